"""Measures PyTorch on the CPU, on the other contenders' network, and prints the result as JSON.

One-hot characters, nn.LSTM, nn.Linear, the mean cross-entropy over a window of every stream, the
gradient's norm clipped at 5, Adam; the state is carried from window to window. The initial
distribution (crate/src/model/params.rs), the windows and the reading of the validation text
(windows.py) are this project's.

    python bench/pytorch.py < job.json    # a Job of bench/jobs.mjs, and threads
"""

import itertools
import json
import math
import sys
import time

import torch
from torch import nn

from windows import split, validation_streams, windows

WARM_UP, DURATION, MIN_STEPS = 1.0, 1.5, 3

job = json.load(sys.stdin)
hidden, batch, seq_len, vocab = (job[name] for name in ("hidden", "batch", "seqLen", "vocab"))
torch.set_num_threads(job["threads"])
torch.manual_seed(1)


def own_tensors():
    """The tensors that are trained, in this project's order."""
    return lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0, head.weight, head.bias


# PyTorch's own initial distribution, but for a forget gate that starts open. One bias, the sum of
# PyTorch's two, is trained.
lstm = nn.LSTM(vocab, hidden)
head = nn.Linear(hidden, vocab)
with torch.no_grad():
    lstm.bias_ih_l0 += lstm.bias_hh_l0
    lstm.bias_ih_l0[hidden : 2 * hidden] = 1
    lstm.bias_hh_l0.zero_()
    if "weights" in job:
        # Initial weights of crate/examples/readings.rs: tensor after tensor, column by column.
        values = torch.from_file(job["weights"], size=sum(map(torch.numel, own_tensors())))
        for tensor in own_tensors():
            own, values = values[: tensor.numel()], values[tensor.numel() :]
            tensor.copy_(own.view(*reversed(tensor.shape)).T if tensor.ndim == 2 else own)
lstm.bias_hh_l0.requires_grad_(False)
parameters = [p for p in (*lstm.parameters(), *head.parameters()) if p.requires_grad]
# The fused implementation is the fastest.
optimizer = torch.optim.Adam(parameters, lr=job["learningRate"], fused=True)
cross_entropy = nn.CrossEntropyLoss()
one_hot = torch.eye(vocab)

id_of = {char: i for i, char in enumerate(sorted(set(job["text"])))}
text = torch.tensor([id_of[char] for char in job["text"]])
segments, blocks = split(len(text), job["validationFraction"])


def zero_state(streams):
    return torch.zeros(1, streams, hidden), torch.zeros(1, streams, hidden)


training_windows = windows(text, segments, batch, seq_len)
state = zero_state(batch)
steps_done = 0


def forward(inputs, at_start):
    """Outputs of a window; a stream that starts anew reads from the zero state."""
    global state
    # nn.LSTM cannot clear a state within a window, so it reads the parts between the starts.
    cuts = at_start.any(1).nonzero().flatten().tolist()
    outputs = []
    for start, end in itertools.pairwise(sorted({0, *cuts, len(inputs)})):
        if start in cuts:
            kept = ~at_start[start][:, None]
            state = tuple(tensor * kept for tensor in state)
        part, state = lstm(one_hot[inputs[start:end]], state)
        outputs.append(part)
    return torch.cat(outputs) if len(outputs) > 1 else outputs[0]


def schedule_factor():
    """The factor on the learning rate of the next step (crate/src/training/schedule.rs)."""
    if "schedule" not in job:
        return 1
    warm_up, total, floor = (job["schedule"][name] for name in ("warmUp", "total", "floor"))
    if steps_done < warm_up:
        return (steps_done + 1) / warm_up
    progress = min((steps_done - warm_up) / (total - warm_up), 1)
    return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * progress))


def step():
    """Trains on one window of every stream; returns the number of predicted characters."""
    global state, steps_done
    optimizer.param_groups[0]["lr"] = job["learningRate"] * schedule_factor()
    inputs, targets, at_start = next(training_windows)
    outputs = forward(inputs, at_start)
    state = tuple(tensor.detach() for tensor in state)
    loss = cross_entropy(head(outputs).flatten(0, 1), targets.flatten())
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, 5)
    optimizer.step()
    steps_done += 1
    return targets.numel()


@torch.no_grad()
def validation_bits():
    """Bits per character of the validation text, in parallel streams.

    Each stream first reads the text before it, which is not counted.
    """
    streams = validation_streams(segments, blocks, seq_len)
    total = scored = 0
    lengths = {(first - begin, end - begin) for begin, first, end in streams}
    for warm_up, length in sorted(lengths):
        begins = [b for b, first, end in streams if (first - b, end - b) == (warm_up, length)]
        index = torch.tensor(begins) + torch.arange(length - 1)[:, None]
        outputs, _ = lstm(one_hot[text[index]])
        logits, targets = head(outputs[warm_up - 1 :]), text[index[warm_up - 1 :] + 1]
        total += nn.functional.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), reduction="sum"
        ).item()
        scored += targets.numel()
    return total / scored / math.log(2)


def train(duration):
    """Trains for at least so many seconds and three steps; a long step counts for several.

    measure.js does the same.
    """
    start = time.perf_counter()
    chars = steps = 0
    elapsed = 0.0
    while elapsed < duration or (steps < MIN_STEPS and elapsed < steps * duration):
        chars += step()
        steps += 1
        elapsed = time.perf_counter() - start
    return {"charsPerSecond": chars / elapsed, "steps": steps, "seconds": elapsed}


def speed():
    train(WARM_UP)
    return train(DURATION)


def learning(moments):
    """The clock stands still while the validation text is read, as in measure.js."""
    points, chars, trained = [], 0, 0.0
    for seconds in moments:
        while trained < seconds:
            start = time.perf_counter()
            chars += step()
            trained += time.perf_counter() - start
        points.append({"seconds": seconds, "bitsPerChar": validation_bits(), "chars": chars})
    return {"points": points}


def readings(steps):
    """Prints a line for each reading, so that an interrupted run keeps them."""
    for reading in steps:
        while steps_done < reading:
            step()
        print(json.dumps({"step": steps_done, "bits": validation_bits()}), flush=True)
    return {}


if "readings" in job:
    measured = readings(job["readings"])
else:
    measured = learning(job["moments"]) if "moments" in job else speed()
print(json.dumps({**measured, "versions": {"PyTorch": torch.__version__}}))
