r"""What both sides have to assume alike: which names are functions, and which are matrices, that do not commute.

A name that stands bare in either answer is a factor in both (``g(M-m)`` beside ``gM``); one that never does is applied
in both. What a single text cannot tell is settled here for the pair, before its answers meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from mathequiv.answers.contents import answer_symbols, change_trees, contents, outer_trees
from mathequiv.answers.kinds import Answer, Assignment, Equation, Reading, Scalar
from mathequiv.equality.outcome import Context, different
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.rules.linear import coefficient
from mathequiv.equality.rules.names import show
from mathequiv.equality.rules.operators import number_of
from mathequiv.equality.rules.remainders import match_remainders
from mathequiv.equality.rules.renaming import match_readings
from mathequiv.equality.rules.vector_products import by_components, match_vector_products
from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.latex.expr import Add, Apply, Call, Derivative, Div, Expr, Mul, Neg, Number, Pow, Quantity, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, free_symbols, rebuild, walk
from mathequiv.lexicon.functions import (
    ALWAYS_APPLIED,
    ARITHMETIC,
    MAY_MULTIPLY,
    MEANT_AT,
    OF_MATRICES,
    REMAINDERS,
    SIGNALS,
)
from mathequiv.limits import MAX_WORDS
from mathequiv.nodes import replace
from mathequiv.verdict import Mismatch

__all__ = ["in_own_terms", "match_alike", "needs_pair"]


def match_alike(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """Compare two readings under the same assumptions on both sides; None if it cannot be told."""
    named = a.applied or b.applied or a.matrices or b.matrices or a.vectors or b.vectors
    if not (named or a.choices or b.choices):
        return match_readings(a, b, ctx)
    reordered = _match_letters(a, b)
    return _match_named(a, b, ctx) if reordered is None else reordered


def _match_letters(a: Reading, b: Reading) -> Finding | None:
    """DIFFERENT where letters that may be words are in another order; None where there are none."""
    if _is_text_of_letters(a) and _is_text_of_letters(b):
        return different("text", "letters keep their case and order", Mismatch("letters", "", ""))
    if _reordered(a, b):
        return different("text", "a run of capitals may be a word", Mismatch("order of letters", "", ""))
    return None


def _match_named(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    if not REMAINDERS.isdisjoint(a.applied | b.applied):
        return match_remainders(a, b, ctx)
    applied = a.applied | b.applied
    if applied:
        bare = applied & (contents(a)[1] | contents(b)[1]) - ALWAYS_APPLIED
        if bare:
            doubted = not bare.isdisjoint(_meant(a) | _meant(b))
            result = _match_products(_with_factors(a, bare), _with_factors(b, bare), ctx)
            return None if doubted and result is not None and result.equivalent else result
        if MAY_MULTIPLY & applied:
            return _match_ambiguous(a, b, ctx)
    return _match_products(a, b, ctx)


def _match_products(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """Compare two readings whose products may be of vectors, or of matrices in an order."""
    if a.vectors or b.vectors:
        return match_vector_products(a, b, ctx)
    matrices = a.matrices | b.matrices
    if matrices and any(isinstance(side.answer, Scalar) and isinstance(side.answer.expr, Quantity) for side in (a, b)):
        matrices = frozenset()  # letters beside a quantity are those of its unit (``3 C^2 N^{-1}``)
    return _match_matrices(a, b, matrices, ctx) if matrices else match_readings(a, b, ctx)


def needs_pair(a: tuple[Reading, ...], b: tuple[Reading, ...]) -> bool:
    """Whether trees alone would be read wrongly: products of matrices, or names that the other side makes factors."""
    readings = (*a, *b)
    applied = frozenset[str]().union(*[one.applied for one in readings])
    if any(one.matrices or one.vectors for one in readings) or (MAY_MULTIPLY | REMAINDERS) & applied:
        return True
    return bool(applied) and any(applied & answer_symbols(one.answer) for one in readings)


def in_own_terms(reading: Reading) -> Reading | None:
    """A reading by what it alone says of its names: vectors by components, products that do not commute as words.

    None where that cannot be told: such a reading is the same as itself only.
    """
    if reading.vectors:
        return by_components(reading)
    letters = _capitals(reading.answer) if "letters" in reading.choices else []
    names = reading.matrices | frozenset(letters)
    if not names:
        return reading
    trees = outer_trees(reading.answer)
    names |= {name for tree in trees for name in free_symbols(tree) if len(name) == 1 and name.isupper()}
    if any(_divides(tree, names) or _crosses(tree) for tree in trees):
        return reading
    try:
        return _in_words(reading, names)
    except OpaqueError:
        return None


# --- letters ----------------------------------------------------------------------------------------------------------


def _is_text_of_letters(reading: Reading) -> bool:
    """Whether letters outside text are read as a word, as they may be where the other side is text."""
    return reading.second == "letters"


def _reordered(a: Reading, b: Reading) -> bool:
    """Whether two products have the same factors in another order, and one is a run of capitals (``CAB``)."""
    if not ("letters" in a.choices or "letters" in b.choices):
        return False
    left, right = _capitals(a.answer), _capitals(b.answer)
    return left != right and bool(left) and sorted(left) == sorted(right)


def _capitals(answer: Answer) -> list[str]:
    """The factors of a product of nothing but capitals, in their order."""
    if not isinstance(answer, Scalar) or not isinstance(answer.expr, Mul):
        return []
    names = [factor.name for factor in answer.expr.factors if isinstance(factor, Symbol) and factor.name.isupper()]
    return names if len(names) == len(answer.expr.factors) else []


# --- functions and factors --------------------------------------------------------------------------------------------


def _with_factors(reading: Reading, names: frozenset[str]) -> Reading:
    """``reading`` with ``names`` as factors wherever they were applied."""
    if not names & reading.applied:
        return reading
    answer = change_trees(reading.answer, lambda tree: _as_factors(tree, names))
    return replace(reading, answer=answer, applied=frozenset(), matrices=frozenset())


def _as_factors(tree: Expr, names: frozenset[str]) -> Expr:
    """``tree`` with ``g(x)^2`` as ``g x^2`` for these names."""
    if isinstance(tree, Pow) and _is_applied(tree.base, names):
        name, arg = _parts(tree.base, names)
        return Mul((name, Pow(arg, _as_factors(tree.exponent, names))))
    if _is_applied(tree, names):
        return Mul(_parts(tree, names))
    return rebuild(tree, lambda inner: _as_factors(inner, names))


def _meant(reading: Reading) -> set[str]:
    r"""Names applied to what makes known functions of them (``\varphi(12)``, ``\delta(x-1)``)."""
    nodes = [node for tree in outer_trees(reading.answer) for node in walk(tree) if isinstance(node, Apply)]
    return {node.name for node in nodes if len(node.args) == 1 and _has_meaning(node.name, node.args[0])}


def _has_meaning(name: str, arg: Expr) -> bool:
    if name in ARITHMETIC and isinstance(arg, Number) and arg.denominator == 1:
        return True
    names = free_symbols(arg)
    return bool(names) and names <= MEANT_AT.get(name, frozenset())


def _is_applied(tree: Expr, names: frozenset[str]) -> bool:
    return isinstance(tree, Apply) and tree.name in names and len(tree.args) == 1


def _parts(tree: Expr, names: frozenset[str]) -> tuple[Expr, Expr]:
    """The name of an application as a factor, and its argument."""
    if not isinstance(tree, Apply):
        raise TypeError(type(tree).__name__)
    return Symbol(tree.name), _as_factors(tree.args[0], names)


def _match_ambiguous(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """Applied on both sides; where only factors would be equal it cannot be told (``T(1+x)(1-x)``, ``T(1-x^2)``)."""
    result = match_readings(a, b, ctx)
    if result is not None and result.verdict is EQUIVALENT:
        return result
    if a.applied | b.applied == {"E"}:
        return _by_outcomes(a, b, ctx)
    if a.applied | b.applied == {"delta"}:
        return _by_scaling(a, b, ctx)
    if result is None:
        return None
    names = MAY_MULTIPLY & (a.applied | b.applied)
    if names <= _APPLIED_FOR_CERTAIN and names <= _applied_to_letters(a) | _applied_to_letters(b):
        return result
    other = match_readings(_with_factors(a, names), _with_factors(b, names), ctx)
    return None if other is None or other.verdict is EQUIVALENT else result


def _by_scaling(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    r"""Impulses with their arguments scaled to one name: ``\delta(3t)`` is a third of ``\delta(t)``.

    They differ for certain where both sides are numbers times the same impulse.
    """
    left, right = (replace(side, answer=change_trees(side.answer, _scaled_impulse)) for side in (a, b))
    result = match_readings(left, right, ctx)
    if result is not None and result.equivalent:
        return result
    impulses = _impulse(left.answer), _impulse(right.answer)
    if impulses[0] is None or impulses[1] is None:
        return None
    same = ctx.compare(impulses[0].args[0], impulses[1].args[0])
    if same is None or not same.equivalent:
        return None
    bare = [replace(side, answer=change_trees(side.answer, _without_impulse)) for side in (left, right)]
    factors = match_readings(bare[0], bare[1], ctx)
    if factors is None or factors.equivalent:
        return factors
    return different(
        "value", "the same impulse by other factors", Mismatch("factor", show(left.answer), show(right.answer))
    )


def _without_impulse(tree: Expr) -> Expr:
    return Symbol("impulse") if isinstance(tree, Apply) else rebuild(tree, _without_impulse)


def _scaled_impulse(tree: Expr) -> Expr:
    if not isinstance(tree, Apply):
        return rebuild(tree, _scaled_impulse)
    names = sorted(free_symbols(tree))
    slope = coefficient(tree.args[0], names[0]) if len(names) == len(tree.args) == 1 else None
    factor = None if slope is None else rational_value(slope)
    if not factor:
        return tree
    inside = Div(tree.args[0], Number(abs(factor.numerator), factor.denominator))
    scaled = Apply(tree.name, (Neg(inside) if factor < 0 else inside,))
    return Div(scaled, Number(abs(factor.numerator), factor.denominator))


def _impulse(answer: Answer) -> Apply | None:
    """The one impulse that a number multiplies; None for any other answer."""
    if not isinstance(answer, Scalar) or not isinstance(answer.expr, (Apply, Mul, Div, Neg)):
        return None
    impulses = [node for node in walk(answer.expr) if isinstance(node, Apply)]
    if len(impulses) != 1 or free_symbols(_without_impulse(answer.expr)) != {"impulse"}:
        return None
    return impulses[0]


def _by_outcomes(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """DIFFERENT where expectations differ for capitals that have two outcomes, equally likely; None otherwise.

    ``E`` of small letters alone is a field or an energy as often.
    """
    nodes = [node for side in (a, b) for tree in outer_trees(side.answer) for node in walk(tree)]
    taken = [free_symbols(node) for node in nodes if isinstance(node, Apply)]
    if not all(any(name[:1].isupper() for name in names) for names in taken):
        return None
    left, right = (replace(side, answer=change_trees(side.answer, _mean), applied=frozenset()) for side in (a, b))
    result = match_readings(left, right, ctx)
    return result if result is not None and not result.equivalent else None


def _mean(tree: Expr) -> Expr:
    """``tree`` with the mean of two outcomes, ``X[1]`` and ``X[2]``, for each expectation."""
    if isinstance(tree, Apply) and tree.name == "E" and len(tree.args) == 1:
        outcomes = [_outcome(_mean(tree.args[0]), number) for number in (1, 2)]
        return Div(Add(tuple(outcomes)), Number(2))
    return rebuild(tree, _mean)


def _outcome(tree: Expr, number: int) -> Expr:
    if isinstance(tree, Symbol):
        return Symbol(f"{tree.name}[{number}]") if tree.name[:1].isupper() else tree
    return rebuild(tree, lambda inner: _outcome(inner, number))


_APPLIED_FOR_CERTAIN: Final = frozenset({"T", "u", *SIGNALS})
"""Names that mean any function where one letter in parentheses says that they are applied (``4T(x)``)."""


def _applied_to_letters(reading: Reading) -> frozenset[str]:
    """Names with a single letter in their parentheses, around which no factor has any."""
    nodes = [node for tree in outer_trees(reading.answer) for node in walk(tree)]
    return frozenset([n.name for n in nodes if isinstance(n, Apply) and len(n.args) == 1 and type(n.args[0]) is Symbol])


# --- matrices ---------------------------------------------------------------------------------------------------------


class Letter(NamedTuple):
    """A matrix by name, inverted or transposed or both."""

    name: str
    inverted: bool
    transposed: bool


Word: TypeAlias = tuple[Letter, ...]
"""A product of matrices, in order."""


class OpaqueError(Exception):
    """What is no polynomial in matrices (the inverse of a sum, a determinant)."""


_TRANSPOSE: Final = Symbol("T")
_ADJOINT: Final = Symbol("dagger")
_IDENTITY: Final = "I"


def _match_matrices(a: Reading, b: Reading, names: frozenset[str], ctx: Context) -> Finding | None:
    """Compare answers whose products of matrices are words, which commute with scalars and not with each other."""
    if a.answer == b.answer:
        return match_readings(a, b, ctx)
    trees = [tree for side in (a, b) for tree in outer_trees(side.answer)]
    names |= {name for tree in trees for name in free_symbols(tree) if len(name) == 1 and name.isupper()}
    if any(_divides(tree, names) or _crosses(tree) for tree in trees):
        return match_readings(a, b, ctx)  # nobody divides by a matrix or crosses one: these are numbers and vectors
    try:
        left, right = (_in_words(side, names) for side in (a, b))
    except OpaqueError:
        return None
    result = _unless_adjoint(match_readings(left, right, ctx), trees)
    return _unless_sum(result, left.answer, right.answer)


def _unless_sum(result: Finding | None, a: Answer, b: Answer) -> Finding | None:
    """No difference is a fact where the inverse of a sum has a name that may be another one's too."""
    if result is None or result.verdict is EQUIVALENT:
        return result
    return None if _holds_sum(a) or _holds_sum(b) else result


