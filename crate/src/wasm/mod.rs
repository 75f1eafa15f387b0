//! The boundary to JavaScript: handles, plain objects, named errors. Nobody imports it.
//!
//! With the feature `gradient-check` it is another, small module, for the gradient check alone.

mod arguments;
mod camel_case;
mod char_model;
mod clock;
mod errors;
mod plain;
mod typed_arrays;

#[cfg(not(feature = "gradient-check"))]
mod baselines;
mod benchmark;
#[cfg(not(feature = "gradient-check"))]
mod cells;
#[cfg(not(feature = "gradient-check"))]
mod char_models;
#[cfg(not(feature = "gradient-check"))]
mod checkpoint;
#[cfg(not(feature = "gradient-check"))]
mod clamps;
#[cfg(not(feature = "gradient-check"))]
mod data_parallel;
#[cfg(not(feature = "gradient-check"))]
mod inspection_values;
#[cfg(not(feature = "gradient-check"))]
mod lag_tasks;
#[cfg(not(feature = "gradient-check"))]
mod network;
#[cfg(not(feature = "gradient-check"))]
mod objects;
#[cfg(not(feature = "gradient-check"))]
mod playground;
#[cfg(not(feature = "gradient-check"))]
mod settings;
#[cfg(not(feature = "gradient-check"))]
mod shared_trainer;
#[cfg(not(feature = "gradient-check"))]
mod task;
#[cfg(not(feature = "gradient-check"))]
mod validation;
#[cfg(not(feature = "gradient-check"))]
mod weights;

#[cfg(feature = "gradient-check")]
mod gradient_check;
#[cfg(feature = "gradient-check")]
mod gradient_report;
