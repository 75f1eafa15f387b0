//! Numbers and quotations as text, for messages.
//!
//! With the feature `browser` the browser formats them: Rust's code would be a twentieth of the
//! wasm module. Both write the fewest digits that distinguish a number from its neighbours; below
//! 10⁻⁶ and from 10²¹ on a browser writes an exponent.

/// `x` in the fewest digits.
#[cfg(not(all(target_arch = "wasm32", feature = "browser")))]
pub fn to_text(x: f64) -> String {
    if x.is_infinite() {
        return if x > 0.0 { "Infinity" } else { "-Infinity" }.to_owned(); // as in a browser
    }
    x.to_string()
}

/// `x` in the fewest digits.
#[cfg(all(target_arch = "wasm32", feature = "browser"))]
pub fn to_text(x: f64) -> String {
    js_sys::Number::from(x).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// `text` between two `quote`s, with escapes for what would not show. Rust's own debug format would
/// be a fiftieth of the wasm module.
pub fn quoted(text: &str, quote: char) -> String {
    let mut quoted = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if c.is_control() => quoted += &format!("\\u{{{:x}}}", u32::from(c)),
            _ => {
                if c == quote || c == '\\' {
                    quoted.push('\\');
                }
                quoted.push(c);
            }
        }
    }
    quoted.push(quote);
    quoted
}
