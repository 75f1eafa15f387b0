//! Clamps and units on their way in.

use wasm_bindgen::prelude::*;

use super::arguments::{entries, is_array, number, position, property, refused, value, whole};
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
pub fn clamps_of(config: &NetworkConfig, clamps: &JsValue) -> Result<Option<Clamps<f32>>, Error> {
    if clamps.is_undefined() {
        return Ok(None);
    }
    let clamps = elements("clamps", clamps, MAX_CLAMPS)?;
    let clamps: Vec<Clamp> =
        clamps.iter().map(|clamp| clamp_of(config, clamp)).collect::<Result<_, _>>()?;
    if clamps.is_empty() { Ok(None) } else { Clamps::new(config, &clamps).map(Some) }
}

fn clamp_of(config: &NetworkConfig, object: &JsValue) -> Result<Clamp, Error> {
    let mut clamp = Clamp { layer: 0, quantity: Clampable::Hidden, unit: None, value: 0.0 };
    const KEYS: [&str; 4] = ["layer", "quantity", "unit", "value"];
    for (key, given) in entries("clamp", object)? {
        match position(&key, KEYS.into_iter())? {
            0 => clamp.layer = whole("layer", &given, 0, config.num_layers - 1)?,
            1 => clamp.quantity = Clampable::from_value(config, &value(&given))?,
            2 => clamp.unit = Some(whole("unit", &given, 0, config.hidden_size - 1)?),
            _ => clamp.value = number(&VALUE, &given)?,
        }
    }
    Ok(clamp)
}

/// The elements of an array of at most `most`.
fn elements(what: &str, array: &JsValue, most: u32) -> Result<Vec<JsValue>, Error> {
    if !is_array(array).unwrap_or(false) {
        return Err(refused(what, "an array", value(array)));
    }
    let length = property(what, array, "length")?.as_f64().unwrap_or(f64::NAN);
    let form = format!("an array of at most {most} elements");
    if !Kind::integer(0, most).allows(&Value::Number(length)) {
        return Err(refused(what, &form, format!("one of {}", to_text(length))));
    }
    (0..length as u32).map(|index| property(what, array, &index.to_string())).collect()
}

/// One quantity of one unit of a network.
pub fn unit_quantity(config: &NetworkConfig, object: &JsValue) -> Result<UnitQuantity, Error> {
    let (mut layer, mut unit) = (0, 0);
    let mut name = Value::Other("nothing".into());
    const KEYS: [&str; 3] = ["layer", "unit", "quantity"];
    for (key, given) in entries("unit", object)? {
        match position(&key, KEYS.into_iter())? {
            0 => layer = whole("layer", &given, 0, config.num_layers - 1)?,
            1 => unit = whole("unit", &given, 0, config.hidden_size - 1)?,
            _ => name = value(&given),
        }
    }
    let all = Quantity::all(config.cell.spec());
    let quantity = all.iter().find(|quantity| name == Value::Text(quantity.name.into()));
    let quantity = *quantity.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|quantity| quantity.name).collect();
        one_of("quantity", &names, &name)
    })?;
    Ok(UnitQuantity { layer, unit, quantity })
}
