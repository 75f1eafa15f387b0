"""Trains a character model on a text with PyTorch, on one device or by torchrun on several.

    python train.py text.txt                                      # a model of its own
    python train.py text.txt --model model.safetensors            # goes on with that of the page
    torchrun --standalone --nproc-per-node=4 train.py text.txt    # on four GPUs

It prepares a text, and keeps a part of it unseen, as the page does. The text is cut into streams,
which the processes divide among them; every window continues the state of the one before, and no
gradient flows back across. The folder of `--out` gets `model.safetensors`, with the weights that
guess the unseen text best, and `config.json`: the page opens the first, and
`CharModel.from_pretrained` the folder. From `checkpoint.safetensors`, `--resume` goes on where the
training has stopped.
"""

import argparse
import gc
import json
import math
import os
import sys
import time
from pathlib import Path

import torch
import torch.distributed as dist
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn
from torch.nn.functional import cross_entropy

from char_model import GATES, CharModel, clean

MAX_VALIDATION_CHARS = 50_000
# The characters of the validation text for each block, and the most blocks.
BLOCK_CHARS, MAX_BLOCKS = 64, 16
# A block is read by several streams from so many characters on.
LONG_STREAM = 1024
IGNORED = -100  # a target that is not scored


def arguments(given=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("text", help="the text to learn, in UTF-8")
    add("--model", help="the model.safetensors to go on with; by default a model begins")
    add("--out", default="trained", help="the folder of the results (default: %(default)s)")
    add("--resume", action="store_true", help="go on from the checkpoint in that folder")
    add("--steps", type=int, default=2000, help="the step to train to (default: %(default)s)")
    begins = parser.add_argument_group("a model that begins")
    begins.add_argument("--cell", choices=GATES, help="the recurrent cell (default: lstm)")
    begins.add_argument("--hidden-size", type=int, help="units of a layer (default: 128)")
    begins.add_argument("--num-layers", type=int, help="layers (default: 1)")
    begins.add_argument("--separator", help=r"the end of each document, such as \n\n")
    add("--dropout", type=float, help="the share of dropped outputs (default: the model's, or 0)")
    add("--batch-size", type=int, default=32, help="streams in all (default: %(default)s)")
    add("--seq-len", type=int, default=64, help="characters of a window (default: %(default)s)")
    add("--learning-rate", type=float, default=0.002, help="of Adam (default: %(default)s)")
    add("--grad-clip", type=float, default=5.0, help="largest norm (default: %(default)s)")
    add("--validation-fraction", type=float, default=0.1, help="unseen (default: %(default)s)")
    add("--validate-every", type=int, default=100, help="steps (default: %(default)s)")
    add("--seed", type=int, default=1, help="of weights and dropout (default: %(default)s)")
    return parser.parse_args(given)


# The text, in characters. A document begins after a separator: the separator's last character is
# read from the zero state. These functions agree with the page's (crate/src/text).


def document_starts(text, separator):
    """The indices of the last character of every separator but one that ends the text."""
    starts, at = [], -1
    while separator and (at := text.find(separator, at + 1)) >= 0:
        at += len(separator) - 1
        starts.append(at)
    return starts[:-1] if starts and starts[-1] == len(text) - 1 else starts


def split(chars, fraction, starts, is_tail=False):
    """The ranges of the training text and of the validation text, and all starts.

    The validation text is up to sixteen blocks, evenly spread; a document shorter than a block
    stays whole. A range of the training text begins from the zero state.
    """
    wanted = min(int(chars * fraction), MAX_VALIDATION_CHARS, chars - 2)
    count = 1 if is_tail else max(1, min(wanted // BLOCK_CHARS, MAX_BLOCKS))

    def cut_document(at):
        """The document of fewer than a block's characters that a border before `at` would cut."""
        first = max((start + 1 for start in starts if start + 1 < at), default=0)
        end = min((start + 1 for start in starts if start + 1 >= at), default=chars)
        return (first, end) if first < at < end and end - first < wanted // count else None

    training, validation, end = [], [], 0
    for index in range(count):
        first, last = (chars * share // count for share in (index, index + 1))
        size = wanted * (index + 1) // count - wanted * index // count
        gap = last - first - size
        start = max(end, first + (gap if is_tail else gap // 2))
        start = (cut_document(start) or (0, start))[1]
        training.append((end, start))
        end = min(chars, start + size)
        end = (cut_document(end) or (end, 0))[0]
        validation.append((start, end))
    training = [(first, last) for first, last in [*training, (end, chars)] if first < last]
    validation = [(first, last) for first, last in validation if first < last]
    if max((last - first for first, last in training), default=0) < 2:
        return split(chars, fraction, starts, is_tail=True)
    return training, validation, sorted({*starts, *(first for first, _ in training)})


class Streams:
    """The training text in windows: `count` of `batch_size` streams, from stream `first` on."""

    def __init__(self, ids, training, is_start, batch_size, seq_len, first, count):
        self.ids, self.is_start = ids, is_start
        self.inputs = torch.cat([torch.arange(start, end - 1) for start, end in training])
        self.length = len(self.inputs) // batch_size
        self.per_epoch = math.ceil(self.length / seq_len)
        self.first = torch.arange(first, first + count) * self.length

    def window(self, epoch, index):
        """Inputs, targets and starts, each `(seq_len, count)`. Every epoch begins elsewhere."""
        shift = epoch * int(self.length * 0.618)
        begin, end = (math.ceil(self.length * i / self.per_epoch) for i in (index, index + 1))
        predictions = torch.arange(begin, end)[:, None] + self.first + shift
        at = self.inputs[predictions % len(self.inputs)]
        return self.ids[at], self.ids[at + 1], self.is_start[at]


def validation_streams(ids, validation, starts, is_start, seq_len):
    """Inputs, targets and starts `(chars, streams)` of the validation text, with a warm-up of up to
    a window, whose predictions are not scored.
    """
    columns = []
    for begin, end in validation:
        count = max(1, (end - begin) // LONG_STREAM)
        borders = [begin + (end - begin) * i // count for i in range(count + 1)]
        for first, last in zip(borders, borders[1:]):
            begins = max((start for start in starts if start < first), default=0)
            at = torch.arange(max(first - 1 - seq_len, begins, 0), last - 1)
            targets = torch.where(at + 1 < first, IGNORED, ids[at + 1])
            columns.append((ids[at], targets, is_start[at]))
    pad = nn.utils.rnn.pad_sequence
    inputs, targets, begun = zip(*columns)
    return pad(inputs), pad(targets, padding_value=IGNORED), pad(begun)


class Reader(nn.Module):
    """The loss of a window and the state after it. One call a step, as DDP wants it."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, inputs, targets, starts, state):
        cuts = sorted({0, *starts.any(1).nonzero().flatten().tolist()})
        pieces = []
        for first, end in zip(cuts, [*cuts[1:], len(inputs)]):
            if state is not None:
                begun = starts[first][:, None]
                state = tuple(part.masked_fill(begun, 0) for part in state)
            logits, state = self.model(inputs[first:end], state)
            pieces.append(logits)
        loss = cross_entropy(
            torch.cat(pieces).flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum"
        )
        return loss, state


@torch.no_grad()
def validate(reader, streams, seq_len):
    """Bits per character of the validation text."""
    reader.eval()
    total, state = 0.0, None
    for begin in range(0, len(streams[0]), seq_len):
        loss, state = reader(*(part[begin : begin + seq_len] for part in streams), state)
        total += loss.double().item()
    reader.train()
    return total / (streams[1] != IGNORED).sum().item() / math.log(2)


class Training:
    """One process's part of a training."""

    def __init__(self, options, rank, world_size, device):
        self.options, self.rank, self.world_size, self.device = options, rank, world_size, device
        self.out = Path(options.out)
        try:
            text = clean(Path(options.text).read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            raise ValueError(f"{options.text} must be UTF-8: {error}") from error
        if len(text) < 2:
            raise ValueError(f"{options.text} must have at least two characters, got {len(text)}")
        self.model, self.metadata = self.opened(text)
        starts = document_starts(text, clean(self.model.config["separator"]))
        training, validation, starts = split(len(text), options.validation_fraction, starts)
        ids = self.model.encode(text)
        is_start = torch.zeros(len(text), dtype=torch.bool)
        is_start[starts] = True
        predictions = sum(end - start - 1 for start, end in training)
        self.batch_size = self.fitted(predictions)
        self.seq_len = min(options.seq_len, predictions // self.batch_size)
        count = self.batch_size // world_size
        shape = self.batch_size, self.seq_len, rank * count, count
        self.streams = Streams(ids, training, is_start, *shape)
        self.unseen = None
        if validation:
            of_text = ids, validation, starts, is_start
            self.unseen = [part.to(device) for part in validation_streams(*of_text, self.seq_len)]
        self.model.to(device)
        self.reader = Reader(self.model)
        self.shared = self.reader
        if world_size > 1:
            self.shared = nn.parallel.DistributedDataParallel(self.reader)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=options.learning_rate)
        self.step, self.best, self.state = 0, math.inf, None
        if options.resume:
            self.restore()
        self.tell(
            f"{len(text):,} characters, {len(self.model.ids)} distinct, "
            f"{sum(end - start for start, end in validation):,} of them unseen; "
            f"{sum(p.numel() for p in self.model.parameters()):,} weights; "
            f"{self.batch_size} streams, processes: {world_size}, on {device.type}"
        )

    def opened(self, text):
        """The model to train, and the metadata of its file."""
        options = self.options
        wanted = {
            name: value
            for name in ("cell", "hidden_size", "num_layers", "separator", "dropout")
            if (value := getattr(options, name)) is not None
        }
        if "separator" in wanted:
            wanted["separator"] = wanted["separator"].replace("\\n", "\n").replace("\\t", "\t")
        torch.manual_seed(options.seed)
        results = self.out / "checkpoint.safetensors"
        if results.exists() and not options.resume:
            raise ValueError(f"{results} exists: add --resume, or choose another folder by --out")
        path = options.model or (self.out / "model.safetensors" if options.resume else None)
        if path is None:
            return CharModel(**wanted, vocabulary="".join(sorted(set(text)))), {}
        if not Path(path).exists():
            raise ValueError(f"there is no {path}")
        try:
            model, metadata = CharModel.load(path)
        except SafetensorError as error:
            raise ValueError(f"{path} must be a safetensors file: {error}") from error
        for name in wanted.keys() & {"cell", "hidden_size", "num_layers"}:
            if wanted[name] != model.config[name]:
                raise ValueError(f"{name} of {path} is {model.config[name]}: leave it out")
        weights = model.state_dict()
        model = CharModel(**{**model.config, **wanted})
        model.load_state_dict(weights)
        return model, metadata

    def fitted(self, predictions):
        """The largest number of streams up to the wanted one that have a whole window each."""
        options, world_size = self.options, self.world_size
        streams = max(1, min(options.batch_size, predictions // options.seq_len))
        if streams < world_size:
            raise ValueError(
                f"{world_size} processes need as many streams of {options.seq_len} characters, and "
                f"there are {streams}: use fewer processes, a longer text or a larger --batch-size"
            )
        return streams - streams % world_size

    def run(self):
        options = self.options
        self.validate()
        begin, from_step, total = time.monotonic(), self.step, 0.0
        while self.step < options.steps:
            epoch, index = divmod(self.step, self.streams.per_epoch)
            window = [part.to(self.device) for part in self.streams.window(epoch, index)]
            loss = self.update(window, None if index == 0 else self.state)
            total += loss.item() / math.log(2)
            self.step += 1
            is_last = self.step == options.steps
            if not is_last and self.step % options.validate_every:
                self.show_progress()
                continue
            steps = self.step - from_step
            speed = steps * self.batch_size * self.seq_len / (time.monotonic() - begin)
            mean = torch.tensor(total / steps, device=self.device)
            if self.world_size > 1:
                dist.all_reduce(mean)
            learnt = mean.item() / self.world_size
            self.validate(f"learnt {learnt:.3f}, ", f", {speed:,.0f} characters a second")
            self.save()
            begin, from_step, total = time.monotonic(), self.step, 0.0

    def update(self, window, state):
        """One step of Adam; the mean loss of this process's part of the window."""
        # A seed for each step, so that a resumed training drops the same outputs.
        torch.manual_seed(self.options.seed + self.step * self.world_size + self.rank)
        loss, state = self.shared(*window, state)
        loss = loss / window[0].numel()
        if not torch.isfinite(loss):
            raise ValueError(f"the loss of step {self.step} is {loss}: lower --learning-rate")
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.options.grad_clip)
        self.optimizer.step()
        self.state = tuple(part.detach() for part in state)
        return loss

    def validate(self, before="", after=""):
        """Tells the loss on the unseen text, and writes the model where it is the lowest."""
        if self.rank > 0:
            return
        bits = math.nan
        if self.unseen:
            bits = validate(self.reader, self.unseen, self.seq_len)
            before += f"unseen {bits:.3f} "
        self.tell(f"step {self.step:,} of {self.options.steps:,}: {before}bits per character{after}")
        is_best = not self.unseen or bits < self.best
        if is_best:
            self.best = bits
            self.out.mkdir(parents=True, exist_ok=True)
            self.model.save(self.out / "model.safetensors", self.metadata)
            config = json.dumps(self.model.config, ensure_ascii=False, indent=2)
            (self.out / "config.json").write_text(config + "\n", encoding="utf-8")

    def save(self):
        """Writes the checkpoint, with the states of all streams in their order."""
        state = self.state
        if self.world_size > 1:
            state = tuple(torch.cat(self.gathered(part), dim=1) for part in state)
        if self.rank > 0:
            return
        tensors = {f"state.{i}": part for i, part in enumerate(state)}
        for name, parameter in self.model.named_parameters():
            moments = self.optimizer.state[parameter]
            tensors[f"model.{name}"] = parameter.detach()
            tensors[f"mean.{name}"] = moments["exp_avg"]
            tensors[f"square.{name}"] = moments["exp_avg_sq"]
        tensors = {name: tensor.cpu().contiguous() for name, tensor in tensors.items()}
        metadata = {"step": str(self.step), "best": repr(self.best), "shape": self.shape}
        partial = self.out / "checkpoint.part"
        save_file(tensors, partial, metadata)
        partial.replace(self.out / "checkpoint.safetensors")  # the one before stays until then

    def gathered(self, part):
        parts = [torch.empty_like(part) for _ in range(self.world_size)]
        dist.all_gather(parts, part.contiguous())
        return parts

    @property
    def shape(self):
        """The streams and windows that a checkpoint belongs to."""
        streams = self.streams
        return f"{self.batch_size} streams of {streams.length} characters, {streams.per_epoch} windows"

    def restore(self):
        path = self.out / "checkpoint.safetensors"
        if not path.exists():
            raise ValueError(f"there is no {path}: leave --resume out to begin")
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata()
            tensors = {name: file.get_tensor(name).to(self.device) for name in file.keys()}
        if metadata["shape"] != self.shape:
            raise ValueError(
                f"the checkpoint belongs to {metadata['shape']}, and these are {self.shape}: "
                "use the same text, --batch-size, --seq-len and --validation-fraction"
            )
        self.step, self.best = int(metadata["step"]), float(metadata["best"])
        count = len(self.streams.first)
        mine = slice(self.rank * count, (self.rank + 1) * count)
        states = sorted(name for name in tensors if name.startswith("state."))
        self.state = tuple(tensors[name][:, mine].contiguous() for name in states)
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                parameter.copy_(tensors[f"model.{name}"])
                self.optimizer.state[parameter] = {
                    "step": torch.tensor(float(self.step)),
                    "exp_avg": tensors[f"mean.{name}"],
                    "exp_avg_sq": tensors[f"square.{name}"],
                }

    def tell(self, line):
        if self.rank == 0:
            clear = "\r\033[K" if sys.stdout.isatty() else ""
            print(f"{clear}{line}", flush=True)

    def show_progress(self):
        """A bar on a terminal, from one line to the next."""
        if self.rank > 0 or not sys.stdout.isatty():
            return
        done = 30 * self.step // self.options.steps
        bar = "#" * done + "." * (30 - done)
        print(f"\r[{bar}] step {self.step:,}", end="", flush=True)


def main():
    options = arguments()
    rank, world_size = (int(os.environ.get(name, default)) for name, default in DISTRIBUTED)
    device = torch.device("cpu")
    if torch.cuda.is_available():
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
        torch.cuda.set_device(device)
    if world_size > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        Training(options, rank, world_size, device).run()
        if world_size > 1:
            dist.barrier()  # no process leaves while another one still needs it
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        if world_size > 1:
            gc.collect()  # the module of DDP ends before its process group does
            dist.destroy_process_group()
    return 0


DISTRIBUTED = (("RANK", 0), ("WORLD_SIZE", 1))  # torchrun sets them

if __name__ == "__main__":
    status = main()
    if "RANK" in os.environ:  # set by torchrun
        # Ends without the destructors of PyTorch's threads, which abort now and then.
        sys.stdout.flush()
        os._exit(status)
    sys.exit(status)
