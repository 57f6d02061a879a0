r"""Where the mathematics is: ``$…$``, ``$$…$$``, ``\(…\)``, ``\[…\]`` and the display environments, in one pass."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["MathSpan", "math_spans"]


class MathSpan(NamedTuple):
    """Mathematics from ``start`` to ``end`` with its delimiters, ``inner`` without."""

    start: int
    end: int
    inner: tuple[int, int]


_ENVIRONMENTS = (
    r"(?:align(?:ed|at)?|equation|gather(?:ed)?|multline|eqnarray|displaymath|math|split|array|cases"
    r"|[pbvBV]?(?:small)?matrix)\*?"
)
_MARK = re.compile(
    rf"\\begin\{{(?P<begin>{_ENVIRONMENTS})\}}|\\end\{{(?P<end>{_ENVIRONMENTS})\}}"
    r"|(?P<skip>\\\\|\\\$)|(?P<open>\\[(\[])|(?P<close>\\[)\]])|(?P<dollar>\$\$?)|(?P<gap>\n[ \t]*\n)"
)
_CLOSER = {r"\(": r"\)", r"\[": r"\]"}
_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}(?:[\s,]+[A-Za-z]{2,}){2}")
_SHORTEST_PROSE = len("aa aa aa")


class _Scanner:
    """A state machine with one open delimiter at most: inside mathematics only its own closer means anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[MathSpan] = []
        self.opener = ""
        self.at = self.inner = 0

    def open(self, mark: re.Match[str], name: str) -> None:
        self.opener, self.at, self.inner = name, mark.start(), mark.end()

    def close(self, start: int, end: int, inner: tuple[int, int]) -> None:
        self.spans.append(MathSpan(start, end, inner))
        self.opener = ""

    def dollar(self, mark: re.Match[str]) -> None:
        if self.opener not in ("", "$", "$$"):
            return  # \[ \text{if $x$} \]
        if not self.opener:
            self.open(mark, mark[0])
        elif self.is_money(mark):
            self.open(mark, mark[0])  # the sign before was a currency's, this one may open
        elif mark[0] == self.opener:
            self.close(self.at, mark.end(), (self.inner, mark.start()))
        elif self.opener == "$":  # $x$$y$ closes one formula and opens the next
            self.close(self.at, mark.start() + 1, (self.inner, mark.start()))
            self.opener, self.at, self.inner = "$", mark.start() + 1, mark.end()
        else:
            self.open(mark, mark[0])

    def is_money(self, mark: re.Match[str]) -> bool:
        """``$5 and $7``: a closing sign after a space and before a digit, or prose between the two."""
        if self.opener != "$":
            return False
        start, end = mark.span()
        if self.text[start - 1].isspace() and self.text[end : end + 1].isdigit():
            return True
        if start - self.inner < _SHORTEST_PROSE:
            return False
        inside = self.text[self.inner : min(start, self.inner + 400)]
        return "\\" not in inside and _PROSE.search(inside) is not None


def math_spans(text: str) -> list[MathSpan]:
    """The formulas of ``text`` from left to right, none inside another; unclosed ones are left out."""
    scan = _Scanner(text)
    for mark in _MARK.finditer(text):
        kind = mark.lastgroup
        if kind == "dollar":
            scan.dollar(mark)
        elif kind == "open":
            scan.open(mark, mark[0])
        elif kind == "close" and _CLOSER.get(scan.opener) == mark[0]:
            scan.close(scan.at, mark.end(), (scan.inner, mark.start()))
        elif kind == "begin" and not scan.opener:
            scan.open(mark, mark["begin"])
        elif kind == "end" and scan.opener == mark["end"]:
            scan.close(scan.at, mark.end(), (scan.at, mark.end()))
        elif kind == "gap" and scan.opener == "$":
            scan.opener = ""  # an inline formula never crosses a blank line
    return scan.spans
