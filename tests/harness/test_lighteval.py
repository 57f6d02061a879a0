"""The lighteval task and metric, run by lighteval's own command over recorded responses."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from mathequiv import grade
from mathequiv.harness.facts import shares
from tests.conftest import run_snippet

pytest.importorskip("lighteval", reason="lighteval is not installed: nox -s host(lighteval)")


@pytest.fixture
def folder(tmp_path: Path, shared: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "test.jsonl").write_bytes((shared / "specimens" / "math20.jsonl").read_bytes())
    # lighteval fetches this file from the net when it is imported, unless it is there; no task here reads it.
    package = Path(importlib.util.find_spec("lighteval").origin).parent
    (package / "tasks" / "tasks" / "tinyBenchmarks.pkl").touch()
    return tmp_path


def details(folder: Path) -> list[dict[str, Any]]:
    import datasets

    [file] = folder.glob("out/details/**/*.parquet")
    return datasets.Dataset.from_parquet(str(file), cache_dir=str(folder / "cache")).to_list()


@pytest.mark.parametrize("model", ["replay", "replay-mixed", "replay-think"])
def test_the_documented_command_grades_as_the_library(
    model: str, folder: Path, replay: str, recorded: list[dict[str, Any]]
) -> None:
    run_snippet(
        "lighteval.md", "own", folder, MODEL=model, BASE_URL=replay, XDG_CACHE_HOME=str(folder), HF_HOME=str(folder)
    )
    rows = details(folder)
    assert len(rows) == 20
    given = []
    for row in rows:
        response = row["model_response"]
        texts = response["text_post_processed"] or response["text"]
        expected = shares([grade(text, row["doc"]["choices"], problem=row["doc"]["query"]) for text in texts])
        assert {name: row["metric"][name] for name in expected} == pytest.approx(expected)
        given.extend(response["text"])
    if model != "replay-mixed":  # of responses that begin with a blank one, lighteval drops the others
        assert len(given) == 160
    if model == "replay":
        assert sorted(given) == sorted(text for row in recorded for text in row["responses"])
    [file] = folder.glob("out/results/**/*.json")
    results = json.loads(file.read_text(encoding="utf-8"))["results"]["my_math|0"]
    assert results["accuracy"] == pytest.approx(sum(row["metric"]["accuracy"] for row in rows) / 20)


def test_strict_policy(recorded: list[dict[str, Any]]) -> None:
    from lighteval.models.model_output import ModelResponse
    from lighteval.tasks.requests import Doc

    from mathequiv.harness.lighteval import MathEquivGrading

    for row in recorded:
        doc = Doc(query=row["problem"], choices=[row["answer"]], gold_index=0)
        result = MathEquivGrading("strict", samples=8).compute(doc, ModelResponse(text=row["responses"]))
        known = {"policy": "strict", "problem": row["problem"]}
        assert result == shares([grade(text, row["answer"], **known) for text in row["responses"]])


def test_the_module_is_a_table_of_tasks() -> None:
    from mathequiv.harness.lighteval import TASKS_TABLE

    assert [task.name for task in TASKS_TABLE] == ["math_500_mathequiv"]
