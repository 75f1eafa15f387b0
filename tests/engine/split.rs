//! The split of a text, its documents, and the windows over a training text with gaps.

use lstm_playground::text::{
    MAX_VALIDATION_CHARS, NgramModel, Shape, Split, Text, ValidationSplit, Window, Windows,
    document_starts,
};
use lstm_playground_tests::assert_close;
use wasm_bindgen_test::wasm_bindgen_test;

use ValidationSplit::{Blocks, Tail};

#[wasm_bindgen_test(unsupported = test)]
fn a_document_starts_at_the_last_character_of_each_separator() {
    let starts = |text: &[u32], separator: &[u32]| document_starts(text, separator);
    assert_eq!(starts(&[5, 9, 5, 9, 9, 5], &[9]), [1, 3, 4]);
    assert_eq!(starts(&[5, 9, 9, 9, 5, 9, 9, 9, 9, 5], &[9, 9]), [2, 6, 8]);
    assert_eq!(starts(&[9, 9], &[9, 9]), [] as [usize; 0], "nothing follows the separator");
    assert_eq!(starts(&[5, 9], &[9, 5, 9]), [] as [usize; 0]);
    assert_eq!(starts(&[5, 9], &[]), [] as [usize; 0]);
}

#[wasm_bindgen_test(unsupported = test)]
fn characters_of_the_validation_text_alone_are_counted_with_their_occurrences() {
    let mut ids = vec![0; 100];
    ids[90..].copy_from_slice(&[0, 1, 2, 1, 1, 3, 1, 0, 0, 0]);
    ids[5] = 3;
    let counts = |kind| Split::new(100, kind, 0.1, Vec::new()).unseen_chars(&ids, 4);
    assert_eq!(counts(Tail), (2, 5), "1 four times, 2 once; 3 stands before, too");
    assert_eq!(counts(Blocks), (0, 0));
}

