//! The whole model: layers, dropout between them, head.

use std::ops::Range;
use std::sync::Arc;

use nalgebra::DMatrixView;

use super::cell::{Cell, WEIGHT_IH};
use super::config::{ModelConfig, lay_out};
use super::dropout::{self, Draws};
use super::head::Head;
use super::holds::Holds;
use super::layer::{Input, Layer};
use super::layer_trace::{Shard, WindowShape};
use super::loss::{cross_entropy_sum, softmax_cross_entropy};
use super::params::{Layout, Params};
use super::state::{LayerState, State};
use super::trace::Trace;
use crate::math::zeros;
use crate::real::Real;
use crate::text::Window;

/// A character model: one-hot input, `num_layers` recurrent layers, a linear head.
#[derive(Debug)]
pub struct Model<R: Real> {
    config: ModelConfig,
    cell: &'static dyn Cell<R>,
    layers: Vec<Layer<R>>,
    head: Head<R>,
    params: Params<R>,
    packed: Packed,
}

/// Which packed copies of the weights are up to date.
#[derive(Clone, Copy, Debug, Default)]
struct Packed {
    forward: bool,
    backward: bool,
}

impl<R: Real> Model<R> {
    /// A model with initial weights drawn from `seed`.
    pub fn new(config: ModelConfig, seed: u32) -> Self {
        Self::with_params(config, |layout| Params::init(layout, seed))
    }

    fn with_params(config: ModelConfig, params: impl Fn(Arc<Layout>) -> Params<R>) -> Self {
        let cell = config.cell.cell();
        let (layout, first) = lay_out(&config);
        let layer = |index| Layer::new(cell, index, first[index], config.hidden_size);
        Self {
            layers: (0..config.num_layers).map(layer).collect(),
            head: Head::new(first[config.num_layers]),
            params: params(Arc::new(layout)),
            packed: Packed::default(),
            cell,
            config,
        }
    }

    /// A model with these weights, tensor after tensor, each column by column, of any number type.
    ///
    /// # Panics
    /// If there are not as many as such a model has.
    pub fn from_weights<S: Real>(config: ModelConfig, weights: &[S]) -> Self {
        Self::with_params(config, |layout| {
            let mut params = Params::zeros(layout);
            let own = params.as_mut_slice();
            assert_eq!(own.len(), weights.len(), "a number for every weight");
            for (to, from) in own.iter_mut().zip(weights) {
                *to = R::from_f64(from.to_f64());
            }
            params
        })
    }

    /// Its sizes and constants.
    pub fn config(&self) -> &ModelConfig {
        &self.config
    }

    /// Its weights.
    pub fn params(&self) -> &Params<R> {
        &self.params
    }

