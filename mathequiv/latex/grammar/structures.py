"""Fractions, derivatives, sums, integrals, limits and environments."""

from __future__ import annotations

from typing import Final, TypeAlias

from mathequiv.latex.expr import (
    Add,
    Apply,
    Call,
    Derivative,
    Div,
    Ellipsis_,
    Expr,
    Folded,
    Limit,
    Matrix,
    Mul,
    Neg,
    Number,
    Percent,
    Piecewise,
    Pow,
    Quantity,
    Relation,
    Root,
    Sequence,
    Symbol,
    Text,
)
from mathequiv.latex.grammar.below import Below, lower_bound
from mathequiv.latex.grammar.bounds import (
    Over,
    Progression,
    folded_by_steps,
    folded_over,
    folded_over_names,
    folded_over_terms,
    progression,
    term,
)
from mathequiv.latex.grammar.combine import divide, grouped
from mathequiv.latex.grammar.cursor import Cursor, Integral
from mathequiv.latex.grammar.evaluations import VARIABLES, at_places, bound, places
from mathequiv.latex.grammar.levels import Parser, argument
from mathequiv.latex.grammar.names import variable
from mathequiv.latex.grammar.scripts import raised_times
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import contains, free_symbols
from mathequiv.lexicon import units
from mathequiv.lexicon.commands import ENVIRONMENTS
from mathequiv.lexicon.prose import CONDITION_WORDS, OTHERWISE
from mathequiv.lexicon.token_kinds import WORDS, Kind
from mathequiv.limits import MAX_ORDER_DIGITS, MAX_WRITTEN_ORDER, check

_SENTENCE: Final[frozenset[Kind]] = WORDS | {"letter", "num", "join"}


def fraction(p: Parser, token: Token) -> Expr:
    r"""``\frac``, which may be a derivative; a fraction of quantities is a quantity where its unit is known."""
    if p.tokens[p.k].kind == "{":
        first = p.tokens[p.k + 1]
        if first.text[:1] == "d" or first.text == "partial" or first.kind in _BRACES:
            found = _derivative(p)
            if found is not None:
                return found
    top = argument(p, single=True)
    bottom = argument(p, single=True)
    if isinstance(top, Quantity) or isinstance(bottom, Quantity):
        return _rate(top, bottom) or divide(top, bottom)
    return divide(top, bottom)


def _rate(top: Expr, bottom: Expr) -> Expr | None:
    r"""A quotient of known units as one quantity (``\frac{5 m}{2 s}``), or as a number where they cancel.

    None for a quotient of angles, which are numbers, for nouns, and for two units of one kind, whose quotient is not
    that of the numbers (``\frac{1 m}{2 cm}``).
    """
    powers: dict[str, int] = {}
    for side, sign in ((top, 1), (bottom, -1)):
        if not isinstance(side, Quantity):
            if contains(side, (Quantity, Percent, Text)):
                return None
            continue
        if units.conversion(side.unit) is None:
            return None
        for name, power in side.unit:
            powers[name] = powers.get(name, 0) + sign * power
    left = tuple(sorted((name, power) for name, power in powers.items() if power))
    divided = len(left) == 1 and not isinstance(bottom, Quantity)
    if (not units.ANGLES.isdisjoint(powers) and not divided) or _of_one_kind(left):
        return None
    value = divide(*[side.value if isinstance(side, Quantity) else side for side in (top, bottom)])
    return Quantity(value, left) if left else value


def _of_one_kind(powers: units.UnitPowers) -> bool:
    """Whether two of the units measure the same."""
    bases = [base for name, _ in powers for base, _ in (units.conversion(((name, 1),)) or (1, ()))[1]]
    return len(set(bases)) != len(bases)


def ellipsis(p: Parser, token: Token) -> Expr:
    """Dots that mean what is left out."""
    return Ellipsis_()


# --- derivatives ------------------------------------------------------------------------------------------------------

Differentials: TypeAlias = tuple[tuple[int, str], ...]
"""Orders and variables below a derivative."""


