//! The limit on memory.

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
