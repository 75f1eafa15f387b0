//! One recurrent layer over a window: the input products, then its cell step by step.

use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut};

use super::cell::{BIAS, Cell, StepBackward, StepForward, WEIGHT_IH};
use super::layer_trace::LayerTrace;
use super::params::Params;
use super::state::LayerState;
use crate::math::{Panels, Room};
use crate::real::Real;

/// What a layer reads.
#[derive(Clone, Copy)]
pub enum Input<'a, R: Real> {
    /// Characters as ids: the product with a one-hot column is a column of the weights.
    Ids(&'a [u32]),
    /// The output of the layer below, `(input_size, columns)`.
    Features(DMatrixView<'a, R>),
}

impl<R: Real> Input<'_, R> {
    /// Columns of the window that is read.
    fn columns(&self) -> usize {
        match self {
            Self::Ids(ids) => ids.len(),
            Self::Features(x) => x.ncols(),
        }
    }
}

/// A layer's place in the parameters and its packed recurrent weights.
#[derive(Clone, Debug)]
pub struct Layer<R> {
    /// Index of its first tensor.
    pub first: usize,
    hidden_size: usize,
    recurrent: Vec<Panels<R>>,
    recurrent_transposed: Vec<Panels<R>>,
}

impl<R: Real> Layer<R> {
    /// A layer whose tensors start at index `first`.
    pub fn new(first: usize, hidden_size: usize, cell: &dyn Cell<R>) -> Self {
        let panels = vec![Panels::default(); cell.recurrent_weights().len()];
        Self { first, hidden_size, recurrent: panels.clone(), recurrent_transposed: panels }
    }

    /// Packs the recurrent weights for forward steps.
    pub fn pack(&mut self, cell: &dyn Cell<R>, params: &Params<R>) {
        for (panels, &index) in self.recurrent.iter_mut().zip(cell.recurrent_weights()) {
            panels.pack(params.view(self.first + index));
        }
    }

    /// Packs the recurrent weights for backward steps.
    pub fn pack_transposed(&mut self, cell: &dyn Cell<R>, params: &Params<R>) {
        for (panels, &index) in self.recurrent_transposed.iter_mut().zip(cell.recurrent_weights()) {
            panels.pack_transposed(params.view(self.first + index));
        }
    }

    /// Reads a window and fills `trace`; `state` is carried on.
    pub fn forward(
        &self,
        cell: &dyn Cell<R>,
        params: &Params<R>,
        input: Input<R>,
        state: &mut LayerState<R>,
        trace: &mut LayerTrace<R>,
        room: &mut Room<R>,
    ) {
        let (columns, batch_size) = (input.columns(), state.hidden.ncols());
        self.input_product(params, input, trace.gates.columns_mut(0, columns), room);
        trace.hidden.columns_mut(0, batch_size).copy_from(&state.hidden);
        trace.cell.columns_mut(0, batch_size).copy_from(&state.cell);
        for start in (0..columns).step_by(batch_size) {
            let (hidden_prev, hidden) = step_and_next(&mut trace.hidden, start, batch_size);
            let (cell_prev, cell_next) = step_and_next(&mut trace.cell, start, batch_size);
            cell.step(StepForward {
                hidden_size: self.hidden_size,
                recurrent: &self.recurrent,
                hidden_prev,
                cell_prev,
                gates: columns_mut(&mut trace.gates, start, batch_size),
                kept: columns_mut(&mut trace.kept, start, batch_size),
                hidden,
                cell: cell_next,
                room: &mut room.right,
            });
        }
        state.hidden.copy_from(&trace.hidden.columns(columns, batch_size));
        state.cell.copy_from(&trace.cell.columns(columns, batch_size));
    }

