//! Runs in files: one safetensors file, from which training goes on with the same bits, here or in
//! the page. `docs/files.md` has the format, and `www/src/files` is the page's own reader and writer.
//!
//! ```
//! use lstm_playground::files::SavedRun;
//! use lstm_playground::{Config, Text, Trainer};
//!
//! let source = "tick tock ".repeat(60);
//! let config = Config { hidden_size: 8, ..Config::default() };
//! let mut trainer = Trainer::<f32>::new(Text::new(&source)?, config)?;
//! trainer.train_steps(20)?;
//! let file = SavedRun::new(&source, &trainer).write()?;
//!
//! let mut other = SavedRun::read(&file)?.trainer()?;
//! trainer.train_steps(20)?;
//! other.train_steps(20)?;
//! assert_eq!(other.network().params().hash(), trainer.network().params().hash());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod checkpoint_tensors;
mod counters;
mod curve;
mod json;
mod record;
mod run_file_error;
mod safetensors;
mod samples;
mod saved_run;
mod saved_task;
mod setting_values;

pub use curve::Curve;
pub use record::Record;
pub use run_file_error::RunFileError;
pub use samples::SavedSample;
pub use saved_run::SavedRun;
pub use saved_task::SavedTask;
