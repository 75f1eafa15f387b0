//! The inspection of a network: the current one, or that of a checkpoint.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint32Array;
use wasm_bindgen::prelude::*;

use super::arguments::{Thrown, refused, settings_of, text, whole};
use super::clamps::{clamps_of, unit_quantity};
use super::errors::thrown;
use super::inspection_values as values;
use super::plain::array;
use super::task::{Task, weights_changed};
use super::typed_arrays::Numbers;
use super::weights::Weights;
use crate::inspection::{
    GradientReach, Page, Quantity, Reading, Recall, Series, TextReading, UnitFinder, gate_sums,
};
use crate::model::NetworkConfig;
use crate::sampling::{Generation, OPTIONS, SamplingOptions};
use crate::text::{clean, last_document};

/// Characters of a text that is read.
const MAX_CHARS: usize = 100_000;
/// Numbers of a reading.
const MAX_NUMBERS: usize = 16 << 20;
/// Units that are reported for each feature.
const MATCHES: usize = 5;

/// The network of a run: as it is at any time, or as it was at a checkpoint or at its best. It
/// changes no weight.
#[wasm_bindgen]
pub struct Network {
    pub(super) weights: Weights,
    /// The last complete reading, and the changes of the weights before it.
    reading: Rc<RefCell<Option<LastReading>>>,
}

type LastReading = (TextReading<f32>, u32);

#[wasm_bindgen]
impl Network {
    /// Reads `text` from the zero state, and every document in it, and returns all values.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(unchecked_return_type = "TextReading")]
    pub fn inspect(
        &self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.read_text(source, JsValue::UNDEFINED)?.run()
    }

    /// The task of `inspect`, with `clamps` in force.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = readText, unchecked_return_type = "TaskOf<TextReading>")]
    pub fn read_text(
        &self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Clamp[]")] clamps: JsValue,
    ) -> Result<Task, JsValue> {
        let (ids, config) = (self.ids(&source)?, self.config());
        check_size(&config, ids.len())?;
        let clamps = clamps_of(&config, &clamps)?;
        let all = 0..ids.len();
        let reading = self.weights.read(|network, trainer| {
            let separator = trainer.text().vocabulary.separator();
            Reading::new(network, ids, all, clamps).with_documents(separator)
        });
        Ok(Task::new(reading, &self.weights, self.record()))
    }

