//! The report of the gradient check as a plain object, and its TypeScript types.

use wasm_bindgen::prelude::*;

use super::plain::{array, object};
use crate::inspection::{GradientCheck, TensorCheck};

/// See `GradientReport` in the types below.
pub fn gradient_report(check: &GradientCheck) -> JsValue {
    object(&[
        ("entriesLeft", check.entries_left().into()),
        ("bound", GradientCheck::BOUND.into()),
        ("resolution", GradientCheck::RESOLUTION.into()),
        ("tensors", array(check.tensors().iter().map(tensor_report))),
    ])
}

fn tensor_report(tensor: &TensorCheck) -> JsValue {
    object(&[
        ("name", tensor.name.as_str().into()),
        ("largestGradient", tensor.largest_gradient.into()),
        ("entries", tensor.entries.into()),
        ("unmeasured", tensor.unmeasured.into()),
        ("largestError", tensor.largest_error.into()),
        ("row", tensor.row.into()),
        ("column", tensor.column.into()),
        ("gradient", tensor.gradient.into()),
        ("difference", tensor.difference.into()),
    ])
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
  /** The entry with the largest error: its row and column. */
  row: number;
  column: number;
  /** As backpropagation computes it. */
  gradient: number;
  /** As the difference quotient gives it. */
  difference: number;
}
"#;
