"""TRL: a reward function for `GRPOTrainer` and the trainers that call rewards as it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mathequiv.harness.facts import RATES
from mathequiv.harness.rewards import reward_grade, reward_value

__all__ = ["mathequiv_reward"]

_COLUMNS = ("answer", "solution")


def mathequiv_reward(
    completions: Sequence[Any],
    *,
    log_extra: Callable[[str, list[Any]], None] | None = None,
    log_metric: Callable[[str, float], None] | None = None,
    **columns: Any,
) -> list[float | None]:
    r"""1.0 for each completion whose last closed ``\boxed{…}`` is the reference, 0.0 for any other.

    Args:
        completions: texts, or lists of messages.
        log_extra: the trainer's, which gets the answers found and the status of each row.
        log_metric: the trainer's, which gets the share of completions of each status in `RATES`.
        columns: the other columns of the data set; ``answer``, or else ``solution``, holds the references.

    Returns:
        One reward a completion; None, by which TRL skips the row, where the reference cannot be graded.

    Raises:
        ValueError: the data set has no column of references.
    """
    column = next((name for name in _COLUMNS if name in columns), None)
    if column is None:
        raise ValueError(f"mathequiv_reward needs a data set with a column {' or '.join(_COLUMNS)}")
    grades = [reward_grade(text, gold) for text, gold in zip(completions, columns[column], strict=True)]
    if log_extra:
        log_extra("mathequiv_answer", [one.extraction.text or "" for one in grades])
        log_extra("mathequiv_status", [one.status.value for one in grades])
    if log_metric and grades:
        for status in RATES:
            log_metric(f"mathequiv/{status.value}", sum(one.status is status for one in grades) / len(grades))
    return [reward_value(one) for one in grades]
