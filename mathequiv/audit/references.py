"""The audit of a set of references: what a rule-based grader can do with each, before anybody trains on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from mathequiv.audit.machine.making import each_variant
from mathequiv.audit.reading import has_several_values, kinds_of, readings_of
from mathequiv.audit.signs import asks_for_proof, is_drawn, is_proof, is_sentence, needs_figure
from mathequiv.comparison import compare
from mathequiv.limits import MAX_TWINS
from mathequiv.prepared import clear_cache
from mathequiv.scoring.parallel import available_workers, in_order
from mathequiv.scoring.records import Record, key_of, squeeze
from mathequiv.scoring.references import load_gold, reference_answers
from mathequiv.scoring.run import Listener
from mathequiv.usable import has_no_value, why_unreadable
from mathequiv.verdict import Convention, Verdict

__all__ = ["FINDINGS", "Audit", "AuditedRow", "Finding", "audit_references"]

LOOK = "look"
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an audit can find.

    Attributes:
        level: ``look`` puts the row among those to look at; ``note`` only says so.
        meaning: one plain phrase.
    """

    level: str
    meaning: str


FINDINGS: Final[dict[str, Finding]] = {
    "no_reference": Finding(LOOK, "there is no reference answer"),
    "unreadable": Finding(LOOK, "no mathematics is read in it: only the same text, respelled, will match"),
    "no_value": Finding(LOOK, "it has no value: only the same text, respelled, will match"),
    "sentence": Finding(LOOK, "a sentence: words are compared as words"),
    "proof": Finding(LOOK, "the problem asks for a proof, or the reference is one"),
    "figure": Finding(LOOK, "the problem refers to a figure that is not in its text"),
    "missed_respelling": Finding(LOOK, "a respelling of it is not called equal"),
    "contradicted": Finding(LOOK, "the same problem has another reference that is not equal"),
    "drawn": Finding(NOTE, "a figure is drawn in the problem's text, in Asymptote or TikZ"),
    "several_values": Finding(NOTE, "an answer has to give all of its values"),
    "ambiguous": Finding(NOTE, "it is read in more than one way; either matches"),
    "convention": Finding(NOTE, "some right answers match by a convention only"),
    "repeated": Finding(NOTE, "the same problem stands in another row, with an equal reference"),
}
"""What is looked for, in the order of the tables."""


