//! What the cell shows: h' = o ⊙ tanh(c'), or what stands in the place of tanh(c').

use std::ops::Range;

use nalgebra::DMatrixViewMut;

use super::wiring::Wiring;
use super::{BIAS_U, Gate, LstmCell, Used, WEIGHT_U};
use crate::math::{Lanes, Room, add, sigmoid, tanh};
use crate::model::cell::{LayerGrads, StepBackward, StepForward};
use crate::model::layer_trace::{LayerTrace, Shard};
use crate::model::units::Units;
use crate::real::Real;

/// Kept block: what the output gate lets through. With U, after the backward pass, the derivative
/// with respect to U's pre-activation.
pub const USED: usize = 0;
/// Kept block, with U: f ⊙ c.
pub const FORGOTTEN: usize = 1;
/// Kept block, with U: the derivative with respect to f ⊙ c that comes through U.
pub const D_FORGOTTEN: usize = 2;
/// Kept blocks with U.
pub const KEPT_WITH_U: usize = 3;

impl LstmCell {
    /// Kept blocks.
    pub(super) fn kept_blocks(&self) -> usize {
        if self.reads_forgotten() { KEPT_WITH_U } else { 1 }
    }

    /// From c' (or from W_u (f ⊙ c) + b_u) to o and h'.
    pub(super) fn use_memory<R: Real>(&self, wiring: &Wiring<R>, step: &mut StepForward<R>) {
        let (h, blocks) = (step.hidden_size, self.kept_blocks());
        let columns = step.gates.chunks_exact_mut(wiring.blocks * h);
        let kept = step.kept.chunks_exact_mut(blocks * h);
        for ((gates, kept), cell) in columns.zip(kept).zip(step.cell.chunks_exact(h)) {
            wiring.squash(Gate::Output, gates, cell, sigmoid);
            let used = &mut kept[rows(USED, h)];
            if self.used != Used::Forgotten {
                used.copy_from_slice(cell);
            }
            if self.used != Used::Cell {
                tanh(used);
            }
        }
        for units in Units::all(h, step.hidden.len() / h) {
            let o = wiring.value(Gate::Output, units, step.gates);
            let used = Lanes::load(&step.kept[units.in_block(USED, blocks)]);
            (o * used).store(&mut step.hidden[units.in_column()]);
        }
    }

    /// From d_h' to d_zo, and to what it adds to d_c' (or to the derivative at U).
    pub(super) fn use_memory_backward<R: Real>(
        &self,
        wiring: &Wiring<R>,
        step: &mut StepBackward<R>,
    ) {
        for units in Units::all(step.hidden_size, step.d_hidden.len() / step.hidden_size) {
            let d_hidden = Lanes::load(&step.d_hidden[units.in_column()]);
            let o = wiring.value(Gate::Output, units, step.gates);
            let kept = &mut step.kept[units.in_block(USED, self.kept_blocks())];
            let used = Lanes::load(kept);
            let d_zo = d_hidden * used * o * (Lanes::ONE - o);
            let d_cell = &mut step.d_cell[units.in_column()];
            let mut d_c = Lanes::load(d_cell);
            match self.used {
                Used::SquashedCell => d_c += d_hidden * o * (Lanes::ONE - used * used),
                Used::Cell => d_c += d_hidden * o,
                Used::Forgotten => (d_hidden * o * (Lanes::ONE - used * used)).store(kept),
            }
            if let Some(p) = wiring.peephole(Gate::Output, units) {
                d_c += d_zo * p;
            }
            d_c.store(d_cell);
            wiring.store(Gate::Output, units, step.gates, d_zo);
        }
    }
}

/// W_u (f ⊙ c) + b_u.
pub fn read_forgotten<R: Real>(step: &mut StepForward<R>) {
    let h = step.hidden_size;
    for column in step.kept.chunks_exact_mut(KEPT_WITH_U * h) {
        column[rows(USED, h)].copy_from_slice(step.weights.slice(BIAS_U));
    }
    let mut kept = matrix(step.kept, h);
    let (used, forgotten) = kept.rows_range_pair_mut(rows(USED, h), rows(FORGOTTEN, h));
    step.recurrent[1].add_product(forgotten.as_view(), used, step.room);
}

/// W_u^T d_u, the derivative with respect to f ⊙ c that comes through U.
pub fn read_forgotten_backward<R: Real>(step: &mut StepBackward<R>) {
    let h = step.hidden_size;
    for column in step.kept.chunks_exact_mut(KEPT_WITH_U * h) {
        column[rows(D_FORGOTTEN, h)].fill(R::ZERO);
    }
    let mut kept = matrix(step.kept, h);
    let (d_u, d_forgotten) = kept.rows_range_pair_mut(rows(USED, h), rows(D_FORGOTTEN, h));
    step.recurrent_transposed[1].add_product(d_u.as_view(), d_forgotten, step.room);
}

/// d_u·(f ⊙ c)ᵀ and the sum of d_u, over the shard.
pub fn add_u_gradients<R: Real>(
    grads: &mut LayerGrads<R>,
    trace: &LayerTrace<R>,
    shard: &Shard,
    room: &mut Room<R>,
) {
    let kept = shard.columns(&trace.kept);
    let h = trace.kept.nrows() / KEPT_WITH_U;
    let d_u = kept.clone().rows(rows(USED, h));
    room.left.pack(d_u.clone());
    let forgotten = kept.rows(rows(FORGOTTEN, h));
    room.left.add_product_transposed(forgotten, grads.view_mut(WEIGHT_U), &mut room.right);
    for column in d_u.iter() {
        add(grads.slice_mut(BIAS_U), column);
    }
}

/// Kept columns as a matrix.
fn matrix<R: Real>(kept: &mut [R], h: usize) -> DMatrixViewMut<'_, R> {
    let rows = KEPT_WITH_U * h;
    let columns = kept.len() / rows;
    DMatrixViewMut::from_slice(kept, rows, columns)
}

fn rows(block: usize, h: usize) -> Range<usize> {
    block * h..(block + 1) * h
}
