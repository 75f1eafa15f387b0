//! Readings, series and pages have the values of training's forward pass; clamps replace some of
//! them.

use lstm_playground::Error;
use lstm_playground::inspection::{
    Page, Quantity, Reading, Recall, Series, TextReading, UnitQuantity, UnitSeries, gate_sums,
};
use lstm_playground::model::{CellKind, Clamp, Clampable, Clamps, Network};
use lstm_playground::task::Task;
use lstm_playground::text::{Window, document_starts};
use lstm_playground_tests::{assert_close, random_window, small_network};
use wasm_bindgen_test::wasm_bindgen_test;

const VOCAB: usize = 9;
const HIDDEN: usize = 11;
const LAYERS: usize = 3;

fn network(cell: CellKind) -> Network<f32> {
    let mut config = small_network(VOCAB, HIDDEN, LAYERS);
    config.cell = cell;
    let mut network = Network::new(config, 3);
    // Larger than initial weights, so that the gates are far from one half.
    for weight in network.params_mut().as_mut_slice() {
        *weight *= 3.0;
    }
    network
}

fn text(chars: usize, seed: u32) -> Vec<u32> {
    random_window(VOCAB, chars, 1, seed).inputs
}

fn read(network: &Network<f32>, ids: &[u32], from: usize, clamps: &[Clamp]) -> TextReading<f32> {
    let all = Clamps::new(network.config(), clamps).expect("good clamps");
    let all = (!clamps.is_empty()).then_some(all);
    Reading::new(network, ids.to_vec(), from..ids.len(), all).run(network)
}

fn series(network: &Network<f32>, ids: &[u32], from: usize, of: UnitQuantity) -> UnitSeries<f32> {
    Series::new(network, ids.to_vec(), from, of, None).run(network)
}

fn clamp(layer: usize, quantity: Clampable, value: f64) -> Clamp {
    Clamp { layer, quantity, unit: None, value }
}

fn clampable(network: &Network<f32>, name: &str) -> Clampable {
    Clampable::from_name(network.config(), name).expect("the cell has it")
}

