//! What is held while a model reads, whatever it computes: to see what a part of it is good for.

use nalgebra::DMatrix;

use super::config::NetworkConfig;
use crate::error::Error;
use crate::real::Real;
use crate::setting::{Value, integer, number, one_of};

/// One part of a layer, held at a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold {
    /// From 0, the lowest.
    pub layer: usize,
    /// What is held.
    pub part: Part,
    /// Of which unit; `None` for all of them.
    pub unit: Option<usize>,
    /// At what.
    pub value: f64,
}

/// What of a layer can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The gate of that block, in the order of the cell's gates.
    Gate(usize),
    /// h after a step, for all that read it.
    Hidden,
    /// h as a step finds it: what the layer above and the head read is not touched.
    HiddenPrev,
    /// c as a step finds it.
    CellPrev,
}

impl Part {
    /// The part of that name, if a model of this kind has it: `hidden`, `hidden_prev`, `cell_prev`,
    /// or a gate's.
    ///
    /// # Errors
    /// [`Error::Setting`] with the names that there are.
    pub fn from_name(config: &NetworkConfig, name: &str) -> Result<Self, Error> {
        let cell = config.cell.spec();
        let gates = cell.gates();
        let mut parts: Vec<_> =
            gates.iter().enumerate().map(|(block, &gate)| (gate, Self::Gate(block))).collect();
        parts.extend([("hidden", Self::Hidden), ("hidden_prev", Self::HiddenPrev)]);
        if cell.has_cell() {
            parts.push(("cell_prev", Self::CellPrev));
        }
        let found = parts.iter().find(|(known, _)| *known == name);
        found.map(|(_, part)| *part).ok_or_else(|| {
            let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
            one_of("part", &names, &Value::Text(name.into()))
        })
    }
}

/// Everything that is held in a model.
#[derive(Clone, Debug)]
pub struct Holds<R> {
    layers: Vec<LayerHolds<R>>,
}

/// Everything that is held in a layer; NaN where nothing is.
#[derive(Clone, Debug)]
pub struct LayerHolds<R> {
    /// `(gates · H)`.
    gates: Vec<R>,
    /// `(H)`.
    hidden: Vec<R>,
    /// `(H)`.
    hidden_prev: Vec<R>,
    /// `(H)`.
    cell_prev: Vec<R>,
}

impl<R: Real> Holds<R> {
    /// What `holds` say of a model; where two speak of the same, the later one counts.
    ///
    /// # Errors
    /// [`Error::Setting`] for a layer or a unit that the model does not have, and for a value that
    /// is not finite.
    pub fn new(config: &NetworkConfig, holds: &[Hold]) -> Result<Self, Error> {
        let h = config.hidden_size;
        let free = |blocks: usize| vec![R::from_f64(f64::NAN); blocks * h];
        let layer = LayerHolds {
            gates: free(config.cell.spec().gates().len()),
            hidden: free(1),
            hidden_prev: free(1),
            cell_prev: free(1),
        };
        let mut layers = vec![layer; config.num_layers];
        for hold in holds {
            hold.check(config)?;
            let layer = &mut layers[hold.layer];
            let (numbers, block) = match hold.part {
                Part::Gate(block) => (&mut layer.gates, block),
                Part::Hidden => (&mut layer.hidden, 0),
                Part::HiddenPrev => (&mut layer.hidden_prev, 0),
                Part::CellPrev => (&mut layer.cell_prev, 0),
            };
            let units = hold.unit.map_or(0..h, |unit| unit..unit + 1);
            numbers[block * h..][units].fill(R::from_f64(hold.value));
        }
        Ok(Self { layers })
    }

    pub(super) fn layer(&self, index: usize) -> &LayerHolds<R> {
        &self.layers[index]
    }
}

impl Hold {
    fn check(&self, config: &NetworkConfig) -> Result<(), Error> {
        let check = |name, count: usize, given: usize| {
            integer(name, 0, count as u32 - 1, "").check(&Value::Number(given as f64))
        };
        check("layer", config.num_layers, self.layer)?;
        check("unit", config.hidden_size, self.unit.unwrap_or(0))?;
        number("value", -1e6, 1e6).check(&Value::Number(self.value))
    }
}

impl<R: Real> LayerHolds<R> {
    /// Of every gate and unit what it is held at, NaN where it is free.
    pub(super) fn gates(&self) -> &[R] {
        &self.gates
    }

    /// Holds the state that stands in the first columns.
    pub(super) fn hold_state(
        &self,
        hidden: &mut DMatrix<R>,
        cell: &mut DMatrix<R>,
        batch_size: usize,
    ) {
        for (held, state) in [(&self.hidden_prev, hidden), (&self.cell_prev, cell)] {
            let numbers = batch_size * state.nrows();
            hold(held, &mut state.as_mut_slice()[..numbers]);
        }
    }

    /// Holds h after a step.
    pub(super) fn hold_output(&self, hidden: &mut [R]) {
        hold(&self.hidden, hidden);
    }
}

/// Replaces the numbers of every column where `held`, one column, has one; nothing where it is empty.
pub fn hold<R: Real>(held: &[R], columns: &mut [R]) {
    for column in columns.chunks_exact_mut(held.len().max(1)) {
        for (x, &held) in column.iter_mut().zip(held) {
            if held.partial_cmp(&held).is_some() {
                *x = held;
            }
        }
    }
}
