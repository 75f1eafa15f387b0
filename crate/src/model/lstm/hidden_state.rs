//! The new hidden state: h' = o ⊙ tanh(c'), or o ⊙ another readout.

use nalgebra::DMatrixViewMut;

use super::composition::{
    BIAS_U, D_FORGOTTEN, FORGOTTEN, LstmCell, READOUT, Readout, WEIGHT_U, rows,
};
use super::gates::{Gate, GateInputs};
use crate::math::{Scratch, add, add_product, product};
use crate::model::cell::{CellSpec, LayerGrads, StepBackward, StepForward};
use crate::model::layer_trace::{LayerTrace, Shard};
use crate::real::Real;

impl LstmCell {
    /// Computes o and h' from c', or from W_u (f ⊙ c) + b_u.
    pub(super) fn hidden_state<R: Real>(&self, inputs: &GateInputs<R>, step: &mut StepForward<R>) {
        let h = step.hidden_size;
        let states = step.cell.chunks_exact(h).zip(step.hidden.chunks_exact_mut(h));
        let columns = self.columns(step.gates, step.saved, h);
        for (([.., o], saved), (cell, hidden)) in columns.zip(states) {
            self.activate(Gate::Output, inputs, cell, o);
            let readout = &mut saved[rows(READOUT, h)];
            if self.readout != Readout::Forgotten {
                readout.copy_from_slice(cell);
            }
            if self.readout != Readout::Cell {
                R::tanh(readout);
            }
            product(hidden, o, readout);
        }
    }

    /// Computes d_zo and the derivative with respect to the readout before its tanh from d_h', and
    /// adds to d_c'.
    pub(super) fn hidden_state_backward<R: Real>(
        &self,
        inputs: &GateInputs<R>,
        step: &mut StepBackward<R>,
    ) {
        let h = step.hidden_size;
        let is_squashed = self.readout != Readout::Cell;
        let derivatives = step.d_hidden.chunks_exact(h).zip(step.d_cell.chunks_exact_mut(h));
        let columns = self.columns(step.gates, step.saved, h);
        for (([.., o], saved), (d_hidden, d_cell)) in columns.zip(derivatives) {
            let readout = &mut saved[rows(READOUT, h)];
            for ((o, readout), &d_hidden) in o.iter_mut().zip(&mut *readout).zip(d_hidden) {
                let slope = if is_squashed { R::ONE - *readout * *readout } else { R::ONE };
                let d_zo = d_hidden * *readout * *o * (R::ONE - *o);
                *readout = d_hidden * *o * slope;
                *o = d_zo;
            }
            if !self.reads_forgotten() {
                add(d_cell, readout);
            }
            add_product(d_cell, o, inputs.peephole[Gate::Output as usize]);
        }
    }

    /// Fills the readout with W_u (f ⊙ c) + b_u.
    pub(super) fn read_forgotten<R: Real>(&self, step: &mut StepForward<R>) {
        let h = step.hidden_size;
        for column in step.saved.chunks_exact_mut(self.saved() * h) {
            column[rows(READOUT, h)].copy_from_slice(step.weights.slice(BIAS_U));
        }
        let mut saved = self.matrix(step.saved, h);
        let (readout, forgotten) = saved.rows_range_pair_mut(rows(READOUT, h), rows(FORGOTTEN, h));
        step.recurrent[1].add_product(forgotten.as_view(), readout);
    }

    /// Fills a saved block with W_u^T d_u, the derivative with respect to f ⊙ c that comes through
    /// U.
    pub(super) fn read_forgotten_backward<R: Real>(&self, step: &mut StepBackward<R>) {
        let h = step.hidden_size;
        for column in step.saved.chunks_exact_mut(self.saved() * h) {
            column[rows(D_FORGOTTEN, h)].fill(R::ZERO);
        }
        let mut saved = self.matrix(step.saved, h);
        let (d_u, d_forgotten) = saved.rows_range_pair_mut(rows(READOUT, h), rows(D_FORGOTTEN, h));
        step.recurrent_transposed[1].add_product(d_u.as_view(), d_forgotten);
    }

    /// The saved blocks as a matrix.
    fn matrix<'a, R: Real>(&self, saved: &'a mut [R], h: usize) -> DMatrixViewMut<'a, R> {
        let rows = self.saved() * h;
        let columns = saved.len() / rows;
        DMatrixViewMut::from_slice(saved, rows, columns)
    }
}

/// Adds d_u·(f ⊙ c)ᵀ and d_u, summed over the shard.
pub fn add_u_gradients<R: Real>(
    grads: &mut LayerGrads<R>,
    trace: &LayerTrace<R>,
    shard: &Shard,
    scratch: &mut Scratch<R>,
) {
    let saved = shard.columns(&trace.saved);
    let h = trace.hidden.nrows();
    let d_u = saved.clone().rows(rows(READOUT, h));
    scratch.left.pack(d_u.clone());
    let forgotten = saved.rows(rows(FORGOTTEN, h));
    scratch.left.add_product_transposed(forgotten, grads.view_mut(WEIGHT_U), &mut scratch.right);
    for column in d_u.iter() {
        add(grads.slice_mut(BIAS_U), column);
    }
}
