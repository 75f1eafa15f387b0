//! The gradient reach of one prediction, compared with central differences.

use lstm_playground::inspection::{Derivative, Extrapolation, GradientReach, LayerReach, Reading};
use lstm_playground::model::{CellKind, Clamp, Clampable, Clamps, Network};
use lstm_playground::task::Task;
use lstm_playground::text::last_document;
use lstm_playground_tests::{assert_close, random_window, small_network};
use wasm_bindgen_test::wasm_bindgen_test;

/// More ids than characters, so that every character of the text is different.
const VOCAB: usize = 12;
const HIDDEN: usize = 5;
const CHARS: usize = 10;
const LAGS: usize = 7;
const NEXT: u32 = 11;

fn network(cell: CellKind, num_layers: usize) -> Network<f64> {
    let mut config = small_network(VOCAB, HIDDEN, num_layers);
    config.cell = cell;
    let mut network = Network::new(config, 5);
    // Larger than the initial weights, so that gates differ from one half and few derivatives
    // vanish.
    for weight in network.params_mut().as_mut_slice() {
        *weight *= 2.0;
    }
    network
}

/// Characters, all different, without NEXT.
fn text() -> Vec<u32> {
    (0..CHARS as u32).map(|t| (t * 7) % 10).collect()
}

/// -ln p of NEXT after the text, with a clamp at one of its characters.
fn loss(network: &Network<f64>, at: usize, clamps: &[Clamp]) -> f64 {
    let clamps = Clamps::new(network.config(), clamps).expect("good clamps");
    let (mut trace, mut state) = (network.trace(1, 1), network.zero_state(1));
    for (t, id) in text().into_iter().enumerate() {
        if t == at {
            network.forward_clamped(&[id], &mut state, &mut trace, &clamps);
        } else {
            network.forward(&[id], &mut state, &mut trace, None);
        }
    }
    let logits = network.logits(&mut trace, 0..1);
    let sum: f64 = logits.iter().map(|x| x.exp()).sum();
    sum.ln() - logits[NEXT as usize]
}

/// The derivative at 0 of the loss as a function of a change.
fn measured(mut loss: impl FnMut(f64) -> f64) -> f64 {
    let mut quotient = Extrapolation::default();
    loop {
        let step = quotient.step();
        if let Some(Derivative { value, .. }) = quotient.add(loss(step), loss(-step)) {
            return value;
        }
    }
}

fn assert_derivatives(cell: CellKind, num_layers: usize) {
    let network = network(cell, num_layers);
    let reach = GradientReach::new(&network, &text(), NEXT, LAGS);
    let reading = Reading::new(&network, text(), 0..CHARS, None).run(&network);
    assert_close("loss", reach.loss, loss(&network, 0, &[]), 1e-12, 1.0);
    let candidate = Clampable::from_name(network.config(), "g").ok();
    for (layer, values) in reading.layers.iter().enumerate() {
        let value =
            |name: &str, t: usize, unit| values.value(name).map(|all| all[t * HIDDEN + unit]);
        for lag in 0..=LAGS {
            let t = CHARS - 1 - lag;
            for unit in 0..HIDDEN {
                let with = |quantity, value| {
                    loss(&network, t, &[Clamp { layer, quantity, unit: Some(unit), value }])
                };
                let what = |of| {
                    format!(
                        "{cell:?}, {num_layers} layers: {of} of layer {layer}, unit {unit}, {lag} back"
                    )
                };
                let hidden = value("hidden", t, unit).expect("every cell has it");
                let expected = measured(|step| with(Clampable::Hidden, hidden + step));
                let got = reach.layers[layer].d_hidden[lag * HIDDEN + unit];
                assert_close(&what("h"), got, expected, 1e-6, 1e-4);
                let Some((candidate, g)) = candidate.zip(value("g", t, unit)) else { continue };
                // c' = f c + i g, and nothing else reads g, so adding x to g adds i x to c'.
                let i = value("i", t, unit).unwrap_or(1.0);
                let expected = measured(|step| with(candidate, g + step / i));
                let got = reach.layers[layer].d_cell[lag * HIDDEN + unit];
                assert_close(&what("c"), got, expected, 1e-6, 1e-4);
            }
        }
        let has_cell = values.value("cell").is_some();
        assert_eq!(
            reach.layers[layer].d_cell.len(),
            if has_cell { (LAGS + 1) * HIDDEN } else { 0 }
        );
    }
    assert_input_shares(&network, &reach);
}

