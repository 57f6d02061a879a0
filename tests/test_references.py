"""References: gold files of every container, the known sets, the datasets library, joining by id and by text."""

from __future__ import annotations

import gzip
import json
import sys
import types
from pathlib import Path

import pytest

from mathequiv.errors import InputError
from mathequiv.scoring import known_sets
from mathequiv.scoring.join import Join, Problems, open_predictions, references_of
from mathequiv.scoring.known_sets import KNOWN_SETS, KnownSet, published_as, set_of_fields, set_of_repo
from mathequiv.scoring.references import load_gold, reference_answers

ROWS = [
    {"id": "a", "problem": "How many legs have three cats?", "answer": ["12", "twelve"], "subject": "Counting"},
    {"id": "b", "problem": "What is half of 7?", "answer": "7/2", "subject": "Fractions"},
]


def jsonl(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def as_csv(path, rows):
    lines = [f'{row["id"]},"{row["problem"]}",{row["answer"]}\n' for row in rows if isinstance(row["answer"], str)]
    path.write_text("id,problem,answer\n" + "".join(lines), encoding="utf-8")
    return path


def as_parquet(path, rows):
    pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    import pyarrow.parquet as pq

    listed = [{**row, "answer": row["answer"] if isinstance(row["answer"], list) else [row["answer"]]} for row in rows]
    pq.write_table(pa.Table.from_pylist(listed), path)
    return path


# ---- gold files ----------------------------------------------------------------------------------------------------

GOLD_FILES = [
    pytest.param("g.jsonl", jsonl, {"a": ("12", "twelve"), "b": ("7/2",)}, id="jsonl"),
    pytest.param(
        "g.json",
        lambda path, rows: path.write_text(json.dumps({"data": rows}), encoding="utf-8") and path,
        {"a": ("12", "twelve"), "b": ("7/2",)},
        id="json",
    ),
    pytest.param("g.csv", as_csv, {"b": ("7/2",)}, id="csv"),
    pytest.param("g.parquet", as_parquet, {"a": ("12", "twelve"), "b": ("7/2",)}, id="parquet"),
    pytest.param(
        "g.jsonl.gz",
        lambda path, rows: path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode())) and path,
        {"a": ("12", "twelve"), "b": ("7/2",)},
        id="gzip",
    ),
]


@pytest.mark.parametrize(("name", "make", "want"), GOLD_FILES)
def test_gold_file(name, make, want, tmp_path):
    gold = load_gold(make(tmp_path / name, ROWS), {})
    assert {record.id: references_of(record) for record in gold.records} == want


@pytest.mark.parametrize(
    ("answer", "response", "status"),
    [
        pytest.param("12", "\\boxed{12}", "correct", id="first"),
        pytest.param("12", "\\boxed{7}", "wrong", id="neither"),
        pytest.param(["13", "12"], "\\boxed{12}", "correct", id="second-of-two"),
        pytest.param(["13", "14"], "\\boxed{12}", "wrong", id="none-of-two"),
        pytest.param([None, "12"], "\\boxed{12}", "correct", id="null-is-passed-over"),
    ],
)
def test_one_match_is_enough(answer, response, status, tmp_path):
    from mathequiv.grading import grade

    gold = load_gold(jsonl(tmp_path / "g.jsonl", [{"id": 1, "answer": answer}]), {})
    assert grade(response, references_of(gold.records[0])).status.value == status


# ---- known sets ----------------------------------------------------------------------------------------------------

MARKS = [
    pytest.param("Six and seven.\n#### 13", ("13",), id="gsm8k"),
    pytest.param("So $\\boxed{\\frac{1}{3}}$.", ("\\frac{1}{3}",), id="math"),
    pytest.param("13", ("13",), id="answer-alone"),
    pytest.param(("13", None, "x"), ("13", "x"), id="several"),
    pytest.param(None, (), id="none"),
]


@pytest.mark.parametrize(("reference", "want"), MARKS)
def test_reference_answers(reference, want):
    assert reference_answers(reference) == want


def example_row(known):
    row = dict.fromkeys(known.fields.values(), "x")
    row[known.fields["reference"]] = "We see.\n#### 13" if known.name == "GSM8K" else "\\boxed{13}"
    row[known.fields["problem"]] = "Six and seven?"
    return row


