//! Trains a character LSTM on a text file, with progress and samples on the terminal:
//! `cargo run --release --example train -- --help`; with `--features files` in the package alone

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use lstm_playground::files::{SavedRun, SavedSample};
use lstm_playground::sampling::{OPTIONS, generate};
use lstm_playground::training::{SETTINGS, Setting, StopReason, Value, bits_per_char};
use lstm_playground::{Config, Error, SamplingOptions, Text, Trainer};

/// Trains a character LSTM on a text file, or goes on with a run from a file. The defaults of the
/// settings suit the text.
#[derive(Parser)]
#[command(version, after_help = settings_and_options())]
struct Arguments {
    /// The text to learn, in UTF-8.
    #[arg(required_unless_present = "open", conflicts_with = "open")]
    file: Option<PathBuf>,
    /// A run to go on with, saved here or in the page. Of its settings, --set can change
    /// learning_rate.
    #[arg(long, value_name = "RUN.safetensors")]
    open: Option<PathBuf>,
    /// The file in which to save the run, with every sample and at the end. The page opens it.
    #[arg(long, value_name = "RUN.safetensors")]
    save: Option<PathBuf>,
    /// Epochs: passes over the training text.
    #[arg(long, default_value_t = 10.0, value_parser = positive)]
    epochs: f64,
    /// Steps, instead of epochs.
    #[arg(long, value_name = "NUMBER", conflicts_with = "epochs")]
    steps: Option<u64>,
    /// Seconds between two samples.
    #[arg(long, default_value_t = 5.0, value_parser = positive)]
    sample_every: f64,
    /// Threads that compute a step. Their number changes no result; without it, all cores but one
    /// compute.
    #[arg(long, value_name = "NUMBER", value_parser = at_least_one)]
    threads: Option<usize>,
    /// A setting; repeat the option for several.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = assignment)]
    settings: Vec<(String, Value)>,
    /// A sampling option; repeat the option for several.
    #[arg(long = "sample", value_name = "NAME=VALUE", value_parser = assignment)]
    sampling: Vec<(String, Value)>,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match train(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn train(arguments: &Arguments) -> Result<(), Failure> {
    refuse_overwriting(arguments)?;
    let (mut saved, mut trainer) = match &arguments.open {
        Some(path) => opened(path, arguments)?,
        None => begun(arguments)?,
    };
    for (name, value) in &arguments.sampling {
        saved.sampling.set(name, value)?;
        saved.has_seed |= name == "seed";
    }
    if !arguments.sampling.is_empty() {
        let empty = SamplingOptions { length: 0, ..saved.sampling.clone() };
        generate(trainer.network(), &trainer.text().vocabulary, &empty)?; // refuses its prompt
    }
    let all_but_one = available_parallelism().map_or(1, |cores| cores.get().max(2) - 1);
    let threads = arguments.threads.unwrap_or_else(|| trainer.threads().min(all_but_one));
    trainer.set_threads(threads)?;
    run(trainer, saved, arguments)
}

/// Refuses to save over a file, unless it is the opened one.
fn refuse_overwriting(Arguments { open, save, .. }: &Arguments) -> Result<(), Failure> {
    let Some(save) = save.as_ref().filter(|path| path.exists()) else { return Ok(()) };
    let is_opened = |open: &PathBuf| open.canonicalize().ok() == save.canonicalize().ok();
    if open.as_ref().is_some_and(is_opened) {
        return Ok(());
    }
    let remedy = "--open it to go on, or save to another file";
    Err(format!("{} exists: {remedy}", save.display()).into())
}

/// A run before its first step.
fn begun(arguments: &Arguments) -> Result<(SavedRun, Trainer<f32>), Failure> {
    let path = arguments.file.as_deref().unwrap_or(Path::new(""));
    let source = std::fs::read(path)
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let source = String::from_utf8(source)
        .map_err(|error| format!("{} must be UTF-8: {error}", path.display()))?;
    let text = Text::new(&source)?;
    let mut config = Config::for_text(text.ids.len(), text.vocabulary.len());
    for (name, value) in &arguments.settings {
        config.set(name, value)?;
    }
    let trainer = Trainer::new(text, config)?;
    Ok((SavedRun::new(&source, &trainer), trainer))
}

/// A run at the step at which it was saved.
fn opened(path: &Path, arguments: &Arguments) -> Result<(SavedRun, Trainer<f32>), Failure> {
    let mut saved = SavedRun::open(path)?;
    let mut trainer = saved.trainer()?;
    for (name, value) in &arguments.settings {
        if name != "learning_rate" {
            let reason = "a saved run keeps its settings: --set can change learning_rate";
            return Err(format!("{reason}, got {name}").into());
        }
        let mut config = trainer.config().clone();
        config.set(name, value)?;
        trainer.set_learning_rate(config.learning_rate)?;
        saved.record.mark_learning_rate_chosen();
    }
    Ok((saved, trainer))
}

fn run(
    mut trainer: Trainer<f32>,
    mut saved: SavedRun,
    arguments: &Arguments,
) -> Result<(), Failure> {
    println!("{}", describe(&trainer));
    // A run that cannot be saved is refused before it trains.
    save(&mut saved, &trainer, arguments)?;
    let in_epochs = (arguments.epochs * trainer.windows().per_epoch() as f64).ceil() as u64;
    let steps = arguments.steps.unwrap_or(in_epochs);
    let last = trainer.steps() + steps;
    let style = "{bar:30} step {pos}/{len}, {msg}, {eta} left";
    let progress = ProgressBar::new(last).with_style(ProgressStyle::with_template(style)?);
    progress.set_position(trainer.steps());
    progress.reset_eta();
    let (start, mut chars) = (Instant::now(), 0);
    let mut next_sample = Duration::from_secs_f64(arguments.sample_every);
    for _ in 0..steps {
        let report = match trainer.train_step() {
            Ok(report) => report,
            Err(error) => {
                save(&mut saved, &trainer, arguments)?;
                return Err(error.into());
            }
        };
        chars += report.chars;
        let bits = bits_per_char(report.loss);
        let rate = chars as f64 / start.elapsed().as_secs_f64();
        saved.record.add(&report, rate, &trainer);
        progress.set_message(format!("{bits:.3} bits per character, {rate:.0} chars/s"));
        progress.inc(1);
        if start.elapsed() >= next_sample || report.step == last {
            let text = generate(trainer.network(), &trainer.text().vocabulary, &saved.sampling);
            let sample = shown(&text, &saved.sampling);
            progress.suspend(|| println!("\nstep {}, {bits:.3} bits\n{sample}\n", report.step));
            if let Ok(text) = text {
                let SamplingOptions { prompt, seed, .. } = saved.sampling.clone();
                let (step, seed) = (report.step, seed.into());
                let sample = SavedSample { step, seed, prompt, text, is_best: false, copied: None };
                saved.record.add_sample(sample);
            }
            save(&mut saved, &trainer, arguments)?;
            next_sample = start.elapsed() + Duration::from_secs_f64(arguments.sample_every);
        }
        if let Some(reason) = trainer.stop_reason() {
            progress.abandon();
            println!("{}", end(&trainer, reason));
            save(&mut saved, &trainer, arguments)?;
            break;
        }
    }
    progress.finish();
    if let Some(evaluation) = trainer.evaluate() {
        let bits = bits_per_char(evaluation.loss);
        println!("validation: {bits:.3} bits per character over {} characters", evaluation.chars);
    }
    if let (Some(best), Some(network)) = (trainer.best_validation(), trainer.best_network()) {
        let bits = bits_per_char(best.loss);
        println!("best validation: {bits:.3} bits per character at step {}", best.step);
        let text = generate(&network, &trainer.text().vocabulary, &saved.sampling);
        println!("\n{}", shown(&text, &saved.sampling));
    }
    // As the page's `await tag.weightsHash()`.
    println!("step {}, weights {:016x}", trainer.steps(), trainer.network().params().hash());
    Ok(())
}

/// Saves the run, if a file for it is given.
fn save(
    saved: &mut SavedRun,
    trainer: &Trainer<f32>,
    arguments: &Arguments,
) -> Result<(), Failure> {
    if let Some(path) = &arguments.save {
        saved.update(trainer);
        saved.save(path)?;
    }
    Ok(())
}

fn end(trainer: &Trainer<f32>, reason: StopReason) -> String {
    let config = trainer.config();
    match reason {
        StopReason::Patience => {
            format!("stopped: no lower validation loss for {} steps", config.patience)
        }
        StopReason::MaxSteps => format!("stopped at step {}", config.max_steps),
    }
}

/// A sample, or the reason why there is none: the prompt of an opened run may have characters that
/// the network has not learnt, and training goes on.
fn shown(text: &Result<String, Error>, options: &SamplingOptions) -> String {
    match text {
        Ok(text) => format!("{}{text}", options.prompt),
        Err(error) => format!("No sample: {error}."),
    }
}

fn describe(trainer: &Trainer<f32>) -> String {
    let (config, text) = (trainer.config(), trainer.text());
    let shape = trainer.windows().shape();
    format!(
        "{} characters, {} distinct; {} for training, {} for validation\n\
         {}, {} x {} units, {} weights; batch {} x {} characters; {} at {}; threads: {}",
        text.ids.len(),
        text.vocabulary.len(),
        trainer.split().training_chars(),
        trainer.split().validation_chars(),
        config.cell.name(),
        config.num_layers,
        config.hidden_size,
        trainer.network().params().layout().num_weights(),
        shape.batch_size,
        shape.seq_len,
        config.optimizer,
        config.learning_rate,
        trainer.threads(),
    )
}

/// The names and ranges for `--set` and `--sample`.
fn settings_and_options() -> String {
    format!(
        "Settings (--set):\n{}\nSampling options (--sample):\n{}",
        rows(SETTINGS),
        rows(OPTIONS)
    )
}

fn rows<T>(table: &[Setting<T>]) -> String {
    let row = |s: &Setting<T>| format!("  {:20} {} {}\n", s.name, s.kind.allowed(), s.unit);
    table.iter().map(row).collect()
}

fn assignment(argument: &str) -> Result<(String, Value), String> {
    let (name, value) = argument.split_once('=').ok_or("it must be NAME=VALUE")?;
    let number = value.parse().map(Value::Number);
    Ok((name.to_owned(), number.unwrap_or_else(|_| Value::Text(value.to_owned()))))
}

fn at_least_one(argument: &str) -> Result<usize, String> {
    match argument.parse() {
        Ok(number) if number >= 1 => Ok(number),
        _ => Err("it must be a whole number of at least 1, the calling thread alone".to_owned()),
    }
}

fn positive(argument: &str) -> Result<f64, String> {
    let number: f64 = argument.parse().map_err(|error| format!("{error}"))?;
    if number > 0.0 && number.is_finite() {
        Ok(number)
    } else {
        Err("it must be a number above 0".to_owned())
    }
}
