//! How many of the characters that need memory a model knows, and how much it knows of all.

use super::reader::Reader;
use crate::model::Network;
use crate::real::Real;

/// A text on its way through a model, from the zero state, of which some characters count: how many
/// of them were the likeliest to the model.
#[derive(Clone, Debug)]
pub struct Recall<R: Real> {
    reader: Reader<R>,
    /// The places that count, ascending, and how many of them were read.
    places: Vec<usize>,
    read: usize,
    known: usize,
    /// How surprising all characters were, and how many they are.
    bits: f64,
    chars: usize,
}

impl<R: Real> Recall<R> {
    /// At the start of `ids`, of which those at `places` count; ascending. The first character
    /// follows from nothing, and does not count.
    pub fn new(network: &Network<R>, ids: Vec<u32>, mut places: Vec<usize>) -> Self {
        places.retain(|&place| place > 0);
        let reader = Reader::new(network, ids, None);
        Self { reader, places, read: 0, known: 0, bits: 0.0, chars: 0 }
    }

    /// Reads on a little, unless everything is read; whether there is more.
    pub fn advance(&mut self, network: &Network<R>) -> bool {
        let Self { reader, places, read, known, bits, chars } = self;
        reader.advance(network, |moment| {
            let (_, surprise) = moment.expectation();
            let (Some(next), Some(surprise)) = (moment.next, surprise) else { return };
            *bits += surprise;
            *chars += 1;
            if places.get(*read) != Some(&(moment.place + 1)) {
                return;
            }
            let logits = moment.trace.logits.column(moment.column);
            let likeliest = logits
                .iter()
                .enumerate()
                .fold(0, |best, (id, &logit)| if logit > logits[best] { id } else { best });
            *read += 1;
            *known += usize::from(likeliest == next as usize);
        })
    }

    /// The share of the characters that counted so far which were the likeliest to the model; NaN
    /// before the first.
    pub fn accuracy(&self) -> f64 {
        self.known as f64 / self.read as f64
    }

    /// How surprising the characters were so far, all but the first, on average; NaN before them.
    pub fn bits_per_char(&self) -> f64 {
        self.bits / self.chars as f64
    }
}
