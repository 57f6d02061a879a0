"""The canonical layer: respellings meet, and nothing that has meaning is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.latex.markdown import without_markup
from mathequiv.layers.canonical import REWRITES, canonical, canonical_text
from mathequiv.lexicon.commands import COMMANDS, GLYPH_VARIANTS
from mathequiv.limits import MAX_DEPTH, MAX_TEXT, Budget
from mathequiv.prepared import Prepared
from mathequiv.verdict import Identical, Options, Verdict
from tests.pair_tables import TABLES, load_all


def compare(a, b):
    return canonical(Prepared(a), Prepared(b), Options(), Budget())


RESPELLED = [
    (r"\frac12", r"\dfrac{1}{2}"),
    (r"\frac1{72}", r"\tfrac{1}{72}"),
    ("1/2", r"\frac{1}{2}"),
    ("-1/2", r"-\frac12"),
    ("(1/2, x)", r"\left(\frac12,\ x\right)"),
    ("2^{1/3}", r"2^{\frac13}"),
    (r"\sqrt2", r"\sqrt{2}"),
    (r"\sqrt[3]x", r"\sqrt[3]{x}"),
    (r"\frac{\sqrt2}3", r"\frac{\sqrt{2}}{3}"),
    ("x^10", "x^{10}"),
    ("{e}^{2}", "e^2"),
    ("x_1", "x_{1}"),
    ("2π", r"2\pi"),
    ("√2", r"\sqrt{2}"),
    ("90°", r"90^{\circ}"),
    (r"10,\!080", "10{,}080"),
    (r"\mbox{ cm}^2", r"\mathrm{cm}^{2}"),
    (r"\text{Evelyn}", r"\textbf{Evelyn}."),
    ("$x = 5$.", "x=5"),
    (r"\$5", "$5"),
    (r"x \leqslant 2", "x ≤ 2"),
    (r"\begin{pmatrix}1\\2\end{pmatrix}", r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}"),
    ("1orx", r"1 \text{ or } x"),
]
APART = [
    ("3, 456", "3,456"),
    ("2, 74", "2,74"),
    ("2 3", "23"),
    ("1 1/2", "11/2"),
    ("1 1/2", r"1 \cdot 1/2"),
    ("1,234/5", r"1,\frac{234}{5}"),
    ("x/2y", r"\frac{x}{2}y"),
    ("a^b/c", r"a^{\frac bc}"),
    ("2^1/3", r"2^{1/3}"),
    (r"\text{m}", "m"),
    (r"3\text{ m}", "3m"),
    (r"\{1,2\}", "{1,2}"),
    ("(1,2)", "[1,2]"),
    ("x<2", r"x\le2"),
    (r"\pi", "p i"),
    (r"\mathbf{i}", "i"),
    ("10", "10\\%"),
    ("5", r"\$5"),
    ("x=5", "5"),
    (r"\text{Evelyn}", r"\text{evelyn}"),
    (r"-5\text{ or }7", r"-5,7"),
    (r"\sin x", "sins"),
    (r"\bar{x}", "x"),
    ("x'", "x"),
    (r"\overline{AB}", "AB"),
    (r"\union", r"\cup"),
    (r"\in", "in"),
    (r"\lfloor x \rfloor", r"\lceil x \rceil"),
    ("a b", "ab"),
    ("", r"\phantom{5}"),
    ("", " "),
]


@pytest.mark.parametrize(("a", "b"), [pytest.param(a, b, id=f"{a}~{b}") for a, b in RESPELLED])
def test_respelled(a, b):
    result = compare(a, b)
    assert result is not None
    assert (result.verdict, result.layer, result.rule) == (Verdict.EQUIVALENT, "canonical", "respelling")
    assert result.evidence == Identical(canonical_text(a))
    assert compare(b, a) == result


@pytest.mark.parametrize(("a", "b"), [pytest.param(a, b, id=f"{a!r}~{b!r}") for a, b in APART])
def test_apart(a, b):
    assert compare(a, b) is None
    assert compare(b, a) is None


@pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in REWRITES])
def test_rewrite_does_its_example(row):
    assert canonical_text(row.before) == row.after


def test_every_command_spells_apart_from_other_texts():
    seen: dict[str, tuple[str, str]] = {}
    for row in COMMANDS.values():
        if row.kind in ("drop", "skip1", "clear", "text", "bold", "double", "begin", "end", "quad", "not"):
            continue
        shown = canonical_text(f"\\{row.name}")
        assert shown
        text = GLYPH_VARIANTS.get(row.text, row.text)
        assert seen.setdefault(shown, (row.kind, text)) == (row.kind, text)


def test_over_a_limit_is_none():
    assert canonical_text("x" * (MAX_TEXT + 1)) is None
    assert canonical_text("{" * (MAX_DEPTH + 1)) is None
    assert canonical_text("{" * MAX_DEPTH) is not None
    assert compare("x" * (MAX_TEXT + 1), "x" * (MAX_TEXT + 1)) is None


MATH = st.text(alphabet=r"0123456789xyz+-*/^_{}()[],.=<> \fracsqtdn", max_size=30)


@given(st.text(max_size=50) | MATH)
def test_any_text_has_a_canonical_text(text):
    assert isinstance(canonical_text(text), str)


@given(MATH)
def test_restyling_changes_nothing(text):
    text = text.replace("\\", "") if "\\\\" in text else text.rstrip("\\")
    shown = canonical_text(text)
    assert canonical_text(f" {text} ") == shown
    if without_markup(text) == text:  # emphasis is around a whole text
        assert canonical_text(f"\\displaystyle {text}") == shown


@pytest.mark.parametrize("text", ["_0_", "*a*", "**1**", "# 5"])
def test_markup_may_have_spaces_around_it(text):
    assert canonical_text(f" {text} ") == canonical_text(text) == canonical_text(text.strip("*_# "))


FORMULAS = st.recursive(
    st.sampled_from(["1", "23", "x", "y", r"\pi", "4.5"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: rf"\frac{{{p[0]}}}{{{p[1]}}}"),
        inner.map(lambda a: rf"\sqrt{{{a}}}"),
        st.tuples(inner, inner).map(lambda p: rf"\left({p[0]}+{p[1]}\right)"),
        st.tuples(st.sampled_from("xy"), inner).map(lambda p: f"{p[0]}^{{{p[1]}}}"),
    ),
    max_leaves=8,
)


@given(FORMULAS)
def test_restyled_formulas_meet(formula):
    styled = formula.replace(r"\frac", r"\dfrac").replace(r"\left(", "( ").replace(r"\right)", " )")
    styled = "$" + styled.replace("+", " + ").replace(r"\pi", "π") + "$."
    assert compare(formula, styled) is not None
    assert compare(formula, formula + "+1") is None


def test_texts_of_one_canonical_form_have_the_same_content(table_texts):
    """The layer compares digits and letters first, so rows that respell may not change them."""
    forms: dict[str, str] = {}
    for text in table_texts:
        side = Prepared(text)
        if side.canonical is not None and side.content is not None:
            assert forms.setdefault(side.canonical, side.content) == side.content, text
    assert len(forms) > 1000


@pytest.fixture
def table_texts() -> list[str]:
    return [cell for row in load_all(Path(__file__).parent / "tables") for cell in (row.a, row.b)]


def test_texts_with_one_canonical_form_have_the_same_content_and_kinds_of_token():
    first = {}
    for row in load_all(TABLES):
        for text in (row.a, row.b):
            side = Prepared(text)
            if side.canonical:
                other = first.setdefault(side.canonical, side)
                assert (side.content, side.kinds) == (other.content, other.kinds), (text, other.text)
    assert len(first) > 10_000
