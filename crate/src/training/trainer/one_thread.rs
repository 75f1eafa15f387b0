//! The thread of a run in WebAssembly, so that a program need not tell the platforms apart.

use super::Trainer;
use crate::error::Error;
use crate::real::Real;

impl<R: Real> Trainer<R> {
    /// The number of threads that compute a step: 1 in WebAssembly.
    pub fn threads(&self) -> usize {
        1
    }

    /// Natively, the next steps are computed in as many threads; WebAssembly has one, and the number
    /// changes nothing.
    ///
    /// # Errors
    /// None.
    pub fn set_threads(&mut self, _count: usize) -> Result<(), Error> {
        Ok(())
    }
}
