//! What is to be held in a model, on its way in.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::fields::{camel_case, entries, value};
use crate::Error;
use crate::model::{Clamp, Clampable, Clamps, NetworkConfig};
use crate::setting::{Argument, Kind, Value, unknown};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A part of the network, held at a value whatever it computes. */
export interface Clamp {
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

const LAYER: Argument = Argument::integer("layer", 0, 1000);
const UNIT: Argument = Argument::integer("unit", 0, 1_000_000);
const PART: Argument =
    Argument { name: "part", kind: Kind::Text { allows: |_| true, form: "a name" } };
/// What names a number of one unit.
pub const FOLLOWED: &[Argument] = &[LAYER, PART, UNIT];

const CLAMP: &[Argument] = &[LAYER, PART, UNIT, Argument::number("value", -1e6, 1e6)];

/// What is to be held; `None` when nothing is.
pub fn clamps_of(config: &NetworkConfig, clamps: &JsValue) -> Result<Option<Clamps<f32>>, Error> {
    if clamps.is_undefined() {
        return Ok(None);
    }
    if !Array::is_array(clamps) {
        let given = value(clamps).to_string();
        return Err(Error::Setting { name: "clamps".into(), allowed: "an array".into(), given });
    }
    let clamps: Vec<Clamp> = Array::from(clamps)
        .iter()
        .map(|clamp| one_clamp(config, &clamp))
        .collect::<Result<_, _>>()?;
    if clamps.is_empty() { Ok(None) } else { Clamps::new(config, &clamps).map(Some) }
}

fn one_clamp(config: &NetworkConfig, object: &JsValue) -> Result<Clamp, Error> {
    let mut clamp = Clamp { layer: 0, quantity: Clampable::Hidden, unit: None, value: 0.0 };
    for (name, value) in fields("clamp", object, CLAMP)? {
        CLAMP
            .iter()
            .filter(|known| known.name == name)
            .try_for_each(|known| known.check(&value))?;
        match (name, value) {
            ("layer", Value::Number(x)) => clamp.layer = x as usize,
            ("unit", Value::Number(x)) => clamp.unit = Some(x as usize),
            ("value", Value::Number(x)) => clamp.value = x,
            (_, Value::Text(part)) => clamp.quantity = Clampable::from_name(config, &part)?,
            _ => unreachable!("{name} was checked"),
        }
    }
    Ok(clamp)
}

/// Every key of an object as the name in `table`, with its value.
///
/// # Errors
/// When it is not an object, or has a key that `table` does not have under its JavaScript name.
pub fn fields(
    what: &str,
    object: &JsValue,
    table: &'static [Argument],
) -> Result<Vec<(&'static str, Value)>, Error> {
    let fields = entries(what, object)?.into_iter().map(|(key, read)| {
        let known = table.iter().find(|known| camel_case(known.name) == key);
        let known = known.ok_or_else(|| unknown(&key, table.iter().map(|known| known.name)))?;
        Ok((known.name, value(&read)))
    });
    fields.collect()
}
