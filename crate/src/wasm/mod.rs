//! The boundary to JavaScript: one handle class, plain objects, thrown names. Nobody imports it.
//!
//! With the feature `proof` it is another, small module, for the check of gradients alone.

mod clock;
mod errors;
mod fields;
mod plain;

#[cfg(not(feature = "proof"))]
mod benchmark;
#[cfg(not(feature = "proof"))]
mod holds;
#[cfg(not(feature = "proof"))]
mod lag_tasks;
#[cfg(not(feature = "proof"))]
mod look_objects;
#[cfg(not(feature = "proof"))]
mod looks;
#[cfg(not(feature = "proof"))]
mod objects;
#[cfg(not(feature = "proof"))]
mod playground;
#[cfg(not(feature = "proof"))]
mod settings;
#[cfg(not(feature = "proof"))]
mod team;

#[cfg(feature = "proof")]
mod proof;
#[cfg(feature = "proof")]
mod proof_report;
