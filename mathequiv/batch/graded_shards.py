"""A shard graded into a Parquet file, and such files read as the rows of ``graded.jsonl`` again."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mathequiv.batch.outputs import columns, texts
from mathequiv.batch.places import Place
from mathequiv.batch.plain_tables import NotPlainError, graded_plainly, is_plain
from mathequiv.batch.shards import FileIndex, Shard, records_of
from mathequiv.bulk import BATCH_ROWS, OUTCOMES, grade_responses
from mathequiv.scoring.batches import Task, response_of, task_of
from mathequiv.scoring.folding import Fold, fold_singles
from mathequiv.scoring.graded_parquet import BEFORE, TYPES, decoded, rows_of
from mathequiv.scoring.join import Gold, Join, problem_key
from mathequiv.scoring.summary import Summary
from mathequiv.verdict import Options

__all__ = ["SHARD_SCHEMA", "How", "alike_rows", "counted", "grade_shard", "graded_rows"]

SHARD_SCHEMA: Final = pa.schema([*BEFORE, *TYPES.items()])
"""A row of ``graded.jsonl``, with the references always as a list; ``sample`` counts within the row of the file."""


_REPEATED: Final = [
    *("file", "subject", "level", "finish_reason"),
    *(name for name, kind in TYPES.items() if pa.types.is_dictionary(kind)),
]
"""Columns whose values repeat; a dictionary of the others would be as long as they are."""


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
    if is_plain(shard, index, gold):
        with suppress(NotPlainError):
            return _write(graded_plainly(shard, index, how.policy, how.options, SHARD_SCHEMA), target)
    return _write(_graded_tasks(_tasks(shard, index, how, Join(gold)), how), target)


def _write(batches: Iterator[pa.RecordBatch], target: Place) -> int:
    done = 0

    def fill(stream: Any) -> None:
        nonlocal done
        with pq.ParquetWriter(stream, SHARD_SCHEMA, compression="zstd", use_dictionary=_REPEATED) as writer:
            for batch in batches:
                writer.write_batch(batch)
                done += batch.num_rows

    target.write(fill)
    return done


def _graded_tasks(tasks: Iterator[Task], how: How) -> Iterator[pa.RecordBatch]:
    while batch := list(itertools.islice(tasks, BATCH_ROWS)):
        yield _graded(batch, how)


def _tasks(shard: Shard, index: FileIndex, how: How, join: Join) -> Iterator[Task]:
    for record in records_of(shard, index, how.named):
        joined = join.attach(record, index.columns)
        for number, sample in enumerate(record.samples):
            yield task_of(joined, sample, number)


def _graded(tasks: Sequence[Task], how: How) -> pa.RecordBatch:
    grades = grade_responses(map(response_of, tasks), how.policy, how.options)
    made = columns(grades, [task.references for task in tasks], OUTCOMES)
    before = {name: _column(name, kind, tasks) for name, kind in BEFORE}
    return pa.RecordBatch.from_arrays([*before.values(), *made.values()], schema=SHARD_SCHEMA)


def _column(name: str, kind: pa.DataType, tasks: Sequence[Task]) -> pa.Array:
    if name == "reference":
        return texts([task.references for task in tasks], kind)
    values = [task.row[name] for task in tasks]
    return texts([list(scores.items()) for scores in values] if name == "tool_scores" else values, kind)


def graded_rows(source: Place) -> Iterator[dict[str, Any]]:
    """The rows of a graded shard, as they are in ``graded.jsonl``, but for the number of the response."""
    with source.open() as stream:
        yield from rows_of(stream, BATCH_ROWS)


_COUNTED: Final = ("status", "subject", "level", "file", "layer", "rule", "math_is_equiv")
"""What a row is counted by, beside its problem."""


def alike_rows(source: Place) -> tuple[pa.ChunkedArray, Counter[tuple[Any, ...]]]:
    """The keys of a shard's rows, and how many rows are alike in all that they are counted by."""
    with source.open() as stream:
        table = pq.read_table(stream, columns=["key", *_COUNTED], use_threads=False)
    plain = pa.table({name: table.column(name).cast(decoded(table.schema.field(name).type)) for name in _COUNTED})
    groups = plain.append_column("n", pa.array([1] * len(plain), pa.int64())).group_by(list(_COUNTED))
    counts = groups.aggregate([("n", "sum")]).to_pylist()
    return table.column("key"), Counter({tuple(row[name] for name in _COUNTED): row["n_sum"] for row in counts})


def counted(
    sources: Sequence[Place],
    alike: Iterable[tuple[pa.ChunkedArray, Counter[tuple[Any, ...]]]],
    facts: Mapping[str, Any],
    gold: Gold | None,
    figure: float | None,
) -> Summary:
    """The summary of graded shards, in their order.

    Args:
        sources: the shards.
        alike: what `alike_rows` says of each.
        facts: what was run.
        gold: the gold file, if any.
        figure: a published accuracy to hold against, in [0, 1].
    """
    chunks: list[pa.Array] = []
    counts: Counter[tuple[Any, ...]] = Counter()
    for some, more in alike:
        chunks.extend(some.chunks)
        counts += more
    keys = pa.chunked_array(chunks, pa.string())
    if pc.count_distinct(keys).as_py() == len(keys):
        wanted = pa.array([problem_key(record) for record in gold.records] if gold else [], pa.string())
        there = set(keys.filter(pc.is_in(keys, value_set=wanted)).to_pylist())
        rows = ((dict(zip(_COUNTED, values, strict=True)), times) for values, times in counts.items())
        return fold_singles(rows, facts, gold, there.__contains__, figure)
    fold = Fold()
    for source in sources:
        for row in graded_rows(source):
            fold.add(row)
    return fold.summary(facts, gold, figure=figure)
