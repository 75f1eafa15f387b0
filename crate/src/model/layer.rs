//! One recurrent layer over a window: the input products, then its cell step by step.
//!
//! In a time step with starts, the cell computes the starting streams one by one, each from the
//! zero state, and the streams between them together.

use std::iter;
use std::ops::Range;

use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut};

use super::cell::{BIAS, Cell, LayerGrads, LayerParams, StepBackward, StepForward, WEIGHT_IH};
use super::clamp::LayerClamps;
use super::layer_trace::{LayerTrace, Shard, WindowShape, next_start};
use super::params::Params;
use super::state::LayerState;
use crate::math::{Columns, Panels, Scratch, add};
use crate::real::Real;

/// The input of a layer.
#[derive(Clone, Copy)]
pub enum Input<'a, R: Real> {
    /// Characters as ids: the product with a one-hot column is a column of the weights.
    Ids(&'a [u32]),
    /// The output of the layer below, `(input_size, columns)`.
    Features(DMatrixView<'a, R>),
}

impl<R: Real> Input<'_, R> {
    /// The number of columns of the window.
    fn columns(&self) -> usize {
        match self {
            Self::Ids(ids) => ids.len(),
            Self::Features(x) => x.ncols(),
        }
    }
}

/// A layer: its cell, the index of its tensors and its packed weights.
#[derive(Clone, Debug)]
pub struct Layer<R: Real> {
    cell: &'static dyn Cell<R>,
    /// Index of the layer's first tensor.
    first: usize,
    hidden_size: usize,
    /// True for the lowest layer, which reads ids. Its input weights stay unpacked: a one-hot
    /// product only picks columns.
    reads_ids: bool,
    forward: Packed<R>,
    backward: Packed<R>,
}

/// Weights packed for one direction.
#[derive(Clone, Debug, Default)]
struct Packed<R> {
    input: Panels<R>,
    recurrent: Vec<Panels<R>>,
}

impl<R: Real> Layer<R> {
    /// Layer `index` of a network; its tensors start at `first`.
    pub fn new(cell: &'static dyn Cell<R>, index: usize, first: usize, hidden_size: usize) -> Self {
        let recurrent = vec![Panels::default(); cell.recurrent_weights().len()];
        let packed = Packed { input: Panels::default(), recurrent };
        let (forward, backward) = (packed.clone(), packed);
        Self { cell, first, hidden_size, reads_ids: index == 0, forward, backward }
    }

    /// Packs the weights for [`forward`](Self::forward), and their transposes for
    /// [`backward`](Self::backward) and [`add_d_input`](Self::add_d_input).
    pub fn pack(&mut self, params: &Params<R>) {
        let view = |index| params.view(self.first + index);
        if !self.reads_ids {
            self.forward.input.pack(view(WEIGHT_IH).into());
            self.backward.input.pack_transposed(view(WEIGHT_IH));
        }
        let both = self.forward.recurrent.iter_mut().zip(&mut self.backward.recurrent);
        for ((forward, backward), &index) in both.zip(self.cell.recurrent_weights()) {
            forward.pack(view(index).into());
            backward.pack_transposed(view(index));
        }
    }

