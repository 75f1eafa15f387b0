//! A look inside a model: whether its gradients are right.

mod gradient_check;

pub use gradient_check::{GradientCheck, TensorCheck};
