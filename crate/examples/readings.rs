//! Trains a network and prints the loss of the validation text at some steps as lines of JSON: this
//! project's side of `npm run bench:steps` (`bench/steps.mjs`).
//!
//! The arguments are the file of the text, the steps separated by commas, a file for the initial
//! weights, and settings as `name=value`. The weights are written as little-endian `f32`, tensor
//! after tensor in the order of the crate, each column by column.

use std::error::Error;

use lstm_playground::text::Text;
use lstm_playground::training::{Value, bits_per_char};
use lstm_playground::{Config, Trainer};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, steps, weights, settings @ ..] = &arguments[..] else {
        return Err("the arguments must be TEXT STEPS WEIGHTS NAME=VALUE…".into());
    };
    let mut config = Config::default();
    for setting in settings {
        let (name, value) = setting.split_once('=').ok_or("a setting must be name=value")?;
        let number = value.parse().map(Value::Number);
        config.set(name, &number.unwrap_or_else(|_| Value::Text(value.to_owned())))?;
    }
    let text = Text::new(&std::fs::read_to_string(file)?)?;
    let mut trainer = Trainer::<f32>::new(text, config)?;
    trainer.set_threads(1)?;
    let initial = trainer.network().params().as_slice();
    let bytes: Vec<u8> = initial.iter().flat_map(|x| x.to_le_bytes()).collect();
    std::fs::write(weights, bytes)?;
    for step in steps.split(',') {
        let step: u64 = step.parse()?;
        while trainer.steps() < step {
            trainer.train_steps((step - trainer.steps()) as usize)?; // fewer before a stop
        }
        let read = trainer.evaluate().ok_or("there is no validation text")?;
        println!("{{\"step\":{},\"bits\":{:.5}}}", trainer.steps(), bits_per_char(read.loss));
    }
    Ok(())
}
