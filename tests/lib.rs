//! Tests alone; the crate is `lstm-playground`.
