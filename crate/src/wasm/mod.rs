//! The boundary to JavaScript: one handle class, plain objects, thrown names. Nobody imports it.

mod benchmark;
mod clock;
mod errors;
mod fields;
mod inspection;
mod objects;
mod playground;
mod settings;
mod team;
