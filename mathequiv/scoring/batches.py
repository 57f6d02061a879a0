"""The unit of work of a run: a batch of responses in, lines of ``graded.jsonl`` out; here or in a worker process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mathequiv.comparison import is_equiv
from mathequiv.grading import Grade, grade
from mathequiv.scoring.join import Joined
from mathequiv.scoring.records import Sample
from mathequiv.verdict import Result

__all__ = ["Grader", "Task", "grade_batch", "task_of"]


@dataclass(frozen=True, slots=True)
class Task:
    """One response to grade.

    Attributes:
        row: what its line in ``graded.jsonl`` says before grading.
        sample: the response.
        references: the reference answers, of which one match is enough.
    """

    row: Mapping[str, Any]
    sample: Sample
    references: tuple[str, ...]


class Grader(Protocol):
    """What grades a batch; workers import it by its name."""

    def __call__(self, tasks: Sequence[Task], policy: str, options: Mapping[str, Any]) -> list[bytes]:
        """The lines of ``graded.jsonl`` for the tasks."""


def task_of(joined: Joined, sample: Sample, number: int) -> Task:
    """The task for one response to a record, the ``number``-th response to its problem."""
    record, references = joined.record, joined.references
    row = {
        "id": record.id,
        "key": joined.key,
        "file": str(record.path),
        "line": record.line,
        "sample": number,
        "subject": record.subject,
        "level": record.level,
        "length": len(sample.response or ""),
        "finish_reason": sample.finish_reason,
        "tool_scores": dict(sample.scores or record.scores),
        "reference": references[0] if len(references) == 1 else references or None,
    }
    return Task(row, sample, references)


def grade_batch(tasks: Sequence[Task], policy: str, options: Mapping[str, Any]) -> list[bytes]:
    """Grade responses.

    Args:
        tasks: the responses.
        policy: name of the extraction policy.
        options: ``layers`` and ``approx`` where they are not the policy's own.

    Returns:
        For each, its line of ``graded.jsonl`` with the line feed.
    """
    return [_line(task, policy, options) for task in tasks]


def _line(task: Task, policy: str, options: Mapping[str, Any]) -> bytes:
    sample = task.sample
    graded = grade(
        sample.response,
        task.references,
        policy=policy,
        finish_reason=sample.finish_reason,
        reasoning=sample.reasoning,
        **options,
    )
    text = json.dumps({**task.row, **_outcome(graded, task.references)}, ensure_ascii=False) + "\n"
    # A lone surrogate has no UTF-8 form; backslashreplace turns it into the JSON escape it came from.
    return text.encode("utf-8", "backslashreplace")


def _outcome(graded: Grade, references: Sequence[str]) -> dict[str, Any]:
    found = graded.extraction
    return {
        "status": graded.status.value,
        "answer": found.text,
        "extraction_rule": found.rule,
        "span": found.span,
        "truncated": found.truncated,
        **_comparison(graded.result),
        "math_is_equiv": None if graded.result is None else _alone(found.text, references),
    }


def _comparison(result: Result | None) -> dict[str, Any]:
    """What was said of the answer; null throughout where nothing was compared."""
    if result is None:
        return dict.fromkeys(("verdict", "layer", "rule", "reason", "trace"))
    trace = [[one.layer, None if one.verdict is None else one.verdict.value, one.note] for one in result.trace]
    verdict = result.verdict.value
    return {"verdict": verdict, "layer": result.layer, "rule": result.rule, "reason": result.reason, "trace": trace}


def _alone(answer: str | None, references: Sequence[str]) -> bool:
    """What MATH's own ``is_equiv`` says of the same answer: the string layer, asked alone."""
    return any(is_equiv(answer, reference, layers=("string",)) for reference in references)
