"""SkyRL: the environment by its name, over recorded responses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mathequiv import grade
from tests.conftest import run_snippet

pytest.importorskip("skyrl_gym", reason="skyrl-gym is not installed: nox -s 'host(skyrl)'")

import skyrl_gym

import mathequiv.harness.skyrl  # noqa: F401 - registers


@pytest.mark.parametrize("spec", ["reward_spec", "reward_model"])
def test_episodes(spec: str, recorded: list[dict[str, Any]]) -> None:
    for row in recorded:
        for text in row["responses"]:
            env = skyrl_gym.make("mathequiv", env_config=None, extras={spec: {"ground_truth": row["answer"]}})
            env.init([{"role": "user", "content": row["problem"]}])
            step = env.step(text)
            graded = grade(text, row["answer"], policy="strict", problem=row["problem"])
            assert (step["reward"], step["done"], step["observations"]) == (float(graded.correct), True, [])
            assert step["metadata"]["status"] == graded.status.value


def test_the_problem_given_back_is_no_answer() -> None:
    env = skyrl_gym.make("mathequiv", env_config=None, extras={"reward_spec": {"ground_truth": "15"}})
    env.init([{"role": "user", "content": "What is $1+2+3+4+5$?"}])
    assert env.step(r"It is $\boxed{1+2+3+4+5}$.")["reward"] == 0.0


def test_a_row_without_reference() -> None:
    with pytest.raises(ValueError, match="ground_truth"):
        skyrl_gym.make("mathequiv", env_config=None, extras={})


def test_the_documented_check(tmp_path: Path) -> None:
    assert run_snippet("skyrl.md", "check", tmp_path).startswith("1.0 ")
