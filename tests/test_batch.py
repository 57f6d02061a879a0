"""Many responses at once: Arrow tables and lists, each grade that of `grade`."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mathequiv import Options, agrade, grade, grade_many, prepared
from mathequiv.batch import MapGrader, RayGrader, grade_batch
from mathequiv.batch.outputs import OUTPUTS
from mathequiv.bulk import BATCH_ROWS, OUTCOMES, outcome
from mathequiv.errors import InputError
from mathequiv.grading import Status
from mathequiv.scoring.graded_parquet import TYPES
from mathequiv.scoring.parallel import SMALL_ROWS
from mathequiv.scoring.run import ScoreRequest, score

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

ROWS = [
    (r"So $\boxed{\frac12}$.", "0.5", None),
    (r"So $\boxed{0.33}$.", r"\frac13", None),
    ("I cannot tell.", "3", None),
    (None, "3", None),
    (r"So $\boxed{3", "3", "length"),
    (r"Thus $\boxed{x+1}$.", r"The sum is $\boxed{1+x}$.", None),
    (r"Thus $\boxed{5}$.", "Add them.\n#### 6", None),
    (r"Thus $\boxed{5}$.", None, None),
    ("the answer is 7.", "7", None),
    (r"\boxed{\text{\ud800}}", "7", None),
]
"""Response, reference and finish reason: each status but undecided, and both ways to mark an answer in a reference."""

REFERENCES = ["0.5", r"\frac13", "3", "3", "3", "1+x", "6", None, "7", "7"]
"""The answers that the references stand for."""


@pytest.fixture
def table():
    # Arrow holds no lone surrogate; the tests of files have those.
    responses, references, reasons = (list(column) for column in zip(*ROWS[:-1], strict=True))
    return pa.table(
        {"id": range(len(responses)), "response": responses, "answer": references, "finish_reason": reasons}
    )


def plain_grades(**how):
    return [
        grade(response, reference, finish_reason=reason, **how)
        for (response, _, reason), reference in zip(ROWS, REFERENCES, strict=True)
    ][:-1]


def test_the_columns_are_what_a_row_can_say():
    assert list(TYPES) == list(OUTCOMES)
    assert set(OUTPUTS) < set(TYPES)


@pytest.mark.parametrize("policy", ["default", "strict"])
@pytest.mark.parametrize("options", [None, Options(approx="exact"), Options(layers=("string",))])
def test_a_grade_is_that_of_grade(table, policy, options):
    graded = grade_batch(table, policy=policy, options=options, outputs=tuple(OUTCOMES))
    expected = plain_grades(policy=policy, options=options)
    for row, one, reference in zip(graded.to_pylist(), expected, REFERENCES, strict=False):
        wanted = outcome(one, [] if reference is None else [reference])
        wanted["span"] = wanted["span"] and list(wanted["span"])
        assert {name: row[f"mathequiv_{name}"] for name in OUTCOMES} == wanted


def test_the_rows_reach_every_kind_of_outcome(table):
    statuses = grade_batch(table).column("mathequiv_status").to_pylist()
    assert set(statuses) == {one.value for one in Status} - {"undecided"}


def test_the_table_keeps_its_kind_and_its_columns(table):
    [batch] = table.to_batches()
    graded = grade_batch(batch)
    assert isinstance(graded, pa.RecordBatch)
    assert graded.schema.names == [*table.schema.names, *(f"mathequiv_{name}" for name in OUTPUTS)]
    assert graded.select(table.schema.names) == batch
    assert pa.Table.from_batches([graded]).to_pylist() == grade_batch(table).to_pylist()


def test_an_empty_table_has_the_columns(table):
    assert grade_batch(table.slice(0, 0)).schema == grade_batch(table).schema
    assert grade_batch(table.to_batches()[0].slice(0, 0)).schema == grade_batch(table).schema


def test_a_table_of_several_batches(table):
    long = pa.concat_tables([table] * (BATCH_ROWS // table.num_rows + 2))
    graded = grade_batch(long)
    once = grade_batch(table).to_pylist()
    assert graded.num_rows == long.num_rows > BATCH_ROWS
    assert all(row == once[number % len(once)] for number, row in enumerate(graded.to_pylist()))
    [batch] = long.combine_chunks().to_batches()
    assert pa.Table.from_batches([grade_batch(batch)]).to_pylist() == graded.to_pylist()


def test_words_have_the_same_codes_in_every_batch(table):
    graded = [grade_batch(table.slice(start, 2)).column("mathequiv_status").chunk(0) for start in range(0, 8, 2)]
    assert {tuple(one.dictionary.to_pylist()) for one in graded} == {tuple(one.value for one in Status)}


def test_lists_of_responses_give_lists(tmp_path):
    table = pa.table(
        {
            "responses": [[r"\boxed{5}", r"\boxed{6", None], None, [], [r"\boxed{6}"]],
            "answer": ["5", "5", "5", "6"],
            "finish_reasons": [["stop", "length", "length"], None, [], ["stop"]],
        }
    )
    graded = grade_batch(table, columns={"finish_reason": "finish_reasons"})
    assert graded.column("mathequiv_status").to_pylist() == [["correct", "cut_off", "empty"], None, [], ["correct"]]
    assert graded.column("mathequiv_answer").to_pylist() == [["5", None, None], None, [], ["6"]]
    pq.write_table(graded, tmp_path / "graded.parquet")
    assert pq.read_table(tmp_path / "graded.parquet").to_pylist() == graded.to_pylist()


REFERENCE_COLUMNS = [
    pytest.param(pa.array([5]), id="int"),
    pytest.param(pa.array([5.0]), id="float"),
    pytest.param(pa.array([["6", "5"]]), id="several"),
    pytest.param(pa.array([[6, 5]]), id="several-numbers"),
    pytest.param(pa.array(["5"], pa.large_string()), id="large-string"),
    pytest.param(pa.array(["5"]).dictionary_encode(), id="dictionary"),
]


@pytest.mark.parametrize("column", REFERENCE_COLUMNS)
def test_references_of_any_type(column):
    right = pa.table({"response": [r"\boxed{5}"], "target": column})
    wrong = pa.table({"response": [r"\boxed{7}"], "target": column})
    assert grade_batch(right).column("mathequiv_status").to_pylist() == ["correct"]
    assert grade_batch(wrong).column("mathequiv_status").to_pylist() == ["wrong"]


def test_a_reference_is_read_once(monkeypatch):
    read = []

    scan = prepared.scanned
    monkeypatch.setattr(prepared, "scanned", lambda text: read.append(text) or scan(text))
    prepared.clear_cache()
    references = [rf"\frac{{{n}}}{{7}}" for n in range(BATCH_ROWS // 2)]
    responses = [rf"\boxed{{{n}+0}}" for n in range(BATCH_ROWS)]
    grade_batch(pa.table({"response": responses, "answer": references * 2}))
    prepared.clear_cache()
    assert sorted(text for text in read if "frac" in text) == sorted(references)


BAD = [
    pytest.param({"response": ["1"]}, {}, "no column contains a reference: name it with columns=", id="no-reference"),
    pytest.param({"answer": ["1"], "x": ["1"]}, {}, "no column contains a reference", id="one-column-for-both"),
    pytest.param({"response": [{"a": 1}], "gold": ["1"]}, {}, "'response': is of type struct", id="struct"),
    pytest.param({"response": [[["1"]]], "gold": ["1"]}, {}, "'response': is of type list", id="list-of-lists"),
    pytest.param({"response": [True], "gold": ["1"]}, {}, "'response': is of type bool", id="bool"),
    pytest.param({"response": ["1"], "gold": ["1"]}, {"response": "text"}, "not in the file", id="named-and-absent"),
    pytest.param(
        {"response": ["1"], "gold": ["1"], "mathequiv_status": [1]}, {}, "is in the table already", id="graded-already"
    ),
]


@pytest.mark.parametrize(("columns", "named", "message"), BAD)
def test_what_cannot_be_graded(columns, named, message):
    with pytest.raises(InputError, match=message):
        grade_batch(pa.table(columns), columns=named)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"outputs": ("grade",)}, "unknown output 'grade'"),
        ({"columns": {"gold": "answer"}}, "unknown role 'gold'"),
        ({"policy": "lenient"}, "unknown policy"),
    ],
)
def test_unknown_words(table, asked, message):
    with pytest.raises(ValueError, match=message):
        grade_batch(table, **asked)


# ---- what other libraries call -------------------------------------------------------------------------------------


def test_a_class_for_ray_data(table):
    grader = RayGrader(policy="strict", outputs=("status", "reason"), prefix="m_")
    assert grader(table) == grade_batch(table, policy="strict", outputs=("status", "reason"), prefix="m_")


def test_a_function_for_datasets(table):
    batch = {**table.to_pydict(), "image": [object()] * table.num_rows}
    graded = grade_batch(table)
    expected = {name: graded.column(name).to_pylist() for name in graded.column_names[table.num_columns :]}
    assert MapGrader()(batch) == expected == MapGrader()(table)


# ---- lists ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("processes", [1, 2])
def test_many_are_graded_in_order(processes):
    times = SMALL_ROWS // len(ROWS) + 2
    responses, _, reasons = (list(column) * times for column in zip(*ROWS, strict=True))
    graded = grade_many(responses, REFERENCES * times, finish_reasons=reasons, processes=processes, approx="exact")
    each = [
        grade(response, reference, finish_reason=reason, approx="exact")
        for (response, _, reason), reference in zip(ROWS, REFERENCES, strict=True)
    ]
    assert graded == each * times


def test_reasoning_beside_the_responses():
    graded = grade_many(["", ""], ["5", "5"], finish_reasons=["length", "length"], reasonings=["Let me", None])
    assert [one.status.value for one in graded] == ["cut_off", "empty"]
    assert grade_many([], []) == []


def test_the_problem_is_passed_on():
    """Under the strict policy an expression of the problem that is given back is no answer."""
    problem, response, reference = "What is $(x+1)^2$, expanded?", r"It is $\boxed{(x+1)^2}$.", "x^2+2x+1"
    table = pa.table({"response": [response], "answer": [reference], "problem": [problem]})
    assert grade(response, reference, policy="strict").status is Status.CORRECT
    assert grade_batch(table, policy="strict").column("mathequiv_rule").to_pylist() == ["restated"]
    [graded] = grade_many([response], [reference], problems=[problem], policy="strict")
    assert graded.result.rule == "restated"
    assert asyncio.run(agrade(response, reference, problem=problem, policy="strict")) == graded
    conversation = pa.array([[{"role": "user", "content": problem}]])
    odd = table.drop_columns("problem").append_column("problem", conversation)
    assert grade_batch(odd, policy="strict").column("mathequiv_status").to_pylist() == ["correct"]


def test_lists_of_different_lengths():
    with pytest.raises(ValueError, match="one value per row"):
        grade_many(["1", "2"], ["1"])


def from_daemon(connection):
    times = SMALL_ROWS + 1
    connection.send([one.status.value for one in grade_many([r"\boxed{1}"] * times, ["1"] * times, processes=2)])


def test_a_daemonic_process_may_ask_for_processes():
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=from_daemon, args=(theirs,), daemon=True)
    process.start()
    assert ours.poll(120)
    assert set(ours.recv()) == {"correct"}
    process.join(120)


def test_grading_in_a_loop():
    async def run():
        calls = [agrade(response, reference) for (response, *_), reference in zip(ROWS, REFERENCES, strict=True)]
        return await asyncio.gather(*calls)

    assert asyncio.run(run()) == [
        grade(response, reference) for (response, *_), reference in zip(ROWS, REFERENCES, strict=True)
    ]


def test_the_examples_are_graded_as_score_grades_them(tmp_path):
    score(ScoreRequest([EXAMPLES / "predictions.jsonl"], EXAMPLES / "problems.jsonl", out=tmp_path))
    scored = [json.loads(line) for line in (tmp_path / "graded.jsonl").read_bytes().splitlines()]
    responses = [json.loads(line) for line in (EXAMPLES / "predictions.jsonl").read_bytes().splitlines()]
    rows = [
        (row["response"], one["reference"], row.get("finish_reason"))
        for row, one in zip(responses, scored, strict=True)
    ]
    columns = dict(zip(("response", "reference", "finish_reason"), map(list, zip(*rows, strict=True)), strict=True))
    graded = grade_batch(pa.table(columns), outputs=tuple(OUTCOMES), prefix="").to_pylist()
    assert [{name: row[name] for name in OUTCOMES} for row in graded] == [
        {name: row[name] for name in OUTCOMES} for row in scored
    ]
