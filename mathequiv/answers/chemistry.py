"""Formulas, reactions, nuclides and electron configurations as answers: statements by their kind and one text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mathequiv.answers.kinds import Reading, Statement, TextAnswer
from mathequiv.latex.chemistry import chemical_form, species_shown

__all__ = ["configuration", "read_chemistry", "shows_another", "spelled_alike"]

_ONE_FORM: Final = frozenset({"nuclide", "configuration"})
"""Kinds that have one text each, so that two different ones are different."""


def read_chemistry(text: str) -> Statement | None:
    """The statement that a text shows; None for any text of another kind."""
    form = chemical_form(text)
    if form is None:
        return None
    kind, _, shown = form.partition(" ")
    return Statement(f"chemical {kind}", (TextAnswer(shown, kind in _ONE_FORM),))


def shows_another(a: Sequence[Reading], b: Sequence[Reading]) -> bool:
    """Whether two texts may be formulas with numbers of atoms in them, and not of the same (``3 O2``, ``2 O3``)."""
    left, right = _formulas(a), _formulas(b)
    return bool(left and right) and left != right and all(map(_counts_atoms, (*left, *right)))


def spelled_alike(a: str, b: str) -> bool:
    """Whether two texts have the same letters as formulas of different things (``Co``, ``CO``)."""
    left, right = species_shown(a), species_shown(b)
    return left is not None and right is not None and left != right and left.lower() == right.lower()


def _formulas(readings: Sequence[Reading]) -> list[str]:
    statements = [one.answer for one in readings if type(one.answer) is Statement and one.answer.head == _FORMULA]
    return [part.words for statement in statements for part in statement.parts if isinstance(part, TextAnswer)]


_FORMULA: Final = "chemical formula"


def _counts_atoms(formula: str) -> bool:
    """Whether a formula has a number of atoms in it (``H2O``), as no product of letters has."""
    return any(before.isalpha() and after.isdigit() for before, after in pairwise(formula))


def configuration(statement: Statement) -> Statement | None:
    """The statement if it is an electron configuration, whose letters name no numbers; None for any other."""
    return statement if statement.head == "chemical configuration" else None
