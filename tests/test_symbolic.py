"""The symbolic layer: what SymPy proves, what a point refutes, and what stays open."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.answers.kinds import Reading
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.finding import Finding
from mathequiv.latex import expr as tree
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Constant,
    Derivative,
    Div,
    Expr,
    Folded,
    Limit,
    Mul,
    Neg,
    Number,
    Piecewise,
    Pow,
    Relation,
    Root,
    Symbol,
)
from mathequiv.layers.symbolic import symbolic
from mathequiv.limits import SYMBOLIC_MAX_DIGITS, SYMBOLIC_MAX_NODES, Budget
from mathequiv.symbolic.gate import is_plain
from mathequiv.symbolic.tree_json import decode, encode
from mathequiv.verdict import Exact, Options, Verdict, Witness


@dataclass
class Side:
    """A side of a comparison, as the pipeline makes them."""

    text: str
    tree: Expr | None
    readings: tuple[Reading, ...] = ()
    problem: Unreadable | OverLimit | None = None


def N(numerator: int, denominator: int = 1) -> Expr:  # noqa: N802
    return Number(numerator, denominator)


def plus(*terms: Expr) -> Expr:
    return Add(terms)


def times(*factors: Expr) -> Expr:
    return Mul(factors)


def call(name: str, *args: Expr) -> Expr:
    return Call(name, args)


def f(*args: Expr) -> Expr:
    return Apply("f", args)


def total(body: Expr, low: Expr, high: Expr, name: str = "k", kind: str = "sum") -> Expr:
    return Folded(kind, body, name, low, high)


def integral(body: Expr, low: Expr | None, high: Expr | None, name: str = "x") -> Expr:
    return Folded("integral", body, name, low, high)


x, t, k, j, n, y = (Symbol(name) for name in "xtkjny")
pi, e, i, oo = (Constant(name) for name in ("pi", "e", "i", "infinity"))
ONE, TWO = N(1), N(2)
SQUARES = total(Div(ONE, Pow(k, TWO)), ONE, oo)
HARMONIC = total(Div(ONE, k), ONE, oo)
GEOMETRIC = total(Pow(x, k), N(0), oo)
DIRICHLET = integral(Div(call("sin", x), x), N(0), oo)
LIMIT_OF_SINC = Limit(Div(call("sin", x), x), "x", N(0), "")
ABS_BY_CASES = Piecewise(((x, Relation((x, N(0)), (">=",))), (Neg(x), None)))
ZERO_BELOW = plus(Pow(call("sin", x), TWO), Pow(call("cos", x), TWO), N(-1))

EQUAL = [
    pytest.param(SQUARES, Div(Pow(pi, TWO), N(6)), id="infinite sum"),
    pytest.param(SQUARES, total(Div(ONE, Pow(j, TWO)), ONE, oo, "j"), id="index renamed"),
    pytest.param(total(k, ONE, n), Div(times(n, plus(n, ONE)), TWO), id="finite sum with symbolic bound"),
    pytest.param(total(Pow(N(-1), k), ONE, n), Div(plus(Pow(N(-1), n), N(-1)), TWO), id="alternating at integers"),
    pytest.param(GEOMETRIC, Div(ONE, plus(ONE, Neg(x))), id="power series where it converges"),
    pytest.param(total(k, ONE, n, kind="product"), call("factorial", n), id="product"),
    pytest.param(integral(Pow(x, TWO), N(0), ONE), N(1, 3), id="definite integral"),
    pytest.param(DIRICHLET, Div(pi, TWO), id="oscillating integral"),
    pytest.param(integral(call("exp", Neg(Pow(x, TWO))), Neg(oo), oo), Root(pi, TWO), id="Gauss integral"),
    pytest.param(integral(plus(x, x), None, None), integral(times(TWO, x), None, None), id="equal integrands"),
    pytest.param(LIMIT_OF_SINC, ONE, id="limit"),
    pytest.param(Limit(Pow(plus(ONE, Div(ONE, x)), x), "x", oo, ""), e, id="limit at infinity"),
    pytest.param(Derivative(Pow(x, TWO), "x", 1), times(TWO, x), id="derivative"),
    pytest.param(f(plus(x, ONE)), f(plus(ONE, x)), id="unknown function"),
    pytest.param(call("log", N(100)), TWO, id="log to base 10"),
    pytest.param(call("log", e), ONE, id="log to base e"),
    pytest.param(call("ln", Pow(x, TWO)), times(TWO, call("ln", call("abs", x))), id="log by sign"),
    pytest.param(Root(N(-8), N(3)), N(-2), id="odd root of a negative is real"),
    pytest.param(Root(Pow(x, N(3)), N(3)), x, id="odd root undoes an odd power"),
    pytest.param(ABS_BY_CASES, call("abs", x), id="piecewise"),
    pytest.param(call("exp", times(i, x)), plus(call("cos", x), times(i, call("sin", x))), id="Euler"),
    pytest.param(call("cos", times(pi, n)), Pow(N(-1), n), id="real at integers only"),
    pytest.param(Relation((y, integral(t, N(0), x, "t")), ("=",)), Div(Pow(x, TWO), TWO), id="label dropped"),
    pytest.param(Bracketed("(", ")", (SQUARES, ONE)), Bracketed("(", ")", (Div(Pow(pi, TWO), N(6)), ONE)), id="tuple"),
]

DIFFERENT = [
    pytest.param(SQUARES, Div(Pow(pi, TWO), N(8)), id="infinite sum"),
    pytest.param(SQUARES, total(Div(ONE, Pow(k, TWO)), TWO, oo), id="sum from another term"),
    pytest.param(total(k, ONE, n), Div(times(n, plus(n, N(-1))), TWO), id="finite sum off by one"),
    pytest.param(total(Pow(N(-1), k), ONE, n), Div(plus(Pow(N(-1), n), ONE), TWO), id="alternating"),
    pytest.param(GEOMETRIC, Div(ONE, plus(ONE, x)), id="power series"),
    pytest.param(total(k, ONE, n, kind="product"), call("factorial", plus(n, ONE)), id="product"),
    pytest.param(integral(Pow(x, TWO), N(0), ONE), N(1, 2), id="definite integral"),
    pytest.param(integral(Pow(x, x), N(0), ONE), N(78, 100), id="integral without closed form"),
    pytest.param(DIRICHLET, pi, id="oscillating integral"),
    pytest.param(LIMIT_OF_SINC, TWO, id="limit"),
    pytest.param(Limit(Div(call("abs", x), x), "x", N(0), "+"), N(-1), id="one-sided limit"),
    pytest.param(Derivative(Pow(x, TWO), "x", 1), times(N(3), x), id="derivative"),
    pytest.param(Derivative(Pow(x, N(3)), "x", 2), times(N(3), Pow(x, TWO)), id="order of a derivative"),
    pytest.param(plus(f(x), ONE), plus(f(x), TWO), id="unknown function plus constants"),
    pytest.param(call("log", N(100)), N(3), id="log to every base"),
    pytest.param(Root(N(-8), N(3)), TWO, id="odd root"),
    pytest.param(Root(Pow(x, TWO), TWO), x, id="root of a square at negatives"),
    pytest.param(ABS_BY_CASES, x, id="piecewise"),
    pytest.param(call("exp", times(i, x)), plus(call("cos", x), Neg(times(i, call("sin", x)))), id="Euler"),
    pytest.param(call("arctan", x), plus(Div(pi, TWO), Neg(call("arctan", Div(ONE, x)))), id="only for positives"),
    pytest.param(x, y, id="another variable"),
    pytest.param(Relation((y, DIRICHLET), ("=",)), pi, id="label dropped"),
    pytest.param(Bracketed("(", ")", (SQUARES, ONE)), Bracketed("(", ")", (SQUARES, TWO)), id="tuple"),
    pytest.param(call("floor", x), plus(call("ceil", x), N(-1)), id="only off the integers"),
]

OPEN = [
    pytest.param(HARMONIC, HARMONIC, id="divergent sum equals nothing"),
    pytest.param(times(N(0), HARMONIC), N(0), id="nothing times a divergent sum"),
    pytest.param(times(N(0), Div(ONE, ZERO_BELOW)), N(0), id="division by a hidden zero"),
    pytest.param(Div(N(0), plus(x, Neg(x))), N(0), id="division by zero"),
    pytest.param(total(Pow(N(-1), k), ONE, oo), total(Pow(N(-1), plus(k, TWO)), ONE, oo), id="oscillating sums"),
    pytest.param(Limit(Div(ONE, x), "x", N(0), ""), N(0), id="two sides of a pole"),
    pytest.param(integral(Pow(x, TWO), None, None), Div(Pow(x, N(3)), N(3)), id="antiderivative lacks its constant"),
    pytest.param(f(plus(x, ONE)), f(x), id="unknown function elsewhere"),
    pytest.param(call("factorial", N(10**10)), ONE, id="factorial refused by size"),
    pytest.param(tree.Text("even"), x, id="no expression"),
    pytest.param(times(Root(x, TWO), Root(y, TWO)), Root(times(x, y), TWO), id="no witness where a root is not real"),
    pytest.param(total(k, N(10), ONE), N(0), id="empty sum"),
    pytest.param(integral(Div(ONE, x), N(-1), ONE), N(0), id="integral over a pole"),
    pytest.param(Derivative(f(x), "x", 1), f(x), id="derivative of an unknown function"),
    pytest.param(plus(ONE, Pow(e, N(-150))), ONE, id="too close to tell"),
    pytest.param(SQUARES, Number(1645, 1000, 3), id="a rounding is for another layer"),
    pytest.param(Relation((times(TWO, x), N(4)), ("=",)), Relation((x, TWO), ("=",)), id="solved and unsolved"),
]


def ask(a: Expr, b: Expr, options: Options | None = None) -> Finding | None:
    return symbolic(Side("", a), Side("", b), options or Options(), Budget())


@pytest.mark.parametrize(("a", "b"), EQUAL)
def test_proved(a: Expr, b: Expr) -> None:
    for result in (ask(a, b), ask(b, a)):
        assert result is not None
        assert (result.verdict, result.layer, result.rule) == (Verdict.EQUIVALENT, "symbolic", "proof")
        assert isinstance(result.evidence, Exact)
        assert "sympy" in result.evidence.method or "certified enclosures" in result.evidence.method


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_refuted(a: Expr, b: Expr) -> None:
    there, back = ask(a, b), ask(b, a)
    assert there is not None
    assert back is not None
    assert (there.verdict, there.layer, there.rule) == (Verdict.DIFFERENT, "symbolic", "witness")
    assert isinstance(there.evidence, Witness)
    assert isinstance(back.evidence, Witness)
    assert there.evidence.left != there.evidence.right
    assert there.evidence.point == back.evidence.point
    assert (there.evidence.left, there.evidence.right) == (back.evidence.right, back.evidence.left)


@pytest.mark.parametrize(("a", "b"), OPEN)
def test_left_open(a: Expr, b: Expr) -> None:
    assert ask(a, b) is None
    assert ask(b, a) is None


def test_enough_rows_differ() -> None:
    assert len(DIFFERENT) + len(OPEN) >= len(EQUAL)


def test_a_decimal_far_from_the_value_is_refuted() -> None:
    result = ask(SQUARES, Number(165, 100, 2), Options(approx="exact"))
    assert result is not None
    assert result.verdict is Verdict.DIFFERENT


def test_equations_by_a_constant_factor() -> None:
    half = Relation((times(total(Div(ONE, Pow(TWO, k)), ONE, oo), x), times(TWO, y)), ("=",))
    result = ask(Relation((times(TWO, x), times(N(4), y)), ("=",)), half)
    assert result is not None
    assert result.verdict is Verdict.EQUIVALENT
    assert ask(Relation((times(TWO, x), times(N(5), y)), ("=",)), half) is None


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        pytest.param(r"\frac{x^{2}-1}{x-1}", plus(x, ONE), Verdict.EQUIVALENT, id="quotient"),
        pytest.param(r"\int_0^1 x^2 \, dx", N(1, 3), Verdict.EQUIVALENT, id="integral"),
        pytest.param(
            r"\left(x+1\right)^2", plus(Pow(x, TWO), times(TWO, x), ONE), Verdict.EQUIVALENT, id="sized bracket"
        ),
        pytest.param(r"\int_0^1 x^2 \, dx", N(1, 2), Verdict.DIFFERENT, id="integral off"),
        pytest.param(r"\ln(x)", Call("ln", (x,)), Verdict.EQUIVALENT, id="logarithm"),
        pytest.param("e^{x}", Call("exp", (x,)), Verdict.EQUIVALENT, id="exponential"),
        pytest.param("e^{x}", Call("exp", (Neg(x),)), Verdict.DIFFERENT, id="other exponential"),
        pytest.param("N", n, Verdict.DIFFERENT, id="case is kept"),
        pytest.param(r"\frac{1}{0}", N(0), None, id="undefined"),
        pytest.param("2(3)(4)", N(9), None, id="misread text is not shown"),
    ],
)
def test_text_through_latex2sympy(a: str, b: Expr, verdict: Verdict | None) -> None:
    result = symbolic(Side(a, None), Side("", b), Options(), Budget())
    assert (None if result is None else result.verdict) is verdict


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(r"\frac{1}{2}", True, id="fraction"),
        pytest.param(r"\sum_{k=1}^{n} k", True, id="sum"),
        pytest.param(r"2^{100}", True, id="power"),
        pytest.param(r"\frac12", False, id="braceless fraction"),
        pytest.param("3 4", False, id="two numerals"),
        pytest.param("52_8", False, id="base"),
        pytest.param("1,234", False, id="comma"),
        pytest.param("0.15", False, id="decimal is read as a float"),
        pytest.param("f'(x)", False, id="prime is dropped"),
        pytest.param("2(3)(4)", False, id="read as a mixed number"),
        pytest.param("5^{5^{5^5}}", False, id="tower"),
        pytest.param("5^5^5", False, id="unbraced tower"),
        pytest.param("٣", False, id="Arabic digit"),
        pytest.param("x²", False, id="superscript digit"),
        pytest.param("3 or 5", False, id="word"),
        pytest.param(r"\text{a}", False, id="text command"),
        pytest.param(r"\sin x y", False, id="open argument"),
        pytest.param("__import__('os')", False, id="code"),
        pytest.param("1" * 31, False, id="long numeral"),
        pytest.param("x+" * 151, False, id="long text"),
    ],
)
def test_what_latex2sympy_is_shown(text: str, shown: bool) -> None:
    assert is_plain(text) is shown


def test_size_caps() -> None:
    widest = Add(tuple([x] * (SYMBOLIC_MAX_NODES - 1)))
    assert ask(widest, x) is not None
    with pytest.raises(OverLimit, match="SYMBOLIC_MAX_NODES"):
        ask(Add(tuple([x] * SYMBOLIC_MAX_NODES)), x)
    assert ask(N(10**SYMBOLIC_MAX_DIGITS - 1), ONE) is not None
    with pytest.raises(OverLimit, match="SYMBOLIC_MAX_DIGITS"):
        ask(N(10**SYMBOLIC_MAX_DIGITS), ONE)


LEAVES = st.one_of(
    st.integers(-9, 9).map(N),
    st.sampled_from(["x", "x_1", "α"]).map(Symbol),
    st.sampled_from(["pi", "e"]).map(Constant),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda items: Add(tuple(items))),
        st.tuples(inner, inner).map(lambda pair: Div(*pair)),
        inner.map(lambda body: Folded("sum", body, "k", None, body)),
        inner.map(lambda body: Piecewise(((body, None),))),
    ),
    max_leaves=8,
)


@given(TREES)
def test_trees_survive_the_wire(made: Expr) -> None:
    assert decode(encode(made)) == made


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"Popen": ["ls"]}, id="no node"),
        pytest.param({"Symbol": []}, id="too few fields"),
        pytest.param({"Symbol": ["x"], "Number": [1]}, id="two keys"),
        pytest.param(["x"], id="no object"),
        pytest.param(1.5, id="a float"),
    ],
)
def test_other_data_is_no_tree(data: object) -> None:
    with pytest.raises(ValueError, match=r"node|tree"):
        decode(data)


def test_layer_is_cheap_to_import() -> None:
    heavy = "sorted({'sympy', 'antlr4', 'latex2sympy2_extended', 'mpmath'} & set(sys.modules))"
    code = f"import sys, mathequiv.layers.symbolic; print({heavy})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_no_text_of_an_answer_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's own code, run in this process, with every compiler of Python and SymPy watched.

    SymPy compiles polynomial arithmetic for a number of variables, written from that number alone.
    """
    import builtins

    import sympy
    from latex2sympy2_extended import latex2sympy2 as extended

    from mathequiv.symbolic.worker import answer

    seen: list[str] = []

    def watched(real: Any) -> Any:
        def compiler(source: object, *args: object, **options: object) -> object:
            seen.append(str(source))
            return real(source, *args, **options)

        return compiler

    marker = Symbol("marker_1")
    left, right = times(marker, Apply("marker", (marker,))), plus(marker, Pow(marker, TWO), total(marker, ONE, n))
    request = {"left": [["tree", encode(left)]], "right": [["tree", encode(right)]], "bases": ["e"]}
    latex = {"left": [["latex", r"\int_0^1 Q^2 \, dQ"]], "right": [["tree", encode(N(1, 3))]], "bases": ["e"]}
    for name in ("eval", "exec", "compile"):
        monkeypatch.setattr(builtins, name, watched(getattr(builtins, name)))
    for module in (sympy, extended):
        monkeypatch.setattr(module, "parse_expr", watched(sympy.parse_expr))
    eval("0")  # noqa: S307 - the watch itself must see something
    verdicts = [answer(request)["verdict"], answer(latex)["verdict"]]
    monkeypatch.undo()
    assert verdicts == ["unknown", "equal"]
    assert "0" in seen
    assert not [source for source in seen if "marker" in source or "Q" in source]
