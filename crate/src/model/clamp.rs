//! Clamps: quantities of a layer held at a value while a network reads, to show their effect.

use nalgebra::DMatrix;

use super::config::NetworkConfig;
use crate::error::Error;
use crate::math::clamp_columns;
use crate::real::Real;
use crate::setting::{Argument, Value, one_of};

/// One quantity of a layer, held at a value whatever the network computes.
#[derive(Clone, Debug, PartialEq)]
pub struct Clamp {
    /// The index of the layer; 0 is the lowest.
    pub layer: usize,
    /// The clamped quantity.
    pub quantity: Clampable,
    /// The unit; `None` clamps all units of the layer.
    pub unit: Option<usize>,
    /// The value of the clamp.
    pub value: f64,
}

/// A quantity that can be clamped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clampable {
    /// The gate with this index among the cell's gates.
    Gate(usize),
    /// h after a step, for all its readers: the next step, the layer above and the head.
    Hidden,
    /// h before a step, for this layer only: the layer above and the head read h unclamped.
    HiddenPrev,
    /// c before a step.
    CellPrev,
}

impl Clampable {
    /// The quantity `name` of a network of this kind: `hidden`, `hidden_prev`, `cell_prev`, or the
    /// name of a gate.
    ///
    /// # Errors
    /// [`Error::Setting`] with the names of all quantities of the network.
    pub fn from_name(config: &NetworkConfig, name: &str) -> Result<Self, Error> {
        Self::from_value(config, &Value::Text(name.into()))
    }

    /// The quantity named by `name`, which may be of any type.
    ///
    /// # Errors
    /// As [`from_name`](Self::from_name).
    pub fn from_value(config: &NetworkConfig, name: &Value) -> Result<Self, Error> {
        let cell = config.cell.spec();
        let gates = cell.gates();
        let mut all: Vec<_> =
            gates.iter().enumerate().map(|(block, &gate)| (gate, Self::Gate(block))).collect();
        all.extend([("hidden", Self::Hidden), ("hidden_prev", Self::HiddenPrev)]);
        if cell.has_cell() {
            all.push(("cell_prev", Self::CellPrev));
        }
        let found = all.iter().find(|(known, _)| name.is_text(known));
        found.map(|(_, quantity)| *quantity).ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
            one_of("quantity", &names, name)
        })
    }
}

/// All clamps of a network.
#[derive(Clone, Debug)]
pub struct Clamps<R> {
    layers: Vec<LayerClamps<R>>,
}

/// All clamps of a layer; NaN marks an unclamped number.
#[derive(Clone, Debug)]
pub struct LayerClamps<R> {
    /// `(gates · H)`.
    gates: Vec<R>,
    /// `(H)`.
    hidden: Vec<R>,
    /// `(H)`.
    hidden_prev: Vec<R>,
    /// `(H)`.
    cell_prev: Vec<R>,
}

impl<R: Real> Clamps<R> {
    /// The clamps, laid out layer by layer; a later clamp overrides an earlier one.
    ///
    /// # Errors
    /// [`Error::Setting`] for a layer or a unit that the network does not have, and for a value
    /// that is out of range or not finite.
    pub fn new(config: &NetworkConfig, clamps: &[Clamp]) -> Result<Self, Error> {
        let h = config.hidden_size;
        let free = |blocks: usize| vec![R::from_f64(f64::NAN); blocks * h];
        let layer = |_| LayerClamps {
            gates: free(config.cell.spec().gates().len()),
            hidden: free(1),
            hidden_prev: free(1),
            cell_prev: free(1),
        };
        let mut layers: Vec<_> = (0..config.num_layers).map(layer).collect();
        for clamp in clamps {
            clamp.check(config)?;
            let layer = &mut layers[clamp.layer];
            let (numbers, block) = match clamp.quantity {
                Clampable::Gate(block) => (&mut layer.gates, block),
                Clampable::Hidden => (&mut layer.hidden, 0),
                Clampable::HiddenPrev => (&mut layer.hidden_prev, 0),
                Clampable::CellPrev => (&mut layer.cell_prev, 0),
            };
            let units = clamp.unit.map_or(0..h, |unit| unit..unit + 1);
            numbers[block * h..][units].fill(R::from_f64(clamp.value));
        }
        Ok(Self { layers })
    }

    pub(super) fn layer(&self, index: usize) -> &LayerClamps<R> {
        &self.layers[index]
    }
}

impl Clamp {
    fn check(&self, config: &NetworkConfig) -> Result<(), Error> {
        let check = |name, count: usize, given: usize| {
            Argument::integer(name, 0, count as u32 - 1).number_of(&Value::Number(given as f64))
        };
        check("layer", config.num_layers, self.layer)?;
        check("unit", config.hidden_size, self.unit.unwrap_or(0))?;
        Argument::number("value", -1e6, 1e6).number_of(&Value::Number(self.value))?;
        Ok(())
    }
}

impl<R: Real> LayerClamps<R> {
    /// The value of every clamped gate, NaN for an unclamped one.
    pub(super) fn gates(&self) -> &[R] {
        &self.gates
    }

    /// Clamps the state in the first `batch_size` columns.
    pub(super) fn clamp_state(
        &self,
        hidden: &mut DMatrix<R>,
        cell: &mut DMatrix<R>,
        batch_size: usize,
    ) {
        for (clamped, state) in [(&self.hidden_prev, hidden), (&self.cell_prev, cell)] {
            let numbers = batch_size * state.nrows();
            clamp_columns(clamped, &mut state.as_mut_slice()[..numbers]);
        }
    }

    /// Clamps h after a step.
    pub(super) fn clamp_output(&self, hidden: &mut [R]) {
        clamp_columns(&self.hidden, hidden);
    }
}
