//! The loss on the validation text, portion by portion.

use std::ops::Range;

use crate::model::{Network, State, Trace, cross_entropy};
use crate::real::Real;
use crate::text::{Shape, Split, Window};

/// The number of characters that justifies the warm-up of another stream.
const LONG_STREAM: usize = 1024;
/// The most columns of a portion: as many as the head visits together.
const PORTION: usize = 256;

/// The target of a character whose prediction is not scored; above every id.
const UNSCORED: u32 = u32::MAX;

/// The result of an [`Evaluation`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvaluationReport {
    /// Mean nats per character of the validation text.
    pub loss: f64,
    /// The number of predicted characters.
    pub chars: usize,
}

/// A pass over the validation text, without dropout. It can pause between portions while the
/// weights stay unchanged.
///
/// Every block is a stream of its own, or n / 1024 streams if it has so many characters `n`. A
/// stream first reads the text before it, up to a window and to the last [start](Split::starts),
/// without scoring, so that its state is not zero at the first prediction. Streams are read in
/// groups, at most as many as in training. The result does not depend on their number.
#[derive(Clone, Debug)]
pub struct Evaluation<R: Real> {
    streams: Vec<ScoredStream>,
    /// The first stream of the current group, and the streams of a group; the last may have fewer.
    first: usize,
    batch_size: usize,
    /// The most time steps of a portion.
    steps: usize,
    /// The number of portions in all, and read so far.
    portions: usize,
    read: usize,
    window: Window,
    state: State<R>,
}

impl<R: Real> Evaluation<R> {
    /// A pass over the validation text of `split`, `None` if there is none; `shape` is the shape of
    /// a training window.
    pub fn new(network: &Network<R>, split: &Split, shape: Shape) -> Option<Self> {
        let mut streams = Vec::new();
        for block in split.validation() {
            let count = (block.len() / LONG_STREAM).max(1);
            let border = |index| block.start + block.len() * index / count;
            for index in 0..count {
                let scored = border(index)..border(index + 1);
                streams.push(ScoredStream::new(scored, split, shape.seq_len));
            }
        }
        if streams.is_empty() {
            return None;
        }
        let groups = streams.len().div_ceil(shape.batch_size);
        let batch_size = streams.len().div_ceil(groups);
        let steps = (PORTION.min(shape.batch_size * shape.seq_len) / batch_size).max(1);
        let groups = streams.chunks(batch_size);
        let portions = groups.map(|group| steps_left(group).div_ceil(steps)).sum();
        let (window, state) = (Window::default(), network.zero_state(batch_size));
        Some(Self { streams, first: 0, batch_size, steps, portions, read: 0, window, state })
    }

    /// The number of portions in all.
    pub fn portions(&self) -> usize {
        self.portions
    }

    /// Reads one portion, at most 256 columns; false after the last one. Every portion needs the
    /// same weights, the text `ids` and its `split`, and a `trace` for windows of training.
    pub fn advance(
        &mut self,
        network: &Network<R>,
        ids: &[u32],
        split: &Split,
        trace: &mut Trace<R>,
    ) -> bool {
        let end = self.streams.len().min(self.first + self.batch_size);
        let group = &mut self.streams[self.first..end];
        let steps = self.steps.min(steps_left(group));
        let window = &mut self.window;
        window.batch_size = self.batch_size;
        window.inputs.clear();
        window.targets.clear();
        window.starts.clear();
        for _ in 0..steps {
            for b in 0..self.batch_size {
                let stream = group.get_mut(b);
                let (id, target, is_start) =
                    stream.map_or((0, UNSCORED, false), |stream| stream.next(ids, split));
                if is_start {
                    window.starts.push(window.inputs.len());
                }
                window.inputs.push(id);
                window.targets.push(target);
            }
        }
        network.forward_window(window, &mut self.state, trace, None);
        if window.targets.iter().any(|&target| target != UNSCORED) {
            let mut logits = network.logits(trace, 0..window.targets.len());
            for (column, &target) in window.targets.iter().enumerate() {
                if target != UNSCORED {
                    let loss = cross_entropy(logits.column_mut(column).as_mut_slice(), target);
                    group[column % self.batch_size].loss += loss;
                }
            }
        }
        if steps_left(group) == 0 {
            self.first = end;
            self.state.clear();
        }
        self.read += 1;
        self.read < self.portions
    }

