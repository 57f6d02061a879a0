"""Equality of expressions: verdict, kind of evidence, both orders."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mathequiv import equivalence_classes
from mathequiv.equality.expressions import compare_expressions, has_value, is_zero
from mathequiv.equality.numbers.balls import Ball, gap
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.proportion import constant_ratio
from mathequiv.equality.rationals import rational, rational_value
from mathequiv.equality.reals import compare_reals, rounds_to
from mathequiv.errors import OverLimit
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Folded, Mul, Neg, Number, Pow, Root, Symbol
from mathequiv.latex.parser import parse
from mathequiv.limits import MAX_EXACT_BITS, MAX_FOLDED, Budget
from mathequiv.verdict import Convention, Exact, Mismatch, Numeric, Verdict, Witness


def _compared(a: str, b: str) -> tuple[Finding | None, Finding | None]:
    left, right = parse(a), parse(b)
    return compare_expressions(left, right, Budget()), compare_expressions(right, left, Budget())


EXACT = [
    pytest.param(r"\frac13", r"\frac26", id="rationals"),
    pytest.param(r"0.15", r"\frac{3}{20}", id="a decimal and its fraction"),
    pytest.param(r"1\frac45", r"\frac95", id="a mixed number is a sum"),
    pytest.param(r"\binom{5}{2}", "10", id="a binomial of numbers"),
    pytest.param("7!!", "105", id="a double factorial of numbers"),
    pytest.param(r"\sum_{k=1}^{100} k", "5050", id="a sum with bounds"),
    pytest.param(r"\sqrt{12}", r"2\sqrt3", id="square factors leave a root"),
    pytest.param(r"\frac1{\sqrt3}", r"\frac{\sqrt3}{3}", id="a root leaves a denominator"),
    pytest.param(r"\frac1{1+\sqrt2}", r"\sqrt2-1", id="a rationalised denominator"),
    pytest.param(r"5\cdot2^{2/3}", r"5\sqrt[3]4", id="roots of powers of one prime"),
    pytest.param(r"96-10\sqrt{21}", r"\frac{6\sqrt{1789-240\sqrt{21}}+8\sqrt{1236-240\sqrt{21}}}5", id="nested roots"),
    pytest.param(r"\sqrt2+\sqrt3", r"\sqrt{5+2\sqrt6}", id="a denested root"),
    pytest.param(r"\sqrt[3]{2+\sqrt5}+\sqrt[3]{2-\sqrt5}", "1", id="cube roots, one of a negative"),
    pytest.param(r"\cos\frac\pi4", r"\frac{\sqrt2}2", id="a cosine known in roots"),
    pytest.param(r"\sin 30^\circ", r"\frac12", id="degrees"),
    pytest.param(r"\sin\frac\pi{12}", r"\frac{\sqrt6-\sqrt2}4", id="a twelfth of a half turn"),
    pytest.param(r"\cos\frac\pi7-\cos\frac{2\pi}7+\cos\frac{3\pi}7", r"\frac12", id="a sum over seventh parts"),
    pytest.param(r"\ln 4", r"2\ln2", id="a logarithm of a power"),
    pytest.param(r"\log_2 8", "3", id="a logarithm with a base"),
    pytest.param(r"\sqrt{-4}", "2i", id="a root of a negative where i occurs"),
    pytest.param("(1+i)^2", "2i", id="complex arithmetic"),
    pytest.param(r"e^{i\pi}", "-1", id="Euler's identity"),
    pytest.param(r"(-8)^{1/3}", "-2", id="an odd root of a negative is real"),
    pytest.param("(x+1)^2", "x^2+2x+1", id="a polynomial identity"),
    pytest.param(r"\frac{x^2-1}{x-1}", "x+1", id="a removable gap"),
    pytest.param(r"\frac13((2x)^a+(2x)^{-a})", r"\frac{(2x)^a+\frac{1}{(2x)^a}}{3}", id="a power as a generator"),
    pytest.param("x-x+1", "1", id="a variable that cancels"),
    pytest.param(r"\sqrt{x^2}", "|x|", id="a root of a square"),
    pytest.param("(x^3)^{1/3}", "x", id="a cube root undoes a cube"),
    pytest.param("e^ae^b", "e^{a+b}", id="powers of one base"),
    pytest.param("2^{n+1}", r"2\cdot2^n", id="an exponent split"),
    pytest.param(r"\left(\frac1e\right)^x", "e^{-x}", id="a reciprocal base"),
    pytest.param(r"\sin^2x+\cos^2x", "1", id="Pythagoras"),
    pytest.param(r"\sin(\pi-x)", r"\sin x", id="a shifted sine"),
    pytest.param(r"\tan x", r"\frac{\sin x}{\cos x}", id="a quotient of functions"),
    pytest.param("(n+1)!", "(n+1)n!", id="a factorial shifted"),
    pytest.param(r"\binom n2", r"\frac{n(n-1)}2", id="a binomial of a variable"),
    pytest.param("f(x+1)", "f(1+x)", id="an unknown function of equal arguments"),
    pytest.param(r"\log 100", "2", id="a logarithm with base 10 left out"),
    pytest.param(r"\log e", "1", id="a logarithm with base e left out"),
    pytest.param(r"\sum_{k=1}^\infty\frac1{k^2}", r"\sum_{j=1}^\infty\frac1{j^2}", id="a bound variable renamed"),
    pytest.param(r"\infty", r"\infty", id="infinity alone"),
    pytest.param("5^{5^{5^5}}", "5^{5^{5^5}}", id="the same number, too large to compute"),
    pytest.param("(x+y+z)^{200}", "(z+y+x)^{200}", id="a power too large to expand"),
]

NUMERIC = [
    pytest.param(r"2\arcsin\sqrt a", r"\arccos(1-2a)", id="inverse functions on their common domain"),
    pytest.param(r"\sin 2x", r"2\sin x\cos x", id="a double angle"),
    pytest.param(r"e^{ix}", r"\cos x+i\sin x", id="complex values at real points"),
    pytest.param(r"\cos(\pi n)", "(-1)^n", id="integers alone, where no real point exists"),
    pytest.param(r"n\bmod2", r"\frac{1-(-1)^n}2", id="a remainder by parity"),
    pytest.param(r"\arctan 1", r"\frac\pi4", id="a constant by enclosures"),
    pytest.param(
        r"\lfloor\frac n2\rfloor+\lfloor\frac{n+1}2\rfloor", r"\lfloor n\rfloor", id="floors at both kinds of point"
    ),
]

DIFFERENT = [
    pytest.param("3", "4", id="integers"),
    pytest.param(r"\frac13", "0.333", id="rounding is not equality"),
    pytest.param("1+10^{-400}", "1", id="an exact difference far below any float"),
    pytest.param("1+e^{-1000}", "1", id="a difference below 2^-1024"),
    pytest.param(r"\sin(10^{-300})", "10^{-300}", id="a function's small argument"),
    pytest.param(r"\cos(10^{-300})", "1", id="a function flat at zero"),
    pytest.param(r"\arctan(10^{300})", r"\frac\pi2", id="a function flat at infinity"),
    pytest.param(r"\tanh 2000", "1", id="a hyperbolic tangent far out"),
    pytest.param(r"e^{\pi\sqrt{163}}", "262537412640768744", id="Ramanujan's constant"),
    pytest.param(r"\sqrt2+\sqrt3", r"\sqrt{10}", id="near but different roots"),
    pytest.param(r"11\sqrt2", r"11\sqrt3", id="different roots"),
    pytest.param("6-5i", "6+5i", id="conjugates"),
    pytest.param(r"\frac\pi2", r"\frac\pi3", id="different angles"),
    pytest.param("x", "y", id="names matter"),
    pytest.param("3x+2c", "3x+2", id="a variable more"),
    pytest.param("x", "|x|", id="a negative point tells"),
    pytest.param(r"\sqrt{x^2}", "x", id="the root of a square is not the base"),
    pytest.param(r"(x^{2/3})^{1/2}", "x^{1/3}", id="an even power under a root"),
    pytest.param(r"\sqrt{(x+1)^2}", "x+1", id="a square of a sum"),
    pytest.param("|x-5000|", "x-5000", id="a corner far out"),
    pytest.param("|x-5000|", "5000-x", id="a corner far out, other side"),
    pytest.param(r"\sin x", "x", id="alike near zero only"),
    pytest.param(r"\arctan(\tan x)", "x", id="alike on one branch only"),
    pytest.param("x^2", "x^{2.0000001}", id="exponents close together"),
    pytest.param("(-1)^n", "1", id="parities"),
    pytest.param(r"\lfloor x\rfloor", "x", id="equal at integers only"),
    pytest.param(r"\gcd(n,6)", "6", id="equal at some integers"),
    pytest.param(r"\gcd(n,143)", r"\gcd(n,11)", id="a modulus beyond small integers"),
    pytest.param(r"\gcd(n,10^{12})", r"\gcd(n,10^{11})", id="large moduli"),
    pytest.param("n!", "n^n", id="a factorial"),
    pytest.param("(n+1)!", "n!+1", id="a factorial of a sum"),
    pytest.param("7!!", "(7!)!", id="a double factorial is no factorial of a factorial"),
    pytest.param("f(x+1)", "f(x+2)", id="an unknown function of other arguments"),
    pytest.param("f(x)", "g(x)", id="unknown functions of other names"),
    pytest.param(r"\log_2x", r"\ln x", id="a written base is kept"),
    pytest.param(r"\log 8", "3", id="no base of the two makes it"),
    pytest.param("x+1", "x+2", id="polynomials"),
    pytest.param(r"\frac{1}{x}", r"\frac{1}{x+1}", id="rational functions"),
    pytest.param(r"\sqrt{1-x^2}", r"\sqrt{1+x^2}", id="different under a root, with a small common domain"),
    pytest.param(r"\sqrt{i^{75/32}}", r"i^{75/64}", id="signs of complex roots"),
    pytest.param(r"\infty", "5", id="infinite against finite"),
    pytest.param(r"\infty", r"-\infty", id="infinities of other sign"),
]

OPEN = [
    pytest.param(r"\infty-\infty", "0", id="infinity minus infinity"),
    pytest.param(r"\frac10", r"\frac10", id="division by zero, even against itself"),
    pytest.param(r"\frac x0", r"\frac x0", id="division of a variable by zero"),
    pytest.param(r"\frac{1}{\sqrt2\sqrt2-2}", r"\frac{1}{2-\sqrt2\sqrt2}", id="a divisor proved zero"),
    pytest.param(
        r"\frac{1}{\sin^2x+\cos^2x-1}", r"\frac{2}{\sin^2x+\cos^2x-1}", id="a divisor that vanishes everywhere"
    ),
    pytest.param(r"\ln 0", r"\ln 0", id="logarithm of zero"),
    pytest.param(r"\ln(-1)", r"\ln(-1)", id="no real value"),
    pytest.param("0^0", "1", id="zero to the zero"),
    pytest.param(r"\arcsin 2", r"\arcsin 2", id="outside a real domain"),
    pytest.param(r"\sqrt x", r"\sqrt{-x}", id="no point at which both are real"),
    pytest.param("10^{10^{10}}!", "3", id="a factorial too large"),
    pytest.param("5^{5^{5^5}}", "5^{5^{5^5}}+1", id="numbers too large to tell apart"),
    pytest.param(r"\sum_{k=1}^\infty\frac{1}{k^3\sin^2k}", "31", id="a series that no bound is known of"),
    pytest.param(r"\int_0^1f(x)\,dx", r"\frac12", id="an integral of an unknown function"),
    pytest.param(r"\overline{p+q}", "p+q", id="real points say too little"),
    pytest.param(r"\text{cat}", r"\text{cat}", id="no scalar"),
]


@pytest.mark.parametrize(("a", "b"), EXACT)
def test_equal_by_proof(a, b):
    for result in _compared(a, b):
        assert result is not None
        assert (result.verdict, type(result.evidence), result.layer) == (Verdict.EQUIVALENT, Exact, "value")


@pytest.mark.parametrize(("a", "b"), NUMERIC)
def test_equal_by_enclosures(a, b):
    for result in _compared(a, b):
        assert result is not None
        assert (result.verdict, type(result.evidence)) == (Verdict.EQUIVALENT, Numeric)
        assert isinstance(result.evidence, Numeric)
        assert result.evidence.bits >= 1024
        assert result.evidence.width < -512


COMMON_DOMAIN = [
    pytest.param(r"\sqrt x\sqrt x", "x", id="a square root has no negative radicand"),
    pytest.param(r"e^{2\ln x}", "x^2", id="an exponential undoes a logarithm"),
    pytest.param(r"\ln x+\ln y", r"\ln(xy)", id="both may be negative"),
    pytest.param(r"\ln x", r"\ln|x|", id="an antiderivative"),
    pytest.param(r"(\sqrt{x-3})^2", r"|x-3|", id="from a corner on"),
    pytest.param(r"\arcsin x+\arccos x", r"\frac\pi2", id="a bounded domain"),
]


@pytest.mark.parametrize(("a", "b"), COMMON_DOMAIN)
def test_equal_where_both_are_real(a, b):
    for result in _compared(a, b):
        assert result is not None
        assert (result.verdict, result.rule) == (Verdict.EQUIVALENT, "common_domain")
        assert result.evidence == Convention("common_domain")
    assert len(equivalence_classes([a, b])) == 2


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different(a, b):
    forward, backward = _compared(a, b)
    assert forward is not None
    assert backward is not None
    assert forward.verdict is backward.verdict is Verdict.DIFFERENT
    assert isinstance(forward.evidence, (Witness, Mismatch))
    assert isinstance(backward.evidence, (Witness, Mismatch))
    assert (forward.evidence.left, forward.evidence.right) == (backward.evidence.right, backward.evidence.left)


@pytest.mark.parametrize(("a", "b"), OPEN)
def test_open(a, b):
    assert _compared(a, b) == (None, None)


def test_a_witness_names_its_point():
    result, _ = _compared(r"\sqrt{x+1}", r"\sqrt{x+2}")
    assert result is not None
    assert isinstance(result.evidence, Witness)
    ((name, value),) = result.evidence.point
    assert name == "x"
    assert Fraction(value).denominator > 1
    assert "x = " in result.reason


@pytest.mark.parametrize(
    ("a", "b", "witness"),
    [
        ("x+1", "x+2", Witness((("x", "7"),), "8", "9")),
        (r"\frac{x}{y}", r"\frac{y}{x}", Witness((("x", "7"), ("y", "11")), "7/11", "11/7")),
        ("x^2", "2^x", Witness((("x", "7"),), "49", "128")),
    ],
)
def test_rational_expressions_differ_at_integers_exactly(a, b, witness):
    result, _ = _compared(a, b)
    assert result is not None
    assert result.evidence == witness


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        pytest.param("x", "7", Verdict.DIFFERENT, id="equal at the point alone"),
        pytest.param(r"\frac{1}{x-7}", r"\frac{2}{x-7}", Verdict.DIFFERENT, id="a pole at the point"),
        pytest.param(r"\frac{x^2-49}{x-7}", "x+7", Verdict.EQUIVALENT, id="a gap at the point"),
        pytest.param("x^{900}", "x^{901}", Verdict.DIFFERENT, id="values too long to show"),
    ],
)
def test_where_the_integers_do_not_tell(a, b, verdict):
    result, _ = _compared(a, b)
    assert result is not None
    assert result.verdict is verdict
    if isinstance(result.evidence, Witness):
        assert Fraction(result.evidence.point[0][1]) != 7


# ---- constants -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param(r"\frac{3}{56}", Fraction(3, 56), id="fraction"),
        pytest.param(r"\sqrt{\frac49}", Fraction(2, 3), id="perfect root"),
        pytest.param(r"(-8)^{2/3}", Fraction(4), id="odd root of a negative"),
        pytest.param(r"\lceil -\frac72\rceil", Fraction(-3), id="ceiling"),
        pytest.param(r"\gcd(12,18)", Fraction(6), id="gcd"),
        pytest.param(r"\binom{5}{7}", Fraction(0), id="binomial beyond its row"),
        pytest.param(r"\prod_{k=1}^5 k", Fraction(120), id="product"),
        pytest.param(r"\sqrt2", None, id="irrational"),
        pytest.param(r"\frac{1}{2-2}", None, id="undefined"),
        pytest.param("0^0", None, id="zero to the zero"),
        pytest.param(r"\sqrt{-4}", None, id="no real value"),
        pytest.param("x", None, id="variable"),
        pytest.param(r"\pi-\pi+1", None, id="not by arithmetic of rationals"),
        pytest.param("5^{5^{5^5}}", None, id="too large"),
        pytest.param("(-3)!", None, id="factorial of a negative"),
    ],
)
def test_rational_value(text, value):
    assert rational_value(parse(text)) == value


def test_caps_of_exact_values():
    assert rational_value(Pow(Number(3), Number(MAX_EXACT_BITS // 2))) is not None
    assert rational_value(Pow(Number(3), Number(MAX_EXACT_BITS // 2 + 1))) is None
    ones = Folded("sum", Number(1), "k", Number(1), Number(MAX_FOLDED))
    assert rational_value(ones) == MAX_FOLDED
    with pytest.raises(OverLimit, match="MAX_FOLDED"):
        rational(Folded("sum", Number(1), "k", Number(0), Number(MAX_FOLDED)))


def test_a_sum_of_sums_is_bounded():
    inner = Folded("sum", Mul((Symbol("i"), Symbol("j"))), "i", Number(1), Number(MAX_FOLDED))
    assert rational_value(Folded("sum", inner, "j", Number(1), Number(MAX_FOLDED))) is None


def test_a_spent_budget_decides_nothing():
    assert compare_expressions(parse(r"\sin 2x"), parse(r"2\sin x\cos x"), Budget(20)) is None


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        pytest.param(r"\sqrt2", "1.41", 1, id="greater"),
        pytest.param(r"\pi", r"\frac{22}7", -1, id="less"),
        pytest.param(r"\sqrt8", r"2\sqrt2", 0, id="equal"),
        pytest.param("1+e^{-1000}", "1", 1, id="a tiny difference"),
        pytest.param(r"\infty", "5", 1, id="infinity"),
        pytest.param(r"-\infty", r"\sqrt2", -1, id="minus infinity"),
        pytest.param(r"\infty", r"\infty", 0, id="the same infinity"),
        pytest.param("i", "1", None, id="no order off the line"),
        pytest.param("x", "1", None, id="a variable"),
        pytest.param(r"\ln(-1)", "2", None, id="no value"),
        pytest.param(r"\infty", r"\ln(-1)", None, id="infinity against no value"),
    ],
)
def test_compare_reals(a, b, order):
    left, right = parse(a), parse(b)
    assert compare_reals(left, right, Budget()) == order
    assert compare_reals(right, left, Budget()) == (None if order is None else -order)


def test_the_sign_of_a_constant():
    zero = Number(0)
    assert compare_reals(parse(r"1-\sqrt2"), zero, Budget()) == -1
    assert compare_reals(parse(r"\sqrt8-2\sqrt2"), zero, Budget()) == 0
    assert compare_reals(parse("x"), zero, Budget()) is None


@pytest.mark.parametrize(
    ("text", "zero"),
    [
        pytest.param("(x+1)^2-x^2-2x-1", True, id="identity"),
        pytest.param("x-1", False, id="polynomial"),
        pytest.param(r"\frac{0}{0}", None, id="undefined"),
    ],
)
def test_is_zero(text, zero):
    assert is_zero(parse(text), Budget()) is zero


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param(r"\frac{3}{4}", True, id="rational"),
        pytest.param(r"\frac1x", True, id="defined at generic points"),
        pytest.param(r"\infty", True, id="infinity alone"),
        pytest.param(r"\frac10", False, id="division by zero"),
        pytest.param(r"\frac x0", False, id="division of a variable by zero"),
        pytest.param(r"\tan\frac\pi2", False, id="a pole"),
        pytest.param(r"\sqrt{-1-x^2}", False, id="nowhere real"),
        pytest.param(r"(-1)!", False, id="factorial of a negative"),
        pytest.param(r"\sum_{k=1}^\infty\frac1k", False, id="a series that diverges"),
        pytest.param(r"\sum_{k=1}^\infty\frac1{k^2}", True, id="a series that converges"),
        pytest.param(r"\sum_{k=1}^\infty\frac{1}{k^3\sin^2k}", None, id="a series that nothing is known of"),
    ],
)
def test_has_value(text, value):
    assert has_value(parse(text), Budget()) is value


@pytest.mark.parametrize(
    ("decimal", "exact", "rounds"),
    [
        pytest.param("85.71", r"\frac{600}7", True, id="rounded"),
        pytest.param("85.714", r"\frac{600}7", True, id="rounded further"),
        pytest.param("0.666", r"\frac23", True, id="truncated"),
        pytest.param("0.667", r"\frac23", True, id="rounded up"),
        pytest.param("-0.667", r"-\frac23", True, id="negative"),
        pytest.param("0.0333", r"\frac1{30}", True, id="leading zeros do not count"),
        pytest.param("3.14", r"\pi", True, id="irrational"),
        pytest.param("15.56", r"11\sqrt2", True, id="root"),
        pytest.param("0.301", r"\log 2", True, id="a logarithm with base 10 left out"),
        pytest.param("0.693", r"\log 2", True, id="a logarithm with base e left out"),
        pytest.param("0.500", r"\log 2", False, id="a logarithm to neither base"),
        pytest.param("85.72", r"\frac{600}7", False, id="wrong digit"),
        pytest.param("3.15", r"\pi", False, id="rounded away"),
        pytest.param("0.668", r"\frac23", False, id="beyond rounding"),
        pytest.param("0.667", r"-\frac23", False, id="wrong sign"),
        pytest.param("0.33", r"\frac13", False, id="two digits"),
        pytest.param("0.033", r"\frac1{30}", False, id="two digits after zeros"),
        pytest.param("15.98", r"\frac{639}{40}", False, id="a finite decimal"),
        pytest.param("6.018", r"6+\frac1{64}", False, id="a longer finite decimal"),
        pytest.param("314", r"100\pi", False, id="no decimal point"),
        pytest.param("3.00", r"\log_2 8", False, id="an integer in disguise"),
        pytest.param("1.00", "x", False, id="no constant"),
    ],
)
def test_rounds_to(decimal, exact, rounds):
    number = parse(decimal)
    if isinstance(number, Neg) and isinstance(number.arg, Number):
        number = Number(-number.arg.numerator, number.arg.denominator, number.arg.places)
    assert isinstance(number, Number)
    assert rounds_to(number, parse(exact), Budget()) is rounds


# ---- proportions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "proportional", "sign"),
    [
        pytest.param("2x+3-y", "4x+6-2y", True, 1, id="a positive constant"),
        pytest.param("y-2x-3", r"x-\frac{y-3}2", True, -1, id="a negative constant"),
        pytest.param(r"(1+\sqrt2)x-y", r"x-(\sqrt2-1)y", True, 1, id="an irrational constant"),
        pytest.param(r"y-\sin 2x", r"2y-4\sin x\cos x", True, 1, id="by enclosures"),
        pytest.param("(x^2+1)(y-x)", "y-x", True, 1, id="a factor that is never zero"),
        pytest.param("(x^2+x+1)(y-x)", "x-y", True, -1, id="a quadratic without real zeros"),
        pytest.param("e^x(x-1)", "x-1", True, 1, id="an exponential factor"),
        pytest.param("xy-6", r"y-\frac6x", True, None, id="a factor that is not zero on the solutions"),
        pytest.param("5x-7y", "5x-7z", False, None, id="other variables"),
        pytest.param("x^2+y^2-1", "x^2+y^2-2", False, None, id="other circles"),
        pytest.param("2x+y-1", "2x+y+1", False, None, id="parallel lines"),
        pytest.param(r"y-\sin x", r"y-\cos x", False, None, id="other curves"),
        pytest.param("y^2-x", r"y-\sqrt x", False, None, id="half a parabola"),
        pytest.param("(x^2+y^2-1)(x-7)", "x^2+y^2-1", False, None, id="a factor that can vanish elsewhere"),
        pytest.param("0x", "y", False, None, id="zero against something"),
    ],
)
def test_constant_ratio(a, b, proportional, sign):
    for left, right in ((a, b), (b, a)):
        found = constant_ratio(parse(left), parse(right), Budget())
        assert found is not None
        assert (found.proportional, found.sign) == (proportional, sign)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("(x-1)^2", "x-1", id="a factor that is zero on the solutions"),
        pytest.param("|x|(x-1)", "x-1", id="an absolute value vanishes too"),
        pytest.param(r"\frac{x}{0}", "x", id="no value"),
    ],
)
def test_no_constant_ratio(a, b):
    assert constant_ratio(parse(a), parse(b), Budget()) is None


# ---- properties ------------------------------------------------------------------------------------------------------

_EXPONENTS = [
    Number(2),
    Number(-1),
    Number(3),
    *(Div(Number(p), Number(q)) for p, q in ((1, 2), (1, 3), (2, 3), (-1, 2))),
]


def _grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    pairs = st.tuples(inner, inner)
    names = st.sampled_from(["sin", "cos", "tan", "exp", "ln", "abs"])
    return st.one_of(
        pairs.map(Add),
        pairs.map(Mul),
        pairs.map(lambda p: Div(*p)),
        inner.map(Neg),
        st.builds(Pow, inner, st.sampled_from(_EXPONENTS)),
        st.builds(Root, inner, st.sampled_from([Number(2), Number(3)])),
        st.builds(lambda name, arg: Call(name, (arg,)), names, inner),
    )


_LEAVES = st.sampled_from(
    [Symbol("x"), Symbol("y"), Number(1), Number(2), Number(-3), Constant("pi"), Constant("e"), Constant("i")]
)
_TREES = st.recursive(_LEAVES, _grown, max_leaves=6)


@given(_TREES)
@settings(max_examples=150, deadline=None)
def test_never_different_from_itself(tree):
    result = compare_expressions(tree, tree, Budget())
    assert result is None or result.verdict is Verdict.EQUIVALENT


@given(_TREES, _TREES)
@settings(max_examples=200, deadline=None)
def test_symmetric(a, b):
    forward, backward = compare_expressions(a, b, Budget()), compare_expressions(b, a, Budget())
    assert (forward is None) is (backward is None)
    assert forward is None or backward is None or forward.verdict is backward.verdict


@given(_TREES, st.integers(1, 500))
@settings(max_examples=150, deadline=None)
def test_never_equal_to_itself_plus_a_little(tree, digits):
    other = Add((tree, Pow(Number(10), Number(-digits))))
    result = compare_expressions(tree, other, Budget())
    assert result is None or result.verdict is Verdict.DIFFERENT


@given(_TREES, _TREES)
@settings(max_examples=300, deadline=None)
def test_equal_means_equal_wherever_both_are_defined(a, b):
    result = compare_expressions(a, b, Budget())
    if result is None or result.verdict is not Verdict.EQUIVALENT:
        return
    complex_ = "i" in (str(a) + str(b)).split("'")
    for x, y in ((77, -131), (-91, 205), (31, 17), (-29, -45), (-200, 311)):
        point = {"x": Fraction(x, 64), "y": Fraction(y, 64)}
        left, right = (enclose(side, point, 128, complex_=complex_) for side in (a, b))
        if isinstance(left, Ball) and isinstance(right, Ball):
            assert not gap(left, right, 128).disjoint


@given(st.fractions(max_denominator=50), st.fractions(max_denominator=50), st.integers(-6, 6))
def test_rational_arithmetic_is_that_of_fractions(a, b, n):
    left, right = (Number(v.numerator, v.denominator) for v in (a, b))
    assert rational_value(Add((left, Neg(right)))) == a - b
    assert rational_value(Mul((left, right))) == a * b
    assert rational_value(Div(left, right)) == (a / b if b else None)
    assert rational_value(Pow(left, Number(n))) == (None if a == 0 and n <= 0 else a**n)
    result = compare_expressions(left, right, Budget())
    assert result is not None
    assert result.equivalent == (a == b)
