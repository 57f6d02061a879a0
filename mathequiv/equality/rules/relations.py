"""Equations, inequalities and orderings against each other."""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING, Final, TypeAlias

from mathequiv.answers.contents import answer_symbols
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Equation,
    Inequality,
    Listing,
    Ordering,
    Scalar,
    SetOf,
    Statement,
    TextAnswer,
    TupleAnswer,
)
from mathequiv.answers.labels import is_constant, is_form_of_curve, is_quantity
from mathequiv.equality.expressions import is_zero
from mathequiv.equality.outcome import Context, RuleTable, all_parts, different, equal, mismatch, under_rule
from mathequiv.equality.rules.complex_plane import equation_of_plane, holds_modulus, inequality_of_plane
from mathequiv.equality.rules.containers import match_entries
from mathequiv.equality.rules.differential import holds_derivative, match_divided, with_named_derivatives
from mathequiv.equality.rules.formulas import as_formula, match_formulas, match_identities_of_sets
from mathequiv.equality.rules.names import name_of, show, unlike
from mathequiv.equality.rules.quotients import exponential_form, is_one_curve, match_products
from mathequiv.equality.rules.unordered import match_listings
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Apply, Call, Derivative, Expr, Neg, Number, Pow, SetOp, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, free_symbols, rebuild, walk
from mathequiv.lexicon.behaviours import is_point
from mathequiv.limits import MAX_ITEMS, Budget
from mathequiv.verdict import Exact, Mismatch, Witness

if TYPE_CHECKING:
    from mathequiv.equality.proportion import Proportion

__all__ = ["RULES", "is_identity", "match_equations", "unknowns"]


def unknowns(equation: Equation) -> frozenset[str]:
    """Names of the variables, applied functions and derivatives of an equation."""
    names = free_symbols(equation.left) | free_symbols(equation.right)
    for side in (equation.left, equation.right):
        names |= {node.name for node in walk(side) if isinstance(node, Apply)}
        names |= {to_text(node) for node in walk(side) if isinstance(node, Derivative)}
    return names


def _difference(equation: Equation) -> Expr:
    return _with_named_values(Add((equation.left, Neg(equation.right))))


def _with_named_values(expr: Expr) -> Expr:
    """An expression with a name for each value of an unknown function: ``f(1)`` is no constant, but an unknown."""
    if not contains(expr, (Apply,)):
        return expr
    if type(expr) is Apply and not free_symbols(expr):
        return Symbol(to_text(expr))
    return rebuild(expr, _with_named_values)


def is_identity(equation: Equation, ctx: Context) -> bool:
    """Whether both sides are proved equal, so the equation is a chain."""
    return is_zero(_difference(equation), ctx.budget) is True


def match_equations(a: Equation, b: Equation, ctx: Context) -> Finding | None:
    """Same solution set by algebra: the differences of the sides are proportional by a factor that cannot vanish."""
    sides = _difference(a), _difference(b)
    differential = holds_derivative(sides[0]) and holds_derivative(sides[1])
    if differential:
        sides = with_named_derivatives(*sides)
    ratio = _constant_ratio(*sides, ctx.budget)
    if ratio is None or not ratio.proportional:
        found = _match_otherwise(a, b, ctx)
        if found is not None:
            return found
    if ratio is None:
        return match_divided(*sides, ctx) if differential else None
    if not ratio.proportional:
        return different("equation", "the sides' differences are not proportional", _ratio_witness(ratio, a, b))
    return equal("equation", "the equations differ by a factor that is never zero", ratio.evidence)


def _match_otherwise(a: Equation, b: Equation, ctx: Context) -> Finding | None:
    """Equations whose sides are products, logarithms, or curves through the pole; None where that tells nothing."""
    powers = [exponential_form(side) for side in (a, b)]
    if (powers[0] is None) != (powers[1] is None):
        return match_equations(powers[0] or a, powers[1] or b, ctx)
    of_plane = holds_modulus(a.left, a.right)
    if of_plane != holds_modulus(b.left, b.right):
        points = equation_of_plane(a if of_plane else b, ctx.budget)
        if points is not None:
            return match_equations(points if of_plane else a, b if of_plane else points, ctx)
    found = match_products(a, b, ctx)
    if found is None and is_one_curve(a, b, ctx):
        return equal("equation", "one curve in polar coordinates, through the pole", Exact("a factor of the radius"))
    return found


