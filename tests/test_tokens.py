"""Tokens: spelling variants give the same tokens, damage is repaired, meaningful space survives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.errors import OverLimit
from mathequiv.latex.cleaning import clean
from mathequiv.latex.damage import repair
from mathequiv.latex.glyphs import fold
from mathequiv.latex.tokens import tokenize
from mathequiv.lexicon.commands import COMMANDS, PLAIN
from mathequiv.lexicon.functions import FUNCTIONS, OF_RECIPROCALS
from mathequiv.lexicon.token_kinds import KINDS
from mathequiv.limits import MAX_TEXT, MAX_TOKENS


def pairs(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


SAME = [
    pytest.param(r"\left(1\right)", "(1)", id="sizing"),
    pytest.param(r"\Bigg[ 1 \Bigg]", "[1]", id="big"),
    pytest.param(r"\dfrac{1}{2}", r"\frac{1}{2}", id="dfrac"),
    pytest.param(r"\displaystyle x", "x", id="style"),
    pytest.param("$x$", "x", id="dollars"),
    pytest.param(r"\(x\)", "x", id="inline-math"),
    pytest.param(r"\[ x \]", "x", id="display-math"),
    pytest.param("**x**", "x", id="bold-markdown"),
    pytest.param(r"10,\!080", "10080", id="thin-comma"),
    pytest.param("10{,}000", "10000", id="braced-comma"),
    pytest.param(r"10\,000", "10000", id="thin-space"),
    pytest.param("1 000", "1000", id="space-thousands"),
    pytest.param("1{,}5", "1.5", id="decimal-comma"),
    pytest.param("π", r"\pi", id="pi"),
    pytest.param("x²", "x^{2}", id="raised-digit"),
    pytest.param("x₁₂", "x_{12}", id="lowered-digits"),
    pytest.param("½", r"\frac{1}{2}", id="vulgar-fraction"),
    pytest.param("②③", "2,3", id="circled"),
    pytest.param("－１", "-1", id="full-width"),
    pytest.param("3–1", "3-1", id="en-dash"),
    pytest.param("90°", r"90^\circ", id="degree"),
    pytest.param(r"90^{\circ}", r"90^\circ", id="degree-braces"),
    pytest.param("3<sup>x</sup>", "3^{x}", id="html"),
    pytest.param(r"\\frac{1}{2}", r"\frac{1}{2}", id="doubled-backslash"),
    pytest.param("\x0crac{1}{2}", r"\frac{1}{2}", id="form-feed"),
    pytest.param("\text{a}", r"\text{a}", id="tab"),
    pytest.param("x \neq 2", r"x \neq 2", id="newline-neq"),
    pytest.param("1\x08ar{2}", r"1\bar{2}", id="backspace"),
    pytest.param(r"x \leqslant 2", r"x \le 2", id="leqslant"),
    pytest.param("x <= 2", r"x \le 2", id="code-le"),
    pytest.param(r"x \not= 2", r"x \ne 2", id="not-equal"),
    pytest.param("5.", "5", id="end-period"),
    pytest.param(r"\sqrt{2}.]", r"\sqrt{2}]", id="stray-period"),
    pytest.param(r"x,\quadx", "x,x", id="glued-quad"),
    pytest.param(r"\boxed{5}", "5", id="boxed"),
    pytest.param(r"\phantom{42}", "", id="phantom"),
    pytest.param(r"\mathbb R", r"\mathbb{R}", id="bare-mathbb"),
    pytest.param("ℝ", r"\mathbb{R}", id="double-struck"),
    pytest.param("2**3", "2^3", id="code-power"),
    pytest.param("1orx", r"1\text{ or }x", id="glued-or"),
]

DIFFERENT = [
    pytest.param("2 3", "23", id="space-between-digits"),
    pytest.param("1 1/2", "11/2", id="mixed-number"),
    pytest.param("xy", "x_y", id="subscript"),
    pytest.param(r"\text{m}", "m", id="unit-or-variable"),
    pytest.param(r"\mathbf{i}", "i", id="vector-or-unit"),
    pytest.param(r"\{1\}", "{1}", id="set-or-group"),
    pytest.param("1 0000", "10000", id="four-digits"),
    pytest.param(r"\$5", "5", id="money"),
    pytest.param(r"\sin s", "sins", id="glued-word"),
    pytest.param("<", r"\langle", id="less-or-bracket"),
    pytest.param(r"\{x\}", "x", id="braces"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_spelling(a, b):
    assert pairs(a) == pairs(b)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_apart(a, b):
    assert pairs(a) != pairs(b)


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        pytest.param(r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", id="row-break"),
        pytest.param(r"\begin{pmatrix}a\\b\end{pmatrix}", r"\begin{pmatrix}a\\b\end{pmatrix}", id="glued-row-break"),
        pytest.param(r"\\begin{pmatrix}1\\\\2\\end{pmatrix}", r"\begin{pmatrix}1\\2\end{pmatrix}", id="all-doubled"),
        pytest.param(r"a\\\frac12", r"a\\\frac12", id="row-break-before-command"),
        pytest.param("a\n b", "a\n b", id="plain-newline"),
        pytest.param("2**(1/4)", "2**(1/4)", id="power-is-no-bold"),
        pytest.param(r"\begin{pmatrix}m\\n\end{pmatrix}", r"\begin{pmatrix}m\\n\end{pmatrix}", id="row-of-n"),
        pytest.param("\tan apple", r"\tan apple", id="tan"),
        pytest.param("\tapple", " apple", id="tab-before-word"),
    ],
)
def test_repair(text, repaired):
    assert repair(text) == repaired


def test_repair_can_be_switched_off():
    assert pairs(r"\\frac12") != [(t.kind, t.text) for t in tokenize(r"\\frac12", repair=False)]


def test_spans_point_into_the_cleaned_text():
    text = r"\\frac{1}{2} + ½ \text{ cm}"
    shown = clean(text)
    for token in tokenize(text):
        start, end = token.span
        assert 0 <= start < end <= len(shown)
    assert ["12 + x"[slice(*t.span)] for t in tokenize("12 + x")] == ["12", "+", "x"]


def test_space_is_kept_on_tokens():
    assert [token.space for token in tokenize("1 2,3 x")] == [False, True, False, False, True]


def test_text_over_the_limit():
    assert tokenize("a" * MAX_TEXT)
    with pytest.raises(OverLimit, match="MAX_TEXT"):
        tokenize("a" * (MAX_TEXT + 1))


def test_tokens_over_the_limit():
    assert len(tokenize("+" * MAX_TOKENS)) == MAX_TOKENS
    with pytest.raises(OverLimit, match="MAX_TOKENS"):
        tokenize("+" * (MAX_TOKENS + 1))


@given(st.text(max_size=60))
def test_any_text_has_tokens_of_known_kinds(text):
    for token in tokenize(text):
        assert token.kind in KINDS


@given(st.text(max_size=60))
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_row_makes_its_token(name):
    row = COMMANDS[name]
    kinds = [token.kind for token in tokenize(row.example)]
    if row.kind not in ("drop", "skip1", "clear", "text", "bold", "double", "quad", "not"):
        assert row.kind in kinds


@pytest.mark.parametrize("word", sorted(PLAIN))
def test_plain_word_makes_its_token(word):
    assert pairs(word) == [PLAIN[word]]


def test_inverses_are_mutual():
    for row in FUNCTIONS.values():
        if row.inverse is not None:
            assert OF_RECIPROCALS.get(row.inverse) or FUNCTIONS[row.inverse].inverse == row.name
