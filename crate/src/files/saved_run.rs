//! A run as its file has it.

use std::path::Path;

use serde_json::Value;

use super::checkpoint_tensors::{CheckpointLayout, values_of};
use super::json::{self, Metadata, object_in, quoted};
use super::record::Record;
use super::run_file_error::{RunFileError, refusal};
use super::safetensors::{TensorFile, Tensors, check_size};
use super::saved_task::{self, SavedTask};
use super::{counters, setting_values};
use crate::error::Error;
use crate::model::CellSpec;
use crate::sampling::{OPTIONS, SamplingOptions};
use crate::text::{MAX_CHARS, Text, Vocabulary};
use crate::training::{CharModel, Checkpoint, Config, SETTINGS, Trainer};

/// The value of `format` in the metadata.
const FORMAT: &str = "lstm-playground run";
const VERSION: u32 = 1;

/// The sampling options that may be long, and have tensors of their own.
const TEXTS: [&str; 2] = ["prompt", "stop"];
/// The greatest length of a prompt, in UTF-16 units.
const MAX_PROMPT: usize = 200_000;

/// A run as its file has it, with what the page knows of it. Opened and saved again, it has the same
/// bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedRun {
    /// The settings in force.
    pub config: Config,
    /// The text as it was given, before it was cleaned.
    pub text: String,
    /// Every character that the network reads and predicts, in the order of the ids.
    pub vocabulary: String,
    /// In a run that has begun with the weights of another, whose vocabulary it has: true if that
    /// vocabulary reads unknown characters as one.
    pub reads_unknown: Option<bool>,
    /// The task to which the text belongs.
    pub task: Option<SavedTask>,
    /// The checkpoint.
    pub checkpoint: Checkpoint<f32>,
    /// The streams of the training.
    streams: usize,
    /// The sampling options.
    pub sampling: SamplingOptions,
    /// False if every text gets a seed of its own.
    pub has_seed: bool,
    /// Curves, figures and samples.
    pub record: Record,
}

impl SavedRun {
    /// The run of `trainer`, begun on the text `source`, with an empty record.
    pub fn new(source: &str, trainer: &Trainer<f32>) -> Self {
        Self {
            config: trainer.config().clone(),
            text: source.to_owned(),
            vocabulary: trainer.text().vocabulary.chars().iter().collect(),
            reads_unknown: None,
            task: None,
            checkpoint: trainer.checkpoint(),
            streams: trainer.windows().shape().batch_size,
            sampling: SamplingOptions::default(),
            has_seed: false,
            record: Record::default(),
        }
    }

    /// Takes the checkpoint and the learning rate of the run that `trainer` goes on with, and removes
    /// points of the curves beyond its step, which a rollback leaves.
    pub fn update(&mut self, trainer: &Trainer<f32>) {
        self.record.cut(trainer.steps());
        self.config.clone_from(trainer.config());
        self.checkpoint = trainer.checkpoint();
    }

    /// The run in training, from which it goes on with the same bits.
    ///
    /// # Errors
    /// [`RunFileError`] for text, settings and a checkpoint that do not fit each other.
    pub fn trainer(&self) -> Result<Trainer<f32>, RunFileError> {
        let text = Text::new(&self.text)?;
        let config = self.config.clone();
        let mut trainer = match self.reads_unknown {
            None => Trainer::new(text, config)?,
            Some(reads_unknown) => {
                let vocabulary = Vocabulary::from_chars(&self.vocabulary, reads_unknown)?;
                let count = config.network(vocabulary.len()).layout().num_weights();
                let weights = self.checkpoint.values.get(..count).unwrap_or_default();
                CharModel::from_weights(config, vocabulary, weights)?.train_on(text)?
            }
        };
        if !trainer.text().vocabulary.chars().iter().copied().eq(self.vocabulary.chars()) {
            let problem = "its vocabulary is not that of its text".to_owned();
            return Err(refusal(problem, "every character of the text once, in order"));
        }
        trainer.restore(&self.checkpoint).map_err(|error| match error {
            Error::Checkpoint { given, allowed } => {
                let problem = "its checkpoint is not one of its text and its settings";
                refusal(format!("{problem}: it has {given}"), allowed)
            }
            other => RunFileError::Model(other),
        })?;
        Ok(trainer)
    }

    /// Reads the file at `path`.
    ///
    /// # Errors
    /// [`RunFileError`] for a file that is no run, or that cannot be read.
    pub fn open(path: &Path) -> Result<Self, RunFileError> {
        let system = |error| system_error(path, "read", &error);
        check_size(std::fs::metadata(path).map_err(system)?.len())?;
        Self::read(&std::fs::read(path).map_err(system)?)
    }

    /// Writes the run to `path`. A file that is there is replaced once the new one is complete.
    ///
    /// # Errors
    /// [`RunFileError`] for a run that no file can hold, and for a file that cannot be written.
    ///
    /// # Panics
    /// As [`write`](Self::write).
    pub fn save(&self, path: &Path) -> Result<(), RunFileError> {
        let system = |error| system_error(path, "written", &error);
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        std::fs::write(&part, self.write()?).map_err(system)?;
        std::fs::rename(&part, path).map_err(system)
    }