def _constant_ratio(a: Expr, b: Expr, budget: Budget) -> Proportion | None:
    from mathequiv.equality.proportion import constant_ratio  # noqa: PLC0415 - loads flint

    return constant_ratio(a, b, budget)


def _ratio_witness(ratio: Proportion, a: Equation, b: Equation) -> Witness | Mismatch:
    if isinstance(ratio.evidence, (Witness, Mismatch)):
        return ratio.evidence
    left, right = (f"{to_text(e.left)} = {to_text(e.right)}"[:200] for e in (a, b))
    return Mismatch("equation", left, right)


def _congruences(a: Statement, b: Statement, ctx: Context) -> Finding | None:
    """Part by part, but residues of one modulus as classes: ``n ≡ 1`` and ``n ≡ 5`` modulo 4 are one."""
    if a.parts == b.parts:
        return equal("statement", "both are the same congruence", Exact("same expression"))
    classes = [_classes(side) for side in (a, b)]
    if (
        classes[0] is not None
        and classes[1] is not None
        and max(len(side.parts) for side in (a, b)) + _branched(a, b) > 2
    ):
        return _match_classes(classes[0], classes[1], ctx)
    left, right = _residue(a.parts[-1]), _residue(b.parts[-1])
    if left is None or right is None or len(a.parts) != 2 or len(b.parts) != 2:
        return _moved(a, b, ctx) or _said_alike(a, b, ctx)
    (value, modulus), (other, other_modulus) = left, right
    if modulus != other_modulus or (value - other) % modulus:
        return mismatch("statement", "residue class", f"{value} mod {modulus}", f"{other} mod {other_modulus}")
    result = ctx.match(a.parts[0], b.parts[0])
    return under_rule(result, "statement")


def _said_alike(a: Statement, b: Statement, ctx: Context) -> Finding | None:
    """Part by part; without a modulus the sides may be exchanged (``S_3`` is like ``D_3``)."""
    last = a.parts[-1]
    if isinstance(last, Scalar) and isinstance(last.expr, Call) and last.expr.name == "pmod":
        return match_entries(a.parts, b.parts, "statement", ctx)
    return _symmetric(a, b, ctx)


def _moved(a: Statement, b: Statement, ctx: Context) -> Finding | None:
    r"""EQUIVALENT if terms of a congruence are on its other side (``a\equiv b\pmod n``, ``n\mid a-b``)."""
    match a.parts, b.parts:
        case (
            (Scalar(expr=left), Scalar(expr=Call(name="pmod", args=(right, modulus)))),
            (Scalar(expr=other), Scalar(expr=Call(name="pmod", args=(rest, divisor)))),
        ) if modulus == divisor:
            one, two = Add((left, Neg(right))), Add((other, Neg(rest)))
            for difference in (two, Neg(two)):
                found = ctx.compare(one, difference)
                if found is not None and found.equivalent:
                    return under_rule(found, "statement")
    return None


def _branched(*sides: Statement) -> bool:
    return any(isinstance(part, Listing) for side in sides for part in side.parts)


Classes: TypeAlias = tuple[Answer, list[tuple[int, int]]]
"""What is congruent, and the residue classes it is in one of, each with its modulus."""


def _classes(statement: Answer) -> Classes | None:
    r"""``x \equiv 1, 4 \pmod 5``, ``x \equiv \pm1 \pmod 5``; None for any other statement."""
    if not isinstance(statement, Statement) or statement.head != "equiv":
        return None
    about, *parts = statement.parts
    listed = [item for part in parts for item in (part.items if isinstance(part, Listing) else (part,))]
    found = [residue for residue in map(_residue, listed) if residue is not None]
    return (about, found) if found and len(found) == len(listed) else None


