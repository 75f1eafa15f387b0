//! A run: training, evaluation, sampling, and the network's parameters.

use std::cell::RefCell;

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::arguments::{LONGEST_TEXT, Thrown, config_of, milliseconds, text, value, whole};
use super::clock;
use super::errors::thrown;
use super::network::Network;
use super::objects::{self, config_object, evaluation_report, step_report};
use super::plain::array;
use super::shared_trainer::SharedTrainer;
use super::task::Task;
use super::weights::Weights;
use crate::Error;
use crate::model;
use crate::text::{MAX_CHARS, NgramModel, Text};
use crate::training::{self, Trainer};

/// A network in training on a text. It lives in one thread; every call returns copies.
#[wasm_bindgen]
pub struct Playground {
    pub(super) trainer: SharedTrainer,
    pub(super) current: Network,
    /// The n-gram models, up to the highest order that was asked for.
    pub(super) ngrams: RefCell<Option<NgramModel>>,
}

#[wasm_bindgen]
impl Playground {
    /// A run before its first step: `text` cleaned and split, weights initial. Missing keys of
    /// `config` have their defaults.
    ///
    /// Throws `TextTooShortError`, `TextTooLongError`, `SettingError`, `MemoryError`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PlaygroundConfig")] config: JsValue,
    ) -> Result<Self, JsValue> {
        console_error_panic_hook::set_once();
        let settings = config_of(&config)?;
        Self::of(Trainer::new(text_of(&source)?, settings))
    }

    /// `n` optimiser updates, or fewer before a stop, reported as one.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights.
    #[wasm_bindgen(js_name = trainSteps, unchecked_return_type = "StepReport")]
    pub fn train_steps(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] n: JsValue,
    ) -> Result<JsValue, JsValue> {
        let count = whole("n", &n, 1, 1_000_000)?;
        report(self.trainer.change(|trainer| trainer.train_steps(count)))
    }

    /// As many updates as fit into `milliseconds`, at least one, or fewer before a stop, reported as
    /// one.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights.
    #[wasm_bindgen(js_name = trainFor, unchecked_return_type = "StepReport")]
    pub fn train_for(
        &self,
        #[wasm_bindgen(js_name = milliseconds, unchecked_param_type = "number")] time: JsValue,
    ) -> Result<JsValue, JsValue> {
        let go_on = clock::within(milliseconds(&time)?);
        report(self.trainer.change(|trainer| trainer.train_while(go_on)))
    }

    /// The mean loss on the validation text; `undefined` if there is none.
    #[wasm_bindgen(unchecked_return_type = "Evaluation | undefined")]
    pub fn evaluate(&self) -> Result<JsValue, JsValue> {
        self.evaluate_text().map_or(Ok(JsValue::UNDEFINED), Task::run)
    }

    /// The task of `evaluate`; `undefined` if there is no validation text.
    #[wasm_bindgen(js_name = evaluateText, unchecked_return_type = "TaskOf<Evaluation> | undefined")]
    pub fn evaluate_text(&self) -> Option<Task> {
        let pass = self.trainer.read(Trainer::start_evaluation)?;
        Some(Task::new(pass, &self.current.weights, evaluation_report))
    }

    /// Changes the learning rate, from the next step on.
    ///
    /// Throws `SettingError`.
    #[wasm_bindgen(js_name = setLearningRate)]
    pub fn set_learning_rate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] x: JsValue,
    ) -> Result<(), JsValue> {
        let given = value(&x);
        self.trainer
            .prepare(|trainer| {
                let mut config = trainer.config().clone();
                config.set("learning_rate", &given)?;
                trainer.set_learning_rate(config.learning_rate)
            })
            .map_err(thrown)
    }

    /// Continues a prompt; returns the continuation alone.
    ///
    /// Throws `SettingError`; `UnknownCharError` with `char` and `position` (counted from 1).
    #[wasm_bindgen(unchecked_return_type = "string")]
    pub fn generate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "GenerateOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.current.generate_text(options, JsValue::UNDEFINED)?.run()
    }

    /// See `Network.inspect`.
    #[wasm_bindgen(unchecked_return_type = "TextReading")]
    pub fn inspect(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] text: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.current.inspect(text)
    }

    /// See `Network.gradientReach`.
    #[wasm_bindgen(js_name = gradientReach, unchecked_return_type = "GradientReach")]
    pub fn gradient_reach(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] text: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] lags: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.current.gradient_reach(text, lags)
    }

    /// See `Network.gateSums`; of the last text that `inspect` read.
    #[wasm_bindgen(js_name = gateSums, unchecked_return_type = "GateSum[]")]
    pub fn gate_sums(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] layer: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] unit: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] index: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.current.gate_sums(layer, unit, index)
    }

    /// The network as it is at any time, to inspect it.
    pub fn network(&self) -> Network {
        Network::new(Weights::current(self.trainer.clone()))
    }

    /// A network with a copy of the current weights, which training does not change.
    #[wasm_bindgen(js_name = frozenNetwork)]
    pub fn frozen_network(&self) -> Network {
        self.network_with(&self.weights())
    }

    /// The names of all parameter tensors, PyTorch's where PyTorch has the tensor; `bias_ih` is the
    /// sum of PyTorch's two biases.
    #[wasm_bindgen(js_name = parameterNames)]
    pub fn parameter_names(&self) -> Vec<String> {
        self.trainer.read(|trainer| {
            let layout = trainer.network().params().layout();
            layout.tensors().iter().map(|spec| spec.name.clone()).collect()
        })
    }

    /// A parameter tensor, row by row.
    ///
    /// Throws `UnknownParameterError`.
    pub fn parameter(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: JsValue,
    ) -> Result<Vec<f32>, JsValue> {
        let tensor = self.tensor(&name)?;
        Ok(self.trainer.read(|trainer| {
            trainer.network().params().view(tensor).transpose().as_slice().to_vec()
        }))
    }

    /// Rows and columns of a parameter tensor; a bias has one column.
    ///
    /// Throws `UnknownParameterError`.
    #[wasm_bindgen(js_name = parameterShape, unchecked_return_type = "[number, number]")]
    pub fn parameter_shape(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: JsValue,
    ) -> Result<JsValue, JsValue> {
        let tensor = self.tensor(&name)?;
        let (rows, columns) =
            self.trainer.read(|trainer| trainer.network().params().view(tensor).shape());
        Ok(array([rows, columns].into_iter().map(JsValue::from)))
    }

    #[inline(never)]
    pub(super) fn of(trainer: Result<Trainer<f32>, Error>) -> Thrown<Self> {
        let trainer = SharedTrainer::new(trainer.map_err(thrown)?);
        let current = Network::new(Weights::current(trainer.clone()));
        Ok(Self { trainer, current, ngrams: RefCell::default() })
    }

    /// A network of this run with other weights.
    #[inline(never)]
    pub(super) fn network_with(&self, weights: &[f32]) -> Network {
        let config = self.trainer.read(|trainer| trainer.network().config().clone());
        let network = model::Network::from_weights(config, weights);
        Network::new(Weights::frozen(self.trainer.clone(), network))
    }

    fn tensor(&self, name: &JsValue) -> Thrown<usize> {
        let name = text("name", name, LONGEST_NAME, LONGEST_NAME as usize)?;
        self.trainer
            .read(|trainer| trainer.network().params().layout().index(&name))
            .map_err(thrown)
    }

    /// All parameters, tensor after tensor in the order of their names, each column by column.
    pub fn weights(&self) -> Vec<f32> {
        self.trainer.read(|trainer| trainer.network().params().as_slice().to_vec())
    }

    /// A hash over the bytes of all parameters, as 16 hexadecimal digits: equal weights, equal hash.
    #[wasm_bindgen(js_name = weightsHash)]
    pub fn weights_hash(&self) -> String {
        format!("{:016x}", self.trainer.read(|trainer| trainer.network().params().hash()))
    }

    /// The sizes of the text, and the changes that cleaning made.
    #[wasm_bindgen(js_name = textReport, unchecked_return_type = "TextReport")]
    pub fn text_report(&self) -> JsValue {
        self.trainer.read(objects::text_report)
    }

    /// `count` characters of the cleaned text from index `start` on, or fewer at its end.
    ///
    /// Throws `SettingError`.
    pub fn excerpt(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] start: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] count: JsValue,
    ) -> Result<String, JsValue> {
        let start = whole("start", &start, 0, MAX_CHARS)?;
        let count = whole("count", &count, 0, MAX_CHARS)?;
        Ok(self.trainer.read(|trainer| {
            let text = trainer.text();
            let ids = text.ids.iter().skip(start).take(count).copied().collect::<Vec<_>>();
            text.vocabulary.decode(&ids)
        }))
    }

    /// The distinct characters of the text, in the order of their ids.
    pub fn vocabulary(&self) -> JsString {
        let chars: String =
            self.trainer.read(|trainer| trainer.text().vocabulary.chars().iter().collect());
        JsString::from(chars)
    }

    /// The settings in force.
    #[wasm_bindgen(unchecked_return_type = "Config")]
    pub fn config(&self) -> JsValue {
        config_object(&self.trainer.read(|trainer| trainer.config().clone()))
    }

    /// Optimiser updates so far.
    pub fn steps(&self) -> f64 {
        self.trainer.read(Trainer::steps) as f64
    }
}

/// The text of a run.
#[inline(never)]
pub(super) fn text_of(source: &JsValue) -> Thrown<Text> {
    Text::new(&text("text", source, LONGEST_TEXT, MAX_CHARS)?).map_err(thrown)
}

/// UTF-16 units of a tensor's name: more than any has.
const LONGEST_NAME: u32 = 1000;

pub(super) fn report(report: Result<training::StepReport, Error>) -> Result<JsValue, JsValue> {
    report.map(|report| step_report(&report)).map_err(thrown)
}
