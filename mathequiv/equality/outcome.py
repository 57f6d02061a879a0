"""Making results of the value layer, and joining those of parts into one of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from mathequiv.answers.kinds import Answer
from mathequiv.equality.expressions import compare_expressions
from mathequiv.equality.written import with_positive_letters
from mathequiv.finding import DIFFERENT, EQUIVALENT, UNDECIDED, Finding
from mathequiv.latex.expr import Expr
from mathequiv.latex.text_form import to_text
from mathequiv.limits import Budget
from mathequiv.verdict import (
    Convention,
    Evidence,
    Exact,
    Identical,
    Mismatch,
    Numeric,
    Options,
    Tolerance,
    Witness,
)

__all__ = [
    "Context",
    "Rule",
    "RuleTable",
    "all_parts",
    "different",
    "equal",
    "mismatch",
    "turned",
    "under_rule",
]

_LAYER: Final = "value"

_BY_POINTS: Final = (Convention, Numeric)
"""Evidence that says nothing of single points, or of where only one side has a value."""

Rule: TypeAlias = Callable[..., Finding | None]
"""Compares two answers, of the kinds it is listed under, in a `Context`; None if it cannot tell."""

RuleTable: TypeAlias = dict[tuple[type, type], Rule]
"""The rules by unordered pair of kinds; each module of `mathequiv.equality.rules` has one."""


class Context:
    """What a comparison of two readings carries along.

    Args:
        options: the caller's options.
        budget: the step counter of this comparison.
        rule: what compares two answers of any kinds, for the rules that have parts to compare.
        transitive: only rules that keep equality transitive (for equivalence classes): nothing is rounded, no
            sign, unit, label or base is dropped, no list is a tuple.
        hundredths: a percent against a plain value is its hundredth; its sign is not dropped.
        nested: what is compared are parts of a tuple, list, set or matrix, where ``{1}`` is not 1.
        measured: a number may be off by the tolerance of the options; a date or a score may not.
    """

    __slots__ = ("_rule", "budget", "hundredths", "measured", "nested", "options", "transitive")

    def __init__(  # noqa: PLR0913 - each by its name
        self,
        options: Options,
        budget: Budget,
        rule: Rule,
        *,
        transitive: bool = False,
        nested: bool = False,
        hundredths: bool = False,
        measured: bool = True,
    ) -> None:
        self.options = options
        self.budget = budget
        self.transitive = transitive
        self.nested = nested
        self.hundredths = hundredths
        self.measured = measured
        self._rule = rule

    def match(self, a: Answer, b: Answer) -> Finding | None:
        """Compare two answers of any kinds."""
        return self._rule(a, b, self)

    def compare(self, a: Expr, b: Expr) -> Finding | None:
        """Compare two expressions by value, under what the options assume.

        Equal on a common domain only is DIFFERENT under transitive rules, where the options want the same domain, and
        where both sides say by their cases where they hold.
        """
        if self.options.assume == "positive":
            a, b = with_positive_letters(a, b)
        result = compare_expressions(a, b, self.budget)
        if result is None or not isinstance(result.evidence, _BY_POINTS):
            return result
        if isinstance(result.evidence, Convention) and (self.transitive or self.options.domain == "same"):
            return mismatch("common_domain", "domain", to_text(a)[:80], to_text(b)[:80])
        from mathequiv.equality.case_domains import other_cases  # noqa: PLC0415 - loads flint

        if other_cases(a, b):
            return mismatch("condition", "cases", to_text(a)[:80], to_text(b)[:80])
        return result

    def exact(self) -> Context:
        """The same with transitive rules only."""
        return Context(self.options, self.budget, self._rule, transitive=True, nested=self.nested)

    def counted(self) -> Context:
        """The same for numbers that nobody measures: no tolerance."""
        if self.tolerance is None:
            return self
        return self._changed(nested=self.nested, hundredths=self.hundredths, measured=False)

    def inside(self) -> Context:
        """The same for the parts of what is compared."""
        if self.nested:
            return self
        return self._changed(nested=True, hundredths=self.hundredths, measured=self.measured)

    def in_hundredths(self) -> Context:
        """The same with percents as their hundredths only."""
        return self._changed(nested=False, hundredths=True, measured=self.measured)

    def _changed(self, *, nested: bool, hundredths: bool, measured: bool) -> Context:
        return Context(
            self.options,
            self.budget,
            self._rule,
            transitive=self.transitive,
            nested=nested,
            hundredths=hundredths,
            measured=measured,
        )

    @property
    def rounds(self) -> bool:
        """Whether a decimal may replace an exact value it rounds."""
        return self.options.approx == "rounded" and not self.transitive

    @property
    def tolerance(self) -> Tolerance | None:
        """By how much two numbers may differ, if the options say so."""
        approx = self.options.approx
        return approx if isinstance(approx, Tolerance) and self.measured and not self.transitive else None


def equal(rule: str, reason: str, evidence: Evidence) -> Finding:
    """An EQUIVALENT of the value layer."""
    return Finding(EQUIVALENT, _LAYER, rule, reason, evidence)


def different(rule: str, reason: str, evidence: Evidence) -> Finding:
    """A DIFFERENT of the value layer."""
    return Finding(DIFFERENT, _LAYER, rule, reason, evidence)


def mismatch(rule: str, what: str, left: str, right: str) -> Finding:
    """A DIFFERENT because the sides differ in kind or shape."""
    return different(rule, f"{what}: {left} against {right}", Mismatch(what, left, right))


def turned(result: Finding | None) -> Finding | None:
    """``result`` of the sides in the other order, with the evidence of each under its own name."""
    if result is None or result.verdict is not DIFFERENT:
        return result
    match result.evidence:
        case Mismatch(what=what, left=left, right=right):
            reason = result.reason.replace(f": {left} against {right}", f": {right} against {left}")
            return Finding(result.verdict, result.layer, result.rule, reason, Mismatch(what, right, left))
        case Witness(point=point, left=left, right=right):
            reason = result.reason.replace(f"{left} is not {right}", f"{right} is not {left}")
            return Finding(result.verdict, result.layer, result.rule, reason, Witness(point, right, left))
    return result


def under_rule(result: Finding | None, rule: str, reason: str | None = None) -> Finding | None:
    """``result`` under the name of the rule that led to it; None stays None."""
    if result is None:
        return None
    return Finding(result.verdict, result.layer, rule, reason or result.reason, result.evidence)


_STRENGTH: Final = {Identical: 0, Exact: 1, Numeric: 2, Convention: 3}


def all_parts(rule: str, results: Iterable[Finding | None]) -> Finding | None:
    """One result of an ordered comparison: DIFFERENT if one part is, None if one cannot be told, else EQUIVALENT.

    The evidence of an EQUIVALENT is the weakest of the parts'.
    """
    weakest: Finding | None = None
    least = -1
    open_part = False
    count = 0
    for count, result in enumerate(results, 1):
        if result is None or result.verdict is UNDECIDED:
            open_part = True
        elif result.verdict is DIFFERENT:
            return under_rule(result, rule, f"entry {count} differs: {result.reason}")
        elif (strength := _STRENGTH[type(result.evidence)]) > least:
            weakest, least = result, strength
    if open_part:
        return None
    if weakest is None:
        return equal(rule, "both are empty", Exact("no entries"))
    reason = f"all {count} entries agree" if count > 1 else weakest.reason
    return under_rule(weakest, rule, reason)
