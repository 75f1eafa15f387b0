//! Synthetic texts in which earlier characters, a fixed lag before, determine some characters, to
//! measure memory.

use crate::named_enum::named_enum;
use crate::rng::{Rng, Stream};

named_enum! {
    /// A task: the information to remember over a lag.
    pub enum LagTask as "task" {
        /// One of two letters, after `lag` random ones: `a…?a`.
        Recall = "recall",
        /// The kind of bracket, of four, that was opened `lag` characters before: `{…}`.
        Bracket = "bracket",
        /// A sequence of `lag` letters: `abc|abc`.
        Copy = "copy",
        /// A count from 1 to `lag`, with as many b as a: `aaabbb`.
        Count = "count",
        /// A date, written in another form after `lag` dots: `2026-03-14…14/03/2026`.
        Date = "date",
        /// Two numbers, whose sum follows after `lag` dots: `12+34…=046`.
        Add = "add",
    }
}

/// A text of a task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LagText {
    /// The episodes, each on a line of its own.
    pub text: String,
    /// The indices of the characters that need memory, ascending.
    pub recalled: Vec<usize>,
    /// The entropy of the random draws, in bits per character: no model can do better on average.
    pub bits_per_char: f64,
}

impl LagTask {
    /// A text of whole episodes with at least `chars` characters, determined by `seed`.
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
            bits: 0.0,
        };
        while builder.chars < chars {
            self.write_episode(lag, &mut builder);
            builder.put('\n');
        }
        let bits_per_char = builder.bits / builder.chars as f64;
        LagText { text: builder.text, recalled: builder.recalled, bits_per_char }
    }

    fn write_episode(self, lag: usize, builder: &mut LagTextBuilder) {
        match self {
            Self::Recall => {
                let remembered = builder.draw("ab");
                builder.draw_all(lag);
                builder.put('?');
                builder.recall(remembered);
            }
            Self::Bracket => {
                let opened = builder.draw("([{<");
                builder.draw_all(lag - 1);
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
                letters.into_iter().for_each(|letter| builder.recall(letter));
            }
            Self::Count => {
                let count = 1 + builder.random(lag as u32);
                (0..count).for_each(|_| builder.put('a'));
                // The first b cannot be predicted, even if it is the last. Of the later ones, only
                // the last counts as recalled, and so does the line break after it.
                (1..count).for_each(|_| builder.put('b'));
                if count == 1 {
                    builder.put('b');
                } else {
                    builder.recall('b');
                }
                builder.recalled.push(builder.chars);
            }
            Self::Date => {
                let [year, month, day] =
                    [2000 + builder.random(100), 1 + builder.random(12), 1 + builder.random(28)];
                builder.put_number(year, 4);
                for number in [month, day] {
                    builder.put('-');
                    builder.put_number(number, 2);
                }
                (0..lag).for_each(|_| builder.put('.'));
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
                (0..lag).for_each(|_| builder.put('.'));
                builder.put('=');
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
    bits: f64,
}

impl LagTextBuilder {
    /// A random number below `count`.
    #[inline(never)]
    fn random(&mut self, count: u32) -> u32 {
        self.bits += libm::log(count.into()) / std::f64::consts::LN_2;
        self.rng.below(count)
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
    fn draw_all(&mut self, count: usize) {
        for _ in 0..count {
            self.draw("xyz");
        }
    }

    #[inline(never)]
    fn put(&mut self, char: char) {
        self.text.push(char);
        self.chars += 1;
    }

    #[inline(never)]
    fn put_number(&mut self, number: u32, digits: usize) {
        digits_of(number, digits).for_each(|digit| self.put(digit));
    }

    /// Writes a character that needs memory.
    #[inline(never)]
    fn recall(&mut self, char: char) {
        self.recalled.push(self.chars);
        self.put(char);
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
