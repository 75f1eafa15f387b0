//! The cells and their names.

use super::{Cell, CellParts, CellSpec, GruCell, LstmCell, RnnCell};
use crate::named_enum::named_enum;
use crate::real::Real;

named_enum! {
    /// The recurrent cell of the layers.
    #[derive(Default)]
    pub enum CellKind as "cell" {
        /// [`LstmCell::LSTM`].
        #[default]
        Lstm = "lstm",
        /// [`LstmCell::PEEPHOLE`].
        Peephole = "peephole",
        /// [`LstmCell::FOUR_GATE`].
        FourGate = "four-gate",
        /// [`LstmCell::NO_INPUT_GATE`].
        NoInputGate = "no-input-gate",
        /// [`LstmCell::NO_FORGET_GATE`].
        NoForgetGate = "no-forget-gate",
        /// [`LstmCell::NO_OUTPUT_GATE`].
        NoOutputGate = "no-output-gate",
        /// [`LstmCell::LINEAR_INPUT`].
        LinearInput = "linear-input",
        /// [`LstmCell::LINEAR_OUTPUT`].
        LinearOutput = "linear-output",
        /// [`LstmCell::COUPLED_GATES`].
        CoupledGates = "coupled-gates",
        /// [`LstmCell::FULL_GATE_RECURRENCE`].
        FullGateRecurrence = "full-gate-recurrence",
        /// [`GruCell`].
        Gru = "gru",
        /// [`RnnCell`].
        Rnn = "rnn",
    }
}

impl CellKind {
    /// The description of the cell.
    pub fn spec(self) -> &'static dyn CellSpec {
        self.cell::<f32>()
    }

    /// The implementation of the cell.
    pub fn cell<R: Real>(self) -> &'static dyn Cell<R> {
        match self.parts() {
            CellParts::Lstm(cell) => cell,
            CellParts::Gru => &GruCell,
            CellParts::Rnn => &RnnCell,
        }
    }

    /// The parts of the cell, as data.
    pub fn parts(self) -> CellParts {
        CellParts::Lstm(match self {
            Self::Lstm => &LstmCell::LSTM,
            Self::Peephole => &LstmCell::PEEPHOLE,
            Self::FourGate => &LstmCell::FOUR_GATE,
            Self::NoInputGate => &LstmCell::NO_INPUT_GATE,
            Self::NoForgetGate => &LstmCell::NO_FORGET_GATE,
            Self::NoOutputGate => &LstmCell::NO_OUTPUT_GATE,
            Self::LinearInput => &LstmCell::LINEAR_INPUT,
            Self::LinearOutput => &LstmCell::LINEAR_OUTPUT,
            Self::CoupledGates => &LstmCell::COUPLED_GATES,
            Self::FullGateRecurrence => &LstmCell::FULL_GATE_RECURRENCE,
            Self::Gru => return CellParts::Gru,
            Self::Rnn => return CellParts::Rnn,
        })
    }
}
