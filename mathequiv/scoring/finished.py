"""Finished runs, wherever their rows are: read, and written as one file of rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mathequiv.errors import InputError, missing_extra
from mathequiv.scoring.row_files import row_file, work_folder
from mathequiv.scoring.run_files import GRADED, SUMMARY, beside, is_row_file, results_of, work_of
from mathequiv.scoring.targets import check_targets, write_text

__all__ = ["Finished", "check_place", "finished", "run_folder"]

_SHARDS: Final = "graded-*.parquet"
"""What a cluster writes: a file for each part of the predictions."""

_BATCH_ROWS: Final = 1024


@dataclass(frozen=True, slots=True)
class Finished:
    """The files of a finished run.

    Attributes:
        path: what the user names it by.
        files: its files of rows, in order; none where there are none.
        summary: its summary, which need not be there.
    """

    path: Path
    files: tuple[Path, ...]
    summary: Path

    def rows(self) -> Iterator[dict[str, Any]]:
        """Its graded rows, in order.

        Raises:
            InputError: a file cannot be read, or holds something else.
        """
        if not self.files:
            raise InputError(
                "contains no graded rows: name the folder or file that mathequiv score --out wrote", self.path
            )
        sizes: Counter[str] = Counter()
        for path in self.files:
            for row in _rows(path):
                if len(self.files) > 1:
                    # Of several, each counts for itself.
                    row["sample"] = sizes[row["key"]]
                    sizes[row["key"]] += 1
                yield row

    def facts(self) -> dict[str, Any]:
        """Its summary; an empty one where that is not there.

        Raises:
            InputError: it cannot be read, or is no JSON object.
        """
        try:
            value = json.loads(self.summary.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror or error}", self.summary) from None
        except ValueError:
            raise InputError("not JSON", self.summary) from None
        if not isinstance(value, dict):
            raise InputError("not a summary as score --out writes it", self.summary)
        return value


def finished(path: Path) -> Finished:
    """A finished run.

    Args:
        path: its folder, or its file of rows.
    """
    if is_row_file(path):
        return Finished(path, (path,), beside(path, SUMMARY))
    single = (path / GRADED, (path / GRADED).with_suffix(".parquet"))
    files = next(((one,) for one in single if one.is_file()), tuple(sorted(path.glob(_SHARDS))))
    return Finished(path, files, path / SUMMARY)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        if path.suffix.lower() == ".parquet":
            yield from _parquet_rows(path)
            return
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                yield _row(line, path, number)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from None


def _row(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict) or not {"key", "status", "answer", "reference"} <= row.keys():
        raise InputError("not a graded row, as mathequiv score --out writes it", path, number)
    return row


def _parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        from pyarrow import ArrowInvalid  # noqa: PLC0415 - an optional dependency

        from mathequiv.scoring.graded_parquet import rows_of  # noqa: PLC0415
    except ImportError:
        raise InputError(missing_extra("Parquet needs pyarrow", "parquet"), path) from None
    try:
        with path.open("rb") as stream:
            yield from rows_of(stream, _BATCH_ROWS)
    except (ArrowInvalid, KeyError):
        raise InputError("not graded rows, as mathequiv score --out writes them", path) from None


def check_place(out: Path, reads: list[Path], *, force: bool, resume: bool) -> None:
    """Refuse a file of rows that may not be written; of a folder that is found out when it is opened.

    Args:
        out: the run's place.
        reads: the files that are read.
        force: replace what is there.
        resume: continue an interrupted run, whose results may be written already in part.

    Raises:
        InputError: one of its files is read, or is there and may not be replaced; or the name is that of another file.
    """
    if out.suffix.lower() in _OTHER_FILES and not out.is_dir():
        raise InputError("a run is written to a .jsonl or .parquet file, or into a folder", out)
    if is_row_file(out):
        check_targets(reads, results_of(out), force=force or (resume and work_of(out).is_dir()))


_OTHER_FILES: Final = frozenset({".csv", ".tsv", ".txt", ".json", ".html", ".xlsx", ".gz"})
"""Endings of files that a run is not written to."""


@contextmanager
def run_folder(out: Path | None) -> Iterator[Path | None]:
    """The folder that a run is made in: its own; or one beside its file of rows, which is written at the end.

    Args:
        out: the run's place; None for none.
    """
    if out is None or not is_row_file(out):
        yield out
        return
    with work_folder(out) as work:
        yield work
        write_text(beside(out, SUMMARY), (work / SUMMARY).read_text(encoding="utf-8"))
        with row_file(out, graded=True) as rows, (work / GRADED).open("rb") as lines:
            for line in lines:
                rows.line(line)
