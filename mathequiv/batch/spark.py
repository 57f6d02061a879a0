"""Spark: a data frame graded by ``mapInArrow``, batch by batch, in Spark's Python workers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mathequiv.batch.arrow import PREFIX, graded_schema
from mathequiv.batch.outputs import OUTPUTS
from mathequiv.batch.ray_data import RayGrader
from mathequiv.extraction.policy import Policy
from mathequiv.scoring.graded_parquet import decoded
from mathequiv.verdict import Options

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["grade_dataframe"]


def grade_dataframe(  # noqa: PLR0913 - those of grade_batch
    frame: DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    policy: str | Policy = "default",
    options: Options | None = None,
    outputs: Sequence[str] = OUTPUTS,
    prefix: str = PREFIX,
) -> DataFrame:
    """Grade the responses of a Spark data frame with `grade_batch`.

    Nothing is computed until Spark is asked for rows. The workers need mathequiv and pyarrow installed.

    Args:
        frame: the data frame; a column of arrays of responses gives arrays.
        columns: as in `grade_batch`.
        policy: as in `grade_batch`.
        options: as in `grade_batch`.
        outputs: as in `grade_batch`.
        prefix: as in `grade_batch`.

    Returns:
        The data frame with the columns added.

    Raises:
        InputError: as in `grade_batch`.
        ValueError: as in `grade_batch`.
    """
    from pyspark.sql.pandas.types import from_arrow_type, to_arrow_schema  # noqa: PLC0415 - an optional dependency
    from pyspark.sql.types import StructField, StructType  # noqa: PLC0415

    grader = RayGrader(columns=columns, policy=policy, options=options, outputs=outputs, prefix=prefix)
    added = graded_schema(to_arrow_schema(frame.schema), columns, outputs, prefix).added
    fields = [StructField(prefix + name, from_arrow_type(decoded(kind))) for name, kind in added.items()]

    def graded(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return (_plain(grader(batch), batch.num_columns) for batch in batches)

    return frame.mapInArrow(graded, StructType([*frame.schema.fields, *fields]))


def _plain(batch: pa.RecordBatch, kept: int) -> pa.RecordBatch:
    """The batch with its added columns as Spark's types: it has none for dictionaries."""
    arrays: list[Any] = list(batch.columns[:kept])
    arrays += [array.cast(decoded(array.type)) for array in batch.columns[kept:]]
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)
