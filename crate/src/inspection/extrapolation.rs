//! Difference quotients, extrapolated to a step of zero.

/// The first step, and how often it is halved at most.
const STEP: f64 = 0.02;
const HALVINGS: i32 = 6;

/// The derivative of a loss from central differences of ever smaller steps, each row of the tableau
/// extrapolated with the one before (Ridders 1982,
/// <https://doi.org/10.1016/S0141-1195(82)80057-0>). Of all extrapolations the one is taken that is
/// the least uncertain: by what it differs from those it was made of, and by the losses' rounding.
#[derive(Clone, Debug)]
pub struct Extrapolation {
    halvings: i32,
    row: Vec<f64>,
    best: f64,
    uncertainty: f64,
}

impl Default for Extrapolation {
    fn default() -> Self {
        Self { halvings: 0, row: Vec::new(), best: f64::NAN, uncertainty: f64::INFINITY }
    }
}

impl Extrapolation {
    /// The next step to take, up and down.
    pub fn step(&self) -> f64 {
        STEP * 0.5_f64.powi(self.halvings)
    }

    /// Takes the losses above and below, at the [`step`](Self::step); the derivative, when it is
    /// certain enough. It is NaN when no extrapolation was finite.
    pub fn add(&mut self, above: f64, below: f64) -> Option<f64> {
        let rounding = f64::EPSILON * (above + below) / self.step();
        let mut row = vec![(above - below) / (2.0 * self.step())];
        for (order, &wider) in self.row.iter().enumerate() {
            let lower = row[order];
            let factor = 4.0_f64.powi(order as i32 + 1);
            let extrapolated = lower + (lower - wider) / (factor - 1.0);
            let differs = f64::max((extrapolated - lower).abs(), (extrapolated - wider).abs());
            if differs + rounding < self.uncertainty {
                (self.best, self.uncertainty) = (extrapolated, differs + rounding);
            }
            row.push(extrapolated);
        }
        self.row = row;
        self.halvings += 1;
        // Smaller steps would only lose digits.
        let is_certain = self.uncertainty < 2.0 * rounding;
        (is_certain || self.halvings > HALVINGS).then_some(self.best)
    }
}
