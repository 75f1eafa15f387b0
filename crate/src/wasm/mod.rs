//! The boundary to JavaScript: handles, plain objects, named errors. Nobody imports it.
//!
//! With the feature `gradient-check` it is another, small module: the gradient check, and the table of
//! the settings, which the build alone asks for.

mod arguments;
mod camel_case;
mod char_model;
mod clock;
mod errors;
mod plain;
mod setting_types;
mod setting_values;
mod typed_arrays;

#[cfg(not(feature = "gradient-check"))]
mod baselines;
#[cfg(not(feature = "gradient-check"))]
mod benchmark;
#[cfg(not(feature = "gradient-check"))]
mod checkpoint;
#[cfg(not(feature = "gradient-check"))]
mod clamps;
#[cfg(not(feature = "gradient-check"))]
mod data_parallel;
#[cfg(not(feature = "gradient-check"))]
mod inspection_values;
#[cfg(not(feature = "gradient-check"))]
mod kept_weights;
#[cfg(not(feature = "gradient-check"))]
mod lag_tasks;
#[cfg(not(feature = "gradient-check"))]
mod network;
#[cfg(not(feature = "gradient-check"))]
mod objects;
#[cfg(not(feature = "gradient-check"))]
mod playground;
#[cfg(not(feature = "gradient-check"))]
mod shared_trainer;
#[cfg(not(feature = "gradient-check"))]
mod task;
#[cfg(not(feature = "gradient-check"))]
mod validation;
#[cfg(not(feature = "gradient-check"))]
mod weights;

#[cfg(feature = "gradient-check")]
mod cells;
#[cfg(feature = "gradient-check")]
mod gradient_check;
#[cfg(feature = "gradient-check")]
mod gradient_report;
#[cfg(feature = "gradient-check")]
mod settings;
