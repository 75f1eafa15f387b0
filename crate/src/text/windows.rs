//! Inputs and targets: a text cut into streams, the streams into windows.

use std::ops::Range;

/// How a text is cut: `batch_size` streams, read in windows of at most `seq_len` characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Streams side by side.
    pub batch_size: usize,
    /// Characters of a stream in one window, at most.
    pub seq_len: usize,
}

impl Shape {
    /// The largest shape, at most `self`, that a text with `predictions` predicted characters fills.
    ///
    /// The rule: first the batch shrinks until every stream has a whole window; when even one
    /// stream has not, the window shrinks to the text.
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
    /// The characters that are read.
    pub inputs: Vec<u32>,
    /// The characters that follow them, to be predicted.
    pub targets: Vec<u32>,
    /// Streams side by side.
    pub batch_size: usize,
}

/// Walks a text in windows, pass after pass.
///
/// The text's `n - 1` predictions are cut into `batch_size` contiguous streams of equal length (the
/// fewer than `batch_size` left over at the end are not used), each stream into
/// [`per_pass`](Self::per_pass) windows whose lengths differ by at most one. Window `w + 1` of a
/// stream continues where window `w` ended.
///
/// Every pass cuts the text at other places, and lets the stream that reaches its end go on at its
/// beginning. Were the cuts always the same, a network could learn a short text by heart as
/// `batch_size` long sequences, and would be lost wherever else a sample starts.
#[derive(Clone, Debug)]
pub struct Windows {
    predictions: usize,
    shape: Shape,
    stream_len: usize,
    /// Where the first stream of this pass starts, and how much later that of the next.
    offset: usize,
    stride: usize,
    next: usize,
}

impl Windows {
    /// Windows over a text of `chars` characters, of the given shape as far as the text
    /// [fills it](Shape::fitted_to).
    ///
    /// # Panics
    /// If `chars` is below two.
    pub fn new(chars: usize, shape: Shape) -> Self {
        assert!(chars >= 2, "a window takes one character to read and one to predict");
        let shape = shape.fitted_to(chars - 1);
        let stream_len = (chars - 1) / shape.batch_size;
        let stride = stride(stream_len);
        Self { predictions: chars - 1, shape, stream_len, offset: 0, stride, next: 0 }
    }

    /// The shape in force.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Windows in one pass over the text.
    pub fn per_pass(&self) -> usize {
        self.stream_len.div_ceil(self.shape.seq_len)
    }

    /// Predicted characters in one pass over the text.
    pub fn predictions_per_pass(&self) -> usize {
        self.stream_len * self.shape.batch_size
    }

    /// Whether the next window is the first of a pass: the state must then be zero.
    pub fn at_start(&self) -> bool {
        self.next == 0
    }

    /// Goes back to the first window of this pass.
    pub fn rewind(&mut self) {
        self.next = 0;
    }

    /// Where this pass starts, and how many of its windows were read.
    pub fn position(&self) -> (usize, usize) {
        (self.offset, self.next)
    }

    /// Goes to a [`position`](Self::position), if it is one of these windows'; whether it is.
    pub fn go_to(&mut self, (offset, next): (usize, usize)) -> bool {
        let is_here = offset < self.stream_len && next < self.per_pass();
        if is_here {
            (self.offset, self.next) = (offset, next);
        }
        is_here
    }

    /// Time steps of the next window.
    fn steps(&self) -> Range<usize> {
        // Rounded up, so that the first window is the longest and buffers grow only once.
        // In 64 bits: the product of two lengths is more than a browser's 32 can count.
        let [stream_len, per_pass] = [self.stream_len, self.per_pass()].map(|count| count as u64);
        let border = |window: usize| (stream_len * window as u64).div_ceil(per_pass) as usize;
        border(self.next)..border(self.next + 1)
    }

    /// Characters that the next window predicts.
    pub fn predictions(&self) -> usize {
        self.steps().len() * self.shape.batch_size
    }

    /// Fills `window` with some streams of the next window of `ids`, the text given to
    /// [`new`](Self::new).
    pub fn fill(&self, ids: &[u32], streams: Range<usize>, window: &mut Window) {
        window.batch_size = streams.len();
        window.inputs.clear();
        window.targets.clear();
        for t in self.steps() {
            for stream in streams.clone() {
                let place = (self.offset + stream * self.stream_len + t) % self.predictions;
                window.inputs.push(ids[place]);
                window.targets.push(ids[place + 1]);
            }
        }
    }

    /// Goes on to the window after; after the last one comes the first of the next pass.
    pub fn advance(&mut self) {
        self.next += 1;
        if self.next == self.per_pass() {
            self.next = 0;
            self.offset = (self.offset + self.stride) % self.stream_len;
        }
    }

    /// [Fills](Self::fill) `window` with all streams of the next window, and goes on.
    pub fn next_into(&mut self, ids: &[u32], window: &mut Window) {
        self.fill(ids, 0..self.shape.batch_size, window);
        self.advance();
    }
}

/// The golden section of a stream, whose multiples spread evenly over it; without a factor in
/// common with its length, so that they come to every place.
fn stride(stream_len: usize) -> usize {
    let golden = (stream_len as f64 * 0.618_033_988_749_894_8) as usize;
    (golden.max(1)..).find(|&stride| gcd(stride, stream_len) == 1).expect("a prime comes by")
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
