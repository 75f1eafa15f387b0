//! Trains networks with different settings, one a thread, and prints a line of JSON for each
//! reading: the program behind `npm run defaults` (`scripts/defaults.mjs`).
//!
//! The first argument is a file of jobs, the second the number of threads. A job is a line of
//! fields separated by tabs: the file of the text; a name; `always` or `searched`; the steps of the
//! readings, separated by commas; settings as `name=value`, separated by spaces, with `\n` for a
//! line break. After each reading of all jobs of a text, the better half of the searched jobs goes
//! on.

use std::collections::VecDeque;
use std::error::Error;
use std::sync::{Condvar, Mutex};
use std::thread::scope;

use lstm_playground::text::{NgramModel, Text};
use lstm_playground::training::{Value, bits_per_char};
use lstm_playground::{Config, Trainer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("the first argument must be a file of jobs")?;
    let threads = arguments.next().ok_or("the second argument must be a number of threads")?;
    let threads: usize = threads.parse()?;
    let mut texts: Vec<TextJobs> = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let (file, job) = Job::parse(line).map_err(|reason| format!("{reason}: {line}"))?;
        match texts.iter_mut().find(|jobs| jobs.file == file) {
            Some(jobs) => jobs.ready.push_back(job),
            None => texts.push(TextJobs::new(file, job)?),
        }
    }
    let shared = Shared { texts: Mutex::new(texts), changed: Condvar::new() };
    scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| shared.work());
        }
    });
    Ok(())
}

/// The jobs on one text.
struct TextJobs {
    file: String,
    text: Text,
    has_baseline: bool,
    ready: VecDeque<Job>,
    running: usize,
    /// The jobs that have the current reading.
    read: Vec<Job>,
}

impl TextJobs {
    fn new(file: &str, first: Job) -> Result<Self, Box<dyn Error>> {
        let text = Text::new(&std::fs::read_to_string(file)?)?;
        let (has_baseline, running, read) = (false, 0, Vec::new());
        Ok(Self { file: file.into(), text, has_baseline, ready: [first].into(), running, read })
    }

    /// Makes the better half of the searched jobs ready for the next reading.
    fn halve(&mut self) {
        self.read.retain(|job| !job.readings.is_empty());
        self.read.sort_by(|a, b| a.best.1.total_cmp(&b.best.1));
        let mut searched = self.read.iter().filter(|job| job.is_searched).count().div_ceil(2);
        self.ready = self
            .read
            .drain(..)
            .filter(|job| {
                let goes_on = !job.is_searched || searched > 0;
                searched -= usize::from(job.is_searched && goes_on);
                goes_on
            })
            .collect();
    }
}

struct Shared {
    texts: Mutex<Vec<TextJobs>>,
    changed: Condvar,
}

impl Shared {
    /// Runs jobs until none is left, those of the first texts first.
    fn work(&self) {
        let mut texts = self.texts.lock().expect("no thread has panicked");
        loop {
            if let Some(index) = texts.iter().position(|jobs| !jobs.has_baseline) {
                texts[index].has_baseline = true;
                let (file, text) = (texts[index].file.clone(), texts[index].text.clone());
                drop(texts);
                println!("{{\"text\":{file:?},\"baseline\":{}}}", baseline(text));
            } else if let Some(index) = texts.iter().position(|jobs| !jobs.ready.is_empty()) {
                let jobs = &mut texts[index];
                let mut job = jobs.ready.pop_front().expect("a job is ready");
                jobs.running += 1;
                let (file, text) = (jobs.file.clone(), jobs.text.clone());
                drop(texts);
                println!("{}", job.read(&file, text));
                texts = self.texts.lock().expect("no thread has panicked");
                let jobs = &mut texts[index];
                jobs.running -= 1;
                jobs.read.push(job);
                if jobs.running == 0 && jobs.ready.is_empty() {
                    jobs.halve();
                    self.changed.notify_all();
                }
                continue;
            } else if texts.iter().any(|jobs| jobs.running > 0) {
                texts = self.changed.wait(texts).expect("no thread has panicked");
                continue;
            } else {
                return self.changed.notify_all();
            }
            texts = self.texts.lock().expect("no thread has panicked");
        }
    }
}

/// The lowest bits per character of the n-gram models.
fn baseline(mut text: Text) -> f64 {
    let split = &Config::default().prepare(&mut text);
    let mut ngrams = NgramModel::new(split, text.vocabulary.len());
    let ids = &text.ids;
    let bits = (0..=NgramModel::MAX_ORDER).map(|order| ngrams.bits_per_char(ids, split, order));
    bits.fold(f64::INFINITY, f64::min)
}

/// One run.
struct Job {
    name: String,
    is_searched: bool,
    /// The steps of the readings to come.
    readings: VecDeque<u64>,
    config: Config,
    trainer: Option<Trainer<f32>>,
    /// The lowest validation so far: its step and its bits per character.
    best: (u64, f64),
}

impl Job {
    /// The file of the text, and the job of a line.
    fn parse(line: &str) -> Result<(&str, Self), Box<dyn Error>> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [file, name, kind, readings, settings] = fields[..] else {
            return Err("a job must have five fields".into());
        };
        let mut config = Config::default();
        for setting in settings.split_whitespace() {
            let (name, value) = setting.split_once('=').ok_or("a setting must be name=value")?;
            let number = value.parse().map(Value::Number);
            let text = || Value::Text(value.replace("\\n", "\n"));
            config.set(name, &number.unwrap_or_else(|_| text()))?;
        }
        let job = Self {
            name: name.to_owned(),
            is_searched: kind == "searched",
            readings: readings.split(',').map(str::parse).collect::<Result<_, _>>()?,
            config,
            trainer: None,
            best: (0, f64::INFINITY),
        };
        Ok((file, job))
    }

    /// Trains to the next reading; returns the line to print.
    fn read(&mut self, file: &str, text: Text) -> String {
        let reading = self.readings.pop_front().expect("a ready job has a reading to come");
        let problem = self.train_to(reading, text).err();
        let (name, (step, bits)) = (&self.name, self.best);
        let ended = self.trainer.as_ref().map_or(0, Trainer::steps);
        if problem.is_some() || self.readings.is_empty() {
            self.trainer = None;
            self.readings.clear();
        }
        let bits = if bits.is_finite() { format!("{bits:.5}") } else { "null".into() };
        let problem = problem.map_or(String::new(), |error| format!(",\"problem\":\"{error}\""));
        format!(
            "{{\"text\":{file:?},\"name\":{name:?},\"step\":{reading},\"ended\":{ended},\
             \"best\":{{\"step\":{step},\"bits\":{bits}}}{problem}}}"
        )
    }

    /// Trains to a step, or to the step at which training stops by itself.
    fn train_to(&mut self, step: u64, text: Text) -> Result<(), lstm_playground::Error> {
        if self.trainer.is_none() {
            let mut trainer = Trainer::new(text, self.config.clone())?;
            trainer.set_threads(1)?;
            self.trainer = Some(trainer);
        }
        let trainer = self.trainer.as_mut().expect("it was made");
        let to_go = step.saturating_sub(trainer.steps()) as usize;
        let trained = match trainer.stop_reason() {
            None if to_go > 0 => trainer.train_steps(to_go).err(),
            _ => None,
        };
        if let Some(best) = trainer.best_validation() {
            self.best = (best.step, bits_per_char(best.loss));
        }
        trained.map_or(Ok(()), Err)
    }
}
