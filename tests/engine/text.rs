//! Texts: vocabulary, cleaning, split, windows and n-gram baselines.

use lstm_playground::Error;
use lstm_playground::text::{
    MAX_CHARS, NfcChanges, NgramModel, RARE, Shape, Split, Text, ValidationSplit, Vocabulary,
    Window, Windows, clean, nfc_changes, uniform_bits,
};
use lstm_playground_tests::{assert_close, random_text};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test(unsupported = test)]
fn ids_are_in_code_point_order() {
    let vocabulary = Vocabulary::from_text("banana 🍌");
    assert_eq!(vocabulary.chars(), [' ', 'a', 'b', 'n', '🍌']);
    assert_eq!(vocabulary.encode("nab"), Ok(vec![3, 1, 2]));
}

#[wasm_bindgen_test(unsupported = test)]
fn decode_is_the_inverse_of_encode() {
    for text in
        ["a", "\0\u{10FFFF}", "👩‍👩‍👧 e\u{301}", "שלום\nעולם", "\r\n\t", &random_text(9000, 5000, 1)]
    {
        let vocabulary = Vocabulary::from_text(text);
        let ids = vocabulary.encode(text).expect("its own characters");
        assert_eq!(vocabulary.decode(&ids), text);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_error_for_an_unknown_character_has_its_position() {
    let error = Vocabulary::from_text("abc").encode("ab🍌c").unwrap_err();
    assert_eq!(error, Error::UnknownChar { symbol: '🍌', position: 3 });
    let message = "character 3 is '🍌' (U+1F34C), which the training text does not have; \
                   remove it or add it to the text";
    assert_eq!(error.to_string(), message);
}

#[wasm_bindgen_test(unsupported = test)]
fn cleaning_counts_its_changes() {
    let check = |text, expected: &str, line_endings, [joined, split, replaced]: [usize; 3]| {
        let cleaned = clean(text);
        assert_eq!(cleaned.text, expected);
        assert_eq!(cleaned.line_endings_replaced, line_endings, "line endings of {text:?}");
        assert_eq!(nfc_changes(text), NfcChanges { joined, split, replaced }, "{text:?}");
    };
    check("plain", "plain", 0, [0, 0, 0]);
    check("a\r\nb\rc\n\r", "a\nb\nc\n\n", 3, [0, 0, 0]);
    check("cafe\u{301}s", "caf\u{e9}s", 0, [1, 0, 0]);
    check("\u{212B}", "\u{C5}", 0, [0, 0, 1]); // the Ångström sign
    check("\u{958} \u{958}", "\u{915}\u{93C} \u{915}\u{93C}", 0, [0, 2, 0]);
    check("\u{1112}\u{1161}\u{11AB}", "\u{D55C}", 0, [2, 0, 0]); // a syllable of three letters
    check("e\u{301}e\u{301} \u{958} \u{212B}", "éé \u{915}\u{93C} Å", 0, [2, 1, 1]);
    check("👩\u{200D}👧", "👩\u{200D}👧", 0, [0, 0, 0]);
    check("\0", "\0", 0, [0, 0, 0]);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_text_needs_two_characters() {
    let given = |text| Text::new(text).unwrap_err();
    assert_eq!(given(""), Error::TextTooShort { given: 0, allowed: 2 });
    assert_eq!(given("x"), Error::TextTooShort { given: 1, allowed: 2 });
    assert_eq!(given("e\u{301}"), Error::TextTooShort { given: 1, allowed: 2 });
    let long = "x".repeat(MAX_CHARS + 1);
    let error = Error::TextTooLong { given: MAX_CHARS + 1, allowed: MAX_CHARS };
    assert_eq!(given(&long), error);
    assert!(Text::new("xx").is_ok());
}

/// The windows of an epoch, with checks of their shapes.
fn epoch(ids: &[u32], split: &Split, windows: &mut Windows) -> Vec<Window> {
    let Shape { batch_size, seq_len } = windows.shape();
    (0..windows.per_epoch())
        .map(|index| {
            assert_eq!(windows.at_start(), index == 0);
            let mut window = Window::default();
            windows.next_into(ids, split, &mut window);
            assert_eq!(window.batch_size, batch_size);
            assert_eq!(window.inputs.len(), window.targets.len());
            assert_eq!(window.inputs.len() % batch_size, 0);
            let steps = window.inputs.len() / batch_size;
            assert!(1 <= steps && steps <= seq_len, "{steps} steps of at most {seq_len}");
            window
        })
        .collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn windows_continue_each_other_and_cover_the_text_once_in_every_epoch() {
    for (chars, batch_size, seq_len) in
        [(2, 32, 64), (3, 1, 1), (65, 1, 64), (66, 1, 64), (1000, 7, 13), (5000, 32, 64)]
    {
        let ids: Vec<u32> = (0..chars as u32).collect();
        let split = Split::whole(chars);
        let mut windows = Windows::new(&split, Shape { batch_size, seq_len });
        let batch_size = windows.shape().batch_size;
        let predictions = windows.predictions_per_epoch();
        assert!(chars - 1 - predictions < batch_size);
        for number in 0..3 {
            let epoch = epoch(&ids, &split, &mut windows);
            let case = |stream| format!("{chars} characters, epoch {number}, stream {stream}");
            let mut predicted = Vec::new();
            for stream in 0..batch_size {
                let of_stream = |ids: fn(&Window) -> &Vec<u32>| -> Vec<u32> {
                    let ids = epoch.iter().flat_map(ids);
                    ids.skip(stream).step_by(batch_size).copied().collect()
                };
                let (inputs, targets) = (of_stream(|w| &w.inputs), of_stream(|w| &w.targets));
                for (i, (&input, &target)) in inputs.iter().zip(&targets).enumerate() {
                    assert_eq!(target, input + 1, "{}", case(stream));
                    // Each step reads the target of the step before; the first character follows
                    // the last.
                    let follows = i == 0 || input == inputs[i - 1] + 1;
                    assert!(follows || input == 0, "{}, index {i}", case(stream));
                }
                predicted.extend(targets);
            }
            predicted.sort_unstable();
            predicted.dedup();
            assert_eq!(
                predicted.len(),
                predictions,
                "no character is predicted twice: {}",
                case(batch_size)
            );
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn every_epoch_cuts_the_text_at_other_positions() {
    for chars in [9, 17, 833, 1001, 1509, 4097] {
        let ids: Vec<u32> = (0..chars).collect();
        let shape = Shape { batch_size: 4, seq_len: 50 };
        let split = Split::whole(ids.len());
        let mut windows = Windows::new(&split, shape);
        let stream_len = windows.predictions_per_epoch() / windows.shape().batch_size;
        let epochs = stream_len.min(40);
        let starts = (0..epochs).map(|_| epoch(&ids, &split, &mut windows)[0].inputs[0]);
        let starts: std::collections::BTreeSet<u32> = starts.collect();
        assert_eq!(starts.len(), epochs, "of {chars} characters: {starts:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_short_text_gets_a_smaller_batch_then_a_smaller_window() {
    let wanted = Shape { batch_size: 32, seq_len: 64 };
    for (chars, batch_size, seq_len) in
        [(2049, 32, 64), (2048, 31, 64), (129, 2, 64), (65, 1, 64), (64, 1, 63), (2, 1, 1)]
    {
        let shape = Windows::new(&Split::whole(chars), wanted).shape();
        assert_eq!(shape, Shape { batch_size, seq_len }, "{chars} characters");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_uniform_guess_takes_log2_v_bits() {
    assert_eq!([1, 2, 8, 1024].map(uniform_bits), [0.0, 1.0, 3.0, 10.0]);
}

/// The split whose validation text is the end of `text`.
fn tail(text: &Text, fraction: f64) -> Split {
    Split::new(text.ids.len(), ValidationSplit::Tail, fraction, Vec::new())
}

#[wasm_bindgen_test(unsupported = test)]
fn ngram_baselines_equal_the_bits_computed_by_hand() {
    // Training text "ababab", validation text "ab", V = 2.
    let text = Text::new("abababab").expect("long enough");
    let split = tail(&text, 0.25);
    let mut ngrams = NgramModel::new(&split, 2);
    // Order 0: 6 characters, 2 types, each seen 3 times: (3 + 2 · 1/2) / (6 + 2) = 1/2.
    assert_close("order 0", ngrams.bits_per_char(&text.ids, &split, 0), 1.0, 1e-12, 1.0);
    // Order 1: a follows b in two of two cases, b follows a in three of three; one type each: (2 +
    // 1/2) / 3 and (3 + 1/2) / 4.
    let expected = -((2.5_f64 / 3.0).log2() + (3.5_f64 / 4.0).log2()) / 2.0;
    assert_close("order 1", ngrams.bits_per_char(&text.ids, &split, 1), expected, 1e-12, 1.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn ngrams_find_periodic_structure_and_none_in_noise() {
    let periodic = Text::new(&"abcdefgh".repeat(200)).expect("long enough");
    let split = tail(&periodic, 0.1);
    let mut ngrams = NgramModel::new(&split, 8);
    assert_close("order 0", ngrams.bits_per_char(&periodic.ids, &split, 0), 3.0, 0.01, 1.0);
    assert!(
        ngrams.bits_per_char(&periodic.ids, &split, 1) < 0.05,
        "each character determines the next"
    );
    let random = Text::new(&random_text(20_000, 4, 3)).expect("long enough");
    let split = tail(&random, 0.1);
    let mut ngrams = NgramModel::new(&split, 4);
    for order in 0..=NgramModel::MAX_ORDER {
        let bits = ngrams.bits_per_char(&random.ids, &split, order);
        assert!(bits > 1.97, "order {order} predicts noise of 2 bits with {bits} bits");
    }
}

/// The product of these lengths exceeds the 32 bits of a browser's `usize`.
#[wasm_bindgen_test(unsupported = test)]
fn a_long_stream_is_cut_into_windows_of_its_length() {
    for (chars, batch_size, seq_len) in [(540_000, 1, 64), (4_500_000, 8, 32), (4_500_000, 1, 1000)]
    {
        let split = Split::whole(chars);
        let mut windows = Windows::new(&split, Shape { batch_size, seq_len });
        let mut predicted = 0;
        for window in 0..windows.per_epoch() {
            let predictions = windows.predictions();
            assert!(
                (1..=batch_size * seq_len).contains(&predictions),
                "{chars} characters, window {window}: {predictions} predictions"
            );
            predicted += predictions;
            windows.advance();
        }
        assert_eq!(predicted, windows.predictions_per_epoch(), "{chars} characters");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn rare_characters_are_read_as_one_and_so_are_unknown_ones_of_a_prompt() {
    let mut text = Text::new("abcabcabd;ab;").expect("long enough");
    let starts = text.prepare(";", 3);
    assert_eq!(starts, [9], "the separator is rare, but stays");
    assert_eq!(text.vocabulary.chars(), [';', 'a', 'b', RARE]);
    assert_eq!(text.ids, [1, 2, 3, 1, 2, 3, 1, 2, 3, 0, 1, 2, 0]);
    assert_eq!((text.rare_chars, text.rare_count, text.documents), (2, 3, 2));
    assert_eq!(text.vocabulary.encode("a§c;"), Ok(vec![1, 3, 3, 0]));
    assert_eq!(text.vocabulary.opening(), Some(0));

    // A text whose own U+FFFD is among them, and texts without rare characters.
    let mut text = Text::new("aab\u{FFFD}").expect("long enough");
    text.prepare("", 2);
    assert_eq!((text.vocabulary.chars(), text.rare_chars), (&['a', RARE][..], 2));
    for rare_below in [0, 1, 2] {
        let mut text = Text::new("aabb").expect("long enough");
        let before = text.clone();
        text.prepare("c", rare_below);
        assert_eq!(text, before);
        assert!(text.vocabulary.encode("c").is_err());
    }
    let mut text = Text::new("abc").expect("long enough");
    text.prepare("", 10);
    assert_eq!(text.vocabulary.chars(), [RARE], "every character is rare");
}

/// The number of characters read as rare is that of the report, and only a separator that ends
/// documents keeps its characters apart.
#[wasm_bindgen_test(unsupported = test)]
fn a_separator_that_ends_no_document_has_no_characters_apart() {
    for (text, separator, rare, documents) in [
        ("abab;ab;", ";", "", 2),
        ("ab\nab\nab;", "\n§", "\n;", 1), // a part of it does not occur
        ("ab\nabab;", "\n;", "\n;", 1),   // its parts occur, apart
        ("ababab;", ";", ";", 1),         // it only ends the text
        ("abab\n;ab\nabc", "\n;", "c", 2),
        ("abab\n;ab", "\r\n;", "", 2),
    ] {
        let mut prepared = Text::new(text).expect("long enough");
        prepared.prepare(separator, 3);
        let what = format!("{text:?} with {separator:?}");
        let count = text.chars().filter(|&symbol| rare.contains(symbol)).count();
        let report = (prepared.rare_chars, prepared.rare_count, prepared.documents);
        assert_eq!(report, (rare.chars().count(), count, documents), "{what}");
        let read = prepared.vocabulary.decode(&prepared.ids);
        assert_eq!(read.matches(RARE).count(), count, "{what}");
        assert_eq!(prepared.vocabulary.separator().is_empty(), documents == 1, "{what}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_text_begins_from_the_last_character_of_the_separator_or_a_line_break() {
    for (separator, opening) in [("", Some('\n')), ("\r\n.", Some('.')), ("?", Some('\n'))] {
        let mut text = Text::new("a\r\n.b\n.c").expect("long enough");
        text.prepare(separator, 0);
        let id = text.vocabulary.opening();
        assert_eq!(id.map(|id| text.vocabulary.chars()[id as usize]), opening, "{separator:?}");
    }
    let text = Text::new("ab").expect("long enough");
    assert_eq!(text.vocabulary.opening(), None);
}

/// For texts of any characters.
#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{RngSeed, TestRunner};
    use std::time::{Duration, Instant};

    /// Characters with a meaning for texts: ends of lines, marks, jamo, direction, joiners, private
    /// use, noncharacters, the last of each plane.
    const SPECIAL: &str = "\r\n\0\t\u{b}\u{c} \\\u{7f}\u{85}\u{a0}\u{ad}\u{300}\u{301}\u{308}\u{323}\
        \u{327}\u{338}\u{345}\u{34f}\u{958}\u{9be}\u{f73}\u{1100}\u{1161}\u{11a7}\u{11a8}\u{ac00}\
        \u{200b}\u{200d}\u{200f}\u{2028}\u{202e}\u{2066}\u{2126}\u{212b}\u{2adc}\u{3099}\u{e000}\
        \u{f900}\u{fb1d}\u{fdd0}\u{fe0f}\u{feff}\u{fffd}\u{1d15e}\u{1f469}\u{10ffff}";

    fn symbol() -> impl Strategy<Value = char> {
        prop_oneof![
            3 => prop::sample::select(SPECIAL.chars().collect::<Vec<_>>()),
            2 => any::<char>(), // of every plane
            1 => prop::char::range('a', 'f'),
            1 => prop::char::range('\u{300}', '\u{36f}'),
            1 => prop::char::range('\u{1100}', '\u{11ff}'),
            1 => prop::char::range('\u{f900}', '\u{fb4f}'),
            1 => prop::char::range('\u{1f1e6}', '\u{1faff}'),
        ]
    }

    fn string(longest: usize) -> impl Strategy<Value = String> {
        prop::collection::vec(symbol(), 0..longest).prop_map(|symbols| symbols.iter().collect())
    }

    /// An environment variable's number: `npm run fuzz` sets them, and prints the seed.
    fn given(name: &str, default: u32) -> u32 {
        std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
    }

    fn check<S: Strategy>(cases: u32, of: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
        let seconds = given("FUZZ_SECONDS", 0);
        let end = Instant::now() + Duration::from_secs(seconds.into());
        let cases = if seconds > 0 { cases.min(1000) } else { cases };
        let first = given("FUZZ_SEED", 1);
        for seed in (0..).map(|round| first.wrapping_add(round)) {
            let config = ProptestConfig {
                cases,
                failure_persistence: None,
                rng_seed: RngSeed::Fixed(seed.into()),
                ..ProptestConfig::default()
            };
            let found = TestRunner::new(config).run(&of, &test);
            found.unwrap_or_else(|error| panic!("FUZZ_SEED={seed} finds it again: {error}"));
            if Instant::now() >= end {
                println!("seeds {first} to {seed}, {cases} texts each");
                break;
            }
        }
    }

    #[test]
    fn decode_is_the_inverse_of_encode_for_10_000_cleaned_strings() {
        check(10_000, string(40), |given| {
            let cleaned = clean(&given);
            let text = match Text::new(&given) {
                Ok(text) => text,
                Err(error) => {
                    let chars = cleaned.text.chars().count();
                    prop_assert!(chars < 2, "{error}");
                    return Ok(());
                }
            };
            prop_assert_eq!(&text.vocabulary.decode(&text.ids), &cleaned.text);
            prop_assert_eq!(text.vocabulary.encode(&cleaned.text), Ok(text.ids.clone()));
            let vocabulary = text.vocabulary.chars();
            prop_assert!(vocabulary.is_sorted_by(|a, b| a < b), "each once, in order");
            prop_assert!(vocabulary.iter().all(|&symbol| cleaned.text.contains(symbol)));
            Ok(())
        });
    }

    #[test]
    fn cleaning_twice_is_cleaning_once() {
        check(10_000, string(40), |given| {
            let cleaned = clean(&given);
            prop_assert!(!cleaned.text.contains('\r'));
            let again = clean(&cleaned.text);
            prop_assert_eq!(again.line_endings_replaced, 0);
            prop_assert_eq!(&again.text, &cleaned.text);
            prop_assert_eq!(nfc_changes(&cleaned.text), NfcChanges::default());
            let returns = given.matches('\r').count();
            prop_assert_eq!(cleaned.line_endings_replaced, returns);
            // A line's end is no part of a letter.
            let lines: Vec<String> = given
                .replace("\r\n", "\n")
                .split(['\r', '\n'])
                .map(|line| clean(line).text)
                .collect();
            prop_assert_eq!(lines.join("\n"), cleaned.text);
            Ok(())
        });
    }

    #[test]
    fn rare_characters_alone_are_decoded_as_the_rare_one() {
        let cases = (string(60), string(3), 0..5_u32);
        check(2000, cases, |(given, separator, rare_below)| {
            let Ok(mut text) = Text::new(&given) else { return Ok(()) };
            let whole = text.vocabulary.decode(&text.ids);
            text.prepare(&separator, rare_below);
            let read = text.vocabulary.decode(&text.ids);
            prop_assert_eq!(read.chars().count(), whole.chars().count());
            let mut rare = std::collections::BTreeSet::new();
            for (symbol, read) in whole.chars().zip(read.chars()) {
                prop_assert!(read == symbol || read == RARE, "{symbol:?} is read as {read:?}");
                if read != symbol || (symbol == RARE && text.rare_chars > 0) {
                    let count = whole.chars().filter(|&other| other == symbol).count();
                    prop_assert!(
                        symbol == RARE || count < rare_below as usize,
                        "{symbol:?} is rare"
                    );
                    rare.insert(symbol);
                }
            }
            prop_assert!(text.rare_chars >= rare.len() || rare.contains(&RARE));
            prop_assert_eq!(text.vocabulary.encode(&whole), Ok(text.ids.clone()));
            Ok(())
        });
    }
}
