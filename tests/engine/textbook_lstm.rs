//! The textbook LSTM, one step forward and one backward, written for reading, and the composed cell
//! compared with it.

use lstm_playground::model::{
    BIAS, CellKind, Network, NetworkConfig, Params, WEIGHT_HH, WEIGHT_IH,
};
use lstm_playground::text::Window;
use nalgebra::{DMatrix, DVector};
use wasm_bindgen_test::wasm_bindgen_test;

type Vector = DVector<f64>;

/// The weights of a layer; the rows are the gates i, f, g, o, one after the other.
struct Weights {
    /// `(4H, input_size)`.
    w: DMatrix<f64>,
    /// `(4H, H)`.
    r: DMatrix<f64>,
    /// `(4H)`.
    b: Vector,
}

/// The values of one step.
struct Step {
    i: Vector,
    f: Vector,
    g: Vector,
    o: Vector,
    /// c and c'.
    c: [Vector; 2],
    /// h'.
    h: Vector,
}

impl Weights {
    /// Computes h' and c' from x, h and c.
    fn forward(&self, x: &Vector, h: &Vector, c: &Vector) -> Step {
        let z = &self.w * x + &self.r * h + &self.b;
        let [z_i, z_f, z_g, z_o] = [0, 1, 2, 3].map(|k| z.rows(k * h.len(), h.len()).into_owned());
        let i = z_i.map(sigmoid);
        let f = z_f.map(sigmoid);
        let g = z_g.map(f64::tanh);
        let o = z_o.map(sigmoid);
        let c_next = f.component_mul(c) + i.component_mul(&g);
        let h_next = o.component_mul(&c_next.map(f64::tanh));
        Step { i, f, g, o, c: [c.clone(), c_next], h: h_next }
    }

    /// Computes the derivatives with respect to z, h and c from those with respect to h' and c'.
    fn backward(&self, step: &Step, d_h: &Vector, d_c: &Vector) -> [Vector; 3] {
        let Step { i, f, g, o, c: [c, c_next], .. } = step;
        let tanh_c = c_next.map(f64::tanh);
        let d_o = d_h.component_mul(&tanh_c);
        let d_c = d_c + d_h.component_mul(o).component_mul(&tanh_c.map(|y| 1.0 - y * y));
        let d_i = d_c.component_mul(g);
        let d_f = d_c.component_mul(c);
        let d_g = d_c.component_mul(i);
        let d_sigmoid = |d: Vector, y: &Vector| d.zip_map(y, |d, y| d * y * (1.0 - y));
        let d_tanh = |d: Vector, y: &Vector| d.zip_map(y, |d, y| d * (1.0 - y * y));
        let d_z = [d_sigmoid(d_i, i), d_sigmoid(d_f, f), d_tanh(d_g, g), d_sigmoid(d_o, o)];
        let d_z = Vector::from_iterator(4 * i.len(), d_z.iter().flatten().copied());
        let d_h_prev = self.r.tr_mul(&d_z);
        [d_z, d_h_prev, d_c.component_mul(f)]
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

const VOCAB_SIZE: usize = 5;
const BATCH_SIZE: usize = 3;
const SEQ_LEN: usize = 7;

/// Compares h, c and the gradients of a layer for one window from the zero state.
fn compare(hidden_size: usize) {
    let config = NetworkConfig {
        cell: CellKind::Lstm,
        vocab_size: VOCAB_SIZE,
        hidden_size,
        num_layers: 1,
        dropout: 0.0,
        forget_bias: 1.0,
    };
    let network = Network::<f64>::new(config, 1);
    let id = |k: usize, factor: usize| (factor * k % VOCAB_SIZE) as u32;
    let window = Window {
        inputs: (0..SEQ_LEN * BATCH_SIZE).map(|k| id(k, 3)).collect(),
        targets: (0..SEQ_LEN * BATCH_SIZE).map(|k| id(k, 2)).collect(),
        batch_size: BATCH_SIZE,
        starts: Vec::new(),
    };
    let mut trace = network.trace(SEQ_LEN, BATCH_SIZE);
    let mut grads = Params::zeros(network.params().layout().clone());
    let state = &mut network.zero_state(BATCH_SIZE);
    network.loss_and_gradients(&window, state, &mut trace, &mut grads, None);
    // After the backward pass: the derivative of the loss with respect to the logits.
    let params = network.params();
    let head = params.layout().index("head.weight").expect("every network has a head");
    let d_output = params.view(head).tr_mul(&trace.head.logits);

    let layer = &trace.layers[0];
    let weights = Weights {
        w: params.view(WEIGHT_IH).into_owned(),
        r: params.view(WEIGHT_HH).into_owned(),
        b: params.view(BIAS).column(0).into_owned(),
    };
    let mut d_w = weights.w.map(|_| 0.0);
    let mut d_r = weights.r.map(|_| 0.0);
    let mut d_b = weights.b.map(|_| 0.0);
    for stream in 0..BATCH_SIZE {
        let column = |t: usize| t * BATCH_SIZE + stream;
        let one_hot = |t: usize| {
            let id = window.inputs[column(t)] as usize;
            Vector::from_fn(VOCAB_SIZE, |row, _| f64::from(u8::from(row == id)))
        };
        let zeros = Vector::zeros(hidden_size);
        let mut steps: Vec<Step> = Vec::new();
        for t in 0..SEQ_LEN {
            let (h, c) = steps.last().map_or((&zeros, &zeros), |step| (&step.h, &step.c[1]));
            let step = weights.forward(&one_hot(t), h, c);
            close("h", layer.hidden.column(column(t + 1)).as_slice(), step.h.as_slice());
            close("c", layer.cell.column(column(t + 1)).as_slice(), step.c[1].as_slice());
            steps.push(step);
        }
        let (mut d_h, mut d_c) = (zeros.clone(), zeros.clone());
        for t in (0..SEQ_LEN).rev() {
            d_h += d_output.column(column(t));
            let [d_z, d_h_prev, d_c_prev] = weights.backward(&steps[t], &d_h, &d_c);
            d_w += &d_z * one_hot(t).transpose();
            d_r += &d_z * t.checked_sub(1).map_or(&zeros, |t| &steps[t].h).transpose();
            d_b += &d_z;
            (d_h, d_c) = (d_h_prev, d_c_prev);
        }
    }
    close("d_w", grads.slice(WEIGHT_IH), d_w.as_slice());
    close("d_r", grads.slice(WEIGHT_HH), d_r.as_slice());
    close("d_b", grads.slice(BIAS), d_b.as_slice());
}

fn close(name: &str, given: &[f64], expected: &[f64]) {
    for (given, expected) in given.iter().zip(expected) {
        assert!((given - expected).abs() < 1e-12, "{name}: {given} instead of {expected}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_composed_lstm_is_the_textbook_lstm() {
    for hidden_size in [1, 4, 8, 13, 32] {
        compare(hidden_size);
    }
}
