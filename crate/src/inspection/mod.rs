//! A look inside a model: what it did while it read a text, which units follow what, what it recalls,
//! how far its gradients reach, and whether they are right.

mod extrapolation;
mod features;
mod gate_sums;
mod gradient_check;
mod gradient_reach;
mod page;
mod quantity;
mod reader;
mod reading;
mod recall;
mod unit_finder;
mod unit_series;

pub use extrapolation::{Derivative, Extrapolation};
pub use features::{Feature, Features};
pub use gate_sums::{GateSum, gate_sums};
pub use gradient_check::{GradientCheck, TensorCheck};
pub use gradient_reach::{GradientReach, LayerReach};
pub use page::Page;
pub use quantity::Quantity;
pub use reading::{LayerReading, Reading};
pub use recall::Recall;
pub use unit_finder::{Match, UnitFinder};
pub use unit_series::{Followed, Series};
