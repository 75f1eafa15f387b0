//! Inputs and targets of training: a text is cut into streams, the streams into windows.

use std::ops::Range;

use super::Split;

/// Marks a character of a window that is read from the zero state; above every id.
const START: u32 = 1 << 31;

/// The shape of windows: `batch_size` streams of at most `seq_len` characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The number of streams.
    pub batch_size: usize,
    /// The maximum number of characters of a stream in one window.
    pub seq_len: usize,
}

impl Shape {
    /// The largest shape, up to `self`, that a text with `predictions` predicted characters fills.
    ///
    /// First the batch shrinks until every stream has a whole window; if a single stream is too
    /// short for a window, the window shrinks to the text.
    ///
    /// ```
    /// use lstm_playground::text::Shape;
    /// let wanted = Shape { batch_size: 32, seq_len: 64 };
    /// assert_eq!(wanted.fitted_to(10_000), wanted);
    /// assert_eq!(wanted.fitted_to(1_000), Shape { batch_size: 15, seq_len: 64 });
    /// assert_eq!(wanted.fitted_to(20), Shape { batch_size: 1, seq_len: 20 });
    /// ```
    pub fn fitted_to(self, predictions: usize) -> Self {
        let batch_size = (predictions / self.seq_len).clamp(1, self.batch_size);
        let seq_len = self.seq_len.min(predictions / batch_size);
        Self { batch_size, seq_len }
    }
}

/// One window of a text; index `t * batch_size + b` is time step `t` of stream `b`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The characters to read.
    pub inputs: Vec<u32>,
    /// The characters to predict: the successors of the inputs.
    pub targets: Vec<u32>,
    /// The number of streams.
    pub batch_size: usize,
    /// The indices, ascending, of characters at which a stream starts anew: it reads each of them
    /// from the zero state, and no gradient flows back across.
    pub starts: Vec<usize>,
}

/// Iterates over a training text in windows, epoch after epoch.
///
/// The predictions of the training text, in order, are cut into `batch_size` contiguous streams of
/// equal length (a remainder of fewer than `batch_size` is not used), each stream into
/// [`per_epoch`](Self::per_epoch) windows whose lengths differ by at most 1. Window `w + 1` of a
/// stream continues window `w`. A stream that reaches the end of a segment continues in the next
/// segment, from the zero state.
///
/// Every epoch cuts the text at other positions; the stream that reaches the end of the text
/// continues at its beginning. With the same cuts in every epoch, a network could learn a short
/// text by heart as `batch_size` long sequences, and would fail when a sample starts elsewhere.
#[derive(Clone, Debug)]
pub struct Windows {
    predictions: usize,
    shape: Shape,
    stream_len: usize,
    /// The start of the first stream in this epoch, and its shift from epoch to epoch.
    offset: usize,
    stride: usize,
    next: usize,
}

impl Windows {
    /// Windows over the training text of `split`, with the shape [fitted](Shape::fitted_to) to it.
    pub fn new(split: &Split, shape: Shape) -> Self {
        let predictions = split.predictions();
        let shape = shape.fitted_to(predictions);
        let stream_len = predictions / shape.batch_size;
        let stride = stride(stream_len);
        Self { predictions, shape, stream_len, offset: 0, stride, next: 0 }
    }

    /// The shape in force.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The number of windows in an epoch.
    pub fn per_epoch(&self) -> usize {
        self.stream_len.div_ceil(self.shape.seq_len)
    }

    /// The number of predicted characters in an epoch.
    pub fn predictions_per_epoch(&self) -> usize {
        self.stream_len * self.shape.batch_size
    }

    /// True if the next window is the first of an epoch: the state must then be zero.
    pub fn at_start(&self) -> bool {
        self.next == 0
    }

    /// Returns to the first window of this epoch.
    pub fn rewind(&mut self) {
        self.next = 0;
    }

    /// The start of this epoch's first stream, and the number of windows read.
    pub fn position(&self) -> (usize, usize) {
        (self.offset, self.next)
    }

    /// Moves to a [`position`](Self::position); false if it is not one of these windows.
    pub fn go_to(&mut self, (offset, next): (usize, usize)) -> bool {
        let exists = offset < self.stream_len && next < self.per_epoch();
        if exists {
            (self.offset, self.next) = (offset, next);
        }
        exists
    }

    /// The time steps of the next window.
    fn steps(&self) -> Range<usize> {
        // Rounded up, so that the first window is the longest and buffers grow only once. In 64
        // bits: the product of two lengths may exceed a browser's 32-bit `usize`.
        let [stream_len, per_epoch] = [self.stream_len, self.per_epoch()].map(|count| count as u64);
        let border = |window: usize| (stream_len * window as u64).div_ceil(per_epoch) as usize;
        border(self.next)..border(self.next + 1)
    }

    /// The number of characters that the next window predicts.
    pub fn predictions(&self) -> usize {
        self.steps().len() * self.shape.batch_size
    }

    /// Fills `window` with some streams of the next window of the text `ids`, split by `split`.
    pub fn fill(&self, ids: &[u32], split: &Split, streams: Range<usize>, window: &mut Window) {
        let Range { start, end } = self.steps();
        let batch_size = streams.len();
        window.batch_size = batch_size;
        window.inputs.resize((end - start) * batch_size, 0);
        window.targets.resize((end - start) * batch_size, 0);
        for (b, stream) in streams.enumerate() {
            let first = self.offset + stream * self.stream_len + start;
            let (mut inputs, mut next_start) = (0..0, 0);
            for column in (b..window.inputs.len()).step_by(batch_size) {
                if inputs.is_empty() {
                    let prediction = (first + column / batch_size) % self.predictions;
                    inputs = split.inputs_from(prediction);
                    next_start = split.starts_before(inputs.start);
                }
                let index = inputs.start;
                let is_start = split.starts().get(next_start) == Some(&index);
                next_start += usize::from(is_start);
                window.inputs[column] = if is_start { ids[index] | START } else { ids[index] };
                window.targets[column] = ids[index + 1];
                inputs.start += 1;
            }
        }
        window.starts.clear();
        window.starts.reserve(window.inputs.len()); // so that no step but the first allocates
        for (column, id) in window.inputs.iter_mut().enumerate() {
            if *id & START != 0 {
                *id ^= START;
                window.starts.push(column);
            }
        }
    }

    /// Moves to the next window; after the last one, to the first of the next epoch.
    pub fn advance(&mut self) {
        self.next += 1;
        if self.next == self.per_epoch() {
            self.next = 0;
            self.offset = (self.offset + self.stride) % self.stream_len;
        }
    }

    /// [Fills](Self::fill) `window` with all streams of the next window and moves on to the one
    /// after.
    pub fn next_into(&mut self, ids: &[u32], split: &Split, window: &mut Window) {
        self.fill(ids, split, 0..self.shape.batch_size, window);
        self.advance();
    }
}

/// The shift of an epoch: near the golden section of a stream, whose multiples spread evenly, and
/// coprime to its length, so that they reach every position.
fn stride(stream_len: usize) -> usize {
    let golden = (stream_len as f64 * 0.618_033_988_749_894_8) as usize;
    (golden.max(1)..)
        .find(|&stride| gcd(stride, stream_len) == 1)
        .expect("a prime above the length is coprime to it")
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
