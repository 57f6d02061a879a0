"""From a response and its reference to a grade: extract the answer, compare it, name the outcome.

Reasoning that a server reports apart from the content is never searched for an answer: blank content is no answer,
whatever the reasoning says. A reward that read it would pay for text no reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from mathequiv.extraction import POLICIES, Extraction, Policy, extract_answer
from mathequiv.extraction.policy import resolve_policy
from mathequiv.extraction.references import reference_answer
from mathequiv.extraction.visible import is_blank
from mathequiv.verdict import Mismatch, OptionChanges, Options, Result, Verdict

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["POLICIES", "Extraction", "Grade", "Policy", "Status", "extract_answer", "grade"]


class Status(str, Enum):
    """How a response fared; only ``CORRECT`` counts as right, and each response has exactly one status.

    ``ERROR`` says nothing about the response: the reference is missing, cannot be read or has no value.
    """

    CORRECT = "correct"
    WRONG = "wrong"
    UNDECIDED = "undecided"
    NO_ANSWER = "no_answer"
    EMPTY = "empty"
    CUT_OFF = "cut_off"
    ERROR = "error"

    def __bool__(self) -> bool:
        """Refuse: every status would be true.

        Raises:
            TypeError: always.
        """
        raise TypeError("a Status has no truth value: compare it with Status.CORRECT")


@dataclass(frozen=True, slots=True)
class Grade:
    """One graded response; it is true only if that is correct (``if grade(…):``).

    Attributes:
        status: the outcome.
        extraction: the answer found, and where.
        result: the comparison with the reference that decided; None where nothing was compared. With the status
            ``error`` it is that with a reference that cannot be used.
        reference: how the answer was found in the reference that decided; None where the reference was its answer.
    """

    status: Status
    extraction: Extraction
    result: Result | None
    reference: Extraction | None = None

    @property
    def correct(self) -> bool:
        """True only for the status ``correct``."""
        return self.status is Status.CORRECT

    def __bool__(self) -> bool:
        """True only for the status ``correct``."""
        return self.status is Status.CORRECT

    def to_dict(self) -> dict[str, Any]:
        """The grade by field, as JSON values."""
        return {
            "status": self.status.value,
            "correct": self.correct,
            "extraction": self.extraction.to_dict(),
            "result": None if self.result is None else self.result.to_dict(),
            "reference": None if self.reference is None else self.reference.to_dict(),
        }


_BY_VERDICT = {
    Verdict.EQUIVALENT: Status.CORRECT,
    Verdict.DIFFERENT: Status.WRONG,
    Verdict.UNDECIDED: Status.UNDECIDED,
}
_WITHOUT_ANSWER = {"empty": Status.EMPTY, "cut_off": Status.CUT_OFF}


def grade(  # noqa: PLR0913 - keyword options of the public function
    response: str | None,
    reference: str | Sequence[str] | None,
    *,
    policy: str | Policy = "default",
    finish_reason: str | None = None,
    reasoning: str | None = None,
    problem: str | None = None,
    options: Options | None = None,
    **changes: Unpack[OptionChanges],
) -> Grade:
    r"""Grade a model's response against the reference answer.

    Args:
        response: the text of the response; None for a missing one.
        reference: the reference answer, or several of which it is enough to match one; blank ones are skipped. It may
            be written as in data sets: after ``####``, in a box or tag, at the end of a worked solution.
        policy: ``"default"``, ``"strict"`` (for rewards: only a closed ``\boxed{…}``, evaluated, no rounding) or a
            `Policy`.
        finish_reason: why the model stopped, as its server reported it; ``"length"`` and its synonyms mean cut off.
        reasoning: reasoning reported separately from the content. It is never searched; if the content is blank, it
            distinguishes a model cut off while thinking (given ``finish_reason``) from an empty response.
        problem: the text of the problem. The strict policy refuses an expression copied from it, and the fallback
            takes no formula from it.
        options: how to compare; None uses the policy's options.
        changes: single options by name, which override these.

    Returns:
        The status, what was extracted, and the comparison that decided.

    Raises:
        TypeError: a response, reference, reasoning or problem that is neither a string nor None.
        ValueError: an unknown policy, or a value that its option does not take.
    """
    policy = resolve_policy(policy)
    options = (options or policy.options).changed(changes)
    references = _usable(reference)
    for name, text in (("reasoning", reasoning), ("problem", problem)):
        if text is not None and not isinstance(text, str):
            raise TypeError(f"{name} must be a string or None, not {type(text).__name__}")
    extraction = extract_answer(response, policy, finish_reason=finish_reason, problem=problem)
    if extraction.rule == "empty" and extraction.truncated and not is_blank(reasoning or ""):
        extraction = replace(extraction, rule="cut_off")
    if extraction.text is None or not references:
        status = _WITHOUT_ANSWER.get(extraction.rule, Status.NO_ANSWER)
        return Grade(status if _any_usable(references) else Status.ERROR, extraction, None)
    result, used = _best_match(extraction.text, references, options, policy, problem)
    # What cannot be used may still be the same text; what stays open or differs from a blank is the reference's fault.
    tells = not (result.verdict is Verdict.UNDECIDED or result.rule == "missing") or _any_usable(references)
    return Grade(_BY_VERDICT[result.verdict] if tells else Status.ERROR, extraction, result, used.marked)


@dataclass(frozen=True, slots=True)
class _Reference:
    """The answer of a reference, how it was found in it (None where it is the reference), and the whole text."""

    text: str
    marked: Extraction | None
    whole: str


def _usable(reference: str | Sequence[str] | None) -> list[_Reference]:
    """The answers of the references that have one."""
    given = [reference] if reference is None or isinstance(reference, str) else reference
    if not isinstance(given, (list, tuple)):
        raise TypeError(f"reference must be a string, a list of strings or None, not {type(reference).__name__}")
    for item in given:
        if item is not None and not isinstance(item, str):
            raise TypeError(f"reference must be a string or None, not {type(item).__name__}")
    found = [_taken_apart(item) for item in given if item is not None and not is_blank(item)]
    return [item for item in found if item is not None]


def _any_usable(references: Sequence[_Reference]) -> bool:
    from mathequiv.usable import is_usable  # noqa: PLC0415 - keeps `import mathequiv.grading` light

    return any(is_usable(one.text) for one in references)


def _taken_apart(reference: str) -> _Reference | None:
    marked = reference_answer(reference)
    if marked is None:
        return _Reference(reference, None, reference)
    return None if marked.text is None else _Reference(marked.text, marked, reference)


def _best_match(
    prediction: str, references: list[_Reference], options: Options, policy: Policy, problem: str | None
) -> tuple[Result, _Reference]:
    """The first match; else the first comparison left open; else the first mismatch."""
    from mathequiv.comparison import compare  # noqa: PLC0415 - keeps `import mathequiv.grading` light

    results: list[tuple[Result, _Reference]] = []
    for reference in references:
        # A reference given back whole is that reference, whatever was taken for its mark: `#0` for `#0`.
        answer = reference.whole if prediction.strip() == reference.whole.strip() else reference.text
        result = compare(prediction, answer, options=options)
        if result.equivalent and policy.evaluated:
            result = _unless_refused(result, prediction, answer, problem)
        if result.equivalent:
            return result, reference
        results.append((result, reference))
    return next((pair for pair in results if pair[0].verdict is Verdict.UNDECIDED), results[0])


def _unless_refused(result: Result, prediction: str, reference: str, problem: str | None) -> Result:
    """The result, or what the strict policy makes of an equal answer that is not worked out."""
    from mathequiv.strictness import refusal  # noqa: PLC0415 - needed by one policy only

    refused = refusal(prediction, reference, problem)
    if refused is None:
        return result
    evidence = Mismatch(refused.rule, prediction, reference)
    return replace(
        result, verdict=Verdict.DIFFERENT, layer=None, rule=refused.rule, reason=refused.reason, evidence=evidence
    )
