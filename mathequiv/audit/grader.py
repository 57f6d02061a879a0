"""The audit of a grader: machine-made pairs with a certain label, and what the grader says of each."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mathequiv.audit.calls import Caller, Reply
from mathequiv.audit.machine.making import near_misses, variants
from mathequiv.audit.machine.pairs import MachinePair
from mathequiv.scoring.references import load_gold, reference_answers
from mathequiv.scoring.run import Listener

__all__ = ["GraderAudit", "KindCount", "audit_grader", "machine_pairs", "tally"]

_EXAMPLES: Final = 5
"""Wrong verdicts that are kept of each kind."""
_AGAIN: Final = 1_000
"""Pairs that are repeated, in another order and with the sides swapped."""


@dataclass(slots=True)
class KindCount:
    """What a grader said of the pairs of one kind.

    Attributes:
        equal: whether the pairs of this kind mean the same.
        pairs: how many there are.
        right: how many it judged right.
        crashes: of how many it raised or died.
        hangs: of how many it was not done in time.
        examples: some it judged wrong: prediction, reference.
    """

    equal: bool
    pairs: int = 0
    right: int = 0
    crashes: int = 0
    hangs: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """How many it judged wrong; of what it says nothing it judges that they are not equal."""
        return self.pairs - self.right

    def add(self, pair: MachinePair, reply: Reply) -> None:
        """Count one reply."""
        self.pairs += 1
        self.right += bool(reply.equal) is pair.equal
        self.crashes += reply.problem == "crash"
        self.hangs += reply.problem == "hang"
        if bool(reply.equal) is not pair.equal and len(self.examples) < _EXAMPLES:
            self.examples.append((pair.prediction, pair.reference))

    def as_json(self) -> dict[str, Any]:
        """The counts as JSON values."""
        return {
            "equal": self.equal,
            "pairs": self.pairs,
            "right": self.right,
            "crashes": self.crashes,
            "hangs": self.hangs,
            "examples": [{"prediction": prediction, "reference": reference} for prediction, reference in self.examples],
        }


@dataclass(slots=True)
class GraderAudit:
    """An audited grader.

    Attributes:
        grader: its name.
        kinds: the counts by kind of pair; kinds of respellings first.
        seconds: how long each call took that ended.
        again: how many pairs were repeated.
        moved: of those, how many were judged otherwise in another order of calls.
        asymmetric: of those, how many were judged otherwise with the sides swapped.
    """

    grader: str
    kinds: dict[str, KindCount] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    again: int = 0
    moved: int = 0
    asymmetric: int = 0

    def total(self, *, equal: bool) -> KindCount:
        """The counts of all respellings, or of all near misses."""
        whole = KindCount(equal)
        for count in self.kinds.values():
            if count.equal is equal:
                for name in ("pairs", "right", "crashes", "hangs"):
                    setattr(whole, name, getattr(whole, name) + getattr(count, name))
        return whole

    @property
    def recall(self) -> float | None:
        """The share of respellings that it calls equal."""
        whole = self.total(equal=True)
        return whole.right / whole.pairs if whole.pairs else None

    @property
    def false_positives(self) -> int:
        """How many near misses it calls equal."""
        return self.total(equal=False).wrong

    def as_json(self) -> dict[str, Any]:
        """The audit as JSON values."""
        same, near = self.total(equal=True), self.total(equal=False)
        ordered = sorted(self.seconds)
        return {
            "grader": self.grader,
            "respellings": same.pairs,
            "recall": self.recall,
            "near_misses": near.pairs,
            "false_positives": near.wrong,
            "crashes": same.crashes + near.crashes,
            "hangs": same.hangs + near.hangs,
            "asked_again": self.again,
            "order_of_calls": self.moved,
            "order_of_sides": self.asymmetric,
            "seconds_median": ordered[len(ordered) // 2] if ordered else None,
            "seconds_longest": ordered[-1] if ordered else None,
            "kinds": {name: count.as_json() for name, count in self.kinds.items()},
        }


def machine_pairs(references: Iterable[str], each: int, seed: int = 0) -> list[MachinePair]:
    """Respellings and near misses of references.

    Args:
        references: right answers.
        each: how many of both to make of each reference, at most.
        seed: draws other pairs.

    Returns:
        The pairs, mixed, the same for the same arguments.
    """
    distinct = list(dict.fromkeys(references))
    pairs = [*variants(distinct, each, seed), *near_misses(distinct, each, seed)]
    random.Random(seed).shuffle(pairs)  # noqa: S311 - mixes test data
    return pairs


def tally(grader: str, pairs: Sequence[MachinePair], replies: Iterable[Reply]) -> GraderAudit:
    """Count replies by the kind of their pairs.

    Args:
        grader: its name.
        pairs: what was asked.
        replies: the outcome of each.
    """
    audit = GraderAudit(grader)
    found: dict[tuple[bool, str], KindCount] = {}
    for pair, reply in zip(pairs, replies, strict=True):
        found.setdefault((not pair.equal, pair.kind), KindCount(pair.equal)).add(pair, reply)
        if not reply.problem:
            audit.seconds.append(reply.seconds)
    audit.kinds = {name: found[different, name] for different, name in sorted(found)}
    return audit


def audit_grader(  # noqa: PLR0913 - what is audited, on what, how
    grader: str, path: Path, fields: dict[str, str], listener: Listener, *, each: int, seed: int, budget: float
) -> GraderAudit:
    """Audit a grader on pairs made of a file's references.

    Args:
        grader: ``package:function``, called as ``f(prediction, reference)``; what it gives counts by its truth.
        path: any file that `score` reads references from.
        fields: fields the user named, by role.
        listener: is told how it goes.
        each: respellings and near misses of each reference, at most so many of both.
        seed: draws other pairs.
        budget: seconds that a call may take.

    Raises:
        InputError: the file cannot be used or the grader cannot be loaded.
    """
    gold = load_gold(path, fields)
    with Caller(grader, budget) as caller:
        listener.note(f"{gold.path}: reading {gold.columns.describe()}")
        pairs = machine_pairs((text for row in gold.records for text in reference_answers(row.reference)), each, seed)
        listener.note(f"{grader}: {len(pairs)} pairs")
        replies = list(caller.ask(pairs))
        audit = tally(grader, pairs, replies)
        _ask_again(caller, pairs, replies, audit)
    return audit


def _ask_again(caller: Caller, pairs: Sequence[MachinePair], replies: Sequence[Reply], audit: GraderAudit) -> None:
    """The first pairs in reverse order, and with their sides swapped; what hung is left alone."""
    known = [(pair, reply) for pair, reply in zip(pairs, replies, strict=True) if not reply.problem][:_AGAIN]
    known.reverse()
    before = [reply.equal for _, reply in known]
    turned = [MachinePair(pair.kind, pair.reference, pair.prediction, pair.equal) for pair, _ in known]
    audit.again = len(known)
    audit.moved = _changed(before, caller.ask([pair for pair, _ in known]))
    audit.asymmetric = _changed(before, caller.ask(turned))


def _changed(before: Sequence[bool | None], replies: Iterable[Reply]) -> int:
    return sum(reply.equal != equal for equal, reply in zip(before, replies, strict=True))
