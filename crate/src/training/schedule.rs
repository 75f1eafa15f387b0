//! The schedule: a factor on the learning rate, by step.

use std::f64::consts::PI;
use std::fmt::{Display, Formatter};
use std::str::FromStr;

use crate::error::Error;
use crate::setting::{Kind, Value, written_field};

/// A factor on the learning rate, by step.
///
/// It is written `constant`, `cosine:100:5000` (100 steps of warm-up, 5,000 steps in all) or, with
/// these same lengths, `cosine`.
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
    /// The shapes by name.
    pub const SHAPES: &'static [&'static str] = &[CONSTANT, COSINE];

    /// The warm-up steps of `cosine` without lengths.
    pub const DEFAULT_WARMUP: u32 = 100;

    /// The total steps of `cosine` without lengths.
    pub const DEFAULT_TOTAL: u32 = 5_000;

    /// The largest allowed total of steps.
    pub const MAX_TOTAL: u32 = 10_000_000;

    /// The factor at the end of a cosine.
    pub const FLOOR: f64 = 0.1;

    /// The kind of the setting.
    pub const KIND: Kind = Kind::Text {
        allows: |text| Self::read(text).is_some(),
        form: "constant, cosine, or cosine:WARMUP:TOTAL with 0 <= WARMUP < TOTAL <= 10000000 steps",
    };

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

    fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(':').collect();
        let (warmup_steps, total_steps) = match parts[..] {
            [CONSTANT] => return Some(Self::Constant),
            [COSINE] => (Self::DEFAULT_WARMUP, Self::DEFAULT_TOTAL),
            [COSINE, warmup, total] => (warmup.parse().ok()?, total.parse().ok()?),
            _ => return None,
        };
        (warmup_steps < total_steps && total_steps <= Self::MAX_TOTAL)
            .then_some(Self::Cosine { warmup_steps, total_steps })
    }
}

const CONSTANT: &str = "constant";
const COSINE: &str = "cosine";

written_field!(Schedule);

impl FromStr for Schedule {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text).ok_or_else(|| Self::KIND.refusal("schedule", &Value::Text(text.into())))
    }
}

impl Display for Schedule {
    fn fmt(&self, f: &mut Formatter) -> std::fmt::Result {
        match self {
            Self::Constant => f.write_str(CONSTANT),
            Self::Cosine { warmup_steps, total_steps } => {
                write!(f, "{COSINE}:{warmup_steps}:{total_steps}")
            }
        }
    }
}
