"""Counts of graded responses, fed one row of ``graded.jsonl`` at a time: overall, by group, and by layer."""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mathequiv.scoring.attempts import AtK, Attempt, at_k
from mathequiv.scoring.intervals import Interval, interval
from mathequiv.scoring.significance import Against, against
from mathequiv.verdict import LAYER_NAMES

__all__ = [
    "ANSWERED",
    "GROUPINGS",
    "JUDGED",
    "MEANINGS",
    "SHOWN",
    "STATUSES",
    "UNKNOWN",
    "Composition",
    "Counts",
    "Summary",
    "Tally",
    "natural",
]

STATUSES = ("correct", "wrong", "undecided", "no_answer", "empty", "cut_off", "error")
"""The statuses of a grade, in the order they are shown."""

JUDGED = ("judged_correct", "judged_wrong")
"""The statuses of a row that a judge decided: neither is correct or wrong by rule."""

SHOWN = ("correct", "judged_correct", "wrong", "judged_wrong", *STATUSES[2:])
"""All statuses in the order they are shown; those of a judge only where there are any."""

ANSWERED = ("correct", "wrong", "undecided", *JUDGED)
"""The statuses of a response whose answer was compared with a reference."""

MEANINGS = {
    "correct": "equal to the reference",
    "judged_correct": "left open by the rules, called equal by a judge",
    "wrong": "differs from the reference",
    "judged_wrong": "left open by the rules, called different by a judge",
    "undecided": "no layer could tell",
    "no_answer": "no answer found in the response",
    "empty": "nothing came back",
    "cut_off": "the token limit came before the answer",
    "error": "the reference is missing, or cannot be read, or has no value",
    "missing": "expected, but no row is there",
}
"""What each status says, in the order of a bar: the statuses, then what is missing."""

GROUPINGS = ("subject", "level", "file")

UNKNOWN = "(unknown)"
"""The group of the responses whose row has no value for a grouping."""


Shape: TypeAlias = tuple[int, int, int, int]
"""What the responses to one problem come to: how many are right, how many were compared, how many there are, how many
a judge called right."""

_NONE: Shape = (0, 0, 0, 0)


def _grown(shape: Shape, status: str) -> Shape:
    """A shape with one more response."""
    right, answered, n, judged = shape
    return (
        right + (status == "correct"),
        answered + (status in ANSWERED),
        n + 1,
        judged + (status == "judged_correct"),
    )