def _derivative(p: Parser) -> Expr | None:
    r"""``\frac{d}{dx}`` before what is derived, or ``\frac{dy}{dx}``; None for any other fraction (``\frac{d}{2}``)."""
    top = _differential(p.plain_group(p.k))
    middle = p.script_end(p.k)
    if p.tokens[middle].kind != "{":
        return None
    bottom = _differentials(p.plain_group(middle))
    if bottom is None:
        return _of_lettered_order(p, middle)
    if top is None:
        return _derived_above(p, bottom)
    if sum(times for times, _ in bottom) != top[0]:
        return p.fail("orders that agree") if p.tokens[p.k + 1].text == "partial" else None
    p.k = p.script_end(middle)
    if top[1]:
        return _derived(Symbol(top[1]), bottom)
    below = p.kind() == "bar" and p.kind(1) == "sub"  # `\frac{d}{dx}\Big|_{x=0} \sin x`
    p.k += below
    at = places(p) if below else []
    p.enter()
    body = p.operand() if p.kind() == "open" else p.product()
    p.leave()
    return at_places(p, _derived(body, bottom), at) if at else _derived(body, bottom)


def _of_lettered_order(p: Parser, middle: int) -> Expr | None:
    r"""``\frac{d^n}{dx^n}f(x)`` as ``f^{(n)}(x)``; None for a quotient."""
    above, below = _pieces(p.plain_group(p.k)), _pieces(p.plain_group(middle))
    if above[:2] != ["d", "^"] or below[:1] != ["d"] or below[2:] != above[1:3]:
        return None
    p.k = p.script_end(middle)
    order_name = f"^({above[2]})"
    if len(above) == 4:
        return Symbol(above[3] + order_name)
    body = p.operand() if len(above) == 3 else None
    if not isinstance(body, Apply) or body.args != (Symbol(below[1]),):
        return p.fail("an order that is a number")
    return Apply(body.name + order_name, body.args)


_BRACES: Final[frozenset[Kind]] = frozenset(("{", "}"))


def _derived_above(p: Parser, bottom: Differentials) -> Expr | None:
    r"""``\frac{d(x^2)}{dx}``, whose numerator holds what is derived; None for a quotient."""
    total = sum(times for times, _ in bottom)
    place = p.place()
    p.k += 1
    first = p.tokens[p.k]
    if first.kind == "word" and first.text[0] == "d":
        p.split_letters(p.k)
    elif first.text not in ("d", "partial"):
        p.go_back(place)
        return None
    p.take()
    if p.accept("sup"):
        order = argument(p)
        if order != Number(total):
            p.go_back(place)
            return None
    elif total != 1:
        p.go_back(place)
        return None
    body = p.within(p.scope.inside("divide"), p.product)
    p.expect("}")
    p.k = p.script_end(p.k)
    return _derived(body, bottom)


def _derived(body: Expr, bottom: Differentials) -> Expr:
    """The derivative of ``body``, the last variable first; that of ``g(t)`` by ``t`` is ``g'(t)``.

    Raises:
        OverLimit: an order is over ``MAX_WRITTEN_ORDER``; read as a quotient it would be another value.
    """
    body = grouped(body)
    for order, name in reversed(bottom):
        check("MAX_WRITTEN_ORDER", order)
        if isinstance(body, Apply) and body.args == (Symbol(name),) and "^" not in body.name:
            body = Apply(body.name + "'" * order, body.args)
        else:
            body = Derivative(body, name, order)
    return body


def primed(p: Parser, base: Expr) -> Expr | None:
    r"""``(x^2\sin x)'``, the derivative of what brackets hold by its one variable; None where that is not clear."""
    body = grouped(base)
    if p.tokens[p.k - 1].kind != "close" or not isinstance(body, _DERIVED):
        return None
    names = free_symbols(body) & VARIABLES
    if len(names) != 1:
        return None
    (name,) = names
    order = 0
    while p.accept("prime"):
        order += 1
    return _derived(body, ((order, name),))


def raised_order(p: Parser, base: Expr) -> Expr | None:
    r"""``\left(x^2\sin x\right)^{(4)}``, a derivative of what brackets hold; None for a power."""
    if p.tokens[p.k - 1].kind != "close" or p.tokens[p.k + 1].kind != "{" or p.tokens[p.k + 2].text != "(":
        return None
    body = grouped(base)
    names = free_symbols(body) & VARIABLES if isinstance(body, _DERIVED) else frozenset[str]()
    if len(names) != 1:
        return None
    times = raised_times(p, p.k + 1)
    if not times:
        inner = p.plain_group(p.k + 1)
        return p.fail("an order that is a number") if len(inner) == 3 and inner[1].kind == "letter" else None
    p.k = p.script_end(p.k + 1)
    (name,) = names
    return _derived(body, ((times, name),))


