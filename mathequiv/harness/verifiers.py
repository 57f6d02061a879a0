"""Prime's ``verifiers``: a rubric function for its 0.1 releases, a reward to plug in for its 0.4 releases."""

from __future__ import annotations

import asyncio
from typing import Any

from mathequiv.harness.places import PLACES
from mathequiv.harness.rewards import reward_grade

__all__ = ["mathequiv_reward", "mathequiv_trace_reward", "script"]


async def mathequiv_reward(completion: Any = None, answer: Any = None, prompt: Any = None, **_others: Any) -> float:
    r"""For ``vf.Rubric(funcs=[mathequiv_reward])``.

    Args:
        completion: a text or messages, of which the assistant's last one is graded.
        answer: the reference, or a list in which one match is enough.
        prompt: a text or messages; an expression copied from it is not an answer.

    Returns:
        1.0 if the last closed ``\boxed{…}`` is the reference, else 0.0, even if the reference cannot be graded.
    """
    graded = await asyncio.to_thread(
        reward_grade, completion, answer, prompt=prompt
    )  # a slow comparison holds up no other rollout
    return float(graded.correct)


async def mathequiv_trace_reward(task: Any, trace: Any) -> float:
    r"""For ``--env.taskset.task.rewards.NAME.fn mathequiv.harness.verifiers:mathequiv_trace_reward``.

    Args:
        task: the row of the task set, with the reference in ``answer``.
        trace: the rollout; its last reply is graded.

    Returns:
        As `mathequiv_reward`.
    """
    return await mathequiv_reward(trace.last_reply, getattr(task, "answer", None), getattr(task, "prompt", None))


def script(requirement: str = "mathequiv") -> str:
    """The script for ``runtime.run_uv_script(script(), args=[reference, response])``, which prints the reward.

    Args:
        requirement: what ``uv`` installs for it: a release, or ``mathequiv @ file:///…`` for a checkout.
    """
    text = PLACES["verifiers"].location().read_text(encoding="utf-8")
    return text.replace('dependencies = ["mathequiv"]', f'dependencies = ["{requirement}"]')
