//! The peepholes: z + p ⊙ c, with the old cell c for i and f, and the new one for o.

use super::composition::LstmCell;
use super::gates::{Gate, GateBlocks};
use crate::math::{Lanes, add_product};
use crate::model::layer_trace::{LayerTrace, Shard};
use crate::model::unit_group::UnitGroup;
use crate::real::Real;

impl<R: Real> GateBlocks<'_, R> {
    /// Adds p ⊙ c to z of a gate with a peephole, for one batch member.
    pub fn add_peephole(&self, gate: Gate, z: &mut [R], cell: &[R]) {
        if let Some(p) = self.peephole[gate as usize] {
            add_product(z, p, cell);
        }
    }

    /// d_z ⊙ p, the derivative with respect to c through a peephole; `None` without one.
    #[inline(always)]
    pub fn peephole_backward(
        &self,
        gate: Gate,
        units: UnitGroup,
        d_z: Lanes<R>,
    ) -> Option<Lanes<R>> {
        self.peephole[gate as usize].map(|p| d_z * Lanes::load(&p[units.in_vector()]))
    }
}

impl LstmCell {
    /// Adds d_z ⊙ c, the derivative with respect to p, over the shard.
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
        for (d_z, seen) in d_z.iter().zip(seen.iter()) {
            add_product(d_peephole, d_z, seen);
        }
    }
}
