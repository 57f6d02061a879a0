"""Which field of a row plays which role: a table of names, in order of preference, and the choice made from it.

A file's choice is made once, from its first rows, and reported, so that a wrong guess is seen and can be overruled
by naming the field.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from mathequiv.errors import InputError
from mathequiv.limits import MAX_FIELD_DEPTH, MAX_FIELDS_OFFERED
from mathequiv.scoring.formats.paths import leaves, path_of
from mathequiv.scoring.formats.replies import prompt_text
from mathequiv.verdict import Tolerance

__all__ = [
    "GOLD_ROLES",
    "PREDICTION_ROLES",
    "ROLES",
    "Columns",
    "Numeral",
    "Role",
    "Texts",
    "choose",
    "gold_option",
    "is_known",
    "is_weak",
    "named_in_gold",
    "options_for",
    "suggestions",
    "texts",
]

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


_HELD = ("answer", "value", "target", "ground_truth", "final_answer", "reference", "text", "latex", "content")
"""Names under which an object keeps the reference that it is about."""


def references(value: object) -> Texts:
    """Read a reference as `texts` does, or out of an object that holds it beside other things.

    Raises:
        TypeError: there is none in it.
    """
    if isinstance(value, Mapping):
        inner = next((value[name] for name in _HELD if value.get(name) is not None), None)
        if inner is None:
            raise TypeError("is an object without an answer, value or target")
        return references(inner)
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        found = [references(item) for item in value]
        return tuple(text for one in found for text in (one if isinstance(one, tuple) else (one,)))
    return texts(value)


def tolerance(value: object) -> Tolerance | None:
    """Read the tolerance of a reference: a number is an absolute one, a text may be as `Tolerance.read` takes it.

    Of several, one for each value of the reference, the smallest counts. What is no tolerance is none: the field may
    hold remarks.

    Raises:
        TypeError: an object or a truth value.
    """
    found = texts(value)
    parts = [part for one in (found if isinstance(found, tuple) else (found,)) if one for part in one.split(",")]
    try:
        sizes = [float(part) for part in parts]
        return Tolerance(absolute=min(sizes)) if sizes and min(sizes) > 0 else None
    except ValueError:
        pass
    try:
        return Tolerance.read(found) if isinstance(found, str) else None
    except ValueError:
        return None


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
        (
            *("id", "unique_id", "idx", "doc_id", "question_id", "problem_id", "custom_id", "task_id", "example_id"),
            *("qid", "sample_id", "item_id", "uid", "problemid", "question_number", "problem_number", "problem_idx"),
        ),
        ("index", "key", "name"),
        needed=True,
    ),
    Role(
        "problem",
        "--problem-field",
        (
            *("problem", "question", "problem_text", "question_text", "problem_statement", "instruction", "query"),
            *("prompt", "input_text", "user_prompt", "question_content"),
        ),
        ("input", "q"),
        read=asked,
    ),
    Role(
        "response",
        "--response-field",
        (
            # The whole text a model wrote.
            *("response", "responses", "model_response", "model_responses", "llm_response", "llm_responses"),
            *("predicted_response", "assistant_response", "full_response", "raw_response", "response_text", "reply"),
            *("completion", "completions", "model_completion", "generation", "generations", "generated_text"),
            *("generated_response", "generated_solution", "generated_solutions", "model_generation", "gen", "rollout"),
            *("output", "outputs", "model_output", "model_outputs", "llm_output", "llm_outputs", "output_text"),
            *("raw_output", "model_raw_output", "resps", "code", "model_solution", "candidate_solution"),
            # Its final answer alone.
            *("prediction", "predictions", "model_prediction", "model_predictions", "model_answer", "model_answers"),
            *(
                "predicted_answer",
                "predicted",
                "llm_answer",
                "generated_answer",
                "extracted_answer",
                "candidate_answer",
            ),
            *("student_answer", "pred", "preds", "model_final_answer", "text"),
        ),
        ("final_solution", "final_answer", "answer", "ans"),
        read=texts,
        needed=True,
    ),
    Role(
        "reference",
        "--reference-field",
        (
            *(
                "reference",
                "references",
                "reference_answer",
                "reference_answers",
                "gold",
                "gold_answer",
                "golden_answer",
            ),
            *("gold_answers", "target", "targets", "expected_answer", "expected", "expected_output", "standard_answer"),
            *(
                "ground_truth",
                "ground_truths",
                "ground_truth_answer",
                "groundtruth",
                "gt",
                "gt_answer",
                "actual_answer",
                "actual",
                "truth",
                "gold_standard",
            ),
            *(
                "correct_answer",
                "correct_answers",
                "true_answer",
                "right_answer",
                "answer_key",
                "answer_number",
                "label",
            ),
            *("gold_solution", "ground_truth_solution", "reference_solution"),
        ),
        ("answer", "answers", "ans", "final_answer", "final_solution", "solution"),
        read=references,
        needed=True,
    ),
    Role("finish_reason", "--finish-reason-field", ("finish_reason", "finish_reasons", "stop_reason"), read=texts),
    Role("reasoning", None, ("reasoning_content", "reasoning", "thinking"), read=texts),
    Role("subject", "--subject-field", ("subject", "type", "category")),
    Role("level", "--level-field", ("level", "difficulty")),
    Role("unit", None, ("unit", "units", "answer_unit")),
    Role("tolerance", None, ("tolerance", "answer_tolerance", "error_tolerance"), read=tolerance),
)
"""One row per role. The order matters once: the response takes its field before the reference does.

