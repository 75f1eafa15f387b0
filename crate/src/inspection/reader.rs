//! A text read character by character, with the values of training's forward pass.

use crate::model::{Clamps, Network, State, Trace, exponentials};
use crate::real::Real;
use crate::text::separator_ends;

/// Characters in one window; affects only the speed.
const WINDOW: usize = 64;

/// The pass of a network over a text, from the zero state, which also begins every document.
#[derive(Clone, Debug)]
pub struct Reader<R: Real> {
    ids: Vec<u32>,
    /// Characters read so far.
    read: usize,
    /// Characters in one window.
    window: usize,
    state: State<R>,
    trace: Trace<R>,
    clamps: Option<Clamps<R>>,
    /// The indices of the characters with which a document begins, ascending.
    starts: Vec<usize>,
    /// The number of starts before `read`.
    passed: usize,
}

impl<R: Real> Reader<R> {
    /// A reader before the first character of `ids`; the clamps are in force throughout.
    pub fn new(network: &Network<R>, ids: Vec<u32>, clamps: Option<Clamps<R>>) -> Self {
        // The state is clamped at the beginning of a window, so a clamped window is one step long.
        let window = if clamps.is_some() { 1 } else { WINDOW };
        let (state, trace) = (network.zero_state(1), network.trace(window, 1));
        Self { ids, read: 0, window, state, trace, clamps, starts: Vec::new(), passed: 0 }
    }

    /// A reader of documents, each from the zero state before the last character of its
    /// `separator`, as in training; an empty separator separates none.
    pub fn with_documents(self, separator: &[u32]) -> Self {
        Self { starts: separator_ends(&self.ids, separator), ..self }
    }

    /// The indices of the characters with which a document begins, ascending.
    pub fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// Reads one window and calls `at` after each of its characters; returns true while characters
    /// remain.
    pub fn advance(&mut self, network: &Network<R>, mut at: impl FnMut(ReadStep<R>)) -> bool {
        let limit = self.ids.len().min(self.read + self.window);
        if self.read == limit {
            return false;
        }
        if self.starts.get(self.passed) == Some(&self.read) {
            self.state.clear();
            self.passed += 1;
        }
        let end = self.starts.get(self.passed).map_or(limit, |&start| limit.min(start));
        let ids = &self.ids[self.read..end];
        match &self.clamps {
            Some(clamps) => network.forward_clamped(ids, &mut self.state, &mut self.trace, clamps),
            None => network.forward(ids, &mut self.state, &mut self.trace, None),
        }
        network.logits(&mut self.trace, 0..ids.len());
        for (column, index) in (self.read..end).enumerate() {
            let next = self.ids.get(index + 1).copied();
            at(ReadStep { index, next, trace: &self.trace, column });
        }
        self.read = end;
        end < self.ids.len()
    }
}

/// The network's activations after one character.
pub struct ReadStep<'a, R: Real> {
    /// The character's index in the text.
    pub index: usize,
    /// The id of the next character, if any.
    pub next: Option<u32>,
    /// The activations of the character's window.
    pub trace: &'a Trace<R>,
    /// The character's column in `trace`.
    pub column: usize,
}

impl<R: Real> ReadStep<'_, R> {
    /// The logits of the next character, `(vocab_size)`.
    pub fn logits(&self) -> &[R] {
        let logits = &self.trace.head.logits;
        &logits.as_slice()[self.column * logits.nrows()..][..logits.nrows()]
    }

    /// The probabilities of the next character, and the surprise at the actual one, if any.
    pub fn prediction(&self) -> (Vec<f32>, Option<f64>) {
        let (probabilities, surprise) = prediction(self.logits(), self.next.unwrap_or(0));
        (probabilities, self.next.map(|_| surprise))
    }
}

/// The surprise at the text's first character, predicted from the zero state; empty for a record
/// that starts later, at `from` above 0.
///
/// # Panics
/// If the record is empty.
pub fn surprise_at_start<R: Real>(network: &Network<R>, ids: &[u32], from: usize) -> Vec<f64> {
    assert!(from < ids.len(), "the first character is in the text");
    if from > 0 {
        return Vec::new();
    }
    vec![prediction(network.first_logits(), ids[0]).1]
}

/// The probability of every character, softmax of the logits, and the surprise at `next`: -log₂ of
/// its probability.
fn prediction<R: Real>(logits: &[R], next: u32) -> (Vec<f32>, f64) {
    let mut weights = logits.to_vec();
    let (sum, shifted) = exponentials(&mut weights, next as usize);
    let surprise = (libm::log(sum) - shifted) / std::f64::consts::LN_2;
    (weights.iter().map(|x| (x.to_f64() / sum) as f32).collect(), surprise)
}
