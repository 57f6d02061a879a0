"""OpenRLHF: its rollout executor over recorded responses. No trainer, whose requirements need a CUDA compiler."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from mathequiv import grade
from mathequiv.harness.places import PLACES
from tests.conftest import run_snippet

pytest.importorskip("torch", reason="torch is not installed: nox -s 'host(openrlhf)'")

import torch

from mathequiv.harness.openrlhf import reward_func

PROMPT = "<|im_start|>user\n{problem}\nFor instance \\boxed{{1}}.<|im_end|>\n<|im_start|>assistant\n"
LONG = "x" * 300 + r" Put it in \boxed{5}."

QUERIES = [
    pytest.param("q", r"q$\boxed{5}$", 1.0, 0.0, id="what follows the prompt"),
    pytest.param(r"\boxed{5}", r"\boxed{5} none", 0.0, 0.0, id="a box in the prompt does not count"),
    pytest.param("q", r"q$\boxed{5}$</s>", 1.0, 0.0, id="special tokens"),
    pytest.param(LONG, LONG[50:] + r"$\boxed{5}$", 1.0, 0.0, id="a prompt whose start was cut off"),
    pytest.param(LONG, LONG[50:] + "none", 0.0, 0.0, id="its box does not count either"),
    pytest.param("q", r"other $\boxed{5}$", 0.0, 1.0, id="without its prompt"),
    pytest.param("", r"$\boxed{5}$", 1.0, 0.0, id="an empty prompt"),
    pytest.param(None, None, 0.0, 1.0, id="nothing"),
]


@pytest.mark.parametrize(("prompt", "query", "reward", "lost"), QUERIES)
def test_rewards(prompt: str | None, query: str | None, reward: float, lost: float) -> None:
    given = reward_func([query], [prompt], ["5"])
    assert given["rewards"].tolist() == given["scores"].tolist() == [reward]
    assert given["extra_logs"]["mathequiv_prompt_not_found"].tolist() == [lost]


def test_the_documented_check(tmp_path: Path) -> None:
    assert "{'rewards': [1.0], 'scores': [1.0]}" in run_snippet("openrlhf.md", "check", tmp_path)


class Tokenizer:
    """Bytes as token ids."""

    def __call__(self, text: str, **_options: object) -> dict[str, Any]:
        return {"input_ids": torch.tensor([list(text.encode())])}

    def decode(self, ids: list[int], skip_special_tokens: bool) -> str:
        assert not skip_special_tokens
        return bytes(ids).decode()


class Engine:
    """Answers with one recorded response."""

    def __init__(self, text: str) -> None:
        self.output = SimpleNamespace(token_ids=list(text.encode()), finish_reason="stop", logprobs=None)

    async def generate(self, *_arguments: object, **_options: object) -> SimpleNamespace:
        return SimpleNamespace(outputs=[self.output])


def part(name: str) -> ModuleType:
    """A module of OpenRLHF, run alone: the package itself imports what needs a GPU."""
    found = importlib.util.find_spec("openrlhf")
    if found is None or found.origin is None:
        pytest.skip("OpenRLHF is not installed: nox -s 'host(openrlhf)'")
    spec = importlib.util.spec_from_file_location(
        f"openrlhf.utils.{name}", Path(found.origin).parent / "utils" / f"{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_rollout_executor(monkeypatch: pytest.MonkeyPatch, recorded: list[dict[str, Any]]) -> None:
    """All responses at once, each from a thread of the loop."""
    monkeypatch.setitem(sys.modules, "openrlhf.utils.logging_utils", part("logging_utils"))
    executor = part("agent").SingleTurnAgentExecutor(str(PLACES["openrlhf"].location()))
    sampling = SimpleNamespace(max_tokens=100, logprobs=None)

    async def run() -> list[dict[str, Any]]:
        calls = []
        for row in recorded:
            prompt = PROMPT.format(problem=row["problem"])
            for text in row["responses"]:
                engine = Engine(text + "<|im_end|>")
                calls.append(executor.execute(prompt, row["answer"], sampling, 100_000, Tokenizer(), engine))
        return await asyncio.gather(*calls)

    outputs = asyncio.run(run())
    expected = [
        float(grade(text, row["answer"], policy="strict").correct) for row in recorded for text in row["responses"]
    ]
    assert [output["reward"].item() for output in outputs] == expected
    assert [output["scores"].item() for output in outputs] == expected
    assert len(expected) == 160
    assert not any(output["extra_logs"]["mathequiv_prompt_not_found"].item() for output in outputs)
