"""Counts of graded responses, fed one row of ``graded.jsonl`` at a time: overall, by group, and by layer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mathequiv.scoring.attempts import AtK, Attempt, at_k
from mathequiv.scoring.intervals import Interval, interval
from mathequiv.scoring.significance import Against, against
from mathequiv.verdict import LAYER_NAMES

__all__ = ["ANSWERED", "GROUPINGS", "STATUSES", "UNKNOWN", "Composition", "Counts", "Summary", "Tally", "natural"]

STATUSES = ("correct", "wrong", "undecided", "no_answer", "empty", "cut_off", "error")
"""The statuses of a grade, in the order they are shown."""

ANSWERED = ("correct", "wrong", "undecided")
"""The statuses of a response whose answer was compared with a reference."""

GROUPINGS = ("subject", "level", "file")

UNKNOWN = "(unknown)"
"""The group of the responses whose row has no value for a grouping."""


@dataclass(slots=True)
class Tally:
    """Counts of one group of responses, fed one response at a time.

    Attributes:
        counts: responses by status.
        missing: expected problems without any response.
        per_problem: how many responses a missing problem stands for.
    """

    counts: Counter[str] = field(default_factory=Counter)
    missing: int = 0
    per_problem: int = 1
    _problems: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def add(self, problem: str, status: str) -> None:
        """Count a response to ``problem`` that got ``status``.

        Raises:
            ValueError: an unknown status.
        """
        if status not in STATUSES:
            raise ValueError(f"unknown status {status!r}")
        self.counts[status] += 1
        right, answered, n = self._problems.get(problem, (0, 0, 0))
        self._problems[problem] = (right + (status == "correct"), answered + (status in ANSWERED), n + 1)

    @property
    def n(self) -> int:
        """How many responses were counted."""
        return sum(self.counts.values())

    @property
    def problems(self) -> int:
        """How many problems they belong to."""
        return len(self._problems)

    @property
    def expected(self) -> int:
        """How many responses there should be: those counted, and those that missing problems stand for."""
        return self.n + self.missing * self.per_problem

    @property
    def answered(self) -> int:
        """How many responses held an answer that was compared."""
        return sum(self.counts[status] for status in ANSWERED)

    @property
    def accuracy(self) -> float | None:
        """The share of correct responses among all expected; None where none are."""
        return self.counts["correct"] / self.expected if self.expected else None

    @property
    def accuracy_answered(self) -> float | None:
        """The share of correct responses among the answered; None without any."""
        return self.counts["correct"] / self.answered if self.answered else None

    @property
    def accuracy_of_rows(self) -> float | None:
        """The share of correct responses among those counted; None without any."""
        return self.counts["correct"] / self.n if self.n else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the accuracy; None where no responses are expected."""
        missing = [(0, self.per_problem)] * self.missing
        return interval([*((right, n) for right, _, n in self._problems.values()), *missing])

    @property
    def interval_answered(self) -> Interval | None:
        """The 95 % interval of the accuracy over the answered; None without any."""
        return interval((right, answered) for right, answered, _ in self._problems.values())

    @property
    def interval_of_rows(self) -> Interval | None:
        """The 95 % interval of the accuracy over the responses counted; None without any."""
        return interval((right, n) for right, _, n in self._problems.values())

    def usual_size(self) -> int:
        """The most common number of responses to a problem, the smaller of two as common; 1 without problems."""
        sizes = Counter(n for _, _, n in self._problems.values())
        return min(sizes, key=lambda size: (-sizes[size], size), default=1)

    def as_json(self) -> dict[str, Any]:
        """The counts and what follows from them, as JSON values."""
        return {
            "n": self.n,
            "problems": self.problems,
            "missing": self.missing,
            "expected": self.expected,
            "answered": self.answered,
            "correct": self.counts["correct"],
            "accuracy": self.accuracy,
            "interval": _json(self.interval),
            "accuracy_of_rows": self.accuracy_of_rows,
            "interval_of_rows": _json(self.interval_of_rows),
            "accuracy_answered": self.accuracy_answered,
            "interval_answered": _json(self.interval_answered),
            "counts": {status: self.counts[status] for status in STATUSES},
        }


def _json(bounds: Interval | None) -> dict[str, Any] | None:
    return None if bounds is None else bounds.as_json()


