"""rLLM: an evaluator, made with the classes that the installed release returns results in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mathequiv.harness.facts import RATES
from mathequiv.harness.rewards import completion_text, reward_grade

__all__ = ["evaluator"]

_REFERENCES = ("ground_truth", "answer", "solution")
_PROBLEMS = ("question", "problem", "prompt")
_RESPONSES = ("model_response", "output", "action")


def evaluator(output: Callable[..., Any], signal: Callable[..., Any]) -> Callable[[Mapping[str, Any], Any], Any]:
    r"""The function that rewards an episode: 1.0 if the last closed ``\boxed{…}`` of its last step is the reference.

    Args:
        output: rLLM's ``EvalOutput``, called with ``reward``, ``is_correct`` and ``signals``.
        signal: rLLM's ``Signal``, called with ``name`` and ``value``.

    Returns:
        ``evaluate(task, episode)``. The task's reference is its ``ground_truth``, ``answer`` or ``solution``; the
        signals are 1.0 for the status of `RATES` that applies.
    """

    def evaluate(task: Mapping[str, Any], episode: Any) -> Any:
        graded = reward_grade(_response(episode), _first(task, _REFERENCES), prompt=_first(task, _PROBLEMS))
        signals = [signal(name=status.value, value=float(graded.status is status)) for status in RATES]
        return output(reward=float(graded.correct), is_correct=graded.correct, signals=signals)

    return evaluate


def _first(task: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((task[name] for name in names if task.get(name) is not None), None)


def _response(episode: Any) -> str:
    """The text of the last step of the last trajectory."""
    steps = [step for trajectory in getattr(episode, "trajectories", None) or [] for step in trajectory.steps or []]
    if not steps:
        return ""
    found = (getattr(steps[-1], name, None) for name in _RESPONSES)
    return completion_text(next((value for value in found if value), None))
