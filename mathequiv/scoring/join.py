"""Predictions and their references brought together: references in the rows themselves, or from a gold file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mathequiv.errors import InputError
from mathequiv.limits import MAX_ORIGINS, MAX_REMEMBERED_PROMPTS
from mathequiv.scoring.fields import PREDICTION_ROLES, ROLES, Columns, choose, gold_option, is_weak, options_for
from mathequiv.scoring.formats.registry import format_named
from mathequiv.scoring.known_sets import set_of_fields
from mathequiv.scoring.records import REFUSE, BadRows, Record, Row, Rows, key_of, open_rows, records_of, squeeze
from mathequiv.scoring.references import By, Gold, load_gold, no_field, reference_answers

ORIGINS = ("model", "model_name", "model_id", "generator", "task", "task_name", "dataset", "dataset_name", "benchmark")
"""Fields that name what rows come from; rows of two are two runs."""

__all__ = ["Gold", "Join", "Joined", "Predictions", "load_gold", "open_predictions", "problem_key", "references_of"]


@dataclass(frozen=True, slots=True)
class Predictions:
    """An opened prediction file.

    Attributes:
        path: the file.
        columns: its chosen fields.
        rows: its rows, not read yet.
        format: the name of its format.
        head: its first rows.
        bad: is told of rows that cannot be read.
        origins: values of fields that name what rows come from, as far as they were read.
    """

    path: Path
    columns: Columns
    rows: Rows
    format: str = "generic"
    head: tuple[Row, ...] = ()
    bad: BadRows = REFUSE
    origins: dict[str, set[str]] = field(default_factory=dict)

    def describe(self) -> str:
        """What is read from it, as one phrase."""
        if self.format == "generic":
            return self.columns.describe()
        roles = ", ".join(role.name for role in ROLES if self.columns.get(role.name))
        return f"{self.format} rows, with {roles.replace('_', ' ')}"

    def records(self) -> Iterator[Record]:
        """Its records, streamed.

        Raises:
            InputError: a bad row, which ``bad`` refuses.
        """
        return records_of(map(self._note_origin, self.rows), self.columns, self.path, self.bad)

    def _note_origin(self, row: Row) -> Row:
        for name in ORIGINS:
            value = row.raw.get(name)
            if isinstance(value, str) and value:
                values = self.origins.setdefault(name, set())
                if len(values) < MAX_ORIGINS:
                    values.add(value)
        return row


def open_predictions(  # noqa: PLR0913 - keywords, one for each way of reading
    path: Path,
    named: Mapping[str, str],
    *,
    gold: Gold | None = None,
    references: bool = True,
    forced: str | None = None,
    bad: BadRows = REFUSE,
) -> Predictions:
    """Open a prediction file and choose its fields.

    A gold file, where given, is where references come from, whatever else the predictions hold. ``answer`` is the
    prediction where nothing else can be, and the reference otherwise.

    Args:
        path: the file.
        named: fields the user named, by role.
        gold: the gold file, if any; its id field is preferred where the predictions have it too.
        references: whether references are needed at all.
        forced: name of the file's format; None finds out.
        bad: is told of rows that cannot be read.

    Returns:
        The opened file.

    Raises:
        InputError: the file cannot be read, or holds no responses or no references.
    """
    head, rows = open_rows(path, forced, named.values(), bad)
    if gold is None and (option := gold_option(named)) is not None:
        raise InputError(f"{option} names a field of the gold file: it goes with --gold", path)
    own = references and gold is None
    roles = [role for role in PREDICTION_ROLES if own or role != "reference"]
    columns = choose(
        [row.fields for row in head],
        roles,
        path=path,
        named=_named(named, gold, head),
        preferred=_preferred(gold, head),
    )
    if columns.get("response") is None:
        raise no_field("response", path, head, "responses")
    if own and columns.get("reference") is None:
        raise _no_reference(columns, path, head)
    return Predictions(path, columns, rows, head[0].format, tuple(head), bad)


def _named(named: Mapping[str, str], gold: Gold | None, head: Sequence[Row]) -> dict[str, str]:
    """The fields named that the predictions are read by: a subject or level may be in the gold file alone."""
    present = {name for row in head for name in row.fields}
    elsewhere = {} if gold is None else {role: gold.columns.get(role) for role in ("subject", "level")}
    return {role: name for role, name in named.items() if name in present or elsewhere.get(role) != name}


def _preferred(gold: Gold | None, head: Sequence[Row]) -> dict[str, str]:
    """Fields to prefer, by role: those of the gold file that join; else the tolerance of a known set of fields."""
    if gold is not None:
        return {role: name for role, name in gold.columns.by_role.items() if role in ("id", "problem")}
    known = set_of_fields({name for row in head for name in row.fields})
    return {role: name for role, name in (known.fields if known else {}).items() if role == "tolerance"}


def _no_reference(columns: Columns, path: Path, head: Sequence[Row]) -> InputError:
    there = ", ".join(sorted({name for row in head for name in row.raw}))
    taken = columns.get("response")
    raws = [row.raw for row in head]
    way = (
        options_for("reference", [_without_known(row) for row in head]).removeprefix(": ").removesuffix("?")
        or "name it with --reference-field"
    )
    other = options_for("response", raws).removeprefix(": ").removesuffix("?") if is_weak("response", taken) else ""
    way += f", or what the response is: {other}" if other else ""
    by_id = "; an object of texts is read as {id: answer}" if {*raws[0]} == {"id", "answer"} else ""
    return InputError(
        f"no field holds reference answers ({taken!r} is read as the response): "
        f"give --gold FILE, or {way} (fields: {there}{by_id})",
        path,
    )


def _without_known(row: Row) -> Mapping[str, object]:
    """A row without what its format is known to have, none of which is a reference: its marks, and its own scores."""
    known = {step for path in format_named(row.format).has for step in path.split("|")} | set(row.scores)
    return {name: value for name, value in row.raw.items() if name not in known and not name.startswith(_OURS)}


_OURS = "mathequiv_"
"""How the columns begin that an adapter of this package writes: what was found, never what is right."""


class Problems:
    """Gold rows by problem text, found in whole prompts too.

    Args:
        rows: gold rows by squeezed text.
    """

    def __init__(self, rows: Mapping[str, Record]) -> None:
        self._rows = rows
        self._found: dict[str, Record | None] = {}

    def find(self, text: str) -> Record | None:
        """The row whose text is ``text``, or is in it; of several the one that ends last, then the longest.

        A prompt may show other problems before the one it asks, and a problem may hold another.
        """
        wanted = squeeze(text)
        if wanted in self._rows:
            return self._rows[wanted]
        if wanted not in self._found:
            if len(self._found) >= MAX_REMEMBERED_PROMPTS:
                self._found.clear()
            self._found[wanted] = self._held(wanted)
        return self._found[wanted]

    def _held(self, prompt: str) -> Record | None:
        ends = ((_end_of(problem, prompt), len(problem), problem) for problem in self._rows)
        end, _, problem = max(ends, default=(0, 0, ""))
        return self._rows[problem] if end else None


def _end_of(problem: str, prompt: str) -> int:
    """Where a problem's last occurrence as whole words ends; 0 without one."""
    start = prompt.rfind(problem) if problem else -1
    end = start + len(problem)
    if start < 0 or prompt[max(0, start - 1) : start].isalnum() or prompt[end : end + 1].isalnum():
        return 0
    return end


