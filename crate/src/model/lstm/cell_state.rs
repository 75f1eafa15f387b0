//! The new cell state: c' = f ⊙ c + i ⊙ g.

use super::composition::{D_FORGOTTEN, FORGOTTEN, ForgetGate, LstmCell, SAVED_WITH_U};
use super::gates::{Gate, GateBlocks};
use crate::math::{Lanes, sigmoid, tanh};
use crate::model::cell::{StepBackward, StepForward};
use crate::model::unit_group::UnitGroup;
use crate::real::Real;

impl LstmCell {
    /// Computes i, f, g and c' from the pre-activations and c.
    pub(super) fn cell_state<R: Real>(
        &self,
        gate_blocks: &GateBlocks<R>,
        step: &mut StepForward<R>,
    ) {
        let h = step.hidden_size;
        let columns = step.gates.chunks_exact_mut(gate_blocks.blocks * h);
        for (gates, cell_prev) in columns.zip(step.cell_prev.chunks_exact(h)) {
            gate_blocks.squash(Gate::Input, gates, cell_prev, sigmoid);
            gate_blocks.squash(Gate::Forget, gates, cell_prev, sigmoid);
            let squash = if self.squashes_candidate { tanh } else { |_: &mut [R]| {} };
            gate_blocks.squash(Gate::Candidate, gates, cell_prev, squash);
        }
        for units in UnitGroup::all(h, step.hidden.len() / h) {
            let cell_prev = Lanes::load(&step.cell_prev[units.in_column()]);
            let i = gate_blocks.value(Gate::Input, units, step.gates);
            let f = match self.forget_gate {
                ForgetGate::Learnt => gate_blocks.value(Gate::Forget, units, step.gates),
                ForgetGate::Open => Lanes::ONE,
                ForgetGate::Coupled => Lanes::ONE - i,
            };
            let g = gate_blocks.value(Gate::Candidate, units, step.gates);
            let forgotten = f * cell_prev;
            let cell = forgotten + i * g;
            cell.store(&mut step.cell[units.in_column()]);
            if self.reads_forgotten() {
                forgotten.store(&mut step.saved[units.in_block(FORGOTTEN, SAVED_WITH_U)]);
            }
        }
    }

    /// Computes d_zi, d_zf, d_zg and d_c from the complete d_c'.
    pub(super) fn cell_state_backward<R: Real>(
        &self,
        gate_blocks: &GateBlocks<R>,
        step: &mut StepBackward<R>,
    ) {
        for units in UnitGroup::all(step.hidden_size, step.d_hidden.len() / step.hidden_size) {
            let cell_prev = Lanes::load(&step.cell_prev[units.in_column()]);
            let d_cell = &mut step.d_cell[units.in_column()];
            let d_c = Lanes::load(d_cell);
            let mut d_forgotten = d_c;
            if self.reads_forgotten() {
                d_forgotten += Lanes::load(&step.saved[units.in_block(D_FORGOTTEN, SAVED_WITH_U)]);
            }
            let i = gate_blocks.value(Gate::Input, units, step.gates);
            let g = gate_blocks.value(Gate::Candidate, units, step.gates);
            let d_f = d_forgotten * cell_prev;
            let mut d_i = d_c * g;
            let f = match self.forget_gate {
                ForgetGate::Learnt => gate_blocks.value(Gate::Forget, units, step.gates),
                ForgetGate::Open => Lanes::ONE,
                ForgetGate::Coupled => {
                    d_i = d_i - d_f;
                    Lanes::ONE - i
                }
            };
            let d_zi = d_i * i * (Lanes::ONE - i);
            let d_zf = d_f * f * (Lanes::ONE - f);
            let mut d_zg = d_c * i;
            if self.squashes_candidate {
                d_zg = d_zg * (Lanes::ONE - g * g);
            }
            let mut d_cell_prev = d_forgotten * f;
            for (gate, d_z) in [(Gate::Input, d_zi), (Gate::Forget, d_zf)] {
                if let Some(d_seen) = gate_blocks.peephole_backward(gate, units, d_z) {
                    d_cell_prev += d_seen;
                }
                gate_blocks.store(gate, units, step.gates, d_z);
            }
            gate_blocks.store(Gate::Candidate, units, step.gates, d_zg);
            d_cell_prev.store(d_cell);
        }
    }
}
