//! Numbers as text, for messages.
//!
//! In a browser it is the browser's own: Rust's code for it would be a twentieth of the module that
//! every reader loads. Both write the fewest digits that tell a number from its neighbours; below
//! 10⁻⁶ and from 10²¹ on a browser writes an exponent.

/// `x` in the fewest digits.
#[cfg(not(target_arch = "wasm32"))]
pub fn to_text(x: f64) -> String {
    if x.is_infinite() {
        return if x > 0.0 { "Infinity" } else { "-Infinity" }.to_owned(); // as in a browser
    }
    x.to_string()
}

/// `x` in the fewest digits.
#[cfg(target_arch = "wasm32")]
pub fn to_text(x: f64) -> String {
    js_sys::Number::from(x).to_string_with_radix(10).map(String::from).expect("ten is a radix")
}
