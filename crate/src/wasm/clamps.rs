//! Clamps and units on their way in.

use wasm_bindgen::prelude::*;

use super::arguments::{Thrown, is_array, property, read_object, refused, wrong_kind};
use super::errors::thrown;
use crate::Error;
use crate::inspection::{Quantity, UnitQuantity};
use crate::model::{Clamp, Clampable, Clamps, NetworkConfig};
use crate::number::to_text;
use crate::setting::{Argument, Kind, Value, one_of};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A quantity of a layer, held at a value whatever the network computes. */
export interface Clamp {
  /** From 0, the lowest. */
  layer: number;
  /**
   * A gate's name; `hidden`, h after a step, for everything that reads it; `hidden_prev` or `cell_prev`, h or c before
   * a step.
   */
  quantity: string;
  /** All units of the layer when left out. */
  unit?: number;
  value: number;
}

/** One quantity of one unit. */
export interface UnitQuantity {
  /** From 0, the lowest. */
  layer: number;
  unit: number;
  /** A name as in `TextReading`. */
  quantity: string;
}
"#;

const VALUE: Argument = Argument::number("value", -1e6, 1e6);
/// More clamps than there are numbers to clamp in a useful experiment.
const MAX_CLAMPS: u32 = 10_000;

/// The clamps; `None` if there are none.
pub fn clamps_of(config: &NetworkConfig, clamps: &JsValue) -> Thrown<Option<Clamps<f32>>> {
    if clamps.is_undefined() {
        return Ok(None);
    }
    let mut all = Vec::new();
    for index in 0..length_of("clamps", clamps, MAX_CLAMPS)? {
        all.push(clamp_of(config, &property("clamps", clamps, &index.to_string())?)?);
    }
    if all.is_empty() {
        return Ok(None);
    }
    Clamps::new(config, &all).map(Some).map_err(thrown)
}

fn clamp_of(config: &NetworkConfig, object: &JsValue) -> Thrown<Clamp> {
    let mut clamp = Clamp { layer: 0, quantity: Clampable::Hidden, unit: None, value: 0.0 };
    let keys = ["layer", "unit", "quantity", "value"];
    read_object("clamp", object, &keys, &mut |key, given| {
        match key {
            0 => clamp.layer = index("layer", config.num_layers, given)?,
            1 => clamp.unit = Some(index("unit", config.hidden_size, given)?),
            2 => clamp.quantity = Clampable::from_value(config, given)?,
            _ => clamp.value = VALUE.number_of(given)?,
        }
        Ok(())
    })?;
    Ok(clamp)
}

/// An index below `count`.
fn index(name: &'static str, count: usize, given: &Value) -> Result<usize, Error> {
    Argument::integer(name, 0, count as u32 - 1).number_of(given).map(|x| x as usize)
}

/// The length of an array of at most `most` elements.
fn length_of(what: &str, array: &JsValue, most: u32) -> Thrown<u32> {
    if !is_array(array).unwrap_or(false) {
        return Err(wrong_kind(what, "an array", array));
    }
    let length = property(what, array, "length")?.as_f64().unwrap_or(f64::NAN);
    if !Kind::integer(0, most).allows(&Value::Number(length)) {
        let allowed = format!("an array of at most {most} elements");
        return Err(refused(what, &allowed, &format!("one of {}", to_text(length))));
    }
    Ok(length as u32)
}

/// One quantity of one unit of a network.
pub fn unit_quantity(config: &NetworkConfig, object: &JsValue) -> Thrown<UnitQuantity> {
    let (mut layer, mut unit) = (0, 0);
    let mut name = Value::Other("nothing".into());
    read_object("unit", object, &["layer", "unit", "quantity"], &mut |key, given| {
        match key {
            0 => layer = index("layer", config.num_layers, given)?,
            1 => unit = index("unit", config.hidden_size, given)?,
            _ => name = given.clone(),
        }
        Ok(())
    })?;
    let all = Quantity::all(config.cell.spec());
    let quantity = all.iter().find(|quantity| name.is_text(quantity.name));
    let quantity = *quantity.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|quantity| quantity.name).collect();
        thrown(one_of("quantity", &names, &name))
    })?;
    Ok(UnitQuantity { layer, unit, quantity })
}
