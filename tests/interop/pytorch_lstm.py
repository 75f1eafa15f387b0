"""Reference numbers of a character-level LSTM, computed by PyTorch in float64 on the CPU.

The model: one-hot characters -> nn.LSTM (1 to 3 layers, no dropout) -> nn.Linear -> softmax
cross-entropy, in nats, averaged over all predicted characters of a window. The crate keeps one
bias per layer where PyTorch keeps two that are only ever added, so here `bias_hh` is zero and
frozen, and `bias_ih_lN` is the whole bias.

Layout of the fixture:
- a window's `inputs` and `targets` are flat, index `t * batch_size + b`; stream b of window 1
  continues stream b of window 0, and a target is the character after its input;
- `logits` are flat, index `(t * batch_size + b) * vocab_size + v`;
- parameters and gradients are row-major, the gates stacked as input, forget, candidate, output, and
  a bias is a column of shape `[n, 1]`;
- `forward`: both windows, the first from the zero state, the second from the state the first left;
- `gradients`: of window 1's loss, the state it starts from being a constant;
- `optimizers`: for each, ten updates from the same initial parameters on windows 0, 1, 0, 1, ...,
  the state carried throughout as a constant: each loss before its update, each gradient norm before
  clipping, and the parameters after the last update. Options that are not listed have PyTorch's
  defaults. Empty for the large vocabulary, which would double the size of the file.

    pip install -r tests/interop/requirements.txt
    python3 tests/interop/pytorch_lstm.py    # rewrites tests/fixtures/pytorch_lstm.json
    python3 tests/interop/check.py           # computes again and compares with that file
"""

import copy
import json
import math
import platform
from pathlib import Path

import torch
from torch import nn

FIXTURE = Path(__file__).parent.parent / "fixtures" / "pytorch_lstm.json"
UPDATES = 10
LEARNING_RATE = 0.01

# The seeds and grad_clip are chosen so that in each run of ten updates some gradients are clipped
# and some are not, and so that three_layers has a character that it never reads.
CASES = [
    dict(name="one_layer", vocab_size=5, hidden_size=3, num_layers=1, seq_len=4, batch_size=2,
         seed=4, grad_clip=0.5),
    dict(name="two_layers", vocab_size=7, hidden_size=4, num_layers=2, seq_len=5, batch_size=3,
         seed=3, grad_clip=0.25),
    dict(name="three_layers", vocab_size=6, hidden_size=5, num_layers=3, seq_len=3, batch_size=2,
         seed=1, grad_clip=0.5),
    dict(name="large_vocabulary", vocab_size=65, hidden_size=9, num_layers=1, seq_len=6,
         batch_size=1, seed=1, grad_clip=None),
]

OPTIMIZERS = {
    "adam": (torch.optim.Adam, {}),
    "adamw": (torch.optim.AdamW, {"weight_decay": 0.01}),
    "rmsprop": (torch.optim.RMSprop, {"alpha": 0.99}),
    "sgd": (torch.optim.SGD, {"momentum": 0.9}),
}


class CharModel(nn.Module):
    def __init__(self, case, generator):
        super().__init__()
        self.vocab_size = case["vocab_size"]
        self.lstm = nn.LSTM(self.vocab_size, case["hidden_size"], case["num_layers"])
        self.head = nn.Linear(case["hidden_size"], self.vocab_size)
        self.double()
        bound = 1 / math.sqrt(case["hidden_size"])
        for name, parameter in self.named_parameters():
            if "bias_hh" in name:
                nn.init.zeros_(parameter)
                parameter.requires_grad_(False)
            else:
                nn.init.uniform_(parameter, -bound, bound, generator=generator)

    def forward(self, window, state):
        """Loss, logits (seq_len, batch_size, vocab_size), and the state after the window."""
        inputs, targets = window
        one_hot = nn.functional.one_hot(inputs, self.vocab_size).double()
        hidden, state = self.lstm(one_hot, state)
        logits = self.head(hidden)
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
        # Detached, because truncated backpropagation treats the carried state as a constant.
        return loss, logits, tuple(part.detach() for part in state)

    def trained(self):
        """The parameters that the crate has too, by its names."""
        return {
            name.removeprefix("lstm."): parameter
            for name, parameter in self.named_parameters()
            if parameter.requires_grad
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


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def matrices(tensors):
    return {
        name: {
            "shape": [tensor.shape[0], tensor.shape[1] if tensor.dim() == 2 else 1],
            "values": numbers(tensor),
        }
        for name, tensor in tensors.items()
    }


def run_optimizer(model, windows, name, grad_clip):
    model = copy.deepcopy(model)
    make, options = OPTIMIZERS[name]
    parameters = list(model.trained().values())
    optimizer = make(parameters, lr=LEARNING_RATE, **options)
    losses, grad_norms, state = [], [], None
    for update in range(UPDATES):
        loss, _, state = model(windows[update % 2], state)
        optimizer.zero_grad()
        loss.backward()
        grad_norms.append(nn.utils.clip_grad_norm_(parameters, grad_clip).item())
        optimizer.step()
        losses.append(loss.item())
    return {
        "learning_rate": LEARNING_RATE,
        "grad_clip": grad_clip,
        **options,
        "losses": losses,
        "grad_norms": grad_norms,
        "parameters": matrices(model.trained()),
    }


def run_case(case):
    generator = torch.Generator().manual_seed(case["seed"])
    model = CharModel(case, generator)
    windows = draw_windows(case, generator)
    loss_0, logits_0, state = model(windows[0], None)
    loss_1, logits_1, _ = model(windows[1], state)
    trained = model.trained()
    gradients = dict(zip(trained, torch.autograd.grad(loss_1, list(trained.values()))))
    sizes = ("name", "vocab_size", "hidden_size", "num_layers", "seq_len", "batch_size")
    return {
        **{key: case[key] for key in sizes},
        "windows": [{"inputs": numbers(i), "targets": numbers(t)} for i, t in windows],
        "parameters": matrices(trained),
        "forward": [
            {"loss": loss.item(), "logits": numbers(logits)}
            for loss, logits in ((loss_0, logits_0), (loss_1, logits_1))
        ],
        "gradients": matrices(gradients),
        "optimizers": {
            name: run_optimizer(model, windows, name, case["grad_clip"])
            for name in OPTIMIZERS
            if case["grad_clip"] is not None
        },
    }


def compute():
    torch.set_num_threads(1)  # the order of summation must not depend on the machine's cores
    return {
        "generator": {
            "torch": torch.__version__.split("+")[0],
            "python": platform.python_version(),
        },
        "cases": [run_case(case) for case in CASES],
    }


if __name__ == "__main__":
    FIXTURE.write_text(json.dumps(compute(), separators=(",", ":"), allow_nan=False) + "\n")
    print(f"wrote {FIXTURE} ({FIXTURE.stat().st_size / 1000:.0f} kB)")
