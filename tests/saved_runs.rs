//! Runs in files: training goes on with the same bits, and files that are no runs are refused.
#![cfg(not(target_arch = "wasm32"))]

use std::path::PathBuf;

use lstm_playground::files::{RunFileError, SavedRun, SavedSample};
use lstm_playground::model::CellKind;
use lstm_playground::training::{OptimizerKind, Schedule, StopReason};
use lstm_playground::{Config, Error, Text, Trainer};
use lstm_playground_tests::random_text;

/// The steps of a run before it is saved, within an epoch and a validation pass, and after it was
/// opened.
const BEFORE: u64 = 60;
const AFTER: u64 = 40;

fn source() -> String {
    random_text(600, 4, 3)
}

fn trainer(config: &Config) -> Trainer<f32> {
    Trainer::new(Text::new(&source()).expect("long enough"), config.clone()).expect("good settings")
}

fn small() -> Config {
    Config { hidden_size: 6, seq_len: 8, batch_size: 4, learning_rate: 0.02, ..Config::default() }
}

/// Trains to a step, or until training stops by itself.
fn train_to(trainer: &mut Trainer<f32>, step: u64) {
    while trainer.steps() < step && trainer.stop_reason().is_none() {
        trainer.train_step().expect("finite");
    }
}

/// Asserts that a run which is saved and opened has the same bits as one which is not, and returns
/// that run.
fn assert_resumes(config: &Config) -> Trainer<f32> {
    let (mut whole, mut first) = (trainer(config), trainer(config));
    train_to(&mut whole, BEFORE + AFTER);
    train_to(&mut first, BEFORE);
    let saved = SavedRun::new(&source(), &first);
    assert!(!first.windows().at_start(), "it is saved within an epoch");
    let pass_step = saved.checkpoint.progress.validation.pass_step;
    assert_eq!(pass_step, BEFORE, "and within a validation pass");
    let file = saved.write().expect("small");
    let read = SavedRun::read(&file).expect("a run");
    assert_eq!(read, saved, "{config:?}");
    assert!(read.write().expect("small") == file, "{config:?}: other bytes");
    let mut second = read.trainer().expect("the same text and settings");
    train_to(&mut second, BEFORE + AFTER);
    assert!(second.checkpoint() == whole.checkpoint(), "{config:?}: other bits");
    assert_eq!(second.stop_reason(), whole.stop_reason());
    second
}

#[test]
fn a_run_that_is_opened_has_the_bits_of_one_that_never_was_saved() {
    let others = [
        Config { dropout: 0.3, ..small() },
        Config { schedule: Schedule::Cosine { warmup_steps: 20, total_steps: 90 }, ..small() },
    ];
    for &cell in CellKind::ALL {
        for num_layers in [1, 2] {
            for &optimizer in OptimizerKind::ALL {
                for other in &others {
                    let config = Config { cell, num_layers, optimizer, ..other.clone() };
                    assert_eq!(assert_resumes(&config).steps(), BEFORE + AFTER);
                }
            }
        }
    }
}

#[test]
fn a_run_that_is_opened_stops_by_itself_at_the_same_step() {
    let stopped = assert_resumes(&Config { patience: 50, ..small() });
    assert_eq!(stopped.stop_reason(), Some(StopReason::Patience));
    assert!((BEFORE + 1..BEFORE + AFTER).contains(&stopped.steps()));
    let stopped = assert_resumes(&Config { max_steps: 77, ..small() });
    assert_eq!((stopped.stop_reason(), stopped.steps()), (Some(StopReason::MaxSteps), 77));
}

#[test]
fn a_rollback_leaves_no_point_of_a_later_step() {
    let mut trainer = trainer(&small());
    let mut saved = SavedRun::new(&source(), &trainer);
    for _ in 0..30 {
        let report = trainer.train_step().expect("finite");
        saved.record.add(&report, 1.0, &trainer);
    }
    assert_eq!(saved.record.training.points().len(), 30);
    trainer.network_mut().params_mut().as_mut_slice()[5] = f32::NAN;
    assert!(matches!(trainer.train_step(), Err(Error::NotFinite { .. })));
    saved.update(&trainer);
    let step = trainer.steps();
    assert_eq!(saved.record.training.points().last().map(|&(last, _)| last), Some(step));
    let file = saved.write().expect("small");
    let read = SavedRun::read(&file).expect("a run");
    assert_eq!(read.trainer().expect("a run").steps(), step);
}

