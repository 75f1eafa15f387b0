//! A look inside a model: whether its gradients are right.

mod extrapolation;
mod gradient_check;

pub use extrapolation::{Derivative, Extrapolation};
pub use gradient_check::{GradientCheck, TensorCheck};
