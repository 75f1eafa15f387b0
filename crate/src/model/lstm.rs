//! The LSTM of every textbook and library.

use nalgebra::DMatrixViewMut;

use super::cell::{Cell, CellShape, StepBackward, StepForward, columns};
use super::params::{Init, TensorSpec};
use crate::math::apply;
use crate::real::Real;

/// The LSTM cell (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).
///
/// ```text
/// i = σ(W_i x + R_i h + b_i)        f = σ(W_f x + R_f h + b_f)
/// g = tanh(W_g x + R_g h + b_g)     o = σ(W_o x + R_o h + b_o)
/// c' = f ⊙ c + i ⊙ g                h' = o ⊙ tanh(c')
/// ```
///
/// In the words of short-term memory h and long-term memory c: Learn = i ⊙ g, Forget = f ⊙ c,
/// Remember: c' = Forget + Learn, Use: h' = o ⊙ tanh(c').
///
/// Gate blocks in the order i, f, g, o, as in PyTorch: `weight_ih (4H, input_size)`,
/// `weight_hh (4H, H)`, and one `bias_ih (4H, 1)` that stands for the sum of PyTorch's `bias_ih`
/// and `bias_hh`, which only ever appear summed. A step keeps tanh(c').
#[derive(Clone, Copy, Debug)]
pub struct LstmCell;

impl<R: Real> Cell<R> for LstmCell {
    fn gates(&self) -> &'static [&'static str] {
        &["i", "f", "g", "o"]
    }

    fn has_cell(&self) -> bool {
        true
    }

    fn kept(&self) -> usize {
        1
    }

    fn tensors(&self, layer: usize, input_size: usize, shape: &CellShape) -> Vec<TensorSpec> {
        let h = shape.hidden_size;
        let bound = 1.0 / (h as f64).sqrt();
        let tensor = |name: &str, columns, init| TensorSpec {
            name: format!("{name}_l{layer}"),
            rows: 4 * h,
            columns,
            init,
        };
        let constant_rows = h..2 * h; // the forget gate's block
        let bias = Init::GateBias { bound, constant_rows, constant: shape.forget_bias };
        vec![
            tensor("weight_ih", input_size, Init::Uniform { bound }),
            tensor("weight_hh", h, Init::Uniform { bound }),
            tensor("bias_ih", 1, bias),
        ]
    }

    fn step(&self, step: StepForward<R>) {
        let h = step.hidden_size;
        let batch_size = step.hidden_prev.len() / h;
        let z = DMatrixViewMut::from_slice(step.gates, 4 * h, batch_size);
        step.recurrent[0].add_product(columns(step.hidden_prev, h), z, step.room);

        for b in 0..batch_size {
            let unit = b * h..(b + 1) * h;
            let [i, f, g, o] = blocks(&mut step.gates[4 * unit.start..4 * unit.end]);
            apply(i, R::sigmoid);
            apply(f, R::sigmoid);
            apply(g, R::tanh);
            apply(o, R::sigmoid);
            let cell_prev = &step.cell_prev[unit.clone()];
            let cell = &mut step.cell[unit.clone()];
            let tanh_cell = &mut step.kept[unit.clone()];
            let hidden = &mut step.hidden[unit];
            for u in 0..h {
                cell[u] = f[u] * cell_prev[u] + i[u] * g[u];
            }
            tanh_cell.copy_from_slice(cell);
            apply(tanh_cell, R::tanh);
            for u in 0..h {
                hidden[u] = o[u] * tanh_cell[u];
            }
        }
    }

    /// With d_h' and d_c' the derivatives of the loss with respect to h' and c':
    ///
    /// ```text
    /// d_c  = d_c' + d_h' ⊙ o ⊙ (1 - tanh²(c'))     the derivative with respect to c', complete
    /// d_zi = d_c ⊙ g ⊙ i (1 - i)        d_zf = d_c ⊙ c ⊙ f (1 - f)
    /// d_zg = d_c ⊙ i ⊙ (1 - g²)         d_zo = d_h' ⊙ tanh(c') ⊙ o (1 - o)
    /// d_c(before) = d_c ⊙ f             d_h(before) = R^T d_z
    /// ```
    fn step_backward(&self, step: StepBackward<R>) {
        let h = step.hidden_size;
        let batch_size = step.d_hidden.len() / h;
        for b in 0..batch_size {
            let unit = b * h..(b + 1) * h;
            let [i, f, g, o] = blocks(&mut step.gates[4 * unit.start..4 * unit.end]);
            let cell_prev = &step.cell_prev[unit.clone()];
            let tanh_cell = &step.kept[unit.clone()];
            let d_hidden = &step.d_hidden[unit.clone()];
            let d_cell = &mut step.d_cell[unit];
            for u in 0..h {
                let d_c = d_cell[u] + d_hidden[u] * o[u] * (R::ONE - tanh_cell[u] * tanh_cell[u]);
                d_cell[u] = d_c * f[u];
                o[u] = d_hidden[u] * tanh_cell[u] * o[u] * (R::ONE - o[u]);
                f[u] = d_c * cell_prev[u] * f[u] * (R::ONE - f[u]);
                let d_i = d_c * g[u] * i[u] * (R::ONE - i[u]);
                g[u] = d_c * i[u] * (R::ONE - g[u] * g[u]);
                i[u] = d_i;
            }
        }
        let d_hidden_prev = DMatrixViewMut::from_slice(step.d_hidden_prev, h, batch_size);
        let d_z = columns(step.gates, 4 * h);
        step.recurrent_transposed[0].add_product(d_z, d_hidden_prev, step.room);
    }
}

/// The gate blocks of one column.
fn blocks<R, const K: usize>(column: &mut [R]) -> [&mut [R]; K] {
    let h = column.len() / K;
    let mut blocks = column.chunks_exact_mut(h);
    std::array::from_fn(|_| blocks.next().expect("a column has one block a gate"))
}
