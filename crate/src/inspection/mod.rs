//! The inspection of a network: all values over a text, the units that follow a feature, recall,
//! the gradient's reach, and the gradient check.

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
pub use page::{Page, PageReading};
pub use quantity::Quantity;
pub use reading::{LayerReading, Reading, TextReading};
pub use recall::{Recall, TextRecall};
pub use unit_finder::{UnitFinder, UnitMatch};
pub use unit_series::{Series, UnitQuantity, UnitSeries};
