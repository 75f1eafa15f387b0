//! The interface of a recurrent cell: its weights, its state, one time step forward and backward.

use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut};

use super::layer_trace::{LayerTrace, Shard};
use super::params::{Init, Params, TensorSpec};
use crate::math::{Panels, Scratch};
use crate::real::Real;

/// Tensor index within a layer: input weights `(gates · hidden_size, input_size)`.
pub const WEIGHT_IH: usize = 0;
/// Tensor index within a layer: recurrent weights `(gates · hidden_size, hidden_size)`.
pub const WEIGHT_HH: usize = 1;
/// Tensor index within a layer: bias `(gates · hidden_size, 1)`.
pub const BIAS: usize = 2;

/// The description of a recurrent cell: its gates, buffers and tensors.
pub trait CellSpec {
    /// The names of the learnt gates: each is a block of `hidden_size` rows in the gate buffer.
    fn gates(&self) -> Vec<&'static str>;

    /// True if the state has a long-term memory c in addition to h.
    fn has_cell(&self) -> bool;

    /// The number of gates, each a block of `hidden_size` rows, that the next step sees as part of
    /// the state.
    fn carried_gates(&self) -> usize {
        0
    }

    /// The number of further blocks of `hidden_size` rows that a step saves for the backward pass.
    fn saved(&self) -> usize;

    /// The saved blocks that the equations name, with their names; valid after the forward pass.
    fn saved_names(&self) -> &'static [(&'static str, usize)] {
        &[]
    }

    /// The tensors of layer `layer`: first [`WEIGHT_IH`], [`WEIGHT_HH`] and [`BIAS`], then the
    /// cell's own.
    fn tensors(&self, layer: usize, input_size: usize, shape: &CellShape) -> Vec<TensorSpec>;

    /// The indices, within the layer, of the weights that every time step multiplies. They are
    /// packed once for all steps, and a step gets them in this order.
    fn recurrent_weights(&self) -> &'static [usize] {
        &[WEIGHT_HH]
    }
}

/// The computation of a recurrent cell.
///
/// A layer allocates the tensors and buffers of its cell, computes `W_ih x + b` for a whole window,
/// and then calls the cell for one time step after the other. A cell holds no numbers: [`Params`]
/// has the weights, [`LayerTrace`] the state and the saved activations.
///
/// All matrices of a step are slices in column order, with a column for every batch member.
pub trait Cell<R: Real>: CellSpec + Send + Sync {
    /// One time step: from x, h and c to h' and c'.
    fn step(&self, step: StepForward<R>);

    /// One time step backward: from the derivatives of the loss with respect to h' and c' to those
    /// with respect to h, c and the gates' pre-activations.
    fn step_backward(&self, step: StepBackward<R>);

    /// Adds the gradients of all tensors but the input weights and the bias to `grads`, summed over
    /// a shard, after the backward pass of a window.
    fn add_recurrent_gradients(
        &self,
        mut grads: LayerGrads<R>,
        trace: &LayerTrace<R>,
        shard: &Shard,
        scratch: &mut Scratch<R>,
    ) {
        add_weight_hh_gradient(&mut grads, &trace.gates, trace, shard, scratch);
    }
}

/// Adds D·H_prevᵀ, the gradient of [`WEIGHT_HH`], with D the derivative with respect to R H_prev;
/// `scratch.left` holds D packed afterwards.
pub fn add_weight_hh_gradient<R: Real>(
    grads: &mut LayerGrads<R>,
    derivative: &DMatrix<R>,
    trace: &LayerTrace<R>,
    shard: &Shard,
    scratch: &mut Scratch<R>,
) {
    scratch.left.pack(shard.columns(derivative));
    let hidden_prev = shard.columns(&trace.hidden);
    scratch.left.add_product_transposed(hidden_prev, grads.view_mut(WEIGHT_HH), &mut scratch.right);
}

/// The tensors common to all cells, for `blocks` gates: uniform within 1/√H, as in PyTorch. The
/// bias is the sum of PyTorch's two; `constant` is a block of it and its initial value.
pub fn shared_tensors(
    blocks: usize,
    layer: usize,
    input_size: usize,
    hidden_size: usize,
    constant: Option<(usize, f64)>,
) -> Vec<TensorSpec> {
    let tensor = |name: &str, columns, init| TensorSpec {
        name: format!("{name}_l{layer}"),
        rows: blocks * hidden_size,
        columns,
        init,
    };
    let h = hidden_size;
    let weight = Init::uniform(h);
    let constant = constant.map(|(block, value)| (block * h..(block + 1) * h, value));
    let bias = Init::summed_bias(h, constant);
    vec![
        tensor("weight_ih", input_size, weight.clone()),
        tensor("weight_hh", hidden_size, weight),
        tensor("bias_ih", 1, bias),
    ]
}

