//! The cells by name.

use super::{Cell, CellSpec, GruCell, LstmCell, RnnCell};
use crate::real::Real;

/// Which recurrent cell the layers have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// [`LstmCell::LSTM`].
    #[default]
    Lstm,
    /// [`LstmCell::PEEPHOLE`].
    Peephole,
    /// [`LstmCell::FOUR_GATE`].
    FourGate,
    /// [`LstmCell::NO_INPUT_GATE`].
    NoInputGate,
    /// [`LstmCell::NO_FORGET_GATE`].
    NoForgetGate,
    /// [`LstmCell::NO_OUTPUT_GATE`].
    NoOutputGate,
    /// [`LstmCell::LINEAR_INPUT`].
    LinearInput,
    /// [`LstmCell::LINEAR_OUTPUT`].
    LinearOutput,
    /// [`LstmCell::COUPLED_GATES`].
    CoupledGates,
    /// [`GruCell`].
    Gru,
    /// [`RnnCell`].
    Rnn,
}

impl CellKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Lstm,
        Self::Peephole,
        Self::FourGate,
        Self::NoInputGate,
        Self::NoForgetGate,
        Self::NoOutputGate,
        Self::LinearInput,
        Self::LinearOutput,
        Self::CoupledGates,
        Self::Gru,
        Self::Rnn,
    ];

    /// The names that settings use, in the order of [`ALL`](Self::ALL).
    pub const NAMES: &'static [&'static str] = &[
        "lstm",
        "peephole",
        "four-gate",
        "no-input-gate",
        "no-forget-gate",
        "no-output-gate",
        "linear-input",
        "linear-output",
        "coupled-gates",
        "gru",
        "rnn",
    ];

    /// The name that settings use.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// What the cell is made of.
    pub fn spec(self) -> &'static dyn CellSpec {
        self.cell::<f32>()
    }

    /// The cell itself.
    pub fn cell<R: Real>(self) -> &'static dyn Cell<R> {
        match self {
            Self::Lstm => &LstmCell::LSTM,
            Self::Peephole => &LstmCell::PEEPHOLE,
            Self::FourGate => &LstmCell::FOUR_GATE,
            Self::NoInputGate => &LstmCell::NO_INPUT_GATE,
            Self::NoForgetGate => &LstmCell::NO_FORGET_GATE,
            Self::NoOutputGate => &LstmCell::NO_OUTPUT_GATE,
            Self::LinearInput => &LstmCell::LINEAR_INPUT,
            Self::LinearOutput => &LstmCell::LINEAR_OUTPUT,
            Self::CoupledGates => &LstmCell::COUPLED_GATES,
            Self::Gru => &GruCell,
            Self::Rnn => &RnnCell,
        }
    }
}
