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

const folder = 'target/interop_folder.zip';

/** The shell command that exports a folder for the Hub, and runs the programs of its model card. */
export const modelCard =
  `node tests/interop/hub_folder.mjs ${folder} && ` +
  `${python} tests/interop/hub_folder.py ${folder}`;

/** The shell command that loads the models that `onnxRuntime` has exported with PyTorch. */
export const pyTorchModels = `${python} tests/interop/pytorch_models.py ${models}`;

const training = 'target/interop_training';

/** The shell command that trains on with PyTorch, and opens the results. */
export const pyTorchTraining =
  `node tests/interop/training.mjs write ${training} && ` +
  `${python} tests/interop/training.py ${training} && ` +
  `node tests/interop/training.mjs read ${training}`;
