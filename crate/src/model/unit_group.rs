//! Groups of units that are computed together, and the ranges of their numbers in the buffers.

use std::ops::Range;

use crate::math::LANES;

/// Up to eight units of one batch member, to index the buffers of a time step.
#[derive(Clone, Copy, Debug)]
pub struct UnitGroup {
    column: usize,
    first: usize,
    count: usize,
    hidden_size: usize,
}

impl UnitGroup {
    /// Iterates over all units of all batch members.
    #[inline(always)]
    pub fn all(hidden_size: usize, batch_size: usize) -> impl Iterator<Item = Self> {
        (0..batch_size).flat_map(move |column| {
            (0..hidden_size).step_by(LANES).map(move |first| {
                let count = LANES.min(hidden_size - first);
                Self { column, first, count, hidden_size }
            })
        })
    }

    /// The range in a vector with one number for each unit.
    #[inline(always)]
    pub fn in_vector(self) -> Range<usize> {
        self.first..self.first + self.count
    }

    /// The range in block `block` of a matrix whose columns have `blocks` blocks, with one number
    /// for each unit.
    #[inline(always)]
    pub fn in_block(self, block: usize, blocks: usize) -> Range<usize> {
        let start = (self.column * blocks + block) * self.hidden_size + self.first;
        start..start + self.count
    }

    /// The range in a matrix whose columns have one number for each unit.
    #[inline(always)]
    pub fn in_column(self) -> Range<usize> {
        self.in_block(0, 1)
    }
}
