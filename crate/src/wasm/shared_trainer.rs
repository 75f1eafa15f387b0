//! The trainer of a playground, which its networks and tasks read as well.

use std::cell::RefCell;
use std::rc::Rc;

use crate::training::Trainer;

/// A trainer with several owners, and a count of the changes of its weights.
///
/// No JavaScript runs while it is borrowed, so that no exception can leave it borrowed.
#[derive(Clone)]
pub struct SharedTrainer(Rc<RefCell<Counted>>);

struct Counted {
    trainer: Trainer<f32>,
    changes: u32,
}

impl SharedTrainer {
    pub fn new(trainer: Trainer<f32>) -> Self {
        Self(Rc::new(RefCell::new(Counted { trainer, changes: 0 })))
    }

    pub fn read<T>(&self, act: impl FnOnce(&Trainer<f32>) -> T) -> T {
        act(&self.0.borrow().trainer)
    }

    /// Lets `act` change the trainer, but not a weight.
    pub fn prepare<T>(&self, act: impl FnOnce(&mut Trainer<f32>) -> T) -> T {
        act(&mut self.0.borrow_mut().trainer)
    }

    /// Lets `act` change the weights: every task that began before is out of date.
    pub fn change<T>(&self, act: impl FnOnce(&mut Trainer<f32>) -> T) -> T {
        let counted = &mut *self.0.borrow_mut();
        counted.changes += 1;
        act(&mut counted.trainer)
    }

    /// The number of changes of the weights so far.
    pub fn changes(&self) -> u32 {
        self.0.borrow().changes
    }
}
