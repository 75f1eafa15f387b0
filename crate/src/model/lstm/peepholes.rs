//! The gradients of the peepholes, by which gates see c: the old one for i and f, the new one for
//! o.

use super::composition::LstmCell;
use super::gates::Gate;
use crate::math::add_product;
use crate::model::layer_trace::{LayerTrace, Shard};
use crate::real::Real;

impl LstmCell {
    /// Adds d_z ⊙ c, the derivative with respect to p, over the shard. The trace keeps c before a
    /// start, which o of the step before sees; i and f see zero there.
    pub(super) fn add_peephole_gradient<R: Real>(
        &self,
        gate: Gate,
        d_peephole: &mut [R],
        trace: &LayerTrace<R>,
        shard: &Shard,
    ) {
        let h = d_peephole.len();
        let row = self.block(gate).expect("a gate with a peephole is learnt") * h;
        let d_z = shard.columns(&trace.gates).rows(row..row + h);
        let seen = if gate == Gate::Output {
            shard.columns_after(&trace.cell)
        } else {
            shard.columns(&trace.cell)
        };
        for (k, (d_z, seen)) in d_z.iter().zip(seen.iter()).enumerate() {
            if gate == Gate::Output || !shard.starts_at(k) {
                add_product(d_peephole, d_z, seen);
            }
        }
    }
}
