//! The plain recurrent network.

use super::cell::{Cell, CellShape, CellSpec, StepBackward, StepForward, shared_tensors};
use super::params::TensorSpec;
use crate::math::clamp_columns;
use crate::real::Real;

/// The plain recurrent cell (Elman 1990; PyTorch's `nn.RNN`): no gates, no long-term memory.
///
/// ```text
/// h' = tanh(W x + R h + b)
/// ```
///
/// `weight_ih (H, input_size)`, `weight_hh (H, H)`, and one `bias_ih (H, 1)` that stands for the
/// sum of PyTorch's `bias_ih` and `bias_hh`. The single block of the gate buffer is h' itself.
#[derive(Clone, Copy, Debug)]
pub struct RnnCell;

impl CellSpec for RnnCell {
    fn gates(&self) -> Vec<&'static str> {
        vec!["h"]
    }

    fn has_cell(&self) -> bool {
        false
    }

    fn saved(&self) -> usize {
        0
    }

    fn tensors(&self, layer: usize, input_size: usize, shape: &CellShape) -> Vec<TensorSpec> {
        shared_tensors(1, layer, input_size, shape.hidden_size, None)
    }
}

impl<R: Real> Cell<R> for RnnCell {
    fn step(&self, step: StepForward<R>) {
        step.recurrent[0].add_product_slices(step.hidden_prev, step.gates);
        R::tanh(step.gates);
        clamp_columns(step.clamped, step.gates);
        step.hidden.copy_from_slice(step.gates);
    }

    /// With d_h' the derivative of the loss with respect to h':
    ///
    /// ```text
    /// d_z = d_h' ⊙ (1 - h'²)            d_h(before) = R^T d_z
    /// ```
    fn step_backward(&self, step: StepBackward<R>) {
        for (hidden, &d_hidden) in step.gates.iter_mut().zip(step.d_hidden) {
            *hidden = d_hidden * (R::ONE - *hidden * *hidden);
        }
        let transposed = &step.recurrent_transposed[0];
        transposed.add_product_slices(step.gates, step.d_hidden_prev);
    }
}