def _match_classes(a: Classes, b: Classes, ctx: Context) -> Finding | None:
    """The same integers, whatever the modulus they are counted by."""
    modulus = lcm(*[divisor for _, classes in (a, b) for _, divisor in classes])
    if modulus > MAX_ITEMS:
        return None
    left, right = ({n for n in range(modulus) if _is_in(n, classes)} for _, classes in (a, b))
    if left != right:
        return mismatch("statement", "residue classes", str(a[1])[:80], str(b[1])[:80])
    return under_rule(ctx.match(a[0], b[0]), "statement")


def _is_in(n: int, classes: list[tuple[int, int]]) -> bool:
    return any((n - value) % divisor == 0 for value, divisor in classes)


def _congruences_list(a: Statement, b: Listing, ctx: Context) -> Finding | None:
    """Classes of one modulus against the list of them, classes of several moduli as the system they are."""
    found = [_classes(item) for item in b.items]
    known = [classes for classes in found if classes is not None]
    own = _classes(a)
    if own is None or len(known) != len(found) or any(about != known[0][0] for about, _ in known):
        return unlike(Statement, Listing) if as_formula(a) is None else None
    joined = _joined([classes for _, classes in known])
    return None if joined is None else _match_classes(own, (known[0][0], joined), ctx)


def _joined(listed: list[list[tuple[int, int]]]) -> list[tuple[int, int]] | None:
    """All the classes listed if they are of one modulus, else those of the system; None over a limit."""
    together = [one for classes in listed for one in classes]
    modulus = lcm(*[divisor for _, divisor in together])
    if len({divisor for _, divisor in together}) == 1:
        return together
    if modulus > MAX_ITEMS:
        return None
    return [(n, modulus) for n in range(modulus) if all(_is_in(n, classes) for classes in listed)]


def _residue(answer: Answer) -> tuple[int, int] | None:
    """An integer and the positive modulus after it."""
    match answer:
        case Scalar(expr=Call(name="pmod", args=(value, Number(numerator=modulus, denominator=1)))) if modulus > 0:
            sign = -1 if isinstance(value, Neg) else 1
            value = value.arg if isinstance(value, Neg) else value
            if isinstance(value, Number) and value.denominator == 1:
                return sign * value.numerator, modulus
    return None


def _inequalities(a: Inequality, b: Inequality, ctx: Context) -> Finding | None:
    """Same relation up to moving terms and scaling by a positive number (by any nonzero one for ``≠``)."""
    if len(a.parts) != len(b.parts):
        return mismatch("inequality", "number of relations", str(len(a.parts)), str(len(b.parts)))
    of_plane = holds_modulus(*[part for part, _ in a.parts])
    if of_plane != holds_modulus(*[part for part, _ in b.parts]):
        points = inequality_of_plane(a if of_plane else b, ctx.budget)
        if points is not None:
            a, b = (points, b) if of_plane else (a, points)
    result = _match_in_order(a, b, ctx)
    if len(a.parts) != _TWO_SIDED or (result is not None and result.equivalent):
        return result
    turned = _match_in_order(a, Inequality(b.parts[::-1]), ctx)
    return turned if turned is not None and turned.equivalent else result


_TWO_SIDED: Final = 2
"""Parts of ``1 < |z| < 2``, which may be written from its other end."""


def _match_in_order(a: Inequality, b: Inequality, ctx: Context) -> Finding | None:
    return all_parts("inequality", [_match_part(p, q, ctx) for p, q in zip(a.parts, b.parts, strict=True)])


