//! Randomness: a seeded generator with a stream for each purpose, and its distributions.
//!
//! The generator is PCG-XSH-RR 64/32 (O'Neill 2014) of `rand_pcg`, which promises portability: a
//! seed gives the same numbers on every platform and in every version. The distributions are our
//! own, because those of `rand` may change.

use rand_core::Rng as _;
use rand_pcg::Pcg32;

/// The purpose of a generator. Each purpose has its own, independent stream of numbers.
#[derive(Clone, Copy, Debug)]
pub enum Stream {
    /// Initial weights.
    Weights = 1,
    /// Dropout masks.
    Dropout = 2,
    /// Sampled characters.
    Sampling = 3,
    /// Synthetic texts.
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

    /// Skips `count` numbers, in logarithmic time.
    pub fn advance(&mut self, count: u64) {
        self.0.advance(count);
    }

    /// A uniform number in [0, 1), a multiple of 2⁻²⁴.
    pub fn uniform(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 * (1.0 / (1 << 24) as f32)
    }

    /// A uniform integer below `count`.
    ///
    /// # Panics
    /// If `count` is 0.
    pub fn below(&mut self, count: u32) -> u32 {
        // Numbers beyond the last multiple of `count` would favour small results.
        let end = u32::MAX - u32::MAX % count;
        loop {
            let x = self.0.next_u32();
            if x < end {
                return x % count;
            }
        }
    }

    /// A uniform number in [-bound, bound).
    pub fn symmetric(&mut self, bound: f32) -> f32 {
        (2.0 * self.uniform() - 1.0) * bound
    }
}
