"""Reads a run with the safetensors library, compares it, and writes it again.

    pip install -r tests/interop/requirements.txt
    node tests/interop/run_file.mjs write run.safetensors expected.json
    python3 tests/interop/run_file.py run.safetensors expected.json again.safetensors
    node tests/interop/run_file.mjs read again.safetensors
"""

import json
import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file


def main(path, expected_path, again):
    tensors = load_file(path)
    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata()
    with open(expected_path, encoding="utf-8") as file:
        expected = json.load(file)
    assert (metadata["format"], metadata["version"]) == ("lstm-playground run", "1"), metadata
    assert json.loads(metadata["config"])["hidden_size"] == 3
    assert json.loads(metadata["counters"])["step"] == "31"
    for name in ("text", "vocabulary"):
        assert tensors[name].tobytes().decode("utf-8") == expected[name], name
    for name, values in expected["weights"].items():
        weights = tensors[f"model.{name}"]
        assert weights.dtype == np.float32, name
        assert np.array_equal(weights.ravel(), np.array(values, np.float32)), name
        for other in ("optimizer.mean", "optimizer.square", "last_good", "best", "validation"):
            assert tensors[f"{other}.{name}"].shape == weights.shape, f"{other}.{name}"
    vocab_size = len(expected["vocabulary"])
    assert tensors["model.weight_ih_l0"].shape == (12, vocab_size)
    assert tensors["model.head.weight"].shape == (vocab_size, 3)
    save_file(tensors, again, metadata)
    print(f"Python reads the {len(tensors)} tensors of a run")


if __name__ == "__main__":
    main(*sys.argv[1:])
