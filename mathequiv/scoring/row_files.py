"""Rows written as JSON Lines or Parquet, and the folder that keeps the work for a file until the file is there."""

from __future__ import annotations

import csv
import io
import itertools
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from mathequiv.errors import InputError, missing_extra
from mathequiv.scoring.run_files import work_of
from mathequiv.scoring.targets import WriteError, is_regular, writing

__all__ = ["RowFile", "row_file", "work_folder"]

_BUFFERED: Final = 1024

_DELIMITERS: Final = {".csv": ",", ".tsv": "\t"}
"""What parts the cells of a table that is text, by the suffix of its name."""


class RowFile:
    """JSON Lines.

    Args:
        file: where the bytes go.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def line(self, line: bytes) -> None:
        """Write a row that is a line of JSON, byte for byte."""
        # The last line of a file may have no line feed; the next row must not run into it.
        self._file.write(line if line.endswith(b"\n") else line + b"\n")

    def row(self, row: Mapping[str, Any]) -> None:
        """Write a row."""
        text = json.dumps(row, ensure_ascii=False, default=str) + "\n"
        # A lone surrogate has no UTF-8 form; in JSON its escape means the same.
        self._file.write(text.encode("utf-8", "backslashreplace"))

    def batch(self, batch: Any) -> None:
        """Write an Arrow record batch."""
        for row in batch.to_pylist():
            self.row(row)

    def close(self) -> None:
        """Write what is still held."""


class _Csv(RowFile):
    """CSV with a header, in the columns of the first row; a value that is a list or an object is JSON in its cell.

    Args:
        file: where the bytes go.
        target: the file.
        delimiter: what parts the cells.
    """

    def __init__(self, file: BinaryIO, target: Path, delimiter: str) -> None:
        super().__init__(file)
        self._text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
        self._target = target
        self._delimiter = delimiter
        self._writer: csv.DictWriter[str] | None = None

    def line(self, line: bytes) -> None:
        self.row(json.loads(line.decode("utf-8-sig")))

    def row(self, row: Mapping[str, Any]) -> None:
        if self._writer is None:
            self._writer = csv.DictWriter(self._text, list(row), delimiter=self._delimiter, lineterminator="\n")
            self._writer.writeheader()
        if unknown := row.keys() - set(self._writer.fieldnames):
            problem = f"rows have different columns ({min(unknown)!r} is not in the first one): write JSON Lines"
            raise InputError(problem, self._target)
        self._writer.writerow({name: _cell(value) for name, value in row.items()})

    def close(self) -> None:
        # The file is closed by who opened it.
        self._text.detach()


def _cell(value: object) -> object:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


class _Parquet(RowFile):
    """Parquet, in a schema that all rows fit: they wait in a file of their own until the last one is known.

    Record batches come with their schema, and are written as they come, unless rows wait before them.
    """

    def __init__(self, file: BinaryIO, target: Path, waiting: BinaryIO) -> None:
        super().__init__(waiting)
        self._waiting = waiting
        self._out = file
        self._target = target
        self._writer: Any = None

    def batch(self, batch: Any) -> None:
        import pyarrow as pa  # noqa: PLC0415 - an optional dependency

        if self._waiting.tell():
            super().batch(batch)
            return
        try:
            self._write(batch.cast(batch.schema if self._writer is None else self._writer.schema))
        except (pa.ArrowInvalid, ValueError) as error:
            raise InputError(f"files have different columns ({error}): write JSON Lines", self._target) from None

    def close(self) -> None:
        import pyarrow as pa  # noqa: PLC0415 - an optional dependency

        try:
            schema = self._schema()
            for rows in self._read():
                self._write(_batch([self._fitted(row) for row in rows], schema))
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise InputError(f"rows have no common form as columns ({error}): write JSON Lines", self._target) from None
        if self._writer is None:
            self._write(_batch([], schema))
        self._writer.close()

    def _schema(self) -> Any:
        """The schema of all rows: a column that is null at first, or whole numbers, may become another."""
        import pyarrow as pa  # noqa: PLC0415 - an optional dependency

        found = pa.schema([]) if self._writer is None else self._writer.schema
        for rows in self._read():
            found = pa.unify_schemas([found, _batch(rows).schema], promote_options="permissive")
        if self._writer is not None and found != self._writer.schema:
            raise pa.ArrowInvalid("the rows of another file are a table already")
        return found

    def _fitted(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """The row as its columns take it."""
        return row

    def _read(self) -> Iterator[list[Mapping[str, Any]]]:
        """The rows that wait, some at a time."""
        self._waiting.seek(0)
        while lines := list(itertools.islice(self._waiting, _BUFFERED)):
            yield [json.loads(line) for line in lines]

    def _write(self, batch: Any) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415 - an optional dependency

        if self._writer is None:
            self._writer = pq.ParquetWriter(self._out, batch.schema, compression="zstd")
        self._writer.write_batch(batch)


def _batch(rows: list[Mapping[str, Any]], schema: Any = None) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - an optional dependency

    try:
        return pa.RecordBatch.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:
        return pa.RecordBatch.from_pylist([_encodable(row) for row in rows], schema=schema)


def _encodable(value: Any) -> Any:
    """A value as Arrow can hold it: a lone surrogate, which has no UTF-8 form, becomes its escape."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case dict():
            return {_encodable(name): _encodable(item) for name, item in value.items()}
        case list() | tuple():
            return [_encodable(item) for item in value]
        case _:
            return value