    /// Reads a window, fills `trace` and advances `state`; the streams have the zero state before
    /// the columns `starts`. Clamps on the state apply before the first step.
    pub fn forward(
        &self,
        params: &Params<R>,
        input: Input<R>,
        starts: &[usize],
        state: &mut LayerState<R>,
        trace: &mut LayerTrace<R>,
        clamps: Option<&LayerClamps<R>>,
    ) {
        let (columns, batch_size) = (input.columns(), state.hidden.ncols());
        let weights = LayerParams { params, first: self.first };
        self.input_product(weights, input, trace.gates.columns_mut(0, columns));
        for (steps, before) in trace.state_mut().into_iter().zip(state.matrices()) {
            columns_mut(steps, 0, batch_size).copy_from_slice(before.as_slice());
        }
        if let Some(clamps) = clamps {
            clamps.clamp_state(&mut trace.hidden, &mut trace.cell, batch_size);
        }
        let zeros = columns_mut(&mut trace.start, 0, 1);
        for start in (0..columns).step_by(batch_size) {
            for (run, is_start) in runs(starts, start, batch_size) {
                let (first, count) = (run.start, run.len());
                let (hidden_prev, hidden) = prev_and_next(&mut trace.hidden, &run, batch_size);
                let (cell_prev, cell) = prev_and_next(&mut trace.cell, &run, batch_size);
                let (carried_gates_prev, carried_gates) =
                    prev_and_next(&mut trace.carried_gates, &run, batch_size);
                if is_start {
                    carried_gates_prev.fill(R::ZERO);
                }
                self.cell.step(StepForward {
                    hidden_size: self.hidden_size,
                    weights,
                    recurrent: &self.forward.recurrent,
                    hidden_prev: if is_start { zeros } else { hidden_prev },
                    cell_prev: if is_start { &zeros[..cell_prev.len()] } else { cell_prev },
                    carried_gates_prev,
                    gates: columns_mut(&mut trace.gates, first, count),
                    clamped: clamps.map_or(&[], LayerClamps::gates),
                    saved: columns_mut(&mut trace.saved, first, count),
                    hidden,
                    cell,
                    carried_gates,
                });
            }
            if let Some(clamps) = clamps {
                clamps.clamp_output(columns_mut(&mut trace.hidden, start + batch_size, batch_size));
            }
        }
        for (steps, after) in trace.state_mut().into_iter().zip(state.matrices_mut()) {
            after.as_mut_slice().copy_from_slice(columns_mut(steps, columns, batch_size));
        }
    }

    /// Runs backward through the window in `trace`; nothing flows back from the columns `starts`.
    /// `d_hidden` holds the derivatives from above; the derivatives with respect to the
    /// pre-activations replace the gates.
    pub fn backward(
        &self,
        params: &Params<R>,
        starts: &[usize],
        trace: &mut LayerTrace<R>,
        window: WindowShape,
    ) {
        let WindowShape { columns, batch_size, .. } = window;
        trace.d_cell.as_mut_slice().fill(R::ZERO);
        trace.d_carried_gates.as_mut_slice().fill(R::ZERO);
        let (zeros, d_zeros) = trace.start.as_mut_slice().split_at_mut(self.hidden_size);
        for start in (0..columns).step_by(batch_size).rev() {
            for (run, is_start) in runs(starts, start, batch_size) {
                let (first, count, stream) = (run.start, run.len(), run.start % batch_size);
                let hidden_prev = columns_mut(&mut trace.hidden, first, count);
                let cell_prev = columns_mut(&mut trace.cell, first, count);
                let (mut d_hidden_prev, d_hidden) =
                    prev_and_next(&mut trace.d_hidden, &run, batch_size);
                let d_cell = columns_mut(&mut trace.d_cell, stream, count);
                let d_carried_gates = columns_mut(&mut trace.d_carried_gates, stream, count);
                let d_cell_complete = match trace.d_cell_complete.ncols() {
                    0 => &mut [],
                    _ => columns_mut(&mut trace.d_cell_complete, first, count),
                };
                if is_start {
                    d_zeros.fill(R::ZERO);
                    d_hidden_prev = d_zeros;
                }
                self.cell.step_backward(StepBackward {
                    hidden_size: self.hidden_size,
                    weights: LayerParams { params, first: self.first },
                    recurrent_transposed: &self.backward.recurrent,
                    hidden_prev: if is_start { zeros } else { hidden_prev },
                    cell_prev: if is_start { &zeros[..cell_prev.len()] } else { cell_prev },
                    saved: columns_mut(&mut trace.saved, first, count),
                    gates: columns_mut(&mut trace.gates, first, count),
                    d_hidden,
                    d_hidden_prev,
                    d_cell: &mut *d_cell,
                    d_carried_gates: &mut *d_carried_gates,
                    d_cell_complete,
                });
                if is_start {
                    d_cell.fill(R::ZERO);
                    d_carried_gates.fill(R::ZERO);
                }
            }
        }
    }