def _holds_sum(answer: Answer) -> bool:
    """Whether the inverse of a sum is in an answer in words."""
    return any(name.startswith(_SUM) or f"·{_SUM}" in name for name in answer_symbols(answer))


def _unless_adjoint(result: Finding | None, trees: list[Expr]) -> Finding | None:
    """No difference is a fact where operators may have a commutator that is not said (``a a† - a† a = 1``)."""
    if result is None or result.verdict is EQUIVALENT:
        return result
    if any(isinstance(node, Call) and node.name in OF_MATRICES for tree in trees for node in walk(tree)):
        return None  # nor is one where determinants are only known by their names
    return None if any(_ADJOINT.name in free_symbols(tree) for tree in trees) else result


def _divides(tree: Expr, names: frozenset[str]) -> bool:
    return any(isinstance(node, Div) and bool(names & free_symbols(node.denominator)) for node in walk(tree))


def _crosses(tree: Expr) -> bool:
    return any(isinstance(node, Call) and node.name == "cross" for node in walk(tree))


def _in_words(reading: Reading, names: frozenset[str]) -> Reading:
    answer = reading.answer
    if isinstance(answer, Assignment) and answer.equation is not None and _is_opaque(answer.equation, names):
        answer = Assignment(answer.label, answer.value)
    answer = change_trees(answer, lambda tree: _spelled(tree, names))
    return replace(reading, answer=answer, applied=frozenset(), matrices=frozenset())


