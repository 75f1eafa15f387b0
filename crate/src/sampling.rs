//! Text generation: temperature, top-k, top-p, greedy.

use crate::error::Error;
use crate::math::sort_descending;
use crate::model::{Clamps, Network, State, Trace};
use crate::real::Real;
use crate::rng::{Rng, Stream};
use crate::setting::{Kind, Setting, Value, settings};
use crate::task::Task;
use crate::text::{Vocabulary, clean};

settings! {
    /// The prompt, the length and the sampling parameters.
    ///
    /// The probabilities are softmax(logits / temperature). Only the `top_k` likeliest characters
    /// can be sampled, and of these only the fewest whose probabilities sum to `top_p`.
    struct SamplingOptions;

    /// The options by name.
    const OPTIONS;

    /// The text that the continuation follows; may be empty.
    prompt: String = String::new(), PROMPT, "";

    /// Characters to sample.
    length: usize = 200, Kind::integer(0, 100_000), "characters";

    /// Below 1 sharpens the probabilities, above 1 flattens them; 0 always takes the likeliest.
    temperature: f64 = 0.8, Kind::number(0.0, 10.0), "";

    /// The number of likeliest characters that can be sampled; 0 means all.
    top_k: usize = 0, Kind::integer(0, 65_536), "characters";

    /// The total probability of the characters that can be sampled; 1 means all.
    top_p: f64 = 1.0, Kind::number(0.0, 1.0), "";

    /// The seed of the random numbers.
    seed: u32 = 1, Kind::integer(0, u32::MAX), "";
}

const PROMPT: Kind = Kind::Text {
    allows: |text| text.chars().count() <= 100_000,
    form: "a text of at most 100000 characters",
};

impl SamplingOptions {
    /// Sets the option `name`.
    ///
    /// # Errors
    /// [`Error::UnknownSetting`], or [`Error::Setting`] for a value that is not allowed; the
    /// options are then unchanged.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Error> {
        Setting::assign_by_name(OPTIONS, self, name, value)
    }
}

/// Continues `options.prompt` by `options.length` characters and returns only the continuation.
///
/// # Errors
/// [`Error::UnknownChar`] for a character of the prompt that the vocabulary does not have.
pub fn generate<R: Real>(
    network: &Network<R>,
    vocabulary: &Vocabulary,
    options: &SamplingOptions,
) -> Result<String, Error> {
    let generation = Generation::new(network, vocabulary, options, None)?;
    Ok(vocabulary.decode(&generation.run(network)))
}

/// The generation of one text, character by character.
///
/// The network reads the prompt once, from the zero state, and then every sampled character in
/// turn, each from the state after the one before. In place of an empty prompt it reads a line
/// break, so that the text starts like a line; if the vocabulary has none, the first character is
/// sampled from the head's prediction at the zero state.
#[derive(Clone, Debug)]
pub struct Generation<R: Real> {
    sampler: Sampler,
    state: State<R>,
    trace: Trace<R>,
    clamps: Option<Clamps<R>>,
    /// Characters to read before the next is sampled, the last one first.
    unread: Vec<u32>,
    sampled: Vec<u32>,
    length: usize,
}

impl<R: Real> Generation<R> {
    /// A generation before its first character, with `clamps` in force throughout.
    ///
    /// # Errors
    /// [`Error::UnknownChar`] for a character of the prompt that the vocabulary does not have.
    pub fn new(
        network: &Network<R>,
        vocabulary: &Vocabulary,
        options: &SamplingOptions,
        clamps: Option<Clamps<R>>,
    ) -> Result<Self, Error> {
        let mut unread = vocabulary.encode(&clean(&options.prompt).text)?;
        unread.reverse();
        if unread.is_empty() {
            unread = vocabulary.encode("\n").unwrap_or_default();
        }
        let mut trace = network.trace(1, 1);
        trace.head.logits.as_mut_slice().copy_from_slice(network.first_logits());
        Ok(Self {
            sampler: Sampler::new(options),
            state: network.zero_state(1),
            trace,
            clamps,
            unread,
            sampled: Vec::with_capacity(options.length),
            length: options.length,
        })
    }
}

