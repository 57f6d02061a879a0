"""Words: each row has its meaning and nothing that resembles it has one too."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.lexicon.changes import change, is_counted
from mathequiv.lexicon.morphology import inflect
from mathequiv.lexicon.quantifiers import SETS_OF_INTEGERS, Quantifier, quantifier
from mathequiv.lexicon.words import (
    WORDS,
    Role,
    base_of,
    exception_size,
    half_of_day,
    is_aside,
    is_conjunction,
    is_filler,
    is_ordinal_suffix,
    is_percent,
    meaning,
    normalize_words,
    remark,
    scale,
)


def change_at_end(text):
    return change(text.split())


def change_anywhere(text):
    return change([*text.split(), "red", "apples"])


READERS = {
    "meaning": meaning,
    "conjunction": is_conjunction,
    "base": lambda text: str(base_of(text)),
    "half": half_of_day,
    "filler": lambda text: "filler" if is_filler(text) else None,
    "percent": lambda text: "percent" if is_percent(text) else None,
    "scale": lambda text: str(scale(text)),
    "ordinal": lambda text: "ordinal" if is_ordinal_suffix(text) else None,
    "remark": remark,
    **dict.fromkeys(["part", "power", "operation", "sign", "number", "judgement"], change_at_end),
    **dict.fromkeys(["direction", "several", "denial", "doubt", "bound", "comparison", "repetition"], change_anywhere),
    "exception": lambda text: "exception" if exception_size(text.split()) == len(text.split()) else None,
    "aside": lambda text: "aside" if is_aside(text) else None,
}


@pytest.mark.parametrize("row", WORDS, ids=lambda row: f"{row.role}:{row.text}")
def test_every_row_is_read(row):
    said = row.role if READERS[row.role] in CHANGE_READERS else row.meaning
    assert READERS[row.role](row.text) == said
    assert READERS[row.role](row.text.upper()) == said
    if READERS[row.role] is not change_anywhere:
        assert READERS[row.role](f"{row.text} unless") in (None, "None")


CHANGE_READERS = (change_at_end, change_anywhere)
CHANGES = [row for row in WORDS if READERS[row.role] in CHANGE_READERS]


@pytest.mark.parametrize("row", CHANGES, ids=lambda row: row.text)
def test_nothing_that_ends_in_a_change_is_counted(row):
    assert not is_counted(row.text.split())
    assert not is_counted(["red", *row.text.split()])
    describes = READERS[row.role] is change_at_end and scale(row.text) is None
    assert is_counted([*row.text.split(), "unless"]) == describes


def test_parts_are_magnitudes_in_the_plural_only():
    for row in CHANGES:
        if row.role == "part":
            assert scale(row.text) == (Fraction(row.meaning) if row.text.endswith("s") else None)


@pytest.mark.parametrize(
    ("word", "form", "inflected"),
    [
        ("third", "s", "thirds"),
        ("half", "s", "halves"),
        ("penny", "s", "pennies"),
        ("day", "s", "days"),
        ("loss", "s", "losses"),
        ("divide", "ed", "divided"),
        ("divide", "ing", "dividing"),
        ("multiply", "ed", "multiplied"),
        ("multiply", "ing", "multiplying"),
        ("reject", "ed", "rejected"),
        ("agree", "ing", "agreeing"),
        ("delay", "ed", "delayed"),
        ("not", "word", "not"),
    ],
)
def test_inflect(word, form, inflected):
    assert inflect(word, form) == inflected


@pytest.mark.parametrize("row", WORDS, ids=lambda row: f"{row.role}:{row.text}")
def test_a_row_is_in_normal_form_and_its_example_holds_it(row):
    assert row.role in get_args(Role)
    assert row.meaning
    assert row.text == normalize_words(row.text)
    assert row.text in normalize_words(row.example)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("Yes.", "true", id="capital-period"),
        pytest.param("No", "false", id="no"),
        pytest.param("Does  not exist", "undefined", id="spaces"),
        pytest.param("doesn’t exist", "undefined", id="typographic-quote"),
        pytest.param("DNE", "undefined", id="dne"),
        pytest.param("The empty set", "empty", id="article"),
        pytest.param("no real solutions", "empty", id="no-real-solutions"),
        pytest.param("Infinitely many solutions", "infinity", id="infinitely-many"),
        pytest.param("the real numbers", "reals", id="reals"),
        pytest.param("all integers", "integers", id="integers"),
        pytest.param("none", None, id="none-is-text"),
        pytest.param("correct", None, id="correct-is-text"),
        pytest.param("not true", None, id="not-true"),
        pytest.param("no answer", None, id="no-answer"),
        pytest.param("all positive real numbers", "positive reals", id="half-line"),
        pytest.param("all positive integers", "positive integers", id="positive-integers"),
        pytest.param("finitely many", None, id="finitely"),
        pytest.param("negative infinity", "minus infinity", id="negative-infinity"),
        pytest.param("", None, id="empty"),
    ],
)
def test_meaning(text, said):
    assert meaning(text) == said


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        pytest.param("The cat.", "cat", True, id="article-period"),
        pytest.param("Even", "even", True, id="case"),
        pytest.param("isn’t", "isn't", True, id="quote"),
        pytest.param(" two  words ", "two words", True, id="spaces"),
        pytest.param("a", "the", False, id="articles-alone"),
        pytest.param("even", "odd", False, id="words"),
        pytest.param("ab", "a b", False, id="space-inside"),
        pytest.param("cat", "cats", False, id="plural"),
    ],
)
def test_normalize_words(a, b, same):
    assert (normalize_words(a) == normalize_words(b)) is same
    assert normalize_words(normalize_words(a)) == normalize_words(a)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        pytest.param("base 8", 8, id="base"),
        pytest.param("Eight", 8, id="capital"),
        pytest.param("base-16", 16, id="hyphen"),
        pytest.param("seventeen", None, id="above"),
        pytest.param("1", None, id="one"),
        pytest.param("max", None, id="label"),
    ],
)
def test_base_of(text, base):
    assert base_of(text) == base


@pytest.mark.parametrize(
    ("text", "half"),
    [
        pytest.param("p.m.", "pm", id="dots"),
        pytest.param("AM", "am", id="capitals"),
        pytest.param("in the morning", "am", id="morning"),
        pytest.param("m", None, id="letter"),
        pytest.param("pmf", None, id="longer"),
    ],
)
def test_half_of_day(text, half):
    assert half_of_day(text) == half


QUANTIFIERS = [
    pytest.param("for all positive integers n", "positive", ("n",), id="positive-integers"),
    pytest.param("for some integer t", "integer", ("t",), id="some-integer"),
    pytest.param("for any integers m and n", "integer", ("m", "n"), id="two-names"),
    pytest.param("for all integers a, b, and c", "integer", ("a", "b", "c"), id="three-names"),
    pytest.param("where k is an integer", "integer", ("k",), id="where-is"),
    pytest.param("where k is any integer.", "integer", ("k",), id="where-is-any"),
    pytest.param("where a and b are integers", "integer", ("a", "b"), id="where-are"),
    pytest.param("with k an integer", "integer", ("k",), id="with-an"),
    pytest.param("k an integer", "integer", ("k",), id="an"),
    pytest.param("k is an integer", "integer", ("k",), id="is"),
    pytest.param("any integer k", "integer", ("k",), id="any-integer"),
    pytest.param("any integer", "integer", (), id="any-integer-unnamed"),
    pytest.param("for every real number", "real", (), id="no-name"),
    pytest.param("for all x in R", "real", ("x",), id="in-R"),
    pytest.param("for all x", "any", ("x",), id="for-all-x"),
    pytest.param("for all real numbers x and y", "real", ("x", "y"), id="reals"),
    pytest.param(r"for all x \in \mathbb{R}", "real", ("x",), id="latex-R"),
    pytest.param(r"k \in \mathbb Z", "integer", ("k",), id="latex-Z"),
    pytest.param("k∈ℤ", "integer", ("k",), id="unicode-Z"),
    pytest.param(r"n \in \mathbb{N}", "natural", ("n",), id="latex-N"),
    pytest.param(r"n \in \mathbb{Z}^+", "positive", ("n",), id="latex-Z-plus"),
    pytest.param("where n is a non-negative integer", "nonnegative", ("n",), id="nonnegative"),
    pytest.param("where n is an odd integer", "domain", ("n",), id="odd"),
    pytest.param("where C is a constant", "constant", ("C",), id="constant"),
    pytest.param("where C is an arbitrary real constant", "constant", ("C",), id="real-constant"),
    pytest.param("for some constant c", "constant", ("c",), id="some-constant"),
    pytest.param("where c_1, c_2 are constants", "constant", ("c_1", "c_2"), id="subscripts"),
    pytest.param(r"for all real \alpha", "real", ("alpha",), id="greek"),
    pytest.param("for any positive real c", "domain", ("c",), id="positive-real"),
    pytest.param("其中k为整数", "integer", ("k",), id="chinese-integer"),
    pytest.param("对任意实数x", "real", ("x",), id="chinese-real"),
]


@pytest.mark.parametrize(("text", "kind", "names"), QUANTIFIERS)
def test_quantifier(text, kind, names):
    assert quantifier(text) == Quantifier(kind, names)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("for all", id="lead-only"),
        pytest.param("where", id="where"),
        pytest.param("integer", id="noun-alone"),
        pytest.param("odd integers", id="answer-text"),
        pytest.param("all primes greater than 3", id="more-follows"),
        pytest.param("where k is large", id="no-domain"),
        pytest.param("for n = 3", id="relation"),
        pytest.param("for x > 0", id="inequality"),
        pytest.param("if n is even", id="condition"),
        pytest.param("where k is an integer and k > 3", id="condition-behind"),
        pytest.param("x", id="name"),
        pytest.param("x and y", id="names"),
        pytest.param("for all people", id="noun"),
        pytest.param("for all x " * 50, id="too-long"),
    ],
)
def test_no_quantifier(text):
    assert quantifier(text) is None


PHRASES = st.sampled_from(
    [
        "for all ",
        "for some ",
        "where ",
        "k",
        "n_1",
        ", ",
        " and ",
        " is ",
        "an ",
        "integer",
        "real ",
        "numbers ",
        "∈",
        "ℤ",
        "\\",
    ]
)


@given(st.lists(PHRASES, max_size=9).map("".join) | st.text(max_size=40))
def test_any_text_is_read_or_not(text):
    found = quantifier(text)
    assert found is None or found.kind in {*SETS_OF_INTEGERS, "real", "constant", "domain", "any"}
    assert normalize_words(normalize_words(text)) == normalize_words(text)
    assert meaning(text) == meaning(normalize_words(text))
