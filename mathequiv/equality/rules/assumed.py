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
from mathequiv.equality.rules.applied import match_ambiguous, meant, with_factors
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
    MAY_MULTIPLY,
    OF_MATRICES,
    REMAINDERS,
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
            doubted = not bare.isdisjoint(meant(a) | meant(b))
            result = _match_products(with_factors(a, bare), with_factors(b, bare), ctx)
            return None if doubted and result is not None and result.equivalent else result
        if MAY_MULTIPLY & applied:
            return match_ambiguous(a, b, ctx)
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
