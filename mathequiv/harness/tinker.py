"""tinker-cookbook: a problem environment for its reinforcement learning."""

from __future__ import annotations

from typing import Any

from tinker_cookbook.rl.problem_env import ProblemEnv

from mathequiv.extraction import extract_answer
from mathequiv.harness.rewards import reward_grade

__all__ = ["MathEquivEnv"]

_ASK = " Write your answer in \\boxed{} format."


class MathEquivEnv(ProblemEnv):
    r"""Rewards a response whose last closed ``\boxed{…}`` is the reference; a closed box is also the required format.

    Args:
        problem: the text of the problem.
        answer: the reference, or a list in which one match is enough.
        renderer: tinker's.
        others: the other arguments of `ProblemEnv`.
    """

    def __init__(self, problem: str, answer: Any, renderer: Any, *others: Any, **named: Any) -> None:
        super().__init__(renderer, *others, **named)
        self._problem = problem
        self._answer = answer

    def get_question(self) -> str:
        """The problem, with the request for a box."""
        return self._problem + _ASK

    def check_answer(self, sample_str: str) -> bool:
        """Whether the answer is the reference."""
        return reward_grade(sample_str, self._answer, prompt=self._problem).correct

    def check_format(self, sample_str: str) -> bool:
        """Whether there is a closed box."""
        return extract_answer(sample_str, "strict").text is not None

    def get_reference_answer(self) -> str:
        """The reference, for the log."""
        return str(self._answer)
