r"""The rules that find the answer of a response, in the order in which they are tried."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from mathequiv.extraction.boxes import EMPTY_ANSWER, Box, Boxes, last_boxes, without_boxes
from mathequiv.extraction.formulas import without_delimiters
from mathequiv.extraction.objects import last_json_answer
from mathequiv.extraction.policy import CUT_OFF_REASONS, Policy, resolve_policy
from mathequiv.extraction.runs import as_quantity
from mathequiv.extraction.statements import last_statement, whole_response
from mathequiv.extraction.values import Passage, Value
from mathequiv.extraction.visible import Visible, is_blank, visible_text
from mathequiv.lexicon import sentences
from mathequiv.lexicon.markers import MARKERS, Marker, marker_of_text, tag_of_pair

__all__ = ["FALLBACK_RULES", "RULES", "Extraction", "extract_answer"]

FALLBACK_RULES: Final = frozenset({"fallback_math", "fallback_number"})
"""Rules of the fallback; an answer found by one of them was not marked as the answer."""

RULES: Final = FALLBACK_RULES | {
    "boxed",
    "boxed_list",
    "tag",
    "json",
    "final_answer_sentence",
    "earlier_sentence",
    "none",
    "empty",
    "cut_off",
}
"""Every rule that an extraction may carry."""

_MAX_CANDIDATES: Final = 64
"""Places of markers looked at, from the end; the answer is said last, and a flood of markers must stay linear."""

_TAIL: Final = 20_000
"""Characters at the end in which the last paragraph begins."""

_BEFORE: Final = 600
"""Characters before a marker that may open a formula or emphasis around it."""

_AFTER: Final = 1_200
"""Characters after a marker in which its value ends."""

_MAX_BARE: Final = 400

_GAP: Final = re.compile(r"\n[ \t\r]*\n")
_CLAUSE: Final = re.compile(r"[.,;:\n。，；：!]")
_ADJECTIVES: Final = (
    "final|correct|required|desired|exact|numerical|simplified|complete|overall|right|best|my|our|the|possible|short"
)
_LINE_LEAD: Final = re.compile(rf"(?:[\s>#*_\\{{]|[-•]\s|textbf|\b(?:{_ADJECTIVES})\b)*", re.IGNORECASE)
_BOX_INSIDE: Final = re.compile(r"\\(?:boxed|fbox)")
_FORMULA_AND_UNIT: Final = re.compile(
    r"(?:\$(?P<dollars>[^$]+)\$|\\\((?P<brackets>(?:(?!\\\)).)+)\\\))(?P<unit>\s?(?:\\?%|[^\W\d_]+(?: [^\W\d_]+){0,2}))",
    re.DOTALL,
)
_TIMES: Final = re.compile(r"(?<=[\d)]) [xX] (?=[\d($])")
_LETTER_BEFORE: Final = re.compile(r"(?:^|[\s*])(?P<letter>\(?[A-J]\)?)[*,]*\Z")
_SUBSTANTIAL: Final = re.compile(
    r"\d|\\|\$|\b(?!a\b)[^\W\d_]\b|[∞∅π√]|\b(?:no|yes|true|false|none|infinit\w+|undefined)\b", re.IGNORECASE
)
_CLOSERS: Final = ("$", r"\)", r"\]", "}", "】")
_HEADING_WORD: Final = re.compile(
    r"(?:\d+[.):]\s|(?:[^\W\d_]+\s+){1,4}(?:\d+|[A-Z])?[:：]|(?:step|part|case|schritt|paso|第)\b)", re.IGNORECASE
)


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

    def to_dict(self) -> dict[str, Any]:
        """The extraction by field, in values that JSON has."""
        return {
            "text": self.text,
            "rule": self.rule,
            "span": None if self.span is None else list(self.span),
            "truncated": self.truncated,
        }


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a policy, sorted out by how they are searched."""

    tags: tuple[Marker, ...]
    lines: tuple[tuple[str, Marker], ...]
    json: Marker
    sentences: tuple[tuple[str, tuple[Marker, ...]], ...]


