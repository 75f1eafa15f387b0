//! The share of the characters needing memory that a network predicts right.

use super::reader::Reader;
use crate::model::{Clamps, Network};
use crate::real::Real;
use crate::task::Task;

/// The pass of a network over a text, from the zero state, to score the characters predictable only
/// from memory.
#[derive(Clone, Debug)]
pub struct Recall<R: Real> {
    reader: Reader<R>,
    /// Ascending indices of the characters needing memory, and the number of them read so far.
    needed: Vec<usize>,
    read: usize,
    recalled: usize,
    /// The summed surprise at all characters but the first, and their number.
    bits: f64,
    chars: usize,
}

/// The result of a [`Recall`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextRecall {
    /// The share of the characters needing memory to which the network gave the highest
    /// probability; NaN if there are none.
    pub accuracy: f64,
    /// Mean bits of surprise at all characters but the first; NaN if there are none.
    pub bits_per_char: f64,
}

impl<R: Real> Recall<R> {
    /// A measurement on `ids`; `needed` has the ascending indices of the characters needing memory.
    /// The text's first character is never among them, because nothing comes before it.
    pub fn new(
        network: &Network<R>,
        ids: Vec<u32>,
        mut needed: Vec<usize>,
        clamps: Option<Clamps<R>>,
    ) -> Self {
        needed.retain(|&index| index > 0);
        let reader = Reader::new(network, ids, clamps);
        Self { reader, needed, read: 0, recalled: 0, bits: 0.0, chars: 0 }
    }
}

impl<R: Real> Task for Recall<R> {
    type Subject = Network<R>;
    type Output = TextRecall;

    fn advance(&mut self, network: &Network<R>) -> bool {
        let Self { reader, needed, read, recalled, bits, chars } = self;
        reader.advance(network, |step| {
            let (_, surprise) = step.prediction();
            let (Some(next), Some(surprise)) = (step.next, surprise) else { return };
            *bits += surprise;
            *chars += 1;
            if needed.get(*read) != Some(&(step.index + 1)) {
                return;
            }
            let logits = step.logits();
            let likeliest = logits
                .iter()
                .enumerate()
                .fold(0, |best, (id, &logit)| if logit > logits[best] { id } else { best });
            *read += 1;
            *recalled += usize::from(likeliest == next as usize);
        })
    }

    fn finish(self, _: &Network<R>) -> TextRecall {
        TextRecall {
            accuracy: self.recalled as f64 / self.read as f64,
            bits_per_char: self.bits / self.chars as f64,
        }
    }
}
