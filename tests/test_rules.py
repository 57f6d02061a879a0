"""Every pair of kinds of answer: one rule, or the default for kinds that no rule compares."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import get_args

import pytest

from mathequiv import compare
from mathequiv.answers.contents import answer_symbols, rename
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Chain,
    Choice,
    Combination,
    Equation,
    Inequality,
    Interval,
    Label,
    Listing,
    MatrixAnswer,
    NamedSet,
    Ordering,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TextAnswer,
    Truth,
    TupleAnswer,
)
from mathequiv.equality.outcome import Context
from mathequiv.equality.rules import assignments, chains, containers, realsets, relations, scalars, vectors, words
from mathequiv.equality.rules.names import BARE, KIND_NAMES, name_of, show
from mathequiv.latex.expr import Number, Symbol
from mathequiv.layers.value import RULES, match
from mathequiv.limits import Budget
from mathequiv.verdict import Convention, Mismatch, Options, Verdict, Witness

KINDS = get_args(Answer)
TABLES = [module.RULES for module in (words, scalars, containers, vectors, realsets, assignments, relations, chains)]

X, ONE, TWO = Symbol("x"), Number(1), Number(2)
ANSWERS = [
    Scalar(X),
    TextAnswer("east"),
    Truth("true"),
    Choice("A"),
    Listing((Scalar(ONE), Scalar(X))),
    TupleAnswer((Scalar(ONE), Scalar(X))),
    SetAnswer((Scalar(ONE), Scalar(X))),
    Interval(ONE, TWO, low_closed=True, high_closed=False),
    NamedSet("Z"),
    Combination("union", (Interval(ONE, TWO, low_closed=True, high_closed=False), SetAnswer((Scalar(Number(5)),)))),
    Solutions("x", Interval(ONE, TWO, low_closed=True, high_closed=True)),
    SetOf(Scalar(X), Solutions("x", NamedSet("Z"))),
    MatrixAnswer(((Scalar(ONE), Scalar(X)), (Scalar(TWO), Scalar(TWO)))),
    Assignment(Label("y", "variable"), Scalar(X)),
    Assignments((Assignment(Label("y", "variable"), Scalar(X)), Assignment(Label("z", "variable"), Scalar(ONE)))),
    Equation(X, Symbol("y")),
    Inequality(((X, "<"),)),
    Ordering((Symbol("a"), Symbol("b")), ("<",), (Symbol("a"), Symbol("b"))),
    Chain(Scalar(ONE), ((ONE, ONE),)),
    Statement("and", (Scalar(X), Scalar(ONE))),
]
"""One answer of each kind."""


def ruled(a, b):
    return (a, b) in RULES or (b, a) in RULES


def test_the_examples_are_one_of_each_kind():
    assert [type(answer) for answer in ANSWERS] == list(KINDS)


def test_every_kind_has_a_name_and_a_rule_with_itself():
    assert set(KIND_NAMES) == set(KINDS)
    assert set(BARE) < set(KINDS)
    # Sets of reals have their ends ordered; other kinds without a rule for themselves could not be reflexive.
    assert [kind for kind in KINDS if not ruled(kind, kind)] == []


def test_no_pair_has_two_rules():
    pairs = [pair for table in TABLES for pair in table]
    unordered = [frozenset(pair) for pair in pairs]
    assert len(set(unordered)) == len(pairs) == len(RULES)
    assert {kind for pair in pairs for kind in pair} <= set(KINDS)


@pytest.mark.parametrize(
    ("a", "b"), list(combinations_with_replacement(ANSWERS, 2)), ids=lambda answer: type(answer).__name__
)
def test_a_pair_of_kinds_has_a_rule_or_falls_to_the_default(a, b):
    results = [match(x, y, Context(Options(), Budget(), match)) for x, y in ((a, b), (b, a))]
    verdicts = [None if result is None else result.verdict for result in results]
    assert verdicts[0] == verdicts[1]
    if not ruled(type(a), type(b)):
        assert {(result.verdict, result.rule) for result in results} == {(Verdict.DIFFERENT, "kind")}


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_a_kind_is_named_shown_equal_to_itself_and_renamed_throughout(answer):
    assert name_of(answer)
    assert show(answer)
    result = match(answer, answer, Context(Options(), Budget(), match))
    assert result is not None
    assert result.equivalent
    if answer_symbols(answer) == {"x"}:
        assert answer_symbols(rename(answer, {"x": "w"})) == {"w"}


OF_SIDES = [
    pytest.param("24 cm", "25", Witness, id="quantity"),
    pytest.param("50\\%", "0.7", Witness, id="percent"),
    pytest.param("63_8", "64", Witness, id="digits"),
    pytest.param("63_8", "51", Mismatch, id="decimal-value"),
    pytest.param("63_8", "x", Mismatch, id="numeral"),
    pytest.param("9:00 a.m.", "x", Mismatch, id="time"),
    pytest.param("Evelyn", "12", Mismatch, id="words"),
]


@pytest.mark.parametrize(("a", "b", "evidence"), OF_SIDES)
def test_evidence_names_the_sides_in_the_order_given(a, b, evidence):
    found, again = compare(a, b).evidence, compare(b, a).evidence
    assert type(found) is type(again) is evidence
    assert (found.left, found.right) == (again.right, again.left)
    assert found.left != found.right


BY_CONVENTION = [
    ("x = 5 cm", "5", "unit_dropped"),
    ("(5 cm, 2)", "(5, 2)", "unit_dropped"),
    ("2:15", "2:15 pm", "time"),
    ("5%", "5", "percent"),
    ("101_2", "101", "base_dropped"),
    (r"\text{yes}", r"\text{true}", "synonym"),
    ("(yes, 1)", "(true, 1.0)", "synonym"),
    (r"\text{no solution}", r"\emptyset", "synonym"),
    ("x^2 + C", "x^2 + K", "free_constant"),
]
PROVED = [
    ("x = 3", "3"),
    (r"\text{Area} = 12", "12"),
    ("m + n = 25", "25"),
    ("x = 3, y = 4", "(3, 4)"),
    ("x > 3", r"(3, \infty)"),
    ("(C) 12", "12"),
    ("(x = 5, 2)", "(5, 2)"),
    ("f(x) = x^2", "y = x^2"),
    ("1, 2", "(1, 2)"),
    ("1, 2", r"\{1, 2\}"),
    (r"f(x)=\sum_{k=1}^{n}k^2", r"\frac{n(n+1)(2n+1)}{6}"),
    ("x = 3", "x = 3.0"),
    ("1, 2", "2, 1.0"),
    ("(1, 2)", "(1, 2.0)"),
    ("x > 3", "x > 3.0"),
    ("True", "true"),
    ("No solution.", r"\text{no solution}"),
    (r"\emptyset", r"\{\}"),
    ("2:15 pm", "14:15"),
    ("5%", "0.05"),
    ("(C)", "C"),
]


@pytest.mark.parametrize(("a", "b", "rule"), BY_CONVENTION)
def test_what_a_convention_makes_equal_says_which(a, b, rule):
    for result in (compare(a, b), compare(b, a)):
        assert (result.equivalent, result.evidence) == (True, Convention(rule))


@pytest.mark.parametrize(("a", "b"), PROVED)
def test_what_is_proved_needs_no_convention(a, b):
    for result in (compare(a, b), compare(b, a)):
        assert result.equivalent
        assert not isinstance(result.evidence, Convention)
