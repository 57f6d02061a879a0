"""A Spark data frame on a local master, graded in Spark's Python workers."""

from __future__ import annotations

import os
import shutil
import sys

import pyarrow as pa
import pytest

from mathequiv.batch import grade_batch, grade_dataframe
from mathequiv.errors import InputError

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed: nox -s spark")
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java (Debian: default-jre-headless)"),
    pytest.mark.filterwarnings("ignore"),
]

ANSWERS = (r"\boxed{5}", None, r"so \boxed{6}", "the answer is 7.", r"\boxed{\frac{1}{2}}", r"\boxed{3")
REFERENCES = ("5", "5", "5", "7", "0.5", "3")
ROWS = [{"id": n, "response": ANSWERS[n % 6], "answer": REFERENCES[n % 6], "finish_reason": "stop"} for n in range(500)]


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "2"}
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def sorted_rows(frame):
    return sorted((row.asDict(recursive=True) for row in frame.collect()), key=lambda row: row["id"])


@pytest.mark.parametrize("policy", ["default", "strict"])
def test_rows_are_graded_as_in_one_process(policy, spark):
    outputs = ("status", "answer", "truncated", "span", "reason", "trace")
    frame = spark.createDataFrame(ROWS, "id int, response string, answer string, finish_reason string").repartition(3)
    graded = grade_dataframe(frame, policy=policy, outputs=outputs)
    expected = grade_batch(pa.Table.from_pylist(ROWS), policy=policy, outputs=outputs).to_pylist()
    assert sorted_rows(graded) == expected
    counts = {row["mathequiv_status"]: row["count"] for row in graded.groupBy("mathequiv_status").count().collect()}
    assert sum(counts.values()) == len(ROWS)
    assert len(counts) >= 4


def test_arrays_of_responses(spark):
    rows = [{"id": n, "responses": list(ANSWERS[n % 3 :]), "answer": ["5", "7"]} for n in range(20)]
    frame = spark.createDataFrame(rows, "id int, responses array<string>, answer array<string>")
    graded = grade_dataframe(frame, columns={"response": "responses"}, outputs=("status", "answer"), prefix="m_")
    expected = grade_batch(pa.Table.from_pylist(rows), outputs=("status", "answer"), prefix="m_").to_pylist()
    assert sorted_rows(graded) == expected


def test_a_missing_column_is_told_before_anything_runs(spark):
    frame = spark.createDataFrame([{"id": 1, "response": "5"}], "id int, response string")
    with pytest.raises(InputError, match="no column contains a reference"):
        grade_dataframe(frame)
