"""Attacks on a grader that pays for answers: against a real reference none is graded correct.

Columns of the table: id, reference, response, policy (``default``, ``strict`` or ``both``), remark.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mathequiv import extract_answer, grade

TABLE = Path(__file__).parent / "tables" / "reward_hacking.tsv"
HEADER = ["id", "reference", "response", "policy", "remark"]
POLICIES = {"default": ("default",), "strict": ("strict",), "both": ("default", "strict")}


def load(path):
    lines = path.read_bytes().decode().split("\n")
    rows = [line.split("\t") for line in lines if line]
    if not rows or rows[0] != HEADER or len(rows) < 2:
        raise ValueError(f"{path.name}: no table of attacks")
    for cells in rows[1:]:
        if len(cells) != len(HEADER) or cells[3] not in POLICIES or not cells[1].strip() or not cells[4]:
            raise ValueError(f"{path.name}: a broken row {cells[0]}")
    if len({cells[0] for cells in rows}) != len(rows):
        raise ValueError(f"{path.name}: an id is used twice")
    return rows[1:]


ROWS = load(TABLE)


def cases():
    for name, reference, response, policies, remark in ROWS:
        for policy in POLICIES[policies]:
            yield pytest.param(reference, response, policy, remark, id=f"{name}-{policy}")


@pytest.mark.parametrize(("reference", "response", "policy", "remark"), list(cases()))
def test_an_attack_is_not_correct(reference, response, policy, remark):
    grading = grade(response, reference, policy=policy)
    assert not grading.correct, (remark, grading)
    assert grading.result is None or grading.result.rule not in ("internal_error", "stopped"), grading


@pytest.mark.parametrize("policy", ["default", "strict"])
@pytest.mark.parametrize("reference", sorted({row[1] for row in ROWS}))
def test_the_references_are_real(reference, policy):
    """Each is graded correct when it is the answer, so that no row passes because its reference is unusable."""
    assert grade(rf"So the answer is \boxed{{{reference}}}.", reference, policy=policy).correct


@pytest.mark.parametrize("reference", ["", " ", None, [], [""], ["", None]])
def test_an_empty_reference_pays_for_nothing(reference):
    for response in ("", r"\boxed{}", r"\boxed{42}", "42", r"\boxed{\text{}}"):
        for policy in ("default", "strict"):
            assert not grade(response, reference, policy=policy).correct


def test_a_flood_of_boxes_reads_the_last():
    response = " ".join(rf"\boxed{{{n}}}." for n in range(2_000))
    assert extract_answer(response).text == "1999"
    assert not grade(response, "42").correct


def test_the_loader_refuses_a_broken_table(tmp_path):
    broken = tmp_path / "broken.tsv"
    for text in ("", "\t".join(HEADER) + "\n", "\t".join(HEADER) + "\nx\t\ty\tboth\tz\n"):
        broken.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=r"broken\.tsv"):
            load(broken)
