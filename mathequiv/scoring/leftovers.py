"""Problems to run again: those with an empty or cut-off response, and those without any."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mathequiv.scoring.records import Record
from mathequiv.scoring.targets import write_text

__all__ = ["RERUN_STATUSES", "Leftovers"]

RERUN_STATUSES = ("empty", "cut_off")
"""Statuses of a response that says nothing about the model's answer: nothing came back, or not all of it."""


@dataclass(slots=True)
class Leftovers:
    """The problems to run again, in order of their first such response; missing ones come last."""

    _rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, record: Record, graded: Mapping[str, Any]) -> None:
        """Note the response if it has to be run again."""
        if graded["status"] not in RERUN_STATUSES:
            return
        row = self._rows.setdefault(graded["key"], _row(record))
        row["samples"].append(graded["sample"])
        row["statuses"].append(graded["status"])

    def add_missing(self, key: str, record: Record) -> None:
        """Note an expected problem without a response."""
        self._rows.setdefault(key, _row(record))["statuses"].append("missing")

    def write(self, path: Path) -> int:
        """Write them as JSON Lines: id, problem text, numbers and statuses of the responses.

        Returns:
            How many there are.

        Raises:
            WriteError: the file cannot be written.
        """
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self._rows.values())
        write_text(path, text)
        return len(self._rows)


def _row(record: Record) -> dict[str, Any]:
    return {"id": record.id, "problem": record.problem, "samples": [], "statuses": []}
