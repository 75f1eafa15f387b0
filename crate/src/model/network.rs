//! The network: layers, dropout between them, head.

use std::ops::{Deref, DerefMut, Range};
use std::sync::Arc;

use nalgebra::{DMatrixView, DMatrixViewMut};

use super::cell::{Cell, WEIGHT_IH};
use super::clamp::Clamps;
use super::config::{NetworkConfig, lay_out};
use super::dropout::{self, Draws};
use super::head::Head;
use super::layer::{Input, Layer};
use super::layer_trace::WindowShape;
use super::loss::cross_entropy;
use super::params::{Layout, Params};
use super::state::{LayerState, State};
use super::trace::Trace;
use crate::math::{blocks, zeros};
use crate::real::Real;
use crate::text::Window;

/// A network that predicts characters: one-hot input, `num_layers` recurrent layers, a linear head.
#[derive(Debug)]
pub struct Network<R: Real> {
    config: NetworkConfig,
    cell: &'static dyn Cell<R>,
    pub(super) layers: Vec<Layer<R>>,
    pub(super) head: Head<R>,
    pub(super) params: Params<R>,
}

impl<R: Real> Network<R> {
    /// A network with initial weights drawn from `seed`.
    pub fn new(config: NetworkConfig, seed: u32) -> Self {
        Self::with_params(config, &|layout| Params::init(layout, seed))
    }

    fn with_params(config: NetworkConfig, params: &dyn Fn(Arc<Layout>) -> Params<R>) -> Self {
        let cell = config.cell.cell();
        let (layout, first) = lay_out(&config);
        let layer = |index| Layer::new(cell, index, first[index], config.hidden_size);
        let mut network = Self {
            layers: (0..config.num_layers).map(layer).collect(),
            head: Head::new(first[config.num_layers]),
            params: params(Arc::new(layout)),
            cell,
            config,
        };
        network.pack();
        network
    }

    /// A network with these weights, tensor after tensor, each in column order, of any number type.
    ///
    /// # Panics
    /// If the number of weights does not match `config`.
    pub fn from_weights<S: Real>(config: NetworkConfig, weights: &[S]) -> Self {
        Self::with_params(config, &|layout| {
            let mut params = Params::zeros(layout);
            let own = params.as_mut_slice();
            assert!(own.len() == weights.len(), "one number for every weight");
            for (to, from) in own.iter_mut().zip(weights) {
                *to = R::from_f64(from.to_f64());
            }
            params
        })
    }

    /// The sizes and constants.
    pub fn config(&self) -> &NetworkConfig {
        &self.config
    }

    /// The weights.
    pub fn params(&self) -> &Params<R> {
        &self.params
    }

