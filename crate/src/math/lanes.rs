//! Eight numbers computed in parallel.

use std::ops::{Add, AddAssign, Mul, Sub};

use crate::real::Real;

/// The count of numbers in a [`Lanes`]: two 128-bit vectors of `f32`, so that the long chains of
/// `exp` overlap.
pub const LANES: usize = 8;

/// Eight numbers, with operators so that an equation for one number serves for all.
///
/// Every lane goes through the same operations in the same order: the bits of a result do not
/// depend on the lane.
#[derive(Clone, Copy, Debug)]
pub struct Lanes<R>([R; LANES]);

impl<R: Real> Lanes<R> {
    /// Ones.
    pub const ONE: Self = Self([R::ONE; LANES]);

    /// Loads up to eight numbers; the other lanes are zero.
    #[inline(always)]
    pub fn load(from: &[R]) -> Self {
        match from.first_chunk() {
            Some(all) => Self(*all),
            None => {
                let mut lanes = [R::ZERO; LANES];
                lanes[..from.len()].copy_from_slice(from);
                Self(lanes)
            }
        }
    }

    /// Writes the first lanes, as many as fit into `to`.
    #[inline(always)]
    pub fn store(self, to: &mut [R]) {
        match to.first_chunk_mut() {
            Some(all) => *all = self.0,
            None => to.copy_from_slice(&self.0[..to.len()]),
        }
    }

    #[inline(always)]
    fn map(mut self, f: impl Fn(R) -> R) -> Self {
        for x in &mut self.0 {
            *x = f(*x);
        }
        self
    }

    #[inline(always)]
    fn zip(mut self, other: Self, f: impl Fn(R, R) -> R) -> Self {
        for (x, y) in self.0.iter_mut().zip(other.0) {
            *x = f(*x, y);
        }
        self
    }
}

/// Replaces every number by its σ.
#[inline(never)] // one copy for all gates
pub fn sigmoid<R: Real>(numbers: &mut [R]) {
    for chunk in numbers.chunks_mut(LANES) {
        Lanes::load(chunk).map(R::sigmoid).store(chunk);
    }
}

/// Replaces every number by its tanh.
#[inline(never)] // one copy for all gates
pub fn tanh<R: Real>(numbers: &mut [R]) {
    for chunk in numbers.chunks_mut(LANES) {
        Lanes::load(chunk).map(R::tanh).store(chunk);
    }
}

impl<R: Real> Add for Lanes<R> {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, R::add)
    }
}

impl<R: Real> Sub for Lanes<R> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, R::sub)
    }
}

impl<R: Real> Mul for Lanes<R> {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.zip(other, R::mul)
    }
}

impl<R: Real> AddAssign for Lanes<R> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
