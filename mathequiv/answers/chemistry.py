"""Formulas, reactions, nuclides and electron configurations as answers: statements by their kind and one text."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import Statement, TextAnswer
from mathequiv.latex.chemistry import chemical_form

__all__ = ["configuration", "read_chemistry"]

_ONE_FORM: Final = frozenset({"nuclide", "configuration"})
"""Kinds that have one text each, so that two different ones are different."""


def read_chemistry(text: str) -> Statement | None:
    """The statement that a text shows; None for any text of another kind."""
    form = chemical_form(text)
    if form is None:
        return None
    kind, _, shown = form.partition(" ")
    return Statement(f"chemical {kind}", (TextAnswer(shown, kind in _ONE_FORM),))


def configuration(statement: Statement | None) -> Statement | None:
    """The statement if it is an electron configuration, whose letters name no numbers; None for any other."""
    return statement if statement is not None and statement.head == "chemical configuration" else None
