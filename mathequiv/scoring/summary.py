"""Counts of graded responses: overall, and by subject, level and file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mathequiv.scoring.intervals import Interval, interval

__all__ = ["STATUSES", "UNKNOWN", "Summary", "Tally"]

STATUSES = ("correct", "wrong", "undecided", "no_answer", "empty", "cut_off", "error")
"""The statuses of a grade, in the order they are shown."""

UNKNOWN = "(unknown)"
"""The group of the responses whose row has no value for a grouping."""


@dataclass(slots=True)
class Tally:
    """Counts of one group of responses, fed one response at a time."""

    counts: Counter[str] = field(default_factory=Counter)
    _problems: dict[Hashable, list[int]] = field(default_factory=dict)

    def add(self, problem: Hashable, status: str) -> None:
        """Count a response to ``problem`` that got ``status``.

        Raises:
            ValueError: an unknown status.
        """
        if status not in STATUSES:
            raise ValueError(f"unknown status {status!r}")
        self.counts[status] += 1
        pair = self._problems.setdefault(problem, [0, 0])
        pair[0] += status == "correct"
        pair[1] += 1

    @property
    def n(self) -> int:
        """How many responses were counted."""
        return sum(self.counts.values())

    @property
    def problems(self) -> int:
        """How many problems they belong to."""
        return len(self._problems)

    @property
    def accuracy(self) -> float | None:
        """The share of correct responses; None without responses."""
        return self.counts["correct"] / self.n if self.n else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the accuracy; None without responses."""
        return interval((right, size) for right, size in self._problems.values())

    def as_json(self) -> dict[str, Any]:
        """The counts and what follows from them, as JSON values."""
        bounds = self.interval
        return {
            "n": self.n,
            "problems": self.problems,
            "correct": self.counts["correct"],
            "accuracy": self.accuracy,
            "interval": bounds
            and {"level": 0.95, "low": bounds.low, "high": bounds.high, "method": bounds.method, "error": bounds.error},
            "counts": {status: self.counts[status] for status in STATUSES},
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run found.

    Attributes:
        total: all responses.
        groups: for each grouping that says anything (``subject``, ``level``, ``file``), its groups.
        undecided: how many undecided comparisons each rule left open (``stopped``, ``internal_error`` …).
        missing: ids (or problem texts) of gold rows without a prediction; they take no part in the accuracy.
        facts: what was run: version, files, fields, policy and options.
    """

    total: Tally
    groups: Mapping[str, Mapping[str, Tally]]
    undecided: Mapping[str, int]
    missing: tuple[str, ...]
    facts: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The summary as JSON values, groups in natural order."""
        grouped = {
            f"by_{name}": {key: groups[key].as_json() for key in sorted(groups, key=natural)}
            for name, groups in self.groups.items()
        }
        missing = {"missing": len(self.missing), "missing_ids": list(self.missing)}
        undecided = {"undecided_by_rule": dict(sorted(self.undecided.items()))}
        return {**self.facts, **self.total.as_json(), **undecided, **missing, **grouped}


def natural(text: str) -> list[tuple[int, int, str]]:
    """A sort key that puts ``Level 10`` after ``Level 9``."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d{1,18}|\D+", text)]
