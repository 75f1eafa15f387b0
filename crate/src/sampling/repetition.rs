//! The penalty on repetition.

use crate::real::Real;

/// The characters among which a repetition is looked for.
const WINDOW: usize = 200;
/// The characters of a repetition that cost nothing: in English prose, one character in 200
/// prolongs a longer one.
const FREE: u32 = 10;

/// Makes characters that would prolong a repetition less likely.
///
/// A repetition of n characters: the last n also stand d characters earlier, 1 ≤ d ≤ 200. It may
/// overlap itself, so a cycle is one that grows. The character d before the next one would prolong
/// it. Where n is the longest repetition that a character would prolong,
///
/// logit -= max(0, n - 10) ln(penalty),
///
/// so at temperature 1 it becomes `penalty` times less likely for each character beyond 10. The
/// penalty of single symbols (Keskar et al. 2019, <https://arxiv.org/abs/1909.05858>, section 4.1)
/// would punish every letter here, since every letter recurs.
#[derive(Clone, Debug)]
pub struct Repetition {
    ln_penalty: f64,
    /// The last characters, the last one first.
    recent: Vec<u32>,
    /// By d - 1, the length of the repetition d characters earlier.
    lengths: Vec<u32>,
}

impl Repetition {
    /// Before the first character; `penalty` is at least 1.
    pub fn new(penalty: f64) -> Self {
        Self { ln_penalty: libm::log(penalty), recent: Vec::new(), lengths: Vec::new() }
    }

    /// Takes note of a character.
    pub fn read(&mut self, id: u32) {
        for (length, &earlier) in self.lengths.iter_mut().zip(&self.recent) {
            *length = if earlier == id { *length + 1 } else { 0 };
        }
        if self.recent.len() == WINDOW {
            self.recent.pop();
        } else {
            self.lengths.push(0);
        }
        self.recent.insert(0, id);
    }

    /// Lowers the `logits (vocab_size)` of the next character.
    pub fn lower<R: Real>(&self, logits: &mut [R]) {
        let mut longest = vec![FREE; logits.len()];
        for (&id, &length) in self.recent.iter().zip(&self.lengths) {
            let longest = &mut longest[id as usize];
            *longest = length.max(*longest);
        }
        for (logit, length) in logits.iter_mut().zip(longest) {
            if length > FREE {
                let lowered = logit.to_f64() - f64::from(length - FREE) * self.ln_penalty;
                *logit = R::from_f64(lowered);
            }
        }
    }
}
