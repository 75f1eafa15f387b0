"""Loads exported models of every cell with PyTorch, and compares the probabilities.

    pip install -r tests/interop/requirements.txt -r tests/interop/requirements-torch.txt
    node tests/interop/models.mjs models    # writes the models, their texts and probabilities
    python3 tests/interop/pytorch_models.py models    # the exit code is 1 when something differs

A model reads its texts all at once, and letter by letter with the state of each letter given to the
next. `from_pretrained` loads the folder, and what `save_pretrained` writes is the same model.
"""

import json
import sys
import tempfile
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file

sys.path.insert(0, str(Path(__file__).parents[2] / "python"))
from char_model import CharModel, PyTorchModelHubMixin  # noqa: E402

TOLERANCE = 1e-6


@torch.inference_mode()
def deviation(model, texts, expected):
    """The largest difference of a probability, and the same letter by letter."""
    ids = torch.stack([model.encode(text) for text in texts], dim=1)
    whole, after = model(ids)
    state, single = None, []
    for letter in ids:
        logits, state = model(letter[None], state)
        single.append(logits)
    for part, other in zip(state, after, strict=True):
        torch.testing.assert_close(part, other, rtol=1e-5, atol=1e-5)
    shape = len(texts), len(ids), len(model.ids)
    expected = torch.tensor(expected).reshape(shape).transpose(0, 1)
    both = (whole, torch.cat(single))
    return [(logits.softmax(-1) - expected).abs().max().item() for logits in both]


def check(folder, texts, expected):
    """The deviations of a model, whose file must have the tensors of the module and no other."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model = CharModel(**config).eval()
    tensors = load_file(folder / "model.safetensors")
    model.load_state_dict(tensors, strict=True)
    loaded, metadata = CharModel.load(folder / "model.safetensors")
    assert json.loads(metadata["config"]) == config == loaded.config, metadata
    from_hub = CharModel.from_pretrained(folder)
    with tempfile.TemporaryDirectory() as other:
        from_hub.save_pretrained(other)
        file = Path(other) / "model.safetensors"
        assert json.loads((Path(other) / "config.json").read_text(encoding="utf-8")) == config
        with safe_open(file, framework="pt") as written:
            assert json.loads(written.metadata()["config"]) == config, "the page needs it"
        models = [loaded.state_dict(), from_hub.state_dict(), load_file(file)]
    for other in models:
        assert other.keys() == tensors.keys()
        assert all(torch.equal(other[name], tensor) for name, tensor in tensors.items())
    return deviation(model, texts, expected)


def main():
    assert PyTorchModelHubMixin.__module__.startswith("huggingface_hub"), PyTorchModelHubMixin
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    models = json.loads((folder / "models.json").read_text(encoding="utf-8"))["models"]
    passed, failed, largest = 0, 0, 0.0
    for model in models:
        deviations = check(folder / model["name"], model["texts"], model["probabilities"])
        largest = max(largest, *deviations)
        if max(deviations) <= TOLERANCE:
            passed += 1
        else:
            failed += 1
            print(f"{model['name']}: probabilities differ by {deviations}")
    print(f"PyTorch: the largest difference of a probability is {largest:.1e}")
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
