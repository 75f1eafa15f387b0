//! Reading a text character by character, with the numbers that training would have.

use crate::model::{Clamps, Network, State, Trace, exponentials};
use crate::real::Real;

/// Characters read in one window: nothing depends on it but the speed.
const WINDOW: usize = 64;

/// A text on its way through a model, from the zero state.
#[derive(Clone, Debug)]
pub struct Reader<R: Real> {
    ids: Vec<u32>,
    /// Characters read so far.
    read: usize,
    state: State<R>,
    trace: Trace<R>,
    clamps: Option<Clamps<R>>,
}

impl<R: Real> Reader<R> {
    /// At the start of `ids`; `clamps` is held all along.
    pub fn new(network: &Network<R>, ids: Vec<u32>, clamps: Option<Clamps<R>>) -> Self {
        // What is held of a state is held at the beginning of a window.
        let window = if clamps.is_some() { 1 } else { WINDOW };
        Self { ids, read: 0, state: network.zero_state(1), trace: network.trace(window, 1), clamps }
    }

    /// The text.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// Reads on a little, unless everything is read, and calls `at` for every character that was
    /// read; whether there is more.
    pub fn advance(&mut self, network: &Network<R>, mut at: impl FnMut(Moment<R>)) -> bool {
        let end = self.ids.len().min(self.read + self.trace.logits.ncols());
        let ids = &self.ids[self.read..end];
        if ids.is_empty() {
            return false;
        }
        match &self.clamps {
            Some(clamps) => network.forward_clamped(ids, &mut self.state, &mut self.trace, clamps),
            None => network.forward(ids, &mut self.state, &mut self.trace, None),
        }
        for (column, place) in (self.read..end).enumerate() {
            let next = self.ids.get(place + 1).copied();
            at(Moment { place, next, trace: &self.trace, column });
        }
        self.read = end;
        end < self.ids.len()
    }
}

/// What stands in the buffers when a character was read.
pub struct Moment<'a, R: Real> {
    /// The character's place.
    pub place: usize,
    /// The character after it.
    pub next: Option<u32>,
    /// The buffers of its window,
    pub trace: &'a Trace<R>,
    /// and its column in them.
    pub column: usize,
}

impl<R: Real> Moment<'_, R> {
    /// What is expected after it, and how surprising is what comes.
    pub fn expectation(&self) -> (Vec<f32>, Option<f64>) {
        let logits = self.trace.logits.column(self.column);
        let (probabilities, surprise) = expectation(logits.as_slice(), self.next.unwrap_or(0));
        (probabilities, self.next.map(|_| surprise))
    }
}

/// How surprising the first character that is kept is, when that is the text's first one: before
/// anything was read. The others' are told by what comes before them.
///
/// # Panics
/// If no character is kept.
pub fn surprise_at_start<R: Real>(network: &Network<R>, ids: &[u32], from: usize) -> Vec<f64> {
    assert!(from < ids.len(), "of {} characters, nothing is left from {from} on", ids.len());
    if from > 0 {
        return Vec::new();
    }
    vec![expectation(network.first_logits(), ids[0]).1]
}

/// The probability of every character, softmax of the logits, and how surprising `next` is, -log₂
/// of its probability.
fn expectation<R: Real>(logits: &[R], next: u32) -> (Vec<f32>, f64) {
    let mut weights = logits.to_vec();
    let (sum, shifted) = exponentials(&mut weights, next as usize);
    let surprise = (libm::log(sum) - shifted) / std::f64::consts::LN_2;
    (weights.iter().map(|x| (x.to_f64() / sum) as f32).collect(), surprise)
}
