"""Responses as they are shown: in parts, with the extracted span marked and the middle of a long one left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Literal, TypeAlias

__all__ = ["Part", "excerpt"]

Part: TypeAlias = "tuple[Literal['text', 'mark', 'gap'], str | int]"
"""A piece of a response: plain, or of the extracted span; or how many characters are left out."""


def excerpt(text: str, span: Sequence[int] | None, limit: int) -> list[Part]:
    """A response in parts, of about ``limit`` characters in all.

    Of a longer one the beginning, the surroundings of the span's ends and the end are shown; the end is the longest,
    for that is where answers are.

    Args:
        text: the response.
        span: half-open character range of the extracted answer in it; None if there is none.
        limit: characters to show.

    Returns:
        The parts in order.
    """
    start, end = span or (len(text), len(text))
    shown = [(0, len(text))] if len(text) <= limit else _windows(len(text), start, end, limit)
    edges = sorted({start, end, 0, len(text), *(edge for window in shown for edge in window)})
    return list(_parts(text, edges, shown, (start, end)))


def _windows(length: int, start: int, end: int, limit: int) -> list[tuple[int, int]]:
    near = limit // 16
    windows = [(0, limit // 4), (start - near, start + near), (end - near, end + near), (length - limit // 2, length)]
    return [(max(0, low), min(length, high)) for low, high in windows]


def _parts(text: str, edges: Sequence[int], shown: Sequence[tuple[int, int]], span: tuple[int, int]) -> Iterator[Part]:
    def kind(piece: tuple[int, int]) -> Literal["text", "mark", "gap"]:
        left, right = piece
        if not any(low <= left and right <= high for low, high in shown):
            return "gap"
        return "mark" if span[0] <= left and right <= span[1] else "text"

    for what, pieces in groupby(pairwise(edges), kind):
        run = list(pieces)
        left, right = run[0][0], run[-1][1]
        yield what, right - left if what == "gap" else text[left:right]
