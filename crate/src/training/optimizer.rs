//! Optimisers: from gradients to new weights. Update rules and constants are PyTorch's defaults, so
//! that runs can be compared step by step.

use std::ops::Range;
use std::sync::Arc;

use crate::math;
use crate::model::Params;
use crate::named_enum::named_enum;
use crate::real::Real;
use crate::setting::written_field;

named_enum! {
    /// The optimisers.
    #[derive(Default)]
    pub enum OptimizerKind as "optimizer" {
        /// Adam (Kingma and Ba 2015): β₁ 0.9, β₂ 0.999, ε 10⁻⁸.
        #[default]
        Adam = "adam",
        /// AdamW (Loshchilov and Hutter 2019): Adam with decoupled weight decay 0.01.
        AdamW = "adamw",
        /// RMSprop (Tieleman and Hinton 2012): α 0.99, ε 10⁻⁸.
        RmsProp = "rmsprop",
        /// Gradient descent with momentum 0.9.
        Sgd = "sgd",
    }
}

impl OptimizerKind {
    /// The number of moments of every weight.
    pub fn num_moments(self) -> usize {
        match self {
            Self::Adam | Self::AdamW => 2,
            Self::RmsProp | Self::Sgd => 1,
        }
    }
}

written_field!(OptimizerKind);

const BETA_1: f64 = 0.9;
const BETA_2: f64 = 0.999;
const ALPHA: f64 = 0.99;
const MOMENTUM: f64 = 0.9;
const EPSILON: f64 = 1e-8;
/// The weight decay of AdamW where the settings have none.
const ADAMW_DECAY: f64 = 0.01;

/// Weights of one block, small enough that the block, its gradients and its moments stay in the
/// first-level cache.
const BLOCK: usize = 1024;

/// An optimiser and its moments.
#[derive(Clone, Debug)]
pub struct Optimizer<R: Real> {
    kind: OptimizerKind,
    weight_decay: f64,
    /// The running mean of the gradient; not used by RMSprop.
    mean: Params<R>,
    /// The running mean of the gradient's square; not used by SGD.
    square: Params<R>,
    /// β₁ᵗ and β₂ᵗ after t updates, by multiplication: `powi` differs between platforms.
    pub(super) beta_powers: (f64, f64),
}

impl<R: Real> Optimizer<R> {
    /// An optimiser for weights laid out as `params`. In an update, every weight first loses
    /// `learning_rate · weight_decay` of itself, as in PyTorch's AdamW; at 0, AdamW has 0.01 and the
    /// others have none.
    pub fn new(kind: OptimizerKind, weight_decay: f64, params: &Params<R>) -> Self {
        let moment = |used| {
            let layout = if used { params.layout().clone() } else { Arc::default() };
            Params::zeros(layout)
        };
        let own = if kind == OptimizerKind::AdamW { ADAMW_DECAY } else { 0.0 };
        Self {
            kind,
            weight_decay: if weight_decay > 0.0 { weight_decay } else { own },
            mean: moment(kind != OptimizerKind::RmsProp),
            square: moment(kind != OptimizerKind::Sgd),
            beta_powers: (1.0, 1.0),
        }
    }

    /// The running means of the gradient and of its square; an unused one is empty.
    pub fn moments(&self) -> [&Params<R>; 2] {
        [&self.mean, &self.square]
    }

    /// The running means, mutable.
    pub fn moments_mut(&mut self) -> [&mut Params<R>; 2] {
        [&mut self.mean, &mut self.square]
    }

    /// Resets the moments.
    pub fn reset(&mut self) {
        self.mean.as_mut_slice().fill(R::ZERO);
        self.square.as_mut_slice().fill(R::ZERO);
        self.beta_powers = (1.0, 1.0);
    }

