//! The handle's part that looks at the gates at work.

use js_sys::{Array, Float32Array, Float64Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::clock;
use super::errors::thrown;
use super::fields::{MILLISECONDS, fields, number, text};
use super::playground::Playground;
use crate::Error;
use crate::inspection::{
    GateSum, LayerReading, Match, Named, Reading, Series, UnitFinder, gate_sums,
};
use crate::model::{Hold, Holds, Model, ModelConfig, Part};
use crate::setting::{Kind, Setting, Value, integer, number as real};
use crate::text::clean;

/// A look on its way.
pub enum Look {
    Reading(Reading<f32>),
    Series(Series<f32>),
    Units(UnitFinder<f32>),
}

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

/** What the model did while it read a text. */
export interface TextReading {
  /** Characters that were kept. */
  chars: number;
  /** From the lowest to the highest. */
  layers: LayerReading[];
  /** Each character's probability to come next, in the order of `vocabulary()`; a row for every character that was kept. */
  probabilities: Float32Array;
  /** Bits of surprise about each character that was kept, before it was read. */
  surprise: Float64Array;
}

/** What a layer did. */
export interface LayerReading {
  /**
   * By name, a row of hiddenSize numbers for every character: the gates, `u` of `four-gate`, `m` = R_n h + b_hn of
   * `gru`, `cell` where there is one, `hidden`.
   */
  values: Record<string, Float32Array>;
  /** h before the first character that was kept. */
  hiddenBefore: Float32Array;
  /** c before it; empty for a cell that has none. */
  cellBefore: Float32Array;
}

/** A number of one unit, along a text. */
export interface UnitSeries {
  /** After each character. */
  values: Float32Array;
  /** As in `TextReading`. */
  surprise: Float64Array;
}

/** How closely a unit follows something that one can name. */
export interface UnitMatch {
  feature:
    | 'inside-quotes'
    | 'inside-brackets'
    | 'bracket-depth'
    | 'line-position'
    | 'after-space'
    | 'vowel'
    | 'digit'
    | 'word-position';
  layer: number;
  unit: number;
  /** Of its cell, or of h where there is none; from -1 to 1. */
  correlation: number;
}

/** What a gate sums up, part by part, before it is squashed. */
export interface GateSum {
  /** The gate's name. */
  name: string;
  /** W x. */
  input: number;
  /** R h; r (R_n h + b_hn) for n of `gru`, W_u (f c) for u of `four-gate`. */
  recurrent: number;
  /** b. */
  bias: number;
  /** p c, where the gate sees the cell. */
  peephole?: number;
}
"#;

const LAYER: Setting = integer("layer", 0, 1000, "");
const UNIT: Setting = integer("unit", 0, 1_000_000, "");
const PART: Setting =
    Setting { name: "part", kind: Kind::Text { allows: |_| true, form: "a name" }, unit: "" };
const HOLD: &[Setting] = &[LAYER, PART, UNIT, real("value", -1e6, 1e6)];

/// Characters that may be read in one look.
const MAX_CHARS: usize = 100_000;
/// Numbers that one look may keep.
const MAX_NUMBERS: usize = 16 << 20;
/// Units of each feature that are named.
const MATCHES: usize = 5;

#[wasm_bindgen]
impl Playground {
    /// Begins to read `text` from the zero state, to keep everything that happens from character
    /// `from` on, with `holds` held; `lookFor` goes on with it.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = startReading)]
    pub fn start_reading(
        &mut self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] from: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Hold[]")] holds: JsValue,
    ) -> Result<(), JsValue> {
        let reading = self.new_reading(&source, &from, &holds).map_err(thrown)?;
        self.look = Some(Look::Reading(reading));
        Ok(())
    }

    /// Begins to follow one number of one unit, `part` (a name as in `TextReading`) of `unit` in
    /// `layer`, through `text`; otherwise as `startReading`.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = startSeries)]
    pub fn start_series(
        &mut self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] from: JsValue,
        #[wasm_bindgen(unchecked_param_type = "{layer: number, part: string, unit: number}")]
        followed: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Hold[]")] holds: JsValue,
    ) -> Result<(), JsValue> {
        let series = self.new_series(&source, &from, &followed, &holds).map_err(thrown)?;
        self.look = Some(Look::Series(series));
        Ok(())
    }

    /// Begins to look for units that follow something one can name in `text`.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = startUnitFinder)]
    pub fn start_unit_finder(
        &mut self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
    ) -> Result<(), JsValue> {
        let ids = self.ids(&source).map_err(thrown)?;
        let vocabulary = &self.trainer.text().vocabulary;
        let chars = ids.iter().map(|&id| vocabulary.chars()[id as usize]).collect();
        self.look = Some(Look::Units(UnitFinder::new(self.viewed(), ids, chars)));
        Ok(())
    }

    /// Goes on with the look that was started last, for `milliseconds`: its result when it is
    /// complete, `undefined` before, and when none was started. The weights must not change in
    /// between.
    #[wasm_bindgen(
        js_name = lookFor,
        unchecked_return_type = "TextReading | UnitSeries | UnitMatch[] | undefined"
    )]
    pub fn look_for(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] milliseconds: JsValue,
    ) -> Result<JsValue, JsValue> {
        let milliseconds = number(&MILLISECONDS, &milliseconds).map_err(thrown)?;
        let Some(mut look) = self.look.take() else { return Ok(JsValue::UNDEFINED) };
        let (model, _) = self.looked_at();
        let mut go_on = clock::within(milliseconds);
        loop {
            let more = match &mut look {
                Look::Reading(reading) => reading.advance(model),
                Look::Series(series) => series.advance(model),
                Look::Units(finder) => finder.advance(model),
            };
            if !more {
                break;
            }
            if !go_on() {
                self.look = Some(look);
                return Ok(JsValue::UNDEFINED);
            }
        }
        Ok(match look {
            Look::Reading(reading) => {
                let object = reading_object(&reading);
                self.reading = Some(reading);
                object
            }
            Look::Series(series) => object(&[
                ("values", Float32Array::from(&series.values[..]).into()),
                ("surprise", Float64Array::from(&series.surprise[..]).into()),
            ]),
            Look::Units(finder) => {
                let matches = finder.matches(model, MATCHES);
                matches.iter().map(match_object).collect::<Array>().into()
            }
        })
    }

    /// What the gates of a unit summed up at character `place` of the last complete reading; the
    /// weights must not have changed since. Empty before the first.
    ///
    /// Throws `SettingError`.
    #[wasm_bindgen(js_name = gateSums, unchecked_return_type = "GateSum[]")]
    pub fn gate_sums(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] layer: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] unit: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] place: JsValue,
    ) -> Result<JsValue, JsValue> {
        let Some(reading) = &self.reading else { return Ok(Array::new().into()) };
        let model = self.viewed();
        let config = model.config();
        let within = |name, count, given: &JsValue| {
            number(&below(name, count), given).map(|x| x as usize).map_err(thrown)
        };
        let layer = within("layer", config.num_layers, &layer)?;
        let unit = within("unit", config.hidden_size, &unit)?;
        let place = within("place", reading.ids().len(), &place)?;
        let sums = gate_sums(model, reading, layer, unit, place);
        Ok(sums.iter().map(sum_object).collect::<Array>().into())
    }
}

