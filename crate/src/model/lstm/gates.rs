//! The gates of a composed LSTM and their blocks in the buffers.

use super::composition::LstmCell;
use crate::math::{add_product, clamp_columns};
use crate::model::cell::CellSpec;
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

/// The inputs of the gates that all batch members share; each empty for a gate that has none.
pub struct GateInputs<'a, R> {
    /// The peephole p of each gate, `(H)`.
    pub peephole: [&'a [R]; 4],
    /// The clamps of each gate, `(H)`; NaN for an unclamped unit.
    pub clamped: [&'a [R]; 4],
}

impl LstmCell {
    /// Iterates over the batch members: the blocks of i, f, g and o, and the other saved blocks.
    pub(super) fn columns<'a, R>(
        &self,
        gates: &'a mut [R],
        saved: &'a mut [R],
        h: usize,
    ) -> impl Iterator<Item = ([&'a mut [R]; 4], &'a mut [R])> {
        let gates = gates.chunks_exact_mut(self.learnt().count() * h);
        gates.zip(saved.chunks_exact_mut(self.saved() * h)).map(move |(gates, saved)| {
            let (saved, constant) = saved.split_at_mut(self.saved_before_gates() * h);
            let (mut learnt, mut constant) =
                (gates.chunks_exact_mut(h), constant.chunks_exact_mut(h));
            let block = |gate| if self.is_learnt(gate) { learnt.next() } else { constant.next() };
            (Gate::ALL.map(block).map(|block| block.expect("every gate has a block")), saved)
        })
    }

    /// Replaces z of a gate and one batch member by the gate's value: σ(z + p ⊙ seen), its clamp,
    /// or 1 if it is not learnt. The candidate has tanh, or nothing, in place of σ.
    pub(super) fn activate<R: Real>(
        &self,
        gate: Gate,
        inputs: &GateInputs<R>,
        seen: &[R],
        z: &mut [R],
    ) {
        if !self.is_learnt(gate) {
            return z.fill(R::ONE);
        }
        add_product(z, inputs.peephole[gate as usize], seen);
        if gate != Gate::Candidate {
            R::sigmoid(z);
        } else if self.squashes_candidate {
            R::tanh(z);
        }
        clamp_columns(inputs.clamped[gate as usize], z);
    }
}
