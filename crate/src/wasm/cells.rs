//! The cells as plain objects, in the settings table.

use serde::Serialize;

use crate::model::{CellKind, CellParts, CellShape, ForgetGate, Readout, ValueRange};

/// A cell in the settings table.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CellRow {
    name: &'static str,
    parts: Parts,
    quantities: Vec<QuantityRow>,
    has_forget_bias: bool,
    per_input: usize,
    per_hidden: usize,
    per_unit: usize,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Parts {
    Lstm {
        input: &'static str,
        forget: &'static str,
        output: &'static str,
        squashes_candidate: bool,
        readout: &'static str,
        peepholes: bool,
    },
    Gru,
    Rnn,
}

#[derive(Serialize)]
struct QuantityRow {
    name: &'static str,
    range: &'static str,
}

impl From<CellKind> for CellRow {
    fn from(kind: CellKind) -> Self {
        let quantity = |(name, range)| {
            let range = match range {
                ValueRange::Gate => "gate",
                ValueRange::Signed => "signed",
                ValueRange::Unbounded => "unbounded",
            };
            QuantityRow { name, range }
        };
        let parts = kind.parts();
        let mut row = Self {
            name: kind.name(),
            parts: Parts::from(parts),
            quantities: parts.quantities().into_iter().map(quantity).collect(),
            has_forget_bias: parts.has_forget_bias(),
            per_input: 0,
            per_hidden: 0,
            per_unit: 0,
        };
        // Sizes that tell the columns of the tensors apart.
        let (input_size, hidden_size) = (3, 2);
        let shape = CellShape { hidden_size, forget_bias: 0.0 };
        for spec in kind.spec().tensors(0, input_size, &shape) {
            let count = match spec.columns {
                3 => &mut row.per_input,
                2 => &mut row.per_hidden,
                _ => &mut row.per_unit,
            };
            *count += spec.rows / hidden_size;
        }
        row
    }
}

impl From<CellParts> for Parts {
    fn from(parts: CellParts) -> Self {
        let cell = match parts {
            CellParts::Lstm(cell) => cell,
            CellParts::Gru => return Self::Gru,
            CellParts::Rnn => return Self::Rnn,
        };
        let gate = |is_learnt| if is_learnt { "learnt" } else { "one" };
        Self::Lstm {
            input: gate(cell.input_gate),
            forget: match cell.forget_gate {
                ForgetGate::Learnt => "learnt",
                ForgetGate::Open => "one",
                ForgetGate::Coupled => "coupled",
            },
            output: gate(cell.output_gate),
            squashes_candidate: cell.squashes_candidate,
            readout: match cell.readout {
                Readout::SquashedCell => "tanh-cell",
                Readout::Cell => "cell",
                Readout::Forgotten => "forgotten",
            },
            peepholes: cell.peepholes,
        }
    }
}
