"""The part of a response that is shown to a reader: think blocks, drawings and foreign turns are left out.

What stands before the last block keeps its place by being blanked out, so every position in the visible text is a
position in the response; nothing before ``start`` and after ``end`` is looked at.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mathequiv.lexicon.code import FENCED_PROGRAM
from mathequiv.lexicon.markers import THINK_TAGS
from mathequiv.limits import MAX_BLOCKS

__all__ = ["Visible", "blank_out", "is_blank", "visible_text", "without_programs"]

_TURN_ENDS: Final = (
    r"<\|im_end\|>|<\|im_start\|>|<\|endoftext\|>|<\|eot_id\|>|<\|start_header_id\|>|<\|end\|>|<end_of_turn>"
    r"|<｜end▁of▁sentence｜>|</s>"
)
_TURN_LEADS: Final = ("<|", "</s>", "<end_of_turn>", "<｜")
"""What one of them begins with; `str.find` is faster than the pattern."""

_CHAT_START: Final = re.compile(r"\s*(?:<\|im_start\|>|<\|begin_of_text\|>|<\|start_header_id\|>|<s>|<start_of_turn>)")
_DRAWING: Final = "[asy]"
_DRAWING_END: Final = "[/asy]"
_NAME: Final = re.compile(r"[^\W_]+")
_BLANK: Final = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]*")


@dataclass(frozen=True, slots=True)
class Visible:
    """The visible text, as long as the response.

    Attributes:
        text: the response with blanks for what is not shown between ``start`` and ``end``.
        start: first character that may be shown.
        end: one past the last one.
        unclosed_think: a think block was left open.
    """

    text: str
    start: int
    end: int
    unclosed_think: bool


def is_blank(text: str) -> bool:
    """Whether there is nothing but white space and zero-width characters."""
    return _BLANK.fullmatch(text) is not None


def without_programs(text: str, start: int, end: int) -> str:
    """The text with blanks for the programs between ``start`` and ``end``, which state nothing until they run."""
    return blank_out(text, [found.span() for found in FENCED_PROGRAM.finditer(text, start, end)])


def blank_out(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """Replace the half-open ``ranges`` (in rising order) by as many spaces; overlaps are harmless."""
    parts: list[str] = []
    at = 0
    for start, end in ranges:
        first = max(start, at)
        if end > first:
            parts += (text[at:first], " " * (end - first))
            at = end
    parts.append(text[at:])
    return "".join(parts)


@lru_cache(maxsize=64)
def _tag_patterns(own: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]:
    """For each first character of a mark: the pattern of all such marks, and words of which one is in each of them.

    A literal first character is found fast, and a word still faster.
    """
    pairs = [(tag.open, tag.close) for tag in THINK_TAGS] + list(own)
    found: list[tuple[str, re.Pattern[str], tuple[str, ...]]] = []
    for first in dict.fromkeys(mark[0] for pair in pairs for mark in pair):
        opens = "|".join(re.escape(mark[1:]) for mark, _ in pairs if mark[0] == first)
        closes = "|".join(re.escape(mark[1:]) for _, mark in pairs if mark[0] == first)
        parts = [f"(?P<{name}>{marks})" for name, marks in (("open", opens), ("close", closes)) if marks]
        pattern = re.compile(f"{re.escape(first)}(?:{'|'.join(parts)})", re.IGNORECASE)
        found.append((first, pattern, _words_of([mark for pair in pairs for mark in pair if mark[0] == first])))
    return tuple(found)


def _words_of(marks: list[str]) -> tuple[str, ...]:
    """Words, in either case, of which each mark holds one; none of them is in another."""
    names = [max(_NAME.findall(mark), key=len, default=mark) for mark in marks]
    cased = dict.fromkeys([word for name in names for word in (name.lower()[1:], name.upper()[1:])])
    return tuple([word for word in cased if not any(other in word for other in cased if other != word)])


def _tags(text: str, own: tuple[tuple[str, str], ...]) -> list[tuple[int, int, bool]]:
    """Start, end and kind (True for an opening one) of the last think tags, in order."""
    found: deque[tuple[int, int, bool]] = deque(maxlen=2 * MAX_BLOCKS)
    several = 0
    for first, pattern, words in _tag_patterns(own):
        if first not in text or not any(text.rfind(word) >= 0 for word in words):
            continue
        before = len(found)
        for mark in pattern.finditer(text):
            found.append((mark.start(), mark.end(), mark.lastgroup == "open"))
        several += len(found) > before
    return sorted(found) if several > 1 else list(found)


def _think_ranges(tags: list[tuple[int, int, bool]], size: int) -> tuple[list[tuple[int, int]], bool]:
    """The blocks to leave out; a closing tag without an opening one closes all text before it."""
    ranges: list[tuple[int, int]] = []
    opened = -1
    for start, end, opening in tags:
        if opening:
            opened = start if opened < 0 else opened
            continue
        if opened < 0:
            ranges.clear()
        ranges.append((max(opened, 0), end))
        opened = -1
    if opened >= 0:
        ranges.append((opened, size))
    return ranges, opened >= 0


def _drawing_ranges(text: str, start: int) -> list[tuple[int, int]]:
    """The drawings from ``start`` on, from the end backwards and then in order."""
    ranges: list[tuple[int, int]] = []
    at = len(text)
    while len(ranges) < MAX_BLOCKS:
        close = text.rfind(_DRAWING_END, start, at)
        at = text.rfind(_DRAWING, start, close) if close >= 0 else -1
        if at < 0:
            break
        ranges.append((at, close + len(_DRAWING_END)))
    return ranges[::-1]


_TURN_END: Final = re.compile(_TURN_ENDS)


def _foreign_turns(text: str, start: int) -> list[tuple[int, int]]:
    """What follows the end of the model's own turn; a text that begins with a chat mark holds the prompt too."""
    if _CHAT_START.match(text):
        return [mark.span() for mark in _TURN_END.finditer(text, start)]
    for mark in _TURN_END.finditer(text, start):
        if not is_blank(text[start : mark.start()]):
            return [(mark.start(), len(text))]
        return [mark.span()]
    return []


def visible_text(response: str, own: tuple[tuple[str, str], ...] = ()) -> Visible:
    """Leave out think blocks, Asymptote drawings, and what follows the end of the model's turn.

    Args:
        response: the response.
        own: pairs of marks around reasoning besides those of `THINK_TAGS`.
    """
    tags = _tags(response, own)
    ranges, unclosed = _think_ranges(tags, len(response)) if tags else ([], False)
    start = 0
    text = response
    if ranges:
        start = ranges[0][1] if is_blank(response[: ranges[0][0]]) else 0
        text = blank_out(response, ranges[1:] if start else ranges)
    if _DRAWING in text:
        text = blank_out(text, _drawing_ranges(text, start))
    if "<" in text and any(lead in text for lead in _TURN_LEADS):
        text = blank_out(text, _foreign_turns(text, start))
    return Visible(text, start, len(text.rstrip()), unclosed)