def operator(p: Parser, token: Token) -> Expr | None:
    r"""``D_x[x^2]`` and ``D_x^2 \sin x``; None for any other name, and before what does not hold the variable."""
    if token.text != "D" or p.kind() != "sub":
        return None
    index = p.plain_group(p.k + 1)
    if len(index) != 1 or index[0].kind != "letter":
        return None
    place = p.place()
    p.k = p.script_end(p.k + 1)
    times = 1
    if p.kind() == "sup" and p.tokens[p.k + 1].kind == "num" and p.tokens[p.k + 1].text.isdecimal():
        check("MAX_ORDER_DIGITS", len(p.tokens[p.k + 1].text))
        times = int(p.tokens[p.k + 1].text)
        p.k += 2
    if p.kind() in ("open", "func"):
        p.enter()
        body = p.operand()
        p.leave()
        if index[0].text in free_symbols(body) and times:
            return _derived(body, ((times, index[0].text),))
    p.go_back(place)
    return None


_DERIVED: Final = (Add, Mul, Div, Neg, Pow, Root, Call)


def _differentials(tokens: tuple[Token, ...]) -> Differentials | None:
    r"""Orders and variables of ``dx^2`` or ``\partial x^2\partial y``; None for anything else."""
    starts = [at for at, token in enumerate(tokens) if token.text == "partial"]
    if len(starts) < 2:
        starts = starts or [0]
    elif starts[0] != 0:
        return None
    found: list[tuple[int, str]] = []
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        one = _differential(tokens[start:end], order_last=True)
        if one is None or not one[1]:
            return None
        found.append(one)
    return tuple(found)


def _differential(tokens: tuple[Token, ...], *, order_last: bool = False) -> tuple[int, str] | None:
    """Order and variable of ``d^2y`` (or ``dx^2``); None for anything else."""
    sign, *rest = _pieces(tokens) or [""]
    at = 1 if order_last else 0
    order = "1"
    if rest[at : at + 1] == ["^"] and len(rest) > at + 1:
        order = rest[at + 1]
        del rest[at : at + 2]
    name = "".join(rest)
    named = len(rest) <= 1 and (not name or name.isalpha())
    if sign not in ("d", "partial") or not named or not order.isdecimal():
        return None
    times = int(order) if len(order) <= MAX_ORDER_DIGITS else MAX_WRITTEN_ORDER + 1
    return (times, name) if times else None


def _pieces(tokens: tuple[Token, ...]) -> list[str]:
    """The texts of tokens, runs of letters cut into letters."""
    text = [token.text for token in tokens if token.kind not in ("{", "}")]
    return [piece for part in text for piece in (part if part.isalpha() and part != "partial" else [part])]


# --- sums, integrals, limits ------------------------------------------------------------------------------------------


def big(p: Parser, token: Token) -> Expr:
    """A sum, product or integral."""
    return _integral(p) if token.text == "integral" else _folded(p, token.text)


def _folded(p: Parser, kind: str) -> Expr:
    """A sum or product over the variable its lower bound sets."""
    low: Below | Progression = Below()
    high = None
    while p.kind() in ("sub", "sup"):
        if p.take().kind == "sub":
            low = progression(p) or lower_bound(p)
        else:
            high = bound(p)
    if isinstance(low, Progression):
        return folded_by_steps(p, kind, low, high)
    if low.relation is not None:
        found = folded_over(p, kind, low.relation, low.conditions)
        return found if high is None else p.fail("one bound above the sum")
    if low.start is None:
        return folded_over_names(p, kind, low.names, high, low.conditions)
    if low.end is not None and high is not None:
        p.fail("one bound above the sum")
    body = term(p, kind, low.names, low.conditions)
    return folded_over_terms(p, kind, body, Over(low.names, low.start, low.end or high))


def _integral(p: Parser) -> Expr:
    r"""An integral with the variable its ``dx`` names, which may stand before the integrand (``\int_0^1 dx\,x^2``)."""
    low, high = None, None
    while p.kind() in ("sub", "sup"):
        if p.take().kind == "sub":
            low = bound(p)
        else:
            high = bound(p)
    integral = Integral(p.depth + 1)
    opening = p.k
    body = p.within(p.scope._replace(integral=integral), p.sum)
    if not integral.variable:
        p.fail("the variable of integration")
    if p.tokens[opening].text[:1] == "d" and body == Number(1) and _integrand_follows(p):
        body = p.product()
    return Folded("integral", _as_function(body, integral.variable), integral.variable, low, high)


def _as_function(body: Expr, name: str) -> Expr:
    r"""A letter of functions that is a whole integrand as a function of its variable (``\int_a^b f\,dx``)."""
    if isinstance(body, Symbol) and body.name in _LETTERS_OF_FUNCTIONS and body.name != name:
        return Apply(body.name, (Symbol(name),))
    return body


