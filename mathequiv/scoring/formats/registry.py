"""The table of formats, and which of them a file is in."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mathequiv.errors import InputError
from mathequiv.scoring.formats import harnesses, inspect_logs, pipelines, servers
from mathequiv.scoring.formats.containers import Document, Item, items
from mathequiv.scoring.formats.eval_archive import ZIP_MAGIC, archived_samples
from mathequiv.scoring.formats.format import Format, FormatError, Parts, Raw
from mathequiv.scoring.formats.paths import MISSING, dig
from mathequiv.scoring.formats.sources import Source, open_source

__all__ = ["FORMATS", "GENERIC", "Row", "format_named", "read_rows"]

_LISTS = ("data", "rows", "predictions", "results", "samples", "records", "examples", "items")


def _listed(document: object) -> Iterator[object] | None:
    """The rows of a document: a list, one under a usual name, its only list of objects, or objects under their ids."""
    if isinstance(document, list):
        return iter(document)
    if not isinstance(document, Mapping):
        return None
    lists = {name: value for name, value in document.items() if isinstance(value, list) and _objects(value)}
    name = next((name for name in _LISTS if name in lists), None)
    if name is None and len(lists) == 1:
        name = next(iter(lists))
    if name is None and document and all(isinstance(row, Mapping) for row in document.values()):
        return ({"id": key, **row} for key, row in document.items())
    return None if name is None else iter(lists[name])


def _objects(value: list[object]) -> bool:
    return bool(value) and all(isinstance(item, Mapping) for item in value)


GENERIC = Format(
    name="generic",
    title="JSON Lines, JSON, CSV, TSV and Parquet with a row for each problem or response",
    unpack=_listed,
    keeps=True,
    repeats="a list of responses in the row, or rows with the same id",
    note="fields are found by their usual names; the --…-field options name others",
)

FORMATS: tuple[Format, ...] = (
    *harnesses.FORMATS,
    *inspect_logs.FORMATS,
    *servers.FORMATS,
    *pipelines.FORMATS,
    GENERIC,
)
"""The known formats; where several fit, one whose file names fit too goes first, then the earlier one."""

_BY_NAME = {row.name: row for row in FORMATS}
if len(_BY_NAME) != len(FORMATS):
    raise ValueError("two formats share a name")


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        InputError: there is none.
    """
    found = _BY_NAME.get(name)
    if found is None:
        raise InputError(f"unknown format {name!r}: choose from {', '.join(_BY_NAME)}")
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    Attributes:
        line: its 1-based line, or its number where rows are not lines.
        fields: its values under the names of the roles, or its own fields in a file without a special format.
        offset: how many bytes of the file end with it.
        raw: the row as it stands in the file, with numbers as text.
        sample: which response to its problem the first one is, from 0, where the tool says so.
        scores: the tool's own scores, by name.
        format: name of the file's format.
    """

    line: int
    fields: Mapping[str, object]
    offset: int
    raw: Raw = field(default_factory=dict)
    sample: int | None = None
    scores: Mapping[str, object] = field(default_factory=dict)
    format: str = "generic"


def read_rows(path: Path, forced: str | None = None, named: Collection[str] = ()) -> Iterator[Row]:
    """Read a file of any known format.

    Args:
        path: the file; ``-`` is standard input.
        forced: name of the format; None finds out from the first row.
        named: fields the user named: names of the raw row, or dotted paths into it.

    Yields:
        Its rows.

    Raises:
        InputError: the file or a row cannot be read.
    """
    wanted = None if forced is None else format_named(forced)
    with open_source(path) as source:
        chosen, found = _recognised(source, wanted)
        first: Raw | None = None
        for item in found:
            raw = _object(item, path)
            first = raw if first is None else first
            if chosen.keep(raw, first):
                yield _row(chosen, item, raw, named, path)


def _recognised(source: Source, wanted: Format | None) -> tuple[Format, Iterator[Item]]:
    if source.head.startswith(ZIP_MAGIC):
        return wanted or inspect_logs.INSPECT, archived_samples(source)
    found = items(source)
    if isinstance(found, Document):
        return _of_document(found, source, wanted)
    head = list(itertools.islice(found, 1))
    chosen = wanted or _fitting(head[0].value if head else None, source.name)
    return chosen, itertools.chain(head, found)


def _of_document(document: Document, source: Source, wanted: Format | None) -> tuple[Format, Iterator[Item]]:
    """The rows of a document: a format's own way of keeping them, a list of rows, or the document as the one row."""
    alone = _fitting(document.value, source.name)
    for known in FORMATS if wanted is None else (wanted, GENERIC):
        rows = known.unpack(document.value) if known.unpack else None
        if rows is None or (known is GENERIC and alone is not GENERIC):
            continue
        listed = list(rows)
        chosen = wanted or _fitting(listed[0] if listed else None, source.name)
        if known is GENERIC or chosen is known:
            return chosen, _numbered(listed, document.size)
    return wanted or alone, _numbered([document.value], document.size)


def _numbered(rows: list[object], size: int) -> Iterator[Item]:
    return (Item(number, row, size * number // len(rows)) for number, row in enumerate(rows, 1))


def _fitting(first: object, name: str) -> Format:
    if not isinstance(first, Mapping):
        return GENERIC
    fitting = [row for row in FORMATS if row.fits(first)]
    return next((row for row in fitting if row.hinted(name)), fitting[0])


def _object(item: Item, path: Path) -> Raw:
    if not isinstance(item.value, Mapping):
        raise InputError("not a JSON object with named fields (JSON Lines has one object a line)", path, item.line)
    return item.value


def _row(chosen: Format, item: Item, raw: Raw, named: Collection[str], path: Path) -> Row:
    try:
        parts: Parts = chosen.read(raw)
    except FormatError as error:
        raise InputError(f"{error.problem} (read as {chosen.name})", path, item.line, error.field) from None
    fields = parts.fields
    extra = {name: dig(raw, name) for name in named if name not in fields or name in raw}
    there = {name: value for name, value in extra.items() if value is not MISSING}
    return Row(
        item.line, {**fields, **there} if there else fields, item.offset, raw, parts.sample, parts.scores, chosen.name
    )
