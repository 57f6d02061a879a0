"""Scoring from Python: the same figures from a path, rows and data frames; plain values; plots."""

from __future__ import annotations

import json
from operator import attrgetter
from pathlib import Path

import pytest

import mathequiv
from mathequiv import InputError, Options, compare, grade
from mathequiv.bulk import in_step
from mathequiv.harness.trl import mathequiv_reward, reward_from_column
from mathequiv.scoring.run import ScoreRequest
from mathequiv.scoring.run import score as score_files

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PREDS, GOLD = EXAMPLES / "predictions.jsonl", EXAMPLES / "problems.jsonl"


def rows_of(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def by_path():
    return mathequiv.score(PREDS, GOLD)


def figures(run):
    """What does not name the files."""
    found = run.summary.as_json()
    return {name: found[name] for name in found if name not in ("predictions", "formats", "fields", "gold", "files")}


def test_a_path_gives_what_the_command_writes(by_path, tmp_path):
    summary = score_files(ScoreRequest([PREDS], GOLD, out=tmp_path))
    assert by_path.rows == rows_of(tmp_path / "graded.jsonl")
    assert figures(by_path) == {name: summary.as_json()[name] for name in figures(by_path)}
    assert by_path.accuracy == summary.total.accuracy
    assert any(str(PREDS) in note for note in by_path.notes)


def test_rows_give_the_same(by_path):
    run = mathequiv.score(rows_of(PREDS), iter(rows_of(GOLD)))
    assert figures(run) == figures(by_path)
    assert [{**row, "file": ""} for row in run.rows] == [{**row, "file": ""} for row in by_path.rows]
    assert {row["file"] for row in run.rows} == {"rows"}
    assert run.summary.facts["predictions"] == ["rows"]
    assert run.summary.facts["gold"] == "gold rows"
    assert not any("tmp" in note for note in run.notes)


FRAMES = [
    ("pandas", "DataFrame"),
    ("polars", "DataFrame"),
    ("pyarrow", "Table.from_pylist"),
    ("datasets", "Dataset.from_list"),
]


@pytest.mark.parametrize(("library", "maker"), FRAMES)
def test_data_frames_give_the_same(library, maker, by_path):
    frame = attrgetter(maker)(pytest.importorskip(library))
    run = mathequiv.score(frame(rows_of(PREDS)), frame(rows_of(GOLD)))
    assert figures(run) == figures(by_path)


def test_cells_of_numpy():
    np = pytest.importorskip("numpy")
    rows = [
        {"id": np.int64(1), "responses": np.array([r"\boxed{5}", r"\boxed{6}"]), "answer": np.float64(5)},
        {"id": np.int64(2), "responses": np.array([r"\boxed{7}", None]), "answer": float("nan")},
    ]
    run = mathequiv.score(rows)
    assert [row["status"] for row in run.rows] == ["correct", "wrong", "error", "error"]


def test_options_and_fields(tmp_path):
    rows = [{"id": 1, "a": r"\boxed{0.333}", "b": r"\frac13"}]
    named = {"response": "a", "reference": "b"}
    assert mathequiv.score(rows, fields=named).accuracy == 1
    assert mathequiv.score(rows, fields=named, approx="exact").accuracy == 0
    strict = mathequiv.score(rows, fields=named, options=Options(approx="exact"), out=tmp_path)
    assert strict.rows[0]["status"] == "wrong"
    assert strict.summary.facts["options"]["approx"] == "exact"
    assert (tmp_path / "summary.json").exists()


def test_what_cannot_be_scored(tmp_path):
    with pytest.raises(InputError, match="the file is empty"):
        mathequiv.score([])
    with pytest.raises(TypeError, match="row 2 must be a mapping, not int"):
        mathequiv.score([{"response": "1", "answer": "1"}, 2])
    with pytest.raises(InputError, match="No such file"):
        mathequiv.score(tmp_path / "none.jsonl")


def test_how_a_run_is_shown(by_path):
    total = by_path.summary.total
    start = f"Run({total.counts['correct']} of {total.expected} correct: {100 * total.accuracy:.1f} %, 95 % interval "
    assert repr(by_path).startswith(start)
    page = by_path._repr_html_()
    assert page.count("<tr>") == 2 + sum(map(len, by_path.summary.groups.values()))
    hostile = mathequiv.score([{"response": r"\boxed{1}", "answer": "1", "level": "<script>"}])
    assert "<script>" not in hostile._repr_html_()


def test_json(by_path, tmp_path):
    text = by_path.to_json(tmp_path / "run.json")
    assert json.loads(text) == json.loads((tmp_path / "run.json").read_bytes())
    assert json.loads(text) == {"summary": by_path.summary.as_json(), "rows": by_path.rows}
    odd = mathequiv.score([{"response": "\\boxed{\ud800}", "answer": "1"}])
    odd.to_json(tmp_path / "odd.json")
    assert json.loads((tmp_path / "odd.json").read_bytes())["rows"] == odd.rows


def test_pandas(by_path):
    pytest.importorskip("pandas")
    frame = by_path.to_pandas()
    assert list(frame["status"]) == [row["status"] for row in by_path.rows]


# ---- plain values --------------------------------------------------------------------------------------------------

PAIRS = [
    (r"\frac12", "0.5"),
    ("x+1", "1+x"),
    ("1", "2"),
    (r"\sqrt2x", "x"),
    ("(1,2)", "3"),
    (r"\frac{1", "2"),
    ("0.33", r"\frac13"),
]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_result_as_plain_values(pair):
    result = compare(*pair)
    plain = result.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["verdict"] == result.verdict.value
    assert (plain["evidence"] is None) == (result.evidence is None)
    if result.evidence is not None:
        assert plain["evidence"]["kind"] == result.evidence.kind
    assert [note["layer"] for note in plain["trace"]] == [note.layer for note in result.trace]


@pytest.mark.parametrize("response", [r"\boxed{5}", r"\boxed{6}", None, "no", r"\boxed{5"])
def test_a_grade_as_plain_values(response):
    graded = grade(response, "5")
    plain = graded.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert (plain["status"], plain["correct"]) == (graded.status.value, graded.correct)
    assert plain["extraction"]["text"] == graded.extraction.text
    assert (plain["result"] is None) == (graded.result is None)


# ---- plots ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def plots():
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    matplotlib.use("agg")
    from mathequiv import plots

    return plots


def test_accuracy_by_level(plots, tmp_path):
    rows = [{"id": n, "level": n % 3, "response": rf"\boxed{{{n % 2}}}", "answer": "1"} for n in range(30)]
    run = mathequiv.score(rows)
    axes = plots.accuracy(run)
    axes.figure.savefig(tmp_path / "a.png")
    assert [text.get_text() for text in axes.get_yticklabels()] == ["2  (n=10)", "1  (n=10)", "0  (n=10)"]
    points = sorted(line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o")
    assert points == [50.0, 50.0, 50.0]
    assert plots.accuracy(run.summary, "level", ax=axes) is axes
    with pytest.raises(ValueError, match="not grouped by 'subject'"):
        plots.accuracy(run, "subject")


def test_statuses(plots, by_path, tmp_path):
    axes = plots.statuses({"a": by_path, "b": by_path.summary})
    axes.figure.savefig(tmp_path / "s.png")
    total = by_path.summary.total
    widths = sorted({round(bar.get_width(), 6) for bar in axes.patches})
    assert round(100 * total.counts["correct"] / total.expected, 6) in widths
    assert abs(sum(bar.get_width() for bar in axes.patches) - 200) < 1e-6
    with pytest.raises(ValueError, match="no responses"):
        plots.statuses({})


# ---- columns in step -------------------------------------------------------------------------------------------------

OUT_OF_STEP = [
    (("\\boxed{1}", ["1"]), TypeError, "responses must be a list with one value per row, not one text"),
    ((["\\boxed{1}", "\\boxed{2}"], "12"), TypeError, "references must be a list .*: '12'"),
    ((["\\boxed{2}"], ["2", "3"]), ValueError, "there are 1 responses, 2 references"),
]


@pytest.mark.parametrize(("columns", "error", "message"), OUT_OF_STEP)
def test_one_text_is_no_column(columns, error, message):
    with pytest.raises(error, match=message):
        list(in_step(responses=columns[0], references=columns[1]))
    with pytest.raises(error, match=message):
        mathequiv.grade_many(*columns)
    with pytest.raises(error, match=message.replace("responses", "completions")):
        mathequiv_reward(completions=columns[0], answer=columns[1])


def test_only_columns_that_were_given_are_counted():
    with pytest.raises(ValueError, match=r"there are 1 completions, 2 references$"):
        mathequiv_reward(completions=["\\boxed{2}"], answer=["2", "3"])


@pytest.mark.parametrize(
    ("completions", "answer", "message"),
    [([], ["1"], "0 completions, 1 references$"), (["1", "2"], [None], "2 completions, 1 references$")],
)
def test_columns_that_were_given_empty_are_counted(completions, answer, message):
    with pytest.raises(ValueError, match=message):
        mathequiv_reward(completions=completions, answer=answer)


def test_a_missing_column_is_named_with_those_that_are_there():
    reward = reward_from_column("gold")
    with pytest.raises(ValueError, match=r"no column gold \(its columns: answer, level\): name one of those"):
        reward(completions=["\\boxed{2}"], answer=["2"], level=[1])


@pytest.mark.parametrize(("options", "error"), [({"aprox": "exact"}, TypeError), ({"approx": "close"}, ValueError)])
def test_options_of_a_reward_are_read_when_it_is_made(options, error):
    with pytest.raises(error):
        reward_from_column("gold", options=options)


def test_columns_of_arrays_are_in_step():
    assert list(in_step(a=(1, 2), b=range(2))) == [(1, 0), (2, 1)]
    assert mathequiv_reward(completions=[], answer=[]) == []
