r"""The rules that find the answer of a response, in the order in which they are asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mathequiv.extraction.bare import as_quantity, bare_runs, follow_unit, is_readable
from mathequiv.extraction.boxes import Box, Boxes, find_boxes, last_run
from mathequiv.extraction.policy import CUT_OFF_REASONS, Policy, resolve_policy
from mathequiv.extraction.sentences import Sentence, answer_sentences, stated_value
from mathequiv.extraction.spans import MathSpan, math_spans
from mathequiv.extraction.visible import blank_out, is_blank, visible_text
from mathequiv.lexicon.commands import BOX_COMMAND, TEXT_COMMAND

__all__ = ["FALLBACK_RULES", "Extraction", "extract_answer"]

FALLBACK_RULES = frozenset({"fallback_math", "fallback_number"})
"""Rules of the fallback; an answer found by one of them was not marked as the answer."""

_TAIL = 20_000
"""Characters at the end that the fallback searches; what stands further up is not a final answer."""

_MAX_BARE = 400
"""Characters of a response that may as a whole be one answer."""

_EMPTY_ANSWER = re.compile(
    rf"(?:\s|~|\$|\{{\}}|\\[,;:! ]|\\q?quad(?![A-Za-z])|\\[()\[\]]|{TEXT_COMMAND}\s*\{{\s*\}}"
    r"|\\[hv]?phantom\s*\{[^{}]*\}|[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff])*"
)
_STATEMENT = re.compile(r"\n\s*\n|\b(?:is|are|was|equals)\b|(?<![\\\w])[^\W\d_]{2,}\s*[:：]")
_SYMBOLS = re.compile(r"\S*[=<>+*/^(\\]\S*")
_WHOLE = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))


@dataclass(frozen=True, slots=True)
class Extraction:
    """The answer found in a response.

    Attributes:
        text: the answer, without the marks around it; None if there is none. An empty box gives None too.
        rule: which rule found it (``final_answer_sentence``, ``boxed``, ``boxed_list``, ``earlier_sentence``,
            ``fallback_math``, ``fallback_number``), or why there is none (``none``, ``empty``, ``cut_off``).
        span: half-open range of characters in the response, as a report would mark it.
        truncated: the response was cut off: by its finish reason, in a think block or in its last box.
    """

    text: str | None
    rule: str
    span: tuple[int, int] | None
    truncated: bool


def _without_delimiters(answer: str) -> str:
    """The answer without one pair of math delimiters around all of it."""
    for left, right in _WHOLE:
        if not (answer.startswith(left) and answer.endswith(right) and len(answer) > len(left) + len(right)):
            continue
        inner = answer[len(left) : -len(right)]
        if not any(mark in inner.replace(r"\$", "") for mark in ("$", left, right)):
            return inner.strip().rstrip(".,;")
    return answer


@dataclass(frozen=True, slots=True)
class _Search:
    """One response on its way through the rules."""

    text: str
    policy: Policy
    truncated: bool
    boxes: Boxes
    spans: list[MathSpan]

    def found(self, rule: str, span: tuple[int, int], text: str | None = None) -> Extraction:
        answer = _without_delimiters((self.text[slice(*span)] if text is None else text).strip())
        blank = _EMPTY_ANSWER.fullmatch(answer[:_MAX_BARE]) is not None
        return Extraction(None if blank else answer, rule, span, self.truncated)

    def is_complete(self, sentence: Sentence) -> bool:
        """Whether the value of a cut-off text had already ended: its formula is closed, or text follows it."""
        if not self.truncated:
            return True
        after = self.text[sentence.value[1] :].rstrip()
        closed = self.text[: sentence.value[1]].endswith(("$", r"\)", r"\]", "}"))
        return closed or after not in ("", ".", ",")

    def sentences(self, *, last_paragraph: bool) -> list[Sentence]:
        """The last fitting sentence, in a list of at most one."""
        body = self.text.rstrip()
        breaks = [gap.end() for gap in re.finditer(r"\n[ \t\r]*\n", body[-_TAIL:])]
        paragraph = max(0, len(body) - _TAIL) + (breaks[-1] if breaks else 0)
        last_box = self.boxes.closed[-1].end if self.boxes.closed else 0
        for sentence in answer_sentences(self.text, self.spans):
            if last_paragraph and (sentence.value[1] <= paragraph or sentence.start < last_box):
                return []
            unfit = last_paragraph and (sentence.named or not sentence.marker.explicit)
            if unfit or not self.is_complete(sentence):
                continue
            if not re.search(BOX_COMMAND, self.text[slice(*sentence.value)]):
                return [sentence]
        return []

    def final_sentence(self) -> Extraction | None:
        for sentence in self.sentences(last_paragraph=True):
            return self.found("final_answer_sentence", sentence.value)
        return None

    def boxed(self) -> Extraction | None:
        if not self.boxes.closed:
            return None
        run = last_run(self.text, self.boxes.closed)
        if len(run) == 1:
            return self.found("boxed", run[0].inner)
        text = ", ".join(self.labelled(box) for box in run)
        return self.found("boxed_list", (run[0].start, run[-1].end), text)

    def labelled(self, box: Box) -> str:
        content = _without_delimiters(self.text[slice(*box.inner)].strip())
        return f"{box.label} = {content}" if box.label else content

    def earlier_sentence(self) -> Extraction | None:
        for sentence in self.sentences(last_paragraph=False):
            return self.found("earlier_sentence", sentence.value)
        return None

    def whole(self) -> Extraction | None:
        """A response that is nothing but an answer."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        body = self.text[start:end]
        if end - start > _MAX_BARE or _STATEMENT.search(body):
            return None
        if is_readable(body) or _SYMBOLS.fullmatch(body):
            return self.found("fallback_math", (start, end))
        return None

    def last_number(self) -> tuple[int, int] | None:
        """Range of the last undelimited mathematics, read line by line from the end."""
        first = max(0, len(self.text) - _TAIL)
        body = blank_out(self.text, ((span.start, span.end) for span in self.spans))
        end = len(body.rstrip())
        while end > first:
            line = max(body.rfind("\n", 0, end) + 1, first)
            if runs := bare_runs(body, line, end):
                return runs[-1]
            end = line - 1
        return None

    def last_formula(self) -> tuple[int, int] | None:
        for span in reversed(self.spans[-50:]):
            if not _EMPTY_ANSWER.fullmatch(self.text[slice(*span.inner)][:_MAX_BARE]):
                return span.start, span.end
        return None

    def fallback(self) -> Extraction | None:
        """The last mathematics or number, whichever comes later, with the unit behind it."""
        if whole := self.whole():
            return whole
        found = [
            (span, rule)
            for span, rule in ((self.last_formula(), "fallback_math"), (self.last_number(), "fallback_number"))
            if span is not None
        ]
        if not found:
            return None
        last, rule = max(found)
        start, end = stated_value(self.text, self.spans, last)
        formula = _without_delimiters(self.text[start:end])
        unit = self.text[end : follow_unit(self.text, end)]
        text = formula + unit
        return self.found(rule, (start, end + len(unit)), as_quantity(text) if rule == "fallback_number" else text)


