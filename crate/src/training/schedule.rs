//! How the learning rate changes with the steps.

use std::f64::consts::PI;

/// A factor on the learning rate, by step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Schedule {
    /// Always 1.
    #[default]
    Constant,
    /// Rises linearly to 1 over `warmup_steps`, then falls along a half cosine (Loshchilov and
    /// Hutter 2017) to [`FLOOR`](Self::FLOOR) at `total_steps`, and stays there.
    Cosine {
        /// Steps of the rise; may be 0.
        warmup_steps: u32,
        /// Steps to the end of the fall; more than `warmup_steps`.
        total_steps: u32,
    },
}

impl Schedule {
    /// Where the cosine ends.
    pub const FLOOR: f64 = 0.1;

    /// What [`parse`](Self::parse) accepts, in words.
    pub const ALLOWED: &'static str =
        "constant, cosine, or cosine:WARMUP:TOTAL with 0 <= WARMUP < TOTAL <= 10000000 steps";

    /// The factor for the update after `step` updates.
    pub fn factor(self, step: u64) -> f64 {
        let Self::Cosine { warmup_steps, total_steps } = self else { return 1.0 };
        let (warmup, total) = (u64::from(warmup_steps), u64::from(total_steps));
        if step < warmup {
            return (step + 1) as f64 / warmup as f64;
        }
        let progress = ((step - warmup) as f64 / (total - warmup) as f64).min(1.0);
        Self::FLOOR + (1.0 - Self::FLOOR) * 0.5 * (1.0 + libm::cos(PI * progress))
    }

    /// Reads `constant`, `cosine` (100 steps of warm-up, 5,000 in all) or `cosine:WARMUP:TOTAL`.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(':').collect();
        let (warmup_steps, total_steps) = match parts[..] {
            ["constant"] => return Some(Self::Constant),
            ["cosine"] => (100, 5_000),
            ["cosine", warmup, total] => (warmup.parse().ok()?, total.parse().ok()?),
            _ => return None,
        };
        (warmup_steps < total_steps && total_steps <= 10_000_000)
            .then_some(Self::Cosine { warmup_steps, total_steps })
    }
}

impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Constant => f.write_str("constant"),
            Self::Cosine { warmup_steps, total_steps } => {
                write!(f, "cosine:{warmup_steps}:{total_steps}")
            }
        }
    }
}
