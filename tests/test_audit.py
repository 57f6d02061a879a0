"""The audits: of references, with their files and page, and of graders that fail in every way."""

from __future__ import annotations

import json
import textwrap

import pytest

from mathequiv.audit.calls import Caller, Reply
from mathequiv.audit.files import FOUND, KEEP, LOOK
from mathequiv.audit.grader import machine_pairs, tally
from mathequiv.audit.machine.pairs import MachinePair
from mathequiv.audit.reading import has_several_values, kinds_of, readings_of
from mathequiv.audit.references import FINDINGS, audit_references
from mathequiv.audit.signs import asks_for_proof, is_drawn, is_proof, is_sentence, needs_figure
from mathequiv.cli.names import COMMANDS
from mathequiv.cli.root import run
from mathequiv.errors import InputError
from mathequiv.scoring.run import Listener
from mathequiv.usable import has_no_value

from .conftest import read_jsonl


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def audited(path, **options):
    return audit_references(path, {}, options, Listener(), workers=1)


# ---- one reference -------------------------------------------------------------------------------------------------

ONE = [
    ("What is 1+1?", r"\frac{14}{3}", {}),
    ("What is it?", r"90^\circ", {"convention"}),
    ("Where?", "(2,4)", {"ambiguous"}),
    ("Which values?", "1,-2", {"several_values"}),
    ("What is 1/0?", r"\frac{1}{0}", {"no_value"}),
    ("Why?", "because every even number is twice another number", {"sentence"}),
    ("Prove that 2 is even.", "2 = 2 * 1", {"proof"}),
    ("Show that it is.", "See solution", {"proof"}),
    ("Find x as shown in the figure above.", "7", {"figure"}),
    ("Find x. [asy] draw((0,0)--(1,1)); [/asy]", "7", {"drawn"}),
    ("What is it?", "}{", {"unreadable"}),
    ("What is it?", "", {"no_reference"}),
    ("What is it?", "\ud800 7 \0", {"unreadable"}),
]


@pytest.mark.parametrize(("problem", "answer", "found"), ONE)
def test_what_is_found_in_a_reference(problem, answer, found, tmp_path):
    audit = audited(write(tmp_path / "gold.jsonl", [{"problem": problem, "answer": answer}]))
    (row,) = audit.rows
    assert set(found) <= set(row.findings)
    assert {name for name in row.findings if FINDINGS[name].level == "look"} - {"missed_respelling"} <= set(found)
    assert row.keep is all(FINDINGS[name].level == "note" for name in row.findings)
    assert audit.counts().keys() == FINDINGS.keys()


def test_readings_are_named_with_what_they_are():
    assert kinds_of("58,500") == ("number", "list")
    assert readings_of("(2,4)") == ("tuple (2, 4)", "interval (2, 4)")
    assert has_no_value(r"2, \frac{0}{0}")
    assert not has_no_value(r"\infty")
    assert not has_no_value("n!")
    assert has_several_values(r"1 \pm 2")
    assert not has_several_values("(1,2)")


SIGNS = [
    (needs_figure, "The diagram below shows a square.", True),
    (needs_figure, "如图，求面积。", True),
    (needs_figure, "Look at ![](a.png) and say what it is", True),
    (needs_figure, "The graph of f is a line.", False),
    (needs_figure, "Find the figure of merit.", False),
    (asks_for_proof, "Prove that there are infinitely many primes.", True),
    (asks_for_proof, "设 a>0。求证：a+1>1", True),
    (asks_for_proof, "Prove that x is real and find its value.", False),
    (asks_for_proof, "Given the proven claim, what is x?", False),
    (is_proof, "Q.E.D.", True),
    (is_proof, "proofread", False),
    (is_sentence, "the area is twice that of the other one", True),
    (is_sentence, r"\text{right triangle}", False),
    (is_sentence, r"\frac{\sqrt{\sin x}}{\cos y} \text{ cm}", False),
    (is_drawn, "[asy] draw(unitsquare); [/asy]", True),
    (is_drawn, "x[a]sy", False),
]


@pytest.mark.parametrize(("sign", "text", "found"), SIGNS)
def test_signs(sign, text, found):
    assert sign(text) is found


# ---- a file --------------------------------------------------------------------------------------------------------