def extract_answer(
    response: str | None, policy: str | Policy = "default", *, finish_reason: str | None = None
) -> Extraction:
    r"""Find the final answer of a model's response.

    Think blocks are never searched. The first of these decides: an explicit final-answer sentence in the last
    paragraph, after the last box; the last box, with the boxes that make one list with it; the last final-answer
    sentence anywhere; unless the response was cut off, its last mathematics or number.

    Args:
        response: the text of the response; None for a missing one.
        policy: ``"default"``, ``"strict"`` or a `Policy`.
        finish_reason: why the model stopped, as its server reported it.

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
    visible = visible_text(response)
    boxes = find_boxes(visible.text, policy)
    truncated = cut or visible.unclosed_think or boxes.last_unclosed
    if is_blank(visible.text):
        return Extraction(None, "cut_off" if truncated else "empty", None, truncated)
    spans = [] if policy.boxed_only and not policy.fallback else math_spans(visible.text)
    return _first_rule(_Search(visible.text, policy, truncated, boxes, spans))


def _first_rule(search: _Search) -> Extraction:
    rules = (
        (search.boxed,) if search.policy.boxed_only else (search.final_sentence, search.boxed, search.earlier_sentence)
    )
    for rule in rules:
        if (found := rule()) is not None:
            return found
    if search.truncated:
        return Extraction(None, "cut_off", None, truncated=True)
    fallen_back = search.fallback() if search.policy.fallback else None
    return fallen_back or Extraction(None, "none", None, truncated=False)