@pytest.mark.parametrize("known", KNOWN_SETS, ids=lambda row: row.repo or row.name)
def test_a_file_of_a_known_set_is_read_by_its_fields(known, tmp_path):
    gold = load_gold(jsonl(tmp_path / "g.jsonl", [example_row(known)]), {})
    assert gold.columns.get("problem") == known.fields["problem"]
    assert references_of(gold.records[0]) == ("13",)


def test_every_set_of_the_table_is_found_by_name_and_place():
    for known in KNOWN_SETS:
        assert known.repo is None or set_of_repo(known.repo.upper()) is known
        assert set_of_repo(known.name).name == known.name
    assert set_of_repo("nobody/nothing") is None
    wanted = {"MATH-500", "MATH", "MATH-Perturb", "GSM8K", "AIME 2024", "AMC", "OlympiadBench", "Minerva Math"}
    assert wanted | {"GaoKao 2023 En"} <= {known.name for known in KNOWN_SETS}


def test_set_of_fields_takes_the_one_that_explains_most():
    assert set_of_fields({"unique_id", "problem", "answer", "subject", "level", "solution"}).name == "MATH-500"
    assert set_of_fields({"problem", "solution", "type", "level"}).name == "MATH"
    assert set_of_fields({"text"}) is None


def test_a_bad_row_is_refused_on_load():
    with pytest.raises(ValueError, match="problem and reference"):
        KnownSet("x", "x/x", {"problem": "p"})
    with pytest.raises(ValueError, match="problem and reference"):
        KnownSet("x", "x/x", {"problem": "p", "reference": "r", "response": "o"})


# ---- the fingerprint -----------------------------------------------------------------------------------------------


def test_math500_is_known_by_its_ids(shared):
    path = shared / "data" / "math500.jsonl"
    assert load_gold(path, {}).name == "MATH-500"


MATH500_CHANGES = [
    pytest.param(lambda rows: rows[:-1], None, id="one-missing"),
    pytest.param(lambda rows: [*rows[:-1], {**rows[-1], "unique_id": "mine/1"}], None, id="one-other"),
    pytest.param(lambda rows: [*rows, {**rows[-1], "unique_id": "mine/1"}], None, id="one-more"),
    pytest.param(lambda rows: rows[::-1], "MATH-500", id="another-order"),
    pytest.param(lambda rows: [{**rows[0], "answer": "7"}, *rows[1:]], "MATH-500 with other answers", id="answer"),
    pytest.param(lambda rows: [{**row, "level": 1} for row in rows], "MATH-500", id="other-levels"),
]


@pytest.mark.parametrize(("change", "want"), MATH500_CHANGES)
def test_math500_is_claimed_only_when_it_is(change, want, shared, tmp_path):
    rows = [json.loads(line) for line in (shared / "data" / "math500.jsonl").open(encoding="utf-8")]
    assert load_gold(jsonl(tmp_path / "math500.jsonl", change(rows)), {}).name == want


def test_fingerprint_of_a_small_set(monkeypatch):
    answers = {"q1": "1", "q2": "2"}
    row = KnownSet(
        "Two",
        "me/two",
        {"problem": "p", "reference": "r"},
        ids=(2, known_sets.digest(answers)),
        answers=known_sets.digest(["q2\t2", "q1\t1"]),
    )
    monkeypatch.setattr(known_sets, "KNOWN_SETS", (row,))
    assert published_as(answers) == "Two"
    assert published_as({**answers, "q2": "3"}) == "Two with other answers"
    assert published_as({"q1": "1", "q3": "2"}) is None
    assert published_as({"q1": "1"}) is None


def test_a_file_without_ids_is_no_published_set(tmp_path):
    assert load_gold(jsonl(tmp_path / "g.jsonl", [{"problem": "p", "answer": "1"}]), {}).name is None


# ---- hf: -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def hub(monkeypatch):
    """A stand-in for the datasets library that records how it was asked."""
    calls = []
    rows = [{"unique_id": "t/1", "problem": "p", "answer": 0.5, "subject": "s", "level": 3, "solution": "x"}]

    def load_dataset(repo, config, *, split):
        calls.append((repo, config, split))
        if repo == "gone/away":
            raise ConnectionError("Couldn't reach 'gone/away' on the Hub\nand more")
        if split == "none":
            raise ValueError('Unknown split "none".')
        return [] if repo == "no/rows" else rows

    module = types.ModuleType("datasets")
    module.load_dataset = load_dataset
    monkeypatch.setitem(sys.modules, "datasets", module)
    return calls


