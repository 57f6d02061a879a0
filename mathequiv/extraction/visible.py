"""The part of a response that is shown to a reader: think blocks, drawings and foreign turns are blanked out.

Blanking keeps the length, so every position in the visible text is a position in the response.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["THINK_TAGS", "ThinkTag", "Visible", "blank_out", "is_blank", "visible_text"]


@dataclass(frozen=True, slots=True)
class ThinkTag:
    """A pair of marks around reasoning that is not part of the answer, and who writes it."""

    open: str
    close: str
    source: str


THINK_TAGS: tuple[ThinkTag, ...] = (
    ThinkTag("<think>", "</think>", "DeepSeek-R1, Qwen3 and most open models"),
    ThinkTag("<thinking>", "</thinking>", "prompts written for Claude"),
    ThinkTag("<thought>", "</thought>", "Gemma and Gemini prompts"),
    ThinkTag("<seed:think>", "</seed:think>", "Seed-OSS"),
    ThinkTag("[THINK]", "[/THINK]", "Magistral"),
    ThinkTag("<|begin_of_thought|>", "<|end_of_thought|>", "Sky-T1, OpenThoughts"),
    ThinkTag("◁think▷", "◁/think▷", "Kimi"),
    ThinkTag("<|channel|>analysis<|message|>", "<|channel|>final<|message|>", "gpt-oss (harmony)"),
)

_TAG = re.compile(
    f"(?P<open>{'|'.join(re.escape(t.open) for t in THINK_TAGS)})"
    f"|(?P<close>{'|'.join(re.escape(t.close) for t in THINK_TAGS)})",
    re.IGNORECASE,
)
_DRAWING = re.compile(r"\[(?P<close>/?)asy\]", re.IGNORECASE)
_TURN_END = re.compile(
    r"<\|im_end\|>|<\|im_start\|>|<\|endoftext\|>|<\|eot_id\|>|<\|start_header_id\|>|<\|end\|>|<end_of_turn>"
    r"|<｜end▁of▁sentence｜>|</s>"
)
_CHAT_START = re.compile(r"\s*(?:<\|im_start\|>|<\|begin_of_text\|>|<\|start_header_id\|>|<s>|<start_of_turn>)")
_BLANK = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]*")


@dataclass(frozen=True, slots=True)
class Visible:
    """The visible text, as long as the response, and whether a think block was left open."""

    text: str
    unclosed_think: bool


def is_blank(text: str) -> bool:
    """Whether there is nothing but white space and zero-width characters."""
    return _BLANK.fullmatch(text) is not None


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


def _think_ranges(text: str) -> tuple[list[tuple[int, int]], bool]:
    """The blocks to blank out; a closing tag without an opening one closes all text before it."""
    ranges: list[tuple[int, int]] = []
    opened: int | None = None
    for tag in _TAG.finditer(text):
        if tag["open"]:
            opened = tag.start() if opened is None else opened
            continue
        if opened is None:
            ranges.clear()
        ranges.append((opened or 0, tag.end()))
        opened = None
    if opened is not None:
        ranges.append((opened, len(text)))
    return ranges, opened is not None


def _drawing_ranges(text: str) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    opened: int | None = None
    for tag in _DRAWING.finditer(text):
        if not tag["close"]:
            opened = tag.start()
        elif opened is not None:
            ranges.append((opened, tag.end()))
            opened = None
    return ranges


def _foreign_turns(text: str) -> list[tuple[int, int]]:
    """What follows the end of the model's own turn; a text that begins with a chat mark holds the prompt too."""
    if _CHAT_START.match(text):
        return [mark.span() for mark in _TURN_END.finditer(text)]
    for mark in _TURN_END.finditer(text):
        if not is_blank(text[: mark.start()]):
            return [(mark.start(), len(text))]
        return [mark.span()]
    return []


def visible_text(response: str) -> Visible:
    """Blank out think blocks, Asymptote drawings, and what follows the end of the model's turn."""
    ranges, unclosed = _think_ranges(response)
    text = blank_out(response, ranges)
    text = blank_out(text, _drawing_ranges(text))
    return Visible(blank_out(text, _foreign_turns(text)), unclosed)
