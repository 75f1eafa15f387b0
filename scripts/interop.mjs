import { python } from './setup.mjs';

const models = 'target/interop_models.json';

/** A shell command: models of every cell, written by the crate, computed again by ONNX Runtime. */
export const onnxRuntime =
  `cargo run --quiet --example interop_models > ${models} && ` +
  `${python} tests/interop/onnx_runtime.py ${models}`;
