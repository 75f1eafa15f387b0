//! Runs training steps on a random text and prints the hash of the weights, for profilers: `cargo
//! run --release --example steps -- 20 hidden_size=128 batch_size=32 threads=2`

use std::error::Error;

use lstm_playground::rng::{Rng, Stream};
use lstm_playground::training::Value;
use lstm_playground::{Config, Text, Trainer};

const DISTINCT_CHARS: u32 = 65;
const TEXT_LENGTH: usize = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let steps =
        arguments.next().ok_or("the first argument must be the number of steps")?.parse()?;
    let mut config = Config::default();
    let mut threads = 1;
    for setting in arguments {
        let (name, value) = setting.split_once('=').ok_or("a setting must be NAME=VALUE")?;
        match name {
            "threads" => threads = value.parse()?,
            _ => config.set(name, &Value::Number(value.parse()?))?,
        }
    }
    let mut trainer = Trainer::<f32>::new(Text::new(&random_text())?, config)?;
    trainer.set_threads(threads)?;
    trainer.train_steps(steps)?;
    println!("{:016x}", trainer.network().params().hash());
    Ok(())
}

fn random_text() -> String {
    let mut rng = Rng::new(1, Stream::Sampling);
    let mut char = || (rng.uniform() * DISTINCT_CHARS as f32) as u32 + u32::from('0');
    (0..TEXT_LENGTH)
        .map(|_| char::from_u32(char()).expect("the code of an ASCII character"))
        .collect()
}
