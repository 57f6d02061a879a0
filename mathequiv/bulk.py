"""Many responses at once: the one loop under every batch, pool of processes and engine.

Each grade is that of `mathequiv.grade`. A batch is small enough that the cache of prepared texts holds all its
references, so each is read once, however its rows are ordered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from mathequiv.comparison import is_equiv
from mathequiv.extraction.policy import resolve_policy
from mathequiv.grading import Grade, Policy, grade
from mathequiv.verdict import PUBLISHED, Options, Tolerance

__all__ = ["BATCH_ROWS", "OUTCOMES", "Response", "grade_responses", "in_step", "outcome"]

BATCH_ROWS: Final = 1024
"""Rows of a batch: a quarter of the cache of prepared texts, for an answer and a reference each, with room to spare."""


@dataclass(frozen=True, slots=True)
class Response:
    """A response with what is known about it.

    Attributes:
        text: the text of the response; None for a missing one.
        references: the reference answers, of which one match is enough.
        finish_reason: why its generation ended, in the server's word.
        reasoning: reasoning kept apart from the text.
        problem: the text of the problem.
        tolerance: by how much its answer may differ from the references, where the data says so.
    """

    text: str | None
    references: Sequence[str] | str | None
    finish_reason: str | None = None
    reasoning: str | None = None
    problem: str | None = None
    tolerance: Tolerance | None = None


def grade_responses(
    responses: Iterable[Response], policy: str | Policy = "default", options: Options | None = None
) -> list[Grade]:
    """Grade responses, in order.

    Args:
        responses: the responses with their references.
        policy: as `mathequiv.grade` takes it.
        options: how to compare; None takes the policy's. Where they leave ``approx`` as the policy has it, a tolerance
            that came with a reference holds for that one.

    Returns:
        A grade each.

    Raises:
        TypeError: a text that is neither a string nor None.
        ValueError: an unknown policy.
    """
    policy = resolve_policy(policy)
    options = options or policy.options
    takes_tolerance = options.approx == policy.options.approx
    return [
        grade(
            one.text,
            one.references,
            policy=policy,
            finish_reason=one.finish_reason,
            reasoning=one.reasoning,
            problem=one.problem,
            options=options.changed({"approx": one.tolerance}) if takes_tolerance and one.tolerance else options,
        )
        for one in responses
    ]


def in_step(**columns: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of columns that have one value a row.

    Args:
        columns: the columns by name, in the order that a row shall have.

    Yields:
        A tuple a row.

    Raises:
        TypeError: a column is one text, whose characters would be its values.
        ValueError: the columns differ in length.
    """
    for name, column in columns.items():
        if isinstance(column, (str, bytes)):
            raise TypeError(f"{name} must be a list with one value per row, not one text: {column[:40]!r}")
    if len({len(column) for column in columns.values()}) > 1:
        first = next(iter(columns.values()))
        filled = [name for name, one in columns.items() if one is not first and _fills(one, len(first))]
        sizes = ", ".join([f"{len(one)} {name}" for name, one in columns.items() if name not in filled])
        raise ValueError(f"all lists must have one value per row, but there are {sizes}")
    return zip(*columns.values(), strict=True)


def _fills(column: Sequence[Any], size: int) -> bool:
    """Whether a column holds nothing in each row of the first one: it was not given, but made to fit."""
    return len(column) == size and all(value is None for value in column)


Read: TypeAlias = Callable[[Grade, Sequence[str]], Any]


def _compared(name: str) -> Read:
    """A field of the comparison; null where nothing was compared."""

    def read(graded: Grade, _references: Sequence[str]) -> Any:
        return None if graded.result is None else getattr(graded.result, name)

    return read


def _verdict(graded: Grade, _references: Sequence[str]) -> str | None:
    return None if graded.result is None else graded.result.verdict.value


def _trace(graded: Grade, _references: Sequence[str]) -> list[list[str | None]] | None:
    if graded.result is None:
        return None
    return [[one.layer, None if one.verdict is None else one.verdict.value, one.note] for one in graded.result.trace]


def _published(graded: Grade, references: Sequence[str]) -> bool | None:
    """What MATH's own ``is_equiv`` says of the same answer: the string layer, asked alone."""
    if graded.result is None:
        return None
    # In the full pipeline that layer says less than alone.
    if graded.result.layer == "string" and graded.result.equivalent:
        return True
    return any(is_equiv(graded.extraction.text, reference, options=_ALONE) for reference in references)


_ALONE: Final = Options(layers=PUBLISHED)


OUTCOMES: Final[Mapping[str, Read]] = MappingProxyType(
    {
        "status": lambda graded, _: graded.status.value,
        "answer": lambda graded, _: graded.extraction.text,
        "extraction_rule": lambda graded, _: graded.extraction.rule,
        "span": lambda graded, _: graded.extraction.span,
        "truncated": lambda graded, _: graded.extraction.truncated,
        "verdict": _verdict,
        "layer": _compared("layer"),
        "rule": _compared("rule"),
        "reason": _compared("reason"),
        "trace": _trace,
        "math_is_equiv": _published,
    }
)
"""What a row says of a grade, by name, and how it is read from the grade and the references."""


def outcome(graded: Grade, references: Sequence[str]) -> dict[str, Any]:
    """A grade as one flat row, as in ``graded.jsonl``.

    Args:
        graded: the grade.
        references: the reference answers it was graded against.
    """
    return {name: read(graded, references) for name, read in OUTCOMES.items()}
