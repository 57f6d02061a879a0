"""Exact rational values of constants, in plain integers: the path most pairs take, so it imports nothing heavy.

A value is a reduced pair ``(numerator, denominator)`` with a positive denominator. Sizes are checked before a power,
factorial or binomial is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import comb, factorial, gcd, isqrt, lcm, prod
from typing import Final, TypeAlias

from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Folded, Mul, Neg, Number, Percent, Pow, Root, Symbol
from mathequiv.latex.trees import walk
from mathequiv.limits import MAX_EXACT_BITS, check

__all__ = [
    "Rational",
    "integer_root",
    "is_finite_decimal",
    "known_rational",
    "multiple_of_pi",
    "rational",
    "rational_value",
    "rounds_rational",
]

Rational: TypeAlias = tuple[int, int]
Env: TypeAlias = Mapping[str, Rational]

_ZERO: Final[Rational] = (0, 1)
_ONE: Final[Rational] = (1, 1)
_NO_NAMES: Final[Env] = {}


def rational_value(expr: Expr) -> Fraction | None:
    """The exact value of a constant built of rationals by arithmetic, integer functions and perfect roots.

    Args:
        expr: any tree.

    Returns:
        The value; None if it is not such a constant, is above a cap of `mathequiv.limits`, or is undefined.
    """
    value = known_rational(expr)
    return None if value is None else Fraction(*value)


def known_rational(expr: Expr) -> Rational | None:
    """As `rational_value`, as a reduced pair."""
    try:
        return rational(expr)
    except (UndefinedValue, OverLimit):
        return None


def rational(expr: Expr, env: Env = _NO_NAMES) -> Rational | None:
    """As `rational_value`, with values for some variables.

    Returns:
        The value, or None where it is not (known to be) rational.

    Raises:
        UndefinedValue: the expression certainly has no value.
        OverLimit: it is too large to compute.
    """
    if type(expr) is Number and expr.denominator == 1:
        return (expr.numerator, 1)
    rule = _RULES.get(type(expr))
    return None if rule is None else rule(expr, env)


def multiple_of_pi(expr: Expr) -> Rational | None:
    r"""``q`` of an expression written as ``q`` times π (``\frac{2\pi}{3}``), None for any other.

    Raises:
        UndefinedValue: it divides by zero.
        OverLimit: ``q`` is too long.
    """
    match expr:
        case Constant(name="pi"):
            return _ONE
        case Neg(arg=arg):
            found = multiple_of_pi(arg)
            return None if found is None else (-found[0], found[1])
        case Div(numerator=numerator, denominator=denominator):
            below = rational(denominator)
            above = None if below is None else multiple_of_pi(numerator)
            return None if below is None or above is None else _reduce(above[0] * below[1], above[1] * below[0])
        case Mul(factors=factors):
            return _product_with_pi(factors)
    return None


def _product_with_pi(factors: tuple[Expr, ...]) -> Rational | None:
    product, is_multiple = _ONE, False
    for factor in factors:
        value = rational(factor)
        if value is None:
            value = None if is_multiple else multiple_of_pi(factor)
            is_multiple = True
        if value is None:
            return None
        product = _check_bits(_reduce(product[0] * value[0], product[1] * value[1]))
    return product if is_multiple else None


def is_finite_decimal(denominator: int) -> bool:
    """Whether a reduced fraction with this denominator has finitely many decimals."""
    for p in (2, 5):
        while denominator % p == 0:
            denominator //= p
    return denominator == 1


def rounds_rational(sign: int, scaled: int, places: int, value: Rational) -> bool:
    """Whether ``value`` has no finite decimal, has the sign of ``sign``, and rounds or truncates to ``scaled``.

    Args:
        sign: any number of the decimal's sign.
        scaled: the decimal's absolute value times ``10^places``.
        places: places after the decimal's point.
        value: the exact value.
    """
    n, d = value
    if (n > 0) != (sign > 0) or is_finite_decimal(d):
        return False
    whole, rest = divmod(abs(n) * 10**places, d)
    return scaled in (whole, whole + (2 * rest > d))


def _reduce(n: int, d: int) -> Rational:
    if d == 0:
        raise UndefinedValue("division by zero")
    if d < 0:
        n, d = -n, -d
    if d == 1:
        return (n, 1)
    common = gcd(n, d)
    return (n // common, d // common) if common != 1 else (n, d)


def _check_bits(value: Rational) -> Rational:
    if value[0].bit_length() > MAX_EXACT_BITS or value[1].bit_length() > MAX_EXACT_BITS:
        raise OverLimit("MAX_EXACT_BITS")
    return value


def _number(expr: Number, _env: Env) -> Rational:
    return _reduce(expr.numerator, expr.denominator)


def _symbol(expr: Symbol, env: Env) -> Rational | None:
    return env.get(expr.name)


def _neg(expr: Neg, env: Env) -> Rational | None:
    value = rational(expr.arg, env)
    return None if value is None else (-value[0], value[1])


def _percent(expr: Percent, env: Env) -> Rational | None:
    value = rational(expr.value, env)
    return None if value is None else _reduce(value[0], value[1] * 100)


def _add(expr: Add, env: Env) -> Rational | None:
    total = _ZERO
    for term in expr.terms:
        value = rational(term, env)
        if value is None:
            return None
        (a, b), (c, d) = total, value
        total = (a + c, 1) if b == d == 1 else _check_bits(_reduce(a * d + c * b, b * d))
    return total


def _mul(expr: Mul, env: Env) -> Rational | None:
    product = _ONE
    for factor in expr.factors:
        value = rational(factor, env)
        if value is None:
            return None
        product = _check_bits(_reduce(product[0] * value[0], product[1] * value[1]))
    return product


def _div(expr: Div, env: Env) -> Rational | None:
    below = rational(expr.denominator, env)
    if below is None:
        return None
    if below[0] == 0:
        raise UndefinedValue("division by zero")
    above = rational(expr.numerator, env)
    return None if above is None else _reduce(above[0] * below[1], above[1] * below[0])


def _pow(expr: Pow, env: Env) -> Rational | None:
    base, exponent = rational(expr.base, env), rational(expr.exponent, env)
    return None if base is None or exponent is None else _power(base, exponent)


def _root(expr: Root, env: Env) -> Rational | None:
    radicand, index = rational(expr.radicand, env), rational(expr.index, env)
    if radicand is None or index is None:
        return None
    if index[0] == 0:
        raise UndefinedValue("root of index zero")
    return _power(radicand, _reduce(index[1], index[0]))


def _power(base: Rational, exponent: Rational) -> Rational | None:
    (n, d), (p, q) = base, exponent
    if n == 0:
        if p <= 0:
            raise UndefinedValue("zero to a power that is not positive")
        return _ZERO
    if q != 1:
        if n < 0 and q % 2 == 0:
            return None
        top, bottom = integer_root(abs(n), q), integer_root(d, q)
        if top is None or bottom is None:
            return None
        n, d = (top if n > 0 else -top), bottom
    if p < 0:
        n, d, p = (d, n, -p) if n > 0 else (-d, -n, -p)
    if d == 1 and abs(n) == 1:
        return (n if p % 2 else 1, 1)
    check("MAX_EXACT_BITS", max(n.bit_length(), d.bit_length()) * p)
    return (n**p, d**p)


def integer_root(n: int, k: int) -> int | None:
    """The integer whose ``k``-th power is ``n`` (both positive), or None if there is none."""
    if n == 1 or k == 1:
        return n
    if k >= n.bit_length():
        return None
    if k == 2:
        root = isqrt(n)
        return root if root * root == n else None
    low, high = 1, 1 << (n.bit_length() // k + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**k <= n:
            low = middle
        else:
            high = middle - 1
    return low if low**k == n else None


def _call(expr: Call, env: Env) -> Rational | None:
    rule = _FUNCTIONS.get(expr.name)
    if rule is None:
        return None
    if expr.name == "mod" and len(expr.args) == 2 and type(expr.args[0]) is not Number:
        divisor = rational(expr.args[1], env)
        if divisor is not None and divisor[1] == 1 and divisor[0]:
            residue = _residue(expr.args[0], divisor[0], env)
            if residue is not None:
                return (residue, 1)
    values: list[Rational] = []
    for arg in expr.args:
        value = rational(arg, env)
        if value is None:
            return None
        values.append(value)
    return rule(values)


def _folded(expr: Folded, env: Env) -> Rational | None:
    if env or expr.kind not in ("sum", "product") or expr.low is None or expr.high is None:
        # A sum within a sum is left to the evaluations that count their steps.
        return None
    low, high = rational(expr.low, env), rational(expr.high, env)
    if low is None or high is None or low[1] != 1 or high[1] != 1:
        return None
    count = high[0] - low[0] + 1
    check("MAX_FOLDED", count)
    check("MAX_STEPS", count * sum(1 for _ in walk(expr.body)))
    total = _ZERO if expr.kind == "sum" else _ONE
    for k in range(low[0], high[0] + 1):
        value = rational(expr.body, {expr.variable: (k, 1)})
        if value is None:
            return None
        (a, b), (c, d) = total, value
        total = _reduce(a * d + c * b, b * d) if expr.kind == "sum" else _reduce(a * c, b * d)
        check("MAX_FOLDED_BITS", max(total[0].bit_length(), total[1].bit_length()))
    return _check_bits(total)


def _residue(expr: Expr, divisor: int, env: Env) -> int | None:
    """The remainder of an integer that is never made in full, as of a large power; None where a part is no integer."""
    match expr:
        case Number(numerator=n, denominator=1):
            return n % divisor
        case Neg(arg=arg):
            inner = _residue(arg, divisor, env)
            return None if inner is None else -inner % divisor
        case Add(terms=parts) | Mul(factors=parts):
            return _residue_of_parts(parts, isinstance(expr, Add), divisor, env)
        case Pow(base=base, exponent=exponent):
            value, power = _residue(base, divisor, env), rational(exponent, env)
            if value is None or power is None or power[1] != 1 or power[0] < 1:
                return None
            return int(pow(value, power[0], divisor))
        case _:
            whole = rational(expr, env)
            return whole[0] % divisor if whole is not None and whole[1] == 1 else None


def _residue_of_parts(parts: tuple[Expr, ...], is_sum: bool, divisor: int, env: Env) -> int | None:
    total = 0 if is_sum else 1
    for part in parts:
        value = _residue(part, divisor, env)
        if value is None:
            return None
        total = (total + value if is_sum else total * value) % divisor
    return total


def _integers(values: list[Rational], count: int) -> list[int] | None:
    if len(values) != count and count:
        return None
    return [n for n, _ in values] if all(d == 1 for _, d in values) else None


def _abs(values: list[Rational]) -> Rational | None:
    return (abs(values[0][0]), values[0][1]) if len(values) == 1 else None


def _sign(values: list[Rational]) -> Rational | None:
    n = values[0][0]
    return ((n > 0) - (n < 0), 1) if len(values) == 1 else None


def _floor(values: list[Rational]) -> Rational | None:
    return (values[0][0] // values[0][1], 1) if len(values) == 1 else None


def _ceil(values: list[Rational]) -> Rational | None:
    return (-(-values[0][0] // values[0][1]), 1) if len(values) == 1 else None


def _factorial(values: list[Rational]) -> Rational | None:
    whole = _integers(values, 1)
    if whole is None:
        return None
    if whole[0] < 0:
        raise UndefinedValue("factorial of a negative integer")
    check("MAX_FACTORIAL", whole[0])
    return _check_bits((factorial(whole[0]), 1))


def _double_factorial(values: list[Rational]) -> Rational | None:
    whole = _integers(values, 1)
    if whole is None:
        return None
    if whole[0] < -1:
        raise UndefinedValue("double factorial of a negative integer")
    check("MAX_FACTORIAL", whole[0])
    return _check_bits((prod(range(whole[0], 1, -2)), 1))


def _binomial(values: list[Rational]) -> Rational | None:
    whole = _integers(values, 2)
    if whole is None:
        return None
    n, k = whole
    if n < 0:
        return None
    if k < 0 or k > n:
        return _ZERO
    k = min(k, n - k)
    check("MAX_EXACT_BITS", k * n.bit_length())
    return (comb(n, k), 1)


def _gcd(values: list[Rational]) -> Rational | None:
    whole = _integers(values, 0)
    return None if whole is None else (gcd(*whole), 1)


def _lcm(values: list[Rational]) -> Rational | None:
    whole = _integers(values, 0)
    return None if whole is None else _check_bits((lcm(*whole), 1))


def _mod(values: list[Rational]) -> Rational | None:
    whole = _integers(values, 2)
    if whole is None:
        return None
    if whole[1] == 0:
        raise UndefinedValue("remainder by zero")
    return (whole[0] % whole[1], 1)


def _extreme(pick: Callable[..., Fraction]) -> Callable[[list[Rational]], Rational | None]:
    def rule(values: list[Rational]) -> Rational | None:
        best = pick([Fraction(*v) for v in values])
        return (best.numerator, best.denominator)

    return rule


_FUNCTIONS: Final[dict[str, Callable[[list[Rational]], Rational | None]]] = {
    "abs": _abs,
    "sgn": _sign,
    "floor": _floor,
    "ceil": _ceil,
    "factorial": _factorial,
    "double_factorial": _double_factorial,
    "binomial": _binomial,
    "gcd": _gcd,
    "lcm": _lcm,
    "mod": _mod,
    "max": _extreme(max),
    "min": _extreme(min),
}

_RULES: Final[dict[type, Callable[..., Rational | None]]] = {
    Number: _number,
    Symbol: _symbol,
    Neg: _neg,
    Percent: _percent,
    Add: _add,
    Mul: _mul,
    Div: _div,
    Pow: _pow,
    Root: _root,
    Call: _call,
    Folded: _folded,
}
