//! The initial bias of the forget gate, by which a new network remembers from the first step on.

use super::composition::{ForgetGate, LstmCell};
use super::gates::Gate;

impl LstmCell {
    /// The gate block whose bias starts at a constant, and that constant: the forget gate's at
    /// `forget_bias`, a setting that is 1 by default (Jozefowicz et al. 2015,
    /// <https://proceedings.mlr.press/v37/jozefowicz15.html>). A coupled forget gate has no bias
    /// of its own: the input gate's starts at `-forget_bias`.
    pub(super) fn initial_bias(&self, forget_bias: f64) -> Option<(usize, f64)> {
        let (gate, bias) = match self.forget_gate {
            ForgetGate::Learnt => (Gate::Forget, forget_bias),
            ForgetGate::Open => return None,
            ForgetGate::Coupled => (Gate::Input, -forget_bias),
        };
        Some((self.block(gate)?, bias))
    }
}