    /// The file: the same bytes for the same run.
    ///
    /// # Errors
    /// [`RunFileError::TooLarge`].
    ///
    /// # Panics
    /// If the checkpoint has fewer values than these settings and this vocabulary need.
    pub fn write(&self) -> Result<Vec<u8>, RunFileError> {
        let given = self.text.encode_utf16().count();
        if given > MAX_CHARS {
            return Err(RunFileError::TooLarge { part: "its text", given, allowed: MAX_CHARS });
        }
        let mut file = TensorFile::default();
        file.add_metadata("format", FORMAT.to_owned());
        file.add_metadata("version", VERSION.to_string());
        file.add_metadata("config", setting_values::write(SETTINGS.iter(), &self.config));
        file.add_metadata("counters", counters::write(&self.checkpoint.progress));
        let options = short_options().filter(|row| self.has_seed || row.name != "seed");
        file.add_metadata("sampling", setting_values::write(options, &self.sampling));
        if let Some(reads_unknown) = self.reads_unknown {
            file.add_metadata("reads_unknown", reads_unknown.to_string());
        }
        if let Some(task) = &self.task {
            file.add_metadata("task", saved_task::write(task));
        }
        self.layout().write(&self.checkpoint.values, self.streams, &mut file);
        let losses = &self.checkpoint.progress.validation.losses;
        file.add_f64("validation.losses", vec![losses.len()], losses.iter().copied());
        self.record.write(&mut file);
        file.add_text("prompt", &self.sampling.prompt);
        file.add_text("stop", &self.sampling.stop);
        file.add_text("vocabulary", &self.vocabulary);
        file.add_text("text", &self.text);
        file.write()
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`RunFileError`] for a file that is no run.
    pub fn read(file: &[u8]) -> Result<Self, RunFileError> {
        let mut tensors = Tensors::read(file)?;
        let metadata = std::mem::take(&mut tensors.metadata);
        check_format(&metadata)?;
        let mut config = Config::default();
        setting_values::read(&metadata, "config", SETTINGS.iter(), &[], &mut config)?;
        let losses = tensors.take_f64("validation.losses", &[None])?;
        let progress = counters::read(&metadata, &losses)?;
        if progress.learning_rate != config.learning_rate {
            let given = json::number(progress.learning_rate);
            let expected = format!("{}, as in \"config\"", json::number(config.learning_rate));
            return Err(refusal(format!("the counter learning_rate is {given}"), expected));
        }
        let text = tensors.take_text("text", MAX_CHARS)?;
        let vocabulary = checked_vocabulary(tensors.take_text("vocabulary", MAX_CHARS)?)?;
        let task = saved_task::read(&metadata, &text)?;
        let reads_unknown = reads_unknown_in(&metadata)?;
        let mut sampling = SamplingOptions::default();
        let options = short_options();
        setting_values::read(&metadata, "sampling", options, &["seed"], &mut sampling)?;
        let has_seed = object_in(&metadata, "sampling")?.contains_key("seed");
        sampling.prompt = tensors.take_text("prompt", MAX_PROMPT)?;
        sampling.stop = tensors.take_text("stop", MAX_PROMPT)?;
        let record = Record::take(&mut tensors, &metadata, progress.step)?;
        let checkpoint = Checkpoint { progress, values: Vec::new() };
        let mut run = Self {
            config,
            text,
            vocabulary,
            reads_unknown,
            task,
            checkpoint,
            streams: 0,
            sampling,
            has_seed,
            record,
        };
        let (taken, streams) = run.layout().take(&mut tensors)?;
        tensors.finish()?;
        run.streams = streams;
        run.checkpoint.values = values_of(&taken)?;
        Ok(run)
    }

    fn layout(&self) -> CheckpointLayout {
        let Config { optimizer, hidden_size, num_layers, batch_size, cell, .. } = self.config;
        let spec: &dyn CellSpec = cell.spec();
        let per_unit = 1 + usize::from(spec.has_cell()) + spec.carried_gates();
        let validation = &self.checkpoint.progress.validation;
        CheckpointLayout {
            weights: self.config.network(self.vocabulary.chars().count()).layout(),
            optimizer,
            state_size: per_unit * hidden_size * num_layers,
            batch_size,
            has_best: validation.best.step > 0,
            has_pass: validation.pass_step > 0,
        }
    }
}

fn system_error(path: &Path, act: &'static str, error: &std::io::Error) -> RunFileError {
    RunFileError::System { path: path.display().to_string(), act, reason: error.to_string() }
}

fn short_options() -> impl Iterator<Item = &'static crate::setting::Setting<SamplingOptions>> + Clone
{
    OPTIONS.iter().filter(|row| !TEXTS.contains(&row.name))
}

fn check_format(metadata: &Metadata) -> Result<(), RunFileError> {
    let quoted = |text: &str| quoted(&Value::from(text));
    let format = metadata.get("format");
    if format.is_none_or(|format| format != FORMAT) {
        let named = |format: &String| format!("its format is {}", quoted(format));
        let problem = format.map_or("it names no format".to_owned(), named);
        return Err(refusal(problem, quoted(FORMAT)));
    }
    let version = metadata.get("version").map_or("", String::as_str);
    if version == VERSION.to_string() {
        return Ok(());
    }
    if version.parse().is_ok_and(|version: f64| version > f64::from(VERSION)) {
        return Err(RunFileError::Future { given: version.to_owned(), allowed: VERSION });
    }
    let problem = format!("its format has the version {}", quoted(version));
    Err(refusal(problem, VERSION.to_string()))
}

fn checked_vocabulary(vocabulary: String) -> Result<String, RunFileError> {
    let mut chars: Vec<char> = vocabulary.chars().collect();
    let given = chars.len();
    chars.sort_unstable();
    chars.dedup();
    if given > 0 && chars.len() == given {
        return Ok(vocabulary);
    }
    let problem = "the vocabulary is empty or has a character twice".to_owned();
    Err(refusal(problem, "every character of the text once"))
}

fn reads_unknown_in(metadata: &Metadata) -> Result<Option<bool>, RunFileError> {
    let Some(written) = metadata.get("reads_unknown") else { return Ok(None) };
    written.parse().map(Some).map_err(|_| {
        let given = quoted(&Value::from(written.as_str()));
        refusal(format!("\"reads_unknown\" is {given}"), "true or false")
    })
}
