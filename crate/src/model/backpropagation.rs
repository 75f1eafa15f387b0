//! Backpropagation through time over one window, truncated at the window's start.

use std::ops::Range;

use super::dropout::{self, Draws};
use super::layer::Input;
use super::layer_trace::Shard;
use super::loss::softmax_cross_entropy;
use super::network::{HAS_LAYERS, Network, SAME_BATCH};
use super::params::Params;
use super::state::State;
use super::trace::Trace;
use crate::real::Real;
use crate::text::Window;

impl<R: Real> Network<R> {
    /// Reads a window and sets `grads` to the derivative of its loss with respect to every weight,
    /// the carried state taken as constant. Returns the loss, the mean nats per character.
    ///
    /// # Panics
    /// If the window and the state differ in batch size.
    pub fn loss_and_gradients(
        &self,
        window: &Window,
        state: &mut State<R>,
        trace: &mut Trace<R>,
        grads: &mut Params<R>,
        dropout: Option<&Draws>,
    ) -> f64 {
        assert!(window.batch_size == state.batch_size(), "{SAME_BATCH}");
        self.forward_and_backward(window, window.targets.len(), state, trace, dropout);
        grads.as_mut_slice().fill(R::ZERO);
        let loss = self.add_shard(&window.inputs, 0..window.batch_size, trace, grads);
        loss / window.targets.len() as f64
    }

    /// Runs forward and backward through a window and advances `state`. `trace` then holds the
    /// derivatives of a mean over `predictions` losses, some of which may belong to other shards.
    pub fn forward_and_backward(
        &self,
        window: &Window,
        predictions: usize,
        state: &mut State<R>,
        trace: &mut Trace<R>,
        dropout: Option<&Draws>,
    ) {
        self.forward(&window.inputs, state, trace, dropout);
        let logits = trace.logits.columns_mut(0, window.inputs.len());
        softmax_cross_entropy(logits, &window.targets, predictions, &mut trace.losses);
        self.backward(trace);
    }

    /// Runs backward through the window in `trace` from the loss of its last prediction only, of
    /// the character `next`; returns that loss in nats.
    pub fn backward_from_last(&self, next: u32, trace: &mut Trace<R>) -> f64 {
        let last = trace.window.columns - 1;
        trace.logits.columns_mut(0, last).fill(R::ZERO);
        let mut loss = [0.0];
        softmax_cross_entropy(trace.logits.columns_mut(last, 1), &[next], 1, &mut loss);
        self.backward(trace);
        loss[0]
    }

    /// Runs backward through the window in `trace`, whose `logits` hold the derivative of the loss.
    fn backward(&self, trace: &mut Trace<R>) {
        let window = trace.window;
        let scratch = &mut trace.scratch;
        let top = trace.layers.last_mut().expect(HAS_LAYERS);
        top.d_hidden.fill(R::ZERO);
        let d_logits = trace.logits.columns(0, window.columns);
        self.head.backward(&self.params, d_logits, top.d_output(window), scratch);

        for (index, layer) in self.layers.iter().enumerate().rev() {
            let (below, from_here) = trace.layers.split_at_mut(index);
            let this = &mut from_here[0];
            if window.dropout {
                dropout::backward(this, window);
            }
            layer.backward(&self.params, this, window);
            if let Some(below) = below.last_mut() {
                below.d_hidden.fill(R::ZERO);
                let d_z = this.gates.columns(0, window.columns);
                layer.add_d_input(d_z, below.d_output(window));
            }
        }
    }

    /// Adds the gradients of some streams of the window `ids` to `grads`, after the forward and the
    /// backward pass in `trace`; returns the sum of their losses in nats.
    pub fn add_shard(
        &self,
        ids: &[u32],
        streams: Range<usize>,
        trace: &mut Trace<R>,
        grads: &mut Params<R>,
    ) -> f64 {
        let window = trace.window;
        let shard = Shard { window, streams };
        let scratch = &mut trace.scratch;
        let top = trace.layers.last().expect(HAS_LAYERS);
        let (hidden, d_logits) = (shard.part_of(top.output(window)), shard.columns(&trace.logits));
        let losses = (0..d_logits.shape().1).map(|k| trace.losses[d_logits.index(k)]).sum();
        self.head.add_gradients(grads, hidden, d_logits, scratch);
        for (index, layer) in self.layers.iter().enumerate() {
            let input = match index.checked_sub(1) {
                None => Input::Ids(ids),
                Some(below) => Input::Features(trace.layers[below].output(window)),
            };
            layer.add_gradients(grads, input, &trace.layers[index], &shard, scratch);
        }
        losses
    }
}
