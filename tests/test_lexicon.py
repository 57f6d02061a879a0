"""The lexicon: its rows are what the engines, the parser and the readers of text are made of."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import sympy

import mathequiv
from mathequiv.equality import rationals
from mathequiv.equality.algebra.functions import FUNCTION_RULES
from mathequiv.equality.calculus import differentiate
from mathequiv.equality.numbers import analytic, corners, growth, ranges, singular
from mathequiv.equality.numbers.ball_functions import BALL_FUNCTIONS
from mathequiv.latex.grammar.code_calls import RULES as RULES_OF_CALLS
from mathequiv.lexicon import prose as prose_table
from mathequiv.lexicon.code import CODE_WORDS, MADE
from mathequiv.lexicon.commands import COMMANDS, ENVIRONMENTS, PLAIN
from mathequiv.lexicon.functions import BRACKETS, FUNCTIONS, OF_COMPLEX, OF_ORDER, ROWS, SMOOTH
from mathequiv.lexicon.token_kinds import KINDS
from mathequiv.lexicon.unit_table import UNITS
from mathequiv.lexicon.words import WORDS
from mathequiv.symbolic import to_sympy

TRAITS = {"nameable", "circular", "counting", "glued", "named", "object", "spelled", "step"}


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
    "rules",
    [
        pytest.param(FUNCTION_RULES, id="forms"),
        pytest.param(rationals._FUNCTIONS, id="rationals"),
        pytest.param(to_sympy._OWN, id="own"),
        pytest.param(differentiate._FUNCTIONS, id="derivatives"),
        pytest.param(differentiate._BY_THEMSELVES, id="derivatives by themselves"),
        pytest.param(analytic._FUNCTIONS, id="integrands"),
        pytest.param(corners._FUNCTIONS, id="corners"),
        pytest.param(corners._SMOOTH, id="smooth parts"),
        pytest.param(growth._FUNCTIONS, id="growth"),
        pytest.param(ranges._FUNCTIONS, id="ranges"),
        pytest.param(singular._QUOTIENTS, id="quotients"),
        pytest.param(singular._EXPONENTIAL_FORMS, id="exponentials"),
        pytest.param(OF_COMPLEX, id="complex"),
        pytest.param(OF_ORDER, id="order"),
        pytest.param(SMOOTH, id="smooth"),
    ],
)
def test_an_engine_knows_no_other_function(rules):
    assert set(rules) <= set(FUNCTIONS)


@pytest.mark.parametrize("row", [row for row in FUNCTIONS.values() if row.sympy], ids=lambda row: row.name)
def test_sympy_has_the_function(row):
    assert callable(getattr(sympy, row.sympy))


# --- nothing else repeats the lexicon -----------------------------------------------------------------------------

PACKAGE = Path(mathequiv.__file__).parent
KEYED = {
    ("equality/algebra/functions.py", "FUNCTION_RULES"),
    ("equality/numbers/ball_functions.py", "BALL_FUNCTIONS"),
    ("equality/numbers/ball_functions.py", "NAMED_FUNCTIONS"),
    ("equality/rationals.py", "_FUNCTIONS"),
    ("equality/calculus/differentiate.py", "_FUNCTIONS"),
    ("equality/calculus/differentiate.py", "_BY_THEMSELVES"),
    ("equality/numbers/analytic.py", "_FUNCTIONS"),
    ("equality/numbers/corners.py", "_FUNCTIONS"),
    ("equality/numbers/corners.py", "_SMOOTH"),
    ("equality/numbers/at_zero.py", "_OF_WAVES"),
    ("equality/numbers/growth.py", "_FUNCTIONS"),
    ("equality/numbers/ranges.py", "_FUNCTIONS"),
    ("equality/numbers/singular.py", "_QUOTIENTS"),
    ("equality/numbers/singular.py", "_EXPONENTIAL_FORMS"),
    ("symbolic/to_sympy.py", "_OWN"),
    ("latex/grammar/code_calls.py", "RULES"),
    ("answers/text.py", "MEANINGS"),
    ("latex/text_form.py", "_INFIX"),
    ("latex/lexemes.py", "_LEXEMES"),
    ("latex/tokens.py", "_HANDLERS"),
    ("latex/logic.py", "_LEXEME"),
    ("latex/logic.py", "_SIGNS"),
    ("latex/logic.py", "_LEVELS"),
    ("equality/rules/formulas.py", "_OPERATIONS"),
    ("equality/rules/formulas.py", "_EITHER_WAY"),
}
"""Tables keyed by names of the lexicon, which other tests hold against its rows, or by names of their own."""

OTHERS = {
    "layers/math_is_equiv.py": "what MATH's published normalisation erases",
    "symbolic/gate.py": "what another parser reads right",
    "latex/glyphs.py": "a table from characters to commands, each of which is looked up",
    "symbolic/worker.py": "fields of a reply",
    "latex/latex_form.py": "how each node is written, which LaTeX has its own word for",
    "equality/rules/label_forms.py": "nouns of maps, which code has as names of calls",
    "latex/macros.py": "macros of packages, which are respelled before anything is read",
    "scoring/report/mathematics.py": "values of attributes of MathML",
    "equality/calculus/differentiate.py": "derivatives, a rule a function",
    "equality/numbers/analytic.py": "functions of complex balls, a rule a function",
    "equality/numbers/growth.py": "bounds, a rule a function",
    "equality/numbers/series.py": "functions whose neighbours have a rational quotient",
    "equality/numbers/singular.py": "quotients of functions by their arguments",
}
"""Modules that list commands for another reason than what they mean here."""


def test_every_call_of_code_has_its_rule():
    assert set(MADE.values()) == set(RULES_OF_CALLS)


def lexicon_names():
    """Names of mathematics and words, of two or more letters each, but for those that are kinds of token too."""
    functions = {name for row in ROWS for name in (row.name, *row.latex.split(), *row.plain.split())}
    units = {spelling for unit in UNITS for spelling in (*unit.aliases, *unit.symbols)}
    spoken = {row.text for row in WORDS}
    prose = {word for found in vars(prose_table).values() if isinstance(found, frozenset) for word in found}
    names = {*COMMANDS, *PLAIN, *ENVIRONMENTS} | functions | units | CODE_WORDS
    return tuple(
        {name for name in found if len(name) > 1 and name.isascii()} - KINDS for found in (names, spoken | prose)
    )


def strings_of(node):
    """The strings that a literal lists."""
    match node:
        case ast.Set(elts=items) | ast.Tuple(elts=items) | ast.List(elts=items) | ast.MatchOr(patterns=items):
            for item in items:
                yield from strings_of(item)
        case ast.Dict(keys=keys):
            for key in keys:
                yield from strings_of(key)
        case ast.MatchValue(value=value) | ast.Starred(value=value):
            yield from strings_of(value)
        case ast.Constant(value=str(text)):
            yield text.strip().lstrip("\\")


def alternatives(text):
    """The words between the bars of a pattern, or of a string that is nothing but a list of names."""
    if "|" in text:
        return {re.sub(r"\\[bs][*+]?|\\\\|^\\|[^\w\\ ]+$", "", part) for part in re.split(r"[|()\[\]?:]+", text)}
    words = set(text.split())
    return words if words <= NAMES | SPOKEN and not words & SENTENCE else set()


def repeated(path):
    """Literals of a module that list three names of the lexicon or more: where, and the names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    keyed = {"__all__"} | {name for module, name in KEYED if path == PACKAGE / module}
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    names = NAMES | SPOKEN if path.relative_to(PACKAGE).as_posix().startswith(TEXT_READERS) else NAMES
    for node in ast.walk(tree):
        target = (
            node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if isinstance(node, ast.Assign) else 0
        )
        if isinstance(target, ast.Name) and target.id in keyed:
            skipped |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        found = set(strings_of(node)) if not isinstance(node, ast.Constant) else set()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = alternatives(node.value)
        if len(found & names) >= 3:
            yield f"line {node.lineno}: {sorted(found & names)}"


NAMES, SPOKEN = lexicon_names()
TEXT_READERS = ("latex/", "answers/")
"""What reads words; elsewhere they are names of rules and fields, and extraction matches whole sentences."""

SENTENCE = {"a", "an", "and", "are", "for", "no", "of", "the"}
"""Words that a message has and a list has not."""

READERS = ("latex/", "answers/", "equality/", "layers/", "symbolic/", "extraction/", "prepared", "pipeline", "grouping")
"""What reads mathematics or prose; elsewhere the same words are names of fields, statuses and options."""

MODULES = sorted(
    name
    for path in PACKAGE.rglob("*.py")
    if (name := path.relative_to(PACKAGE).as_posix()).startswith((*READERS, "scoring/report/mathematics"))
    and name not in OTHERS
)


@pytest.mark.parametrize("module", MODULES)
def test_no_other_module_lists_names_of_the_lexicon(module):
    assert list(repeated(PACKAGE / module)) == []
