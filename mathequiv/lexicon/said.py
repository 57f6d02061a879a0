"""Phrases that say what a value is not: a bound on it (``at most 8``), a value that is ruled out (``8 rejected``).

They are never dropped. What a bound means is known, an interval; a value that its own text rules out is a statement.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from mathequiv.lexicon.words import normalize_words

__all__ = ["bound_after", "bound_before", "may_bound", "rules_out", "ruling_out"]

Bound: TypeAlias = Literal["<", "<=", ">", ">="]


def _rows(op: Bound, texts: str) -> dict[str, Bound]:
    return dict.fromkeys(texts.split("|"), op)


_BEFORE: Final[dict[str, Bound]] = {
    **_rows("<=", "at most|no more than|not more than|no greater than|not greater than|up to|not exceeding"),
    **_rows("<=", "至多|最多|不超过|不大于|不多于|小于等于|小于或等于"),
    **_rows(">=", "at least|no less than|not less than|no fewer than|not fewer than"),
    **_rows(">=", "至少|最少|不少于|不小于|不低于|大于等于|大于或等于"),
    **_rows(">", "more than|greater than|larger than|strictly more than|strictly greater than|大于|多于|超过"),
    **_rows("<", "less than|fewer than|smaller than|strictly less than|小于|少于|不到|不足"),
}
_AFTER: Final[dict[str, Bound]] = {
    **_rows(">=", "more|greater|above|up|larger"),
    **_rows("<=", "less|fewer|below|smaller"),
}
_REJECTED: Final = """
rejected|discarded|eliminated|excluded|disregarded|ignored|disqualified|omitted|ruled out|crossed out
wrong|incorrect|untrue|invalid|extraneous|erroneous|inadmissible|unacceptable|inapplicable|mistaken
wrong answer|incorrect answer|invalid answer|extraneous root|extraneous solution
not answer|not correct|not right|not valid|not solution
舍去|舍|排除|淘汰|无效|错误|错误答案|不合题意|不符合题意|不是答案
"""
_RULED_OUT: Final = frozenset([phrase for line in _REJECTED.split("\n") for phrase in line.split("|") if phrase])


def bound_before(phrase: str) -> Bound | None:
    """What ``phrase`` says of the value after it: ``<=`` of ``at most``; None where it is no bound."""
    return _BEFORE.get(normalize_words(phrase))


def may_bound(word: str) -> bool:
    """Whether a phrase that `bound_before` knows may begin with ``word``, or with an article before it."""
    return word.lower().partition(" ")[0] in _BOUND_OPENERS


_BOUND_OPENERS: Final = frozenset({"a", "an", "the", *(phrase.split()[0] for phrase in _BEFORE)})


def bound_after(word: str) -> Bound | None:
    """What ``or`` and ``word`` say of the value before them: ``>=`` of ``8 or more``; None where it is no bound."""
    return _AFTER.get(word.lower())


def rules_out(phrase: str) -> bool:
    """Whether ``phrase``, with nothing else in it, says that the value beside it is not the answer."""
    return normalize_words(phrase) in _RULED_OUT


def ruling_out(phrase: str) -> bool:
    """Whether ``phrase`` says of the value after it that it is not the answer (``reject x = -3``)."""
    return normalize_words(phrase) in _RULING_OUT


_RULING_OUT: Final = frozenset(
    (
        "reject",
        "rejecting",
        "rejected",
        "discard",
        "discarding",
        "discarded",
        "we reject",
        "we discard",
        "舍去",
        "舍",
        "舍弃",
    )
)