@dataclass(slots=True)
class AuditedRow:
    """One row of references.

    Attributes:
        line: its line, or its number where rows are not lines.
        id: its id.
        problem: the problem's text.
        reference: the answer, as it is compared; of several, the first.
        kinds: kinds of its readings, likeliest first.
        respellings: how many were tried.
        missed: those not called equal: kind, text, verdict and rule.
        conventions: the conventions by which respellings were equal.
        findings: names out of `FINDINGS`, each with a detail or an empty text.
    """

    line: int
    id: str | None
    problem: str | None
    reference: str | None
    kinds: tuple[str, ...] = ()
    respellings: int = 0
    missed: list[dict[str, str]] = field(default_factory=list)
    conventions: tuple[str, ...] = ()
    findings: dict[str, str] = field(default_factory=dict)

    @property
    def keep(self) -> bool:
        """Whether nothing was found that one should look at."""
        return all(FINDINGS[name].level != LOOK for name in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The row as JSON values."""
        return {
            "line": self.line,
            "id": self.id,
            "reference": self.reference,
            "keep": self.keep,
            "kinds": list(self.kinds),
            "findings": self.findings,
            "conventions": list(self.conventions),
            "respellings": self.respellings,
            "missed": self.missed,
        }


@dataclass(frozen=True, slots=True)
class Audit:
    """An audited set.

    Attributes:
        path: where the references are from.
        fields: the chosen fields, as they are shown.
        rows: one a row of the file, in order.
    """

    path: Path
    fields: str
    rows: list[AuditedRow]

    @property
    def look(self) -> list[AuditedRow]:
        """The rows to look at."""
        return [row for row in self.rows if not row.keep]

    def counts(self) -> dict[str, int]:
        """How many rows have each finding."""
        found = Counter(name for row in self.rows for name in row.findings)
        return {name: found[name] for name in FINDINGS}

    def kinds(self) -> dict[str, int]:
        """How many rows are of each kind, the commonest first."""
        return dict(Counter(row.kinds[0] if row.kinds else "unreadable" for row in self.rows).most_common())

    def missed(self) -> dict[str, tuple[int, int]]:
        """For each kind of respelling that was missed: how often, and of how many respellings in all."""
        found = Counter(miss["kind"] for row in self.rows for miss in row.missed)
        return {name: (count, self.respellings) for name, count in found.most_common()}

    @property
    def respellings(self) -> int:
        """How many respellings were tried."""
        return sum(row.respellings for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """The summary as JSON values, with the rows to look at."""
        missed = sum(len(row.missed) for row in self.rows)
        return {
            "references": str(self.path),
            "fields": self.fields,
            "rows": len(self.rows),
            "keep": len(self.rows) - len(self.look),
            "look": len(self.look),
            "kinds": self.kinds(),
            "findings": self.counts(),
            "conventions": dict(Counter(rule for row in self.rows for rule in row.conventions).most_common()),
            "respellings": {
                "tried": self.respellings,
                "equal": self.respellings - missed,
                "missed_by_kind": {name: count for name, (count, _) in self.missed().items()},
            },
            "rows_to_look_at": [row.as_json() for row in self.look],
        }


def audit_references(
    path: Path,
    fields: Mapping[str, str],
    options: Mapping[str, Any],
    listener: Listener,
    *,
    workers: int | None = None,
) -> Audit:
    """Audit the references of a file.

    Args:
        path: any file that `score` reads references from, or ``hf:REPO``.
        fields: fields the user named, by role.
        options: ``layers`` and ``approx`` of the comparison, where they are not the defaults.
        listener: is told of the fields chosen.
        workers: how many processes; None for one on each processor.

    Returns:
        The audit, with every row of the file.

    Raises:
        InputError: the file or a row of it cannot be used.
        WorkerLost: the system ended a worker process.
    """
    gold = load_gold(path, fields)
    listener.note(f"{gold.path}: reading {gold.columns.describe()}")
    work = partial(_audit_rows, options=dict(options))
    rows: list[AuditedRow] = []
    for _, done in in_order(work, gold.records, workers or available_workers(), payload=_payload):
        rows += done
    _compare_repeated(gold.records, rows, options)
    for row in rows:
        row.findings = {name: row.findings[name] for name in FINDINGS if name in row.findings}
    return Audit(path, gold.columns.describe(), rows)


_Payload = tuple[int, "str | None", "str | None", tuple[str, ...]]


def _payload(record: Record) -> _Payload:
    return record.line, record.id, record.problem, reference_answers(record.reference)


def _audit_rows(rows: Sequence[_Payload], options: Mapping[str, Any]) -> list[AuditedRow]:
    return [_audit_row(*row, options) for row in rows]


def _audit_row(
    line: int, key: str | None, problem: str | None, references: tuple[str, ...], options: Mapping[str, Any]
) -> AuditedRow:
    usable = [text for text in references if text.strip()]
    row = AuditedRow(line, key, problem, usable[0] if usable else None)
    if problem is not None:
        _look_at_problem(row, problem)
    if row.reference is None:
        row.findings["no_reference"] = ""
        return row
    _look_at_reference(row, row.reference)
    _respell(row, row.reference, options)
    return row


def _look_at_problem(row: AuditedRow, problem: str) -> None:
    if is_drawn(problem):
        row.findings["drawn"] = ""
    elif needs_figure(problem):
        row.findings["figure"] = ""
    if asks_for_proof(problem):
        row.findings["proof"] = "the problem"


def _look_at_reference(row: AuditedRow, text: str) -> None:
    row.kinds = kinds_of(text)
    if not row.kinds:
        row.findings["unreadable"] = why_unreadable(text)
    if is_proof(text):
        row.findings["proof"] = "the reference"
    elif is_sentence(text):
        row.findings["sentence"] = ""
    if has_no_value(text):
        row.findings["no_value"] = ""
    if has_several_values(text):
        row.findings["several_values"] = ""
    if len(row.kinds) > 1:
        row.findings["ambiguous"] = " or ".join(readings_of(text))


def _respell(row: AuditedRow, text: str, options: Mapping[str, Any]) -> None:
    """Compare the reference with its respellings."""
    conventions: dict[str, None] = {}
    for pair in each_variant(text):
        result = compare(pair.prediction, text, **options)
        row.respellings += 1
        if not result.equivalent:
            said = {"kind": pair.kind, "text": pair.prediction, "verdict": result.verdict.name, "rule": result.rule}
            row.missed.append(said)
        elif isinstance(result.evidence, Convention):
            conventions[result.evidence.rule] = None
    clear_cache()  # no text comes again, and each stays in memory otherwise
    row.conventions = tuple(conventions)
    if conventions:
        row.findings["convention"] = ", ".join(conventions)
    if row.missed:
        row.findings["missed_respelling"] = ", ".join(dict.fromkeys(miss["kind"] for miss in row.missed))


def _compare_repeated(records: Sequence[Record], rows: Sequence[AuditedRow], options: Mapping[str, Any]) -> None:
    """Hold the references of one problem against each other."""
    groups: dict[str, list[int]] = {}
    for number, record in enumerate(records):
        key = squeeze(record.problem).casefold() if record.problem is not None else "\0".join(key_of(record))
        groups.setdefault(key, []).append(number)
    for members in groups.values():
        for one, other in _pairs(members):
            first, second = rows[one], rows[other]
            if first.reference is None or second.reference is None:
                continue
            result = compare(first.reference, second.reference, **options)
            name = "repeated" if result.verdict is Verdict.EQUIVALENT else "contradicted"
            for row, twin in ((first, second), (second, first)):
                row.findings.setdefault(name, f"line {twin.line}: {twin.reference}")


def _pairs(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(members) <= MAX_TWINS:
        return combinations(members, 2)
    return ((members[0], other) for other in members[1:])
