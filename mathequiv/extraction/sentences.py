r"""Sentences that say which value is the answer, in English and Chinese.

Each row of `MARKERS` is matched where its keyword stands. The value begins behind the marker (or ends before it), may
be inside or outside mathematics, and must be readable as mathematics or a choice. A proper name (``Evelyn``) is taken
too, but never against a box.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mathequiv.extraction.bare import bare_runs, is_readable
from mathequiv.extraction.spans import MathSpan

__all__ = ["MARKERS", "Marker", "Sentence", "answer_sentences", "stated_value"]

_MAX_CANDIDATES = 64
"""Keywords looked at, from the end; the answer is said last, and a flood of keywords must stay linear."""

_MAX_VALUE = 600
"""Characters of a value; a longer one is a paragraph of prose."""

_MAX_LIST = 200
"""Characters of a list in prose before its last member."""

_KIND = r"(?:final|correct|required|desired|exact|numerical|simplified|complete|overall|right|best|my|our|the|possible)"
_FILLER = (
    r"(?:\s+(?:therefore|thus|then|hence|indeed|simply|just|exactly|given by|approximately|about|roughly|clearly"
    r"|actually|equal to|still|also|as follows|option|choice|answer)\b,?)*"
)
_COPULA = r"(?:is|are|equals?|must be|should be|would be|will be|becomes|(?:comes|turns) out to(?: be)?)\b"
_OF = (
    r"(?:\s+(?:to|of|for)\s+(?:the|this|our)(?:\s+(?:original|given|initial))?"
    r"\s+(?:question|problem|exercise|equation))?"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """One way to announce an answer.

    Attributes:
        id: name of the row.
        pattern: matched at the keyword.
        example: a text the row reads.
        side: whether the value stands after the marker, or before it.
        explicit: names the *final* answer, so it counts even after a box; others count only where nothing better is.
        line_start: only emphasis and adjectives may stand before the keyword on its line.
        whole_line: the value is all that stands on the rest of the line.
        heading: the value may be the one number of a sentence that follows.
    """

    id: str
    pattern: re.Pattern[str]
    example: str
    side: Literal["after", "before"] = "after"
    explicit: bool = True
    line_start: bool = False
    whole_line: bool = False
    heading: bool = False


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_IS_ANSWER = r"(?:is|are)\s+(?:the|our|my)\s+(?:final\s+|correct\s+)*(?:answer|solution)s?\b"

MARKERS: tuple[Marker, ...] = (
    Marker("answer_colon", _re(r"answers?[*_ \t]*[:：=]"), "**Answer:** 5", heading=True),
    Marker("answer_is", _re(rf"answers?{_OF},?\s+{_COPULA}{_FILLER}"), "The answer is $5$."),
    Marker("choice_is", _re(rf"(?:choice|option)\s+{_COPULA}{_FILLER}(?=\W*[A-J]\b)"), "The correct option is (B)."),
    Marker("heading", _re(r"answer[*_# \t]*(?=\n|\$|\\[(\[])"), "## Final Answer\n5", line_start=True, heading=True),
    Marker("tag", _re(r"<answer>"), "<answer>5</answer>"),
    Marker("gsm8k", _re(r"####(?!#)"), "#### 42", line_start=True, whole_line=True),
    Marker("zh_answer", _re(r"答案(?:应该|应当|应|就|便|即)?(?:是|为|等于|选择?|[:：])"), "答案是 5"),
    Marker("zh_choice", _re(r"故(?:应)?选(?:择)?(?:[:：])?(?=\s*[A-J])"), "故选：C"),
    Marker("solution_is", _re(rf"solutions?{_OF}\s+{_COPULA}{_FILLER}"), "The solution is $x=5$.", explicit=False),
    Marker("is_the_answer", _re(_IS_ANSWER), "Thus $x=2$ is our answer.", side="before", explicit=False),
)

_KEYWORD = _re(rf"answer|<answer>|choice|option|solution|答案|故应?选|####|{_IS_ANSWER}")
_LINE_LEAD = re.compile(rf"(?:[\s>#*_]|\b{_KIND}\b)*", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:if|suppose|supposing|assume|assuming|whether|unless|not|never|cannot|wrong|incorrect|previous|earlier|claims?"
    r"|claimed|says|said)\b|n['’]t\b|错误|假设|如果|若|不",
    re.IGNORECASE,
)
_REFUTED = re.compile(r"\b(?:wrong|incorrect|not (?:correct|right|valid|possible))\b|错", re.IGNORECASE)
_LEAD_IN = re.compile(rf"[\s:：=*_\"'“”‘「`>#}}]*(?:(?<=\n)[-•]\s+)?(?:{_FILLER.strip()}[\s:：*_]*)")
_NOUN = re.compile(
    r"(?:the |an? )?(?:interval|set|point|number|value|integer|fraction|(?:ordered )?(?:pair|triple)|matrix|function"
    r"|equation|expression|option|choice|letter)\s+(?=[$\\\d(\[{-]|[A-J]\b)",
    re.IGNORECASE,
)
_END = re.compile(
    r"\n|</|[.。．](?=[\s*_\"'”’)$]|\Z|[A-Z一-鿿])|[?？；，]"
    r"|(?<=\S),?\s+[(]?(?:because|since|as|which|so|I hope|due to|by the|for part)\b"
    r"|,\s+(?:where|and so|hence|thus|therefore|with)\b"
)
_NAME = re.compile(r"[A-Z][\w'’-]+(?: (?:and )?[A-Z][\w'’-]+){0,3}")
_ONE_WORD = re.compile(r"[^\W\d_]+")
_MARGIN = re.compile(r"(?:[\s*_`\"'“”‘’「」]|\\(?=[\"']))*")
_IS = _re(rf"(?:\b(?:is|are|equals|be)\b|=){_FILLER}\s*:?\s*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A final-answer sentence: its row, start, value and end, and whether the value is a mere name."""

    marker: Marker
    start: int
    value: tuple[int, int]
    stop: int
    named: bool


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    spans: list[MathSpan]
    starts: list[int]

    def span_at(self, at: int) -> MathSpan | None:
        """The formula that begins at or after ``at``."""
        place = bisect_left(self.starts, at)
        return self.spans[place] if place < len(self.spans) else None

    def span_ending(self, end: int) -> MathSpan | None:
        """The formula that ends at ``end``."""
        place = bisect_right(self.starts, end) - 1
        return self.spans[place] if place >= 0 and self.spans[place].end == end else None

    def end_of_value(self, at: int) -> int:
        """Where the value that begins at ``at`` ends: at the end of the sentence or before an explanation."""
        limit = min(len(self.text), at + _MAX_VALUE)
        here = at
        while True:
            mark = _END.search(self.text, here, limit)
            end = mark.start() if mark else limit
            span = self.span_at(here)
            if span is None or span.start > end:
                return end
            here = max(span.end, here + 1)
            if here >= limit:
                return here

    def clipped(self, start: int, end: int) -> tuple[int, int]:
        """The range without quotation marks, emphasis and punctuation at its edges."""
        margin = _MARGIN.match(self.text, start, end)
        start = margin.end() if margin else start
        value = re.sub(r"(?:[\s*_`\"'“”‘’「」.,;:。．：]|\\(?=[\"']))+\Z", "", self.text[start:end])
        return start, start + len(value)

    def readable(self, start: int, end: int) -> tuple[int, int] | None:
        start, end = self.clipped(start, end)
        noun = _NOUN.match(self.text, start, end)
        start = noun.end() if noun else start
        return (start, end) if start < end and is_readable(self.text[start:end]) else None

    def name(self, marker: Marker, start: int, end: int) -> tuple[int, int] | None:
        """A proper name; below a heading, any single word."""
        start, end = self.clipped(start, end)
        word = self.text[start:end]
        named = _NAME.fullmatch(word) or (marker.heading and _ONE_WORD.fullmatch(word))
        return (start, end) if named else None

    def after(self, marker: Marker, at: int) -> tuple[tuple[int, int], int, bool] | None:
        """Value behind a marker that ends at ``at``, where its sentence stops, and whether it is a name."""
        lead = _LEAD_IN.match(self.text, at)
        start = lead.end() if lead else at
        stop = self.end_of_value(start)
        value = self.readable(start, stop)
        if value is None and marker.heading:
            value = self.of_sentence(start, stop)
        if value is not None:
            return value, stop, False
        named = self.name(marker, start, stop)
        return None if named is None else (named, stop, True)

    def of_sentence(self, start: int, end: int) -> tuple[int, int] | None:
        """The value of a whole sentence below a heading: what its last "is" says, or its only number."""
        if (value := self.stated(start, end)) is not None:
            return value
        numbers = bare_runs(self.text, start, end)
        return numbers[0] if len(numbers) == 1 else None

    def stated(self, start: int, end: int) -> tuple[int, int] | None:
        """The value behind the last "is" of a sentence that is followed by one."""
        for copula in list(_IS.finditer(self.text, start, end))[::-1]:
            if (value := self.readable(copula.end(), end)) is not None:
                return value
        return None

    def before(self, at: int) -> tuple[tuple[int, int], int, bool] | None:
        """Value in front of "is the answer": a formula, or undelimited mathematics."""
        end = len(self.text[max(0, at - 40) : at].rstrip()) + max(0, at - 40)
        span = self.span_ending(end)
        if span is not None:
            return (span.start, span.end), at, False
        line = max(self.text.rfind("\n", 0, at) + 1, at - 80)
        runs = bare_runs(self.text, line, at)
        return (runs[-1], at, False) if runs and runs[-1][1] == end else None


