"""verifiers 0.4: the documented command over recorded responses."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from mathequiv import grade
from tests.conftest import read_jsonl, run_snippet

pytest.importorskip("verifiers", reason="verifiers is not installed: nox -s 'host(verifiers_0_4)'")
if not version("verifiers").startswith("0.4."):
    pytest.skip("another release of verifiers is installed", allow_module_level=True)

TASKSET = """
import json
from pathlib import Path

import verifiers.v1 as vf

__all__ = ["Problems"]
PROBLEMS = Path(__file__).parent / "problems.jsonl"


class Row(vf.TaskData):
    answer: str


class Problem(vf.Task[Row]):
    pass


class Problems(vf.Taskset[Problem, vf.TasksetConfig]):
    def load(self):
        for line in PROBLEMS.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Problem(Row(prompt=row["problem"], answer=row["answer"]), self.config.task)
"""


def test_the_documented_command(tmp_path: Path, shared: Path, recorded: list[dict[str, Any]], replay: str) -> None:
    (tmp_path / "problems.jsonl").write_bytes((shared / "specimens" / "math20.jsonl").read_bytes())
    (tmp_path / "math_problems.py").write_text(TASKSET, encoding="utf-8")
    settings = {"MODEL": "replay", "BASE_URL": replay, "API_KEY": "x", "PYTHONPATH": str(tmp_path)}
    run_snippet("verifiers.md", "plugged", tmp_path, TASKSET="math-problems", **settings)
    [file] = tmp_path.glob("out/**/traces.jsonl")
    traces = [trace for row in read_jsonl(file) for trace in row["traces"]]
    assert len(traces) == 160
    rewards = []
    for trace in traces:
        text = trace["nodes"][-1]["message"]["content"]
        reward = trace["rewards"]["mathequiv"]["score"]
        assert reward == float(grade(text, trace["task"]["data"]["answer"], policy="strict").correct)
        rewards.append(reward)
    texts = sorted(text.strip() for row in recorded for text in row["responses"])
    assert sorted(trace["nodes"][-1]["message"]["content"].strip() for trace in traces) == texts
    assert set(rewards) == {0.0, 1.0}
