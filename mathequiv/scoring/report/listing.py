"""The responses of a report: graded rows, with their texts and problems read again from the files that were scored.

``graded.jsonl`` does not repeat the responses: it would be as large as the predictions, and everybody who scores has
those. So a report reads them again, by place. It works for every run folder whose predictions are still there, and says
of a response that is not, or that has changed, that its text is missing.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from mathequiv.errors import InputError
from mathequiv.extraction.policy import resolve_policy
from mathequiv.hints import note_on, page_for
from mathequiv.limits import MAX_ANSWERS_DRAWN
from mathequiv.scoring.fields import ROLES, Columns
from mathequiv.scoring.join import load_gold, problem_key
from mathequiv.scoring.records import REFUSE, Record, open_rows, records_of
from mathequiv.scoring.report.excerpts import Part, excerpt
from mathequiv.scoring.report.mathematics import Tree, draw
from mathequiv.scoring.run import Listener
from mathequiv.scoring.skipped import SkippedRows
from mathequiv.verdict import Options, Verdict

__all__ = ["Listing", "list_rows"]

SHOWN_CHARS = 8_000
"""Characters that are shown of one response."""

PAGE_CHARS = 24_000_000
"""Characters of responses on a page; where there are many, each gets its share of that."""

PROBLEM_CHARS = 4_000
"""Characters that are shown of a problem, which may be a whole prompt."""

_HEAD = ("id", "line", "sample", "subject", "level", "length", "status", "layer", "rule")
"""What the list shows, sorts and filters by; beside it `as_json` gives each row's answers, and what rows share."""

_BODY = ("extraction_rule", "truncated", "verdict", "reason", "trace", "judge", "finish_reason", "tool_scores")
"""What a graded row says of a response that is opened."""

_OPENED = (*_BODY, "note", "page", "response")
"""What is shown of it: also a note on its verdict, the number of the contract's page on that, and its text."""

PACKED_ROWS = 256
"""Rows whose bodies are packed together: few enough that one is open at once."""


@dataclass(slots=True)
class Listing:
    """What the page's script reads: rows, and tables of what several rows share.

    Attributes:
        rows: the listed responses.
        files: names of their files.
        problems: texts of their problems.
        keys: their problems, in order of the first response.
        pages: addresses of the contract's pages on their verdicts.
        answers: answers and references, as they are written.
        drawn: the same as mathematics; None for one that is shown as text.
        unread: files whose responses cannot be read, with the reason.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    problems: list[list[Part]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    drawn: list[Tree | None] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The tables as JSON values, without the bodies of the rows: they are most of a page, and few are opened."""
        names = (*_HEAD, "key", "file", "references", "answer", "problem")
        return {
            "columns": {name: [row[name] for row in self.rows] for name in names},
            "body": list(_OPENED),
            "packed": PACKED_ROWS,
            "files": self.files,
            "problems": self.problems,
            "keys": self.keys,
            "pages": self.pages,
            "answers": self.answers,
            "drawn": self.drawn,
        }

    def packed(self) -> Iterator[str]:
        """The bodies of the rows, `PACKED_ROWS` at a time: their values as JSON, deflated, in base 64."""
        for start in range(0, len(self.rows), PACKED_ROWS):
            bodies = [[row[name] for name in _OPENED] for row in self.rows[start : start + PACKED_ROWS]]
            text = json.dumps(bodies, ensure_ascii=False, separators=(",", ":"))
            # A lone surrogate has no UTF-8 form; in JSON its escape means the same.
            yield base64.b64encode(zlib.compress(text.encode("utf-8", "backslashreplace"))).decode()

    def number_of(self, table: list[Any], kind: str, text: str, value: Any) -> int:
        """The place of ``text`` in a table; a new text is put there as ``value`` of it."""
        if (kind, text) not in self._numbers:
            self._numbers[kind, text] = len(table)
            table.append(value(text))
        return self._numbers[kind, text]

    def answer(self, text: str) -> int:
        """Where an answer stands."""
        number = self.number_of(self.answers, "answer", text, str)
        if number == len(self.drawn):
            self.drawn.append(self._draw(text))
        return number

    def _draw(self, text: str) -> Tree | None:
        return draw(text) if len(self.drawn) < MAX_ANSWERS_DRAWN else None


