//! Streams that start anew in the middle of a window: a start cuts a stream into parts, and every
//! part but the first is read from the zero state, as if it were a window of its own.

use std::ops::Range;

use lstm_playground::Real;
use lstm_playground::model::{CellKind, Draws, Network, NetworkConfig, Params, State};
use lstm_playground::rng::{Rng, Stream};
use lstm_playground::text::Window;
use lstm_playground_tests::{assert_close, random_window, small_network};
use wasm_bindgen_test::wasm_bindgen_test;

const VOCAB_SIZE: usize = 5;
const HIDDEN_SIZE: usize = 7;
const SEQ_LEN: usize = 6;
const BATCH_SIZE: usize = 5;

/// The window's starts as (time step, stream): at the first and the last time step, in adjacent
/// time steps and streams, at all streams but one, and nowhere in one stream.
const STARTS: [(usize, usize); 9] =
    [(0, 1), (2, 0), (2, 2), (2, 3), (2, 4), (3, 2), (4, 0), (5, 1), (5, 4)];

fn window() -> Window {
    let starts = STARTS.iter().map(|(t, stream)| t * BATCH_SIZE + stream).collect();
    Window { starts, ..random_window(VOCAB_SIZE, SEQ_LEN, BATCH_SIZE, 2) }
}

fn network<R: Real>(cell: CellKind, num_layers: usize, dropout: f64) -> Network<R> {
    let small = small_network(VOCAB_SIZE, HIDDEN_SIZE, num_layers);
    let mut network = Network::new(NetworkConfig { cell, dropout, ..small }, 3);
    let two = R::from_f64(2.0); // away from the linear range of the gates
    network.params_mut().as_mut_slice().iter_mut().for_each(|w| *w *= two);
    network
}

/// The state of all streams after another window.
fn carried<R: Real>(network: &Network<R>) -> State<R> {
    let mut state = network.zero_state(BATCH_SIZE);
    let before = random_window(VOCAB_SIZE, SEQ_LEN, BATCH_SIZE, 1);
    network.forward(&before.inputs, &mut state, &mut network.trace(SEQ_LEN, BATCH_SIZE), None);
    state
}

