"""SkyRL: the single-turn environment ``mathequiv``, which importing this module registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import skyrl_gym
from skyrl_gym.envs.base_text_env import BaseTextEnv, BaseTextEnvStepOutput

from mathequiv.harness.facts import facts
from mathequiv.harness.rewards import reward_grade

__all__ = ["MathEquivEnv"]

_SPECS = ("reward_spec", "reward_model")


class MathEquivEnv(BaseTextEnv):
    r"""Rewards the one response of an episode: 1.0 if its last closed ``\boxed{…}`` is the reference, else 0.0.

    Args:
        env_config: SkyRL's; not used.
        extras: the row's; the reference is ``ground_truth`` of ``reward_spec``, or of ``reward_model``.

    Raises:
        ValueError: the row has no reference.
    """

    def __init__(self, env_config: Any = None, extras: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        del env_config
        given = extras or {}
        spec: Mapping[str, Any] = next((given[name] for name in _SPECS if isinstance(given.get(name), Mapping)), {})
        if "ground_truth" not in spec:
            raise ValueError("each row needs its reference in reward_spec.ground_truth")
        self._reference = spec["ground_truth"]
        self._prompt: Any = None

    def init(self, prompt: Any) -> tuple[Any, dict[str, Any]]:
        """Keep the prompt: an expression copied from it is not an answer."""
        self._prompt = prompt
        return prompt, {}

    def step(self, action: str) -> BaseTextEnvStepOutput:
        """Grade the response; the metadata are the fields of `mathequiv.harness.facts.facts`."""
        graded = reward_grade(action, self._reference, prompt=self._prompt)
        return BaseTextEnvStepOutput(observations=[], reward=float(graded.correct), done=True, metadata=facts(graded))


skyrl_gym.register(id="mathequiv", entry_point="mathequiv.harness.skyrl:MathEquivEnv")
