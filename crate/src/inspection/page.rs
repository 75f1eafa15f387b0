//! A page of a text: all values at the characters in view, and one unit's values over the whole
//! page.

use std::ops::Range;

use super::reading::{Reading, TextReading};
use super::unit_series::{SeriesRecorder, UnitQuantity, UnitSeries};
use crate::model::{Clamps, Network};
use crate::real::Real;
use crate::task::Task;

/// The pass of a network over a page, from the zero state: one forward pass makes both records.
#[derive(Clone, Debug)]
pub struct Page<R: Real> {
    reading: Reading<R>,
    recorder: SeriesRecorder<R>,
}

/// The two records of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageReading<R> {
    /// All values at the characters in view.
    pub reading: TextReading<R>,
    /// The values of one unit over the page.
    pub series: UnitSeries<R>,
}

impl<R: Real> Page<R> {
    /// The page of `ids` from index `from` to the end; `in_view` is a range of indices of `ids`.
    ///
    /// # Panics
    /// If the page or the view is empty, or the network has no such layer or unit.
    pub fn new(
        network: &Network<R>,
        ids: Vec<u32>,
        from: usize,
        in_view: Range<usize>,
        of: UnitQuantity,
        clamps: Option<Clamps<R>>,
    ) -> Self {
        let recorder = SeriesRecorder::new(network, &ids, from, of);
        Self { recorder, reading: Reading::new(network, ids, in_view, clamps) }
    }

    /// A page of documents; see [`Reading::with_documents`].
    pub fn with_documents(self, separator: &[u32]) -> Self {
        Self { reading: self.reading.with_documents(separator), ..self }
    }
}

impl<R: Real> Task for Page<R> {
    type Subject = Network<R>;
    type Output = PageReading<R>;

    fn advance(&mut self, network: &Network<R>) -> bool {
        self.reading.advance_with(network, |step| self.recorder.add(step))
    }

    fn finish(self, network: &Network<R>) -> PageReading<R> {
        PageReading { reading: self.reading.finish(network), series: self.recorder.finish() }
    }
}
