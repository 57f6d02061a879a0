"""Files joined, repeated ids, what has to be run again, two runs held together, and rows picked by their grade."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from mathequiv.errors import InputError
from mathequiv.scoring.difference import difference, load_run
from mathequiv.scoring.run import ScoreRequest, score
from mathequiv.scoring.sources import expand, fingerprint
from mathequiv.scoring.summary import STATUSES
from tests.conftest import Notes, exit_code, read_jsonl


def write(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def row(key, answer, reference="5", **more):
    return {"id": key, "response": f"It is $\\boxed{{{answer}}}$.", "answer": reference, **more}


def scored(paths, tmp_path, name="out", **options):
    notes = Notes()
    summary = score(ScoreRequest([Path(path) for path in paths], out=tmp_path / name, force=True, **options), notes)
    return summary, read_jsonl(tmp_path / name / "graded.jsonl"), "\n".join(notes.lines)


@pytest.fixture
def run(monkeypatch, capfdbinary):
    def call(*args):
        code = exit_code(monkeypatch, *args)
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return call


# ---- many files ----------------------------------------------------------------------------------------------------


def test_patterns_are_expanded_in_natural_order(tmp_path):
    for name in ("part10.jsonl", "part9.jsonl", "other.txt", "deep/part1.jsonl"):
        write(tmp_path / name, row(name, 5))
    found = expand([tmp_path / "part*.jsonl", tmp_path / "other.txt"])
    assert [path.name for path in found] == ["part9.jsonl", "part10.jsonl", "other.txt"]
    assert {path.name for path in expand([tmp_path / "**" / "part*.jsonl"])} == {
        *("part1.jsonl", "part9.jsonl", "part10.jsonl")
    }


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path):
    odd = write(tmp_path / "a[1]*.jsonl", row("a", 5))
    write(tmp_path / "a1x.jsonl", row("b", 5))
    assert expand([odd]) == [odd]


def test_a_pattern_without_files_is_refused(tmp_path):
    with pytest.raises(InputError, match="no file matches"):
        expand([tmp_path / "*.jsonl"])


@pytest.mark.parametrize("names", [("a.jsonl", "a.jsonl"), ("a.jsonl", "*.jsonl"), ("a.jsonl", "sub/../a.jsonl")])
def test_the_same_file_twice_is_refused(names, tmp_path):
    write(tmp_path / "a.jsonl", row("a", 5))
    (tmp_path / "sub").mkdir()
    with pytest.raises(InputError, match="given twice"):
        expand([tmp_path / name for name in names])


def test_pieces_are_joined_in_the_order_given(tmp_path):
    files = [write(tmp_path / f"{n}.jsonl", row(f"{n}a", 5), row(f"{n}b", 6)) for n in (3, 1, 2)]
    summary, rows, notes = scored(files, tmp_path, pieces=True)
    assert [r["id"] for r in rows] == ["3a", "3b", "1a", "1b", "2a", "2b"]
    assert notes.startswith(f"{files[0]} and 2 more: reading id from 'id', response from 'response'")
    assert (summary.total.n, summary.total.problems, summary.repeats["dropped"]) == (6, 6, 0)
    assert "repeat" not in notes


# ---- the same id again ---------------------------------------------------------------------------------------------

PLACES = [pytest.param(1, id="in-one-file"), pytest.param(2, id="in-two-files")]


def doubled(tmp_path, files):
    rows = [row("a", 5), row("b", 6), row("a", 7), row("b", 5), row("a", 5)]
    if files == 1:
        return [write(tmp_path / "all.jsonl", *rows)]
    return [write(tmp_path / "1.jsonl", *rows[:3]), write(tmp_path / "2.jsonl", *rows[3:])]


@pytest.mark.parametrize("files", PLACES)
def test_an_id_again_is_a_further_sample_told_by_a_notice(files, tmp_path):
    summary, rows, notes = scored(doubled(tmp_path, files), tmp_path)
    assert [(r["id"], r["sample"]) for r in rows] == [("a", 0), ("b", 0), ("a", 1), ("b", 1), ("a", 2)]
    assert (summary.total.n, summary.total.problems) == (5, 2)
    assert summary.repeats == {"further_samples": 3, "dropped": 0}
    assert "3 rows repeat the problem of an earlier one" in notes
    assert "--pieces" in notes


CHOICES = [
    pytest.param("first", [("a", "5"), ("b", "6")], 1, id="first"),
    pytest.param("last", [("b", "5"), ("a", "5")], 2, id="last"),
]


@pytest.mark.parametrize("files", PLACES)
@pytest.mark.parametrize(("which", "want", "correct"), CHOICES)
def test_pieces_with_a_repeated_id(which, want, correct, files, tmp_path):
    summary, rows, notes = scored(doubled(tmp_path, files), tmp_path, pieces=True, on_duplicate=which)
    assert [(r["id"], r["answer"]) for r in rows] == want
    assert (summary.total.n, summary.total.problems, summary.total.counts["correct"]) == (2, 2, correct)
    assert summary.repeats == {"further_samples": 0, "dropped": 3}
    assert "3 rows repeat the id of another" in notes
    assert f"{which} one wins" in notes
    assert "a, b" in notes


def test_pieces_refuse_a_repeated_id_unless_told(run, tmp_path):
    one, two = doubled(tmp_path, 2)
    code, out, err = run("score", two, one, "--pieces", "--out", tmp_path / "out")
    assert (code, out) == (2, b"")
    assert f"mathequiv: {two.with_name('1.jsonl')}:1: field 'id': id 'a' stands in {two}:2 too" in err
    assert not (tmp_path / "out").exists()


def test_a_row_with_several_responses_is_no_repeat(tmp_path):
    file = write(tmp_path / "p.jsonl", {"id": 1, "responses": ["\\boxed{5}", "\\boxed{6}"], "answer": "5"})
    summary, rows, _ = scored([file], tmp_path, pieces=True)
    assert [r["sample"] for r in rows] == [0, 1]
    assert summary.repeats == {"further_samples": 0, "dropped": 0}


def test_responses_that_a_tool_numbers_are_no_repeats_of_each_other(tmp_path):
    rows = [
        {"custom_id": f"a#{k}", "response": {"body": {"choices": [{"message": {"content": "\\boxed{5}"}}]}}}
        for k in (0, 1, 1)
    ]
    gold = write(tmp_path / "gold.jsonl", {"id": "a", "answer": "5"})
    preds = write(tmp_path / "p.jsonl", *rows)
    summary, _, _ = scored([preds], tmp_path, gold=gold, pieces=True, on_duplicate="first")
    assert (summary.total.n, summary.total.problems, summary.repeats["dropped"]) == (2, 1, 1)


def test_rows_without_ids_are_told_apart_by_their_problem_or_place(tmp_path):
    same, other = {"problem": "1 +  1?", "answer": "2"}, {"problem": "2+2?", "answer": "4"}
    rows = [{**same, "response": "\\boxed{2}"}, {**other, "response": "\\boxed{4}"}, {**same, "response": "\\boxed{3}"}]
    summary, _, _ = scored([write(tmp_path / "p.jsonl", *rows)], tmp_path)
    assert (summary.total.problems, summary.repeats["further_samples"]) == (2, 1)
    bare = [{"response": "\\boxed{2}", "answer": "2"}] * 3
    summary, _, _ = scored([write(tmp_path / "q.jsonl", *bare)], tmp_path)
    assert (summary.total.problems, summary.repeats["further_samples"]) == (3, 0)


@pytest.mark.parametrize("option", ["--pieces", "--resume"])
def test_standard_input_is_not_read_twice(option, run, tmp_path):
    code, _, err = run("score", "-", option, "--out", tmp_path / "out")
    assert (code, err) == (2, f"mathequiv: -: cannot be read again, which {option} needs: name a file\n")


PIECES_USAGE = [
    pytest.param(("--on-duplicate", "last"), "--on-duplicate goes with --pieces", id="without-pieces"),
    pytest.param(("--pieces", "--on-duplicate", "best"), "unknown --on-duplicate 'best'", id="unknown"),
    pytest.param(("--resume",), "--resume needs the --out folder", id="resume-without-out"),
    pytest.param(("--against", "0.702"), "--against: must be in percent: did you mean 70.2?", id="against-as-a-share"),
    pytest.param(("--against", "x"), "--against: not an accuracy", id="against-no-number"),
]


@pytest.mark.parametrize(("args", "message"), PIECES_USAGE)
def test_usage(args, message, run, tmp_path):
    code, out, err = run("score", write(tmp_path / "p.jsonl", row("a", 5)), *args)
    assert (code, out) == (2, b"")
    assert message in err


# ---- counts, and what to run again ---------------------------------------------------------------------------------

FATES = [
    row("ok", 5, problem="Ok?"),
    row("bad", 6, problem="Bad?"),
    {"id": "dots", "response": "\\boxed{1, \\ldots, 9}", "answer": "5", "problem": "Dots?"},
    {"id": "silent", "response": "I cannot help.", "answer": "5", "problem": "Silent?"},
    {"id": "blank", "response": " ", "answer": "5", "problem": "Blank?"},
    {"id": "cut", "response": "So we have", "answer": "5", "problem": "Cut?", "finish_reason": "length"},
    {"id": "lost", "response": "\\boxed{5}", "answer": None, "problem": "Lost?"},
]


def test_every_row_is_in_exactly_one_count_and_missing_is_its_own(tmp_path):
    gold = write(
        tmp_path / "gold.jsonl", *({"id": r["id"], "answer": r["answer"]} for r in FATES), {"id": "x", "answer": "5"}
    )
    preds = write(tmp_path / "p.jsonl", *({k: v for k, v in r.items() if k != "answer"} for r in FATES))
    summary, rows, _ = scored([preds], tmp_path, gold=gold)
    statuses = [r["status"] for r in rows]
    assert statuses == ["correct", "wrong", "undecided", "no_answer", "empty", "cut_off", "error"]
    assert summary.as_json()["counts"] == dict.fromkeys(STATUSES, 1)
    total = summary.total
    assert (total.n, total.missing, total.expected, total.answered) == (7, 1, 8, 3)
    assert (total.accuracy, total.accuracy_of_rows, total.accuracy_answered) == (1 / 8, 1 / 7, 1 / 3)
    lost = summary.as_json()["lost"]
    assert {name: part["responses"] for name, part in lost.items()} == {
        **dict.fromkeys(("no_answer", "empty", "cut_off", "error"), 1),
        "missing": 1,
    }
    assert lost["missing"]["points"] == 100 / 8


def test_rerun_lists_empty_cut_off_and_missing(run, tmp_path):
    gold = [{"id": r["id"], "answer": "5", "problem": r["problem"]} for r in FATES]
    gold_file = write(tmp_path / "gold.jsonl", *gold, {"id": "x", "answer": "5", "problem": "X?"})
    preds = write(
        tmp_path / "p.jsonl", *({"id": r["id"], "response": r["response"]} for r in FATES[:5]), FATES[5], FATES[6]
    )
    again = tmp_path / "again.jsonl"
    code, _, err = run("score", preds, "--gold", gold_file, "--rerun", again)
    assert code == 0
    assert f"{again}: 3 problems to run again" in err
    assert read_jsonl(again) == [
        {"id": "blank", "problem": "Blank?", "samples": [0], "statuses": ["empty"]},
        {"id": "cut", "problem": "Cut?", "samples": [0], "statuses": ["cut_off"]},
        {"id": "x", "problem": "X?", "samples": [], "statuses": ["missing"]},
    ]


def test_rerun_names_the_responses_of_a_problem(tmp_path):
    preds = write(tmp_path / "p.jsonl", {"id": 1, "responses": ["\\boxed{5}", "", None], "answer": "5"})
    scored([preds], tmp_path, rerun=tmp_path / "again.jsonl")
    assert read_jsonl(tmp_path / "again.jsonl") == [
        {"id": "1", "problem": None, "samples": [1, 2], "statuses": ["empty", "empty"]}
    ]


def test_a_rerun_list_that_cannot_be_written_is_told_before_grading(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", row("a", 5))
    code, _, err = run("score", preds, "--out", tmp_path / "out", "--rerun", tmp_path)
    assert code == 2
    assert "is a folder: name a file" in err
    assert not (tmp_path / "out").exists()


def test_pieces_then_rerun_then_pieces_again_is_the_whole_run(tmp_path):
    first = write(tmp_path / "1.jsonl", row("a", 5), {"id": "b", "response": "", "answer": "5"})
    scored([first], tmp_path, rerun=tmp_path / "again.jsonl")
    second = write(tmp_path / "2.jsonl", *(row(r["id"], 5) for r in read_jsonl(tmp_path / "again.jsonl")))
    summary, rows, _ = scored([first, second], tmp_path, pieces=True, on_duplicate="last")
    assert [(r["id"], r["status"]) for r in rows] == [("a", "correct"), ("b", "correct")]
    assert summary.total.accuracy == 1


def test_summary_records_how_it_was_made(run, tmp_path):
    from mathequiv._version import CONTRACT_VERSION, __version__

    preds, out = write(tmp_path / "p.jsonl", row("a", 5)), tmp_path / "out"
    shown = run("score", preds, "--out", out, "--policy", "strict", "--approx", "rounded", "--against", "70.2")[
        1
    ].decode()
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (summary["version"], summary["contract"]) == (__version__, CONTRACT_VERSION)
    assert (summary["policy"], summary["options"]) == ("strict", {"approx": "rounded"})
    assert summary["against"]["figure"] == pytest.approx(0.702)
    assert f"mathequiv {__version__}, contract {CONTRACT_VERSION}, policy strict, approx rounded" in shown
    assert "against 70.2 %: difference +29.8 points" in shown


PARTS = [
    pytest.param("5", "5", "correct", "math_is_equiv", id="string-alone"),
    pytest.param("\\left(5\\right)^{1}", "5^1", "correct", "value", id="value"),
    pytest.param("x=5", "y=5", "wrong", "taken_back", id="is-equiv-erases-the-name"),
]


@pytest.mark.parametrize(("answer", "reference", "status", "part"), PARTS)
def test_what_the_score_is_made_of(answer, reference, status, part, tmp_path):
    summary, rows, _ = scored([write(tmp_path / "p.jsonl", row("a", answer, reference))], tmp_path)
    parts = dict(summary.composition.parts())
    assert rows[0]["status"] == status
    assert parts[part] in (1, -1)
    assert sum(parts.values()) == (status == "correct")


# ---- two runs ------------------------------------------------------------------------------------------------------


def two_runs(tmp_path, first, second, **options):
    for name, answers in (("a", first), ("b", second)):
        scored([write(tmp_path / f"{name}.jsonl", *(row(k, v) for k, v in answers))], tmp_path, name, **options)
    return difference(load_run(tmp_path / "a"), load_run(tmp_path / "b" / "graded.jsonl"))


def test_diff_pairs_by_id_whatever_the_order(tmp_path):
    first = [("1", 5), ("2", 5), ("3", 6), ("4", 6), ("only-a", 5)]
    second = [("4", 5), ("3", 6), ("2", 7), ("1", 5), ("only-b", 5)]
    found = two_runs(tmp_path, first, second)
    assert (found.pairs, found.accuracy, found.both) == (4, (0.5, 0.5), 1)
    assert [(f.id, f.first, f.second, f.answers) for f in found.gained] == [("4", 0, 1, ("6", "5"))]
    assert [(f.id, f.answers) for f in found.lost] == [("2", ("5", "7"))]
    assert found.alone == (("only-a",), ("only-b",))
    assert (found.method, found.p) == ("mcnemar", 1.0)
    low, high = found.interval
    assert low == pytest.approx(-high)


def test_diff_of_a_clear_win(tmp_path):
    found = two_runs(tmp_path, [(str(n), 6) for n in range(12)], [(str(n), 5 if n < 10 else 6) for n in range(12)])
    assert (len(found.gained), len(found.lost)) == (10, 0)
    assert found.p == 2 / 2**10
    assert found.interval[0] > 0


def test_diff_of_several_responses_is_paired_by_problem(tmp_path):
    first = [("1", 5), ("1", 6), ("2", 6), ("2", 6), ("3", 5), ("3", 5)]
    second = [("1", 5), ("1", 5), ("2", 6), ("2", 6), ("3", 5), ("3", 5)]
    found = two_runs(tmp_path, first, second)
    assert (found.pairs, found.method, found.accuracy) == (3, "paired", (pytest.approx(0.5), pytest.approx(2 / 3)))
    assert [(f.id, f.first, f.second) for f in found.gained] == [("1", 0.5, 1)]
    assert 0.05 < found.p < 0.5


def test_diff_of_a_run_with_itself(tmp_path):
    found = two_runs(tmp_path, [("1", 5), ("2", 6)], [("1", 5), ("2", 6)])
    assert (found.gained, found.lost, found.p) == ((), (), 1.0)


def test_diff_tells_runs_that_were_graded_differently(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", row("a", 5))
    scored([preds], tmp_path, "a")
    scored([preds], tmp_path, "b", policy="strict", options={"approx": "exact"})
    code, out, _ = run("diff", tmp_path / "a", tmp_path / "b")
    assert code == 0
    assert b"the runs differ in policy: default in A, strict in B" in out
    shown = json.loads(run("diff", tmp_path / "a", tmp_path / "b", "--json")[1])
    assert set(shown["graded_differently"]) == {"policy", "options"}
    assert (shown["pairs"], shown["difference"], shown["p"]) == (1, 0, 1)


BAD_RUNS = [
    pytest.param({}, "contains no graded rows", id="empty-folder"),
    pytest.param({"graded.jsonl": ""}, "contains no graded rows", id="no-rows"),
    pytest.param({"graded.jsonl": "{}\n"}, "graded.jsonl:1: not a graded row", id="other-rows"),
    pytest.param({"graded.jsonl": "[1]\n"}, "graded.jsonl:1: not a graded row", id="lists"),
    pytest.param({"graded.jsonl": "x\n"}, "graded.jsonl:1: not a graded row", id="no-json"),
]


@pytest.mark.parametrize(("files", "message"), BAD_RUNS)
def test_diff_refuses_what_is_no_run(files, message, run, tmp_path):
    scored([write(tmp_path / "p.jsonl", row("a", 5))], tmp_path, "a")
    (tmp_path / "b").mkdir()
    for name, text in files.items():
        (tmp_path / "b" / name).write_text(text, encoding="utf-8")
    code, out, err = run("diff", tmp_path / "a", tmp_path / "b")
    assert (code, out) == (2, b"")
    assert message in err


def test_diff_of_runs_without_common_problems(tmp_path):
    with pytest.raises(InputError, match="nothing to pair"):
        two_runs(tmp_path, [("1", 5)], [("2", 5)])


# ---- rows picked ---------------------------------------------------------------------------------------------------

ODD = (
    b'\xef\xbb\xbf{"id":1,  "response": "\\\\boxed{5}", "answer":"5", "note": 1.50}\r\n',
    b"\n",
    b'{"response":"\\\\boxed{6}","id":2,"answer":"5"}\n',
    b'{"id":3,"response":"","answer":"5"}\n',
    '{"id":4,"response":"\\\\boxed{5} \u00e9 \\u00e9","answer":"5"}'.encode(),
)


def test_filter_copies_bytes(run, tmp_path):
    preds = tmp_path / "p.jsonl"
    preds.write_bytes(b"".join(ODD))
    code, out, err = run("filter", preds)
    assert code == 0
    assert out == ODD[0] + ODD[4] + b"\n"
    assert "2 of 4 rows kept" in err


@pytest.mark.parametrize(
    ("status", "lines"), [("wrong", [2]), ("empty", [3]), ("wrong, empty", [2, 3]), ("undecided", [])]
)
def test_filter_by_status(status, lines, run, tmp_path):
    preds, kept = tmp_path / "p.jsonl.gz", tmp_path / "kept.jsonl"
    preds.write_bytes(gzip.compress(b"".join(ODD)))
    code, out, _ = run("filter", preds, "--status", status, "--to", kept)
    assert (code, out) == (0, b"")
    assert kept.read_bytes() == b"".join(ODD[line] for line in lines)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.jsonl", "p.jsonl.gz"]


def test_filter_writes_rows_that_are_no_lines_as_lines(run, tmp_path):
    preds = tmp_path / "p.json"
    preds.write_text(json.dumps([row("a", 5)], indent=1), encoding="utf-8")
    assert run("filter", preds, "--to", tmp_path / "kept")[0] == 0
    assert read_jsonl(tmp_path / "kept") == [row("a", 5)]


def test_filter_refuses_standard_input_and_unknown_statuses(run, tmp_path):
    assert "cannot be read again, which filter needs" in run("filter", "-")[2]
    assert "unknown status 'right'" in run("filter", write(tmp_path / "p.jsonl", row("a", 5)), "--status", "right")[2]


# ---- fingerprints --------------------------------------------------------------------------------------------------


def test_fingerprint_follows_the_content(tmp_path):
    file = tmp_path / "p"
    file.write_bytes(b"1")
    first = fingerprint(file)
    assert first == {"path": str(file), "bytes": 1, "sha256": first["sha256"]}
    file.write_bytes(b"2")
    assert fingerprint(file)["sha256"] != first["sha256"]
    assert fingerprint(tmp_path / "none") == {"path": str(tmp_path / "none")}