def _is_opaque(equation: Equation, names: frozenset[str]) -> bool:
    try:
        change_trees(equation, lambda tree: _spelled(tree, names))
    except OpaqueError:
        return True
    return False


def _spelled(tree: Expr, names: frozenset[str]) -> Expr:
    """``tree`` with a name for each product of matrices in it."""
    if not names & free_symbols(tree):
        return tree
    if contains(tree, (Call, Apply)):
        tree = _with_numbers(tree)
        if contains(tree, (Call, Apply)):
            raise OpaqueError
    terms = [_named_term(factor, word) for factor, word in _terms(tree, names)]
    return terms[0] if len(terms) == 1 else Add(tuple(terms)) if terms else Number(0)


def _with_numbers(tree: Expr) -> Expr:
    r"""``tree`` with a name for each determinant and trace, which are numbers; bars around a matrix are one too."""
    if isinstance(tree, Call) and tree.name in OF_MATRICES:
        return number_of(tree)
    return rebuild(tree, _with_numbers)


def _named_term(factor: Expr, word: Word) -> Expr:
    kept = tuple(letter for letter in word if letter.name != _IDENTITY)
    if not kept:
        return factor
    marks = [f"{name}{'^-1' if inverted else ''}{'^T' if transposed else ''}" for name, inverted, transposed in kept]
    return Mul((factor, Symbol("·".join(marks))))