@dataclass(frozen=True, slots=True)
class Joined:
    """A record with the subject and level that belong to it, the key of its problem, and its reference answers."""

    record: Record
    key: str
    references: tuple[str, ...]


def problem_key(record: Record) -> str:
    """One short text for a record's problem, the same in every run: by its id, else its text, else its place."""
    kind, text = key_of(record)
    if kind == "problem":
        text = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{kind}:{text}"


class Join:
    """Gives each record its reference, and knows which gold rows no record asked for.

    Args:
        gold: the gold file; without one, references are in the records themselves.
        by_order: the n-th record of each file belongs to the n-th of the gold file, whatever they say of themselves.
    """

    def __init__(self, gold: Gold | None, *, by_order: bool = False) -> None:
        self._gold = gold
        self._by_order = by_order
        self._places: Counter[Path] = Counter()
        self._ids: dict[str, Record] | None = None
        self._texts: Problems | None = None
        self._asked: set[int] = set()

    def attach(self, record: Record, columns: Columns) -> Joined:
        """Find what belongs to ``record``.

        Args:
            record: a prediction.
            columns: the fields chosen for its file.

        Returns:
            The record with its reference and the gold file's problem text; its own id, subject and level win over the
            gold file's.

        Raises:
            InputError: it is not in the gold file, or there is nothing to join by.
        """
        if self._gold is None:
            return Joined(record, problem_key(record), references_of(record))
        gold = self._next(self._gold, record) if self._by_order else self._find(self._gold, record, columns)
        self._asked.add(gold.line)
        whole = replace(
            record,
            id=gold.id if record.id is None else record.id,
            problem=record.problem if gold.problem is None else gold.problem,
            reference=gold.reference,
            unit=gold.unit,
            tolerance=gold.tolerance,
            subject=gold.subject if record.subject is None else record.subject,
            level=gold.level if record.level is None else record.level,
        )
        return Joined(whole, problem_key(gold), references_of(whole))

    def can_attach(self, record: Record, columns: Columns) -> bool:
        """Whether a record finds its gold row by id or text."""
        try:
            return self._gold is not None and self._find(self._gold, record, columns) is not None
        except InputError:
            return False

    def _next(self, gold: Gold, record: Record) -> Record:
        place = self._places[record.path]
        self._places[record.path] += 1
        return gold.records[place]

    def _find(self, gold: Gold, record: Record, columns: Columns) -> Record:
        """The gold row by id and by text; where they disagree the text is right: many ids are counters of their own."""
        by = _joined_by(gold, record, columns)
        found = self._by_id(gold).get(record.id) if "id" in by and record.id is not None else None
        if "problem" in by and record.problem is not None and (found is None or not _holds(record, found)):
            found = self._by_text(gold).find(record.problem) or found
        if found is None:
            raise _unknown(gold, record, by[0], columns)
        return found

    def _by_id(self, gold: Gold) -> dict[str, Record]:
        if self._ids is None:
            self._ids = gold.index("id")
        return self._ids

    def _by_text(self, gold: Gold) -> Problems:
        if self._texts is None:
            self._texts = Problems(gold.index("problem"))
        return self._texts

    def missing(self) -> list[Record]:
        """The gold records that no prediction asked for, in the file's order."""
        return [] if self._gold is None else [row for row in self._gold.records if row.line not in self._asked]


