//! The penalty on repetition: its definition, and its effect on a cycle.

use lstm_playground::model::Network;
use lstm_playground::sampling::{Repetition, SamplingOptions, generate};
use lstm_playground::text::Vocabulary;
use lstm_playground_tests::{assert_close, small_network};
use wasm_bindgen_test::wasm_bindgen_test;

/// The logits of `vocab_size` characters, lowered after `ids` from zero.
fn lowered(ids: &[u32], vocab_size: usize, penalty: f64) -> Vec<f64> {
    let mut repetition = Repetition::new(penalty);
    ids.iter().for_each(|&id| repetition.read(id));
    let mut logits = vec![0.0; vocab_size];
    repetition.lower(&mut logits);
    logits
}

/// The longest repetition within 200 characters that `next` would prolong, by its definition.
fn longest(ids: &[u32], next: u32) -> usize {
    let length = |d: usize| {
        (0..ids.len() - d).rev().take_while(|&index| ids[index] == ids[index + d]).count()
    };
    let prolongs = |d: &usize| ids[ids.len() - d] == next;
    (1..=ids.len().min(200)).filter(prolongs).map(length).max().unwrap_or(0)
}

#[wasm_bindgen_test(unsupported = test)]
fn each_character_of_a_repetition_beyond_ten_divides_the_odds_by_the_penalty() {
    // 0 1 2 … 12 13 0 1 2 … 11, then 12 would prolong a repetition of 12 characters.
    let ids: Vec<u32> = (0..14).chain(0..12).collect();
    for (id, logit) in lowered(&ids, 14, 1.5).into_iter().enumerate() {
        let expected = if id == 12 { -2.0 * 1.5_f64.ln() } else { 0.0 };
        assert_close("logit", logit, expected, 1e-14, 1.0);
    }
    assert_eq!(lowered(&ids[..24], 14, 1.5), [0.0; 14], "ten characters are free");
    assert_eq!(lowered(&[], 3, 1.5), [0.0; 3]);
    assert_eq!(lowered(&ids, 14, 1.0), [0.0; 14]);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_repetition_is_looked_for_among_the_last_200_characters() {
    for (distance, expected) in [(200, -2.0), (201, 0.0)] {
        let ids: Vec<u32> = (0..distance).chain(0..12).collect();
        let logit = lowered(&ids, 300, std::f64::consts::E)[12];
        assert_close("logit", logit, expected, 1e-14, 1.0);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_longest_repetition_counts_also_where_it_overlaps_itself() {
    let mut ids = Vec::new();
    let mut state = 1_u32;
    for index in 0..700 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // Noise, a cycle of three, one character alone, and copies of what stands 150 before.
        ids.push(match index / 100 % 4 {
            0 => state >> 30,
            1 => index as u32 % 3,
            2 => 3,
            _ => ids[index - 150],
        });
        for (id, logit) in lowered(&ids, 4, 2.0).into_iter().enumerate() {
            let beyond = longest(&ids, id as u32).saturating_sub(10);
            let expected = -(beyond as f64) * 2.0_f64.ln();
            assert_close("logit", logit, expected, 1e-12, expected.abs().max(1.0));
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_likeliest_text_leaves_its_cycle() {
    let mut network = Network::<f32>::new(small_network(7, 8, 2), 1);
    network.params_mut().as_mut_slice().iter_mut().for_each(|w| *w *= 4.0);
    let vocabulary = Vocabulary::from_text("abcdefg");
    let written = |repetition| {
        let options =
            SamplingOptions { temperature: 0.0, length: 2000, repetition, ..Default::default() };
        let text = generate(&network, &vocabulary, &options).expect("known characters");
        vocabulary.encode(&text).expect("known characters")
    };
    let longest_of =
        |ids: &[u32]| (1..ids.len()).map(|end| longest(&ids[..end], ids[end])).max().unwrap_or(0);
    let (off, light, strong) = (written(1.0), written(1.1), written(10.0));
    assert!(longest_of(&off) > 1900, "a cycle: {}", longest_of(&off));
    assert!(longest_of(&light) < 200, "{}", longest_of(&light));
    assert!(longest_of(&strong) < 20, "{}", longest_of(&strong));
    let first = off.iter().zip(&light).take_while(|(a, b)| a == b).count();
    assert!(first > 10, "the texts begin alike: {first}");
}
