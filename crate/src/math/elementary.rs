//! `exp`, `tanh` and `sigmoid` in `f32`, free of branches so that a loop over a slice vectorises.
//!
//! All three reduce their argument to x = n ln 2 + r with |r| ≤ ln(2) / 2 and take eʳ - 1 from one
//! polynomial, fitted by least squares with weights that level its relative error (0.23 · 2⁻²⁴).
//! The error against the exact value is below 1.1 ulp for `exp`, 2.6 for `tanh` and 2.5 for
//! `sigmoid`; where the exact value of `sigmoid` is subnormal (x < -87.3), the absolute error is
//! below 2⁻¹²⁶. NaN stays NaN.

use crate::real::Real;

/// Adding and subtracting it rounds to an integer; after the addition the low bits hold that
/// integer.
const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³
const SIGN: u32 = 1 << 31;
const LN_2_HIGH: f32 = 355.0 / 512.0; // nine bits, so that its product with n is exact
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// eˣ; 0 below -104, infinity above 88.73.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let (n, r) = reduce(between(-104.0, x, 89.0));
    // 2ⁿ in two factors: a single factor would overflow or underflow at the ends of the range.
    let half = n >> 1;
    (exp_m1_reduced(r) + 1.0) * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

/// tanh x = (e²ˣ - 1) / (e²ˣ + 1), with the sign of x.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let double = 2.0 * x.abs();
    let (n, r) = reduce(if double > 20.0 { 20.0 } else { double });
    let power = power_of_two(n);
    let exp_m1 = exp_m1_reduced(r) * power + (power - 1.0);
    // The sign is set as a bit: `copysign` has no vector instruction.
    let sign = x.to_bits() & SIGN;
    f32::from_bits((exp_m1 / (exp_m1 + 2.0)).to_bits() | sign)
}

/// σ(x) = 1 / (1 + e⁻ˣ).
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    // At 88.8, 2ⁿ is infinity and σ becomes 0, which is right up to a subnormal.
    let (n, r) = reduce(between(-87.0, -x, 88.8));
    1.0 / (1.0 + (exp_m1_reduced(r) + 1.0) * power_of_two(n))
}

/// Limits x. Unlike `clamp`, these comparisons keep NaN and compile to one instruction each.
#[inline(always)]
fn between(least: f32, x: f32, most: f32) -> f32 {
    let x = if x > most { most } else { x };
    if x < least { least } else { x }
}

/// The n and r of x = n ln 2 + r.
#[inline(always)]
fn reduce(x: f32) -> (i32, f32) {
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    ((shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32), r)
}

/// eʳ - 1 for |r| ≤ ln(2) / 2.
#[inline(always)]
fn exp_m1_reduced(r: f32) -> f32 {
    let mut p = 1.388_249_8e-3;
    p = p * r + 8.366_647e-3;
    p = p * r + 4.166_720_4e-2;
    p = p * r + 1.666_654_2e-1;
    p = p * r + 4.999_999_7e-1;
    p * (r * r) + r
}

#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) << 23) as u32)
}

impl Real for f32 {
    const ZERO: f32 = 0.0;
    const ONE: f32 = 1.0;

    #[inline(always)]
    fn from_f64(x: f64) -> f32 {
        x as f32
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
    #[inline(always)]
    fn sqrt(self) -> f32 {
        f32::sqrt(self)
    }
    #[inline(always)]
    fn exp(self) -> f32 {
        exp(self)
    }
    #[inline(always)]
    fn tanh(self) -> f32 {
        tanh(self)
    }
    #[inline(always)]
    fn sigmoid(self) -> f32 {
        sigmoid(self)
    }
}
