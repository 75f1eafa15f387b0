//! Writes the JavaScript beside a compiled module, as `wasm-bindgen --target web` does.
//!
//! The command itself takes minutes to compile, because it also serves tests; this program needs
//! only the library under it. `scripts/build.mjs` runs it.

use std::{env, error};

use wasm_bindgen_cli_support::Bindgen;

/// Arguments: the compiled module, and the folder for the result.
fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args_os().skip(1);
    let module = arguments.next().ok_or("the first argument must be a compiled module")?;
    let folder = arguments.next().ok_or("the second argument must be a folder")?;
    Bindgen::new()
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true) // a default path makes Vite bundle the module twice
        .input_path(module)
        .generate(folder)?;
    Ok(())
}
