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
        let forget_gates: Vec<_> =
            trace.layers.iter().map(|trace| forget_gates(network, trace, steps)).collect();
        let loss = network.backward_from_last(next, &mut trace);
        let layer = |(trace, forget_gates): (&LayerTrace<R>, &Vec<R>)| {
            let hidden_size = trace.hidden.nrows();
            let d_cell = latest_first(trace.d_cell_complete.columns(0, steps));
            LayerReach {
                // Column 0 has h before the window.
                d_hidden: latest_first(trace.d_hidden.columns(1, steps)),
                forget_path: forget_path(&d_cell, forget_gates, hidden_size),
                d_cell,
                hidden_size,
            }
        };
        let weight = network.input_weights();
        let d_z = &trace.layers[0].gates;
        let input = |t: usize| -> f64 {
            let (weight, d_z) = (weight.column(window[t] as usize), d_z.column(t));
            weight.iter().zip(d_z.iter()).map(|(w, d)| w.to_f64() * d.to_f64()).sum()
        };
        Self {
            layers: trace.layers.iter().zip(&forget_gates).map(layer).collect(),
            inputs: (0..steps).rev().map(input).collect(),
            loss,
        }
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

    fn norms(&self, derivatives: &[R]) -> Vec<f64> {
        let columns = derivatives.chunks_exact(self.hidden_size);
        // In 64 bits, because the square of a vanished derivative would be zero in 32.
        let square = |x: &R| x.to_f64() * x.to_f64();
        columns.map(|column| column.iter().map(square).sum::<f64>().sqrt()).collect()
    }
}

fn latest_first<R: Real>(columns: DMatrixView<R>) -> Vec<R> {
    let latest = columns.column_iter().rev();
    latest.flat_map(|column| column.iter().copied().collect::<Vec<_>>()).collect()
}

/// The forget gates of a layer after the forward pass of a window, the latest first; empty for a
/// cell that learns none.
fn forget_gates<R: Real>(network: &Network<R>, trace: &LayerTrace<R>, steps: usize) -> Vec<R> {
    let gates = network.config().cell.spec().gates();
    let Some(block) = gates.iter().position(|&gate| gate == "f") else { return Vec::new() };
    let hidden_size = trace.hidden.nrows();
    latest_first(trace.gates.view((block * hidden_size, 0), (hidden_size, steps)))
}

/// The derivatives up to lag 1, then that times one character's forget gate after the other; empty
/// where `forget_gates` is.
fn forget_path<R: Real>(d_cell: &[R], forget_gates: &[R], hidden_size: usize) -> Vec<R> {
    let mut path = d_cell[..forget_gates.len()].to_vec();
    for at in 2 * hidden_size..path.len() {
        path[at] = path[at - hidden_size] * forget_gates[at - hidden_size];
    }
    path
}
