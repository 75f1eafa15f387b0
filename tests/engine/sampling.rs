//! Sampling: the distribution of the drawn characters, the end of a text, and the options.

use lstm_playground::Error;
use lstm_playground::model::Network;
use lstm_playground::sampling::{Generation, Sampler, SamplingOptions, generate};
use lstm_playground::setting::Value;
use lstm_playground::task::Task;
use lstm_playground::text::{Text, Vocabulary, document_starts};
use lstm_playground_tests::{assert_close, small_network};
use wasm_bindgen_test::wasm_bindgen_test;

const LETTERS: &str = "abcdefg";

fn network() -> (Network<f32>, Vocabulary) {
    let mut network = Network::new(small_network(LETTERS.len(), 8, 2), 1);
    // An untrained network is almost uniform; larger weights make it confident.
    network.params_mut().as_mut_slice().iter_mut().for_each(|w| *w *= 4.0);
    (network, Vocabulary::from_text(LETTERS))
}

fn continued(options: &SamplingOptions) -> String {
    let (network, vocabulary) = network();
    generate(&network, &vocabulary, options).expect("known characters")
}

/// The frequency of each of four characters in 20,000 draws.
fn shares(options: SamplingOptions) -> [f64; 4] {
    const DRAWS: usize = 20_000;
    let logits = [0.1_f32, 0.2, 0.3, 0.4].map(f32::ln);
    let mut sampler = Sampler::new(&options);
    let mut shares = [0.0; 4];
    for _ in 0..DRAWS {
        shares[sampler.sample(&logits) as usize] += 1.0 / DRAWS as f64;
    }
    shares
}

fn assert_shares(options: SamplingOptions, expected: [f64; 4]) {
    for (got, expected) in shares(options.clone()).into_iter().zip(expected) {
        if expected == 0.0 {
            assert_eq!(got, 0.0, "{options:?}");
        }
        assert_close(&format!("{options:?}"), got, expected, 0.012, 1.0);
    }
}

fn plain() -> SamplingOptions {
    SamplingOptions { temperature: 1.0, ..SamplingOptions::default() }
}

#[wasm_bindgen_test(unsupported = test)]
fn characters_are_drawn_with_their_probability() {
    assert_shares(plain(), [0.1, 0.2, 0.3, 0.4]);
}

#[wasm_bindgen_test(unsupported = test)]
fn temperature_sharpens_and_flattens() {
    // softmax(ln p / T) is p^(1/T), normalised.
    let squares = [0.01, 0.04, 0.09, 0.16].map(|p| p / 0.3);
    assert_shares(SamplingOptions { temperature: 0.5, ..plain() }, squares);
    let roots = [0.1_f64, 0.2, 0.3, 0.4].map(f64::sqrt);
    let sum: f64 = roots.iter().sum();
    assert_shares(SamplingOptions { temperature: 2.0, ..plain() }, roots.map(|p| p / sum));
    assert_shares(SamplingOptions { temperature: 1e-300, ..plain() }, [0.0, 0.0, 0.0, 1.0]);
    assert_shares(SamplingOptions { temperature: 0.0, ..plain() }, [0.0, 0.0, 0.0, 1.0]);
}

