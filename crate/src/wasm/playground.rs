//! The one handle class.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::clamps::clamps_of;
use super::clock;
use super::errors::thrown;
use super::fields::{MILLISECONDS, assign, config_of, number, text, value};
use super::inspection::Look;
use super::objects::{EvaluationReport, StepReport, TextReport};
use super::plain::plain;
use super::settings::config_object;
use crate::Error;
use crate::inspection::Reading;
use crate::model::Network;
use crate::sampling::{Generation, OPTIONS, SamplingOptions, generate};
use crate::setting::{Argument, Kind};
use crate::text::{NgramModel, Text, uniform_bits};
use crate::training::{self, Trainer};

/// A model in training on a text. It lives in one thread; every call returns copies.
#[wasm_bindgen]
pub struct Playground {
    pub(super) trainer: Trainer<f32>,
    evaluation: Option<training::Evaluation<f32>>,
    generation: Option<Generation<f32>>,
    /// The model at an earlier step, while one looks at that.
    pub(super) viewed: Option<Network<f32>>,
    pub(super) look: Option<Look>,
    /// The last one that was complete.
    pub(super) reading: Option<Reading<f32>>,
    /// Bits per character of the n-gram models of order 0, 1, … as far as they were asked for.
    ngrams: Option<NgramModel>,
}

const STEPS: Argument = Argument::integer("n", 1, 1_000_000);
const ORDER: Argument = Argument {
    name: "order",
    kind: Kind::Integer { min: -1.0, max: NgramModel::MAX_ORDER as f64 },
};

