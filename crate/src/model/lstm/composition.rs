//! The parts of a composed LSTM, with the tensors and buffers that they need.

use std::ops::Range;

use super::gate_recurrence::CARRIED;
use super::gates::{Gate, GateInputs};
use crate::model::cell::{
    BIAS, CellShape, CellSpec, LayerParams, WEIGHT_HH, own_tensor, shared_tensors,
};
use crate::model::params::TensorSpec;
use crate::real::Real;

/// An LSTM composed of parts.
///
/// ```text
/// i = σ(W_i x + R_i h + b_i + p_i ⊙ c)        f = σ(W_f x + R_f h + b_f + p_f ⊙ c)
/// g = tanh(W_g x + R_g h + b_g)               o = σ(W_o x + R_o h + b_o + p_o ⊙ c')
/// c' = f ⊙ c + i ⊙ g                          h' = o ⊙ tanh(c')
/// ```
///
/// In the words of short-term memory h and long-term memory c: Learn = i ⊙ g, Forget = f ⊙ c,
/// Remember: c' = Forget + Learn, Use: h' = o ⊙ tanh(c').
///
/// Gate blocks in the order i, f, g, o, as in PyTorch; a gate that is not learnt has a saved block. With
/// G blocks: `weight_ih (G·H, input_size)`, `weight_hh (G·H, H)`, and one `bias_ih (G·H, 1)` that
/// stands for the sum of PyTorch's `bias_ih` and `bias_hh`, which only ever appear summed. With
/// peepholes p, for each learnt gate `peephole_i`, `peephole_f`, `peephole_o`, all `(H, 1)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LstmCell {
    /// True for a learnt i; else i = 1.
    pub input_gate: bool,
    /// The source of f.
    pub forget_gate: ForgetGate,
    /// True for a learnt o; else o = 1.
    pub output_gate: bool,
    /// True if g goes through tanh.
    pub squashes_candidate: bool,
    /// True if the learnt gates see the cell.
    pub peepholes: bool,
    /// The factor of o in h'.
    pub readout: Readout,
    /// True if i, f and o also see i, f and o of the step before.
    pub gate_recurrence: bool,
}

/// The source of the forget gate f.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ForgetGate {
    /// Learnt like the other gates.
    Learnt,
    /// f = 1.
    Open,
    /// f = 1 - i.
    Coupled,
}

/// The factor of the output gate o in h'.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Readout {
    /// tanh(c').
    SquashedCell,
    /// c'.
    Cell,
    /// U = tanh(W_u (f ⊙ c) + b_u), by `weight_u (H, H)` and `bias_u (H, 1)`.
    Forgotten,
}

impl LstmCell {
    /// Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000: PyTorch's
    /// `nn.LSTM`.
    pub const LSTM: Self = Self {
        input_gate: true,
        forget_gate: ForgetGate::Learnt,
        output_gate: true,
        squashes_candidate: true,
        peepholes: false,
        readout: Readout::SquashedCell,
        gate_recurrence: false,
    };

    /// Gers and Schmidhuber 2000: i and f see the old cell, o the new one.
    pub const PEEPHOLE: Self = Self { peepholes: true, ..Self::LSTM };

    /// The cell with the gates Learn, Forget, Remember and Use, taken literally: the Use gate, U ⊙
    /// o, reads the long-term memory after forgetting and before learning. g is called N there, o
    /// is V.
    pub const FOUR_GATE: Self = Self { readout: Readout::Forgotten, ..Self::LSTM };

    /// Greff et al. 2016 (<https://arxiv.org/abs/1503.04069>), NIG: i = 1.
    pub const NO_INPUT_GATE: Self = Self { input_gate: false, ..Self::PEEPHOLE };

    /// Greff et al. 2016, NFG: f = 1.
    pub const NO_FORGET_GATE: Self = Self { forget_gate: ForgetGate::Open, ..Self::PEEPHOLE };

    /// Greff et al. 2016, NOG: o = 1.
    pub const NO_OUTPUT_GATE: Self = Self { output_gate: false, ..Self::PEEPHOLE };

    /// Greff et al. 2016, NIAF: g without tanh.
    pub const LINEAR_INPUT: Self = Self { squashes_candidate: false, ..Self::PEEPHOLE };

    /// Greff et al. 2016, NOAF: h' = o ⊙ c'.
    pub const LINEAR_OUTPUT: Self = Self { readout: Readout::Cell, ..Self::PEEPHOLE };

    /// Greff et al. 2016, CIFG: f = 1 - i.
    pub const COUPLED_GATES: Self = Self { forget_gate: ForgetGate::Coupled, ..Self::PEEPHOLE };

    /// Greff et al. 2016, FGR: z + G s for i, f and o, with s = \[i, f, o\] of the step before, zero at
    /// the start. G is `weight_gates (3H, 3H)`, nine matrices in one: a block of rows for each gate
    /// that sees, a block of columns for each gate that is seen, in the order i, f, o.
    pub const FULL_GATE_RECURRENCE: Self = Self { gate_recurrence: true, ..Self::PEEPHOLE };
}

