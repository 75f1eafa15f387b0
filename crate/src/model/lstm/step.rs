//! One time step of a composed LSTM, forward and backward, and its gradients.

use super::composition::{LstmCell, OWN};
use super::gate_recurrence::{
    add_weight_gates_gradient, carried_gates_backward, carry_gates, see_carried_gates,
    squash_backward,
};
use super::hidden_state::add_u_gradients;
use crate::math::Scratch;
use crate::model::cell::{Cell, LayerGrads, StepBackward, StepForward, add_weight_hh_gradient};
use crate::model::layer_trace::{LayerTrace, Shard};
use crate::real::Real;

impl<R: Real> Cell<R> for LstmCell {
    fn step(&self, mut step: StepForward<R>) {
        let inputs = self.gate_inputs(step.weights, step.clamped, step.hidden_size);
        step.recurrent[0].add_product_slices(step.hidden_prev, step.gates);
        if self.gate_recurrence {
            see_carried_gates(&mut step);
        }
        self.cell_state(&inputs, &mut step);
        if self.reads_forgotten() {
            self.read_forgotten(&mut step);
        }
        self.hidden_state(&inputs, &mut step);
        if self.gate_recurrence {
            carry_gates(&mut step);
        }
    }

    /// With d_h' and d_c' the derivatives of the loss with respect to h' and c':
    ///
    /// ```text
    /// d_zo = d_h' ⊙ tanh(c') ⊙ o (1 - o)
    /// d_c  = d_c' + d_h' ⊙ o ⊙ (1 - tanh²(c')) + d_zo ⊙ p_o      with respect to c', complete
    /// d_zi = d_c ⊙ g ⊙ i (1 - i)        d_zf = d_c ⊙ c ⊙ f (1 - f)
    /// d_zg = d_c ⊙ i ⊙ (1 - g²)
    /// d_c(before) = d_c ⊙ f + d_zi ⊙ p_i + d_zf ⊙ p_f
    /// d_h(before) = R^T d_z
    /// ```
    ///
    /// Coupled gates have d_zi = d_c ⊙ (g - c) ⊙ i (1 - i). With U, d_h' does not reach c'; the
    /// derivative with respect to f ⊙ c is d_c + W_u^T (d_h' ⊙ o ⊙ (1 - U²)).
    ///
    /// With full gate recurrence d_zi, d_zf and d_zo also have a term of the next step, whose d_z'
    /// are those of i, f and o: G^T d_z' ⊙ s' (1 - s').
    fn step_backward(&self, mut step: StepBackward<R>) {
        let inputs = self.gate_inputs(step.weights, &[], step.hidden_size);
        if self.gate_recurrence {
            squash_backward(&mut step);
        }
        self.hidden_state_backward(&inputs, &mut step);
        if !step.d_cell_complete.is_empty() {
            step.d_cell_complete.copy_from_slice(step.d_cell);
        }
        if self.reads_forgotten() {
            self.read_forgotten_backward(&mut step);
        }
        self.cell_state_backward(&inputs, &mut step);
        if self.gate_recurrence {
            carried_gates_backward(&mut step);
        }
        let transposed = &step.recurrent_transposed[0];
        transposed.add_product_slices(step.gates, step.d_hidden_prev);
    }

    fn add_recurrent_gradients(
        &self,
        mut grads: LayerGrads<R>,
        trace: &LayerTrace<R>,
        shard: &Shard,
        scratch: &mut Scratch<R>,
    ) {
        add_weight_hh_gradient(&mut grads, &trace.gates, trace, shard, scratch);
        for (index, gate) in self.with_peephole().enumerate() {
            self.add_peephole_gradient(gate, grads.slice_mut(OWN + index), trace, shard);
        }
        if self.gate_recurrence {
            add_weight_gates_gradient(&mut grads, trace, shard, scratch);
        }
        if self.reads_forgotten() {
            add_u_gradients(&mut grads, trace, shard, scratch);
        }
    }
}