impl Playground {
    fn viewed(&self) -> &Model<f32> {
        self.viewed.as_ref().unwrap_or(self.trainer.model())
    }

    /// A text as ids.
    fn ids(&self, source: &JsValue) -> Result<Vec<u32>, Error> {
        let form = "a text of 1 to 100000 characters";
        let source = text("text", source)?;
        let ids = self.trainer.text().vocabulary.encode(&clean(&source).text)?;
        if ids.is_empty() || ids.len() > MAX_CHARS {
            let given = format!("{} characters", ids.len());
            return Err(Error::Setting { name: "text".into(), allowed: form.into(), given });
        }
        Ok(ids)
    }

    fn new_reading(
        &self,
        source: &JsValue,
        from: &JsValue,
        holds: &JsValue,
    ) -> Result<Reading<f32>, Error> {
        let ids = self.ids(source)?;
        let model = self.viewed();
        let config = model.config();
        let from = number(&below("from", ids.len()), from)? as usize;
        let values = Named::all(config.cell.spec()).len();
        let each = values * config.hidden_size * config.num_layers + config.vocab_size;
        let most = (MAX_NUMBERS / each).max(1);
        if ids.len() - from > most {
            return Err(Error::Setting {
                name: "text".into(),
                allowed: format!("at most {most} characters from `from` on, for this model"),
                given: (ids.len() - from).to_string(),
            });
        }
        Ok(Reading::new(model, ids, from, held(config, holds)?))
    }

