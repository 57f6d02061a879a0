"""The HF evaluate metric, loaded by HF evaluate."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from mathequiv import grade
from mathequiv.harness.facts import shares
from mathequiv.harness.places import PLACES
from tests.conftest import run_snippet

evaluate = pytest.importorskip("evaluate", reason="evaluate is not installed: nox -s host(hf_evaluate)")


@pytest.fixture
def metric(tmp_path: Path) -> Any:
    return evaluate.load(str(PLACES["evaluate"].location()), cache_dir=str(tmp_path))


def test_the_documented_snippet(tmp_path: Path) -> None:
    printed = ast.literal_eval(run_snippet("evaluate.md", "load", tmp_path).splitlines()[-1])
    assert printed == {"accuracy": 0.5, "cut_off": 0, "no_answer": 0.5, "empty": 0, "undecided": 0, "error": 0}


@pytest.mark.parametrize("policy", ["default", "strict"])
def test_every_recorded_response(policy: str, metric: Any, recorded: list[dict[str, Any]]) -> None:
    pairs = [(text, row["answer"]) for row in recorded for text in row["responses"]]
    assert len(pairs) == 160
    predictions, references = map(list, zip(*pairs, strict=True))
    result = metric.compute(predictions=predictions, references=references, policy=policy)
    assert result == shares([grade(*pair, policy=policy) for pair in pairs])
    for text, answer in pairs[:16]:  # one at a time: the shares hide which response was right
        alone = metric.compute(predictions=[text], references=[answer], policy=policy)
        assert alone["accuracy"] == float(grade(text, answer, policy=policy).correct)


@pytest.mark.parametrize(
    ("prediction", "references", "accuracy"),
    [
        pytest.param("6", ["5", "6"], 1, id="the second of two alternatives"),
        pytest.param("7", ["5", "6"], 0, id="neither"),
        pytest.param("", ["5"], 0, id="no response"),
    ],
)
def test_alternatives(prediction: str, references: list[str], accuracy: float, tmp_path: Path) -> None:
    metric = evaluate.load(str(PLACES["evaluate"].location()), "alternatives", cache_dir=str(tmp_path))
    assert metric.compute(predictions=[prediction], references=[references])["accuracy"] == accuracy


def test_missing_texts(metric: Any) -> None:
    result = metric.compute(predictions=["", "5", "5"], references=["5", "", "5"])
    assert (result["empty"], result["error"], result["accuracy"]) == (1 / 3, 1 / 3, 1 / 3)
