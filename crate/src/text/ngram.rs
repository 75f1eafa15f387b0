//! Baselines: the loss of n-gram models on the validation text.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

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
/// An n-gram counts if all of it is in one segment of the training text. The context of a validation
/// character is the text before it, whichever part that is.
/// Witten and Bell 1991; Chen and Goodman 1998, <https://dash.harvard.edu/handle/1/25104739>.
#[derive(Clone, Debug)]
pub struct NgramModel {
    /// The pieces of the text whose characters have contexts: the counted text, which is the last
    /// one, and every validation block before it.
    pieces: Vec<Piece>,
    /// P_k of every validation character, with k the highest order built so far.
    probabilities: Vec<f64>,
    bits: Vec<f64>,
    building: Building,
}

/// The order that is being built, and the characters that each pass has read so far.
#[derive(Clone, Debug, Default)]
struct Building {
    grams: Grams,
    counted: usize,
    predicted: usize,
    linked: usize,
}

/// A piece of the text.
#[derive(Clone, Debug)]
struct Piece {
    /// The index of its first character.
    start: usize,
    /// For every character, the number of its context in the next order; [`UNSEEN`] for a context
    /// that was not counted.
    contexts: Vec<u32>,
}

const UNSEEN: u32 = u32::MAX;

impl NgramModel {
    /// Longest context, in characters.
    pub const MAX_ORDER: usize = 5;

    /// The model of order -1, the uniform guess, for the validation text of `split`.
    pub fn new(split: &Split, vocab_size: usize) -> Self {
        let start = counted_from(split);
        let mut pieces = Vec::new();
        for block in split.validation() {
            if block.end <= start {
                pieces.push(Piece::new(block.start.saturating_sub(Self::MAX_ORDER), block.end));
            }
        }
        pieces.push(Piece::new(start, split.chars()));
        Self {
            pieces,
            probabilities: vec![1.0 / vocab_size as f64; split.validation_chars()],
            bits: Vec::new(),
            building: Building::default(),
        }
    }

    /// Bits per character of the validation text under the model of `order`, from 0 (single
    /// characters) to [`MAX_ORDER`](Self::MAX_ORDER). `split` must be the one passed to
    /// [`new`](Self::new), and `ids` the text.
    ///
    /// # Panics
    /// If the order is higher, or there is no validation text.
    pub fn bits_per_char(&mut self, ids: &[u32], split: &Split, order: usize) -> f64 {
        assert!(order <= Self::MAX_ORDER, "the order is at most MAX_ORDER");
        while !self.is_known(order) {
            self.advance(ids, split);
        }
        self.bits[order]
    }

    /// True if the model of `order` is built.
    pub fn is_known(&self, order: usize) -> bool {
        order < self.bits.len()
    }

    /// Reads one portion of the text for the next order; the arguments are those of
    /// [`bits_per_char`](Self::bits_per_char).
    pub fn advance(&mut self, ids: &[u32], split: &Split) {
        let order = self.bits.len();
        let Self { pieces, probabilities, building, .. } = self;
        let Building { grams, counted, predicted, linked } = building;
        // The n-grams that lie in one segment of the training text.
        let text = &pieces[pieces.len() - 1];
        let whole = |segment: &Range<usize>| segment.start.max(text.start) + order..segment.end;
        if let Some((_, part)) = portion(split.training().iter().map(whole), counted) {
            part.for_each(|i| grams.count(text.context(i), ids[i]));
            return;
        }
        let first = *predicted;
        if let Some((index, part)) = portion(split.validation().iter().cloned(), predicted) {
            let piece = &pieces[index.min(pieces.len() - 1)];
            for (i, p) in part.zip(&mut probabilities[first..]) {
                if piece.context(i) != UNSEEN {
                    *p = grams.probability(piece.context(i), ids[i], *p);
                }
            }
            return;
        }
        // The n-gram that ends with a character is the context of the next one. From the end on,
        // because a context replaces the one that the next is found by.
        let lengths = pieces.iter().map(|piece| 0..piece.contexts.len());
        if let Some((index, part)) = portion(lengths, linked) {
            let Piece { start, contexts } = &mut pieces[index];
            let len = contexts.len();
            for i in (len - part.end..len - part.start).rev() {
                contexts[i] = match i {
                    0 => UNSEEN,
                    _ => grams.index(contexts[i - 1], ids[*start + i - 1]),
                };
            }
            return;
        }
        let bits: f64 = probabilities.iter().map(|&p| -libm::log2(p)).sum();
        self.bits.push(bits / probabilities.len() as f64);
        self.building = Building::default();
    }
}

/// The most characters that [`NgramModel::advance`] reads.
const PORTION: usize = 20_000;

/// The next characters of some ranges after the first `done`, up to a portion of one range, and its
/// number; they are added to `done`. `None` after the last range.
fn portion(
    ranges: impl Iterator<Item = Range<usize>>,
    done: &mut usize,
) -> Option<(usize, Range<usize>)> {
    let mut skipped = *done;
    for (index, range) in ranges.enumerate() {
        if skipped < range.len() {
            let start = range.start + skipped;
            let part = start..range.end.min(start + PORTION);
            *done += part.len();
            return Some((index, part));
        }
        skipped -= range.len();
    }
    None
}

impl Piece {
    fn new(start: usize, end: usize) -> Self {
        Self { start, contexts: vec![0; end - start] }
    }

    fn context(&self, index: usize) -> u32 {
        self.contexts[index - self.start]
    }
}

/// The index of the first counted character.
fn counted_from(split: &Split) -> usize {
    let mut left = MAX_COUNTED;
    for segment in split.training().iter().rev() {
        if segment.len() > left {
            return segment.end - left;
        }
        left -= segment.len();
    }
    0
}

/// The counts of one order.
#[derive(Clone, Debug, Default)]
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
        // The last n-gram of a segment may be a context without a successor.
        let Some(&(count @ 1.., types)) = self.contexts.get(context as usize) else {
            return shorter;
        };
        let index = self.index(context, id);
        let seen = if index == UNSEEN { 0 } else { self.occurrences[index as usize] };
        (f64::from(seen) + f64::from(types) * shorter) / f64::from(count + types)
    }
}

fn key(context: u32, id: u32) -> u64 {
    u64::from(context) << 32 | u64::from(id)
}

/// A hash by one multiplication: an attacker cannot choose the keys, which are small numbers of our
/// own.
#[derive(Clone, Debug, Default)]
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
