//! The gated recurrent unit.

use super::cell::{
    Cell, CellShape, CellSpec, LayerGrads, StepBackward, StepForward, add_weight_hh_gradient,
    own_tensor, shared_tensors,
};
use super::layer_trace::{LayerTrace, Shard};
use super::params::TensorSpec;
use crate::math::{Scratch, add, add_product, clamp_columns};
use crate::real::Real;

/// The gated recurrent unit (Cho et al. 2014, in the form of PyTorch's `nn.GRU`): the update gate z
/// mixes h with a candidate n, the reset gate r scales how much of h the candidate sees. It has no
/// c.
///
/// ```text
/// r = σ(W_r x + R_r h + b_r)        z = σ(W_z x + R_z h + b_z)
/// n = tanh(W_n x + b_in + r ⊙ (R_n h + b_hn))
/// h' = (1 - z) ⊙ n + z ⊙ h
/// ```
///
/// Gate blocks in the order r, z, n, as in PyTorch: `weight_ih (3H, input_size)`, `weight_hh (3H,
/// H)` and `bias_ih (3H, 1)`, the sum of PyTorch's two biases for r and z; `bias_hn (H, 1)` is the
/// n block of PyTorch's `bias_hh`. A step saves R_r h, R_z h and m = R_n h + b_hn.
#[derive(Clone, Copy, Debug)]
pub struct GruCell;

const BLOCKS: usize = 3;
/// The block of n, after r and z.
const N: usize = 2;

/// Index of `bias_hn` within the layer.
const BIAS_HN: usize = 3;

impl CellSpec for GruCell {
    fn gates(&self) -> Vec<&'static str> {
        vec!["r", "z", "n"]
    }

    fn has_cell(&self) -> bool {
        false
    }

    fn saved(&self) -> usize {
        BLOCKS
    }

    fn saved_names(&self) -> &'static [(&'static str, usize)] {
        &[("m", N)]
    }

    fn tensors(&self, layer: usize, input_size: usize, shape: &CellShape) -> Vec<TensorSpec> {
        let h = shape.hidden_size;
        let mut tensors = shared_tensors(BLOCKS, layer, input_size, h, None);
        tensors.push(own_tensor("bias_hn", layer, h, 1));
        tensors
    }
}

impl<T: Real> Cell<T> for GruCell {
    fn step(&self, step: StepForward<T>) {
        let h = step.hidden_size;
        let bias = step.weights.slice(BIAS_HN);
        for column in step.saved.chunks_exact_mut(BLOCKS * h) {
            let (gates, candidate) = column.split_at_mut(N * h);
            gates.fill(T::ZERO);
            candidate.copy_from_slice(bias);
        }
        step.recurrent[0].add_product_slices(step.hidden_prev, step.saved);

        let gates =
            step.gates.chunks_exact_mut(BLOCKS * h).zip(step.saved.chunks_exact(BLOCKS * h));
        let hidden = step.hidden.chunks_exact_mut(h).zip(step.hidden_prev.chunks_exact(h));
        let (clamped, clamped_n) = step.clamped.split_at(step.clamped.len().min(N * h));
        for ((gates, saved), (hidden, hidden_prev)) in gates.zip(hidden) {
            let (r_and_z, n) = gates.split_at_mut(N * h);
            let (from_hidden, m) = saved.split_at(N * h);
            add(r_and_z, from_hidden);
            T::sigmoid(r_and_z);
            clamp_columns(clamped, r_and_z);
            let (r, z) = r_and_z.split_at(h);
            add_product(n, r, m);
            T::tanh(n);
            clamp_columns(clamped_n, n);
            let mixed = z.iter().zip(&*n).zip(hidden_prev);
            for (hidden, ((&z, &n), &hidden_prev)) in hidden.iter_mut().zip(mixed) {
                *hidden = (T::ONE - z) * n + z * hidden_prev;
            }
        }
    }

    /// With d_h' the derivative of the loss with respect to h', and m = R_n h + b_hn:
    ///
    /// ```text
    /// d_zn = d_h' ⊙ (1 - z) ⊙ (1 - n²)  d_zz = d_h' ⊙ (h - n) ⊙ z (1 - z)
    /// d_zr = d_zn ⊙ m ⊙ r (1 - r)       d_m = d_zn ⊙ r
    /// d_h(before) = d_h' ⊙ z + R^T [d_zr, d_zz, d_m]
    /// ```
    ///
    /// `saved` holds [d_zr, d_zz, d_m] afterwards.
    fn step_backward(&self, step: StepBackward<T>) {
        let h = step.hidden_size;
        let gates = step.gates.chunks_exact_mut(BLOCKS * h);
        let columns = gates.zip(step.saved.chunks_exact_mut(BLOCKS * h));
        let hidden = step.hidden_prev.chunks_exact(h).zip(step.d_hidden.chunks_exact(h));
        let hidden = hidden.zip(step.d_hidden_prev.chunks_exact_mut(h));
        for ((gates, saved), ((hidden_prev, d_hidden), d_hidden_prev)) in columns.zip(hidden) {
            let (r_and_z, d_n) = gates.split_at_mut(N * h);
            let (d_saved, m) = saved.split_at_mut(N * h);
            let (r, z) = r_and_z.split_at_mut(h);
            let mixed = z.iter_mut().zip(&mut *d_n).zip(hidden_prev);
            let derivatives = d_hidden.iter().zip(d_hidden_prev);
            for (((z, n), &hidden_prev), (&d_hidden, d_hidden_prev)) in mixed.zip(derivatives) {
                *d_hidden_prev += d_hidden * *z;
                let d_zz = d_hidden * (hidden_prev - *n) * *z * (T::ONE - *z);
                *n = d_hidden * (T::ONE - *z) * (T::ONE - *n * *n);
                *z = d_zz;
            }
            for ((r, m), &d_zn) in r.iter_mut().zip(m).zip(&*d_n) {
                let d_m = d_zn * *r;
                *r = d_zn * *m * *r * (T::ONE - *r);
                *m = d_m;
            }
            d_saved.copy_from_slice(r_and_z);
        }
        let transposed = &step.recurrent_transposed[0];
        transposed.add_product_slices(step.saved, step.d_hidden_prev);
    }

    /// The derivatives with respect to the recurrent products are in `trace.saved`, not in the
    /// gates.
    fn add_recurrent_gradients(
        &self,
        mut grads: LayerGrads<T>,
        trace: &LayerTrace<T>,
        shard: &Shard,
        scratch: &mut Scratch<T>,
    ) {
        add_weight_hh_gradient(&mut grads, &trace.saved, trace, shard, scratch);
        let h = trace.hidden.nrows();
        for column in shard.columns(&trace.saved).iter() {
            add(grads.slice_mut(BIAS_HN), &column[N * h..]);
        }
    }
}
