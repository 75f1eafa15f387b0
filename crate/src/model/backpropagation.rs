//! Backpropagation through time over one window, truncated at the window's start and at the starts
//! of its streams.

use std::ops::Range;

use super::dropout::{self, Draws};
use super::layer::Input;
use super::layer_trace::Shard;
use super::loss::softmax_cross_entropy;
use super::network::{HAS_LAYERS, Network};
use super::params::Params;
use super::state::State;
use super::trace::Trace;
use crate::math::blocks;
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
        self.forward_window(window, state, trace, dropout);
        grads.as_mut_slice().fill(R::ZERO);
        let (all, predictions) = (0..window.batch_size, window.targets.len());
        let loss = self.add_head_shard(&window.targets, predictions, all.clone(), trace, grads);
        self.backward(&window.starts, trace);
        self.add_layers_shard(window, all, trace, grads);
        loss / predictions as f64
    }

    /// Runs the head forward and backward on some streams of the window in `trace`, after the
    /// layers' forward pass, and adds the gradients of the head to `grads`. The loss is the mean
    /// over `predictions`, some of which may belong to other streams; returns the sum of the losses
    /// of these streams in nats.
    ///
    /// The head visits the columns block by block, because the logits of a window with a large
    /// vocabulary outgrow the cache. A block is one block of depth in the products of gradients, so
    /// that their sums are those of one product.
    pub fn add_head_shard(
        &self,
        targets: &[u32],
        predictions: usize,
        streams: Range<usize>,
        trace: &mut Trace<R>,
        grads: &mut Params<R>,
    ) -> f64 {
        let Trace { layers, head, scratch, window } = trace;
        let top = layers.last_mut().expect(HAS_LAYERS);
        let shard = Shard { window: *window, starts: &[], streams };
        let mut losses = 0.0;
        for block in blocks(shard.num_columns()) {
            let mut logits = head.logits.columns_mut(0, block.len());
            let mut hidden = head.hidden.columns_mut(0, block.len());
            let output = top.output(*window);
            for (mut column, k) in hidden.column_iter_mut().zip(block.clone()) {
                let from = output.column(shard.index(k));
                column.as_mut_slice().copy_from_slice(from.as_slice());
            }
            self.head.forward(&self.params, hidden.as_view(), logits.as_view_mut());
            for (mut column, k) in logits.column_iter_mut().zip(block.clone()) {
                let target = targets[shard.index(k)];
                losses += softmax_cross_entropy(column.as_mut_slice(), target, predictions);
            }
            self.head.add_gradients(grads, hidden.as_view(), logits.as_view(), scratch);
            hidden.fill(R::ZERO);
            self.head.backward(logits.as_view(), hidden.as_view_mut());
            let mut d_output = top.d_output(*window);
            for (column, k) in hidden.column_iter().zip(block) {
                let mut to = d_output.column_mut(shard.index(k));
                to.as_mut_slice().copy_from_slice(column.as_slice());
            }
        }
        losses
    }

    /// Runs backward through the window in `trace` from the loss of its last prediction only, of
    /// the character `next`; returns that loss in nats.
    pub fn backward_from_last(&self, next: u32, trace: &mut Trace<R>) -> f64 {
        let last = trace.window.columns - 1;
        let mut logits = self.logits(trace, last..last + 1);
        let loss = softmax_cross_entropy(logits.column_mut(0).as_mut_slice(), next, 1);
        let Trace { layers, head, window, .. } = trace;
        let mut d_output = layers.last_mut().expect(HAS_LAYERS).d_output(*window);
        d_output.fill(R::ZERO);
        self.head.backward(head.logits.columns(0, 1), d_output.columns_mut(last, 1));
        self.backward(&[], trace);
        loss
    }

    /// Runs backward through the layers of the window in `trace`, which has these starts, after the
    /// head has done so on all its streams.
    pub fn backward(&self, starts: &[usize], trace: &mut Trace<R>) {
        let window = trace.window;
        let top = trace.layers.last_mut().expect(HAS_LAYERS);
        top.d_hidden.columns_mut(0, window.batch_size).fill(R::ZERO);
        for (index, layer) in self.layers.iter().enumerate().rev() {
            let (below, from_here) = trace.layers.split_at_mut(index);
            let this = &mut from_here[0];
            if window.dropout {
                dropout::backward(this, window);
            }
            layer.backward(&self.params, starts, this, window);
            if let Some(below) = below.last_mut() {
                below.d_hidden.as_mut_slice().fill(R::ZERO);
                let d_z = this.gates.columns(0, window.columns);
                layer.add_d_input(d_z, below.d_output(window));
            }
        }
    }

    /// Adds the gradients of the layers, summed over some streams of the window, to `grads`, after
    /// the forward and the backward pass in `trace`. With starts, these streams' activations are of
    /// no use afterwards.
    pub fn add_layers_shard(
        &self,
        window: &Window,
        streams: Range<usize>,
        trace: &mut Trace<R>,
        grads: &mut Params<R>,
    ) {
        let shard = Shard { window: trace.window, starts: &window.starts, streams };
        let scratch = &mut trace.scratch;
        for (index, layer) in self.layers.iter().enumerate().rev() {
            let (below, from_here) = trace.layers.split_at_mut(index);
            let input = match below.last() {
                None => Input::Ids(&window.inputs),
                Some(below) => Input::Features(below.output(trace.window)),
            };
            layer.add_gradients(grads, input, &mut from_here[0], &shard, scratch);
        }
    }
}
