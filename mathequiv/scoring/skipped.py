"""Rows that cannot be used, where the user would rather lose them than the file: counted by reason, listed by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mathequiv.errors import InputError
from mathequiv.limits import MAX_SKIPPED_LISTED
from mathequiv.scoring.formats.registry import BadRows

__all__ = ["RefusedRows", "SkippedRows"]


class RefusedRows(BadRows):
    """Bad rows of a run that could pass over them: the first one ends it, and its message says what would not."""

    def add(self, error: InputError) -> None:
        """Raise the error of a row with what to do about it."""
        if error.line is None:
            raise error
        problem = f"{error.problem} (--skip-bad skips such rows)"
        raise InputError(problem, error.path, error.line, error.field) from None


@dataclass(slots=True)
class SkippedRows(BadRows):
    """Bad rows of a run.

    Attributes:
        reasons: how many rows each reason took.
        places: where the first ones stood, with the reason.
    """

    passes = True
    reasons: Counter[str] = field(default_factory=Counter)
    places: list[tuple[str, int, str]] = field(default_factory=list)

    def add(self, error: InputError) -> None:
        """Take note of a row; what is wrong with a whole file is still raised."""
        if error.line is None:
            raise error
        reason = _reason(error)
        self.reasons[reason] += 1
        if len(self.places) < MAX_SKIPPED_LISTED:
            self.places.append((str(error.path), error.line, reason))

    def lines(self, most: int = 5) -> Iterator[str]:
        """What a person is told: each reason with its number and the first places.

        Args:
            most: places to name of each reason.
        """
        for reason, count in self.reasons.most_common():
            there = [f"{path}:{line}" for path, line, why in self._in_order() if why == reason]
            more = ", …" if count > most else ""
            yield f"skipped {count} {'row' if count == 1 else 'rows'}: {reason}: {', '.join(there[:most])}{more}"

    def _in_order(self) -> list[tuple[str, int, str]]:
        return sorted(self.places)

    def as_json(self) -> dict[str, Any]:
        """The rows as JSON values."""
        return {
            "rows": sum(self.reasons.values()),
            "reasons": dict(self.reasons.most_common()),
            "places": [{"file": path, "line": line, "reason": why} for path, line, why in self._in_order()],
        }


def _reason(error: InputError) -> str:
    """What is wrong, without what differs from row to row."""
    where = "" if error.field is None else f"field {error.field!r}: "
    problem = error.problem.partition(" (column ")[0].partition(" (byte ")[0]
    if problem.startswith("id ") and " is not in " in problem:
        problem = "its id is not in " + problem.partition(" is not in ")[2]
    return where + problem
