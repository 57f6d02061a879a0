"""verifiers 0.1: the documented environment over recorded responses."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from mathequiv import grade
from tests.conftest import read_jsonl, run_snippet

pytest.importorskip("verifiers", reason="verifiers is not installed: nox -s 'host(verifiers_0_1)'")
if not version("verifiers").startswith("0.1."):
    pytest.skip("another release of verifiers is installed", allow_module_level=True)


def test_the_documented_environment(tmp_path: Path, shared: Path, recorded: list[dict[str, Any]], replay: str) -> None:
    (tmp_path / "problems.jsonl").write_bytes((shared / "specimens" / "math20.jsonl").read_bytes())
    run_snippet("verifiers.md", "rubric", tmp_path, MODEL="replay", BASE_URL=replay, API_KEY="x")
    rows = read_jsonl(tmp_path / "results" / "results.jsonl")
    graded = [(row["completion"][-1]["content"], row["mathequiv_reward"], row["answer"]) for row in rows]
    texts = sorted(text for row in recorded for text in row["responses"])
    assert sorted(text for text, _, _ in graded) == texts
    for text, reward, answer in graded:
        assert reward == float(grade(text, answer, policy="strict").correct)
    assert {reward for _, reward, _ in graded} == {0.0, 1.0}
