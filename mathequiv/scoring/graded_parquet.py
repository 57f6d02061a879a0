"""Graded rows as Parquet: the Arrow types of their columns, and the rows of ``graded.jsonl`` again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["BEFORE", "ROW_SCHEMA", "TYPES", "WORD", "as_columns", "decoded", "rows_of"]

_TEXT: Final = pa.string()
WORD: Final = pa.dictionary(pa.int16(), _TEXT)

BEFORE: Final = (
    ("id", _TEXT),
    ("key", _TEXT),
    ("file", _TEXT),
    ("line", pa.int64()),
    ("sample", pa.int32()),
    ("subject", _TEXT),
    ("level", _TEXT),
    ("problem", _TEXT),
    ("length", pa.int64()),
    ("finish_reason", _TEXT),
    ("tool_scores", pa.map_(_TEXT, pa.float64())),
    ("reference", pa.list_(_TEXT)),
)
"""What a row says before it is graded; the references always are a list."""

TYPES: Final[dict[str, pa.DataType]] = {
    "status": WORD,
    "answer": _TEXT,
    "extraction_rule": WORD,
    "span": pa.list_(pa.int32()),
    "truncated": pa.bool_(),
    "verdict": WORD,
    "layer": WORD,
    "rule": WORD,
    "reason": _TEXT,
    "trace": pa.list_(pa.list_(_TEXT)),
    "math_is_equiv": pa.bool_(),
}
"""The type of each outcome, by the names of `mathequiv.bulk.OUTCOMES`."""


def decoded(kind: pa.DataType) -> pa.DataType:
    """The type without dictionaries, for hosts that cannot hold them."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return pa.list_(decoded(kind.value_type)) if pa.types.is_list(kind) else kind


_JUDGED: Final = (("status_by_rule", _TEXT), ("judge", _TEXT))
"""What a judge adds to a row; its ruling is JSON, for it is as the server gave it."""

ROW_SCHEMA: Final = pa.schema([*BEFORE, *((name, decoded(kind)) for name, kind in TYPES.items()), *_JUDGED])
"""A row of ``graded.jsonl`` in a file of one run."""


def as_columns(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of ``graded.jsonl`` in the form of `ROW_SCHEMA`."""
    reference, ruling = row["reference"], row.get("judge")
    return {
        **row,
        "reference": reference if isinstance(reference, list) else [] if reference is None else [reference],
        "tool_scores": list(row["tool_scores"].items()),
        "judge": None if ruling is None else json.dumps(ruling, ensure_ascii=False),
    }


def rows_of(stream: IO[bytes], batch_rows: int) -> Iterator[dict[str, Any]]:
    """The rows of a file of graded rows, as they are in ``graded.jsonl``.

    Args:
        stream: the Parquet file.
        batch_rows: rows that are held at a time.

    Raises:
        KeyError: it holds other rows.
        ArrowInvalid: it is no Parquet file.
    """
    for batch in pq.ParquetFile(stream).iter_batches(batch_size=batch_rows):
        for row in batch.to_pylist():
            references = row["reference"]
            row["reference"] = references[0] if len(references) == 1 else references or None
            row["tool_scores"] = dict(row["tool_scores"])
            by_rule, ruling = row.pop("status_by_rule", None), row.pop("judge", None)
            if ruling is not None:
                row |= {"status_by_rule": by_rule, "judge": json.loads(ruling)}
            yield row
