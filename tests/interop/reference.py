"""Reference numbers of character models of each cell, computed by PyTorch in float64 on the CPU.

The model: one-hot characters -> 1 to 3 layers of the cell, no dropout -> a linear head -> softmax
cross-entropy, in nats, averaged over all predicted characters of a window. For a cell that PyTorch
has as a module, the module computes the numbers; for the others, autograd on the equations in
cells.py does. Those equations cover the modules' cells too and must agree with them before anything
is written. ONNX Runtime checks all cells as well.

The crate has one bias for a layer instead of PyTorch's two, whose sum is all that matters. So
PyTorch's `bias_hh` is zero here, and `bias_ih` is the whole bias. The candidate's block of a GRU's
`bias_hh` is an exception, since r multiplies it: it is `bias_hn`.

Layout of tests/fixtures/<cell>.json:
- `source`: the module, or "PyTorch autograd";
- a window's `inputs` and `targets` are flat, index `t * batch_size + b`; stream b of window 1
  continues stream b of window 0, and a target is the character after its input;
- `logits` are flat, index `(t * batch_size + b) * vocab_size + v`;
- parameters and gradients are row-major, by the names, shapes and order of gates in layout.py;
- `forward`: both windows, the first from the zero state, the second from the state after the first;
- `gradients`: of window 1's loss, with its initial state as a constant;
- `optimizers`: for each, ten updates from the same initial parameters on windows 0, 1, 0, 1, ...,
  with the state carried as a constant: each loss before its update, each gradient norm before
  clipping, and the parameters after the last update. Unlisted options have PyTorch's
  defaults. Empty for most cells, since an optimiser does not depend on the cell;
- `decayed`: likewise with a decoupled weight decay, for one case of one cell.

    pip install -r tests/interop/requirements.txt -r tests/interop/requirements-torch.txt
    python3 tests/interop/reference.py    # rewrites tests/fixtures/<cell>.json
    python3 tests/interop/check.py        # computes again and compares with those files
    python3 tests/interop/onnx_runtime.py models    # ONNX Runtime, which needs no PyTorch
"""

import functools
import json
import math
import platform
from pathlib import Path

import torch
from torch import nn
from torch.testing import assert_close

from cells import MODULES, by_equations, by_module
from layout import GATES, shapes

FIXTURES = Path(__file__).parent.parent / "fixtures"
UPDATES = 10
LEARNING_RATE = 0.01

# With these seeds three_layers has a character that is never read.
CASES = [
    dict(name="one_layer", vocab_size=5, hidden_size=3, num_layers=1, seq_len=4, batch_size=2,
         seed=4),
    dict(name="two_layers", vocab_size=7, hidden_size=4, num_layers=2, seq_len=5, batch_size=3,
         seed=3),
    dict(name="three_layers", vocab_size=6, hidden_size=5, num_layers=3, seq_len=3, batch_size=2,
         seed=1),
]
LARGE_VOCABULARY = dict(name="large_vocabulary", vocab_size=65, hidden_size=9, num_layers=1,
                        seq_len=6, batch_size=1, seed=1)

# The cases with optimiser runs, and their grad_clip, chosen so that each run of ten updates clips
# some gradients and not others.
GRAD_CLIP = {
    "lstm": {"one_layer": 0.5, "two_layers": 0.25, "three_layers": 0.5},
    "gru": {"two_layers": 0.35},
    "rnn": {"two_layers": 0.43},
}

OPTIMIZERS = {
    "adam": (torch.optim.Adam, {}),
    "adamw": (torch.optim.AdamW, {"weight_decay": 0.01}),
    "rmsprop": (torch.optim.RMSprop, {"alpha": 0.99}),
    "sgd": (torch.optim.SGD, {"momentum": 0.9}),
}

# The same with a decoupled weight decay, for one cell. PyTorch has it for Adam, under the name of
# AdamW; for SGD it is computed here.
DECAYED_CELL = "rnn"
DECAYED = {
    "adam": (torch.optim.AdamW, {"weight_decay": 0.5}),
    "sgd": (torch.optim.SGD, {"momentum": 0.9}),
}
DECAY_OF_SGD = 0.5


def fixture_path(cell):
    return FIXTURES / f"{cell}.json"


def draw_parameters(cell, case, generator):
    """Parameters from one interval, peepholes too, so that they have as much effect."""
    bound = 1 / math.sqrt(case["hidden_size"])
    named = shapes(cell, case["vocab_size"], case["hidden_size"], case["num_layers"])
    return {
        name: torch.empty(shape, dtype=torch.float64).uniform_(-bound, bound, generator=generator)
        for name, shape in named.items()
    }


def draw_windows(case, generator):
    """Two consecutive windows (inputs, targets), each (seq_len, batch_size)."""
    seq_len = case["seq_len"]
    shape = (2 * seq_len + 1, case["batch_size"])
    streams = torch.randint(case["vocab_size"], shape, generator=generator)
    return [
        (streams[start : start + seq_len], streams[start + 1 : start + seq_len + 1])
        for start in (0, seq_len)
    ]


