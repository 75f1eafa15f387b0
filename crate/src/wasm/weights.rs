//! The weights that an inspection reads.

use std::rc::Rc;

use super::shared_trainer::SharedTrainer;
use crate::model::Network;
use crate::training::Trainer;

/// The weights of a run as they are at any time, or a copy from an earlier moment.
#[derive(Clone)]
pub struct Weights {
    trainer: SharedTrainer,
    frozen: Option<Rc<Network<f32>>>,
}

impl Weights {
    pub fn current(trainer: SharedTrainer) -> Self {
        Self { trainer, frozen: None }
    }

    pub fn frozen(trainer: SharedTrainer, network: Network<f32>) -> Self {
        Self { trainer, frozen: Some(Rc::new(network)) }
    }

    pub fn read<T>(&self, act: impl FnOnce(&Network<f32>, &Trainer<f32>) -> T) -> T {
        self.trainer.read(|trainer| {
            let network = self.frozen.as_deref().unwrap_or(trainer.network());
            act(network, trainer)
        })
    }

    /// The number of changes of the weights so far.
    pub fn changes(&self) -> u32 {
        if self.frozen.is_some() { 0 } else { self.trainer.changes() }
    }
}
