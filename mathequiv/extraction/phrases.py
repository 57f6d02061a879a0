"""Which number of a sentence is what it states, and how far its unit or noun reaches."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.extraction.runs import NUMBER, Run
from mathequiv.extraction.values import ANY_CJK, CJK, MONEY, WORDS
from mathequiv.lexicon import sentences
from mathequiv.lexicon.changes import changes_value
from mathequiv.lexicon.conjunctions import ALTERNATIVE, JOINING
from mathequiv.lexicon.prose import is_unit_word
from mathequiv.lexicon.words import is_measure_word
from mathequiv.limits import MAX_NOUNS

__all__ = ["JOINED", "begins_phrase", "end_of_unit", "opens_adjunct", "place_of_statement"]

_SIGN_AFTER: Final = re.compile(r"\s?(?:\\?%|°[CF]?|€|£|₽)")
_HALF_AFTER: Final = re.compile(r"(?<=\d)\s?(?:[AaPp]\.\s?[Mm]|[AaPp][Mm])(?![A-Za-z])\.?")
"""The half of the day after a time, without which it is another."""
_WORD_AFTER: Final = re.compile(
    r"(?:[ \u00a0*]{0,3}(?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*)(?:\^\{?\d\}?|[²³])?|/[a-zA-Z]+)"
)
_PER: Final = frozenset({"", "per", "each", "pro"})
_PLAIN_NUMBER: Final = re.compile(
    rf"(?:[-+−]|[$€£¥₹]|USD|EUR)*\s?(?:{NUMBER})(?:\s\d+)?(?:/\d+)?(?:st|nd|rd|th)?|.*[=≈].*"
)
_CJK_TAIL: Final = re.compile(rf"[ ]?[{CJK}]+")
JOINED: Final = re.compile(
    rf"\s*(?:[,，、;；]\s*)?(?:(?:and|or|&|和|或者?|与|且|并且|及|{'|'.join(sorted(ALTERNATIVE | JOINING))})\s*)?",
    re.IGNORECASE,
)
"""What is between two items of a list."""
_CHAIN: Final = re.compile(r"\d\W{0,3}=")
"""An equation of numbers, which states its last member wherever it stands."""

_ORDINAL: Final = re.compile(r"\d(?:st|nd|rd|th)\Z")
_STATED_BEFORE: Final = {"to": sentences.MODALS, "at": sentences.COPULAS}
"""Words before a preposition with which what follows is stated ("has to pay 5", "is at (3, 4)")."""
_CLAUSE_MARK: Final = re.compile(r"[,;:=，；：]|[.](?=\s+[A-Z])")


def begins_phrase(word: str) -> bool:
    """Whether a word in lower case begins another part of the sentence, so that a noun ends before it."""
    return word in sentences.SUBORDINATORS or word in sentences.PREPOSITIONS or word in sentences.VERBS


def place_of_statement(text: str, runs: list[Run], start: int) -> int:
    """Place of the run that the sentence states: the last outside adjuncts, or simply the last."""
    adjunct = False
    outside: list[int] = []
    at = start
    for place, run in enumerate(runs):
        between = text[at : run.start]
        adjunct = opens_adjunct(between, adjunct and place > 0) or between.count("(") > between.count(")")
        if not adjunct or _CHAIN.search(text, run.start, run.end) is not None:
            outside.append(place)
        at = run.end
    return outside[-1] if outside else len(runs) - 1


def opens_adjunct(between: str, before: bool = False) -> bool:
    """Whether the words before a number put it into a prepositional or infinitive phrase.

    Args:
        between: those words, from the number before.
        before: that number is inside one; the items of a list are where its first one is.
    """
    if before and JOINED.fullmatch(between) is not None:
        return True
    clauses = _CLAUSE_MARK.split(between)
    words = [word.lower() for word in WORDS.findall(clauses[-1])]
    inside = before and len(clauses) == 1
    if sentences.STATED_WITH_OF.search(clauses[-1]) is not None:
        return False
    for before_it, word in zip(["", *words], words, strict=False):
        if before_it in _STATED_BEFORE.get(word, ()):
            inside = False
        elif word in sentences.PREPOSITIONS:
            inside = True
        elif word in sentences.CIRCUMSTANCES:
            return True
        elif word in sentences.VERBS or word in sentences.SUBORDINATORS:
            inside = False
    if ANY_CJK.search(between):
        return sentences.CJK_CIRCUMSTANCE.search(between) is not None
    return inside


def end_of_unit(text: str, run: Run, stop: int) -> int:
    """Where the unit or noun after a value ends: at the next phrase, verb or mark."""
    end = run.end
    if (half := _HALF_AFTER.match(text, end, stop)) is not None:
        return half.end()
    tail = _CJK_TAIL.match(text, end, stop)
    return end + _cjk_unit(tail[0]) if tail is not None else _end_of_nouns(text, run, stop)


def _end_of_nouns(text: str, run: Run, stop: int) -> int:
    end = run.end
    if (sign := _SIGN_AFTER.match(text, end, stop)) is not None:
        end = sign.end()
    value = text[run.start : end]
    counted = _PLAIN_NUMBER.fullmatch(value.strip("$ ")) is not None
    ordinal = _ORDINAL.search(value) is not None
    closed = MONEY.match(value) is not None or "=" in value
    for _ in range(MAX_NOUNS):
        word = _WORD_AFTER.match(text, end, stop)
        if word is None:
            break
        name = (word["word"] or "").lower()
        changing = changes_value(name)
        if ordinal and not changing:
            break
        if name in _PER:
            closed, counted = False, True
        elif is_unit_word(word["word"] or ""):
            closed = True
        elif _begins_more(name) or not counted or (closed and not changing):
            break
        end = word.end()
    return end - _last_per(text[run.start : end])


def _begins_more(word: str) -> bool:
    """Whether a word is no noun after a number, but the start of what follows."""
    return word in sentences.NO_NOUNS or begins_phrase(word)


def _last_per(text: str) -> int:
    """How many characters a ``per`` at the end takes, which no unit follows."""
    last = text.rsplit(" ", 1)
    return len(last[1]) + 1 if len(last) == 2 and last[1].lower() in _PER else 0


def _cjk_unit(tail: str) -> int:
    """How many characters after a number belong to it: its scale or bound, and its unit or measure word."""
    lead = len(tail) - len(tail.lstrip())
    at = lead
    if tail[lead : lead + 1] == "的":
        return 0
    if changes_value(tail[lead : lead + 2]):
        return len(tail)
    for size in (4, 3, 2, 1):
        word = tail[lead : lead + size]
        if len(word) == size and (is_unit_word(word) or (size == 1 and is_measure_word(word))):
            return at + size
    return 0