    /// The weights that read characters: W_ih of the lowest layer, a column for every character.
    pub fn input_weights(&self) -> DMatrixView<'_, R> {
        self.params.view(WEIGHT_IH)
    }

    /// Its weights, to change.
    pub fn params_mut(&mut self) -> &mut Params<R> {
        self.packed = Packed::default();
        &mut self.params
    }

    /// The zero state of `batch_size` streams.
    pub fn zero_state(&self, batch_size: usize) -> State<R> {
        let h = self.config.hidden_size;
        let cell_rows = if self.cell.has_cell() { h } else { 0 };
        let layer = LayerState { hidden: zeros(h, batch_size), cell: zeros(cell_rows, batch_size) };
        State { layers: vec![layer; self.config.num_layers] }
    }

    /// Buffers for windows of up to `seq_len` steps and `batch_size` streams.
    pub fn trace(&self, seq_len: usize, batch_size: usize) -> Trace<R> {
        Trace::new(&self.config, seq_len, batch_size)
    }

    /// Reads a window of characters, index `t * batch_size + b`; `trace` then holds all
    /// activations and the logits, `state` is carried on. With `dropout` given, outputs are
    /// dropped as in training.
    ///
    /// # Panics
    /// If the window is larger than `trace`, or not a multiple of the state's batch size.
    pub fn forward(
        &mut self,
        ids: &[u32],
        state: &mut State<R>,
        trace: &mut Trace<R>,
        dropout: Option<&Draws>,
    ) {
        self.read(ids, state, trace, dropout, None);
    }

    /// Reads one time step, a character of every stream, with what `holds` says held.
    ///
    /// # Panics
    /// If there is not one character a stream.
    pub fn forward_held(
        &mut self,
        ids: &[u32],
        state: &mut State<R>,
        trace: &mut Trace<R>,
        holds: &Holds<R>,
    ) {
        assert_eq!(ids.len(), state.batch_size(), "what is held of a state is held at each step");
        self.read(ids, state, trace, None, Some(holds));
    }

    fn read(
        &mut self,
        ids: &[u32],
        state: &mut State<R>,
        trace: &mut Trace<R>,
        dropout: Option<&Draws>,
        holds: Option<&Holds<R>>,
    ) {
        self.pack_forward();
        let batch_size = state.batch_size();
        assert_eq!(ids.len() % batch_size, 0, "a window has whole time steps");
        let dropout = dropout.filter(|_| self.config.dropout > 0.0);
        let window = WindowShape { columns: ids.len(), batch_size, dropout: dropout.is_some() };
        trace.window = window;
        for (index, layer) in self.layers.iter().enumerate() {
            let (below, from_here) = trace.layers.split_at_mut(index);
            let this = &mut from_here[0];
            let input = match below.last() {
                None => Input::Ids(ids),
                Some(below) => Input::Features(below.output(window)),
            };
            let state = &mut state.layers[index];
            let holds = holds.map(|holds| holds.layer(index));
            layer.forward(&self.params, input, state, this, holds, &mut trace.room);
            if let Some(draws) = dropout {
                dropout::forward(self.config.dropout, draws, index, this, window);
            }
        }
        let top = trace.layers.last().expect(HAS_LAYERS);
        let logits = trace.logits.columns_mut(0, ids.len());
        self.head.forward(&self.params, top.output(window), logits, &mut trace.room);
    }

    /// The logits for the first character of all, when nothing was read: the head's output for a
    /// zero hidden state, its bias.
    pub fn first_logits(&self) -> &[R] {
        self.head.bias(&self.params)
    }

    /// Reads a window and returns the sum of its prediction errors in nats.
    ///
    /// # Panics
    /// If the window and the state are not of the same batch size.
    pub fn loss_sum(
        &mut self,
        window: &Window,
        state: &mut State<R>,
        trace: &mut Trace<R>,
        dropout: Option<&Draws>,
    ) -> f64 {
        assert_eq!(window.batch_size, state.batch_size(), "{SAME_BATCH}");
        self.forward(&window.inputs, state, trace, dropout);
        cross_entropy_sum(trace.logits.columns_mut(0, window.inputs.len()), &window.targets)
    }

    /// Reads a window and sets `grads` to the derivative of its loss with respect to every weight,
    /// the carried state taken as constant. Returns the loss, the mean nats per character.
    ///
    /// # Panics
    /// If the window and the state are not of the same batch size.
    pub fn loss_and_gradients(
        &mut self,
        window: &Window,
        state: &mut State<R>,
        trace: &mut Trace<R>,
        grads: &mut Params<R>,
        dropout: Option<&Draws>,
    ) -> f64 {
        assert_eq!(window.batch_size, state.batch_size(), "{SAME_BATCH}");
        self.forward_and_backward(window, window.targets.len(), state, trace, dropout);
        grads.as_mut_slice().fill(R::ZERO);
        let loss = self.add_shard(&window.inputs, 0..window.batch_size, trace, grads);
        loss / window.targets.len() as f64
    }

    /// Reads a window, and goes back through it. The derivatives in `trace` are those of a mean of
    /// `predictions` losses, of which this window may have a part; `state` is carried on.
    pub fn forward_and_backward(
        &mut self,
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

    /// Goes back through the window in `trace` from the loss of its last character alone, after which
    /// `next` comes; returns that loss in nats.
    pub fn backward_from_last(&mut self, next: u32, trace: &mut Trace<R>) -> f64 {
        let last = trace.window.columns - 1;
        trace.logits.columns_mut(0, last).fill(R::ZERO);
        let mut loss = [0.0];
        softmax_cross_entropy(trace.logits.columns_mut(last, 1), &[next], 1, &mut loss);
        self.backward(trace);
        loss[0]
    }

    /// Goes back through the window in `trace`, whose `logits` hold the derivative of the loss.
    fn backward(&mut self, trace: &mut Trace<R>) {
        self.pack_backward();
        let window = trace.window;
        let room = &mut trace.room;
        let top = trace.layers.last_mut().expect(HAS_LAYERS);
        top.d_hidden.fill(R::ZERO);
        let d_logits = trace.logits.columns(0, window.columns);
        self.head.backward(&self.params, d_logits, top.d_output(window), room);

        for (index, layer) in self.layers.iter().enumerate().rev() {
            let (below, from_here) = trace.layers.split_at_mut(index);
            let this = &mut from_here[0];
            if window.dropout {
                dropout::backward(this, window);
            }
            layer.backward(&self.params, this, window, room);
            if let Some(below) = below.last_mut() {
                below.d_hidden.fill(R::ZERO);
                let d_z = this.gates.columns(0, window.columns);
                layer.add_d_input(d_z, below.d_output(window), room);
            }
        }
    }

    /// Adds the gradients, summed over some streams of the window `ids` that went forward and
    /// backward in `trace`, to `grads`; returns the sum of their losses in nats.
    pub fn add_shard(
        &self,
        ids: &[u32],
        streams: Range<usize>,
        trace: &mut Trace<R>,
        grads: &mut Params<R>,
    ) -> f64 {
        let window = trace.window;
        let shard = Shard { window, streams };
        let room = &mut trace.room;
        let top = trace.layers.last().expect(HAS_LAYERS);
        let (hidden, d_logits) = (shard.part_of(top.output(window)), shard.columns(&trace.logits));
        let losses = (0..d_logits.shape().1).map(|k| trace.losses[d_logits.place(k)]).sum();
        self.head.add_gradients(grads, hidden, d_logits, room);
        for (index, layer) in self.layers.iter().enumerate() {
            let input = match index.checked_sub(1) {
                None => Input::Ids(ids),
                Some(below) => Input::Features(trace.layers[below].output(window)),
            };
            layer.add_gradients(grads, input, &trace.layers[index], &shard, room);
        }
        losses
    }

    fn pack_forward(&mut self) {
        if !std::mem::replace(&mut self.packed.forward, true) {
            self.head.pack(&self.params);
            for layer in &mut self.layers {
                layer.pack_forward(&self.params);
            }
        }
    }

    fn pack_backward(&mut self) {
        if !std::mem::replace(&mut self.packed.backward, true) {
            for layer in &mut self.layers {
                layer.pack_backward(&self.params);
            }
        }
    }
}

const SAME_BATCH: &str = "a window and the state it continues have the same streams";
const HAS_LAYERS: &str = "a model has at least one layer";
