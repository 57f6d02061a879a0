"""Shards of Parquet files whose columns are what they seem: graded as Arrow tables, without a look at each row.

What such a file gives is what its rows give one by one; any other file, or a shard with a null where a row needs a
value, is read row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mathequiv.batch.arrow import graded_schema, outcome_columns
from mathequiv.batch.outputs import texts
from mathequiv.batch.shards import FileIndex, Shard
from mathequiv.bulk import BATCH_ROWS
from mathequiv.scoring.batches import beginning
from mathequiv.scoring.formats.registry import GENERIC
from mathequiv.scoring.graded_parquet import TYPES
from mathequiv.verdict import Options

__all__ = ["NotPlainError", "graded_plainly", "is_plain"]

_GRADED: Final = ("response", "reference", "finish_reason", "reasoning", "unit", "problem")
_COPIED: Final = ("id", "subject", "level", "problem")


class NotPlainError(Exception):
    """A row must be read by itself."""


def is_plain(shard: Shard, index: FileIndex, gold: object) -> bool:
    """Whether a shard can be graded as a table: Parquet with ids, references of its own, and columns of plain types."""
    if shard.stop is None or index.format != GENERIC.name or gold is not None or index.columns.get("id") is None:
        return False
    if shard.file.path.lower().endswith((".jsonl", ".ndjson")):
        return False
    with shard.file.open() as stream:
        schema = pq.read_schema(stream)
    roles = index.columns.by_role
    return all(name in schema.names and _fits(role, schema.field(name).type) for role, name in roles.items())


def _fits(role: str, kind: pa.DataType) -> bool:
    text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    if role in ("response", "finish_reason", "reasoning", "problem", "unit"):
        return bool(text)
    if role == "reference" and pa.types.is_list(kind):
        kind = kind.value_type
        text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    return bool(text or pa.types.is_integer(kind))


def graded_plainly(
    shard: Shard, index: FileIndex, policy: str, options: Options, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The graded rows of a shard, batch by batch.

    Args:
        shard: a shard that `is_plain`.
        index: what is known of its file.
        policy: name of the extraction policy.
        options: how answers are compared.
        schema: that of the graded rows.

    Raises:
        NotPlainError: a row has no id.
    """
    roles = index.columns.by_role
    columns = {role: roles[role] for role in _GRADED if role in roles}
    needed = sorted({*columns.values(), *(roles[role] for role in _COPIED if role in roles)})
    assert shard.stop is not None  # noqa: S101 - of a shard that is plain
    before = shard.rows
    with shard.file.open() as stream:
        table = pq.ParquetFile(stream)
        groups = list(range(shard.start, shard.stop))
        for batch in table.iter_batches(BATCH_ROWS, row_groups=groups, columns=needed, use_threads=False):
            # Only the columns of the roles, so that none is found by its name that was not chosen.
            part = batch.select([roles[role] for role in columns])
            asked = graded_schema(part.schema, columns, tuple(TYPES), " ")
            outcomes, references = outcome_columns(part, asked, policy, options)
            facts = _facts(batch, roles, shard, before)
            given = texts(references, pa.list_(pa.string()))
            yield pa.RecordBatch.from_arrays([*facts.values(), given, *outcomes.values()], schema=schema)
            before += batch.num_rows


def _facts(batch: pa.RecordBatch, roles: Mapping[str, str], shard: Shard, before: int) -> dict[str, Any]:
    """What a graded row says before its references and its grade."""
    rows = batch.num_rows

    def words(role: str) -> Any:
        return batch.column(roles[role]).cast(pa.string()) if role in roles else pa.nulls(rows, pa.string())

    ids = words("id")
    if ids.null_count:
        raise NotPlainError
    reasons = words("finish_reason")
    return {
        "id": ids,
        "key": pc.binary_join_element_wise("id", ids, ":"),
        "file": pa.array([shard.file.name] * rows, pa.string()),
        "line": pa.array(range(before + 1, before + rows + 1), pa.int64()),
        "sample": pa.array([0] * rows, pa.int32()),
        "subject": words("subject"),
        "level": words("level"),
        "problem": pa.array(map(beginning, words("problem").to_pylist()), pa.string()),
        "length": pc.fill_null(pc.utf8_length(words("response")), 0).cast(pa.int64()),
        "finish_reason": pc.if_else(pc.equal(reasons, ""), None, reasons),
        "tool_scores": pa.array([[]] * rows, pa.map_(pa.string(), pa.float64())),
    }
