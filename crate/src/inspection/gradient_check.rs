//! Backpropagated gradients against difference quotients.

use crate::error::Error;
use crate::math::sort_descending;
use crate::memory;
use crate::model::{Model, ModelConfig, Params, State, Trace, trace_numbers};
use crate::real::Real;
use crate::rng::{Rng, Stream};
use crate::text::{Shape, Window, Windows};

/// The first step of a difference quotient, and how often it is halved at most.
const STEP: f64 = 0.02;
const HALVINGS: usize = 6;
/// A loss is known to about 10⁻¹⁶, its difference quotient to about 10⁻¹³. So an entry is compared
/// relative to itself, but at least to this...
const RESOLUTION: f64 = 1e-6;
/// ... and to this part of the largest in its tensor, where it is a difference of larger terms.
const FLOOR: f64 = 1e-4;
/// The window that a model in training is checked on.
const SHAPE: Shape = Shape { batch_size: 2, seq_len: 16 };
/// Entries of a tensor that entries to check are chosen from.
const CANDIDATES: usize = 4096;
/// Any; the same for every loss, so that all see the same units dropped.
const DROPOUT_SEED: u32 = 5;

/// A comparison of the gradients that a model computes with difference quotients of its loss, in
/// `f64` and on a copy of the weights: every entry w of every tensor, or some of each, by
///
/// ```text
/// dL/dw ≈ (L(w + s) - L(w - s)) / 2 s
/// ```
///
/// extrapolated to s = 0 (Ridders 1982, <https://doi.org/10.1016/S0141-1195(82)80057-0>). It is
/// [advanced](Self::advance) entry by entry, since each takes up to fourteen forward passes.
#[derive(Debug)]
pub struct GradientCheck {
    model: Model<f64>,
    window: Window,
    carried: State<f64>,
    trace: Trace<f64>,
    gradients: Params<f64>,
    tensors: Vec<TensorCheck>,
    /// Tensor and entry of what is still to be compared, the last first.
    pending: Vec<(usize, usize)>,
}

/// How the gradient of one tensor compares, as far as its entries have been looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorCheck {
    /// Its name.
    pub name: String,
    /// The largest size of any of its entries' gradients.
    pub largest_gradient: f64,
    /// Entries compared.
    pub entries: usize,
    /// The largest relative error among them.
    pub largest_error: f64,
    /// Row of the entry that has it.
    pub row: usize,
    /// Its column.
    pub column: usize,
    /// Its gradient as the model computes it.
    pub gradient: f64,
    /// Its difference quotient.
    pub difference: f64,
}

impl GradientCheck {
    /// A check of every entry, on the loss of `window` from the state `carried`; with dropout, if
    /// the model has it. `trace` may have been used before.
    pub fn new(
        mut model: Model<f64>,
        window: Window,
        carried: State<f64>,
        mut trace: Trace<f64>,
    ) -> Self {
        let mut gradients = Params::zeros(model.params().layout().clone());
        let (state, dropout) = (&mut carried.clone(), &mut dropout());
        model.loss_and_gradients(&window, state, &mut trace, &mut gradients, Some(dropout));
        let layout = gradients.layout();
        let mut pending: Vec<_> = (0..layout.tensors().len())
            .flat_map(|tensor| (0..gradients.slice(tensor).len()).map(move |entry| (tensor, entry)))
            .collect();
        pending.reverse();
        let tensors = unchecked(&gradients);
        Self { model, window, carried, trace, gradients, tensors, pending }
    }

    /// The relative error that a right gradient stays below.
    pub const BOUND: f64 = 1e-6;

    /// A check of a model in training on its text: up to `entries` of each tensor, spread from its
    /// largest gradient to its smallest, on a window of two times sixteen characters that continues
    /// another.
    ///
    /// # Errors
    /// [`Error::Memory`](crate::Error::Memory) when the copy would take too much.
    ///
    /// # Panics
    /// If `ids` are fewer than two.
    pub fn on_text<R: Real>(model: &Model<R>, ids: &[u32], entries: usize) -> Result<Self, Error> {
        memory::allow(bytes_needed(model.config()))?;
        let mut model = model.cast::<f64>();
        let mut windows = Windows::new(ids.len(), SHAPE);
        let Shape { batch_size, seq_len } = windows.shape();
        let mut trace = model.trace(seq_len, batch_size);
        let mut carried = model.zero_state(batch_size);
        let mut window = Window::default();
        windows.next_into(ids, &mut window);
        model.forward(&window.inputs, &mut carried, &mut trace, None);
        windows.next_into(ids, &mut window);
        let mut check = Self::new(model, window, carried, trace);
        check.pending = (0..check.tensors.len())
            .flat_map(|tensor| {
                let largest = check.tensors[tensor].largest_gradient;
                let spread = spread(check.gradients.slice(tensor), largest, entries);
                spread.into_iter().map(move |entry| (tensor, entry))
            })
            .collect();
        check.pending.reverse();
        Ok(check)
    }

