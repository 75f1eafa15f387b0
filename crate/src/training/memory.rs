//! How much memory a run needs, known before it is allocated.

use super::Config;
use crate::error::Error;
use crate::model::{Model, Trace};

/// The most that settings may ask for.
pub const MAX_BYTES: usize = 512 << 20;

/// An upper bound, close to what is used, of the bytes that a run needs: weights, gradients,
/// moments, the last good weights, packed weights, the activations of a window, the text.
pub fn bytes_needed(config: &Config, vocab_size: usize, chars: usize) -> usize {
    let model = config.model(vocab_size);
    let weights = Model::<f32>::layout(&model).num_weights();
    let copies = 3 + config.optimizer.num_moments();
    let packed = 2 * weights;
    let shape = config.shape().fitted_to(chars);
    let cell = model.cell.cell();
    let trace = Trace::<f32>::numbers_needed(&model, &*cell, shape.seq_len, shape.batch_size);
    (copies * weights + packed + trace + chars) * size_of::<f32>()
}

/// Refuses settings that need more than [`MAX_BYTES`].
///
/// # Errors
/// [`Error::Memory`] with both figures.
pub fn check_memory(config: &Config, vocab_size: usize, chars: usize) -> Result<(), Error> {
    let needed = bytes_needed(config, vocab_size, chars);
    if needed <= MAX_BYTES {
        return Ok(());
    }
    Err(Error::Memory { needed_mib: needed.div_ceil(1 << 20), allowed_mib: MAX_BYTES >> 20 })
}
