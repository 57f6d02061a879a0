"""The lm-eval tasks, run by lm-eval's own command over recorded responses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mathequiv import Status, grade
from mathequiv.harness import lm_eval as adapter
from mathequiv.harness.facts import RATES
from mathequiv.harness.places import PLACES
from tests.conftest import read_jsonl, run_snippet

pytest.importorskip("lm_eval", reason="lm-eval is not installed: nox -s host(lm_eval)")


@pytest.fixture
def folder(tmp_path: Path, shared: Path) -> Path:
    (tmp_path / "problems.jsonl").write_bytes((shared / "specimens" / "math20.jsonl").read_bytes())
    return tmp_path


def samples(folder: Path) -> list[dict[str, Any]]:
    [file] = folder.glob("out/*/samples_*.jsonl")
    return read_jsonl(file)


def totals(folder: Path, task: str) -> dict[str, float]:
    [file] = folder.glob("out/*/results_*.json")
    return json.loads(file.read_text(encoding="utf-8"))["results"][task]


def shares(sample: dict[str, Any], policy: str = "default") -> dict[str, float]:
    """What `mathequiv.grade` says of the responses of a sample, as the metrics of the task."""
    doc = sample["doc"]
    graded = [grade(text, doc["answer"], policy=policy, problem=doc["problem"]) for text in sample["resps"][0]]
    kinds = [one.status for one in graded]
    named = {"accuracy": Status.CORRECT} | {status.value: status for status in RATES}
    return {name: kinds.count(status) / len(kinds) for name, status in named.items()}


@pytest.mark.parametrize("model", ["replay", "replay-mixed", "replay-think"])
def test_the_documented_command_grades_as_the_library(model: str, folder: Path, replay: str) -> None:
    run_snippet("lm-eval.md", "problems", folder, MODEL=model, BASE_URL=replay, OPENAI_API_KEY="x")
    rows = samples(folder)
    assert len(rows) == 20
    for row in rows:
        assert {name: row[name] for name in shares(row)} == shares(row)
    [message] = json.loads(rows[0]["arguments"]["gen_args_0"]["arg_0"][0])
    assert message["content"].endswith("put your final answer within \\boxed{}.")  # no worked example unless asked
    for name in shares(rows[0]):
        mean = sum(row[name] for row in rows) / len(rows)
        assert totals(folder, "mathequiv_problems")[f"{name},none"] == pytest.approx(mean)


def test_every_recorded_response_from_the_documented_task_file(
    folder: Path, replay: str, recorded: list[dict[str, Any]]
) -> None:
    run_snippet("lm-eval.md", "own", folder, MODEL="replay", BASE_URL=replay, OPENAI_API_KEY="x")
    rows = samples(folder)
    given = [text for row in rows for text in row["resps"][0]]
    assert sorted(given) == sorted(text for row in recorded for text in row["responses"])
    for row in rows:
        assert {name: row[name] for name in shares(row)} == pytest.approx(shares(row))


def test_strict_policy(recorded: list[dict[str, Any]]) -> None:
    for row in recorded:
        sample = {"doc": row, "resps": [row["responses"]]}
        assert adapter.process_results_strict(row, [row["responses"]]) == shares(sample, "strict")


def test_strict_takes_only_a_closed_box() -> None:
    doc = {"answer": "5"}
    assert adapter.process_results(doc, ["The answer is 5."])["accuracy"] == 1
    assert adapter.process_results_strict(doc, ["The answer is 5."])["accuracy"] == 0


def test_shipped_tasks_are_found() -> None:
    from lm_eval.tasks import TaskManager

    manager = TaskManager(include_path=str(PLACES["lm-eval"].location()), include_defaults=False)
    names = ["mathequiv_gsm8k", "mathequiv_math500", "mathequiv_math500_perturb", "mathequiv_problems"]
    assert sorted(manager.all_tasks) == names


def test_gsm8k_rows() -> None:
    from datasets import Dataset

    rows = Dataset.from_list([{"question": "q", "answer": "72/2 = <<72/2=36>>36\nSo 36.\n#### 1,036"}])
    [row] = adapter.gsm8k_docs(rows)
    assert (row["answer"], row["question"]) == ("1,036", "q")


@pytest.mark.parametrize(("task", "field"), [("mathequiv_problems", "problem"), ("mathequiv_gsm8k", "question")])
def test_worked_examples(task: str, field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets
    from lm_eval.tasks import TaskManager

    row = {field: "What is 1 + 1?", "solution": "It is 2.", "answer": "It is 2.\n#### 2"}
    table = datasets.DatasetDict(test=datasets.Dataset.from_list([row]))
    monkeypatch.setattr(datasets, "load_dataset", lambda *_, **__: table)
    manager = TaskManager(
        include_path=str(PLACES["lm-eval"].location()), include_defaults=False, metadata={"problems": "problems.jsonl"}
    )
    [loaded] = manager.load([task])["tasks"].values()
    [doc] = loaded.test_docs()
    prompt = loaded.fewshot_context(doc, num_fewshot=4)
    shots, question = prompt.rsplit("\n\n", 2)[0], prompt.rsplit("\n\n", 2)[1]
    assert question == "What is 1 + 1?"
    assert shots.count("\\boxed{}") == 4
    assert shots.count("\\boxed{") == 8