    /// Adds the gradients of this layer's tensors, summed over a shard, to `grads`, after
    /// [`backward`](Self::backward). Sets the shard's h before each start to zero, which is also
    /// the output of the step before: the layer above comes first.
    pub fn add_gradients(
        &self,
        grads: &mut Params<R>,
        input: Input<R>,
        trace: &mut LayerTrace<R>,
        shard: &Shard,
        scratch: &mut Scratch<R>,
    ) {
        let mut grads = LayerGrads { grads, first: self.first };
        add_input_gradients(&mut grads, input, shard.columns(&trace.gates), shard, scratch);
        for &start in shard.starts {
            if shard.streams.contains(&(start % shard.window.batch_size)) {
                columns_mut(&mut trace.hidden, start, 1).fill(R::ZERO);
            }
        }
        self.cell.add_recurrent_gradients(grads, trace, shard, scratch);
    }

    /// Adds `W_ih^T d_Z`, the derivative with respect to the layer's input, to `d_input`.
    pub fn add_d_input(&self, d_z: DMatrixView<R>, d_input: DMatrixViewMut<R>) {
        self.backward.input.add_product(d_z, d_input);
    }

    /// Z = W_ih x + b for every column.
    fn input_product(&self, weights: LayerParams<R>, input: Input<R>, mut z: DMatrixViewMut<R>) {
        for mut column in z.column_iter_mut() {
            column.as_mut_slice().copy_from_slice(weights.slice(BIAS));
        }
        match input {
            Input::Ids(ids) => {
                let weight = weights.view(WEIGHT_IH);
                for (mut column, &id) in z.column_iter_mut().zip(ids) {
                    add(column.as_mut_slice(), weight.column(id as usize).as_slice());
                }
            }
            Input::Features(x) => self.forward.input.add_product(x, z),
        }
    }
}

/// Adds the gradients of the input weights and the bias.
fn add_input_gradients<R: Real>(
    grads: &mut LayerGrads<R>,
    input: Input<R>,
    d_z: Columns<R>,
    shard: &Shard,
    scratch: &mut Scratch<R>,
) {
    for (k, column) in d_z.iter().enumerate() {
        add(grads.slice_mut(BIAS), column);
        if let Input::Ids(ids) = input {
            let id = ids[d_z.index(k)] as usize;
            add(grads.view_mut(WEIGHT_IH).column_mut(id).as_mut_slice(), column);
        }
    }
    if let Input::Features(x) = input {
        scratch.left.pack(d_z);
        let d_weight = grads.view_mut(WEIGHT_IH);
        scratch.left.add_product_transposed(shard.part_of(x), d_weight, &mut scratch.right);
    }
}

/// `count` columns from `start`, as one slice.
fn columns_mut<R: Real>(matrix: &mut DMatrix<R>, start: usize, count: usize) -> &mut [R] {
    let rows = matrix.nrows();
    &mut matrix.as_mut_slice()[start * rows..(start + count) * rows]
}

/// The columns `run` of one time step, and the same streams' columns of the next.
#[inline(never)]
fn prev_and_next<'a, R: Real>(
    matrix: &'a mut DMatrix<R>,
    run: &Range<usize>,
    batch_size: usize,
) -> (&'a mut [R], &'a mut [R]) {
    let rows = matrix.nrows();
    let (prev, next) = matrix.as_mut_slice().split_at_mut((run.start + batch_size) * rows);
    (&mut prev[run.start * rows..run.end * rows], &mut next[..run.len() * rows])
}

/// Cuts the time step that begins at column `first` at its starts: every start is a run of its own,
/// with `true`.
fn runs(
    starts: &[usize],
    first: usize,
    batch_size: usize,
) -> impl Iterator<Item = (Range<usize>, bool)> {
    let mut rest = first..first + batch_size;
    iter::from_fn(move || {
        let first = rest.start;
        let next = next_start(starts, first);
        rest.start = rest.end.min(next.max(first + 1));
        (first < rest.end).then_some((first..rest.start, next == first))
    })
}
