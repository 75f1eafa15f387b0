//! The sum of the shards' gradients, as one binary tree over the shards.
//!
//! The tree fixes the order of the sums, so that the bits of a step do not depend on which worker
//! computes which shard, or when its gradients arrive.

use std::ops::Range;
use std::sync::Arc;

use crate::math::add;
use crate::model::{Layout, Params};
use crate::real::Real;

/// The gradients of neighbouring shards, summed.
#[derive(Clone, Debug)]
pub struct Node<R> {
    /// The shards below this node.
    pub shards: Range<usize>,
    /// The sum of their losses, in nats.
    pub loss: f64,
    /// The sum of their gradients.
    pub grads: Params<R>,
}

impl<R: Real> Node<R> {
    /// Adds the node over the shards that follow; of the gradients, one part.
    fn merge(&mut self, right: &Self, part: &Range<usize>) {
        self.shards.end = right.shards.end;
        self.loss += right.loss;
        let right = &right.grads.as_slice()[part.clone()];
        add(&mut self.grads.as_mut_slice()[part.clone()], right);
    }
}

/// The known nodes of a step, each as large as the known shards allow.
#[derive(Clone, Debug)]
pub struct GradientTree<R> {
    num_shards: usize,
    layout: Arc<Layout>,
    nodes: Vec<Node<R>>,
    unused: Vec<Params<R>>,
}

impl<R: Real> GradientTree<R> {
    /// An empty tree over `num_shards` shards.
    pub fn new(num_shards: usize, layout: Arc<Layout>) -> Self {
        let capacity = 2 * num_shards;
        let (nodes, unused) = (Vec::with_capacity(capacity), Vec::with_capacity(capacity));
        Self { num_shards, layout, nodes, unused }
    }

    /// The maximum number of nodes at a time if the shards are added in order.
    pub fn depth(num_shards: usize) -> usize {
        num_shards.next_power_of_two().ilog2() as usize + 1
    }

    /// The largest known nodes, in the order of their shards.
    pub fn nodes(&self) -> &[Node<R>] {
        &self.nodes
    }

    /// A buffer for gradients, with arbitrary contents.
    pub fn scratch(&mut self) -> Params<R> {
        self.unused.pop().unwrap_or_else(|| Params::zeros(self.layout.clone()))
    }

    /// Returns a buffer to the tree.
    pub fn reuse(&mut self, grads: Params<R>) {
        self.unused.push(grads);
    }

    /// Frees the buffers that hold no node.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn free_unused(&mut self) {
        self.unused.clear();
    }

    /// Adds a node and merges the halves of every node that this completes.
    ///
    /// # Panics
    /// If one of its shards is known already.
    pub fn add(&mut self, node: Node<R>) {
        let index = self.nodes.partition_point(|before| before.shards.start < node.shards.start);
        let Range { start: first, end: last } = node.shards;
        let is_free =
            |end, start| assert!(end <= start, "shards {first}..{last} are known already");
        if let Some(before) = index.checked_sub(1) {
            is_free(self.nodes[before].shards.end, node.shards.start);
        }
        if let Some(after) = self.nodes.get(index) {
            is_free(node.shards.end, after.shards.start);
        }
        self.nodes.insert(index, node);
        while let Some(left) = self.siblings() {
            let right = self.nodes.remove(left + 1);
            let all = 0..self.layout.num_weights();
            self.nodes[left].merge(&right, &all);
            self.unused.push(right.grads);
        }
    }

    /// Moves the nodes of another tree over the same shards here; returns their number.
    ///
    /// # Panics
    /// If one of their shards is known already.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn append(&mut self, other: &mut Self) -> usize {
        let count = other.nodes.len();
        other.nodes.drain(..).for_each(|node| self.add(node));
        count
    }

    /// The fewest nodes over some neighbouring shards.
    pub fn cover(&self, shards: Range<usize>) -> impl Iterator<Item = Range<usize>> + use<R> {
        let (all, mut rest) = (0..self.num_shards, shards);
        std::iter::from_fn(move || {
            let mut node = all.clone();
            while !rest.is_empty() && (node.start < rest.start || node.end > rest.end) {
                node = half_with(node, rest.start);
            }
            let is_left = !rest.is_empty();
            rest.start = node.end;
            is_left.then_some(node)
        })
    }

    /// Sets one part of the gradients of `node` to the sum over its shards, and adds their losses.
    /// `add_shard` adds the gradients and the loss of one shard to a node.
    pub fn sum_part(
        &mut self,
        node: &mut Node<R>,
        part: &Range<usize>,
        add_shard: &mut dyn FnMut(&mut Node<R>),
    ) {
        let Range { start, end } = node.shards;
        if end - start == 1 {
            node.grads.as_mut_slice()[part.clone()].fill(R::ZERO);
            add_shard(node);
            return;
        }
        node.shards.end = start.midpoint(end);
        self.sum_part(node, part, add_shard);
        let mut right = Node { shards: node.shards.end..end, loss: 0.0, grads: self.scratch() };
        self.sum_part(&mut right, part, add_shard);
        node.merge(&right, part);
        self.reuse(right.grads);
    }

    /// Removes and returns the root, if all shards are known.
    pub fn take_root(&mut self) -> Option<Node<R>> {
        let is_root = self.nodes.first()?.shards == (0..self.num_shards);
        is_root.then(|| self.nodes.remove(0))
    }

    /// Forgets all nodes.
    pub fn clear(&mut self) {
        self.unused.extend(self.nodes.drain(..).map(|node| node.grads));
    }

    /// The index of the left of two known nodes that are the halves of one node of the tree.
    fn siblings(&self) -> Option<usize> {
        self.nodes.windows(2).position(|pair| {
            let (left, right) = (&pair[0].shards, &pair[1].shards);
            left.end == right.start && self.is_split_at(left.start..right.end, left.end)
        })
    }

    /// True if the tree has a node over `shards` whose halves meet at `middle`.
    fn is_split_at(&self, shards: Range<usize>, middle: usize) -> bool {
        let mut node = 0..self.num_shards;
        loop {
            if node == shards {
                return node.start.midpoint(node.end) == middle;
            }
            if node.len() <= 1 {
                return false;
            }
            node = half_with(node, shards.start);
        }
    }
}

/// The half of a node that has the shard.
fn half_with(node: Range<usize>, shard: usize) -> Range<usize> {
    let half = node.start.midpoint(node.end);
    if shard < half { node.start..half } else { half..node.end }
}
