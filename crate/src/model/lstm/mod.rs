//! The LSTM and what is made by changing one part of it.

mod cell_state;
mod gates;
mod hidden_state;

use self::gates::{Gate, GateBlocks};
use super::cell::{
    BIAS, Cell, CellShape, CellSpec, LayerGrads, LayerParams, StepBackward, StepForward, WEIGHT_HH,
    add_weight_hh_gradient, own_tensor, shared_tensors,
};
use super::layer_trace::{LayerTrace, Shard};
use super::params::TensorSpec;
use crate::math::{Scratch, add_product};
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
/// Gate blocks in the order i, f, g, o, as in PyTorch; a gate that is not learnt has no block. With
/// G blocks: `weight_ih (G·H, input_size)`, `weight_hh (G·H, H)`, and one `bias_ih (G·H, 1)` that
/// stands for the sum of PyTorch's `bias_ih` and `bias_hh`, which only ever appear summed. With
/// peepholes p, for each learnt gate `peephole_i`, `peephole_f`, `peephole_o`, all `(H, 1)`.
#[derive(Clone, Copy, Debug)]
pub struct LstmCell {
    /// Whether i is learnt; else i = 1.
    input_gate: bool,
    forget_gate: ForgetGate,
    /// Whether o is learnt; else o = 1.
    output_gate: bool,
    /// Whether g goes through tanh.
    squashed_candidate: bool,
    /// Whether the gates see the cell.
    peepholes: bool,
    readout: Readout,
}

/// Where f comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum ForgetGate {
    /// It is a gate like the others.
    Learnt,
    /// f = 1.
    Open,
    /// f = 1 - i.
    Coupled,
}

/// What the output gate lets through.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Readout {
    /// tanh(c').
    SquashedCell,
    /// c'.
    Cell,
    /// U = tanh(W_u (f ⊙ c) + b_u), by `weight_u (H, H)` and `bias_u (H, 1)`.
    Forgotten,
}

impl LstmCell {
    /// Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000: PyTorch's `nn.LSTM`.
    pub const LSTM: Self = Self {
        input_gate: true,
        forget_gate: ForgetGate::Learnt,
        output_gate: true,
        squashed_candidate: true,
        peepholes: false,
        readout: Readout::SquashedCell,
    };

    /// Gers and Schmidhuber 2000: i and f see the old cell, o the new one.
    pub const PEEPHOLE: Self = Self { peepholes: true, ..Self::LSTM };

    /// The cell of Learn, Forget, Remember and Use taken literally: the Use gate, U ⊙ o, reads the
    /// long-term memory after forgetting and before learning. g is called N there, o is V.
    pub const FOUR_GATE: Self = Self { readout: Readout::Forgotten, ..Self::LSTM };

    /// Greff et al. 2016 (<https://arxiv.org/abs/1503.04069>), NIG: i = 1.
    pub const NO_INPUT_GATE: Self = Self { input_gate: false, ..Self::PEEPHOLE };

    /// The same, NFG: f = 1.
    pub const NO_FORGET_GATE: Self = Self { forget_gate: ForgetGate::Open, ..Self::PEEPHOLE };

    /// The same, NOG: o = 1.
    pub const NO_OUTPUT_GATE: Self = Self { output_gate: false, ..Self::PEEPHOLE };

    /// The same, NIAF: g without tanh.
    pub const LINEAR_INPUT: Self = Self { squashed_candidate: false, ..Self::PEEPHOLE };

    /// The same, NOAF: h' = o ⊙ c'.
    pub const LINEAR_OUTPUT: Self = Self { readout: Readout::Cell, ..Self::PEEPHOLE };

    /// The same, CIFG: f = 1 - i.
    pub const COUPLED_GATES: Self = Self { forget_gate: ForgetGate::Coupled, ..Self::PEEPHOLE };
}

/// Index within the layer of the first tensor that not every cell has.
const OWN: usize = BIAS + 1;
/// For [`Readout::Forgotten`].
const WEIGHT_U: usize = OWN;
const BIAS_U: usize = OWN + 1;

impl LstmCell {
    fn is_learnt(&self, gate: Gate) -> bool {
        match gate {
            Gate::Input => self.input_gate,
            Gate::Forget => self.forget_gate == ForgetGate::Learnt,
            Gate::Candidate => true,
            Gate::Output => self.output_gate,
        }
    }

    fn learnt(&self) -> impl Iterator<Item = Gate> {
        Gate::ALL.into_iter().filter(|&gate| self.is_learnt(gate))
    }

    /// The gate's block, if it is learnt.
    fn block(&self, gate: Gate) -> Option<usize> {
        self.learnt().position(|learnt| learnt == gate)
    }

    /// The learnt gates that see the cell, in the order of their peepholes among the tensors.
    fn seeing(&self) -> impl Iterator<Item = Gate> {
        let sees = |gate: &Gate| self.peepholes && *gate != Gate::Candidate;
        self.learnt().filter(sees)
    }

    fn gate_blocks<'a, R: Real>(
        &self,
        weights: LayerParams<'a, R>,
        clamped: &'a [R],
    ) -> GateBlocks<'a, R> {
        let peephole = |gate| {
            let index = self.seeing().position(|seeing| seeing == gate)?;
            Some(weights.slice(OWN + index))
        };
        GateBlocks {
            blocks: self.learnt().count(),
            block: Gate::ALL.map(|gate| self.block(gate)),
            peephole: Gate::ALL.map(peephole),
            clamped,
        }
    }

    fn reads_forgotten(&self) -> bool {
        self.readout == Readout::Forgotten
    }
}

