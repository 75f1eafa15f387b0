//! The threads that compute the shards of a run's steps.

use std::thread::available_parallelism;

use super::Trainer;
use crate::error::Error;
use crate::memory_limit::MAX_BYTES;
use crate::real::Real;
use crate::training::gradient_tree::GradientTree;
use crate::training::shard_pass::ShardPass;
use crate::training::threads::ThreadBuffers;
use crate::training::{footprint, threads_footprint};

/// The least product of weights and characters of a step for each thread: starting and joining a
/// thread takes more than half as long as computing so many.
const LEAST_WORK: f64 = 1e6;

impl<R: Real> Trainer<R> {
    /// The number of threads that compute a step, the calling thread included.
    pub fn threads(&self) -> usize {
        self.threads.len() + 1
    }

    /// Computes the next steps in `count` threads, the calling thread included; the number changes
    /// no result. A run begins with a thread for every core, or with fewer for a small network.
    ///
    /// A step has at most eight shards of at least four streams, and every thread has its own
    /// buffers. So [`threads`](Self::threads) is smaller than `count` if fewer threads are as fast
    /// (five would compute eight shards no faster than four), or if the buffers exceed the memory
    /// that a run may take.
    ///
    /// # Errors
    /// [`Error::Setting`] for 0.
    pub fn set_threads(&mut self, count: usize) -> Result<(), Error> {
        if count == 0 {
            return Err(Error::Setting {
                name: "threads".to_owned(),
                allowed: "at least 1, which is the calling thread alone".to_owned(),
                given: count.to_string(),
            });
        }
        let [vocab_size, chars] = [self.text.vocabulary.len(), self.text.ids.len()];
        let alone = footprint(&self.config, vocab_size, chars);
        let fits = |&count: &usize| {
            alone + threads_footprint(&self.config, vocab_size, chars, count) <= MAX_BYTES
        };
        let useful = |count| self.shards.useful_threads(count);
        let count = (1..=useful(count)).rev().map(useful).find(fits).unwrap_or(1);
        let (_, streams) = self.shards.largest_share(count);
        let buffers = |_| {
            let pass = ShardPass::new(&self.network, self.windows.shape().seq_len, streams);
            let layout = self.network.params().layout().clone();
            ThreadBuffers::new(pass, GradientTree::new(self.shards.count, layout))
        };
        self.threads = (1..count).map(buffers).collect();
        self.tree.free_unused();
        Ok(())
    }

    /// The run with a thread for every core, as far as each has enough to do.
    pub(super) fn with_all_cores(mut self) -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        let weights = self.network.params().as_slice().len();
        let work = weights as f64 * self.windows.predictions() as f64;
        let occupied = (work / LEAST_WORK) as usize;
        self.set_threads(cores.min(occupied).max(1)).expect("at least 1");
        self
    }
}