def _match_part(a: tuple[Expr, str], b: tuple[Expr, str], ctx: Context) -> Finding | None:
    if a[1] != b[1]:
        return mismatch("inequality", "relation", a[1], b[1])
    ratio = _constant_ratio(a[0], b[0], ctx.budget)
    if ratio is None:
        return None
    left, right = f"{to_text(a[0])} {a[1]} 0"[:200], f"{to_text(b[0])} {b[1]} 0"[:200]
    if not ratio.proportional:
        return different(
            "inequality", "the relations are not the same up to scaling", Mismatch("relation", left, right)
        )
    if ratio.sign is None:
        same = ctx.compare(a[0], b[0])
        return under_rule(same, "inequality") if same is not None and same.equivalent else None
    if ratio.sign < 0 and a[1] != "!=":
        return different("inequality", "the relations point opposite ways", Mismatch("direction", left, right))
    return equal("inequality", "the relations differ by a positive factor", ratio.evidence)


def _orderings(a: Ordering, b: Ordering, ctx: Context) -> Finding | None:
    """The same members in the same order, strict where the other is strict."""
    if len(a.members) != len(b.members) or a.ops != b.ops:
        return mismatch("ordering", "shape", " ".join(a.ops), " ".join(b.ops))
    members = zip(a.members, b.members, strict=True)
    return all_parts("ordering", [_same_member(x, y, ctx) for x, y in members])


def _same_member(x: Expr, y: Expr, ctx: Context) -> Finding | None:
    if x == y:
        return equal("ordering", f"both have {to_text(x)}", Exact("same expression"))
    return ctx.compare(x, y)


def _as_inequality(ordering: Ordering) -> Inequality:
    """An ordering with its terms moved to one side, relation by relation."""
    steps = zip(ordering.members, ordering.ops, ordering.members[1:], strict=False)
    return Inequality(tuple((Add((small, Neg(large))), op) for small, op, large in steps))


def _ordering_list(a: Ordering, b: Listing | TupleAnswer, ctx: Context) -> Finding | None:
    """An ordering is the list of its members, in the order written."""
    if len(a.written) != len(b.items) or ctx.transitive:
        return mismatch("ordering", "number of members", str(len(a.written)), show(b))
    pairs = zip(a.written, b.items, strict=True)
    return all_parts("ordering", [ctx.match(Scalar(x), y) for x, y in pairs])


def _equations(a: Equation, b: Equation, ctx: Context) -> Finding | None:
    if contains(a.left, (SetOp,)) or contains(a.right, (SetOp,)):
        return match_identities_of_sets(a, b)
    identities = is_identity(a, ctx), is_identity(b, ctx)
    if all(identities):
        return ctx.match(Scalar(a.right), Scalar(b.right))
    if any(identities):
        return mismatch("equation", "kind", "an identity", "an equation")
    return match_equations(a, b, ctx)


def _equation_scalar(a: Equation, b: Scalar, ctx: Context) -> Finding | None:
    """Only an identity means its last member; an implicit equation is no expression."""
    if is_identity(a, ctx):
        result = ctx.match(Scalar(a.right), b)
        return under_rule(result, "chain")
    value = _value_of_quantity(a)
    if value is not None and not ctx.transitive and is_constant(b.expr):
        return under_rule(ctx.match(Scalar(value), b), "label_dropped")
    return mismatch("equation", "kind", "an equation", name_of(b))


def _value_of_quantity(equation: Equation) -> Expr | None:
    """The constant that a quantity of several names is equal to (``m+n = 25``), None for any other equation."""
    for name, value in ((equation.left, equation.right), (equation.right, equation.left)):
        if is_constant(value) and is_quantity(name):
            return None if is_form_of_curve(name, value) else value
    return None


def _ordering_inequality(a: Ordering, b: Inequality, ctx: Context) -> Finding | None:
    return _inequalities(_as_inequality(a), b, ctx)


def _statements(a: Statement, b: Statement, ctx: Context) -> Finding | None:
    if "formula" in (a.head, b.head):
        return match_formulas(a, b, ctx)
    if a.head.startswith(_OVER) and b.head.startswith(_OVER):
        return _sums_over_names(a, b, ctx)
    if a.head != b.head:
        return mismatch("statement", "form", a.head, b.head)
    corners = _corners(a), _corners(b)
    if corners[0] and corners[1]:
        same = corners[0] == corners[1]
        return _SAME_CORNERS if same else mismatch("statement", "corners", *map(show, (a.parts[1], b.parts[1])))
    if a.head == "equiv":
        return _congruences(a, b, ctx)
    if a.head in ("forall", "exists"):
        left, right = tuple(map(_as_said, a.parts)), tuple(map(_as_said, b.parts))
        return match_entries(left, right, "statement", ctx.exact())
    if a.head == "extension":
        return _extensions(a, b, ctx)
    return _symmetric(a, b, ctx) if a.head == "sim" else match_entries(a.parts, b.parts, "statement", ctx)


