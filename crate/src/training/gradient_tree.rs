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
            let left = &mut self.nodes[left];
            left.shards.end = right.shards.end;
            left.loss += right.loss;
            add(left.grads.as_mut_slice(), right.grads.as_slice());
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
            let half = node.start.midpoint(node.end);
            if node == shards {
                return half == middle;
            }
            if node.len() <= 1 {
                return false;
            }
            node = if shards.end <= half { node.start..half } else { half..node.end };
        }
    }
}
