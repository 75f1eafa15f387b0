//! Every cell: its tensors and quantities, its learning, its bits. `gradients.rs` and `pytorch.rs`
//! check its equations.

use lstm_playground::inspection::Reading;
use lstm_playground::model::{CellKind, Network, NetworkConfig, ValueRange};
use lstm_playground::task::Task;
use lstm_playground::text::Text;
use lstm_playground::training::{Config, OptimizerKind, Trainer};
use lstm_playground_tests::{random_window, small_network};
use wasm_bindgen_test::wasm_bindgen_test;

const SOURCE: &str = include_str!("../fixtures/weights_hash_text.txt");

fn trainer(config: Config) -> Trainer<f32> {
    Trainer::new(Text::new(SOURCE).expect("long enough"), config).expect("good settings")
}

/// The names, with rows and columns in units of H; 0 columns stand for the size of the input,
/// [`usize::MAX`] for a single column.
fn tensors(cell: CellKind) -> Vec<(&'static str, usize, usize)> {
    let (blocks, own): (usize, &[_]) = match cell {
        CellKind::Lstm => (4, &[]),
        CellKind::Peephole | CellKind::LinearInput | CellKind::LinearOutput => {
            (4, &["peephole_i", "peephole_f", "peephole_o"])
        }
        CellKind::FourGate => (4, &["weight_u", "bias_u"]),
        CellKind::NoInputGate => (3, &["peephole_f", "peephole_o"]),
        CellKind::NoForgetGate | CellKind::CoupledGates => (3, &["peephole_i", "peephole_o"]),
        CellKind::NoOutputGate => (3, &["peephole_i", "peephole_f"]),
        CellKind::FullGateRecurrence => {
            (4, &["peephole_i", "peephole_f", "peephole_o", "weight_gates"])
        }
        CellKind::Gru => (3, &["bias_hn"]),
        CellKind::Rnn => (1, &[]),
    };
    let vector = usize::MAX;
    let mut tensors =
        vec![("weight_ih", blocks, 0), ("weight_hh", blocks, 1), ("bias_ih", blocks, vector)];
    tensors.extend(own.iter().map(|&name| match name {
        "weight_u" => (name, 1, 1),
        "weight_gates" => (name, 3, 3),
        _ => (name, 1, vector),
    }));
    tensors
}

