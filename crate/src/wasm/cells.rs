//! The cells as plain objects, in the settings table.

use wasm_bindgen::JsValue;

use super::plain::{array, object};
use crate::model::{CellKind, CellParts, CellShape, ForgetGate, LstmCell, Readout, ValueRange};

/// See `CellRow` in the types.
pub fn cell_row(kind: CellKind) -> JsValue {
    let parts = kind.parts();
    let [per_input, per_hidden, per_unit] = weights(kind);
    object(&[
        ("name", kind.name().into()),
        ("parts", parts_object(parts)),
        ("quantities", array(parts.quantities().into_iter().map(quantity_object))),
        ("hasForgetBias", parts.has_forget_bias().into()),
        ("perInput", per_input.into()),
        ("perHidden", per_hidden.into()),
        ("perUnit", per_unit.into()),
    ])
}

fn parts_object(parts: CellParts) -> JsValue {
    match parts {
        CellParts::Lstm(cell) => lstm_object(cell),
        CellParts::Gru => object(&[("kind", "gru".into())]),
        CellParts::Rnn => object(&[("kind", "rnn".into())]),
    }
}

fn lstm_object(cell: &LstmCell) -> JsValue {
    let gate = |is_learnt| if is_learnt { "learnt" } else { "one" };
    let forget = match cell.forget_gate {
        ForgetGate::Learnt => "learnt",
        ForgetGate::Open => "one",
        ForgetGate::Coupled => "coupled",
    };
    let readout = match cell.readout {
        Readout::SquashedCell => "tanh-cell",
        Readout::Cell => "cell",
        Readout::Forgotten => "forgotten",
    };
    object(&[
        ("kind", "lstm".into()),
        ("input", gate(cell.input_gate).into()),
        ("forget", forget.into()),
        ("output", gate(cell.output_gate).into()),
        ("squashesCandidate", cell.squashes_candidate.into()),
        ("readout", readout.into()),
        ("peepholes", cell.peepholes.into()),
        ("gateRecurrence", cell.gate_recurrence.into()),
    ])
}

fn quantity_object((name, range): (&str, ValueRange)) -> JsValue {
    let range = match range {
        ValueRange::Gate => "gate",
        ValueRange::Signed => "signed",
        ValueRange::Unbounded => "unbounded",
    };
    object(&[("name", name.into()), ("range", range.into())])
}

/// The weights of a unit: those for each input, those for each unit of the layer, the others.
fn weights(kind: CellKind) -> [u32; 3] {
    // Sizes that tell the columns of the tensors apart.
    let (input_size, hidden_size) = (3, 2);
    let shape = CellShape { hidden_size, forget_bias: 0.0 };
    let mut counts = [0; 3];
    for spec in kind.spec().tensors(0, input_size, &shape) {
        let (count, columns) = match spec.columns {
            3 => (0, 1),
            1 => (2, 1),
            columns => (1, columns / hidden_size),
        };
        counts[count] += (spec.rows / hidden_size * columns) as u32;
    }
    counts
}