#[test]
fn a_long_curve_has_at_most_two_thousand_points() {
    let mut trainer = trainer(&small());
    let mut saved = SavedRun::new(&source(), &trainer);
    let report = trainer.train_step().expect("finite");
    for step in 1..=5_001 {
        let report = lstm_playground::training::StepReport { step, ..report };
        saved.record.add(&report, 1.0, &trainer);
    }
    let points = saved.record.training.points();
    assert_eq!(points[..2], [(4, points[0].1), (8, points[0].1)]);
    assert_eq!((points.len(), points.last().map(|&(step, _)| step)), (1_251, Some(5_001)));
}

/// A path in a folder of this test file.
fn path_of(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("saved_runs");
    std::fs::create_dir_all(&folder).expect("a folder for files");
    folder.join(name)
}

#[test]
fn a_file_is_replaced_once_the_next_one_is_complete() {
    let path = path_of("replaced.safetensors");
    let mut trainer = trainer(&small());
    let mut saved = SavedRun::new(&source(), &trainer);
    saved.save(&path).expect("written");
    trainer.train_steps(7).expect("finite");
    saved.update(&trainer);
    saved.save(&path).expect("written");
    assert_eq!(SavedRun::open(&path).expect("a run"), saved);
    let names = std::fs::read_dir(path.parent().expect("a folder")).expect("a folder");
    let is_part = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.expect("an entry").path().extension().is_some_and(|end| end == "part")
    };
    assert!(!names.into_iter().any(is_part));
}

fn message(error: &RunFileError) -> String {
    error.to_string()
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let path = path_of("large");
    let file = std::fs::File::create(&path).expect("created");
    file.set_len(1 << 40).expect("a file with a hole");
    let error = SavedRun::open(&path).expect_err("too large");
    std::fs::remove_file(&path).expect("removed");
    assert_eq!(
        message(&error),
        "the file cannot be opened: the file has 1,099,511,627,776 bytes; \
         expected at most 67,108,864"
    );
}

#[test]
fn files_that_the_system_does_not_read_or_write_are_named() {
    let missing = path_of("missing");
    let error = SavedRun::open(&missing).expect_err("it is not there");
    assert!(message(&error).starts_with(&format!("{} cannot be read: ", missing.display())));
    let saved = SavedRun::new(&source(), &trainer(&small()));
    let error = saved.save(&path_of("no/folder")).expect_err("no folder");
    assert!(matches!(error, RunFileError::System { act: "written", .. }), "{error}");
}

#[test]
fn a_run_that_no_file_can_hold_is_not_saved() {
    let config = Config { hidden_size: 1024, batch_size: 1, ..small() };
    let error = SavedRun::new(&source(), &trainer(&config)).write().expect_err("too large");
    let RunFileError::TooLarge { part: "its file", given, allowed } = error else {
        panic!("{error}");
    };
    assert!(given > allowed && allowed == 64 << 20);
}

#[test]
fn a_large_file_is_refused_without_memory_for_its_numbers() {
    let config = Config { hidden_size: 900, batch_size: 1, ..small() };
    let mut file = SavedRun::new(&source(), &trainer(&config)).write().expect("large enough");
    assert!(file.len() > 48 << 20);
    // The last weight before the state and the texts.
    let header = u64::from_le_bytes(*file.first_chunk().expect("long enough")) as usize;
    let entries: serde_json::Value =
        serde_json::from_slice(&file[8..8 + header]).expect("a header");
    let end = entries["last_good.head.bias"]["data_offsets"][1].as_u64().expect("an offset");
    file[..8 + header + end as usize][4 + header + end as usize..]
        .copy_from_slice(&f32::NAN.to_le_bytes());
    let (mut error, mut times) = (None, Vec::new());
    let memory = allocation_counter::measure(|| {
        for _ in 0..3 {
            let start = std::time::Instant::now();
            error = SavedRun::read(&file).err();
            times.push(start.elapsed().as_millis());
        }
    });
    let error = error.map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("\"last_good.head.bias\" has a number that is not finite"), "{error}");
    assert!(memory.bytes_max < 1 << 20, "{} bytes", memory.bytes_max);
    assert!(times.iter().min() < Some(&50), "{times:?} ms");
}

/// A file with the text `from` of its header replaced by one of the same length.
fn with(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = file.windows(from.len()).position(|window| window == from.as_bytes());
    let at = at.expect("a part of the header");
    [&file[..at], to.as_bytes(), &file[at + from.len()..]].concat()
}

