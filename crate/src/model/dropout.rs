//! Dropout (Srivastava et al. 2014) in its inverted form: training scales the remaining outputs up,
//! so that inference needs no correction.

use super::layer_trace::{LayerTrace, WindowShape};
use crate::real::Real;
use crate::rng::Rng;

/// The random numbers of a window's dropout: one for every output, in the order of layers, time
/// steps, streams and units.
///
/// A stream gets the same numbers on any worker: each starts at the stream's position in the
/// sequence.
#[derive(Clone, Debug)]
pub struct Draws {
    /// The generator before the window's first number.
    start: Rng,
    /// The number of streams of the whole window.
    batch_size: usize,
    /// The index of the first stream computed here.
    first: usize,
}

impl Draws {
    /// The numbers from `start` on, for the streams from `first` on of a window with `batch_size`
    /// streams.
    pub fn new(start: Rng, batch_size: usize, first: usize) -> Self {
        Self { start, batch_size, first }
    }

    /// The generator before the numbers of time step `t`.
    fn at(&self, layer: usize, window: WindowShape, t: usize, hidden_size: usize) -> Rng {
        let seq_len = window.columns / window.batch_size;
        let streams_before = (layer * seq_len + t) * self.batch_size + self.first;
        let mut rng = self.start.clone();
        rng.advance((streams_before * hidden_size) as u64);
        rng
    }
}

/// Draws the mask of layer `layer`, 0 with probability `dropout` and 1 / (1 - dropout) otherwise,
/// and fills `trace.dropped` with h ⊙ mask.
pub fn forward<R: Real>(
    dropout: f64,
    draws: &Draws,
    layer: usize,
    trace: &mut LayerTrace<R>,
    window: WindowShape,
) {
    let scale = R::from_f64(1.0 / (1.0 - dropout));
    let WindowShape { columns, batch_size, .. } = window;
    for (t, start) in (0..columns).step_by(batch_size).enumerate() {
        let mut rng = draws.at(layer, window, t, trace.hidden.nrows());
        let hidden = trace.hidden.columns(start + batch_size, batch_size);
        let mut mask = trace.mask.columns_mut(start, batch_size);
        let mut dropped = trace.dropped.columns_mut(start, batch_size);
        for ((mask, dropped), &h) in mask.iter_mut().zip(dropped.iter_mut()).zip(&hidden) {
            *mask = if f64::from(rng.uniform()) < dropout { R::ZERO } else { scale };
            *dropped = h * *mask;
        }
    }
}

/// Turns the derivative in `trace.d_hidden` from one with respect to the outputs after dropout into
/// one with respect to the outputs before it.
pub fn backward<R: Real>(trace: &mut LayerTrace<R>, window: WindowShape) {
    let mut d_hidden = trace.d_hidden.columns_mut(window.batch_size, window.columns);
    for (d, &mask) in d_hidden.iter_mut().zip(trace.mask.iter()) {
        *d *= mask;
    }
}
