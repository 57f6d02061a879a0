"""One side of a comparison, with what the layers learn about its text kept for the next comparison.

Every field is computed on first use and is a pure function of the text, so two threads that race write the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mathequiv.answers.kinds import Reading, Scalar
from mathequiv.answers.reader import read
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.chinese_notation import numbered_parts
from mathequiv.latex.digits import number
from mathequiv.latex.expr import Expr, Neg
from mathequiv.latex.parser import parse_choices
from mathequiv.latex.tokens import Scanned, scanned
from mathequiv.layers.canonical import CHANGED, canonical_text
from mathequiv.lexicon.notations import named_curves
from mathequiv.lexicon.orders import may_be_ordered
from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_CACHED_TEXT, MAX_TEXT

__all__ = ["Prepared", "clear_cache", "prepare"]

_UNSET: Final[object] = object()
_CONTENT: Final = frozenset({"num", "letter", "word"})
_PLAIN_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?")
"""The commonest answers by far; their tree is known without a look at tokens."""
_DIGITS: Final = "0123456789"


def _plain_number(text: str) -> Expr | None:
    """The tree of a plain decimal numeral, None for any other text."""
    if _PLAIN_NUMBER.fullmatch(text) is None:
        return None
    return Neg(number(text[1:])) if text[0] == "-" else number(text)


class Prepared:
    """A text and, lazily, its canonical form, syntax trees and readings.

    Args:
        text: the answer as given.
    """

    __slots__ = (
        "_canonical",
        "_content",
        "_ends",
        "_plain",
        "_problem",
        "_readings",
        "_scanned",
        "_trees",
        "oversize",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.oversize = len(text) > MAX_TEXT
        """Too long for anything but a comparison for identity."""
        self._plain = _plain_number(text) if text and text[-1] in _DIGITS else None
        self._scanned: Scanned | None = None
        self._content: object = _UNSET
        self._canonical: object = _UNSET
        self._trees: object = _UNSET
        self._readings: object = _UNSET
        self._problem: Unreadable | OverLimit | None = None

    def _scan(self) -> Scanned:
        """The tokens, cut once.

        Raises:
            OverLimit: the text is over a limit.
        """
        if self._scanned is None:
            self._scanned = scanned(self.text)
        return self._scanned

    @property
    def content(self) -> str | None:
        """Digits and letters in written order; texts that differ in it differ in canonical form. None over a limit."""
        if self._content is _UNSET:
            if self._plain is not None:
                self._content = self.text.lstrip("-")
                return self._content
            try:
                tokens = self._scan().tokens
                self._content = "".join([token.text for token in tokens if token.kind in _CONTENT])
            except OverLimit:
                self._content = None
        return self._content  # type: ignore[return-value]

    @property
    def ordinary(self) -> bool:
        """Whether the text, once it is read, was found to be nothing but a formula in which no order counts."""
        found = self._scanned
        if found is None or not found.plain:
            return self._plain is not None
        if "log" in self.text:  # whose base is one in all parts
            return False
        if (":" in self.text or r"\colon" in self.text) and _may_be_named(self.text):
            return False
        text = self.text
        return not ("|" in text or ")(" in text or "%" in text or "&&" in text or may_be_ordered(text))

    @property
    def worded(self) -> bool:
        """Whether the text, once it is read, was found to hold words."""
        return self._scanned is not None and self._scanned.worded

    @property
    def parts(self) -> list[str] | None:
        """The answers to numbered questions that the text, once it is read, turned out to be; None for others."""
        return None if self._scanned is None or self._scanned.plain else numbered_parts(self.text.strip())

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its tokens that no respelling changes; texts that differ in them differ in canonical form.

        Raises:
            OverLimit: the text is over a limit.
        """
        return frozenset([token.kind for token in self._scan().tokens]) - CHANGED

    @property
    def canonical(self) -> str | None:
        """Canonical LaTeX text, None if the text is over a limit."""
        if self._canonical is _UNSET:
            try:
                self._canonical = canonical_text(self._scan())
            except OverLimit:
                self._canonical = None
        return self._canonical  # type: ignore[return-value]

    @property
    def trees(self) -> tuple[tuple[str, Expr], ...]:
        """What `parse_choices` gives; empty if the text cannot be read (`problem` says why)."""
        if self._trees is _UNSET:
            try:
                self._trees = parse_choices(self._scan()) if self._plain is None else (("", self._plain),)
            except (Unreadable, OverLimit) as problem:
                self._problem = problem
                self._trees = ()
        return self._trees  # type: ignore[return-value]

    @property
    def tree(self) -> Expr | None:
        """The likeliest syntax tree, None if there is none."""
        return self.trees[0][1] if self.trees else None

    @property
    def problem(self) -> Unreadable | OverLimit | None:
        """Why there is no tree, or no reading where those were asked for."""
        return self._problem if not self.trees or self._readings == () else None

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Typed answers, likeliest first; empty if the text cannot be read."""
        if self._readings is _UNSET:
            try:
                if self._plain is None:
                    trees = self.trees
                    found = self._scanned or Scanned(self.text, (), worded=True, marked=False, plain=False)
                    prose = not trees and isinstance(self._problem, Unreadable)
                    self._readings = read(self.text, found, trees, prose=prose)
                else:
                    self._readings = (Reading(Scalar(self._plain)),)
            except OverLimit as problem:
                self._problem = problem
                self._readings = ()
        return self._readings  # type: ignore[return-value]


_TIME: Final = Pattern(r"\d:\d\d(?!\d)|^(?!\s*\\\{)[^=<>]*[A-Za-z)}\d]\s*(?::|\\colon)[^=<>]*[a-z]")
"""What may be a time of day, whose numbers have an order, or the equation of a curve under its name."""


def _may_be_named(text: str) -> bool:
    """Whether a text may hold a time of day, or the equation of a curve under its name."""
    return _TIME.search(text) is not None or bool(named_curves(text))


_cached: Final = lru_cache(maxsize=4096)(Prepared)


def prepare(text: str) -> Prepared:
    """The prepared form of ``text``, from a bounded cache where the text is of usual length."""
    return _cached(text) if len(text) <= MAX_CACHED_TEXT else Prepared(text)


def clear_cache() -> None:
    """Forget every prepared text (for measurements)."""
    _cached.cache_clear()
