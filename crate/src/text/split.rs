//! The split of a text into training text and validation text.

use std::mem::replace;
use std::ops::Range;

use crate::named_enum::named_enum;

/// The most characters of the validation text: more would make its loss no more certain.
pub const MAX_VALIDATION_CHARS: usize = 50_000;

/// The characters of the validation text for each block, and the most blocks.
const BLOCK_CHARS: usize = 64;
const MAX_BLOCKS: usize = 16;

named_enum! {
    /// The place of the validation text.
    #[derive(Default)]
    pub enum ValidationSplit as "validation_split" {
        /// Up to sixteen blocks, evenly spread over the text.
        #[default]
        Blocks = "blocks",
        /// The end of the text.
        Tail = "tail",
    }
}

/// The two parts of a text, as ranges of its characters. No character is predicted in both.
///
/// Training predicts a character from the one before it where both are in the same segment of the
/// training text. Validation predicts every character of a block from the one before it, which may
/// be training text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    training: Vec<Range<usize>>,
    validation: Vec<Range<usize>>,
    starts: Vec<usize>,
}

impl Split {
    /// The split of a text of `chars` characters with these
    /// [starts of documents](super::document_starts).
    ///
    /// The validation text has `fraction` of the characters, but at most
    /// [`MAX_VALIDATION_CHARS`], and a segment of the training text keeps at least two. A block that
    /// would cut a document shorter than itself becomes smaller, so that the document stays whole.
    ///
    /// # Panics
    /// If `chars` is below 2.
    pub fn new(chars: usize, kind: ValidationSplit, fraction: f64, starts: Vec<usize>) -> Self {
        let wanted = (chars as f64 * fraction) as usize;
        let wanted = wanted.min(MAX_VALIDATION_CHARS).min(chars - 2);
        let is_tail = kind == ValidationSplit::Tail;
        let count = if is_tail { 1 } else { (wanted / BLOCK_CHARS).clamp(1, MAX_BLOCKS) };
        let mut split = Self { starts, ..Self::default() };
        let mut end = 0;
        for index in 0..count {
            let share = |of: usize| (of * index / count, of * (index + 1) / count);
            let ((first, last), (before, after)) = (share(chars), share(wanted));
            let len = after - before;
            let gap = last - first - len;
            // A block is in the middle of its part of the text.
            let start = end.max(first + if is_tail { gap } else { gap / 2 });
            let start =
                split.cut_document(start, wanted / count, chars).map_or(start, |cut| cut.end);
            split.add_segment(end..start);
            end = chars.min(start + len);
            end = split.cut_document(end, wanted / count, chars).map_or(end, |cut| cut.start);
            if start < end {
                split.validation.push(start..end);
            }
        }
        split.add_segment(end..chars);
        if split.longest_training().len() < 2 {
            return Self::new(chars, ValidationSplit::Tail, fraction, split.starts);
        }
        for segment in &split.training {
            let at = split.starts.partition_point(|&start| start < segment.start);
            if split.starts.get(at) != Some(&segment.start) {
                split.starts.insert(at, segment.start);
            }
        }
        split
    }

    /// A text of `chars` characters, all of them training text.
    pub fn whole(chars: usize) -> Self {
        Self::new(chars, ValidationSplit::Tail, 0.0, Vec::new())
    }

    /// The document of fewer than `len` characters that a border before the character at index `at`
    /// would cut.
    #[inline(never)]
    fn cut_document(&self, at: usize, len: usize, chars: usize) -> Option<Range<usize>> {
        let next = self.starts.partition_point(|&start| start + 1 < at);
        let first = if next == 0 { 0 } else { self.starts[next - 1] + 1 };
        let end = self.starts.get(next).map_or(chars, |start| start + 1);
        (first < at && at < end && end - first < len).then_some(first..end)
    }

    #[inline(never)]
    fn add_segment(&mut self, segment: Range<usize>) {
        if !segment.is_empty() {
            self.training.push(segment);
        }
    }

    /// The number of characters of the text.
    pub fn chars(&self) -> usize {
        self.training_chars() + self.validation_chars()
    }

    /// The segments of the training text, in order.
    pub fn training(&self) -> &[Range<usize>] {
        &self.training
    }

    /// The longest segment of the training text.
    pub fn longest_training(&self) -> Range<usize> {
        self.training.iter().max_by_key(|segment| segment.len()).cloned().unwrap_or_default()
    }

    /// The blocks of the validation text, in order; none if there is no validation text.
    pub fn validation(&self) -> &[Range<usize>] {
        &self.validation
    }

    /// The indices of the characters that are read from the zero state: the first one of every
    /// segment of the training text, and those before a document.
    pub fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// The number of the starts before the character at index `at`.
    #[inline(never)]
    pub fn starts_before(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start < at)
    }

    /// The number of characters of the training text.
    pub fn training_chars(&self) -> usize {
        total(&self.training)
    }

    /// The number of characters of the validation text.
    pub fn validation_chars(&self) -> usize {
        total(&self.validation)
    }

    /// The number of distinct characters of a text `ids` that stand only in the validation text, and
    /// of their occurrences.
    pub fn unseen_chars(&self, ids: &[u32], vocab_size: usize) -> (usize, usize) {
        let mut seen = vec![false; vocab_size];
        for segment in &self.training {
            for &id in &ids[segment.clone()] {
                seen[id as usize] = true;
            }
        }
        let validation = || self.validation.iter().flat_map(|block| &ids[block.clone()]);
        let occurrences = validation().filter(|&&id| !seen[id as usize]).count();
        let unseen = validation().filter(|&&id| !replace(&mut seen[id as usize], true));
        (unseen.count(), occurrences)
    }

    /// The number of predictions of an epoch.
    pub fn predictions(&self) -> usize {
        self.training_chars() - self.training.len()
    }

    /// The characters from which a prediction of the training text and the further ones of its
    /// segment are made.
    pub fn inputs_from(&self, mut prediction: usize) -> Range<usize> {
        for segment in &self.training {
            let predictions = segment.len() - 1;
            if prediction < predictions {
                return segment.start + prediction..segment.end - 1;
            }
            prediction -= predictions;
        }
        unreachable!("the training text has this prediction");
    }
}

#[inline(never)]
fn total(ranges: &[Range<usize>]) -> usize {
    ranges.iter().map(Range::len).sum()
}
