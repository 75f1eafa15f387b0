//! A character-level LSTM, exactly computed: trained by truncated backpropagation through time on
//! any text, natively or, compiled to WebAssembly, in a browser, with the same bits in both.
//!
//! # The model
//!
//! Every character is a one-hot vector x. Layer by layer and character by character,
//!
//! ```text
//! i = σ(W_i x + R_i h + b_i)        f = σ(W_f x + R_f h + b_f)
//! g = tanh(W_g x + R_g h + b_g)     o = σ(W_o x + R_o h + b_o)
//! c' = f ⊙ c + i ⊙ g                h' = o ⊙ tanh(c')
//! ```
//!
//! with h the hidden state (short-term memory) and c the cell state (long-term memory); h' is the
//! x of the layer above. This is the LSTM; [`model::CellKind`] lists the other cells. The head predicts the next character from the highest layer:
//!
//! ```text
//! logits = W_head h' + b_head       loss = mean of -ln softmax(logits)[next character], in nats
//! ```
//!
//! # Shapes
//!
//! | what | shape |
//! |---|---|
//! | a window of any feature | `(features, seq_len * batch_size)`, column `t * batch_size + b` |
//! | a window of characters | `seq_len * batch_size` ids, index `t * batch_size + b` |
//! | gates of a layer, of the LSTM i, f, g, o | `(gates * hidden_size, columns)`, blocks in this order |
//! | `weight_ih_l0`, of layers above | `(gates * hidden_size, vocab_size)`, `(gates * hidden_size, hidden_size)` |
//! | `weight_hh_l0`, `bias_ih_l0` | `(gates * hidden_size, hidden_size)`, `(gates * hidden_size, 1)` |
//! | `head.weight`, `head.bias` | `(vocab_size, hidden_size)`, `(vocab_size, 1)` |
//!
//! Matrices are nalgebra's, column by column. Gradients of `x` are called `d_x` and are derivatives
//! of the loss in nats.
//!
//! # Modules
//!
//! [`text`] turns characters into windows of ids; [`model`] is the network, forward and backward;
//! [`training`] is everything that learns; [`sampling`] lets it write; [`inspection`] looks inside.
//! [`math`] has the kernels, [`setting`] and [`memory_limit`] the checks of what comes in, [`real`]
//! and [`rng`] the numbers.
//!
//! ```
//! use lstm_playground::sampling::{SamplingOptions, generate};
//! use lstm_playground::text::Text;
//! use lstm_playground::training::{Config, Trainer, bits_per_char};
//!
//! let text = Text::new(&"tick tock ".repeat(60))?;
//! let config = Config { hidden_size: 16, seq_len: 20, batch_size: 4, ..Config::default() };
//! let mut trainer = Trainer::<f32>::new(text, config)?;
//! trainer.train_steps(400)?;
//! let evaluation = trainer.evaluate().expect("a tenth of the text is kept for validation");
//! assert!(bits_per_char(evaluation.loss) < 0.2);
//!
//! let greedy = SamplingOptions { prompt: "ti".into(), length: 8, temperature: 0.0, ..Default::default() };
//! assert_eq!(generate(trainer.network(), &trainer.text().vocabulary, &greedy)?, "ck tock ");
//! # Ok::<(), lstm_playground::Error>(())
//! ```

pub mod error;
pub mod inspection;
pub mod math;
pub mod memory_limit;
pub mod model;
mod named_enum;
mod number;
pub mod real;
pub mod rng;
pub mod sampling;
pub mod setting;
pub mod text;
pub mod training;

pub use error::Error;
pub use real::Real;

#[cfg(all(target_arch = "wasm32", feature = "browser"))]
mod wasm;
