//! The handle's part that looks at the gates at work.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::clock;
use super::errors::thrown;
use super::fields::{MILLISECONDS, fields, number, text};
use super::holds::{FOLLOWED, held};
use super::look_objects::{match_object, reach_object, reading_object, series_object, sum_object};
use super::playground::Playground;
use crate::Error;
use crate::inspection::{GradientReach, Named, Reading, Series, UnitFinder, gate_sums};
use crate::model::Model;
use crate::setting::{Setting, Value, integer, one_of};
use crate::text::clean;

/// A look on its way.
pub enum Look {
    Reading(Reading<f32>),
    Series(Series<f32>),
    Units(UnitFinder<f32>),
}

/// Characters that may be read in one look.
const MAX_CHARS: usize = 100_000;
/// Numbers that one look may keep.
const MAX_NUMBERS: usize = 16 << 20;
const LAGS: Setting = integer("lags", 0, 1000, "characters");
/// Units of each feature that are named.
const MATCHES: usize = 5;

#[wasm_bindgen]
impl Playground {
    /// Reads `text` from the zero state, and keeps everything that happens.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(unchecked_return_type = "TextReading")]
    pub fn inspect(
        &mut self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
    ) -> Result<JsValue, JsValue> {
        let reading = self.new_reading(&source, &0.into(), &JsValue::UNDEFINED);
        let mut reading = reading.map_err(thrown)?;
        let (model, _) = self.looked_at();
        while reading.advance(model) {}
        Ok(reading_object(&reading))
    }

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
            Look::Series(series) => series_object(&series),
            Look::Units(finder) => {
                let matches = finder.matches(model, MATCHES);
                matches.iter().map(match_object).collect::<Array>().into()
            }
        })
    }

    /// How far the gradient of one prediction reaches back: that of the last character of `text` from
    /// those before it, read from the zero state, for lags up to `lags`.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = gradientReach, unchecked_return_type = "GradientReach")]
    pub fn gradient_reach(
        &mut self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] lags: JsValue,
    ) -> Result<JsValue, JsValue> {
        let ids = self.ids(&source).map_err(thrown)?;
        let lags = number(&LAGS, &lags).map_err(thrown)? as usize;
        let (&next, before) = ids.split_last().expect("an empty text was refused");
        if before.is_empty() {
            let form = "a text of at least 2 characters: the last is predicted from the others";
            let error =
                Error::Setting { name: "text".into(), allowed: form.into(), given: "1".into() };
            return Err(thrown(error));
        }
        let (model, _) = self.looked_at();
        Ok(reach_object(&GradientReach::new(model, before, next, lags)))
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
        for (name, value) in fields("followed", followed, FOLLOWED)? {
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
        let named = named.ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|named| named.name).collect();
            one_of("part", &names, &part)
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
