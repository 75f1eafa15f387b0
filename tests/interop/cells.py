"""The cells in PyTorch, twice: by PyTorch's own modules, and from the equations.

`by_module` runs `nn.LSTM`, `nn.GRU` and `nn.RNN` on the crate's parameters. `by_equations` is for
the cells without a PyTorch module: a time step follows its equations literally, with a matrix for
each gate, and autograd differentiates it. It is written for reading, not for speed, and shares only
the equations with the crate's code.

Both have the same arguments and results: `inputs (seq_len, batch_size, vocab_size)`, and a state,
which is a tuple of h, or of h and c, each `(num_layers, batch_size, hidden_size)`, or None for
zeros. The state of full-gate-recurrence also has i, f and o, `(num_layers, batch_size, 3 ·
hidden_size)`. They return the hidden states of the top layer, `(seq_len, batch_size, hidden_size)`,
and the new state.

In the equations x, h and c are columns, W are weights of x, R of h, p of c (diagonal), G of gates,
and a new value has a prime, here `_new`.
"""

from types import SimpleNamespace

import torch
from torch import nn, sigmoid, tanh
from torch.func import functional_call

from layout import GATES, own_shapes

MODULES = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}


def peephole_step(cell, w, x, h, c):
    """The peephole cell, its six ablations, and the lstm, which has p = 0.

        i  = σ(W_i x + R_i h + p_i ⊙ c + b_i)
        f  = σ(W_f x + R_f h + p_f ⊙ c + b_f)
        g  = tanh(W_g x + R_g h + b_g)
        c' = f ⊙ c + i ⊙ g
        o  = σ(W_o x + R_o h + p_o ⊙ c' + b_o)
        h' = o ⊙ tanh(c')

    no-input-gate: i = 1. no-forget-gate: f = 1. no-output-gate: o = 1. coupled-gates: f = 1 - i.
    linear-input: g without tanh. linear-output: h' = o ⊙ c'.
    """
    if cell == "no-input-gate":
        i = 1
    else:
        i = sigmoid(w.W_i @ x + w.R_i @ h + w.p_i * c + w.b_i)

    if cell == "no-forget-gate":
        f = 1
    elif cell == "coupled-gates":
        f = 1 - i
    else:
        f = sigmoid(w.W_f @ x + w.R_f @ h + w.p_f * c + w.b_f)

    if cell == "linear-input":
        g = w.W_g @ x + w.R_g @ h + w.b_g
    else:
        g = tanh(w.W_g @ x + w.R_g @ h + w.b_g)

    c_new = f * c + i * g

    if cell == "no-output-gate":
        o = 1
    else:
        o = sigmoid(w.W_o @ x + w.R_o @ h + w.p_o * c_new + w.b_o)

    if cell == "linear-output":
        h_new = o * c_new
    else:
        h_new = o * tanh(c_new)
    return h_new, c_new


def full_gate_recurrence_step(_, w, x, h, c, gates):
    """The peephole cell whose gates also see the gates of the step before, with nine matrices.

        i  = σ(W_i x + R_i h + p_i ⊙ c  + G_ii i + G_if f + G_io o + b_i)
        f  = σ(W_f x + R_f h + p_f ⊙ c  + G_fi i + G_ff f + G_fo o + b_f)
        g  = tanh(W_g x + R_g h + b_g)
        c' = f ⊙ c + i ⊙ g
        o  = σ(W_o x + R_o h + p_o ⊙ c' + G_oi i + G_of f + G_oo o + b_o)
        h' = o ⊙ tanh(c')

    On the right of i, f and o are the gates of the step before, which `gates` has one above the
    other.
    """
    i, f, o = gates.chunk(3)
    i_new = sigmoid(
        w.W_i @ x + w.R_i @ h + w.p_i * c + w.G_ii @ i + w.G_if @ f + w.G_io @ o + w.b_i
    )
    f_new = sigmoid(
        w.W_f @ x + w.R_f @ h + w.p_f * c + w.G_fi @ i + w.G_ff @ f + w.G_fo @ o + w.b_f
    )
    g = tanh(w.W_g @ x + w.R_g @ h + w.b_g)
    c_new = f_new * c + i_new * g
    o_new = sigmoid(
        w.W_o @ x + w.R_o @ h + w.p_o * c_new + w.G_oi @ i + w.G_of @ f + w.G_oo @ o + w.b_o
    )
    return o_new * tanh(c_new), c_new, torch.cat([i_new, f_new, o_new])


