//! Two numbers for each character: one quantity of one unit, and the surprise.

use super::quantity::Quantity;
use super::reader::{ReadStep, Reader, surprise_at_start};
use crate::model::{Clamps, Network};
use crate::real::Real;
use crate::task::Task;

/// One quantity of one unit.
#[derive(Clone, Copy, Debug)]
pub struct UnitQuantity {
    /// The index of the layer; 0 is the lowest.
    pub layer: usize,
    /// The unit's index in the layer.
    pub unit: usize,
    /// The quantity.
    pub quantity: Quantity,
}

/// One quantity of one unit over a text, from one of its characters to the end.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitSeries<R> {
    /// The value after each character.
    pub values: Vec<R>,
    /// Bits of surprise at each character; see [`TextReading`](super::TextReading).
    pub surprise: Vec<f64>,
}

/// A series that grows while a network reads a text.
#[derive(Clone, Debug)]
pub struct SeriesRecorder<R> {
    series: UnitSeries<R>,
    of: UnitQuantity,
    from: usize,
}

impl<R: Real> SeriesRecorder<R> {
    /// A record of the characters of `ids` from index `from` on.
    ///
    /// # Panics
    /// If the record is empty, or the network has no such layer or unit.
    pub fn new(network: &Network<R>, ids: &[u32], from: usize, of: UnitQuantity) -> Self {
        let UnitQuantity { layer, unit, .. } = of;
        assert!(layer < network.config().num_layers, "the network has the layer");
        assert!(unit < network.config().hidden_size, "the layer has the unit");
        let surprise = surprise_at_start(network, ids, from);
        Self { series: UnitSeries { values: Vec::new(), surprise }, of, from }
    }

    /// Adds the values after a character.
    pub fn add(&mut self, step: &ReadStep<R>) {
        if step.index + 1 >= self.from {
            self.series.surprise.extend(step.prediction().1);
        }
        if step.index >= self.from {
            let UnitQuantity { layer, unit, quantity } = self.of;
            self.series.values.push(quantity.values(step.trace, layer, step.column)[unit]);
        }
    }

    /// The record.
    pub fn finish(self) -> UnitSeries<R> {
        self.series
    }
}

/// The pass of a network over a text, from the zero state, with a record of one unit.
#[derive(Clone, Debug)]
pub struct Series<R: Real> {
    recorder: SeriesRecorder<R>,
    reader: Reader<R>,
}

impl<R: Real> Series<R> {
    /// A series over the characters of `ids` from index `from` on.
    ///
    /// # Panics
    /// If the series is empty, or the network has no such layer or unit.
    pub fn new(
        network: &Network<R>,
        ids: Vec<u32>,
        from: usize,
        of: UnitQuantity,
        clamps: Option<Clamps<R>>,
    ) -> Self {
        let recorder = SeriesRecorder::new(network, &ids, from, of);
        Self { recorder, reader: Reader::new(network, ids, clamps) }
    }

    /// A series over documents; see [`Reading::with_documents`](super::Reading::with_documents).
    pub fn with_documents(self, separator: &[u32]) -> Self {
        Self { reader: self.reader.with_documents(separator), ..self }
    }
}

impl<R: Real> Task for Series<R> {
    type Subject = Network<R>;
    type Output = UnitSeries<R>;

    fn advance(&mut self, network: &Network<R>) -> bool {
        self.reader.advance(network, |step| self.recorder.add(&step))
    }

    fn finish(self, _: &Network<R>) -> UnitSeries<R> {
        self.recorder.finish()
    }
}