def _symmetric(a: Statement, b: Statement, ctx: Context) -> Finding | None:
    """Two statements that say the same with their sides exchanged."""
    found = match_entries(a.parts, b.parts, "statement", ctx)
    if found is not None and found.equivalent:
        return found
    exchanged = match_entries(a.parts, tuple(reversed(b.parts)), "statement", ctx)
    return exchanged if exchanged is None or exchanged.equivalent else found


def _corners(said: Statement) -> frozenset[frozenset[str]]:
    r"""Which corners of two triangles are alike (``\triangle ABC\cong\triangle DEF``); nothing for other statements."""
    match said:
        case Statement(head="equiv" | "sim", parts=(Scalar(expr=Symbol(name=one)), Scalar(expr=Symbol(name=other)))):
            if one.startswith(_TRIANGLE) and other.startswith(_TRIANGLE) and len(one) == len(other):
                return frozenset(map(frozenset, zip(one[len(_TRIANGLE) :], other[len(_TRIANGLE) :], strict=True)))
    return frozenset()


_TRIANGLE: Final = "triangle "
_SAME_CORNERS: Final = equal("statement", "the same corners are alike", Exact("same corners"))


def _extensions(a: Statement, b: Statement, ctx: Context) -> Finding | None:
    """EQUIVALENT for one field with the same elements, in any order; others may give the same field."""
    fields = ctx.match(a.parts[0], b.parts[0])
    if fields is None or not fields.equivalent:
        return None
    elements = match_listings(Listing(a.parts[1:]), Listing(b.parts[1:]), ctx)
    return under_rule(elements, "statement") if elements is not None and elements.equivalent else None


def _as_said(part: Answer) -> Answer:
    """An assignment under a quantifier as the equation that it is: its label is no name for a value there."""
    return part.equation if isinstance(part, Assignment) and part.equation is not None else part


_OVER: Final = ("sum ", "product ")


def _sums_over_names(a: Statement, b: Statement, ctx: Context) -> Finding | None:
    """Sums over a named set: EQUIVALENT with the same term and set; over another set of the same terms DIFFERENT."""
    terms = ctx.match(a.parts[0], b.parts[0]) if a.head == b.head else None
    if terms is None or not terms.equivalent or a.parts[1] != b.parts[1]:
        return None
    if a.parts[2] == b.parts[2]:
        return under_rule(terms, "statement")
    held = answer_symbols(a.parts[0])
    if a.head.endswith(" in") and any("index" in name.split("_") for name in held):
        return mismatch("statement", "index set", show(a.parts[2]), show(b.parts[2]))
    return None


def _statement_scalar(a: Statement, b: Scalar, ctx: Context) -> Finding | None:
    """A residue against a number; a sum over names may be any value."""
    if a.head.startswith(_OVER):
        return None
    if a.head == "in" and not ctx.transitive:
        return _member_scalar(a, b, ctx)
    return _congruence_scalar(a, b, ctx)


def _member_scalar(a: Statement, b: Scalar, ctx: Context) -> Finding | None:
    r"""A polynomial that is said to be of a ring (``x^2+x+1 \in \mathbb F_2[x]``) against itself alone."""
    about = a.parts[0]
    names = answer_symbols(about)
    if (
        not isinstance(about, Scalar)
        or not isinstance(about.expr, (Add, Pow))
        or not names <= answer_symbols(a.parts[1])
    ):
        return unlike(Statement, Scalar)
    result = ctx.match(about, b)
    return under_rule(result, "label_dropped") if result is not None and result.equivalent else None


