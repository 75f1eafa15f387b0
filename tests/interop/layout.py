"""The crate's tensors by name and shape, for each of its cells.

The gates of a layer are stacked, `hidden_size` rows each, in the order of `GATES`. A gate that is
not learnt has no rows. One bias stands for the sum of PyTorch's two.
"""

GATES = {
    "lstm": "ifgo",
    "peephole": "ifgo",
    "four-gate": "ifgo",  # the article calls g N, and o V
    "no-input-gate": "fgo",
    "no-forget-gate": "igo",
    "no-output-gate": "ifg",
    "linear-input": "ifgo",
    "linear-output": "ifgo",
    "coupled-gates": "igo",
    "full-gate-recurrence": "ifgo",
    "gru": "rzn",
    "rnn": "h",
}

# The learnt gates that read the cell state, each through a diagonal matrix.
PEEPHOLES = {
    "peephole": "ifo",
    "no-input-gate": "fo",
    "no-forget-gate": "io",
    "no-output-gate": "if",
    "linear-input": "ifo",
    "linear-output": "ifo",
    "coupled-gates": "io",
    "full-gate-recurrence": "ifo",
}


def own_shapes(cell, hidden_size):
    """The tensors of a layer besides the input weights, the recurrent weights and the bias."""
    shapes = {f"peephole_{gate}": (hidden_size, 1) for gate in PEEPHOLES.get(cell, "")}
    if cell == "full-gate-recurrence":
        # Rows of the gates i, f, o that see, columns of the gates i, f, o that are seen.
        shapes["weight_gates"] = (3 * hidden_size, 3 * hidden_size)
    if cell == "four-gate":
        shapes |= {"weight_u": (hidden_size, hidden_size), "bias_u": (hidden_size, 1)}
    if cell == "gru":
        shapes |= {"bias_hn": (hidden_size, 1)}
    return shapes


def shapes(cell, vocab_size, hidden_size, num_layers):
    """{name: (rows, columns)} of the whole network, in the order of the crate."""
    rows = len(GATES[cell]) * hidden_size
    named = {}
    for layer in range(num_layers):
        of_layer = {
            "weight_ih": (rows, hidden_size if layer else vocab_size),
            "weight_hh": (rows, hidden_size),
            "bias_ih": (rows, 1),
            **own_shapes(cell, hidden_size),
        }
        named |= {f"{name}_l{layer}": shape for name, shape in of_layer.items()}
    return {**named, "head.weight": (vocab_size, hidden_size), "head.bias": (vocab_size, 1)}