/// The blocks of the validation text, as starts and ends.
fn blocks(split: &Split) -> Vec<[usize; 2]> {
    split.validation().iter().map(|block| [block.start, block.end]).collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn the_validation_text_is_spread_over_the_text_or_at_its_end() {
    for (chars, fraction, kind, expected) in [
        (100, 0.1, Blocks, vec![[45, 55]]),
        (100, 0.1, Tail, vec![[90, 100]]),
        (100, 0.0, Blocks, vec![]),
        (100, 0.0, Tail, vec![]),
        (9, 0.1, Blocks, vec![]),
        (2, 0.5, Blocks, vec![]),
        (3, 0.5, Blocks, vec![[2, 3]]), // in the middle, it would leave no prediction for training
        (4, 0.5, Blocks, vec![[2, 4]]),
        (5, 0.5, Blocks, vec![[1, 3]]),
        (2000, 0.1, Blocks, vec![[300, 366], [966, 1033], [1633, 1700]]),
    ] {
        let split = Split::new(chars, kind, fraction, Vec::new());
        assert_eq!(blocks(&split), expected, "{chars} characters, {fraction}, {kind}");
    }
    for kind in [Blocks, Tail] {
        let split = Split::new(5_000_000, kind, 0.5, Vec::new());
        assert_eq!(split.validation_chars(), MAX_VALIDATION_CHARS);
        assert_eq!(split.validation().len(), if kind == Blocks { 16 } else { 1 });
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_block_does_not_cut_a_document_shorter_than_itself() {
    // Documents of 30 characters; without them, the block would be 450 to 550.
    let short: Vec<usize> = (1..33).map(|document| document * 30 - 1).collect();
    let split = |starts: &[usize], kind| Split::new(1000, kind, 0.1, starts.to_vec());
    assert_eq!(blocks(&split(&short, Blocks)), [[450, 540]]);
    assert_eq!(blocks(&split(&short, Tail)), [[900, 1000]]);
    assert_eq!(blocks(&split(&[869, 939], Tail)), [[940, 1000]]);
    // Documents of 500 characters are cut.
    assert_eq!(blocks(&split(&[499], Blocks)), [[450, 550]]);
}

#[wasm_bindgen_test(unsupported = test)]
fn streams_start_anew_after_gaps_at_documents_and_at_the_beginning() {
    let ids: Vec<u32> = (0..20).collect();
    // Training text 0..9 and 11..20, with predictions from 0..8 and 11..19; a document starts after
    // 15.
    let split = Split::new(20, Blocks, 0.1, vec![15]);
    assert_eq!(blocks(&split), [[9, 11]]);
    assert_eq!((split.training_chars(), split.predictions()), (18, 16));
    let mut windows = Windows::new(&split, Shape { batch_size: 2, seq_len: 8 });
    let mut window = Window::default();
    windows.next_into(&ids, &split, &mut window);
    let stream =
        |ids: &[u32], stream| -> Vec<u32> { ids.iter().skip(stream).step_by(2).copied().collect() };
    assert_eq!(stream(&window.inputs, 0), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(stream(&window.inputs, 1), [11, 12, 13, 14, 15, 16, 17, 18]);
    assert_eq!(stream(&window.targets, 1), [12, 13, 14, 15, 16, 17, 18, 19]);
    assert_eq!(window.starts, [0, 1, 4 * 2 + 1]);
    // The next epoch begins 5 predictions later.
    windows.next_into(&ids, &split, &mut window);
    assert_eq!(stream(&window.inputs, 0), [5, 6, 7, 11, 12, 13, 14, 15]);
    assert_eq!(stream(&window.inputs, 1), [16, 17, 18, 0, 1, 2, 3, 4]);
    assert_eq!(window.starts, [3 * 2, 3 * 2 + 1, 7 * 2]);
    // Some streams alone.
    windows.go_to((5, 0));
    windows.fill(&ids, &split, 1..2, &mut window);
    assert_eq!(window.inputs, [16, 17, 18, 0, 1, 2, 3, 4]);
    assert_eq!(window.starts, [3]);
}

#[wasm_bindgen_test(unsupported = test)]
fn characters_only_in_the_validation_text_are_counted_not_those_that_the_text_lacks() {
    let ids = [0, 1, 0, 1, 3, 3, 0, 1];
    let split = Split::new(8, ValidationSplit::Blocks, 0.25, Vec::new());
    assert_eq!(split.validation(), std::slice::from_ref(&(3..5)));
    assert_eq!(split.unseen_chars(&ids, 6), (0, 0), "the second 3 is in the training text");
    assert_eq!(split.unseen_chars(&[0, 1, 0, 1, 3, 1, 0, 1], 6), (1, 1));
}

#[wasm_bindgen_test(unsupported = test)]
fn an_ngram_across_a_gap_is_not_counted_but_predicts() {
    // Training text "abab" and "abab", validation text "ba" between, V = 2.
    let text = Text::new("abababaabab").expect("long enough");
    let text = Text { ids: text.ids[..10].to_vec(), ..text };
    let split = Split::new(10, Blocks, 0.2, Vec::new());
    assert_eq!(blocks(&split), [[4, 6]]);
    let mut ngrams = NgramModel::new(&split, 2);
    // abab | ab | aaba: 5 a and 3 b are counted, 2 types; order -1 is 1/2.
    let [a, b] = [5.0, 3.0].map(|count: f64| (count + 1.0) / 10.0);
    let bits = ngrams.bits_per_char(&text.ids, &split, 0);
    assert_close("order 0", bits, -(a.log2() + b.log2()) / 2.0, 1e-12, 1.0);
    // a follows b in 1 + 1 of 2 cases, one type; b follows a in 2 + 1 of 4 cases, two types. The
    // pairs across the gap, "ba" and "ba", are not counted.
    let [a, b] = [(2.0 + a) / 3.0, (3.0 + 2.0 * b) / 6.0];
    let bits = ngrams.bits_per_char(&text.ids, &split, 1);
    assert_close("order 1", bits, -(a.log2() + b.log2()) / 2.0, 1e-12, 1.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn an_ngram_without_a_successor_leaves_the_prediction_to_the_shorter_context() {
    let text: String = ('\u{4e00}'..).take(2000).collect();
    let text = Text::new(&text).expect("long enough");
    let split = Split::new(2000, Blocks, 0.1, Vec::new());
    let mut ngrams = NgramModel::new(&split, 2000);
    let unigram = ngrams.bits_per_char(&text.ids, &split, 0);
    for order in 1..=NgramModel::MAX_ORDER {
        assert_eq!(ngrams.bits_per_char(&text.ids, &split, order), unigram);
    }
}

/// Several portions of a text, in blocks, and all of it at once.
#[wasm_bindgen_test(unsupported = test)]
fn ngrams_counted_in_portions_give_the_same_bits() {
    let chars = 50_000;
    let mut state = 1_u32;
    let ids: Vec<u32> = (0..chars)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 24) * ((state >> 16) & 255)) >> 8
        })
        .collect();
    let split = Split::new(chars, Blocks, 0.1, Vec::new());
    let mut whole = NgramModel::new(&split, 256);
    let mut sliced = whole.clone();
    let mut portions = 0;
    for order in 0..=NgramModel::MAX_ORDER {
        while !sliced.is_known(order) {
            sliced.advance(&ids, &split);
            portions += 1;
        }
        let [a, b] =
            [&mut whole, &mut sliced].map(|model| model.bits_per_char(&ids, &split, order));
        assert_eq!(a.to_bits(), b.to_bits(), "order {order}");
        assert!(a.is_finite(), "order {order}: {a}");
    }
    assert!(portions > 6 * 20, "{portions} portions");
    // Orders that are asked for at once, before the lower ones.
    let last = NgramModel::new(&split, 256).bits_per_char(&ids, &split, NgramModel::MAX_ORDER);
    assert_eq!(last.to_bits(), whole.bits_per_char(&ids, &split, NgramModel::MAX_ORDER).to_bits());
}

/// For texts of any length.
#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{RngSeed, TestRunner};

    /// Lengths, short ones more often.
    fn chars() -> impl Strategy<Value = usize> {
        prop_oneof![2..40_usize, 2..3000_usize, 2..300_000_usize]
    }

    fn kind() -> impl Strategy<Value = ValidationSplit> {
        prop_oneof![Just(Blocks), Just(Tail)]
    }

    /// Distances between starts of documents; none in half of the cases.
    fn starts(chars: usize) -> impl Strategy<Value = Vec<usize>> {
        let some = (1..chars + 1, any::<u32>()).prop_map(move |(longest, seed)| {
            let mut state = u64::from(seed);
            let mut distance = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                1 + (state >> 33) as usize % longest
            };
            let mut starts = Vec::new();
            let mut next = distance();
            while next < chars {
                starts.push(next - 1);
                next += distance();
            }
            starts
        });
        prop_oneof![Just(Vec::new()), some]
    }

    fn splits() -> impl Strategy<Value = (usize, ValidationSplit, f64, Vec<usize>)> {
        let of = |(chars, kind, fraction)| (Just(chars), Just(kind), Just(fraction), starts(chars));
        (chars(), kind(), prop_oneof![Just(0.1), 0.0..0.5]).prop_flat_map(of)
    }

    fn check<S: Strategy>(cases: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
        let config = ProptestConfig {
            cases: 400,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(1),
            ..ProptestConfig::default()
        };
        TestRunner::new(config).run(&cases, test).unwrap();
    }

    #[test]
    fn every_character_is_in_one_part_and_none_is_predicted_in_both() {
        check(splits(), |(chars, kind, fraction, starts)| {
            let split = Split::new(chars, kind, fraction, starts.clone());
            prop_assert_eq!(&split, &Split::new(chars, kind, fraction, starts.clone()));
            let mut parts: Vec<_> = split.training().iter().chain(split.validation()).collect();
            parts.sort_by_key(|range| range.start);
            let mut end = 0;
            for range in parts {
                prop_assert!(range.start == end && !range.is_empty(), "{range:?} after {end}");
                end = range.end;
            }
            prop_assert_eq!(end, chars);
            prop_assert!(split.validation().is_sorted_by_key(|block| block.start));
            prop_assert!(split.validation().iter().all(|block| block.start > 0), "predictable");
            prop_assert!(split.longest_training().len() >= 2);
            let wanted = (chars as f64 * fraction) as usize;
            prop_assert!(split.validation_chars() <= wanted.min(MAX_VALIDATION_CHARS));
            let exact = starts.is_empty() || wanted == 0;
            prop_assert!(!exact || split.validation_chars() == wanted.min(chars - 2).min(50_000));
            prop_assert_eq!(split.validation_chars() > 0, wanted > 0 && chars > 2);
            Ok(())
        });
    }

    #[test]
    fn documents_shorter_than_a_block_stay_whole() {
        check(splits(), |(chars, kind, fraction, starts)| {
            let split = Split::new(chars, kind, fraction, starts.clone());
            let even = Split::new(chars, kind, fraction, Vec::new());
            let Some(len) = even.validation().iter().map(|block| block.len()).min() else {
                return Ok(());
            };
            let firsts = || std::iter::once(0).chain(starts.iter().map(|start| start + 1));
            for (first, end) in firsts().zip(firsts().skip(1).chain([chars])) {
                let cuts = |at: usize| first < at && at < end && end - first < len;
                let cut =
                    split.validation().iter().find(|block| cuts(block.start) || cuts(block.end));
                prop_assert!(cut.is_none(), "{cut:?} cuts {first}..{end}, blocks have {len}");
            }
            Ok(())
        });
    }

    #[test]
    fn windows_predict_every_character_of_a_segment_but_its_first_and_start_where_they_must() {
        let cases = (2..3000_usize).prop_flat_map(|chars| {
            let shape = (1..9_usize, 1..40_usize);
            (Just(chars), kind(), 0.0..0.5, starts(chars), shape)
        });
        check(cases, |(chars, kind, fraction, starts, (batch_size, seq_len))| {
            let split = Split::new(chars, kind, fraction, starts.clone());
            let ids: Vec<u32> = (0..chars as u32).collect();
            let mut windows = Windows::new(&split, Shape { batch_size, seq_len });
            let batch_size = windows.shape().batch_size;
            let firsts: Vec<usize> = split.training().iter().map(|segment| segment.start).collect();
            let mut window = Window::default();
            for _ in 0..2 {
                let mut predicted = vec![false; chars];
                let mut last = vec![None; batch_size];
                for _ in 0..windows.per_epoch() {
                    windows.next_into(&ids, &split, &mut window);
                    let mut expected = Vec::new();
                    for (column, (&input, &target)) in
                        window.inputs.iter().zip(&window.targets).enumerate()
                    {
                        let (input, target) = (input as usize, target as usize);
                        prop_assert_eq!(target, input + 1);
                        prop_assert!(!std::mem::replace(&mut predicted[target], true));
                        let segment = split.training().iter().find(|range| range.contains(&input));
                        prop_assert!(segment.is_some_and(|range| range.contains(&target)));
                        let last = last[column % batch_size].replace(input);
                        let follows = last.is_none_or(|last| last + 1 == input);
                        prop_assert!(follows || firsts.contains(&input));
                        if firsts.contains(&input) || starts.contains(&input) {
                            expected.push(column);
                        }
                    }
                    prop_assert_eq!(&window.starts, &expected);
                }
                let left_out = split.predictions() - windows.predictions_per_epoch();
                prop_assert!(left_out < batch_size);
                let predicted = predicted.iter().filter(|&&is| is).count();
                prop_assert_eq!(predicted, windows.predictions_per_epoch());
            }
            Ok(())
        });
    }
}
