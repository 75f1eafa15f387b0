"""Runs models of the crate in ONNX Runtime, in float32, and compares the logits.

    pip install -r tests/interop/requirements.txt
    python3 tests/interop/onnx_runtime.py models.json    # the exit code is 1 when something differs

The file has the logits of one window from the zero state, for any number of models:

    {"models": [{"cell", "num_layers", "vocab_size", "hidden_size", "seq_len", "batch_size",
                 "inputs": [ids, index t * batch_size + b],
                 "parameters": {name: {"shape": [rows, columns], "values": [row by row]}},
                 "logits": [index (t * batch_size + b) * vocab_size + v]}]}

Each model becomes a graph of OneHot -> LSTM, GRU or RNN for each layer -> MatMul and Add. ONNX
can express the ablations too: its LSTM has peepholes (input P, gates in the order i, o, f), coupled
gates (`input_forget`: f = 1 - i, with i's peephole) and exchangeable activations; a large bias
clamps a gate at 1. The four-gate cell, whose Use gate has a matrix of its own, and
full-gate-recurrence, whose gates see those of the step before, have no operator.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from layout import GATES, PEEPHOLES

OPSET = 17
TOLERANCE = 1e-5  # the operators' own σ and tanh are rational approximations
CLAMPED_AT_ONE = 100.0  # σ(100) is 1 in float32
NO_OPERATOR = ("four-gate", "full-gate-recurrence")

ATTRIBUTES = {
    "coupled-gates": {"input_forget": 1},
    "gru": {"linear_before_reset": 1},
    # The functions of the gates, of g, and of c' in h'; Affine is x -> x.
    "linear-input": {
        "activations": ["Sigmoid", "Affine", "Tanh"],
        "activation_alpha": [1.0],
        "activation_beta": [0.0],
    },
    "linear-output": {
        "activations": ["Sigmoid", "Tanh", "Affine"],
        "activation_alpha": [1.0],
        "activation_beta": [0.0],
    },
}

# The operator of a cell and its order of gates, by our names. The other cells are LSTMs.
OPERATORS = {"gru": ("GRU", "zrn"), "rnn": ("RNN", "h")}


def tensor_of(model, name):
    tensor = model["parameters"][name]
    return np.array(tensor["values"], np.float32).reshape(tensor["shape"])


def restacked(stacked, cell, order, clamped_at=0.0):
    """The gates' blocks in ONNX's order; a gate that is not learnt gets `clamped_at` everywhere."""
    blocks = dict(zip(GATES[cell], np.split(stacked, len(GATES[cell]))))
    clamped = np.full_like(next(iter(blocks.values())), clamped_at)
    return np.concatenate([blocks.get(gate, clamped) for gate in order])


def layer_inputs(model, layer, order):
    """W, R, B and P of ONNX's operator; the first dimension of each is the direction."""
    cell, hidden_size = model["cell"], model["hidden_size"]
    weight_ih = restacked(tensor_of(model, f"weight_ih_l{layer}"), cell, order)
    weight_hh = restacked(tensor_of(model, f"weight_hh_l{layer}"), cell, order)
    bias_ih = restacked(tensor_of(model, f"bias_ih_l{layer}"), cell, order, CLAMPED_AT_ONE)
    bias_hh = np.zeros_like(bias_ih)
    if cell == "gru":
        bias_hh[-hidden_size:] = tensor_of(model, f"bias_hn_l{layer}")
    inputs = {"W": weight_ih, "R": weight_hh, "B": np.concatenate([bias_ih, bias_hh]).ravel()}
    if cell in PEEPHOLES:
        peepholes = np.zeros((3, hidden_size), np.float32)
        for gate in PEEPHOLES[cell]:
            peepholes["iof".index(gate)] = tensor_of(model, f"peephole_{gate}_l{layer}").ravel()
        inputs["P"] = peepholes.ravel()
    return {name: array[np.newaxis] for name, array in inputs.items()}


def graph_of(model):
    """The model as an ONNX graph from `ids (seq_len, batch_size)` to `logits`."""
    cell, vocab_size = model["cell"], model["vocab_size"]
    operator, order = OPERATORS.get(cell, ("LSTM", "iofg"))
    constants = {
        "depth": np.array(vocab_size, np.int64),
        "off_on": np.array([0, 1], np.float32),
        "direction": np.array([1], np.int64),
        "head.weight": tensor_of(model, "head.weight").T,
        "head.bias": tensor_of(model, "head.bias").ravel(),
    }
    nodes = [helper.make_node("OneHot", ["ids", "depth", "off_on"], ["x0"])]
    for layer in range(model["num_layers"]):
        inputs = layer_inputs(model, layer, order)
        constants |= {f"{name}{layer}": array for name, array in inputs.items()}
        names = [f"x{layer}", f"W{layer}", f"R{layer}", f"B{layer}"]
        if "P" in inputs:
            names += ["", "", "", f"P{layer}"]  # no sequence lengths, no initial states
        attributes = {"hidden_size": model["hidden_size"], **ATTRIBUTES.get(cell, {})}
        nodes += [
            helper.make_node(operator, names, [f"y{layer}"], **attributes),
            helper.make_node("Squeeze", [f"y{layer}", "direction"], [f"x{layer + 1}"]),
        ]
    nodes += [
        helper.make_node("MatMul", [f"x{model['num_layers']}", "head.weight"], ["products"]),
        helper.make_node("Add", ["products", "head.bias"], ["logits"]),
    ]
    shape = [model["seq_len"], model["batch_size"]]
    return helper.make_graph(
        nodes,
        cell,
        [helper.make_tensor_value_info("ids", TensorProto.INT64, shape)],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [*shape, vocab_size])],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )


def logits_of(model):
    """The logits by ONNX Runtime."""
    opset = helper.make_opsetid("", OPSET)
    ir_version = helper.find_min_ir_version_for([opset])
    graph = helper.make_model(graph_of(model), opset_imports=[opset], ir_version=ir_version)
    onnx.checker.check_model(graph, full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        graph.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    ids = np.array(model["inputs"], np.int64).reshape(model["seq_len"], model["batch_size"])
    return session.run(["logits"], {"ids": ids})[0].ravel()


def largest_deviation(got, expected):
    """The largest deviation, relative to the largest of the expected numbers."""
    if got.shape != expected.shape:
        return np.inf
    deviation = np.max(np.abs(got - expected)) / np.max(np.abs(expected))
    return np.inf if np.isnan(deviation) else deviation


def main():
    models = json.loads(Path(sys.argv[1]).read_text())["models"]
    passed, failed, of_cell = 0, 0, {}
    for model in models:
        cell, what = model["cell"], f"{model['cell']}, num_layers {model['num_layers']}"
        if cell in NO_OPERATOR:
            print(f"{what}: no operator")
            of_cell[cell] = "no operator"
            continue
        expected = np.array(model["logits"], np.float32)
        deviation = largest_deviation(logits_of(model), expected)
        print(f"{what}: largest deviation {deviation:.1e}")
        of_cell[cell] = max(deviation, of_cell.get(cell, 0.0))
        if deviation <= TOLERANCE:
            passed += 1
        else:
            failed += 1
    for cell, largest in of_cell.items():
        largest = largest if isinstance(largest, str) else f"{largest:.1e}"
        print(f"deviation | {cell} | ONNX Runtime | {largest}")
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
