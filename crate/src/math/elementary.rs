//! `exp`, `tanh` and `sigmoid` in `f32`, free of branches so that a loop over a slice vectorises.
//!
//! Polynomials and reduction after Cephes (`expf`, `tanhf`; <https://www.netlib.org/cephes/>). The
//! error against the exact value is below 1 ulp for `exp`, 2 for `tanh` and 2.5 for `sigmoid`; where
//! the exact value of `sigmoid` is subnormal (x < -87.3), the absolute error is below 2⁻¹²⁶. NaN
//! stays NaN.

/// Rounds to an integer when added and subtracted; the integer then stands in the low bits.
const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³
const LN_2_HIGH: f32 = 355.0 / 512.0; // nine bits, so that its product with n is exact
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// eˣ; 0 below -104, infinity above 88.73.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Comparisons, not `clamp`: these keep NaN and become one instruction each.
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -104.0 { -104.0 } else { x };
    // x = n ln 2 + r with |r| ≤ ln(2) / 2
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let mut p = 1.987_569_2e-4;
    p = p * r + 1.398_199_9e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 5e-1;
    let power = p * (r * r) + r + 1.0;
    // 2ⁿ in two factors: one alone would overflow or underflow at both ends of the range.
    let n = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
    let half = n >> 1;
    power * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) << 23) as u32)
}

/// tanh x.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let z = x * x;
    let mut p = -5.704_988_7e-3;
    p = p * z + 2.063_909e-2;
    p = p * z - 5.373_971_6e-2;
    p = p * z + 1.333_144_2e-1;
    p = p * z - 3.333_328e-1;
    let near = p * z * x + x;
    let far = (1.0 - 2.0 / (exp(2.0 * x.abs()) + 1.0)).copysign(x);
    if x.abs() < 0.625 { near } else { far }
}

/// σ(x) = 1 / (1 + e⁻ˣ).
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}
