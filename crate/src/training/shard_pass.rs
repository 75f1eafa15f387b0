//! A pass over some neighbouring shards: forward and backward through their streams of a window,
//! and the gradients of every shard.

use std::ops::Range;

use super::gradient_tree::{GradientTree, Node};
use super::shards::Shards;
use crate::model::{Draws, Network, State, Trace};
use crate::real::Real;
use crate::rng::Rng;
use crate::text::{Split, Window, Windows};

/// The part of a step that all its shards share.
#[derive(Clone, Debug)]
pub struct StepInput<'a, R: Real> {
    /// The network.
    pub network: &'a Network<R>,
    /// The text.
    pub ids: &'a [u32],
    /// Its training text and validation text.
    pub split: &'a Split,
    /// The windows of the training text, before the step's.
    pub windows: &'a Windows,
    /// The cut of the batch into shards.
    pub shards: Shards,
    /// The state of all streams before the step.
    pub state: &'a State<R>,
    /// The generator of dropout before the step's first number.
    pub dropout: Rng,
}

/// The buffers of a pass over some neighbouring shards, reused from step to step.
#[derive(Clone, Debug)]
pub struct ShardPass<R: Real> {
    /// The window, restricted to the streams of the shards.
    window: Window,
    /// The first of these streams.
    first: usize,
    /// The state of these streams, after a pass.
    state: State<R>,
    /// The activations of the window.
    pub trace: Trace<R>,
    /// The nodes of the tree over the shards, with the gradients of the head and then of the layers.
    nodes: Vec<Node<R>>,
}

impl<R: Real> ShardPass<R> {
    /// Buffers for windows of up to `seq_len` steps and shards of up to `batch_size` streams
    /// altogether.
    pub fn new(network: &Network<R>, seq_len: usize, batch_size: usize) -> Self {
        Self {
            window: Window::default(),
            first: 0,
            state: network.zero_state(batch_size),
            trace: network.trace(seq_len, batch_size),
            nodes: Vec::new(),
        }
    }

    /// Runs forward and backward through the window of some neighbouring shards and adds their
    /// gradients to `tree`.
    ///
    /// # Panics
    /// If one of these shards is known already.
    pub fn run(&mut self, step: &StepInput<R>, shards: Range<usize>, tree: &mut GradientTree<R>) {
        let StepInput { network, windows, .. } = *step;
        let streams = step.shards.streams(shards.clone());
        self.first = streams.start;
        windows.fill(step.ids, step.split, streams.clone(), &mut self.window);
        if self.state.batch_size() != streams.len() {
            self.state = network.zero_state(streams.len());
        }
        self.state.read(step.state, streams.start);
        let own_streams = |shards: &Range<usize>| {
            let Range { start, end } = step.shards.streams(shards.clone());
            start - streams.start..end - streams.start
        };
        let draws = Draws::new(step.dropout.clone(), windows.shape().batch_size, streams.start);
        let Self { window, state, trace, nodes, .. } = self;
        network.forward_window(window, state, trace, Some(&draws));
        let [layers, head] = network.parts();
        nodes.clear(); // a pass that panicked leaves some
        for shards in tree.cover(shards) {
            let mut node = Node { shards, loss: 0.0, grads: tree.scratch() };
            tree.sum_part(&mut node, &head, &mut |Node { shards, loss, grads }| {
                let (predictions, own) = (windows.predictions(), own_streams(shards));
                *loss += network.add_head_shard(&window.targets, predictions, own, trace, grads);
            });
            nodes.push(node);
        }
        network.backward(&window.starts, trace);
        while let Some(mut node) = nodes.pop() {
            tree.sum_part(&mut node, &layers, &mut |Node { shards, grads, .. }| {
                network.add_layers_shard(window, own_streams(shards), trace, grads);
            });
            tree.add(node);
        }
    }

    /// Writes the state of the shards' streams after the step into that of all streams.
    pub fn write_state(&self, whole: &mut State<R>) {
        whole.write(&self.state, self.first);
    }
}
