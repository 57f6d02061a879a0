"""The example files show what their README says they show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mathequiv import grade
from tests.conftest import read_jsonl

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PROBLEMS = {row["id"]: row for row in read_jsonl(EXAMPLES / "problems.jsonl")}
PREDICTIONS = {row["id"]: row for row in read_jsonl(EXAMPLES / "predictions.jsonl")}
STATUSES = dict(
    re.findall(
        r"^\| (\d\d-[\w-]+) \|.*\| (\w+) \|$", (EXAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
)


def test_every_row_is_explained():
    assert list(PROBLEMS) == list(PREDICTIONS) == list(STATUSES)
    assert set(STATUSES.values()) == {"correct", "wrong", "undecided", "no_answer", "empty", "cut_off"}


@pytest.mark.parametrize("name", STATUSES)
def test_status(name):
    row = PREDICTIONS[name]
    found = grade(row["response"], PROBLEMS[name]["answer"], finish_reason=row["finish_reason"])
    assert found.status == STATUSES[name], found


@pytest.mark.parametrize("name", PROBLEMS)
def test_reference_equals_itself_when_boxed(name):
    answer = PROBLEMS[name]["answer"]
    assert grade(f"So it is $\\boxed{{{answer}}}$.", answer).status == "correct"
