//! The tests of the engine. They are one program, because a browser takes longer to start than most
//! of them to run: `cargo test --test engine sampling` runs those of one file.

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod cells;
mod char_model;
mod elementary;
mod evaluation;
mod gradient_reach;
mod head;
mod inspection;
mod lag_tasks;
mod parallel_step;
mod products;
mod pytorch;
mod reading;
mod repetition;
mod sampling;
mod settings;
mod shards;
mod split;
mod starts;
mod text;
mod textbook_lstm;
#[cfg(not(target_arch = "wasm32"))]
mod threads;
mod training;
mod unit_finder;
mod validation;
