//! Synthetic texts in which earlier characters determine some characters, to measure memory.
//!
//! The lag varies from line to line, and a mark tells where the answer is due, so that counting
//! characters does not help. Short lags are frequent, because a network that never meets them does
//! not learn the long ones. Only the long ones count as recalled.

use crate::named_enum::named_enum;
use crate::rng::{Rng, Stream};

named_enum! {
    /// A task: the information to remember over a lag, of at most `lag` characters.
    pub enum LagTask as "task" {
        /// A letter, of four, after random ones: `a…?a`.
        Recall = "recall",
        /// The kind of bracket, of four, that was opened: `{…?}`.
        Bracket = "bracket",
        /// A sequence of letters: `abc|abc`.
        Copy = "copy",
        /// As many b as a: `aaabbb`.
        Count = "count",
        /// A date, written in another form after dots: `2026-03-14…=14/03/2026`.
        Date = "date",
        /// Two numbers, whose sum follows after dots: `12+34…=046`.
        Add = "add",
    }
}

/// A text of a task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LagText {
    /// The episodes, each on a line of its own.
    pub text: String,
    /// The indices of the characters that need memory over more than half the greatest lag,
    /// ascending. There is at least one.
    pub recalled: Vec<usize>,
    /// The entropy of the random draws, in bits per character: no model can do better on average.
    pub bits_per_char: f64,
}

impl LagTask {
    /// A text of whole episodes with lags of 1 to `lag` characters, and of at least `chars`
    /// characters, determined by `seed`.
    ///
    /// # Panics
    /// If `lag` is 0.
    pub fn text(self, lag: usize, chars: usize, seed: u32) -> LagText {
        assert!(lag > 0, "the lag is at least 1");
        let mut builder = LagTextBuilder {
            rng: Rng::new(seed, Stream::Texts),
            text: String::new(),
            chars: 0,
            recalled: Vec::new(),
            is_long: false,
            bits: 0.0,
        };
        while builder.chars < chars || builder.recalled.is_empty() {
            self.write_episode(lag as u32, &mut builder);
            builder.put('\n');
        }
        let bits_per_char = builder.bits / builder.chars as f64;
        LagText { text: builder.text, recalled: builder.recalled, bits_per_char }
    }

    fn write_episode(self, greatest: u32, builder: &mut LagTextBuilder) {
        let lag = match self {
            Self::Count => 1 + builder.random(greatest),
            _ => builder.draw_lag(greatest),
        };
        builder.is_long = 2 * lag > greatest;
        match self {
            Self::Recall => {
                let remembered = builder.draw("abcd");
                builder.draw_all(lag);
                builder.put('?');
                builder.recall(remembered);
            }
            Self::Bracket => {
                let opened = builder.draw("([{<");
                builder.draw_all(lag);
                builder.put('?');
                builder.recall(match opened {
                    '(' => ')',
                    '[' => ']',
                    '{' => '}',
                    _ => '>',
                });
            }
            Self::Copy => {
                let letters: Vec<char> = (0..lag).map(|_| builder.draw("abcdefgh")).collect();
                builder.put('|');
                // The line break after the copy does not count as recalled: a count is enough.
                letters.into_iter().for_each(|letter| builder.recall(letter));
            }
            Self::Count => {
                (0..lag).for_each(|_| builder.put('a'));
                // The first b cannot be predicted, even if it is the last. Of the later ones, only
                // the last counts as recalled, and so does the line break after it.
                (1..lag).for_each(|_| builder.put('b'));
                if lag == 1 {
                    builder.put('b');
                } else {
                    builder.recall('b');
                }
                builder.mark_recalled();
            }
            Self::Date => {
                let [year, month, day] =
                    [2000 + builder.random(100), 1 + builder.random(12), 1 + builder.random(28)];
                builder.put_number(year, 4);
                for number in [month, day] {
                    builder.put('-');
                    builder.put_number(number, 2);
                }
                builder.put_dots(lag);
                for number in [day, month] {
                    builder.recall_number(number, 2);
                    builder.put('/');
                }
                // The century is constant.
                builder.put_number(year / 100, 2);
                builder.recall_number(year % 100, 2);
            }
            Self::Add => {
                let [a, b] = [builder.random(100), builder.random(100)];
                builder.put_number(a, 2);
                builder.put('+');
                builder.put_number(b, 2);
                builder.put_dots(lag);
                builder.recall_number(a + b, 3);
            }
        }
    }
}

/// A text in progress. Its methods are not hot: inlining them would add a kilobyte to the wasm
/// module.
struct LagTextBuilder {
    rng: Rng,
    text: String,
    chars: usize,
    recalled: Vec<usize>,
    /// The lag of this episode is more than half the greatest.
    is_long: bool,
    bits: f64,
}

impl LagTextBuilder {
    /// A random number below `count`.
    #[inline(never)]
    fn random(&mut self, count: u32) -> u32 {
        self.bits += libm::log(count.into()) / std::f64::consts::LN_2;
        self.rng.below(count)
    }

    /// A random lag: at first its range (1, 2 to 3, 4 to 7 and so on), then one in this range.
    fn draw_lag(&mut self, greatest: u32) -> u32 {
        let least = 1 << self.random(greatest.ilog2() + 1);
        least + self.random(least.min(greatest + 1 - least))
    }

    /// Writes a random character of `from`.
    #[inline(never)]
    fn draw(&mut self, from: &str) -> char {
        let at = self.random(from.len() as u32) as usize;
        let drawn = char::from(from.as_bytes()[at]);
        self.put(drawn);
        drawn
    }

    /// Writes random letters that carry no information.
    fn draw_all(&mut self, count: u32) {
        for _ in 0..count {
            self.draw("xyz");
        }
    }

    #[inline(never)]
    fn put(&mut self, char: char) {
        self.text.push(char);
        self.chars += 1;
    }

    /// Writes dots, and the mark after them.
    fn put_dots(&mut self, count: u32) {
        (0..count).for_each(|_| self.put('.'));
        self.put('=');
    }

    #[inline(never)]
    fn put_number(&mut self, number: u32, digits: usize) {
        digits_of(number, digits).for_each(|digit| self.put(digit));
    }

    /// Writes a character that needs memory.
    #[inline(never)]
    fn recall(&mut self, char: char) {
        self.mark_recalled();
        self.put(char);
    }

    /// The next character needs memory.
    fn mark_recalled(&mut self) {
        if self.is_long {
            self.recalled.push(self.chars);
        }
    }

    #[inline(never)]
    fn recall_number(&mut self, number: u32, digits: usize) {
        digits_of(number, digits).for_each(|digit| self.recall(digit));
    }
}

fn digits_of(number: u32, digits: usize) -> impl Iterator<Item = char> {
    let digit =
        move |power: usize| char::from(b'0' + (number / 10_u32.pow(power as u32) % 10) as u8);
    (0..digits).rev().map(digit)
}
