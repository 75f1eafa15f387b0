//! The new cell state: c' = f ⊙ c + i ⊙ g.

use super::composition::{D_FORGOTTEN, FORGOTTEN, ForgetGate, LstmCell, rows};
use super::gates::{Gate, GateInputs};
use crate::math::{add, add_product, product};
use crate::model::cell::{StepBackward, StepForward};
use crate::real::Real;

impl LstmCell {
    /// Computes i, f, g and c' from the pre-activations and c.
    pub(super) fn cell_state<R: Real>(&self, inputs: &GateInputs<R>, step: &mut StepForward<R>) {
        let h = step.hidden_size;
        let cells = step.cell_prev.chunks_exact(h).zip(step.cell.chunks_exact_mut(h));
        let columns = self.columns(step.gates, step.saved, h);
        for (([i, f, g, _], saved), (cell_prev, cell)) in columns.zip(cells) {
            self.activate(Gate::Input, inputs, cell_prev, i);
            self.activate(Gate::Forget, inputs, cell_prev, f);
            self.activate(Gate::Candidate, inputs, cell_prev, g);
            if self.forget_gate == ForgetGate::Coupled {
                f.iter_mut().zip(&*i).for_each(|(f, &i)| *f = R::ONE - i);
            }
            product(cell, f, cell_prev);
            if self.reads_forgotten() {
                saved[rows(FORGOTTEN, h)].copy_from_slice(cell);
            }
            add_product(cell, i, g);
        }
    }

    /// Computes d_zi, d_zf, d_zg and d_c from the complete d_c'.
    pub(super) fn cell_state_backward<R: Real>(
        &self,
        inputs: &GateInputs<R>,
        step: &mut StepBackward<R>,
    ) {
        let h = step.hidden_size;
        let is_coupled = self.forget_gate == ForgetGate::Coupled;
        let cells = step.cell_prev.chunks_exact(h).zip(step.d_cell.chunks_exact_mut(h));
        let columns = self.columns(step.gates, step.saved, h);
        for (([i, f, g, _], saved), (cell_prev, d_cell)) in columns.zip(cells) {
            let cells = cell_prev.iter().zip(&*d_cell);
            for ((i, g), (&cell_prev, &d_c)) in i.iter_mut().zip(&mut *g).zip(cells) {
                // No cell has coupled gates and U: d_c is the derivative with respect to f ⊙ c.
                let d_f = if is_coupled { d_c * cell_prev } else { R::ZERO };
                let slope = if self.squashes_candidate { R::ONE - *g * *g } else { R::ONE };
                let d_zi = (d_c * *g - d_f) * *i * (R::ONE - *i);
                *g = d_c * *i * slope;
                *i = d_zi;
            }
            if self.reads_forgotten() {
                add(d_cell, &saved[rows(D_FORGOTTEN, h)]);
            }
            for ((f, &cell_prev), d_c) in f.iter_mut().zip(cell_prev).zip(&mut *d_cell) {
                let d_f = *d_c * cell_prev;
                *d_c *= *f;
                *f = d_f * *f * (R::ONE - *f);
            }
            add_product(d_cell, i, inputs.peephole[Gate::Input as usize]);
            add_product(d_cell, f, inputs.peephole[Gate::Forget as usize]);
        }
    }
}
