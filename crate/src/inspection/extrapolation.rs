//! Difference quotients, extrapolated to a step of zero.

/// The first step.
const STEP: f64 = 0.02;
/// Halvings of the step, at most.
const HALVINGS: i32 = 6;

/// The derivative of a loss from central differences of ever smaller steps, each row of the tableau
/// extrapolated with the one before (Ridders 1982,
/// <https://doi.org/10.1016/S0141-1195(82)80057-0>). The result is the extrapolation with the
/// smallest error bound: its distance from the two estimates that it combines, plus the losses'
/// rounding error.
#[derive(Clone, Debug)]
pub struct Extrapolation {
    halvings: i32,
    row: Vec<f64>,
    best: Derivative,
}

/// An estimated derivative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Derivative {
    /// NaN if no extrapolation was finite.
    pub value: f64,
    /// The bound on its distance from the true value; infinite if no extrapolation was finite.
    pub uncertainty: f64,
}

impl Default for Extrapolation {
    fn default() -> Self {
        let best = Derivative { value: f64::NAN, uncertainty: f64::INFINITY };
        Self { halvings: 0, row: Vec::new(), best }
    }
}

impl Extrapolation {
    /// The distance from the weight, up and down, of the next two losses.
    pub fn step(&self) -> f64 {
        STEP * 0.5_f64.powi(self.halvings)
    }

    /// Adds the losses one [`step`](Self::step) above and below; returns the derivative once
    /// smaller steps no longer reduce its error bound.
    pub fn add(&mut self, above: f64, below: f64) -> Option<Derivative> {
        let rounding = f64::EPSILON * (above + below) / self.step();
        let mut row = vec![(above - below) / (2.0 * self.step())];
        for (order, &wider) in self.row.iter().enumerate() {
            let lower = row[order];
            let factor = 4.0_f64.powi(order as i32 + 1);
            let extrapolated = lower + (lower - wider) / (factor - 1.0);
            let differs = f64::max((extrapolated - lower).abs(), (extrapolated - wider).abs());
            if differs + rounding < self.best.uncertainty {
                self.best = Derivative { value: extrapolated, uncertainty: differs + rounding };
            }
            row.push(extrapolated);
        }
        self.row = row;
        self.halvings += 1;
        let is_certain = self.best.uncertainty < 2.0 * rounding;
        (is_certain || self.halvings > HALVINGS).then_some(self.best)
    }
}
