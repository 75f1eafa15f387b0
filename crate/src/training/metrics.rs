//! What a training step and an evaluation report.

/// `loss / ln 2`: nats to bits.
pub fn bits_per_char(loss: f64) -> f64 {
    loss / std::f64::consts::LN_2
}

/// The report of one or several training steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// Optimiser updates so far.
    pub step: u64,
    /// Passes over the training part so far; 1.5 is half way through the second.
    pub epoch: f64,
    /// Mean nats per character, over the characters of these steps.
    pub loss: f64,
    /// Norm of the last step's gradient, before clipping.
    pub grad_norm: f64,
    /// Characters predicted in these steps.
    pub chars: usize,
}

impl Metrics {
    /// This report and the one of the steps that followed, as one.
    pub fn and_then(self, next: Self) -> Self {
        let (a, b) = (self.chars as f64, next.chars as f64);
        let loss = (self.loss * a + next.loss * b) / (a + b);
        Self { loss, chars: self.chars + next.chars, ..next }
    }
}

/// A mean over the validation tail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Mean nats per character.
    pub loss: f64,
    /// Characters predicted.
    pub chars: usize,
}
