"""A run as one file of rows: written whole, never over another unasked, continued, and read again by every command."""

from __future__ import annotations

import csv
import gzip
import json
import sys

import pytest

from mathequiv import cli
from mathequiv import score as score_from_python
from mathequiv.errors import InputError
from mathequiv.scoring.batches import grade_batch
from mathequiv.scoring.difference import load_run
from mathequiv.scoring.finished import finished
from mathequiv.scoring.run import ScoreRequest, score
from mathequiv.scoring.run_files import beside, is_row_file

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

ANSWERS = ("5", "\\frac{1}{2}", "x+1", "")
NAMES = ["x.parquet", "x.jsonl", "graded.parquet"]


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def preds(tmp_path):
    path = tmp_path / "p.jsonl"
    rows = [
        {
            "id": n // 3,
            "problem": f"Problem {n // 3} \ud800",
            "response": ANSWERS[n % 4] and f"So $\\boxed{{{ANSWERS[n % 4]}}}$.",
            "answer": None if n == 7 else ["5", "6"] if n == 8 else "5",
            "level": None if n < 30 else 3,
        }
        for n in range(120)
    ]
    path.write_text(lines(rows), encoding="utf-8")
    return path


@pytest.fixture
def run(monkeypatch, capfdbinary):
    def call(*args):
        monkeypatch.setattr(sys, "argv", ["mathequiv", *map(str, args)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capfdbinary.readouterr()
        return end.value.code or 0, out, err.decode()

    return call


def in_folder(preds, tmp_path):
    """The rows and the summary of the run in a folder."""
    score(ScoreRequest([preds], out=tmp_path / "whole", workers=1, force=True))
    return list(finished(tmp_path / "whole").rows()), (tmp_path / "whole" / "summary.json").read_bytes()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


PLACES = [
    ("a", False, "a/summary.json"),
    ("a.parquet", True, "a.summary.json"),
    ("a.JSONL", True, "a.summary.json"),
    ("a/graded.parquet", True, "a/summary.json"),
    ("a.json", False, "a.json/summary.json"),
    ("a.parquet.d", False, "a.parquet.d/summary.json"),
]


@pytest.mark.parametrize(("out", "file", "summary"), PLACES)
def test_the_name_says_what_is_written(out, file, summary, tmp_path):
    assert is_row_file(tmp_path / out) is file
    assert beside(tmp_path / out, "summary.json") == tmp_path / summary
    (tmp_path / out).mkdir(parents=True)
    assert not is_row_file(tmp_path / out), "a folder that is there stays one"


@pytest.mark.parametrize("name", NAMES)
def test_the_file_holds_the_rows_of_the_folder(name, preds, run, tmp_path):
    rows, summary = in_folder(preds, tmp_path)
    (tmp_path / "one").mkdir()
    code, _, err = run("score", preds, "--out", tmp_path / "one" / name, "--workers", 1)
    assert code == 0
    found = finished(tmp_path / "one" / name)
    assert [f"wrote {path}" for path in (found.files[0], found.summary)] == err.splitlines()[-2:]
    assert names(tmp_path / "one") == sorted([name, found.summary.name])
    escaped = json.loads(json.dumps(rows).replace("\\ud800", "\\\\ud800" if name.endswith("parquet") else "\\ud800"))
    assert list(found.rows()) == escaped
    assert found.summary.read_bytes() == summary


def test_the_columns_have_their_types_where_all_values_are_null(tmp_path):
    (tmp_path / "p.jsonl").write_text(lines([{"id": 1, "response": None, "answer": None}]), encoding="utf-8")
    score(ScoreRequest([tmp_path / "p.jsonl"], out=tmp_path / "x.parquet", workers=1))
    schema = pq.read_schema(tmp_path / "x.parquet")
    assert {str(schema.field(name).type) for name in ("subject", "answer", "rule", "judge")} == {"string"}


def test_a_ruling_of_a_judge_is_read_again(preds, tmp_path):
    ruling = {
        "verdict": "equal",
        "problem": None,
        "cached": False,
        "key": "k",
        "prompt_tokens": 3,
        "completion_tokens": 4,
    }

    def ruled(tasks, policy, options):
        rows = [json.loads(line) for line in grade_batch(tasks, policy, options)]
        rows[0] |= {"status": "judged_correct", "status_by_rule": "undecided", "judge": ruling}
        return [lines([row]).encode() for row in rows]

    score(ScoreRequest([preds], out=tmp_path / "x.parquet", workers=1), grader=ruled)
    first, second = list(finished(tmp_path / "x.parquet").rows())[:2]
    assert (first["judge"], first["status_by_rule"], first["status"]) == (ruling, "undecided", "judged_correct")
    assert not {"judge", "status_by_rule"} & second.keys()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("there", ["rows", "summary"])
def test_what_is_there_is_replaced_only_with_force(there, name, preds, run, tmp_path):
    out = tmp_path / name
    kept = out if there == "rows" else beside(out, "summary.json")
    kept.write_text("mine", encoding="utf-8")
    code, _, err = run("score", preds, "--out", out)
    assert (code, kept.read_text(encoding="utf-8")) == (2, "mine")
    assert f"{kept}: already exists: --force replaces it" in err
    assert run("score", preds, "--out", out, "--force")[0] == 0
    assert len(list(finished(out).rows())) == 120


@pytest.mark.parametrize("command", ["score", "merge"])
@pytest.mark.parametrize("name", ["p.jsonl", "link.jsonl"])
def test_an_input_is_never_the_output(name, command, preds, run, tmp_path):
    (tmp_path / "link.jsonl").symlink_to(preds)
    before = preds.read_bytes()
    in_folder(preds, tmp_path)
    args = [preds] if command == "score" else [tmp_path / "whole"]
    out = tmp_path / name if command == "score" else tmp_path / "whole" / "graded.jsonl"
    code, _, err = run(command, *args, "--out", out, "--force")
    assert code == 2
    assert "would be both read and written" in err
    assert preds.read_bytes() == before


def test_a_summary_that_would_be_the_gold_file(preds, run, tmp_path):
    gold = tmp_path / "x.summary.json"
    gold.write_text(lines([{"id": 1, "answer": "5"}]), encoding="utf-8")
    code, _, err = run("score", preds, "--gold", gold, "--out", tmp_path / "x.parquet", "--force")
    assert (code, "would be both read and written" in err) == (2, True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("batches", [0, 2])
def test_an_interrupted_run_is_continued(batches, name, preds, tmp_path):
    rows, summary = in_folder(preds, tmp_path)
    left = [batches]
    graded = []

    def stopping(tasks, policy, options):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        graded.extend(tasks)
        return grade_batch(tasks, policy, options)

    out = tmp_path / "one" / name
    out.parent.mkdir()
    with pytest.raises(KeyboardInterrupt):
        score(ScoreRequest([preds], out=out, workers=1), grader=stopping)
    assert names(out.parent) == [name + ".unfinished"]
    with pytest.raises(InputError, match="--resume continues it"):
        score(ScoreRequest([preds], out=out, workers=1))
    with pytest.raises(KeyboardInterrupt):
        score(ScoreRequest([preds], out=out, workers=1, resume=True), grader=stopping)
    left[0] = 100
    score(ScoreRequest([preds], out=out, workers=1, resume=True), grader=stopping)
    assert len(graded) == len(rows)
    assert len(list(finished(out).rows())) == len(rows)
    assert finished(out).summary.read_bytes() == summary
    assert names(out.parent) == sorted([name, finished(out).summary.name])


@pytest.mark.parametrize("written", ["summary", "both", "half-removed"])
def test_a_run_that_ended_while_its_results_were_written_is_continued(written, preds, tmp_path):
    """The process was ended after some of its last steps: the next one does them again."""
    rows, summary = in_folder(preds, tmp_path)
    out, work = tmp_path / "one" / "x.parquet", tmp_path / "one" / "x.parquet.unfinished"
    work.parent.mkdir()
    score(ScoreRequest([preds], out=work, workers=1))
    beside(out, "summary.json").write_bytes(b"{}")
    if written != "summary":
        out.write_bytes(b"old")
    if written == "half-removed":
        (work / "graded.jsonl").unlink()
    score(ScoreRequest([preds], out=out, workers=1, resume=True))
    assert len(list(finished(out).rows())) == len(rows)
    assert finished(out).summary.read_bytes() == summary
    assert not work.exists()


@pytest.mark.parametrize("name", NAMES)
def test_every_command_reads_it(name, preds, run, tmp_path):
    in_folder(preds, tmp_path)
    out = tmp_path / "one" / name
    out.parent.mkdir()
    assert run("score", preds, "--out", out)[0] == 0
    assert load_run(out).outcomes.keys() == load_run(tmp_path / "whole").outcomes.keys()
    code, shown, _ = run("diff", out, tmp_path / "whole", "--json")
    assert (code, json.loads(shown)["pairs"], json.loads(shown)["graded_differently"]) == (0, 40, {})
    assert run("merge", out, "--out", tmp_path / "merged")[0] == 0
    assert (tmp_path / "merged/summary.json").read_bytes() == (tmp_path / "whole/summary.json").read_bytes()
    assert run("merge", tmp_path / "merged", "--out", tmp_path / "merged.parquet")[0] == 0
    assert load_run(tmp_path / "merged.parquet").outcomes.keys() == load_run(out).outcomes.keys()
    pytest.importorskip("jinja2", reason="the extra 'report' is not installed")
    pytest.importorskip("latex2mathml", reason="the extra 'report' is not installed")
    assert run("report", out, "--out", tmp_path / "r.html")[0] == 0
    assert run("report", out, "--out", out, "--force")[0] == 2
    assert run("score", preds, "--out", tmp_path / "again.parquet", "--report", tmp_path / "again.html")[0] == 0
    assert (tmp_path / "again.html").stat().st_size > 100_000


def test_from_python(preds, tmp_path):
    found = score_from_python(preds, out=tmp_path / "x.parquet")
    assert len(found.rows) == pq.read_metadata(tmp_path / "x.parquet").num_rows == 120


OTHERS = [
    ("x.parquet", b"PAR1 no", "not graded rows"),
    ("x.jsonl", b'{"id": 1}\n', "x.jsonl:1: not a graded row"),
    ("x.parquet", None, "cannot be read: No such file"),
]


@pytest.mark.parametrize(("name", "content", "message"), OTHERS)
def test_what_is_no_run_is_told(name, content, message, tmp_path):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        load_run(tmp_path / name)


@pytest.mark.parametrize("command", ["score", "filter", "vote"])
@pytest.mark.parametrize("further", [[], ["--resume", "--policy", "strict"], ["--resume", "more.jsonl"]])
def test_a_command_that_is_refused_leaves_the_work_of_an_interrupted_one(further, command, preds, run, tmp_path):
    out = tmp_path / "k.jsonl"
    work = tmp_path / "k.jsonl.unfinished"
    work.mkdir()
    for name in ("graded.jsonl.part", "unfinished.json"):
        (work / name).write_text("{}\n", encoding="utf-8")
    code, _, err = run(command, preds, "--out" if command == "score" else "--to", out, *further)
    assert code == 2, err
    assert names(work) == ["graded.jsonl.part", "unfinished.json"]


# ---- rows of filter and vote ---------------------------------------------------------------------------------------


LATE = [
    ("null first", lambda n: None if n < 1500 else "late", "string"),
    ("whole numbers first", lambda n: n if n < 1500 else n + 0.5, "double"),
    ("fields that come late", lambda n: {} if n < 1500 else {"a": 1}, "struct<a: int64>"),
]


@pytest.mark.parametrize(("value", "kind"), [case[1:] for case in LATE], ids=[case[0] for case in LATE])
def test_columns_fit_rows_that_come_late(value, kind, run, tmp_path):
    rows = [{"id": n, "response": "\\boxed{5}", "answer": "5", "more": value(n)} for n in range(1600)]
    (tmp_path / "p.jsonl").write_text(lines(rows), encoding="utf-8")
    code, _, err = run("filter", tmp_path / "p.jsonl", "--to", tmp_path / "k.parquet", "--workers", 1)
    assert code == 0, err
    table = pq.read_table(tmp_path / "k.parquet")
    assert (table.num_rows, str(table.schema.field("more").type)) == (1600, kind)
    assert table.column("more").to_pylist()[-1] == rows[-1]["more"]


def test_values_without_a_common_form_are_told(run, tmp_path):
    rows = [{"id": n, "response": "\\boxed{5}", "answer": "5", "more": n or "text"} for n in range(3)]
    (tmp_path / "p.jsonl").write_text(lines(rows), encoding="utf-8")
    code, _, err = run("filter", tmp_path / "p.jsonl", "--to", tmp_path / "k.parquet")
    assert (code, "write JSON Lines" in err) == (2, True)
    assert not (tmp_path / "k.parquet").exists()


def test_no_rows_are_an_empty_table(run, tmp_path):
    (tmp_path / "p.jsonl").write_text(lines([{"id": 1, "response": "\\boxed{6}", "answer": "5"}]), encoding="utf-8")
    assert run("filter", tmp_path / "p.jsonl", "--to", tmp_path / "k.parquet")[0] == 0
    assert pq.read_table(tmp_path / "k.parquet").num_rows == 0


def test_rows_of_a_table_and_of_lines_keep_their_order(run, tmp_path):
    rows = [{"id": n, "response": "\\boxed{5}", "answer": "5"} for n in range(4)]
    (tmp_path / "a.jsonl").write_text(lines(rows[:2]), encoding="utf-8")
    (tmp_path / "rest.jsonl").write_text(lines(rows[2:]), encoding="utf-8")
    assert run("filter", tmp_path / "rest.jsonl", "--to", tmp_path / "b.parquet")[0] == 0
    assert run("filter", tmp_path / "a.jsonl", tmp_path / "b.parquet", "--to", tmp_path / "k.parquet")[0] == 0
    assert pq.read_table(tmp_path / "k.parquet").column("id").to_pylist() == [0, 1, 2, 3]


def test_a_table_that_is_text(run, tmp_path):
    rows = [{"id": 1, "problem": 'a "b", c\n', "response": "\\boxed{5}", "answer": "5", "more": [1, {"a": "é"}]}]
    (tmp_path / "p.jsonl").write_text(lines(rows * 2), encoding="utf-8")
    for name, delimiter in (("k.csv", ","), ("k.tsv", "\t")):
        assert run("filter", tmp_path / "p.jsonl", "--to", tmp_path / name)[0] == 0
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file, delimiter=delimiter))
        assert [{**row, "id": 1, "more": json.loads(row["more"])} for row in found] == rows * 2
        code, out, _ = run("score", tmp_path / name, "--brief")
        assert (code, b"2 correct" in out) == (0, True)
    assert run("vote", tmp_path / "p.jsonl", "--to", tmp_path / "v.csv")[0] == 0
    assert (tmp_path / "v.csv").read_text(encoding="utf-8").startswith("id,problem,answer,votes")


def test_columns_that_a_table_does_not_have_are_told(run, tmp_path):
    rows = [{"id": n, "response": "\\boxed{5}", "answer": "5", **({"late": 1} if n else {})} for n in range(2)]
    (tmp_path / "p.jsonl").write_text(lines(rows), encoding="utf-8")
    code, _, err = run("filter", tmp_path / "p.jsonl", "--to", tmp_path / "k.csv")
    assert (code, "'late' is not in the first one" in err) == (2, True)
    assert not (tmp_path / "k.csv").exists()


def test_a_packed_file_that_ends_early(run, tmp_path):
    text = lines([{"id": n, "response": "5", "answer": "5"} for n in range(400)])
    (tmp_path / "p.jsonl.gz").write_bytes(gzip.compress(text.encode())[:-40])
    code, _, err = run("score", tmp_path / "p.jsonl.gz")
    assert (code, "it is packed and ends too early; copy it again" in err) == (2, True)
