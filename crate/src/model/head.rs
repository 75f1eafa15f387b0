//! The linear head: from the highest layer's output to logits.

use nalgebra::{DMatrixView, DMatrixViewMut};

use super::params::{Init, Params, TensorSpec};
use crate::math::{Columns, Panels, Scratch, add};
use crate::real::Real;

/// The head's tensors: the weight, then the bias, initialised as in PyTorch's `nn.Linear`.
pub fn tensors(vocab_size: usize, hidden_size: usize) -> Vec<TensorSpec> {
    let tensor = |name: &str, columns| TensorSpec {
        name: format!("head.{name}"),
        rows: vocab_size,
        columns,
        init: Init::uniform(hidden_size),
    };
    vec![tensor("weight", hidden_size), tensor("bias", 1)]
}

const WEIGHT: usize = 0;
const BIAS: usize = 1;
/// Rows of the weight whose gradients are summed together, so that their operand stays in the
/// cache.
pub const ROWS: usize = 1024;

/// logits = W h + b with `head.weight (vocab_size, hidden_size)` and `head.bias (vocab_size, 1)`.
#[derive(Clone, Debug)]
pub struct Head<R> {
    first: usize,
    forward: Panels<R>,
    backward: Panels<R>,
}

impl<R: Real> Head<R> {
    /// A head whose tensors start at index `first`.
    pub fn new(first: usize) -> Self {
        Self { first, forward: Panels::default(), backward: Panels::default() }
    }

    /// The index of the head's first number in a flat buffer; its tensors are the last.
    pub fn offset(&self, params: &Params<R>) -> usize {
        params.layout().range(self.first).start
    }

    /// The bias `(vocab_size)`.
    pub fn bias<'a>(&self, params: &'a Params<R>) -> &'a [R] {
        params.slice(self.first + BIAS)
    }

    /// Packs the weights for [`forward`](Self::forward), and their transpose for
    /// [`backward`](Self::backward).
    pub fn pack(&mut self, params: &Params<R>) {
        let weight = params.view(self.first + WEIGHT);
        self.forward.pack(weight.into());
        self.backward.pack_transposed(weight);
    }

    /// Fills `logits (vocab_size, columns)` from `hidden (hidden_size, columns)`.
    pub fn forward(
        &self,
        params: &Params<R>,
        hidden: DMatrixView<R>,
        mut logits: DMatrixViewMut<R>,
    ) {
        for mut column in logits.column_iter_mut() {
            column.as_mut_slice().copy_from_slice(self.bias(params));
        }
        self.forward.add_product(hidden, logits);
    }

    /// Adds `W^T d_logits` to `d_hidden`.
    pub fn backward(&self, d_logits: DMatrixView<R>, d_hidden: DMatrixViewMut<R>) {
        self.backward.add_product(d_logits, d_hidden);
    }

    /// Adds the gradients of the head's tensors, summed over `hidden` and `d_logits`, to `grads`.
    pub fn add_gradients(
        &self,
        grads: &mut Params<R>,
        hidden: DMatrixView<R>,
        d_logits: DMatrixView<R>,
        scratch: &mut Scratch<R>,
    ) {
        for column in d_logits.column_iter() {
            add(grads.slice_mut(self.first + BIAS), column.as_slice());
        }
        let mut d_weight = grads.view_mut(self.first + WEIGHT);
        for start in (0..d_logits.nrows()).step_by(ROWS) {
            let rows = start..d_logits.nrows().min(start + ROWS);
            let d_weight = d_weight.rows_mut(start, rows.len());
            scratch.left.pack(Columns::from(d_logits).rows(rows));
            scratch.left.add_product_transposed(hidden.into(), d_weight, &mut scratch.right);
        }
    }
}
