//! Baselines: the loss of n-gram models on the validation text.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Split;

/// The maximum number of counted characters, the last of the training text: a bound on time and
/// memory.
const MAX_COUNTED: usize = 1_000_000;

/// log₂ V: the bits per character of a uniform guess among `vocab_size` characters.
pub fn uniform_bits(vocab_size: usize) -> f64 {
    libm::log2(vocab_size as f64)
}

/// A character n-gram model with Witten-Bell smoothing, built order by order.
///
/// The prediction of order k interpolates its counts with the prediction of order k - 1:
///
/// ```text
/// P_k(x | context) = (count(context x) + types(context) P_(k-1)(x | shorter context))
///                    / (count(context) + types(context))
/// ```
///
/// where types is the number of different characters seen after the context, and P_(-1) = 1 / V.
/// Witten and Bell 1991; Chen and Goodman 1998, <https://dash.harvard.edu/handle/1/25104739>.
#[derive(Clone, Debug)]
pub struct NgramModel {
    /// The index of the first counted character; counting ends at the validation text.
    start: usize,
    /// For every character from `start` on, the number of its context in the next order; [`UNSEEN`]
    /// for a context that was not counted.
    contexts: Vec<u32>,
    /// P_k of every validation character, with k the highest order built so far.
    probabilities: Vec<f64>,
    bits: Vec<f64>,
}

const UNSEEN: u32 = u32::MAX;

impl NgramModel {
    /// Longest context, in characters.
    pub const MAX_ORDER: usize = 5;

    /// The model of order -1, the uniform guess, for the validation text of `split`.
    pub fn new(split: Split, vocab_size: usize) -> Self {
        let start = split.training().len().saturating_sub(MAX_COUNTED);
        Self {
            start,
            contexts: vec![0; split.ids().len() - start],
            probabilities: vec![1.0 / vocab_size as f64; split.validation_chars()],
            bits: Vec::new(),
        }
    }

    /// Bits per character of the validation text under the model of `order`, from 0 (single
    /// characters) to [`MAX_ORDER`](Self::MAX_ORDER); `split` must be the one passed to
    /// [`new`](Self::new).
    ///
    /// # Panics
    /// If the order is higher, or there is no validation text.
    pub fn bits_per_char(&mut self, split: Split, order: usize) -> f64 {
        assert!(order <= Self::MAX_ORDER, "the order is at most MAX_ORDER");
        while self.bits.len() <= order {
            self.add_order(split);
        }
        self.bits[order]
    }

    fn add_order(&mut self, split: Split) {
        let ids = &split.ids()[self.start..];
        let counted = split.training().len() - self.start;
        let order = self.bits.len();
        let mut grams = Grams::default();
        for (i, &context) in self.contexts.iter().enumerate().take(counted).skip(order) {
            grams.count(context, ids[i]);
        }
        for (p, i) in self.probabilities.iter_mut().zip(counted..) {
            if self.contexts[i] != UNSEEN {
                *p = grams.probability(self.contexts[i], ids[i], *p);
            }
        }
        // The n-gram that ends with a character is the context of the next one.
        let next = self.contexts.iter().zip(ids).map(|(&context, &id)| grams.index(context, id));
        let next: Vec<u32> = std::iter::once(UNSEEN).chain(next).take(ids.len()).collect();
        self.contexts = next;
        let bits: f64 = self.probabilities.iter().map(|&p| -libm::log2(p)).sum();
        self.bits.push(bits / self.probabilities.len() as f64);
    }
}

/// The counts of one order.
#[derive(Default)]
struct Grams {
    /// The number of every n-gram, a context with its successor, in the order of first appearance.
    indices: HashMap<u64, u32, BuildHasherDefault<KeyHasher>>,
    /// The count of each n-gram.
    occurrences: Vec<u32>,
    /// The count of each context, and the number of its different successors.
    contexts: Vec<(u32, u32)>,
}

impl Grams {
    fn count(&mut self, context: u32, id: u32) {
        let index = *self.indices.entry(key(context, id)).or_insert(self.occurrences.len() as u32);
        let (context, index) = (context as usize, index as usize);
        if self.contexts.len() <= context {
            self.contexts.resize(context + 1, (0, 0));
        }
        self.contexts[context].0 += 1;
        if index == self.occurrences.len() {
            self.occurrences.push(0);
            self.contexts[context].1 += 1;
        }
        self.occurrences[index] += 1;
    }

    /// The number of an n-gram; [`UNSEEN`] if the context never preceded `id`.
    fn index(&self, context: u32, id: u32) -> u32 {
        self.indices.get(&key(context, id)).copied().unwrap_or(UNSEEN)
    }

    /// P(id | context), given P(id | shorter context).
    fn probability(&self, context: u32, id: u32, shorter: f64) -> f64 {
        let Some(&(count, types)) = self.contexts.get(context as usize) else { return shorter };
        let index = self.index(context, id);
        let seen = if index == UNSEEN { 0 } else { self.occurrences[index as usize] };
        (f64::from(seen) + f64::from(types) * shorter) / f64::from(count + types).max(1.0)
    }
}

fn key(context: u32, id: u32) -> u64 {
    u64::from(context) << 32 | u64::from(id)
}

/// A hash by one multiplication: an attacker cannot choose the keys, which are small numbers of our
/// own.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are u64");
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = (key ^ key >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
