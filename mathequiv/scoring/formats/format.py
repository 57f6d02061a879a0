"""What a file format is: how its rows are told from others, and where each role is in them."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from mathequiv.errors import InputError
from mathequiv.scoring.formats.paths import MISSING, dig, first_of
from mathequiv.scoring.formats.replies import prompt_text, replies, reply

__all__ = ["Format", "FormatError", "Parts", "Raw"]

Raw: TypeAlias = Mapping[str, object]

_ROLES = frozenset(("id", "problem", "response", "reasoning", "finish_reason", "reference", "subject", "level"))


class FormatError(InputError):
    """A row is not what its file's format says; the place is added where it is known."""


@dataclass(frozen=True, slots=True)
class Parts:
    """One row taken apart.

    Attributes:
        fields: values under the names of the roles, and what the format passes on.
        sample: which response to its problem the row's first one is, counted from 0, where the tool says so.
        scores: the tool's own scores, by name: one for the row, or a list with one for each response.
    """

    fields: Mapping[str, object]
    sample: int | None = None
    scores: Mapping[str, object] = field(default_factory=dict)


def _nothing(_row: Raw) -> Mapping[str, object]:
    return {}


def _unchanged(_row: Raw, parts: Parts) -> Parts:
    return parts


def _all(_row: Raw, _first: Raw) -> bool:
    return True


def _as_it_is(row: Raw) -> Raw:
    return row


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table of formats.

    Args:
        name: the name ``--format`` takes.
        title: what it is, for people.
        paths: role to paths, in order of preference (see `dig`); a role may be left out. The problem may be a whole
            prompt that holds it.
        has: paths that a file's first rows have, every one; ``a|b`` means either.
        fits_if: what else tells such a row, or all that does where no path can.
        lift: gives the row from which the paths start, where they cannot start from the file's own.
        names: patterns of file names that speak for it where two formats fit.
        unpack: for formats whose file is one JSON document, turns the document into rows; None where it is not its
            document.
        conversation: whether the response is one conversation, whose last assistant message counts, even where none
            but assistants speak.
        keeps: whether the row's other fields are passed on, for roles that ``paths`` leaves open.
        keep: whether a row counts, given the row and the file's first; a row that does not is passed over.
        scores: the tool's own scores in a row.
        finish: last changes to the parts.
        repeats: how several responses to one problem are distinguished.
        note: what else to know.
    """

    name: str
    title: str
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    has: tuple[str, ...] = ()
    fits_if: Callable[[Raw], bool] | None = None
    lift: Callable[[Raw], Raw] = _as_it_is
    names: tuple[str, ...] = ()
    unpack: Callable[[object], Iterator[object] | None] | None = None
    conversation: bool = False
    keeps: bool = False
    keep: Callable[[Raw, Raw], bool] = _all
    scores: Callable[[Raw], Mapping[str, object]] = _nothing
    finish: Callable[[Raw, Parts], Parts] = _unchanged
    repeats: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        unknown = set(self.paths) - _ROLES
        if unknown:
            raise ValueError(f"format {self.name!r} has paths for unknown roles: {sorted(unknown)}")
        if self.paths and not ((self.has or self.fits_if) and self.paths.get("response")):
            raise ValueError(f"format {self.name!r} needs a sign to know it by and a path to the response")

    def fits(self, row: Raw) -> bool:
        """Whether ``row`` looks like a row of this format."""
        if self.fits_if is not None and not self.fits_if(row):
            return False
        return all(any(dig(row, path) is not MISSING for path in either.split("|")) for either in self.has)

    def hinted(self, name: str) -> bool:
        """Whether a file name speaks for this format."""
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.names)

    def read(self, row: Raw) -> Parts:
        """Take a row apart.

        Raises:
            FormatError: a field of it holds something else than the format says.
        """
        if not self.paths:
            return self.finish(row, Parts(row, scores=self.scores(row)))
        row = self.lift(row)
        found = {role: first_of(row, paths) for role, paths in self.paths.items()}
        fields: dict[str, object] = dict(self._others(row))
        fields.update((role, value) for role, value in found.items() if value is not MISSING)
        if "problem" in fields:
            fields["problem"] = _asked(fields["problem"])
        fields.update(self._said(found.get("response"), fields.get("reasoning")))
        return self.finish(row, Parts(fields, scores=self.scores(row)))

    def _said(self, value: object, apart: object) -> dict[str, object]:
        """The responses, and the reasoning that is in them or beside them."""
        given = None if value is MISSING else value
        try:
            said = [reply(given)] if self.conversation else replies(given) or replies(None)
        except TypeError as error:
            raise FormatError(str(error), field=self.paths["response"][0]) from None
        beside = apart if isinstance(apart, list) else [apart] * len(said)
        if len(beside) != len(said):
            raise FormatError(f"lists {len(beside)} values for {len(said)} responses", field="reasoning")
        thought = [one.reasoning if other is None else other for one, other in zip(said, beside, strict=True)]
        return {"response": [one.text for one in said], "reasoning": thought}

    def _others(self, row: Raw) -> Raw:
        """The fields that are passed on: none that a path starts from."""
        if not self.keeps:
            return {}
        taken = {path.split(".")[0] for paths in self.paths.values() for path in paths}
        return {name: value for name, value in row.items() if name not in taken}


def _asked(value: object) -> str | None:
    try:
        return prompt_text(value)
    except TypeError:
        # A problem of another shape only takes away a way to join.
        return None
