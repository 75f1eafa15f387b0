//! How much memory a run needs, known before it is allocated.

use super::{Config, Shards};
use crate::model::trace_numbers;

/// The bytes that a run holds, from above and close to what is used for all but the smallest models
/// (which take some kilobytes more): weights, gradients as far as they are summed, moments, the last good weights, packed
/// weights, the activations of a window, the text. Not counted is what preparing the text, counting
/// its n-grams and a snapshot (weights, moments, last good weights, state) take in passing.
pub fn bytes_needed(config: &Config, vocab_size: usize, chars: usize) -> u64 {
    let network = config.network(vocab_size);
    let weights = network.layout().num_weights() as u64;
    let shape = config.shape().fitted_to(chars);
    let sums = Shards::of(shape.batch_size).depth();
    let copies = (2 + config.optimizer.num_moments() + sums) as u64;
    let packed = 2 * weights;
    let trace = trace_numbers(&network, shape.seq_len, shape.batch_size);
    let window = 2 * (shape.seq_len * shape.batch_size) as u64;
    (copies * weights + packed + trace + window + chars as u64) * size_of::<f32>() as u64
}