@lru_cache(maxsize=64)
def _table(policy: Policy) -> _Table:
    rows = [*MARKERS, *map(marker_of_text, policy.markers)]
    tags = (*(row for row in rows if row.follows == "tag"), *(tag_of_pair(*pair) for pair in policy.tags))
    strong = [row for row in rows if row.strength == "strong" and row.follows in ("line", "words")]
    sentences: dict[str, list[Marker]] = {}
    for row in rows:
        if row.strength != "strong":
            for key in row.keys:
                sentences.setdefault(key, []).append(row)
    return _Table(
        tags,
        tuple((key, row) for row in strong for key in row.keys),
        next(row for row in rows if row.follows == "json"),
        tuple((key, tuple(found)) for key, found in sentences.items()),
    )


@dataclass(frozen=True, slots=True)
class _Marked:
    """A marked answer: where its mark ends, and what it is (no text where the mark says that there is none)."""

    end: int
    extraction: Extraction | None
    cut: bool = False


class _Search:
    """One response on its way through the rules."""

    def __init__(self, response: str, visible: Visible, policy: Policy, truncated: bool) -> None:
        self.response = response
        self.text = visible.text
        self.start = visible.start
        self.end = visible.end
        self.policy = policy
        self.truncated = truncated
        self.table = _table(policy)
        self.rejected: list[int] = []

    def found(self, rule: str, start: int, end: int, text: str | None = None) -> Extraction | None:
        answer = stripped(without_delimiters(stripped(self.text[start:end] if text is None else text)))
        if "**" in answer and rule not in ("boxed", "boxed_list"):
            answer = answer.replace("**", "").strip()
        if EMPTY_ANSWER.fullmatch(answer[:_MAX_BARE]) is not None:
            return None
        if self.text is not self.response and self.text[start:end] != self.response[start:end]:
            return None  # something that is not shown stands inside
        return Extraction(answer, rule, (start, end), self.truncated)

    # ---- marks that count like a box -------------------------------------------------------------------------------

    def boxed(self, start: int, end: int) -> _Marked | None:
        boxes: Boxes = last_boxes(self.text, start, end, self.policy)
        if boxes.unclosed:
            self.truncated = True
        if not boxes.run:
            return None
        run = boxes.run
        if boxes.unclosed and self.policy.boxed_only:
            return _Marked(end, None, cut=True)
        if len(run) == 1:
            return _Marked(run[0].end, self.found("boxed", *run[0].inner))
        text = ", ".join([self.labelled(box) for box in run])
        return _Marked(run[-1].end, self.found("boxed_list", run[0].start, run[-1].end, text))

    def labelled(self, box: Box) -> str:
        content = without_delimiters(self.text[slice(*box.inner)].strip())
        return f"{box.label} = {content}" if box.label else content

    def tagged(self, start: int) -> _Marked | None:
        """The last answer between tags."""
        best = -1
        row: Marker | None = None
        for tag in self.table.tags:
            for key in tag.keys:
                place = self.text.rfind(key, start, self.end)
                if place > best:
                    best, row = place, tag
        if row is None:
            return None
        first = best + len(row.keys[0])
        close = self.text.find(row.close, first, self.end)
        if close < 0:
            close = self.text.lower().find(row.close.lower(), first, self.end) if row.close.startswith("</") else -1
        if close < 0:
            self.truncated = True
            earlier = self.text.rfind(row.close, start, best)
            if earlier < 0:
                return _Marked(self.end, None, cut=True)
            end, self.end = self.end, best
            found = self.tagged(start)
            self.end = end
            return found
        return _Marked(close + len(row.close), self.inside(first, close))

    def inside(self, start: int, end: int) -> Extraction | None:
        """The answer of what stands between tags: a box, an object, a sentence, or all of it."""
        boxes = last_boxes(self.text, start, end, self.policy).run
        if boxes:
            marked = self.boxed(start, end)
            return None if marked is None else marked.extraction
        if (found := last_json_answer(self.text, start, end, self.table.json)) is not None and found.value is not None:
            return None if found.text is None else self.found("json", *found.value, found.text)
        passage = Passage(self.text, start, end)
        for row, hit in self.hits(start, end):
            value = self.value_of(row, hit, start, end)
            if value is not None:
                return self.found("tag", value.start, value.end)
        first, last = passage.clipped(start, end)
        if "\n" not in self.text[first:last] or passage.readable(first, last) is not None:
            value = passage.after(first, sentence=True, words=True) if first < last else None
            if value is not None and passage.clipped(value.stop, last)[0] >= last:
                return self.found("tag", value.start, value.end)
        return self.found("tag", first, last)

    def in_json(self, start: int) -> _Marked | None:
        found = last_json_answer(self.text, start, self.end, self.table.json)
        if found is None:
            return None
        if found.value is None:
            self.truncated = True
            return _Marked(found.end, None, cut=True)
        if found.text is None:
            return _Marked(found.end, None)
        return _Marked(found.end, self.found("json", *found.value, found.text))

    def on_line(self, start: int) -> _Marked | None:
        """The last answer after ``####``, 【答案】 or a marker of the user's own."""
        places = [(self.text.rfind(key, start, self.end), key, row) for key, row in self.table.lines]
        for _ in range(_MAX_CANDIDATES):
            place, key, row = max(places, key=_first)
            if place < 0:
                return None
            hit = row.pattern.match(self.text, place, self.end)
            if hit is not None and not (row.follows == "line" and self.text[place - 1 : place] == "#"):
                value = self.line_value(row, hit)
                if value is not None:
                    return _Marked(value.stop, self.found("final_answer_sentence", value.start, value.end))
            places = [
                (self.text.rfind(key, start, place), key, row) if at >= place else (at, key, row)
                for at, key, row in places
            ]
        return None

    def line_value(self, row: Marker, hit: re.Match[str]) -> Value | None:
        passage = self.passage(hit.start(), hit.end())
        at = hit.end()
        if row.follows == "line":
            line_end = self.text.find("\n", at, self.end)
            line_end = self.end if line_end < 0 else line_end
            rest = self.text[at:line_end].strip(" *$.")
            below = not rest and not self.text[at:line_end].strip()
            if _HEADING_WORD.match(rest) or (not rest and not below):
                return None
            if below and self.text[line_end : line_end + 2] == "\n\n":
                return None
            value = passage.after(at, sentence=True, words=bool(rest))
            if value is not None and rest and line_end < self.end and not _SUBSTANTIAL.search(rest):
                return None  # the heading of what follows
            if value is None or (rest and "\n" in self.text[at : value.start]):
                return None
            if rest and self.text[value.stop : line_end].strip(" *.$)") and line_end < self.end:
                return None  # a heading that goes on
        else:
            value = passage.after(at, sentence=True, words=True)
        return value if value is not None and self.is_complete(value) else None

    # ---- sentences -------------------------------------------------------------------------------------------------

    def passage(self, start: int, end: int) -> Passage:
        """What stands around a marker, from the beginning of its paragraph."""
        first = max(self.start, start - _BEFORE)
        gap = self.text.rfind("\n\n", first, start)
        return Passage(self.text, gap + 2 if gap >= 0 else first, min(self.end, end + _AFTER))

    def hits(self, start: int, end: int) -> list[tuple[Marker, re.Match[str]]]:
        """The markers of sentences between ``start`` and ``end``, the last first."""
        found: list[tuple[Marker, re.Match[str]]] = []
        text = self.text
        places = [(text.rfind(key, start, end), key, rows) for key, rows in self.table.sentences]
        places = [item for item in places if item[0] >= 0]
        for _ in range(_MAX_CANDIDATES):
            if not places:
                break
            place, _, rows = max(places, key=_first)
            for row in rows:
                hit = row.pattern.match(text, max(start, place - row.lead), end) if row.follows != "before" else None
                if row.follows == "before":
                    line = max(text.rfind("\n", start, place) + 1, place - 40)
                    hit = row.pattern.search(text, line, min(end, place + 20))
                if hit is not None and hit.end() > place and self.stands(row, hit, start):
                    found.append((row, hit))
                    break
            places = [
                (text.rfind(key, start, place), key, rows) if at >= place else (at, key, rows)
                for at, key, rows in places
            ]
            places = [item for item in places if item[0] >= 0]
        return found

    def stands(self, row: Marker, hit: re.Match[str], start: int) -> bool:
        """Whether the marker is where its row allows, and is not denied, supposed or asked."""
        at = hit.start()
        before = self.text[max(start, at - 80) : at]
        if before[-1:].isalpha() and before[-1:].isascii() and row.lead:
            return False
        if row.line_start and _LINE_LEAD.fullmatch(before.rsplit("\n", 1)[-1]) is None:
            return False
        return not sentences.is_denied(_CLAUSE.split(before)[-1])

    def value_of(self, row: Marker, hit: re.Match[str], start: int, end: int) -> Value | None:
        passage = self.passage(max(start, hit.start()), min(end, hit.end()))
        passage.stop = min(passage.stop, end)
        if row.follows == "before":
            value = self.before(passage, hit.start())
        elif row.follows == "letter":
            value = self.letter(passage, hit.end())
        else:
            value = passage.after(hit.end(), sentence=row.follows == "sentence", words=False)
        if value is None or not self.is_complete(value):
            return None
        after = self.text[value.end : value.stop + 40].split("\n")[0].split(". ")[0]
        return None if sentences.is_refuted(after) else value

    def letter(self, passage: Passage, at: int) -> Value | None:
        start = passage.skip_lead(at, passage.stop)
        stop = passage.end_of_sentence(start)
        comma = re.compile("[，,；;]").search(self.text, start, stop)
        cut = comma.start() if comma else stop
        first, last = passage.clipped(start, cut)
        letter = re.compile(r"(?:\\text\{|\\mathrm\{)?[(（$]*[A-J][)）}$]*").match(self.text, first, last)
        if letter is not None and not re.compile(r"\s*(?:[或和与、]|or|and)").match(self.text, letter.end(), last):
            last = letter.end()
        return Value(first, last, stop) if first < last else None

    def before(self, passage: Passage, at: int) -> Value | None:
        """The value in front of "is the answer": a formula, or undelimited mathematics."""
        end = len(self.text[:at].rstrip()) if at < 60 else at - 60 + len(self.text[at - 60 : at].rstrip())
        runs = passage.candidates(max(passage.start, self.text.rfind("\n", passage.start, at) + 1), at)
        if runs and runs[-1].end == end and runs[-1].whole:
            return Value(runs[-1].start, runs[-1].end, at)
        letter = _LETTER_BEFORE.search(self.text, max(passage.start, end - 12), end)
        return None if letter is None else Value(letter.start("letter"), letter.end("letter"), at)

    def is_complete(self, value: Value) -> bool:
        """Whether the value of a cut-off text had already ended: its formula is closed, or text follows it."""
        if not self.truncated:
            return True
        after = self.text[value.end : self.end].strip()
        return self.text[: value.end].endswith(_CLOSERS) or after not in ("", ".", ",", "**")

    def last_paragraph(self, first: int) -> int:
        """Where the last paragraph begins, not before ``first``."""
        tail = max(first, self.end - _TAIL)
        start = tail
        for gap in _GAP.finditer(self.text, tail, self.end):
            start = gap.end()
        return start

    def sentence(self, first: int, *, after_mark: bool) -> Extraction | None:
        """The last final-answer sentence from ``first`` on; after a box it must stand in the last paragraph."""
        start = self.last_paragraph(first) if after_mark else first
        if self.end - start < 3:
            return None
        last_paragraph = -1
        for row, hit in self.hits(start, self.end):
            if after_mark and row.strength != "explicit":
                continue
            value = self.value_of(row, hit, start, self.end)
            if value is None or _BOX_INSIDE.search(self.text, value.start, value.end) is not None:
                continue
            if after_mark and value.named:
                continue
            if last_paragraph < 0:
                last_paragraph = self.last_paragraph(first)
            final = row.strength == "explicit" and not value.named and value.end > last_paragraph
            return self.found(
                "final_answer_sentence" if final else "earlier_sentence",
                value.start,
                value.end,
                self.shown(value.start, value.end),
            )
        return self.last_line(first, after_mark=after_mark)

    def last_line(self, first: int, *, after_mark: bool) -> Extraction | None:
        """``A: 18`` as the last line, where the lines before it are no options."""
        line = max(self.text.rfind("\n", first, self.end) + 1, first)
        mark = re.compile(r"[\s*_>]*A[*_]*[:：][*_]*\s*(?=\S)").match(self.text, line, self.end)
        if mark is None:
            return None
        before = self.text[max(first, line - 200) : line].rstrip().rsplit("\n", 1)[-1]
        if re.match(r"\s*[B-J]\s*[:：.)]", before) or re.search(r"\bB\s*[:：.)]", self.text[line : self.end]):
            return None
        value = self.passage(line, mark.end()).after(mark.end(), sentence=True, words=False)
        if value is None or not self.is_complete(value):
            return None
        del after_mark
        return self.found("final_answer_sentence", value.start, value.end, self.shown(value.start, value.end))

    def shown(self, start: int, end: int) -> str:
        """A value of running prose as mathematics: units marked as such, a formula before a unit without its signs."""
        text = self.text[start:end]
        formula = _FORMULA_AND_UNIT.fullmatch(text)
        if formula is not None:
            text = f"{formula['dollars'] or formula['brackets']}{formula['unit']}"
        return as_quantity(_TIMES.sub(r" \\times ", text))

    # ---- the order -------------------------------------------------------------------------------------------------

    def marked(self) -> _Marked | None:
        """The last mark that counts like a box."""
        best = self.boxed(self.start, self.end)
        if self.policy.boxed_only:
            return best
        for other in (
            self.in_json(self.start),
            self.tagged(self.start) if self.has_tags() else None,
            self.on_line(self.start),
        ):
            if other is None:
                continue
            if best is None or other.end > best.end or (other.extraction is not None and best.extraction is None):
                best = other
        return best

    def has_tags(self) -> bool:
        text = self.text
        return text.find("<", self.start) >= 0 or "[ANSWER]" in text or bool(self.policy.tags)

    def answer(self, problem: str | None) -> Extraction:
        marked = self.marked()
        strict = self.policy.boxed_only
        if marked is not None and marked.cut and (strict or marked.extraction is None):
            return Extraction(None, "cut_off", None, truncated=True)
        if not strict:
            first = self.start if marked is None else marked.end
            found = self.sentence(first, after_mark=marked is not None)
            if found is not None:
                return found
        if marked is not None:
            return marked.extraction or Extraction(None, "none", None, self.truncated)
        if self.truncated:
            return Extraction(None, "cut_off", None, truncated=True)
        return (self.fallback(problem) if self.policy.fallback else None) or Extraction(
            None, "none", None, truncated=False
        )

    def fallback(self, problem: str | None) -> Extraction | None:
        """The response itself if it is nothing but an answer, else what its last statement states."""
        first = max(self.start, self.end - _TAIL)
        if self.text.rfind("ox", first, self.end) >= 0:
            self.text = without_boxes(self.text, first, self.end)
            self.end = len(self.text[: self.end].rstrip())
        if whole_response(self.text, self.start, self.end):
            lead = len(self.text[self.start : self.end]) - len(self.text[self.start : self.end].lstrip())
            return self.found("fallback_math", self.start + lead, self.end)
        value = last_statement(self.text, self.start, self.end, problem)
        if value is None:
            return None
        text = self.shown(value.start, value.end)
        rule = "fallback_math" if value.formula else "fallback_number"
        return self.found(rule, value.start, value.end, text)


