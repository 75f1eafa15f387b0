//! What one worker computes of a training step, and hands to another.

use std::ops::Range;

use super::Trainer;
use super::gradient_tree::Node;
use crate::model::Draws;
use crate::real::Real;
use crate::rng::{Rng, Stream};
use crate::text::Shape;

impl<R: Real> Trainer<R> {
    /// Computes the gradients of some neighbouring shards of the next step. Nothing is changed by
    /// it that would keep the step from being done again.
    pub fn compute_shards(&mut self, shards: Range<usize>) {
        let Shape { batch_size, .. } = self.windows.shape();
        let ids = self.text.split(self.config.validation_fraction).training();
        let streams = self.shards.streams(shards.clone());
        self.windows.fill(ids, streams.clone(), &mut self.window);
        if self.own_state.batch_size() != streams.len() {
            self.own_state = self.network.zero_state(streams.len());
        }
        self.own_state.read(&self.state, streams.start);
        let mut rng = Rng::new(self.config.seed, Stream::Dropout);
        rng.advance(self.draws);
        self.network.forward_and_backward(
            &self.window,
            self.windows.predictions(),
            &mut self.own_state,
            &mut self.trace,
            Some(&Draws::new(rng, batch_size, streams.start)),
        );
        self.next_state.write(&self.own_state, streams.start);
        for shard in shards {
            let Range { start, end } = self.shards.streams(shard..shard + 1);
            let own = start - streams.start..end - streams.start;
            let mut grads = self.tree.scratch();
            grads.as_mut_slice().fill(R::ZERO);
            let loss =
                self.network.add_shard(&self.window.inputs, own, &mut self.trace, &mut grads);
            self.tree.add(Node { shards: shard..shard + 1, loss, grads });
        }
    }

    /// What is known of the next step: the gradients of all weights, sum by sum over neighbouring
    /// shards. [`heads_and_state`](Self::heads_and_state) has the rest.
    pub fn sums(&self) -> impl Iterator<Item = &[R]> {
        self.tree.nodes().iter().map(|node| node.grads.as_slice())
    }

    /// What belongs to the [`sums`](Self::sums): the learning rate, then of every sum its first
    /// shard, the one after its last, and its loss; and the state after the step, of the streams of
    /// all these shards.
    ///
    /// # Panics
    /// If nothing is known, or not of shards that are neighbours.
    pub fn heads_and_state(&self) -> (Vec<f64>, Vec<R>) {
        let nodes = self.tree.nodes();
        let mut heads = vec![self.config.learning_rate];
        let mut shards = nodes[0].shards.start..nodes[0].shards.start;
        for node in nodes {
            let Range { start, end } = node.shards;
            assert_eq!(start, shards.end, "a contribution has no gaps");
            shards.end = end;
            heads.extend([start as f64, end as f64, node.loss]);
        }
        let mut state = Vec::new();
        self.next_state.append_streams(self.shards.streams(shards), &mut state);
        (heads, state)
    }

    /// Adds what was computed of the next step elsewhere: its
    /// [`heads_and_state`](Self::heads_and_state), and a function that fills a slice with the
    /// [`sums`](Self::sums) from a place on.
    ///
    /// # Panics
    /// If one of its shards is known already, or it belongs to another run.
    pub fn add_partial_gradients(
        &mut self,
        heads: &[f64],
        state: &[R],
        mut gradients: impl FnMut(usize, &mut [R]),
    ) {
        let (heads, _) = heads[1..].as_chunks();
        let (first, end) = (heads[0][0] as usize, heads[heads.len() - 1][1] as usize);
        let mut place = 0;
        for &[start, end, loss] in heads {
            let mut grads = self.tree.scratch();
            let sum = grads.as_mut_slice();
            gradients(place, sum);
            place += sum.len();
            self.tree.add(Node { shards: start as usize..end as usize, loss, grads });
        }
        self.next_state.set_streams(self.shards.streams(first..end), state);
    }

    /// Forgets what is known of the next step.
    pub fn discard_shards(&mut self) {
        self.tree.clear();
    }

    /// Forgets what is known of the next step, and takes the learning rate from the heads of a
    /// contribution that is the whole step's, which is then to be added, and the step finished.
    pub fn follow(&mut self, heads: &[f64]) {
        self.discard_shards();
        self.config.learning_rate = heads[0];
    }
}
