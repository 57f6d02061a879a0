"""Rows of prediction files picked by how their responses were graded, as they came in."""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from mathequiv.errors import InputError
from mathequiv.limits import MAX_NUMBER_DIGITS
from mathequiv.scoring.fields import Numeral
from mathequiv.scoring.formats.containers import PARQUET_MAGIC, parse_json
from mathequiv.scoring.formats.registry import GENERIC, read_rows
from mathequiv.scoring.formats.sources import STDIN, Source, open_source
from mathequiv.scoring.records import open_rows
from mathequiv.scoring.row_files import RowFile, row_file, work_folder
from mathequiv.scoring.run import Listener, ScoreRequest, score
from mathequiv.scoring.run_files import GRADED, SUMMARY

__all__ = ["KEEP", "Keep", "Selection", "lines_of", "select"]

Keep: TypeAlias = Literal["each", "any", "all"]

KEEP: tuple[Keep, ...] = ("each", "any", "all")
"""What is kept of a row of several responses: those that fit; or the whole row, if any fits or all do."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which responses are kept.

    Args:
        statuses: the statuses wanted.
        keep: what is kept of a row of several responses.
        dedupe: of a problem's responses that fit, keep the first with each answer, by meaning.
        to: the file to write, Parquet by its name or else JSON Lines; None for standard output.
    """

    statuses: Collection[str]
    keep: Keep = "each"
    dedupe: bool = False
    to: Path | None = None


def select(request: ScoreRequest, selection: Selection, listener: Listener) -> tuple[int, int]:
    """Grade files and write the rows whose responses fit, in order.

    A row that is kept whole is copied as it stands. Of a row with several responses, those that fit stay, and with them
    their places in every list of the same length as the responses.

    Args:
        request: what to grade and how; ``resume`` continues an interrupted selection into the same file.
        selection: which responses are kept.
        listener: is told how the grading goes.

    Returns:
        How many rows were written, and how many there were.

    Raises:
        InputError: a file or row cannot be used, or its rows cannot be written as they are.
    """
    if STDIN in request.predictions:
        raise InputError("cannot be read again, which filter needs: name a file", STDIN)
    with work_folder(selection.to) as work:
        score(replace(request, out=work), _Quiet(listener, work))
        facts = json.loads((work / SUMMARY).read_bytes())
        kept = of = 0
        with row_file(selection.to) as out:
            for path, rows in _graded_rows(work / GRADED, selection).items():
                lists = _Lists(Path(path), facts["formats"][path], facts["fields"][path].get("response", ""), listener)
                of += len(rows)
                kept += _copy(Path(path), rows, lists, out)
    return kept, of


class _Quiet(Listener):
    """Passes everything on but what is written to the folder of the work."""

    def __init__(self, listener: Listener, work: Path) -> None:
        self._listener = listener
        self._work = work

    def note(self, text: str) -> None:
        if not text.startswith(f"wrote {self._work}"):
            self._listener.note(text)

    def advance(self, path: Path, offset: int) -> None:
        self._listener.advance(path, offset)


# ---- what fits -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Fits:
    """The responses of one row: how many there are, how many fit, and which are kept."""

    of: int = 0
    fitting: int = 0
    kept: list[int] = field(default_factory=list)

    def take_whole(self, keep: Keep) -> None:
        """Keep the whole row, or nothing of it."""
        whole = self.kept and (keep == "any" or self.fitting == self.of)
        self.kept = list(range(self.of)) if whole else []


def _graded_rows(graded: Path, selection: Selection) -> dict[str, dict[int, _Fits]]:
    """For each file, its lines with the responses that are kept."""
    files: dict[str, dict[int, _Fits]] = {}
    answers: dict[str, list[tuple[_Fits, int, str | None]]] = {}
    with graded.open("rb") as rows:
        for row in map(json.loads, rows):
            fits = files.setdefault(row["file"], {}).setdefault(row["line"], _Fits())
            if row["status"] in selection.statuses:
                fits.fitting += 1
                fits.kept.append(fits.of)
                if selection.dedupe:
                    answers.setdefault(row["key"], []).append((fits, fits.of, row["answer"]))
            fits.of += 1
    for found in answers.values():
        _drop_repeats(found)
    if selection.keep != "each":
        for fits in (fits for lines in files.values() for fits in lines.values()):
            fits.take_whole(selection.keep)
    return files


def _drop_repeats(found: Sequence[tuple[_Fits, int, str | None]]) -> None:
    """Of the responses to a problem that fit, keep the first with each answer."""
    from mathequiv.grouping import equivalence_classes  # noqa: PLC0415 - not needed without --dedupe

    for members in equivalence_classes([answer for *_, answer in found]):
        for number in members[1:]:
            fits, place, _ = found[number]
            fits.kept.remove(place)


# ---- rows as they stand --------------------------------------------------------------------------------------------