@dataclass(slots=True)
class Tally:
    """Counts of one group of responses, fed one response at a time.

    Problems are counted by shape, not kept: there are as many as rows may be.

    Attributes:
        counts: responses by status.
        missing: expected problems without any response.
        per_problem: how many responses a missing problem counts for.
    """

    counts: Counter[str] = field(default_factory=Counter)
    missing: int = 0
    per_problem: int = 1
    _shapes: Counter[Shape] = field(default_factory=Counter)
    _own: dict[str, Shape] = field(default_factory=dict)

    def add(self, problem: str, status: str) -> None:
        """Count a response to ``problem`` that got ``status``.

        Raises:
            ValueError: an unknown status.
        """
        before = self._own.get(problem, _NONE)
        self._own[problem] = _grown(before, status)
        self.grow(before, status)

    def grow(self, before: Shape, status: str, times: int = 1) -> None:
        """Count a response to a problem whose shape in this group is ``before`` so far, or to several such problems.

        Raises:
            ValueError: an unknown status.
        """
        if status not in SHOWN:
            raise ValueError(f"unknown status {status!r}")
        self.counts[status] += times
        if before != _NONE:
            self._shapes[before] -= times
        self._shapes[_grown(before, status)] += times

    @property
    def n(self) -> int:
        """How many responses were counted."""
        return sum(self.counts.values())

    @property
    def problems(self) -> int:
        """How many problems they belong to."""
        return self._shapes.total()

    @property
    def expected(self) -> int:
        """How many responses there should be: those counted, and those that missing problems count for."""
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
        return interval([*((right, n) for right, _, n, _ in self._shapes.elements()), *missing])

    @property
    def accuracy_with_judge(self) -> float | None:
        """The share of responses that are correct by rule or by a judge among all expected; None where none are."""
        right = self.counts["correct"] + self.counts["judged_correct"]
        return right / self.expected if self.expected else None

    @property
    def interval_with_judge(self) -> Interval | None:
        """The 95 % interval of that, as if the judge were never wrong; None where no responses are expected."""
        missing = [(0, self.per_problem)] * self.missing
        return interval([*((right + judged, n) for right, _, n, judged in self._shapes.elements()), *missing])

    @property
    def statuses(self) -> dict[str, int]:
        """The counts by status, in the order they are shown; those of a judge only where there are any."""
        return {name: self.counts[name] for name in SHOWN if name not in JUDGED or self.counts[name]}

    @property
    def interval_answered(self) -> Interval | None:
        """The 95 % interval of the accuracy over the answered; None without any."""
        return interval((right, answered) for right, answered, _, _ in self._shapes.elements())

    @property
    def interval_of_rows(self) -> Interval | None:
        """The 95 % interval of the accuracy over the responses counted; None without any."""
        return interval((right, n) for right, _, n, _ in self._shapes.elements())

    def usual_size(self) -> int:
        """The most common number of responses to a problem, the smaller of two as common; 1 without problems."""
        sizes: Counter[int] = Counter()
        for (_, _, n, _), problems in self._shapes.items():
            sizes[n] += problems
        sizes = +sizes
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
            "counts": self.statuses,
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

    def add(self, row: Mapping[str, Any], times: int = 1) -> None:
        """Count a graded row, or several alike."""
        correct, alone = row["status"] == "correct", bool(row["math_is_equiv"])
        self.string_alone += times * alone
        self.taken_back += times * (alone and not correct)
        if correct and not alone:
            self.added[row["layer"]] += times

    def parts(self) -> Iterator[tuple[str, int]]:
        """Name and number of each part; the numbers add up to the correct responses."""
        yield "math_is_equiv", self.string_alone
        for layer in LAYER_NAMES:
            if self.added[layer] or layer != "string":
                yield layer, self.added[layer]
        yield "taken_back", -self.taken_back


class _Votes:
    """Answers and whether each is right, in little room: the responses of a run may be many."""

    def __init__(self) -> None:
        self._answers: list[str | None] = []
        self._problems = array("L")
        self._right = bytearray()

    def add(self, problem: int, answer: str | None, right: bool) -> None:
        self._answers.append(answer)
        self._problems.append(problem)
        self._right.append(right)

    def by_problem(self, problems: int) -> dict[int, list[Attempt]]:
        """The attempts at each problem, in order; none at all where a problem has only one."""
        sizes = Counter(self._problems)
        if min(sizes.values(), default=0) < 2:
            return {}
        found: dict[int, list[Attempt]] = {number: [] for number in range(problems)}
        for problem, answer, right in zip(self._problems, self._answers, self._right, strict=True):
            found[problem].append((answer, bool(right)))
        return found


class _Groups:
    """The tallies of one grouping.

    The responses to a problem mostly are of one group, where the problem's shape is that among all responses; only
    those of a problem in several groups are kept apart.
    """

    def __init__(self) -> None:
        self.tallies: dict[str, Tally] = {}
        self._group: list[str] = []
        self._apart: dict[tuple[int, str], Shape] = {}
        self._several: set[int] = set()

    def tally(self, value: str | None) -> Tally:
        """The tally of a group."""
        name = UNKNOWN if value is None else value
        found = self.tallies.get(name)
        if found is None:
            found = self.tallies[name] = Tally()
        return found

    def add(self, problem: int, before: Shape, value: str | None, status: str) -> None:
        """Count a response to a problem whose shape among all responses is ``before``."""
        group = UNKNOWN if value is None else sys.intern(value)
        if problem == len(self._group):
            self._group.append(group)
        if problem not in self._several and self._group[problem] != group:
            self._several.add(problem)
            self._apart[problem, self._group[problem]] = before
        if problem in self._several:
            before = self._apart.get((problem, group), _NONE)
            self._apart[problem, group] = _grown(before, status)
        self.tally(group).grow(before, status)


