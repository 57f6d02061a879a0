"""Reading: each text has its tree (written by `to_text`), ambiguous ones their variants, the rest is refused."""

from __future__ import annotations

import contextlib
import json
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex import parser
from mathequiv.latex.expr import (
    Bracketed,
    Clock,
    Constant,
    Number,
    Numeral,
    Qualified,
    Quantity,
    Sequence,
    Symbol,
    Text,
)
from mathequiv.latex.parser import parse, parse_variants
from mathequiv.latex.text_form import to_text
from mathequiv.latex.tokens import scanned
from mathequiv.latex.trees import walk
from mathequiv.lexicon.commands import COMMANDS
from mathequiv.lexicon.functions import OF_RECIPROCALS
from mathequiv.limits import MAX_DEPTH, MAX_DIGITS, MAX_ITEMS, MAX_TEXT, MAX_VARIANTS
from mathequiv.nodes import replace

NUMBERS = [
    ("42", "42"),
    ("-5", "(-5)"),
    ("+5", "5"),
    (".5", "0.5"),
    ("5.", "5"),
    (r"2.\pi", "(2.*pi)"),
    ("1e-3", "0.001"),
    ("1E5", "100000"),
    ("1,234", "1234"),
    ("1,234,567.5", "1234567.5"),
    (r"11,\! 111,\! 111,\! 100", "11111111100"),
    ("10{,}000", "10000"),
    (r"10\,000", "10000"),
    ("1 000", "1000"),
    ("0,111", "0.111"),
    ("1{,}5", "1.5"),
    ("3, 456", "3, 456"),
    ("(1,234)", "(1, 234)"),
    ("2,74", "2, 74"),
    ("1,234,56", "1, 234, 56"),
    (r"0.\overline{3}", "1/3"),
    (r"0.1\bar{6}", "1/6"),
    (r"0.\dot3", "1/3"),
    (r"1\frac{4}{5}", "(1 + (4/5))"),
    (r"1\frac45", "(1 + (4/5))"),
    (r"137 \frac{1}{2}", "(137 + (1/2))"),
    ("1 4/5", "(1 + (4/5))"),
    ("1½", "(1 + (1/2))"),
    (r"-2\frac13", "(-(2 + (1/3)))"),
    (r"3\frac{5}{2}", "(3*(5/2))"),
    (r"3\frac{x}{2}", "(3*(x/2))"),
    ("52_8", "52_8"),
    (r"4210_{5}", "4210_5"),
    (r"2516_{\text{eight}}", "2516_8"),
    ("(101)_2", "101_2"),
    ("2A_{16}", "2A_16"),
    (r"\text{FF}_{16}", "FF_16"),
    (r"62.5\%", "62.5%"),
    ("28 pct", "28%"),
    ("28 percents", "28%"),
    ("$28$ %", "28%"),
]
EXPRESSIONS = [
    (r"\frac12", "(1/2)"),
    (r"\frac1{72}", "(1/72)"),
    (r"\frac{1}2", "(1/2)"),
    (r"\frac ab", "(a/b)"),
    (r"1 \over 2", "(1/2)"),
    ("1/2x", "((1/2)*x)"),
    ("a/b/c", "((a/b)/c)"),
    (r"\sqrt2", "root(2, 2)"),
    (r"\sqrt[3]x", "root(x, 3)"),
    ("√2", "root(2, 2)"),
    ("-x^2", "(-(x^2))"),
    ("2^3^2", "(2^(3^2))"),
    ("a^{b^c}", "(a^(b^c))"),
    ("x^10", "(x^10)"),
    ("x^2y", "((x^2)*y)"),
    ("2^{-1}", "(2^(-1))"),
    ("e^-x", "(e^(-x))"),
    ("{e}^{2}", "(e^2)"),
    ("x_{1}", "x_1"),
    ("x_1", "x_1"),
    (r"\omega_{L}^{\prime}", "omega_L'"),
    (r"1 \pm \sqrt{19}", "(1 + (±root(19, 2)))"),
    ("n!", "factorial(n)"),
    ("n!!", "double_factorial(n)"),
    (r"\binom52", "binomial(5, 2)"),
    (r"{5 \choose 2}", "binomial(5, 2)"),
    ("|x-1|", "abs((x + (-1)))"),
    ("|x|y|z|", "(abs(x)*y*abs(z))"),
    (r"\lfloor x \rfloor", "floor(x)"),
    (r"\lceil n/2 \rceil", "ceil((n/2))"),
    ("[x+1]^2", "((x + 1)^2)"),
    ("6-5i", "(6 + (-(5*i)))"),
    (r"3\mathbf{i}", "(3*hat(i))"),
    (r"x(x+1)", "(x*(x + 1))"),
    ("xy+2", "((x*y) + 2)"),
    (r"7 \bmod 3", "mod(7, 3)"),
    (r"\overline{z}", "bar(z)"),
    (r"\overline{z + 1}", "conj((z + 1))"),
    (r"\overline{AB}", "AB"),
    (r"\hat{\imath}", "hat(i)"),
    (r"\angle ABC", "angle ABC"),
    ("2*-3", "(2*(-3))"),
    ("a_1 2", "(a_1*2)"),
    ("y = Cx", "y = (C*x)"),
    (r"1+\cdots+n", "(1 + ... + n)"),
]
FUNCTIONS = [
    (r"\sin^2 x", "(sin(x)^2)"),
    (r"\sin^{-1} x", "arcsin(x)"),
    (r"\sin(x)^2", "(sin(x)^2)"),
    (r"\sin 2x", "sin((2*x))"),
    (r"\sin x\cos x", "(sin(x)*cos(x))"),
    (r"\sin(x)y", "(sin(x)*y)"),
    (r"\sin\frac{\pi}{2}", "sin((pi/2))"),
    (r"\sin 30^\circ", "sin(30[degree])"),
    (r"\sin x + 1", "(sin(x) + 1)"),
    (r"\cos \pi t", "cos((pi*t))"),
    (r"\log_2 8", "log(8, 2)"),
    (r"\log_{10} 100", "log(100, 10)"),
    (r"\log x", "log(x)"),
    (r"\lg 5", "log(5, 10)"),
    (r"\ln|x|+C", "(ln(abs(x)) + C)"),
    (r"\coth x", "coth(x)"),
    (r"\text{sin}(x)", "sin(x)"),
    (r"\operatorname{arctan} x", "arctan(x)"),
    (r"2\operatorname{sec} x", "(2*sec(x))"),
    (r"\operatorname{lcm}(4,6)", "lcm(4, 6)"),
    (r"\max\{a,b\}", "max(a, b)"),
    ("2*sqrt(3)", "(2*root(3, 2))"),
    ("2**(1/4)", "(2^(1/4))"),
    ("pi/2", "(pi/2)"),
    ("-oo", "(-infinity)"),
    ("exp(16)", "exp(16)"),
    ("cbrt(8)", "root(8, 3)"),
    ("f(x+1)", "f((x + 1))"),
    ("f^{-1}(x)", "f^-1(x)"),
    ("f'(x)", "f'(x)"),
    ("T(n) = 2n", "T(n) = (2*n)"),
    ("a(b+c)", "(a*(b + c))"),
    (r"\sum_{i=1}^n i", "sum(i; i, 1, n)"),
    (r"\sum_{k=1}^n k^2 + 1", "(sum((k^2); k, 1, n) + 1)"),
    (r"\int_0^1 x\,dx", "integral(x; x, 0, 1)"),
    (r"\int \frac{dx}{x} + C", "(integral((1/x); x, , ) + C)"),
    (r"\int x \mathrm{d}x", "integral(x; x, , )"),
    (r"\lim_{x\to0^+} \frac1x", "limit((1/x); x, 0+)"),
    (r"\frac{d}{dx} f", "derivative(f; x, 1)"),
    (r"\frac{d^2y}{dx^2}", "derivative(y; x, 2)"),
]
QUANTITIES = [
    (r"5.4 \text{ cents}", "5.4[cent]"),
    (r"15\mbox{ cm}^2", "15[centimeter^2]"),
    (r"864 \mbox{ inches}^2", "864[inch^2]"),
    (r"\dfrac{41}{12} \text{ km}", "(41/12)[kilometer]"),
    (r"9.8 \mathrm{m/s}^2", "9.8[meter second^-2]"),
    (r"3\text{ m}", "3[meter]"),
    ("3m", "(3*m)"),
    ("0.64N", "(0.64*N)"),
    (r"5\text{ stuffed goats}", "5[stuffed goat]"),
    ("5 apples", "5[apple]"),
    ("125 miles", "125[mile]"),
    (r"\$18.90", "18.90[dollar]"),
    ("$12.55", "12.55[dollar]"),
    ("$12.55$", "12.55"),
    ("18.90 dollars", "18.90[dollar]"),
    ("50¢", "50[cent]"),
    (r"90^\circ", "90[degree]"),
    (r"60^\circ 42'", "(60 + (42/60))[degree]"),
    ("60° 42' 30''", "(60 + (42/60) + (30/3600))[degree]"),
    (r"\frac{270}7\text{ degrees}", "(270/7)[degree]"),
    ("12^{th}", "12[ordinal]"),
    ("1st", "1[ordinal]"),
    (r"\text{12th}", "12[ordinal]"),
    (r"18+2\pi \text{ cm}", "(18 + (2*pi))[centimeter]"),
    ("5 feet 3 inches", "(5 + (3*1/12))[foot]"),
    (r"4:30 \text{ p.m.}", "4:30pm"),
    (r"\text{4:30 p.m.}", "4:30pm"),
    ("2:15 PM", "2:15pm"),
    ("9:05am", "9:05am"),
    ("3am", "(3*a*m)"),
    ("4:30", "(4:30)"),
    ("3:1", "(3:1)"),
]
STRUCTURES = [
    ("(6,31,-1)", "(6, 31, (-1))"),
    ("(3,4]", "(3, 4]"),
    ("]0,1[", "(0, 1)"),
    ("[0,1[", "[0, 1)"),
    (r"\langle 1,2\rangle", "<1, 2>"),
    ("[5]", "[5]"),
    ("(5)", "5"),
    ("[[1,2],[3,4]]", "[[1, 2], [3, 4]]"),
    (r"(- \frac {1}{2}, \sqrt {2}.]", "((-(1/2)), root(2, 2)]"),
    (r"\{1\pm\sqrt5,-2\}", "{(1 + (±root(5, 2))), (-2)}"),
    ("{1,3}", "{1, 3}"),
    (r"\{\}", "set:empty"),
    (r"(0,9) \cup (9,36)", "((0, 9) ∪ (9, 36))"),
    (r"\mathbb{R}\setminus\{0\}", "(set:R ∖ {0})"),
    (r"\{x | x < 1\} - \{-6\}", "({x | x < 1} ∖ {(-6)})"),
    (r"\{x \mid x<a\}", "{x | x < a}"),
    (r"\{x : |x|<2\}", "{x | abs(x) < 2}"),
    (r"x \in [-2,7]", "x ∈ [(-2), 7]"),
    (r"3 < \lambda \le 4", "3 < lambda ≤ 4"),
    ("a=b=c", "a = b = c"),
    ("x = 1, 2", "x = 1, 2"),
    ("=5", "5"),
    ("(p,q)=(3,2)", "(p, q) = (3, 2)"),
    ("W(x)=1orW(x)=-1", "W(x) = 1 or W(x) = (-1)"),
    (r"x<1 \text{ or } x>3", "x < 1 or x > 3"),
    (r"x \equiv 3 \pmod{7}", "x equiv pmod(3, 7)"),
    ("S_{MBCN}:S=7:32", "(S_MBCN:S) = (7:32)"),
    ("Paolo: 18, Qing: 14", '"Paolo" : 18, "Qing" : 14'),
    ("Maximum = 2, Minimum = 1", '"Maximum" = 2, "Minimum" = 1'),
    (r"\text{only }x=0", "x = 0"),
    (r"\angle APC = 74^\circ", "angle APC = 74[degree]"),
    (r"x = \pi k, k \in \mathbb{Z}", "x = (pi*k) [integer k]"),
    (r"\pi k\ (k \in \mathbb{Z})", "(pi*k) [integer k]"),
    (r"(t, 2t) \text{ for some integer } t", "(t, (2*t)) [integer t]"),
    (r"f(n)=n \text{ for all positive integers } n", "f(n) = n [positive n]"),
    (r"\forall x > 0, x^2 > 0", "(x^2) > 0 [forall x: x > 0]"),
    (r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", "[1; 2]"),
    (r"\left[\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}\right]", "[1, 2; 3, 4]"),
    (r"\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}", "det([1, 2; 3, 4])"),
    (r"\begin{cases} x & \text{if } x>0 \\ 0 & \text{otherwise} \end{cases}", "cases(x if x > 0; 0 if otherwise)"),
    (r"\begin{aligned} x &= 1 \\ y &= 2 \end{aligned}", "x = 1, y = 2"),
    (r"x=1 \quad y=2", "x = 1, y = 2"),
    (r"3\quad\binom52", "3, binomial(5, 2)"),
    (r"5!\quad\overline{z}", "factorial(5), bar(z)"),
    (r"3\quad\text{cm}", "3[centimeter]"),
    (r"\frac{1}\quad{2}", "(1/2)"),
    (r"|x \quad |", "abs(x)"),
    (r"\left\{\begin{array}{l} x=1 \\ y=2 \end{array}\right.", "x = 1 and y = 2"),
    (r"\begin{cases} x=1 \\ y=2 \end{cases}", "x = 1 and y = 2"),
    (r"x=2n\pi, n \in Z", "x = (2*n*pi) [integer n]"),
    (r"x = n\pi, n \text{ an integer}", "x = (n*pi) [integer n]"),
    (
        r"\begin{cases} 1 & \text{if } n \text{ is odd} \\ 0 & \text{else} \end{cases}",
        'cases(1 if "n is odd"; 0 if otherwise)',
    ),
    (r"\left\{\begin{array}{ll} 1 & x>0 \\ 0 & x<0 \end{array}\right.", "cases(1 if x > 0; 0 if x < 0)"),
    ("6 和 8", "6 and 8"),
    (r"\text{Row } 3", '"Row 3"'),
    (r"R \setminus \{0\}", "(set:R ∖ {0})"),
    ("Evelyn", '"Evelyn"'),
    ("no solution", '"no solution"'),
    ("line segment, circle", '"line segment", "circle"'),
    (r"\text{(C)}", "C"),
]
UNREADABLE = [
    pytest.param("", (0, 0), id="empty"),
    pytest.param("The answer is 5 apples and 3 pears because", None, id="prose"),
    pytest.param("x is 5", None, id="words-between"),
    pytest.param("17 is", (3, 5), id="verb-is-no-noun"),
    pytest.param("2 3", (2, 3), id="numbers-side-by-side"),
    pytest.param("(1,2", (4, 4), id="unclosed"),
    pytest.param("1,2)", (3, 4), id="unopened"),
    pytest.param("x=", (2, 2), id="no-right-side"),
    pytest.param(r"\frac{1}{}", (9, 10), id="empty-argument"),
    pytest.param("3.14.15", (4, 7), id="two-points"),
    pytest.param("x^", (2, 2), id="no-exponent"),
    pytest.param("52_4", None, id="digit-above-base"),
    pytest.param(r"\begin{pmatrix} 1 & 2 \\ 3 \end{pmatrix}", None, id="ragged-matrix"),
    pytest.param(r"\foo{x}", (0, 4), id="unknown-command"),
    pytest.param("C)", (1, 2), id="choice-letter"),
    pytest.param("x^2 \\text{ if and only if } x > 0", None, id="equivalence-is-no-condition"),
    pytest.param(r"2\operatorname{axis}\frac{\pi}{3}", None, id="noun-inside-a-product"),
    pytest.param(r"\int x", None, id="integral-without-variable"),
]
VARIANTS = [
    ("1,234", ("1234", "1, 234")),
    ("1,000", ("1000",)),
    ("(1,234)", ("(1, 234)", "1234")),
    ("2,74", ("2, 74", "2.74")),
    ("1000,99", ("1000, 99", "1000.99")),
    ("5,1", ("5, 1", "5.1")),
    ("5,-2", ("5, (-2)",)),
    ("ab", ("(a*b)", '"ab"')),
    ("5cm", ("5[centimeter]", "(5*c*m)")),
    ("P(1+r)^n", ("(P((1 + r))^n)", "(P*((1 + r)^n))")),
    ("h(a+b)/2", ("(h((a + b))/2)", "((h*(a + b))/2)")),
    ("g(2)", ("g(2)",)),
    ("f(x)/2", ("(f(x)/2)",)),
    ("2e-3", ("0.002", "((2*e) + (-3))")),
    (r"\sin x/2", ("(sin(x)/2)", "sin((x/2))")),
    ("42", ("42",)),
]


def rows(table):
    return [pytest.param(text, shown, id=text[:40]) for text, shown in table]


@pytest.mark.parametrize(("text", "shown"), rows(NUMBERS + EXPRESSIONS + FUNCTIONS + QUANTITIES + STRUCTURES))
def test_tree(text, shown):
    assert to_text(parse(text)) == shown


@pytest.mark.parametrize(("text", "shown"), rows(VARIANTS))
def test_variants(text, shown):
    assert tuple(map(to_text, parse_variants(text))) == shown


@pytest.mark.parametrize(("text", "span"), UNREADABLE)
def test_unreadable(text, span):
    with pytest.raises(Unreadable) as caught:
        parse(text)
    assert caught.value.expected
    assert "^" in str(caught.value)
    if span is not None:
        assert caught.value.span == span


DEFINED_BY = {"cis": "(cos(x) + (i*sin(x)))", "lg": "log(x, 10)"} | {
    name: f"{other}((1/x))" for name, other in OF_RECIPROCALS.items()
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_example_of_every_command_row_parses(name):
    """And a function is read as the one that its row names, or as what defines it."""
    row = COMMANDS[name]
    shown = to_text(parse(row.example))
    assert shown
    if row.kind == "func":
        assert DEFINED_BY.get(row.text, f"{row.text}(") in shown


def test_number_keeps_its_places():
    assert parse("2.740") == Number(137, 50, 3)
    assert parse("2") == Number(2)
    assert parse(r"0.\overline{3}") == Number(1, 3)
    assert parse("1e-3") == Number(1, 1000, 3)


def test_thousands_can_be_refused():
    assert parse("1,234", thousands=False) == Sequence((Number(1), Number(234)), ",")


def test_imaginary_unit_and_vectors():
    assert parse("i") == Constant("i")
    assert parse(r"\mathbf{i}") == Symbol("hat(i)")
    assert parse("i_1") == Symbol("i_1")
    assert Constant("i") not in set(walk(parse(r"\sum_{i=1}^n i^2")))


def test_loose_braces_are_marked():
    assert parse("{1,3}") == Bracketed("{", "}", (Number(1), Number(3)), loose=True)
    assert parse(r"\{1,3\}") == Bracketed("{", "}", (Number(1), Number(3)))


def test_kinds_of_node():
    assert parse(r"4:30 \text{ p.m.}") == Clock(4, 30, "pm")
    assert parse("101_{two}") == Numeral("101", 2)
    assert parse(r"90^\circ") == Quantity(Number(90), (("degree", 1),))
    assert parse(r"12^{th}") == Quantity(Number(12), (("ordinal", 1),))
    assert parse("no solution") == Text("no solution")
    assert parse(r"k\pi, k\in\mathbb{Z}") == Qualified(parse(r"k\pi"), "integer", ("k",))


@pytest.mark.parametrize(
    ("text", "joiner", "inner"),
    [
        pytest.param("1, 2 and 3", "and", (None, None, None), id="flat"),
        pytest.param("p=5,q=2;p=7,q=2", ";", (",", ","), id="semicolon-splits"),
        pytest.param(r"a=1,b=2 \text{ or } a=3,b=4", "or", (",", ","), id="or-splits-relations"),
        pytest.param("x=1, 2 or 3", "or", (None, None, None), id="or-does-not-split-values"),
    ],
)
def test_joiners(text, joiner, inner):
    tree = parse(text)
    assert isinstance(tree, Sequence)
    assert tree.joiner == joiner
    assert tuple(getattr(item, "joiner", None) for item in tree.items) == inner


@pytest.mark.parametrize(
    ("make", "cap"),
    [
        pytest.param(lambda n: "(" * n + "x" + ")" * n, MAX_DEPTH, id="brackets"),
        pytest.param(lambda n: "\\sqrt{" * n + "x" + "}" * n, MAX_DEPTH, id="roots"),
        pytest.param(lambda n: "9" * n, MAX_DIGITS, id="digits"),
        pytest.param(lambda n: ",".join("x" * n), MAX_ITEMS, id="items"),
        pytest.param(lambda n: "+" * (n - 1) + "x", MAX_DEPTH + 1, id="signs"),
    ],
)
def test_caps(make, cap):
    parse(make(cap))
    with pytest.raises(OverLimit):
        parse(make(cap + 1))


HOSTILE = [
    *("{" * 8000, "(" * 8000, "[" * 60, "x^" * 4000, "-" * 8000, "1/" * 3999 + "1", "\\frac" * 4000, "1\\frac{" * 1000),
    *("\\sin" * 4000 + "x", "f(" * 3000, "(T(n)," * 1000, "ab " * 2500, "x for " * 2000, "|" * 8000, "\\{" * 4000),
    *("x\\cup " * 2000 + "y", "x!" * 3999, "\\text{" * 2000, "1e999999", "9" * MAX_TEXT, "k\\in\\mathbb{Z}, " * 900),
    *(
        "\\begin{matrix}" * 1000,
        "\\int " * 3999,
        "\\sum_{i=1}^n " * 1000 + "i",
        "\\" * MAX_TEXT,
        "²" * 5000,
        "{}" * 3999,
    ),
    *(
        "5^{5^{5^{5^5}}}",
        "10^{10^{10}}!",
        "\x00",
        "\ud800",
        "\\begin{",
        "\\text{",
        "_",
        "^",
        "}",
        "\\right.",
        "$",
        "$$$",
    ),
]


@pytest.mark.parametrize("text", [pytest.param(text, id=f"{at}-{text[:8]!a}") for at, text in enumerate(HOSTILE)])
def test_hostile_text_is_read_or_refused(text):
    try:
        trees = parse_variants(text)
    except (Unreadable, OverLimit):
        return
    assert 1 <= len(trees) <= MAX_VARIANTS


def test_a_nearly_full_stack_is_refused():
    def deeper(left):
        return deeper(left - 1) if left else parse("(" * 50 + "x" + ")" * 50)

    # The compiled engine takes none of the interpreter's frames, so there it fits.
    compiled = not parser.__file__.endswith(".py")
    with contextlib.nullcontext() if compiled else pytest.raises(OverLimit):
        deeper(sys.getrecursionlimit() - 150)


PIECES = [row.example for row in COMMANDS.values()] + [f"\\{name} " for name in COMMANDS]
PIECES += [
    *"0123456789xyefgi+-*/^_{}()[]|,;:.!%$&=<>'",
    " ",
    r"\\",
    "and",
    "for all",
    "km",
    "1,234",
    "\x0c",
    "½",
    r"\text{",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text):
    try:
        trees = parse_variants(text)
    except (Unreadable, OverLimit):
        return
    assert 1 <= len(trees) <= MAX_VARIANTS
    assert len(set(trees)) == len(trees)
    assert all(to_text(tree) for tree in trees)
    formula = replace(scanned(text), worded=False)  # `parse` reads no sentences
    assert not readable(text) or parse(text) == parse_variants(formula)[0]


@given(st.integers(0, 10**9), st.integers(1, 999), st.integers(2, 999))
def test_mixed_number_is_the_sum(whole, top, bottom):
    tree = to_text(parse(rf"{whole}\frac{{{top}}}{{{bottom}}}"))
    assert tree == (f"({whole} + ({top}/{bottom}))" if top < bottom else f"({whole}*({top}/{bottom}))")


@given(st.decimals(0, 10**6, places=4))
def test_decimal_is_exact(value):
    number = parse(str(value))
    assert isinstance(number, Number)
    assert Fraction(number.numerator, number.denominator) == Fraction(str(value))
    assert number.places == 4


def readable(text):
    try:
        parse(text)
    except (Unreadable, OverLimit):
        return False
    return True


def test_every_answer_of_math500_is_read(shared):
    lines = (shared / "data" / "math500.jsonl").read_text(encoding="utf-8").splitlines()
    answers = [json.loads(line)["answer"] for line in lines]
    assert len(answers) == 500
    assert [answer for answer in answers if not readable(answer)] == []
