//! The safetensors format (<https://huggingface.co/docs/safetensors>).
//!
//! The crate `safetensors` reads it. It takes headers of 100 MB, unknown keys and `null` for the
//! metadata, so the size and the header are checked before. It writes the metadata in another order
//! each time; here the same run has the same bytes, those of the page.

use std::collections::BTreeMap;

use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};
use serde_json::{Map, Value};

use super::json::{self, Metadata, quoted, whole};
use super::run_file_error::{RunFileError, refusal};

/// The greatest size of a file.
pub const MAX_BYTES: usize = 64 << 20;
/// The greatest size of a header.
const MAX_HEADER: usize = 64 << 10;
/// The bytes of the header's length; the header is padded to a multiple of them.
const WORD: usize = 8;

/// The types of a run's tensors.
const DTYPES: [(&str, Dtype); 3] = [("F64", Dtype::F64), ("F32", Dtype::F32), ("U8", Dtype::U8)];

fn name_of(dtype: Dtype) -> &'static str {
    DTYPES.iter().find(|(_, known)| *known == dtype).map_or("another type", |(name, _)| name)
}

/// The tensors and strings of a file, as far as they are not taken out.
#[derive(Debug)]
pub struct Tensors<'a> {
    tensors: BTreeMap<String, TensorView<'a>>,
    /// The strings.
    pub metadata: Metadata,
}

/// Refuses a file of that size before it is read.
pub fn check_size(size: u64) -> Result<(), RunFileError> {
    if size <= MAX_BYTES as u64 {
        return Ok(());
    }
    let given = whole(usize::try_from(size).unwrap_or(usize::MAX));
    Err(refusal(format!("the file has {given} bytes"), format!("at most {}", whole(MAX_BYTES))))
}

impl<'a> Tensors<'a> {
    /// Reads a file.
    pub fn read(file: &'a [u8]) -> Result<Self, RunFileError> {
        check_size(file.len() as u64)?;
        let header = header_of(file)?;
        let metadata = checked(&header)?;
        let parsed = SafeTensors::deserialize(file).map_err(|error| {
            refusal(format!("its header does not fit its numbers ({error})"), "no gap or overlap")
        })?;
        let mut tensors = BTreeMap::new();
        for (name, tensor) in parsed.tensors() {
            let begin = tensor.data().as_ptr() as usize - file.as_ptr() as usize;
            let size = tensor.dtype().bitsize() / 8;
            if !begin.is_multiple_of(size) {
                let name = quoted(&Value::from(name));
                let begin = whole(begin);
                let problem = format!("the tensor {name} begins at byte {begin} of the file");
                let expected =
                    format!("a multiple of {size}, as every safetensors library writes it");
                return Err(refusal(problem, expected));
            }
            tensors.insert(name, tensor);
        }
        Ok(Self { tensors, metadata })
    }

    /// True if there is a tensor `name`.
    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// Takes the tensor `name`, so that those left at the end have no place in a run. `None` in
    /// `shape` is any size.
    pub fn take(
        &mut self,
        name: &str,
        dtype: Dtype,
        shape: &[Option<usize>],
    ) -> Result<&'a [u8], RunFileError> {
        let wanted = || {
            let sizes = shape.iter().map(|n| n.map_or("any".to_owned(), |n| n.to_string()));
            format!("{} [{}]", name_of(dtype), sizes.collect::<Vec<_>>().join(", "))
        };
        let Some(tensor) = self.tensors.remove(name) else {
            return Err(refusal(format!("the tensor \"{name}\" is missing"), wanted()));
        };
        let given = tensor.shape();
        let fits = given.len() == shape.len()
            && given.iter().zip(shape).all(|(given, n)| n.is_none_or(|n| n == *given));
        if tensor.dtype() == dtype && fits {
            return Ok(tensor.data());
        }
        let found = format!("{} {}", name_of(tensor.dtype()), quoted(&Value::from(given.to_vec())));
        Err(refusal(format!("the tensor \"{name}\" is {found}"), wanted()))
    }

    /// Takes the numbers of the tensor `name` with one dimension of any size.
    pub fn take_f64(
        &mut self,
        name: &str,
        shape: &[Option<usize>],
    ) -> Result<Vec<f64>, RunFileError> {
        let bytes = self.take(name, Dtype::F64, shape)?;
        Ok(bytes.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect())
    }

    /// Takes a text of at most `most` UTF-16 units, as the page counts them.
    pub fn take_text(&mut self, name: &str, most: usize) -> Result<String, RunFileError> {
        let bytes = self.take(name, Dtype::U8, &[None])?;
        // A unit takes at most three bytes, so this text is too long in any case.
        let is_long = bytes.len() > 3 * most;
        let text = if is_long { String::new() } else { decoded(name, bytes)? };
        if is_long || text.encode_utf16().count() > most {
            let expected = format!("at most {} characters", whole(most));
            return Err(refusal(format!("the text \"{name}\" is too long"), expected));
        }
        Ok(text)
    }

    /// Refuses tensors that are left.
    pub fn finish(self) -> Result<(), RunFileError> {
        match self.tensors.into_keys().next() {
            None => Ok(()),
            Some(name) => {
                let problem = format!("there is a tensor {}", quoted(&Value::from(name)));
                Err(refusal(problem, "those of a run alone"))
            }
        }
    }
}

/// A text in UTF-8.
pub fn decoded(name: &str, bytes: &[u8]) -> Result<String, RunFileError> {
    let text = String::from_utf8(bytes.to_vec());
    text.map_err(|_| refusal(format!("the text \"{name}\" cannot be read"), "UTF-8"))
}

