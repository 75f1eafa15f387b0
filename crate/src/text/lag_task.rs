//! Texts in which some characters follow from what stood a given number of characters before: made
//! up, to see who remembers.

use crate::named_enum::named_enum;
use crate::rng::{Rng, Stream};

named_enum! {
    /// What has to be remembered.
    pub enum LagTask as "task" {
        /// One of two letters, after `lag` others that say nothing: `a…?a`.
        Recall = "recall",
        /// Which of four brackets was opened `lag` characters ago: `{…}`.
        Bracket = "bracket",
        /// `lag` letters, in the same order: `abc|abc`.
        Copy = "copy",
        /// As many b as there were a, from 1 to `lag`: `aaabbb`.
        Count = "count",
        /// A date in another form, after `lag` dots: `2026-03-14…14/03/2026`.
        Date = "date",
        /// The sum of two numbers, after `lag` dots: `12+34…=046`.
        Add = "add",
    }
}

/// A text of a task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LagText {
    /// Episode after episode, a line each.
    pub text: String,
    /// The places of the characters that follow from what has to be remembered, counted from 0.
    pub recalled: Vec<usize>,
    /// Below this no model can get on average, in bits per character: what was drawn by lot, the
    /// logarithm of how many equally likely ways there were.
    pub bits_per_char: f64,
}

impl LagTask {
    /// Whole episodes of at least `chars` characters together, the same for the same seed.
    ///
    /// # Panics
    /// If `lag` is 0.
    pub fn text(self, lag: usize, chars: usize, seed: u32) -> LagText {
        assert!(lag > 0, "a lag is at least 1");
        let mut draft = Draft {
            rng: Rng::new(seed, Stream::Texts),
            text: String::new(),
            chars: 0,
            recalled: Vec::new(),
            bits: 0.0,
        };
        while draft.chars < chars {
            self.write_episode(lag, &mut draft);
            draft.put('\n');
        }
        let bits_per_char = draft.bits / draft.chars as f64;
        LagText { text: draft.text, recalled: draft.recalled, bits_per_char }
    }

    fn write_episode(self, lag: usize, draft: &mut Draft) {
        match self {
            Self::Recall => {
                let remembered = draft.draw("ab");
                draft.draw_all(lag);
                draft.put('?');
                draft.recall(remembered);
            }
            Self::Bracket => {
                let opened = draft.draw("([{<");
                draft.draw_all(lag - 1);
                draft.recall(match opened {
                    '(' => ')',
                    '[' => ']',
                    '{' => '}',
                    _ => '>',
                });
            }
            Self::Copy => {
                let letters: Vec<char> = (0..lag).map(|_| draft.draw("abcdefgh")).collect();
                draft.put('|');
                letters.into_iter().for_each(|letter| draft.recall(letter));
            }
            Self::Count => {
                let count = 1 + draft.lot(lag as u32);
                (0..count).for_each(|_| draft.put('a'));
                // Whether the first b comes is not known before it does; of the others only the last
                // could also be followed by one more.
                (1..count).for_each(|_| draft.put('b'));
                if count == 1 {
                    draft.put('b');
                } else {
                    draft.recall('b');
                }
                draft.recalled.push(draft.chars);
            }
            Self::Date => {
                let [year, month, day] =
                    [2000 + draft.lot(100), 1 + draft.lot(12), 1 + draft.lot(28)];
                draft.put_number(year, 4);
                for number in [month, day] {
                    draft.put('-');
                    draft.put_number(number, 2);
                }
                (0..lag).for_each(|_| draft.put('.'));
                for number in [day, month] {
                    draft.recall_number(number, 2);
                    draft.put('/');
                }
                // The century is always the same.
                draft.put_number(year / 100, 2);
                draft.recall_number(year % 100, 2);
            }
            Self::Add => {
                let [a, b] = [draft.lot(100), draft.lot(100)];
                draft.put_number(a, 2);
                draft.put('+');
                draft.put_number(b, 2);
                (0..lag).for_each(|_| draft.put('.'));
                draft.put('=');
                draft.recall_number(a + b, 3);
            }
        }
    }
}

/// A text that is being written. Nothing of it is hot: inlined wherever it is used, it would be a
/// kilobyte of what every reader of the page loads.
struct Draft {
    rng: Rng,
    text: String,
    chars: usize,
    recalled: Vec<usize>,
    bits: f64,
}

impl Draft {
    /// A number below `count`, drawn by lot.
    #[inline(never)]
    fn lot(&mut self, count: u32) -> u32 {
        self.bits += libm::log(count.into()) / std::f64::consts::LN_2;
        self.rng.below(count)
    }

    /// Writes one of some characters, drawn by lot.
    #[inline(never)]
    fn draw(&mut self, from: &str) -> char {
        let at = self.lot(from.len() as u32) as usize;
        let drawn = char::from(from.as_bytes()[at]);
        self.put(drawn);
        drawn
    }

    /// Writes letters that say nothing.
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

    /// Writes what follows from what has to be remembered.
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
    let digit = move |place| char::from(b'0' + (number / 10_u32.pow(place as u32) % 10) as u8);
    (0..digits).rev().map(digit)
}