impl CellSpec for LstmCell {
    fn gates(&self) -> Vec<&'static str> {
        self.learnt().map(Gate::name).collect()
    }

    fn has_cell(&self) -> bool {
        true
    }

    fn saved(&self) -> usize {
        self.saved_blocks()
    }

    fn saved_names(&self) -> &'static [(&'static str, usize)] {
        if self.reads_forgotten() { &[("u", hidden_state::READOUT)] } else { &[] }
    }

    /// A coupled forget gate has no bias of its own: the input gate's starts at its negative.
    fn tensors(&self, layer: usize, input_size: usize, shape: &CellShape) -> Vec<TensorSpec> {
        let h = shape.hidden_size;
        let constant = match self.forget_gate {
            ForgetGate::Learnt => Some((Gate::Forget, shape.forget_bias)),
            ForgetGate::Open => None,
            ForgetGate::Coupled => Some((Gate::Input, -shape.forget_bias)),
        };
        let constant = constant.and_then(|(gate, value)| Some((self.block(gate)?, value)));
        let mut tensors = shared_tensors(self.learnt().count(), layer, input_size, h, constant);
        for gate in self.seeing() {
            tensors.push(own_tensor(&format!("peephole_{}", gate.name()), layer, h, 1));
        }
        if self.reads_forgotten() {
            tensors.push(own_tensor("weight_u", layer, h, h));
            tensors.push(own_tensor("bias_u", layer, h, 1));
        }
        tensors
    }

    fn recurrent_weights(&self) -> &'static [usize] {
        if self.reads_forgotten() { &[WEIGHT_HH, WEIGHT_U] } else { &[WEIGHT_HH] }
    }
}

impl<R: Real> Cell<R> for LstmCell {
    fn step(&self, mut step: StepForward<R>) {
        let gate_blocks = self.gate_blocks(step.weights, step.clamped);
        step.recurrent[0].add_product_slices(step.hidden_prev, step.gates, step.scratch);
        self.cell_state(&gate_blocks, &mut step);
        if self.reads_forgotten() {
            hidden_state::read_forgotten(&mut step);
        }
        self.hidden_state(&gate_blocks, &mut step);
    }

    /// With d_h' and d_c' the derivatives of the loss with respect to h' and c':
    ///
    /// ```text
    /// d_zo = d_h' ⊙ tanh(c') ⊙ o (1 - o)
    /// d_c  = d_c' + d_h' ⊙ o ⊙ (1 - tanh²(c')) + d_zo ⊙ p_o      with respect to c', complete
    /// d_zi = d_c ⊙ g ⊙ i (1 - i)        d_zf = d_c ⊙ c ⊙ f (1 - f)
    /// d_zg = d_c ⊙ i ⊙ (1 - g²)
    /// d_c(before) = d_c ⊙ f + d_zi ⊙ p_i + d_zf ⊙ p_f
    /// d_h(before) = R^T d_z
    /// ```
    ///
    /// Coupled gates have d_zi = d_c ⊙ (g - c) ⊙ i (1 - i). Where U is used, nothing of d_h'
    /// reaches c'; f ⊙ c gets W_u^T (d_h' ⊙ o ⊙ (1 - U²)) besides d_c.
    fn step_backward(&self, mut step: StepBackward<R>) {
        let gate_blocks = self.gate_blocks(step.weights, &[]);
        self.hidden_state_backward(&gate_blocks, &mut step);
        if !step.d_cell_complete.is_empty() {
            step.d_cell_complete.copy_from_slice(step.d_cell);
        }
        if self.reads_forgotten() {
            hidden_state::read_forgotten_backward(&mut step);
        }
        self.cell_state_backward(&gate_blocks, &mut step);
        let transposed = &step.recurrent_transposed[0];
        transposed.add_product_slices(step.gates, step.d_hidden_prev, step.scratch);
    }

    fn add_recurrent_gradients(
        &self,
        mut grads: LayerGrads<R>,
        trace: &LayerTrace<R>,
        shard: &Shard,
        scratch: &mut Scratch<R>,
    ) {
        add_weight_hh_gradient(&mut grads, trace, shard, scratch);
        for (index, gate) in self.seeing().enumerate() {
            self.add_peephole_gradient(gate, grads.slice_mut(OWN + index), trace, shard);
        }
        if self.reads_forgotten() {
            hidden_state::add_u_gradients(&mut grads, trace, shard, scratch);
        }
    }
}

impl LstmCell {
    /// The sum of d_z ⊙ c over the shard; c is the old cell for i and f, the new one for o.
    fn add_peephole_gradient<R: Real>(
        &self,
        gate: Gate,
        d_peephole: &mut [R],
        trace: &LayerTrace<R>,
        shard: &Shard,
    ) {
        let h = d_peephole.len();
        let row = self.block(gate).expect("a gate with a peephole is learnt") * h;
        let d_z = shard.columns(&trace.gates).rows(row..row + h);
        let seen = if gate == Gate::Output {
            shard.columns_after(&trace.cell)
        } else {
            shard.columns(&trace.cell)
        };
        for (d_z, seen) in d_z.iter().zip(seen.iter()) {
            add_product(d_peephole, d_z, seen);
        }
    }
}
