"""Computes the numbers of tests/fixtures/pytorch_lstm.json again, with the installed PyTorch, and
compares every one of them with the file, to a relative 1e-9.

    pip install -r tests/interop/requirements.txt
    python3 tests/interop/check.py           # compares; the exit code is 1 when something differs
    python3 tests/interop/pytorch_lstm.py    # rewrites the file
"""

import json
import sys

import numpy as np

from pytorch_lstm import FIXTURE, compute

# Another instruction set moves single numbers by up to 3e-12: the smallest gradients are small
# differences of larger terms.
TOLERANCE = 1e-9


def arrays(value, path=""):
    """(path, array) for each number, string, or list of numbers inside `value`."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from arrays(child, f"{path}/{key}")
    elif isinstance(value, list) and isinstance(value[0], dict):
        for index, child in enumerate(value):
            yield from arrays(child, f"{path}/{index}")
    else:
        yield path, np.array(value).ravel()


def deviations(committed, computed):
    """Relative to the committed numbers; infinite where anything but a real number differs."""
    if committed.dtype.kind != "f" or computed.dtype.kind != "f":
        return np.where(committed == computed, 0.0, np.inf)
    difference = np.abs(computed - committed)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(difference == 0, 0.0, difference / np.abs(committed))
    return np.where(np.isnan(relative), np.inf, relative)


def check_case(name, committed, computed):
    """Counts the arrays that agree and those that do not, and names the latter."""
    committed, computed = dict(arrays(committed)), dict(arrays(computed))
    passed, failed, largest = 0, 0, 0.0
    for path in sorted(committed.keys() | computed.keys()):
        if path not in committed or path not in computed:
            failed += 1
            print(f"{name}{path}: only {'in the file' if path in committed else 'computed'}")
            continue
        old, new = committed[path], computed[path]
        if old.shape != new.shape:
            failed += 1
            print(f"{name}{path}: {old.size} numbers in the file, {new.size} computed")
            continue
        deviation = deviations(old, new)
        worst = deviation.argmax()
        largest = max(largest, deviation[worst])
        if deviation[worst] > TOLERANCE:
            failed += 1
            print(f"{name}{path}[{worst}]: {old[worst]} in the file, {new[worst]} computed")
        else:
            passed += 1
    print(f"{name}: largest relative deviation {largest:.1e}")
    return passed, failed


def main():
    fixture, again = json.loads(FIXTURE.read_text()), compute()
    print(f"file: {fixture['generator']}, here: {again['generator']}")
    committed = {case["name"]: case for case in fixture["cases"]}
    computed = {case["name"]: case for case in again["cases"]}
    counts = [
        check_case(name, committed.get(name, {}), computed.get(name, {}))
        for name in {**committed, **computed}
    ]
    passed, failed = (sum(column) for column in zip(*counts))
    if failed:
        print(
            "The same PyTorch as in requirements.txt must give the numbers in the file. "
            "If pytorch_lstm.py was changed on purpose, run it to rewrite the file."
        )
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