/// Index within the layer of the first of the cell's own tensors.
pub(super) const OWN: usize = BIAS + 1;
/// The tensors of [`Readout::Forgotten`].
pub(super) const WEIGHT_U: usize = OWN;
pub(super) const BIAS_U: usize = OWN + 1;
/// The tensor of full gate recurrence, after the peepholes.
pub(super) const WEIGHT_GATES: usize = OWN + 3;

impl LstmCell {
    pub(super) fn is_learnt(&self, gate: Gate) -> bool {
        match gate {
            Gate::Input => self.input_gate,
            Gate::Forget => self.forget_gate == ForgetGate::Learnt,
            Gate::Candidate => true,
            Gate::Output => self.output_gate,
        }
    }

    pub(super) fn learnt(&self) -> impl Iterator<Item = Gate> {
        Gate::ALL.into_iter().filter(|&gate| self.is_learnt(gate))
    }

    /// The block of a learnt gate.
    pub(super) fn block(&self, gate: Gate) -> Option<usize> {
        self.learnt().position(|learnt| learnt == gate)
    }

    /// The gates with a peephole, in the order of these tensors.
    pub(super) fn with_peephole(&self) -> impl Iterator<Item = Gate> {
        let has_peephole = |gate: &Gate| self.peepholes && *gate != Gate::Candidate;
        self.learnt().filter(has_peephole)
    }

    pub(super) fn gate_inputs<'a, R: Real>(
        &self,
        weights: LayerParams<'a, R>,
        clamped: &'a [R],
        h: usize,
    ) -> GateInputs<'a, R> {
        let peephole = |gate| {
            let index = self.with_peephole().position(|other| other == gate)?;
            Some(weights.slice(OWN + index))
        };
        let clamped = |gate| clamped.get(rows(self.block(gate)?, h));
        GateInputs {
            peephole: Gate::ALL.map(|gate| peephole(gate).unwrap_or_default()),
            clamped: Gate::ALL.map(|gate| clamped(gate).unwrap_or_default()),
        }
    }

    pub(super) fn reads_forgotten(&self) -> bool {
        self.readout == Readout::Forgotten
    }

    /// The number of saved blocks before those of the gates that are not learnt.
    pub(super) fn saved_before_gates(&self) -> usize {
        match self {
            _ if self.reads_forgotten() => D_FORGOTTEN + 1,
            _ if self.gate_recurrence => D_Z + CARRIED,
            _ => READOUT + 1,
        }
    }
}

/// Saved block: the readout, the factor of o. The backward pass replaces it by the derivative with
/// respect to the readout before its tanh.
pub(super) const READOUT: usize = 0;
/// Saved block, with U: f ⊙ c.
pub(super) const FORGOTTEN: usize = 1;
/// Saved block, with U: the derivative with respect to f ⊙ c that comes through U.
pub(super) const D_FORGOTTEN: usize = 2;
/// Saved block, with full gate recurrence, where the backward pass collects d_z of i, f and o; the
/// first of three.
pub(super) const D_Z: usize = 1;

/// The rows of a block.
pub(super) fn rows(block: usize, h: usize) -> Range<usize> {
    block * h..(block + 1) * h
}

impl CellSpec for LstmCell {
    fn gates(&self) -> Vec<&'static str> {
        self.learnt().map(Gate::name).collect()
    }

    fn has_cell(&self) -> bool {
        true
    }

    fn saved(&self) -> usize {
        self.saved_before_gates() + Gate::ALL.len() - self.learnt().count()
    }

    fn carried_gates(&self) -> usize {
        if self.gate_recurrence { CARRIED } else { 0 }
    }

    fn saved_names(&self) -> &'static [(&'static str, usize)] {
        if self.reads_forgotten() { &[("u", READOUT)] } else { &[] }
    }

    fn tensors(&self, layer: usize, input_size: usize, shape: &CellShape) -> Vec<TensorSpec> {
        let h = shape.hidden_size;
        let bias = self.initial_bias(shape.forget_bias);
        let mut tensors = shared_tensors(self.learnt().count(), layer, input_size, h, bias);
        for gate in self.with_peephole() {
            tensors.push(own_tensor(&format!("peephole_{}", gate.name()), layer, h, 1));
        }
        if self.gate_recurrence {
            let weight = own_tensor("weight_gates", layer, h, h);
            tensors.push(TensorSpec { rows: 3 * h, columns: 3 * h, ..weight });
        }
        if self.reads_forgotten() {
            tensors.push(own_tensor("weight_u", layer, h, h));
            tensors.push(own_tensor("bias_u", layer, h, 1));
        }
        tensors
    }

    fn recurrent_weights(&self) -> &'static [usize] {
        match self {
            _ if self.reads_forgotten() => &[WEIGHT_HH, WEIGHT_U],
            _ if self.gate_recurrence => &[WEIGHT_HH, WEIGHT_GATES],
            _ => &[WEIGHT_HH],
        }
    }
}
