"""The cells in PyTorch, twice: by PyTorch's own modules, and from the equations.

`by_module` runs `nn.LSTM`, `nn.GRU` and `nn.RNN` on the crate's parameters. `by_equations` runs the
equations of python/char_model.py, which autograd differentiates; those of the gru and the rnn, which
are modules there, are here. They share only the equations with the crate's code.

Both have the same arguments and results: `inputs (seq_len, batch_size, vocab_size)`, and a state,
which is a tuple of h, or of h and c, each `(num_layers, batch_size, hidden_size)`, or None for
zeros. The state of full-gate-recurrence also has i, f and o, `(num_layers, batch_size, 3 ·
hidden_size)`. They return the hidden states of the top layer, `(seq_len, batch_size, hidden_size)`,
and the new state.
"""

import sys
from pathlib import Path

import torch
from torch import sigmoid, tanh
from torch.func import functional_call
from torch.nn.functional import linear

sys.path.insert(0, str(Path(__file__).parents[2] / "python"))
from char_model import MODULES, Layers  # noqa: E402

# The lstm is the peephole cell with p = 0.
EQUATIONS_OF = {"lstm": "peephole"}


def gru_step(w, x, h):
    """The reset gate acts on R_n h + b_hn, after the product.

        r  = σ(W_r x + R_r h + b_r)
        z  = σ(W_z x + R_z h + b_z)
        n  = tanh(W_n x + b_in + r ⊙ (R_n h + b_hn))
        h' = (1 - z) ⊙ n + z ⊙ h
    """
    x_r, x_z, x_n = linear(x, w["weight_ih"], w["bias_ih"]).chunk(3, dim=-1)
    h_r, h_z, h_n = linear(h, w["weight_hh"]).chunk(3, dim=-1)
    r = sigmoid(x_r + h_r)
    z = sigmoid(x_z + h_z)
    n = tanh(x_n + r * (h_n + w["bias_hn"]))
    return (1 - z) * n + z * h


def rnn_step(w, x, h):
    """h' = tanh(W x + R h + b)"""
    return tanh(linear(x, w["weight_ih"], w["bias_ih"]) + linear(h, w["weight_hh"]))


ONLY_HIDDEN = {"gru": gru_step, "rnn": rnn_step}


def sizes(parameters):
    """The number of layers and of units in each."""
    num_layers = sum(name.startswith("weight_hh_l") for name in parameters)
    return num_layers, parameters["head.weight"].shape[1]


def flat(parameters):
    """The parameters of the layers, vectors with one dimension."""
    return {
        name: tensor.flatten() if tensor.shape[1] == 1 and "weight" not in name else tensor
        for name, tensor in parameters.items()
        if not name.startswith("head.")
    }


def only_hidden(step, parameters, inputs, state):
    """The layers of a cell whose state is h."""
    num_layers, hidden_size = sizes(parameters)
    tensors = flat(parameters)
    h = inputs.new_zeros(num_layers, inputs.shape[1], hidden_size) if state is None else state[0]
    after = []
    for layer in range(num_layers):
        end = f"_l{layer}"
        w = {name.removesuffix(end): t for name, t in tensors.items() if name.endswith(end)}
        of_layer, outputs = h[layer], []
        for x in inputs:
            of_layer = step(w, x, of_layer)
            outputs.append(of_layer)
        inputs = torch.stack(outputs)
        after.append(of_layer)
    return inputs, (torch.stack(after),)


def by_equations(cell, parameters, inputs, state):
    if cell in ONLY_HIDDEN:
        return only_hidden(ONLY_HIDDEN[cell], parameters, inputs, state)
    num_layers, hidden_size = sizes(parameters)
    module = Layers(EQUATIONS_OF.get(cell, cell), inputs.shape[2], hidden_size, num_layers)
    tensors = flat(parameters)
    if cell in EQUATIONS_OF:
        zeros = {name: t.new_zeros(t.shape) for name, t in module.named_parameters()}
        tensors = {**{n: z.to(inputs) for n, z in zeros.items() if "peephole" in n}, **tensors}
    return functional_call(module, tensors, (inputs, state), strict=True)


def by_module(cell, parameters, inputs, state):
    num_layers, hidden_size = sizes(parameters)
    module = MODULES[cell](inputs.shape[2], hidden_size, num_layers, dtype=inputs.dtype)
    tensors = {}
    for layer in range(num_layers):
        bias_ih = parameters[f"bias_ih_l{layer}"].flatten()
        bias_hh = torch.zeros_like(bias_ih)
        if cell == "gru":
            bias_hn = parameters[f"bias_hn_l{layer}"].flatten()
            bias_hh = torch.cat([bias_hh[: 2 * hidden_size], bias_hn])
        tensors |= {
            f"weight_ih_l{layer}": parameters[f"weight_ih_l{layer}"],
            f"weight_hh_l{layer}": parameters[f"weight_hh_l{layer}"],
            f"bias_ih_l{layer}": bias_ih,
            f"bias_hh_l{layer}": bias_hh,
        }
    if cell == "lstm":
        return functional_call(module, tensors, (inputs, state))
    before = None if state is None else state[0]
    hidden, after = functional_call(module, tensors, (inputs, before))
    return hidden, (after,)