class _GradedParquet(_Parquet):
    """Rows of ``graded.jsonl`` as Parquet, whose columns are the same in every run."""

    def _schema(self) -> Any:
        from mathequiv.scoring.graded_parquet import ROW_SCHEMA  # noqa: PLC0415 - needs pyarrow

        return ROW_SCHEMA

    def _fitted(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        from mathequiv.scoring.graded_parquet import as_columns  # noqa: PLC0415 - needs pyarrow

        return as_columns(row)


@contextmanager
def row_file(target: Path | None, *, graded: bool = False) -> Iterator[RowFile]:
    """A file of rows, which is there whole at the end or not at all; without a path, standard output.

    Args:
        target: the file: Parquet, CSV or TSV where its name ends so, else JSON Lines.
        graded: the rows are those of ``graded.jsonl``.

    Raises:
        InputError: it cannot be written.
    """
    if target is None:
        yield RowFile(sys.stdout.buffer)
        return
    parquet = target.suffix.lower() == ".parquet"
    if parquet:
        try:
            import pyarrow  # noqa: F401, ICN001, PLC0415 - an optional dependency
        except ImportError:
            raise InputError(missing_extra("Parquet needs pyarrow", "parquet"), target) from None
    with writing(target) as file:
        delimiter = _DELIMITERS.get(target.suffix.lower())
        if not parquet:
            plain = RowFile(file) if delimiter is None else _Csv(file, target, delimiter)
            yield plain
            plain.close()
            return
        with tempfile.TemporaryFile(dir=target.parent) as waiting:
            rows = (_GradedParquet if graded else _Parquet)(file, target, cast(BinaryIO, waiting))
            yield rows
            rows.close()


@contextmanager
def work_folder(target: Path | None) -> Iterator[Path]:
    """A folder for what is done before ``target`` can be written; it stays where the work is interrupted.

    An input error takes it along, for what is wrong with a row is wrong the next time; but never the work of an
    earlier, interrupted command.

    Args:
        target: the file; None, or what is no ordinary file, leaves nothing.
    """
    if target is None or not is_regular(target):
        with tempfile.TemporaryDirectory(prefix="mathequiv-") as folder:
            yield Path(folder)
        return
    work = work_of(target)
    earlier = work.exists()
    try:
        yield work
    except WriteError:
        raise
    except InputError:
        if not earlier:
            shutil.rmtree(work, ignore_errors=True)
        raise
    shutil.rmtree(work, ignore_errors=True)