ROWS = [
    {"id": 1, "problem": "1/2 of 1?", "answer": r"\frac12"},
    {"id": 2, "problem": "1/2  of 1?", "answer": "0.5"},
    {"id": 3, "problem": "2 of 1?", "answer": "2"},
    {"id": 4, "problem": "2 of 1?", "answer": "3"},
    {"id": 5, "problem": "5 of 1?", "answer": "}{"},
    {"id": 6, "problem": "6.5 of 1?", "answer": "6.5"},
]


def test_problems_that_stand_there_twice(tmp_path):
    audit = audited(write(tmp_path / "gold.jsonl", ROWS))
    found = [set(row.findings) & {"repeated", "contradicted"} for row in audit.rows]
    assert found == [{"repeated"}, {"repeated"}, {"contradicted"}, {"contradicted"}, set(), set()]
    assert audit.rows[2].findings["contradicted"] == "line 4: 3"


def test_the_files_hold_the_rows_as_they_are(tmp_path, capsys):
    gold = write(tmp_path / "gold.jsonl", ROWS)
    lines = gold.read_bytes().splitlines(keepends=True)
    assert run(["audit", str(gold), "--out", str(tmp_path / "out"), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    audit = audited(gold)
    keep, look = ((tmp_path / "out" / name).read_bytes().splitlines(keepends=True) for name in (KEEP, LOOK))
    assert keep == [line for line, row in zip(lines, audit.rows, strict=True) if row.keep]
    assert look == [line for line, row in zip(lines, audit.rows, strict=True) if not row.keep]
    found = json.loads((tmp_path / "out" / FOUND).read_bytes())
    assert len(found.pop("rows_audited")) == len(ROWS)
    assert found == said
    assert said["keep"] + said["look"] == said["rows"] == len(ROWS)


def test_rows_of_a_table_are_written_as_json(tmp_path):
    gold = tmp_path / "gold.csv"
    gold.write_text("id,answer\n1,6.5\n2,}{\n", encoding="utf-8")
    assert run(["audit", str(gold), "--out", str(tmp_path / "out")]) == 1
    assert json.loads((tmp_path / "out" / LOOK).read_bytes()) == {"id": "2", "answer": "}{"}


def test_nothing_to_look_at_ends_with_0(tmp_path, capsys):
    gold = write(tmp_path / "gold.jsonl", [ROWS[5]])
    assert run(["audit", str(gold)]) == 0
    out = capsys.readouterr().out
    assert "1 of 1 references to keep" in out


def test_the_page_escapes_what_it_shows(tmp_path):
    gold = write(tmp_path / "gold.jsonl", [{"problem": "Prove that it is.", "answer": "<script>alert(1)</script>"}])
    page = tmp_path / "page.html"
    assert run(["audit", str(gold), "--report", str(page)]) == 1
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "default-src &#39;none&#39;" in text


def test_the_audit_of_math500(shared):
    audit = audit_references(shared / "data" / "math500.jsonl", {}, {}, Listener())
    assert len(audit.rows) == 500
    assert {name for row in audit.rows for name in row.findings if FINDINGS[name].level == "look"} == set()
    ambiguous = [row for row in audit.rows if "ambiguous" in row.findings]
    assert all(" or " in row.findings["ambiguous"] for row in ambiguous)
    assert {r"\left( 3, \frac{\pi}{2} \right)", "(2,4)", "58,500"} <= {row.reference for row in ambiguous}


# ---- graders -------------------------------------------------------------------------------------------------------

GRADERS = """
    import os, sys, time
    calls = 0

    def strings(prediction, reference):
        print("noise")
        return prediction == reference

    def anything(prediction, reference):
        return 1

    def raises(prediction, reference):
        raise ValueError("no such answer")

    def exits(prediction, reference):
        sys.exit(3)

    def dies(prediction, reference):
        if "7" in prediction:
            os._exit(1)
        return True

    def hangs(prediction, reference):
        if "7" in prediction:
            time.sleep(60)
        return True

    def counts(prediction, reference):
        global calls
        calls += 1
        return calls % 2

    def longer(prediction, reference):
        return len(prediction) >= len(reference)

    constant = 5
"""


@pytest.fixture
def graders(tmp_path, monkeypatch):
    (tmp_path / "some_graders.py").write_text(textwrap.dedent(GRADERS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)


PAIRS = [MachinePair("kind", text, "6", equal=False) for text in ("5", "7", "8", "77", "6")]


def replies(name, budget=5.0):
    with Caller(f"some_graders:{name}", budget) as caller:
        return [(reply.equal, reply.problem) for reply in caller.ask(PAIRS)]


@pytest.mark.usefixtures("graders")
def test_what_comes_of_a_call():
    assert replies("strings") == [(False, "")] * 4 + [(True, "")]
    assert replies("anything") == [(True, "")] * 5
    assert replies("raises") == [(None, "crash")] * 5
    assert replies("exits") == [(None, "crash")] * 5
    assert replies("dies") == [(True, ""), (None, "crash"), (True, ""), (None, "crash"), (True, "")]


@pytest.mark.usefixtures("graders")
def test_a_call_that_hangs_costs_its_budget_and_nothing_else():
    assert replies("hangs", 0.5) == [(True, ""), (None, "hang"), (True, ""), (None, "hang"), (True, "")]


@pytest.mark.usefixtures("graders")
def test_a_pair_longer_than_a_pipe():
    pairs = [MachinePair("kind", "1" * 300_000, "1", equal=False)] * 3
    with Caller("some_graders:strings", 5.0) as caller:
        assert [reply.equal for reply in caller.ask(pairs)] == [False] * 3


@pytest.mark.parametrize(
    "name", ["some_graders:missing", "no_such_package:f", "some_graders:constant", "nothing", ":f"]
)
@pytest.mark.usefixtures("graders")
def test_a_grader_that_cannot_be_loaded(name):
    with pytest.raises(InputError, match="grader"):
        Caller(name, 1.0)


def test_the_tally_counts_what_is_not_said_as_not_equal():
    pairs = [MachinePair("same", "1", "1.0", equal=True)] * 3 + [MachinePair("near", "1", "2", equal=False)] * 4
    said = [
        Reply(True),
        Reply(False),
        Reply(None, "crash"),
        Reply(True),
        Reply(False),
        Reply(None, "hang"),
        Reply(True),
    ]
    found = tally("g", pairs, said).as_json()
    assert (found["recall"], found["false_positives"], found["crashes"], found["hangs"]) == (1 / 3, 2, 1, 1)
    assert list(found["kinds"]) == ["same", "near"]
    assert found["kinds"]["near"]["examples"] == [{"prediction": "1", "reference": "2"}] * 2


def grader_audit(name, gold, capsys, *more):
    code = run(["audit", str(gold), "--grader", name, "--each", "4", "--json", *more])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("graders")
def test_the_audit_of_a_grader(tmp_path, capsys):
    gold = write(tmp_path / "gold.jsonl", [{"answer": text} for text in ("42", r"\frac{1}{2}", "(3,4]", "x^2+1")])
    code, strict = grader_audit("some_graders:strings", gold, capsys)
    assert (code, strict["false_positives"], strict["recall"], strict["order_of_calls"]) == (0, 0, 0.0, 0)
    code, lax = grader_audit("some_graders:anything", gold, capsys)
    assert (code, lax["false_positives"], lax["recall"]) == (1, lax["near_misses"], 1.0)
    code, moody = grader_audit("some_graders:counts", gold, capsys)
    assert moody["order_of_calls"] > 0
    code, sided = grader_audit("some_graders:longer", gold, capsys)
    assert sided["order_of_sides"] > 0
    assert sided["order_of_calls"] == 0


def test_our_own_grader_misses_nothing_of_numbers(tmp_path, capsys):
    gold = write(tmp_path / "gold.jsonl", [{"answer": text} for text in ("417", r"\frac{3}{56}", "0.15")])
    run(["audit", str(gold), "--grader", "mathequiv:is_equiv", "--each", "4"])
    out = capsys.readouterr().out
    assert "recall: 100.0 %" in out
    assert "judged otherwise, of" in out


def test_options_that_do_not_go_together(tmp_path, capsys):
    gold = write(tmp_path / "gold.jsonl", ROWS)
    assert run(["audit", str(gold), "--grader", "mathequiv:is_equiv", "--out", str(tmp_path / "x")]) == 2
    assert "with --grader, use --json" in capsys.readouterr().err


def test_pairs_are_mixed_and_the_same():
    first = machine_pairs(["42", r"\frac{1}{2}"], 10)
    assert first == machine_pairs(["42", "42", r"\frac{1}{2}"], 10)
    assert {pair.equal for pair in first[:10]} == {True, False}


def test_the_command_is_listed():
    assert "audit" in COMMANDS


def test_recorded_references_are_kept(recorded, tmp_path):
    gold = write(tmp_path / "gold.jsonl", [{"problem": row["problem"], "answer": row["answer"]} for row in recorded])
    assert len(audited(gold).rows) == len(read_jsonl(gold))
