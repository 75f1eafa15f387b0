//! The memory footprint of a run, known before allocation.

use super::Config;
use super::gradient_tree::GradientTree;
use super::shards::Shards;
use crate::model::{packed_numbers, trace_numbers};

/// The bytes of the tensors' names, the lists of buffers and the like.
const NAMES_AND_LISTS: u64 = 16 << 10;

/// The numbers that an index takes, and that a column of a window takes: the character, its
/// successor, and an index if it is a start.
const INDEX: u64 = (size_of::<usize>() / size_of::<f32>()) as u64;
const WINDOW: u64 = 2 + INDEX;

/// The bytes that a run holds, an upper bound and close for all but the smallest networks: weights,
/// the gradients of the tree's nodes, moments, the last good weights, packed weights, the activations
/// of a window, states, the text; with a validation text, the best weights and the network that is
/// validated.
///
/// It excludes temporary buffers: for preparing the text, for counting n-grams, and for a
/// checkpoint (weights, moments, last good weights, state, best and validated weights).
pub fn footprint(config: &Config, vocab_size: usize, chars: usize) -> u64 {
    let network = config.network(vocab_size);
    let weights = network.layout().num_weights() as u64;
    let shape = config.shape().fitted_to(chars);
    let cut = Shards::of(shape.batch_size);
    let nodes = GradientTree::<f32>::depth(cut.count);
    let validates = chars > 2 && chars as f64 * config.validation_fraction >= 1.0;
    let networks = 1 + u64::from(validates);
    let copies = (2 + config.optimizer.num_moments() + nodes) as u64 + 2 * (networks - 1);
    let packed = networks * packed_numbers(&network);
    let trace = trace_numbers(&network, shape.seq_len, shape.batch_size, cut.largest());
    // Before and after the step, and of the streams computed here: h and c of every layer.
    let states = 3 * 2 * (network.num_layers * network.hidden_size * shape.batch_size) as u64;
    let window = WINDOW * (shape.seq_len * shape.batch_size) as u64;
    let separator = config.separator.chars().count();
    // A list may have room for twice its length.
    let documents = 2 * INDEX * chars.checked_div(separator).unwrap_or(0) as u64;
    let numbers = copies * weights + packed + trace + states + window + documents + chars as u64;
    numbers * size_of::<f32>() as u64 + NAMES_AND_LISTS
}

/// The bytes that all but the first of `threads` threads add to the [`footprint`], an upper bound:
/// the activations of their streams and the gradients of their nodes.
pub fn threads_footprint(config: &Config, vocab_size: usize, chars: usize, threads: usize) -> u64 {
    let network = config.network(vocab_size);
    let shape = config.shape().fitted_to(chars);
    let cut = Shards::of(shape.batch_size);
    let threads = threads.clamp(1, cut.count);
    let (shards, streams) = cut.largest_share(threads);
    let gradients = (GradientTree::<f32>::depth(shards) * network.layout().num_weights()) as u64;
    let trace = trace_numbers(&network, shape.seq_len, streams, cut.largest());
    let state = 2 * (network.num_layers * network.hidden_size * streams) as u64;
    let window = WINDOW * (shape.seq_len * streams) as u64;
    (threads - 1) as u64 * (gradients + trace + state + window) * size_of::<f32>() as u64
}
