//! The search for units that follow a feature of the text.

use lstm_playground::inspection::{Feature, Features, UnitFinder, UnitMatch};
use lstm_playground::model::Network;
use lstm_playground::task::Task;
use lstm_playground::text::Vocabulary;
use lstm_playground_tests::{assert_close, small_network};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test(unsupported = test)]
fn every_character_has_its_features() {
    let text = "a (b[c])\n\nIs \"12 é\" so“n”?";
    let mut features = Features::default();
    let rows: Vec<_> = text.chars().map(|char| features.next(char)).collect();
    let column = |feature: Feature| -> String {
        rows.iter().map(|row| char::from_digit(row[feature as usize] as u32, 36).unwrap()).collect()
    };
    //                                                    a (b[c])__Is "12 é" so“n”?
    assert_eq!(column(Feature::InsideQuotes), /*     */ "00000000000001111100001100");
    assert_eq!(column(Feature::InsideBrackets), /*   */ "00111110000000000000000000");
    assert_eq!(column(Feature::BracketDepth), /*     */ "00112210000000000000000000");
    assert_eq!(
        column(Feature::LinePosition),
        /*     */ "0123456780 0123456789abcdef".replace(' ', "")
    );
    assert_eq!(column(Feature::AfterSpace), /*       */ "10100000001001000100100000");
    assert_eq!(column(Feature::Vowel), /*            */ "10000000001000000100010000");
    assert_eq!(column(Feature::Digit), /*            */ "00000000000000110000000000");
    assert_eq!(column(Feature::WordPosition), /*     */ "10010100001200000100120100");
}

/// In the network, unit `counts` of the upper layer counts brackets and unit `vowels` of the lower
/// layer detects vowels: their input gates are open, all other weights random.
#[wasm_bindgen_test(unsupported = test)]
fn a_planted_feature_is_found() {
    let text = "the (odd (or (even) one) is) here (and) 7 \"there\" ".repeat(12);
    let vocabulary = Vocabulary::from_text(&text);
    let (h, counts, vowels) = (13, 5, 8);
    let mut network = Network::<f32>::new(small_network(vocabulary.len(), h, 2), 4);
    for (layer, unit) in [(1, counts), (0, vowels)] {
        let mut set = |name: &str, column: Option<usize>, block: usize, value: f32| {
            let index = network.params().layout().index(&format!("{name}_l{layer}")).unwrap();
            let mut params = network.params_mut();
            let mut tensor = params.view_mut(index);
            let row = block * h + unit;
            match column {
                Some(column) => tensor[(row, column)] = value,
                None => tensor.row_mut(row).fill(value),
            }
        };
        for block in 0..4 {
            set("weight_ih", None, block, 0.0);
            set("weight_hh", None, block, 0.0);
            set("bias_ih", None, block, [30.0, 30.0, 0.0, 0.0][block]);
        }
        if layer == 0 {
            set("bias_ih", None, 1, -30.0); // forgets immediately
            for (id, char) in vocabulary.chars().iter().enumerate() {
                set("weight_ih", Some(id), 2, if "aeiou".contains(*char) { 9.0 } else { 0.0 });
            }
        }
    }
    // Two units of the lower layer report brackets to the upper one without delay.
    for (unit, bracket) in [(0, '('), (1, ')')] {
        let id = vocabulary.chars().iter().position(|&char| char == bracket).unwrap();
        let mut params = network.params_mut();
        let [ih, hh, bias] = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0"]
            .map(|name| params.layout().index(name).unwrap());
        for block in 0..4 {
            let row = block * h + unit;
            params.view_mut(ih).row_mut(row).fill(0.0);
            params.view_mut(hh).row_mut(row).fill(0.0);
            params.view_mut(bias)[(row, 0)] = [30.0, -30.0, 0.0, 30.0][block];
        }
        params.view_mut(ih)[(2 * h + unit, id)] = 9.0;
        let upper = params.layout().index("weight_ih_l1").unwrap();
        params.view_mut(upper)[(2 * h + counts, unit)] = if unit == 0 { 9.0 } else { -9.0 };
    }

    let ids = vocabulary.encode(&text).expect("its own text");
    let finder = UnitFinder::new(&network, ids, text.chars().collect(), 3);
    let matches = finder.run(&network);
    let best = |feature: Feature| -> Vec<&UnitMatch> {
        matches.iter().filter(|found| found.feature == feature).collect()
    };
    for (feature, layer, unit) in [(Feature::BracketDepth, 1, counts), (Feature::Vowel, 0, vowels)]
    {
        let found = best(feature);
        assert_eq!(found.len(), 3);
        assert_eq!((found[0].layer, found[0].unit), (layer, unit), "{feature:?}: {found:?}");
        assert_close(feature.name(), found[0].correlation, 1.0, 1e-5, 1.0);
        let sizes: Vec<f64> = found.iter().map(|found| found.correlation.abs()).collect();
        assert!(sizes[0] > sizes[1] && sizes[1] >= sizes[2], "{sizes:?}");
    }
    assert_eq!(best(Feature::InsideQuotes).len(), 3);
    assert!(best(Feature::LinePosition).len() == 3);
}

/// Pearson's correlation, computed in two passes.
#[wasm_bindgen_test(unsupported = test)]
fn correlations_are_pearsons() {
    let text = "one (two) three, ".repeat(9);
    let vocabulary = Vocabulary::from_text(&text);
    let ids = vocabulary.encode(&text).expect("its own text");
    let network = Network::<f32>::new(small_network(vocabulary.len(), 6, 1), 2);
    let mut features = Features::default();
    let rows: Vec<_> = text.chars().map(|char| features.next(char)).collect();
    let mut trace = network.trace(ids.len(), 1);
    let mut state = network.zero_state(1);
    network.forward(&ids, &mut state, &mut trace, None);
    let finder = UnitFinder::new(&network, ids.clone(), text.chars().collect(), 6);
    let matches = finder.run(&network);
    assert!(!matches.iter().any(|found| found.feature == Feature::Digit), "no digit varies");
    assert_eq!(matches.len(), 6 * 6, "quotes and digits do not vary: {matches:?}");
    for UnitMatch { feature, unit, correlation, .. } in matches {
        let count = ids.len() as f64;
        let cell = |t: usize| f64::from(trace.layers[0].cell[(unit, t + 1)]);
        let value = |t: usize| rows[t][feature as usize];
        let mean = |f: &dyn Fn(usize) -> f64| (0..ids.len()).map(f).sum::<f64>() / count;
        let (x, y) = (mean(&cell), mean(&value));
        let covariance = mean(&|t| (cell(t) - x) * (value(t) - y));
        let deviations = mean(&|t| (cell(t) - x).powi(2)) * mean(&|t| (value(t) - y).powi(2));
        let expected = covariance / deviations.sqrt();
        assert_close(feature.name(), correlation, expected, 1e-9, 1e-2);
    }
}
