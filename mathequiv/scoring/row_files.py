"""Rows written as JSON Lines or Parquet, and the folder that keeps the work for a file until the file is there."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from mathequiv.errors import InputError
from mathequiv.scoring.targets import WriteError, is_regular, writing

__all__ = ["RowFile", "row_file", "work_folder"]

_BUFFERED: Final = 1024


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


class _Parquet(RowFile):
    """Parquet, in the schema of the first rows."""

    def __init__(self, file: BinaryIO, target: Path) -> None:
        super().__init__(file)
        self._target = target
        self._writer: Any = None
        self._rows: list[Mapping[str, Any]] = []

    def line(self, line: bytes) -> None:
        self.row(json.loads(line.decode("utf-8-sig")))

    def row(self, row: Mapping[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) == _BUFFERED:
            self._flush()

    def batch(self, batch: Any) -> None:
        self._flush()
        self._write(batch)

    def close(self) -> None:
        self._flush()
        if self._writer is not None:
            self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa  # noqa: PLC0415 - an optional dependency

        rows, self._rows = self._rows, []
        if not rows:
            return
        try:
            schema = None if self._writer is None else self._writer.schema
            self._write(pa.RecordBatch.from_pylist(rows, schema=schema))
        except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError) as error:
            raise InputError(f"rows have no common form as columns ({error}): write JSON Lines", self._target) from None

    def _write(self, batch: Any) -> None:
        import pyarrow as pa  # noqa: PLC0415 - an optional dependency
        import pyarrow.parquet as pq  # noqa: PLC0415

        if self._writer is None:
            self._writer = pq.ParquetWriter(self._file, batch.schema)
        try:
            self._writer.write_batch(batch.cast(self._writer.schema))
        except (pa.ArrowInvalid, ValueError) as error:
            raise InputError(f"files have different columns ({error}): write JSON Lines", self._target) from None


@contextmanager
def row_file(target: Path | None) -> Iterator[RowFile]:
    """A file of rows, which is there whole at the end or not at all; without a path, standard output.

    Args:
        target: the file: Parquet where its name ends so, else JSON Lines.

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
            raise InputError("Parquet needs pyarrow: pip install 'mathequiv[parquet]'", target) from None
    with writing(target) as file:
        rows = _Parquet(file, target) if parquet else RowFile(file)
        yield rows
        rows.close()


@contextmanager
def work_folder(target: Path | None) -> Iterator[Path]:
    """A folder for what is done before ``target`` can be written; it stays where the work is interrupted.

    An input error takes it along: what is wrong with a row is wrong the next time.

    Args:
        target: the file; None, or what is no ordinary file, leaves nothing.
    """
    if target is None or not is_regular(target):
        with tempfile.TemporaryDirectory(prefix="mathequiv-") as folder:
            yield Path(folder)
        return
    work = target.with_name(target.name + ".unfinished")
    try:
        yield work
    except WriteError:
        raise
    except InputError:
        shutil.rmtree(work, ignore_errors=True)
        raise
    shutil.rmtree(work, ignore_errors=True)
