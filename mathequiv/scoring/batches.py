"""The unit of work of a run: a batch of responses in, lines of ``graded.jsonl`` out; here or in a worker process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

from mathequiv.bulk import Response, grade_responses, outcome
from mathequiv.extraction.policy import resolve_policy
from mathequiv.grading import Grade
from mathequiv.scoring.join import Joined
from mathequiv.scoring.records import Sample, squeeze
from mathequiv.verdict import Tolerance

__all__ = ["Grader", "Task", "beginning", "grade_batch", "response_of", "task_of"]


_ENCODE: Final = json.JSONEncoder(ensure_ascii=False).encode
"""As `json.dumps`, which makes an encoder for every row."""

PROBLEM_CHARS = 200
"""Characters of a problem that its rows repeat: enough to know it again."""


@dataclass(frozen=True, slots=True)
class Task:
    """One response to grade.

    Attributes:
        row: what its line in ``graded.jsonl`` says before grading.
        sample: the response.
        references: the reference answers, of which one match is enough.
        problem: the text of the problem.
        tolerance: by how much an answer may differ from the reference, where the data says so.
    """

    row: Mapping[str, Any]
    sample: Sample
    references: tuple[str, ...]
    problem: str | None
    tolerance: Tolerance | None = None


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
        "problem": beginning(record.problem),
        "length": len(sample.response or ""),
        "finish_reason": sample.finish_reason,
        "tool_scores": dict(sample.scores or record.scores),
        "reference": references[0] if len(references) == 1 else references or None,
    }
    return Task(row, sample, references, record.problem, record.tolerance)


@lru_cache(maxsize=64)
def beginning(problem: str | None) -> str | None:
    """As much of a problem's text as tells it from others."""
    return None if problem is None else squeeze(problem)[:PROBLEM_CHARS]


def grade_batch(tasks: Sequence[Task], policy: str, options: Mapping[str, Any]) -> list[bytes]:
    """Grade responses.

    Args:
        tasks: the responses.
        policy: name of the extraction policy.
        options: those that are not the policy's own.

    Returns:
        For each, its line of ``graded.jsonl`` with the line feed.
    """
    compared = resolve_policy(policy).options.changed(options)
    grades = grade_responses(map(response_of, tasks), policy, compared)
    return [_line(task, graded) for task, graded in zip(tasks, grades, strict=True)]


def response_of(task: Task) -> Response:
    """A task's response, as it is graded."""
    sample = task.sample
    return Response(
        sample.response, task.references, sample.finish_reason, sample.reasoning, task.problem, task.tolerance
    )


def _line(task: Task, graded: Grade) -> bytes:
    text = _ENCODE({**task.row, **outcome(graded, task.references)}) + "\n"
    # A lone surrogate has no UTF-8 form; backslashreplace turns it into the JSON escape it came from.
    return text.encode("utf-8", "backslashreplace")
