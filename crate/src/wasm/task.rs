//! Long work that JavaScript advances in slices.

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use super::arguments::milliseconds;
use super::clock;
use super::errors::named;
use super::weights::Weights;
use crate::model::Network;
use crate::task;
use crate::training::Trainer;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A task whose result is a `T`. */
export interface TaskOf<T> extends Task {
  runFor(milliseconds: number): T | undefined;
  part(): T | undefined;
}
"#;

/// Long work on a network or a run. It holds memory until it has returned its result; call `free` to
/// abandon it earlier.
#[wasm_bindgen]
pub struct Task {
    portions: Cell<Option<Box<dyn Portions>>>,
    weights: Weights,
    /// The changes of the weights before the task began.
    changes: u32,
}

/// A task of any kind, with the conversion of its result.
trait Portions {
    fn advance(&mut self, network: &Network<f32>, trainer: &Trainer<f32>) -> bool;
    fn part(&mut self) -> JsValue;
    fn finish(self: Box<Self>, weights: &Weights) -> JsValue;
}

/// The subject of a task: a network, or its trainer.
pub trait Subject {
    fn of<'a>(network: &'a Network<f32>, trainer: &'a Trainer<f32>) -> &'a Self;
}

impl Subject for Network<f32> {
    fn of<'a>(network: &'a Self, _: &'a Trainer<f32>) -> &'a Self {
        network
    }
}

impl Subject for Trainer<f32> {
    fn of<'a>(_: &'a Network<f32>, trainer: &'a Self) -> &'a Self {
        trainer
    }
}

struct Converted<T, F> {
    task: T,
    to_js: F,
}

impl<T, F> Portions for Converted<T, F>
where
    T: task::Task<Subject: Subject>,
    F: Fn(T::Output) -> JsValue,
{
    fn advance(&mut self, network: &Network<f32>, trainer: &Trainer<f32>) -> bool {
        self.task.advance(Subject::of(network, trainer))
    }

    fn part(&mut self) -> JsValue {
        self.task.part().map_or(JsValue::UNDEFINED, &self.to_js)
    }

    fn finish(self: Box<Self>, weights: &Weights) -> JsValue {
        let Self { task, to_js } = *self;
        to_js(weights.read(|network, trainer| task.finish(Subject::of(network, trainer))))
    }
}

/// The error of a call that needs the weights of an earlier moment.
pub fn weights_changed() -> JsValue {
    named("WeightsChangedError", "the weights changed since this task began: start it again")
}

impl Task {
    /// `task` on `weights`, whose result `to_js` converts.
    pub fn new<T, F>(task: T, weights: &Weights, to_js: F) -> Self
    where
        T: task::Task<Subject: Subject> + 'static,
        F: Fn(T::Output) -> JsValue + 'static,
    {
        let portions: Box<dyn Portions> = Box::new(Converted { task, to_js });
        let (weights, changes) = (weights.clone(), weights.changes());
        Self { portions: Cell::new(Some(portions)), weights, changes }
    }

    /// The result of a new task, at once.
    pub fn run(self) -> Result<JsValue, JsValue> {
        self.run_while(&mut || true)
    }

    /// Works as long as `go_on` returns true, at least one portion.
    fn run_while(&self, go_on: &mut dyn FnMut() -> bool) -> Result<JsValue, JsValue> {
        let ended = || named("TaskEndedError", "this task has ended: start another");
        let mut portions = self.portions.take().ok_or_else(ended)?;
        loop {
            if self.weights.changes() != self.changes {
                return Err(weights_changed());
            }
            if !self.weights.read(|network, trainer| portions.advance(network, trainer)) {
                return Ok(portions.finish(&self.weights));
            }
            if !go_on() {
                self.portions.set(Some(portions));
                return Ok(JsValue::UNDEFINED);
            }
        }
    }
}

#[wasm_bindgen]
impl Task {
    /// Works for `milliseconds`, or one portion if that takes longer; the result when the work is
    /// complete, `undefined` before.
    ///
    /// Throws `WeightsChangedError` if training went on since the task began, `TaskEndedError` after
    /// the result or an error.
    #[wasm_bindgen(js_name = runFor, unchecked_return_type = "unknown")]
    pub fn run_for(
        &self,
        #[wasm_bindgen(js_name = milliseconds, unchecked_param_type = "number")] time: JsValue,
    ) -> Result<JsValue, JsValue> {
        let milliseconds = milliseconds(&time)?;
        self.run_while(&mut clock::within(milliseconds))
    }

    /// The part of the result that is new since the last call: the characters of a generated text.
    /// `undefined` for every other task, and once the task has ended.
    #[wasm_bindgen(unchecked_return_type = "unknown")]
    pub fn part(&self) -> JsValue {
        let Some(mut portions) = self.portions.take() else { return JsValue::UNDEFINED };
        let part = portions.part();
        self.portions.set(Some(portions));
        part
    }
}