def _clause_before(text: str, at: int) -> str:
    return re.split(r"[.,;:\n。，；：!]", text[max(0, at - 80) : at])[-1]


def _stands(text: str, marker: Marker, hit: re.Match[str]) -> bool:
    """Whether the marker is where its row allows and is not denied, supposed or asked."""
    if marker.line_start:
        line = text[max(0, hit.start() - 60) : hit.start()].rsplit("\n", 1)[-1]
        if _LINE_LEAD.fullmatch(line) is None:
            return False
    return _DENIED.search(_clause_before(text, hit.start())) is None


def _read(reader: _Reader, marker: Marker, hit: re.Match[str]) -> Sentence | None:
    if not _stands(reader.text, marker, hit):
        return None
    found = reader.after(marker, hit.end()) if marker.side == "after" else reader.before(hit.start())
    if found is None:
        return None
    value, stop, named = found
    if marker.whole_line and reader.text[value[1] : stop + 40].split("\n", 1)[0].strip(" .*$"):
        return None
    if _REFUTED.search(reader.text[value[1] : stop + 40].split("\n")[0].split(". ")[0]):
        return None
    return Sentence(marker, hit.start(), value, stop, named)


def stated_value(text: str, spans: list[MathSpan], mathematics: tuple[int, int]) -> tuple[int, int]:
    """The whole value of which ``mathematics`` is the end, as in "the roots are 2, 3 and 5"; else ``mathematics``."""
    reader = _Reader(text, spans, [span.start for span in spans])
    start, end = mathematics
    line = max(text.rfind("\n", 0, start) + 1, start - _MAX_LIST)
    value = reader.stated(line, end)
    if value is None or value[0] >= start or value[1] != end:
        return mathematics
    stated = text[slice(*value)]
    return value if stated.count("(") == stated.count(")") else mathematics


def answer_sentences(text: str, spans: list[MathSpan]) -> Iterator[Sentence]:
    """The final-answer sentences of ``text`` with a readable value, the last first."""
    reader = _Reader(text, spans, [span.start for span in spans])
    places = [hit.start() for hit in _KEYWORD.finditer(text)][-_MAX_CANDIDATES:]
    for place in reversed(places):
        hits = ((marker, hit) for marker in MARKERS if (hit := marker.pattern.match(text, place)) is not None)
        sentences = (sentence for marker, hit in hits if (sentence := _read(reader, marker, hit)) is not None)
        if (sentence := next(sentences, None)) is not None:
            yield sentence
