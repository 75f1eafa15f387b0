//! The limit on memory.
//!
//! A run holds eight copies of its weights with Adam and 32 streams: weights, last good weights, two
//! moments, and gradients of up to four nodes of the tree that sums them; with a validation text
//! also the best weights and those that are validated. It holds a window's
//! activations once; with a vocabulary of 5400 characters they take a ninth of the memory, and the
//! copies most of the rest.

use crate::error::Error;

/// The most bytes that a run or an inspection may take.
pub const MAX_BYTES: u64 = 512 << 20;

/// Refuses more than [`MAX_BYTES`].
///
/// # Errors
/// [`Error::Memory`] with the bytes needed and the limit.
pub(crate) fn check(needed: u64) -> Result<(), Error> {
    if needed <= MAX_BYTES {
        return Ok(());
    }
    Err(Error::Memory { needed_mib: needed.div_ceil(1 << 20), allowed_mib: MAX_BYTES >> 20 })
}