/// All characters of the text differ, so scaling the weights of one scales its input.
fn assert_input_shares(network: &Network<f64>, reach: &GradientReach<f64>) {
    let weight = network.params().layout().index("weight_ih_l0").expect("every model has it");
    for (lag, &got) in reach.inputs.iter().enumerate() {
        let id = text()[CHARS - 1 - lag] as usize;
        let expected = measured(|step| {
            let mut scaled =
                Network::from_weights(network.config().clone(), network.params().as_slice());
            for x in scaled.params_mut().view_mut(weight).column_mut(id).iter_mut() {
                *x *= 1.0 + step;
            }
            loss(&scaled, 0, &[])
        });
        assert_close(&format!("the character {lag} back"), got, expected, 1e-6, 1e-4);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_reach_in_one_layer_of_every_cell_agrees_with_central_differences() {
    for &cell in CellKind::ALL {
        assert_derivatives(cell, 1);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_reach_in_three_layers_agrees_with_central_differences() {
    for cell in [
        CellKind::Lstm,
        CellKind::FourGate,
        CellKind::FullGateRecurrence,
        CellKind::Gru,
        CellKind::Rnn,
    ] {
        assert_derivatives(cell, 3);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn without_recurrent_weights_the_forget_gates_are_the_only_path_of_every_cell() {
    for &cell in CellKind::ALL {
        let mut network = network(cell, 1);
        let layout = network.params().layout().clone();
        let is_recurrent = |name: &str| {
            ["weight_hh", "weight_gates", "peephole"].iter().any(|part| name.starts_with(part))
        };
        let all = layout.tensors().iter().enumerate();
        for (tensor, _) in all.filter(|(_, tensor)| is_recurrent(&tensor.name)) {
            network.params_mut().view_mut(tensor).fill(0.0);
        }
        let LayerReach { d_cell, forget_path, .. } =
            &GradientReach::new(&network, &text(), NEXT, LAGS).layers[0];
        let has_forget_gate = cell.spec().gates().contains(&"f");
        assert_eq!(forget_path.len(), if has_forget_gate { d_cell.len() } else { 0 });
        for (k, (&got, &expected)) in forget_path.iter().zip(d_cell).enumerate() {
            assert_close(&format!("{cell:?}: number {k}"), got, expected, 1e-12, 1e-12);
        }
        assert!(!has_forget_gate || forget_path[LAGS * HIDDEN] != 0.0, "{cell:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn lags_end_at_the_start_of_the_text() {
    let network = network(CellKind::Lstm, 2);
    let all = GradientReach::new(&network, &text(), NEXT, 200);
    assert_eq!(all.inputs.len(), CHARS);
    for lags in [0, 3, CHARS - 1] {
        let part = GradientReach::new(&network, &text(), NEXT, lags);
        assert_eq!(part.inputs, all.inputs[..=lags]);
        for (part, all) in part.layers.iter().zip(&all.layers) {
            assert_eq!(part.cell_norms(), all.cell_norms()[..=lags]);
            assert_eq!(part.forget_path_norms(), all.forget_path_norms()[..=lags]);
            assert_eq!(part.hidden_norms(), all.hidden_norms()[..=lags]);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_norm_is_the_root_of_the_sum_of_squares_even_where_squares_underflow() {
    let mut config = small_network(VOCAB, 2, 1);
    config.cell = CellKind::Rnn;
    let mut network = Network::<f32>::new(config, 1);
    for weight in network.params_mut().as_mut_slice() {
        *weight *= 0.1;
    }
    let ids = random_window(VOCAB, 60, 1, 3).inputs;
    let reach = GradientReach::new(&network, &ids, NEXT, 200);
    let last = 25;
    let norms = reach.layers[0].hidden_norms();
    let [a, b] = [0, 1].map(|unit| f64::from(reach.layers[0].d_hidden[2 * last + unit]));
    assert_close("a norm", norms[last], a.hypot(b), 1e-12, 1e-30);
    assert!(norms[last] > 0.0 && norms[last] < 1e-22, "{}", norms[last]);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_path_back_ends_where_the_document_begins() {
    let network = network(CellKind::Lstm, 2);
    let ids = text();
    for (separator, path) in [(&ids[2..4], CHARS - 3), (&ids[CHARS - 1..], 1), (&[NEXT][..], CHARS)]
    {
        let document = last_document(&ids, separator);
        assert_eq!(document, &ids[CHARS - path..]);
        let reach = GradientReach::new(&network, document, NEXT, 2 * CHARS);
        assert_eq!(reach.inputs.len(), path);
        // The loss is that of a reading of the whole text, which starts anew with each document.
        let all: Vec<u32> = ids.iter().copied().chain([NEXT]).collect();
        let reading = Reading::new(&network, all, 0..CHARS + 1, None).with_documents(separator);
        let surprise = reading.run(&network).surprise[CHARS];
        assert_close("loss", reach.loss / std::f64::consts::LN_2, surprise, 1e-12, 1.0);
    }
}
