"""A shard graded into a Parquet file, and such files read as the rows of ``graded.jsonl`` again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from mathequiv.batch.outputs import TYPES, columns, text
from mathequiv.batch.places import Place
from mathequiv.batch.shards import FileIndex, Shard, records_of
from mathequiv.bulk import BATCH_ROWS, OUTCOMES, grade_responses
from mathequiv.scoring.batches import Task, response_of, task_of
from mathequiv.scoring.join import Gold, Join
from mathequiv.verdict import Options

__all__ = ["SHARD_SCHEMA", "How", "grade_shard", "graded_rows"]

_TEXT: Final = pa.string()
_ROW: Final = (
    ("id", _TEXT),
    ("key", _TEXT),
    ("file", _TEXT),
    ("line", pa.int64()),
    ("sample", pa.int32()),
    ("subject", _TEXT),
    ("level", _TEXT),
    ("length", pa.int64()),
    ("finish_reason", _TEXT),
    ("tool_scores", pa.map_(_TEXT, pa.float64())),
    ("reference", pa.list_(_TEXT)),
)
SHARD_SCHEMA: Final = pa.schema([*_ROW, *TYPES.items()])
"""A row of ``graded.jsonl``, with the references always as a list; ``sample`` counts within the row of the file."""


@dataclass(frozen=True, slots=True)
class How:
    """How the shards of a run are read and graded.

    Attributes:
        named: fields the user named, by role.
        policy: name of the extraction policy.
        options: how answers are compared.
    """

    named: Mapping[str, str]
    policy: str
    options: Options


def grade_shard(shard: Shard, index: FileIndex, how: How, gold: Gold | None, target: Place) -> int:
    """Grade a shard and write its rows, which are there whole or not at all.

    Args:
        shard: the shard.
        index: what is known of its file.
        how: how it is read and graded.
        gold: the gold file, if any.
        target: the Parquet file to write.

    Returns:
        How many responses there were.

    Raises:
        InputError: a bad row, or the file cannot be written.
    """
    done = 0

    def fill(stream: Any) -> None:
        nonlocal done
        with pq.ParquetWriter(stream, SHARD_SCHEMA, compression="zstd") as writer:
            tasks = _tasks(shard, index, how, Join(gold))
            while batch := list(itertools.islice(tasks, BATCH_ROWS)):
                writer.write_batch(_graded(batch, how))
                done += len(batch)

    target.write(fill)
    return done


def _tasks(shard: Shard, index: FileIndex, how: How, join: Join) -> Iterator[Task]:
    for record in records_of(shard, index, how.named):
        joined = join.attach(record, index.columns)
        for number, sample in enumerate(record.samples):
            yield task_of(joined, sample, number)


def _graded(tasks: Sequence[Task], how: How) -> pa.RecordBatch:
    grades = grade_responses(map(response_of, tasks), how.policy, how.options)
    made = columns(grades, [task.references for task in tasks], OUTCOMES)
    before = {name: _column(name, kind, tasks) for name, kind in _ROW}
    return pa.RecordBatch.from_arrays([*before.values(), *made.values()], schema=SHARD_SCHEMA)


def _column(name: str, kind: pa.DataType, tasks: Sequence[Task]) -> pa.Array:
    if name == "reference":
        return pa.array([[text(one) for one in task.references] for task in tasks], kind)
    values = [task.row[name] for task in tasks]
    if name == "tool_scores":
        return pa.array([list(scores.items()) for scores in values], kind)
    return pa.array([text(value) for value in values] if kind == _TEXT else values, kind)


def graded_rows(source: Place) -> Iterator[dict[str, Any]]:
    """The rows of a graded shard, as they stand in ``graded.jsonl``, but for the number of the response."""
    with source.open() as stream:
        for batch in pq.ParquetFile(stream).iter_batches(batch_size=BATCH_ROWS):
            for row in batch.to_pylist():
                references = row["reference"]
                row["reference"] = references[0] if len(references) == 1 else references or None
                row["tool_scores"] = dict(row["tool_scores"])
                yield row
