"""Prints the training speed of PyTorch on the CPU, on the other contenders' network, as JSON.

One-hot characters, nn.LSTM, nn.Linear, the mean cross-entropy over windows of SEQ_LEN characters, the
gradient's norm clipped at 5, Adam; the state is carried from window to window.

    python bench/pytorch.py THREADS HIDDEN BATCH SEQ_LEN VOCAB
"""

import json
import sys
import time

import torch
from torch import nn

WARM_UP, DURATION, MIN_STEPS = 1.0, 1.5, 3
TEXT_LENGTH = 100_000

threads, hidden, batch, seq_len, vocab = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(1)

lstm = nn.LSTM(vocab, hidden)
head = nn.Linear(hidden, vocab)
parameters = [*lstm.parameters(), *head.parameters()]
# The fused implementation is the fastest.
optimizer = torch.optim.Adam(parameters, lr=0.001, fused=True)
cross_entropy = nn.CrossEntropyLoss()

# Time first, as nn.LSTM prefers: (windows, seq_len + 1, batch).
stream_length = (TEXT_LENGTH - 1) // batch
streams = torch.randint(vocab, (stream_length, batch))
one_hot = torch.eye(vocab)
state = (torch.zeros(1, batch, hidden), torch.zeros(1, batch, hidden))
position = 0


def step():
    """Trains on one window of every stream; returns the number of predicted characters."""
    global position, state
    if position + seq_len >= stream_length:
        position = 0
    window = streams[position : position + seq_len + 1]
    position += seq_len
    outputs, state = lstm(one_hot[window[:-1]], state)
    state = tuple(tensor.detach() for tensor in state)
    loss = cross_entropy(head(outputs).view(-1, vocab), window[1:].reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, 5)
    optimizer.step()
    return seq_len * batch


def run(duration):
    """As measure.js: so long and three steps, or one step that takes longer than that alone."""
    start = time.perf_counter()
    chars = steps = 0
    elapsed = 0.0
    while elapsed < duration or (steps < MIN_STEPS and elapsed < steps * duration):
        chars += step()
        steps += 1
        elapsed = time.perf_counter() - start
    return {"charsPerSecond": chars / elapsed, "steps": steps, "seconds": elapsed}


run(WARM_UP)
print(json.dumps({**run(DURATION), "version": torch.__version__}))
