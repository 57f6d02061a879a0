"""OpenRLHF: the file for ``--reward.remote_url``, with the function ``reward_func`` that it looks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch

from mathequiv.harness.facts import RATES
from mathequiv.harness.rewards import reward_grade

__all__ = ["reward_func"]

_TAIL = 200
"""Characters at the end of a prompt that find it again where its start was cut off or is decoded in another way."""


def reward_func(
    queries: Sequence[Any], prompts: Sequence[Any], labels: Sequence[Any], **_others: Any
) -> dict[str, Any]:
    r"""Grade what follows the prompt in each query: 1.0 if its last closed ``\boxed{…}`` is the label, else 0.0.

    Args:
        queries: prompt and response in one text, special tokens included.
        prompts: the prompts alone.
        labels: the references.

    Returns:
        ``rewards`` and ``scores`` (the same), and in ``extra_logs`` the share of responses of each status in `RATES`
        and ``prompt_not_found``: responses that score 0.0 because the query does not hold its prompt, so that a box
        in the prompt could pass for an answer.
    """
    responses = [_response(query, prompt) for query, prompt in zip(queries, prompts, strict=True)]
    grades = [reward_grade(text, label) for text, label in zip(responses, labels, strict=True)]
    rewards = _flags(one.correct for one in grades)
    logs = {f"mathequiv_{status.value}": _flags(one.status is status for one in grades) for status in RATES}
    logs["mathequiv_prompt_not_found"] = _flags(text is None for text in responses)
    return {"rewards": rewards, "scores": rewards.clone(), "extra_logs": logs}


def _flags(values: Iterable[bool]) -> torch.Tensor:
    return torch.tensor([float(value) for value in values])


def _response(query: Any, prompt: Any) -> str | None:
    if not isinstance(query, str) or not isinstance(prompt, str):
        return None
    if query.startswith(prompt):
        return query[len(prompt) :]
    _, found, response = query.rpartition(prompt[-_TAIL:])
    return response if found else None
