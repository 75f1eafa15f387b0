//! The report of training steps.

/// Nats to bits: `loss / ln 2`.
pub fn bits_per_char(loss: f64) -> f64 {
    loss / std::f64::consts::LN_2
}

/// The report of one or several training steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepReport {
    /// The number of optimiser updates so far.
    pub step: u64,
    /// Epochs so far; 1.5 is halfway through the second.
    pub epoch: f64,
    /// Mean nats per character, over the characters of these steps.
    pub loss: f64,
    /// Norm of the last step's gradient, before clipping.
    pub grad_norm: f64,
    /// The number of characters predicted in these steps.
    pub chars: usize,
}

impl StepReport {
    /// One report for the steps of `self` and the following steps of `next`.
    pub fn merge(self, next: Self) -> Self {
        let (a, b) = (self.chars as f64, next.chars as f64);
        let loss = (self.loss * a + next.loss * b) / (a + b);
        Self { loss, chars: self.chars + next.chars, ..next }
    }
}
