//! What is to be held in a model, on its way in.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::fields::{fields, value};
use crate::Error;
use crate::model::{Hold, Holds, NetworkConfig, Part};
use crate::setting::{Kind, Setting, Value, integer, number};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A part of the network, held at a value whatever it computes. */
export interface Hold {
  /** From 0, the lowest. */
  layer: number;
  /**
   * A gate's name; `hidden`, h after a step, for all that read it; `hidden_prev` or `cell_prev`, h or c as a step finds
   * them.
   */
  part: string;
  /** All units when left out. */
  unit?: number;
  value: number;
}
"#;

const LAYER: Setting = integer("layer", 0, 1000, "");
const UNIT: Setting = integer("unit", 0, 1_000_000, "");
const PART: Setting =
    Setting { name: "part", kind: Kind::Text { allows: |_| true, form: "a name" }, unit: "" };
/// What names a number of one unit.
pub const FOLLOWED: &[Setting] = &[LAYER, PART, UNIT];

const HOLD: &[Setting] = &[LAYER, PART, UNIT, number("value", -1e6, 1e6)];

/// What is to be held; `None` when nothing is.
pub fn held(config: &NetworkConfig, holds: &JsValue) -> Result<Option<Holds<f32>>, Error> {
    if holds.is_undefined() {
        return Ok(None);
    }
    if !Array::is_array(holds) {
        let given = value(holds).to_string();
        return Err(Error::Setting { name: "holds".into(), allowed: "an array".into(), given });
    }
    let holds: Vec<Hold> =
        Array::from(holds).iter().map(|hold| one_hold(config, &hold)).collect::<Result<_, _>>()?;
    if holds.is_empty() { Ok(None) } else { Holds::new(config, &holds).map(Some) }
}

fn one_hold(config: &NetworkConfig, object: &JsValue) -> Result<Hold, Error> {
    let mut hold = Hold { layer: 0, part: Part::Hidden, unit: None, value: 0.0 };
    for (name, value) in fields("hold", object, HOLD)? {
        Setting::find(HOLD, name)?.check(&value)?;
        match (name, value) {
            ("layer", Value::Number(x)) => hold.layer = x as usize,
            ("unit", Value::Number(x)) => hold.unit = Some(x as usize),
            ("value", Value::Number(x)) => hold.value = x,
            (_, Value::Text(part)) => hold.part = Part::from_name(config, &part)?,
            _ => unreachable!("{name} was checked"),
        }
    }
    Ok(hold)
}
