"""Rows of prediction files picked by how their responses were graded, written as they came in."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from mathequiv.errors import InputError
from mathequiv.scoring.formats.sources import STDIN, open_source
from mathequiv.scoring.output import GRADED
from mathequiv.scoring.run import Listener, ScoreRequest, score
from mathequiv.scoring.targets import writing

__all__ = ["lines_of", "select", "target"]


def select(
    request: ScoreRequest, statuses: Collection[str], target: BinaryIO, listener: Listener, *, some: bool = False
) -> tuple[int, int]:
    """Grade files and write the rows whose responses have one of the statuses, byte for byte, in order.

    Args:
        request: what to grade and how.
        statuses: the statuses wanted.
        target: where the rows go.
        listener: hears how the grading goes.
        some: of a row with several responses, one with a wanted status is enough; otherwise all must have one.

    Returns:
        How many rows were written, and how many there were.

    Raises:
        InputError: a file or row cannot be used, or its rows are not lines.
    """
    if STDIN in request.predictions:
        raise InputError("cannot be read again, which filter needs: name a file", STDIN)
    with tempfile.TemporaryDirectory(prefix="mathequiv-") as folder:
        score(replace(request, out=Path(folder)), listener)
        wanted = _wanted(Path(folder) / GRADED, statuses, some=some)
    for path, lines in wanted.items():
        target.writelines(lines_of(Path(path), {line for line, keep in lines.items() if keep}))
    kept = sum(keep for lines in wanted.values() for keep in lines.values())
    return kept, sum(len(lines) for lines in wanted.values())


@contextmanager
def target(path: Path | None) -> Iterator[BinaryIO]:
    """A file to write to, which is there whole at the end or not at all; without a path, standard output.

    Raises:
        WriteError: the file cannot be written.
    """
    if path is None:
        yield sys.stdout.buffer
    else:
        with writing(path) as file:
            yield file


def _wanted(graded: Path, statuses: Collection[str], *, some: bool) -> dict[str, dict[int, bool]]:
    """For each file, its lines, and whether each is wanted."""
    files: dict[str, dict[int, bool]] = {}
    with graded.open("rb") as rows:
        for row in map(json.loads, rows):
            lines, fits = files.setdefault(row["file"], {}), row["status"] in statuses
            before = lines.get(row["line"], not some)
            lines[row["line"]] = before or fits if some else before and fits
    return files


def lines_of(path: Path, numbers: Collection[int]) -> Iterator[bytes]:
    """The lines of a JSON Lines file with these numbers, as they are.

    Raises:
        InputError: a line is no row.
    """
    with open_source(path) as source:
        for number, line in enumerate(source.stream, 1):
            if number in numbers:
                yield _whole(line, path, number)


def _whole(line: bytes, path: Path, number: int) -> bytes:
    try:
        is_row = isinstance(json.loads(line), dict)
    except ValueError:
        is_row = False
    if not is_row:
        raise InputError("is no JSON Lines file: only rows that are lines can be written as they are", path, number)
    # The last line of a file may have no line feed; the next row must not run into it.
    return line if line.endswith(b"\n") else line + b"\n"
