"""What looks wrong about a whole run: a score that says more of how the files were read than of the model.

Each rule is a row of `RULES` and gives a sentence, or nothing. A run is never refused for it: it may be what it is.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mathequiv.scoring.fields import options_for
from mathequiv.scoring.join import ORIGINS, Predictions
from mathequiv.scoring.records import Record

__all__ = ["RULES", "Look", "origins", "warnings"]

FEW = 5
"""Responses below which nothing is said: of so few anything may be true."""

MOST = 0.9
"""The share of responses from which on something is true of nearly all."""

EXAMPLES = 3


@dataclass(slots=True)
class Look:
    """What is kept of a run to judge it by.

    Attributes:
        statuses: responses by status.
        keys: responses by problem.
        undecided: undecided responses by rule, each with the first reference.
        unusable: the first reference that is there and cannot be used.
        repeated: responses that are the reference, letter by letter.
        responses: the first different responses that are not blank.
        wrong: the first pairs of answer and reference that differ.
        ids: the first different ids.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    keys: int = 0
    undecided: dict[str, tuple[int, str]] = field(default_factory=dict)
    unusable: str | None = None
    repeated: int = 0
    responses: set[str] = field(default_factory=set)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    ids: set[str | None] = field(default_factory=set)

    @property
    def n(self) -> int:
        """How many responses were looked at."""
        return sum(self.statuses.values())

    def add(self, record: Record, number: int, row: Mapping[str, Any]) -> None:
        """Look at one response and its graded row.

        Args:
            record: its record.
            number: its place in the record.
            row: its row of ``graded.jsonl``.
        """
        status = row["status"]
        self.statuses[status] += 1
        text = (record.samples[number].response or "").strip()
        if text and len(self.responses) < EXAMPLES:
            self.responses.add(text)
        if len(self.ids) < EXAMPLES:
            self.ids.add(record.id)
        reference = row["reference"][0] if isinstance(row["reference"], list) else row["reference"]
        self.repeated += text != "" and record.reference == text
        if status == "undecided":
            count, first = self.undecided.get(row["rule"], (0, str(reference)))
            self.undecided[row["rule"]] = (count + 1, first)
        elif status == "error" and self.unusable is None:
            self.unusable = reference
        elif status == "wrong" and len(self.wrong) < EXAMPLES:
            self.wrong.append((str(row["answer"]), str(reference)))

    def nearly_all(self, *statuses: str) -> bool:
        """Whether nearly all responses have one of the statuses."""
        return self.n >= FEW and sum(self.statuses[name] for name in statuses) >= MOST * self.n


def warnings(look: Look, files: Sequence[Predictions]) -> Iterator[str]:
    """What looks wrong.

    Args:
        look: what is kept of the run.
        files: its files.

    Yields:
        One sentence each.
    """
    for rule in RULES:
        said = rule(look, files)
        if said is not None:
            yield said


def _heads(files: Sequence[Predictions]) -> list[Mapping[str, object]]:
    return [row.raw for file in files for row in file.head]


def _of(look: Look, status: str) -> str:
    return f"{look.statuses[status]} of {look.n} responses"


def _empty(look: Look, files: Sequence[Predictions]) -> str | None:
    if not look.nearly_all("empty"):
        return None
    taken = files[0].columns.get("response")
    where = options_for("response", _heads(files)) or ": name another field with --response-field"
    return f"{_of(look, 'empty')} are empty; the response is read from {taken!r}{where}"


def _no_reference(look: Look, files: Sequence[Predictions]) -> str | None:
    if not look.nearly_all("error"):
        return None
    where = options_for("reference", _heads(files)) or ": --reference-field or --gold names others"
    such = "" if look.unusable is None else f" (they are like {look.unusable[:80]!r})"
    return f"{_of(look, 'error')} have no usable reference{such}{where}"


def _no_answer(look: Look, files: Sequence[Predictions]) -> str | None:
    if not look.nearly_all("no_answer"):
        return None
    taken = files[0].columns.get("response")
    return (
        f"in {_of(look, 'no_answer')} no answer is found: is {taken!r} really the response, "
        "and does the prompt say how to mark the answer?"
    )


def _cut_off(look: Look, _files: Sequence[Predictions]) -> str | None:
    if not look.nearly_all("cut_off"):
        return None
    return f"{_of(look, 'cut_off')} are cut off before their answer: was the token limit too low?"


def _undecided(look: Look, _files: Sequence[Predictions]) -> str | None:
    if not look.nearly_all("undecided"):
        return None
    rule, (count, first) = max(look.undecided.items(), key=lambda item: item[1][0])
    shown = f"{count} of them with the rule {rule}" if len(look.undecided) > 1 else f"with the rule {rule}"
    return f"{_of(look, 'undecided')} are undecided, {shown}: are references meant to look like {first!r}?"


def _nothing_right(look: Look, _files: Sequence[Predictions]) -> str | None:
    if look.statuses["correct"] or not look.nearly_all("wrong") or not look.wrong:
        return None
    pairs = "; ".join(f"{answer!r} for {reference!r}" for answer, reference in look.wrong)
    return f"none of {look.n} responses is correct: do predictions and references belong together ({pairs})?"


def _references_graded(look: Look, _files: Sequence[Predictions]) -> str | None:
    if look.n < FEW or look.repeated < MOST * look.n:
        return None
    return f"{look.repeated} of {look.n} responses are identical to their reference: is this a file of references?"


def _all_the_same(look: Look, _files: Sequence[Predictions]) -> str | None:
    if look.n < FEW or len(look.responses) != 1 or look.nearly_all("empty"):
        return None
    return "all responses are the same text: name another field with --response-field"


def _one_id(look: Look, files: Sequence[Predictions]) -> str | None:
    if look.n < FEW or look.keys != 1 or None in look.ids:
        return None
    taken = files[0].columns.get("id")
    return (
        f"all {look.n} responses have the id {next(iter(look.ids))!r} (field {taken!r}): "
        "name another field with --id-field"
    )


def origins(files: Sequence[Predictions]) -> dict[str, list[str]]:
    """What the rows of files say they come from: name of the field to its values, as far as they are kept."""
    none: set[str] = set()
    found = {name: sorted(none.union(*(file.origins.get(name, none) for file in files))) for name in ORIGINS}
    return {name: values for name, values in found.items() if values}


def _pooled(_look: Look, files: Sequence[Predictions]) -> str | None:
    for name, found in origins(files).items():
        if len(found) > 1:
            shown = ", ".join(map(shlex.quote, found[:EXAMPLES])) + (", …" if len(found) > EXAMPLES else "")
            return f"rows with several values of {name!r} are pooled ({shown}): two models or tasks in one score?"
    return None


RULES: tuple[Callable[[Look, Sequence[Predictions]], str | None], ...] = (
    _empty,
    _no_reference,
    _no_answer,
    _cut_off,
    _undecided,
    _nothing_right,
    _references_graded,
    _all_the_same,
    _one_id,
    _pooled,
)
