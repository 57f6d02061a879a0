"""slime and its fork miles: the function for ``--custom-rm-path mathequiv.harness.slime.mathequiv_reward``."""

from __future__ import annotations

import asyncio
from typing import Any

from mathequiv.harness.rewards import reward_grade

__all__ = ["mathequiv_reward"]


async def mathequiv_reward(args: Any, sample: Any, **_others: Any) -> float | list[float]:
    r"""1.0 if the last closed ``\boxed{…}`` of the response is the label, else 0.0.

    Args:
        args: slime's; not used.
        sample: a sample with ``prompt``, ``response`` and ``label``, or a list of samples, as slime hands over with
            ``--group-rm``.

    Returns:
        One reward per sample, as a list if a list was given; 0.0 if the label cannot be graded.
    """
    del args
    samples = sample if isinstance(sample, (list, tuple)) else [sample]
    # In a thread: a slow comparison holds up no other rollout.
    rewards = await asyncio.to_thread(lambda: [_reward(one) for one in samples])
    return rewards if isinstance(sample, (list, tuple)) else rewards[0]


def _reward(sample: Any) -> float:
    return float(reward_grade(sample.response, sample.label, prompt=sample.prompt).correct)