    /// Changes `params` by one update with the gradients `scale · grads`, and returns true if all
    /// new weights are finite. `last_good`, if given, receives the old weights.
    ///
    /// It swaps the two instead of copying, and works block by block: at a batch of one, passes
    /// over memory take a tenth of a training step.
    pub fn update(
        &mut self,
        params: &mut Params<R>,
        mut last_good: Option<&mut Params<R>>,
        grads: &Params<R>,
        scale: f64,
        learning_rate: f64,
    ) -> bool {
        self.beta_powers = (self.beta_powers.0 * BETA_1, self.beta_powers.1 * BETA_2);
        let scale = R::from_f64(scale);
        let keep = R::from_f64(1.0 - learning_rate * self.weight_decay);
        if let Some(last_good) = &mut last_good {
            std::mem::swap(params, *last_good);
        }
        let params = params.as_mut_slice();
        let mut copy = [R::ZERO; BLOCK]; // of the old weights, if there is no other
        let mut is_finite = true;
        for start in (0..params.len()).step_by(BLOCK) {
            let block = start..params.len().min(start + BLOCK);
            let weights = &mut params[block.clone()];
            let old = match &last_good {
                Some(last_good) => &last_good.as_slice()[block.clone()],
                None => {
                    copy[..weights.len()].copy_from_slice(weights);
                    &copy
                }
            };
            let grads = grads.as_slice()[block.clone()].iter().map(|&g| g * scale);
            let updates = weights.iter_mut().zip(old).zip(grads);
            match self.kind {
                OptimizerKind::Adam | OptimizerKind::AdamW => {
                    self.adam(block, updates, learning_rate, keep);
                }
                OptimizerKind::RmsProp => self.rmsprop(block, updates, learning_rate, keep),
                OptimizerKind::Sgd => self.sgd(block, updates, learning_rate, keep),
            }
            is_finite &= math::all_finite(weights);
        }
        is_finite
    }

    /// m = β₁ m + (1 - β₁) g, v = β₂ v + (1 - β₂) g², both corrected for their start at zero;
    /// w = w · keep - rate · m̂ / (√v̂ + ε), with keep = 1 - rate · decay.
    fn adam<'a>(
        &mut self,
        block: Range<usize>,
        weights: impl Iterator<Item = ((&'a mut R, &'a R), R)>,
        learning_rate: f64,
        keep: R,
    ) {
        let rate = R::from_f64(learning_rate / (1.0 - self.beta_powers.0));
        let correction = R::from_f64(1.0 / (1.0 - self.beta_powers.1).sqrt());
        let (beta_1, rest_1) = (R::from_f64(BETA_1), R::from_f64(1.0 - BETA_1));
        let (beta_2, rest_2) = (R::from_f64(BETA_2), R::from_f64(1.0 - BETA_2));
        let epsilon = R::from_f64(EPSILON);
        let mean = &mut self.mean.as_mut_slice()[block.clone()];
        let moments = mean.iter_mut().zip(&mut self.square.as_mut_slice()[block]);
        for (((w, &old), g), (m, v)) in weights.zip(moments) {
            *m = *m * beta_1 + g * rest_1;
            *v = *v * beta_2 + g * g * rest_2;
            *w = old * keep + -rate * *m / (v.sqrt() * correction + epsilon);
        }
    }

    /// v = α v + (1 - α) g²; w = w · keep - rate · g / (√v + ε).
    fn rmsprop<'a>(
        &mut self,
        block: Range<usize>,
        weights: impl Iterator<Item = ((&'a mut R, &'a R), R)>,
        learning_rate: f64,
        keep: R,
    ) {
        let rate = R::from_f64(learning_rate);
        let (alpha, rest) = (R::from_f64(ALPHA), R::from_f64(1.0 - ALPHA));
        let epsilon = R::from_f64(EPSILON);
        for (((w, &old), g), v) in weights.zip(&mut self.square.as_mut_slice()[block]) {
            *v = *v * alpha + g * g * rest;
            *w = old * keep + -rate * g / (v.sqrt() + epsilon);
        }
    }

    /// m = μ m + g; w = w · keep - rate · m.
    fn sgd<'a>(
        &mut self,
        block: Range<usize>,
        weights: impl Iterator<Item = ((&'a mut R, &'a R), R)>,
        learning_rate: f64,
        keep: R,
    ) {
        let (rate, momentum) = (R::from_f64(learning_rate), R::from_f64(MOMENTUM));
        for (((w, &old), g), m) in weights.zip(&mut self.mean.as_mut_slice()[block]) {
            *m = *m * momentum + g;
            *w = old * keep + -rate * *m;
        }
    }
}
