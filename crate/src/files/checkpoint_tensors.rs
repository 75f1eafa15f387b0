//! A checkpoint as tensors, one for each matrix of weights and each of its moments: a checkpoint has
//! them column by column, a file row by row.

use safetensors::tensor::Dtype;

use super::json::whole;
use super::run_file_error::{RunFileError, refusal};
use super::safetensors::{TensorFile, Tensors};
use crate::model::{Layout, TensorSpec};
use crate::training::OptimizerKind;

/// The name of the tensor with the states of all streams.
const STATE: &str = "state";

/// A checkpoint's tensors.
#[derive(Debug)]
pub struct CheckpointLayout {
    /// The weights.
    pub weights: Layout,
    /// The optimiser, on which the moments depend.
    pub optimizer: OptimizerKind,
    /// The numbers of a stream's state.
    pub state_size: usize,
    /// The most streams of the training and of a validation pass.
    pub batch_size: usize,
    /// True with best weights.
    pub has_best: bool,
    /// True while a validation pass is being made.
    pub has_pass: bool,
}

/// A part of a checkpoint's values, by the prefix of the names of its tensors.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// Finite numbers, a tensor a weight.
    Weights(&'static str),
    /// As the weights, but they may be infinite, as in training.
    Moments(&'static str),
    /// The states of all layers in one tensor: layer by layer h, c and the carried gates.
    States(&'static str),
}

impl CheckpointLayout {
    /// The parts, in the order of a checkpoint's values.
    fn parts(&self) -> impl Iterator<Item = Part> {
        let (has_mean, has_square) = match self.optimizer {
            OptimizerKind::Adam | OptimizerKind::AdamW => (true, true),
            OptimizerKind::RmsProp => (false, true),
            OptimizerKind::Sgd => (true, false),
        };
        let parts = [
            (true, Part::Weights("model.")),
            (has_mean, Part::Moments("optimizer.mean.")),
            (has_square, Part::Moments("optimizer.square.")),
            (true, Part::Weights("last_good.")),
            (true, Part::States(STATE)),
            (self.has_best, Part::Weights("best.")),
            (self.has_pass, Part::Weights("validation.")),
            (self.has_pass, Part::States("validation.state")),
        ];
        parts.into_iter().filter_map(|(is_there, part)| is_there.then_some(part))
    }

    /// Adds the tensors of a checkpoint with so many `streams` of training.
    pub fn write(&self, mut values: &[f32], streams: usize, file: &mut TensorFile) {
        for part in self.parts() {
            match part {
                Part::States(name) => {
                    // A validation pass has streams of its own, and comes last.
                    let count =
                        if name == STATE { streams * self.state_size } else { values.len() };
                    let own = next(&mut values, count);
                    file.add_f32(name.to_owned(), vec![count], own.iter().copied());
                }
                Part::Weights(prefix) | Part::Moments(prefix) => {
                    for spec in self.weights.tensors() {
                        let TensorSpec { name, rows, columns, .. } = spec;
                        let own = next(&mut values, rows * columns);
                        let row = |row| (0..*columns).map(move |column| own[column * rows + row]);
                        let values = (0..*rows).flat_map(row);
                        file.add_f32(format!("{prefix}{name}"), shape_of(spec), values);
                    }
                }
            }
        }
    }

    /// Takes the tensors of a checkpoint out of those of a file, and tells the number of streams of
    /// the training.
    pub fn take<'a>(
        &self,
        tensors: &mut Tensors<'a>,
    ) -> Result<(Vec<Taken<'a>>, usize), RunFileError> {
        let mut taken = Vec::new();
        let mut streams = 0;
        for part in self.parts() {
            match part {
                Part::States(name) => {
                    let bytes = tensors.take(name, Dtype::F32, &[None])?;
                    let count = self.streams_of(name, bytes)?;
                    streams = if name == STATE { count } else { streams };
                    let name = name.to_owned();
                    taken.push(Taken { name, bytes, columns: 1, must_be_finite: false });
                }
                Part::Weights(prefix) | Part::Moments(prefix) => {
                    for spec in self.weights.tensors() {
                        let name = format!("{prefix}{}", spec.name);
                        let shape: Vec<_> = shape_of(spec).into_iter().map(Some).collect();
                        let bytes = tensors.take(&name, Dtype::F32, &shape)?;
                        let must_be_finite = matches!(part, Part::Weights(_));
                        let columns = spec.columns;
                        taken.push(Taken { name, bytes, columns, must_be_finite });
                    }
                }
            }
        }
        Ok((taken, streams))
    }

    /// The number of streams of the states in a tensor.
    fn streams_of(&self, name: &str, bytes: &[u8]) -> Result<usize, RunFileError> {
        let given = bytes.len() / size_of::<f32>();
        let streams = given / self.state_size;
        if given == streams * self.state_size && (1..=self.batch_size).contains(&streams) {
            return Ok(streams);
        }
        let (size, most) = (whole(self.state_size), self.batch_size);
        let problem = format!("the tensor \"{name}\" has {} numbers", whole(given));
        Err(refusal(problem, format!("{size} for each of 1 to {most} streams")))
    }
}

/// A tensor of a checkpoint in a file.
#[derive(Debug)]
pub struct Taken<'a> {
    name: String,
    /// The numbers, row by row.
    bytes: &'a [u8],
    columns: usize,
    /// False where numbers may be infinite.
    must_be_finite: bool,
}

/// The values of a checkpoint; all are checked before there is memory for them.
pub fn values_of(taken: &[Taken]) -> Result<Vec<f32>, RunFileError> {
    taken.iter().try_for_each(Taken::check)?;
    let mut values = Vec::with_capacity(taken.iter().map(|part| part.numbers().len()).sum());
    for part in taken {
        let column = |column| part.numbers().skip(column).step_by(part.columns);
        values.extend((0..part.columns).flat_map(column));
    }
    Ok(values)
}

impl<'a> Taken<'a> {
    fn numbers(&self) -> impl ExactSizeIterator<Item = f32> + use<'a> {
        self.bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes))
    }

    /// Refuses numbers from which training cannot go on.
    fn check(&self) -> Result<(), RunFileError> {
        let (is_allowed, found, expected) = if self.must_be_finite {
            (self.numbers().all(f32::is_finite), "not finite", "finite numbers")
        } else {
            (!self.numbers().any(f32::is_nan), "NaN", "numbers")
        };
        if is_allowed {
            return Ok(());
        }
        let name = &self.name;
        Err(refusal(format!("the tensor \"{name}\" has a number that is {found}"), expected))
    }
}

/// The shape of a tensor in a file, as PyTorch has it: that of a vector has one number.
fn shape_of(spec: &TensorSpec) -> Vec<usize> {
    let is_vector = ["bias", "peephole"].iter().any(|part| spec.name.contains(part));
    if is_vector { vec![spec.rows] } else { vec![spec.rows, spec.columns] }
}

/// The next `count` of some values, which are then those after them.
fn next<'a>(values: &mut &'a [f32], count: usize) -> &'a [f32] {
    let (own, rest) = values.split_at(count);
    *values = rest;
    own
}
