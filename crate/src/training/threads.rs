//! Threads that compute the shards of a step at the same time.

use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

use super::gradient_tree::GradientTree;
use super::shard_pass::{ShardPass, StepInput};
use crate::real::Real;

/// The buffers of one thread.
#[derive(Clone, Debug)]
pub struct ThreadBuffers<R: Real> {
    /// The pass over the thread's shards.
    pub pass: ShardPass<R>,
    /// The sums of their gradients.
    pub tree: GradientTree<R>,
    /// The number of sums in the last step that left `tree` with their buffers.
    lent: usize,
}

impl<R: Real> ThreadBuffers<R> {
    /// Buffers for the passes `pass`, and gradients that `tree` sums.
    pub fn new(pass: ShardPass<R>, tree: GradientTree<R>) -> Self {
        Self { pass, tree, lent: 0 }
    }
}

/// Computes some neighbouring shards in the calling thread, with `pass`, and in a thread for each of
/// `others`, with about as many shards in each; adds the gradients to `tree`.
///
/// The threads are the leaves of a binary tree: each inner node adds the sums of its right half to
/// those of its left half, so that threads share this work, too.
pub fn run<R: Real>(
    step: &StepInput<R>,
    shards: Range<usize>,
    pass: &mut ShardPass<R>,
    tree: &mut GradientTree<R>,
    others: &mut [ThreadBuffers<R>],
) {
    if others.is_empty() {
        return pass.run(step, shards, tree);
    }
    let threads = others.len() + 1;
    let (left, right) = others.split_at_mut(threads / 2 - 1);
    let (first, right) = right.split_first_mut().expect("the right half has a thread");
    let middle = shards.start + shards.len() * (left.len() + 1) / threads;
    first.tree.clear();
    (0..first.lent).for_each(|_| first.tree.reuse(tree.scratch()));
    thread::scope(|scope| {
        let half = middle..shards.end;
        let thread = scope.spawn(|| run(step, half, &mut first.pass, &mut first.tree, right));
        run(step, shards.start..middle, pass, tree, left);
        thread.join().unwrap_or_else(|panic| resume_unwind(panic));
    });
    first.lent = tree.append(&mut first.tree);
}
