r"""Whether a text reads as an answer: as mathematics or a choice rather than prose, and to its end."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.errors import OverLimit
from mathequiv.extraction.runs import NUMBER
from mathequiv.lexicon import sentences
from mathequiv.lexicon.changes import changes_value
from mathequiv.lexicon.commands import TEXT_COMMAND
from mathequiv.lexicon.dates import day_of_year
from mathequiv.lexicon.number_words import number_in_words
from mathequiv.lexicon.prose import ANSWER_WORDS, FORMULA_WORDS, is_known_word
from mathequiv.lexicon.units import CURRENCIES
from mathequiv.lexicon.words import meaning
from mathequiv.prepared import prepare

__all__ = [
    "ANY_CJK",
    "CJK",
    "MONEY",
    "WORDS",
    "has_value",
    "is_readable",
    "is_substantial",
    "is_whole",
    "whole_environments",
    "without_bold",
]

CJK: Final = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Chinese, Japanese and Korean letters, as the inside of a class of characters."""

ANY_CJK: Final = re.compile(f"[{CJK}]")
MONEY: Final = re.compile(r"\W*(?:[$€£¥₹]|\\\$)")
WORDS: Final = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_SUBSTANCE: Final = re.compile(r"[\w\\∞∅π√]|\$[^$]*[<>=]")
_NO_VALUE: Final = re.compile(r"^\W*(?:not|nicht|não|не)\b|[?？]\s*$", re.IGNORECASE)
_CHOICE: Final = re.compile(
    r"[\W_]*(?:(?:option|choice) )?[\W_]*(?:[A-H][\W_]*(?:$|[).:：、]\s*[^\s,;，].{0,80})|\([a-h]\)\s*(?:$|\S.{0,80}))",
    re.DOTALL,
)
_MATH: Final = re.compile(r"\$\$?[^$]*\$\$?|\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
_TEXT_COMMAND: Final = re.compile(rf"{TEXT_COMMAND}\s*\{{[^{{}}]*\}}|\\(?:begin|end)\{{[a-z]*\*?\}}|\\[A-Za-z]+")
_PLAIN_WORD: Final = re.compile(r"(?<![\\\w])[^\W\d_²³¹⁰-⁹][^\W_²³¹⁰-⁹]+(?:['’-][^\W\d_]+)*")
_CURRENCY_WORD: Final = re.compile(rf"(?:{'|'.join(sorted(CURRENCIES))}|CHF|Rs\.?)(?=\s?\d)")
_LETTERS: Final = r"[^\W\d_]+(?![^\W\d_])"
_COUNTED: Final = re.compile(
    rf"\W*(?:{NUMBER}|0)\s*{_LETTERS}(?:-{_LETTERS})?"
    rf"(?:\s+{_LETTERS}(?:-{_LETTERS})?|(?<=[^\W\d_][^\W\d_])-{_LETTERS}){{0,2}}\W*"
)
_MONTH: Final = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_VALUE_MARK: Final = re.compile(r"\d|\\|\b(?!a\b)[^\W\d_]\b|[∞∅π√]")
_PREPOSITION: Final = re.compile(r"\W*(?:at(?! (?:most|least))|in|by|on|for|to|of|with|into|out)\s", re.IGNORECASE)
_CLOSED: Final = re.compile(r"[$\\(\[].*[\w)\]}$!%'°](?<!\\times)(?<!\\cdot)(?<!\\left)(?<!\\div)", re.DOTALL)
_WORD_OF_PROSE: Final = re.compile(r"[^\W\d_]{3,}")
_ENVIRONMENT: Final = re.compile(r"\\(begin|end)\{")


def is_readable(value: str) -> bool:
    r"""Whether a value reads as mathematics or a choice rather than as sentences.

    Words inside ``\text{…}`` are the writer's own and pass; outside, only words that occur in answers do, or up to
    three nouns after a number (``5 red balls``).
    """
    if not has_value(value) or _PREPOSITION.match(value):
        return False
    if _CHOICE.fullmatch(value) or is_date(value):
        return True
    if value[0].isalpha() and number_in_words(value) is not None:
        return True
    plain = _TEXT_COMMAND.sub(" 0 ", _MATH.sub(" 0 ", value))
    words = _PLAIN_WORD.findall(_CURRENCY_WORD.sub(" ", plain))
    if all(is_known_word(word) or word.rstrip("0123456789").lower() in FORMULA_WORDS for word in words):
        if any(word.lower() in ANSWER_WORDS or ANY_CJK.search(word) is not None for word in words):
            return True
        return _VALUE_MARK.search(plain) is not None
    return not MONEY.match(value) and _is_counted(plain)


def _is_counted(plain: str) -> bool:
    """Whether a text is a number and the nouns that it counts."""
    if _COUNTED.fullmatch(plain) is None:
        return False
    return not any(
        word in sentences.NO_NOUNS or word in sentences.VERBS or word in sentences.PREPOSITIONS
        for word in WORDS.findall(plain.lower())
    )


def is_whole(value: str) -> bool:
    """Whether a value can be read to its end by the parser: no bracket is open and no operator lacks its operand.

    A formula that the parser does not know may still be whole, and so is a number with words that change it, which the
    parser does not read as a noun (``15 fewer liters``).
    """
    if _CHOICE.fullmatch(value) or is_date(value) or (_COUNTED.fullmatch(value) is not None and changes_value(value)):
        return True
    try:
        if prepare(value).trees:
            return True
    except OverLimit:
        return False
    closed = _CLOSED.fullmatch(value) is not None and _WORD_OF_PROSE.search(_TEXT_COMMAND.sub(" ", value)) is None
    return closed and value.count("{") == value.count("}") and value.count("(") == value.count(")")


def is_date(value: str) -> bool:
    """Whether a value is a day of the year in words (``March 5, 2024``)."""
    return _MONTH.search(value) is not None and day_of_year(value.strip().lower()) is not None


def is_substantial(value: str) -> bool:
    """Whether a value is more than words that may belong to one: it has mathematics, is a choice or means something."""
    return _VALUE_MARK.search(value) is not None or _CHOICE.fullmatch(value) is not None or meaning(value) is not None


def has_value(text: str) -> bool:
    """Whether words may be an answer at all: they say something, deny nothing and ask nothing."""
    if ANY_CJK.search(text) is not None and sentences.UNREAD_CJK.search(text) is not None:
        return False
    return bool(text) and _NO_VALUE.search(text) is None and _SUBSTANCE.search(text) is not None


_STARS: Final = re.compile(r"(?<![A-Za-z0-9)\]])\*\*|\*\*(?![A-Za-z0-9(\[])")


def without_bold(text: str) -> str:
    """A text without the stars around what is bold; those between two operands are a power of code (``2**10``)."""
    return _STARS.sub("", text)


def whole_environments(text: str) -> bool:
    """Whether every environment of ``text`` that begins ends in it."""
    depth = 0
    for mark in _ENVIRONMENT.finditer(text):
        depth += 1 if mark[1] == "begin" else -1
    return depth == 0
