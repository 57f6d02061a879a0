"""What is said of a result beyond its reason, where people see it: why a rounding does not count, which page helps.

A comparison makes none of this: most are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from mathequiv._version import DOCUMENTATION
from mathequiv.answers.contents import answer_symbols
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Chain,
    Choice,
    Combination,
    Equation,
    Inequality,
    Interval,
    Listing,
    MatrixAnswer,
    NamedSet,
    Ordering,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TextAnswer,
    Truth,
    TupleAnswer,
)
from mathequiv.equality.rationals import Rational, is_finite_decimal, rational
from mathequiv.equality.reals import SIGNIFICANT_DIGITS, rounds_to
from mathequiv.equality.rules.scalars import written_decimal
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Expr, Mul, Neg, Number, Percent, Pow, Quantity
from mathequiv.latex.latex_form import to_latex
from mathequiv.lexicon.quantifiers import FREE_ALONE
from mathequiv.lexicon.units import read_unit
from mathequiv.limits import Budget
from mathequiv.prepared import prepare
from mathequiv.rulebook import RULES
from mathequiv.verdict import Options, Verdict

__all__ = ["PAGES", "Note", "note_on", "page_for"]


class Note(NamedTuple):
    """What is said of a result beyond its reason.

    Attributes:
        marked: a sentence without its full stop, its formulas as LaTeX between dollar signs.
        page: the page of the contract that it is from.
    """

    marked: str
    page: str

    @property
    def text(self) -> str:
        """The sentence without the dollar signs."""
        return self.marked.replace("$", "")


def note_on(verdict: Verdict, prediction: str | None, reference: str | None, options: Options) -> Note | None:
    """Why a decimal that rounds an exact value is not equal to it, nor what has no value to the word for that.

    Args:
        verdict: what was found.
        prediction: one answer.
        reference: the other one.
        options: those of the comparison.

    Returns:
        The note; None for any other result.
    """
    sides = _answers(prediction, reference) if verdict is Verdict.DIFFERENT else None
    if sides is None:
        return None
    for a, b in _values(*sides):
        try:
            note = _of_decimal(a, b, options) or _of_decimal(b, a, options)
        except (OverLimit, UndefinedValue):
            continue
        if note is not None:
            return Note(note, "decimal")
    return _of_nothing(*sides) or _of_nothing(*reversed(sides))


def _of_nothing(word: Answer, value: Answer) -> Note | None:
    """On an expression without a value beside a word that says so."""
    if not (isinstance(word, Truth) and word.meaning == "undefined" and isinstance(value, Scalar)):
        return None
    try:
        rational(value.expr)
    except UndefinedValue:
        return Note(f"${to_latex(value.expr)}$ has no value, and what has none equals only the same text", "undefined")
    except OverLimit:
        pass
    return None


def _answers(prediction: str | None, reference: str | None) -> tuple[Answer, Answer] | None:
    """The likeliest readings of both sides, None where one was not read."""
    if prediction is None or reference is None:
        return None
    sides = prepare(prediction), prepare(reference)
    if any(side.oversize or not side.readings for side in sides):
        return None
    return sides[0].readings[0].answer, sides[1].readings[0].answer


_ROWS: Final = (TupleAnswer, Listing, SetAnswer)


def _values(a: Answer, b: Answer) -> Iterator[tuple[Expr, Expr]]:
    """The values of both sides that are compared, where labels and units do not differ."""
    if isinstance(a, Assignment) and isinstance(b, Assignment) and a.label != b.label:
        return
    a, b = (side.value if isinstance(side, Assignment) else side for side in (a, b))
    if isinstance(a, Scalar) and isinstance(b, Scalar):
        yield from _bare(a.expr, b.expr)
    elif isinstance(a, _ROWS) and isinstance(b, _ROWS) and len(a.items) == len(b.items):
        for x, y in zip(a.items, b.items, strict=True):
            yield from _values(x, y)


_HUNDRED: Final = Number(100)


def _bare(a: Expr, b: Expr) -> Iterator[tuple[Expr, Expr]]:
    if isinstance(a, Quantity) and isinstance(b, Quantity) and a.unit != b.unit:
        return
    a, b = (side.value if isinstance(side, Quantity) else side for side in (a, b))
    percents = isinstance(a, Percent), isinstance(b, Percent)
    a, b = (side.value if isinstance(side, Percent) else side for side in (a, b))
    if percents[0] is percents[1]:
        yield a, b
    else:
        yield (a, Mul((_HUNDRED, b))) if percents[0] else (Mul((_HUNDRED, a)), b)


# ---- roundings -------------------------------------------------------------------------------------------------------

_PLACES: Final = 12
"""Places of a finite decimal that is shown."""


def _of_decimal(decimal: Expr, exact: Expr, options: Options) -> str | None:
    """Why a decimal that rounds the other side does not count, None where it rounds nothing."""
    if written_decimal(exact) is not None:
        return None
    written = written_decimal(decimal)
    number, scale = written or (_as_decimal(decimal), 0)
    if number is None:
        return None
    target = exact if scale == 0 else Mul((exact, Pow(Number(10), Number(-scale))))
    value = rational(target)
    said = f"${to_latex(decimal)}$ rounds ${to_latex(exact)}$"
    if value is not None and is_finite_decimal(value[1]):
        rounds = written is not None and _cuts(number, value)
        return f"{said}, which has a finite decimal{_finite(value, scale)}" if rounds else None
    if not rounds_to(number, target, Budget(), least=1):
        return None
    digits = len(str(_digits_of(number)))
    if written is None:
        return f"{said}, but a rounding is written with a decimal point"
    if digits < SIGNIFICANT_DIGITS:
        plural = "s" if digits > 1 else ""
        return f"{said}, but has only {digits} significant digit{plural}; a rounding needs {SIGNIFICANT_DIGITS}"
    return f'{said}, but approx="exact" accepts no rounding' if options.approx == "exact" else None


def _as_decimal(whole: Expr) -> Number | None:
    """A whole number of two digits or more as a decimal without places."""
    sign, number = (-1, whole.arg) if isinstance(whole, Neg) else (1, whole)
    if not isinstance(number, Number) or number.denominator != 1 or number.places is not None or number.numerator < 10:
        return None
    return Number(sign * number.numerator, 1, 0)


def _cuts(number: Number, value: Rational) -> bool:
    """Whether a decimal is a rounding or truncation of a rational number that it is not equal to."""
    scaled = _digits_of(number)
    whole, rest = divmod(abs(value[0]) * 10 ** (number.places or 0), value[1])
    if not rest or not scaled or (value[0] > 0) is not (number.numerator > 0):
        return False
    return scaled in (whole, whole + (2 * rest >= value[1]))


def _digits_of(number: Number) -> int:
    """The digits of a decimal as a number, without its sign and point."""
    return abs(number.numerator) * int(10 ** (number.places or 0)) // number.denominator


def _finite(value: Rational, scale: int) -> str:
    """The decimal as it is shown after the words, nothing where it is long."""
    for places in range(_PLACES + 1 if scale == 0 else 0):
        scaled, rest = divmod(abs(value[0]) * 10**places, value[1])
        if rest == 0:
            digits = str(scaled).rjust(places + 1, "0")
            return f": {'-' if value[0] < 0 else ''}{digits[: len(digits) - places]}.{digits[len(digits) - places :]}"
    return ""


# ---- pages -----------------------------------------------------------------------------------------------------------

PAGES: Final[dict[type, str]] = {
    MatrixAnswer: "matrix",
    Choice: "choice",
    Truth: "truth",
    Equation: "equation",
    Assignments: "assignment",
    Assignment: "assignment",
    Inequality: "inequality",
    Solutions: "inequality",
    Ordering: "inequality",
    Chain: "chain",
    Statement: "text",
    Interval: "interval",
    Combination: "interval",
    SetOf: "set",
    NamedSet: "set",
    SetAnswer: "set",
    TupleAnswer: "tuple",
    Listing: "list",
    TextAnswer: "text",
    Scalar: "number",
}
"""The page of the contract on each kind of answer; of two kinds that meet, the page of the one that comes first."""


def page_for(rule: str, prediction: str | None, reference: str | None, note: Note | None = None) -> str | None:
    """The address of the page of the contract that helps to understand a result.

    Args:
        rule: the rule that decided.
        prediction: one answer.
        reference: the other one.
        note: what `note_on` says of it.

    Returns:
        The address; None for a rule without a page.
    """
    row = RULES.get(rule)
    if row is None:
        return None
    page = row[1] if note is None else note.page
    if rule in ("value", "kind") and note is None:
        sides = _answers(prediction, reference)
        page = page if sides is None else _page_of_kinds(*sides)
    return f"{DOCUMENTATION}contract/{page}.html"


def _page_of_kinds(a: Answer, b: Answer) -> str:
    kinds = {type(a), type(b)}
    first = next(page for kind, page in PAGES.items() if kind in kinds)
    return first if first != "number" else _page_of_names(answer_symbols(a), answer_symbols(b))


def _page_of_names(a: frozenset[str], b: frozenset[str]) -> str:
    """By the variables of two values: a constant or a unit that one side lacks, any, or none."""
    lacking = a ^ b
    if a & b and lacking and all(name.partition("_")[0] in FREE_ALONE for name in lacking):
        return "periodic"
    if lacking and not a & b and all(read_unit(name) is not None for name in lacking):
        return "quantity"
    return "expression" if a | b else "number"