    fn new_series(
        &self,
        source: &JsValue,
        from: &JsValue,
        followed: &JsValue,
        holds: &JsValue,
    ) -> Result<Series<f32>, Error> {
        let ids = self.ids(source)?;
        let model = self.viewed();
        let config = model.config();
        let from = number(&below("from", ids.len()), from)? as usize;
        let [mut layer, mut unit, mut part] =
            [Value::Number(0.0), Value::Number(0.0), Value::Other("nothing".into())];
        for (name, value) in fields("followed", followed, &HOLD[..3])? {
            match name {
                "layer" => layer = value,
                "unit" => unit = value,
                _ => part = value,
            }
        }
        below("layer", config.num_layers).check(&layer)?;
        below("unit", config.hidden_size).check(&unit)?;
        let all = Named::all(config.cell.spec());
        let named = all.iter().find(|named| part == Value::Text(named.name.into()));
        let named = named.ok_or_else(|| Error::Setting {
            name: "part".into(),
            allowed: format!(
                "one of {}",
                all.iter().map(|named| named.name).collect::<Vec<_>>().join(", ")
            ),
            given: part.to_string(),
        })?;
        let [layer, unit] = [layer, unit].map(whole);
        Ok(Series::new(model, ids, from, (layer, *named, unit), held(config, holds)?))
    }
}

/// A whole number below `count`.
fn below(name: &'static str, count: usize) -> Setting {
    integer(name, 0, count as u32 - 1, "")
}

/// A value that was checked to be a whole number.
fn whole(value: Value) -> usize {
    match value {
        Value::Number(x) => x as usize,
        _ => unreachable!("it was checked to be a number"),
    }
}

/// What is to be held; `None` when nothing is.
pub fn held(config: &ModelConfig, holds: &JsValue) -> Result<Option<Holds<f32>>, Error> {
    if holds.is_undefined() {
        return Ok(None);
    }
    if !Array::is_array(holds) {
        let given = super::fields::value(holds).to_string();
        return Err(Error::Setting { name: "holds".into(), allowed: "an array".into(), given });
    }
    let holds: Vec<Hold> =
        Array::from(holds).iter().map(|hold| one_hold(config, &hold)).collect::<Result<_, _>>()?;
    if holds.is_empty() { Ok(None) } else { Holds::new(config, &holds).map(Some) }
}

fn one_hold(config: &ModelConfig, object: &JsValue) -> Result<Hold, Error> {
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

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        Reflect::set(&object, &(*name).into(), value).expect("a plain object takes every key");
    }
    object.into()
}

fn floats(numbers: &[f32]) -> JsValue {
    Float32Array::from(numbers).into()
}

fn reading_object(reading: &Reading<f32>) -> JsValue {
    let layers: Array = reading.layers.iter().map(layer_object).collect();
    object(&[
        ("chars", reading.ids().len().into()),
        ("layers", layers.into()),
        ("probabilities", floats(&reading.probabilities)),
        ("surprise", Float64Array::from(&reading.surprise[..]).into()),
    ])
}

fn layer_object(layer: &LayerReading<f32>) -> JsValue {
    let values: Vec<_> =
        layer.values.iter().map(|(name, numbers)| (*name, floats(numbers))).collect();
    object(&[
        ("values", object(&values)),
        ("hiddenBefore", floats(&layer.hidden_before)),
        ("cellBefore", floats(&layer.cell_before)),
    ])
}

fn match_object(found: &Match) -> JsValue {
    object(&[
        ("feature", found.feature.name().into()),
        ("layer", found.layer.into()),
        ("unit", found.unit.into()),
        ("correlation", found.correlation.into()),
    ])
}

fn sum_object(sum: &GateSum) -> JsValue {
    object(&[
        ("name", sum.name.into()),
        ("input", sum.input.into()),
        ("recurrent", sum.recurrent.into()),
        ("bias", sum.bias.into()),
        ("peephole", sum.peephole.map_or(JsValue::UNDEFINED, JsValue::from)),
    ])
}