    /// Goes back through the window that `trace` holds. `trace.d_hidden` has the derivatives that
    /// come from above; the gradients of this layer's tensors are added to `grads`.
    pub fn backward(
        &self,
        cell: &dyn Cell<R>,
        grads: &mut Params<R>,
        input: Input<R>,
        trace: &mut LayerTrace<R>,
        batch_size: usize,
        room: &mut Room<R>,
    ) {
        let columns = input.columns();
        trace.d_cell.fill(R::ZERO);
        for start in (0..columns).step_by(batch_size).rev() {
            let (d_hidden_prev, d_hidden) = step_and_next(&mut trace.d_hidden, start, batch_size);
            cell.step_backward(StepBackward {
                hidden_size: self.hidden_size,
                recurrent_transposed: &self.recurrent_transposed,
                cell_prev: columns_mut(&mut trace.cell, start, batch_size),
                kept: columns_mut(&mut trace.kept, start, batch_size),
                gates: columns_mut(&mut trace.gates, start, batch_size),
                d_hidden,
                d_hidden_prev,
                d_cell: columns_mut(&mut trace.d_cell, 0, batch_size),
                room: &mut room.right,
            });
        }
        cell.add_recurrent_gradients(grads, self.first, trace, columns, room);
        self.add_input_gradients(grads, input, trace.gates.columns(0, columns), room);
    }

    /// Adds `W_ih^T d_Z`, the derivative with respect to the features read, to `d_input`.
    pub fn add_d_input(
        &self,
        params: &Params<R>,
        d_z: DMatrixView<R>,
        d_input: DMatrixViewMut<R>,
        room: &mut Room<R>,
    ) {
        room.left.pack_transposed(params.view(self.first + WEIGHT_IH));
        room.left.add_product(d_z, d_input, &mut room.right);
    }

    /// Z = W_ih x + b for every column.
    fn input_product(
        &self,
        params: &Params<R>,
        input: Input<R>,
        mut z: DMatrixViewMut<R>,
        room: &mut Room<R>,
    ) {
        let weight = params.view(self.first + WEIGHT_IH);
        let bias = params.view(self.first + BIAS);
        for mut column in z.column_iter_mut() {
            column.copy_from(&bias);
        }
        match input {
            Input::Ids(ids) => {
                for (mut column, &id) in z.column_iter_mut().zip(ids) {
                    add(column.as_mut_slice(), weight.column(id as usize).as_slice());
                }
            }
            Input::Features(x) => {
                room.left.pack(weight);
                room.left.add_product(x, z, &mut room.right);
            }
        }
    }

    fn add_input_gradients(
        &self,
        grads: &mut Params<R>,
        input: Input<R>,
        d_z: DMatrixView<R>,
        room: &mut Room<R>,
    ) {
        let mut d_bias = grads.view_mut(self.first + BIAS);
        for column in d_z.column_iter() {
            add(d_bias.column_mut(0).as_mut_slice(), column.as_slice());
        }
        let mut d_weight = grads.view_mut(self.first + WEIGHT_IH);
        match input {
            Input::Ids(ids) => {
                for (column, &id) in d_z.column_iter().zip(ids) {
                    add(d_weight.column_mut(id as usize).as_mut_slice(), column.as_slice());
                }
            }
            Input::Features(x) => {
                room.left.pack(d_z);
                room.left.add_product_transposed(x, d_weight, &mut room.right);
            }
        }
    }
}

/// Adds `x` to `sum`, entry by entry.
pub fn add<R: Real>(sum: &mut [R], x: &[R]) {
    for (sum, &x) in sum.iter_mut().zip(x) {
        *sum += x;
    }
}

/// `count` columns from `start`, as one slice.
fn columns_mut<R: Real>(matrix: &mut DMatrix<R>, start: usize, count: usize) -> &mut [R] {
    let rows = matrix.nrows();
    &mut matrix.as_mut_slice()[start * rows..(start + count) * rows]
}

/// The columns of one time step and of the next.
fn step_and_next<R: Real>(
    matrix: &mut DMatrix<R>,
    start: usize,
    batch_size: usize,
) -> (&mut [R], &mut [R]) {
    let middle = batch_size * matrix.nrows();
    columns_mut(matrix, start, 2 * batch_size).split_at_mut(middle)
}
