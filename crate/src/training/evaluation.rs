//! The loss on the validation text, window by window.

use crate::model::{Network, State, Trace};
use crate::real::Real;
use crate::text::{Shape, Split, Window, Windows};

/// The number of characters that justifies the warm-up of another stream.
const LONG_STREAM: usize = 1024;

/// The result of an [`Evaluation`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvaluationReport {
    /// Mean nats per character of the validation text.
    pub loss: f64,
    /// The number of predicted characters.
    pub chars: usize,
}

/// A pass over the validation text, without dropout. It can pause between windows while the weights
/// stay unchanged.
///
/// A validation text of `n` characters is read in n / 1024 parallel streams, at least one and at
/// most as many as in training; the remainder, fewer characters than streams, is not read. Every
/// stream first reads the window of text before it, without scoring, so that its state is not zero
/// at the first prediction.
#[derive(Clone, Debug)]
pub struct Evaluation<R: Real> {
    windows: Windows,
    window: Window,
    state: State<R>,
    /// The number of portions read so far.
    read: usize,
    loss_sum: f64,
}

impl<R: Real> Evaluation<R> {
    /// A pass over the validation text of `split`, `None` if there is none; `shape` is the shape of
    /// a training window.
    pub fn new(
        network: &Network<R>,
        split: Split,
        shape: Shape,
        trace: &mut Trace<R>,
    ) -> Option<Self> {
        let text = split.validation()?;
        let batch_size = (text.len() / LONG_STREAM).clamp(1, shape.batch_size);
        let windows = Windows::new(text.len(), Shape { batch_size, ..shape });
        let batch_size = windows.shape().batch_size;
        let mut state = network.zero_state(batch_size);
        let stream_len = windows.predictions_per_epoch() / batch_size;
        let first = split.ids().len() - text.len();
        let warm_up = first.min(shape.seq_len);
        let before =
            |t| (0..batch_size).map(move |stream| first - warm_up + stream * stream_len + t);
        let ids: Vec<u32> = (0..warm_up).flat_map(before).map(|index| split.ids()[index]).collect();
        if !ids.is_empty() {
            network.forward(&ids, &mut state, trace, None);
        }
        Some(Self { windows, window: Window::default(), state, read: 0, loss_sum: 0.0 })
    }

    /// The number of portions in all.
    pub(super) fn portions(&self) -> usize {
        self.windows.per_epoch()
    }

    /// Reads one portion, a window of the validation text; false after the last one.
    pub(super) fn advance(
        &mut self,
        network: &Network<R>,
        split: Split,
        trace: &mut Trace<R>,
    ) -> bool {
        let Some(validation) = split.validation() else { return false };
        self.windows.next_into(validation, &mut self.window);
        self.loss_sum += network.loss_sum(&self.window, &mut self.state, trace, None);
        self.read += 1;
        self.read < self.portions()
    }

    /// The number of portions read so far.
    pub(super) fn portions_read(&self) -> usize {
        self.read
    }

    /// The sum of the losses so far of every stream.
    pub(super) fn losses(&self) -> impl Iterator<Item = f64> {
        std::iter::once(self.loss_sum)
    }

    /// The state after the portions read so far.
    pub(super) fn state(&self) -> impl Iterator<Item = &[R]> {
        self.state.streams(0..self.state.batch_size())
    }

    /// The slices of [`state`](Self::state), mutable.
    pub(super) fn state_mut(&mut self) -> impl Iterator<Item = &mut [R]> {
        self.state.streams_mut(0..self.state.batch_size())
    }

    /// Goes on after some portions of an earlier pass with these losses, up to the state. False, and
    /// without effect, if there can be no such pass.
    pub(super) fn go_to(&mut self, portions: usize, losses: &[f64]) -> bool {
        let [loss_sum] = *losses else { return false };
        if !self.windows.go_to((0, portions)) {
            return false;
        }
        self.loss_sum = loss_sum;
        self.read = portions;
        true
    }

    /// The mean over all characters, after the last portion.
    pub(super) fn report(&self) -> EvaluationReport {
        let chars = self.windows.predictions_per_epoch();
        EvaluationReport { loss: self.loss_sum / chars as f64, chars }
    }
}
