//! The boundary to JavaScript: one handle class, plain objects, thrown names. Nobody imports it.
//!
//! With the feature `gradient-check` it is another, small module, for the check of gradients alone.

mod clock;
mod errors;
mod fields;
mod plain;

#[cfg(not(feature = "gradient-check"))]
mod benchmark;
#[cfg(not(feature = "gradient-check"))]
mod cells;
#[cfg(not(feature = "gradient-check"))]
mod clamps;
#[cfg(not(feature = "gradient-check"))]
mod data_parallel;
#[cfg(not(feature = "gradient-check"))]
mod inspection;
#[cfg(not(feature = "gradient-check"))]
mod inspection_objects;
#[cfg(not(feature = "gradient-check"))]
mod lag_tasks;
#[cfg(not(feature = "gradient-check"))]
mod objects;
#[cfg(not(feature = "gradient-check"))]
mod playground;
#[cfg(not(feature = "gradient-check"))]
mod settings;

#[cfg(feature = "gradient-check")]
mod gradient_check;
#[cfg(feature = "gradient-check")]
mod gradient_report;
