"""The figures of a report: what a summary says, as rows and bars of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mathequiv.scoring.intervals import in_percent
from mathequiv.scoring.summary import MEANINGS, Tally, natural
from mathequiv.scoring.terminal import METHODS, PARTS, percent, significance_of

__all__ = ["Bar", "Lengths", "Segment", "figures"]

_TITLES = {
    "subject": "By subject",
    "level": "By level",
    "file": "By file",
    "length": "By response length, in characters",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: a status, how many responses have it, and where it lies between 0 and 100."""

    status: str
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A group of responses: its name, its accuracy with interval, and its statuses as a bar."""

    name: str
    correct: int
    of: int
    accuracy: str
    bounds: str
    low: float | None
    high: float | None
    segments: tuple[Segment, ...]

    @property
    def spoken(self) -> str:
        """The statuses as one phrase."""
        return ", ".join(f"{part.count} {part.status.replace('_', ' ')}" for part in self.segments)


@dataclass(slots=True)
class Lengths:
    """Responses by their length in characters, in classes that double."""

    _tallies: dict[int, Tally] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a graded row."""
        number = (row["length"] // _FIRST).bit_length()
        self._tallies.setdefault(number, Tally()).add(row["key"], row["status"])

    def as_json(self) -> dict[str, Any]:
        """The classes by name, as a summary has its groups."""
        return {_class_name(number): self._tallies[number].as_json() for number in sorted(self._tallies)}


_FIRST = 250
"""Characters below which the first class of lengths ends."""


def _class_name(number: int) -> str:
    low, high = _FIRST << number >> 1, (_FIRST << number) - 1
    return f"{low} to {high}" if number else f"under {_FIRST}"


def figures(summary: Mapping[str, Any], lengths: Lengths) -> dict[str, Any]:
    """What the page's template shows.

    Args:
        summary: the run's ``summary.json``.
        lengths: its responses by length.

    Returns:
        Values by the names that the template uses.
    """
    groups = {name: summary[f"by_{name}"] for name in ("subject", "level", "file") if f"by_{name}" in summary}
    groups["length"] = lengths.as_json()
    total = _bar("all expected", summary)
    return {
        "summary": summary,
        "total": total,
        "method": METHODS[summary["interval"]["method"]] if summary["interval"] else "",
        "rates": list(_rates(summary)),
        "at_k": [(name, percent(row["value"]), _bounds(row["interval"])) for name, row in summary["at_k"].items()],
        "against": _against(summary["against"]),
        "parts": list(_parts(summary)),
        "losses": [
            (name.replace("_", " "), row["responses"], f"{-row['points']:.1f}")
            for name, row in summary["lost"].items()
            if row["responses"]
        ],
        "groups": {_TITLES[name]: list(_bars(name, group)) for name, group in groups.items() if group},
        "meanings": MEANINGS,
    }


def _rates(summary: Mapping[str, Any]) -> Iterator[tuple[str, int, int, str, str]]:
    """Each accuracy: over what, correct, of, value, interval."""
    rows = (
        ("all expected", summary["expected"], "accuracy", "interval"),
        ("all but missing", summary["n"], "accuracy_of_rows", "interval_of_rows"),
        ("answered", summary["answered"], "accuracy_answered", "interval_answered"),
    )
    for name, of, accuracy, bounds in rows:
        if summary["missing"] or name != "all but missing":
            yield name, summary["correct"], of, percent(summary[accuracy]), _bounds(summary[bounds])
    judged = summary.get("judged")
    if judged is not None:
        both = summary["correct"] + summary["counts"].get("judged_correct", 0)
        shown = percent(judged["accuracy_with_judge"]), _bounds(judged["interval_with_judge"])
        yield "all expected, with judge", both, summary["expected"], *shown


def _bounds(interval: Mapping[str, Any] | None) -> str:
    return "" if interval is None else in_percent(interval["low"], interval["high"])


def _against(held: Mapping[str, Any] | None) -> list[str]:
    if held is None:
        return []
    return [
        f"Against {100 * held['figure']:g} %: difference {100 * held['difference']:+.1f} points.",
        f"Taken as exact: {significance_of(held['p_fixed'])}.",
        f"As measured once on as many problems: {significance_of(held['p_measured'])}.",
    ]


def _parts(summary: Mapping[str, Any]) -> Iterator[tuple[str, int, str, float, float]]:
    """Each part of the score: name, responses, points, and where its bar starts and how long it is, of 100."""
    reached = 0.0
    for name, row in summary["made_of"].items():
        points = row["points"]
        yield PARTS[name], row["responses"], f"{points:+.1f}", min(reached, reached + points), abs(points)
        reached += points


def _bars(kind: str, groups: Mapping[str, Mapping[str, Any]]) -> Iterator[Bar]:
    ordered = groups if kind == "length" else sorted(groups, key=natural)
    for name in ordered:
        yield _bar(f"level {name}" if kind == "level" and name.isdecimal() else name, groups[name])


def _bar(name: str, group: Mapping[str, Any]) -> Bar:
    interval = group["interval"]
    return Bar(
        name=name,
        correct=group["correct"],
        of=group["expected"],
        accuracy=percent(group["accuracy"]),
        bounds=_bounds(interval),
        low=interval and 100 * interval["low"],
        high=interval and 100 * interval["high"],
        segments=tuple(_segments(group)),
    )


def _segments(group: Mapping[str, Any]) -> Iterator[Segment]:
    counts = {**group["counts"], "missing": group["expected"] - group["n"]}
    start = 0.0
    for status, count in counts.items():
        if count:
            width = 100 * count / group["expected"]
            yield Segment(status, count, start, width)
            start += width
