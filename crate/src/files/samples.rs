//! The texts that a run has written.

use serde_json::Value;

use safetensors::tensor::Dtype;

use super::json::{self, Metadata, count_of, list_in, quoted};
use super::run_file_error::{RunFileError, refusal};
use super::safetensors::{TensorFile, Tensors, decoded};

/// The most samples of a file.
const MAX_SAMPLES: usize = 64;
/// The most bytes of the samples; older ones are left out.
const MAX_BYTES: usize = 1 << 20;

/// A text that the network has written.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedSample {
    /// The step of the network that wrote it.
    pub step: u64,
    /// The seed of the random numbers.
    pub seed: u64,
    /// True if the best weights wrote it.
    pub is_best: bool,
    /// The prompt.
    pub prompt: String,
    /// The continuation.
    pub text: String,
    /// Start and length of the longest piece that is copied from the training text, and the number of
    /// characters among which it was looked for; the page counts it.
    pub copied: Option<[u64; 3]>,
}

impl SavedSample {
    fn bytes(&self) -> usize {
        self.prompt.len() + self.text.len()
    }

    /// All but the texts, as JSON.
    fn entry(&self) -> String {
        let mut entries = vec![
            ("step", self.step.to_string()),
            ("seed", self.seed.to_string()),
            ("is_best", self.is_best.to_string()),
            ("prompt_bytes", self.prompt.len().to_string()),
            ("text_bytes", self.text.len().to_string()),
        ];
        if let Some(copied) = self.copied {
            entries.push(("copied", json::list(copied.map(|n| n.to_string()))));
        }
        json::object(entries)
    }
}

/// Writes the newest samples that fit.
pub fn write(samples: &[SavedSample], file: &mut TensorFile) {
    let mut bytes = 0;
    let fits = |sample: &&SavedSample| {
        bytes += sample.bytes();
        bytes <= MAX_BYTES
    };
    let count = samples.iter().rev().take(MAX_SAMPLES).take_while(fits).count();
    let samples = &samples[samples.len() - count..];
    file.add_metadata("samples", json::list(samples.iter().map(SavedSample::entry)));
    let texts = samples.iter().flat_map(|sample| [sample.prompt.as_str(), &sample.text]);
    file.add_text("samples", &texts.collect::<String>());
}

/// Takes the samples of a file.
pub fn take(tensors: &mut Tensors, metadata: &Metadata) -> Result<Vec<SavedSample>, RunFileError> {
    let mut rest = tensors.take("samples", Dtype::U8, &[None])?;
    let given = rest.len();
    let mut samples = Vec::new();
    for entry in list_in(metadata, "samples", MAX_SAMPLES)? {
        let Some((mut sample, lengths)) = sample_of(&entry) else {
            let expected = "step, seed, is_best, prompt_bytes, text_bytes and perhaps copied";
            return Err(refusal(format!("a sample is {}", quoted(&entry)), expected));
        };
        for (text, length) in [&mut sample.prompt, &mut sample.text].into_iter().zip(lengths) {
            let Some((own, others)) = rest.split_at_checked(length as usize) else {
                let problem = format!("the tensor \"samples\" has {given} bytes");
                return Err(refusal(problem, "more, as its entries say"));
            };
            *text = decoded("samples", own)?;
            rest = others;
        }
        samples.push(sample);
    }
    if rest.is_empty() {
        return Ok(samples);
    }
    let expected = format!("{}, as its entries say", given - rest.len());
    Err(refusal(format!("the tensor \"samples\" has {given} bytes"), expected))
}

/// A sample without its texts, and their lengths in bytes.
fn sample_of(entry: &Value) -> Option<(SavedSample, [u64; 2])> {
    let count = |name: &str| count_of(entry.get(name));
    let copied = match entry.get("copied") {
        None => None,
        Some(copied) => {
            let counts: Option<Vec<_>> =
                copied.as_array()?.iter().map(|count| count_of(Some(count))).collect();
            Some(counts?.try_into().ok()?)
        }
    };
    let sample = SavedSample {
        step: count("step")?,
        seed: count("seed")?,
        is_best: entry.get("is_best")?.as_bool()?,
        prompt: String::new(),
        text: String::new(),
        copied,
    };
    Some((sample, [count("prompt_bytes")?, count("text_bytes")?]))
}
