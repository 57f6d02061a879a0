r"""JSON objects whose key holds the answer, read as models write them: quotes and LaTeX not escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mathequiv.lexicon.markers import Marker
from mathequiv.limits import MAX_OBJECT, MAX_OBJECT_STARTS

__all__ = ["JsonAnswer", "is_open_object", "last_json_answer"]

_START: Final = re.compile(r"\{\s*[\"“]")
_PIECE: Final = re.compile(r'"|[{}\[\],:]|[^"{}\[\],:\s]+')
_QUOTE: Final = re.compile(r'\\.|"', re.DOTALL)
_AFTER_STRING: Final = re.compile(r"\s*(?:[,:}\]]|\Z)")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_RAW_COMMAND: Final = re.compile(
    r"(?<!\\)(?:\\\\)*\\(?![\"\\/])(?!n(?![a-z]))(?!u[0-9a-fA-F]{4})[A-Za-z(\[)\],;!{}%$ ]"
)
_NOTHING: Final = frozenset({"null", "none", "", "n/a"})


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """The value of an answer's key.

    Attributes:
        start: first character of the object.
        end: one past its last.
        value: half-open range of the value, without quotes; None where it was cut off.
        text: the value with its escapes resolved; None where the key says that there is none.
    """

    start: int
    end: int
    value: tuple[int, int] | None
    text: str | None


def _end_of_string(text: str, at: int, end: int) -> int:
    """Position of the quote that closes a string whose content begins at ``at``; -1 if none does.

    A quote inside the string that was not escaped is passed over: the closing one stands before a comma, colon or
    bracket.
    """
    while (mark := _QUOTE.search(text, at, end)) is not None:
        if mark[0] == '"' and _AFTER_STRING.match(text, mark.end(), end):
            return mark.start()
        at = mark.end()
    return -1


def _resolved(raw: str) -> str:
    r"""A string without its JSON escapes; one with LaTeX of single backslashes is as written but for ``\"``."""
    if "\\" not in raw:
        return raw
    if _RAW_COMMAND.search(raw):
        return raw.replace('\\"', '"')
    return _ESCAPE.sub(_unescaped, raw)


def _unescaped(mark: re.Match[str]) -> str:
    if mark[1] is not None:
        return chr(int(mark[1], 16))
    return {"n": "\n", "t": "\t"}.get(mark[2], mark[2])


class _Object:
    """One pass over an object that begins at ``start``: the value of its own answer key, else of an inner one."""

    def __init__(self, text: str, start: int, end: int, key: Marker) -> None:
        self.text = text
        self.start = start
        self.limit = end
        self.key = key
        self.end = -1
        self.depth = 0
        self.best_depth = 0
        self.value: tuple[int, int] | None = None
        self.cut = False
        self.quoted = False
        self.scan()

    def scan(self) -> None:
        at = self.start
        while (piece := _PIECE.search(self.text, at, self.limit)) is not None:
            at = piece.end()
            sign = piece[0]
            if sign in "{[":
                self.depth += 1
            elif sign in "}]":
                self.depth -= 1
                if self.depth <= 0:
                    self.end = at
                    return
            elif sign == '"':
                at = self.string(piece.start(), at)
                if at < 0:
                    return

    def string(self, start: int, at: int) -> int:
        """Take a string, or the value of an answer's key; the position after it, -1 at the end of the text."""
        key = self.key.pattern.match(self.text, start, self.limit)
        if key is not None:
            return self.take_value(key.end())
        close = _end_of_string(self.text, at, self.limit)
        return -1 if close < 0 else close + 1

    def take_value(self, at: int) -> int:
        outer = self.value is None or self.depth <= self.best_depth
        first = self.text[at : at + 1]
        if first == '"':
            close = _end_of_string(self.text, at + 1, self.limit)
            if outer:
                self.keep((at + 1, close if close >= 0 else self.limit), cut=close < 0, quoted=True)
            return -1 if close < 0 else close + 1
        if first in ("[", "{"):
            return self.take_nested(at, outer)
        piece = re.compile(r"[^,}\]\n]*").match(self.text, at, self.limit)
        end = at if piece is None else piece.end()
        if outer:
            stop = at + len(self.text[at:end].rstrip())
            self.keep((at, stop), cut=end >= self.limit, quoted=False)
        return end if end < self.limit else -1

    def take_nested(self, at: int, outer: bool) -> int:
        depth = 0
        here = at
        while (piece := _PIECE.search(self.text, here, self.limit)) is not None:
            here = piece.end()
            if piece[0] == '"':
                close = _end_of_string(self.text, here, self.limit)
                if close < 0:
                    break
                here = close + 1
            elif piece[0] in "{[":
                depth += 1
            elif piece[0] in "}]":
                depth -= 1
                if not depth:
                    if outer:
                        self.keep((at, here), cut=False, quoted=False)
                    return here
        if outer:
            self.keep((at, self.limit), cut=True, quoted=False)
        return -1

    def keep(self, value: tuple[int, int], *, cut: bool, quoted: bool) -> None:
        self.value, self.cut, self.quoted, self.best_depth = value, cut, quoted, self.depth

    def answer(self) -> JsonAnswer | None:
        if self.value is None:
            return None
        end = self.end if self.end >= 0 else self.limit
        if self.cut:
            return JsonAnswer(self.start, self.limit, None, None)
        raw = self.text[slice(*self.value)]
        text = _resolved(raw) if self.quoted else raw
        nothing = text.strip().lower() in _NOTHING
        return JsonAnswer(self.start, end, self.value, None if nothing else text)


def is_open_object(text: str, start: int, end: int, key: Marker) -> bool:
    """Whether a response is an object, fenced or not, that was cut off.

    Args:
        text: the response.
        start: first character to look at.
        end: one past the last.
        key: the row of the key of answers.
    """
    opening = _OPENING.match(text, start, end)
    return opening is not None and _Object(text, opening.end() - 1, end, key).end < 0


_OPENING: Final = re.compile(r"\s*(?:```[a-z]*\s*)?\{(?=\s*\"[A-Za-z_ ]+\"\s*:)")


def last_json_answer(text: str, start: int, end: int, key: Marker) -> JsonAnswer | None:
    """The answer of the last JSON object that has one; its outermost key where inner objects have one too.

    Args:
        text: the response.
        start: first character to look at.
        end: one past the last.
        key: the row of the key.
    """
    places = {spelling: text.rfind(spelling, start, end) for spelling in key.keys}
    for _ in range(MAX_OBJECT_STARTS):
        place = max(places.values())
        if place < 0:
            return None
        if key.pattern.match(text, place, end) is not None:
            first = max(start, place - MAX_OBJECT)
            for brace in list(islice(_START.finditer(text, first, place + 1), MAX_OBJECT_STARTS)):
                found = _Object(text, brace.start(), end, key)
                if (found.end < 0 or found.end > place) and found.value is not None:
                    return found.answer()
        for spelling, at in places.items():
            if at == place:
                places[spelling] = text.rfind(spelling, start, place)
    return None
