"""mathequiv with the reference read before the clock starts, as a training run reads it once for many predictions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.peers.mathequiv import fresh, reply

__all__ = ["DISTRIBUTION", "LABEL", "REQUIREMENTS", "fresh", "is_equiv", "prepare", "reply"]

LABEL = "mathequiv, prepared reference"
DISTRIBUTION = "mathequiv"
REQUIREMENTS = ()


def is_equiv() -> Callable[[str, Any], Any]:
    return lambda prediction, reference: reference.compare(prediction)


def prepare() -> Callable[[str], Any]:
    from mathequiv import Reference

    def read(text: str) -> Any:
        reference = Reference(text)
        reference.compare(text)
        reference.compare(f"{text} + 1")  # a text that is not the reference asks for its tree and readings as well
        return reference

    return read
