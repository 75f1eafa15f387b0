import { python } from './setup.mjs';

const models = 'target/interop_models';

/** The shell command that exports models of every cell and computes them again with ONNX Runtime. */
export const onnxRuntime =
  `node tests/interop/models.mjs ${models} && ` +
  `${python} tests/interop/onnx_runtime.py ${models}`;

const [run, expected, again] = ['run.safetensors', 'run.json', 'again.safetensors'].map(
  (name) => `target/interop_${name}`,
);

/** The shell command that reads and writes a run with the safetensors library. */
export const savedRun =
  `node tests/interop/run_file.mjs write ${run} ${expected} && ` +
  `${python} tests/interop/run_file.py ${run} ${expected} ${again} && ` +
  `node tests/interop/run_file.mjs read ${again}`;
