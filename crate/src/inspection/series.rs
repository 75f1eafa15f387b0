//! One number a character: how a unit goes along a text, and how surprising the text is.

use super::named::Named;
use super::reader::{Reader, surprise_at_start};
use crate::model::{Holds, Model};
use crate::real::Real;

/// A text on its way through a model, from the zero state, with two numbers of every character from
/// one of them on.
#[derive(Clone, Debug)]
pub struct Series<R: Real> {
    /// The unit's number after each character.
    pub values: Vec<R>,
    /// How surprising each character was, in bits; see [`Reading`](super::Reading).
    pub surprise: Vec<f64>,
    from: usize,
    layer: usize,
    named: Named,
    unit: usize,
    reader: Reader<R>,
}

impl<R: Real> Series<R> {
    /// At the start of `ids`, of which the characters from `from` on are to be kept; follows what is
    /// `named` of `unit` in `layer`.
    ///
    /// # Panics
    /// If no character is kept, or there is no such layer or unit.
    pub fn new(
        model: &Model<R>,
        ids: Vec<u32>,
        from: usize,
        (layer, named, unit): (usize, Named, usize),
        holds: Option<Holds<R>>,
    ) -> Self {
        assert!(layer < model.config().num_layers, "there is no layer {layer}");
        assert!(unit < model.config().hidden_size, "there is no unit {unit}");
        Self {
            values: Vec::new(),
            surprise: surprise_at_start(model, &ids, from),
            from,
            layer,
            named,
            unit,
            reader: Reader::new(model, ids, holds),
        }
    }

    /// Reads on a little, unless everything is read; whether there is more.
    pub fn advance(&mut self, model: &mut Model<R>) -> bool {
        let Self { values, surprise, from, layer, named, unit, reader } = self;
        reader.advance(model, |moment| {
            if moment.place + 1 >= *from {
                surprise.extend(moment.expectation().1);
            }
            if moment.place >= *from {
                values.push(named.of(moment.trace, *layer, moment.column)[*unit]);
            }
        })
    }
}
