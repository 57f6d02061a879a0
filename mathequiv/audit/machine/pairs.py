"""A pair with its label, and the tables' rows that make pairs."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from mathequiv.audit.machine.shapes import Shape

__all__ = ["Kind", "MachinePair", "Made", "Maker"]


@dataclass(frozen=True, slots=True)
class MachinePair:
    """A prediction made from a reference.

    Attributes:
        kind: the row of the table that made it.
        prediction: what a model might have answered.
        reference: the right answer; where the kind says so, the given one with a unit or a function added.
        equal: whether the two certainly mean the same; False means that they certainly do not.
    """

    kind: str
    prediction: str
    reference: str
    equal: bool


Made: TypeAlias = "Shape | str | tuple[str, str] | None"
"""What a maker gives: another shape (still to be confirmed), a text, or prediction and reference; None if not fit."""

Maker: TypeAlias = Callable[[Shape, random.Random], Made]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to make pairs.

    Attributes:
        name: as reports show it.
        make: the maker.
        weight: how often it is drawn, beside the others.
    """

    name: str
    make: Maker
    weight: int = 1