    /// The mean over all characters, after the last portion.
    pub fn report(&self) -> EvaluationReport {
        let chars = self.streams.iter().map(|stream| stream.scored.len()).sum();
        EvaluationReport { loss: self.losses().sum::<f64>() / chars as f64, chars }
    }
}

/// The parts of a checkpoint.
impl<R: Real> Evaluation<R> {
    /// The number of portions read so far.
    pub(super) fn portions_read(&self) -> usize {
        self.read
    }

    /// The sum of the losses so far of every stream.
    pub(super) fn losses(&self) -> impl Iterator<Item = f64> {
        self.streams.iter().map(|stream| stream.loss)
    }

    /// The state after the portions read so far.
    pub(super) fn state(&self) -> &State<R> {
        &self.state
    }

    /// That state, mutable.
    pub(super) fn state_mut(&mut self) -> &mut State<R> {
        &mut self.state
    }

    /// Goes on after some portions of an earlier pass with these losses, up to the state. False if
    /// there can be no such pass.
    pub(super) fn go_to(&mut self, split: &Split, portions: usize, losses: &[f64]) -> bool {
        if losses.len() != self.streams.len() || portions >= self.portions {
            return false;
        }
        self.read = portions;
        for (stream, &loss) in self.streams.iter_mut().zip(losses) {
            stream.loss = loss;
        }
        let mut left = portions;
        for group in self.streams.chunks_mut(self.batch_size) {
            let portions = left.min(steps_left(group).div_ceil(self.steps));
            left -= portions;
            for stream in group.iter_mut() {
                stream.skip(portions * self.steps, split);
            }
            if steps_left(group) == 0 {
                self.first += group.len();
            }
        }
        true
    }
}

/// A part of the validation text that is read as one stream.
#[derive(Clone, Debug)]
struct ScoredStream {
    /// The characters to predict.
    scored: Range<usize>,
    /// The index of the next character to read.
    next: usize,
    /// The number of [starts](Split::starts) before it.
    starts: usize,
    /// The sum of the losses so far. Every stream has its own, so that the order of summation does
    /// not depend on the groups.
    loss: f64,
}

impl ScoredStream {
    /// A stream before its warm-up of up to `warm_up` characters.
    #[inline(never)]
    fn new(scored: Range<usize>, split: &Split, warm_up: usize) -> Self {
        let first = scored.start - 1; // from which the first prediction is made
        let starts = split.starts_before(scored.start);
        let start = if starts == 0 { 0 } else { split.starts()[starts - 1] };
        let next = first.saturating_sub(warm_up).max(start);
        Self { scored, next, starts: split.starts_before(next), loss: 0.0 }
    }

    /// Moves on as if so many characters were read.
    #[inline(never)]
    fn skip(&mut self, chars: usize, split: &Split) {
        self.next += chars.min(self.steps_left());
        self.starts = split.starts_before(self.next);
    }

    fn steps_left(&self) -> usize {
        self.scored.end - 1 - self.next
    }

    /// The next character, its target, and true if it is read from the zero state; any character
    /// after the end.
    #[inline(never)]
    fn next(&mut self, ids: &[u32], split: &Split) -> (u32, u32, bool) {
        let index = self.next;
        if self.steps_left() == 0 {
            return (ids[index], UNSCORED, false);
        }
        self.next += 1;
        let is_start = split.starts().get(self.starts) == Some(&index);
        self.starts += usize::from(is_start);
        let target = if self.next < self.scored.start { UNSCORED } else { ids[self.next] };
        (ids[index], target, is_start)
    }
}

/// The time steps until the end of the longest stream.
#[inline(never)]
fn steps_left(group: &[ScoredStream]) -> usize {
    group.iter().map(ScoredStream::steps_left).max().unwrap_or(0)
}
