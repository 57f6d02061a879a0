r"""Boxed answers, found from the end: ``\boxed{…}``, ``\fbox{…}``, ``\boxed 5``, and neighbours that make one list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mathequiv.extraction.policy import Policy
from mathequiv.extraction.visible import blank_out
from mathequiv.lexicon.commands import BOX_COMMAND, TEXT_COMMAND
from mathequiv.lexicon.sentences import ends_in_denial
from mathequiv.limits import MAX_BOX_GAP, MAX_BOXES, MAX_OUTER_BOX, MAX_UNBRACED

__all__ = ["EMPTY_ANSWER", "Box", "Boxes", "last_boxes", "without_boxes"]

_BEFORE_BRACE: Final = 12
"""Characters before a brace that hold the command it belongs to."""

_COMMAND: Final = re.compile(BOX_COMMAND)
_REPAIRED: Final = re.compile(rf"{BOX_COMMAND}|\\box(?=\s*\{{)|\x08oxed(?![A-Za-z])|\x0cbox(?![A-Za-z])")
_STRICT: Final = re.compile(r"\\boxed(?![A-Za-z])")
_LONGEST_LEAD: Final = len(r"\frameb")
_BRACE: Final = re.compile(r"\\\\|\\[{}]|[{}]")
_BLANKS: Final = re.compile(r"\s*")
_UNBRACED: Final = re.compile(r"[ \t]*(?=\S)(?P<line>[^$\n]*?)(?P<stop>\$|\\[)\]]|\n|\Z)")
_FIRST_WORD: Final = re.compile(r"\S*?(?=[.,;:]*(?:\s|\Z))")
_VALUE: Final = re.compile(r"(?=.*\d)[\x21-\x7e]+|\\[A-Za-z]+.*|-?[A-Za-z](?![A-Za-z]).*", re.DOTALL)
EMPTY_ANSWER: Final = re.compile(
    rf"(?:\s|~|\$|\\[,;:! ]|\\q?quad(?![A-Za-z])|\\[()\[\]]|{TEXT_COMMAND}\s*\{{\s*\}}"
    r"|\\[hv]?phantom\s*\{[^{}]*\}|\{\s*\}|[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff])*"
)
"""What shows nothing."""
_ECHO: Final = re.compile(
    r"(?:\b(?:in|within|inside|using|with|format|form|of|like|as|the|dans|en|in|mit|im)|[在用写入放])[\s:`'\"“$(\\]*\Z",
    re.IGNORECASE,
)
_EXAMPLE: Final = re.compile(
    r"\b(?:format|formatted|returns?)\b[^.\n]{0,40}\b(?:for example|for instance|e\.g\.)[\s,:`'\"“$(\\]*\Z"
    r"|\b(?:box|boxes|format|form)\s+(?:such as|like)[\s:`'\"“$(\\]*\Z"
    r"|\b(?:should|must|please|needs? to|has to)\b[^.\n]{0,60}\bin the (?:\w{1,20} )?form(?:at)?[\s:`'\"“$(\\]*\Z"
    r"|\b(?:example|for instance|e\.g\.)[^.\n]{0,40}\b(?:write|enter|type|return|answer)[\s:`'\"“$(\\]*\Z",
    re.IGNORECASE,
)
"""Before a box that shows what an answer looks like."""
_OF_EXAMPLES: Final = ("xample", "instance", "e.g.", "such as", " like ", " in the ")
_BEFORE_EXAMPLE: Final = 80
_PLACEHOLDER: Final = re.compile(
    rf"(?:[\s$]|{TEXT_COMMAND}|[{{}}])*"
    r"(?:\.{2,3}|…|\\[lc]?dots|<?\[?(?:the|your)? ?(?:final )?(?:answer|result)(?: here)?\]?>?)?[\s$}]*",
    re.IGNORECASE,
)
_NAME: Final = r"\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?'*(?:\(\w\))?"
_LABEL_BEFORE: Final = re.compile(rf"(?P<label>{_NAME})\s*=\s*\Z")
_UNWRAP: Final = re.compile(rf"{TEXT_COMMAND}\s*\{{([^{{}}]*)\}}")
_SPACING: Final = re.compile(r"\s+|~|\$|\\[()\[\],;:! ]|\\q?quad(?![A-Za-z])|\\(?=\s)|&(?!\w)|\*\*")
_PART: Final = r"\(?[A-Za-z0-9]{1,4}\)?"
_JOIN: Final = re.compile(
    rf"(?:for (?:(?:part|case|question) )?{_PART})? ?(?P<mark>[,;，；、]?) ?"
    r"(?P<word>and also|as well as|and|or|&|和|或|与|及|以及|或者|y|o|et|ou|und|oder|e|и|или)? ?"
    rf"(?:(?:part )?\([A-Za-z0-9]{{1,4}}\):?|part {_PART}:?)? ?(?:{_NAME} ?=)? ?",
    re.IGNORECASE,
)
_PARAGRAPH: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Box:
    r"""A box from ``start`` to ``end``, its command included; ``label`` is the name before ``= \boxed``."""

    start: int
    end: int
    inner: tuple[int, int]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of the answer in order (none, one, or a list), and whether a box after them was left open."""

    run: list[Box]
    unclosed: bool