/// A tensor of one kind of cell, with H rows.
pub fn own_tensor(name: &str, layer: usize, rows: usize, columns: usize) -> TensorSpec {
    TensorSpec { name: format!("{name}_l{layer}"), rows, columns, init: Init::uniform(rows) }
}

// Not a supertrait: every cell's own format would be part of the wasm module.
impl<R: Real> std::fmt::Debug for dyn Cell<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("Cell")
    }
}

/// The sizes and constants on which a cell's tensors depend.
#[derive(Clone, Debug)]
pub struct CellShape {
    /// The number of units H.
    pub hidden_size: usize,
    /// Initial bias of the forget gate.
    pub forget_bias: f64,
}

/// The tensors of one layer, by their index within it.
#[derive(Clone, Copy)]
pub struct LayerParams<'a, R: Real> {
    /// The tensors of the whole network.
    pub params: &'a Params<R>,
    /// Index of the layer's first tensor.
    pub first: usize,
}

impl<'a, R: Real> LayerParams<'a, R> {
    /// Tensor `index` of the layer.
    pub fn view(&self, index: usize) -> DMatrixView<'a, R> {
        self.params.view(self.first + index)
    }

    /// The entries of tensor `index` of the layer, column by column.
    pub fn slice(&self, index: usize) -> &'a [R] {
        self.params.slice(self.first + index)
    }
}

/// The gradients of one layer's tensors, by their index within it.
pub struct LayerGrads<'a, R: Real> {
    /// The tensors of the whole network.
    pub grads: &'a mut Params<R>,
    /// Index of the layer's first tensor.
    pub first: usize,
}

impl<R: Real> LayerGrads<'_, R> {
    /// The gradient of tensor `index` of the layer.
    pub fn view_mut(&mut self, index: usize) -> DMatrixViewMut<'_, R> {
        self.grads.view_mut(self.first + index)
    }

    /// The entries of tensor `index` of the layer, column by column.
    pub fn slice_mut(&mut self, index: usize) -> &mut [R] {
        self.grads.slice_mut(self.first + index)
    }
}

/// One time step forward.
pub struct StepForward<'a, R: Real> {
    /// The number of units H.
    pub hidden_size: usize,
    /// The layer's tensors.
    pub weights: LayerParams<'a, R>,
    /// The packed [`recurrent_weights`](CellSpec::recurrent_weights).
    pub recurrent: &'a [Panels<R>],
    /// h before the step, `(H, batch_size)`.
    pub hidden_prev: &'a [R],
    /// c before the step, `(H, batch_size)`; empty for a cell without c.
    pub cell_prev: &'a [R],
    /// i, f and o of the step before, `(3H, batch_size)`; empty for a cell whose gates do not see
    /// them.
    pub carried_gates_prev: &'a [R],
    /// In: `W_ih x + b`, `(gates · H, batch_size)`. Out: the activated gates.
    pub gates: &'a mut [R],
    /// The values of the clamped gates, `(gates · H)`, NaN for an unclamped one; empty without
    /// clamps.
    pub clamped: &'a [R],
    /// Out: the saved blocks for the backward pass, `(saved · H, batch_size)`.
    pub saved: &'a mut [R],
    /// Out: h after the step.
    pub hidden: &'a mut [R],
    /// Out: c after the step; empty for a cell without c.
    pub cell: &'a mut [R],
    /// Out: i, f and o for the next step; empty for a cell whose gates do not see them.
    pub carried_gates: &'a mut [R],
}

/// One time step backward; a `d_` is the derivative of the loss.
pub struct StepBackward<'a, R: Real> {
    /// The number of units H.
    pub hidden_size: usize,
    /// The layer's tensors.
    pub weights: LayerParams<'a, R>,
    /// The packed transposes of the [`recurrent_weights`](CellSpec::recurrent_weights).
    pub recurrent_transposed: &'a [Panels<R>],
    /// h before the step.
    pub hidden_prev: &'a [R],
    /// c before the step; empty for a cell without c.
    pub cell_prev: &'a [R],
    /// The saved blocks of the step. A cell may overwrite them with derivatives for its gradients.
    pub saved: &'a mut [R],
    /// In: the activated gates. Out: the derivative with respect to their pre-activations.
    pub gates: &'a mut [R],
    /// The derivative with respect to h after the step.
    pub d_hidden: &'a [R],
    /// Out: the derivative with respect to h before the step, added to the present values.
    pub d_hidden_prev: &'a mut [R],
    /// In: the derivative with respect to c after the step through all later steps. Out: the same
    /// with respect to c before the step.
    pub d_cell: &'a mut [R],
    /// In: the derivative with respect to i, f and o through all later steps. Out: the same with
    /// respect to those of the step before.
    pub d_carried_gates: &'a mut [R],
    /// Out: the complete derivative with respect to c after the step; empty if it is not needed.
    pub d_cell_complete: &'a mut [R],
}
