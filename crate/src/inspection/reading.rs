//! All values over a text: every gate, cell and hidden value, the predictions, the surprise.

use std::ops::Range;

use nalgebra::DMatrix;

use super::quantity::Quantity;
use super::reader::{ReadStep, Reader, surprise_at_start};
use crate::model::{Clamps, Network};
use crate::real::Real;
use crate::task::Task;

/// The pass of a network over a text, from the zero state, with a record of some characters.
#[derive(Clone, Debug)]
pub struct Reading<R: Real> {
    record: TextReading<R>,
    quantities: Vec<Quantity>,
    recorded: Range<usize>,
    reader: Reader<R>,
}

/// All values at the recorded characters. They equal those of training's forward pass to the bit,
/// unless a clamp is in force.
#[derive(Clone, Debug, PartialEq)]
pub struct TextReading<R> {
    /// The recorded characters.
    pub ids: Vec<u32>,
    /// The recorded characters, by index, before which the state is zero because a document begins.
    pub starts: Vec<u32>,
    /// The layers, from the lowest to the highest.
    pub layers: Vec<LayerReading<R>>,
    /// For each recorded character the probabilities of the next, `vocab_size` numbers.
    pub probabilities: Vec<f32>,
    /// Bits of surprise at each recorded character: -log₂ of its predicted probability.
    pub surprise: Vec<f64>,
}

/// All values of a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerReading<R> {
    /// By name, H numbers for each character: the cell's gates, the cell's other quantities (`u` of
    /// `four-gate`; m = R_n h + b_hn of `gru`), `cell` if the cell has c, and `hidden`.
    pub values: Vec<(&'static str, Vec<R>)>,
    /// h before the first recorded character, `(H)`.
    pub hidden_before: Vec<R>,
    /// c before it; empty for a cell without c.
    pub cell_before: Vec<R>,
    /// i, f and o before it; empty for a cell whose gates do not see them.
    pub carried_gates_before: Vec<R>,
}

impl<R> LayerReading<R> {
    /// The values of the quantity `name`.
    pub fn value(&self, name: &str) -> Option<&[R]> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, numbers)| numbers.as_slice())
    }
}

impl<R: Real> Reading<R> {
    /// A reading of `ids` that records the characters at the indices `recorded`.
    ///
    /// # Panics
    /// If the range is empty, or not within the text.
    pub fn new(
        network: &Network<R>,
        ids: Vec<u32>,
        recorded: Range<usize>,
        clamps: Option<Clamps<R>>,
    ) -> Self {
        assert!(recorded.end <= ids.len(), "the recorded characters are in the text");
        let quantities = Quantity::all(network.config().cell.spec());
        let values = quantities.iter().map(|quantity| (quantity.name, Vec::new())).collect();
        let layer = LayerReading { values, ..LayerReading::default() };
        let record = TextReading {
            ids: ids[recorded.clone()].to_vec(),
            starts: Vec::new(),
            layers: vec![layer; network.config().num_layers],
            probabilities: Vec::new(),
            surprise: surprise_at_start(network, &ids, recorded.start),
        };
        Self { record, quantities, recorded, reader: Reader::new(network, ids, clamps) }
    }

    /// A reading of documents, each from the zero state before the last character of its
    /// `separator`, as in training; an empty separator separates none.
    pub fn with_documents(mut self, separator: &[u32]) -> Self {
        self.reader = self.reader.with_documents(separator);
        let starts = self.reader.starts().iter().filter(|&index| self.recorded.contains(index));
        self.record.starts = starts.map(|&index| (index - self.recorded.start) as u32).collect();
        self
    }

    /// Advances as a [`Task`] does and calls `at` after every character, recorded or not.
    pub(super) fn advance_with(
        &mut self,
        network: &Network<R>,
        mut at: impl FnMut(&ReadStep<R>),
    ) -> bool {
        let Self { record, quantities, recorded, reader } = self;
        reader.advance(network, |step| {
            at(&step);
            record.add(&step, quantities, recorded);
        })
    }
}

impl<R: Real> Task for Reading<R> {
    type Subject = Network<R>;
    type Output = TextReading<R>;

    fn advance(&mut self, network: &Network<R>) -> bool {
        self.advance_with(network, |_| {})
    }

    fn finish(self, _: &Network<R>) -> TextReading<R> {
        self.record
    }
}

impl<R: Real> TextReading<R> {
    fn add(&mut self, step: &ReadStep<R>, quantities: &[Quantity], recorded: &Range<usize>) {
        if !(recorded.start..=recorded.end).contains(&(step.index + 1)) {
            return;
        }
        let (probabilities, surprise) = step.prediction();
        if step.index + 1 < recorded.end {
            self.surprise.extend(surprise); // at the next character, which is recorded too
        }
        if step.index < recorded.start {
            return;
        }
        self.probabilities.extend(probabilities);
        for (index, layer) in self.layers.iter_mut().enumerate() {
            if step.index == recorded.start {
                let trace = &step.trace.layers[index];
                let before = |state: &DMatrix<R>| state.column(step.column).as_slice().to_vec();
                layer.hidden_before = before(&trace.hidden);
                layer.cell_before = before(&trace.cell);
                layer.carried_gates_before = before(&trace.carried_gates);
            }
            for ((_, to), quantity) in layer.values.iter_mut().zip(quantities) {
                to.extend_from_slice(quantity.values(step.trace, index, step.column));
            }
        }
    }
}