def closing_brace(text: str, at: int, end: int) -> int:
    """Position of the brace that closes the one at ``at``, escaped braces apart; -1 if none does before ``end``."""
    depth = 0
    for mark in _BRACE.finditer(text, at, end):
        sign = mark[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                return mark.start()
    return -1


class _Finder:
    """Walks over the box commands of a text from its end."""

    def __init__(self, text: str, start: int, end: int, policy: Policy) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.policy = policy
        self.command = _STRICT if policy.boxed_only else _REPAIRED if policy.repair else _COMMAND
        self.key = "ox" if policy.repair else "box"
        self.at = end
        self.closed_before = end
        self.left = MAX_BOXES
        self.unclosed = False

    def next_command(self) -> re.Match[str] | None:
        """The next command to the left."""
        while self.left > 0:
            place = self.text.rfind(self.key, self.start, self.at)
            if place < 0:
                return None
            self.left -= 1
            lead = self.text.rfind("\\", max(self.start, place - _LONGEST_LEAD), place)
            for first in (lead, place - 1, place - 2):
                found = self.command.match(self.text, first, self.end) if first >= self.start else None
                if found is not None and found.end() > place:
                    self.at = first
                    return found
            self.at = place
        return None

    def box_of(self, found: re.Match[str]) -> Box | None:
        """The box of a command; None if it has no value, or was left open."""
        blanks = _BLANKS.match(self.text, found.end(), self.end)
        at = found.end() if blanks is None else blanks.end()
        if self.text[at : at + 1] != "{":
            return None if self.policy.boxed_only else self.unbraced(found.start(), found.end())
        close = closing_brace(self.text, at, self.closed_before)
        if close < 0:
            # What stands before an open brace must close before it, or it is open as well.
            self.closed_before = found.start()
            self.unclosed = True
            return None
        return Box(found.start(), close + 1, (at + 1, close))

    def unbraced(self, start: int, at: int) -> Box | None:
        r"""``\boxed 5$`` reaches to the end of the formula, ``\boxed 5`` in prose over one word."""
        mark = _UNBRACED.match(self.text, at, min(self.end, at + MAX_UNBRACED))
        if mark is None or not mark["line"]:
            return None
        first, end = mark.span("line")
        if mark["stop"].strip() == "":
            word = _FIRST_WORD.match(self.text, first, end)
            end = word.end() if word else end
        content = self.text[first:end]
        if self.command.search(content) is not None:
            return None
        return Box(start, end, (first, end)) if _VALUE.fullmatch(content) else None

    def is_passed_over(self, box: Box) -> bool:
        r"""Whether the box is blank, denied, or only repeats the instruction ("within ``\boxed{...}``")."""
        content = self.text[box.inner[0] : min(box.inner[1], box.inner[0] + 400)]
        if EMPTY_ANSWER.fullmatch(content):
            return True
        if self.shows_format(max(self.start, box.start - _BEFORE_EXAMPLE), box.start):
            return True
        before = self.text[max(self.start, box.start - 40) : box.start]
        if _PLACEHOLDER.fullmatch(content) is not None and ("your" in content.lower() or _ECHO.search(before)):
            return True
        return ends_in_denial(before)

    def shows_format(self, first: int, end: int) -> bool:
        """Whether the text between two places says that an example of the format of answers follows."""
        text = self.text
        if all(text.find(word, first, end) < 0 for word in _OF_EXAMPLES):
            return False
        return _EXAMPLE.search(text[first:end]) is not None

    def outer(self, box: Box) -> Box:
        """The box around ``box``, if there is one; the box itself otherwise."""
        first = max(self.start, box.start - MAX_OUTER_BOX)
        if self.text.rfind(self.key, first, box.start) < 0:
            return box
        opened: list[int] = []
        for mark in _BRACE.finditer(self.text, first, box.start):
            if mark[0] == "{":
                opened.append(mark.start())
            elif mark[0] == "}" and opened:
                opened.pop()
        for brace in opened:
            for found in self.command.finditer(self.text, max(first, brace - _BEFORE_BRACE), brace + 1):
                close = closing_brace(self.text, brace, self.end)
                if not self.text[found.end() : brace].strip() and close >= box.end:
                    return Box(found.start(), close + 1, (brace + 1, close))
        return box

    def next_box(self, *, first: bool = False) -> Box | None:
        """The next box to the left that holds something; the ``first`` one may be inside another."""
        while (found := self.next_command()) is not None:
            box = self.box_of(found)
            if box is None:
                continue
            if first:
                box = self.outer(box)
                self.at = box.start
            if not self.is_passed_over(box):
                return box
        return None


def _join(text: str, left: Box, right: Box) -> re.Match[str] | None:
    """The conjunction between two boxes of one list, None where anything else is there."""
    if right.start > left.end + MAX_BOX_GAP:
        return None
    gap = text[left.end : right.start]
    words = " ".join(_SPACING.sub(" ", _UNWRAP.sub(r" \1 ", gap)).split())
    mark = _JOIN.fullmatch(words)
    if mark is None or _PARAGRAPH.search(gap):
        return None
    if "\n" in gap and not (mark["mark"] or mark["word"]):
        return None  # a box on a line of its own repeats or corrects the one above
    return mark


def _with_labels(text: str, run: list[Box]) -> list[Box]:
    """The boxes with the names before their ``=``, if each has one."""
    labelled: list[Box] = []
    for box in run:
        mark = _LABEL_BEFORE.search(text, max(0, box.start - 40), box.start)
        if mark is None:
            return run
        labelled.append(Box(box.start, box.end, box.inner, mark["label"]))
    return labelled


def last_boxes(text: str, start: int, end: int, policy: Policy) -> Boxes:
    """The last box that holds something, with those before it that make one list with it.

    Args:
        text: the response.
        start: first character to look at.
        end: one past the last.
        policy: which commands are boxes, and whether all of them are the answer.
    """
    finder = _Finder(text, start, end, policy)
    last = finder.next_box(first=True)
    if last is None:
        return Boxes([], finder.unclosed)
    unclosed = finder.unclosed
    run = [last]
    while (left := finder.next_box()) is not None:
        if left.end > run[-1].start:
            break  # a box whose command stands further before its brace than is looked
        if policy.boxed == "last" and _join(text, left, run[-1]) is None:
            break
        run.append(left)
    run.reverse()
    return Boxes(_with_labels(text, run) if len(run) > 1 else run, unclosed)


def without_boxes(text: str, start: int, end: int) -> str:
    """The text with blanks for its boxes between ``start`` and ``end``, which hold nothing or were denied."""
    ranges: list[tuple[int, int]] = []
    for found in _REPAIRED.finditer(text, start, end):
        blanks = _BLANKS.match(text, found.end(), end)
        at = found.end() if blanks is None else blanks.end()
        close = closing_brace(text, at, end) if text[at : at + 1] == "{" else -1
        ranges.append((found.start(), close + 1 if close >= 0 else found.end()))
    return blank_out(text, ranges) if ranges else text