def _terms(tree: Expr, names: frozenset[str]) -> list[tuple[Expr, Word]]:
    """``tree`` as a sum of words with scalar factors."""
    if not names & free_symbols(tree):
        return [(tree, ())]
    match tree:
        case Symbol(name=name):
            return [(Number(1), (Letter(name, inverted=False, transposed=False),))]
        case Derivative(body=Symbol()):
            return [(Number(1), (Letter(to_text(tree), inverted=False, transposed=False),))]
        case Neg(arg=arg):
            return [(Neg(factor), word) for factor, word in _terms(arg, names)]
        case Add(terms=terms):
            return [term for inner in terms for term in _terms(inner, names)]
        case Mul(factors=factors):
            found: list[tuple[Expr, Word]] = [(Number(1), ())]
            for factor in factors:
                found = list(_products(found, _terms(factor, names)))
            return found
        case Div(numerator=above, denominator=below):
            return [(Div(factor, below), word) for factor, word in _terms(above, names)]
        case Pow(base=base, exponent=exponent):
            return _power(_terms(base, names), exponent)
    raise OpaqueError


def _products(left: list[tuple[Expr, Word]], right: list[tuple[Expr, Word]]) -> Iterator[tuple[Expr, Word]]:
    if len(left) * len(right) > MAX_WORDS:
        raise OpaqueError
    for factor, word in left:
        for other, more in right:
            yield Mul((factor, other)), _reduced((*word, *more))