def draw(cell, case):
    """Parameters and windows. All cells read the same windows, drawn after the lstm's weights."""
    generator = torch.Generator().manual_seed(case["seed"])
    parameters = draw_parameters("lstm", case, generator)
    windows = draw_windows(case, generator)
    if cell != "lstm":
        parameters = draw_parameters(cell, case, generator)
    return parameters, windows


def forward(hidden_states, cell, parameters, window, state):
    """Loss, logits (seq_len, batch_size, vocab_size), and the state after the window."""
    inputs, targets = window
    weight, bias = parameters["head.weight"], parameters["head.bias"].flatten()
    one_hot = nn.functional.one_hot(inputs, len(weight)).to(weight.dtype)
    hidden, state = hidden_states(cell, parameters, one_hot, state)
    logits = nn.functional.linear(hidden, weight, bias)
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
    # Detached, because truncated backpropagation treats the carried state as a constant.
    return loss, logits, tuple(part.detach() for part in state)


def forward_and_gradients(hidden_states, cell, parameters, windows):
    """Both windows' losses and logits, and the gradients of the second's loss, by name."""
    parameters = {name: tensor.clone().requires_grad_() for name, tensor in parameters.items()}
    loss_0, logits_0, state = forward(hidden_states, cell, parameters, windows[0], None)
    loss_1, logits_1, _ = forward(hidden_states, cell, parameters, windows[1], state)
    gradients = torch.autograd.grad(loss_1, list(parameters.values()))
    return [(loss_0, logits_0), (loss_1, logits_1)], dict(zip(parameters, gradients))


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def matrices(tensors):
    return {
        name: {"shape": list(tensor.shape), "values": numbers(tensor)}
        for name, tensor in tensors.items()
    }


def run_optimizer(cell, parameters, windows, name, grad_clip, decayed=False):
    parameters = {name: tensor.clone().requires_grad_() for name, tensor in parameters.items()}
    make, options = (DECAYED if decayed else OPTIMIZERS)[name]
    decay = DECAY_OF_SGD if decayed and name == "sgd" else 0
    optimizer = make(parameters.values(), lr=LEARNING_RATE, **options)
    losses, grad_norms, state = [], [], None
    for update in range(UPDATES):
        loss, _, state = forward(by_module, cell, parameters, windows[update % 2], state)
        optimizer.zero_grad()
        loss.backward()
        grad_norms.append(nn.utils.clip_grad_norm_(parameters.values(), grad_clip).item())
        with torch.no_grad():
            for parameter in parameters.values():
                parameter -= LEARNING_RATE * decay * parameter
        optimizer.step()
        losses.append(loss.item())
    assert min(grad_norms) < grad_clip < max(grad_norms), f"{cell}, {name}: {grad_norms}"
    return {
        "learning_rate": LEARNING_RATE,
        "grad_clip": grad_clip,
        **options,
        **({"weight_decay": decay} if decay else {}),
        "losses": losses,
        "grad_norms": grad_norms,
        "parameters": matrices(parameters),
    }


def run_decayed(cell, parameters, windows, grad_clip):
    """The runs with weight decay; none for most cells."""
    if grad_clip is None or cell != DECAYED_CELL:
        return {}
    run = functools.partial(run_optimizer, cell, parameters, windows)
    return {"decayed": {name: run(name, grad_clip, decayed=True) for name in DECAYED}}


def run_case(cell, case):
    parameters, windows = draw(cell, case)
    results, gradients = forward_and_gradients(by_equations, cell, parameters, windows)
    if cell in MODULES:
        read = results, gradients
        results, gradients = forward_and_gradients(by_module, cell, parameters, windows)
        assert_close(read, (results, gradients), rtol=1e-10, atol=1e-14)
    grad_clip = GRAD_CLIP.get(cell, {}).get(case["name"])
    return {
        **{key: value for key, value in case.items() if key != "seed"},
        "windows": [{"inputs": numbers(i), "targets": numbers(t)} for i, t in windows],
        "parameters": matrices(parameters),
        "forward": [
            {"loss": loss.item(), "logits": numbers(logits)} for loss, logits in results
        ],
        "gradients": matrices(gradients),
        "optimizers": {
            name: run_optimizer(cell, parameters, windows, name, grad_clip)
            for name in OPTIMIZERS
            if grad_clip is not None
        },
        **run_decayed(cell, parameters, windows, grad_clip),
    }


def compute(cell):
    torch.set_num_threads(1)  # the order of summation must not depend on the machine's cores
    cases = [*CASES, LARGE_VOCABULARY] if cell == "lstm" else CASES
    module = MODULES.get(cell)
    return {
        "cell": cell,
        "source": f"torch.nn.{module.__name__}" if module else "PyTorch autograd",
        "generator": {
            "torch": torch.__version__.split("+")[0],
            "python": platform.python_version(),
        },
        "cases": [run_case(cell, case) for case in cases],
    }


def main():
    fixtures = {cell: compute(cell) for cell in GATES}  # computed before the first is written
    for cell, fixture in fixtures.items():
        path = fixture_path(cell)
        path.write_text(json.dumps(fixture, separators=(",", ":"), allow_nan=False) + "\n")
        print(f"wrote {path} ({path.stat().st_size / 1000:.0f} kB)")


if __name__ == "__main__":
    main()