#[wasm_bindgen_test(unsupported = test)]
fn every_document_is_read_from_the_zero_state() {
    for &cell in CellKind::ALL {
        let network = network(cell);
        let mut ids = text(150, 6);
        ids.retain(|&id| id != 8);
        let starts = [20, 21, 99]; // within a window, adjacent, in the next window
        for at in starts {
            ids[at - 1..=at].copy_from_slice(&[7, 8]);
        }
        ids[21] = 8;
        ids.truncate(120);
        for separator in [&[8][..], &[7, 8]] {
            let starts: Vec<usize> =
                (1..120).filter(|&at| ids[..=at].ends_with(separator)).collect();
            let reading = Reading::new(&network, ids.clone(), 10..120, None);
            let reading = reading.with_documents(separator).run(&network);
            let recorded: Vec<u32> = starts.iter().map(|&at| at as u32 - 10).collect();
            assert_eq!(reading.starts, recorded, "{cell:?}");
            let ends = starts.iter().skip(1).chain([&120]);
            for (&start, &end) in starts.iter().zip(ends) {
                let alone = read(&network, &ids[start..end], 0, &[]);
                for (layer, expected) in reading.layers.iter().zip(&alone.layers) {
                    for ((name, values), (_, expected)) in layer.values.iter().zip(&expected.values)
                    {
                        let values = &values[(start - 10) * HIDDEN..(end - 10) * HIDDEN];
                        assert_eq!(values, expected, "{cell:?} {name} from {start}");
                    }
                }
                let sums = gate_sums(&network, &reading, 1, 4, start - 10);
                assert_eq!(sums, gate_sums(&network, &alone, 1, 4, 0), "{cell:?} at {start}");
            }
            let of = UnitQuantity { layer: 2, unit: 3, quantity: Quantity::all(cell.spec())[0] };
            let page = Page::new(&network, ids.clone(), 10, 10..120, of, None);
            let page = page.with_documents(separator).run(&network);
            assert_eq!(page.reading, reading, "{cell:?}");
            let series = Series::new(&network, ids.clone(), 10, of, None);
            let series = series.with_documents(separator).run(&network);
            assert_eq!(series, page.series, "{cell:?}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_reading_has_the_documents_that_training_finds() {
    let network = network(CellKind::Lstm);
    let ids = [5, 8, 8, 8, 5, 8, 8, 8, 8, 5].to_vec();
    let starts = document_starts(&ids, &[8, 8]);
    let reading = Reading::new(&network, ids.clone(), 1..10, None);
    let reading = reading.with_documents(&[8, 8]).run(&network);
    let recorded: Vec<usize> = reading.starts.iter().map(|&at| at as usize + 1).collect();
    assert_eq!(recorded, starts);
    let ends = starts.iter().skip(1).chain([&10]);
    for (&start, &end) in starts.iter().zip(ends) {
        let alone = read(&network, &ids[start..end], 0, &[]);
        let probabilities = &reading.probabilities[(start - 1) * VOCAB..(end - 1) * VOCAB];
        assert_eq!(probabilities, alone.probabilities, "from {start}");
    }
    // The last character of a text may begin a document, too: it predicts what follows.
    let ended = Reading::new(&network, ids[..3].to_vec(), 0..3, None);
    assert_eq!(ended.with_documents(&[8, 8]).run(&network).starts, [2]);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_reading_has_the_bits_of_the_training_forward_pass() {
    for &cell in CellKind::ALL {
        let network = network(cell);
        let window = random_window(VOCAB, 70, 3, 5);
        let mut trace = network.trace(70, 3);
        let mut state = network.zero_state(3);
        network.forward(&window.inputs, &mut state, &mut trace, None);
        let logits = network.logits(&mut trace, 0..210).into_owned();
        for stream in 0..3 {
            let ids: Vec<u32> = window.inputs.iter().skip(stream).step_by(3).copied().collect();
            let reading = read(&network, &ids, 0, &[]);
            for (index, layer) in reading.layers.iter().enumerate() {
                for quantity in Quantity::all(cell.spec()) {
                    let expected: Vec<f32> = (0..70)
                        .flat_map(|t| quantity.values(&trace, index, t * 3 + stream).to_vec())
                        .collect();
                    assert!(
                        layer.value(quantity.name) == Some(&expected[..]),
                        "{cell:?}, layer {index}, stream {stream}: {} differs",
                        quantity.name
                    );
                }
            }
            for (t, given) in reading.probabilities.chunks_exact(VOCAB).enumerate() {
                let logits = logits.column(t * 3 + stream);
                let weights: Vec<f64> = logits.iter().map(|&x| f64::from(x).exp()).collect();
                let sum: f64 = weights.iter().sum();
                for (got, weight) in given.iter().zip(weights) {
                    assert_close("a probability", f64::from(*got), weight / sum, 1e-5, 1e-3);
                }
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_sum_of_surprise_is_the_loss() {
    let network = network(CellKind::Lstm);
    let ids = text(201, 8);
    let (inputs, targets) = (ids[..200].to_vec(), ids[1..].to_vec());
    let window = Window { inputs, targets, batch_size: 1, starts: Vec::new() };
    let mut trace = network.trace(200, 1);
    let mut state = network.zero_state(1);
    let loss = network.loss_sum(&window, &mut state, &mut trace, None);
    let reading = read(&network, &ids, 0, &[]);
    assert_eq!((reading.surprise.len(), &reading.ids[..]), (201, &ids[..]));
    let bits: f64 = reading.surprise[1..].iter().sum();
    assert_close("bits", bits, loss / std::f64::consts::LN_2, 1e-12, 1.0);
    let (before, after) = (&reading.surprise[..], &reading.probabilities);
    for (t, &id) in ids.iter().enumerate().skip(1) {
        let p = f64::from(after[(t - 1) * VOCAB + id as usize]);
        assert_close("surprise", before[t], -p.log2(), 1e-5, 1e-3);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_recorded_range_equals_that_range_of_the_whole_reading() {
    for &cell in CellKind::ALL {
        let network = network(cell);
        let ids = text(150, 2);
        let whole = read(&network, &ids, 0, &[]);
        for from in [1, 63, 64, 65, 149] {
            let part = read(&network, &ids, from, &[]);
            assert_eq!(part.ids, &ids[from..]);
            assert_eq!(part.surprise, whole.surprise[from..], "{cell:?} from {from}");
            assert_eq!(part.probabilities, whole.probabilities[from * VOCAB..]);
            for (part, whole) in part.layers.iter().zip(&whole.layers) {
                for ((name, numbers), (_, all)) in part.values.iter().zip(&whole.values) {
                    assert_eq!(numbers, &all[from * HIDDEN..], "{cell:?} from {from}: {name}");
                }
                let hidden = whole.value("hidden").expect("every cell has it");
                let before = (from - 1) * HIDDEN..from * HIDDEN;
                assert_eq!(part.hidden_before, hidden[before.clone()]);
                let carried: &[_] =
                    if cell == CellKind::FullGateRecurrence { &["i", "f", "o"] } else { &[] };
                let gate = |name| &whole.value(name).expect("a carried gate")[before.clone()];
                let carried: Vec<f32> =
                    carried.iter().flat_map(|name| gate(name)).copied().collect();
                assert_eq!(part.carried_gates_before, carried, "{cell:?} from {from}");
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_series_is_a_row_of_the_reading() {
    let network = network(CellKind::Peephole);
    let ids = text(150, 4);
    for quantity in Quantity::all(CellKind::Peephole.spec()) {
        let reading = read(&network, &ids, 20, &[]);
        let series = series(&network, &ids, 20, UnitQuantity { layer: 1, unit: 7, quantity });
        let expected: Vec<f32> = reading.layers[1]
            .value(quantity.name)
            .expect("the same names")
            .chunks_exact(HIDDEN)
            .map(|units| units[7])
            .collect();
        assert_eq!(series.values, expected, "{}", quantity.name);
        assert_eq!(series.surprise, reading.surprise);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn with_the_forget_gate_clamped_to_0_the_cell_is_the_gated_candidate() {
    for &cell in CellKind::ALL {
        let network = network(cell);
        let Ok(forget) = Clampable::from_name(network.config(), "f") else { continue };
        let clamps: Vec<Clamp> = (0..LAYERS).map(|layer| clamp(layer, forget, 0.0)).collect();
        let reading = read(&network, &text(80, 6), 0, &clamps);
        for layer in &reading.layers {
            let value = |name| layer.value(name);
            let learnt: Vec<f32> = match value("i") {
                Some(i) => i.iter().zip(value("g").expect("g")).map(|(i, g)| i * g).collect(),
                None => value("g").expect("g").to_vec(),
            };
            assert_eq!(value("cell"), Some(&learnt[..]), "{cell:?}");
            assert!(value("f").expect("f").iter().all(|&f| f == 0.0), "{cell:?}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn with_the_state_clamped_only_the_last_character_counts() {
    for &cell in CellKind::ALL {
        let network = network(cell);
        let mut clamps = Vec::new();
        for layer in 0..LAYERS {
            clamps.push(clamp(layer, Clampable::HiddenPrev, 0.0));
            match cell {
                CellKind::Lstm | CellKind::FourGate => {
                    clamps.push(clamp(layer, clampable(&network, "f"), 0.0));
                }
                CellKind::Gru | CellKind::Rnn => {}
                CellKind::FullGateRecurrence => {
                    clamps.push(clamp(layer, Clampable::CellPrev, 0.0));
                    let gates = ["i", "f", "o"].map(|gate| clampable(&network, gate));
                    clamps.extend(gates.map(|gate| clamp(layer, gate, 0.5)));
                }
                // A peephole reads c before the forget gate is applied.
                _ => clamps.push(clamp(layer, Clampable::CellPrev, 0.0)),
            }
        }
        let last = |ids: &[u32]| {
            let probabilities = read(&network, ids, ids.len() - 1, &clamps).probabilities;
            probabilities.iter().map(|p| p.to_bits()).collect::<Vec<_>>()
        };
        let expected = last(&[5]);
        assert_eq!(last(&[1, 2, 3, 4, 5]), expected, "{cell:?}");
        assert_eq!(last(&[8, 8, 0, 5]), expected, "{cell:?}");
        assert_ne!(last(&[5, 4]), expected, "{cell:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn clamps_leave_every_other_value_untouched() {
    for &cell in CellKind::ALL {
        let network = network(cell);
        let ids = text(90, 7);
        let free = read(&network, &ids, 0, &[]);
        let nothing = Clamps::new(network.config(), &[]).expect("no clamp is wrong");
        let reading = Reading::new(&network, ids.clone(), 0..ids.len(), Some(nothing));
        let reading = reading.run(&network);
        assert_eq!(reading.layers, free.layers, "{cell:?}");
        assert_eq!(reading.probabilities, free.probabilities, "{cell:?}");
        assert_eq!(reading.surprise, free.surprise, "{cell:?}");
        // A unit of the upper layer affects no layer below, and no other unit before the next step.
        let clamp = Clamp { layer: 1, quantity: Clampable::Hidden, unit: Some(4), value: 0.25 };
        let clamped = read(&network, &ids, 0, &[clamp]);
        assert_eq!(clamped.layers[0], free.layers[0], "{cell:?}");
        let hidden = |reading: &TextReading<f32>| {
            reading.layers[1].value("hidden").expect("every cell has it")[..HIDDEN].to_vec()
        };
        let mut expected = hidden(&free);
        expected[4] = 0.25;
        assert_eq!(hidden(&clamped), expected, "{cell:?}");
        assert_ne!(clamped.probabilities, free.probabilities, "{cell:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn clamps_are_in_force_in_pages_and_in_recall() {
    let network = network(CellKind::Lstm);
    let ids = text(120, 8);
    let clamps = [clamp(0, clampable(&network, "f"), 0.0), clamp(2, Clampable::Hidden, 0.5)];
    let all = || Clamps::new(network.config(), &clamps).ok();
    let clamped = read(&network, &ids, 0, &clamps);
    assert_ne!(clamped.probabilities, read(&network, &ids, 0, &[]).probabilities);

    let of = UnitQuantity { layer: 1, unit: 3, quantity: Quantity::all(CellKind::Lstm.spec())[1] };
    let page = Page::new(&network, ids.clone(), 0, 0..120, of, all()).run(&network);
    assert_eq!(page.reading, clamped);
    assert_eq!(page.series, Series::new(&network, ids.clone(), 0, of, all()).run(&network));

    let likeliest =
        |row: &[f32]| (0..VOCAB).fold(0, |best, id| if row[id] > row[best] { id } else { best });
    let right = ids[1..]
        .iter()
        .zip(clamped.probabilities.chunks(VOCAB))
        .filter(|(next, row)| likeliest(row) == **next as usize)
        .count();
    let recall = Recall::new(&network, ids, (1..120).collect(), all()).run(&network);
    assert_eq!(recall.accuracy, right as f64 / 119.0);
    let bits = clamped.surprise[1..].iter().sum::<f64>() / 119.0;
    assert_close("bits", recall.bits_per_char, bits, 1e-12, 1.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn every_gate_can_be_clamped() {
    for &cell in CellKind::ALL {
        let network = network(cell);
        for name in cell.spec().gates() {
            let clamp = Clamp {
                layer: 0,
                quantity: clampable(&network, name),
                unit: Some(10),
                value: 0.75,
            };
            let reading = read(&network, &text(20, 9), 0, &[clamp]);
            let gate = reading.layers[0].value(name).expect("the cell has it");
            for units in gate.chunks_exact(HIDDEN) {
                assert_eq!(units[10], 0.75, "{cell:?}: {name}");
                assert!(units[..10].iter().all(|&x| x != 0.75), "{cell:?}: {name}");
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_next_step_sees_a_clamped_gate() {
    let network = network(CellKind::FullGateRecurrence);
    let clamps = [clamp(1, clampable(&network, "i"), 0.75)];
    let reading = read(&network, &text(3, 9), 0, &clamps);
    let forget = reading.layers[1].value("f").expect("the cell has it");
    for index in [1, 2] {
        let sums = gate_sums(&network, &reading, 1, 4, index);
        let squashed = 1.0 / (1.0 + (-sums[1].total()).exp());
        assert_close("f", forget[index * HIDDEN + 4].into(), squashed, 1e-5, 1.0);
        let weight = network.params().layout().index("weight_gates_l1").expect("the cell has it");
        let row = network.params().view(weight).row(HIDDEN + 4).into_owned();
        let gate = |name, unit| {
            f64::from(reading.layers[1].value(name).expect("a gate")[(index - 1) * HIDDEN + unit])
        };
        let seen: f64 = (0..HIDDEN)
            .map(|unit| {
                f64::from(row[unit]) * 0.75
                    + f64::from(row[HIDDEN + unit]) * gate("f", unit)
                    + f64::from(row[2 * HIDDEN + unit]) * gate("o", unit)
            })
            .sum();
        assert_close(
            "the carried gates",
            sums[1].carried_gates.expect("f sees them"),
            seen,
            1e-12,
            1.0,
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_page_has_the_numbers_of_a_reading_and_of_a_series() {
    let network = network(CellKind::Peephole);
    let ids = text(200, 4);
    let quantity = Quantity::all(CellKind::Peephole.spec())[1];
    let of = UnitQuantity { layer: 1, unit: 3, quantity };
    for in_view in [0..1, 0..200, 30..90, 63..65, 199..200] {
        let page = Page::new(&network, ids.clone(), 10, in_view.clone(), of, None).run(&network);
        assert_eq!(page.series, series(&network, &ids, 10, of));
        let whole = read(&network, &ids, 0, &[]);
        assert_eq!(page.reading.ids, &ids[in_view.clone()]);
        assert_eq!(page.reading.surprise, whole.surprise[in_view.clone()], "{in_view:?}");
        let rows = |width: usize| in_view.start * width..in_view.end * width;
        assert_eq!(page.reading.probabilities, whole.probabilities[rows(VOCAB)], "{in_view:?}");
        for (part, all) in page.reading.layers.iter().zip(&whole.layers) {
            let all = all.value("hidden").expect("every cell has it");
            assert_eq!(part.value("hidden"), Some(&all[rows(HIDDEN)]), "{in_view:?}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn impossible_clamps_are_refused() {
    let network = network(CellKind::Gru);
    let setting = |name: &str, allowed: &str, given: &str| {
        let [name, allowed, given] = [name, allowed, given].map(str::to_owned);
        Some(Error::Setting { name, allowed, given })
    };
    let names = "one of r, z, n, hidden, hidden_prev";
    for name in ["f", "cell_prev", ""] {
        let refused = Clampable::from_name(network.config(), name).err();
        assert_eq!(refused, setting("quantity", names, &format!("{name:?}")));
    }
    let good = Clamp { layer: 0, quantity: Clampable::Hidden, unit: Some(0), value: 0.0 };
    for (clamp, refused) in [
        (Clamp { layer: 3, ..good.clone() }, setting("layer", "a whole number from 0 to 2", "3")),
        (
            Clamp { unit: Some(11), ..good.clone() },
            setting("unit", "a whole number from 0 to 10", "11"),
        ),
        (
            Clamp { value: f64::NAN, ..good },
            setting("value", "a number from -1000000 to 1000000", "NaN"),
        ),
    ] {
        assert_eq!(Clamps::<f32>::new(network.config(), &[clamp]).err(), refused);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_gate_is_the_activation_function_of_its_sum() {
    for &cell in CellKind::ALL {
        let network = network(cell);
        let reading = read(&network, &text(30, 1), 10, &[]);
        for (layer, index, unit) in [(0, 0, 0), (0, 7, 10), (1, 0, 4), (2, 19, 9)] {
            let sums = gate_sums(&network, &reading, layer, unit, index);
            let names: Vec<&str> = sums.iter().map(|sum| sum.name).collect();
            let mut expected = cell.spec().gates();
            expected.extend((cell == CellKind::FourGate).then_some("u"));
            assert_eq!(names, expected, "{cell:?}");
            for sum in sums {
                let squashed = match (cell, sum.name) {
                    (CellKind::LinearInput, "g") => sum.total(),
                    (_, "g" | "n" | "h" | "u") => sum.total().tanh(),
                    _ => 1.0 / (1.0 + (-sum.total()).exp()),
                };
                let gate = reading.layers[layer].value(sum.name).expect("the same names");
                let what = format!("{cell:?}, layer {layer}, index {index}: {}", sum.name);
                assert_close(&what, gate[index * HIDDEN + unit].into(), squashed, 1e-5, 1.0);
                let sees = !matches!(cell, CellKind::Lstm | CellKind::FourGate)
                    && cell.spec().has_cell()
                    && sum.name != "g";
                assert_eq!(sum.peephole.is_some(), sees, "{what}");
                let sees_gates = cell == CellKind::FullGateRecurrence && sum.name != "g";
                assert_eq!(sum.carried_gates.is_some(), sees_gates, "{what}");
            }
        }
    }
}
