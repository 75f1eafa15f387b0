//! Which units follow something that one can name.

use super::features::{Feature, Features};
use super::reader::Reader;
use crate::math::sort_descending;
use crate::model::Network;
use crate::real::Real;

/// How closely a unit follows a feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// What it follows.
    pub feature: Feature,
    /// From 0, the lowest.
    pub layer: usize,
    /// The unit.
    pub unit: usize,
    /// Pearson's correlation of its cell (where there is none, of h) with the feature, from -1 to 1.
    pub correlation: f64,
}

/// A search for the units that follow something, on its way through a text.
#[derive(Clone, Debug)]
pub struct UnitFinder<R: Real> {
    chars: Vec<char>,
    features: Features,
    /// Of the current character, layer by layer.
    units: Vec<f64>,
    correlations: Correlations,
    reader: Reader<R>,
}

impl<R: Real> UnitFinder<R> {
    /// At the start of `ids`, which are the characters `chars`.
    ///
    /// # Panics
    /// If there are not as many of both.
    pub fn new(network: &Network<R>, ids: Vec<u32>, chars: Vec<char>) -> Self {
        assert_eq!(ids.len(), chars.len(), "a character for every id");
        let units = network.config().hidden_size * network.config().num_layers;
        Self {
            chars,
            features: Features::default(),
            units: vec![0.0; units],
            correlations: Correlations::new(units),
            reader: Reader::new(network, ids, None),
        }
    }

    /// Reads on a little, unless everything is read; whether there is more.
    pub fn advance(&mut self, network: &Network<R>) -> bool {
        let (h, has_cell) = (network.config().hidden_size, network.config().cell.spec().has_cell());
        let Self { chars, features, units, correlations, reader } = self;
        reader.advance(network, |moment| {
            for (units, layer) in units.chunks_exact_mut(h).zip(&moment.trace.layers) {
                let state = if has_cell { &layer.cell } else { &layer.hidden };
                let state = state.column(moment.column + 1);
                for (unit, x) in units.iter_mut().zip(state.iter()) {
                    *unit = x.to_f64();
                }
            }
            correlations.add(units, &features.next(chars[moment.place]));
        })
    }

    /// For each feature that varies in the text, the `count` of a model's units that follow it most
    /// closely, in either direction, the closest first.
    pub fn matches(&self, network: &Network<R>, count: usize) -> Vec<Match> {
        let h = network.config().hidden_size;
        let mut matches = Vec::new();
        for (index, feature) in Feature::ALL.iter().copied().enumerate() {
            let correlation = |unit: usize| self.correlations.of(unit, index);
            let size = |unit| Some((correlation(unit)?.abs() as f32, unit as u32));
            let mut ranked: Vec<(f32, u32)> = (0..self.units.len()).filter_map(size).collect();
            sort_descending(&mut ranked);
            matches.extend(ranked.iter().take(count).filter_map(|&(_, at)| {
                let at = at as usize;
                let correlation = correlation(at)?;
                Some(Match { feature, layer: at / h, unit: at % h, correlation })
            }));
        }
        matches
    }
}

const FEATURES: usize = Feature::ALL.len();

/// Means, and sums of products of deviations from them, kept up to date observation by observation
/// (Welford 1962, <https://doi.org/10.1080/00401706.1962.10490022>), so that a large mean does not
/// swallow a small variation.
#[derive(Clone, Debug)]
struct Correlations {
    count: f64,
    units: Vec<Moments>,
    features: [Moments; FEATURES],
    products: Vec<[f64; FEATURES]>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    mean: f64,
    /// Of the squared deviations.
    sum: f64,
}

impl Moments {
    /// Adds the `count`-th number; returns its deviation from the mean before.
    fn add(&mut self, x: f64, count: f64) -> f64 {
        let deviation = x - self.mean;
        self.mean += deviation / count;
        self.sum += deviation * (x - self.mean);
        deviation
    }
}

impl Correlations {
    fn new(units: usize) -> Self {
        Self {
            count: 0.0,
            units: vec![Moments::default(); units],
            features: Default::default(),
            products: vec![[0.0; FEATURES]; units],
        }
    }

    fn add(&mut self, units: &[f64], features: &[f64; FEATURES]) {
        self.count += 1.0;
        for (moments, &x) in self.features.iter_mut().zip(features) {
            moments.add(x, self.count);
        }
        // With the mean of the features after, and of the units before this observation.
        let left: [f64; FEATURES] = std::array::from_fn(|i| features[i] - self.features[i].mean);
        for ((moments, &x), products) in self.units.iter_mut().zip(units).zip(&mut self.products) {
            let deviation = moments.add(x, self.count);
            for (product, left) in products.iter_mut().zip(left) {
                *product += deviation * left;
            }
        }
    }

    /// Of a unit and a feature; `None` when one of them does not vary.
    fn of(&self, unit: usize, feature: usize) -> Option<f64> {
        let scale = (self.units[unit].sum * self.features[feature].sum).sqrt();
        let correlation = self.products[unit][feature] / scale;
        (scale > 0.0 && correlation.is_finite()).then_some(correlation)
    }
}
