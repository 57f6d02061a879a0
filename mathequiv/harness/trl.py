"""TRL: a reward function for `GRPOTrainer` and the trainers that call rewards as it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, update_wrapper
from typing import Any

from mathequiv.harness.facts import RATES
from mathequiv.harness.rewards import reward_grade, reward_value

__all__ = ["mathequiv_reward", "reward_from_column"]

_COLUMNS = ("answer", "solution")


def mathequiv_reward(
    completions: Sequence[Any],
    *,
    log_extra: Callable[[str, list[Any]], None] | None = None,
    log_metric: Callable[[str, float], None] | None = None,
    reference_column: str | None = None,
    **columns: Any,
) -> list[float | None]:
    r"""1.0 for each completion whose last closed ``\boxed{…}`` is the reference, 0.0 for any other.

    Args:
        completions: texts, or lists of messages.
        log_extra: the trainer's, which gets the answers found and the status of each row.
        log_metric: the trainer's, which gets the share of completions of each status in `RATES`.
        reference_column: the column of references, bound by `reward_from_column`; None looks for ``answer``, then for
            ``solution``.
        columns: the other columns of the data set, ``prompts`` among them.

    Returns:
        One reward a completion; None, by which TRL skips the row, where the reference cannot be graded.

    Raises:
        ValueError: the data set has no column of references.
    """
    names = _COLUMNS if reference_column is None else (reference_column,)
    column = next((name for name in names if name in columns), None)
    if column is None:
        raise ValueError(f"mathequiv_reward needs a data set with a column {' or '.join(names)}")
    prompts = columns.get("prompts") or [None] * len(completions)
    rows = zip(completions, columns[column], prompts, strict=True)
    grades = [reward_grade(text, gold, prompt=prompt) for text, gold, prompt in rows]
    if log_extra:
        log_extra("mathequiv_answer", [one.extraction.text or "" for one in grades])
        log_extra("mathequiv_status", [one.status.value for one in grades])
    if log_metric and grades:
        for status in RATES:
            log_metric(f"mathequiv/{status.value}", sum(one.status is status for one in grades) / len(grades))
    return [reward_value(one) for one in grades]


def reward_from_column(reference_column: str) -> Callable[..., list[float | None]]:
    """`mathequiv_reward` for a data set whose references are in a column of another name.

    Args:
        reference_column: the column's name.

    Returns:
        The reward function; it can be sent to a worker, and TRL logs it under the same name.
    """
    reward = partial(mathequiv_reward, reference_column=reference_column)
    return update_wrapper(reward, mathequiv_reward)
