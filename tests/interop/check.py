"""Computes the numbers of tests/fixtures/<cell>.json again, with the installed PyTorch, and
compares every one of them with the file, to a relative 1e-9.

    pip install -r tests/interop/requirements.txt -r tests/interop/requirements-torch.txt
    python3 tests/interop/check.py        # compares; the exit code is 1 when something differs
    python3 tests/interop/reference.py    # rewrites the files
"""

import json
import sys

import numpy as np

from layout import GATES
from reference import compute, fixture_path

# Another instruction set changes some numbers by up to 7e-11: the smallest gradients are
# differences of larger terms.
TOLERANCE = 1e-9


def by_name(fixture):
    """The compared part of a fixture: all but the versions, with the cases by name."""
    cases = {case["name"]: case for case in fixture["cases"]}
    return {"cell": fixture["cell"], "source": fixture["source"], **cases}


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
    """Deviations relative to the committed numbers; infinite for a difference of any other kind."""
    if committed.dtype.kind != "f" or computed.dtype.kind != "f":
        return np.where(committed == computed, 0.0, np.inf)
    difference = np.abs(computed - committed)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(difference == 0, 0.0, difference / np.abs(committed))
    return np.where(np.isnan(relative), np.inf, relative)


def check_cell(cell):
    """Counts the arrays that agree and those that differ, and prints the latter."""
    path = fixture_path(cell)
    committed = dict(arrays(by_name(json.loads(path.read_text())))) if path.exists() else {}
    computed = dict(arrays(by_name(compute(cell))))
    passed, failed, largest = 0, 0, 0.0
    for path in sorted(committed.keys() | computed.keys()):
        if path not in committed or path not in computed:
            failed += 1
            print(f"{cell}{path}: only {'in the file' if path in committed else 'computed'}")
            continue
        old, new = committed[path], computed[path]
        if old.shape != new.shape:
            failed += 1
            print(f"{cell}{path}: {old.size} numbers in the file, {new.size} computed")
            continue
        deviation = deviations(old, new)
        worst = deviation.argmax()
        largest = max(largest, deviation[worst])
        if deviation[worst] > TOLERANCE:
            failed += 1
            print(f"{cell}{path}[{worst}]: {old[worst]} in the file, {new[worst]} computed")
        else:
            passed += 1
    print(f"{cell}: largest relative deviation {largest:.1e}")
    return passed, failed


def main():
    passed, failed = (sum(column) for column in zip(*map(check_cell, GATES)))
    if failed:
        print(
            "The same PyTorch as in requirements-torch.txt must give the numbers in the files. "
            "If reference.py or cells.py was changed on purpose, run reference.py to rewrite them."
        )
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
