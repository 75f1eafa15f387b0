//! The loss on the validation tail, window by window.

use super::Score;
use crate::model::{Network, State, Trace};
use crate::real::Real;
use crate::text::{Shape, Split, Window, Windows};

/// Characters of a stream that are worth a warm-up.
const LONG_STREAM: usize = 1024;

/// A pass over the validation tail that can be paused between windows; the weights must not change
/// meanwhile. Dropout is off.
///
/// A tail of `n` characters is read in n / 1024 streams side by side, at least one and at most as
/// many as in training (the fewer characters than streams that are left over are not read). Every
/// stream first reads the window of text before it, which is not scored, so that it does not start
/// from an empty memory.
#[derive(Clone, Debug)]
pub struct Evaluation<R: Real> {
    windows: Windows,
    window: Window,
    state: State<R>,
    total: f64,
    chars: usize,
}

impl<R: Real> Evaluation<R> {
    /// A pass over the tail of `split`, `None` when it has none; `shape` is the one of training.
    pub fn new(
        network: &mut Network<R>,
        split: Split,
        shape: Shape,
        trace: &mut Trace<R>,
    ) -> Option<Self> {
        let tail = split.validation()?;
        let batch_size = (tail.len() / LONG_STREAM).clamp(1, shape.batch_size);
        let windows = Windows::new(tail.len(), Shape { batch_size, ..shape });
        let batch_size = windows.shape().batch_size;
        let mut state = network.zero_state(batch_size);
        let stream_len = windows.predictions_per_pass() / batch_size;
        let first = split.ids().len() - tail.len();
        let warm_up = first.min(shape.seq_len);
        let before =
            |t| (0..batch_size).map(move |stream| first - warm_up + stream * stream_len + t);
        let ids: Vec<u32> = (0..warm_up).flat_map(before).map(|place| split.ids()[place]).collect();
        if !ids.is_empty() {
            network.forward(&ids, &mut state, trace, None);
        }
        Some(Self { windows, window: Window::default(), state, total: 0.0, chars: 0 })
    }

    /// Reads the next window; the score after the last one.
    pub fn advance(
        &mut self,
        network: &mut Network<R>,
        tail: &[u32],
        trace: &mut Trace<R>,
    ) -> Option<Score> {
        self.windows.next_into(tail, &mut self.window);
        self.total += network.loss_sum(&self.window, &mut self.state, trace, None);
        self.chars += self.window.targets.len();
        let chars = self.chars;
        self.windows.at_start().then(|| Score { loss: self.total / chars as f64, chars })
    }
}
