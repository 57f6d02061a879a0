"""The table of formats, and which of them a file is in."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mathequiv.errors import InputError
from mathequiv.scoring.formats import harnesses, inspect_logs, pipelines, servers
from mathequiv.scoring.formats.containers import Bad, Document, Item, items
from mathequiv.scoring.formats.eval_archive import ZIP_MAGIC, archived_samples
from mathequiv.scoring.formats.format import Format, FormatError, Parts, Raw
from mathequiv.scoring.formats.listings import one_key, rows_of
from mathequiv.scoring.formats.paths import MISSING, dig
from mathequiv.scoring.formats.sources import Source, open_source

__all__ = ["FORMATS", "GENERIC", "PEEKED_ROWS", "REFUSE", "BadRows", "Row", "format_named", "read_rows"]

GENERIC = Format(
    name="generic",
    title="JSON Lines, JSON, CSV, TSV and Parquet with a row for each problem or response",
    unpack=rows_of,
    keeps=True,
    repeats="a list of responses in the row, or rows with the same id",
    note="fields are found by their usual names; the --…-field options name others",
)

FORMATS: tuple[Format, ...] = (
    *harnesses.FORMATS,
    *inspect_logs.FORMATS,
    *servers.FORMATS,
    *pipelines.FORMATS,
    # Last of the formats: rows of others may hold a completion too.
    servers.CHAT,
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
        raw: the row as it is in the file, with numbers as text.
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


PEEKED_ROWS = 20
"""Rows looked at when a format and its fields are chosen; enough to see past odd ones, few enough to hold in memory."""


class BadRows:
    """What becomes of a row that cannot be used; this one refuses the file.

    Attributes:
        passes: whether the rows after it are read.
    """

    passes = False

    def add(self, error: InputError) -> None:
        """Take note of a row, or raise its error."""
        raise error


REFUSE = BadRows()


def read_rows(
    path: Path, forced: str | None = None, named: Collection[str] = (), bad: BadRows = REFUSE
) -> Iterator[Row]:
    """Read a file of any known format.

    Args:
        path: the file; ``-`` is standard input.
        forced: name of the format; None finds out from the first rows.
        named: fields the user named: names of the raw row, or dotted paths into it.
        bad: is told of rows that cannot be read.

    Yields:
        Its rows.

    Raises:
        InputError: the file, or a row that ``bad`` refuses, cannot be read.
    """
    wanted = None if forced is None else format_named(forced)
    with open_source(path) as source:
        chosen, found, hopeless = _recognised(source, wanted)
        first: Raw | None = None
        for item in found:
            try:
                raw = _object(item, path)
                first = raw if first is None else first
                row = _row(chosen, item, raw, named, path) if chosen.keep(raw, first) else None
            except InputError as error:
                bad.add(_of_no_format(error, path) if hopeless and not bad.passes else error)
                continue
            if row is not None:
                yield row


def _of_no_format(error: InputError, path: Path) -> InputError:
    """What is said of a file whose first rows cannot be read, all of them: it is hardly a file of rows."""
    return InputError(f"is in no format that is read (line {error.line}: {error.problem}): see mathequiv formats", path)


def _recognised(source: Source, wanted: Format | None) -> tuple[Format, Iterator[Item], bool]:
    """The format, the rows, and whether none of the first ones, which are several, can be read."""
    if source.head.startswith(ZIP_MAGIC):
        return wanted or inspect_logs.INSPECT, archived_samples(source), False
    found = items(source)
    if isinstance(found, Document):
        return (*_of_document(found, source, wanted), False)
    head = list(itertools.islice(found, PEEKED_ROWS))
    chosen = wanted or _fitting([item.value for item in head], source.name)
    stream = itertools.chain(head, found)
    if chosen is GENERIC and one_key([item.value for item in head]):
        return chosen, map(_spread, stream), False
    return chosen, stream, len(head) > 1 and all(isinstance(item.value, Bad) for item in head)


def _spread(item: Item) -> Item:
    """A row of one key, the id over the row's fields, as those fields."""
    rows = list(rows_of(item.value) or ()) if isinstance(item.value, Mapping) and len(item.value) == 1 else []
    return Item(item.line, rows[0], item.offset) if len(rows) == 1 else item


def _of_document(document: Document, source: Source, wanted: Format | None) -> tuple[Format, Iterator[Item]]:
    """The rows of a document: a format's own way of keeping them, a list of rows, or the document as the one row."""
    alone = _fitting([document.value], source.name)
    for known in FORMATS if wanted is None else (wanted, GENERIC):
        rows = known.unpack(document.value) if known.unpack else None
        if rows is None or (known is GENERIC and alone is not GENERIC):
            continue
        listed = list(rows)
        chosen = wanted or _fitting(listed[:PEEKED_ROWS], source.name)
        if known is GENERIC or chosen is known:
            return chosen, _numbered(listed, document.size)
    return wanted or alone, _numbered([document.value], document.size)


def _numbered(rows: list[object], size: int) -> Iterator[Item]:
    return (Item(number, row, size * number // len(rows)) for number, row in enumerate(rows, 1))


def _fitting(head: Sequence[object], name: str) -> Format:
    """The format that most of the first rows are in; a single odd row decides nothing."""
    rows = [row for row in head if isinstance(row, Mapping)]
    counts = {known.name: sum(known.fits(row) for row in rows) for known in FORMATS if known is not GENERIC}
    most = max(counts.values(), default=0)
    if 2 * most < len(rows) or not most:
        return GENERIC
    fitting = [known for known in FORMATS if counts.get(known.name) == most]
    return next((known for known in fitting if known.hinted(name)), fitting[0])


def _object(item: Item, path: Path) -> Raw:
    if isinstance(item.value, Bad):
        raise item.value.error
    if not isinstance(item.value, Mapping):
        raise InputError("not a JSON object with named fields (JSON Lines has one object per line)", path, item.line)
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
