//! The named quantities of a layer.

use nalgebra::DMatrix;

use crate::model::{CellSpec, Trace};
use crate::real::Real;

/// A quantity of a layer, one number per unit, by its name in the cell's equations.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    /// A gate's name, `u` (of `four-gate`), `m` (R_n h + b_hn of `gru`), `cell` or `hidden`.
    pub name: &'static str,
    location: Location,
}

/// The buffer of a trace that holds the values, and the block in it.
#[derive(Clone, Copy, Debug)]
enum Location {
    Gate(usize),
    Saved(usize),
    Cell,
    Hidden,
}

impl Quantity {
    /// All quantities of a cell: the gates, the other named terms, c if the cell has one, h.
    pub fn all(cell: &dyn CellSpec) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let mut add = |name, location| all.push(Self { name, location });
        for (block, name) in cell.gates().into_iter().enumerate() {
            add(name, Location::Gate(block));
        }
        for &(name, block) in cell.saved_names() {
            add(name, Location::Saved(block));
        }
        if cell.has_cell() {
            add("cell", Location::Cell);
        }
        add("hidden", Location::Hidden);
        all
    }

    /// Its values in `layer` at one column after the forward pass of a window, `(H)`.
    pub fn values<'a, R: Real>(&self, trace: &'a Trace<R>, layer: usize, column: usize) -> &'a [R] {
        // The state before the window comes first in the buffers of h and c.
        let after = column + trace.window.batch_size;
        let trace = &trace.layers[layer];
        let h = trace.hidden.nrows();
        let block = |matrix: &'a DMatrix<R>, column: usize, block: usize| {
            &matrix.as_slice()[column * matrix.nrows() + block * h..][..h]
        };
        match self.location {
            Location::Gate(index) => block(&trace.gates, column, index),
            Location::Saved(index) => block(&trace.saved, column, index),
            Location::Cell => block(&trace.cell, after, 0),
            Location::Hidden => block(&trace.hidden, after, 0),
        }
    }
}
