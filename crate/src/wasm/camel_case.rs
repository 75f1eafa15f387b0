//! Names in JavaScript's spelling.

/// `hidden_size` → `hiddenSize`, for every word of `text`.
pub fn camel_case(text: &str) -> String {
    let mut camel = String::with_capacity(text.len());
    let mut begins_word = false;
    for c in text.chars() {
        if c != '_' {
            camel.push(if begins_word { c.to_ascii_uppercase() } else { c });
        }
        begins_word = c == '_';
    }
    camel
}
