"""Corners, the pieces between them, and what is equal on one piece only."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from benchmarks.corners import is_wrong, rows
from mathequiv import compare
from mathequiv.equality.numbers.cells import cell_points, resultant
from mathequiv.equality.numbers.corners import corners, smooth_parts
from mathequiv.equality.numbers.pieces import find_pieces
from mathequiv.equality.numbers.points import Setting
from mathequiv.equality.numbers.ranges import never_crosses
from mathequiv.errors import OverLimit
from mathequiv.latex.parser import parse
from mathequiv.latex.text_form import to_text
from mathequiv.limits import Budget
from mathequiv.verdict import Numeric, Verdict

ROWS = list(rows(Random(11), 4, 3))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.left} ~ {row.right}")
def test_the_templates(row):
    for a, b in ((row.left, row.right), (row.right, row.left)):
        assert not is_wrong(row, compare(a, b).verdict)


def test_the_templates_are_of_both_sorts():
    assert sum(row.equal is not True for row in ROWS) > len(ROWS) / 2 > sum(row.equal is True for row in ROWS) > 50


# ---- cells -----------------------------------------------------------------------------------------------------------


def generic(seed):
    source = Random(seed)
    return lambda: Fraction((1 << 14) + source.getrandbits(15), 1 << 16)


def value(polynomial, point):
    total = Fraction(0)
    for exponents, c in polynomial.items():
        term = Fraction(c)
        for x, e in zip(point, exponents, strict=True):
            term *= x**e
        total += term
    return total


def signs(polynomials, point):
    return tuple(value(p, point) > 0 for p in polynomials)


X, Y, Z = (1, 0, 0), (0, 1, 0), (0, 0, 1)
ARRANGEMENTS = [
    pytest.param([{(1,): 1, (0,): -1000000}], id="a far point"),
    pytest.param([{(2,): 1, (0,): -2}, {(1,): 1}, {(1,): 2, (0,): -3}], id="close roots"),
    pytest.param([{(2,): 1, (1,): -6, (0,): 9}], id="a double root"),
    pytest.param([{X: 1, Y: -1}, {Y: 1, Z: -1}, {X: 1, Z: -1}], id="orders of three"),
    pytest.param([{X: 1}, {Y: 1}, {Z: 1}], id="sign patterns"),
    pytest.param([{(2, 0): 1, (0, 2): 1, (0, 0): -4}, {(1, 0): 1, (0, 1): -1}], id="a circle and a line"),
    pytest.param([{(2, 0): 1, (1, 1): 2, (0, 2): 1}, {(1, 0): 1, (0, 1): 1}], id="a line and its square"),
    pytest.param([{(1, 1): 1, (0, 0): -1}, {(1, 0): 1, (0, 0): -100}, {(0, 1): 1, (0, 0): 100}], id="a hyperbola"),
    pytest.param([{(2, 0): 1, (0, 2): -1}, {(1, 0): 1, (0, 1): -1}], id="a common factor"),
]


@pytest.mark.parametrize("polynomials", ARRANGEMENTS)
def test_every_sign_pattern_has_a_point(polynomials):
    size = len(next(iter(polynomials[0])))
    points = cell_points(polynomials, size, generic(1))
    assert all(value(p, point) for p in polynomials for point in points)
    reached = {signs(polynomials, point) for point in points}
    source = Random(2)
    for scale in (1, 3, 200, 3_000_000):
        for _ in range(300):
            probe = tuple(Fraction(source.randrange(-1000 * scale, 1000 * scale), 997) for _ in range(size))
            if all(value(p, probe) for p in polynomials):
                assert signs(polynomials, probe) in reached


def test_components_of_one_sign_are_reached_each():
    """Outside of two circles that do not meet there is one piece, inside there are two."""
    circles = [{(2, 0): 1, (0, 2): 1, (1, 0): -2 * c, (0, 0): c * c - 1} for c in (0, 50)]
    points = cell_points(circles, 2, generic(3))
    assert {signs(circles, point) for point in points} == {(True, True), (False, True), (True, False)}


def test_resultant_is_zero_exactly_for_a_common_factor():
    line, other = {(1, 0): 1, (0, 1): -2}, {(1, 0): 1, (0, 1): 1}
    both = {(2, 0): 1, (1, 1): -1, (0, 2): -2}
    assert resultant(line, both, 0) == {}
    assert resultant(line, other, 0) == {(0, 1): 3}


# ---- corners ---------------------------------------------------------------------------------------------------------

CORNERS = [
    pytest.param(r"|x+3|", ["(x + 3)"], id="modulus"),
    pytest.param(r"\max(x,y,2)", ["(x + (-y))", "(x + (-2))", "(y + (-2))"], id="ties"),
    pytest.param(r"\sqrt{x-1}+x^2", ["(x + (-1))"], id="a root, and a power that has none"),
    pytest.param(r"\ln x", ["x"], id="a logarithm"),
    pytest.param(r"\lfloor 2x\rfloor", ["(2*x)"], id="a floor"),
    pytest.param(r"|3-\pi|+\sqrt2", [], id="constants"),
    pytest.param(r"\begin{cases}1&x>2\\0&\text{otherwise}\end{cases}", ["(x + (-2))"], id="a written boundary"),
    pytest.param(r"x^y", ["x"], id="a power that varies"),
    pytest.param(r"2^x e^x", [], id="an exponential"),
]


@pytest.mark.parametrize(("text", "inner"), CORNERS)
def test_corners(text, inner):
    assert [to_text(corner.inner) for corner in corners(parse(text))] == inner


def test_a_corner_inside_a_sum_is_not_reached():
    assert corners(parse(r"\sum_{k=1}^{5}|x-k|")) is None
    assert corners(parse(r"\sum_{k=1}^{5}k|x|")) != []


def test_smooth_parts():
    assert [to_text(part) for part in smooth_parts(parse("||x|-3|"))] == [
        *("(x + (-3))", "(-(x + (-3)))", "((-x) + (-3))", "(-((-x) + (-3)))"),
    ]
    with pytest.raises(OverLimit, match="MAX_PIECES"):
        smooth_parts(parse("+".join(f"|x-{k}|" for k in range(11))))


RANGES = [
    *((text, True) for text in ("x^2+1", "e^x", r"1-\cos x", r"2+\sin x", "|x|+3", r"\sqrt{x}", "-x^2", r"\cosh x-1")),
    *((text, False) for text in ("x", "x^2-1", r"\sin x", "e^x-2", r"1-2\cos x", "x^3", r"\ln x", "|x|-3")),
]


@pytest.mark.parametrize(("text", "one_side"), RANGES)
def test_never_crosses(text, one_side):
    assert never_crosses(parse(text)) is one_side


# ---- evidence --------------------------------------------------------------------------------------------------------


def points_of(a, b):
    left, right = parse(a), parse(b)
    return find_pieces(left, right, Setting(left, right), Budget())


def test_points_lie_on_both_sides_of_irrational_corners():
    pieces = points_of(r"|x-\sqrt2|", r"x-\pi|x|")
    found = sorted(float(point["x"]) for point in pieces.inside)
    assert found[0] < 0 < found[1] < 2**0.5 < found[-1]


def test_steps_are_looked_at_within_and_at_their_ends():
    pieces = points_of(r"\lfloor\frac x3\rfloor", r"\lceil\frac x2\rceil")
    assert {point["x"] % 6 for point in pieces.edges} == {0, 2, 3, 4}
    assert {point["x"] // 6 < 0 for point in pieces.inside} == {True, False}


def test_evidence_names_the_corners():
    result = compare(r"\max(x,7)", r"\frac{x+7+|x-7|}2")
    assert isinstance(result.evidence, Numeric)
    assert result.evidence.pieces == ("(x + (-7))",)
    assert "on all sides of" in result.reason


UNREACHED = [
    pytest.param(r"\lfloor x\rfloor+\lfloor y\rfloor+|x|", r"\lfloor x\rfloor+\lfloor y\rfloor+\max(x,-x)", id="two"),
    pytest.param(r"\lfloor\sqrt x\rfloor+|x|", r"\lfloor\sqrt x\rfloor+\max(x,-x)", id="a root"),
]


@pytest.mark.parametrize(("a", "b"), UNREACHED)
def test_what_is_not_reached_is_undecided(a, b):
    assert {compare(x, y, layers=("value",)).verdict for x, y in ((a, b), (b, a))} == {Verdict.UNDECIDED}


def test_all_sign_patterns_of_five_letters():
    root = r"\sqrt{a^2\cdot b^2\cdot c^2\cdot d^2\cdot h^2}"
    assert compare(root, r"|a||b||c||d||h|").equivalent
    assert compare(root, r"|a||b||c||d|\cdot h").verdict is Verdict.DIFFERENT