/// The header of a file.
fn header_of(file: &[u8]) -> Result<Map<String, Value>, RunFileError> {
    let size = file.len();
    let Some((length, rest)) = file.split_first_chunk::<WORD>() else {
        return Err(refusal(format!("the file has {size} bytes"), "a safetensors file"));
    };
    let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
    if length > MAX_HEADER {
        let problem = format!("the first bytes announce a header of {} bytes", whole(length));
        let most = whole(MAX_HEADER);
        let expected = format!("a safetensors file with a header of at most {most}");
        return Err(refusal(problem, expected));
    }
    let Some(header) = rest.get(..length) else {
        let expected = format!("{} bytes or more", whole(WORD + length));
        return Err(refusal("the file ends within its header".to_owned(), expected));
    };
    match serde_json::from_slice(header) {
        Ok(Value::Object(header)) => Ok(header),
        Ok(_) => {
            let problem = "its header is not an object".to_owned();
            Err(refusal(problem, "one entry for each tensor"))
        }
        Err(_) => Err(refusal("its header cannot be read".to_owned(), "JSON in UTF-8")),
    }
}

/// The metadata of a header whose entries have the keys and types of a run's.
fn checked(header: &Map<String, Value>) -> Result<Metadata, RunFileError> {
    for (name, value) in header.iter().filter(|(name, _)| *name != "__metadata__") {
        let of = format!("of the tensor {}", quoted(&Value::from(name.as_str())));
        let expected = "dtype, shape and data_offsets";
        let Some(entry) = value.as_object() else {
            return Err(refusal(format!("the entry {of} is not an object"), expected));
        };
        let mut keys: Vec<_> = entry.keys().map(String::as_str).collect();
        keys.sort_unstable();
        if keys != ["data_offsets", "dtype", "shape"] {
            let keys = quoted(&Value::from(keys.join(", ")));
            return Err(refusal(format!("the entry {of} has {keys}"), expected));
        }
        let dtype = &entry["dtype"];
        if !DTYPES.iter().any(|(name, _)| dtype == name) {
            let names = DTYPES.map(|(name, _)| name).join(", ");
            return Err(refusal(format!("the dtype {of} is {}", quoted(dtype)), names));
        }
    }
    let expected = "strings by name";
    let metadata = match header.get("__metadata__") {
        None => return Ok(Metadata::new()),
        Some(Value::Object(metadata)) => metadata,
        Some(_) => {
            return Err(refusal("\"__metadata__\" is not an object".to_owned(), expected));
        }
    };
    let strings = metadata.iter().map(|(name, value)| match value {
        Value::String(text) => Ok((name.clone(), text.clone())),
        _ => {
            let name = quoted(&Value::from(name.as_str()));
            Err(refusal(format!("{name} in \"__metadata__\" is not a string"), expected))
        }
    });
    strings.collect()
}

/// Tensors and strings on their way into a file, in the order of their addition.
#[derive(Debug, Default)]
pub struct TensorFile {
    tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
    metadata: Vec<(&'static str, String)>,
}

impl TensorFile {
    /// Adds a tensor of `f32`, row by row.
    pub fn add_f32(&mut self, name: String, shape: Vec<usize>, values: impl Iterator<Item = f32>) {
        let bytes = values.flat_map(f32::to_le_bytes).collect();
        self.tensors.push((name, Dtype::F32, shape, bytes));
    }

    /// Adds a tensor of `f64`, row by row.
    pub fn add_f64(&mut self, name: &str, shape: Vec<usize>, values: impl Iterator<Item = f64>) {
        let bytes = values.flat_map(f64::to_le_bytes).collect();
        self.tensors.push((name.to_owned(), Dtype::F64, shape, bytes));
    }

    /// Adds a text.
    pub fn add_text(&mut self, name: &str, text: &str) {
        let bytes = Vec::from(text);
        self.tensors.push((name.to_owned(), Dtype::U8, vec![bytes.len()], bytes));
    }

    /// Adds a string.
    pub fn add_metadata(&mut self, name: &'static str, value: String) {
        self.metadata.push((name, value));
    }

    /// The bytes of the file.
    pub fn write(self) -> Result<Vec<u8>, RunFileError> {
        let Self { mut tensors, metadata } = self;
        // The larger the numbers the earlier, so that each stands at a multiple of its size.
        tensors.sort_by_key(|(_, dtype, ..)| std::cmp::Reverse(dtype.bitsize()));
        let strings = metadata.iter().map(|(name, value)| (*name, json::string(value)));
        let mut entries = vec![("__metadata__", json::object(strings))];
        let mut size = 0;
        for (name, dtype, shape, bytes) in &tensors {
            let counts = |counts: &[usize]| json::list(counts.iter().map(usize::to_string));
            let offsets = [size, size + bytes.len()];
            size += bytes.len();
            let entry = [
                ("dtype", json::string(name_of(*dtype))),
                ("shape", counts(shape)),
                ("data_offsets", counts(&offsets)),
            ];
            entries.push((name, json::object(entry)));
        }
        let mut header = json::object(entries).into_bytes();
        header.resize(header.len().next_multiple_of(WORD), b' ');
        check_written("the list of its parts", header.len(), MAX_HEADER)?;
        check_written("its file", WORD + header.len() + size, MAX_BYTES)?;
        let mut file = Vec::with_capacity(WORD + header.len() + size);
        file.extend((header.len() as u64).to_le_bytes());
        file.extend(header);
        tensors.into_iter().for_each(|(.., bytes)| file.extend(bytes));
        Ok(file)
    }
}

fn check_written(part: &'static str, given: usize, allowed: usize) -> Result<(), RunFileError> {
    if given <= allowed { Ok(()) } else { Err(RunFileError::TooLarge { part, given, allowed }) }
}
