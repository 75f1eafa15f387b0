"""Measures PyTorch on the CPU, on the other contenders' network, and prints the result as JSON.

One-hot characters, nn.LSTM, nn.Linear, the mean cross-entropy over a window of every stream, the
gradient's norm clipped at 5, Adam; the state is carried from window to window. The initial
distribution, the windows and the reading of the validation text are this project's
(crate/src/model/params.rs, crate/src/text/windows.rs, crate/src/training/evaluation.rs).

    python bench/pytorch.py < job.json    # a Job of bench/jobs.mjs, and threads
"""

import json
import math
import sys
import time

import torch
from torch import nn

WARM_UP, DURATION, MIN_STEPS = 1.0, 1.5, 3
# A stream of the validation text has at least so many characters.
LONG_STREAM = 1024

job = json.load(sys.stdin)
hidden, batch, seq_len, vocab = (job[name] for name in ("hidden", "batch", "seqLen", "vocab"))
torch.set_num_threads(job["threads"])
torch.manual_seed(1)

# PyTorch's own initial distribution, but for a forget gate that starts open. One bias, the sum of
# PyTorch's two, is trained.
lstm = nn.LSTM(vocab, hidden)
head = nn.Linear(hidden, vocab)
with torch.no_grad():
    lstm.bias_ih_l0 += lstm.bias_hh_l0
    lstm.bias_ih_l0[hidden : 2 * hidden] = 1
    lstm.bias_hh_l0.zero_()
lstm.bias_hh_l0.requires_grad_(False)
parameters = [p for p in (*lstm.parameters(), *head.parameters()) if p.requires_grad]
# The fused implementation is the fastest.
optimizer = torch.optim.Adam(parameters, lr=job["learningRate"], fused=True)
cross_entropy = nn.CrossEntropyLoss()
one_hot = torch.eye(vocab)

id_of = {char: i for i, char in enumerate(sorted(set(job["text"])))}
text = torch.tensor([id_of[char] for char in job["text"]])
cut = len(text) - int(len(text) * job["validationFraction"])


def zero_state(streams):
    return torch.zeros(1, streams, hidden), torch.zeros(1, streams, hidden)


def windows(ids):
    """Windows (time, batch) of inputs and targets, epoch after epoch; True starts an epoch.

    As in this project, every epoch cuts the text at other positions.
    """
    predictions = len(ids) - 1
    stream_len = predictions // batch
    per_epoch = math.ceil(stream_len / seq_len)
    stride = int(stream_len * 0.6180339887498948)
    while math.gcd(stride, stream_len) > 1:
        stride += 1
    starts = torch.arange(batch) * stream_len
    times = torch.arange(seq_len)[:, None]
    offset = 0
    while True:
        for window in range(per_epoch):
            start, end = (math.ceil(stream_len * w / per_epoch) for w in (window, window + 1))
            index = (offset + start + starts + times[: end - start]) % predictions
            yield ids[index], ids[index + 1], window == 0
        offset = (offset + stride) % stream_len


training_windows = windows(text[:cut])
state = zero_state(batch)


def step():
    """Trains on one window of every stream; returns the number of predicted characters."""
    global state
    inputs, targets, at_start = next(training_windows)
    if at_start:
        state = zero_state(batch)
    outputs, state = lstm(one_hot[inputs], state)
    state = tuple(tensor.detach() for tensor in state)
    loss = cross_entropy(head(outputs).flatten(0, 1), targets.flatten())
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, 5)
    optimizer.step()
    return targets.numel()


@torch.no_grad()
def validation_bits():
    """Bits per character of the validation text, in parallel streams.

    Each stream first reads the window before it, which is not counted.
    """
    chars = len(text) - cut
    streams = min(max((chars + 1) // LONG_STREAM, 1), batch)
    stream_len = chars // streams
    first = cut - 1
    starts = first + torch.arange(streams) * stream_len
    _, carried = lstm(one_hot[text[starts + torch.arange(-seq_len, 0)[:, None]]])
    index = starts + torch.arange(stream_len)[:, None]
    outputs, _ = lstm(one_hot[text[index]], carried)
    loss = cross_entropy(head(outputs).flatten(0, 1), text[index + 1].flatten())
    return loss.item() / math.log(2)


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


measured = learning(job["moments"]) if "moments" in job else speed()
print(json.dumps({**measured, "versions": {"PyTorch": torch.__version__}}))
