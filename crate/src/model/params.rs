//! All weights of a network in one flat buffer with named, shaped views. Gradients and the
//! optimisers' moments are of the same type.

use std::ops::Range;
use std::sync::Arc;

use nalgebra::{DMatrixView, DMatrixViewMut};

use crate::error::Error;
use crate::real::Real;
use crate::rng::{Rng, Stream};

/// The initial distribution of a tensor.
#[derive(Clone, Debug, PartialEq)]
pub enum Init {
    /// Every weight is drawn from U(-bound, bound).
    Uniform {
        /// The bound.
        bound: f64,
    },
    /// A bias `(blocks · hidden_size, 1)` that stands for the sum of PyTorch's two: every entry is
    /// the sum of two draws from U(-bound, bound), except the rows of `constant`.
    SummedBias {
        /// The bound of each draw.
        bound: f64,
        /// Rows with a constant initial value, and that value.
        constant: Option<(Range<usize>, f64)>,
    },
}

impl Init {
    /// PyTorch's distribution for a weight of a recurrent layer or of the head: U(-1/√H, 1/√H).
    pub fn uniform(hidden_size: usize) -> Self {
        Self::Uniform { bound: 1.0 / (hidden_size as f64).sqrt() }
    }

    /// PyTorch's distribution for the sum of the two biases of such a layer.
    pub fn summed_bias(hidden_size: usize, constant: Option<(Range<usize>, f64)>) -> Self {
        Self::SummedBias { bound: 1.0 / (hidden_size as f64).sqrt(), constant }
    }
}

/// One tensor: its name, shape and initial distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorSpec {
    /// PyTorch's name where PyTorch has the tensor.
    pub name: String,
    /// The number of rows.
    pub rows: usize,
    /// The number of columns; 1 for a bias.
    pub columns: usize,
    /// The initial distribution.
    pub init: Init,
}

/// The tensors of a network and the offset of each in the flat buffer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    specs: Vec<TensorSpec>,
    offsets: Vec<usize>,
    len: usize,
}

impl Layout {
    /// Appends tensors and returns the index of the first.
    pub fn extend(&mut self, specs: Vec<TensorSpec>) -> usize {
        let first = self.specs.len();
        for spec in specs {
            self.offsets.push(self.len);
            // Settings that need too much memory may overflow 32 bits; the saturated sum serves
            // only for the comparison with the limit.
            let size = spec.rows.saturating_mul(spec.columns);
            self.len = self.len.saturating_add(size);
            self.specs.push(spec);
        }
        first
    }

    /// Number of weights in all tensors.
    pub fn num_weights(&self) -> usize {
        self.len
    }

    /// The tensors in storage order.
    pub fn tensors(&self) -> &[TensorSpec] {
        &self.specs
    }

    /// The index of the tensor `name`.
    ///
    /// # Errors
    /// [`Error::UnknownParameter`].
    pub fn index(&self, name: &str) -> Result<usize, Error> {
        self.specs.iter().position(|spec| spec.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.specs.iter().map(|spec| spec.name.as_str()).collect();
            Error::UnknownParameter { name: name.to_owned(), allowed: names.join(", ") }
        })
    }

    /// The range of tensor `index` in the flat buffer.
    pub fn range(&self, index: usize) -> Range<usize> {
        let spec = &self.specs[index];
        self.offsets[index]..self.offsets[index] + spec.rows * spec.columns
    }
}

/// One number for every weight: weights, gradients or moments.
#[derive(Clone, Debug, PartialEq)]
pub struct Params<R> {
    layout: Arc<Layout>,
    values: Vec<R>,
}

impl<R: Real> Params<R> {
    /// All zeros.
    pub fn zeros(layout: Arc<Layout>) -> Self {
        Self { values: vec![R::ZERO; layout.num_weights()], layout }
    }

    /// Initial weights: PyTorch's distributions, drawn tensor by tensor in storage order.
    pub fn init(layout: Arc<Layout>, seed: u32) -> Self {
        let mut params = Self::zeros(layout.clone());
        let mut rng = Rng::new(seed, Stream::Weights);
        for (index, spec) in layout.tensors().iter().enumerate() {
            let values = &mut params.values[layout.range(index)];
            match &spec.init {
                Init::Uniform { bound } => {
                    values.fill_with(|| R::from_f64(rng.symmetric(*bound as f32).into()));
                }
                Init::SummedBias { bound, constant } => {
                    let bound = *bound as f32;
                    values.fill_with(|| {
                        R::from_f64((rng.symmetric(bound) + rng.symmetric(bound)).into())
                    });
                    if let Some((rows, value)) = constant {
                        values[rows.clone()].fill(R::from_f64(*value));
                    }
                }
            }
        }
        params
    }

    /// The tensors' names and shapes.
    pub fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    /// Tensor `index` as a matrix.
    pub fn view(&self, index: usize) -> DMatrixView<'_, R> {
        let spec = &self.layout.specs[index];
        DMatrixView::from_slice(&self.values[self.layout.range(index)], spec.rows, spec.columns)
    }

    /// Tensor `index` as a mutable matrix.
    pub fn view_mut(&mut self, index: usize) -> DMatrixViewMut<'_, R> {
        let spec = &self.layout.specs[index];
        let values = &mut self.values[self.layout.range(index)];
        DMatrixViewMut::from_slice(values, spec.rows, spec.columns)
    }

    /// The numbers of tensor `index`, in column order.
    pub fn slice(&self, index: usize) -> &[R] {
        &self.values[self.layout.range(index)]
    }

    /// The numbers of tensor `index`, mutable.
    pub fn slice_mut(&mut self, index: usize) -> &mut [R] {
        &mut self.values[self.layout.range(index)]
    }

    /// Every number, tensor after tensor, each in column order.
    pub fn as_slice(&self) -> &[R] {
        &self.values
    }

    /// Every number, mutable.
    pub fn as_mut_slice(&mut self) -> &mut [R] {
        &mut self.values
    }
}

impl Params<f32> {
    /// FNV-1a, 64 bits, over the bytes (little-endian) of every weight in storage order.
    pub fn hash(&self) -> u64 {
        let bytes = self.values.iter().flat_map(|x| x.to_le_bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    }
}
