"""Layer ``string``: the port does what was published; the layer says EQUIVALENT only where no meaning is lost."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.finding import Finding
from mathequiv.layers import math_is_equiv
from mathequiv.limits import Budget
from mathequiv.prepared import Prepared
from mathequiv.verdict import Identical, Options, Verdict

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"

NORMAL_FORMS = [
    pytest.param("1\n2", "12", id="line breaks go"),
    pytest.param(r"3\!4", "34", id="negative space goes"),
    pytest.param(r"1\\2", r"1\2", id="doubled backslash becomes one"),
    pytest.param(r"\\frac12", r"\frac{1}{2}", id="which repairs commands"),
    pytest.param(r"\dfrac{1}{2}+\tfrac{3}{4}", r"\frac{1}{2}+\frac{3}{4}", id="fraction sizes"),
    pytest.param("dtfrac", "frac", id="even in words"),
    pytest.param(r"\left(1,2\right]", "(1,2]", id="delimiter sizes"),
    pytest.param(r"a\leftarrow b", "aarrowb", id="also in arrows"),
    pytest.param(r"90^\circ", "90", id="degrees"),
    pytest.param(r"90^{\circ}", "90", id="degrees in braces"),
    pytest.param(r"\$3.50", "3.50", id="dollars"),
    pytest.param(r"5\text{ cm}^2", "5", id="unit cut off"),
    pytest.param(r"5\text{cm}", r"5\text{cm}", id="unit without space stays"),
    pytest.param(r"10\%", "10", id="percent"),
    pytest.param("1\\\\\\%%", "1", id="percent twice"),
    pytest.param("10%", "10%", id="bare percent stays"),
    pytest.param(".5x", "0.5x", id="leading point"),
    pytest.param("{.5}", "{0.5}", id="point after a brace"),
    pytest.param("2 .5", "20.5", id="point after a space runs into what stands before"),
    pytest.param("x=5", "5", id="one-letter name"),
    pytest.param("k = 5", "5", id="name and space are two characters"),
    pytest.param("xyz=5", "xyz=5", id="longer name stays"),
    pytest.param("a=b=5", "a=b=5", id="two equals signs stay"),
    pytest.param("x=", "", id="nothing after the name"),
    pytest.param("=", "", id="equals sign alone"),
    pytest.param(">=5", "5", id="relation taken for a name"),
    pytest.param(r"\sqrt2", r"\sqrt{2}", id="root"),
    pytest.param(r"\sqrt23", r"\sqrt{2}3", id="root takes one character"),
    pytest.param(r"\sqrt 2", r"\sqrt{}2", id="a space is that character, then goes"),
    pytest.param(r"\frac12", r"\frac{1}{2}", id="fraction"),
    pytest.param(r"\frac1{72}", r"\frac{1}{72}", id="fraction half braced"),
    pytest.param(r"\frac{72}1", r"\frac{72}1", id="other half stays"),
    pytest.param(r"\frac123", r"\frac{1}{2}3", id="fraction takes two characters"),
    pytest.param(r"\frac 1 2", r"\frac{1}{2}", id="spaces go first"),
    pytest.param(r"\dfrac\pi2", r"\frac{\}{p}i2", id="a command is cut in two"),
    pytest.param(r"1+\dfrac1", r"1+\frac1", id="one character after frac leaves the fractions alone"),
    pytest.param(r"\frac12+\frac1", r"\frac12+\frac1", id="all of them"),
    pytest.param("0.5", r"\frac{1}{2}", id="one half"),
    pytest.param("0.25", "0.25", id="no other decimal"),
    pytest.param("3/4", r"\frac{3}{4}", id="slash"),
    pytest.param("-3/-4", r"\frac{-3}{-4}", id="slash with signs"),
    pytest.param("3 / 4", r"\frac{3}{4}", id="slash with spaces"),
    pytest.param("03/4", "03/4", id="leading zero stays"),
    pytest.param("+3/4", "+3/4", id="plus stays"),
    pytest.param("1_0/2", "1_0/2", id="digits that only Python groups stay"),
    pytest.param("1/2/3", "1/2/3", id="two slashes stay"),
    pytest.param("a/b/c", "a/b/c", id="two slashes are not read"),
    pytest.param("", "", id="empty"),
    pytest.param(r"\!", "", id="empty once cleaned"),
]

RAISING = [
    pytest.param(r"x+\frac", IndexError, id="frac at the end"),
    pytest.param(r"\frac\frac12", IndexError, id="frac before frac"),
    pytest.param(r"2\sqrt", IndexError, id="root at the end"),
    pytest.param(r"\sqrt\sqrt2", IndexError, id="root before root"),
    pytest.param(r"5\text{ or }7\text{ cm}", AssertionError, id="two units"),
    pytest.param("x/2", ValueError, id="slash between other things"),
    pytest.param("1/", ValueError, id="nothing under the slash"),
    pytest.param("9" * 5000 + "/2", ValueError, id="more digits than Python reads"),
]

PUBLISHED_VERDICTS = [
    pytest.param(r"\frac12", r"\dfrac{1}{2}", True, id="spelling"),
    pytest.param("x=5", "y=5", True, id="names erased"),
    pytest.param(r"-5\text{ or }7", "-5", True, id="second value erased"),
    pytest.param("2 3", "23", True, id="spaces erased"),
    pytest.param("1 1/2", "11/2", True, id="mixed number run together"),
    pytest.param(None, None, True, id="both missing"),
    pytest.param(None, "", False, id="one missing"),
    pytest.param("5", None, False, id="other missing"),
    pytest.param("1/2", "2/4", False, id="no arithmetic"),
    pytest.param("x/2", "x/2", True, id="crash compares raw texts, same"),
    pytest.param("x/2", "x / 2", False, id="crash compares raw texts, not the same"),
    pytest.param(r"\sqrt", r"\sqrt ", False, id="crash on one side is enough"),
    pytest.param(r"\text{ a}\text{ b}", r"\text{ a}", False, id="crash on two units"),
    pytest.param("A", "a", False, id="case matters"),
]

KEPT = [
    pytest.param(r"\dfrac{3}{4}", r"\frac{3}{4}", id="fraction size"),
    pytest.param(r"\frac12", r"\frac{1}{2}", id="fraction without braces"),
    pytest.param(r"\tfrac 1 2", r"\frac{1}{2}", id="and with spaces"),
    pytest.param(r"\frac1{72}", r"\frac{1}{72}", id="fraction half braced"),
    pytest.param(r"\frac x{y}", r"\frac{x}{y}", id="letter above"),
    pytest.param("-3/4", r"\frac{-3}{4}", id="slash"),
    pytest.param(r"11\sqrt2", r"11\sqrt{2}", id="root"),
    pytest.param(r"\left( x + 1 \right)^2", "(x+1)^2", id="delimiter size"),
    pytest.param(r"x\!y + 1", r"x\!y+1", id="spaces around a sign"),
    pytest.param("(a, b)", "(a,b)", id="space after a comma before a letter"),
    pytest.param("(1,\n-2)", "(1,-2)", id="line break"),
    pytest.param(".5", "0.5", id="leading point"),
    pytest.param("0.5", r"\frac{1}{2}", id="one half"),
    pytest.param(r"\begin{pmatrix} a \\ b \end{pmatrix}", r"\begin{pmatrix}a\\b\end{pmatrix}", id="matrix"),
]

LOST = [
    pytest.param("x=5", "y=5", id="names"),
    pytest.param("x=5", "5", id="name"),
    pytest.param(">=5", "5", id="relation"),
    pytest.param(r"-5\text{ or }7", "-5", id="second value"),
    pytest.param(r"5\text{ cm}", r"5\text{ m}", id="units"),
    pytest.param(r"\$10", "10", id="dollar"),
    pytest.param(r"10\%", "10", id="percent"),
    pytest.param(r"60^\circ 42", "6042", id="degrees and minutes"),
    pytest.param("2 3", "23", id="two numbers"),
    pytest.param("2\n3", "23", id="two numbers on two lines"),
    pytest.param(r"2\!3", "23", id="two numbers close together"),
    pytest.param("1 1/2", "11/2", id="mixed number"),
    pytest.param("3, 456", "3,456", id="list or thousands"),
    pytest.param(r"10, 000", r"10,\!000", id="list or thousands with a negative space"),
    pytest.param("3 ,456", "3,456", id="space before the comma"),
    pytest.param("2 .5", "20.5", id="point"),
    pytest.param("no solution", "nosolution", id="words"),
    pytest.param(r"\pi r", r"\pir", id="end of a command"),
    pytest.param(r"a\leftarrow b", "aarrowb", id="arrow"),
    pytest.param(r"\frac123", r"\frac{1}{2}3", id="fraction before a digit"),
    pytest.param(r"\frac 12 3", r"\frac{1}{2}3", id="fraction before a space and a digit"),
    pytest.param(r"\sqrt23", r"\sqrt{2}3", id="root before a digit"),
    pytest.param(r"1\\pi", r"1\pi", id="new row or command"),
    pytest.param(r"1\ 2", r"1\\2", id="space command or new row"),
    pytest.param(r"\left.5", ".5", id="empty delimiter"),
    pytest.param("1e-3", "1e - 3", id="exponent or difference"),
    pytest.param("1e-3", "1 e-3", id="exponent or product"),
    pytest.param("[1 -2]", "[1-2]", id="row of two"),
    pytest.param("3! = 6", "3!=6", id="factorial or unequal"),
    pytest.param("dfrac", "tfrac", id="words that hold a command's name"),
]


def ask(a: str, b: str, *layers: str) -> Finding | None:
    options = Options(layers) if layers else Options()
    return math_is_equiv.string(Prepared(a), Prepared(b), options, Budget())


@pytest.mark.parametrize(("text", "expected"), NORMAL_FORMS)
def test_normalize(text, expected):
    assert math_is_equiv.normalize(text) == expected


@pytest.mark.parametrize(("text", "problem"), RAISING)
def test_normalize_raises(text, problem):
    with pytest.raises(problem):
        math_is_equiv.normalize(text)
    assert math_is_equiv.is_equiv(text, text)
    assert not math_is_equiv.is_equiv(text, "1")


@pytest.mark.parametrize(("a", "b", "expected"), PUBLISHED_VERDICTS)
def test_published_verdict(a, b, expected):
    assert math_is_equiv.is_equiv(a, b) is expected
    assert math_is_equiv.is_equiv(b, a) is expected


def test_what_is_printed(capsys):
    math_is_equiv.is_equiv(None, None)
    math_is_equiv.is_equiv("x=5", r"\frac12", verbose=True)
    assert capsys.readouterr().out == "WARNING: Both None\n5 \\frac{1}{2}\n"


@pytest.mark.parametrize(("a", "b"), KEPT)
def test_speaks_where_only_spelling_differs(a, b):
    for result in (ask(a, b), ask(b, a)):
        assert result is not None
        assert (result.verdict, result.layer, result.rule) == (Verdict.EQUIVALENT, "string", "math_is_equiv")
        assert isinstance(result.evidence, Identical)


@pytest.mark.parametrize(("a", "b"), LOST)
def test_is_silent_where_more_is_lost(a, b):
    assert ask(a, b) is None
    assert ask(b, a) is None


def test_alone_it_is_the_published_function():
    result = ask("x=5", "y=5", "string")
    assert result is not None
    assert (result.verdict, result.rule, result.evidence) == (Verdict.EQUIVALENT, "math_is_equiv", Identical("5"))
    assert ask("x=5", "y=5", "string", "canonical") is None
    assert ask("x/2", "x / 2", "string") is None


@pytest.mark.parametrize("text", ["5", "", "x/2", r"\frac", r"\frac00", "5=7"])
def test_identical_text(text):
    result = ask(text, text)
    assert result is not None
    assert (result.verdict, result.rule, result.evidence) == (Verdict.EQUIVALENT, "identical", Identical(text))


PIECES = st.sampled_from(
    [
        *"0123456789xyk.,=/+-(){}[]|!e &%$^\n\t",
        *(r"\frac", r"\dfrac", r"\tfrac", r"\sqrt", r"\left", r"\right", r"\!", "\\\\", r"\ ", r"\pi", "{1}", "dfrac"),
        *(
            r"^\circ",
            r"^{\circ}",
            r"\$",
            r"\%",
            r"\text{ ",
            r"\text{ cm}",
            "x=",
            "k = ",
            " .",
            "{.",
            "0.5",
            "1/2",
            "-3/4",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=12)
RESPELLINGS = st.sampled_from(
    [
        (r"\frac", r"\dfrac"),
        ("(", r"\left("),
        (" ", ""),
        (r"\!", ""),
        ("-", " - "),
        (r"\%", ""),
        ("x=", ""),
        ("0.5", ".5"),
    ]
)


@given(TEXTS, st.lists(RESPELLINGS, max_size=3))
def test_layer_is_symmetric_and_says_only_what_was_published(text, respellings):
    other = text
    for old, new in respellings:
        other = other.replace(old, new)
    result = ask(text, other)
    assert result == ask(other, text)
    assert (result is not None) <= math_is_equiv.is_equiv(text, other)
    assert (ask(text, other, "string") is not None) == math_is_equiv.is_equiv(text, other)


@given(TEXTS, st.lists(RESPELLINGS, max_size=3))
def test_light_form_keeps_every_digit_and_letter(text, respellings):
    for old, new in respellings:
        text = text.replace(old, new)
    commands = (r"\left", r"\right", r"\dfrac", r"\tfrac", r"\frac", r"\!")
    before, after = text, math_is_equiv.meaning_kept(text)
    for command in commands:
        before, after = before.replace(command, ""), after.replace(command, "")
    letters = [c for c in before if c.isalpha() or c in "123456789%$=<>^"]
    assert letters == [c for c in after if c.isalpha() or c in "123456789%$=<>^"] or after == "{1}{2}"


@cache
def published():
    """The published functions, else None; `benchmarks/published.py` knows where they may be."""
    spec = importlib.util.spec_from_file_location("published", BENCHMARKS / "published.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["published"] = module
    spec.loader.exec_module(module)
    return module.load_published()


def outcome(function, text):
    try:
        return function(text)
    except Exception as problem:  # noqa: BLE001 - whatever is raised is what is compared
        return type(problem)


@pytest.mark.skipif(published() is None, reason="no lm-eval install, and MATHEQUIV_PUBLISHED_UTILS names no file")
@given(TEXTS, st.lists(RESPELLINGS, max_size=3), TEXTS)
def test_port_is_the_published_function(text, respellings, stranger):
    relative = text
    for old, new in respellings:
        relative = relative.replace(old, new)
    for one in (text, relative, stranger):
        assert outcome(math_is_equiv.normalize, one) == outcome(published().strip_string, one)
    for other in (relative, stranger):
        assert math_is_equiv.is_equiv(text, other) is published().is_equiv(text, other)
