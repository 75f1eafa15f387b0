//! The number type: `f32` in the product, `f64` in gradient checks, with the same code for both.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub};

/// A floating-point type for the computations of a network.
///
/// `f32` gives the same bits on every platform: it uses only correctly rounded operations and the
/// functions of [`math::elementary`](crate::math::elementary). `f64` serves gradient checks and
/// uses the platform's functions.
pub trait Real:
    nalgebra::Scalar
    + Copy
    + Default
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + MulAssign
    + Send
    + Sync
{
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// The nearest representable number.
    fn from_f64(x: f64) -> Self;
    /// The same number; exact.
    fn to_f64(self) -> f64;
    /// √x, correctly rounded.
    fn sqrt(self) -> Self;
    /// Replaces every x by e^(x - shift).
    fn exp(numbers: &mut [Self], shift: Self);
    /// Replaces every x by tanh x.
    fn tanh(numbers: &mut [Self]);
    /// Replaces every x by σ(x) = 1 / (1 + e⁻ˣ).
    fn sigmoid(numbers: &mut [Self]);
}

impl Real for f64 {
    const ZERO: f64 = 0.0;
    const ONE: f64 = 1.0;

    fn from_f64(x: f64) -> f64 {
        x
    }
    fn to_f64(self) -> f64 {
        self
    }
    fn sqrt(self) -> f64 {
        f64::sqrt(self)
    }
    fn exp(numbers: &mut [f64], shift: f64) {
        numbers.iter_mut().for_each(|x| *x = f64::exp(*x - shift));
    }
    fn tanh(numbers: &mut [f64]) {
        numbers.iter_mut().for_each(|x| *x = f64::tanh(*x));
    }
    fn sigmoid(numbers: &mut [f64]) {
        numbers.iter_mut().for_each(|x| *x = 1.0 / (1.0 + f64::exp(-*x)));
    }
}