Names are compared in lower case with words joined by ``_``: ``Model Output`` and ``modelOutput`` are ``model_output``.
"""

_WORD_ENDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\s\-.]+")


def normal(name: str) -> str:
    """A field name as the table writes it."""
    return _WORD_ENDS.sub("_", name.strip()).lower()


_KNOWN = frozenset(name for role in ROLES for name in role.names + role.weak)


def is_known(name: str) -> bool:
    """Whether a field name is in the table, for any role."""
    return normal(name) in _KNOWN


PREDICTION_ROLES = tuple(role.name for role in ROLES)
GOLD_ROLES = ("id", "problem", "reference", "subject", "level", "unit", "tolerance")

_OF_GOLD = {"gold_id": "id", "gold_problem": "problem"}
"""What a user can name for the gold file alone, as a role of its own, and the role that it is there."""


def named_in_gold(named: Mapping[str, str], present: Collection[str]) -> dict[str, str]:
    """Of the fields that a user named, those that the gold file is read by.

    Args:
        named: fields by role. Those for the gold file alone count as they are, and so does the reference; any other
            names a field of the predictions first, and of the gold file where that has it.
        present: the fields of the gold file.
    """
    both = {role: name for role, name in named.items() if role == "reference" or name in present}
    alone = {role: named[own] for own, role in _OF_GOLD.items() if own in named}
    return {role: name for role, name in {**both, **alone}.items() if role not in _OF_GOLD}


def gold_option(named: Mapping[str, str]) -> str | None:
    """The first option given that names a field of the gold file alone, None if there is none."""
    return next((f"--{own.replace('_', '-')}-field" for own in _OF_GOLD if own in named), None)


_SHOWN = (
    *("id", "problem", "response", "reference", "finish_reason", "reasoning", "subject", "level", "unit"),
    "tolerance",
)


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
    # Of two fields that differ in spelling only, the one that is spelled as in the table.
    spelled = {normal(name): name for name in sorted(present, key=lambda name: name == normal(name))}

    def there(names: Collection[str]) -> Iterator[str]:
        found = (spelled.get(name) for name in names)
        return (name for name in found if name is not None and name not in chosen.values())

    names = [*(name for name in first if name in present and name not in chosen.values()), *there(role.names)]
    weakly = role.name == "reference" and is_weak("response", chosen.get("response"))
    spare = [] if weakly else list(there(role.weak))
    for group in (names, spare):
        fitting = [n for n in group if _fits(role, rows, n)]
        # An unfit field of a needed role is kept, so that the error shows its row and type.
        if fitting or (group and role.needed):
            return (fitting or group)[0]
    return None


def is_weak(role: str, name: str | None) -> bool:
    """Whether a field plays its role for want of a better one."""
    return name is not None and normal(name) in _role(role).weak


def _fits(role: Role, rows: Sequence[Mapping[str, object]], name: str) -> bool:
    """Whether the role can hold the first value that is not null; a bad row further on is that row's error."""
    values = (row[name] for row in rows if row.get(name) is not None)
    try:
        role.read(next(values, None))
    except TypeError:
        return False
    return True


_NOT_OF_A_RESPONSE = frozenset(("request", "messages", "prompt", "input", "system", "user"))


def suggestions(role: str, rows: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """Paths to values that may play a role, the likeliest first: nested ones of a known name, then unknown texts.

    Args:
        role: the role.
        rows: rows as they are in the file.
    """
    asked_for = _role(role)
    order = {name: number for number, name in enumerate((*asked_for.names, *asked_for.weak))}
    if role == "response":
        order |= {"content": len(order), "message": len(order) + 1}
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        for steps, value in leaves(row, MAX_FIELD_DEPTH):
            rank = order.get(normal(steps[-1])) if len(steps) > 1 else _rank_of_stranger(steps[0], len(order))
            if rank is None or not _says(value) or (role == "response" and _NOT_OF_A_RESPONSE & set(steps)):
                continue
            found.setdefault(path_of(steps), (rank, len(steps)))
    return tuple(sorted(found, key=lambda path: found[path])[:MAX_FIELDS_OFFERED])


def _rank_of_stranger(name: str, last: int) -> int | None:
    """The rank of a field that no role knows, or that is an id for want of another; None for any other field."""
    return last + 2 if not is_known(name) or normal(name) in _role("id").weak else None


def options_for(role: str, rows: Sequence[Mapping[str, object]]) -> str:
    """The end of a message: the options that name where a value is instead; nothing where none is found."""
    option, paths = _role(role).option, suggestions(role, rows)
    if option is None or not paths:
        return ""
    return ": " + " or ".join(f"{option} {shlex.quote(path)}" for path in paths) + "?"


def _says(value: object) -> bool:
    """Whether a value holds text: one, or a list of them."""
    return any(isinstance(item, str) and item.strip() for item in (value if isinstance(value, list) else [value]))


def _role(name: str) -> Role:
    return next(role for role in ROLES if role.name == name)
