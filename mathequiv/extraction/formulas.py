r"""Where the mathematics of a passage is: ``$…$``, ``$$…$$``, ``\(…\)``, ``\[…\]`` and the display environments."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mathequiv.lexicon.commands import ENVIRONMENT
from mathequiv.lexicon.prose import is_symbol_word
from mathequiv.limits import MAX_MONEY

__all__ = ["MathSpan", "math_spans"]


class MathSpan(NamedTuple):
    """Mathematics from ``start`` to ``end`` with its delimiters, ``inner`` without."""

    start: int
    end: int
    inner: tuple[int, int]


_MARK: Final = re.compile(
    rf"\\begin\{{(?P<begin>{ENVIRONMENT})\}}|\\end\{{(?P<end>{ENVIRONMENT})\}}"
    r"|(?P<skip>\\\\|\\\$)|(?P<open>\\[(\[])|(?P<close>\\[)\]])|(?P<dollar>\$\$?)|(?P<gap>\n[ \t]*\n)"
)
_CLOSER: Final = {r"\(": r"\)", r"\[": r"\]"}
_PLAIN_WORD: Final = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{2,}")
_PROSE: Final = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}(?:[\s,]+[A-Za-z]{2,}){2}")
_SHORTEST_PROSE: Final = len("aa aa aa")
_AMOUNT: Final = re.compile(r"\s?[-+]?\d")


class _Scanner:
    """A state machine with one open delimiter at most: inside mathematics only its own closer means anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[MathSpan] = []
        self.opener = ""
        self.at = 0
        self.inner = 0

    def open(self, start: int, end: int, name: str) -> None:
        self.opener, self.at, self.inner = name, start, end

    def close(self, start: int, end: int, inner_start: int, inner_end: int) -> None:
        self.spans.append(MathSpan(start, end, (inner_start, inner_end)))
        self.opener = ""

    def take(self, mark: re.Match[str]) -> None:
        kind = mark.lastgroup
        start, end = mark.span()
        if kind == "dollar":
            self.dollar(mark[0], start, end)
        elif kind == "open":
            self.open(start, end, mark[0])
        elif kind == "close" and _CLOSER.get(self.opener) == mark[0]:
            self.close(self.at, end, self.inner, start)
        elif kind == "begin" and not self.opener:
            self.open(start, end, mark["begin"])
        elif kind == "end" and self.opener == mark["end"]:
            self.close(self.at, end, self.at, end)
        elif kind == "gap" and self.opener == "$":
            self.opener = ""  # an inline formula never crosses a blank line

    def dollar(self, mark: str, start: int, end: int) -> None:
        if self.opener not in ("", "$", "$$"):
            return  # \[ \text{if $x$} \]
        if not self.opener:
            self.open(start, end, mark)
        elif self.opener == "$" and self.is_money(start, end):
            self.open(start, end, mark)  # the sign before was a currency's, this one may open
        elif mark == self.opener:
            self.close(self.at, end, self.inner, start)
        elif self.opener == "$":  # $x$$y$ closes one formula and opens the next
            self.close(self.at, start + 1, self.inner, start)
            self.opener, self.at, self.inner = "$", start + 1, end
        else:
            self.open(start, end, mark)

    def is_money(self, start: int, end: int) -> bool:
        """Whether the sign that is open stands before an amount (``$5 and $7``, ``$9 - $4 = $5``)."""
        inside = self.text[self.inner : min(start, self.inner + MAX_MONEY)]
        amount = _AMOUNT.match(inside) is not None
        follows_amount = self.text[end : end + 1].isdigit()
        if amount and follows_amount:
            return True
        if inside[-1:].isspace() and follows_amount:
            return True
        if "\\" in inside:
            return False
        if not amount:
            return len(inside) >= _SHORTEST_PROSE and _PROSE.search(inside) is not None
        if inside[-1:].isspace() and self.text[end : end + 1].strip(" .,;:!?)"):
            return True  # a formula begins here, none ends after a space
        return any(not is_symbol_word(word) for word in _PLAIN_WORD.findall(inside))


def math_spans(text: str, start: int = 0, end: int | None = None) -> list[MathSpan]:
    """The formulas of ``text`` between ``start`` and ``end``, none inside another; unclosed ones are left out."""
    scan = _Scanner(text)
    for mark in _MARK.finditer(text, start, len(text) if end is None else end):
        scan.take(mark)
    return scan.spans
