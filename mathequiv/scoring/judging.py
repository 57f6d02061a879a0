"""The place of a judge in a run: between grading and counting, for rows that the rules leave open.

The judge itself stands above scoring; a run knows it as something that takes questions and gives rulings later.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol, TypeAlias, TypeVar

from mathequiv.comparison import compare
from mathequiv.verdict import Mismatch, Options

__all__ = ["AskedOf", "Case", "Costs", "Judge", "add_rulings"]

T = TypeVar("T")
CaseOf: TypeAlias = Callable[[T], "tuple[tuple[str, ...], str | None]"]
"""Gives the references of an item and its problem, if that is known."""

AskedOf: TypeAlias = Literal["undecided", "mismatch"]
"""Which rows a judge is asked about: undecided ones; or also those that differ in kind only, without a witness."""


@dataclass(frozen=True, slots=True)
class Case:
    """A row that a judge is asked about: the answer, the references, and the problem if it is known."""

    answer: str
    references: tuple[str, ...]
    problem: str | None


class Judge(Protocol):
    """Something that rules on cases, later.

    A ruling is what the row's field ``judge`` will hold: ``verdict`` (``equal``, ``different`` or None), ``problem``
    (why there is none), ``prompt_tokens``, ``completion_tokens``, ``key`` (of the question) and ``cached``.
    """

    asked_of: AskedOf

    @property
    def facts(self) -> Mapping[str, Any]:
        """What it is, as JSON values: runs of the same facts ask the same."""

    def put(self, case: Case) -> Future[Mapping[str, Any]]:
        """The ruling to come."""

    def price(self, prompt_tokens: int, completion_tokens: int) -> float | None:
        """What so many tokens cost, in US dollars; None if no price is known."""

    def close(self) -> None:
        """End it."""


_WINDOW: Final = 4_096
"""Rows that may wait for rulings; their grades are not stored yet, and are made again after an interruption."""


def add_rulings(
    batches: Iterable[tuple[Sequence[T], Sequence[bytes]]], judge: Judge, options: Options, case_of: CaseOf[T]
) -> Iterator[tuple[Sequence[T], Sequence[bytes]]]:
    """Graded batches with the rulings on the rows that a judge is asked about.

    Args:
        batches: items with their lines of ``graded.jsonl``.
        judge: rules on them.
        options: how answers are compared.
        case_of: gives the references and the problem of an item.

    Yields:
        The batches in order.
    """
    waiting: deque[tuple[Sequence[T], list[bytes], dict[int, Future[Mapping[str, Any]]]]] = deque()
    rows = 0
    for batch, lines in batches:
        futures = {
            number: judge.put(case)
            for number, (item, line) in enumerate(zip(batch, lines, strict=True))
            if (case := _case(item, line, judge.asked_of, options, case_of)) is not None
        }
        waiting.append((batch, list(lines), futures))
        rows += len(lines)
        while waiting and (rows > _WINDOW or all(future.done() for future in waiting[0][2].values())):
            rows -= len(waiting[0][1])
            yield _settle(*waiting.popleft())
    while waiting:
        yield _settle(*waiting.popleft())


_OPEN: Final = b'"verdict": "undecided"'
"""Of the status ``undecided``, or ``error`` where the reference cannot be read: a judge may be able to."""
_WRONG: Final = b'"status": "wrong"'


def _case(item: T, line: bytes, asked_of: AskedOf, options: Options, case_of: CaseOf[T]) -> Case | None:
    """The case that a row is; a look at the bytes spares most rows the parsing."""
    if _OPEN not in line and (asked_of == "undecided" or _WRONG not in line):
        return None
    row = json.loads(line)
    references, problem = case_of(item)
    if row["answer"] is None:
        return None
    if row["status"] == "wrong":
        if not all(_differs_in_kind(row["answer"], reference, options) for reference in references):
            return None
    elif row["verdict"] != "undecided":
        return None
    return Case(row["answer"], references, problem)


def _differs_in_kind(answer: str, reference: str, options: Options) -> bool:
    """Whether two answers differ in nothing but their kinds."""
    evidence = compare(answer, reference, options=options).evidence
    return isinstance(evidence, Mismatch) and evidence.what == "kind"


_STATUS_OF: Final = {"equal": "judged_correct", "different": "judged_wrong"}


def _settle(
    batch: Sequence[T], lines: list[bytes], futures: Mapping[int, Future[Mapping[str, Any]]]
) -> tuple[Sequence[T], Sequence[bytes]]:
    for number, future in futures.items():
        ruling = future.result()
        row = json.loads(lines[number])
        verdict = ruling["verdict"]
        # A row that differs in kind stays wrong by rule where a judge agrees, but says who was asked.
        status = row["status"] if verdict is None else _STATUS_OF[verdict]
        row = {**row, "status": status, "status_by_rule": row["status"], "judge": dict(ruling)}
        lines[number] = (json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
    return batch, lines


@dataclass(slots=True)
class Costs:
    """What a judge did in a run, added up from the rows.

    Attributes:
        rulings: rows by their outcome: ``equal``, ``different``, or why there was no verdict.
        asked: rows whose question was put to the server; of the others the ruling was known.
        prompt_tokens: tokens of the questions, each counted once, whether it was put in this run or an earlier one.
        completion_tokens: tokens of their replies, likewise.
    """

    rulings: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    _counted: set[str] = field(default_factory=set)

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a graded row."""
        ruling = row.get("judge")
        if ruling is None:
            return
        name = ruling["verdict"] or ruling["problem"]
        self.rulings[name] = self.rulings.get(name, 0) + 1
        self.asked += not ruling["cached"]
        if ruling["key"] not in self._counted:
            self._counted.add(ruling["key"])
            self.prompt_tokens += ruling["prompt_tokens"]
            self.completion_tokens += ruling["completion_tokens"]

    def as_json(self, judge: Judge) -> dict[str, Any]:
        """The sums as JSON values."""
        return {
            "rows": sum(self.rulings.values()),
            "rulings": dict(sorted(self.rulings.items())),
            "asked": self.asked,
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "cost": judge.price(self.prompt_tokens, self.completion_tokens),
        }
