//! A character-level LSTM, exactly computed: trained by truncated backpropagation through time on
//! any text, natively or, compiled to WebAssembly, in a browser, with the same bits in both.
//!
//! A program trains a network on a text, samples from it and inspects it:
//!
//! ```
//! use lstm_playground::inspection::Reading;
//! use lstm_playground::sampling::generate;
//! use lstm_playground::task::Task;
//! use lstm_playground::training::bits_per_char;
//! use lstm_playground::{Config, SamplingOptions, Text, Trainer};
//!
//! let text = Text::new(&"tick tock ".repeat(60))?;
//! let config = Config { hidden_size: 16, seq_len: 20, batch_size: 4, ..Config::default() };
//! let mut trainer = Trainer::<f32>::new(text, config)?;
//! trainer.train_steps(400)?;
//! let evaluation = trainer.evaluate().expect("a tenth of the text is the validation text");
//! assert!(bits_per_char(evaluation.loss) < 0.2);
//!
//! let (network, vocabulary) = (trainer.network(), &trainer.text().vocabulary);
//! let mut options = SamplingOptions { temperature: 0.0, length: 8, ..Default::default() };
//! options.prompt = "ti".into();
//! assert_eq!(generate(network, vocabulary, &options)?, "ck tock ");
//!
//! let reading = Reading::new(network, vocabulary.encode("tick")?, 0..4, None).run(network);
//! let forget = reading.layers[0].value("f").expect("the LSTM has a forget gate");
//! assert_eq!(forget.len(), 4 * 16); // of every unit at every character
//! assert!(forget.iter().all(|f| (0.0..=1.0).contains(f)));
//! # Ok::<(), lstm_playground::Error>(())
//! ```
//!
//! [`training`] trains a network, [`sampling`] generates text from it, and [`inspection`] shows the
//! values inside. Below these, [`text`] turns characters into windows of ids, and [`model`] is the
//! network, forward and backward. `examples/train.rs` is a complete program.
//!
//! Natively, the feature `files` has `files::SavedRun`, a run in a file from which training goes on,
//! here or in the page.
//!
//! Natively, several threads share a training step: see [`Trainer::set_threads`]. Their number
//! changes no bit.
//!
//! # The network
//!
//! A character is a one-hot vector x. Layer by layer and character by character,
//!
//! ```text
//! i = σ(W_i x + R_i h + b_i)        f = σ(W_f x + R_f h + b_f)
//! g = tanh(W_g x + R_g h + b_g)     o = σ(W_o x + R_o h + b_o)
//! c' = f ⊙ c + i ⊙ g                h' = o ⊙ tanh(c')
//! ```
//!
//! with h the hidden state (short-term memory) and c the cell state (long-term memory); h' is the
//! x of the layer above. This is the LSTM; [`CellKind`] lists the other cells. The head predicts
//! the next character from the highest layer:
//!
//! ```text
//! logits = W_head h' + b_head       loss = mean of -ln softmax(logits)[next character], in nats
//! ```
//!
//! # Shapes
//!
//! | values | shape |
//! |---|---|
//! | a window of any feature | `(features, seq_len * batch_size)`, column `t * batch_size + b` |
//! | a window of characters | `seq_len * batch_size` ids, index `t * batch_size + b` |
//! | gates of a layer (LSTM: blocks i, f, g, o) | `(gates * hidden_size, columns)` |
//! | `weight_ih_l0` | `(gates * hidden_size, vocab_size)` |
//! | `weight_ih_l1` and above | `(gates * hidden_size, hidden_size)` |
//! | `weight_hh_l0`, `bias_ih_l0` | `(gates * hidden_size, hidden_size)`, `(…, 1)` |
//! | `weight_gates_l0` (`full-gate-recurrence`: i, f, o that see i, f, o) | `(3 * hidden_size, 3 * hidden_size)` |
//! | `head.weight`, `head.bias` | `(vocab_size, hidden_size)`, `(vocab_size, 1)` |
//!
//! Matrices are nalgebra's, column by column. The gradient of `x` is called `d_x` and is the
//! derivative of the loss in nats.

mod error;
#[cfg(all(feature = "files", not(target_arch = "wasm32")))]
pub mod files;
pub mod inspection;
#[doc(hidden)]
pub mod math;
#[doc(hidden)]
pub mod memory_limit;
pub mod model;
mod named_enum;
mod number;
mod real;
#[doc(hidden)]
pub mod rng;
pub mod sampling;
#[doc(hidden)]
pub mod setting;
pub mod task;
pub mod text;
pub mod training;

pub use error::Error;
pub use model::{CellKind, Network};
pub use real::Real;
pub use sampling::SamplingOptions;
pub use text::Text;
pub use training::{Config, Trainer};

#[cfg(all(target_arch = "wasm32", feature = "browser"))]
mod wasm;

/// The example in the package's README, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
