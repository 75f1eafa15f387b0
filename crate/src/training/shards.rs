//! How the streams of a batch are cut into shards, and how what these contribute is summed.
//!
//! The cut depends on the batch alone, and the sums form one binary tree over the shards. So the
//! bits of a step do not depend on who computes which of them.

use std::ops::Range;
use std::sync::Arc;

use crate::math::add;
use crate::model::{Layout, Params};
use crate::real::Real;

/// Streams of a shard, at least: the columns that a product takes together.
const LEAST_STREAMS: usize = 4;
const MOST_SHARDS: usize = 8;

/// The cut of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shards {
    batch_size: usize,
    /// How many there are.
    pub count: usize,
}

impl Shards {
    /// The shards of a batch of `batch_size` streams.
    pub fn of(batch_size: usize) -> Self {
        Self { batch_size, count: (batch_size / LEAST_STREAMS).clamp(1, MOST_SHARDS) }
    }

    /// The streams of some neighbouring shards.
    pub fn streams(&self, shards: Range<usize>) -> Range<usize> {
        let first = |shard| shard * self.batch_size / self.count;
        first(shards.start)..first(shards.end)
    }

    /// Sums that are on their way at the same time, at most, when one shard follows another.
    pub fn depth(&self) -> usize {
        self.count.next_power_of_two().ilog2() as usize + 1
    }

    /// Whether the tree adds the shards up to `middle` to those from it on.
    fn adds(&self, sum: Range<usize>, middle: usize) -> bool {
        let mut node = 0..self.count;
        loop {
            let half = node.start.midpoint(node.end);
            if node == sum {
                return half == middle;
            }
            if node.len() <= 1 {
                return false;
            }
            node = if sum.end <= half { node.start..half } else { half..node.end };
        }
    }
}

/// The gradients of neighbouring shards, summed.
#[derive(Clone, Debug)]
pub struct Part<R> {
    /// Which ones.
    pub shards: Range<usize>,
    /// The sum of their losses in nats.
    pub loss: f64,
    /// The sum of their gradients.
    pub grads: Params<R>,
}

/// The sums of a step, as far as they are known.
#[derive(Clone, Debug)]
pub struct Sums<R> {
    shards: Shards,
    layout: Arc<Layout>,
    parts: Vec<Part<R>>,
    unused: Vec<Params<R>>,
}

impl<R: Real> Sums<R> {
    /// Nothing yet of any step.
    pub fn new(shards: Shards, layout: Arc<Layout>) -> Self {
        let room = 2 * shards.count;
        let (parts, unused) = (Vec::with_capacity(room), Vec::with_capacity(room));
        Self { shards, layout, parts, unused }
    }

    /// What is known and does not make a larger sum yet, in the order of the shards.
    pub fn parts(&self) -> &[Part<R>] {
        &self.parts
    }

    /// Room for gradients, of unknown content.
    pub fn room(&mut self) -> Params<R> {
        self.unused.pop().unwrap_or_else(|| Params::zeros(self.layout.clone()))
    }

    /// Gives room back.
    pub fn reuse(&mut self, grads: Params<R>) {
        self.unused.push(grads);
    }

    /// Adds a part.
    ///
    /// # Panics
    /// If one of its shards is there already.
    pub fn add(&mut self, part: Part<R>) {
        let place = self.parts.partition_point(|before| before.shards.start < part.shards.start);
        let is_free =
            |end, start| assert!(end <= start, "shards {:?} are there already", part.shards);
        if let Some(before) = place.checked_sub(1) {
            is_free(self.parts[before].shards.end, part.shards.start);
        }
        if let Some(after) = self.parts.get(place) {
            is_free(part.shards.end, after.shards.start);
        }
        self.parts.insert(place, part);
        while let Some(left) = self.summands() {
            let right = self.parts.remove(left + 1);
            let left = &mut self.parts[left];
            left.shards.end = right.shards.end;
            left.loss += right.loss;
            add(left.grads.as_mut_slice(), right.grads.as_slice());
            self.unused.push(right.grads);
        }
    }

    /// The first of two neighbouring parts that the tree adds.
    fn summands(&self) -> Option<usize> {
        self.parts.windows(2).position(|pair| {
            let (left, right) = (&pair[0].shards, &pair[1].shards);
            left.end == right.start && self.shards.adds(left.start..right.end, left.end)
        })
    }

    /// The sum of all shards, when all are there.
    pub fn take_total(&mut self) -> Option<Part<R>> {
        let is_total = self.parts.first()?.shards == (0..self.shards.count);
        is_total.then(|| self.parts.remove(0))
    }

    /// Forgets what is known.
    pub fn clear(&mut self) {
        self.unused.extend(self.parts.drain(..).map(|part| part.grads));
    }
}
