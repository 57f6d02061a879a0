r"""Boxed answers: ``\boxed{…}``, ``\fbox{…}``, ``\boxed 5``, and neighbouring boxes that make one list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mathequiv.extraction.policy import Policy
from mathequiv.lexicon.commands import TEXT_COMMAND

__all__ = ["Box", "Boxes", "find_boxes", "last_run"]

_MAX_UNBRACED = 200
"""Characters looked at after a box without braces; such an answer is a single token or a short formula."""

_MAX_BOXES = 4_000
"""Box commands looked at, from the end; the boxes of one list are no more than the items it may have."""

_MAX_GAP = 160
"""Characters between two boxes of one list: a conjunction and a label are far shorter."""

_COMMAND = re.compile(r"\\(?:boxed|fbox)(?![A-Za-z])")
_REPAIRED = re.compile(r"\\(?:boxed|fbox)(?![A-Za-z])|\x08oxed(?![A-Za-z])|\x0cbox(?![A-Za-z])")
_STRICT = re.compile(r"\\boxed(?![A-Za-z])")
_BRACE = re.compile(r"\\\\|\\[{}]|[{}]")
_UNBRACED = re.compile(r"[ \t]*(?=\S)(?P<line>[^$\n]*?)(?P<stop>\$|\\[)\]]|\n|\Z)")
_FIRST_WORD = re.compile(r"\S*?(?=[.,;:]*(?:\s|\Z))")
_ECHO = re.compile(r"\b(?:in|within|inside|using|with|format|form|of|like|as|the)[\s:`'\"“$(\\]*\Z", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    rf"(?:[\s$]|{TEXT_COMMAND}|[{{}}])*"
    r"(?:\.{2,3}|…|\\[lc]?dots|<?\[?(?:the|your)? ?(?:final )?(?:answer|result)(?: here)?\]?>?)?[\s$}]*",
    re.IGNORECASE,
)
_NAME = r"\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?'*(?:\(\w\))?"
_LABEL_BEFORE = re.compile(rf"(?P<label>{_NAME})\s*=\s*\Z")
_UNWRAP = re.compile(rf"{TEXT_COMMAND}\s*\{{([^{{}}]*)\}}")
_SPACING = re.compile(r"\s+|~|\$|\\[()\[\],;:! ]|\\q?quad(?![A-Za-z])|\\(?=\s)|&(?!\w)|\*\*")
_PART = r"\(?[A-Za-z0-9]{1,4}\)?"
_JOIN = re.compile(
    rf"(?:for (?:(?:part|case|question) )?{_PART})? ?(?P<mark>[,;，；、]?) ?"
    r"(?P<word>and also|as well as|and|or|&|和|或|与|及|以及|或者)? ?"
    rf"(?:(?:part )?\([A-Za-z0-9]{{1,4}}\):?|part {_PART}:?)? ?(?:{_NAME} ?=)? ?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Box:
    r"""A box from ``start`` to ``end``, its command included; ``label`` is the name before ``= \boxed``."""

    start: int
    end: int
    inner: tuple[int, int]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Boxes:
    """The complete boxes in order, and whether the last box command of the text was left open."""

    closed: list[Box]
    last_unclosed: bool


def _closing_braces(text: str) -> dict[int, int]:
    """Position of each opening brace → position of its closing brace, escaped braces apart; one pass."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for mark in _BRACE.finditer(text):
        if mark[0] == "{":
            stack.append(mark.start())
        elif mark[0] == "}" and stack:
            pairs[stack.pop()] = mark.start()
    return pairs


def _unbraced(text: str, start: int, at: int) -> Box | None:
    r"""``\boxed 5$`` reaches to the end of the formula, ``\boxed 5`` in prose over one word."""
    mark = _UNBRACED.match(text, at, at + _MAX_UNBRACED)
    if mark is None or not mark["line"]:
        return None
    first, end = mark.span("line")
    if mark["stop"].strip() == "":
        word = _FIRST_WORD.match(text, first, end)
        end = word.end() if word else end
    return Box(start, end, (first, end))


def _is_echo(text: str, box: Box) -> bool:
    r"""Whether the box only repeats the instruction, as in "your final answer within ``\boxed{}``"."""
    content = text[box.inner[0] : min(box.inner[1], box.inner[0] + 60)]
    if _PLACEHOLDER.fullmatch(content) is None:
        return False
    return _ECHO.search(text, max(0, box.start - 40), box.start) is not None


def find_boxes(text: str, policy: Policy) -> Boxes:
    """All complete boxes of ``text``, those that only echo an instruction left out."""
    command = _STRICT if policy.boxed_only else _REPAIRED if policy.repair else _COMMAND
    commands = list(command.finditer(text))[-_MAX_BOXES:]
    if not commands:
        return Boxes([], last_unclosed=False)
    pairs = _closing_braces(text)
    closed: list[Box] = []
    unclosed = False
    for found in commands:
        at = found.end()
        while text[at : at + 1] in (" ", "\t", "\n"):
            at += 1
        unclosed = text[at : at + 1] == "{" and at not in pairs
        if at in pairs:
            box: Box | None = Box(found.start(), pairs[at] + 1, (at + 1, pairs[at]))
        else:
            box = None if unclosed or policy.boxed_only else _unbraced(text, found.start(), found.end())
        inside = bool(closed) and found.start() < closed[-1].end  # a box within a box is part of the outer answer
        if box is not None and not inside and not _is_echo(text, box):
            closed.append(box)
    return Boxes(closed, unclosed)


def _join(text: str, left: Box, right: Box) -> re.Match[str] | None:
    """The conjunction between two boxes of one list, None where anything else stands there."""
    if right.start > left.end + _MAX_GAP:
        return None
    gap = text[left.end : right.start]
    words = " ".join(_SPACING.sub(" ", _UNWRAP.sub(r" \1 ", gap)).split())
    mark = _JOIN.fullmatch(words)
    if mark is None or re.search(r"\n\s*\n", gap):
        return None
    if "\n" in gap and not (mark["mark"] or mark["word"]):
        return None  # a box on a line of its own repeats or corrects the one above
    return mark


def _label_before(text: str, start: int) -> str:
    mark = _LABEL_BEFORE.search(text, max(0, start - 40), start)
    return mark["label"] if mark else ""


def last_run(text: str, boxes: list[Box]) -> list[Box]:
    """The last box and those before it that make one list with it, each with the name before its ``=``."""
    run = [boxes[-1]]
    for left in reversed(boxes[:-1]):
        if _join(text, left, run[-1]) is None:
            break
        run.append(left)
    run.reverse()
    if len(run) == 1:
        return run
    labels = [_label_before(text, box.start) for box in run]
    if not all(labels):
        return run
    return [Box(box.start, box.end, box.inner, label) for box, label in zip(run, labels, strict=True)]