impl<R: Real> Task for Generation<R> {
    type Subject = Network<R>;
    /// The ids of the sampled characters.
    type Output = Vec<u32>;

    /// Reads or samples one character.
    fn advance(&mut self, network: &Network<R>) -> bool {
        if self.sampled.len() == self.length {
            return false;
        }
        if let Some(id) = self.unread.pop() {
            match &self.clamps {
                Some(clamps) => {
                    network.forward_clamped(&[id], &mut self.state, &mut self.trace, clamps);
                }
                None => network.forward(&[id], &mut self.state, &mut self.trace, None),
            }
            if self.unread.is_empty() {
                network.logits(&mut self.trace, 0..1);
            }
        } else {
            let id = self.sampler.sample(self.trace.head.logits.as_slice());
            self.sampled.push(id);
            self.unread.push(id);
        }
        self.sampled.len() < self.length
    }

    fn finish(self, _: &Network<R>) -> Vec<u32> {
        self.sampled
    }
}

/// Samples ids from logits.
#[derive(Clone, Debug)]
pub struct Sampler {
    temperature: f64,
    top_k: usize,
    top_p: f64,
    rng: Rng,
    /// The weight of each id.
    weights: Vec<f32>,
    /// Weight and id of each candidate.
    candidates: Vec<(f32, u32)>,
}

impl Sampler {
    /// A sampler at the start of its seed's random numbers.
    pub fn new(options: &SamplingOptions) -> Self {
        Self {
            temperature: options.temperature,
            top_k: options.top_k,
            top_p: options.top_p,
            rng: Rng::new(options.seed, Stream::Sampling),
            weights: Vec::new(),
            candidates: Vec::new(),
        }
    }

    /// An id sampled from `logits (vocab_size)`; of equally likely ids, top-k and top-p prefer the
    /// lower.
    pub fn sample<R: Real>(&mut self, logits: &[R]) -> u32 {
        let likeliest = likeliest(logits);
        let maximum = logits[likeliest].to_f64();
        // Next to an infinite logit, every other probability is zero.
        if self.temperature == 0.0 || !maximum.is_finite() {
            return likeliest as u32;
        }
        let scaled = logits.iter().map(|x| ((x.to_f64() - maximum) / self.temperature) as f32);
        self.weights.clear();
        self.weights.extend(scaled);
        Real::exp(self.weights.as_mut_slice(), 0.0);
        self.candidates.clear();
        self.candidates.extend(self.weights.iter().copied().zip(0..));
        self.restrict();
        self.draw()
    }

    fn restrict(&mut self) {
        let limits_k = 0 < self.top_k && self.top_k < self.candidates.len();
        if !limits_k && self.top_p >= 1.0 {
            return;
        }
        sort_descending(&mut self.candidates);
        if limits_k {
            self.candidates.truncate(self.top_k);
        }
        let wanted = self.top_p * self.total();
        let mut sum = 0.0;
        let reaches = |&(weight, _): &(f32, u32)| {
            sum += f64::from(weight);
            sum >= wanted
        };
        if let Some(last) = self.candidates.iter().position(reaches) {
            self.candidates.truncate(last + 1);
        }
    }

    fn draw(&mut self) -> u32 {
        let mut left = f64::from(self.rng.uniform()) * self.total();
        for &(weight, id) in &self.candidates {
            left -= f64::from(weight);
            if left < 0.0 {
                return id;
            }
        }
        // Rounding can leave a remainder, which belongs to the last possible character.
        let possible = self.candidates.iter().rev().find(|(weight, _)| *weight > 0.0);
        possible.expect("the likeliest character has weight 1").1
    }

    fn total(&self) -> f64 {
        self.candidates.iter().map(|&(weight, _)| f64::from(weight)).sum()
    }
}

/// The index of the largest logit, the lowest index if several are equal.
fn likeliest<R: Real>(logits: &[R]) -> usize {
    (1..logits.len()).fold(0, |best, i| if logits[i] > logits[best] { i } else { best })
}
