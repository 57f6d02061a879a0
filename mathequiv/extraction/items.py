"""Whether a value is one item of several that a response states one below the other, none of them for all."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mathequiv.extraction.passages import Passage
from mathequiv.lexicon.sentences import CASE_LEAD, SEQUENCE, TOTALS

__all__ = ["is_one_item"]

_HEAD: Final = re.compile(
    r"[\s>*_]*(?:(?P<bullet>[-*•+]\s+)|(?P<number>\d{1,2}[.)、](?!\d)\s*|[①-⑳]\s*)"
    r"|(?P<part>[(（](?:\d{1,2}|[a-h]|i{1,3}|iv|v)[)）]\s*|[a-h][.)]\s+))?"
    r"[*_]*(?P<label>[^\W\d_](?:(?!\n|[:：=$]|\d\s).){0,40}[:：])?[\s*_]*"
)
_NAMED: Final = re.compile(r"\$?[A-Za-z]\w{0,3}\s*=[^=]+")
_PART_LABEL: Final = re.compile(
    r"[\s>*_#-]*(?:[A-Za-z]+\s+){0,3}?(?:part|question|case|problem)\s*[(（]?(?:\d{1,2}|[a-h]|i{1,3}|iv|v)[)）]?\s*[:：]"
    r"|\s*第.{1,2}[问题][:：]",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"[\s>]*(?:[-*•+]|\d{1,2}[.)]|[(（](?:\d|[a-h])[)）])\s+(?P<subject>(?:[^\W\d_]+\s+){1,4}?)(?P<verb>[^\W\d_]+)\s+[*_$]*\d"
)
"""An item that is a sentence: of what it says what, up to its number."""
_LEAD_SIZE: Final = 12
"""Characters of a sentence in which its condition begins."""
_NEAR: Final = 3
"""Sentences before a statement among which that of another part is."""


class _Item(NamedTuple):
    """A statement that is a mark or a label and a value.

    Attributes:
        kind: the mark, and whether there is a label.
        label: the words before a colon.
        chain: the value is a chain of equations, and no name with its value.
    """

    kind: str
    label: str
    chain: bool


def _item(passage: Passage, begin: int, stop: int) -> _Item | None:
    """The item from ``begin`` to ``stop``; None where there is no mark and no label, or more than a value after it."""
    head = _HEAD.match(passage.text, begin, stop)
    if head is None:
        return None
    mark = "bullet" if head["bullet"] else "number" if head["number"] else "part" if head["part"] else ""
    label = head["label"] or ""
    if not mark and not label:
        return None
    value = passage.readable(head.end(), stop)
    if value is None or not passage.is_whole(value):
        return None
    text = passage.text[slice(*value)]
    return _Item(f"{mark} {bool(label)}", label, "=" in text and _NAMED.fullmatch(text) is None)


def _are_cases(before: str, last: str) -> bool:
    return CASE_LEAD.search(before[:_LEAD_SIZE]) is not None and CASE_LEAD.match(last.strip()) is not None


def _is_part_below_another(text: str, before: list[tuple[int, int]], begin: int, stop: int) -> bool:
    """Whether a statement is labelled as the answer of a part, like one before it, or says the same of another."""
    last = _PART_LABEL.match(text, begin, stop)
    if last is not None:
        others = [_PART_LABEL.match(text, *sentence) for sentence in before[-_NEAR:]]
        return any(other is not None and other[0].strip() != last[0].strip() for other in others)
    said = _SAID.match(text, begin, stop)
    if said is None or not before:
        return False
    other = _SAID.match(text, *before[-1])
    return other is not None and other["verb"] == said["verb"] and TOTALS.search(said["subject"]) is None


def is_one_item(passage: Passage, before: list[tuple[int, int]], begin: int, stop: int) -> bool:
    """Whether the statement from ``begin`` to ``stop`` is the last of several items.

    A total is none of them, nor are steps, nor what is worked out of the items before it.

    Args:
        passage: what is read.
        before: the sentences before the statement.
        begin: where it begins.
        stop: where it ends.
    """
    text = passage.text
    if before and text[begin - 1 : begin] == "；" and _are_cases(text[slice(*before[-1])], text[begin:stop]):
        return True
    if _is_part_below_another(text, before, begin, stop):
        return True
    last = _item(passage, begin, stop)
    if last is None or TOTALS.search(last.label) is not None or SEQUENCE.search(last.label) is not None:
        return False
    for first, end in reversed(before):
        if not passage.text[first:end].strip(" \n*_"):
            continue
        other = _item(passage, first, end)
        if other is None or other.kind != last.kind or SEQUENCE.search(other.label) is not None:
            return False
        return not last.chain or (other.chain and bool(last.label))
    return False
