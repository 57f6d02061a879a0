"""What all adapters share, without any host: the statuses reported, references, places, the command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mathequiv import Status, grade
from mathequiv.harness.facts import RATES, explanation, facts, shares
from mathequiv.harness.places import PLACES, Place
from mathequiv.harness.reference import reference_text
from tests.conftest import read_jsonl

GRADES = {
    Status.CORRECT: grade(r"\boxed{0.5}", "1/2"),
    Status.WRONG: grade(r"\boxed{0.6}", "1/2"),
    Status.NO_ANSWER: grade("I cannot say.", "1/2"),
    Status.EMPTY: grade("", "1/2"),
    Status.CUT_OFF: grade("<think> so", "1/2"),
    Status.ERROR: grade(r"\boxed{0.5}", None),
}


@pytest.mark.parametrize("status", GRADES, ids=lambda status: status.value)
def test_facts_of_each_status(status: Status) -> None:
    graded = GRADES[status]
    told = facts(graded)
    assert told["status"] == status.value
    assert told["answer"] == graded.extraction.text
    assert (told["layer"] is None) is (graded.result is None)
    assert len(explanation(graded)) > 10
    assert json.loads(json.dumps(told)) == told


def test_shares_and_wrong_ones_are_everything() -> None:
    counted = shares(list(GRADES.values()))
    assert counted == {"accuracy": 1 / 6, "undecided": 0} | {
        status.value: 1 / 6 for status in RATES if status is not Status.UNDECIDED
    }
    assert sum(counted.values()) == pytest.approx(1 - 1 / 6)  # the rest is wrong


def test_shares_of_nothing() -> None:
    assert set(shares([]).values()) == {0.0}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("x", "x", id="a text"),
        pytest.param(204, "204", id="a whole number, as AIME tables hold it"),
        pytest.param(0.5, "0.5", id="a float"),
        pytest.param(["a", None, 3], ["a", "3"], id="alternatives, one missing"),
        pytest.param(None, None, id="none"),
    ],
)
def test_references(value: object, text: object) -> None:
    assert reference_text(value) == text


@pytest.mark.parametrize("value", [True, [["a"]], {"answer": "5"}], ids=["a truth value", "a nested list", "an object"])
def test_what_is_no_reference(value: object) -> None:
    with pytest.raises(TypeError):
        reference_text(value)


@pytest.mark.parametrize("host", PLACES)
def test_the_command_prints_the_place(host: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mathequiv", "harness", host]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert Path(printed.rstrip("\n")).exists()
    assert Path(printed.rstrip("\n")) == PLACES[host].location()


def test_the_command_knows_its_hosts() -> None:
    command = [sys.executable, "-m", "mathequiv", "harness", "none"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "lm-eval" in ended.stderr


def test_a_place_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="not in the package"):
        Place("nobody", "nowhere.py", "--nothing")


def test_task_files_name_existing_functions() -> None:
    from mathequiv.harness import lm_eval

    text = "".join(file.read_text(encoding="utf-8") for file in PLACES["lm-eval"].location().glob("*.yaml"))
    named = [line.split("mathequiv.harness.lm_eval.")[1] for line in text.splitlines() if "!function" in line]
    assert set(named) < set(lm_eval.__all__)


@pytest.mark.parametrize("policy", ["default", "strict"])
def test_the_score_command_grades_as_the_adapters(policy: str, tmp_path: Path, recorded: list[dict[str, Any]]) -> None:
    pairs = [(text, row["answer"]) for row in recorded for text in row["responses"]]
    lines = (json.dumps({"response": text, "reference": answer}) for text, answer in pairs)
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "mathequiv", "score", "rows.jsonl", "--policy", policy, "--out", "out"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    rows = read_jsonl(tmp_path / "out" / "graded.jsonl")
    assert [row["status"] for row in rows] == [grade(*pair, policy=policy).status.value for pair in pairs]