ASKED = [
    pytest.param("hf:HuggingFaceH4/MATH-500", ("HuggingFaceH4/MATH-500", None, "test"), id="known"),
    pytest.param("hf:math-500", ("HuggingFaceH4/MATH-500", None, "test"), id="usual-name"),
    pytest.param("hf:openai/gsm8k", ("openai/gsm8k", "main", "test"), id="known-config"),
    pytest.param("hf:openai/gsm8k:socratic@train", ("openai/gsm8k", "socratic", "train"), id="said"),
    pytest.param("hf:Hothan/OlympiadBench", ("Hothan/OlympiadBench", "OE_TO_maths_en_COMP", "train"), id="known-split"),
    pytest.param("hf:me/mine", ("me/mine", None, "test"), id="unknown"),
    pytest.param("hf:me/mine@dev", ("me/mine", None, "dev"), id="unknown-split"),
]


@pytest.mark.parametrize(("asked", "want"), ASKED)
def test_hub_names(asked, want, hub):
    gold = load_gold(Path(asked), {})
    assert hub == [want]
    assert [(record.id, references_of(record), record.level) for record in gold.records] == [("t/1", ("0.5",), "3")]


def test_without_the_library_the_error_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(InputError, match=r"hf:a/b: needs the datasets library: pip install 'mathequiv\[hf\]'.*--gold"):
        load_gold(Path("hf:a/b"), {})


@pytest.mark.usefixtures("hub")
def test_without_a_connection_the_error_says_what_to_do():
    with pytest.raises(
        InputError, match=r"Couldn't reach 'gone/away' on the Hub\): without a connection .*--gold FILE"
    ):
        load_gold(Path("hf:gone/away"), {})
    with pytest.raises(InputError, match=r'Unknown split "none".\): hf:REPO:CONFIG@SPLIT names another'):
        load_gold(Path("hf:me/mine@none"), {})
    with pytest.raises(InputError, match="the set is empty"):
        load_gold(Path("hf:no/rows"), {})
    with pytest.raises(InputError, match=r"it is not known .*--gold FILE"):
        load_gold(Path("hf:math-perturb"), {})


# ---- joining -------------------------------------------------------------------------------------------------------

ASK = "\nPlease reason step by step."
JOINS = [
    pytest.param({"id": "b", "response": "x"}, "b", id="id"),
    pytest.param({"problem": "What is  half of 7?", "response": "x"}, "b", id="text"),
    pytest.param({"prompt": "Solve: What is half of 7?" + ASK, "response": "x"}, "b", id="text-in-a-prompt"),
    pytest.param(
        {"prompt": [{"role": "user", "content": "What is half of 7?" + ASK}], "response": "x"}, "b", id="conversation"
    ),
    pytest.param(
        {"prompt": "Q: What is half of 7?\nA: 7/2\nQ: How many legs have three cats?\nA:", "response": "x"},
        "a",
        id="the-last-of-several",
    ),
    pytest.param({"id": "77", "prompt": "What is half of 7?" + ASK, "response": "x"}, "b", id="foreign-id"),
    pytest.param({"id": "a", "prompt": "What is half of 7?" + ASK, "response": "x"}, "b", id="text-outranks-a-counter"),
    pytest.param({"id": "a", "prompt": "Tell me of cats.", "response": "x"}, "a", id="id-with-an-unknown-text"),
]


def attach(tmp_path, row, gold=ROWS):
    source = load_gold(jsonl(tmp_path / "g.jsonl", gold), {})
    file = open_predictions(jsonl(tmp_path / "p.jsonl", [row]), {}, gold=source)
    return Join(source).attach(next(file.records()), file.columns)


@pytest.mark.parametrize(("row", "want"), JOINS)
def test_join(row, want, tmp_path):
    found = attach(tmp_path, row)
    assert found.references == {"a": ("12", "twelve"), "b": ("7/2",)}[want]


