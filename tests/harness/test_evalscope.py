"""The evalscope benchmark and metric, run by evalscope over recorded responses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mathequiv import grade
from tests.conftest import read_jsonl, run_snippet

pytest.importorskip("evalscope", reason="evalscope is not installed: nox -s host(evalscope)")


def reviews(folder: Path) -> list[dict[str, Any]]:
    return [row for file in folder.glob("out/reviews/*/*.jsonl") for row in read_jsonl(file)]


def stop_reasons(folder: Path) -> dict[tuple[str, int], str]:
    files = folder.glob("out/predictions/*/*.jsonl")
    return {
        (file.name, row["index"]): row["model_output"]["choices"][0]["stop_reason"]
        for file in files
        for row in read_jsonl(file)
    }


@pytest.mark.parametrize("model", ["replay", "replay-mixed", "replay-think", "replay-reasoning"])
def test_the_documented_run_grades_as_the_library(
    model: str, tmp_path: Path, shared: Path, replay: str, recorded: list[dict[str, Any]]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "test.jsonl").write_bytes((shared / "specimens" / "math20.jsonl").read_bytes())
    run_snippet("evalscope.md", "run", tmp_path, MODEL=model, BASE_URL=replay)
    stopped = stop_reasons(tmp_path)
    graded = 0
    for file in tmp_path.glob("out/reviews/*/*.jsonl"):
        for row in read_jsonl(file):
            score = row["sample_score"]["score"]
            reason = stopped[file.name, row["index"]]
            message = row["messages"][-1]["content"]
            parts = message if isinstance(message, list) else []
            thought = "".join(part.get("reasoning", "") for part in parts)
            known = {"finish_reason": reason, "reasoning": thought, "problem": row["messages"][0]["content"]}
            kind = grade(score["prediction"], row["target"], **known).status.value
            assert score["metadata"]["status"] == kind
            assert score["value"]["acc"] == float(kind == "correct")
            graded += 1
    assert graded == 160
    [file] = tmp_path.glob("out/reports/*/*.json")
    report = json.loads(file.read_text(encoding="utf-8"))
    assert report["primary_metric_identity"]["name"] == "accuracy"
    if model == "replay":
        given = [row["sample_score"]["score"]["prediction"] for row in reviews(tmp_path)]
        assert sorted(given) == sorted(text for row in recorded for text in row["responses"])


def test_the_metric(recorded: list[dict[str, Any]]) -> None:
    from mathequiv.harness.evalscope import MathEquivMetric

    for row in recorded:
        references = [row["answer"]] * len(row["responses"])
        for policy in ("default", "strict"):
            scores = MathEquivMetric(policy).apply(row["responses"], references)
            assert scores == [float(grade(text, row["answer"], policy=policy).correct) for text in row["responses"]]
