"""The lexicon: its rows are what the engines, the parser and the readers of text are made of."""

from __future__ import annotations

import pytest
import sympy

from mathequiv.equality import rationals
from mathequiv.equality.algebra.functions import FUNCTION_RULES
from mathequiv.equality.numbers.ball_functions import BALL_FUNCTIONS
from mathequiv.lexicon.commands import COMMANDS, PLAIN
from mathequiv.lexicon.functions import BRACKETS, FUNCTIONS, ROWS
from mathequiv.symbolic import to_sympy

TRAITS = {"circular", "counting", "glued", "named", "object", "spelled", "step"}


def test_every_function_has_one_row():
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)
    spellings = [(kind, name) for row in ROWS for kind in ("latex", "plain") for name in getattr(row, kind).split()]
    assert len(set(spellings)) == len(spellings)
    assert {trait for row in ROWS for trait in row.traits.split()} == TRAITS


def test_every_spelling_makes_its_function():
    for row in ROWS:
        assert {COMMANDS[name][1:3] for name in row.latex.split()} <= {("func", row.name)}
        assert {PLAIN[name] for name in row.plain.split()} <= {("func", row.name)}


def test_brackets_are_those_that_open():
    assert set(BRACKETS) <= {row.text for row in COMMANDS.values() if row.kind == "open"}


@pytest.mark.parametrize(
    ("engine", "rules"),
    [
        pytest.param(lambda row: row.balls, BALL_FUNCTIONS, id="balls"),
        pytest.param(lambda row: row.sympy, to_sympy.functions, id="sympy"),
    ],
)
def test_an_engine_has_a_rule_for_each_row_that_says_so(engine, rules):
    assert {row.name for row in FUNCTIONS.values() if engine(row)} == set(rules)


@pytest.mark.parametrize(
    "rules", [FUNCTION_RULES, rationals._FUNCTIONS, to_sympy._OWN], ids=["forms", "rationals", "own"]
)
def test_an_engine_knows_no_other_function(rules):
    assert set(rules) <= set(FUNCTIONS)


@pytest.mark.parametrize("row", [row for row in FUNCTIONS.values() if row.sympy], ids=lambda row: row.name)
def test_sympy_has_the_function(row):
    assert callable(getattr(sympy, row.sympy))
