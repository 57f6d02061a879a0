"""AReaL: a reward function for its workflows, which call it in a pool of processes."""

from __future__ import annotations

from typing import Any

from mathequiv.harness.rewards import reward_grade

__all__ = ["mathequiv_reward"]


def mathequiv_reward(
    prompt: Any = None,
    completions: Any = None,
    prompt_ids: Any = None,  # noqa: ARG001 - as above
    completion_ids: Any = None,  # noqa: ARG001 - as above
    answer: Any = None,
    **_row: Any,
) -> float:
    r"""1.0 if the last closed ``\boxed{…}`` of the completion is the reference, else 0.0.

    Args:
        prompt: the prompt; an expression copied from it is not an answer.
        completions: the completion, one text.
        prompt_ids: not used.
        completion_ids: not used.
        answer: the row's reference, or a list in which one match is enough.
    """
    return float(reward_grade(completions, answer, prompt=prompt).correct)
