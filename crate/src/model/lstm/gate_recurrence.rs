//! Full gate recurrence: z + G s for i, f and o, with the carried gates s = [i, f, o] of the step
//! before, and G `(3H, 3H)`.
//!
//! The state keeps s apart from the gates, whose matrix has g between f and o: the products with G
//! and Gᵀ then read adjacent rows.

use nalgebra::{DMatrixView, DMatrixViewMut};

use super::composition::{D_Z, OWN, WEIGHT_GATES};
use crate::math::Scratch;
use crate::model::cell::{LayerGrads, StepBackward, StepForward};
use crate::model::layer_trace::{LayerTrace, Shard};
use crate::real::Real;

/// The number of all gates: i, f, g, o.
const GATES: usize = 4;
/// The number of carried gates: i, f, o.
pub const CARRIED: usize = 3;
/// The number of saved blocks.
const SAVED: usize = D_Z + CARRIED;

/// Adds G s to the pre-activations of i, f and o.
pub fn see_carried_gates<R: Real>(step: &mut StepForward<R>) {
    // The buffer of s' holds the product until the gates are known.
    let products = &mut *step.carried_gates;
    products.fill(R::ZERO);
    step.recurrent[1].add_product_slices(step.carried_gates_prev, products);
    let h = step.hidden_size;
    let products = products.chunks_exact(CARRIED * h);
    for (gates, products) in step.gates.chunks_exact_mut(GATES * h).zip(products) {
        for (k, &product) in products.iter().enumerate() {
            gates[row(k, h)] += product;
        }
    }
}

/// Sets s' = [i, f, o], for the next step.
pub fn carry_gates<R: Real>(step: &mut StepForward<R>) {
    let h = step.hidden_size;
    let carried = step.carried_gates.chunks_exact_mut(CARRIED * h);
    for (gates, carried) in step.gates.chunks_exact(GATES * h).zip(carried) {
        for (k, carried) in carried.iter_mut().enumerate() {
            *carried = gates[row(k, h)];
        }
    }
}

/// Turns the derivative with respect to s' into that with respect to the pre-activations of i, f and
/// o, and adds the part of o's that comes from c' to d_c'.
pub fn squash_backward<R: Real>(step: &mut StepBackward<R>) {
    let h = step.hidden_size;
    let p_o = step.weights.slice(OWN + 2);
    let gates = step.gates.chunks_exact(GATES * h);
    let carried = step.d_carried_gates.chunks_exact_mut(CARRIED * h);
    for ((gates, carried), d_cell) in gates.zip(carried).zip(step.d_cell.chunks_exact_mut(h)) {
        for (k, d) in carried.iter_mut().enumerate() {
            let gate = gates[row(k, h)];
            *d = *d * gate * (R::ONE - gate);
            if let Some(k) = k.checked_sub(2 * h) {
                d_cell[k] += *d * p_o[k];
            }
        }
    }
}

/// Adds the result of [`squash_backward`] to d_z of i, f and o, and the part of i's and f's that comes
/// from c to d_c. Sets the derivative with respect to s, G^T d_z.
pub fn carried_gates_backward<R: Real>(step: &mut StepBackward<R>) {
    let h = step.hidden_size;
    let [p_i, p_f] = [0, 1].map(|index| step.weights.slice(OWN + index));
    let gates = step.gates.chunks_exact_mut(GATES * h);
    let carried = step.d_carried_gates.chunks_exact(CARRIED * h);
    let saved = step.saved.chunks_exact_mut(SAVED * h);
    let d_cell = step.d_cell.chunks_exact_mut(h);
    for (((gates, carried), saved), d_cell) in gates.zip(carried).zip(saved).zip(d_cell) {
        for (k, (&d, saved)) in carried.iter().zip(&mut saved[D_Z * h..]).enumerate() {
            let d_z = &mut gates[row(k, h)];
            *d_z += d;
            *saved = *d_z;
            if k < 2 * h {
                let (p, k) = k.checked_sub(h).map_or((p_i, k), |k| (p_f, k));
                d_cell[k] += d * p[k];
            }
        }
    }
    step.d_carried_gates.fill(R::ZERO);
    let batch_size = step.d_hidden.len() / h;
    let saved = DMatrixView::from_slice(step.saved, SAVED * h, batch_size);
    let d_gates = DMatrixViewMut::from_slice(step.d_carried_gates, CARRIED * h, batch_size);
    let d_z = saved.rows(D_Z * h, CARRIED * h);
    step.recurrent_transposed[1].add_product(d_z, d_gates);
}

/// Adds d_z·sᵀ, summed over the shard.
pub fn add_weight_gates_gradient<R: Real>(
    grads: &mut LayerGrads<R>,
    trace: &LayerTrace<R>,
    shard: &Shard,
    scratch: &mut Scratch<R>,
) {
    let h = trace.hidden.nrows();
    let d_z = shard.columns(&trace.saved).rows(D_Z * h..SAVED * h);
    scratch.left.pack(d_z);
    let carried_prev = shard.columns(&trace.carried_gates);
    let d_weight = grads.view_mut(WEIGHT_GATES);
    scratch.left.add_product_transposed(carried_prev, d_weight, &mut scratch.right);
}

/// The row among the gates i, f, g, o of row `k` of the carried gates i, f, o.
fn row(k: usize, h: usize) -> usize {
    if k < 2 * h { k } else { k + h }
}