#[wasm_bindgen]
impl Playground {
    /// A run at its start: `text` cleaned and split, weights initial. Keys that `config` leaves out
    /// have their defaults.
    ///
    /// Throws `TextTooShortError`, `TextTooLongError`, `SettingError`, `MemoryError`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PlaygroundConfig")] config: JsValue,
    ) -> Result<Self, JsValue> {
        console_error_panic_hook::set_once();
        Self::create(&source, &config).map_err(thrown)
    }

    fn create(source: &JsValue, config: &JsValue) -> Result<Self, Error> {
        let settings = config_of(config)?;
        let text = Text::new(&text("text", source)?)?;
        Ok(Self {
            trainer: Trainer::new(text, settings)?,
            evaluation: None,
            generation: None,
            viewed: None,
            look: None,
            reading: None,
            ngrams: None,
        })
    }

    /// `n` optimiser updates, reported as one.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights.
    #[wasm_bindgen(js_name = trainSteps, unchecked_return_type = "StepReport")]
    pub fn train_steps(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] n: JsValue,
    ) -> Result<JsValue, JsValue> {
        let count = number(&STEPS, &n).map_err(thrown)?;
        self.drop_evaluation();
        report(self.trainer.train_steps(count as usize))
    }

    /// As many updates as fit into `milliseconds`, at least one, reported as one.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights.
    #[wasm_bindgen(js_name = trainFor, unchecked_return_type = "StepReport")]
    pub fn train_for(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] milliseconds: JsValue,
    ) -> Result<JsValue, JsValue> {
        let milliseconds = number(&MILLISECONDS, &milliseconds).map_err(thrown)?;
        self.drop_evaluation();
        report(self.trainer.train_while(clock::within(milliseconds)))
    }

    /// Its weights are about to change.
    pub(super) fn drop_evaluation(&mut self) {
        self.evaluation = None;
    }

    /// The mean over the validation tail; `undefined` when there is no tail.
    #[wasm_bindgen(unchecked_return_type = "Evaluation | undefined")]
    pub fn evaluate(&mut self) -> JsValue {
        evaluation_report(self.trainer.evaluate())
    }

    /// Goes on with a pass over the validation tail for `milliseconds`; its result when it is
    /// complete, `undefined` before, and always when there is no tail. Training drops the pass.
    #[wasm_bindgen(js_name = evaluateFor, unchecked_return_type = "Evaluation | undefined")]
    pub fn evaluate_for(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] milliseconds: JsValue,
    ) -> Result<JsValue, JsValue> {
        let milliseconds = number(&MILLISECONDS, &milliseconds).map_err(thrown)?;
        let paused = self.evaluation.take();
        let Some(mut evaluation) = paused.or_else(|| self.trainer.start_evaluation()) else {
            return Ok(JsValue::UNDEFINED);
        };
        let mut go_on = clock::within(milliseconds);
        loop {
            if let Some(complete) = self.trainer.advance(&mut evaluation) {
                return Ok(evaluation_report(Some(complete)));
            }
            if !go_on() {
                self.evaluation = Some(evaluation);
                return Ok(JsValue::UNDEFINED);
            }
        }
    }

    /// What counting achieves on the validation tail, in bits per character: `order` -1 a uniform
    /// guess, 0 single characters, 1 to 5 n-grams. `undefined` when there is no tail.
    #[wasm_bindgen(unchecked_return_type = "number | undefined")]
    pub fn baseline(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] order: JsValue,
    ) -> Result<JsValue, JsValue> {
        let order = number(&ORDER, &order).map_err(thrown)?;
        let text = self.trainer.text();
        if order < 0.0 {
            return Ok(uniform_bits(text.vocabulary.len()).into());
        }
        let split = self.trainer.split();
        if split.validation_chars() == 0 {
            return Ok(JsValue::UNDEFINED);
        }
        let ngrams =
            self.ngrams.get_or_insert_with(|| NgramModel::new(split, text.vocabulary.len()));
        Ok(ngrams.bits_per_char(split, order as usize).into())
    }

    /// Changes the learning rate, from the next step on.
    ///
    /// Throws `SettingError`.
    #[wasm_bindgen(js_name = setLearningRate)]
    pub fn set_learning_rate(
        &mut self,
        #[wasm_bindgen(js_name = x, unchecked_param_type = "number")] x: JsValue,
    ) -> Result<(), JsValue> {
        let mut config = self.trainer.config().clone();
        config.set("learning_rate", &value(&x)).map_err(thrown)?;
        self.trainer.set_learning_rate(config.learning_rate).map_err(thrown)
    }

    /// Continues a prompt; returns the continuation alone.
    ///
    /// Throws `SettingError`; `UnknownCharError` with `char` and `position` (counted from 1).
    pub fn generate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "GenerateOptions")] options: JsValue,
    ) -> Result<String, JsValue> {
        self.continue_prompt(&options).map_err(thrown)
    }

    fn continue_prompt(&self, options: &JsValue) -> Result<String, Error> {
        let sampling = sampling_options(options)?;
        generate(self.trainer.network(), &self.trainer.text().vocabulary, &sampling)
    }

    /// Begins what [`generate`](Self::generate) does in one go, with `clamps` held where there are
    /// any; `generateFor` goes on with it.
    ///
    /// Throws as `generate`.
    #[wasm_bindgen(js_name = startGenerating)]
    pub fn start_generating(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "GenerateOptions")] options: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Clamp[]")] clamps: JsValue,
    ) -> Result<(), JsValue> {
        let sampling = sampling_options(&options).map_err(thrown)?;
        let (network, vocabulary) = (self.viewed(), &self.trainer.text().vocabulary);
        let generation = Generation::new(network, vocabulary, &sampling).map_err(thrown)?;
        let clamps = clamps_of(network.config(), &clamps).map_err(thrown)?;
        self.generation = Some(generation.clamped(clamps));
        Ok(())
    }

    /// Goes on with a text for `milliseconds`; the continuation when it is complete, `undefined`
    /// before, and when none was started.
    #[wasm_bindgen(js_name = generateFor)]
    pub fn generate_for(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] milliseconds: JsValue,
    ) -> Result<Option<String>, JsValue> {
        let milliseconds = number(&MILLISECONDS, &milliseconds).map_err(thrown)?;
        let Some(mut generation) = self.generation.take() else { return Ok(None) };
        let network = self.viewed.as_ref().unwrap_or(self.trainer.network());
        let mut go_on = clock::within(milliseconds);
        while !generation.is_complete() {
            if !go_on() {
                self.generation = Some(generation);
                return Ok(None);
            }
            generation.advance(network);
        }
        Ok(Some(self.trainer.text().vocabulary.decode(generation.drawn())))
    }

    /// The names of all parameter tensors, PyTorch's where PyTorch has the tensor; `bias_ih` is the
    /// sum of PyTorch's two biases.
    #[wasm_bindgen(js_name = parameterNames)]
    pub fn parameter_names(&self) -> Vec<String> {
        let layout = self.trainer.network().params().layout();
        layout.tensors().iter().map(|spec| spec.name.clone()).collect()
    }

    /// A parameter tensor, row by row.
    ///
    /// Throws `UnknownParameterError`.
    pub fn parameter(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: JsValue,
    ) -> Result<Vec<f32>, JsValue> {
        let tensor = self.tensor(&name).map_err(thrown)?;
        Ok(self.trainer.network().params().view(tensor).transpose().as_slice().to_vec())
    }

    /// Rows and columns of a parameter tensor; a bias has one column.
    ///
    /// Throws `UnknownParameterError`.
    #[wasm_bindgen(js_name = parameterShape, unchecked_return_type = "[number, number]")]
    pub fn parameter_shape(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: JsValue,
    ) -> Result<JsValue, JsValue> {
        let tensor = self.tensor(&name).map_err(thrown)?;
        Ok(plain(&self.trainer.network().params().view(tensor).shape()))
    }

    fn tensor(&self, name: &JsValue) -> Result<usize, Error> {
        self.trainer.network().params().layout().index(&text("name", name)?)
    }

    /// All parameters, tensor after tensor in the order of their names, each column by column.
    pub fn weights(&self) -> Vec<f32> {
        self.trainer.network().params().as_slice().to_vec()
    }

    /// A hash over the bytes of all parameters, as 16 hexadecimal digits: equal weights, equal hash.
    #[wasm_bindgen(js_name = weightsHash)]
    pub fn weights_hash(&self) -> String {
        format!("{:016x}", self.trainer.network().params().hash())
    }

    /// What became of the text.
    #[wasm_bindgen(js_name = textReport, unchecked_return_type = "TextReport")]
    pub fn text_report(&self) -> JsValue {
        plain(&TextReport::from(&self.trainer))
    }

    /// `count` characters of the text from `start` on, as they are learnt: a part of it that is
    /// there.
    pub fn excerpt(&self, start: usize, count: usize) -> String {
        let text = self.trainer.text();
        let ids = text.ids.iter().skip(start).take(count).copied().collect::<Vec<_>>();
        text.vocabulary.decode(&ids)
    }

    /// Every distinct character of the text, in the order of their ids.
    pub fn vocabulary(&self) -> JsString {
        let chars = self.trainer.text().vocabulary.chars();
        JsString::from(chars.iter().collect::<String>())
    }

    /// The settings in force.
    #[wasm_bindgen(unchecked_return_type = "Config")]
    pub fn config(&self) -> JsValue {
        config_object(self.trainer.config())
    }
}

fn sampling_options(options: &JsValue) -> Result<SamplingOptions, Error> {
    let mut sampling = SamplingOptions::default();
    assign("options", options, OPTIONS, &mut sampling)?;
    Ok(sampling)
}

pub(super) fn report(report: Result<training::StepReport, Error>) -> Result<JsValue, JsValue> {
    report.map(|report| plain(&StepReport::from(report))).map_err(thrown)
}

fn evaluation_report(report: Option<training::EvaluationReport>) -> JsValue {
    report.map_or(JsValue::UNDEFINED, |report| plain(&EvaluationReport::from(report)))
}
