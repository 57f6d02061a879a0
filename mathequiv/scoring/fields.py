"""Which field of a row plays which role: a table of names, in order of preference, and the choice made from it.

A file's choice is made once, from its first rows, and reported, so that a wrong guess is seen and can be overruled
by naming the field.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from mathequiv.errors import InputError
from mathequiv.scoring.formats.replies import prompt_text

__all__ = ["GOLD_ROLES", "PREDICTION_ROLES", "ROLES", "Columns", "Numeral", "Role", "Texts", "choose", "texts"]

Texts: TypeAlias = "str | tuple[str | None, ...] | None"


class Numeral(str):
    """A JSON number kept as it is written, so that ``0.10`` and long integers survive reading."""

    __slots__ = ()


def scalar(value: object) -> str | None:
    """Read a text, a number or null.

    Raises:
        TypeError: anything else.
    """
    if value is None or isinstance(value, str):
        return None if value is None else str(value)
    raise TypeError(f"is {_kind(value)}, not a text")


def texts(value: object) -> Texts:
    """Read a text, a number or null, or a list of them; a list that holds lists is flattened by one level.

    Raises:
        TypeError: anything else.
    """
    if not isinstance(value, list):
        return scalar(value)
    flat: list[object] = []
    for item in value:
        flat.extend(item if isinstance(item, list) else [item])
    return tuple(scalar(item) for item in flat)


def asked(value: object) -> str | None:
    """Read a text, a number or null, or a conversation, of which the last user message counts.

    Raises:
        TypeError: anything else.
    """
    return prompt_text(value) if isinstance(value, list) else scalar(value)


def _kind(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case dict():
            return "an object"
        case list():
            return "a list"
        case _:
            return type(value).__name__


@dataclass(frozen=True, slots=True)
class Role:
    """A row of the field-name table.

    Args:
        name: the role.
        option: the command-line option that names the field.
        names: field names that can only mean this role, in order of preference.
        weak: names that mean another role in other files; used when no name of ``names`` is there, and never for
            the response and the reference at once.
        read: turns a value into text, or raises TypeError.
        needed: whether a row that lacks the field, in a file that has it, is an error.
    """

    name: str
    option: str | None
    names: tuple[str, ...]
    weak: tuple[str, ...] = ()
    read: Callable[[object], Any] = scalar
    needed: bool = False

    def __post_init__(self) -> None:
        everything = self.names + self.weak
        if len(set(everything)) != len(everything):
            raise ValueError(f"role {self.name!r} lists a field name twice")


ROLES: tuple[Role, ...] = (
    Role(
        "id",
        "--id-field",
        ("id", "unique_id", "idx", "doc_id", "question_id", "problem_id", "custom_id", "task_id", "example_id", "qid"),
        ("index", "key"),
        needed=True,
    ),
    Role(
        "problem",
        "--problem-field",
        ("problem", "question", "problem_text", "question_text", "instruction", "query", "prompt"),
        ("input",),
        read=asked,
    ),
    Role(
        "response",
        "--response-field",
        (
            *("response", "responses", "model_response", "model_responses"),
            *("completion", "completions", "generation", "generations", "generated_text"),
            *("output", "outputs", "model_output", "model_outputs", "resps", "code"),
            *("prediction", "predictions", "model_answer", "predicted_answer", "pred", "text"),
        ),
        ("answer",),
        read=texts,
        needed=True,
    ),
    Role(
        "reference",
        "--reference-field",
        (
            *("reference", "reference_answer", "gold", "gold_answer", "target", "expected_answer", "expected"),
            *("ground_truth", "ground_truth_answer", "gt", "gt_answer", "correct_answer"),
        ),
        ("answer", "solution"),
        read=texts,
        needed=True,
    ),
    Role("finish_reason", "--finish-reason-field", ("finish_reason", "finish_reasons", "stop_reason"), read=texts),
    Role("reasoning", None, ("reasoning_content", "reasoning"), read=texts),
    Role("subject", None, ("subject", "type", "category")),
    Role("level", None, ("level", "difficulty")),
)
"""One row per role. The order matters once: the response takes its field before the reference does."""

PREDICTION_ROLES = tuple(role.name for role in ROLES)
GOLD_ROLES = ("id", "problem", "reference", "subject", "level")

_SHOWN = ("id", "problem", "response", "reference", "finish_reason", "reasoning", "subject", "level")


@dataclass(frozen=True, slots=True)
class Columns:
    """The fields chosen for one file: role to field name; a role without a field is left out."""

    by_role: Mapping[str, str]

    def get(self, role: str) -> str | None:
        """The field that plays ``role``, or None."""
        return self.by_role.get(role)

    def describe(self) -> str:
        """The choice as one phrase, such as ``id from 'unique_id', response from 'output'``."""
        return ", ".join(f"{role} from {self.by_role[role]!r}" for role in _SHOWN if role in self.by_role)


def choose(
    rows: Sequence[Mapping[str, object]],
    roles: Collection[str],
    *,
    path: Path,
    named: Mapping[str, str] | None = None,
    preferred: Mapping[str, str] | None = None,
) -> Columns:
    """Choose the field of each role from a file's first rows.

    Args:
        rows: the first rows.
        roles: names of the roles to fill.
        path: the file, for messages.
        named: fields the user named, by role; each must be there.
        preferred: fields to take before the table's own, where they are there.

    Returns:
        The chosen fields.

    Raises:
        InputError: a named field is in none of the rows.
    """
    present = {name for row in rows for name in row}
    chosen = {role: name for role, name in (named or {}).items() if role in roles}
    for role_name, field in chosen.items():
        if field not in present:
            there = ", ".join(sorted(present)) or "none"
            raise InputError(f"not in the file (named as the {role_name}; its fields: {there})", path, field=field)
    for role in ROLES:
        if role.name in roles and role.name not in chosen:
            first = (preferred or {}).get(role.name)
            name = _pick(role, rows, present, chosen, (first,) if first else ())
            if name is not None:
                chosen[role.name] = name
    return Columns(chosen)


def _pick(
    role: Role,
    rows: Sequence[Mapping[str, object]],
    present: Collection[str],
    chosen: Mapping[str, str],
    first: tuple[str, ...],
) -> str | None:
    """The first name of the table that is there with values the role can hold."""
    names = [n for n in (*first, *role.names) if n in present and n not in chosen.values()]
    weak = () if role.name == "reference" and chosen.get("response") in _role("response").weak else role.weak
    spare = [n for n in weak if n in present and n not in chosen.values()]
    for group in (names, spare):
        fitting = [n for n in group if _fits(role, rows, n)]
        # An unfit field of a needed role is kept, so that the error shows its row and type.
        if fitting or (group and role.needed):
            return (fitting or group)[0]
    return None


def _fits(role: Role, rows: Sequence[Mapping[str, object]], name: str) -> bool:
    """Whether the role can hold the first value that is not null; a bad row further on is that row's error."""
    values = (row[name] for row in rows if row.get(name) is not None)
    try:
        role.read(next(values, None))
    except TypeError:
        return False
    return True


def _role(name: str) -> Role:
    return next(role for role in ROLES if role.name == name)
