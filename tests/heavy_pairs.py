"""Pairs that take much work: tuples of series, products of 900 factors, tenth derivatives, disjoint letters and such.

They were written by someone who had not seen the rules. ``equal`` is None where that is not known, or in doubt.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PAIRS", "HeavyPair"]


@dataclass(frozen=True)
class HeavyPair:
    """Two answers and whether they are equal."""

    id: str
    kind: str
    a: str
    b: str
    equal: bool | None
    note: str


PAIRS = [
    HeavyPair(**json.loads(line))
    for line in Path(__file__).with_name("data").joinpath("heavy.jsonl").read_text("utf-8").splitlines()
]
