r"""The rules that find the answer of a response, in the order in which they are tried."""

from __future__ import annotations

from itertools import islice
from typing import Final

from mathequiv.extraction.announcements import last_sentence
from mathequiv.extraction.boxes import without_boxes
from mathequiv.extraction.marks import last_mark
from mathequiv.extraction.objects import is_open_object
from mathequiv.extraction.policy import CUT_OFF_REASONS, Policy, resolve_policy
from mathequiv.extraction.reading import Extraction, Reading
from mathequiv.extraction.statements import (
    answer_in_front,
    is_left_open,
    last_statement,
    whole_response,
    word_in_front,
)
from mathequiv.extraction.visible import Visible, is_blank, visible_text, without_programs
from mathequiv.lexicon.endings import BLANK, NEXT_EXERCISE, REPLIES, is_withdrawn, may_go_on
from mathequiv.limits import MAX_BEFORE_EXERCISE, MAX_EXERCISES, MAX_TAIL

__all__ = ["FALLBACK_RULES", "RULES", "extract_answer"]

FALLBACK_RULES: Final = frozenset({"fallback_math", "fallback_number"})
"""Rules of the fallback; an answer found by one of them was not marked as the answer."""

_MARKED: Final = ("boxed", "boxed_list", "tag", "json", "final_answer_sentence", "earlier_sentence")
_WITHOUT: Final = ("none", "empty", "cut_off")

RULES: Final = frozenset([*FALLBACK_RULES, *_MARKED, *_WITHOUT])
"""Every rule that an extraction may carry."""


def extract_answer(
    response: str | None,
    policy: str | Policy = "default",
    *,
    finish_reason: str | None = None,
    problem: str | None = None,
) -> Extraction:
    r"""Find the final answer of a model's response.

    Think blocks are never searched. The first of these decides: an explicit final-answer sentence in the last
    paragraph, after the last box; the last box, tag, JSON object or ``####``, with the boxes that form one list with
    it; the last final-answer sentence anywhere; unless the response was cut off, its last statement.

    Args:
        response: the text of the response; None for a missing one.
        policy: ``"default"``, ``"strict"`` or a `Policy`.
        finish_reason: why the model stopped, as its server reported it.
        problem: the text of the problem; the fallback takes no formula from it.

    Returns:
        The answer, the rule that found it and its place in the response.

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
    if may_go_on(visible.text, visible.start, min(visible.end, visible.start + MAX_BEFORE_EXERCISE)):
        visible = _own_exercise(response, visible, policy)
    return _answer(Reading(response, visible, policy, truncated), problem)


def _own_exercise(response: str, visible: Visible, policy: Policy) -> Visible:
    """What is visible up to another exercise that the model goes on with, if an answer is marked before it."""
    end = min(visible.end, visible.start + MAX_BEFORE_EXERCISE)
    for heading in islice(NEXT_EXERCISE.finditer(visible.text, visible.start, end), MAX_EXERCISES):
        own = Visible(visible.text[: heading.start()], visible.start, heading.start(), unclosed_think=False)
        found = _answer(Reading(response, own, policy, truncated=False), None)
        later = "boxed" in visible.text[heading.end() : visible.end]
        marked = found.rule in _OWN or REPLIES.search(own.text, own.start) is not None
        if marked and found.text is not None and (found.rule.startswith("boxed") or not later):
            return own
    return visible


_OWN: Final = frozenset(_MARKED) - {"earlier_sentence"}


def _answer(reading: Reading, problem: str | None) -> Extraction:
    strict = reading.policy.boxed_only
    mark = last_mark(reading)
    if mark is not None and mark.cut:
        if not strict:
            reading.end = mark.start
        mark = None
    if not strict:
        found = last_sentence(reading, reading.start if mark is None else mark.end, after_mark=mark is not None)
        if found is not None:
            return found
    if mark is not None:
        withdrawn = not strict and is_withdrawn(reading.text[max(mark.end, reading.end - MAX_TAIL) : reading.end])
        return (None if withdrawn else mark.answer) or Extraction(None, "none", None, reading.truncated)
    if reading.truncated or is_open_object(reading.text, reading.start, reading.end, reading.rows.json):
        return Extraction(None, "cut_off", None, truncated=True)
    found = _fallback(reading, problem) if reading.policy.fallback else None
    return found or Extraction(None, "none", None, truncated=False)


def _fallback(reading: Reading, problem: str | None) -> Extraction | None:
    """The response itself if it is nothing but an answer, else what its last statement states."""
    first = max(reading.start, reading.end - MAX_TAIL)
    if reading.text.rfind("ox", first, reading.end) >= 0:
        reading.text = without_boxes(reading.text, first, reading.end)
        reading.end = len(reading.text[: reading.end].rstrip())
    if reading.text.find("```", first, reading.end) >= 0:
        reading.text = without_programs(reading.text, first, reading.end)
    blank = (
        list(BLANK.finditer(reading.text, first, reading.end)) if "nswer" in reading.text[first : reading.end] else []
    )
    start, end = blank[-1].end() if blank else reading.start, reading.end
    if whole_response(reading.text, start, end):
        return reading.found("fallback_math", end - len(reading.text[start:end].lstrip()), end)
    front = answer_in_front(reading.text, start, end)
    if front:
        return reading.found("fallback_math", start, front)
    if is_left_open(reading.text, start, end):
        return None
    value = last_statement(reading.text, start, end, problem)
    if value is None:
        word = word_in_front(reading.text, start, end)
        return None if word is None else reading.found("fallback_math", *word)
    rule = "fallback_math" if value.formula else "fallback_number"
    return reading.found(rule, value.start, value.end, reading.shown(value.start, value.end))
