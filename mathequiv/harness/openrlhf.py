"""OpenRLHF: the file for ``--reward.remote_url``, with the function ``reward_func`` that it looks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch

from mathequiv.bulk import in_step
from mathequiv.harness.facts import RATES
from mathequiv.harness.rewards import after_prompt, reward_grade

__all__ = ["reward_func"]


def reward_func(
    queries: Sequence[Any], prompts: Sequence[Any], labels: Sequence[Any], **_others: Any
) -> dict[str, Any]:
    r"""Grade what follows the prompt in each query: 1.0 if its last closed ``\boxed{…}`` is the label, else 0.0.

    Args:
        queries: prompt and response in one text, special tokens included.
        prompts: the prompts alone.
        labels: the references.

    Returns:
        ``rewards`` and ``scores`` (the same), and in ``extra_logs``, for each response, 1.0 for the status in `RATES`
        that applies and for ``prompt_not_found``: the query does not contain its prompt, so that a box in the prompt
        could pass for an answer, and the response scores 0.0.
    """
    rows = list(in_step(queries=queries, prompts=prompts, labels=labels))
    responses = [after_prompt(query, prompt) for query, prompt, _ in rows]
    pairs = zip(responses, rows, strict=True)
    grades = [reward_grade(text, label, prompt=prompt) for text, (_, prompt, label) in pairs]
    rewards = _flags(one.correct for one in grades)
    logs = {f"mathequiv_{status.value}": _flags(one.status is status for one in grades) for status in RATES}
    logs["mathequiv_prompt_not_found"] = _flags(text is None for text in responses)
    return {"rewards": rewards, "scores": rewards.clone(), "extra_logs": logs}


def _flags(values: Iterable[bool]) -> torch.Tensor:
    return torch.tensor([float(value) for value in values])
