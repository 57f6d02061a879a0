r"""Products with an index twice, over which they are summed: ``A_iB_i`` is ``A_jB_j``.

The letters of such an index may be any others. Nobody says in an answer that it is meant so: a letter that is in a
product exactly twice is certainly one of these where every name in it has an index, or where a tensor shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from math import prod
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

from mathequiv.answers.contents import change_trees
from mathequiv.answers.kinds import Answer, Assignment, Equation
from mathequiv.equality.outcome import Context, under_rule
from mathequiv.finding import UNDECIDED, Finding
from mathequiv.latex.expr import Add, Div, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols, nodes_of, rebuild
from mathequiv.lexicon.tensors import ANTISYMMETRIC, DUMMIES, OPERATORS, SYMMETRIC, indices_of
from mathequiv.limits import MAX_EXPANDED

__all__ = ["holds_indices", "match_contracted"]


def holds_indices(names: frozenset[str]) -> bool:
    """Whether one of the names has an index over which a product may be summed."""
    return any(_tensor_of_name(name).slots for name in names if "_" in name or "^" in name)


def match_contracted(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """EQUIVALENT for answers that are equal with other letters for what is summed over; None for any others.

    UNDECIDED where they are equal if letters are summed over that need not be, and where tensors with values of their
    own are in products, which may be equal by those.
    """
    certain = [_in_one_form(side, _is_certain) for side in (a, b)]
    if certain != [a, b]:
        result = ctx.match(certain[0], certain[1])
        if result is not None and result.equivalent:
            return under_rule(result, "summed_index")
    supposed = [_in_one_form(side, _may_be_summed) for side in (a, b)]
    if supposed == [a, b]:
        return None
    if supposed != certain:
        result = ctx.match(supposed[0], supposed[1])
        if result is not None and result.equivalent:
            return _OPEN
    return _OPEN if _known_in(certain[0]) != _known_in(certain[1]) else None


def _in_one_form(answer: Answer, summed: Summed) -> Answer:
    """An answer with its products in one form; an index of what the answer is of, or of one side, is free in it."""
    free = frozenset[str]()
    if isinstance(answer, Assignment):
        free = frozenset(_letters(_tensor_of_name(answer.label.name.rpartition(")")[2])))
    elif isinstance(answer, Equation):
        free = _free_in((answer.left, answer.right))
    return change_trees(answer, lambda tree: _contracted(tree, summed, free))


def _free_in(terms: tuple[Expr, ...]) -> frozenset[str]:
    """The letters that are an index once in one of the terms, and so in each of them."""
    found: set[str] = set()
    for term in terms:
        letters = [letter for node in nodes_of(term, Symbol) for letter in _letters(_tensor_of_name(node.name))]
        found |= {letter for letter in letters if letters.count(letter) == 1}
    return frozenset(found)


_OPEN: Final = Finding(
    UNDECIDED, "value", "summed_index", "an index may be summed over, and the components are not told"
)


Summed: TypeAlias = Callable[[str, "list[_Tensor]", bool], bool]
"""Whether a letter that is in a product twice is summed over: by it, the tensors, and whether all else is numbers."""


class _Slot(NamedTuple):
    """The place of an index: its letter, and the sign that lowers or raises it; none where it is summed over."""

    letter: str
    sign: str


class _Tensor(NamedTuple):
    """A name with its indices in order, those above before those below."""

    head: str
    slots: tuple[_Slot, ...]


def _tensor_of_name(name: str) -> _Tensor:
    lower, _, raised = name.partition("^{")
    head, _, script = lower.partition("_")
    above = [_Slot(letter, "^") for letter in raised[:-1].split()]
    return _Tensor(head, (*above, *[_Slot(letter, "_") for letter in indices_of(script)]))


def _tensor(factor: Expr) -> _Tensor | None:
    r"""The name that a factor is, with its indices; a single raised one is read as a power (``u^\mu``)."""
    match factor:
        case Symbol(name=name):
            found = _tensor_of_name(name)
            return found if found.slots else None
        case Pow(base=Symbol(name=name), exponent=Symbol(name=letter)) if letter in DUMMIES and "^{" not in name:
            found = _tensor_of_name(name)
            return _Tensor(found.head, (_Slot(letter, "^"), *found.slots)) if found.slots or "_" not in name else None
    return None


def _letters(tensor: _Tensor) -> list[str]:
    return [slot.letter for slot in tensor.slots]


# --- products ---------------------------------------------------------------------------------------------------------


def _contracted(tree: Expr, summed: Summed, outside: frozenset[str] = frozenset()) -> Expr:
    """``tree`` with the same letters wherever the same is summed over, and indices of known tensors in their order.

    A letter that is ``outside``, in a product of which the tree is a factor, is not summed over in it.
    """
    if isinstance(tree, Mul):
        sign, factors = _flat(tree)
        terms = _multiplied_out(factors)
        if terms is not None:
            return _contracted(_signed(sign, [terms]), summed, outside)
        turn, above, below = _derived(factors)
        return _product(sign * turn, above, below, summed, outside)
    if isinstance(tree, Div):
        turn, above, below = _derived([tree])
        if below:
            return _product(turn, above, below, summed, outside)
        over = _contracted(tree.numerator, summed, outside | _held(tree.denominator))
        return Div(over, _contracted(tree.denominator, summed, outside | _held(tree.numerator)))
    if _tensor(tree) is not None:
        return _product(1, [tree], [], summed, outside)
    if isinstance(tree, Add):
        outside |= _free_in(tree.terms)
    return rebuild(tree, lambda inner: _contracted(inner, summed, outside))


def _derived(factors: list[Expr]) -> tuple[int, list[Expr], list[Expr]]:
    r"""Factors, with derivatives by coordinates (``\frac{\partial u_i}{\partial x_j}``) as what is above and below."""
    sign = 1
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in factors:
        parts = (
            [_flat(Mul((part,))) for part in (factor.numerator, factor.denominator)] if isinstance(factor, Div) else []
        )
        if parts and _PARTIAL in parts[0][1] and _PARTIAL in parts[1][1]:
            sign *= parts[0][0] * parts[1][0]
            above += parts[0][1]
            below += parts[1][1]
        else:
            above.append(factor)
    return sign, above, below


_PARTIAL: Final = Symbol("partial")


def _multiplied_out(factors: list[Expr]) -> Expr | None:
    """A product with a sum that has an index of another factor, as the sum of products; None for any other."""
    if prod([len(factor.terms) for factor in factors if isinstance(factor, Add)]) > MAX_EXPANDED:
        return None
    for place, factor in enumerate(factors):
        others = [*factors[:place], *factors[place + 1 :]]
        if isinstance(factor, Add) and _held(factor) & DUMMIES & {index for other in others for index in _held(other)}:
            return Add(tuple([Mul((term, *others)) for term in factor.terms]))
    return None


def _flat(product: Mul) -> tuple[int, list[Expr]]:
    """The sign of a product and its factors, those of products in it with them."""
    sign = 1
    found: list[Expr] = []
    for factor in product.factors:
        inner = factor
        while isinstance(inner, Neg):
            sign, inner = -sign, inner.arg
        if isinstance(inner, Mul):
            turn, parts = _flat(inner)
            sign *= turn
            found += parts
        else:
            found.append(inner)
    return sign, found


def _product(sign: int, above: list[Expr], below: list[Expr], summed: Summed, outside: frozenset[str]) -> Expr:
    """A product, over another one for a derivative, with new letters for what is summed over."""
    (over, others), (under, divisors) = _apart(above), _apart(below)
    held = frozenset[str]().union(*map(_held, (*others, *divisors)))
    tensors = [*over, *under, *[_Tensor(_PARTIAL.name, ()) for _ in under]]
    dummies = [name for name in _twice(tensors, held | outside) if summed(name, tensors, not held)]
    if len(dummies) > len(_NEW):
        dummies = []
    inner = outside.union(*map(_letters, (*over, *under)))
    over, dummies = _without_identities(over, dummies)
    orders = [_in_order(over, under, dict(zip(order, _NEW, strict=False))) for order in permutations(dummies)]
    turn, best, beneath = min(orders, key=itemgetter(1, 2))
    if turn == 0 or (-turn, best, beneath) in orders:
        return Number(0)  # what changes its sign under a change of letters
    kept = [_contracted(factor, summed, inner) for factor in others]
    whole = _signed(sign * turn, [*kept, *map(_named, best)])
    if not below:
        return whole
    divided = [_contracted(factor, summed, inner) for factor in divisors]
    return Div(whole, _signed(1, [*divided, *map(_named, beneath)]))


def _apart(factors: list[Expr]) -> tuple[list[_Tensor], list[Expr]]:
    """The factors that are names with indices, and the others."""
    tensors: list[_Tensor] = []
    others: list[Expr] = []
    for factor in factors:
        found = _tensor(factor)
        if found is None:
            others.append(factor)
        else:
            tensors.append(found)
    return tensors, others


def _twice(tensors: list[_Tensor], taken: frozenset[str]) -> list[str]:
    """The letters that are in a product of tensors exactly twice and nowhere else; raised twice they are exponents."""
    slots = [slot for tensor in tensors for slot in tensor.slots]
    letters = [slot.letter for slot in slots]
    lowered = {slot.letter for slot in slots if slot.sign == "_"}
    found = [letter for letter in dict.fromkeys(letters) if letters.count(letter) == 2]
    return [letter for letter in found if letter in lowered and letter not in taken]


_IDENTITY: Final = "delta"
_NEW: Final = ("#1", "#2", "#3", "#4")


def _held(expr: Expr) -> frozenset[str]:
    """The letters that are indices in an expression, or are names in it by themselves."""
    names = free_symbols(expr)
    return names.union(*[_letters(_tensor_of_name(name)) for name in names])


def _signed(sign: int, factors: list[Expr]) -> Expr:
    whole = factors[0] if len(factors) == 1 else Mul(tuple(factors))
    return whole if sign > 0 else Neg(whole)


def _in_order(
    above: list[_Tensor], below: list[_Tensor], names: dict[str, str]
) -> tuple[int, list[_Tensor], list[_Tensor]]:
    """The sign and factors of a product with other letters for what is summed over, known tensors in one order."""
    sign = 1
    parts: list[list[_Tensor]] = []
    for part in (above, below):
        found: list[_Tensor] = []
        for tensor in part:
            slots = [_Slot(names[slot.letter], "") if slot.letter in names else slot for slot in tensor.slots]
            turn, moved = _as_known(_Tensor(tensor.head, tuple(slots)))
            sign *= turn
            found.append(moved)
        parts.append(sorted(found))
    return sign, parts[0], parts[1]


def _as_known(tensor: _Tensor) -> tuple[int, _Tensor]:
    """The sign of a known tensor, 0 where it vanishes, and the tensor with its indices in order."""
    head, slots = tensor
    ordered = _Tensor(head, tuple(sorted(slots)))
    if head in SYMMETRIC and len(slots) == 2 and (head == _IDENTITY or all(len(slot.letter) > 1 for slot in slots)):
        return 1, ordered
    if head != ANTISYMMETRIC or len(slots) < 3:
        return 1, tensor
    if len(set(_letters(tensor))) < len(slots):
        return 0, tensor
    turns = sum([x > y for place, x in enumerate(slots) for y in slots[place + 1 :]])
    return (-1 if turns % 2 else 1), ordered


def _without_identities(tensors: list[_Tensor], dummies: list[str]) -> tuple[list[_Tensor], list[str]]:
    r"""The factors with each identity that has a letter in common with another one used up (``\delta_{ij}A_j``)."""
    kept, left = tensors[:], dummies[:]
    for tensor in tensors:
        if tensor.head != _IDENTITY or len(tensor.slots) != 2:
            continue
        for own, other in (tensor.slots, tensor.slots[::-1]):
            place = next((at for at, one in enumerate(kept) if one is not tensor and own.letter in _letters(one)), -1)
            if own.letter in left and own.letter != other.letter and place >= 0 and tensor in kept:
                slots = tuple([other if slot.letter == own.letter else slot for slot in kept[place].slots])
                kept[place] = _Tensor(kept[place].head, slots)
                kept.remove(tensor)
                left.remove(own.letter)
    return kept, left


def _named(tensor: _Tensor) -> Expr:
    return Symbol(f"{tensor.head} {' '.join([f'{slot.sign}{slot.letter}' for slot in tensor.slots])}")


# --- what is summed over ----------------------------------------------------------------------------------------------


def _is_certain(letter: str, tensors: list[_Tensor], plain: bool) -> bool:
    """Whether a letter that is in a product twice is summed over: it is Greek, or tensors or all its names show it."""
    if any(_shows(head, len(slots)) for head, slots in tensors):
        return True
    return letter in DUMMIES and (len(letter) > 1 or plain)


def _may_be_summed(_letter: str, _tensors: list[_Tensor], _plain: bool) -> bool:
    return True


def _shows(head: str, indices: int) -> bool:
    """Whether a name with so many indices is a tensor with components that are numbers, or a derivative."""
    return head in OPERATORS or (indices > 1 and (head in SYMMETRIC or head == ANTISYMMETRIC))


def _known_in(answer: Answer) -> set[tuple[str, int]]:
    """The tensors of several indices in an answer in its form whose components are numbers, with how many they are."""
    found: set[tuple[str, int]] = set()

    def look(tree: Expr) -> Expr:
        named = [name.split() for name in free_symbols(tree)]
        found.update([(head, len(slots)) for head, *slots in named if slots and _shows(head, len(slots))])
        return tree

    change_trees(answer, look)
    return found
