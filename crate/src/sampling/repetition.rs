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
    /// By d - 1, the character d before the next, and the length of the repetition at distance d.
    earlier: Vec<(u32, u32)>,
}

impl Repetition {
    /// Before the first character; `penalty` is at least 1.
    pub fn new(penalty: f64) -> Self {
        Self { ln_penalty: libm::log(penalty), earlier: Vec::new() }
    }

    /// Takes note of a character.
    pub fn read(&mut self, id: u32) {
        let mut moving = id;
        for (earlier, length) in &mut self.earlier {
            *length = if *earlier == id { *length + 1 } else { 0 };
            std::mem::swap(earlier, &mut moving);
        }
        if self.earlier.len() < WINDOW {
            self.earlier.push((moving, 0));
        }
    }

    /// Lowers the `logits (vocab_size)` of the next character.
    pub fn lower<R: Real>(&self, logits: &mut [R]) {
        let mut longest = vec![FREE; logits.len()];
        for &(id, length) in &self.earlier {
            let longest = &mut longest[id as usize];
            if length > *longest {
                let beyond = f64::from(length - *longest);
                *longest = length;
                let logit = &mut logits[id as usize];
                *logit = R::from_f64(logit.to_f64() - beyond * self.ln_penalty);
            }
        }
    }
}