NO_JOIN = [
    pytest.param({"id": "z", "response": "x"}, "id 'z' is not in", id="unknown-id"),
    pytest.param({"prompt": "What is half of 70?", "response": "x"}, "this problem text is not in", id="not-as-words"),
    pytest.param({"prompt": "half of 7?", "response": "x"}, "this problem text is not in", id="a-part-of-a-problem"),
    pytest.param({"response": "x"}, "no id or problem text in common with", id="nothing"),
]


@pytest.mark.parametrize(("row", "message"), NO_JOIN)
def test_no_join(row, message, tmp_path):
    with pytest.raises(InputError, match=message):
        attach(tmp_path, row, [{"id": "a", "problem": "What is half of 7", "answer": "7/2"}])


NAMED = {"subject": "Topic", "level": "Step"}
TASKS = [{"task": "a", "response": "x"}]
OF_TASKS = [{"nr": "a", "answer": "5", "Topic": "Sums", "Step": "3"}]


def named_join(tmp_path, preds, named):
    source = load_gold(jsonl(tmp_path / "g.jsonl", OF_TASKS), named)
    file = open_predictions(jsonl(tmp_path / "p.jsonl", preds), named, gold=source)
    return Join(source).attach(next(file.records()), file.columns).record


def test_ids_under_two_unusual_names(tmp_path):
    found = named_join(tmp_path, TASKS, {"id": "task", "gold_id": "nr", **NAMED})
    assert (found.id, found.reference, found.subject, found.level) == ("a", "5", "Sums", "3")
    asked = [{"ask": "a", "response": "x"}]
    assert named_join(tmp_path, asked, {"problem": "ask", "gold_problem": "nr"}).reference == "5"


NAMED_WRONG = [
    pytest.param({"id": "task"}, r"it has an id \('task'\), and that has neither .*--gold-id-field", id="not named"),
    pytest.param({"id": "task", "gold_id": "no"}, "g.jsonl: field 'no': not in the file", id="not in the gold file"),
    pytest.param({"id": "task", "gold_id": "nr", "subject": "no"}, "p.jsonl: field 'no': not in", id="in neither"),
]


@pytest.mark.parametrize(("named", "message"), NAMED_WRONG)
def test_names_that_join_nothing(tmp_path, named, message):
    with pytest.raises(InputError, match=message):
        named_join(tmp_path, TASKS, named)


def test_a_field_of_the_gold_file_needs_one(run, tmp_path):
    preds = jsonl(tmp_path / "p.jsonl", [{"id": "a", "response": "x", "answer": "5"}])
    code, _, err = run("score", preds, "--gold-id-field", "nr")
    assert (code, "--gold-id-field names a field of the gold file: it goes with --gold" in err) == (2, True)


def test_of_two_problems_that_end_together_the_longer_is_meant(tmp_path):
    gold = [
        {"id": "a", "problem": "Find x.", "answer": "1"},
        {"id": "b", "problem": "Let x + 1 = 3. Find x.", "answer": "2"},
    ]
    assert attach(tmp_path, {"prompt": "Let x + 1 = 3. Find x. Go.", "response": "x"}, gold).references == ("2",)
    assert attach(tmp_path, {"prompt": "Let y = 3. Find x. Go.", "response": "x"}, gold).references == ("1",)


def test_prompts_remembered_are_bounded(monkeypatch):
    from mathequiv.scoring import join

    monkeypatch.setattr(join, "MAX_REMEMBERED_PROMPTS", 3)
    problems = Problems({"p q": "row"})
    assert [problems.find(f"{number} p q") for number in range(10)] == ["row"] * 10
    assert len(problems._found) <= 3


def test_real_predictions_join_to_math500(shared):
    """Every tool's rows that are true MATH-500 problems find their reference, by id or inside the prompt."""
    gold = load_gold(shared / "data" / "math500.jsonl", {})
    wanted = {record.problem: references_of(record) for record in gold.records}
    base = shared / "specimens"
    for pattern in ("opencompass/*_031123/predictions/replay/*.json", "verl/*/*.jsonl", "simple_evals/*_all*.json"):
        path = next(iter(sorted(base.glob(pattern))))
        file = open_predictions(path, {}, references=False)
        problems = Problems(gold.index("problem"))
        found = [problems.find(record.problem) for record in file.records()]
        hits = [record for record in found if record is not None]
        assert len({record.id for record in hits}) == 5, path
        assert all(references_of(record) == wanted[record.problem] for record in hits)
