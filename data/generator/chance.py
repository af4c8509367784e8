"""Chance without a state: each draw is a hash of what it is for, the same on every machine.

Whole numbers only. NumPy's generators may change between versions, and sums of floats between
processors; a draw here depends on its keys alone, so adding a kind of task leaves the others as
they were.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import pandas as pd

Ints = np.ndarray[Any, np.dtype[np.int64]]
MASK = 2**64 - 1


def mark(text: str) -> int:
    """Turn a text into a key for a draw."""
    return zlib.crc32(text.encode())


def marks(texts: pd.Series) -> Ints:
    """Turn texts into keys, one for each row."""
    numbers, values = pd.factorize(texts)
    return np.array([mark(value) for value in values], dtype=np.int64)[numbers]


def _mixed(state: np.ndarray[Any, np.dtype[np.uint64]]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Mix the bits of each number (splitmix64)."""
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


def draw(below: Any, *keys: Any) -> Ints:
    """Draw a whole number from 0 up to `below` for each row; keys are texts, numbers or columns."""
    state = np.array([0x9E3779B97F4A7C15], dtype=np.uint64)
    with np.errstate(over="ignore"):
        for key in keys:
            number = mark(key) if isinstance(key, str) else np.asarray(key, dtype=np.int64)
            state = _mixed(state * np.uint64(31) + np.asarray(number).astype(np.uint64))
        state = _mixed(state + np.uint64(0x9E3779B97F4A7C15))
        limit = np.asarray(below).astype(np.uint64)
        return (((state >> np.uint64(32)) * limit) >> np.uint64(32)).astype(np.int64)


def pick(weights: dict[Any, int], *keys: Any) -> np.ndarray[Any, Any]:
    """Pick one of the values for each row, as often as its weight says."""
    bounds = np.cumsum(list(weights.values()))
    return np.array(list(weights))[np.searchsorted(bounds, draw(bounds[-1], *keys), side="right")]


def apportion(total: int, weights: Any, room: Any = None) -> Ints:
    """Share a count out in proportion to whole weights, exactly: the largest remainders go first.

    With `room`, no one gets more than there is room for; what is left over goes to the others.
    """
    weights = np.asarray(weights, dtype=np.int64)
    limit = np.full(len(weights), total) if room is None else np.asarray(room, dtype=np.int64)
    shares = np.zeros(len(weights), dtype=np.int64)
    while left := int(total - shares.sum()):
        open_to = np.where(shares < limit, weights, 0)
        if not open_to.sum():
            raise ValueError(f"room for {int(shares.sum())} of {total}")
        exact = left * open_to
        more = exact // open_to.sum()
        first = np.argsort(-(exact % open_to.sum()), kind="stable")[: left - more.sum()]
        more[first] += 1
        shares = np.minimum(shares + more, limit)
    return shares
