"""The house of the grammar: every table complete, every list of kinds written once, spans that say what was written."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from typing import get_args

import pytest

import mathequiv
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex import expr, text_form, trees
from mathequiv.latex.cleaning import clean
from mathequiv.latex.grammar import constructs, rules
from mathequiv.latex.grammar.cursor import Cursor, Scope
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.parser import parse, parse_choices
from mathequiv.latex.tokens import scanned, tokenize
from mathequiv.latex.trees import children, span_of, walk
from mathequiv.lexicon import token_kinds
from mathequiv.lexicon.commands import ARGUMENTS, COMMANDS, PLAIN
from mathequiv.lexicon.token_kinds import FACTORS, KINDS, ROWS, Kind
from mathequiv.nodes import field_types
from tests.pair_tables import TABLES, load_all

PACKAGE = Path(mathequiv.__file__).parent
GRAMMAR = sorted(path.stem for path in (PACKAGE / "latex" / "grammar").glob("*.py") if path.stem != "__init__")
NODES = get_args(expr.Expr)
TEXTS = sorted(
    {text for row in load_all(TABLES) for text in (row.a, row.b)} | {row.example for row in COMMANDS.values()}
)


# --- kinds ------------------------------------------------------------------------------------------------------------


def test_every_kind_has_a_row():
    assert set(ROWS) == set(get_args(Kind)) == KINDS
    assert [kind for kind, row in ROWS.items() if row.kind != kind] == []


def test_every_kind_that_starts_a_factor_has_a_reader_and_no_other_has_one():
    # A closing bracket that opens is French.
    assert set(rules.RULES.atoms) == FACTORS | {"close"}


def test_what_is_built_of_arguments_is_said_for_every_command_that_has_them():
    assert set(constructs.BUILDERS) == set(ARGUMENTS)
    assert set("".join(ARGUMENTS.values())) <= set("{#[")
    assert {row.text for row in COMMANDS.values() if row.kind == "construct"} <= set(ARGUMENTS)


def test_rows_of_the_grammar_are_of_known_kinds():
    tables = (rules.WHOLES, rules.LEADS, rules.MEMBERS, rules.NEIGHBOURS, rules.FOLLOWERS, rules.ATOMS)
    assert {kind for table in tables for kind, _ in table} <= KINDS
    assert set(rules.ENDINGS) | set(rules.CLAUSES) | set().union(*[kinds for kinds, _ in rules.TAILS]) <= KINDS
    assert {row.kind for row in COMMANDS.values()} | {kind for kind, _ in PLAIN.values()} <= KINDS


def test_tokens_are_of_every_kind_but_those_that_make_none():
    met = {token.kind for text in [*TEXTS, r"1 \quad 2"] for token in scanned(text).tokens}
    made_elsewhere = {"stop", "glued comma", "not"}
    assert KINDS - met == {kind for kind, row in ROWS.items() if row.role == "group"} | made_elsewhere


def literals(path):
    """Collections of three and more kinds that a module writes out."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.Set, ast.List, ast.Tuple)) and len(node.elts) > 2:
            texts = [item.value for item in node.elts if isinstance(item, ast.Constant)]
            if len(texts) == len(node.elts) and KINDS.issuperset(texts):
                yield frozenset(texts)


def test_no_set_of_kinds_is_written_twice():
    table = [value for value in vars(token_kinds).values() if isinstance(value, frozenset)]
    places = {}
    for folder in ("latex", "layers", "answers"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            for found in literals(path):
                places.setdefault(found, []).append(path.name)
    assert len(places) > 10
    assert {names: where for names, where in places.items() if len(where) > 1 or names in table} == {}


# --- rules ------------------------------------------------------------------------------------------------------------

HELPERS = {"measure_name", "library_call", "cases_or_system", "named_array", "diagonal", "filled", "zero_matrix"}
"""Functions with the signature of a rule that other rules call."""


@pytest.mark.parametrize("name", GRAMMAR)
def test_every_rule_stands_in_a_table(name):
    rows = [*rules.WHOLES, *rules.LEADS, *rules.MEMBERS, *rules.NEIGHBOURS, *rules.FOLLOWERS, *rules.ATOMS]
    used = {function for _, function in (*rows, *rules.TAILS)}.union(*rules.LETTERS.values())
    module = importlib.import_module(f"mathequiv.latex.grammar.{name}")
    for function in vars(module).values():
        if inspect.isfunction(function) and function.__module__ == module.__name__ and function.__name__[0] != "_":
            arguments = tuple(inspect.signature(function).parameters)
            if arguments in {("p", "token"), ("p", "factors"), ("p", "base"), ("p", "left")}:
                assert function in used or function.__name__ in HELPERS, function.__name__


def test_the_parser_is_one_class_over_a_cursor_with_a_frozen_scope():
    assert Parser.__mro__ == (Parser, Cursor, object)
    with pytest.raises(AttributeError):
        Parser("", (), frozenset(), rules.RULES).scope.bars = 1
    assert set(Scope._fields) == {"brackets", "bars", "colon", "congruent", "one_sided", "bound", "integral", "norms"}


@pytest.mark.parametrize("text", [r"\frac12x", "abc", "2e-3", r"1\frac45", r"\text{sin}(x)", "5 min", "(0,1) U (2,3)"])
def test_reading_changes_no_token(text):
    found = scanned(text)
    before = [repr(token) for token in found.tokens]
    parse_choices(found)
    assert [repr(token) for token in found.tokens] == before


# --- nodes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.__name__)
def test_a_node_has_a_text_form_and_its_parts_are_reached(node):
    assert issubclass(node, expr.Node)
    assert node in text_form._TEXT
    assert (node in trees._CHILDREN) == any("Expr" in of for of in field_types(node).values())


# --- what was written -------------------------------------------------------------------------------------------------


def test_tokens_keep_what_was_written():
    for text in TEXTS:
        cleaned = clean(text)
        for token in tokenize(text):
            assert cleaned[slice(*token.span)] == token.written


def test_spans_nest():
    """A node's parts were written inside it; a part that several share was written once."""
    read = 0
    for text in TEXTS:
        try:
            tree = parse(text)
        except (Unreadable, OverLimit):
            continue
        read += 1
        size = len(clean(text))
        for node in walk(tree):
            outer = span_of(node)
            if outer is None:
                continue
            assert 0 <= outer[0] <= outer[1] <= size, text
            for inner in filter(None, map(span_of, children(node))):
                assert outer[0] <= inner[0] <= inner[1] <= outer[1], (text, node)
    assert read > 1000


SPANS = [
    (r"x = \frac{3}{56}", "Div", r"\frac{3}{56}"),
    ("2(x+1)", "Add", "(x+1)"),
    ("1 - x^2", "Neg", "- x^2"),
    ("1, f(x)", "Apply", "f(x)"),
    (r"5 + 3 \text{ cm}^2", "Quantity", r"5 + 3 \text{ cm}^2"),
    (r"\sin 2x + 1", "Call", r"\sin 2x"),
    ("3abc", "Mul", "3abc"),
]


@pytest.mark.parametrize(("text", "kind", "written"), SPANS)
def test_a_node_says_where_it_was_written(text, kind, written):
    node = next(node for node in walk(parse(text)) if type(node).__name__ == kind)
    assert clean(text)[slice(*span_of(node))] == written


def test_nodes_are_the_same_wherever_they_were_written():
    left, right = parse("x+1"), parse("( x + 1 )")
    assert left == right
    assert hash(left) == hash(right)
    assert span_of(left) != span_of(right)
    assert "span" not in repr(left)
