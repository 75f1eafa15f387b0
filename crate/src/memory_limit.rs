//! How much memory may be asked for.

use crate::error::Error;

/// The most that a run, or a look inside it, may take.
pub const MAX_BYTES: u64 = 512 << 20;

/// Refuses what needs more than [`MAX_BYTES`].
///
/// # Errors
/// [`Error::Memory`] with both figures.
pub(crate) fn check(needed: u64) -> Result<(), Error> {
    if needed <= MAX_BYTES {
        return Ok(());
    }
    Err(Error::Memory { needed_mib: needed.div_ceil(1 << 20), allowed_mib: MAX_BYTES >> 20 })
}
