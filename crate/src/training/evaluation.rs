//! The loss on the validation tail, window by window.

use super::Score;
use crate::model::{Model, State, Trace};
use crate::real::Real;
use crate::text::{Shape, Window, Windows};

/// Characters of a stream that make its start from the zero state negligible.
const LONG_STREAM: usize = 1024;

/// A pass over the validation tail that can be paused between windows; the weights must not change
/// meanwhile. Dropout is off.
///
/// A tail of `n` characters is read in n / 1024 streams side by side, at least one and at most as
/// many as in training: more streams are faster, but each starts from the zero state.
#[derive(Clone, Debug)]
pub struct Evaluation<R: Real> {
    windows: Windows,
    window: Window,
    state: State<R>,
    total: f64,
    chars: usize,
}

impl<R: Real> Evaluation<R> {
    /// A pass over `ids`, whose first is only read; `shape` is the one of training.
    ///
    /// # Panics
    /// If `ids` has fewer than two characters.
    pub fn new(model: &Model<R>, ids: &[u32], shape: Shape) -> Self {
        let batch_size = (ids.len() / LONG_STREAM).clamp(1, shape.batch_size);
        let windows = Windows::new(ids.len(), Shape { batch_size, ..shape });
        let state = model.zero_state(windows.shape().batch_size);
        Self { windows, window: Window::default(), state, total: 0.0, chars: 0 }
    }

    /// Reads the next window; the score after the last one.
    pub fn advance(
        &mut self,
        model: &mut Model<R>,
        ids: &[u32],
        trace: &mut Trace<R>,
    ) -> Option<Score> {
        self.windows.next_into(ids, &mut self.window);
        self.total += model.loss_sum(&self.window, &mut self.state, trace);
        self.chars += self.window.targets.len();
        let chars = self.chars;
        self.windows.at_start().then(|| Score { loss: self.total / chars as f64, chars })
    }
}
