//! The gradient check: backpropagated gradients against difference quotients.

use super::extrapolation::{Derivative, Extrapolation};
use crate::error::Error;
use crate::math::sort_descending;
use crate::memory_limit;
use crate::model::{Draws, Network, NetworkConfig, Params, State, Trace, trace_numbers};
use crate::real::Real;
use crate::rng::{Rng, Stream};
use crate::task::Task;
use crate::text::{Shape, Split, Window, Windows};

/// The error of an entry is relative to the entry, with two lower limits on that scale. One is
/// [`GradientCheck::RESOLUTION`], because a loss has a rounding error of about 10⁻¹⁶ and its
/// difference quotient one of about 10⁻¹³. The other is this fraction of the tensor's largest
/// gradient, because the entry may be the difference of two large terms.
const FLOOR: f64 = 1e-4;
/// The window of a check on a text.
const SHAPE: Shape = Shape { batch_size: 2, seq_len: 16 };
/// The number of random entries of a large tensor that are sorted by the size of their gradient.
const CANDIDATES: usize = 4096;
/// The seed of dropout, the same for every loss, so that the same units are dropped.
const SEED: u32 = 5;

/// A comparison of backpropagated gradients with difference quotients of the loss, in `f64`, on a
/// copy of the weights. For every entry w of every tensor, or for some entries of each,
///
/// ```text
/// dL/dw ≈ (L(w + s) - L(w - s)) / 2 s
/// ```
///
/// extrapolated to s = 0. One [portion](Task::advance) takes two forward passes.
#[derive(Debug)]
pub struct GradientCheck {
    network: Network<f64>,
    window: Window,
    carried: State<f64>,
    trace: Trace<f64>,
    gradients: Params<f64>,
    tensors: Vec<TensorCheck>,
    /// The remaining entries, in reverse order.
    pending: Vec<Entry>,
    /// The current entry and its difference quotient so far.
    current: Option<(Entry, Extrapolation)>,
    /// The entry with the changed weight, and the original weight.
    changed: Option<(Entry, f64)>,
}

/// An entry of a tensor.
#[derive(Clone, Copy, Debug)]
struct Entry {
    tensor: usize,
    index: usize,
}

/// The comparison of one tensor's gradient so far.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorCheck {
    /// Its name.
    pub name: String,
    /// The largest size of a gradient in the tensor, compared or not.
    pub largest_gradient: f64,
    /// The number of compared entries.
    pub entries: usize,
    /// The number of entries with a difference quotient too uncertain for a comparison: the loss is
    /// too curved near the weight, or too large to show so small a change.
    pub unmeasured: usize,
    /// The largest relative error of an entry.
    pub largest_error: f64,
    /// The row of that entry.
    pub row: usize,
    /// The column of that entry.
    pub column: usize,
    /// Its gradient by backpropagation.
    pub gradient: f64,
    /// Its difference quotient.
    pub difference: f64,
}

impl GradientCheck {
    /// The upper bound on the relative error of a correct gradient.
    pub const BOUND: f64 = 1e-6;
    /// The check cannot judge a tensor whose gradients are all smaller than this.
    pub const RESOLUTION: f64 = 1e-6;

    /// A check of every entry, on the loss of `window` from the state `carried`, with the network's
    /// dropout. `trace` may hold the values of another window.
    pub fn new(
        network: Network<f64>,
        window: Window,
        carried: State<f64>,
        trace: Trace<f64>,
    ) -> Self {
        Self::of(network, window, carried, trace, |gradients| (0..gradients.len()).collect())
    }

    /// A check of a network with these `weights` (tensor after tensor, each column by column) on
    /// the second window of a text, two streams of sixteen characters. It compares up to `entries`
    /// of each tensor: half of them spread from the largest gradient to the smallest measurable
    /// one, half at random, because a gradient that is wrongly zero would never be in the first
    /// half.
    ///
    /// # Errors
    /// [`Error::Memory`] if the copy would take too much.
    ///
    /// # Panics
    /// If there are fewer than two `ids`, or the number of weights does not match `config`.
    pub fn on_text<R: Real>(
        config: &NetworkConfig,
        weights: &[R],
        ids: &[u32],
        entries: usize,
    ) -> Result<Self, Error> {
        memory_limit::check(footprint(config))?;
        let network = Network::<f64>::from_weights(config.clone(), weights);
        let split = &Split::whole(ids.len());
        let mut windows = Windows::new(split, SHAPE);
        let Shape { batch_size, seq_len } = windows.shape();
        let mut trace = network.trace(seq_len, batch_size);
        let mut carried = network.zero_state(batch_size);
        let mut window = Window::default();
        windows.next_into(ids, split, &mut window);
        network.forward_window(&window, &mut carried, &mut trace, None);
        windows.next_into(ids, split, &mut window);
        let mut rng = Rng::new(SEED, Stream::Sampling);
        let sample = |gradient: &[f64]| sample(gradient, entries, &mut rng);
        Ok(Self::of(network, window, carried, trace, sample))
    }

    /// A check of the entries that `choose` takes from the gradient of each tensor.
    fn of(
        network: Network<f64>,
        window: Window,
        carried: State<f64>,
        mut trace: Trace<f64>,
        mut choose: impl FnMut(&[f64]) -> Vec<usize>,
    ) -> Self {
        let mut gradients = Params::zeros(network.params().layout().clone());
        let (state, draws) = (&mut carried.clone(), &draws(&window));
        network.loss_and_gradients(&window, state, &mut trace, &mut gradients, Some(draws));
        let tensors = unchecked(&gradients);
        let mut pending = Vec::new();
        for tensor in 0..tensors.len() {
            let chosen = choose(gradients.slice(tensor));
            pending.extend(chosen.into_iter().map(|index| Entry { tensor, index }));
        }
        pending.reverse();
        Self {
            network,
            window,
            carried,
            trace,
            gradients,
            tensors,
            pending,
            current: None,
            changed: None,
        }
    }

