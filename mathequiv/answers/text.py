"""Words, lettered choices and the texts that stand for mathematics (``no solution``, ``all real numbers``)."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from mathequiv.answers.kinds import Answer, Interval, Listing, NamedSet, Scalar, SetAnswer, TextAnswer, Truth
from mathequiv.latex.expr import Constant, Expr, Neg, Number, Symbol
from mathequiv.lexicon import words
from mathequiv.lexicon.commands import COMMANDS, LOOKS, STYLE
from mathequiv.lexicon.number_words import number_in_words
from mathequiv.lexicon.prose import CHOICE_NOUN
from mathequiv.limits import MAX_CHOICE_TEXT

__all__ = ["REALS", "as_number", "plain_words", "read_choice_text", "read_words"]

_INFINITY: Final = Constant("infinity")
REALS: Final = Interval(Neg(_INFINITY), _INFINITY, low_closed=False, high_closed=False)

_MEANINGS: Final[dict[str, Answer]] = {
    "true": Truth("true"),
    "false": Truth("false"),
    "undefined": Truth("undefined"),
    "empty": SetAnswer(()),
    "infinity": Scalar(_INFINITY),
    "reals": REALS,
    "integers": NamedSet("Z"),
    "positive integers": NamedSet("Z+"),
    "negative integers": NamedSet("Z-"),
    "nonnegative integers": NamedSet("N0"),
    "natural numbers": NamedSet("N"),
    "rational numbers": NamedSet("Q"),
    "complex numbers": NamedSet("C"),
    "positive reals": Interval(Number(0), _INFINITY, low_closed=False, high_closed=False),
    "nonnegative reals": Interval(Number(0), _INFINITY, low_closed=True, high_closed=False),
    "negative reals": Interval(Neg(_INFINITY), Number(0), low_closed=False, high_closed=False),
}

_SPLIT: Final = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+|\s*;\s*")


def read_words(text: str) -> tuple[Answer, ...]:
    """What ``text``, made of words only, may mean: a meaning of the word table, or itself and the list it may be."""
    whole = _phrase(text)
    if not isinstance(whole, TextAnswer):
        return (whole,)
    if len(whole.words) == 1 and whole.words.isalpha():
        return (Scalar(Symbol(text.strip(" .,;:!?"))),)
    parts = [part for part in _SPLIT.split(text) if part.strip()]
    if len(parts) < 2:
        return (whole,)
    return (whole, Listing(tuple(map(_phrase, parts))))


def _phrase(text: str) -> Answer:
    normal = words.normalize_words(text)
    known = words.meaning_of_normal(normal)
    if known is not None:
        return _MEANINGS[known]
    value = number_in_words(text)
    return TextAnswer(normal) if value is None else Scalar(as_number(value))


def as_number(value: Fraction) -> Expr:
    """The tree of a number in words."""
    size = Number(abs(value.numerator), value.denominator)
    return Neg(size) if value < 0 else size


_STYLE: Final = re.compile(STYLE)
_BLANK: Final = re.compile(r"[{}$*]|\\[,;:! ]|\\q?quad(?![a-zA-Z])|~|\\\(|\\\)|\\\[|\\\]")
_ALONE: Final = re.compile(
    rf"{CHOICE_NOUN}?\s*[:：]?\s*"
    r"(?:\(([A-Z])\)|([A-Z])[.):]?|\[([A-Z])\])[.,;:]?",
    re.IGNORECASE,
)
_WITH_CONTENT: Final = re.compile(r"(?:\(([A-J])\)|([A-J])[.)])[.:]?\s+([^\s=+*/^<>(].*)", re.DOTALL)
_JOINED: Final = re.compile(r"(?:and|or)(?![a-z])|[&,;/+]|-\s", re.IGNORECASE)
_CAPITAL: Final = re.compile(r"[A-Z](?![A-Za-z0-9])")
"""A choice's letter is followed by no letter or digit, whatever else is blanked."""


def read_choice_text(text: str) -> tuple[str, str] | None:
    """The letter of a lettered choice and the text behind it (``""`` for none); None if ``text`` is no choice."""
    if len(text) > MAX_CHOICE_TEXT or _CAPITAL.search(text) is None:
        return None
    plain = _BLANK.sub(" ", _STYLE.sub(" ", text)).strip()
    alone = _ALONE.fullmatch(plain)
    if alone:
        letter = next(group for group in alone.groups() if group)
        return (letter, "") if letter.isupper() else None
    content = _WITH_CONTENT.fullmatch(plain)
    if content and not _JOINED.match(content[3]):
        return (content[1] or content[2], content[3])
    return None


_COMMAND: Final = re.compile(r"\\[a-zA-Z]+|[{}$\\*]")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def plain_words(text: str) -> TextAnswer | None:
    """A text that is prose although it cannot be read, None if it does not look like prose (two words or more)."""
    plain = _COMMAND.sub(" ", text)
    first = _WORD.search(plain)
    if first is None or _WORD.search(plain, first.end()) is None:
        return None
    return TextAnswer(words.normalize_words(_COMMAND.sub(_said, text) if "\\" in text else plain))


def _said(match: re.Match[str]) -> str:
    """What a command says among words."""
    name = match[0][1:]
    row = COMMANDS.get(name)
    if not name or (row is not None and row.kind in LOOKS):
        return " "
    return f" {row.text if row is not None else match[0]} "