def _statement_tuple(a: Statement, b: TupleAnswer, ctx: Context) -> Finding | None:
    """What a point is said to be against the point alone."""
    if ctx.transitive or not is_point(a.head):
        return unlike(Statement, TupleAnswer)
    return under_rule(match_entries(a.parts, b.items, "tuple", ctx), "label_dropped")


def _extension_set(a: Statement, _b: SetOf, _ctx: Context) -> Finding | None:
    r"""A field by what extends it may be the set of the forms of its elements (``\{a+b\sqrt2\}``)."""
    return None if a.head == "extension" else unlike(Statement, SetOf)


def _congruence_scalar(a: Statement, b: Scalar, ctx: Context) -> Finding | None:
    r"""The residue of ``n \equiv 5 \pmod{17}`` against the bare number; a formula against a letter (``\neg\neg p``)."""
    formula = as_formula(a)
    if formula is not None:
        letter = isinstance(b.expr, Symbol) and b.expr.name not in _TRUTHS
        return match_formulas(a, Statement("formula", (b,)), ctx) if letter else None
    match a.parts:
        case (Scalar(expr=Symbol()) as about, Scalar(expr=Call(name="pmod"))) if _is_class(b.expr):
            if a.head == "equiv" and not ctx.transitive:
                return under_rule(_congruences(a, Statement("equiv", (about, b)), ctx), "label_dropped")
        case (Scalar(expr=Symbol()), Scalar(expr=Call(name="pmod", args=(value, _)))) if not ctx.transitive:
            if a.head == "equiv" and is_constant(b.expr) and not _is_class(b.expr):
                return under_rule(ctx.match(Scalar(value), b), "label_dropped")
        case (Scalar() as about, Scalar(expr=Call(name="pmod", args=(value, modulus)))) if not ctx.transitive:
            if a.head == "equiv" and is_constant(b.expr) and _is_power_residue(about, value, modulus):
                return under_rule(ctx.match(Scalar(value), b), "label_dropped")
    return unlike(Statement, Scalar)


_TRUTHS: Final = frozenset({"T", "F"})
"""Letters that may be what always or never holds."""


def _is_power_residue(about: Answer, value: Expr, modulus: Expr) -> bool:
    r"""Whether a power of an integer has the residue that is said (``3^{-1}\equiv5\pmod7``)."""
    match about, value, modulus:
        case (
            Scalar(expr=Pow(base=Number(numerator=base, denominator=1), exponent=exponent)),
            Number(numerator=rest, denominator=1),
            Number(numerator=m, denominator=1),
        ) if m > 1:
            power = -exponent.arg.numerator if isinstance(exponent, Neg) and isinstance(exponent.arg, Number) else None
            if isinstance(exponent, Number) and exponent.denominator == 1:
                power = exponent.numerator
            return power is not None and (gcd(base, m) == 1 or power > 0) and pow(base, power, m) == rest % m
    return False


def _is_class(expr: Expr) -> bool:
    return isinstance(expr, Call) and expr.name == "pmod"


_ALGEBRA: Final = frozenset({"group", "extension"})


def _formula_in_words(a: Statement, _b: TextAnswer, _ctx: Context) -> Finding | None:
    """A formula or a group may be what words say; any other statement is no words."""
    return unlike(Statement, TextAnswer) if as_formula(a) is None and a.head not in _ALGEBRA else None


RULES: Final[RuleTable] = {
    (Statement, Scalar): _statement_scalar,
    (Statement, SetOf): _extension_set,
    (Statement, TupleAnswer): _statement_tuple,
    (Statement, TextAnswer): _formula_in_words,
    (Statement, Listing): _congruences_list,
    (Equation, Equation): _equations,
    (Equation, Scalar): _equation_scalar,
    (Inequality, Inequality): _inequalities,
    (Ordering, Ordering): _orderings,
    (Ordering, Inequality): _ordering_inequality,
    (Ordering, Listing): _ordering_list,
    (Ordering, TupleAnswer): _ordering_list,
    (Statement, Statement): _statements,
}
