"""Hugging Face datasets and datatrove: the grades of `grade_batch`."""

from __future__ import annotations

import pyarrow as pa
import pytest

from mathequiv.batch import MapGrader, grade_batch

ANSWERS = (r"\boxed{5}", "", r"so \boxed{6}", "the answer is 7.", r"\boxed{\frac{1}{2}}", r"\boxed{3")
REFERENCES = ("5", "5", "5", "7", "0.5", "3")
ROWS = [{"id": n, "response": ANSWERS[n % 6], "answer": REFERENCES[n % 6]} for n in range(90)]
GRADED = grade_batch(pa.Table.from_pylist(ROWS)).to_pylist()


@pytest.fixture(scope="module")
def datasets():
    library = pytest.importorskip("datasets", reason="datasets is not installed: nox -s tables")
    library.disable_progress_bars()
    return library


@pytest.mark.parametrize("processes", [None, 2])
def test_map_of_a_data_set(processes, datasets, tmp_path):
    given = datasets.Dataset.from_list(ROWS)
    cache = str(tmp_path / "c.arrow")
    found = given.map(MapGrader(), batched=True, batch_size=40, num_proc=processes, cache_file_name=cache)
    assert found.to_list() == GRADED
    assert found.filter(lambda row: row["mathequiv_status"] == "correct").num_rows == 45


def test_map_of_a_data_set_in_arrow_form(datasets):
    given = datasets.Dataset.from_list(ROWS).with_format("arrow")
    found = given.map(MapGrader(), batched=True, batch_size=40, remove_columns=given.column_names)
    assert found.with_format(None).to_list() == [
        {name: value for name, value in row.items() if name.startswith("mathequiv_")} for row in GRADED
    ]


def test_map_keeps_lists_of_responses(datasets):
    rows = [{"responses": list(ANSWERS), "answer": "5"}] * 3
    found = datasets.Dataset.from_list(rows).map(MapGrader(outputs=("status",)), batched=True)
    expected = grade_batch(pa.Table.from_pylist(rows), outputs=("status",)).to_pylist()
    assert found.to_list() == expected


def test_a_grader_has_one_fingerprint(datasets):
    """So that a map that was run before is found in the cache."""
    digest = datasets.fingerprint.Hasher.hash
    assert digest(MapGrader(policy="strict")) == digest(MapGrader(policy="strict"))
    assert digest(MapGrader(policy="strict")) != digest(MapGrader())


# ---- datatrove -----------------------------------------------------------------------------------------------------


@pytest.fixture
def documents():
    data = pytest.importorskip("datatrove.data", reason="datatrove is not installed: nox -s tables")
    return [data.Document(text=row["response"], id=str(row["id"]), metadata={"answer": row["answer"]}) for row in ROWS]


def test_a_filter_keeps_what_is_correct(documents):
    from mathequiv.batch import MathEquivFilter

    step = MathEquivFilter()
    kept = list(step.run(iter(documents)))
    assert [doc.id for doc in kept] == [str(row["id"]) for row in GRADED if row["mathequiv_status"] == "correct"]
    assert [doc.metadata["mathequiv_answer"] for doc in documents] == [row["mathequiv_answer"] for row in GRADED]
    assert [doc.metadata["mathequiv_status"] for doc in documents] == [row["mathequiv_status"] for row in GRADED]
    assert step.stats["dropped_wrong"].total == 15
    assert step.stats["dropped_empty"].total == 15


def test_a_filter_in_a_pipeline_with_what_it_drops(documents, tmp_path):
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.writers import JsonlWriter

    from mathequiv.batch import MathEquivFilter

    for document in documents:
        document.metadata["gold"] = [document.metadata.pop("answer"), "6"]
    dropped = JsonlWriter(str(tmp_path / "dropped"), compression=None)
    pipeline = [
        documents,
        MathEquivFilter("gold", ("wrong", "correct"), policy="strict", exclusion_writer=dropped),
        JsonlWriter(str(tmp_path / "kept"), compression=None),
    ]
    LocalPipelineExecutor(pipeline, logging_dir=str(tmp_path / "logs")).run()
    lines = {
        name: sum(len(path.read_text().splitlines()) for path in (tmp_path / name).glob("*"))
        for name in ("kept", "dropped")
    }
    # Under the strict policy a sentence is no answer; with a second reference 6 is right.
    assert lines == {"kept": 45, "dropped": 45}


def test_unknown_statuses(documents):
    from mathequiv.batch import MathEquivFilter

    assert documents
    with pytest.raises(ValueError, match="right"):
        MathEquivFilter(statuses=("right",))
