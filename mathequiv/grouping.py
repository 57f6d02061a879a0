"""Groups of equal answers, for maj@k and the like."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from hashlib import blake2b

from mathequiv.answers.contents import change_trees
from mathequiv.answers.kinds import Answer, Reading, Scalar, TupleAnswer
from mathequiv.equality.numbers.balls import Ball
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.outcome import Context
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.rules.assumed import in_own_terms
from mathequiv.equality.rules.joined_numerals import joined_numerals
from mathequiv.equality.rules.renaming import match_readings
from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Call, Expr, Number, Symbol
from mathequiv.latex.trees import free_symbols, rebuild, walk
from mathequiv.layers.value import match
from mathequiv.lexicon.contrasts import meanings
from mathequiv.lexicon.orders import ordered
from mathequiv.limits import Budget
from mathequiv.nodes import replace
from mathequiv.prepared import Prepared, prepare
from mathequiv.verdict import Options, Verdict

__all__ = ["equivalence_classes"]


def equivalence_classes(answers: Sequence[str | None]) -> list[list[int]]:
    """Group answers that are exactly equal.

    Only rules that keep equality transitive are used: nothing is rounded, no sign, unit, label or base is dropped, and
    of an ambiguous text only the likeliest reading counts. So the groups depend neither on the order of the answers nor
    on which other answers there are. Answers are first grouped by a canonical key; only the remaining ones are compared
    in pairs, and numbers only with numbers near them.

    Args:
        answers: answer texts; a missing one is None.

    Returns:
        Groups of indices into ``answers``, each ascending, ordered by their first index. Missing and blank answers
        form one group.

    Raises:
        TypeError: an answer is neither a string nor None.
    """
    groups: dict[Hashable, list[int]] = {}
    for index, answer in enumerate(answers):
        if answer is not None and not isinstance(answer, str):
            raise TypeError(f"an answer must be a string or None, not {type(answer).__name__}")
        groups.setdefault(_key(answer), []).append(index)
    merged = _merge([members for key, members in groups.items() if key != _BLANK], answers)
    if _BLANK in groups:
        merged.append(groups[_BLANK])
    return sorted(sorted(members) for members in merged)


_BLANK = ("blank",)


def _key(answer: str | None) -> Hashable:
    """Equal keys mean equal answers; unequal keys mean nothing."""
    if answer is None or not answer.strip():
        return _BLANK
    prepared = prepare(answer)
    if prepared.oversize:
        return ("text", answer)
    if prepared.readings:
        answer_read = prepared.readings[0].answer
        if isinstance(answer_read, Scalar) and joined_numerals(answer_read.expr) is None and ordered(answer) is None:
            value = rational_value(answer_read.expr)
            if value is not None:
                return ("number", value)
    kind = "text" if prepared.parts is None else "parts"
    return (kind, answer if prepared.canonical is None else prepared.canonical)


def _merge(groups: list[list[int]], answers: Sequence[str | None]) -> list[list[int]]:
    """Join groups whose first members are equal, by whatever chain of pairs."""
    if len(groups) < 2:
        return groups
    prepared = [prepare(answers[members[0]] or "") for members in groups]
    parent = list(range(len(groups)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for i, j in _candidates(prepared):
        if root(i) != root(j) and _same(prepared[i], prepared[j]):
            parent[root(i)] = root(j)
    joined: dict[int, list[int]] = {}
    for k, members in enumerate(groups):
        joined.setdefault(root(k), []).extend(members)
    return list(joined.values())


def _candidates(prepared: list[Prepared]) -> list[tuple[int, int]]:
    """Pairs that may be equal: scalars next to each other in value, and everything else with everything."""
    numbers: list[tuple[float, int]] = []
    others: list[int] = []
    for k, one in enumerate(prepared):
        size = _size(one)
        if size is None:
            others.append(k)
        else:
            numbers.append((size, k))
    numbers.sort()
    pairs = [(i, j) for at, i in enumerate(others) for j in (*others[at + 1 :], *(k for _, k in numbers))]
    for at, (size, i) in enumerate(numbers):
        for near, j in numbers[at + 1 :]:
            if near - size > _NEAR * max(1.0, abs(size)):
                break
            pairs.append((i, j))
    return pairs


_NEAR = 1e-9
"""Far above the width of a 128-bit enclosure, so equal numbers are always candidates."""
_BITS = 128


def _size(one: Prepared) -> float | None:
    """An approximate value at a fixed point if the text's likeliest reading is a real scalar there, else None."""
    if one.oversize or not one.readings:
        return None
    answer: Answer = one.readings[0].answer
    if not isinstance(answer, Scalar):
        return None
    point = {name: _coordinate(name) for name in free_symbols(answer.expr)}
    if any(isinstance(node, Call) and _is_open(node) for node in walk(answer.expr)):
        return None
    try:
        ball = enclose(answer.expr, point, _BITS, complex_=False)
    except OverLimit:
        return None
    if not isinstance(ball, Ball) or not ball.real:
        return None
    middle = float(ball.value.mid())
    return middle if abs(middle) < _LARGEST else None


_LARGEST = 1e300


def _coordinate(name: str) -> Fraction:
    """A value between 1 and 2 that depends on nothing but the variable's name."""
    digest = int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=2).digest(), "big")
    return 1 + Fraction(2 * digest + 1, 1 << 17)


def _fixed_base(reading: Reading) -> Reading:
    r"""``\log`` without a base has base 10 here: equal for one base or another is not transitive."""

    def in_tree(tree: Expr) -> Expr:
        tree = rebuild(tree, in_tree)
        return Call("log", (*tree.args, Number(10))) if isinstance(tree, Call) and _is_open(tree) else tree

    return replace(reading, answer=change_trees(reading.answer, in_tree))


def _in_one_form(reading: Reading) -> Reading | None:
    """A reading by what it says itself, whatever it is compared with; None where only the same text is the same.

    Numerals joined by dashes or slashes are a range or a date here, and no difference or quotient.
    """
    answer = reading.answer
    joined = joined_numerals(answer.expr) if isinstance(answer, Scalar) else None
    if joined is not None:
        parts = (Symbol(f"joined by {joined[0]}"), *joined[1])
        return replace(reading, answer=TupleAnswer(tuple(map(Scalar, parts))))
    return in_own_terms(_fixed_base(reading))


def _is_open(call: Call) -> bool:
    return call.name == "log" and len(call.args) == 1


def _same(a: Prepared, b: Prepared) -> bool:
    if not (a.readings and b.readings) or ordered(a.text) != ordered(b.text):
        return False
    if (a.worded or b.worded) and meanings(a.text) != meanings(b.text):
        return False
    if a.parts is not None or b.parts is not None:
        return _same_parts(a.parts or [], b.parts or [])
    try:
        return _are_one(a.readings[0], b.readings[0], Context(Options(), Budget(), match, transitive=True))
    except OverLimit:
        return False


def _same_parts(a: list[str], b: list[str]) -> bool:
    """Whether the answers to numbered questions are the same one by one."""
    if len(a) != len(b):
        return False
    return all(one == other or _same(prepare(one), prepare(other)) for one, other in zip(a, b, strict=True))


def _are_one(a: Reading, b: Reading, ctx: Context) -> bool:
    left, right = _in_one_form(a), _in_one_form(b)
    if left is None or right is None:
        return a.answer == b.answer and a.conditions == b.conditions and a.domains == b.domains
    result = match_readings(left, right, ctx)
    return result is not None and result.verdict is Verdict.EQUIVALENT
