"""slime and rLLM, which no registry has: the functions, called as their documentation says."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from mathequiv import grade
from mathequiv.harness.areal import mathequiv_reward as areal_reward
from mathequiv.harness.places import PLACES
from mathequiv.harness.responses_api import response_text
from mathequiv.harness.rewards import after_prompt, problem_text
from mathequiv.harness.rllm import evaluator
from mathequiv.harness.slime import mathequiv_reward
from mathequiv.harness.verifiers import script


@dataclass
class Signal:
    name: str
    value: float


@dataclass
class EvalOutput:
    reward: float
    is_correct: bool
    signals: list[Signal] = field(default_factory=list)


def rows(recorded: list[dict[str, Any]]) -> list[tuple[str, str, str, float]]:
    """Problem, response, reference and reward of every recorded response."""
    return [
        (row["problem"], text, row["answer"], float(strict(text, row))) for row in recorded for text in row["responses"]
    ]


def strict(text: str, row: dict[str, Any]) -> bool:
    return grade(text, row["answer"], policy="strict", problem=row["problem"]).correct


def episode(*texts: str) -> SimpleNamespace:
    steps = [SimpleNamespace(model_response=text) for text in texts]
    return SimpleNamespace(trajectories=[SimpleNamespace(steps=steps)])


def test_every_recorded_response(recorded: list[dict[str, Any]]) -> None:
    given = rows(recorded)
    expected = [reward for *_, reward in given]
    samples = [SimpleNamespace(prompt=p, response=text, label=gold, metadata={}) for p, text, gold, _ in given]
    assert [asyncio.run(mathequiv_reward(None, sample)) for sample in samples] == expected
    assert asyncio.run(mathequiv_reward(None, samples)) == expected
    evaluate = evaluator(EvalOutput, Signal)
    outputs = [evaluate({"question": p, "ground_truth": gold}, episode("", text)) for p, text, gold, _ in given]
    assert [output.reward for output in outputs] == expected
    assert [output.is_correct for output in outputs] == [bool(one) for one in expected]
    assert [areal_reward(p, text, [], [], answer=gold) for p, text, gold, _ in given] == expected
    assert len(given) == 160


def test_slime_with_messages_and_without_label() -> None:
    prompt = [{"role": "user", "content": "What is $1+2$?"}]
    sample = SimpleNamespace(prompt=prompt, response=r"\boxed{1+2}", label="3")
    assert asyncio.run(mathequiv_reward(None, sample)) == 0.0
    assert asyncio.run(mathequiv_reward(None, SimpleNamespace(prompt="", response=r"\boxed{3}", label=None))) == 0.0
    assert asyncio.run(mathequiv_reward(None, [])) == []


def test_rllm_signals_and_empty_episodes() -> None:
    evaluate = evaluator(EvalOutput, Signal)
    output = evaluate({"answer": "5"}, SimpleNamespace(trajectories=[]))
    assert (output.reward, output.is_correct) == (0.0, False)
    assert {signal.name: signal.value for signal in output.signals}["empty"] == 1.0
    assert evaluate({"answer": "5"}, episode(r"\boxed{5}")).is_correct


def test_the_script_of_verifiers() -> None:
    path = PLACES["verifiers"].location()
    for arguments, printed in (
        (["1/2", r"\boxed{0.5}"], "1.0"),
        (["1/2", "0.5"], "0.0"),
        (["3", r"\boxed{1+2}", "What is $1+2$?"], "0.0"),
    ):
        done = subprocess.run([sys.executable, path, *arguments], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == printed
    assert 'dependencies = ["mathequiv @ file:///x"]' in script("mathequiv @ file:///x")


PROMPTS = [
    pytest.param("x", "x", id="a text"),
    pytest.param(None, None, id="none"),
    pytest.param([{"role": "user", "content": "a"}, {"role": "user", "content": "b"}], "b", id="the user's last"),
    pytest.param([{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}], "a", id="not the answer"),
    pytest.param([{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image"}]}], "a", id="parts"),
    pytest.param([{"role": "system", "content": "a"}], None, id="no user"),
    pytest.param([{"role": "user", "content": None}], None, id="no content"),
    pytest.param(7, None, id="no prompt"),
]


@pytest.mark.parametrize(("prompt", "text"), PROMPTS)
def test_text_of_a_prompt(prompt: object, text: str | None) -> None:
    assert problem_text(prompt) == text


def test_what_follows_a_prompt() -> None:
    assert after_prompt("ab", "a") == "b"
    assert after_prompt("ab", "c") is None
    assert after_prompt(None, "c") is None


SAID = {"type": "message", "role": "assistant", "content": [SimpleNamespace(type="output_text", text="x")]}
OUTPUTS = [
    pytest.param({"output": []}, "", id="nothing"),
    pytest.param({"output": "x"}, "", id="no list"),
    pytest.param(None, "", id="none"),
    pytest.param({"output": [{"type": "reasoning", "content": [{"type": "text", "text": "x"}]}]}, "", id="reasoning"),
    pytest.param({"output": [{"type": "message", "role": "assistant", "content": "x"}]}, "x", id="plain content"),
    pytest.param({"output": [SAID | {"content": [{"type": "refusal", "refusal": "x"}]}]}, "", id="a refusal"),
    pytest.param(SimpleNamespace(output=[SimpleNamespace(**SAID)]), "x", id="objects"),
]  # fmt: skip


@pytest.mark.parametrize(("response", "text"), OUTPUTS)
def test_text_of_a_responses_object(response: object, text: str) -> None:
    assert response_text(response) == text
