"""The OpenCompass evaluator, run by OpenCompass's own command over recorded responses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mathequiv import grade
from mathequiv.harness.facts import shares
from tests.conftest import run_snippet

pytest.importorskip("opencompass", reason="opencompass is not installed: nox -s host(opencompass)")


@pytest.fixture
def folder(tmp_path: Path, shared: Path) -> Path:
    (tmp_path / "problems.jsonl").write_bytes((shared / "specimens" / "math20.jsonl").read_bytes())
    return tmp_path


@pytest.fixture
def tokenizer(tmp_path: Path) -> str:
    """A tokenizer on disk: OpenCompass counts tokens, and would otherwise load one from the net."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    unknown = {"unk_token": "[UNK]"}
    words = Tokenizer(models.WordLevel({"[UNK]": 0}, **unknown))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=words, **unknown).save_pretrained(tmp_path / "tokenizer")
    return str(tmp_path / "tokenizer")


def only(folder: Path, pattern: str) -> dict[str, Any]:
    [file] = folder.glob(pattern)
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("model", ["replay", "replay-think"])
def test_the_documented_run_grades_as_the_library(
    model: str, folder: Path, tokenizer: str, replay: str, recorded: list[dict[str, Any]]
) -> None:
    run_snippet("opencompass.md", "config", folder, MODEL=model, BASE_URL=replay, TOKENIZER=tokenizer)
    results = only(folder, "out/*/results/model/my_math.json")
    predictions = only(folder, "out/*/predictions/model/my_math.json")
    texts = [predictions[str(number)]["prediction"] for number in range(160)]
    if model == "replay":
        assert sorted(texts) == sorted(text for row in recorded for text in row["responses"])
    for number, row in enumerate(results["details"]):
        problem, answer = recorded[number]["problem"], recorded[number]["answer"]
        mine = [grade(texts[number + 20 * replica], answer, problem=problem) for replica in range(8)]
        assert row["status"] == [one.status.value for one in mine]
        assert row["correct"] == [one.correct for one in mine]
    accuracy = sum(sum(row["correct"]) for row in results["details"]) / 1.6
    assert results["accuracy (8 runs average)"] == pytest.approx(accuracy)


@pytest.mark.parametrize("policy", ["default", "strict"])
def test_every_recorded_response(policy: str, recorded: list[dict[str, Any]]) -> None:
    from mathequiv.harness.opencompass import MathEquivEvaluator

    pairs = [(text, row["answer"]) for row in recorded for text in row["responses"]]
    predictions, references = map(list, zip(*pairs, strict=True))
    grades = [grade(*pair, policy=policy) for pair in pairs]
    result = MathEquivEvaluator(policy).score(predictions, references)
    assert [row["status"] for row in result.pop("details")] == [one.status.value for one in grades]
    assert result == {name: 100 * share for name, share in shares(grades).items()}
