import { python } from './setup.mjs';

const models = 'target/interop_models.json';

/** The shell command that writes models of every cell and computes them again with ONNX Runtime. */
export const onnxRuntime =
  `cargo run --quiet --example interop_models > ${models} && ` +
  `${python} tests/interop/onnx_runtime.py ${models}`;
