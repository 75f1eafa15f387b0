//! Dropout (Srivastava et al. 2014), in its inverted form: what stays is scaled up, so that nothing
//! is to be done when the model is used.

use super::layer_trace::{LayerTrace, WindowShape};
use crate::real::Real;
use crate::rng::Rng;

/// Draws `trace.mask`, 0 with probability `dropout` and else 1 / (1 - dropout), and fills
/// `trace.dropped` with h ⊙ mask.
pub fn forward<R: Real>(
    dropout: f64,
    rng: &mut Rng,
    trace: &mut LayerTrace<R>,
    window: WindowShape,
) {
    let kept = R::from_f64(1.0 / (1.0 - dropout));
    let hidden = trace.hidden.columns(window.batch_size, window.columns);
    for ((mask, dropped), &h) in trace.mask.iter_mut().zip(trace.dropped.iter_mut()).zip(&hidden) {
        *mask = if f64::from(rng.uniform()) < dropout { R::ZERO } else { kept };
        *dropped = h * *mask;
    }
}

/// Takes the derivative in `trace.d_hidden` from after dropout to before it.
pub fn backward<R: Real>(trace: &mut LayerTrace<R>, window: WindowShape) {
    let mut d_hidden = trace.d_hidden.columns_mut(window.batch_size, window.columns);
    for (d, &mask) in d_hidden.iter_mut().zip(trace.mask.iter()) {
        *d *= mask;
    }
}
