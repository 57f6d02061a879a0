"""The slow path of `mathequiv.equality.expressions`: exact algebra first, then certified enclosures."""

from __future__ import annotations

from mathequiv.equality.algebra.normal_form import NoFormError, Normalizer
from mathequiv.equality.algebra.polynomials import Form
from mathequiv.equality.domains import same_domain
from mathequiv.equality.existence import all_exist
from mathequiv.equality.numbers.algebraic import is_zero_algebraic
from mathequiv.equality.numbers.balls import Undefined
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.numbers.points import Setting
from mathequiv.equality.numbers.sampling import FIRST_BITS, Sampling
from mathequiv.equality.written import with_complex_variables
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Add, Expr, Neg
from mathequiv.latex.trees import Known
from mathequiv.limits import Budget
from mathequiv.nodes import node
from mathequiv.verdict import Convention, Evidence, Exact

__all__ = ["Forms", "decide", "is_defined", "put_in_form", "tends_to"]


@node
class Forms:
    """Both sides over one ring."""

    nf: Normalizer
    left: Form
    right: Form


def put_in_form(a: Expr, b: Expr, complex_: bool, budget: Budget) -> Forms | None:
    """Both sides as forms, or None where they are too large for that.

    Raises:
        UndefinedValue: a side certainly has no value.
        NoFormError: a side holds a node that is no scalar expression.
    """
    nf = Normalizer(complex_, budget)
    try:
        return Forms(nf, nf.form(a), nf.form(b))
    except OverLimit as over:
        if over.cap == "MAX_STEPS":
            raise
        budget.met = over
        return None


def decide(a: Expr, b: Expr, budget: Budget, known: Known | None = None) -> Evidence | None:
    """Evidence that ``a`` and ``b`` are equal (`Exact`, `Numeric`, `Convention`) or different (`Witness`), or None.

    Args:
        a: one side.
        b: the other.
        budget: where steps are counted.
        known: what is known of the pair.

    Raises:
        OverLimit: the budget is spent.
    """
    setting = Setting(a, b, known)
    x, y = with_complex_variables(a, b, setting.names)
    if x is not a or y is not b:
        a, b, setting = x, y, Setting(x, y)
    try:
        forms = put_in_form(a, b, setting.complex_, budget)
    except (UndefinedValue, NoFormError):
        return None
    if forms is not None and _same(forms):
        return _exact(a, b, forms, setting, budget)
    return _by_numbers(a, b, setting, budget)


def is_defined(expr: Expr, budget: Budget) -> bool | None:
    """Whether ``expr`` has a value (at generic points, if it holds variables); None where that cannot be told.

    Raises:
        OverLimit: the budget is spent.
    """
    setting = Setting(expr, expr)
    try:
        forms = put_in_form(expr, expr, setting.complex_, budget)
    except UndefinedValue:
        return False
    except NoFormError:
        return None
    if forms is not None and not (forms.nf.partial or forms.nf.calculus):
        return True
    return Sampling(expr, expr, setting, budget).common_point()


def tends_to(expr: Expr, budget: Budget) -> int:
    """The sign of the infinity that a sum, integral or limit certainly tends to; 0 where it is none or not known.

    Raises:
        OverLimit: the budget is spent.
    """
    found = enclose(expr, {}, FIRST_BITS, complex_=False, budget=budget)
    return found.sign if isinstance(found, Undefined) else 0


def _same(forms: Forms) -> bool:
    try:
        return forms.nf.ring.difference_is_zero(forms.left, forms.right)
    except OverLimit as over:
        if over.cap == "MAX_STEPS":
            raise
        return False


def _all_exist(a: Expr, b: Expr, budget: Budget) -> bool:
    return all_exist(a, budget) and all_exist(b, budget)


def _exact(a: Expr, b: Expr, forms: Forms, setting: Setting, budget: Budget) -> Evidence | None:
    """Equal forms are a proof once both sides are known to be defined somewhere together."""
    nf = forms.nf
    sampling = Sampling(a, b, setting, budget)
    known = sampling.common_point() if nf.partial or nf.calculus else True
    if known is False or (known is None and not nf.calculus):
        return None
    if a == b:
        return Exact("same expression")
    if nf.calculus and not known and not _all_exist(a, b, budget):
        return None
    if nf.partial and setting.names and not setting.complex_ and _is_narrower(sampling, forms):
        return Convention("common_domain")
    return Exact(_name_of_proof(forms, setting))


def _is_narrower(sampling: Sampling, forms: Forms) -> bool:
    """Whether only one side has a value in some piece; points are looked for where the sides do not show it."""
    return not same_domain(sampling.a, sampling.b, forms.nf) and sampling.is_narrower()


def _name_of_proof(forms: Forms, setting: Setting) -> str:
    if forms.nf.partial or forms.nf.calculus:
        return "algebraic identity"
    return "polynomial identity" if setting.names else "exact arithmetic"


def _by_numbers(a: Expr, b: Expr, setting: Setting, budget: Budget) -> Evidence | None:
    sampling = Sampling(a, b, setting, budget)
    found = sampling.find_difference()
    if not isinstance(found, bool):
        return found
    if not setting.names and is_zero_algebraic(Add((a, Neg(b))), setting.complex_, budget):
        return Exact("root separation bound")
    return sampling.show_agreement() if found else None
