//! Documents: parts of a text that the network reads each from the zero state.

/// The indices of the characters of a text that are read from the zero state: of every `separator`
/// the last character, from which the first character of the next document is predicted. So no
/// prediction is lost, and a network that reads this character alone begins a document.
///
/// A document ends with its separator. Separators do not overlap, and an empty one separates
/// nothing.
pub fn document_starts(ids: &[u32], separator: &[u32]) -> Vec<usize> {
    let mut starts = separator_ends(ids, separator);
    starts.pop_if(|end| *end + 1 == ids.len()); // nothing is predicted from there
    starts
}

/// The last document of a text as the network reads it, from the last character of a separator on;
/// the whole text if it has no separator.
pub fn last_document<'a>(ids: &'a [u32], separator: &[u32]) -> &'a [u32] {
    &ids[separator_ends(ids, separator).pop().unwrap_or(0)..]
}

/// The index of the last character of every separator.
#[inline(never)]
pub(crate) fn separator_ends(ids: &[u32], separator: &[u32]) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut end = separator.len();
    while end <= ids.len() && end > 0 {
        if ids[..end].ends_with(separator) {
            ends.push(end - 1);
            end += separator.len();
        } else {
            end += 1;
        }
    }
    ends
}
