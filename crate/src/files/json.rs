//! The JSON in a file, and its numbers, written to the letter as JavaScript writes them: a run has
//! the same bytes whoever saves it.

use serde_json::{Map, Value};

use super::run_file_error::{RunFileError, refusal};
use crate::number::to_text;

/// The greatest whole number that a double tells from the next.
pub const MAX_COUNT: u64 = (1 << 53) - 1;

/// The most characters of a file's text in a message.
const SHOWN: usize = 40;

/// A value of a file in a message.
pub fn quoted(value: &Value) -> String {
    let mut written = value.to_string();
    if let Some((end, _)) = written.char_indices().nth(SHOWN) {
        written.truncate(end);
        written.push('…');
    }
    written
}

/// A whole number in a message, with commas.
pub fn whole(number: usize) -> String {
    let mut written = number.to_string();
    for end in (1..written.len())
        .rev()
        .filter(|end| (written.len() - end).is_multiple_of(3))
        .collect::<Vec<_>>()
    {
        written.insert(end, ',');
    }
    written
}

/// A number in the fewest digits, below 10⁻⁶ and from 10²¹ on with an exponent.
pub fn number(x: f64) -> String {
    let magnitude = x.abs();
    if x == 0.0 {
        "0".to_owned() // without the sign
    } else if magnitude < 1e-6 {
        format!("{x:e}")
    } else if magnitude < 1e21 || !x.is_finite() {
        to_text(x)
    } else {
        format!("{x:e}").replace('e', "e+")
    }
}

/// A text as JSON.
pub fn string(text: &str) -> String {
    Value::from(text).to_string()
}

/// An object as JSON, with its entries, which are JSON, in this order.
pub fn object<'a>(entries: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let entry = |(name, value): (&str, String)| format!("{}:{value}", string(name));
    let entries: Vec<_> = entries.into_iter().map(entry).collect();
    format!("{{{}}}", entries.join(","))
}

/// A list as JSON, with its entries, which are JSON.
pub fn list(entries: impl IntoIterator<Item = String>) -> String {
    let entries: Vec<_> = entries.into_iter().collect();
    format!("[{}]", entries.join(","))
}

/// The number that a string stands for, `None` where it stands for none: an infinite number, or one
/// in the form that [`number`] writes.
pub fn number_of(value: Option<&Value>) -> Option<f64> {
    let text = value?.as_str()?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits == "Infinity" {
        return Some(if digits == text { f64::INFINITY } else { f64::NEG_INFINITY });
    }
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = digits.split_once('e').unwrap_or((digits, "+0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or_default(); // which must have a sign
    let is_number = [integer, fraction, exponent].into_iter().all(are_digits);
    if is_number { text.parse().ok() } else { None }
}

/// A whole number that a double holds exactly.
pub fn count_of(value: Option<&Value>) -> Option<u64> {
    let x = value?.as_f64()?;
    ((0.0..=MAX_COUNT as f64).contains(&x) && x.fract() == 0.0).then_some(x as u64)
}

/// The strings of a file's `__metadata__`.
pub type Metadata = std::collections::BTreeMap<String, String>;

fn value_in(metadata: &Metadata, name: &str) -> Result<Value, RunFileError> {
    let Some(written) = metadata.get(name) else {
        return Err(refusal(format!("\"{name}\" is missing in \"__metadata__\""), "JSON"));
    };
    serde_json::from_str(written).map_err(|_| {
        let given = quoted(&Value::from(written.as_str()));
        refusal(format!("\"{name}\" in \"__metadata__\" is {given}"), "JSON")
    })
}

/// The object `name` of the metadata.
pub fn object_in(metadata: &Metadata, name: &str) -> Result<Map<String, Value>, RunFileError> {
    match value_in(metadata, name)? {
        Value::Object(object) => Ok(object),
        _ => {
            let problem = format!("\"{name}\" in \"__metadata__\" is not an object");
            Err(refusal(problem, "values by name"))
        }
    }
}

/// The list `name` of the metadata, with at most `most` entries.
pub fn list_in(metadata: &Metadata, name: &str, most: usize) -> Result<Vec<Value>, RunFileError> {
    match value_in(metadata, name)? {
        Value::Array(list) if list.len() <= most => Ok(list),
        other => {
            let problem = format!("\"{name}\" in \"__metadata__\" is {}", quoted(&other));
            Err(refusal(problem, format!("a list of at most {most} entries")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, number, number_of, whole};

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        let written = [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (0.1, "0.1"),
            (1e-6, "0.000001"),
            (1.5e-7, "1.5e-7"),
            (-1e-7, "-1e-7"),
            (5e-324, "5e-324"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (-1.25e300, "-1.25e+300"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
        ];
        for (x, text) in written {
            assert_eq!(number(x), text);
            assert_eq!(number_of(Some(&Value::from(text))), Some(x));
        }
    }

    #[test]
    fn strings_that_are_no_such_number_stand_for_none() {
        for text in ["", "NaN", "inf", "+1", "1.", ".5", "0x1f", "1e5", "1e400", "1_0", " 1", "-"] {
            assert_eq!(number_of(Some(&Value::from(text))), None, "{text}");
        }
        assert_eq!(number_of(Some(&Value::from(31))), None);
        assert_eq!(number_of(None), None);
    }

    #[test]
    fn whole_numbers_have_commas() {
        let written = [(0, "0"), (999, "999"), (1000, "1,000"), (67_108_864, "67,108,864")];
        for (number, text) in written {
            assert_eq!(whole(number), text);
        }
    }
}
