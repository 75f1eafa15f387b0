//! The numbers of a layer that have a name.

use nalgebra::DMatrix;

use crate::model::{CellSpec, Trace};
use crate::real::Real;

/// Numbers of a layer, one a unit, by the name that they have in the cell's equations.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    /// A gate's name, `u` (of `four-gate`), `m` (R_n h + b_hn of `gru`), `cell` or `hidden`.
    pub name: &'static str,
    place: Place,
}

/// Where in a trace they stand.
#[derive(Clone, Copy, Debug)]
enum Place {
    Gate(usize),
    Saved(usize),
    Cell,
    Hidden,
}

impl Quantity {
    /// All that a cell has: the gates, what else its equations name, c where there is one, h.
    pub fn all(cell: &dyn CellSpec) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let mut add = |name, place| all.push(Self { name, place });
        for (block, name) in cell.gates().into_iter().enumerate() {
            add(name, Place::Gate(block));
        }
        for &(name, block) in cell.saved_names() {
            add(name, Place::Saved(block));
        }
        if cell.has_cell() {
            add("cell", Place::Cell);
        }
        add("hidden", Place::Hidden);
        all
    }

    /// Its numbers in `layer` at a column of a window that went forward, `(H)`.
    pub fn of<'a, R: Real>(&self, trace: &'a Trace<R>, layer: usize, column: usize) -> &'a [R] {
        // The state before the window stands in front of its own.
        let after = column + trace.window.batch_size;
        let trace = &trace.layers[layer];
        let h = trace.hidden.nrows();
        let part = |matrix: &'a DMatrix<R>, column: usize, block: usize| {
            &matrix.as_slice()[column * matrix.nrows() + block * h..][..h]
        };
        match self.place {
            Place::Gate(block) => part(&trace.gates, column, block),
            Place::Saved(block) => part(&trace.saved, column, block),
            Place::Cell => part(&trace.cell, after, 0),
            Place::Hidden => part(&trace.hidden, after, 0),
        }
    }
}