    /// The number of entries left to compare.
    pub fn entries_left(&self) -> usize {
        self.pending.len() + usize::from(self.current.is_some())
    }

    /// The comparisons so far, one for each tensor in storage order.
    pub fn tensors(&self) -> &[TensorCheck] {
        &self.tensors
    }

    fn compare(&mut self, Entry { tensor, index }: Entry, measured: Derivative) {
        let gradient = self.gradients.slice(tensor)[index];
        let floor = floor(self.tensors[tensor].largest_gradient);
        let scale = measured.value.abs().max(floor);
        let rows = self.gradients.view(tensor).nrows();
        let check = &mut self.tensors[tensor];
        if measured.uncertainty > Self::BOUND * scale {
            check.unmeasured += 1;
            return;
        }
        let error = (gradient - measured.value).abs() / scale;
        // `total_cmp` orders NaN above every number.
        if check.entries == 0 || error.total_cmp(&check.largest_error).is_gt() {
            check.largest_error = error;
            (check.row, check.column) = (index % rows, index / rows);
            (check.gradient, check.difference) = (gradient, measured.value);
        }
        check.entries += 1;
    }

    /// The loss with the weight of `entry` changed by `change`; the weight stays changed until the
    /// next call, so that each call packs the weights only once.
    fn loss_with(&mut self, entry: Entry, change: f64) -> f64 {
        let mut params = self.network.params_mut();
        if let Some((Entry { tensor, index }, weight)) = self.changed.take() {
            params.slice_mut(tensor)[index] = weight;
        }
        let weight = &mut params.slice_mut(entry.tensor)[entry.index];
        self.changed = Some((entry, *weight));
        *weight += change;
        drop(params);
        let (state, trace) = (&mut self.carried.clone(), &mut self.trace);
        let sum = self.network.loss_sum(&self.window, state, trace, Some(&draws(&self.window)));
        sum / self.window.targets.len() as f64
    }
}

impl Task for GradientCheck {
    /// The check has its own copy of the network.
    type Subject = ();
    type Output = Vec<TensorCheck>;

    fn advance(&mut self, (): &()) -> bool {
        let current = self.current.take();
        let next = || Some((self.pending.pop()?, Extrapolation::default()));
        let Some((entry, mut extrapolation)) = current.or_else(next) else { return false };
        let step = extrapolation.step();
        let [above, below] = [step, -step].map(|change| self.loss_with(entry, change));
        match extrapolation.add(above, below) {
            Some(measured) => self.compare(entry, measured),
            None => self.current = Some((entry, extrapolation)),
        }
        self.entries_left() > 0
    }

    fn finish(self, (): &()) -> Vec<TensorCheck> {
        self.tensors
    }
}

/// The bytes of the copy, its weights packed both ways, the gradients, and the activations.
fn footprint(config: &NetworkConfig) -> u64 {
    let weights = config.layout().num_weights() as u64;
    let Shape { batch_size, seq_len } = SHAPE;
    let trace = trace_numbers(config, seq_len, batch_size, batch_size);
    (4 * weights + trace) * size_of::<f64>() as u64
}

fn draws(window: &Window) -> Draws {
    Draws::new(Rng::new(SEED, Stream::Dropout), window.batch_size, 0)
}

/// An empty comparison for each tensor.
fn unchecked(gradients: &Params<f64>) -> Vec<TensorCheck> {
    let specs = gradients.layout().tensors().iter().enumerate();
    specs
        .map(|(tensor, spec)| TensorCheck {
            name: spec.name.clone(),
            largest_gradient: largest(gradients.slice(tensor)),
            entries: 0,
            unmeasured: 0,
            largest_error: 0.0,
            row: 0,
            column: 0,
            gradient: 0.0,
            difference: 0.0,
        })
        .collect()
}

/// The size above which a gradient's error is relative to the gradient.
fn floor(largest_gradient: f64) -> f64 {
    GradientCheck::RESOLUTION.max(FLOOR * largest_gradient)
}

/// The largest absolute value; NaN if the gradient contains NaN.
fn largest(gradient: &[f64]) -> f64 {
    gradient.iter().map(|d| d.abs()).max_by(f64::total_cmp).unwrap_or(0.0)
}

/// Up to `count` entries: half of them chosen by size of gradient, half at random.
fn sample(gradient: &[f64], count: usize, rng: &mut Rng) -> Vec<usize> {
    if gradient.len() <= count {
        return (0..gradient.len()).collect();
    }
    let mut anywhere = || (f64::from(rng.uniform()) * gradient.len() as f64) as usize;
    let candidates: Vec<usize> = if gradient.len() <= CANDIDATES {
        (0..gradient.len()).collect()
    } else {
        (0..CANDIDATES).map(|_| anywhere()).collect()
    };
    let mut chosen = spread(gradient, &candidates, count.div_ceil(2));
    chosen.extend(std::iter::repeat_with(anywhere).take(count - chosen.len()));
    chosen
}

/// Up to `count` of the candidates, evenly spread over the measurable sizes.
fn spread(gradient: &[f64], candidates: &[usize], count: usize) -> Vec<usize> {
    let least = floor(largest(gradient)) as f32;
    let mut sizes: Vec<(f32, u32)> = candidates
        .iter()
        .map(|&index| (gradient[index].abs() as f32, index as u32))
        .filter(|&(size, _)| size >= least)
        .collect();
    sort_descending(&mut sizes);
    let count = count.min(sizes.len());
    (0..count).map(|i| sizes[i * sizes.len() / count].1 as usize).collect()
}
