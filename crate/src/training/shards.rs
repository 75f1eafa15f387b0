//! The shards of a batch: the streams that a step computes together.
//!
//! The cut depends on the batch alone, so that the bits of a step do not depend on which worker
//! computes which shard.

use std::ops::Range;

/// The minimum number of streams of a shard.
const LEAST_STREAMS: usize = 4;

/// The cut of a batch into shards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shards {
    batch_size: usize,
    /// The number of shards.
    pub count: usize,
}

impl Shards {
    /// The maximum number of shards.
    pub const MOST: usize = 8;

    /// The shards of a batch of `batch_size` streams.
    pub fn of(batch_size: usize) -> Self {
        Self { batch_size, count: (batch_size / LEAST_STREAMS).clamp(1, Self::MOST) }
    }

    /// The least number of threads that are as fast as `count` threads. A step takes as long as the
    /// largest share: eight shards take four threads no longer than five.
    pub fn useful_threads(&self, count: usize) -> usize {
        self.count.div_ceil(self.largest_share(count).0)
    }

    /// The largest of `threads` shares, as equal as can be: its number of shards, and the most
    /// streams that so many neighbouring shards have.
    pub fn largest_share(&self, threads: usize) -> (usize, usize) {
        let shards = self.count.div_ceil(threads);
        (shards, (shards * self.batch_size).div_ceil(self.count))
    }

    /// The streams of the largest shard.
    pub fn largest(&self) -> usize {
        self.batch_size.div_ceil(self.count)
    }

    /// The streams of some neighbouring shards.
    pub fn streams(&self, shards: Range<usize>) -> Range<usize> {
        let first = |shard| shard * self.batch_size / self.count;
        first(shards.start)..first(shards.end)
    }
}