def four_gate_step(_, w, event, stm, ltm):
    """The article's cell: Use reads the memory after forgetting, before learning.

        N = tanh(W_n [STM, E] + b_n)    i = σ(W_i [STM, E] + b_i)    Learn    = N ⊙ i
        f = σ(W_f [STM, E] + b_f)                                    Forget   = LTM ⊙ f
                                                                     Remember: LTM' = Forget + Learn
        U = tanh(W_u Forget + b_u)      V = σ(W_v [STM, E] + b_v)    Use:      STM' = U ⊙ V

    N is stored as g and V as o, each with one matrix for the event and one for the STM.
    """
    n = tanh(w.R_g @ stm + w.W_g @ event + w.b_g)
    i = sigmoid(w.R_i @ stm + w.W_i @ event + w.b_i)
    f = sigmoid(w.R_f @ stm + w.W_f @ event + w.b_f)
    v = sigmoid(w.R_o @ stm + w.W_o @ event + w.b_o)
    learn = n * i
    forget = ltm * f
    u = tanh(w.weight_u @ forget + w.bias_u)
    return u * v, forget + learn


def gru_step(_, w, x, h):
    """The reset gate acts on R_n h + b_hn, after the product.

        r  = σ(W_r x + R_r h + b_r)
        z  = σ(W_z x + R_z h + b_z)
        n  = tanh(W_n x + b_in + r ⊙ (R_n h + b_hn))
        h' = (1 - z) ⊙ n + z ⊙ h
    """
    r = sigmoid(w.W_r @ x + w.R_r @ h + w.b_r)
    z = sigmoid(w.W_z @ x + w.R_z @ h + w.b_z)
    n = tanh(w.W_n @ x + w.b_n + r * (w.R_n @ h + w.bias_hn))
    return ((1 - z) * n + z * h,)


def rnn_step(_, w, x, h):
    """h' = tanh(W x + R h + b)"""
    return (tanh(w.W_h @ x + w.R_h @ h + w.b_h),)


STEPS = {
    "four-gate": four_gate_step,
    "full-gate-recurrence": full_gate_recurrence_step,
    "gru": gru_step,
    "rnn": rnn_step,
}

# The rows of a layer's state in units of H; the other cells have h and c.
STATES = {"full-gate-recurrence": (1, 1, 3), "gru": (1,), "rnn": (1,)}


def layer_weights(cell, parameters, layer):
    """A layer's tensors, cut into one matrix per gate: `W_f` belongs to the forget gate."""
    weights = {"p_i": 0, "p_f": 0, "p_o": 0}
    for letter, name in (("W", "weight_ih"), ("R", "weight_hh"), ("b", "bias_ih")):
        blocks = parameters[f"{name}_l{layer}"].chunk(len(GATES[cell]))
        weights |= {f"{letter}_{gate}": block for gate, block in zip(GATES[cell], blocks)}
    for name in own_shapes(cell, hidden_size=0):
        short = name.replace("peephole_", "p_")
        weights[short] = parameters[f"{name}_l{layer}"]
    if cell == "full-gate-recurrence":
        for to, rows in zip("ifo", weights["weight_gates"].chunk(3)):
            weights |= {f"G_{to}{of}": block for of, block in zip("ifo", rows.chunk(3, dim=1))}
    return SimpleNamespace(**weights)


def sizes(parameters):
    """The number of layers and of units in each."""
    num_layers = sum(name.startswith("weight_hh_l") for name in parameters)
    return num_layers, parameters["head.weight"].shape[1]


def by_equations(cell, parameters, inputs, state):
    num_layers, hidden_size = sizes(parameters)
    step = STEPS.get(cell, peephole_step)
    if state is None:
        state = tuple(
            inputs.new_zeros(num_layers, inputs.shape[1], rows * hidden_size)
            for rows in STATES.get(cell, (1, 1))
        )
    sequence = [x.T for x in inputs]  # a batch member is a column in the equations
    states = []
    for layer in range(num_layers):
        weights = layer_weights(cell, parameters, layer)
        of_layer = [part[layer].T for part in state]
        for t, x in enumerate(sequence):
            of_layer = step(cell, weights, x, *of_layer)
            sequence[t] = of_layer[0]
        states.append([part.T for part in of_layer])
    hidden = torch.stack([h.T for h in sequence])
    return hidden, tuple(torch.stack(parts) for parts in zip(*states))


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