#[wasm_bindgen_test(unsupported = test)]
fn top_k_and_top_p_cut_the_unlikely() {
    assert_shares(SamplingOptions { top_k: 2, ..plain() }, [0.0, 0.0, 3.0 / 7.0, 4.0 / 7.0]);
    assert_shares(SamplingOptions { top_k: 9, ..plain() }, [0.1, 0.2, 0.3, 0.4]);
    assert_shares(SamplingOptions { top_p: 0.6, ..plain() }, [0.0, 0.0, 3.0 / 7.0, 4.0 / 7.0]);
    assert_shares(SamplingOptions { top_p: 0.0, ..plain() }, [0.0, 0.0, 0.0, 1.0]);
    let both = SamplingOptions { top_k: 3, top_p: 0.7, ..plain() };
    assert_shares(both, [0.0, 0.0, 3.0 / 7.0, 4.0 / 7.0]);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_first_of_equally_likely_characters_wins() {
    let greedy = SamplingOptions { temperature: 0.0, ..plain() };
    assert_eq!(Sampler::new(&greedy).sample(&[1.0_f32, 3.0, 3.0, 2.0]), 1);
    let top_1 = SamplingOptions { top_k: 1, ..plain() };
    assert_eq!(Sampler::new(&top_1).sample(&[1.0_f32, 3.0, 3.0, 2.0]), 1);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_same_seed_gives_the_same_text_and_another_seed_does_not() {
    let options = SamplingOptions { length: 100, ..plain() };
    assert_eq!(continued(&options), continued(&options));
    assert_ne!(continued(&options), continued(&SamplingOptions { seed: 2, ..options }));
}

#[wasm_bindgen_test(unsupported = test)]
fn sampling_carries_the_state_as_reading_the_whole_prefix_would() {
    let greedy = SamplingOptions { temperature: 0.0, length: 40, ..plain() };
    let whole = continued(&SamplingOptions { prompt: "abc".into(), ..greedy.clone() });
    let (first, rest) = whole.split_at(15);
    let again = SamplingOptions { prompt: format!("abc{first}"), length: 25, ..greedy };
    assert_eq!(continued(&again), rest);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_prompt_may_have_any_length() {
    for prompt in ["", "a", "gfedcba", &LETTERS.repeat(2000)] {
        let options = SamplingOptions { prompt: prompt.into(), length: 30, ..plain() };
        assert_eq!(continued(&options).chars().count(), 30);
    }
    assert_eq!(continued(&SamplingOptions { length: 0, ..plain() }), "");
}

#[wasm_bindgen_test(unsupported = test)]
fn an_empty_prompt_starts_a_line_where_there_are_lines() {
    let vocabulary = Vocabulary::from_text("\nabc");
    let mut network = Network::<f32>::new(small_network(4, 8, 1), 1);
    network.params_mut().as_mut_slice().iter_mut().for_each(|w| *w *= 4.0);
    let with_prompt = |prompt: &str| {
        let options = SamplingOptions { prompt: prompt.into(), length: 50, ..plain() };
        generate(&network, &vocabulary, &options).expect("known characters")
    };
    assert_eq!(with_prompt(""), with_prompt("\n"));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_prompt_starts_a_document_where_there_are_documents() {
    let mut text = Text::new("abc\ncba\nbac\n").expect("a text");
    let mut network = Network::<f32>::new(small_network(4, 8, 1), 1);
    network.params_mut().as_mut_slice().iter_mut().for_each(|w| *w *= 20.0);
    let continued = |text: &Text, prompt: &str| {
        let options = SamplingOptions { prompt: prompt.into(), length: 50, ..plain() };
        generate(&network, &text.vocabulary, &options).expect("known characters")
    };
    let after_the_line_break = continued(&text, "\nab");
    assert_ne!(continued(&text, "ab"), after_the_line_break);
    text.prepare("\n", 0);
    let document = continued(&text, "ab");
    assert_eq!(document, continued(&text, "\nab"));
    // The next document begins anew.
    assert_eq!(document.lines().next(), after_the_line_break.lines().next());
}

#[wasm_bindgen_test(unsupported = test)]
fn a_document_is_written_without_memory_of_those_before() {
    let mut network = Network::<f32>::new(small_network(5, 8, 1), 1);
    network.params_mut().as_mut_slice().iter_mut().for_each(|w| *w *= 20.0);
    for separator in ["\n", "\n\n", "c\n"] {
        let mut text = Text::new("abc\n\ncbd\n\nbac\n\n").expect("a text");
        let continued = |text: &Text, prompt: &str| {
            let options = SamplingOptions { prompt: prompt.into(), length: 50, ..plain() };
            generate(&network, &text.vocabulary, &options).expect("known characters")
        };
        let prompt = format!("abd{separator}");
        assert_ne!(continued(&text, &prompt), continued(&text, ""), "{separator:?}");
        text.prepare(separator, 0);
        assert_eq!(continued(&text, &prompt), continued(&text, ""), "{separator:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_prompt_has_the_documents_that_training_finds() {
    let mut network = Network::<f32>::new(small_network(4, 8, 1), 1);
    network.params_mut().as_mut_slice().iter_mut().for_each(|w| *w *= 20.0);
    let mut text = Text::new("abc\n\ncba\n\n").expect("a text");
    text.prepare("\n\n", 0);
    let continued = |prompt: &str| {
        let options = SamplingOptions { prompt: prompt.into(), length: 50, ..plain() };
        generate(&network, &text.vocabulary, &options).expect("known characters")
    };
    let separator = text.vocabulary.separator();
    for prompt in ["a\n\n", "a\n\n\n", "a\n\n\n\n", "a\n\n\nb", "\n", "\n\n", "\n\n\nc"] {
        // A prompt follows a separator.
        let ids = text.vocabulary.encode(&format!("\n\n{prompt}a")).expect("known characters");
        let start = *document_starts(&ids, separator).last().expect("the first separator");
        let document = &format!("\n\n{prompt}")[start + 1..];
        assert_eq!(continued(prompt), continued(document), "{prompt:?}");
    }
    assert_ne!(continued("a\n\n\n"), continued(""), "the third line break is in the document");
}

#[wasm_bindgen_test(unsupported = test)]
fn a_text_ends_with_the_first_occurrence_of_its_end() {
    let whole = continued(&SamplingOptions { length: 300, ..plain() });
    for (start, len) in [(0, 1), (0, 3), (40, 2), (120, 4), (200, 8), (299, 1)] {
        let stop = &whole[start..start + len];
        let end = whole.find(stop).expect("a part of the text") + len;
        let options = SamplingOptions { stop: stop.into(), length: 300, ..plain() };
        assert_eq!(continued(&options), whole[..end], "stop {stop:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn an_end_that_does_not_occur_in_the_continuation_has_no_effect() {
    let whole = continued(&SamplingOptions { prompt: "abc".into(), ..plain() });
    let across = format!("c{}", &whole[..1]); // begins in the prompt
    let first = whole.find(&across).map_or(whole.len(), |index| index + across.len());
    for (stop, len) in [("", 200), ("aé", 200), ("Ω", 200), (across.as_str(), first)] {
        let options = SamplingOptions { prompt: "abc".into(), stop: stop.to_owned(), ..plain() };
        assert_eq!(continued(&options), whole[..len], "stop {stop:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn an_end_is_cleaned_as_the_text_is() {
    let vocabulary = Vocabulary::from_text("\né");
    let network = Network::<f32>::new(small_network(2, 8, 1), 1);
    let written = |stop: &str| {
        let options = SamplingOptions { stop: stop.into(), ..plain() };
        generate(&network, &vocabulary, &options).expect("known characters")
    };
    assert_eq!(written("e\u{301}\r\n"), written("é\n"));
    assert!(written("é\n").ends_with("é\n"));
}

#[wasm_bindgen_test(unsupported = test)]
fn the_parts_of_a_text_make_the_whole() {
    let (network, vocabulary) = network();
    let options = SamplingOptions { prompt: "abc".into(), length: 50, ..plain() };
    let mut generation = Generation::new(&network, &vocabulary, &options, None).expect("known");
    let (mut parts, mut portions) = (Vec::new(), 0);
    while generation.advance(&network) {
        portions += 1;
        if portions % 7 == 0 {
            parts.extend(generation.part().expect("a part"));
        }
    }
    assert!(parts.len() < 50);
    parts.extend(generation.part().expect("a part"));
    assert_eq!(generation.part(), Some(Vec::new()), "each character is in one part");
    assert_eq!(generation.finish(&network), parts);
    assert_eq!(vocabulary.decode(&parts), continued(&options));
}

#[wasm_bindgen_test(unsupported = test)]
fn an_unknown_character_in_the_prompt_is_refused() {
    let (network, vocabulary) = network();
    let options = SamplingOptions { prompt: "ab\r\nz".into(), ..plain() };
    let error = generate(&network, &vocabulary, &options).unwrap_err();
    assert_eq!(error, Error::UnknownChar { symbol: '\n', position: 3 });
}

#[wasm_bindgen_test(unsupported = test)]
fn every_option_is_checked() {
    let mut options = SamplingOptions::default();
    for (name, value, message) in [
        ("temperature", Value::Number(-0.1), "temperature must be a number from 0 to 10, got -0.1"),
        (
            "temperature",
            Value::Number(f64::NAN),
            "temperature must be a number from 0 to 10, got NaN",
        ),
        ("top_p", Value::Number(1.5), "top_p must be a number from 0 to 1, got 1.5"),
        ("top_k", Value::Number(0.5), "top_k must be a whole number from 0 to 65536, got 0.5"),
        (
            "length",
            Value::Number(1e6),
            "length must be a whole number from 0 to 100000, got 1000000",
        ),
        ("prompt", Value::Number(1.0), "prompt must be a text of at most 100000 characters, got 1"),
        (
            "seed",
            Value::Other("null".into()),
            "seed must be a whole number from 0 to 4294967295, got null",
        ),
        ("stop", Value::Number(1.0), "stop must be a text of at most 100000 characters, got 1"),
        ("repetition", Value::Number(0.9), "repetition must be a number from 1 to 10, got 0.9"),
        (
            "topk",
            Value::Number(1.0),
            "there is no setting topk; the settings are \
             prompt, length, temperature, top_k, top_p, seed, stop, repetition",
        ),
    ] {
        assert_eq!(options.set(name, &value).unwrap_err().to_string(), message);
    }
    assert_eq!(options, SamplingOptions::default());
}
