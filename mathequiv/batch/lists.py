"""Lists of responses, graded here or in a pool of processes; and one response, for event loops."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mathequiv.bulk import Response, grade_responses, in_step
from mathequiv.extraction.policy import resolve_policy
from mathequiv.grading import Grade, Policy, grade
from mathequiv.scoring.parallel import in_order
from mathequiv.verdict import OptionChanges, Options

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["agrade", "grade_many"]

T = TypeVar("T")


def grade_many(  # noqa: PLR0913 - keyword options of the public function
    responses: Sequence[str | None],
    references: Sequence[str | Sequence[str] | None],
    *,
    processes: int = 1,
    policy: str | Policy = "default",
    finish_reasons: Sequence[str | None] | None = None,
    reasonings: Sequence[str | None] | None = None,
    problems: Sequence[str | None] | None = None,
    options: Options | None = None,
    **changes: Unpack[OptionChanges],
) -> list[Grade]:
    """Grade many responses, each as `mathequiv.grade` does.

    Args:
        responses: the texts of the responses; None for a missing one.
        references: for each, its reference answer, or several of which it is enough to match one.
        processes: how many processes grade. Further ones are started only for more than about a thousand responses,
            and not from a daemonic process, which may have no children; a script then needs the usual
            ``if __name__ == "__main__":``.
        policy: as in `mathequiv.grade`.
        finish_reasons: for each response, why its generation ended.
        reasonings: for each response, the reasoning reported separately from its text.
        problems: for each response, the text of its problem.
        options: how to compare; None uses the policy's options.
        changes: single options by name, which override these.

    Returns:
        The grades, in the order of the responses.

    Raises:
        TypeError: a response, reference or reasoning that is neither a string nor None.
        ValueError: lists of different lengths, an unknown policy, or a value that its option does not take.
        WorkerLost: the system ended a worker process.
    """
    chosen = resolve_policy(policy)
    compared = (options or chosen.options).changed(changes)
    optional = {"finish_reasons": finish_reasons, "reasonings": reasonings, "problems": problems}
    further = {name: _all(values, responses) for name, values in optional.items()}
    rows = [Response(*row) for row in in_step(responses=responses, references=references, **further)]
    if multiprocessing.current_process().daemon:
        processes = 1
    work = partial(grade_responses, policy=chosen, options=compared)
    return [grade for _, grades in in_order(work, rows, processes, payload=_itself) for grade in grades]


def _all(values: Sequence[str | None] | None, responses: Sequence[object]) -> Sequence[str | None]:
    return [None] * len(responses) if values is None else values


def _itself(value: T) -> T:
    return value


async def agrade(  # noqa: PLR0913 - those of grade
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
    """`mathequiv.grade` in a thread, so that it does not block the event loop.

    Arguments, result and exceptions are those of `mathequiv.grade`. Threads share one interpreter lock, so for many
    responses at once `grade_many` with several processes is faster.
    """
    call = partial(
        grade,
        response,
        reference,
        policy=policy,
        finish_reason=finish_reason,
        reasoning=reasoning,
        problem=problem,
        options=options,
        **changes,
    )
    return await asyncio.to_thread(call)
