//! What a model did while it read a text: every gate, cell and hidden value, what it expected, and
//! how surprised it was.

use std::ops::Range;

use super::quantity::Quantity;
use super::reader::{Moment, Reader, surprise_at_start};
use crate::model::{Clamps, Network};
use crate::real::Real;

/// A text on its way through a model, from the zero state, with everything that happened at some of
/// its characters. The numbers are those of the training's forward pass, to the bit, unless
/// something is held.
#[derive(Clone, Debug)]
pub struct Reading<R: Real> {
    /// From the lowest layer to the highest.
    pub layers: Vec<LayerReading<R>>,
    /// Of every character that was kept, each one's probability to come next: `vocab_size` numbers
    /// a character.
    pub probabilities: Vec<f32>,
    /// How unlikely every character that was kept had been to the model, in bits: -log₂ of the
    /// probability that it had given it; the text's first one's before anything was read.
    pub surprise: Vec<f64>,
    quantity: Vec<Quantity>,
    kept: Range<usize>,
    reader: Reader<R>,
}

/// What a layer did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerReading<R> {
    /// By name the numbers of every character and unit, H for each character: the cell's gates, what
    /// else its equations name (`u` of `four-gate`; m = R_n h + b_hn of `gru`), `cell` where there is
    /// one, and `hidden`.
    pub values: Vec<(&'static str, Vec<R>)>,
    /// h before the first character that was kept, `(H)`.
    pub hidden_before: Vec<R>,
    /// c before it; empty for a cell without.
    pub cell_before: Vec<R>,
}

impl<R> LayerReading<R> {
    /// The numbers of that name.
    pub fn value(&self, name: &str) -> Option<&[R]> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, numbers)| numbers.as_slice())
    }
}

impl<R: Real> Reading<R> {
    /// At the start of `ids`, of which the characters at `kept` are to be kept.
    ///
    /// # Panics
    /// If there is none, or not all are there.
    pub fn new(
        network: &Network<R>,
        ids: Vec<u32>,
        kept: Range<usize>,
        clamps: Option<Clamps<R>>,
    ) -> Self {
        assert!(kept.end <= ids.len(), "of {} characters, {kept:?} are not there", ids.len());
        let quantity = Quantity::all(network.config().cell.spec());
        let values = quantity.iter().map(|quantity| (quantity.name, Vec::new())).collect();
        let layer = LayerReading { values, ..LayerReading::default() };
        Self {
            layers: vec![layer; network.config().num_layers],
            probabilities: Vec::new(),
            surprise: surprise_at_start(network, &ids, kept.start),
            quantity,
            kept,
            reader: Reader::new(network, ids, clamps),
        }
    }

    /// The characters that are kept.
    pub fn ids(&self) -> &[u32] {
        &self.reader.ids()[self.kept.clone()]
    }

    /// Reads on a little, unless everything is read; whether there is more.
    pub fn advance(&mut self, network: &Network<R>) -> bool {
        self.advance_with(network, |_| {})
    }

    /// The same; `at` is told of every character, also of those that are not kept.
    pub fn advance_with(&mut self, network: &Network<R>, mut at: impl FnMut(&Moment<R>)) -> bool {
        let Self { layers, probabilities, surprise, quantity, kept, reader } = self;
        reader.advance(network, |moment| {
            at(&moment);
            if !(kept.start..=kept.end).contains(&(moment.place + 1)) {
                return;
            }
            let (expected, surprised) = moment.expectation();
            // Of the last one that is kept, only the next would be told.
            if moment.place + 1 < kept.end {
                surprise.extend(surprised);
            }
            if moment.place < kept.start {
                return;
            }
            probabilities.extend(expected);
            for (index, layer) in layers.iter_mut().enumerate() {
                if moment.place == kept.start {
                    let trace = &moment.trace.layers[index];
                    layer.hidden_before = trace.hidden.column(moment.column).as_slice().to_vec();
                    layer.cell_before = trace.cell.column(moment.column).as_slice().to_vec();
                }
                for ((_, to), quantity) in layer.values.iter_mut().zip(quantity.iter()) {
                    to.extend_from_slice(quantity.of(moment.trace, index, moment.column));
                }
            }
        })
    }
}
