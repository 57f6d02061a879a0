"""A response on its way through the rules: its visible text, its policy, and what every rule asks of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from mathequiv.extraction.boxes import EMPTY_ANSWER
from mathequiv.extraction.passages import OTHER_IN_BRACKETS, Passage, Value
from mathequiv.extraction.policy import Policy
from mathequiv.extraction.runs import as_quantity
from mathequiv.extraction.values import CJK, without_bold
from mathequiv.extraction.visible import Visible
from mathequiv.latex.delimiters import without_delimiters
from mathequiv.lexicon.markers import MARKERS, Marker, marker_of_text, tag_of_pair
from mathequiv.lexicon.prose import is_unit_word
from mathequiv.lexicon.words import is_measure_word
from mathequiv.limits import MAX_AFTER_MARKER, MAX_BEFORE_MARKER, MAX_SHOWN, MAX_TAIL

__all__ = ["Extraction", "Reading", "Rows", "rows_of"]

_GAP: Final = re.compile(r"\n[ \t\r]*\n")
_LEFT_BLANKS: Final = re.compile(r"(?:[ \n\u00a0\u3000]|[\t\r\f\v](?![A-Za-z]))+")
_FORMULA_AND_UNIT: Final = re.compile(
    r"(?:\$(?P<dollars>[^$]+)\$|\\\((?P<brackets>(?:(?!\\\)).)+)\\\))"
    r"(?P<unit>\s?(?:\\?%|[^\W\d_]+(?: [^\W\d_]+){0,2}))",
    re.DOTALL,
)
_TIMES: Final = re.compile(r"(?<=[\d)]) [xX] (?=[\d($])")
_UNIT_IN_BRACKETS: Final = re.compile(rf"(?<=\d)\s*[(（](?P<unit>[{CJK}]{{1,4}})[)）]\Z")
_CLOSERS: Final = ("$", r"\)", r"\]", "}", "】")


@dataclass(frozen=True, slots=True)
class Extraction:
    """The answer found in a response.

    Attributes:
        text: the answer, without the marks around it; None if there is none.
        rule: which rule found it (``boxed``, ``boxed_list``, ``tag``, ``json``, ``final_answer_sentence``,
            ``earlier_sentence``, ``fallback_math``, ``fallback_number``), or why there is none (``none``, ``empty``,
            ``cut_off``).
        span: half-open range of characters in the response, as a report would mark it.
        truncated: the response was cut off: by its finish reason, or in a think block, tag, object or box.
    """

    text: str | None
    rule: str
    span: tuple[int, int] | None
    truncated: bool

    def __reduce__(self) -> tuple[Any, ...]:
        # Compiled, a frozen object cannot be given its state after it is made.
        return Extraction, (self.text, self.rule, self.span, self.truncated)

    def to_dict(self) -> dict[str, Any]:
        """The extraction by field, in values that JSON has."""
        return {
            "text": self.text,
            "rule": self.rule,
            "span": None if self.span is None else list(self.span),
            "truncated": self.truncated,
        }


@dataclass(frozen=True, slots=True)
class Rows:
    """The markers of a policy, sorted out by how they are searched.

    Attributes:
        tags: those with a closing tag.
        tag_leads: first characters of the closing tags.
        lines: strong markers of a line or of words, each with a key.
        json: the key of an object.
        sentences: a key and the rows of sentences that have it, in the order of the table.
    """

    tags: tuple[Marker, ...]
    tag_leads: tuple[str, ...]
    lines: tuple[tuple[str, Marker], ...]
    json: Marker
    sentences: tuple[tuple[str, tuple[Marker, ...]], ...]


@lru_cache(maxsize=64)
def rows_of(policy: Policy) -> Rows:
    """The markers of a policy: those of the table and its own."""
    rows = [*MARKERS, *[marker_of_text(text) for text in policy.markers]]
    tags = [row for row in rows if row.follows == "tag"] + [tag_of_pair(*pair) for pair in policy.tags]
    strong = [row for row in rows if row.strength == "strong" and row.follows in ("line", "words")]
    return Rows(
        tuple(tags),
        tuple(dict.fromkeys([row.close[0] for row in tags])),
        tuple([(key, row) for row in strong for key in row.keys]),
        next(row for row in rows if row.follows == "json"),
        _by_key([row for row in rows if row.strength != "strong"]),
    )


def _by_key(rows: list[Marker]) -> tuple[tuple[str, tuple[Marker, ...]], ...]:
    found: dict[str, list[Marker]] = {}
    for row in rows:
        for key in row.keys:
            found.setdefault(key, []).append(row)
    return tuple([(key, tuple(several)) for key, several in found.items()])


class Reading:
    """One response.

    Attributes:
        response: as it was given.
        text: the same with blanks for what is not shown.
        start: first character that is looked at.
        end: one past the last.
        policy: what counts as an answer.
        truncated: whether the response was cut off, as far as is known yet.
        rows: the policy's markers.
    """

    def __init__(self, response: str, visible: Visible, policy: Policy, truncated: bool) -> None:
        self.response = response
        self.text = visible.text
        self.start = visible.start
        self.end = visible.end
        self.policy = policy
        self.truncated = truncated
        self.rows = rows_of(policy)

    def found(self, rule: str, start: int, end: int, text: str | None = None) -> Extraction | None:
        """The extraction of a range; None where it shows nothing, or something is inside that is not shown."""
        answer = _stripped(without_delimiters(_stripped(self.text[start:end] if text is None else text)))
        if "**" in answer and rule not in ("boxed", "boxed_list"):
            answer = without_bold(answer).strip()
        if EMPTY_ANSWER.fullmatch(answer[:MAX_SHOWN]) is not None:
            return None
        if self.text is not self.response and self.text[start:end] != self.response[start:end]:
            return None
        return Extraction(answer, rule, (start, end), self.truncated)

    def passage(self, start: int, end: int) -> Passage:
        """What stands around a marker, from the beginning of its paragraph."""
        first = max(self.start, start - MAX_BEFORE_MARKER)
        gap = self.text.rfind("\n\n", first, start)
        return Passage(self.text, gap + 2 if gap >= 0 else first, min(self.end, end + MAX_AFTER_MARKER))

    def is_complete(self, value: Value) -> bool:
        """Whether the value of a cut-off text had already ended: its formula is closed, or text follows it."""
        if not self.truncated:
            return True
        after = self.text[value.end : self.end].strip()
        return self.text[: value.end].endswith(_CLOSERS) or after not in ("", ".", ",", "**")

    def last_paragraph(self, first: int) -> int:
        """Where the last paragraph begins, not before ``first``."""
        start = tail = max(first, self.end - MAX_TAIL)
        for gap in _GAP.finditer(self.text, tail, self.end):
            start = gap.end()
        return start

    def shown(self, start: int, end: int) -> str:
        """A value of running prose as mathematics: units marked as such, a formula before a unit without its signs."""
        text = self.text[start:end]
        formula = _FORMULA_AND_UNIT.fullmatch(text)
        if formula is not None:
            text = f"{formula['dollars'] or formula['brackets']}{formula['unit']}"
        if text.endswith((")", "）")):
            unit = _UNIT_IN_BRACKETS.search(text)
            if unit is not None and (is_unit_word(unit["unit"]) or is_measure_word(unit["unit"])):
                text = text[: unit.start()] + unit["unit"]
            text = OTHER_IN_BRACKETS.sub(r" \g<word> \g<value>", text)
        return as_quantity(_TIMES.sub(r" \\times ", text))


def _stripped(text: str) -> str:
    """A text without blanks around it; a control character before a letter is an escape that was eaten."""
    lead = _LEFT_BLANKS.match(text)
    return text[lead.end() if lead else 0 :].rstrip()
