"""TRL: a reward function for `GRPOTrainer` and the trainers that call rewards as it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial, update_wrapper
from typing import Any

from mathequiv.bulk import in_step
from mathequiv.harness.facts import RATES
from mathequiv.harness.options import GivenOptions, grading_options
from mathequiv.harness.rewards import reward_grade, reward_value

__all__ = ["mathequiv_reward", "reward_from_column"]

_COLUMNS = ("answer", "solution")


def mathequiv_reward(
    completions: Sequence[Any],
    *,
    log_extra: Callable[[str, list[Any]], None] | None = None,
    log_metric: Callable[[str, float], None] | None = None,
    reference_column: str | None = None,
    mathequiv_options: GivenOptions = None,
    **columns: Any,
) -> list[float | None]:
    r"""1.0 for each completion whose last closed ``\boxed{…}`` is the reference, 0.0 for any other.

    Args:
        completions: texts, or lists of messages.
        log_extra: the trainer's function; it gets the answers found and the status of each row.
        log_metric: the trainer's function; it gets the share of completions with each status in `RATES`.
        reference_column: the column of references, bound by `reward_from_column`; None looks for ``answer``, then for
            ``solution``.
        mathequiv_options: options of the comparison, bound by `reward_from_column`. The name leaves ``options`` free
            for a column of the data set.
        columns: the other columns of the data set, including ``prompts``.

    Returns:
        One reward per completion; None, which makes TRL skip the row, if the reference cannot be graded.

    Raises:
        ValueError: the data set has no column of references, or one of a different length.
        TypeError: completions or references are a single text.
    """
    references = _references(columns, reference_column)
    prompts = columns.get("prompts") or [None] * len(completions)
    rows = in_step(completions=completions, references=references, prompts=prompts)
    grades = [reward_grade(text, gold, prompt=prompt, options=mathequiv_options) for text, gold, prompt in rows]
    if log_extra:
        log_extra("mathequiv_answer", [one.extraction.text or "" for one in grades])
        log_extra("mathequiv_status", [one.status.value for one in grades])
    if log_metric and grades:
        for status in RATES:
            log_metric(f"mathequiv/{status.value}", sum(one.status is status for one in grades) / len(grades))
    return [reward_value(one) for one in grades]


def _references(columns: Mapping[str, Any], named: str | None) -> Sequence[Any]:
    names = _COLUMNS if named is None else (named,)
    column = next((name for name in names if name in columns), None)
    if column is None:
        wanted = " or ".join(names)
        remedy = "name another with reward_from_column('gold')" if named is None else "name one of those"
        raise ValueError(f"the data set has no column {wanted} (its columns: {', '.join(columns) or 'none'}): {remedy}")
    references: Sequence[Any] = columns[column]
    return references


def reward_from_column(
    reference_column: str | None = None, *, options: GivenOptions = None
) -> Callable[..., list[float | None]]:
    """`mathequiv_reward` for a data set whose references are in a column with another name, or with options.

    Args:
        reference_column: the column's name; None finds it as `mathequiv_reward` does.
        options: options of the comparison, by name, that override those of the strict policy.

    Returns:
        The reward function; it can be sent to a worker, and TRL logs it under the same name.

    Raises:
        ValueError: a value that its option does not take.
        TypeError: there is no option with that name.
    """
    grading_options(options)
    reward = partial(mathequiv_reward, reference_column=reference_column, mathequiv_options=options)
    return update_wrapper(reward, mathequiv_reward)
