"""The command end to end: files in, exit code, messages, output files."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from mathequiv import cli
from mathequiv._version import __version__
from mathequiv.cli.names import COMMANDS
from mathequiv.cli.root import root
from mathequiv.harness.places import PLACES, WITHOUT_PATH
from mathequiv.latex import tokens
from mathequiv.verdict import LayerNote, Result, Verdict


def process(*args, **options):
    command = [sys.executable, "-m", "mathequiv", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **options)


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def boxed(answer):
    return f"So the answer is $\\boxed{{{answer}}}$."


def read_rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# ---- score: what it says -------------------------------------------------------------------------------------------

MIXED = [
    {"id": "a", "response": boxed("5"), "answer": "5", "subject": "Algebra", "level": 1},
    {"id": "b", "response": boxed("6"), "answer": "7", "subject": "Algebra", "level": 2},
    {"id": "c", "response": "", "answer": "7", "subject": "[b]Geometry", "level": 2},
    {"id": "d", "response": "It is $\\boxed{12", "answer": "12", "subject": "[b]Geometry", "level": 10},
    {"id": "e", "response": None, "answer": None, "level": 10},
]


def test_score_prints_and_writes_the_same_counts(run, tmp_path):
    preds, out = write(tmp_path / "p.jsonl", *MIXED), tmp_path / "new" / "out"
    code, shown, notes = run("score", preds, "--out", out)
    assert code == 0
    assert "reading id from 'id', response from 'response', reference from 'answer'" in notes
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    statuses = [row["status"] for row in read_rows(out / "graded.jsonl")]
    assert statuses == ["correct", "wrong", "empty", "cut_off", "error"]
    assert summary["counts"] == {status: statuses.count(status) for status in summary["counts"]}
    assert (summary["n"], summary["problems"], summary["correct"], summary["accuracy"]) == (5, 5, 1, 0.2)
    assert (summary["version"], summary["policy"], summary["options"]) == (__version__, "default", {})
    # Wilson for 1 of 5, worked out by hand: 0.0362 to 0.6245.
    assert summary["interval"]["method"] == "wilson"
    assert (summary["interval"]["low"], summary["interval"]["high"]) == pytest.approx((0.0362, 0.6245), abs=5e-5)
    assert "20.0 %" in shown
    assert "3.6 to 62.4 %" in shown
    assert [(key, group["n"]) for key, group in summary["by_level"].items()] == [("1", 1), ("2", 2), ("10", 2)]
    assert summary["by_subject"]["(unknown)"]["n"] == 1
    assert "subject: [b]Geometry" in shown
    assert sorted(path.name for path in out.iterdir()) == ["graded.jsonl", "summary.json"]
    assert sorted(path.name for path in out.parent.iterdir()) == ["out"]


def test_graded_rows_hold_the_whole_story(run, tmp_path):
    preds, out = write(tmp_path / "p.jsonl", *MIXED), tmp_path / "out"
    run("score", preds, "--out", out)
    row = read_rows(out / "graded.jsonl")[0]
    start, end = row.pop("span")
    assert "5" in MIXED[0]["response"][start:end]
    assert row.pop("trace") == [["string", "equivalent", row.pop("reason")]]
    assert row == {
        "id": "a",
        "key": "id:a",
        "file": str(preds),
        "line": 1,
        "sample": 0,
        "subject": "Algebra",
        "level": "1",
        "problem": None,
        "length": len(MIXED[0]["response"]),
        "finish_reason": None,
        "tool_scores": {},
        "status": "correct",
        "answer": "5",
        "extraction_rule": "boxed",
        "truncated": False,
        "reference": "5",
        "verdict": "equivalent",
        "layer": "string",
        "rule": "identical",
        "math_is_equiv": True,
    }


def test_gold_file_joins_and_counts_what_is_missing(run, tmp_path):
    gold = write(tmp_path / "gold.jsonl", *({"unique_id": f"t/{i}", "answer": str(i), "level": i} for i in range(4)))
    preds = write(tmp_path / "p.jsonl", {"unique_id": "t/1", "answer": boxed("1")}, {"unique_id": "t/3", "answer": "?"})
    out = tmp_path / "out"
    code, shown, notes = run("score", preds, "--gold", gold, "--out", out)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert code == 0
    assert (summary["n"], summary["correct"], summary["missing"]) == (2, 1, 2)
    assert summary["missing_ids"] == ["t/0", "t/2"]
    assert "missing" in shown
    assert "t/0, t/2" in shown
    assert f"response from 'answer', reference from {gold}" in notes


def test_several_files_are_pooled_as_responses_to_one_problem(run, tmp_path):
    one = write(tmp_path / "1.jsonl", *({"id": i, "response": boxed(i), "answer": str(i)} for i in range(3)))
    two = write(tmp_path / "2.jsonl", *({"id": i, "response": boxed(0), "answer": str(i)} for i in range(3)))
    out = tmp_path / "out"
    code, shown, _ = run("score", one, two, "--out", out)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert code == 0
    assert (summary["n"], summary["problems"], summary["correct"]) == (6, 3, 4)
    # Sums of deviations from 2/3 by problem: 2/3, -1/3, -1/3; so sqrt(6/9 * 3/2) / 6 = 1/6.
    assert summary["interval"]["method"] == "clustered"
    assert summary["interval"]["error"] == pytest.approx(1 / 6)
    assert [row["sample"] for row in read_rows(out / "graded.jsonl")] == [0, 0, 0, 1, 1, 1]
    assert {key: group["correct"] for key, group in summary["by_file"].items()} == {str(one): 3, str(two): 1}
    assert "6 responses to 3 problems" in shown


def test_options_reach_the_comparison(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", {"id": 1, "response": boxed("0.333"), "answer": "\\frac13"})
    statuses = {}
    for args in ((), ("--approx", "exact"), ("--policy", "strict"), ("--layers", "string")):
        out = tmp_path / f"out{len(statuses)}"
        assert run("score", preds, "--out", out, *args)[0] == 0
        statuses[args[-1:]] = read_rows(out / "graded.jsonl")[0]["status"]
    assert statuses == {(): "correct", ("exact",): "wrong", ("strict",): "wrong", ("string",): "undecided"}


def test_lone_surrogates_and_control_characters_survive(run, tmp_path):
    row = {"id": "\ud800\u2028\x1b[31m", "response": boxed("\ud800"), "answer": "5", "subject": "\ud800\x1b[31m"}
    preds, out = write(tmp_path / "p.jsonl", row), tmp_path / "out"
    code, shown, _ = run("score", preds, "--out", out)
    assert code == 0
    assert "\\ud800\\x1b[31m" in shown
    assert "\x1b" not in shown
    lines = (out / "graded.jsonl").read_bytes().split(b"\n")
    assert len(lines) == 2
    assert json.loads(lines[0])["id"] == row["id"]


def test_undecided_comparisons_are_counted_by_rule(run, tmp_path, monkeypatch):
    stopped = Result(Verdict.UNDECIDED, "symbolic", "stopped", "stopped by its limit")
    monkeypatch.setattr("mathequiv.comparison.compare", lambda *_, **__: stopped)
    out = tmp_path / "out"
    code, shown, _ = run("score", write(tmp_path / "p.jsonl", *MIXED), "--out", out)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert code == 0
    assert (summary["counts"]["undecided"], summary["undecided_by_rule"]) == (2, {"stopped": 2})
    assert "undecided, by rule: stopped 2" in shown


@pytest.mark.parametrize("columns", [20, 50, 80, 200])
def test_tables_keep_names_and_numbers_at_any_width(columns, run, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = run("score", write(tmp_path / "p.jsonl", *MIXED))[1]
    assert "level: 10" in shown
    assert "3.6 to 62.4 %" in shown


def test_output_replaces_an_older_run_only_by_force(run, tmp_path):
    out = tmp_path / "out"
    preds = write(tmp_path / "p.jsonl", {"id": 1, "response": boxed("1"), "answer": "1"})
    assert run("score", preds, "--out", out)[0] == 0
    write(preds, {"id": 1, "response": boxed("2"), "answer": "1"})
    before = {path: path.read_bytes() for path in out.iterdir()}
    code, _, err = run("score", preds, "--out", out)
    assert code == 2
    assert (
        err.splitlines()[-1] == f"mathequiv: {out}: holds a finished run: --force replaces it, another --out keeps it"
    )
    assert {path: path.read_bytes() for path in out.iterdir()} == before
    assert run("score", preds, "--out", out, "--force")[0] == 0
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["correct"] == 0
    assert len(list(out.iterdir())) == 2


# ---- score: what it refuses ----------------------------------------------------------------------------------------

GOOD = b'{"id": "1", "response": "x", "answer": "1"}\n'
BAD_FILES = [
    pytest.param(b"", "p.jsonl: the file is empty", id="empty"),
    pytest.param(b"\n \n", "p.jsonl: the file contains no rows", id="blank-lines-only"),
    pytest.param(GOOD + b"{]\n", "p.jsonl:2: not JSON: Expecting property name", id="broken-json"),
    pytest.param(GOOD + b"x\n" + GOOD, "p.jsonl:2: not JSON: Expecting value (column 1) (--skip-bad", id="no-json"),
    pytest.param(GOOD + b'{"id": "2"\n', "p.jsonl:2: not JSON: it ends in the middle", id="cut-off-json"),
    pytest.param(GOOD + b'{"id": "2', "p.jsonl:2: not JSON: it ends in the middle", id="cut-off-string"),
    pytest.param(GOOD + b"\n\xff\n", "p.jsonl:3: not UTF-8", id="not-utf8"),
    pytest.param(GOOD.decode().encode("utf-16"), "p.jsonl: not UTF-8", id="utf-16"),
    pytest.param(GOOD.decode().encode("utf-16-le"), "not UTF-8 (it contains zero bytes, as UTF-16", id="utf-16-bare"),
    pytest.param(GOOD + b"[1]\n", "p.jsonl:2: not a JSON object", id="row-is-a-list"),
    pytest.param(b"3\n", "p.jsonl:1: not a JSON object", id="row-is-a-number"),
    pytest.param(b"[" * 200_000, "p.jsonl:1: not usable: JSON nested too deep", id="nested-too-deep"),
    pytest.param(GOOD + b'{"id": "2", "answer": "1"}\n', "p.jsonl:2: field 'response': missing", id="no-response"),
    pytest.param(GOOD + b'{"id": "2", "response": "x"}\n', "p.jsonl:2: field 'answer': missing", id="no-reference"),
    pytest.param(GOOD + b'{"response": "x", "answer": "1"}\n', "p.jsonl:2: field 'id': missing", id="no-id"),
    pytest.param(b'{"id": null, "response": "x", "answer": "1"}\n', "p.jsonl:1: field 'id': is null", id="null-id"),
    pytest.param(
        GOOD + b'{"id": "2", "response": {}, "answer": "1"}\n',
        "p.jsonl:2: field 'response': is an object, not a text",
        id="response-is-an-object",
    ),
    pytest.param(
        b'{"id": "2", "response": true, "answer": "1"}\n',
        "p.jsonl:1: field 'response': is true or false, not a text",
        id="response-is-a-bool",
    ),
    pytest.param(
        b'{"id": [1], "response": "x", "answer": "1"}\n',
        "p.jsonl:1: field 'id': is a list, not a text",
        id="id-is-a-list",
    ),
    pytest.param(
        b'{"id": 1, "response": [[["x"]]], "answer": "1"}\n',
        "p.jsonl:1: field 'response': is a list, not a text",
        id="responses-nested-twice",
    ),
    pytest.param(
        b'{"id": 1, "responses": ["x", "y"], "answer": "1", "finish_reason": ["stop"]}\n',
        "p.jsonl:1: field 'finish_reason': lists 1 values for 2 responses",
        id="finish-reasons-do-not-match",
    ),
    pytest.param(
        b'{"id": "1", "note": null}\n', "p.jsonl: no field holds responses: name it with", id="no-response-field"
    ),
    pytest.param(
        b'{"id": "1", "answer": "x"}\n', "p.jsonl: no field holds reference answers ('answer' is read as", id="no-gold"
    ),
    pytest.param(
        b'{"step": 1, "prompt": "p", "completion": "c", "mathequiv_reward": 1.0, "other": 0.5, "advantage": 0.5}\n',
        "give --gold FILE, or name it with --reference-field (fields: advantage",
        id="no-references-in-a-log-of-trl",
    ),
    pytest.param(
        b'{"step": 1, "prompt": "p", "completion": "c", "advantage": 0.5, "right": "5"}\n',
        "give --gold FILE, or --reference-field right (fields: advantage",
        id="a-stranger-in-a-log-of-trl",
    ),
]


@pytest.mark.parametrize(("content", "message"), BAD_FILES)
def test_bad_prediction_file(content, message, run, tmp_path):
    preds = tmp_path / "p.jsonl"
    preds.write_bytes(content)
    check_refused(run, tmp_path, message, preds)


def check_refused(run, tmp_path, message, *args):
    before = sorted(tmp_path.rglob("*"))
    code, out, err = run("score", *args, "--out", tmp_path / "a" / "out")
    assert (code, out) == (2, "")
    last = err.splitlines()[-1]
    assert last.startswith("mathequiv: ")
    assert message in last
    assert sorted(tmp_path.rglob("*")) == before


BAD_GOLD = [
    pytest.param(b'{"id": "2", "answer": "1"}\n', "p.jsonl:1: field 'id': id '1' is not in", id="unknown-id"),
    pytest.param(
        b'{"id": "1", "answer": {}}\n', "g.jsonl:1: field 'answer': is an object", id="reference-is-an-object"
    ),
    pytest.param(b'{"id": "1", "note": "1"}\n', "g.jsonl: no field holds reference answers", id="no-references"),
    pytest.param(
        b'{"problem": "q", "answer": "1"}\n',
        "p.jsonl: has no id or problem text in common with",
        id="nothing-to-join-by",
    ),
    pytest.param(
        b'{"id": 1, "answer": "1"}\n' * 2, "g.jsonl:2: field 'id': id '1' is also in line 1", id="duplicate-id"
    ),
    pytest.param(b"", "g.jsonl: the file is empty", id="empty"),
    pytest.param(b"x", "g.jsonl:1: not JSON", id="broken-json"),
]


@pytest.mark.parametrize(("content", "message"), BAD_GOLD)
def test_bad_gold_file(content, message, run, tmp_path):
    preds, gold = tmp_path / "p.jsonl", tmp_path / "g.jsonl"
    preds.write_bytes(GOOD)
    gold.write_bytes(content)
    check_refused(run, tmp_path, message, preds, "--gold", gold)


def test_unknown_problem_text(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", {"problem": "p", "response": "x"})
    gold = write(tmp_path / "g.jsonl", {"problem": "q", "answer": "1"})
    check_refused(run, tmp_path, "p.jsonl:1: field 'problem': this problem text is not in", preds, "--gold", gold)


def test_files_that_cannot_be_read(run, tmp_path):
    check_refused(run, tmp_path, "nope.jsonl: cannot be read: No such file", tmp_path / "nope.jsonl")
    check_refused(run, tmp_path, "contains no file that can be read", tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_file_without_read_permission(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", MIXED[0])
    preds.chmod(0)
    check_refused(run, tmp_path, "cannot be read: Permission denied", preds)


@pytest.mark.parametrize("name", ["out.csv", "out.txt", "OUT.JSON"])
def test_a_run_is_no_table(run, tmp_path, name):
    preds = write(tmp_path / "p.jsonl", {"id": 1, "response": "\\boxed{1}", "answer": "1"})
    code, _, err = run("score", preds, "--out", tmp_path / name)
    assert code == 2
    assert f"{name}: a run is written to a .jsonl or .parquet file, or into a folder" in err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("library", ["ray", "pyarrow"])
def test_the_ray_engine_names_its_extra(run, tmp_path, monkeypatch, library):
    preds = write(tmp_path / "p.jsonl", {"id": 1, "response": "\\boxed{1}", "answer": "1"})
    for name in [name for name in sys.modules if name.startswith("mathequiv.batch.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    code, _, err = run("score", preds, "--engine", "ray", "--out", tmp_path / "out")
    assert code == 2
    assert "pip install 'mathequiv[ray]'" in err


def test_a_file_given_twice(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", MIXED[0])
    check_refused(run, tmp_path, "p.jsonl: given twice", preds, preds)


@pytest.mark.parametrize("tail", [(), ("deeper",)], ids=["itself", "as-parent"])
def test_out_that_is_a_file(tail, run, tmp_path):
    preds, out = write(tmp_path / "p.jsonl", MIXED[0]), tmp_path / "out"
    out.write_text("mine", encoding="utf-8")
    code, shown, err = run("score", preds, "--out", out.joinpath(*tail))
    assert (code, shown) == (2, "")
    assert err.splitlines()[-1] == f"mathequiv: {out}: is a file: --out names a folder"
    assert out.read_text(encoding="utf-8") == "mine"


def test_an_error_leaves_an_older_run_alone(run, tmp_path):
    preds, out = write(tmp_path / "p.jsonl", MIXED[0]), tmp_path / "out"
    run("score", preds, "--out", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    preds.write_bytes(GOOD + b"{")
    assert run("score", preds, "--out", out)[0] == 2
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


USAGE = [
    pytest.param(("score",), "Missing argument", id="no-file"),
    pytest.param(("score", "p", "--policy", "lax"), "mathequiv: unknown policy 'lax'", id="policy"),
    pytest.param(("score", "p", "--approx", "no"), "mathequiv: unknown approx 'no'", id="approx"),
    pytest.param(("score", "p", "--layers", "value,x"), "mathequiv: unknown layer 'x'", id="layer"),
    pytest.param(("score", "p", "--layers", ","), "mathequiv: no layer is given", id="no-layer"),
    pytest.param(("score", "p", "--nope"), "No such option", id="option"),
    pytest.param(("extract", "p", "--policy", "lax"), "mathequiv: unknown policy 'lax'", id="extract-policy"),
    pytest.param(("check", "1"), "Missing argument", id="one-answer"),
    pytest.param(("check", "1", "2", "3"), "unexpected extra argument", id="three-answers"),
    pytest.param(("check", "1", "--strict"), "no such option: --strict", id="check-option"),
    pytest.param(("check", "1", "2", "--approx", "no"), "mathequiv: unknown approx 'no'", id="check-approx"),
    pytest.param(("nope",), "No such command", id="command"),
    pytest.param(("compare", "1", "2"), "did you mean check?", id="command-of-the-library"),
]


@pytest.mark.parametrize(("args", "message"), USAGE)
def test_usage_errors(args, message, run):
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert message.lower() in err.lower()
    assert "Traceback" not in err


# ---- check ---------------------------------------------------------------------------------------------------------

CHECKS = [
    pytest.param(Verdict.EQUIVALENT, 0, id="equal"),
    pytest.param(Verdict.DIFFERENT, 1, id="different"),
    pytest.param(Verdict.UNDECIDED, 1, id="undecided"),
]


@pytest.mark.parametrize(("verdict", "want"), CHECKS)
def test_check_exit_code_and_trace(verdict, want, run, monkeypatch):
    trace = (LayerNote("string", None, "cannot tell"), LayerNote("value", verdict, "the reason"))
    result = Result(verdict, "value", "the_rule", "the reason", None, trace)
    monkeypatch.setattr("mathequiv.comparison.compare", lambda *_, **__: result)
    code, out, err = run("check", "1", "2")
    assert (code, err) == (want, "")
    for word in (verdict.name, "the_rule", "the reason", "string", "cannot tell"):
        assert word in out


ANSWERS = [
    pytest.param(("-5", "5"), ("-5", "5"), {}, id="minus-first"),
    pytest.param(("5", "-5"), ("5", "-5"), {}, id="minus-second"),
    pytest.param(("--", "-5", "--help"), ("-5", "--help"), {}, id="after-dashes"),
    pytest.param(("-\\frac{1}{2}", "--5"), ("-\\frac{1}{2}", "--5"), {}, id="minus-latex-and-two-minuses"),
    pytest.param(("-x=3", "-hello"), ("-x=3", "-hello"), {}, id="minus-letters"),
    pytest.param(("-", ""), ("-", ""), {}, id="bare-minus-and-empty"),
    pytest.param(("-1", "-1", "--approx", "exact"), ("-1", "-1"), {"approx": "exact"}, id="approx"),
    pytest.param(
        ("--layers", "string, value", "-1", "-1"), ("-1", "-1"), {"layers": ("string", "value")}, id="layers-first"
    ),
    pytest.param(("1", "1", "--layers=value"), ("1", "1"), {"layers": ("value",)}, id="layers-with-equals-sign"),
]


@pytest.mark.parametrize(("args", "answers", "options"), ANSWERS)
def test_check_passes_answers_and_options_unchanged(args, answers, options, run, monkeypatch):
    calls = []

    def compare(*given, **named):
        calls.append((given, named))
        return Result(Verdict.EQUIVALENT, "string", "identical", "same")

    monkeypatch.setattr("mathequiv.comparison.compare", compare)
    assert run("check", *args)[0] == 0
    assert calls == [(answers, options)]


def test_check_end_to_end():
    assert process("check", "\\frac{1}{2}", "0.5").returncode == 0
    assert process("check", "\\frac{1}{2}", "0.6").returncode == 1
    assert process("check", "-5", "5").returncode == 1
    assert process("check", "0.333", "1/3", "--approx", "exact").returncode == 1


def test_check_in_a_terminal_that_knows_only_ascii():
    done = process("check", "π", "π", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u03c0" in done.stdout


def test_check_loads_neither_rich_nor_the_evaluator():
    code = (
        "import sys; sys.argv = ['mathequiv', 'check', '1', '1']\n"
        "from mathequiv.cli import main\n"
        "try: main()\n"
        "except SystemExit: print([m for m in sys.modules if m.split('.')[0] in ('rich', 'sympy')"
        " or m.startswith(('mathequiv.scoring.', 'mathequiv.grading'))])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# ---- extract and the rest ------------------------------------------------------------------------------------------


def test_extract_prints_json_lines_into_a_pipe(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", {"id": "a", "responses": [boxed("5"), "Nothing here"]})
    code, out, err = run("extract", preds)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(row["id"], row["sample"], row["answer"], row["rule"]) for row in rows[:1]] == [("a", 0, "5", "boxed")]
    assert rows[1]["answer"] is None
    assert "response from 'responses'" in err


def test_extract_prints_a_table_on_a_terminal(run, tmp_path, monkeypatch):
    preds = write(tmp_path / "p.jsonl", {"response": boxed("[b]5")}, {"response": "Nothing here"})
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    table = run("extract", preds)[1].splitlines()
    assert [word in table[0] for word in ("id", "sample", "rule", "answer")] == [True] * 4
    assert "line 1" in table[2]
    assert "[b]5" in table[2]
    assert "none" in table[3]
    assert json.loads(run("extract", preds, "--json")[1].splitlines()[0])["answer"] == "[b]5"


def test_extract_refuses_a_bad_file(run, tmp_path):
    preds = tmp_path / "p.jsonl"
    preds.write_bytes(b'{"response": 1}\n{"response": {}}\n')
    code, _, err = run("extract", preds)
    assert code == 2
    assert err.splitlines()[-1] == f"mathequiv: {preds}:2: field 'response': is an object, not a text"


def test_version(run):
    built = "pure Python" if tokens.__file__.endswith(".py") else "compiled"
    assert run("--version") == (0, f"mathequiv {__version__} ({built})\n", "")


@pytest.mark.parametrize("command", ["score", "check", "extract"])
def test_help_shows_examples_one_a_line(command, run):
    code, out, _ = run(command, "--help")
    examples = [line for line in out.splitlines() if line.strip().startswith(f"mathequiv {command} ")]
    assert code == 0
    assert len(examples) >= 2


def test_examples_of_check_say_what_comes_out(run):
    lines = [line.split("#") for line in run("check", "--help")[1].splitlines() if "#" in line]
    for line, said in lines:
        code, _, _ = run(*shlex.split(line)[1:])
        assert code == (0 if said.strip().startswith("equal") else 1), line
    assert len(lines) == 4


def test_no_arguments_show_the_help(run):
    _, out, err = run()
    assert all(command in out + err for command in ("check", "score", "extract"))


def test_real_responses(shared, run, tmp_path):
    out = tmp_path / "out"
    code, _, err = run("score", shared / "data" / "responses_math100.jsonl", "--out", out)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert code == 0
    assert "response from 'responses', reference from 'answer'" in err
    assert (summary["n"], summary["problems"], sum(summary["counts"].values())) == (800, 100, 800)
    assert summary["counts"]["error"] == 0
    assert summary["interval"]["method"] == "clustered"
    assert sum(level["n"] for level in summary["by_level"].values()) == 800


# ---- the package of commands ---------------------------------------------------------------------------------------


def test_each_module_with_a_command_is_in_the_table_and_has_help(run):
    folder = Path(cli.__file__).parent
    modules = {
        path.stem
        for path in folder.glob("*.py")
        if "\ncommand = " in (text := path.read_text("utf-8")) or "\ndef command(" in text
    }
    assert modules == set(COMMANDS)
    for name in COMMANDS:
        short, long = run(name, "-h"), run(name, "--help")
        assert short == long
        assert short[0] == 0
        assert name in run("--help")[1]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell, run):
    code, out, _ = run("completion", shell)
    assert code == 0
    assert "_MATHEQUIV_COMPLETE" in out


def test_completion_completes():
    env = {**os.environ, "_MATHEQUIV_COMPLETE": "bash_complete", "COMP_WORDS": "mathequiv sco", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'mathequiv'; from mathequiv.cli import main; main()"],
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    assert done.stdout.strip() == "plain,score"


def test_check_as_json(run):
    code, out, _ = run("check", "0.5", "1/2", "--json")
    shown = json.loads(out)
    assert (code, shown["equivalent"], shown["verdict"], shown["prediction"]) == (0, True, "equivalent", "0.5")
    assert [note["layer"] for note in shown["trace"]][:1] == ["string"]


def test_harness_lists_its_hosts(run):
    code, out, _ = run("harness")
    listed = json.loads(run("harness", "--json")[1])
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == [row["host"] for row in listed]
    assert run("harness", "lm-eval")[1].strip() == listed[0]["path"]
    code, _, err = run("harness", "nope")
    assert code == 2
    assert "no host is called 'nope'" in err
    code, _, err = run("harness", "inspect")
    assert code == 2
    assert err.startswith("mathequiv: inspect needs no path")


def test_every_task_that_help_names_is_shipped(run):
    tasks = {file.stem for file in PLACES["lm-eval"].location().glob("mathequiv_*.yaml")}
    texts = [run(command, "--help")[1] for command in COMMANDS]
    named = [task for text in texts for task in re.findall(r"--tasks\s+(\S+)", text)]
    assert named
    assert tasks.issuperset(named)


def test_every_page_of_a_harness_is_of_a_known_host():
    pages = {path.stem for path in (Path(__file__).parent.parent / "docs" / "harnesses").glob("*.md")} - {"README"}
    assert sorted(pages) == sorted([*PLACES, *WITHOUT_PATH])


FULL = [
    pytest.param(("check", "1", "1"), id="check"),
    pytest.param(("formats",), id="formats"),
    pytest.param(("score", "-"), id="score"),
    pytest.param(("extract", "-", "--json"), id="extract"),
]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("args", FULL)
def test_output_that_cannot_be_written(args):
    row = json.dumps(MIXED[0])
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mathequiv", *args],
            input=row,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "mathequiv: standard output: No space left on device"


def test_a_reader_that_goes_away(tmp_path):
    preds = write(tmp_path / "p.jsonl", *({"id": i, "response": boxed(i), "answer": i} for i in range(3000)))
    with subprocess.Popen(
        [sys.executable, "-m", "mathequiv", "extract", preds, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.read(10)
        running.stdout.close()
        said = running.stderr.read()
    assert running.returncode == 141
    assert b"Traceback" not in said
    assert b"Error" not in said


PRINTING = [
    pytest.param(("--help",), id="help"),
    pytest.param(("--version",), id="version"),
    pytest.param(("score", "--help"), id="help of a command"),
    pytest.param(("check", "1", "2"), id="check"),
    pytest.param(("formats",), id="formats"),
    pytest.param(("score", "-"), id="score"),
    pytest.param(("score", "-", "--brief"), id="score, brief"),
    pytest.param(("score", "-", "--show", "wrong"), id="score, with rows"),
    pytest.param(("score", "-", "--json"), id="score as JSON"),
    pytest.param(("filter", "{run}/../p.jsonl", "--status", "wrong"), id="filter"),
    pytest.param(("vote", "-"), id="vote"),
    pytest.param(("diff", "{run}", "{run}"), id="diff"),
]


@pytest.mark.parametrize("args", PRINTING)
def test_every_command_ends_alike_when_its_reader_is_gone(run, tmp_path, args):
    rows = [{"id": "1", "response": boxed(1), "answer": "2"}]
    run("score", write(tmp_path / "p.jsonl", *rows), "--out", tmp_path / "run")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "mathequiv", *(arg.format(run=tmp_path / "run") for arg in args)],
            input=json.dumps(rows[0]),
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 141
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr


# ---- questions that the terminal answers ----------------------------------------------------------------------------

ASKED = [{**row, "problem": f"Problem {row['id']} " + "and so on " * 30} for row in MIXED]


def test_the_headline_is_the_last_line(run, tmp_path):
    for args in ((), ("--brief",)):
        out = run("score", write(tmp_path / "p.jsonl", *MIXED), *args)[1].splitlines()
        assert out[-1] == (
            "20.0 % (3.6 to 62.4 % at 95 %) correct of 5: 1 correct, 1 wrong, 1 empty, 1 cut off, 1 error"
        )


def test_brief_fits_a_small_terminal(run, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    rows = [{"id": i % 20, "response": boxed(i % 3), "answer": "1", "subject": f"s{i % 20}"} for i in range(160)]
    out = run("score", write(tmp_path / "p.jsonl", *rows), "--brief")[1].splitlines()
    assert sum(-(-max(1, len(line)) // 80) for line in out) <= 24
    assert any(line.startswith("maj@8") for line in out)
    assert out[-1].endswith("correct of 160 responses to 20 problems: 53 correct, 107 wrong")


def test_score_shows_the_responses_of_a_status(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", *ASKED)
    out = run("score", preds, "--show", "wrong,cut_off")[1].splitlines()
    at = next(number for number, line in enumerate(out) if line.startswith("b  wrong  Problem b and so on"))
    assert len(out[at]) <= 80
    assert out[at + 1] == "  reference 7   answer 6"
    assert out[at + 2].startswith("  value: ")
    # Under the tables, so that neither the list nor the headline scrolls away.
    assert len(out) - at <= 10
    assert [line.split()[0] for line in out if " cut off  " in line] == ["d"]
    shown = json.loads(run("score", preds, "--show", "wrong", "--json")[1])["shown"]
    assert [(row["name"], row["answer"], row["reference"], row["status"]) for row in shown] == [
        ("b", "6", "7", "wrong")
    ]
    assert run("score", preds, "--show", "bad")[0] == 2
    code, _, err = run("score", preds, "--show", "missing")
    assert (code, "--rerun" in err) == (2, True)


def test_every_status_that_is_listed_has_its_reason(run, tmp_path):
    unread = {"id": "f", "response": boxed("6"), "answer": r"0.5 \foo{"}
    silent = {"id": "g", "response": "No idea.", "answer": "5"}
    preds = write(tmp_path / "p.jsonl", *MIXED, unread, silent)
    chosen = "wrong,empty,cut_off,no_answer,error"
    shown = json.loads(run("score", preds, "--show", chosen, "--json")[1])["shown"]
    assert {row["name"]: row["reason"] for row in shown} == {
        "b": "value: 6 is not 7",
        "c": "nothing came back",
        "d": "the token limit came before the answer",
        "e": "the reference is missing, or cannot be read, or has no value",
        "f": "the reference is missing, or cannot be read, or has no value (exhausted: no layer could tell: expected "
        "the end or an operator)",
        "g": "no answer found in the response",
    }
    assert "  nothing came back" in run("score", preds, "--show", chosen)[1].splitlines()


@pytest.mark.parametrize(("variable", "coloured"), [("NO_COLOR", False), ("FORCE_COLOR", True)])
def test_colour_respects_the_environment(variable, coloured, tmp_path):
    env = {**os.environ, variable: "1", "TERM": "xterm-256color"}
    done = process("score", write(tmp_path / "p.jsonl", *MIXED), env=env)
    assert ("\x1b[32m" in done.stdout) == coloured


def test_every_file_that_is_written_is_told(run, tmp_path):
    out, again = tmp_path / "out", tmp_path / "again.jsonl"
    _, _, err = run("score", write(tmp_path / "p.jsonl", *MIXED), "--out", out, "--rerun", again)
    told = [line.split(":")[0] for line in err.splitlines() if line.startswith("wrote ")]
    assert sorted(told) == sorted(f"wrote {path}" for path in (out / "graded.jsonl", out / "summary.json", again))


def test_diff_shows_answers_and_problems(run, tmp_path):
    other = [{**ASKED[0], "response": boxed("8")}, {**ASKED[1], "response": boxed("7")}, *ASKED[2:]]
    for name, rows in (("a", ASKED), ("b", other)):
        run("score", write(tmp_path / f"{name}.jsonl", *rows), "--out", tmp_path / name)
    out = run("diff", tmp_path / "a", tmp_path / "b")[1].splitlines()
    assert [line.split()[1] for line in out if line[:3] in ("A: ", "B: ")] == [str(tmp_path / name) for name in "ab"]
    at = out.index("better in B: 1:")
    assert out[at + 1].startswith("  b  Problem b and so on")
    assert out[at + 2] == "    A 6   B 7   reference 7"
    gained = json.loads(run("diff", tmp_path / "a", tmp_path / "b", "--json")[1])["gained"]
    assert (gained[0]["reference"], gained[0]["problem"].split()[:2]) == ("7", ["Problem", "b"])


JSON = [
    pytest.param(("check", "1", "2"), id="check"),
    pytest.param(("score", "p"), id="score"),
    pytest.param(("extract", "p"), id="extract"),
    pytest.param(("filter", "p", "--to", "f"), id="filter"),
    pytest.param(("diff", "out", "out"), id="diff"),
    pytest.param(("report", "out", "--out", "r"), id="report"),
    pytest.param(("formats",), id="formats"),
    pytest.param(("harness",), id="harness"),
]


@pytest.mark.parametrize("args", JSON)
def test_json_of_a_command(args, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "p", MIXED[0])
    run("score", "p", "--out", "out")
    _, out, _ = run(*args, "--json")
    assert json.loads(out)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in {"completion", "serve"}])
def test_every_command_has_json(name, run):
    assert "--json" in run(name, "--help")[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_with_a_value_says_what_it_takes(name):
    command = root.get_command(click.Context(root), name)
    options = [one for one in command.params if isinstance(one, click.Option) and not one.is_flag]
    assert [one.opts for one in options if one.metavar is None] == []
