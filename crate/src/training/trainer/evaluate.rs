//! Evaluation on the validation text, in one call or as a task.

use super::Trainer;
use crate::real::Real;
use crate::task::Task;
use crate::training::{Evaluation, EvaluationReport};

impl<R: Real> Trainer<R> {
    /// A pass over the validation text; `None` if there is no validation text.
    pub fn start_evaluation(&self) -> Option<Evaluation<R>> {
        Evaluation::new(&self.network, &self.split, self.windows.shape())
    }

    /// The mean loss on the validation text; `None` if there is no validation text.
    pub fn evaluate(&self) -> Option<EvaluationReport> {
        Some(self.start_evaluation()?.run(self))
    }
}

impl<R: Real> Task for Evaluation<R> {
    type Subject = Trainer<R>;
    type Output = EvaluationReport;

    /// Reads one portion.
    fn advance(&mut self, trainer: &Trainer<R>) -> bool {
        let Trainer { network, text, split, pass, .. } = trainer;
        Evaluation::advance(self, network, &text.ids, split, &mut pass.borrow_mut().trace)
    }

    fn finish(self, _: &Trainer<R>) -> EvaluationReport {
        self.report()
    }
}