    /// The input weights, W_ih of the lowest layer, with a column for every character.
    pub fn input_weights(&self) -> DMatrixView<'_, R> {
        self.params.view(WEIGHT_IH)
    }

    /// The weights, mutable.
    pub fn params_mut(&mut self) -> ParamsMut<'_, R> {
        ParamsMut(self)
    }

    /// The ranges of the layers' weights and of the head's, in [`Params::as_slice`].
    pub fn parts(&self) -> [Range<usize>; 2] {
        let first = self.head.offset(&self.params);
        [0..first, first..self.params.as_slice().len()]
    }

    /// The zero state of `batch_size` streams.
    pub fn zero_state(&self, batch_size: usize) -> State<R> {
        let h = self.config.hidden_size;
        let cell_rows = if self.cell.has_cell() { h } else { 0 };
        let layer = LayerState {
            hidden: zeros(h, batch_size),
            cell: zeros(cell_rows, batch_size),
            carried_gates: zeros(self.cell.carried_gates() * h, batch_size),
        };
        State { layers: vec![layer; self.config.num_layers] }
    }

    /// Buffers for windows of up to `seq_len` steps and `batch_size` streams.
    pub fn trace(&self, seq_len: usize, batch_size: usize) -> Trace<R> {
        Trace::new(&self.config, seq_len, batch_size)
    }

    /// Reads a window of characters, index `t * batch_size + b`. `trace` then holds all activations
    /// of the layers, and `state` the state after the window. `dropout` drops outputs as in
    /// training. [`logits`](Self::logits) are computed only for the columns asked for.
    ///
    /// # Panics
    /// If the window exceeds `trace`, or is not a multiple of the state's batch size.
    pub fn forward(
        &self,
        ids: &[u32],
        state: &mut State<R>,
        trace: &mut Trace<R>,
        dropout: Option<&Draws>,
    ) {
        self.read(ids, &[], state, trace, dropout, None);
    }

    /// Reads a window as [`forward`](Self::forward) does, with the zero state before each of its
    /// starts.
    ///
    /// # Panics
    /// If the window exceeds `trace`, or differs from the state in batch size.
    pub fn forward_window(
        &self,
        window: &Window,
        state: &mut State<R>,
        trace: &mut Trace<R>,
        dropout: Option<&Draws>,
    ) {
        assert!(window.batch_size == state.batch_size(), "{SAME_BATCH}");
        self.read(&window.inputs, &window.starts, state, trace, dropout, None);
    }

    /// Reads one time step, a character of every stream, under `clamps`.
    ///
    /// # Panics
    /// If `ids` does not have one character for every stream.
    pub fn forward_clamped(
        &self,
        ids: &[u32],
        state: &mut State<R>,
        trace: &mut Trace<R>,
        clamps: &Clamps<R>,
    ) {
        assert!(ids.len() == state.batch_size(), "clamps apply to one time step at a time");
        self.read(ids, &[], state, trace, None, Some(clamps));
    }

    fn read(
        &self,
        ids: &[u32],
        starts: &[usize],
        state: &mut State<R>,
        trace: &mut Trace<R>,
        dropout: Option<&Draws>,
        clamps: Option<&Clamps<R>>,
    ) {
        let batch_size = state.batch_size();
        assert!(ids.len().is_multiple_of(batch_size), "a window has whole time steps");
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
            let clamps = clamps.map(|clamps| clamps.layer(index));
            layer.forward(&self.params, input, starts, state, this, clamps);
            if let Some(draws) = dropout {
                dropout::forward(self.config.dropout, draws, index, this, window);
            }
        }
    }

    /// The logits of some columns of the window in `trace`, at most as many as `trace` has room
    /// for: all columns of a window of up to 256. `(vocab_size, columns)`.
    ///
    /// # Panics
    /// If the columns are not in the window, or too many.
    pub fn logits<'a>(
        &self,
        trace: &'a mut Trace<R>,
        columns: Range<usize>,
    ) -> DMatrixViewMut<'a, R> {
        let top = trace.layers.last().expect(HAS_LAYERS);
        let output = top.output(trace.window);
        let mut logits = trace.head.logits.columns_mut(0, columns.len());
        self.head.forward(&self.params, output.columns_range(columns), logits.as_view_mut());
        logits
    }

    /// The logits before any character is read: the head's bias, its output for a zero hidden
    /// state.
    pub fn first_logits(&self) -> &[R] {
        self.head.bias(&self.params)
    }

    /// Reads a window and returns the sum of its losses in nats.
    ///
    /// # Panics
    /// If the window and the state differ in batch size.
    pub fn loss_sum(
        &self,
        window: &Window,
        state: &mut State<R>,
        trace: &mut Trace<R>,
        dropout: Option<&Draws>,
    ) -> f64 {
        self.forward_window(window, state, trace, dropout);
        let mut total = 0.0;
        for block in blocks(window.targets.len()) {
            let mut logits = self.logits(trace, block.clone());
            for (mut column, &target) in logits.column_iter_mut().zip(&window.targets[block]) {
                total += cross_entropy(column.as_mut_slice(), target);
            }
        }
        total
    }

    /// Packs the weights for the products of both passes.
    fn pack(&mut self) {
        self.head.pack(&self.params);
        for layer in &mut self.layers {
            layer.pack(&self.params);
        }
    }
}

/// Mutable access to a network's weights. Its `drop` packs them for the products, so that reading
/// needs no `&mut`.
#[derive(Debug)]
pub struct ParamsMut<'a, R: Real>(&'a mut Network<R>);

impl<R: Real> Deref for ParamsMut<'_, R> {
    type Target = Params<R>;

    fn deref(&self) -> &Params<R> {
        &self.0.params
    }
}

impl<R: Real> DerefMut for ParamsMut<'_, R> {
    fn deref_mut(&mut self) -> &mut Params<R> {
        &mut self.0.params
    }
}

impl<R: Real> Drop for ParamsMut<'_, R> {
    fn drop(&mut self) {
        self.0.pack();
    }
}

const SAME_BATCH: &str = "a window and the state it continues have the same streams";
pub(super) const HAS_LAYERS: &str = "a network has at least one layer";