class _Lists:
    """Cuts rows of several responses to those that are kept.

    Args:
        path: the file.
        format_: the name of its format.
        name: the field of the responses.
        listener: is told which lists are cut.
    """

    def __init__(self, path: Path, format_: str, name: str, listener: Listener) -> None:
        self._path = path
        self._format = format_
        self._name = name
        self._listener = listener
        self._found: list[str] | None = None

    def cut(self, row: Mapping[str, Any], fits: _Fits, line: int) -> dict[str, Any]:
        """The row with the kept responses only.

        Raises:
            InputError: the row's responses are no plain list, or a list is out of step.
        """
        responses = row.get(self._name)
        if self._format != GENERIC.name or not isinstance(responses, list) or len(responses) != fits.of:
            problem = "has responses that are no plain list of the row: --keep any or --keep all keeps whole rows"
            raise InputError(problem, self._path, line)
        made = dict(row)
        for name in self._in_step():
            values = row.get(name)
            if values is None:
                continue
            if not isinstance(values, list) or len(values) != fits.of:
                problem = f"is out of step with the {fits.of} responses of {self._name!r}, as it is not in other rows"
                raise InputError(problem, self._path, line, name)
            made[name] = [values[number] for number in fits.kept]
        return made

    def _in_step(self) -> list[str]:
        """The fields that hold as many values as there are responses, in each of the file's first rows."""
        if self._found is None:
            several = self._first_rows()
            names = dict.fromkeys(name for row in several for name, value in row.items() if isinstance(value, list))
            self._found = [name for name in names if all(_as_long(row, name, self._name) for row in several)]
            others = [repr(name) for name in self._found if name != self._name]
            if others:
                what = f"of {', '.join(others)} too only the values of the kept {self._name!r} stay"
                self._listener.note(f"{self._path}: {what}")
        return self._found

    def _first_rows(self) -> list[Mapping[str, Any]]:
        """The file's first rows with several responses; those with a list of them if there is none."""
        rows: list[Mapping[str, Any]] = [row.raw for row in open_rows(self._path)[0]]
        rows = [row for row in rows if isinstance(row.get(self._name), list)]
        return [row for row in rows if len(row[self._name]) > 1] or rows


def _as_long(row: Mapping[str, Any], name: str, other: str) -> bool:
    value = row.get(name)
    return value is None or (isinstance(value, list) and len(value) == len(row[other]))


def _copy(path: Path, rows: Mapping[int, _Fits], lists: _Lists, out: RowFile) -> int:
    """Write what is kept of a file's rows; how many rows that is."""
    if not _has_rows_as_they_stand(path):
        return _copy_values(path, rows, lists, out)
    with open_source(path) as source:
        copy = _copy_parquet if source.head.startswith(PARQUET_MAGIC) else _copy_lines
        return copy(source, rows, lists, out)


def _has_rows_as_they_stand(path: Path) -> bool:
    """Whether a file is Parquet or JSON Lines, whose rows can be copied; rows of another are written again."""
    with open_source(path) as source:
        if source.head.startswith(PARQUET_MAGIC):
            return True
        several = itertools.islice((line for line in source.stream if line.strip()), 2)
        lines = [line.strip().removeprefix(b"\xef\xbb\xbf") for line in several]
    try:
        first = parse_json(lines[0], path, 1) if lines else None
    except InputError:
        return False
    if not isinstance(first, dict):
        return False
    # A file of one line may be a document that holds rows.
    return len(lines) > 1 or open_rows(path)[0][0].raw == first


def _copy_values(path: Path, rows: Mapping[int, _Fits], lists: _Lists, out: RowFile) -> int:
    written = 0
    for row in read_rows(path):
        fits = rows.get(row.line)
        if fits is None or not fits.kept:
            continue
        raw = row.raw if len(fits.kept) == fits.of else lists.cut(row.raw, fits, row.line)
        out.row({name: _restored(value) for name, value in raw.items()})
        written += 1
    return written


def _restored(value: object) -> object:
    """A value with its numbers as numbers again."""
    match value:
        case Numeral():
            return int(value) if value.lstrip("-").isdecimal() and len(value) < MAX_NUMBER_DIGITS else _as_float(value)
        case dict():
            return {name: _restored(item) for name, item in value.items()}
        case list():
            return [_restored(item) for item in value]
        case _:
            return value


def _as_float(text: str) -> object:
    """A decimal as a number, where the number is written the same; else as it is written."""
    try:
        number = float(text)
    except ValueError:
        return str(text)
    return number if repr(number) == text else str(text)


def _copy_lines(source: Source, rows: Mapping[int, _Fits], lists: _Lists, out: RowFile) -> int:
    written = 0
    for number, line in enumerate(source.stream, 1):
        fits = rows.get(number)
        if fits is None or not fits.kept:
            continue
        row = _row(line, source.path, number)
        if len(fits.kept) == fits.of:
            out.line(line)
        else:
            out.row(lists.cut(row, fits, number))
        written += 1
    return written


def lines_of(path: Path, numbers: Collection[int]) -> Iterator[bytes]:
    """The lines of a JSON Lines file with these numbers, as they are.

    Raises:
        InputError: a line is no row.
    """
    with open_source(path) as source:
        for number, line in enumerate(source.stream, 1):
            if number in numbers:
                _row(line, path, number)
                yield line if line.endswith(b"\n") else line + b"\n"


def _row(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except ValueError:
        row = None
    if not isinstance(row, dict):
        problem = "is no JSON Lines or Parquet file: only rows of those can be written as they are"
        raise InputError(problem, path, number)
    return row


def _copy_parquet(source: Source, rows: Mapping[int, _Fits], lists: _Lists, out: RowFile) -> int:
    written = 0
    for start, batch in _batches(source):
        fits = [rows.get(start + number, _Fits()) for number in range(1, batch.num_rows + 1)]
        kept = [number for number, one in enumerate(fits) if one.kept]
        written += len(kept)
        if not kept:
            continue
        chosen = batch.take(kept)
        if any(len(fits[number].kept) < fits[number].of for number in kept):
            made = [
                row if len(fits[number].kept) == fits[number].of else lists.cut(row, fits[number], start + number + 1)
                for number, row in zip(kept, chosen.to_pylist(), strict=True)
            ]
            chosen = type(batch).from_pylist(made, schema=batch.schema)
        out.batch(chosen)
    return written


def _batches(source: Source) -> Iterator[tuple[int, Any]]:
    """The record batches of a Parquet file, each with the number of rows before it."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - an optional dependency, there since the file was graded

    start = 0
    for batch in pq.ParquetFile(source.seekable()).iter_batches(batch_size=1024):
        yield start, batch
        start += batch.num_rows
