"""How the cost of one pair grows with its length, and with the number of entries of a list."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from mathequiv import compare
from mathequiv.prepared import clear_cache

__all__ = ["growth"]

LENGTHS = (10, 100, 1_000, 10_000)
ENTRIES = (1, 10, 100, 1_000)
_REPEATS = 3


def _until(length: int, term: Callable[[int], str], join: str) -> list[str]:
    terms: list[str] = []
    size = 0
    while size < length:
        terms.append(term(len(terms) + 1))
        size += len(terms[-1]) + len(join)
    return terms


def _sum(length: int) -> tuple[str, str]:
    terms = _until(length, lambda k: f"{k}x^{{{k}}}", "+")
    return "+".join(terms), "+".join(reversed(terms))


def _digits(length: int) -> tuple[str, str]:
    text = ("1234567890" * (length // 10 + 1))[:length]
    return text, text[:-1] + "7"


def _list(length: int) -> tuple[str, str]:
    return _entries(len(_until(length, str, ",")))


def _entries(count: int) -> tuple[str, str]:
    terms = [str(k) for k in range(1, count + 1)]
    return ",".join(terms), ",".join(reversed(terms))


def _words(length: int) -> tuple[str, str]:
    terms = _until(length, lambda k: ("blue", "green", "red")[k % 3], " ")
    return rf"\text{{{' '.join(terms)}}}", rf"\text{{{' '.join(terms[:-1])} white}}"


def _nested(length: int) -> tuple[str, str]:
    depth = max(1, length // 12)
    text = "2"
    for _ in range(depth):
        text = rf"\frac{{1}}{{1+{text}}}"
    return text, text.replace("1+", "2+", 1)


_FAMILIES: dict[str, Callable[[int], tuple[str, str]]] = {
    "polynomial, terms reversed": _sum,
    "integer, last digit differs": _digits,
    "list, reversed": _list,
    "words, last differs": _words,
    "continued fraction, outermost term differs": _nested,
}


def _cost(pair: tuple[str, str]) -> dict[str, Any]:
    best, result = float("inf"), None
    for _ in range(_REPEATS):
        clear_cache()
        start = time.perf_counter()
        result = compare(*pair)
        best = min(best, time.perf_counter() - start)
    assert result is not None  # noqa: S101 - at least one repeat
    return {"us": 1e6 * best, "verdict": result.verdict.name, "rule": result.rule}


def growth() -> dict[str, dict[str, dict[str, Any]]]:
    """Microseconds (best of three) and verdict, by family and length in characters, and by entries of a list."""
    found = {name: {str(n): _cost(make(n)) for n in LENGTHS} for name, make in _FAMILIES.items()}
    return {**found, "list, by entries": {str(n): _cost(_entries(n)) for n in ENTRIES}}
