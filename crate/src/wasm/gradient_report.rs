//! What the check of gradients tells.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::inspection::{GradientCheck, TensorCheck};

/// See `GradientReport` in the types below.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GradientReport {
    entries_left: usize,
    bound: f64,
    resolution: f64,
    tensors: Vec<TensorReport>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TensorReport {
    name: String,
    largest_gradient: f64,
    entries: usize,
    unmeasured: usize,
    largest_error: f64,
    row: usize,
    column: usize,
    gradient: f64,
    difference: f64,
}

impl From<&GradientCheck> for GradientReport {
    fn from(check: &GradientCheck) -> Self {
        let tensor = |tensor: &TensorCheck| TensorReport {
            name: tensor.name.clone(),
            largest_gradient: tensor.largest_gradient,
            entries: tensor.entries,
            unmeasured: tensor.unmeasured,
            largest_error: tensor.largest_error,
            row: tensor.row,
            column: tensor.column,
            gradient: tensor.gradient,
            difference: tensor.difference,
        };
        Self {
            entries_left: check.entries_left(),
            bound: GradientCheck::BOUND,
            resolution: GradientCheck::RESOLUTION,
            tensors: check.tensors().iter().map(tensor).collect(),
        }
    }
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The gradients that the model computes beside difference quotients of its loss, as far as compared. */
export interface GradientReport {
  /** Still to be compared; 0 when the check is complete. */
  entriesLeft: number;
  /** The relative error that a right gradient stays below. */
  bound: number;
  /** A tensor whose gradients are all smaller is too small to be judged. */
  resolution: number;
  /** In storage order. */
  tensors: TensorReport[];
}

/** One tensor of a `GradientReport`. */
export interface TensorReport {
  name: string;
  /** The largest size of any of its gradients, compared or not. */
  largestGradient: number;
  /** Entries compared. */
  entries: number;
  /** Entries whose difference quotient was too uncertain to compare with. */
  unmeasured: number;
  /** The largest relative error among them. */
  largestError: number;
  /** Of the entry that has it. */
  row: number;
  column: number;
  /** As backpropagation computes it. */
  gradient: number;
  /** As the difference quotient gives it. */
  difference: number;
}
"#;