def list_rows(graded: Iterable[Mapping[str, Any]], facts: Mapping[str, Any], listener: Listener) -> Listing:
    """List graded responses with their texts.

    Args:
        graded: rows of ``graded.jsonl``, `MAX_LISTED` at most.
        facts: the run's ``summary.json``.
        listener: is told of files that cannot be read again.

    Returns:
        The listing.
    """
    listing = Listing()
    rows = list(graded)
    limit = min(SHOWN_CHARS, PAGE_CHARS // max(1, len(rows)))
    problems = _gold_problems(facts, listener)
    options = resolve_policy(facts["policy"]).options.changed(facts["options"])
    for path, of_file in groupby(rows, lambda row: str(row["file"])):
        for row, record, response in _with_texts(path, list(of_file), facts, listing, listener):
            listing.rows.append(_listed(row, response, listing, limit) | _hints(row, options, listing))
            problem = problems.get(row["key"]) or (record and record.problem)
            if problem:
                listing.rows[-1]["problem"] = listing.number_of(listing.problems, "problem", problem, _problem)
    return listing


def _hints(row: Mapping[str, Any], options: Options, listing: Listing) -> dict[str, str | int | None]:
    """What is said of a verdict beyond its reason, and which page of the contract is on it."""
    if row["rule"] is None or row["verdict"] is None:
        return {"note": None, "page": None}
    reference = row["reference"][0] if isinstance(row["reference"], list) else row["reference"]
    note = note_on(Verdict(row["verdict"]), row["answer"], reference, options)
    page = page_for(row["rule"], row["answer"], reference, note)
    return {
        "note": note and note.marked,
        "page": None if page is None else listing.number_of(listing.pages, "page", page, str),
    }


def _problem(text: str) -> list[Part]:
    return excerpt(text, None, PROBLEM_CHARS)


def _listed(row: Mapping[str, Any], response: str | None, listing: Listing, limit: int) -> dict[str, Any]:
    references = row["reference"] if isinstance(row["reference"], list) else [row["reference"]]
    return {
        **{name: row.get(name) for name in (*_HEAD, *_BODY)},
        "problem": None,
        "key": listing.number_of(listing.keys, "key", row["key"], str),
        "file": listing.number_of(listing.files, "file", row["file"], str),
        "references": [listing.answer(text) for text in references if text is not None],
        "answer": None if row["answer"] is None else listing.answer(row["answer"]),
        "response": None if response is None else excerpt(response, row["span"], limit),
    }


# ---- the texts -----------------------------------------------------------------------------------------------------


def _with_texts(
    path: str, rows: list[Mapping[str, Any]], facts: Mapping[str, Any], listing: Listing, listener: Listener
) -> Iterator[tuple[Mapping[str, Any], Record | None, str | None]]:
    """Each row of a file with its record and its response; None for what cannot be read or is another by now."""
    done = 0
    try:
        for row, record, number in _paired(_records(path, facts), iter(rows)):
            text = record.samples[number].response or ""
            _unchanged(row, record, text)
            done += 1
            yield row, record, text
    except InputError as error:
        listing.unread[path] = str(error)
        listener.note(f"{error}: its responses are missing from the report")
    for row in rows[done:]:
        yield row, None, None


def _unchanged(row: Mapping[str, Any], record: Record, text: str) -> None:
    if record.id != row["id"] or len(text) != row["length"]:
        raise InputError("has changed since it was graded", record.path, record.line)


def _records(path: str, facts: Mapping[str, Any]) -> Iterator[Record]:
    """The file's records, by the format and the fields that the run chose."""
    by_role, name = facts["fields"][path], facts["formats"][path]
    roles = {role.name for role in ROLES}
    # A format gives its values under the names of the roles; what else is named is a field of the raw row.
    named = [text for text in by_role.values() if name == "generic" or text not in roles]
    bad = SkippedRows() if facts["skip_bad"] else REFUSE
    _, rows = open_rows(Path(path), name, named, bad)
    return records_of(rows, Columns(by_role), Path(path), bad)


def _paired(
    records: Iterable[Record], rows: Iterator[Mapping[str, Any]]
) -> Iterator[tuple[Mapping[str, Any], Record, int]]:
    """Rows with their records and places in them; records without a row are those that did not count."""
    row = next(rows, None)
    for record in records:
        for number in range(len(record.samples)):
            if row is None:
                return
            if row["line"] != record.line:
                break
            yield row, record, number
            row = next(rows, None)
    if row is not None:
        raise InputError("has fewer responses than when it was graded", Path(row["file"]), row["line"])


def _gold_problems(facts: Mapping[str, Any], listener: Listener) -> dict[str, str]:
    """The problem texts of the gold file by key; none where it cannot be read again."""
    if facts["gold"] is None:
        return {}
    try:
        gold = load_gold(Path(facts["gold"]), facts["fields"][facts["gold"]])
    except InputError as error:
        listener.note(f"{error}: the texts of the problems are missing from the report")
        return {}
    return {problem_key(record): record.problem for record in gold.records if record.problem is not None}
