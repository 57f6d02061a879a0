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
from mathequiv.extraction.visible import is_blank
from mathequiv.verdict import OptionChanges, Options, Result, Verdict

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["POLICIES", "Extraction", "Grade", "Policy", "Status", "extract_answer", "grade"]


class Status(str, Enum):
    """How a response fared; only ``CORRECT`` counts as right, and each response has exactly one status."""

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
    """One graded response.

    Attributes:
        status: the outcome.
        extraction: the answer found, and where.
        result: the comparison with the reference that decided; None where nothing was compared.
    """

    status: Status
    extraction: Extraction
    result: Result | None

    @property
    def correct(self) -> bool:
        """True only for the status ``correct``."""
        return self.status is Status.CORRECT

    def __bool__(self) -> bool:
        """True only for the status ``correct``."""
        return self.status is Status.CORRECT

    def to_dict(self) -> dict[str, Any]:
        """The grade by field, in values that JSON has."""
        found = self.extraction
        return {
            "status": self.status.value,
            "correct": self.correct,
            "extraction": {
                "text": found.text,
                "rule": found.rule,
                "span": None if found.span is None else list(found.span),
                "truncated": found.truncated,
            },
            "result": None if self.result is None else self.result.to_dict(),
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
    options: Options | None = None,
    **changes: Unpack[OptionChanges],
) -> Grade:
    r"""Grade a model's response against the reference answer.

    Args:
        response: the text of the response; None for a missing one.
        reference: the reference answer, or several of which one match is enough; blank ones are passed over.
        policy: ``"default"``, ``"strict"`` (for rewards: only a closed ``\boxed{…}``, no rounding) or a `Policy`.
        finish_reason: why the model stopped, as its server reported it; ``"length"`` and its synonyms mean cut off.
        reasoning: reasoning reported apart from the content. It is never searched; with blank content it tells a model
            cut off while thinking (given ``finish_reason``) from an empty response.
        options: how to compare; None takes the policy's.
        changes: single options by name, over these.

    Returns:
        The status, what was extracted, and the comparison that decided.

    Raises:
        TypeError: a response, reference or reasoning that is neither a string nor None.
        ValueError: an unknown policy, or a value that its option does not take.
    """
    policy = resolve_policy(policy)
    options = (options or policy.options).changed(changes)
    references = _usable(reference)
    if reasoning is not None and not isinstance(reasoning, str):
        raise TypeError(f"reasoning must be a string or None, not {type(reasoning).__name__}")
    extraction = extract_answer(response, policy, finish_reason=finish_reason)
    if extraction.rule == "empty" and extraction.truncated and not is_blank(reasoning or ""):
        extraction = replace(extraction, rule="cut_off")
    if not references:
        return Grade(Status.ERROR, extraction, None)
    if extraction.text is None:
        return Grade(_WITHOUT_ANSWER.get(extraction.rule, Status.NO_ANSWER), extraction, None)
    result = _best_match(extraction.text, references, options)
    return Grade(_BY_VERDICT[result.verdict], extraction, result)


def _usable(reference: str | Sequence[str] | None) -> list[str]:
    """The references that are not blank."""
    given = [reference] if reference is None or isinstance(reference, str) else reference
    if not isinstance(given, (list, tuple)):
        raise TypeError(f"reference must be a string, a list of strings or None, not {type(reference).__name__}")
    for item in given:
        if item is not None and not isinstance(item, str):
            raise TypeError(f"reference must be a string or None, not {type(item).__name__}")
    return [item for item in given if item is not None and not is_blank(item)]


def _best_match(prediction: str, references: list[str], options: Options) -> Result:
    """The first match; else the first comparison left open; else the first mismatch."""
    from mathequiv.comparison import compare  # noqa: PLC0415 - keeps `import mathequiv.grading` light

    results: list[Result] = []
    for reference in references:
        result = compare(prediction, reference, options=options)
        if result.equivalent:
            return result
        results.append(result)
    return next((result for result in results if result.verdict is Verdict.UNDECIDED), results[0])