@dataclass(slots=True)
class Composition:
    """What the correct responses are made of.

    Attributes:
        string_alone: responses that MATH's own ``is_equiv``, asked alone about the same answers, calls equal.
        added: correct responses that it does not call equal, by the layer that decided.
        taken_back: responses that it calls equal and the comparison does not.
    """

    string_alone: int = 0
    added: Counter[str] = field(default_factory=Counter)
    taken_back: int = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a graded row."""
        correct, alone = row["status"] == "correct", bool(row["math_is_equiv"])
        self.string_alone += alone
        self.taken_back += alone and not correct
        if correct and not alone:
            self.added[row["layer"]] += 1

    def parts(self) -> Iterator[tuple[str, int]]:
        """Name and number of each part; the numbers add up to the correct responses."""
        yield "math_is_equiv", self.string_alone
        for layer in LAYER_NAMES:
            if self.added[layer] or layer != "string":
                yield layer, self.added[layer]
        yield "taken_back", -self.taken_back


class Counts:
    """What the rows of ``graded.jsonl`` add up to."""

    def __init__(self) -> None:
        self.total = Tally()
        self.composition = Composition()
        self.undecided: Counter[str] = Counter()
        self._groups: dict[str, dict[str, Tally]] = {name: {} for name in GROUPINGS}
        self._attempts: dict[str, list[Attempt]] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one graded row."""
        key, status = row["key"], row["status"]
        self.total.add(key, status)
        for name in GROUPINGS:
            self._group(name, row[name]).add(key, status)
        self.composition.add(row)
        if status == "undecided":
            self.undecided[row["rule"]] += 1
        vote = row["answer"] if status in ANSWERED else None
        self._attempts.setdefault(key, []).append((vote, status == "correct"))

    def add_missing(self, subject: str | None, level: str | None) -> None:
        """Count an expected problem without any response."""
        for tally in (self.total, self._group("subject", subject), self._group("level", level)):
            tally.missing += 1

    def _group(self, name: str, value: str | None) -> Tally:
        return self._groups[name].setdefault(UNKNOWN if value is None else value, Tally())

    def summary(
        self, missing: Sequence[str], repeats: Mapping[str, int], facts: Mapping[str, Any], figure: float | None = None
    ) -> Summary:
        """What was counted, closed.

        Args:
            missing: ids (or problem texts) of the missing problems.
            repeats: how many rows repeat an id of an earlier one, and what was done about it.
            facts: what was run.
            figure: a published accuracy to hold against, in [0, 1].
        """
        usual = self.total.usual_size()
        for tally in (self.total, *(tally for group in self._groups.values() for tally in group.values())):
            tally.per_problem = usual
        # A grouping with nothing but unknowns, or with one file, repeats the total.
        groups = {k: v for k, v in self._groups.items() if set(v) - {UNKNOWN} and (k != "file" or len(v) > 1)}
        accuracy, bounds = self.total.accuracy, self.total.interval
        held = None
        if figure is not None and accuracy is not None and bounds is not None:
            held = against(figure, accuracy, bounds, self.total.problems + self.total.missing)
        return Summary(
            total=self.total,
            groups=groups,
            composition=self.composition,
            at_k=tuple(at_k(self._attempts, self.total.missing)),
            against=held,
            undecided=self.undecided,
            missing=tuple(missing),
            repeats=repeats,
            facts=facts,
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run found.

    Attributes:
        total: all responses.
        groups: for each grouping that says anything (``subject``, ``level``, ``file``), its groups.
        composition: what the correct responses are made of.
        at_k: pass@k, maj@k and mean@k, where each problem has several responses.
        against: the accuracy held against a published one, if one was given.
        undecided: how many undecided comparisons each rule left open (``stopped``, ``internal_error`` …).
        missing: ids (or problem texts) of gold rows without a prediction.
        repeats: ``further_samples``, rows that repeat an id and count; ``dropped``, rows that repeat one and do not.
        facts: what was run: versions, files, fields, policy and options.
        warnings: what looks wrong about the run.
        skipped: rows that were passed over, by reason and place; None where none may be.
    """

    total: Tally
    groups: Mapping[str, Mapping[str, Tally]]
    composition: Composition
    at_k: tuple[AtK, ...]
    against: Against | None
    undecided: Mapping[str, int]
    missing: tuple[str, ...]
    repeats: Mapping[str, int]
    facts: Mapping[str, Any]
    warnings: tuple[str, ...] = ()
    skipped: Mapping[str, Any] | None = None

    def points(self, responses: int) -> float:
        """``responses`` as percentage points of the accuracy."""
        return 100 * responses / self.total.expected if self.total.expected else 0.0

    def lost(self) -> dict[str, int]:
        """Responses that were not compared, by what became of them; missing problems as what they stand for."""
        counts = {status: self.total.counts[status] for status in STATUSES if status not in ANSWERED}
        return {**counts, "missing": self.total.missing * self.total.per_problem}

    def as_json(self) -> dict[str, Any]:
        """The summary as JSON values, groups in natural order."""
        grouped = {
            f"by_{name}": {key: groups[key].as_json() for key in sorted(groups, key=natural)}
            for name, groups in self.groups.items()
        }
        made_of = {name: {"responses": n, "points": self.points(n)} for name, n in self.composition.parts()}
        lost = {name: {"responses": n, "points": self.points(n)} for name, n in self.lost().items()}
        return {
            **self.facts,
            **self.total.as_json(),
            "made_of": made_of,
            "lost": lost,
            "at_k": {figure.name: figure.as_json() for figure in self.at_k},
            "against": self.against and self.against.as_json(),
            "undecided_by_rule": dict(sorted(self.undecided.items())),
            "repeats": dict(self.repeats),
            "missing_ids": list(self.missing),
            "warnings": list(self.warnings),
            "skipped": self.skipped,
            **grouped,
        }


def natural(text: str) -> list[tuple[int, int, str]]:
    """A sort key that puts ``Level 10`` after ``Level 9``."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d{1,18}|\D+", text)]