    /// Compares the next entry; false when there was none left.
    pub fn advance(&mut self) -> bool {
        let Some((tensor, entry)) = self.pending.pop() else { return false };
        let difference = self.difference(tensor, entry);
        let gradient = self.gradients.slice(tensor)[entry];
        let floor = floor(self.tensors[tensor].largest_gradient);
        let error = (gradient - difference).abs() / difference.abs().max(floor);
        let rows = self.gradients.view(tensor).nrows();
        let check = &mut self.tensors[tensor];
        check.entries += 1;
        // By `total_cmp` NaN is the largest of all.
        if check.entries == 1 || error.total_cmp(&check.largest_error).is_gt() {
            let (row, column) = (entry % rows, entry / rows);
            *check = TensorCheck {
                largest_error: error,
                row,
                column,
                gradient,
                difference,
                ..check.clone()
            };
        }
        true
    }

    /// Entries still to be compared.
    pub fn entries_left(&self) -> usize {
        self.pending.len()
    }

    /// Every tensor in storage order, as far as it has been compared.
    pub fn tensors(&self) -> &[TensorCheck] {
        &self.tensors
    }

    /// The derivative with respect to one weight: central differences of ever smaller steps, each
    /// row of the tableau extrapolated with the one before. Of all extrapolations the one is taken
    /// that is the least uncertain: by what it differs from those it was made of, and by the losses'
    /// rounding. The gradient has no part in the choice.
    fn difference(&mut self, tensor: usize, entry: usize) -> f64 {
        let (mut best, mut uncertainty) = (0.0, f64::INFINITY);
        let mut before: Vec<f64> = Vec::new();
        for halvings in 0..=HALVINGS {
            let step = STEP / f64::from(1 << halvings);
            let [above, below] = [step, -step].map(|change| self.loss_with(tensor, entry, change));
            let rounding = f64::EPSILON * (above + below) / step;
            let mut row = vec![(above - below) / (2.0 * step)];
            for (order, &wider) in before.iter().enumerate() {
                let lower = row[order];
                let factor = f64::from(1 << (2 * (order + 1)));
                let extrapolated = lower + (lower - wider) / (factor - 1.0);
                let differs = f64::max((extrapolated - lower).abs(), (extrapolated - wider).abs());
                if differs + rounding < uncertainty {
                    (best, uncertainty) = (extrapolated, differs + rounding);
                }
                row.push(extrapolated);
            }
            if uncertainty < 2.0 * rounding {
                break; // smaller steps would only lose digits
            }
            before = row;
        }
        best
    }

    fn loss_with(&mut self, tensor: usize, entry: usize, change: f64) -> f64 {
        let before = self.model.params().slice(tensor)[entry];
        self.model.params_mut().slice_mut(tensor)[entry] = before + change;
        let (state, trace) = (&mut self.carried.clone(), &mut self.trace);
        let sum = self.model.loss_sum(&self.window, state, trace, Some(&mut dropout()));
        self.model.params_mut().slice_mut(tensor)[entry] = before;
        sum / self.window.targets.len() as f64
    }
}

/// The copy, its weights packed both ways, the gradients, the activations of a window.
fn bytes_needed(config: &ModelConfig) -> u64 {
    let weights = config.layout().num_weights() as u64;
    let Shape { batch_size, seq_len } = SHAPE;
    let trace = trace_numbers(config, seq_len, batch_size);
    (4 * weights + trace) * size_of::<f64>() as u64
}

fn dropout() -> Rng {
    Rng::new(DROPOUT_SEED, Stream::Dropout)
}

/// Every tensor before any of its entries was compared.
fn unchecked(gradients: &Params<f64>) -> Vec<TensorCheck> {
    let specs = gradients.layout().tensors().iter().enumerate();
    specs
        .map(|(tensor, spec)| TensorCheck {
            name: spec.name.clone(),
            largest_gradient: gradients.slice(tensor).iter().fold(0.0, |max, d| d.abs().max(max)),
            entries: 0,
            largest_error: 0.0,
            row: 0,
            column: 0,
            gradient: 0.0,
            difference: 0.0,
        })
        .collect()
}

/// The size from which on a gradient of a tensor is compared relative to itself.
fn floor(largest_gradient: f64) -> f64 {
    RESOLUTION.max(FLOOR * largest_gradient)
}

/// Up to `count` entries, evenly spread over the sizes that can be compared relative to themselves;
/// of a tensor without such, the largest.
fn spread(gradient: &[f64], largest: f64, count: usize) -> Vec<usize> {
    let stride = gradient.len().div_ceil(CANDIDATES);
    let least = floor(largest).min(largest) as f32;
    let mut sizes: Vec<(f32, u32)> = (0..gradient.len())
        .step_by(stride)
        .map(|entry| (gradient[entry].abs() as f32, entry as u32))
        .filter(|&(size, _)| size > 0.0 && size >= least)
        .collect();
    sort_descending(&mut sizes);
    let count = count.min(sizes.len());
    (0..count).map(|i| sizes[i * sizes.len() / count].1 as usize).collect()
}
