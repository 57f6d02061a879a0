"""The files of an audit: the rows to keep and to look at, and what was found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from mathequiv.audit.references import Audit, AuditedRow
from mathequiv.errors import InputError
from mathequiv.scoring.records import open_rows
from mathequiv.scoring.references import HF_PREFIX
from mathequiv.scoring.selection import lines_of
from mathequiv.scoring.targets import WriteError, check_targets, write_text, writing

__all__ = ["FOUND", "KEEP", "LOOK", "check_folder", "write_folder"]

KEEP = "keep.jsonl"
LOOK = "look.jsonl"
FOUND = "audit.json"


def check_folder(folder: Path, path: Path, *, force: bool) -> None:
    """Refuse, before any work, to write over the references or over files that are there.

    Raises:
        InputError: a file of the folder is read, is there already, or cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError("is a file: name a folder", folder)
    if folder.is_dir():
        check_targets([path], [folder / name for name in (KEEP, LOOK, FOUND)], force=force)


def write_folder(audit: Audit, folder: Path) -> None:
    """Write the rows to keep and those to look at, as they are in the file, and the audit as JSON.

    Rows of a file that does not hold one JSON object a line are written as one.

    Raises:
        InputError: the references cannot be read again.
        WriteError: a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"cannot be created: {error.strerror or error}", folder) from None
    for name, keep in ((KEEP, True), (LOOK, False)):
        with writing(folder / name) as file:
            file.writelines(_lines(audit, [row for row in audit.rows if row.keep is keep]))
    rows = {**audit.as_json(), "rows_audited": [row.as_json() for row in audit.rows]}
    write_text(folder / FOUND, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _lines(audit: Audit, rows: list[AuditedRow]) -> list[bytes]:
    numbers = {row.line for row in rows}
    if audit.path.as_posix().startswith(HF_PREFIX):
        return [_line({"id": row.id, "problem": row.problem, "answer": row.reference}) for row in rows]
    try:
        return list(lines_of(audit.path, numbers))
    except (InputError, UnicodeDecodeError):
        return list(_convert(audit.path, numbers))


def _convert(path: Path, numbers: set[int]) -> Iterator[bytes]:
    """Rows that are no lines of JSON, as lines of JSON."""
    _, rows = open_rows(path)
    return (_line(dict(row.fields)) for row in rows if row.line in numbers)


def _line(row: dict[str, object]) -> bytes:
    return json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace") + b"\n"
