//! Writes networks of every cell with initial weights and their `f32` logits as JSON, for
//! `onnx_runtime.py` to compute again: `cargo run --example interop_models > models.json`

use lstm_playground::model::{CellKind, Network, NetworkConfig, TensorSpec};
use lstm_playground_tests::{random_window, small_network};
use serde_json::{Value, json};

const VOCAB_SIZE: usize = 12;
const HIDDEN_SIZE: usize = 24;
const SEQ_LEN: usize = 30;
const BATCH_SIZE: usize = 3;

fn main() {
    let layers = |&cell| (1..=3).map(move |num_layers| written(cell, num_layers));
    let models: Vec<Value> = CellKind::ALL.iter().flat_map(layers).collect();
    println!("{}", json!({ "models": models }));
}

fn written(cell: CellKind, num_layers: usize) -> Value {
    let config = NetworkConfig { cell, ..small_network(VOCAB_SIZE, HIDDEN_SIZE, num_layers) };
    let network = Network::<f32>::new(config, num_layers as u32);
    let window = random_window(VOCAB_SIZE, SEQ_LEN, BATCH_SIZE, 4);
    let mut trace = network.trace(SEQ_LEN, BATCH_SIZE);
    network.forward(&window.inputs, &mut network.zero_state(BATCH_SIZE), &mut trace, None);
    let params = network.params();
    let tensor = |(index, spec): (usize, &TensorSpec)| {
        let row_by_row = params.view(index).transpose();
        let written =
            json!({ "shape": [spec.rows, spec.columns], "values": row_by_row.as_slice() });
        (spec.name.clone(), written)
    };
    let parameters: serde_json::Map<_, _> =
        params.layout().tensors().iter().enumerate().map(tensor).collect();
    json!({
        "cell": cell.name(),
        "num_layers": num_layers,
        "vocab_size": VOCAB_SIZE,
        "hidden_size": HIDDEN_SIZE,
        "seq_len": SEQ_LEN,
        "batch_size": BATCH_SIZE,
        "inputs": window.inputs,
        "parameters": parameters,
        "logits": network.logits(&mut trace, 0..SEQ_LEN * BATCH_SIZE).into_owned().as_slice(),
    })
}