def references_of(record: Record) -> tuple[str, ...]:
    """The reference answers of a record, see `reference_answers`."""
    return reference_answers(record.reference, record.unit)


def _joined_by(gold: Gold, record: Record, columns: Columns) -> tuple[By, ...]:
    both: tuple[By, ...] = ("id", "problem")
    found = tuple(role for role in both if columns.get(role) and gold.columns.get(role))
    if not found:
        raise InputError(
            f"has no id or problem text in common with {gold.path}: it has {_joining(columns)}, and that has "
            f"{_joining(gold.columns)} "
            "(--id-field and --problem-field name fields of the predictions, --gold-id-field and --gold-problem-field "
            "those of the gold file; a --format that is not the file's own finds neither; --by-order joins files "
            "that have the same rows in order)",
            record.path,
        )
    return found


def _joining(columns: Columns) -> str:
    """What a file can be joined by, as one phrase."""
    both = {"id": "an id", "problem": "a problem text"}
    found = [f"{shown} ({columns.get(role)!r})" for role, shown in both.items() if columns.get(role)]
    return " and ".join(found) or "neither id nor problem text"


def _holds(record: Record, gold: Record) -> bool:
    """Whether the problem a response was given is the gold row's, as far as texts can tell."""
    if record.problem is None or gold.problem is None:
        return True
    return squeeze(gold.problem) in squeeze(record.problem)


def _unknown(gold: Gold, record: Record, by: By, columns: Columns) -> InputError:
    if (record.id if by == "id" else record.problem) is None:
        return InputError("missing", record.path, record.line, columns.get(by))
    what = f"id {record.id!r}" if by == "id" else "this problem text"
    where = f"{gold.path} (field {gold.columns.get(by)!r})"
    return InputError(f"{what} is not in {where}", record.path, record.line, columns.get(by))
