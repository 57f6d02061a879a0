"""tinker-cookbook: steps of its environment over recorded responses, with a renderer that spells bytes."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from mathequiv import grade

pytest.importorskip("tinker_cookbook", reason="tinker-cookbook is not installed: nox -s 'host(tinker)'")

from mathequiv.harness.tinker import MathEquivEnv


class Renderer:
    """Bytes as tokens."""

    def get_stop_sequences(self) -> list[str]:
        return ["\n\nUser:"]

    def build_generation_prompt(self, conversation: list[dict[str, str]]) -> str:
        return "".join(message["content"] for message in conversation)

    def parse_response(self, tokens: list[int]) -> tuple[dict[str, str], SimpleNamespace]:
        message = {"role": "assistant", "content": bytes(tokens).decode()}
        return message, SimpleNamespace(is_stop_sequence=True, is_clean=True)


def test_steps(recorded: list[dict[str, Any]]) -> None:
    async def run(text: str, row: dict[str, Any]) -> Any:
        env = MathEquivEnv(row["problem"], row["answer"], Renderer())
        observation, _ = await env.initial_observation()
        assert observation == row["problem"] + " Write your answer in \\boxed{} format."
        return await env.step(list(text.encode()))

    for row in recorded:
        for text in row["responses"]:
            step = asyncio.run(run(text, row))
            graded = grade(text, row["answer"], policy="strict", problem=row["problem"])
            assert step.metrics["correct"] == float(graded.correct)
            assert step.metrics["format"] == float(graded.extraction.text is not None)
            assert step.reward == pytest.approx(step.metrics["correct"] + 0.1 * (step.metrics["format"] - 1))
            assert step.episode_done


def test_format_is_a_closed_box() -> None:
    env = MathEquivEnv("p", ["5", "6"], Renderer())
    assert env.check_format(r"\boxed{5}")
    assert not env.check_format(r"\boxed{5")
    assert not env.check_format("5")
    assert env.check_answer(r"\boxed{6}")