    /// Reads `text` from the zero state, with `clamps` in force; its page begins with the character
    /// at index `from`. The result has one quantity of one unit over the whole page, and all values at `count` characters
    /// of the page from index `start` of the page on.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = readPage, unchecked_return_type = "TaskOf<PageReading>")]
    pub fn read_page(
        &self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] from: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] start: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] count: JsValue,
        #[wasm_bindgen(unchecked_param_type = "UnitQuantity")] unit: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Clamp[]")] clamps: JsValue,
    ) -> Result<Task, JsValue> {
        let (ids, config) = (self.ids(&source)?, self.config());
        let from = whole("from", &from, 0, ids.len() - 1)?;
        let start = from + whole("start", &start, 0, ids.len() - from - 1)?;
        let count = whole("count", &count, 1, ids.len() - start)?;
        check_size(&config, count)?;
        let unit = unit_quantity(&config, &unit)?;
        let clamps = clamps_of(&config, &clamps)?;
        let page = self.weights.read(|network, trainer| {
            let separator = trainer.text().vocabulary.separator();
            let in_view = start..start + count;
            Page::new(network, ids, from, in_view, unit, clamps).with_documents(separator)
        });
        let record = self.record();
        Ok(Task::new(page, &self.weights, move |page| {
            values::page(record(page.reading), &page.series)
        }))
    }

    /// Reads `text` from the zero state, with `clamps` in force. The result has one quantity of one
    /// unit, from the character at index `from` on.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = readUnitSeries, unchecked_return_type = "TaskOf<UnitSeries>")]
    pub fn read_unit_series(
        &self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] from: JsValue,
        #[wasm_bindgen(unchecked_param_type = "UnitQuantity")] unit: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Clamp[]")] clamps: JsValue,
    ) -> Result<Task, JsValue> {
        let (ids, config) = (self.ids(&source)?, self.config());
        let from = whole("from", &from, 0, ids.len() - 1)?;
        let clamps = clamps_of(&config, &clamps)?;
        let unit = unit_quantity(&config, &unit)?;
        let series = self.weights.read(|network, trainer| {
            let separator = trainer.text().vocabulary.separator();
            Series::new(network, ids, from, unit, clamps).with_documents(separator)
        });
        Ok(Task::new(series, &self.weights, |series| values::series(&series)))
    }

    /// Searches for the units that follow a feature of `text`.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = findUnits, unchecked_return_type = "TaskOf<UnitMatch[]>")]
    pub fn find_units(
        &self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
    ) -> Result<Task, JsValue> {
        let ids = self.ids(&source)?;
        let finder = self.weights.read(|network, trainer| {
            let vocabulary = &trainer.text().vocabulary;
            let chars = ids.iter().map(|&id| vocabulary.chars()[id as usize]).collect();
            let finder = UnitFinder::new(network, ids, chars, MATCHES);
            finder.with_documents(vocabulary.separator())
        });
        Ok(Task::new(finder, &self.weights, |matches| {
            array(matches.iter().map(values::unit_match))
        }))
    }

    /// Measures the recall of the characters of `text` at ascending `indices`, with `clamps` in force.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = measureRecall, unchecked_return_type = "TaskOf<TextRecall>")]
    pub fn measure_recall(
        &self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(js_name = indices, unchecked_param_type = "Uint32Array")] needed: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Clamp[]")] clamps: JsValue,
    ) -> Result<Task, JsValue> {
        let (ids, config) = (self.ids(&source)?, self.config());
        let needed = indices(&needed, ids.len())?;
        let clamps = clamps_of(&config, &clamps)?;
        let recall = self.weights.read(|network, _| Recall::new(network, ids, needed, clamps));
        Ok(Task::new(recall, &self.weights, |recall| values::recall(&recall)))
    }

    /// Continues a prompt, with `clamps` in force; the result is the continuation alone.
    ///
    /// Throws `SettingError`; `UnknownCharError` with `char` and `position` (counted from 1).
    #[wasm_bindgen(js_name = generateText, unchecked_return_type = "TaskOf<string>")]
    pub fn generate_text(
        &self,
        #[wasm_bindgen(unchecked_param_type = "GenerateOptions")] options: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Clamp[]")] clamps: JsValue,
    ) -> Result<Task, JsValue> {
        let sampling: SamplingOptions = settings_of("options", &options, OPTIONS)?;
        let clamps = clamps_of(&self.config(), &clamps)?;
        let generation = self
            .weights
            .read(|network, trainer| {
                Generation::new(network, &trainer.text().vocabulary, &sampling, clamps)
            })
            .map_err(thrown)?;
        let weights = self.weights.clone();
        Ok(Task::new(generation, &self.weights, move |ids| {
            weights.read(|_, trainer| trainer.text().vocabulary.decode(&ids)).into()
        }))
    }

    /// The gradient reach of the prediction of the last character of `text`, read from the zero
    /// state, for lags up to `lags`, or to the start of the text or of its last document.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = gradientReach, unchecked_return_type = "GradientReach")]
    pub fn gradient_reach(
        &self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] lags: JsValue,
    ) -> Result<JsValue, JsValue> {
        let ids = self.ids(&source)?;
        let lags = whole("lags", &lags, 0, 1000)?;
        let Some((&next, before)) = ids.split_last().filter(|(_, before)| !before.is_empty())
        else {
            let form = "a text of at least 2 characters: the last is predicted from the others";
            return Err(refused("text", form, "1"));
        };
        let reach = self.weights.read(|network, trainer| {
            let document = last_document(before, trainer.text().vocabulary.separator());
            GradientReach::new(network, document, next, lags)
        });
        Ok(values::reach(&reach))
    }

    /// The sums of the gates of a unit at character `index` of the last complete reading; empty
    /// before the first.
    ///
    /// Throws `SettingError`; `WeightsChangedError` if training went on since that reading.
    #[wasm_bindgen(js_name = gateSums, unchecked_return_type = "GateSum[]")]
    pub fn gate_sums(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] layer: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] unit: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] index: JsValue,
    ) -> Result<JsValue, JsValue> {
        let reading = self.reading.borrow();
        let Some((reading, changes)) = &*reading else { return Ok(array(std::iter::empty())) };
        if *changes != self.weights.changes() {
            return Err(weights_changed());
        }
        let config = self.config();
        let layer = whole("layer", &layer, 0, config.num_layers - 1)?;
        let unit = whole("unit", &unit, 0, config.hidden_size - 1)?;
        let index = whole("index", &index, 0, reading.ids.len() - 1)?;
        let sums = self.weights.read(|network, _| gate_sums(network, reading, layer, unit, index));
        Ok(array(sums.iter().map(values::gate_sum)))
    }
}

impl Network {
    pub fn new(weights: Weights) -> Self {
        Self { weights, reading: Rc::default() }
    }

    /// Converts a complete reading, and keeps it for `gateSums`.
    fn record(&self) -> impl Fn(TextReading<f32>) -> JsValue + 'static {
        let (changes, last) = (self.weights.changes(), self.reading.clone());
        move |reading| {
            let value = values::reading(&reading);
            *last.borrow_mut() = Some((reading, changes));
            value
        }
    }

    #[inline(never)]
    fn ids(&self, source: &JsValue) -> Thrown<Vec<u32>> {
        let source = clean(&text("text", source, 4 * MAX_CHARS as u32, MAX_CHARS)?).text;
        let ids = self
            .weights
            .read(|_, trainer| trainer.text().vocabulary.encode(&source))
            .map_err(thrown)?;
        if ids.is_empty() || ids.len() > MAX_CHARS {
            let given = format!("{} characters", ids.len());
            return Err(refused("text", "a text of 1 to 100000 characters", &given));
        }
        Ok(ids)
    }

    /// The network's sizes, copied: an argument's getter can call any method, so nothing may be
    /// borrowed while arguments are read.
    fn config(&self) -> NetworkConfig {
        self.weights.read(|network, _| network.config().clone())
    }
}

/// Refuses a reading that would take too much memory.
fn check_size(config: &NetworkConfig, chars: usize) -> Thrown<()> {
    let quantities = Quantity::all(config.cell.spec()).len();
    let each = quantities * config.hidden_size * config.num_layers + config.vocab_size;
    let most = (MAX_NUMBERS / each).max(1);
    if chars <= most {
        return Ok(());
    }
    let allowed = format!("at most {most} characters, for a network of this size");
    Err(refused("text", &allowed, &chars.to_string()))
}

/// Indices of a text of `chars` characters; the others are left out.
fn indices(array: &JsValue, chars: usize) -> Thrown<Vec<usize>> {
    let indices = Numbers::<Uint32Array>::of("indices", array)?;
    if indices.len() > chars {
        let allowed = format!("at most {chars} numbers");
        return Err(refused("indices", &allowed, &indices.len().to_string()));
    }
    Ok(indices.to_vec().into_iter().map(|index| index as usize).collect())
}
