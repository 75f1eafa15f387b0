"""Trains on with python/train.py: in one process, in two, and in two goes.

    pip install -r tests/interop/requirements.txt -r tests/interop/requirements-torch.txt
    node tests/interop/training.mjs write target/interop_training
    python3 tests/interop/training.py target/interop_training
    node tests/interop/training.mjs read target/interop_training
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

PYTHON = Path(__file__).parents[2] / "python"
sys.path.insert(0, str(PYTHON))
import train  # noqa: E402
from char_model import CharModel, clean  # noqa: E402

CPU = torch.device("cpu")


def check_split(case):
    """The split, the documents and the streams' number are those of the page."""
    text, report = clean(case["text"]), case["report"]
    starts = train.document_starts(text, clean(case["separator"]))
    assert len(starts) + 1 == report["documents"], case
    training, validation, all_starts = train.split(
        len(text), case["validationFraction"], starts
    )
    assert [border for block in validation for border in block] == report["validationBlocks"], case
    assert sum(end - first for first, end in training) == report["trainChars"], case
    assert len(text) == report["chars"], case
    assert {first for first, _ in training} <= set(all_starts), case
    covered = sorted(training + validation)
    assert [end for _, end in covered] == [first for first, _ in covered[1:]] + [len(text)]


def options(folder, out, *others):
    common = [folder / "text.txt", "--out", folder / out, "--validate-every", 10]
    sizes = ["--batch-size", 8, "--seq-len", 32]
    return [str(part) for part in [*common, *sizes, *others]]


def trained(given):
    """A training that has ended."""
    training = train.Training(train.arguments(given), 0, 1, CPU)
    training.run()
    return training


def weights(folder, out):
    return load_file(folder / out / "checkpoint.safetensors")


def largest_difference(some, others):
    assert some.keys() == others.keys()
    return max((some[name] - others[name]).abs().max().item() for name in some)


def check_cell(folder, cell, bits_per_char):
    """The names of the written models, with their losses."""
    model = folder / cell / "model.safetensors"
    begun = ["--model", model, "--learning-rate", 0.01]
    one = trained(options(folder, f"{cell}-one", *begun, "--steps", 20, "--dropout", 0.1))
    start = train.Training(train.arguments(options(folder, "x", *begun)), 0, 1, CPU)
    before = train.validate(start.reader, start.unseen, start.seq_len)
    assert abs(before - bits_per_char) < 1e-4, (before, bits_per_char)
    assert one.best < before, "it learns"
    halves = options(folder, f"{cell}-halves", *begun, "--dropout", 0.1)
    trained([*halves, "--steps", "10"])
    trained([*halves, "--steps", "20", "--resume"])
    first, second = (weights(folder, f"{cell}-{out}") for out in ("one", "halves"))
    assert largest_difference(first, second) == 0, "a training that was interrupted differs"
    return f"{cell}-one/model.safetensors", one.best


def check_distributed(folder):
    """Two processes with half of the streams each compute the steps of one."""
    begun = ["--model", folder / "gru/model.safetensors", "--steps", 20]
    one = trained(options(folder, "one", *begun))
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    subprocess.run(
        [*torchrun, "--nproc-per-node=2", PYTHON / "train.py", *options(folder, "two", *begun)],
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    difference = largest_difference(weights(folder, "one"), weights(folder, "two"))
    assert difference < 1e-5, difference
    print(f"one process and two differ by {difference:.1e} after 20 steps")
    return "two/model.safetensors", one.best


def check_refusals(folder):
    """A wrong start is refused by a sentence."""
    texts = {"other": "rain é Ω ß " * 99, "single": "r", "little": "rain " * 20}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "latin.txt").write_bytes("rain é".encode("latin-1"))
    model = ["--model", folder / "gru/model.safetensors"]
    resumed = ["--resume", "--out", folder / "one"]
    cases = [
        ("other", model, "does not know these characters of the text: 'ß' 'Ω'. Remove them"),
        ("text", [*model, "--cell", "lstm"], "cell of .* is gru: leave it out"),
        ("text", [*model, "--out", folder / "none", "--resume"], "there is no .*checkpoint"),
        ("text", ["--out", folder / "none", "--resume"], "there is no .*model.safetensors"),
        ("text", resumed, "the checkpoint belongs to 8 streams .*, and these are 32 streams"),
        ("text", ["--out", folder / "one"], "one/checkpoint.safetensors exists: add --resume, or"),
        ("text", ["--model", folder / "text.txt"], "text.txt must be a safetensors file"),
        ("latin", [], "latin.txt must be UTF-8"),
        ("single", [], "must have at least two characters, got 1"),
        ("little", [], "2 processes need as many streams of 64 characters, and there are 1: use"),
    ]
    for name, others, message in cases:
        given = [str(part) for part in (folder / f"{name}.txt", *others)]
        try:
            train.Training(train.arguments(given), 0, 2 if name == "little" else 1, CPU)
        except ValueError as error:
            assert re.search(message, str(error)), error
        else:
            raise AssertionError(f"{given} is not refused")


def main():
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for case in expected["splits"]:
        check_split(case)
    results = [
        check_cell(folder, cell, bits_per_char)
        for cell, bits_per_char in expected["bitsPerChar"].items()
    ]
    results.append(check_distributed(folder))
    begins = ["--cell", "peephole", "--hidden-size", 8, "--separator", r"\n\n", "--steps", 10]
    begins = trained(options(folder, "new", *begins))
    results.append(("new/model.safetensors", begins.best))
    check_refusals(folder)
    model, _ = CharModel.load(folder / "two/model.safetensors")
    generator = torch.Generator().manual_seed(1)
    written = model.generate("rain", length=30, generator=generator)
    assert len(written) == 30 and set(written) <= set(model.ids), written
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
    print("train.py trains on, in one process and in two")


if __name__ == "__main__":
    main()
