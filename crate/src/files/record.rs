//! The record of a run: its curves, its figures, and the texts that it has written.

use serde_json::Value;

use super::curve::Curve;
use super::json::{self, MAX_COUNT, Metadata, list_in, number_of, object_in, quoted};
use super::run_file_error::{RunFileError, refusal};
use super::safetensors::{TensorFile, Tensors};
use super::samples::{self, SavedSample};
use crate::training::{StepReport, Trainer, bits_per_char};

/// The figures of the newest report, in the order of a file; step and learning rate are counters.
const FIGURES: [&str; 11] = [
    "epoch",
    "loss",
    "bits_per_char",
    "grad_norm",
    "chars",
    "chars_per_second",
    "workers",
    "validation_bits",
    "validation_step",
    "clipped_since",
    "learning_rate_chosen",
];

/// The curve that a file may lack.
const OPTIONAL: &str = "gradient";

/// The most baselines of a file.
const MAX_BASELINES: usize = 16;

/// The samples from which on old ones are removed.
const MANY_SAMPLES: usize = 40;
/// The newest samples, which are never removed.
const RECENT_SAMPLES: usize = 10;

/// The record of a run, as far as its file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Bits per character of the training text.
    pub training: Curve,
    /// Bits per character of the validation text.
    pub validation: Curve,
    /// The gradient's norm before clipping.
    pub gradient: Curve,
    /// The figures that are known, by their index in [`FIGURES`].
    figures: [Option<f64>; FIGURES.len()],
    /// The bits per character of counting, by the order of the n-grams; the page counts them.
    pub baselines: Vec<(i64, f64)>,
    /// The samples, the oldest first.
    pub samples: Vec<SavedSample>,
}

impl Record {
    /// The figure of that name, if it is known.
    pub fn figure(&self, name: &str) -> Option<f64> {
        self.figures[FIGURES.iter().position(|known| *known == name)?]
    }

    fn set(&mut self, name: &str, value: Option<f64>) {
        let index = FIGURES.iter().position(|known| *known == name);
        self.figures[index.expect("a figure")] = value;
    }

    /// Records that the run has had another learning rate than the one it began with: its settings
    /// alone no longer lead to its weights.
    pub fn mark_learning_rate_chosen(&mut self) {
        self.set("learning_rate_chosen", Some(1.0));
    }

    /// Adds the report on the newest step of `trainer`, which learns so many characters a second.
    pub fn add(&mut self, report: &StepReport, chars_per_second: f64, trainer: &Trainer<f32>) {
        let bits = bits_per_char(report.loss);
        self.training.push(report.step, bits);
        self.gradient.push(report.step, report.grad_norm);
        let last = self.validation.points().last().map_or(0, |&(step, _)| step);
        if let Some(newest) = trainer.newest_validation()
            && (last + 1..=report.step).contains(&newest.step)
        {
            let bits = bits_per_char(newest.loss);
            self.validation.push(newest.step, bits);
            self.set("validation_bits", Some(bits));
            self.set("validation_step", Some(newest.step as f64));
        }
        let clip = trainer.config().grad_clip;
        let clipped_since = self.figure("clipped_since").unwrap_or(report.step as f64);
        let is_clipped = clip > 0.0 && report.grad_norm >= clip;
        self.set("clipped_since", is_clipped.then_some(clipped_since));
        for (name, value) in [
            ("epoch", report.epoch),
            ("loss", report.loss),
            ("bits_per_char", bits),
            ("grad_norm", report.grad_norm),
            ("chars", report.chars as f64),
            ("chars_per_second", chars_per_second),
            ("workers", trainer.threads() as f64),
        ] {
            self.set(name, Some(value));
        }
    }

    /// Adds a sample. Samples that grow too many lose every other old one, so that the noise of the
    /// beginning stays next to the newest text.
    pub fn add_sample(&mut self, sample: SavedSample) {
        let recent = self.samples.len().saturating_sub(RECENT_SAMPLES);
        if self.samples.len() >= MANY_SAMPLES {
            let mut index = 0..;
            self.samples.retain(|_| index.next().is_some_and(|i| i % 2 == 0 || i >= recent));
        }
        self.samples.push(sample);
    }

    /// Removes the points of the curves beyond a step.
    pub(super) fn cut(&mut self, step: u64) {
        self.training.cut(step);
        self.validation.cut(step);
        self.gradient.cut(step);
    }

    pub(super) fn write(&self, file: &mut TensorFile) {
        let curves = [
            ("training", &self.training),
            ("validation", &self.validation),
            (OPTIONAL, &self.gradient),
        ];
        let written = curves
            .into_iter()
            .filter(|(name, curve)| *name != OPTIONAL || !curve.points().is_empty())
            .map(|(name, curve)| (name, curve.write(name, file)))
            .collect::<Vec<_>>();
        file.add_metadata("curves", json::object(written));
        let string = |x: f64| json::string(&json::number(x));
        let figures = FIGURES.into_iter().zip(self.figures);
        let known = figures.filter_map(|(name, value)| Some((name, string(value?))));
        file.add_metadata("figures", json::object(known));
        let baseline = |&(order, bits): &(i64, f64)| json::list([order.to_string(), string(bits)]);
        file.add_metadata("baselines", json::list(self.baselines.iter().map(baseline)));
        samples::write(&self.samples, file);
    }

    /// Takes the record of a run at `step`.
    pub(super) fn take(
        tensors: &mut Tensors,
        metadata: &Metadata,
        step: u64,
    ) -> Result<Self, RunFileError> {
        let curves = object_in(metadata, "curves")?;
        let has_gradient = tensors.has(&format!("curve.{OPTIONAL}"));
        let mut curve = |name| Curve::take(tensors, name, curves.get(name), step);
        let (training, validation) = (curve("training")?, curve("validation")?);
        let gradient = if has_gradient { curve(OPTIONAL)? } else { Curve::default() };
        let mut record = Self { training, validation, gradient, ..Self::default() };
        for (name, written) in object_in(metadata, "figures")? {
            let number = number_of(Some(&written));
            if number.is_none() || !FIGURES.contains(&name.as_str()) {
                let name = quoted(&Value::from(name));
                let problem = format!("the figure {name} is {}", quoted(&written));
                return Err(refusal(problem, format!("numbers for {}", FIGURES.join(", "))));
            }
            record.set(&name, number);
        }
        for pair in list_in(metadata, "baselines", MAX_BASELINES)? {
            let is_order = |order: &f64| order.fract() == 0.0 && order.abs() <= MAX_COUNT as f64;
            let order = pair.get(0).and_then(Value::as_f64).filter(is_order).map(|x| x as i64);
            let Some(baseline) = order.zip(number_of(pair.get(1))) else {
                let problem = format!("a baseline is {}", quoted(&pair));
                return Err(refusal(problem, "an order and its bits as a string"));
            };
            record.baselines.push(baseline);
        }
        record.samples = samples::take(tensors, metadata)?;
        Ok(record)
    }
}