class Counts:
    """What the rows of ``graded.jsonl`` add up to."""

    def __init__(self) -> None:
        self.total = Tally()
        self.composition = Composition()
        self.undecided: Counter[str] = Counter()
        self._groups = {name: _Groups() for name in GROUPINGS}
        self._shapes: list[Shape] = []
        self._same: dict[Shape, Shape] = {}
        self._numbers: dict[str, int] = {}
        self._votes = _Votes()

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one graded row."""
        status = row["status"]
        problem = self._numbers.setdefault(row["key"], len(self._numbers))
        if problem == len(self._shapes):
            self._shapes.append(_NONE)
        before = self._shapes[problem]
        self.total.grow(before, status)
        for name, groups in self._groups.items():
            groups.add(problem, before, row[name], status)
        grown = _grown(before, status)
        # Equal shapes are one object.
        self._shapes[problem] = self._same.setdefault(grown, grown)
        self.composition.add(row)
        if status == "undecided":
            self.undecided[row["rule"]] += 1
        self._votes.add(problem, row["answer"] if status in ANSWERED else None, status == "correct")

    def add_single(self, row: Mapping[str, Any], times: int) -> None:
        """Count rows that differ in their problems alone, each with the only response to its problem.

        Args:
            row: one of them.
            times: how many there are.
        """
        status = row["status"]
        self.total.grow(_NONE, status, times)
        for name, groups in self._groups.items():
            groups.tally(row[name]).grow(_NONE, status, times)
        self.composition.add(row, times)
        if status == "undecided":
            self.undecided[row["rule"]] += times

    def add_missing(self, subject: str | None, level: str | None) -> None:
        """Count an expected problem without any response."""
        for tally in (self.total, self._groups["subject"].tally(subject), self._groups["level"].tally(level)):
            tally.missing += 1

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
        tallies = {name: groups.tallies for name, groups in self._groups.items()}
        for tally in (self.total, *(tally for group in tallies.values() for tally in group.values())):
            tally.per_problem = usual
        # A grouping with nothing but unknowns, or with one file, repeats the total.
        groups = {k: v for k, v in tallies.items() if set(v) - {UNKNOWN} and (k != "file" or len(v) > 1)}
        accuracy, bounds = self.total.accuracy, self.total.interval
        held = None
        if figure is not None and accuracy is not None and bounds is not None:
            held = against(figure, accuracy, bounds, self.total.problems + self.total.missing)
        return Summary(
            total=self.total,
            groups=groups,
            composition=self.composition,
            at_k=tuple(at_k(self._votes.by_problem(len(self._numbers)), self.total.missing)),
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
        against: the accuracy compared with a published one, if one was given.
        undecided: how many undecided comparisons each rule left open (``stopped``, ``internal_error`` …).
        missing: ids (or problem texts) of gold rows without a prediction.
        repeats: ``further_samples``, rows that repeat an id and count; ``dropped``, rows that repeat one and do not.
        facts: what was run: versions, files, fields, policy and options.
        warnings: what looks wrong about the run.
        origins: what the rows say they come from: name of the field to values.
        skipped: rows that were passed over, by reason and place; None where none may be.
        judged: what a judge did; None where nobody was asked.
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
    origins: Mapping[str, Sequence[str]] = field(default_factory=dict)
    judged: Mapping[str, Any] | None = None

    def points(self, responses: int) -> float:
        """``responses`` as percentage points of the accuracy."""
        return 100 * responses / self.total.expected if self.total.expected else 0.0

    def lost(self) -> dict[str, int]:
        """Responses that were not compared, by what became of them; missing problems as what they count for."""
        counts = {status: self.total.counts[status] for status in STATUSES if status not in ANSWERED}
        return {**counts, "missing": self.total.missing * self.total.per_problem}

    def _judged(self) -> dict[str, Any] | None:
        """What a judge did, and the accuracy that counts what it called equal."""
        if self.judged is None:
            return None
        return {
            **self.judged,
            "accuracy_with_judge": self.total.accuracy_with_judge,
            "interval_with_judge": _json(self.total.interval_with_judge),
        }

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
            "origins": {name: list(values) for name, values in self.origins.items()},
            "judged": self._judged(),
            **grouped,
        }


def natural(text: str) -> list[tuple[int, int, str]]:
    """A sort key that puts ``Level 10`` after ``Level 9``."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d{1,18}|\D+", text)]
