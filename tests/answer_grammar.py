r"""Answers by their meaning: each can be written in many ways, and be changed into one that means something else.

Scalars are sums over `BASIS`, whose members are linearly independent over the rationals, so two scalars are equal
exactly if their coefficients are. `write` draws a spelling; `changed` draws an answer of another value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import strategies as st

__all__ = ["answers", "changed", "wrapped", "write"]

BASIS = ("", r"\sqrt{2}", r"\sqrt{5}", r"\pi", "x", "y", "x^2", "x^{3}", "xy", r"\sin x", r"\sqrt{2}x")
CONSTANTS = BASIS[:4]
OTHER_NAME = {"x": "a", "y": "b", "x^2": "a^2", "x^{3}": "a^{3}", "xy": "ab", r"\sin x": r"\sin a"}
UNITS = {"cm": "m", "kg": "g", "hours": "minutes", "dollars": "cents", "apples": "pears"}
WORDS = ("even", "odd", "Tuesday", "the circle", "right triangle", "Evelyn", "east", "no", "yes", "undefined")


@dataclass(frozen=True)
class Scalar:
    terms: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True)
class Several:
    kind: str  # tuple, set, list, vector
    items: tuple[Scalar, ...]


@dataclass(frozen=True)
class Interval:
    low: Fraction
    high: Fraction
    closed: tuple[bool, bool]


@dataclass(frozen=True)
class Named:
    name: str
    relation: str  # =, <, \le, >, \ge
    value: Scalar


@dataclass(frozen=True)
class Measured:
    value: Scalar
    unit: str  # a key of UNITS, or %


@dataclass(frozen=True)
class Words:
    words: str


rationals = st.builds(Fraction, st.integers(-99, 99), st.sampled_from((1, 1, 2, 3, 4, 5, 7, 8, 12, 20)))


def scalars(basis=BASIS):
    coefficients = st.dictionaries(st.sampled_from(basis), rationals.filter(bool), min_size=1, max_size=3)
    return coefficients.map(lambda found: Scalar(tuple(sorted(found.items()))))


numbers = rationals.map(lambda r: Scalar((("", r),)))
constants = scalars(CONSTANTS)


@st.composite
def intervals(draw):
    low, width = draw(rationals), draw(rationals.filter(bool).map(abs))
    return Interval(low, low + width, draw(st.tuples(st.booleans(), st.booleans())))


def answers():
    """An answer of any kind."""
    items = st.lists(scalars(), min_size=2, max_size=4, unique=True).map(tuple)
    return st.one_of(
        numbers,
        constants,
        scalars(),
        st.builds(Several, st.sampled_from(("tuple", "set", "list", "vector")), items),
        intervals(),
        st.builds(Named, st.sampled_from("xtm"), st.sampled_from(("=", "<", r"\le", ">", r"\ge")), constants),
        st.builds(Measured, numbers.filter(lambda n: n.terms[0][1] != 0), st.sampled_from((*UNITS, "%"))),
        st.sampled_from(WORDS).map(Words),
    )


# --- writing --------------------------------------------------------------------------------------------------------


def write(draw, answer):
    """A spelling of the answer."""
    pick = lambda *options: draw(st.sampled_from(options))  # noqa: E731 - short, and used on nearly every line
    match answer:
        case Scalar(terms):
            return _sum(pick, draw(st.permutations(terms)))
        case Several("vector", items):
            env = pick("pmatrix", "bmatrix")
            rows = pick(r"\\", r" \\ ").join(write(draw, item) for item in items)
            return rf"\begin{{{env}}}{rows}\end{{{env}}}"
        case Several(kind, items):
            order = items if kind == "tuple" else draw(st.permutations(items))
            inside = pick(", ", r",\, ", " , ").join(write(draw, item) for item in order)
            opening, closing = {"tuple": ("(", ")"), "set": (r"\{", r"\}"), "list": ("", "")}[kind]
            return inside if kind == "list" else _sized(pick, opening, inside, closing)
        case Interval(low, high, closed):
            inside = f"{_rational(pick, low)}, {_rational(pick, high)}"
            return _sized(pick, "[" if closed[0] else "(", inside, "]" if closed[1] else ")")
        case Named(name, relation, value):
            gap = pick("", " ", r"\,")
            space = " " if relation[0] == "\\" else ""
            return f"{name}{gap}{relation}{space}{gap}{write(draw, value)}"
        case Measured(value, "%"):
            return write(draw, value) + pick("", " ") + pick(r"\%", "%")
        case Measured(value, unit):
            command = pick(r"\text", r"\mbox", r"\textrm")
            return write(draw, value) + pick("", " ") + f"{command}{{ {unit}}}"
        case Words(words):
            return pick(rf"\text{{{words}}}", words, rf"\textbf{{{words}}}", words.lower(), words.capitalize())
    raise AssertionError(answer)


def _sized(pick, opening, inside, closing):
    left, right = pick(("", ""), (r"\left", r"\right"), (r"\big", r"\big"))
    gap = pick("", " ")
    return f"{left}{opening}{gap}{inside}{gap}{right}{closing}"


def _sum(pick, terms):
    written = ""
    for name, coefficient in terms:
        sign = "-" if coefficient < 0 else "+" if written else ""
        gap = pick("", " ") if written else ""
        written += f"{gap}{sign}{gap}{_term(pick, abs(coefficient), name)}"
    return written


def _term(pick, coefficient, name):
    if not name:
        return _rational(pick, coefficient)
    if coefficient == 1:
        return name
    if coefficient.denominator == 1:
        return f"{coefficient.numerator}" + pick("", " ", r"\, ") + name
    if coefficient.numerator == 1 or pick(True, False):
        over = name if coefficient.numerator == 1 else f"{coefficient.numerator}{name}"
        return rf"\{pick('frac', 'dfrac', 'tfrac')}{{{over}}}{{{coefficient.denominator}}}"
    return f"{_fraction(pick, coefficient)}{name}"


def _fraction(pick, value):
    return rf"\{pick('frac', 'dfrac', 'tfrac')}{{{value.numerator}}}{{{value.denominator}}}"


def _rational(pick, value):
    if value.denominator == 1:
        return str(value.numerator)
    if value < 0:
        return pick("-", "- ") + _rational(pick, -value)
    finite = value.denominator in (2, 4, 5, 8, 20)
    if finite and pick(True, False):
        return f"{float(value)!r}"
    return _fraction(pick, value)


def wrapped(draw, text):
    """The text between signs that mean nothing."""
    around = (
        ("", ""),
        ("$", "$"),
        (r"\(", r"\)"),
        (r"\[", r"\]"),
        (r"\boxed{", "}"),
        ("", "."),
        (" ", "\n"),
        ("**", "**"),
    )
    before, after = draw(st.sampled_from(around))
    return f"{before}{text}{after}"


# --- changing -------------------------------------------------------------------------------------------------------


def changed(draw, answer):
    """An answer of the same form that means something else."""
    match answer:
        case Scalar():
            return _changed_scalar(draw, answer)
        case Several(kind, items):
            return Several(kind, _changed_items(draw, kind, items))
        case Interval(low, high, closed):
            how = draw(st.sampled_from(("low", "high", "left", "right")))
            if how in ("left", "right"):
                return replace(answer, closed=(closed[0] ^ (how == "left"), closed[1] ^ (how == "right")))
            return replace(answer, low=low - 1) if how == "low" else replace(answer, high=high + 1)
        case Named(name, relation, value):
            if relation == "=" and draw(st.booleans()):
                return replace(answer, name={"x": "t", "t": "m", "m": "x"}[name])
            if relation != "=" and draw(st.booleans()):
                return replace(answer, relation={"<": r"\le", r"\le": "<", ">": "<", r"\ge": ">"}[relation])
            return replace(answer, value=_changed_scalar(draw, value))
        case Measured(value, unit):
            if draw(st.booleans()):
                return Measured(Scalar((("", value.terms[0][1] * 3),)), unit)
            if unit != "%" and draw(st.booleans()):
                return Measured(value, UNITS[unit])
            return Measured(Scalar((("", -value.terms[0][1]),)), unit)
        case Words(words):
            return Words(draw(st.sampled_from([other for other in WORDS if other != words])))
    raise AssertionError(answer)


def _changed_scalar(draw, scalar):
    terms = dict(scalar.terms)
    name = draw(st.sampled_from(sorted(terms)))
    how = draw(st.sampled_from(("numerator", "sign", "name", "more")))
    value = terms[name]
    if how == "sign" and value:
        terms[name] = -value
    elif how == "name" and name in OTHER_NAME:
        terms[OTHER_NAME[name]] = terms.pop(name)
    elif how == "more" and len(terms) < len(BASIS):
        other = draw(st.sampled_from([one for one in CONSTANTS if one not in terms] or ["y^{4}"]))
        terms[other] = Fraction(1)
    else:
        terms[name] = value + Fraction(1 if value > 0 else -1, value.denominator)
    return Scalar(tuple(sorted(terms.items())))


def _changed_items(draw, kind, items):
    how = draw(st.sampled_from(("entry", "more", "fewer", "swap")))
    fresh = Scalar((("", Fraction(1000)),))
    if how == "more":
        return (*items, fresh)
    if how == "fewer" and len(items) > 2:
        return items[1:]
    if how == "swap" and kind in ("tuple", "vector"):
        return (items[1], items[0], *items[2:])
    at = draw(st.integers(0, len(items) - 1))
    entry = _changed_scalar(draw, items[at])
    return (*items[:at], fresh if entry in items else entry, *items[at + 1 :])
