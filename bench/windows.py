"""The split of a text, its windows and the streams of its validation text, as in this project.

crate/src/text/split.rs, crate/src/text/windows.rs and crate/src/training/evaluation.rs, for a text
that is one document.
"""

import math

import torch

MAX_VALIDATION_CHARS = 50_000
BLOCK_CHARS, MAX_BLOCKS = 64, 16
# A stream of the validation text has at least so many characters.
LONG_STREAM = 1024


def split(chars, fraction):
    """The segments of the training text and the blocks of the validation text, as ranges.

    Every block is in the middle of its part of the text.
    """
    wanted = min(int(chars * fraction), MAX_VALIDATION_CHARS, chars - 2)
    count = min(max(wanted // BLOCK_CHARS, 1), MAX_BLOCKS)
    segments, blocks, end = [], [], 0
    for index in range(count):
        first, last = (chars * i // count for i in (index, index + 1))
        before, after = (wanted * i // count for i in (index, index + 1))
        start = first + (last - first - (after - before)) // 2
        segments.append(range(end, start))
        end = start + after - before
        blocks.append(range(start, end))
    segments.append(range(end, chars))
    return [s for s in segments if s], [b for b in blocks if b]


def windows(ids, segments, batch, seq_len):
    """Windows (time, batch), epoch after epoch: inputs, targets, and where a stream starts anew.

    Every epoch cuts the training text at other positions, and its streams start from zero.
    """
    inputs = torch.cat([torch.arange(s.start, s.stop - 1) for s in segments])
    starts = torch.zeros(len(ids), dtype=torch.bool)
    starts[[s.start for s in segments]] = True
    predictions = len(inputs)
    stream_len = predictions // batch
    per_epoch = math.ceil(stream_len / seq_len)
    stride = int(stream_len * 0.6180339887498948)
    while math.gcd(stride, stream_len) > 1:
        stride += 1
    streams = torch.arange(batch) * stream_len
    times = torch.arange(seq_len)[:, None]
    offset = 0
    while True:
        for window in range(per_epoch):
            start, end = (math.ceil(stream_len * w / per_epoch) for w in (window, window + 1))
            index = inputs[(offset + start + streams + times[: end - start]) % predictions]
            at_start = starts[index]
            at_start[0] |= window == 0
            yield ids[index], ids[index + 1], at_start
        offset = (offset + stride) % stream_len


def validation_streams(segments, blocks, warm_up):
    """The streams of the validation text: (first character to read, first and end to score).

    A stream first reads the training text before it, up to a window.
    """
    starts = [segment.start for segment in segments]
    streams = []
    for block in blocks:
        count = max(len(block) // LONG_STREAM, 1)
        for index in range(count):
            first, end = (block.start + len(block) * i // count for i in (index, index + 1))
            document = max((start for start in starts if start < first), default=0)
            streams.append((max(first - 1 - warm_up, document), first, end))
    return streams
