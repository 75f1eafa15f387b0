//! Opens files with runs, each after its length in four bytes, and prints a list in JSON with an empty
//! text for each from which training goes on, and with the message for each that is refused:
//! `cargo run --example interop_run_files files`

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::io::Result<()> {
    use lstm_playground::files::SavedRun;

    let path = std::env::args().nth(1).expect("the path of the files");
    let files = std::fs::read(path)?;
    let mut rest = files.as_slice();
    let mut verdicts = Vec::new();
    while let Some((length, others)) = rest.split_first_chunk() {
        let (file, others) = others.split_at(u32::from_le_bytes(*length) as usize);
        let opened = SavedRun::read(file).and_then(|run| run.trainer());
        verdicts.push(opened.err().map_or(String::new(), |error| error.to_string()));
        rest = others;
    }
    println!("{}", serde_json::Value::from(verdicts));
    Ok(())
}

/// `wasm-pack test` builds every example.
#[cfg(target_arch = "wasm32")]
fn main() {}
