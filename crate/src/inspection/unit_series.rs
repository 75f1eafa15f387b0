//! One number a character: how a unit goes along a text, and how surprising the text is.

use super::quantity::Quantity;
use super::reader::{Moment, Reader, surprise_at_start};
use crate::model::{Clamps, Network};
use crate::real::Real;

/// Two numbers of every character from one of them on.
#[derive(Clone, Debug)]
pub struct Followed<R> {
    /// The unit's number after each character.
    pub values: Vec<R>,
    /// How surprising each character was, in bits; see [`Reading`](super::Reading).
    pub surprise: Vec<f64>,
    from: usize,
    layer: usize,
    quantity: Quantity,
    unit: usize,
}

impl<R: Real> Followed<R> {
    /// Of what is `named` of `unit` in `layer`, of the characters of `ids` from `from` on.
    ///
    /// # Panics
    /// If no character is kept, or there is no such layer or unit.
    pub fn new(
        network: &Network<R>,
        ids: &[u32],
        from: usize,
        (layer, quantity, unit): (usize, Quantity, usize),
    ) -> Self {
        assert!(layer < network.config().num_layers, "there is no layer {layer}");
        assert!(unit < network.config().hidden_size, "there is no unit {unit}");
        let surprise = surprise_at_start(network, ids, from);
        Self { values: Vec::new(), surprise, from, layer, quantity, unit }
    }

    /// Keeps the numbers of a character that was read.
    pub fn keep(&mut self, moment: &Moment<R>) {
        if moment.place + 1 >= self.from {
            self.surprise.extend(moment.expectation().1);
        }
        if moment.place >= self.from {
            let numbers = self.quantity.of(moment.trace, self.layer, moment.column);
            self.values.push(numbers[self.unit]);
        }
    }
}

/// A text on its way through a model, from the zero state, of which one unit is followed.
#[derive(Clone, Debug)]
pub struct Series<R: Real> {
    /// What was kept so far.
    pub followed: Followed<R>,
    reader: Reader<R>,
}

impl<R: Real> Series<R> {
    /// At the start of `ids`; as [`Followed::new`].
    ///
    /// # Panics
    /// As there.
    pub fn new(
        network: &Network<R>,
        ids: Vec<u32>,
        from: usize,
        of: (usize, Quantity, usize),
        clamps: Option<Clamps<R>>,
    ) -> Self {
        let followed = Followed::new(network, &ids, from, of);
        Self { followed, reader: Reader::new(network, ids, clamps) }
    }

    /// Reads on a little, unless everything is read; whether there is more.
    pub fn advance(&mut self, network: &Network<R>) -> bool {
        self.reader.advance(network, |moment| self.followed.keep(&moment))
    }
}
