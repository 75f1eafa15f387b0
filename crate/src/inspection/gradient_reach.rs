//! Gradient reach: the size of one loss's derivative by distance back, to see whether it vanishes.

use nalgebra::DMatrixView;

use crate::model::{LayerTrace, Network};
use crate::real::Real;

/// The derivatives of one prediction's loss, -ln of the probability of the predicted character,
/// with respect to earlier values: by lag k = 0, 1, …, in characters back from the last one read.
/// Training's backward pass computes them.
#[derive(Clone, Debug, PartialEq)]
pub struct GradientReach<R> {
    /// The layers, from the lowest to the highest.
    pub layers: Vec<LayerReach<R>>,
    /// ∂loss/∂x · x by lag, with x the one-hot input: the growth of the loss per relative growth of
    /// the input.
    pub inputs: Vec<f64>,
    /// The loss, in nats.
    pub loss: f64,
}

/// The derivatives with respect to a layer's states.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerReach<R> {
    /// ∂loss/∂h, `hidden_size` numbers for each lag.
    pub d_hidden: Vec<R>,
    /// ∂loss/∂c, likewise, including the path through h' of the same step; empty for a cell without
    /// c.
    pub d_cell: Vec<R>,
    /// The part of `d_cell` that comes back through the forget gates alone: from lag 1 on, ∂loss/∂c at
    /// lag 1 times the product of the forget gates since. Empty for a cell that learns none.
    pub forget_path: Vec<R>,
    hidden_size: usize,
}

impl<R: Real> GradientReach<R> {
    /// The reach of the prediction of `next` after `ids`, read from the zero state, for lags up to
    /// `lags` or to the start of the text.
    ///
    /// # Panics
    /// If `ids` is empty.
    pub fn new(network: &Network<R>, ids: &[u32], next: u32, lags: usize) -> Self {
        let steps = ids.len().min(lags + 1);
        let (before, window) = ids.split_at(ids.len() - steps);
        let mut trace = network.trace(steps, 1);
        trace.save_d_cell();
        let mut state = network.zero_state(1);
        for window in before.chunks(steps).chain([window]) {
            network.forward(window, &mut state, &mut trace, None);
        }
        // The backward pass replaces the gates.
        let gates = |trace: &LayerTrace<R>| LayerReach {
            d_hidden: Vec::new(),
            d_cell: Vec::new(),
            forget_path: forget_gates(network, trace, steps),
            hidden_size: trace.hidden.nrows(),
        };
        let mut layers: Vec<_> = trace.layers.iter().map(gates).collect();
        let loss = network.backward_from_last(next, &mut trace);
        for (layer, trace) in layers.iter_mut().zip(&trace.layers) {
            // Column 0 has h before the window.
            layer.d_hidden = latest_first(trace.d_hidden.columns(1, steps));
            layer.d_cell = latest_first(trace.d_cell_complete.columns(0, steps));
            layer.follow_forget_gates();
        }
        let weight = network.input_weights();
        let d_z = &trace.layers[0].gates;
        let input = |t: usize| -> f64 {
            let (weight, d_z) = (weight.column(window[t] as usize), d_z.column(t));
            weight.iter().zip(d_z.iter()).map(|(w, d)| w.to_f64() * d.to_f64()).sum()
        };
        Self { layers, inputs: (0..steps).rev().map(input).collect(), loss }
    }
}

impl<R: Real> LayerReach<R> {
    /// |∂loss/∂h| by lag: the root of the sum of squares over all units.
    pub fn hidden_norms(&self) -> Vec<f64> {
        self.norms(&self.d_hidden)
    }

    /// |∂loss/∂c| by lag; empty for a cell without c.
    pub fn cell_norms(&self) -> Vec<f64> {
        self.norms(&self.d_cell)
    }

    /// |∂loss/∂c| through the forget gates alone, by lag; empty for a cell that learns none.
    pub fn forget_path_norms(&self) -> Vec<f64> {
        self.norms(&self.forget_path)
    }

    /// Replaces the forget gates in `forget_path`, the latest first, by the derivatives.
    fn follow_forget_gates(&mut self) {
        let mut d_cell = vec![R::ZERO; self.hidden_size];
        for (at, number) in self.forget_path.iter_mut().enumerate() {
            let d_cell = &mut d_cell[at % self.hidden_size];
            if at < 2 * self.hidden_size {
                *d_cell = self.d_cell[at];
            }
            let gate = std::mem::replace(number, *d_cell);
            *d_cell *= gate;
        }
    }

    fn norms(&self, derivatives: &[R]) -> Vec<f64> {
        let columns = derivatives.chunks_exact(self.hidden_size);
        // In 64 bits, because the square of a vanished derivative would be zero in 32.
        let square = |x: &R| x.to_f64() * x.to_f64();
        columns.map(|column| column.iter().map(square).sum::<f64>().sqrt()).collect()
    }
}

/// The forget gates of a layer after the forward pass of a window, the latest first; empty for a
/// cell that learns none.
fn forget_gates<R: Real>(network: &Network<R>, trace: &LayerTrace<R>, steps: usize) -> Vec<R> {
    let gates = network.config().cell.spec().gates();
    let Some(block) = gates.iter().position(|&gate| gate == "f") else { return Vec::new() };
    let hidden_size = trace.hidden.nrows();
    latest_first(trace.gates.view((block * hidden_size, 0), (hidden_size, steps)))
}

fn latest_first<R: Real>(columns: DMatrixView<R>) -> Vec<R> {
    let mut all = Vec::with_capacity(columns.len());
    for column in columns.column_iter().rev() {
        all.extend_from_slice(column.as_slice());
    }
    all
}