_LEFT_BLANKS: Final = re.compile(r"(?:[ \n\u00a0\u3000]|[\t\r\f\v](?![A-Za-z]))+")


def stripped(text: str) -> str:
    """A text without blanks around it; a control character before a letter is an escape that was eaten."""
    lead = _LEFT_BLANKS.match(text)
    return text[lead.end() if lead else 0 :].rstrip()


def _first(item: tuple[int, str, object]) -> int:
    return item[0]


def extract_answer(
    response: str | None,
    policy: str | Policy = "default",
    *,
    finish_reason: str | None = None,
    problem: str | None = None,
) -> Extraction:
    r"""Find the final answer of a model's response.

    Think blocks are never searched. The first of these decides: an explicit final-answer sentence in the last
    paragraph, after the last box; the last box, tag, JSON object or ``####``, with the boxes that make one list with
    it; the last final-answer sentence anywhere; unless the response was cut off, its last statement.

    Args:
        response: the text of the response; None for a missing one.
        policy: ``"default"``, ``"strict"`` or a `Policy`.
        finish_reason: why the model stopped, as its server reported it.
        problem: the text of the problem; the fallback takes no formula that stands in it.

    Returns:
        The answer, the rule that found it and where it stands.

    Raises:
        TypeError: the response is neither a string nor None.
        ValueError: there is no policy of that name.
    """
    policy = resolve_policy(policy)
    if response is not None and not isinstance(response, str):
        raise TypeError(f"response must be a string or None, not {type(response).__name__}")
    cut = finish_reason in CUT_OFF_REASONS
    if response is None or is_blank(response):
        return Extraction(None, "empty", None, cut)
    visible = visible_text(response, policy.reasoning)
    truncated = cut or visible.unclosed_think
    if is_blank(visible.text[visible.start : visible.end]):
        return Extraction(None, "cut_off" if truncated else "empty", None, truncated)
    return _Search(response, visible, policy, truncated).answer(problem)
