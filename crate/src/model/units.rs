//! Which units of a time step are computed together, and where their numbers stand.

use std::ops::Range;

use crate::math::LANES;

/// Up to eight units of one batch member: where they stand in the buffers of a time step.
#[derive(Clone, Copy, Debug)]
pub struct Units {
    column: usize,
    first: usize,
    count: usize,
    hidden_size: usize,
}

impl Units {
    /// All units of all batch members.
    #[inline(always)]
    pub fn all(hidden_size: usize, batch_size: usize) -> impl Iterator<Item = Self> {
        (0..batch_size).flat_map(move |column| {
            (0..hidden_size).step_by(LANES).map(move |first| {
                let count = LANES.min(hidden_size - first);
                Self { column, first, count, hidden_size }
            })
        })
    }

    /// In a vector with one number a unit.
    #[inline(always)]
    pub fn in_vector(self) -> Range<usize> {
        self.first..self.first + self.count
    }

    /// In block `block` of a matrix whose columns have `blocks` blocks of one number a unit.
    #[inline(always)]
    pub fn in_block(self, block: usize, blocks: usize) -> Range<usize> {
        let start = (self.column * blocks + block) * self.hidden_size + self.first;
        start..start + self.count
    }

    /// In a matrix with one number a unit in each column.
    #[inline(always)]
    pub fn in_column(self) -> Range<usize> {
        self.in_block(0, 1)
    }
}
