//! Long work that JavaScript advances in slices.

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use super::arguments::milliseconds;
use super::clock;
use super::errors::{named, thrown};
use super::shared_trainer::SharedTrainer;
use crate::task;
use crate::training::Trainer;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A task whose result is a `T`. */
export interface TaskOf<T> extends Task {
  runFor(milliseconds: number): T | undefined;
}
"#;

/// Long work on a network or a run. It holds memory until it has returned its result; call `free` to
/// abandon it earlier.
#[wasm_bindgen]
pub struct Task(Cell<Option<Box<dyn Portions>>>);

/// A task with everything that it needs to go on.
trait Portions {
    fn advance(&mut self) -> Result<bool, JsValue>;
    fn finish(self: Box<Self>) -> JsValue;
}

/// A reference to the subject of a task, and a count of the changes of its weights.
pub trait Subject {
    type Of;
    fn read<T>(&self, act: impl FnOnce(&Self::Of) -> T) -> T;
    fn changes(&self) -> u32;
}

impl Subject for SharedTrainer {
    type Of = Trainer<f32>;

    fn read<T>(&self, act: impl FnOnce(&Trainer<f32>) -> T) -> T {
        self.read(act)
    }

    fn changes(&self) -> u32 {
        self.changes()
    }
}

struct Bound<T, S, F> {
    task: T,
    subject: S,
    changes: u32,
    to_js: F,
}

impl<T, S, F> Portions for Bound<T, S, F>
where
    T: task::Task<Subject = S::Of>,
    S: Subject,
    F: FnOnce(T::Output) -> JsValue,
{
    fn advance(&mut self) -> Result<bool, JsValue> {
        if self.subject.changes() != self.changes {
            return Err(weights_changed());
        }
        Ok(self.subject.read(|subject| self.task.advance(subject)))
    }

    fn finish(self: Box<Self>) -> JsValue {
        let Self { task, subject, to_js, .. } = *self;
        to_js(subject.read(|subject| task.finish(subject)))
    }
}

/// The error of a call that needs the weights of an earlier moment.
pub fn weights_changed() -> JsValue {
    named("WeightsChangedError", "the weights changed since this task began: start it again")
}

impl Task {
    /// `task` on `subject`, whose result `to_js` converts.
    pub fn new<T, S, F>(task: T, subject: S, to_js: F) -> Self
    where
        T: task::Task<Subject = S::Of> + 'static,
        S: Subject + 'static,
        F: FnOnce(T::Output) -> JsValue + 'static,
    {
        let changes = subject.changes();
        Self(Cell::new(Some(Box::new(Bound { task, subject, changes, to_js }))))
    }

    /// The result of a new task, at once.
    pub fn run(self) -> Result<JsValue, JsValue> {
        self.run_while(|| true)
    }

    /// Works as long as `go_on` returns true, at least one portion.
    fn run_while(&self, mut go_on: impl FnMut() -> bool) -> Result<JsValue, JsValue> {
        let ended = || named("TaskEndedError", "this task has ended: start another");
        let mut portions = self.0.take().ok_or_else(ended)?;
        while portions.advance()? {
            if !go_on() {
                self.0.set(Some(portions));
                return Ok(JsValue::UNDEFINED);
            }
        }
        Ok(portions.finish())
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
        let milliseconds = milliseconds(&time).map_err(thrown)?;
        self.run_while(clock::within(milliseconds))
    }
}
