"""Two runs over the same problems: who wins where, and whether that is a difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mathequiv.errors import InputError
from mathequiv.scoring.finished import finished
from mathequiv.scoring.significance import mcnemar, paired_interval, paired_means

__all__ = ["Difference", "Flip", "Run", "difference", "load_run"]

_SETTINGS = ("version", "contract", "policy", "options")


@dataclass(slots=True)
class Outcome:
    """What one run has on a problem: its responses, the correct ones, the first one's answer, and what was asked."""

    id: str
    responses: int
    correct: int
    answer: str | None
    reference: str | None = None
    problem: str | None = None

    @property
    def share(self) -> float:
        """The share of correct responses."""
        return self.correct / self.responses


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: its outcomes by problem, in order, and how it was graded."""

    path: Path
    outcomes: Mapping[str, Outcome]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Flip:
    """A problem on which the runs differ.

    Attributes:
        id: its id.
        first: the share of correct responses of the first run.
        second: that of the second.
        answers: the answers of the first response of each.
        reference: the reference.
        problem: the start of its text.
    """

    id: str
    first: float
    second: float
    answers: tuple[str | None, str | None]
    reference: str | None = None
    problem: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The flip as JSON values."""
        return {
            "id": self.id,
            "a": self.first,
            "b": self.second,
            "answer_a": self.answers[0],
            "answer_b": self.answers[1],
            "reference": self.reference,
            "problem": self.problem,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What two runs differ in; ``b`` minus ``a`` throughout.

    Attributes:
        pairs: problems that both runs have.
        accuracy: mean share of correct responses over the pairs, of each run.
        interval: 95 % interval of the difference; None where it cannot be had.
        p: two-sided p-value; None likewise.
        method: ``"mcnemar"`` (exact, with the interval of Bonett and Price) for one response per problem, else
            ``"paired"`` (Miller).
        both: pairs that both have fully correct.
        gained: pairs on which ``b`` is better.
        lost: pairs on which ``a`` is better.
        alone: ids that only one of the runs has.
        settings: what the runs were not graded alike in: name to both values.
    """

    pairs: int
    accuracy: tuple[float, float]
    interval: tuple[float, float] | None
    p: float | None
    method: str
    both: int
    gained: tuple[Flip, ...]
    lost: tuple[Flip, ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    settings: Mapping[str, tuple[Any, Any]]

    def as_json(self) -> dict[str, Any]:
        """The difference as JSON values."""
        return {
            "pairs": self.pairs,
            "accuracy_a": self.accuracy[0],
            "accuracy_b": self.accuracy[1],
            "difference": self.accuracy[1] - self.accuracy[0],
            "interval": self.interval and {"level": 0.95, "low": self.interval[0], "high": self.interval[1]},
            "p": self.p,
            "method": self.method,
            "both_correct": self.both,
            "gained": [flip.as_json() for flip in self.gained],
            "lost": [flip.as_json() for flip in self.lost],
            "only_in_a": list(self.alone[0]),
            "only_in_b": list(self.alone[1]),
            "graded_differently": {name: list(values) for name, values in self.settings.items()},
        }


def load_run(path: Path) -> Run:
    """Read a finished run.

    Args:
        path: the folder, or the file of rows, that ``score --out`` wrote.

    Raises:
        InputError: it holds no graded rows, or cannot be read.
    """
    run = finished(path)
    outcomes: dict[str, Outcome] = {}
    for row in run.rows():
        _add(outcomes, row)
    facts = run.facts()
    if not outcomes:
        raise InputError("contains no graded rows", path)
    return Run(path, outcomes, {name: facts[name] for name in _SETTINGS if name in facts})


def _add(outcomes: dict[str, Outcome], row: Mapping[str, Any]) -> None:
    key, correct, answer = row["key"], row["status"] == "correct", row["answer"]
    outcome = outcomes.get(key)
    if outcome is None:
        name = row["id"] or f"{row['file']}:{row['line']}"
        outcome = Outcome(name, 0, 0, answer, _first(row.get("reference")), row.get("problem"))
        outcomes[key] = outcome
    outcome.responses += 1
    outcome.correct += correct


def _first(reference: object) -> str | None:
    found = reference[0] if isinstance(reference, list) and reference else reference
    return found if isinstance(found, str) else None


def difference(a: Run, b: Run) -> Difference:
    """Pair two runs by problem.

    One response per problem: McNemar's exact test, and Bonett and Price's interval. Several: mean paired difference
    of the shares of correct responses (Miller 2024).

    Args:
        a: the first run.
        b: the second.

    Returns:
        ``b`` minus ``a``.

    Raises:
        InputError: they have no problem in common.
    """
    pairs = _paired(a, b)
    gained = tuple(_flip(x, y) for x, y in pairs if y.share > x.share)
    lost = tuple(_flip(x, y) for x, y in pairs if y.share < x.share)
    single = all(x.responses == y.responses == 1 for x, y in pairs)
    bounds: tuple[float, float] | None
    p: float | None
    if single:
        bounds, p = paired_interval(len(gained), len(lost), len(pairs)), mcnemar(len(gained), len(lost))
    else:
        bounds, p = _of_means([y.share - x.share for x, y in pairs])
    return Difference(
        pairs=len(pairs),
        accuracy=(sum(x.share for x, _ in pairs) / len(pairs), sum(y.share for _, y in pairs) / len(pairs)),
        interval=bounds,
        p=p,
        method="mcnemar" if single else "paired",
        both=sum(x.share == y.share == 1 for x, y in pairs),
        gained=gained,
        lost=lost,
        alone=(_only(a, b), _only(b, a)),
        settings=_changed_settings(a, b),
    )


def _of_means(differences: list[float]) -> tuple[tuple[float, float] | None, float | None]:
    found = paired_means(differences)
    return (found[:2], found[2]) if found else (None, None)


def _paired(a: Run, b: Run) -> list[tuple[Outcome, Outcome]]:
    pairs = [(outcome, b.outcomes[key]) for key, outcome in a.outcomes.items() if key in b.outcomes]
    if not pairs:
        raise InputError(f"has no id (or problem text) in common with {a.path}: nothing to pair", b.path)
    return pairs


def _flip(x: Outcome, y: Outcome) -> Flip:
    return Flip(x.id, x.share, y.share, (x.answer, y.answer), x.reference, x.problem or y.problem)


def _changed_settings(a: Run, b: Run) -> dict[str, tuple[Any, Any]]:
    both = [(name, a.settings.get(name), b.settings.get(name)) for name in sorted({*a.settings, *b.settings})]
    return {name: (first, second) for name, first, second in both if first != second}


def _only(a: Run, b: Run) -> tuple[str, ...]:
    return tuple(outcome.id for key, outcome in a.outcomes.items() if key not in b.outcomes)