def _reduced(word: Word) -> Word:
    """``word`` without the pairs that are inverse to each other."""
    kept: list[Letter] = []
    for letter in word:
        if kept and kept[-1] == letter._replace(inverted=not letter.inverted):
            kept.pop()
        else:
            kept.append(letter)
    return tuple(kept)


def _power(terms: list[tuple[Expr, Word]], exponent: Expr) -> list[tuple[Expr, Word]]:
    """The inverse, the transpose or a whole power of a sum of words."""
    match exponent:
        case Neg(arg=arg):
            if len(terms) != 1:
                return _power([_inverse_of_sum(terms)], arg)
            ((factor, word),) = terms
            inverted = tuple(letter._replace(inverted=not letter.inverted) for letter in reversed(word))
            return _power([(Div(Number(1), factor), inverted)], arg)
        case Symbol() if exponent == _ADJOINT:
            if any(not isinstance(factor, Number) for factor, _ in terms):
                raise OpaqueError
            return [(factor, tuple(_adjoint(letter) for letter in reversed(word))) for factor, word in terms]
        case Symbol() if exponent == _TRANSPOSE:
            return [(factor, tuple(_transposed(letter) for letter in reversed(word))) for factor, word in terms]
        case Number(numerator=count, denominator=1) if 0 < count <= MAX_WORDS:
            found = terms
            for _ in range(count - 1):
                found = list(_products(found, terms))
            return found
    raise OpaqueError


def _inverse_of_sum(terms: list[tuple[Expr, Word]]) -> tuple[Expr, Word]:
    """The inverse of a sum as one letter, named after its terms in order, with a number that makes the first one 1.

    Sums that are the same may get different names, so that no difference is a fact where there is one.
    """
    found: dict[str, Fraction] = {}
    for factor, word in terms:
        number, scalars = _number_and_scalars(factor)
        key = to_text(_named_term(Mul((Number(1), *scalars)), word))
        found[key] = found.get(key, Fraction(0)) + number
    held = sorted([(key, number) for key, number in found.items() if number])
    if len(held) < 2:
        raise OpaqueError
    first = held[0][1]
    name = "+".join([f"{number / first}*{key}" for key, number in held])
    letter = Letter(f"{_SUM}{name})", inverted=True, transposed=False)
    return Number(first.denominator, first.numerator) if first > 0 else Neg(
        Number(first.denominator, -first.numerator)
    ), (letter,)


_SUM: Final = "("
"""How the name of a letter begins that is a sum."""


def _number_and_scalars(factor: Expr) -> tuple[Fraction, list[Expr]]:
    """A factor as a number times scalars in order."""
    match factor:
        case Number(numerator=above, denominator=below):
            return Fraction(above, below), []
        case Neg(arg=arg):
            number, scalars = _number_and_scalars(arg)
            return -number, scalars
        case Mul(factors=factors):
            number, scalars = Fraction(1), []
            for part in factors:
                other, more = _number_and_scalars(part)
                number *= other
                scalars += more
            return number, sorted(scalars, key=to_text)
    return Fraction(1), [factor]


def _transposed(letter: Letter) -> Letter:
    return letter._replace(transposed=not letter.transposed)


def _adjoint(letter: Letter) -> Letter:
    if letter.transposed:
        raise OpaqueError
    name = letter.name.removesuffix("†")
    return letter._replace(name=name if name != letter.name else f"{name}†")
