//! Typed arrays on their way in and out.
//!
//! A property of an array can be overwritten, even its length. So the kind and the length are those
//! that the built-in getters report, and the copy is made from a new view of the same buffer.

use std::marker::PhantomData;

use js_sys::{Float32Array, Float64Array, Symbol, Uint32Array};
use wasm_bindgen::prelude::*;

use super::arguments::{Thrown, wrong_kind};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = Float32Array, js_name = prototype)]
    static PROTOTYPE: JsValue;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn get(prototype: &JsValue, key: &JsValue, this: &JsValue) -> Result<JsValue, JsValue>;
}

/// A kind of typed array.
pub trait Kind: Sized + Into<JsValue> {
    type Number: Default + Clone;
    const NAME: &'static str;
    fn view(buffer: &JsValue, byte_offset: u32, length: u32) -> Self;
    fn copy_to(&self, numbers: &mut [Self::Number]);
    #[cfg(not(feature = "gradient-check"))]
    fn copy_from(&self, numbers: &[Self::Number]);
}

macro_rules! kind {
    ($Array:ident, $Number:ty) => {
        impl Kind for $Array {
            type Number = $Number;
            const NAME: &'static str = stringify!($Array);

            fn view(buffer: &JsValue, byte_offset: u32, length: u32) -> Self {
                Self::new_with_byte_offset_and_length(buffer, byte_offset, length)
            }

            fn copy_to(&self, numbers: &mut [$Number]) {
                self.copy_to(numbers);
            }

            #[cfg(not(feature = "gradient-check"))]
            fn copy_from(&self, numbers: &[$Number]) {
                self.copy_from(numbers);
            }
        }
    };
}

kind!(Float32Array, f32);
kind!(Float64Array, f64);
kind!(Uint32Array, u32);

/// The numbers of a typed array, not yet copied: check their count first.
pub struct Numbers<K> {
    view: View,
    kind: PhantomData<K>,
}

/// A part of a buffer.
struct View {
    buffer: JsValue,
    byte_offset: u32,
    length: u32,
}

/// The view of a typed array whose class has the name `kind`.
fn view(array: &JsValue, kind: &str) -> Option<View> {
    let read = |key: &JsValue| PROTOTYPE.with(|prototype| get(prototype, key, array)).ok();
    let number = |key: &str| Some(read(&key.into())?.as_f64()? as u32);
    let is_kind = read(&Symbol::to_string_tag().into())?.as_string()? == kind;
    is_kind.then_some(View {
        buffer: read(&"buffer".into())?,
        byte_offset: number("byteOffset")?,
        length: number("length")?,
    })
}

impl<K: Kind> Numbers<K> {
    /// The numbers of `array`, which must be a typed array of that kind.
    pub fn of(name: &str, array: &JsValue) -> Thrown<Self> {
        match view(array, K::NAME) {
            Some(view) => Ok(Self { view, kind: PhantomData }),
            None => Err(wrong_kind(name, &format!("a {}", K::NAME), array)),
        }
    }

    pub fn len(&self) -> usize {
        self.view.length as usize
    }

    /// Copies as many numbers as there is room for, from index `start` on.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn copy(&self, start: usize, numbers: &mut [K::Number]) {
        if !numbers.is_empty() {
            self.part(start, numbers.len()).copy_to(numbers);
        }
    }

    /// A part that is not empty: the buffer of an empty array may be detached.
    fn part(&self, start: usize, length: usize) -> K {
        assert!(start + length <= self.len(), "the count was checked");
        let byte_offset = self.view.byte_offset + (start * size_of::<K::Number>()) as u32;
        K::view(&self.view.buffer, byte_offset, length as u32)
    }

    /// All numbers.
    pub fn to_vec(&self) -> Vec<K::Number> {
        let mut numbers = vec![K::Number::default(); self.len()];
        self.copy(0, &mut numbers);
        numbers
    }
}

/// Writing: only the exchange between workers does.
#[cfg(not(feature = "gradient-check"))]
impl<K: Kind> Numbers<K> {
    /// As many zeros, in a buffer of their own.
    pub fn zeros(length: usize) -> Self {
        let buffer = js_sys::ArrayBuffer::new((length * size_of::<K::Number>()) as u32).into();
        let view = View { buffer, byte_offset: 0, length: length as u32 };
        Self { view, kind: PhantomData }
    }

    /// The typed array.
    pub fn array(&self) -> JsValue {
        self.part(0, self.len()).into()
    }

    /// Writes numbers from index `start` on.
    ///
    /// # Panics
    /// If there is no room for them.
    pub fn write(&self, start: usize, numbers: &[K::Number]) {
        if !numbers.is_empty() {
            self.part(start, numbers.len()).copy_from(numbers);
        }
    }
}