#[wasm_bindgen_test(unsupported = test)]
fn parsing_inverts_the_display_of_a_cell() {
    for &cell in CellKind::ALL {
        assert_eq!(cell.to_string().parse(), Ok(cell));
    }
    let error = "lstn".parse::<CellKind>().unwrap_err().to_string();
    let names = CellKind::NAMES.join(", ");
    assert_eq!(error, format!("cell must be one of {names}, got \"lstn\""));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_cell_has_the_tensors_of_its_equations() {
    let (v, h) = (7, 3);
    for &cell in CellKind::ALL {
        let layout = NetworkConfig { cell, ..small_network(v, h, 2) }.layout();
        let mut expected = Vec::new();
        for layer in 0..2 {
            for (name, rows, columns) in tensors(cell) {
                let columns = match columns {
                    0 => [v, h][layer],
                    usize::MAX => 1,
                    columns => columns * h,
                };
                expected.push((format!("{name}_l{layer}"), rows * h, columns));
            }
        }
        expected.push(("head.weight".to_owned(), v, h));
        expected.push(("head.bias".to_owned(), v, 1));
        let got = layout.tensors().iter().map(|s| (s.name.clone(), s.rows, s.columns));
        assert_eq!(got.collect::<Vec<_>>(), expected, "{cell:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_forget_bias_sets_the_block_of_the_forget_gate() {
    let h = 6;
    for &cell in CellKind::ALL {
        let config = NetworkConfig { cell, forget_bias: -3.5, ..small_network(5, h, 1) };
        let network = Network::<f32>::new(config, 1);
        let params = network.params();
        let bias = params.slice(params.layout().index("bias_ih_l0").expect("every cell has it"));
        let constant = match cell {
            CellKind::NoForgetGate | CellKind::Gru | CellKind::Rnn => None,
            CellKind::NoInputGate => Some((0, -3.5)),
            CellKind::CoupledGates => Some((0, 3.5)), // the input gate, since f = 1 - i
            _ => Some((1, -3.5)),
        };
        for (block, values) in bias.chunks(h).enumerate() {
            let constant = constant.filter(|&(place, _)| place == block);
            let as_expected = |&b: &f32| match constant {
                Some((_, value)) => b == value,
                None => b.abs() < 2.0,
            };
            assert!(values.iter().all(as_expected), "{cell:?}, block {block}: {values:?}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn every_cell_learns_with_every_optimizer_with_layers_and_dropout() {
    for &cell in CellKind::ALL {
        for (optimizer, learning_rate, num_layers, dropout) in [
            (OptimizerKind::Adam, 0.01, 3, 0.0),
            (OptimizerKind::AdamW, 0.01, 2, 0.2),
            (OptimizerKind::RmsProp, 0.003, 1, 0.0),
            (OptimizerKind::Sgd, 0.1, 1, 0.0),
        ] {
            let mut trainer = trainer(Config {
                cell,
                optimizer,
                learning_rate,
                num_layers,
                dropout,
                hidden_size: 24,
                seq_len: 16,
                batch_size: 4,
                ..Config::default()
            });
            let first = trainer.train_step().expect("finite").loss;
            trainer.train_steps(240).expect("finite");
            let last = trainer.train_steps(30).expect("finite").loss;
            assert!(last < first - 0.3, "{cell:?}, {optimizer}: from {first} to {last} nats");
        }
    }
}

/// The bits must not depend on the platform. Only a deliberate change of the arithmetic may change
/// the fixture.
#[wasm_bindgen_test(unsupported = test)]
fn every_cell_gives_the_same_bits_everywhere() {
    let hashes: Vec<String> = CellKind::ALL
        .iter()
        .map(|&cell| {
            let mut trainer = trainer(Config {
                cell,
                hidden_size: 19,
                num_layers: 2,
                seq_len: 11,
                batch_size: 3,
                dropout: 0.1,
                ..Config::default()
            });
            trainer.train_steps(30).expect("finite");
            format!("{} {:016x}", cell.name(), trainer.network().params().hash())
        })
        .collect();
    let expected = include_str!("../fixtures/cell_hashes.txt");
    assert_eq!(hashes.join("\n"), expected.trim_end());
}

/// With large weights every quantity uses its range: gates come close to 0 and 1, unbounded
/// quantities exceed 1.
#[wasm_bindgen_test(unsupported = test)]
fn a_reading_has_the_quantities_of_the_cell_within_their_ranges() {
    for &cell in CellKind::ALL {
        let config = NetworkConfig { cell, forget_bias: 0.0, ..small_network(5, 8, 1) };
        let mut network = Network::<f32>::new(config, 1);
        network.params_mut().as_mut_slice().iter_mut().for_each(|w| *w *= 8.0);
        let ids = random_window(5, 200, 1, 1).inputs;
        let reading = Reading::new(&network, ids, 0..200, None).run(&network);
        let layer = &reading.layers[0];
        let known = |name: &&str| layer.value(name).is_some();
        let quantities = cell.parts().quantities();
        let names: Vec<&str> = quantities.iter().map(|&(name, _)| name).collect();
        let all = ["i", "f", "g", "o", "r", "z", "n", "u", "m", "cell", "hidden"];
        assert_eq!(names, all.into_iter().filter(known).collect::<Vec<_>>(), "{cell}");
        for (name, range) in quantities {
            let values = layer.value(name).expect("a quantity of the reading");
            let least = values.iter().copied().fold(f32::INFINITY, f32::min);
            let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let (low, high) = match range {
                ValueRange::Gate => (0.0..0.3, 0.7..=1.0),
                ValueRange::Signed => (-1.0..-0.3, 0.3..=1.0),
                ValueRange::Unbounded => (f32::NEG_INFINITY..-1.0, 1.01..=f32::MAX),
            };
            let is_right = low.contains(&least) && high.contains(&most);
            assert!(is_right, "{cell}, {name}: {range:?}, from {least} to {most}");
        }
    }
}
