//! A page of a text: some of its characters in every detail, of all what one unit did.

use super::reading::Reading;
use super::unit_series::Followed;
use crate::model::Network;
use crate::real::Real;

/// A text on its way through a model, once for both.
#[derive(Clone, Debug)]
pub struct Page<R: Real> {
    /// Of some characters everything.
    pub reading: Reading<R>,
    /// Of all characters of the page two numbers.
    pub followed: Followed<R>,
}

impl<R: Real> Page<R> {
    /// Reads on a little, unless everything is read; whether there is more.
    pub fn advance(&mut self, network: &Network<R>) -> bool {
        self.reading.advance_with(network, |moment| self.followed.keep(moment))
    }
}
