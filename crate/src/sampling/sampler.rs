//! The draw of a character from its logits.

use super::SamplingOptions;
use crate::math::sort_descending;
use crate::real::Real;
use crate::rng::{Rng, Stream};

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
