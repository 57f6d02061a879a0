"""verl: reward functions for ``reward.custom_reward_function``, whichever reward manager calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mathequiv.harness.facts import RATES
from mathequiv.harness.options import GivenOptions
from mathequiv.harness.rewards import reward_grade

__all__ = ["compute_score", "compute_score_details"]


def compute_score(  # noqa: PLR0913 - verl's call, and what its reward_kwargs may add
    data_source: Any = None,  # noqa: ARG001 - verl's call
    solution_str: Any = None,
    ground_truth: Any = None,
    extra_info: Any = None,
    *,
    policy: str = "strict",
    options: GivenOptions = None,
    **_others: Any,
) -> float:
    r"""1.0 if the last closed ``\boxed{…}`` of the response is the reference, else 0.0.

    It returns a plain number, because the ``prime`` manager reads nothing else. verl cannot skip a row: if a reference
    cannot be graded, all responses to it score 0.0 and so have no advantage in GRPO.

    Args:
        data_source: not used; every data source is graded alike.
        solution_str: the response.
        ground_truth: the reference, or a list in which one match is enough.
        extra_info: the row's; its ``question``, ``problem`` or ``prompt``, if it has one, is the problem's text, and
            an expression copied from it is not an answer.
        policy: ``"strict"``; ``reward_kwargs`` can set ``"default"``.
        options: options of the comparison, by name, that override the policy's; also set by ``reward_kwargs``.
    """
    return float(reward_grade(solution_str, ground_truth, policy, prompt=_problem(extra_info), options=options).correct)


def compute_score_details(  # noqa: PLR0913 - as above
    data_source: Any = None,  # noqa: ARG001 - verl's call
    solution_str: Any = None,
    ground_truth: Any = None,
    extra_info: Any = None,
    *,
    policy: str = "strict",
    options: GivenOptions = None,
    **_others: Any,
) -> dict[str, float | str]:
    """As `compute_score`, with columns for verl's logs and dumps; not for the ``prime`` manager.

    Returns:
        ``score`` and ``acc``, 1.0 for each status of `RATES` that applies, ``pred`` (the answer found, for verl's
        majority vote) and ``status``; the keys are always the same.
    """
    graded = reward_grade(solution_str, ground_truth, policy, prompt=_problem(extra_info), options=options)
    score = float(graded.correct)
    rates = {status.value: float(graded.status is status) for status in RATES}
    return {"score": score, "acc": score, "pred": graded.extraction.text or "", "status": graded.status.value, **rates}


def _problem(extra_info: object) -> object:
    if not isinstance(extra_info, Mapping):
        return None
    return next((extra_info[name] for name in ("question", "problem", "prompt") if name in extra_info), None)
