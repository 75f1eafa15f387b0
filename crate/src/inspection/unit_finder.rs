//! The search for units that follow a feature of the text.

use super::features::{Feature, Features};
use super::reader::Reader;
use crate::math::sort_descending;
use crate::model::Network;
use crate::real::Real;
use crate::task::Task;

/// A unit that follows a feature, with their correlation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitMatch {
    /// The feature.
    pub feature: Feature,
    /// The index of the layer; 0 is the lowest.
    pub layer: usize,
    /// The unit's index in the layer.
    pub unit: usize,
    /// Pearson's correlation of the feature with c (with h in a cell without c), from -1 to 1.
    pub correlation: f64,
}

/// The pass of a network over a text, from the zero state, to correlate units with features.
#[derive(Clone, Debug)]
pub struct UnitFinder<R: Real> {
    chars: Vec<char>,
    features: Features,
    /// The values of all units at the current character, layer by layer.
    units: Vec<f64>,
    correlations: Correlations,
    reader: Reader<R>,
    per_feature: usize,
}

impl<R: Real> UnitFinder<R> {
    /// A search in `ids`, the ids of `chars`, for the `per_feature` units that follow each feature
    /// most closely.
    ///
    /// # Panics
    /// If the two lengths differ.
    pub fn new(network: &Network<R>, ids: Vec<u32>, chars: Vec<char>, per_feature: usize) -> Self {
        assert!(ids.len() == chars.len(), "every character has an id");
        let units = network.config().hidden_size * network.config().num_layers;
        Self {
            chars,
            features: Features::default(),
            units: vec![0.0; units],
            correlations: Correlations::new(units),
            reader: Reader::new(network, ids, None),
            per_feature,
        }
    }

    /// A search in documents; see [`Reading::with_documents`](super::Reading::with_documents).
    pub fn with_documents(self, separator: &[u32]) -> Self {
        Self { reader: self.reader.with_documents(separator), ..self }
    }
}

impl<R: Real> Task for UnitFinder<R> {
    type Subject = Network<R>;
    /// The units of strongest correlation, positive or negative, for each feature that varies in
    /// the text; the strongest first.
    type Output = Vec<UnitMatch>;

    fn advance(&mut self, network: &Network<R>) -> bool {
        let (h, has_cell) = (network.config().hidden_size, network.config().cell.spec().has_cell());
        let Self { chars, features, units, correlations, reader, .. } = self;
        reader.advance(network, |step| {
            for (units, layer) in units.chunks_exact_mut(h).zip(&step.trace.layers) {
                let state = if has_cell { &layer.cell } else { &layer.hidden };
                let state = state.column(step.column + 1);
                for (unit, x) in units.iter_mut().zip(state.iter()) {
                    *unit = x.to_f64();
                }
            }
            correlations.add(units, &features.next(chars[step.index]));
        })
    }

    fn finish(self, network: &Network<R>) -> Vec<UnitMatch> {
        let h = network.config().hidden_size;
        let mut matches = Vec::new();
        for (index, feature) in Feature::ALL.iter().copied().enumerate() {
            let correlation = |unit: usize| self.correlations.of(unit, index);
            let size = |unit| Some((correlation(unit)?.abs() as f32, unit as u32));
            let mut ranked: Vec<(f32, u32)> = (0..self.units.len()).filter_map(size).collect();
            sort_descending(&mut ranked);
            matches.extend(ranked.iter().take(self.per_feature).filter_map(|&(_, at)| {
                let at = at as usize;
                let correlation = correlation(at)?;
                Some(UnitMatch { feature, layer: at / h, unit: at % h, correlation })
            }));
        }
        matches
    }
}

const FEATURES: usize = Feature::ALL.len();

/// Means and sums of products of deviations, updated with every observation (Welford 1962,
/// <https://doi.org/10.1080/00401706.1962.10490022>), so that a small variation around a large mean
/// keeps its digits.
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
    /// The sum of squared deviations.
    sum: f64,
}

impl Moments {
    /// Adds the `count`-th number and returns its deviation from the previous mean.
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
        // A feature deviates from its mean with this observation, a unit from its mean without it.
        let deviations: [f64; FEATURES] =
            std::array::from_fn(|i| features[i] - self.features[i].mean);
        for ((moments, &x), products) in self.units.iter_mut().zip(units).zip(&mut self.products) {
            let deviation = moments.add(x, self.count);
            for (product, feature) in products.iter_mut().zip(deviations) {
                *product += deviation * feature;
            }
        }
    }

    /// The correlation of a unit with a feature; `None` if one of them does not vary.
    fn of(&self, unit: usize, feature: usize) -> Option<f64> {
        let scale = (self.units[unit].sum * self.features[feature].sum).sqrt();
        let correlation = self.products[unit][feature] / scale;
        (scale > 0.0 && correlation.is_finite()).then_some(correlation)
    }
}
