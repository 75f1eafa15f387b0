//! Randomness: one named generator, a stream for each use, and our own distributions.
//!
//! PCG-XSH-RR 64/32 (O'Neill 2014) through `rand_pcg`, portable by promise: a seed gives the same
//! numbers on every platform and in every version. Distributions are our own, because those of
//! `rand` may change.

use rand_core::Rng as _;
use rand_pcg::Pcg32;

/// What a generator is used for; each use has a stream of its own, so that switching one on does
/// not disturb the others.
#[derive(Clone, Copy, Debug)]
pub enum Stream {
    /// Initial weights.
    Weights = 1,
    /// Dropout masks.
    Dropout = 2,
    /// Drawing characters.
    Sampling = 3,
    /// Texts that are made up.
    Texts = 4,
}

/// A seeded generator.
#[derive(Clone, Debug, PartialEq)]
pub struct Rng(Pcg32);

impl Rng {
    /// The generator of `stream` for `seed`.
    pub fn new(seed: u32, stream: Stream) -> Self {
        Self(Pcg32::new(u64::from(seed), stream as u64))
    }

    /// Skips `count` numbers, in a time that hardly depends on how many.
    pub fn advance(&mut self, count: u64) {
        self.0.advance(count);
    }

    /// A number from the 2²⁴ equally likely multiples of 2⁻²⁴ in [0, 1).
    pub fn uniform(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 * (1.0 / (1 << 24) as f32)
    }

    /// A whole number below `count`, each as likely as the others.
    ///
    /// # Panics
    /// If `count` is 0.
    pub fn below(&mut self, count: u32) -> u32 {
        // Numbers beyond the last multiple would favour the small ones.
        let end = u32::MAX - u32::MAX % count;
        loop {
            let x = self.0.next_u32();
            if x < end {
                return x % count;
            }
        }
    }

    /// A number in [-bound, bound).
    pub fn symmetric(&mut self, bound: f32) -> f32 {
        (2.0 * self.uniform() - 1.0) * bound
    }
}
