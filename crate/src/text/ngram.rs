//! What counting alone achieves: the lines a network has to beat.

use std::collections::HashMap;

use super::Split;

/// Characters counted at most, the last ones of the training part: keeps time and memory bounded.
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
    /// P_k of every validation character under the highest order built so far.
    probabilities: Vec<f64>,
    bits: Vec<f64>,
}

impl NgramModel {
    /// Longest context, in characters.
    pub const MAX_ORDER: usize = 5;

    /// The model of order -1, the uniform guess, for the validation part of `split`.
    pub fn new(split: Split, vocab_size: usize) -> Self {
        let uniform = 1.0 / vocab_size as f64;
        Self { probabilities: vec![uniform; split.validation_chars()], bits: Vec::new() }
    }

    /// Bits per character of the validation part under order 0 (single characters) to
    /// [`MAX_ORDER`](Self::MAX_ORDER); `split` is the one given to [`new`](Self::new).
    ///
    /// # Panics
    /// If the order is higher, or there is no validation part.
    pub fn bits_per_char(&mut self, split: Split, order: usize) -> f64 {
        assert!(order <= Self::MAX_ORDER, "orders go from 0 to {}", Self::MAX_ORDER);
        while self.bits.len() <= order {
            self.add_order(split, self.bits.len());
        }
        self.bits[order]
    }

    fn add_order(&mut self, split: Split, order: usize) {
        let training = split.training();
        let counted = &training[training.len().saturating_sub(MAX_COUNTED)..];
        // (occurrences, different successors) of each context, and each successor's occurrences.
        let mut contexts: HashMap<&[u32], (u32, u32)> = HashMap::new();
        let mut successors: HashMap<&[u32], u32> = HashMap::new();
        for gram in counted.windows(order + 1) {
            let seen = successors.entry(gram).or_default();
            *seen += 1;
            let context = contexts.entry(&gram[..order]).or_default();
            context.0 += 1;
            context.1 += u32::from(*seen == 1);
        }
        for (i, p) in self.probabilities.iter_mut().enumerate() {
            let at = training.len() + i;
            if at < order {
                continue; // the text's first characters have no context as long as this
            }
            let gram = &split.ids()[at - order..=at];
            if let Some(&(count, types)) = contexts.get(&gram[..order]) {
                let seen = successors.get(gram).copied().unwrap_or(0);
                let (count, types) = (f64::from(count), f64::from(types));
                *p = (f64::from(seen) + types * *p) / (count + types);
            }
        }
        let bits: f64 = self.probabilities.iter().map(|&p| -libm::log2(p)).sum();
        self.bits.push(bits / self.probabilities.len() as f64);
    }
}
