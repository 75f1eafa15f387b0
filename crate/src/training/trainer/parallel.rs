//! Data parallelism: several replicas of a run share a training step.
//!
//! Every replica computes the gradients of some shards. One replica adds the gradients of the
//! others and sends them the total; then all make the same update.

use std::ops::Range;

use super::Trainer;
use crate::error::Error;
use crate::model::State;
use crate::real::Real;
use crate::training::StepReport;
use crate::training::gradient_tree::Node;
use crate::training::shards::Shards;

/// The gradients of some neighbouring shards of a step, as one replica knows them.
#[derive(Clone, Debug)]
pub struct PartialGradients<'a, R: Real> {
    /// The learning rate in force.
    pub learning_rate: f64,
    /// The sums of the gradients, in the order of the shards and without a gap.
    pub nodes: &'a [Node<R>],
    state: &'a State<R>,
    streams: Range<usize>,
}

impl<R: Real> PartialGradients<'_, R> {
    /// All shards.
    pub fn shards(&self) -> Range<usize> {
        self.nodes[0].shards.start..self.nodes[self.nodes.len() - 1].shards.end
    }

    /// The state after the step of the shards' streams, in the slices of [`State::streams`].
    pub fn state(&self) -> impl Iterator<Item = &[R]> {
        self.state.streams(self.streams.clone())
    }
}

/// The next step of a run, in parts: [`compute`](Self::compute) some shards, [`add`](Self::add) the
/// others, and [`finish`](Self::finish).
///
/// Until [`finish`](Self::finish), weights and state are unchanged, and the step can be computed
/// again.
#[derive(Debug)]
pub struct ParallelStep<'a, R: Real>(&'a mut Trainer<R>);

impl<R: Real> ParallelStep<'_, R> {
    /// The cut of the batch into shards.
    pub fn shards(&self) -> Shards {
        self.0.shards
    }

    /// The shards with known gradients, one range for each node of the tree.
    pub fn known(&self) -> impl Iterator<Item = Range<usize>> {
        self.0.tree.nodes().iter().map(|node| node.shards.clone())
    }

    /// Computes the gradients of some neighbouring shards.
    ///
    /// # Panics
    /// If one of these shards is known already.
    pub fn compute(&mut self, shards: Range<usize>) {
        self.0.compute_shards(shards);
    }

    /// The known gradients.
    ///
    /// # Panics
    /// If no shard is known, or one between two known shards is not.
    pub fn partial_gradients(&self) -> PartialGradients<'_, R> {
        let nodes = self.0.tree.nodes();
        for pair in nodes.windows(2) {
            assert!(pair[0].shards.end == pair[1].shards.start, "every shard in between is known");
        }
        let known = nodes[0].shards.start..nodes[nodes.len() - 1].shards.end;
        PartialGradients {
            learning_rate: self.0.config.learning_rate,
            nodes,
            state: &self.0.next_state,
            streams: self.0.shards.streams(known),
        }
    }

    /// Adds the gradients of another replica.
    ///
    /// # Panics
    /// If one of their shards is known already, or they belong to another run.
    pub fn add(&mut self, partial: &PartialGradients<R>) {
        for node in partial.nodes {
            let copy = |grads: &mut [R]| grads.copy_from_slice(node.grads.as_slice());
            self.add_node(node.shards.clone(), node.loss, copy);
        }
        for (state, numbers) in self.state_mut(partial.shards()).zip(partial.state()) {
            state.copy_from_slice(numbers);
        }
    }

    /// Adds the summed gradients of some neighbouring shards, which `copy` writes; `loss` is the
    /// sum of their losses, in nats.
    ///
    /// # Panics
    /// If one of the shards is known already.
    pub fn add_node(&mut self, shards: Range<usize>, loss: f64, copy: impl FnOnce(&mut [R])) {
        let mut grads = self.0.tree.scratch();
        copy(grads.as_mut_slice());
        self.0.tree.add(Node { shards, loss, grads });
    }

    /// The state after the step of some shards' streams, to be set: the slices of
    /// [`State::streams`].
    pub fn state_mut(&mut self, shards: Range<usize>) -> impl Iterator<Item = &mut [R]> {
        self.0.next_state.streams_mut(self.0.shards.streams(shards))
    }

    /// Forgets all known gradients.
    pub fn discard(&mut self) {
        self.0.tree.clear();
    }

    /// The update of the step.
    ///
    /// # Errors
    /// As [`Trainer::train_step`].
    ///
    /// # Panics
    /// If a shard is not known.
    pub fn finish(self) -> Result<StepReport, Error> {
        self.0.finish_step()
    }
}

impl<R: Real> Trainer<R> {
    /// The next step in parts, for replicas that share it.
    pub fn parallel_step(&mut self) -> ParallelStep<'_, R> {
        ParallelStep(self)
    }
}
