//! The pre-activation of each gate of one unit at one character, term by term.

use nalgebra::DMatrixView;

use super::TextReading;
use crate::model::Network;
use crate::real::Real;

/// The terms of a gate's pre-activation, computed in 64 bits for display. The activation function
/// of their sum gives the gate.
#[derive(Clone, Debug, PartialEq)]
pub struct GateSum {
    /// The gate's name.
    pub name: &'static str,
    /// The term of the layer's input: W x.
    pub input: f64,
    /// The term of the previous h: R h. For n of `gru` r ⊙ (R_n h + b_hn); for u of `four-gate`
    /// W_u (f ⊙ c).
    pub recurrent: f64,
    /// b.
    pub bias: f64,
    /// p ⊙ c, in a gate with a peephole.
    pub peephole: Option<f64>,
    /// G s, in a gate that sees the gates of the step before.
    pub carried_gates: Option<f64>,
}

impl GateSum {
    /// The sum of all terms.
    pub fn total(&self) -> f64 {
        let seen = self.peephole.unwrap_or(0.0) + self.carried_gates.unwrap_or(0.0);
        self.input + self.recurrent + self.bias + seen
    }
}

/// The sums of the gates of `unit` in `layer` at the recorded character `index` of a reading made
/// with these weights.
///
/// # Panics
/// If there is no such layer, unit or index.
pub fn gate_sums<R: Real>(
    network: &Network<R>,
    reading: &TextReading<R>,
    layer: usize,
    unit: usize,
    index: usize,
) -> Vec<GateSum> {
    let h = network.config().hidden_size;
    let zeros = vec![R::default(); h];
    let at = Position { network, reading, layer, index, zeros: &zeros };
    let cell = network.config().cell.spec();
    let hidden_prev = at.previous("hidden");
    let carried_gates = at.carried_gates();
    let gate = |(block, name): (usize, &'static str)| {
        let row = block * h + unit;
        let recurrent = match (at.current("m"), name) {
            (Some(m), "n") => at.current("r").map_or(0.0, |r| (r[unit] * m[unit]).to_f64()),
            _ => at.product("weight_hh", row, hidden_prev),
        };
        let seen = if name == "o" { at.current("cell") } else { Some(at.previous("cell")) };
        let peephole = at.tensor(&format!("peephole_{name}")).zip(seen);
        GateSum {
            name,
            input: at.input(row),
            recurrent,
            bias: at.entry("bias_ih", row, 0),
            peephole: peephole.map(|(p, seen)| p[unit].to_f64() * seen[unit].to_f64()),
            carried_gates: (!carried_gates.is_empty() && name != "g").then(|| {
                let block = if name == "o" { 2 } else { block };
                at.product("weight_gates", block * h + unit, &carried_gates)
            }),
        }
    };
    let mut sums: Vec<GateSum> = cell.gates().into_iter().enumerate().map(gate).collect();
    if let (Some(_), Some(f)) = (at.current("u"), at.current("f")) {
        let forgotten: Vec<R> = f.iter().zip(at.previous("cell")).map(|(&f, &c)| f * c).collect();
        sums.push(GateSum {
            name: "u",
            input: 0.0,
            recurrent: at.product("weight_u", unit, &forgotten),
            bias: at.entry("bias_u", unit, 0),
            peephole: None,
            carried_gates: None,
        });
    }
    sums
}

/// A layer at one character.
#[derive(Clone, Copy)]
struct Position<'a, R: Real> {
    network: &'a Network<R>,
    reading: &'a TextReading<R>,
    layer: usize,
    index: usize,
    /// The state before a document, `(H)`.
    zeros: &'a [R],
}

impl<'a, R: Real> Position<'a, R> {
    /// The layer's tensor `name`, if its cell has it.
    fn tensor(&self, name: &str) -> Option<DMatrixView<'a, R>> {
        let params = self.network.params();
        let index = params.layout().index(&format!("{name}_l{}", self.layer)).ok()?;
        Some(params.view(index))
    }

    fn entry(&self, name: &str, row: usize, column: usize) -> f64 {
        self.tensor(name).map_or(0.0, |tensor| tensor[(row, column)].to_f64())
    }

    /// A row of a tensor times a column.
    #[inline(never)] // so that the wasm module has it once
    fn product(&self, name: &str, row: usize, column: &[R]) -> f64 {
        let Some(tensor) = self.tensor(name) else { return 0.0 };
        let weights = (0..column.len()).map(|i| tensor[(row, i)]);
        weights.zip(column).map(|(weight, x)| weight.to_f64() * x.to_f64()).sum()
    }

    /// The input's term in a row of the gates.
    fn input(&self, row: usize) -> f64 {
        let Some(below) = self.layer.checked_sub(1) else {
            return self.entry("weight_ih", row, self.reading.ids[self.index] as usize);
        };
        let below = Self { layer: below, ..*self }.current("hidden");
        below.map_or(0.0, |hidden| self.product("weight_ih", row, hidden))
    }

    /// The layer's values of the quantity `name` after the character, `(H)`.
    fn current(&self, name: &str) -> Option<&'a [R]> {
        let h = self.network.config().hidden_size;
        let numbers = self.reading.layers[self.layer].value(name)?;
        Some(&numbers[self.index * h..][..h])
    }

    /// `hidden` or `cell` before the character, empty for a cell without c; after the first recorded
    /// character also a gate.
    fn previous(&self, name: &str) -> &'a [R] {
        let is_start = self.reading.starts.contains(&(self.index as u32));
        match self.index.checked_sub(1) {
            Some(_) if is_start => self.current(name).map_or(&[], |_| self.zeros),
            Some(index) => Self { index, ..*self }.current(name).unwrap_or_default(),
            None if name == "cell" => &self.reading.layers[self.layer].cell_before,
            None => &self.reading.layers[self.layer].hidden_before,
        }
    }

    /// The carried gates before the character; empty for a cell whose gates do not see them.
    fn carried_gates(&self) -> Vec<R> {
        let mut gates = self.reading.layers[self.layer].carried_gates_before.clone();
        if self.index > 0 {
            let h = self.network.config().hidden_size;
            for (gate, name) in gates.chunks_exact_mut(h).zip(["i", "f", "o"]) {
                gate.copy_from_slice(self.previous(name));
            }
        }
        gates
    }
}
