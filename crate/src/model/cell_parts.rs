//! The cells as data, for tables, drawings and equations.

use super::lstm::{ForgetGate, LstmCell, Readout};

/// The parts of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CellParts {
    /// An LSTM, composed of these parts.
    Lstm(&'static LstmCell),
    /// The gated recurrent unit.
    Gru,
    /// The plain recurrent cell.
    Rnn,
}

/// The range of a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueRange {
    /// From 0 to 1: a gate.
    Gate,
    /// From -1 to 1.
    Signed,
    /// Any number.
    Unbounded,
}

impl CellParts {
    /// True if the initial bias of a forget gate applies.
    pub fn has_forget_bias(self) -> bool {
        matches!(self, Self::Lstm(cell) if cell.forget_gate != ForgetGate::Open)
    }

    /// The quantities of a unit at every step, by their names in the equations: the gates in the
    /// order of their blocks, then u or m if the cell has one, `cell` if it has c, and `hidden`.
    pub fn quantities(self) -> Vec<(&'static str, ValueRange)> {
        use ValueRange::{Gate, Signed, Unbounded};
        let signed = |is_squashed| if is_squashed { Signed } else { Unbounded };
        let is_gru = self == Self::Gru;
        let lstm = if let Self::Lstm(cell) = self { Some(cell) } else { None };
        let has = |part: fn(&LstmCell) -> bool| lstm.is_some_and(part);
        // With coupled gates c' is a weighted mean of c and g and stays between them.
        let is_mean =
            has(|cell| cell.squashes_candidate && cell.forget_gate == ForgetGate::Coupled);
        let all = [
            (has(|cell| cell.input_gate), "i", Gate),
            (has(|cell| cell.forget_gate == ForgetGate::Learnt), "f", Gate),
            (lstm.is_some(), "g", signed(has(|cell| cell.squashes_candidate))),
            (has(|cell| cell.output_gate), "o", Gate),
            (is_gru, "r", Gate),
            (is_gru, "z", Gate),
            (is_gru, "n", Signed),
            (has(|cell| cell.readout == Readout::Forgotten), "u", Signed),
            (is_gru, "m", Unbounded),
            (lstm.is_some(), "cell", signed(is_mean)),
            (true, "hidden", signed(!has(|cell| cell.readout == Readout::Cell))),
        ];
        all.into_iter().filter_map(|(has, name, range)| has.then_some((name, range))).collect()
    }
}