#[test]
fn a_refusal_says_what_is_wrong_and_what_was_expected() {
    let mut trainer = trainer(&small());
    trainer.train_steps(31).expect("finite");
    let file = SavedRun::new(&source(), &trainer).write().expect("small");
    let length = u64::from_le_bytes(*file.first_chunk().expect("long enough")) as usize;
    let cases = [
        (Vec::new(), "the file has 0 bytes; expected a safetensors file"),
        (file[..100].to_vec(), "the file ends within its header; expected "),
        (
            u64::MAX.to_le_bytes().to_vec(),
            "the first bytes announce a header of 18,446,744,073,709,551,615 bytes; \
             expected a safetensors file with a header of at most 65,536",
        ),
        (
            file[..file.len() - 1].to_vec(),
            "its header does not fit its numbers (incomplete metadata, file not fully covered); \
             expected no gap or overlap",
        ),
        (
            with(&file, "playground run", "playground pun"),
            "its format is \"lstm-playground pun\"; expected \"lstm-playground run\"",
        ),
        (
            with(&file, "\"version\":\"1\"", "\"version\":\"3\""),
            "its format has the version \"3\", and this program reads 1: use a newer one",
        ),
        (
            with(&file, "model.head.bias", "model.heat.bias"),
            "the tensor \"model.head.bias\" is missing; expected F32 [4]",
        ),
        (
            with(&file, "\\\"step\\\":\\\"31\\\"", "\\\"step\\\":\\\"-1\\\""),
            "the counter step is -1; expected a whole number",
        ),
        (
            with(&file, "\\\"hidden_size\\\":6", "\\\"hidden_size\\\":0"),
            "hidden_size in \"config\" is 0; expected a whole number from 1 to 1024",
        ),
        (
            with(&file, "\\\"batch_size\\\":4", "\\\"batch_size\\\":3"),
            "the tensor \"state\" has 48 numbers; expected 12 for each of 1 to 3 streams",
        ),
    ];
    for (file, problem) in cases {
        let error = message(&SavedRun::read(&file).expect_err(problem));
        let expected = format!("the file cannot be opened: {problem}");
        assert!(error.starts_with(&expected), "{error}\n{expected}");
    }
    let mut nan = file.clone();
    // The first tensor of `f32` follows the losses; the curves are empty.
    let losses = SavedRun::read(&file).expect("a run").checkpoint.progress.validation.losses.len();
    nan[8 + length + 8 * losses..][..4].copy_from_slice(&f32::NAN.to_le_bytes());
    assert_eq!(
        message(&SavedRun::read(&nan).expect_err("not finite")),
        "the file cannot be opened: the tensor \"model.weight_ih_l0\" has a number that is not \
         finite; expected finite numbers"
    );
}

#[test]
fn a_checkpoint_of_another_text_or_of_other_settings_is_refused() {
    let mut trainer = trainer(&small());
    trainer.train_steps(31).expect("finite");
    let saved = SavedRun::new(&source(), &trainer);
    let refused = |change: &dyn Fn(&mut SavedRun)| {
        let mut other = saved.clone();
        change(&mut other);
        message(&other.trainer().expect_err("another run"))
    };
    let of_text = refused(&|run| run.text = run.text.replace('\u{4E00}', "a"));
    let problem = "the file cannot be opened: its vocabulary is not that of its text; expected \
                   every character of the text once, in order";
    assert_eq!(of_text, problem);
    let problem = "the file cannot be opened: its checkpoint is not one of its text and its \
                   settings: it has a position in another text; expected a position in this text";
    assert_eq!(refused(&|run| run.checkpoint.progress.position = (9_999, 9_999)), problem);
    let of_settings = refused(&|run| run.config.num_layers = 2);
    assert!(of_settings.contains("not one of its text and its settings: it has"), "{of_settings}");
    let of_text = refused(&|run| run.text = "a".to_owned());
    assert!(of_text.contains("the text must have at least 2 characters, got 1"), "{of_text}");
    let of_memory = refused(&|run| run.config.hidden_size = 1_000_000);
    assert!(of_memory.contains("hidden_size must be a whole number from 1 to 1024"), "{of_memory}");
}

#[test]
fn of_many_samples_the_first_and_the_newest_stay() {
    let mut saved = SavedRun::new(&source(), &trainer(&small()));
    for step in 0..100 {
        let (prompt, text) = (String::new(), String::from("a"));
        let sample = SavedSample { step, seed: 1, is_best: false, prompt, text, copied: None };
        saved.record.add_sample(sample);
    }
    let steps: Vec<u64> = saved.record.samples.iter().map(|sample| sample.step).collect();
    assert!(steps.len() <= 40 && steps.is_sorted());
    assert_eq!((steps[0], &steps[steps.len() - 10..]), (0, &Vec::from_iter(90..100)[..]));
    let read = SavedRun::read(&saved.write().expect("small")).expect("a run");
    assert_eq!(read, saved);
}
