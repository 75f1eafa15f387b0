//! The generation of a text, character by character.

use super::{Repetition, Sampler, SamplingOptions};
use crate::error::Error;
use crate::model::{Clamps, Network, State, Trace};
use crate::real::Real;
use crate::task::Task;
use crate::text::{Vocabulary, clean};

/// Continues `options.prompt` and returns only the continuation: `options.length` characters, or
/// fewer where `options.stop` ends it.
///
/// # Errors
/// [`Error::UnknownChar`] for a character of the prompt that the vocabulary does not have.
pub fn generate<R: Real>(
    network: &Network<R>,
    vocabulary: &Vocabulary,
    options: &SamplingOptions,
) -> Result<String, Error> {
    let generation = Generation::new(network, vocabulary, options, None)?;
    Ok(vocabulary.decode(&generation.run(network)))
}

/// The generation of one text, character by character.
///
/// The network reads the prompt once, from the zero state, and then every sampled character in
/// turn, each from the state after the one before. In place of an empty prompt it reads the
/// vocabulary's [opening](Vocabulary::opening); if there is none, the first character is sampled
/// from the head's prediction at the zero state. A text of documents reads the opening before every
/// prompt, because each document was learnt from there.
#[derive(Clone, Debug)]
pub struct Generation<R: Real> {
    sampler: Sampler,
    repetition: Option<Repetition>,
    state: State<R>,
    trace: Trace<R>,
    clamps: Option<Clamps<R>>,
    /// Characters to read before the next is sampled, the last one first.
    unread: Vec<u32>,
    sampled: Vec<u32>,
    /// The sampled characters that earlier parts had.
    parted: usize,
    length: usize,
    /// The end of the text; empty if there is none.
    stop: Vec<u32>,
    /// The separator of documents; empty if there are none.
    separator: Vec<u32>,
    /// The last characters read since a separator, at most as many as one has.
    last_read: Vec<u32>,
}

impl<R: Real> Generation<R> {
    /// A generation before its first character, with `clamps` in force throughout.
    ///
    /// # Errors
    /// [`Error::UnknownChar`] for a character of the prompt that the vocabulary does not have.
    pub fn new(
        network: &Network<R>,
        vocabulary: &Vocabulary,
        options: &SamplingOptions,
        clamps: Option<Clamps<R>>,
    ) -> Result<Self, Error> {
        let mut unread = vocabulary.encode(&clean(&options.prompt).text)?;
        unread.reverse();
        if unread.is_empty() || !vocabulary.separator().is_empty() {
            unread.extend(vocabulary.opening());
        }
        let mut trace = network.trace(1, 1);
        trace.head.logits.as_mut_slice().copy_from_slice(network.first_logits());
        let separator = vocabulary.separator();
        let mut last_read = separator.to_vec();
        last_read.pop(); // the opening is the end of a separator
        let penalizes = options.repetition > 1.0;
        Ok(Self {
            sampler: Sampler::new(options),
            repetition: penalizes.then(|| Repetition::new(options.repetition)),
            state: network.zero_state(1),
            trace,
            clamps,
            unread,
            sampled: Vec::with_capacity(options.length),
            parted: 0,
            length: options.length,
            stop: vocabulary.encode(&clean(&options.stop).text).unwrap_or_default(),
            separator: separator.to_vec(),
            last_read,
        })
    }

    fn is_complete(&self) -> bool {
        let has_stopped = !self.stop.is_empty() && self.sampled.ends_with(&self.stop);
        has_stopped || self.sampled.len() == self.length
    }

    fn read(&mut self, network: &Network<R>, id: u32) {
        if !self.separator.is_empty() {
            if self.last_read.len() == self.separator.len() {
                self.last_read.remove(0);
            }
            self.last_read.push(id);
            if self.last_read == self.separator {
                self.state.clear(); // as in training, where the next document begins
                self.last_read.clear(); // separators do not overlap
            }
        }
        match &self.clamps {
            Some(clamps) => {
                network.forward_clamped(&[id], &mut self.state, &mut self.trace, clamps);
            }
            None => network.forward(&[id], &mut self.state, &mut self.trace, None),
        }
        if let Some(repetition) = &mut self.repetition {
            repetition.read(id);
        }
        if self.unread.is_empty() {
            network.logits(&mut self.trace, 0..1);
        }
    }

    fn sample(&mut self) {
        let logits = self.trace.head.logits.as_mut_slice();
        if let Some(repetition) = &self.repetition {
            repetition.lower(logits);
        }
        let id = self.sampler.sample(logits);
        self.sampled.push(id);
        self.unread.push(id);
    }
}

impl<R: Real> Task for Generation<R> {
    type Subject = Network<R>;
    /// The ids of the sampled characters.
    type Output = Vec<u32>;

    /// Reads or samples one character.
    fn advance(&mut self, network: &Network<R>) -> bool {
        if self.is_complete() {
            return false;
        }
        match self.unread.pop() {
            Some(id) => self.read(network, id),
            None => self.sample(),
        }
        !self.is_complete()
    }

    /// The characters sampled since the last part.
    fn part(&mut self) -> Option<Vec<u32>> {
        let part = self.sampled[self.parted..].to_vec();
        self.parted = self.sampled.len();
        Some(part)
    }

    fn finish(self, _: &Network<R>) -> Vec<u32> {
        self.sampled
    }
}
