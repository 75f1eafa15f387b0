//! The new hidden state: h' = o ⊙ tanh(c'), or o ⊙ another readout.

use std::ops::Range;

use nalgebra::DMatrixViewMut;

use super::composition::{
    BIAS_U, D_FORGOTTEN, FORGOTTEN, LstmCell, READOUT, Readout, SAVED_WITH_U, WEIGHT_U,
};
use super::gates::{Gate, GateBlocks};
use crate::math::{Lanes, Scratch, add, sigmoid, tanh};
use crate::model::cell::{CellSpec, LayerGrads, StepBackward, StepForward};
use crate::model::layer_trace::{LayerTrace, Shard};
use crate::model::unit_group::UnitGroup;
use crate::real::Real;

impl LstmCell {
    /// Computes o and h' from c', or from W_u (f ⊙ c) + b_u.
    pub(super) fn hidden_state<R: Real>(
        &self,
        gate_blocks: &GateBlocks<R>,
        step: &mut StepForward<R>,
    ) {
        let (h, blocks) = (step.hidden_size, self.saved());
        let columns = step.gates.chunks_exact_mut(gate_blocks.blocks * h);
        let saved = step.saved.chunks_exact_mut(blocks * h);
        for ((gates, saved), cell) in columns.zip(saved).zip(step.cell.chunks_exact(h)) {
            gate_blocks.squash(Gate::Output, gates, cell, sigmoid);
            let readout = &mut saved[rows(READOUT, h)];
            if self.readout != Readout::Forgotten {
                readout.copy_from_slice(cell);
            }
            if self.readout != Readout::Cell {
                tanh(readout);
            }
        }
        for units in UnitGroup::all(h, step.hidden.len() / h) {
            let o = gate_blocks.value(Gate::Output, units, step.gates);
            let readout = Lanes::load(&step.saved[units.in_block(READOUT, blocks)]);
            (o * readout).store(&mut step.hidden[units.in_column()]);
        }
    }

    /// Computes d_zo from d_h', and adds to d_c', or fills the derivative with respect to U's
    /// pre-activation.
    pub(super) fn hidden_state_backward<R: Real>(
        &self,
        gate_blocks: &GateBlocks<R>,
        step: &mut StepBackward<R>,
    ) {
        for units in UnitGroup::all(step.hidden_size, step.d_hidden.len() / step.hidden_size) {
            let d_hidden = Lanes::load(&step.d_hidden[units.in_column()]);
            let o = gate_blocks.value(Gate::Output, units, step.gates);
            let saved = &mut step.saved[units.in_block(READOUT, self.saved())];
            let readout = Lanes::load(saved);
            let d_zo = d_hidden * readout * o * (Lanes::ONE - o);
            let d_cell = &mut step.d_cell[units.in_column()];
            let mut d_c = Lanes::load(d_cell);
            match self.readout {
                Readout::SquashedCell => d_c += d_hidden * o * (Lanes::ONE - readout * readout),
                Readout::Cell => d_c += d_hidden * o,
                Readout::Forgotten => {
                    (d_hidden * o * (Lanes::ONE - readout * readout)).store(saved)
                }
            }
            if let Some(d_seen) = gate_blocks.peephole_backward(Gate::Output, units, d_zo) {
                d_c += d_seen;
            }
            d_c.store(d_cell);
            gate_blocks.store(Gate::Output, units, step.gates, d_zo);
        }
    }
}

/// Fills the readout block with W_u (f ⊙ c) + b_u.
pub fn read_forgotten<R: Real>(step: &mut StepForward<R>) {
    let h = step.hidden_size;
    for column in step.saved.chunks_exact_mut(SAVED_WITH_U * h) {
        column[rows(READOUT, h)].copy_from_slice(step.weights.slice(BIAS_U));
    }
    let mut saved = matrix(step.saved, h);
    let (readout, forgotten) = saved.rows_range_pair_mut(rows(READOUT, h), rows(FORGOTTEN, h));
    step.recurrent[1].add_product(forgotten.as_view(), readout, step.scratch);
}

/// Fills a saved block with W_u^T d_u, the derivative with respect to f ⊙ c that comes through U.
pub fn read_forgotten_backward<R: Real>(step: &mut StepBackward<R>) {
    let h = step.hidden_size;
    for column in step.saved.chunks_exact_mut(SAVED_WITH_U * h) {
        column[rows(D_FORGOTTEN, h)].fill(R::ZERO);
    }
    let mut saved = matrix(step.saved, h);
    let (d_u, d_forgotten) = saved.rows_range_pair_mut(rows(READOUT, h), rows(D_FORGOTTEN, h));
    step.recurrent_transposed[1].add_product(d_u.as_view(), d_forgotten, step.scratch);
}

/// Adds d_u·(f ⊙ c)ᵀ and d_u, summed over the shard.
pub fn add_u_gradients<R: Real>(
    grads: &mut LayerGrads<R>,
    trace: &LayerTrace<R>,
    shard: &Shard,
    scratch: &mut Scratch<R>,
) {
    let saved = shard.columns(&trace.saved);
    let h = trace.saved.nrows() / SAVED_WITH_U;
    let d_u = saved.clone().rows(rows(READOUT, h));
    scratch.left.pack(d_u.clone());
    let forgotten = saved.rows(rows(FORGOTTEN, h));
    scratch.left.add_product_transposed(forgotten, grads.view_mut(WEIGHT_U), &mut scratch.right);
    for column in d_u.iter() {
        add(grads.slice_mut(BIAS_U), column);
    }
}

/// The saved blocks as a matrix.
fn matrix<R: Real>(saved: &mut [R], h: usize) -> DMatrixViewMut<'_, R> {
    let rows = SAVED_WITH_U * h;
    let columns = saved.len() / rows;
    DMatrixViewMut::from_slice(saved, rows, columns)
}

fn rows(block: usize, h: usize) -> Range<usize> {
    block * h..(block + 1) * h
}
