"""The same id again: a further sample of its problem, or, in the pieces of one run, one row too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from mathequiv.errors import InputError
from mathequiv.scoring.join import Predictions, problem_key
from mathequiv.scoring.records import Record

__all__ = ["ON_DUPLICATE", "OnDuplicate", "Pieces", "pieces_of"]

OnDuplicate: TypeAlias = Literal["first", "last", "error"]

ON_DUPLICATE: tuple[OnDuplicate, ...] = ("first", "last", "error")

_SHOWN = 3


@dataclass(slots=True)
class Pieces:
    """Which rows of the pieces of one run count.

    Attributes:
        chosen: for each repeated problem, the number of the row that counts, rows being numbered through all files.
        dropped: how many rows do not count.
    """

    chosen: dict[str, int] = field(default_factory=dict)
    dropped: int = 0

    def counts(self, number: int, record: Record) -> bool:
        """Whether a row counts."""
        return not self.chosen or self.chosen.get(_key(record), number) == number

    def notice(self, on_duplicate: OnDuplicate) -> str:
        """One line about the rows that do not count."""
        names = [key.partition(":")[2] for key in list(self.chosen)[:_SHOWN]]
        more = ", …" if len(self.chosen) > _SHOWN else ""
        return (
            f"{self.dropped} rows repeat the id of another and do not count ({on_duplicate} one wins): "
            f"{', '.join(names)}{more}"
        )


def pieces_of(open_files: Callable[[], Sequence[Predictions]], on_duplicate: OnDuplicate) -> Pieces:
    """Read the ids of all rows, and choose among the rows of one problem.

    Where the tool numbers the responses to a problem, rows of different numbers do not compete.

    Args:
        open_files: opens the files, at the beginning.
        on_duplicate: which of the rows of one problem counts, or that there may be one only.

    Returns:
        The choice.

    Raises:
        InputError: a bad row; or a second row of a problem, with ``"error"``.
    """
    first: dict[str, tuple[int, Path, int]] = {}
    pieces = Pieces()
    rows = ((piece, record) for piece in open_files() for record in piece.records())
    for number, (file, record) in enumerate(rows):
        key = _key(record)
        place = (number, record.path, record.line)
        earlier = first.setdefault(key, place)
        if earlier is place:
            continue
        if on_duplicate == "error":
            raise _twice(record, earlier[1], earlier[2], file.columns.get("id"))
        pieces.dropped += 1
        pieces.chosen[key] = earlier[0] if on_duplicate == "first" else number
    return pieces


def _key(record: Record) -> str:
    """What may be in one row only: a problem, or one of its responses where the tool numbers them."""
    key = problem_key(record)
    return key if record.first_sample is None else f"{key} response {record.first_sample}"


def _twice(record: Record, path: Path, line: int, name: str | None) -> InputError:
    what = "the problem" if record.id is None else f"id {record.id!r}"
    problem = f"{what} stands in {path}:{line} too: choose with --on-duplicate first or last"
    return InputError(problem, record.path, record.line, name)
