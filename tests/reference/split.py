"""Makes tests/goldens/split.json: permutations of NumPy's RandomState, and
splits of scikit-learn. Index lists are given in full where they are short, and
otherwise as the SHA-256 of their decimal numbers joined by commas.

    python tests/reference/split.py
"""

import hashlib
import json
from pathlib import Path

import numpy as np
from sklearn.model_selection import (
    GroupShuffleSplit,
    StratifiedShuffleSplit,
    train_test_split,
)

OUT = Path(__file__).parent.parent / "goldens" / "split.json"


def digest(indices):
    if len(indices) <= 12:
        return [int(i) for i in indices]
    text = ",".join(str(int(i)) for i in indices)
    return hashlib.sha256(text.encode()).hexdigest()


def first_uint32(seed):
    return [int(v) for v in np.random.RandomState(seed).randint(
        0, 2**32, size=3, dtype=np.uint32)]


def twice(n, test_size, validation_size, seed):
    """An honest split without groups, made of two train_test_split."""
    rest, test = train_test_split(
        np.arange(n), test_size=test_size, random_state=seed)
    train, validation = train_test_split(
        rest, test_size=int(np.ceil(validation_size * n)), random_state=seed)
    return train, validation, test


def main():
    draw = np.random.default_rng(20240611)
    seeds = [0, 1, 42, 624, 2**31, 2**32 - 1]
    streams = [[s, first_uint32(s)] for s in seeds]
    permutations = [
        [s, n, digest(np.random.RandomState(s).permutation(n))]
        for s in seeds
        for n in (1, 2, 5, 12, 150, 1000, 70000)
    ]

    splits = []
    for k in range(200):
        n = int(draw.integers(2, 2000 if k % 4 else 12))
        if k % 5 == 4:
            size = int(draw.integers(1, n))
        else:
            size = round(float(draw.uniform(0.01, 0.9)), 3 if k % 2 else 15)
            if np.ceil(size * n) >= n:
                size = 0.1
        seed = int(draw.integers(0, 2**32)) if k % 3 else int(
            draw.integers(0, 100))
        train, test = train_test_split(
            np.arange(n), test_size=size, random_state=seed)
        splits.append([n, size, seed, digest(train), digest(test)])
    paper_train, paper_test = train_test_split(
        np.arange(150), test_size=0.33, random_state=42)

    honest = []
    for n, test, validation, seed in [
        (10, 0.3, 0.2, 42), (150, 0.33, 0.2, 42), (391, 0.25, 0.15, 7),
        (7, 0.2, 0.2, 4294967295),
    ]:
        parts = twice(n, test, validation, seed)
        honest.append([n, test, validation, seed, *map(digest, parts)])

    grouped, stratified = [], []
    for k in range(40):
        n = int(draw.integers(12, 200))
        count = int(draw.integers(2, 6))
        names = ["TP", "RS", "Ä", "a", "B", "\U0001d4d0", "\uff5e"][:count]
        codes = draw.integers(0, count, size=n)
        codes[: 2 * count] = np.tile(np.arange(count), 2)
        if k % 4 == 0:
            codes = np.arange(n) % count  # equal groups: ties broken by lot
        groups = np.array(names)[codes]
        seed = int(draw.integers(0, 2**32))
        size = round(float(draw.uniform(0.1, 0.45)), 3)
        train, test = next(GroupShuffleSplit(
            1, test_size=size, random_state=seed).split(groups, groups=groups))
        row = [names, "".join(map(str, codes)), size, seed]
        grouped.append([*row, digest(train), digest(test)])
        size = round(float(draw.uniform(5 / 12, 0.55)), 3)
        row = [names, "".join(map(str, codes)), size, seed]
        train, test = next(StratifiedShuffleSplit(
            1, test_size=size, random_state=seed).split(groups, groups))
        stratified.append([*row, digest(train), digest(test)])

    golden = {
        "streams": streams,
        "permutations": permutations,
        "splits": splits,
        "paper": {
            "train": paper_train.tolist(),
            "test": paper_test.tolist(),
        },
        "honest": honest,
        "grouped": grouped,
        "stratified": stratified,
    }
    lines = [
        f" {json.dumps(key)}: " + json.dumps(value, separators=(",", ":"))
        for key, value in golden.items()
    ]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
