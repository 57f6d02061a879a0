"""Statements that name the letter of a choice without announcing an answer ("So C is correct.", 选项A、C正确)."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["judged_right", "mentions_choice", "stated_choice"]

_LETTER: Final = r"(?:[*$]*[(（][A-Ja-h][)）][*$]*|[*$]*[A-J][*$]*(?![A-Za-z0-9_']))"
_LETTERS: Final = rf"(?P<letters>{_LETTER}(?:(?:\s*[,，、]\s*(?:and\s+)?|\s*(?:\band\b|和|与|及)\s*){_LETTER}){{0,8}})"
_RIGHT: Final = r"(?:the\s+)?(?:only\s+)?(?:correct|right|best|true)"
_NOUN: Final = r"(?:answer|option|choice|statement|one)s?"
_NAMED: Final = rf"(?:(?:answer\s+)?(?:option|choice)|answer)s?\s+{_LETTERS}"
_STATED: Final = (
    Pattern(rf"(?<![A-Za-z0-9_(]){_LETTERS}\s+(?:is|are)\s+(?:both\s+)?{_RIGHT}(?:\s+{_NOUN})?\W*\Z"),
    Pattern(rf"\b(?:choose|chose|pick|select|go with)\s+(?:(?:option|choice|answer)\s+)?{_LETTERS}\W*\Z"),
    Pattern(
        r"\b(?:only|correct|right|best|remaining)\s+(?:choice|option|answer|one)\b[^.\n]{0,40}\bis\s+"
        rf"(?:therefore\s+|thus\s+|hence\s+|then\s+)?{_LETTERS}\W*\Z"
    ),
    Pattern(
        rf"\b(?:match|matches|matching|corresponds?\s+to|corresponding\s+to|which\s+is|this\s+is|equals)\s+{_NAMED}"
        r"(?:[:：.)][^\n]*)?\W*\Z"
    ),
    Pattern(
        rf"(?:^|[,，])\W*(?:故|所以|因此|综上(?:所述)?|只有|显然|则)?[,，]?\s*选项\s*{_LETTERS}\s*[都均]?是?(?:正确|符合)(?:题意|要求)?的?\W*\Z"
    ),
    Pattern(rf"(?:^\W*|故|所以|因此|综上(?:所述)?[,，]?|只有)\s*{_LETTERS}\s*(?:选?项)?[都均]?是?正确的?\W*\Z"),
    Pattern(rf"正确的?(?:选项|结论|说法|命题|答案)?(?:是|有|为)[:：]?\s*{_LETTERS}\W*\Z"),
)
_WORD: Final = Pattern("correct|right|best|true|ho[ou]?se|pick|select|go with|option|choice|answer|正确|符合")
"""A word of each of those patterns."""
_JUDGED: Final = Pattern(
    rf"(?<![A-Za-z0-9_(]){_LETTERS}(?:\s+(?:is|are)\s+(?:both\s+)?{_RIGHT}\b|\s*(?:选?项)?[都均]?是?正确)"
)


def stated_choice(sentence: str) -> tuple[int, int] | None:
    """Where the letters stand of the choices that a sentence says to be right."""
    if _WORD.search(sentence) is None:
        return None
    for pattern in _STATED:
        found = pattern.search(sentence)
        if found is not None:
            return found.span("letters")
    return None


def judged_right(text: str) -> set[str]:
    """The letters that a text says to be right."""
    return {letter for found in _JUDGED.finditer(text) for letter in _CAPITAL.findall(found["letters"].upper())}


def mentions_choice(text: str) -> bool:
    """Whether a letter of a choice stands alone somewhere in a text."""
    return _MENTIONED.search(text) is not None


_MENTIONED: Final = re.compile(rf"(?<![A-Za-z0-9_(]){_LETTER}(?!\s+[a-z]+(?<!is)(?<!are)\b)")
_CAPITAL: Final = re.compile("[A-J]")
