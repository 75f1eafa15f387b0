"""Unpacks an exported folder, and runs the programs of its model card as they stand there.

    pip install -r tests/interop/requirements.txt
    node tests/interop/hub_folder.mjs folder.zip
    python3 tests/interop/hub_folder.py folder.zip

The program with PyTorch runs where PyTorch is installed.
"""

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

TEXT = "one two three, früh am Morgen. " * 2
FILES = {
    "README.md",
    "config.json",
    "model.safetensors",
    "model.onnx",
    "char_model.py",
    "train.py",
}
# A model that has learnt the text writes its sequences of three letters; one whose state is lost,
# or whose letters are others, does not.
LEARNT = 0.8


def unpacked(path, folder):
    """The folder in a .zip, unpacked below `folder`."""
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None, file.testzip()
        file.extractall(folder)
    (inner,) = Path(folder).iterdir()
    assert {entry.name for entry in inner.iterdir()} == FILES, list(inner.iterdir())
    return inner


def check_written(name, written):
    """Requires a text like the one that was learnt."""
    pieces = [written[i : i + 3] for i in range(len(written) - 2)]
    share = sum(piece in TEXT for piece in pieces) / len(pieces)
    print(f"{name} writes {written[:60]!r}, {share:.0%} of it in the learnt text")
    assert len(written) >= 200 and share >= LEARNT, (name, written)


def main(path):
    has_pytorch = importlib.util.find_spec("torch") is not None
    with tempfile.TemporaryDirectory() as temporary:
        folder = unpacked(path, temporary)
        card = (folder / "README.md").read_text(encoding="utf-8")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        assert set(config["vocabulary"]) == set(TEXT), config
        programs = re.findall(r"^```python\n(.*?)^```$", card, re.DOTALL | re.MULTILINE)
        names = ["PyTorch" if "CharModel" in each else "ONNX Runtime" for each in programs]
        assert names == ["PyTorch", "ONNX Runtime"], names
        for name, program in zip(names, programs):
            if name == "PyTorch" and not has_pytorch:
                continue
            command = [sys.executable, "-X", "utf8", "-c", program]
            ran = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
            assert ran.returncode == 0, f"{name}\n{ran.stderr}"
            check_written(name, ran.stdout.rstrip("\n"))
        (sample,) = re.findall(r"^```text\n(.*?)\n```$", card, re.DOTALL | re.MULTILINE)
        check_written("the card's sample", sample)


if __name__ == "__main__":
    main(*sys.argv[1:])