_LETTERS_OF_FUNCTIONS: Final = frozenset("fgh")


def _integrand_follows(p: Parser) -> bool:
    """Whether a factor is beside the ``dx`` that was taken last; words and the ``dy`` of an outer integral are none."""
    kind = p.kind()
    if kind in WORDS or kind == "quad" or (p.scope.integral is not None and p.at_differential()):
        return False
    return kind in p.rules.atoms


def limit(p: Parser, token: Token) -> Expr:
    r"""``\lim_{x \to a}``."""
    p.expect("sub")
    p.expect("{")
    p.enter()
    name = variable(p)
    p.expect("implies", "to")
    target = p.within(p.scope._replace(one_sided=True), p.sum)
    side = ""
    if p.kind() == "sup" and at_side(p):
        side = p.plain_group(p.k + 1)[0].text
        p.k = p.script_end(p.k + 1)
    p.expect("}")
    body = p.product()
    p.leave()
    return Limit(body, name, target, side)


def at_side(p: Cursor) -> bool:
    """Whether the superscript here is a sign alone (``0^+``): after the target of a limit its side, no power."""
    script = p.plain_group(p.k + 1)
    return len(script) == 1 and script[0].kind in ("+", "-")


# --- environments -----------------------------------------------------------------------------------------------------


def environment(p: Parser, token: Token) -> Expr:
    r"""``\begin{…}`` to ``\end{…}``."""
    return _environment(p, token, ENVIRONMENTS.get(token.text, ""))


def cases_or_system(p: Parser, token: Token) -> Expr:
    """An environment whose array holds cases."""
    return _environment(p, token, "cases" if token.text == "array" else ENVIRONMENTS.get(token.text, ""))


def _environment(p: Parser, token: Token, holds: str) -> Expr:
    name = token.text
    if name == "array" and p.kind() == "{":
        p.k = p.script_end(p.k)
    if holds not in ("cases", "matrix", "determinant"):
        p.fail("a matrix or cases")
    read = _cases if holds == "cases" else _matrix
    result = p.within(p.scope.inside("divide"), lambda: read(p))
    p.expect("end", name)
    return Call("det", (result,)) if holds == "determinant" else result


def _matrix(p: Parser) -> Expr:
    """Rows of cells; rows of one relation each are a system."""
    rows: list[tuple[Expr, ...]] = []
    while p.kind() != "end":
        row = [p.relation()]
        while p.accept("&"):
            row.append(p.relation())
        rows.append(tuple(row))
        if not p.accept("row"):
            break
        while p.accept("row"):  # a doubled row end opens no empty row
            pass
    if len(rows) > 1 and all(len(row) == 1 and isinstance(row[0], Relation) for row in rows):
        return Sequence(tuple(row[0] for row in rows), "and")
    if not rows or len({len(row) for row in rows}) != 1:
        p.fail("rows of equal length")
    return Matrix(tuple(rows))


def _cases(p: Parser) -> Expr:
    """Values with conditions, or a system of relations, which all hold."""
    found: list[tuple[Expr, Expr | None]] = []
    system: list[Expr] = []
    while p.kind() != "end":
        value = p.relation()
        p.accept(",")
        if isinstance(value, Relation):
            system.append(value)
        else:
            p.accept("&")
            found.append((value, _case_condition(p)))
        p.accept(",")
        if not p.accept("row"):
            break
    if bool(found) == bool(system):
        p.fail("cases with conditions, or relations")
    if system:
        return system[0] if len(system) == 1 else Sequence(tuple(system), "and")
    return Piecewise(tuple(found))


def _case_condition(p: Parser) -> Expr | None:
    """The condition of a case; None for "otherwise"."""
    while p.kind() in WORDS and p.tokens[p.k].text.lower() in CONDITION_WORDS:
        p.k += 1
    if p.kind() in WORDS and p.tokens[p.k].text.lower() in OTHERWISE:
        p.k += 1
        return None
    end = next(at for at in range(p.k, len(p.tokens)) if p.tokens[at].kind in ("row", "end", "stop"))
    run = p.tokens[p.k : end]
    if any(token.kind in WORDS for token in run) and all(token.kind in _SENTENCE for token in run):
        p.k = end
        return Text(" ".join([token.text for token in run]))
    condition = p.relation()
    return condition if isinstance(condition, (Relation, Text)) else p.fail("a condition")