/// The parts of a stream, as time steps; a part is from the zero state if it begins with a start.
fn parts(stream: usize) -> Vec<Range<usize>> {
    let own = STARTS.iter().filter(|(t, b)| *b == stream && *t > 0).map(|&(t, _)| t);
    let borders: Vec<usize> = [0].into_iter().chain(own).chain([SEQ_LEN]).collect();
    borders.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Numbers as bits: f32 fits into f64.
fn bits<R: Real>(numbers: &[R]) -> Vec<u64> {
    numbers.iter().map(|x| x.to_f64().to_bits()).collect()
}

/// Compares a window with starts with its parts, each read alone.
fn agree<R: Real>(cell: CellKind, num_layers: usize, dropout: f64, tolerance: f64) {
    let network = network::<R>(cell, num_layers, dropout);
    let what = format!("{} {num_layers} {dropout}", cell.name());
    let (whole, before) = (window(), carried(&network));
    // The random numbers of a part, in a network of one layer: those from its first time step on.
    let draws = |part: &Range<usize>, stream| {
        let mut rng = Rng::new(6, Stream::Dropout);
        rng.advance((part.start * BATCH_SIZE * HIDDEN_SIZE) as u64);
        Draws::new(rng, BATCH_SIZE, stream)
    };
    let mut trace = network.trace(SEQ_LEN, BATCH_SIZE);
    let all = draws(&(0..SEQ_LEN), 0);
    let mut state = before.clone();
    let loss_sum = network.loss_sum(&whole, &mut state, &mut trace, Some(&all));
    let logits = network.logits(&mut trace, 0..SEQ_LEN * BATCH_SIZE).into_owned();
    let mut grads = Params::zeros(network.params().layout().clone());
    let (mut part_grads, mut sums) = (grads.clone(), vec![0.0; grads.as_slice().len()]);
    let mut again = before.clone();
    let loss = network.loss_and_gradients(&whole, &mut again, &mut trace, &mut grads, Some(&all));
    assert_eq!(again, state, "{what}");
    let predictions = whole.targets.len() as f64;
    assert_close(&format!("{what} loss"), loss, loss_sum / predictions, tolerance, 1.0);

    let mut losses = 0.0;
    let mut trace = network.trace(SEQ_LEN, 1);
    for stream in 0..BATCH_SIZE {
        let mut own = network.zero_state(1);
        own.read(&before, stream);
        for part in parts(stream) {
            if STARTS.contains(&(part.start, stream)) {
                own.clear();
            }
            let of = |ids: &[u32]| part.clone().map(|t| ids[t * BATCH_SIZE + stream]).collect();
            let (inputs, targets) = (of(&whole.inputs), of(&whole.targets));
            let window = Window { inputs, targets, batch_size: 1, starts: Vec::new() };
            let draws = draws(&part, stream);
            let state = &mut own.clone();
            network.forward_window(&window, state, &mut trace, Some(&draws));
            let own_logits = network.logits(&mut trace, 0..part.len());
            for (t, column) in part.clone().zip(own_logits.column_iter()) {
                let expected = bits(column.as_slice());
                let got = bits(logits.column(t * BATCH_SIZE + stream).as_slice());
                assert_eq!(got, expected, "{what}: logits of step {t}, stream {stream}");
            }
            let (state, grads) = (&mut own, &mut part_grads);
            let loss = network.loss_and_gradients(&window, state, &mut trace, grads, Some(&draws));
            losses += loss * part.len() as f64;
            for (sum, d) in sums.iter_mut().zip(grads.as_slice()) {
                *sum += d.to_f64() * part.len() as f64 / predictions;
            }
        }
        let numbers = |state: &State<R>, streams| -> Vec<u64> {
            state.streams(streams).flat_map(bits).collect()
        };
        let after = numbers(&state, stream..stream + 1);
        assert_eq!(after, numbers(&own, 0..1), "{what}: the state of stream {stream}");
    }
    assert_close(&format!("{what} losses"), losses, loss_sum, tolerance, 1.0);
    for (d, sum) in grads.as_slice().iter().zip(sums) {
        assert_close(&format!("{what} gradient"), d.to_f64(), sum, tolerance, 1.0);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_parts_of_a_stream_have_the_bits_of_windows_of_their_own() {
    for &cell in CellKind::ALL {
        for num_layers in 1..=3 {
            agree::<f32>(cell, num_layers, 0.0, 1e-6);
            agree::<f64>(cell, num_layers, 0.0, 1e-14);
        }
        agree::<f32>(cell, 1, 0.4, 1e-6);
        agree::<f64>(cell, 1, 0.4, 1e-14);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn shards_have_the_gradients_of_the_batch() {
    for &cell in CellKind::ALL {
        // Without dropout, the layers above read the very states that a start replaces.
        let network = network::<f64>(cell, 3, 0.0);
        let (window, before) = (window(), carried(&network));
        let mut trace = network.trace(SEQ_LEN, BATCH_SIZE);
        let mut grads = Params::zeros(network.params().layout().clone());
        let mut expected = grads.clone();
        let state = &mut before.clone();
        network.loss_and_gradients(&window, state, &mut trace, &mut expected, None);

        network.forward_window(&window, &mut before.clone(), &mut trace, None);
        let (targets, shards) = (&window.targets, [0..2, 2..3, 3..BATCH_SIZE]);
        for streams in shards.clone() {
            network.add_head_shard(targets, targets.len(), streams, &mut trace, &mut grads);
        }
        network.backward(&window.starts, &mut trace);
        for streams in shards {
            network.add_layers_shard(&window, streams, &mut trace, &mut grads);
        }
        for (got, &expected) in grads.as_slice().iter().zip(expected.as_slice()) {
            assert_close(cell.name(), *got, expected, 1e-14, 1.0);
        }
    }
}
