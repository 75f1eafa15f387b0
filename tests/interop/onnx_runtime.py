"""Runs exported models of every cell in ONNX Runtime, in float32, and compares the probabilities.

    pip install -r tests/interop/requirements.txt
    node tests/interop/models.mjs models    # writes the models, their texts and probabilities
    python3 tests/interop/onnx_runtime.py models    # the exit code is 1 when something differs

A model reads its texts in three ways: all at once, one after the other, and letter by letter with
the state of each letter given to the next. The tensors of model.safetensors must be those of the
graph.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from safetensors import safe_open
from safetensors.numpy import load_file

TOLERANCE = 1e-6
OPSET, IR_VERSION = 17, 8


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


class Model:
    """A model file, and the state that it carries."""

    def __init__(self, path):
        checked = onnx.load(path)
        onnx.checker.check_model(checked, full_check=True)
        assert checked.opset_import[0].version == OPSET, checked.opset_import
        assert checked.ir_version == IR_VERSION, checked.ir_version
        metadata = {entry.key: entry.value for entry in checked.metadata_props}
        assert metadata["lstm_playground"] == "1", metadata
        self.config = json.loads(metadata["config"])
        self.constants = {
            constant.name: numpy_helper.to_array(constant)
            for constant in checked.graph.initializer
        }
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"]
        )
        self.names = [entry.name for entry in self.session.get_inputs()[1:]]
        ends = [entry.name for entry in self.session.get_outputs()[1:]]
        assert ends == [name.replace("0", "n") for name in self.names], ends

    def ids(self, text):
        return [self.config["vocabulary"].index(letter) for letter in text]

    def begin(self, batch_size):
        """Sets the state before a text."""
        shapes = [entry.shape for entry in self.session.get_inputs()[1:]]
        self.state = [
            np.zeros((layers, batch_size, rows), np.float32) for layers, _, rows in shapes
        ]

    def read(self, ids):
        """The probabilities of the letters after each of `ids`, (time, batch)."""
        state = dict(zip(self.names, self.state))
        logits, *self.state = self.session.run(None, {"ids": ids, **state})
        return softmax(logits)


def readings(model, texts):
    """(way of reading, probabilities (text, time, letter)), for each way."""
    ids = np.array([model.ids(text) for text in texts], np.int64).T
    model.begin(len(texts))
    yield "all at once", model.read(ids).swapaxes(0, 1)
    singly = []
    for column in ids.T:
        model.begin(1)
        singly.append(model.read(column[:, np.newaxis])[:, 0])
    yield "one by one", np.array(singly)
    model.begin(len(texts))
    letters = [model.read(row[np.newaxis]) for row in ids]
    yield "letter by letter", np.concatenate(letters).swapaxes(0, 1)


def check_tensors(folder, model, parameters):
    """Compares model.safetensors and config.json with the graph."""
    path = folder / "model.safetensors"
    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata()
    assert (metadata["format"], metadata["lstm_playground"]) == ("pt", "1"), metadata
    assert json.loads(metadata["config"]) == model.config
    assert json.loads((folder / "config.json").read_text()) == model.config
    tensors = load_file(path)
    own = [name if name.startswith("head.") else f"rnn.{name}" for name in parameters]
    missing = set(own) - set(tensors)
    assert all("bias_hn" in name for name in missing), missing
    assert np.array_equal(tensors["head.weight"].T, model.constants["head.weight"])
    assert np.array_equal(tensors["head.bias"], model.constants["head.bias"])
    weights = {name for name in tensors if not name.startswith("rnn.bias_hh")}
    for name in weights:
        # In the graph, gates are in another order and may be transposed: the numbers are the same.
        numbers = np.unique(tensors[name])
        assert any(np.isin(numbers, other).all() for other in model.constants.values()), name


def check(folder, entry):
    """The largest difference of a probability from ours."""
    folder = folder / entry["name"]
    model = Model(str(folder / "model.onnx"))
    assert (model.config["cell"], model.config["num_layers"]) == (
        entry["cell"],
        entry["num_layers"],
    )
    check_tensors(folder, model, entry["parameters"])
    vocab_size = len(model.config["vocabulary"])
    shape = (len(entry["texts"]), len(entry["texts"][0]), vocab_size)
    expected = np.array(entry["probabilities"]).reshape(shape)
    # A model that predicts nothing would agree with any other.
    assert expected.max() > 2 / vocab_size, expected.max()
    largest = 0.0
    for way, got in readings(model, entry["texts"]):
        assert got.shape == shape, (way, got.shape)
        difference = np.abs(got - expected).max()
        print(f"{entry['name']}, {way}: {difference:.1e}")
        largest = np.inf if np.isnan(difference) else max(largest, difference)
    return largest


def main():
    folder = Path(sys.argv[1])
    models = json.loads((folder / "models.json").read_text())["models"]
    passed, failed, of_cell = 0, 0, {}
    for entry in models:
        difference = check(folder, entry)
        of_cell[entry["cell"]] = max(difference, of_cell.get(entry["cell"], 0.0))
        if difference <= TOLERANCE:
            passed += 1
        else:
            failed += 1
    for cell, largest in of_cell.items():
        print(f"deviation | {cell} | ONNX Runtime | {largest:.1e}")
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
