//! How many of the characters that need memory a model knows.

use super::reader::Reader;
use crate::model::Model;
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
}

impl<R: Real> Recall<R> {
    /// At the start of `ids`, of which those at `places` count; ascending. The first character
    /// follows from nothing, and does not count.
    pub fn new(model: &Model<R>, ids: Vec<u32>, places: Vec<usize>) -> Self {
        Self { reader: Reader::new(model, ids, None), places, read: 0, known: 0 }
    }

    /// Reads on a little, unless everything is read; whether there is more.
    pub fn advance(&mut self, model: &mut Model<R>) -> bool {
        let Self { reader, places, read, known } = self;
        reader.advance(model, |moment| {
            let Some(next) = moment.next else { return };
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
}
