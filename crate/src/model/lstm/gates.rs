//! The gates of a composed LSTM and their blocks in the buffers.

use crate::math::{Lanes, clamp_columns};
use crate::model::unit_group::UnitGroup;
use crate::real::Real;

/// The gates, in the order of their blocks.
#[derive(Clone, Copy, PartialEq)]
pub enum Gate {
    Input,
    Forget,
    Candidate,
    Output,
}

impl Gate {
    pub const ALL: [Self; 4] = [Self::Input, Self::Forget, Self::Candidate, Self::Output];

    pub fn name(self) -> &'static str {
        ["i", "f", "g", "o"][self as usize]
    }
}

/// The blocks and peepholes of the learnt gates.
pub struct GateBlocks<'a, R> {
    /// The number of blocks in the gate buffer.
    pub blocks: usize,
    /// The block of each gate; `None` for a gate that is not learnt.
    pub block: [Option<usize>; 4],
    /// The peephole of each gate, `(H)`.
    pub peephole: [Option<&'a [R]>; 4],
    /// See [`StepForward`](crate::model::StepForward).
    pub clamped: &'a [R],
}

impl<R: Real> GateBlocks<'_, R> {
    /// Replaces z of a gate and one batch member by `squash`(z + p ⊙ seen), or by its clamp. Does
    /// nothing for a gate that is not learnt.
    pub fn squash(&self, gate: Gate, gates: &mut [R], seen: &[R], squash: fn(&mut [R])) {
        let Some(block) = self.block[gate as usize] else { return };
        let rows = block * seen.len()..(block + 1) * seen.len();
        let z = &mut gates[rows.clone()];
        self.add_peephole(gate, z, seen);
        squash(z);
        clamp_columns(self.clamped.get(rows).unwrap_or_default(), z);
    }

    /// The gate's value; 1 for a gate that is not learnt.
    #[inline(always)]
    pub fn value(&self, gate: Gate, units: UnitGroup, gates: &[R]) -> Lanes<R> {
        match self.block[gate as usize] {
            Some(block) => Lanes::load(&gates[units.in_block(block, self.blocks)]),
            None => Lanes::ONE,
        }
    }

    /// Writes the gate's block; does nothing for a gate that is not learnt.
    #[inline(always)]
    pub fn store(&self, gate: Gate, units: UnitGroup, gates: &mut [R], value: Lanes<R>) {
        if let Some(block) = self.block[gate as usize] {
            value.store(&mut gates[units.in_block(block, self.blocks)]);
        }
    }
}
