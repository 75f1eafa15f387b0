//! Backpropagated gradients against difference quotients.

use crate::model::{Model, Params, State, Trace};
use crate::real::Real;
use crate::rng::{Rng, Stream};
use crate::text::{Shape, Window, Windows};

/// Of the difference quotient, whose error is about this to the sixth power.
const STEP: f64 = 5e-3;
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
/// dL/dw ≈ (45 D(s) - 9 D(2s) + D(3s)) / 60 s      with D(s) = L(w + s) - L(w - s)
/// ```
///
/// It is [advanced](Self::advance) entry by entry, since each takes six forward passes.
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

    /// A check of a model in training on its text: up to `entries` of each tensor, spread from its
    /// largest gradient to its smallest, on a window of two times sixteen characters that continues
    /// another.
    ///
    /// # Panics
    /// If `ids` are fewer than two.
    pub fn on_text<R: Real>(model: &Model<R>, ids: &[u32], entries: usize) -> Self {
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
                let spread = spread(check.gradients.slice(tensor), entries);
                spread.into_iter().map(move |entry| (tensor, entry))
            })
            .collect();
        check.pending.reverse();
        check
    }

    /// Compares the next entry; false when there was none left.
    pub fn advance(&mut self) -> bool {
        let Some((tensor, entry)) = self.pending.pop() else { return false };
        let difference = self.difference(tensor, entry);
        let gradient = self.gradients.slice(tensor)[entry];
        let floor = RESOLUTION.max(FLOOR * self.tensors[tensor].largest_gradient);
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

    /// The derivative with respect to one weight, by central differences of sixth order.
    fn difference(&mut self, tensor: usize, entry: usize) -> f64 {
        let mut central =
            |step| self.loss_with(tensor, entry, step) - self.loss_with(tensor, entry, -step);
        (45.0 * central(STEP) - 9.0 * central(2.0 * STEP) + central(3.0 * STEP)) / (60.0 * STEP)
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

/// Up to `count` entries, evenly spread over the sizes of those that are not zero.
fn spread(gradient: &[f64], count: usize) -> Vec<usize> {
    let stride = gradient.len().div_ceil(CANDIDATES);
    let mut entries: Vec<usize> =
        (0..gradient.len()).step_by(stride).filter(|&entry| gradient[entry] != 0.0).collect();
    entries.sort_unstable_by(|&a, &b| gradient[b].abs().total_cmp(&gradient[a].abs()));
    let count = count.min(entries.len());
    (0..count).map(|i| entries[i * entries.len() / count]).collect()
}
