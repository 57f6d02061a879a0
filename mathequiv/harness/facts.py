"""What adapters report of a grade besides right or wrong: plain fields and one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from mathequiv.grading import Grade, Status

__all__ = ["RATES", "explanation", "facts", "shares"]

RATES: tuple[Status, ...] = (Status.CUT_OFF, Status.NO_ANSWER, Status.EMPTY, Status.UNDECIDED, Status.ERROR)
"""Statuses that tell about the run rather than the mathematics; with correct and wrong they add up to all responses."""

_BY_STATUS = {
    Status.NO_ANSWER: "No answer was found in the response.",
    Status.EMPTY: "The response is empty.",
    Status.CUT_OFF: "The response was cut off before an answer.",
    Status.ERROR: "The reference is missing, or cannot be read, or has no value.",
}


def facts(grade: Grade) -> dict[str, str | None]:
    """The grade as fields that any host can store.

    Returns:
        ``status``, ``answer``, ``extraction`` (the rule that found the answer), and ``layer`` and ``rule`` of the
        comparison; the last two are None where nothing was compared.
    """
    return {
        "status": grade.status.value,
        "answer": grade.extraction.text,
        "extraction": grade.extraction.rule,
        "layer": grade.result.layer if grade.result is not None else None,
        "rule": grade.result.rule if grade.result is not None else None,
    }


def explanation(grade: Grade) -> str:
    """Why the response got its grade, in one sentence."""
    if grade.result is None or grade.status is Status.ERROR:
        return _BY_STATUS[grade.status]
    return grade.result.reason


def shares(grades: Sequence[Grade]) -> dict[str, float]:
    """The share of responses, from 0 to 1, that are correct (``accuracy``) or of a status in `RATES`."""
    kinds = [one.status for one in grades]
    named = {"accuracy": Status.CORRECT} | {status.value: status for status in RATES}
    return {name: kinds.count(status) / len(kinds) if kinds else 0.0 for name, status in named.items()}
