//! A learning curve of bounded length, as the page draws it.

use serde_json::Value;

use super::json::{self, count_of, quoted};
use super::run_file_error::{RunFileError, refusal};
use super::safetensors::{TensorFile, Tensors};

/// The most points, an even number.
const MAX_POINTS: usize = 2000;

/// Bits per character, or a norm, by step. When the curve is full, neighbouring points are averaged, so that it
/// covers the same range at half the resolution.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    points: Vec<(u64, f64)>,
    /// The number of pushed points that each stored point averages.
    stride: u64,
    /// The number of pushed points in the last stored point; 0 when that point is full.
    filled: u64,
}

impl Default for Curve {
    fn default() -> Self {
        Self { points: Vec::new(), stride: 1, filled: 0 }
    }
}

impl Curve {
    /// The steps, ascending, and the values.
    pub fn points(&self) -> &[(u64, f64)] {
        &self.points
    }

    /// Adds a point, unless its step is before the last one.
    pub fn push(&mut self, step: u64, value: f64) {
        if self.points.last().is_some_and(|&(last, _)| step < last) {
            return;
        }
        match self.points.last_mut() {
            Some(last) if self.filled > 0 => {
                self.filled += 1;
                last.0 = step;
                last.1 += (value - last.1) / self.filled as f64;
            }
            _ => {
                if self.points.len() == MAX_POINTS {
                    self.halve();
                }
                self.points.push((step, value));
                self.filled = 1;
            }
        }
        if self.filled == self.stride {
            self.filled = 0;
        }
    }

    /// Removes the points beyond a step.
    pub(super) fn cut(&mut self, step: u64) {
        let count = self.points.partition_point(|&(at, _)| at <= step);
        if count < self.points.len() {
            self.points.truncate(count);
            self.filled = 0;
        }
    }

    fn halve(&mut self) {
        let pairs = self.points.chunks_exact(2);
        self.points = pairs.map(|pair| (pair[1].0, (pair[0].1 + pair[1].1) / 2.0)).collect();
        self.stride *= 2;
    }

    /// Writes the points, and returns the resolution as JSON.
    pub(super) fn write(&self, name: &str, file: &mut TensorFile) -> String {
        let steps = self.points.iter().map(|&(step, _)| step as f64);
        let points = self.points.iter().map(|&(_, value)| value);
        file.add_f64(&format!("curve.{name}"), vec![2, self.points.len()], steps.chain(points));
        json::object([("stride", self.stride.to_string()), ("filled", self.filled.to_string())])
    }

    /// Takes the points, up to the step `last`, with the resolution `given`.
    pub(super) fn take(
        tensors: &mut Tensors,
        name: &str,
        given: Option<&Value>,
        last: u64,
    ) -> Result<Self, RunFileError> {
        let values = tensors.take_f64(&format!("curve.{name}"), &[Some(2), None])?;
        let (steps, values) = values.split_at(values.len() / 2);
        let refuse = |problem: &str, expected: &str| {
            refusal(format!("the curve \"{name}\" {problem}"), expected)
        };
        if steps.len() > MAX_POINTS {
            let problem = format!("has {} points", steps.len());
            return Err(refuse(&problem, &format!("at most {MAX_POINTS}")));
        }
        let is_step = |x: &f64| (0.0..=last as f64).contains(x) && x.fract() == 0.0;
        if !steps.iter().all(is_step) || !steps.is_sorted() {
            return Err(refuse("has steps out of order", &format!("ascending steps up to {last}")));
        }
        if values.iter().any(|value| value.is_nan()) {
            return Err(refuse("has a value that is NaN", "numbers"));
        }
        let counts =
            ["stride", "filled"].map(|key| count_of(given.and_then(|given| given.get(key))));
        match counts {
            [Some(stride), Some(filled)]
                if stride > 0 && filled < stride && (filled == 0 || !steps.is_empty()) =>
            {
                let points = steps.iter().map(|&step| step as u64).zip(values.iter().copied());
                Ok(Self { points: points.collect(), stride, filled })
            }
            _ => {
                let given = given.map_or("nothing".to_owned(), quoted);
                let problem = format!("\"curves\" has {given} for \"{name}\"");
                Err(refusal(problem, "a stride, and fewer points filled"))
            }
        }
    }
}
