//! The handle's part that looks at the gates at work.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::clamps::{FOLLOWED, clamps_of, fields};
use super::clock;
use super::errors::thrown;
use super::fields::{MILLISECONDS, number, text};
use super::inspection_objects::{
    match_object, page_object, reach_object, reading_object, recall_object, series_object,
    sum_object,
};
use super::playground::Playground;
use crate::Error;
use crate::inspection::{
    Followed, GradientReach, Page, Quantity, Reading, Recall, Series, UnitFinder, gate_sums,
};
use crate::model::Network;
use crate::setting::{Argument, Value, one_of};
use crate::text::clean;

/// A look on its way.
pub enum Look {
    Reading(Reading<f32>),
    Page(Page<f32>),
    Series(Series<f32>),
    Units(UnitFinder<f32>),
    Recall(Recall<f32>),
}

/// Characters that may be read in one look.
const MAX_CHARS: usize = 100_000;
/// Numbers that one look may keep.
const MAX_NUMBERS: usize = 16 << 20;
const LAGS: Argument = Argument::integer("lags", 0, 1000);
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
        let reading = self.new_reading(&source, &JsValue::UNDEFINED);
        let mut reading = reading.map_err(thrown)?;
        while reading.advance(self.viewed()) {}
        let found = reading_object(&reading);
        self.reading = Some(reading);
        Ok(found)
    }

    /// Begins to read a page of a text: `text` from the zero state, of which the page begins with
    /// character `from`. Follows one number of one unit, `part` (a name as in `TextReading`) of `unit`
    /// in `layer`, through the page, and keeps everything that happens at `count` characters from
    /// `start` on, counted in the page. `lookFor` goes on with it.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = startPage)]
    pub fn start_page(
        &mut self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] from: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] start: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] count: JsValue,
        #[wasm_bindgen(unchecked_param_type = "{layer: number, part: string, unit: number}")]
        followed: JsValue,
    ) -> Result<(), JsValue> {
        let page = self.new_page(&source, [&from, &start, &count], &followed).map_err(thrown)?;
        self.look = Some(Look::Page(page));
        Ok(())
    }

    /// Begins to read `text` from the zero state, to keep everything that happens; `lookFor` goes on
    /// with it.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = startReading)]
    pub fn start_reading(
        &mut self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Clamp[]")] clamps: JsValue,
    ) -> Result<(), JsValue> {
        let reading = self.new_reading(&source, &clamps).map_err(thrown)?;
        self.look = Some(Look::Reading(reading));
        Ok(())
    }

    /// Begins to follow one number of one unit, as `startPage` does, with `clamps` held.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = startSeries)]
    pub fn start_series(
        &mut self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] from: JsValue,
        #[wasm_bindgen(unchecked_param_type = "{layer: number, part: string, unit: number}")]
        followed: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Clamp[]")] clamps: JsValue,
    ) -> Result<(), JsValue> {
        let series = self.new_series(&source, &from, &followed, &clamps).map_err(thrown)?;
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
        unchecked_return_type = "TextReading | PageReading | UnitSeries | UnitMatch[] | TextRecall | undefined"
    )]
    pub fn look_for(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] milliseconds: JsValue,
    ) -> Result<JsValue, JsValue> {
        let milliseconds = number(&MILLISECONDS, &milliseconds).map_err(thrown)?;
        let Some(mut look) = self.look.take() else { return Ok(JsValue::UNDEFINED) };
        let network = self.viewed.as_ref().unwrap_or(self.trainer.network());
        let mut go_on = clock::within(milliseconds);
        loop {
            let more = match &mut look {
                Look::Reading(reading) => reading.advance(network),
                Look::Page(page) => page.advance(network),
                Look::Series(series) => series.advance(network),
                Look::Units(finder) => finder.advance(network),
                Look::Recall(recall) => recall.advance(network),
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
            Look::Page(page) => {
                let found = page_object(&page);
                self.reading = Some(page.reading);
                found
            }
            Look::Series(series) => series_object(&series.followed),
            Look::Units(finder) => {
                let matches = finder.matches(network, MATCHES);
                matches.iter().map(match_object).collect::<Array>().into()
            }
            Look::Recall(recall) => recall_object(&recall),
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
        let Some((&next, before)) = ids.split_last().filter(|(_, before)| !before.is_empty())
        else {
            let form = "a text of at least 2 characters: the last is predicted from the others";
            let [name, given] = ["text", "1"].map(String::from);
            return Err(thrown(Error::Setting { name, allowed: form.into(), given }));
        };
        Ok(reach_object(&GradientReach::new(self.viewed(), before, next, lags)))
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
        let network = self.viewed();
        let config = network.config();
        let within = |name, count, given: &JsValue| {
            number(&below(name, count), given).map(|x| x as usize).map_err(thrown)
        };
        let layer = within("layer", config.num_layers, &layer)?;
        let unit = within("unit", config.hidden_size, &unit)?;
        let place = within("place", reading.ids().len(), &place)?;
        let sums = gate_sums(network, reading, layer, unit, place);
        Ok(sums.iter().map(sum_object).collect::<Array>().into())
    }
}

impl Playground {
    pub(super) fn viewed(&self) -> &Network<f32> {
        self.viewed.as_ref().unwrap_or(self.trainer.network())
    }

    /// A text as ids.
    pub(super) fn ids(&self, source: &JsValue) -> Result<Vec<u32>, Error> {
        let form = "a text of 1 to 100000 characters";
        let source = text("text", source)?;
        let ids = self.trainer.text().vocabulary.encode(&clean(&source).text)?;
        if ids.is_empty() || ids.len() > MAX_CHARS {
            let given = format!("{} characters", ids.len());
            return Err(Error::Setting { name: "text".into(), allowed: form.into(), given });
        }
        Ok(ids)
    }

    fn new_reading(&self, source: &JsValue, clamps: &JsValue) -> Result<Reading<f32>, Error> {
        let ids = self.ids(source)?;
        self.check_kept(ids.len())?;
        let network = self.viewed();
        let clamps = clamps_of(network.config(), clamps)?;
        let all = 0..ids.len();
        Ok(Reading::new(network, ids, all, clamps))
    }

    /// Refuses what would take too much memory.
    fn check_kept(&self, chars: usize) -> Result<(), Error> {
        let config = self.viewed().config();
        let values = Quantity::all(config.cell.spec()).len();
        let each = values * config.hidden_size * config.num_layers + config.vocab_size;
        let most = (MAX_NUMBERS / each).max(1);
        if chars <= most {
            return Ok(());
        }
        Err(Error::Setting {
            name: "text".into(),
            allowed: format!("at most {most} characters to be looked at in a model of this size"),
            given: chars.to_string(),
        })
    }

    fn new_page(
        &self,
        source: &JsValue,
        [from, start, count]: [&JsValue; 3],
        followed: &JsValue,
    ) -> Result<Page<f32>, Error> {
        let ids = self.ids(source)?;
        let from = number(&below("from", ids.len()), from)? as usize;
        let start = from + number(&below("start", ids.len() - from), start)? as usize;
        let most = Argument::integer("count", 1, (ids.len() - start) as u32);
        let count = number(&most, count)? as usize;
        self.check_kept(count)?;
        let network = self.viewed();
        let followed = Followed::new(network, &ids, from, self.unit(followed)?);
        let reading = Reading::new(network, ids, start..start + count, None);
        Ok(Page { reading, followed })
    }

    fn new_series(
        &self,
        source: &JsValue,
        from: &JsValue,
        followed: &JsValue,
        clamps: &JsValue,
    ) -> Result<Series<f32>, Error> {
        let ids = self.ids(source)?;
        let from = number(&below("from", ids.len()), from)? as usize;
        let network = self.viewed();
        let clamps = clamps_of(network.config(), clamps)?;
        Ok(Series::new(network, ids, from, self.unit(followed)?, clamps))
    }

    /// The layer, what is named of it, and the unit that are to be followed.
    fn unit(&self, followed: &JsValue) -> Result<(usize, Quantity, usize), Error> {
        let config = self.viewed().config();
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
        let all = Quantity::all(config.cell.spec());
        let quantity = all.iter().find(|quantity| part == Value::Text(quantity.name.into()));
        let quantity = quantity.ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|quantity| quantity.name).collect();
            one_of("part", &names, &part)
        })?;
        Ok((whole(layer), *quantity, whole(unit)))
    }
}

/// A whole number below `count`.
fn below(name: &'static str, count: usize) -> Argument {
    Argument::integer(name, 0, count as u32 - 1)
}

/// A value that was checked to be a whole number.
fn whole(value: Value) -> usize {
    match value {
        Value::Number(x) => x as usize,
        _ => unreachable!("it was checked to be a number"),
    }
}
