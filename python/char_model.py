"""A character model in PyTorch: one-hot characters, layers of a recurrent cell, a linear head.

    from char_model import CharModel

    model, _ = CharModel.load("model.safetensors")
    print(model.generate("Once ", length=200))

lstm, gru and rnn are PyTorch's own modules. The other cells are in `Layers`, from their equations.
It needs torch and safetensors; with huggingface_hub, `CharModel.from_pretrained("user/name")` and
`push_to_hub` work too.
"""

import json
import math
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn, sigmoid, tanh
from torch.nn.functional import linear, one_hot

try:
    from huggingface_hub import PyTorchModelHubMixin
except ImportError:

    class PyTorchModelHubMixin:
        """Stands in for the class of huggingface_hub, which is optional."""


RARE = "\ufffd"

MODULES = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}

# The gates of a cell in the order of their blocks, `hidden_size` rows each.
GATES = {
    "lstm": "ifgo",
    "peephole": "ifgo",
    "four-gate": "ifgo",
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
WITHOUT_PEEPHOLES = ("lstm", "four-gate", "gru", "rnn")


# A time step of a cell that PyTorch lacks. `z` has W x + R h + b of each learnt gate, `w` the other
# weights, `h`, `c` and `gates` the state before, each (batch_size, hidden_size or more). Rows are
# members of the batch. A new value has a prime in the equations, here `_new`.


def peephole_step(cell, w, z, h, c):
    """The peephole cell and its ablations.

        i  = σ(z_i + p_i ⊙ c)
        f  = σ(z_f + p_f ⊙ c)
        g  = tanh(z_g)
        c' = f ⊙ c + i ⊙ g
        o  = σ(z_o + p_o ⊙ c')
        h' = o ⊙ tanh(c')

    no-input-gate: i = 1. no-forget-gate: f = 1. no-output-gate: o = 1. coupled-gates: f = 1 - i.
    linear-input: g without tanh. linear-output: h' = o ⊙ c'.
    """
    i = 1 if cell == "no-input-gate" else sigmoid(z.i + w.peephole_i * c)
    if cell == "no-forget-gate":
        f = 1
    elif cell == "coupled-gates":
        f = 1 - i
    else:
        f = sigmoid(z.f + w.peephole_f * c)
    g = z.g if cell == "linear-input" else tanh(z.g)
    c_new = f * c + i * g
    o = 1 if cell == "no-output-gate" else sigmoid(z.o + w.peephole_o * c_new)
    h_new = o * (c_new if cell == "linear-output" else tanh(c_new))
    return h_new, c_new


def full_gate_recurrence_step(_, w, z, h, c, gates):
    """The peephole cell whose gates also see the gates of the step before, with nine matrices G.

        i  = σ(z_i + p_i ⊙ c  + G_ii i + G_if f + G_io o)
        f  = σ(z_f + p_f ⊙ c  + G_fi i + G_ff f + G_fo o)
        g  = tanh(z_g)
        c' = f ⊙ c + i ⊙ g
        o  = σ(z_o + p_o ⊙ c' + G_oi i + G_of f + G_oo o)
        h' = o ⊙ tanh(c')

    On the right of i, f and o are the gates of the step before, which `gates` has side by side.
    """
    seen_i, seen_f, seen_o = linear(gates, w.weight_gates).chunk(3, dim=-1)
    i = sigmoid(z.i + w.peephole_i * c + seen_i)
    f = sigmoid(z.f + w.peephole_f * c + seen_f)
    c_new = f * c + i * tanh(z.g)
    o = sigmoid(z.o + w.peephole_o * c_new + seen_o)
    return o * tanh(c_new), c_new, torch.cat([i, f, o], dim=-1)


def four_gate_step(_, w, z, stm, ltm):
    """The article's cell: Use reads the memory after forgetting, before learning.

        N = tanh(z_n)                   i = σ(z_i)    Learn    = N ⊙ i
                                        f = σ(z_f)    Forget   = LTM ⊙ f
                                                      Remember: LTM' = Forget + Learn
        U = tanh(W_u Forget + b_u)      V = σ(z_v)    Use:      STM' = U ⊙ V

    N is stored as g and V as o.
    """
    learn = tanh(z.g) * sigmoid(z.i)
    forget = ltm * sigmoid(z.f)
    u = tanh(linear(forget, w.weight_u, w.bias_u))
    return u * sigmoid(z.o), forget + learn


STEPS = {"four-gate": four_gate_step, "full-gate-recurrence": full_gate_recurrence_step}


def own_shapes(cell, hidden_size):
    """The tensors of a layer besides its input weights, its recurrent weights and its bias."""
    if cell == "four-gate":
        return {"weight_u": (hidden_size, hidden_size), "bias_u": (hidden_size,)}
    if cell in WITHOUT_PEEPHOLES:
        return {}
    shapes = {f"peephole_{gate}": (hidden_size,) for gate in "ifo" if gate in GATES[cell]}
    if cell == "full-gate-recurrence":
        # Rows of the gates i, f, o that see, columns of the gates i, f, o that are seen.
        shapes["weight_gates"] = (3 * hidden_size, 3 * hidden_size)
    return shapes


class Layers(nn.Module):
    """Layers of a cell that PyTorch lacks, with the arguments and results of `nn.LSTM`.

    A layer has one bias. The state of full-gate-recurrence also has its gates i, f and o.
    """

    def __init__(self, cell, input_size, hidden_size, num_layers, dropout=0.0):
        super().__init__()
        self.cell, self.hidden_size, self.num_layers = cell, hidden_size, num_layers
        self.dropout = nn.Dropout(dropout)
        rows = len(GATES[cell]) * hidden_size
        bound = 1 / math.sqrt(hidden_size)
        for layer in range(num_layers):
            shapes = {
                "weight_ih": (rows, hidden_size if layer else input_size),
                "weight_hh": (rows, hidden_size),
                "bias_ih": (rows,),
                **own_shapes(cell, hidden_size),
            }
            for name, shape in shapes.items():
                values = nn.init.uniform_(torch.empty(shape), -bound, bound)
                self.register_parameter(f"{name}_l{layer}", nn.Parameter(values))

    def forward(self, inputs, state=None):
        """`inputs (seq_len, batch_size, input_size)`; each part of the state
        `(num_layers, batch_size, hidden_size)`, zero by default.
        """
        if state is None:
            parts = (1, 1, 3) if self.cell == "full-gate-recurrence" else (1, 1)
            sizes = [(self.num_layers, inputs.shape[1], n * self.hidden_size) for n in parts]
            state = tuple(inputs.new_zeros(size) for size in sizes)
        step = STEPS.get(self.cell, peephole_step)
        gates = GATES[self.cell]
        after = []
        for layer in range(self.num_layers):
            w = self.weights(layer)
            of_layer = [part[layer] for part in state]
            if layer:
                inputs = self.dropout(inputs)
            outputs = []
            for from_input in linear(inputs, w.weight_ih, w.bias_ih):
                blocks = (from_input + linear(of_layer[0], w.weight_hh)).chunk(len(gates), dim=-1)
                z = SimpleNamespace(**dict(zip(gates, blocks)))
                of_layer = step(self.cell, w, z, *of_layer)
                outputs.append(of_layer[0])
            inputs = torch.stack(outputs)
            after.append(of_layer)
        return inputs, tuple(torch.stack(parts) for parts in zip(*after))

    def weights(self, layer):
        """The parameters of a layer, by their names without its number."""
        end = f"_l{layer}"
        return SimpleNamespace(
            **{n.removesuffix(end): p for n, p in self.named_parameters() if n.endswith(end)}
        )


class CharModel(nn.Module, PyTorchModelHubMixin):
    """A network with its vocabulary. The arguments are the keys of `config.json`.

    - `vocabulary`: all characters as one string, in the order of their ids.
    - `separator`: the end of each document. The network reads its last character from the zero
      state; empty for a text that is one document.
    - `reads_unknown`: True where every character outside the vocabulary is read as U+FFFD.
    - `dropout`: the probability with which training drops an output of a layer.
    """

    def __init__(
        self,
        cell="lstm",
        hidden_size=128,
        num_layers=1,
        vocabulary="",
        separator="",
        reads_unknown=False,
        dropout=0.0,
    ):
        super().__init__()
        if cell not in GATES:
            raise ValueError(f"cell must be one of {', '.join(GATES)}, got {cell!r}")
        if len(set(vocabulary)) != len(vocabulary) or not vocabulary:
            raise ValueError("vocabulary must have every character once, and at least one")
        self.config = dict(
            cell=cell,
            hidden_size=hidden_size,
            num_layers=num_layers,
            dropout=dropout,
            separator=separator,
            reads_unknown=reads_unknown,
            vocabulary=vocabulary,
        )
        self.ids = {char: index for index, char in enumerate(vocabulary)}
        between = dropout if num_layers > 1 else 0.0  # PyTorch warns where there is no next layer
        sizes = len(vocabulary), hidden_size, num_layers
        if cell in MODULES:
            self.rnn = MODULES[cell](*sizes, dropout=between)
        else:
            self.rnn = Layers(cell, *sizes, dropout=between)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(hidden_size, len(vocabulary))
        self.open_forget_gates()

    @torch.no_grad()
    def open_forget_gates(self):
        """The bias of a forget gate starts at 1 (Jozefowicz et al. 2015)."""
        gates, size = GATES[self.config["cell"]], self.config["hidden_size"]
        if "f" not in gates:
            return
        first = gates.index("f") * size
        for name, bias in self.rnn.named_parameters():
            if name.startswith("bias_ih"):
                bias[first : first + size] = 1
            elif name.startswith("bias_hh"):
                bias[first : first + size] = 0

    def forward(self, ids, state=None):
        """Logits `(seq_len, batch_size, vocab_size)` of the characters after each of
        `ids (seq_len, batch_size)`, and the state after them: a tuple of h, of h and c, or of h, c
        and the gates, each `(num_layers, batch_size, size)`.
        """
        inputs = one_hot(ids, len(self.ids)).to(self.head.weight.dtype)
        has_only_h = self.config["cell"] in ("gru", "rnn")
        if has_only_h and state is not None:
            (state,) = state
        hidden, state = self.rnn(inputs, state)
        return self.head(self.dropout(hidden)), (state,) if has_only_h else state

    def encode(self, text):
        """The ids of a text, which `clean` has cleaned."""
        unknown = self.ids.get(RARE) if self.config["reads_unknown"] else None
        missing = set(text) - set(self.ids)
        if missing and unknown is None:
            chars = " ".join(map(repr, sorted(missing)))
            raise ValueError(
                f"the model does not know these characters of the text: {chars}. "
                "Remove them, or begin a model on this text without --model."
            )
        return torch.tensor([self.ids.get(char, unknown) for char in text], dtype=torch.long)

    def decode(self, ids):
        return "".join(self.config["vocabulary"][index] for index in ids)

    @torch.inference_mode()
    def generate(self, prompt="", length=200, temperature=0.8, generator=None):
        """Continues a prompt, and returns the continuation alone.

        A text of documents reads the last character of the separator first; in place of an empty
        prompt the network reads a line break, where it knows one.
        """
        device = self.head.weight.device
        separator = clean(self.config["separator"])
        prompt = clean(prompt)
        if separator and set(separator) <= set(self.ids):
            prompt = separator[-1] + prompt
        elif not prompt and "\n" in self.ids:
            prompt = "\n"
        was_training = self.training
        self.eval()
        logits, state, written = self.head.bias, None, prompt
        if prompt:
            logits, state = self(self.encode(prompt).to(device)[:, None])
        for _ in range(length):
            last = logits.reshape(-1, len(self.ids))[-1].cpu()
            if temperature == 0:
                chosen = last.argmax()
            else:
                chosen = torch.multinomial(
                    (last / temperature).softmax(-1), 1, generator=generator
                )[0]
            written += self.decode([chosen])
            if separator and written.endswith(separator):
                state = None  # the next document begins
            logits, state = self(chosen.to(device).reshape(1, 1), state)
        self.train(was_training)
        return written[len(prompt) :]

    @classmethod
    def load(cls, path):
        """The model of a `model.safetensors`, and the file's metadata."""
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            if "config" not in metadata:
                raise ValueError(f"{path} must have its config in the metadata, as the page writes")
            model = cls(**json.loads(metadata["config"]))
            model.load_state_dict({name: file.get_tensor(name) for name in file.keys()})
        return model, metadata

    def save(self, path, metadata=None):
        """Writes a `model.safetensors` that the page opens."""
        metadata = {
            **(metadata or {}),
            "format": "pt",
            "lstm_playground": "1",
            "config": json.dumps(self.config, ensure_ascii=False),
        }
        tensors = {name: value.cpu().contiguous() for name, value in self.state_dict().items()}
        save_file(tensors, path, metadata)

    def _save_pretrained(self, save_directory):
        """What `save_pretrained` of PyTorchModelHubMixin writes beside `config.json`."""
        self.save(Path(save_directory) / "model.safetensors")


def clean(text):
    """A text in NFC with "\\n" as its only line ending."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
