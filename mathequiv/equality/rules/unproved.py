r"""Differences that are no facts: two texts look unlike, and nothing proves that they do not say the same.

``v_f = …`` and ``v = …`` with one value may be one speed, and a unit circle in words may be ``|z| = 1``.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import starmap
from typing import Final, TypeAlias

from mathequiv.answers.contents import answer_symbols, contents, holds_unread, rename
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Chain,
    Combination,
    Equation,
    Inequality,
    Interval,
    Label,
    Listing,
    MatrixAnswer,
    NamedSet,
    Reading,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TextAnswer,
    TupleAnswer,
)
from mathequiv.equality.outcome import Context, turned
from mathequiv.equality.rules.counts import same_count, same_scripts
from mathequiv.equality.rules.families import COUNTERS
from mathequiv.equality.rules.linear import coefficient
from mathequiv.equality.rules.other_notations import (
    are_equal,
    by_notation,
    is_renamed,
    same_bounds,
    same_bracket,
    same_by_letters,
    same_choices,
    same_events,
    same_places,
    same_points,
    same_structure,
    same_ties,
)
from mathequiv.equality.rules.other_words import (
    adds_words,
    may_be_said,
    may_say_so,
    same_growth,
    same_listed,
    same_modulus,
    same_nouns,
)
from mathequiv.equality.rules.sequence_terms import same_terms
from mathequiv.finding import UNDECIDED, Finding
from mathequiv.latex.expr import Add, Apply, Call, Mul, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.lexicon.functions import COUNTING, OF_CHOICES
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.shapes import names_shape
from mathequiv.lexicon.subjects import may_be_called
from mathequiv.verdict import Mismatch, Witness

__all__ = ["UNPROVED", "look_again"]


def look_again(difference: Finding, a: Reading, b: Reading, ctx: Context) -> Finding:
    """What is left of a difference once other notations are tried.

    Args:
        difference: what was found, DIFFERENT.
        a: one reading.
        b: the other.
        ctx: how their parts are compared.

    Returns:
        The difference, an EQUIVALENT by another notation, or an UNDECIDED if only names or kinds differ.

    Raises:
        OverLimit: the budget is spent.
    """
    if ctx.transitive:
        return difference
    evidence = difference.evidence
    if type(evidence) is Witness:
        if not evidence.point:
            return difference
        left = by_notation(difference, evidence, a, b, ctx)
        return UNPROVED if left is None else left
    what = evidence.what if type(evidence) is Mismatch else ""
    if what == "kind":
        return _look_at_kinds(difference, a, b, ctx)
    for say in _SAYS.get(what, ()):
        for found in (say(a.answer, b.answer, ctx), turned(say(b.answer, a.answer, ctx))):
            if found is not None:
                return found
    return UNPROVED if any(look(a, b, ctx) or look(b, a, ctx) for look in _LOOKS.get(what, ())) else difference


def _look_at_kinds(difference: Finding, a: Reading, b: Reading, ctx: Context) -> Finding:
    """What is left of a difference of kinds, by what each of the two may be beside another kind."""
    for x, y in ((a, b), (b, a)):
        for say in _SAYS_OF_KIND.get(type(x.answer), ()):
            found = say(x.answer, y.answer, ctx) if x is a else turned(say(x.answer, y.answer, ctx))
            if found is not None:
                return found
    for x, y in ((a, b), (b, a)):
        for look in _LOOKS_OF_KIND.get(type(x.answer), ()):
            if look(x, y, ctx):
                return UNPROVED
    return difference


UNPROVED: Final = Finding(
    UNDECIDED, "value", "unproved", "names or notations differ that may mean the same, and nothing else does"
)
"""What is said where no fact makes two answers different."""


Say: TypeAlias = Callable[[Answer, Answer, Context], Finding | None]
Look: TypeAlias = Callable[[Reading, Reading, Context], bool]


# --- labels -----------------------------------------------------------------------------------------------------------


def _akin(a: Reading, b: Reading, ctx: Context) -> bool:
    """Whether labels that are not the same may be of one thing, which has the same value on both sides."""
    match a.answer, b.answer:
        case Assignment() as left, Assignment() as right:
            if left.label.name == f"(d*{right.label.name[11:12]})" and right.label.parts:
                return are_equal(left.value, _times_differential(right), ctx)  # dy = 2x dx
            return _may_be_one(left.label, right.label) and are_equal(left.value, right.value, ctx)
        case Assignments(items=left), Assignments(items=right) if len(left) == len(right):
            pairs = list(zip(left, right, strict=True))
            named = all(x.label == y.label or _may_name_one(x.label, y.label) for x, y in pairs)
            return named and all(starmap(lambda x, y: are_equal(x.value, y.value, ctx), pairs))
        case Assignment() as left, Assignments(items=right) if left.label.name == right[0].label.name:
            return not isinstance(left.value, Listing) and are_equal(
                left.value, TupleAnswer(tuple([item.value for item in right])), ctx
            )
    return False


def _times_differential(derivative: Assignment) -> Answer:
    """The value of a derivative times the differential of its variable."""
    if not isinstance(derivative.value, Scalar):
        return derivative.value
    return Scalar(Mul((derivative.value.expr, Symbol("d"), Symbol(derivative.label.parts[1].name))))


def _may_name_one(a: Label, b: Label) -> bool:
    """Whether labels of several values may be of one: notations, a word and its letter, an intercept of one axis."""
    if _may_be_one(a, b):
        return True
    if a.kind == b.kind == "word":
        return a.name.endswith(f"-{b.name}") or b.name.endswith(f"-{a.name}")
    worded, other = (a, b) if a.kind == "word" else (b, a)
    return worded.kind == "word" != other.kind and may_be_called(worded.name, other.name)


def _may_be_one(a: Label, b: Label) -> bool:
    """Whether one label is the other with an index or a mark, or another notation of what it may be."""
    if a.kind == b.kind == "word":
        return all(_HOLE.search(label.name) is not None for label in (a, b)) and a.name[-5:] == b.name[-5:]
    if "_" in a.name and a.name.lower() == b.name.lower() and a.name[0] == b.name[0]:
        return True  # C_p, C_P
    if any(_HYPOTHESIS.fullmatch(x.name) and x.name.endswith(f":{y.name})") for x, y in ((a, b), (b, a))):
        return True
    return _is_marked(a, b) or _is_marked(b, a) or _is_other_notation(a, b) or _is_other_notation(b, a)


_HYPOTHESIS: Final = Pattern(r"\(H_\w:\w+\)")
"""A hypothesis by its name, before what it says (``H_0: \\mu=5``)."""
_HOLE: Final = Pattern(r"\b(?:hole|removable discontinuity) at \w\Z")


def _is_marked(marked: Label, plain: Label) -> bool:
    if marked.arguments != plain.arguments:
        return False
    found = _MARKED.fullmatch(marked.name)
    if found is None or (marked.arguments and found["indexed"] and marked.name[-1:].isdecimal()):
        return False  # f_1 and f are two functions
    return plain.name in (found["indexed"], found["mean"], found["change"])


# f_x is a derivative of f, and v_x a part of v
_MARKED: Final = Pattern(r"(?P<indexed>[A-Za-z]+)_(?![xyzt]+\Z)[\w.]+|bar\((?P<mean>[^)wz]+)\)|Delta (?P<change>\w+)")


def _is_other_notation(a: Label, b: Label) -> bool:
    """Whether both labels are of one quantity by two of its notations, or one is a transform that the other names."""
    if a.kind == "function" and b.kind == "variable" and a.name.swapcase() == b.name:
        return True  # Q(t), q
    left, right = _plain(a), _plain(b)
    size = _SIZE.fullmatch(left)
    if size is not None:
        return right == size["vector"]
    if left[:3] == "det":
        return all(pattern.fullmatch(text) for pattern, text in zip(_POLYNOMIAL, (left, right), strict=True))
    if left[:2] != right[:2] and any(_are_of_one(group, left, right) for group in _NOTATIONS):
        return True
    return a.kind == "other" and b.kind == "function" and _TRANSFORM.match(a.name) is not None


def _are_of_one(group: Pattern, left: str, right: str) -> bool:
    """Whether two notations are of one group, and of one thing where they say of what."""
    found = group.fullmatch(left), group.fullmatch(right)
    if found[0] is None or found[1] is None:
        return False
    of = [one.groupdict().get("of") or one.groupdict().get("said") or "" for one in found if one is not None]
    return of[0].lower() == of[1].lower()


def _plain(label: Label) -> str:
    return f"{label.name}({','.join(label.arguments)})" if label.arguments else label.name


_NOTATIONS: Final = (
    Pattern(r"mu(?:_[A-Z])?|E\([A-Z]\)|\(E\*[A-Z]\)|bar\([a-zA-Z]\)|expect\([A-Z]\)"),
    Pattern(r"(?:Var|V|D)\([A-Z]\)|\(D\*[A-Z]\)|\(?sigma(?:_[A-Z])?\^2\)?|\(?s\^2\)?"),
    Pattern(r"\(S\*D\)|sd|sigma(?:_[A-Z])?|s"),
    Pattern(r"(?:rank|r|R|rk)\((?P<of>[A-Z])\)"),
    Pattern(r"(?:abs|n)\((?P<of>[A-Z])\)|card (?P<said>[a-z])"),
)
"""Notations of a mean, of a variance and of its root, of a rank, and of a number of members."""
_POLYNOMIAL: Final = (Pattern(r"det\(.*lambda.*\)"), Pattern(r"(?:[pPf]|chi)(?:_A)?\(\w+\)"))
"""Notations of a characteristic polynomial."""
_SIZE: Final = Pattern(r"(?:abs|norm)\((?P<vector>[EFBavp](?:_\w+)?)\)")
_TRANSFORM: Final = Pattern(r"\(?\(?[LF](?:\^\(-1\))?\)?\*")


def _is_set_by_letter(a: Reading, b: Reading, _: Context) -> bool:
    r"""Whether one side names a set, and the other side has the plain letter of it (``\mathbb{R}^3``, ``R^3``)."""
    match a.answer, b.answer:
        case NamedSet(name=name), Scalar(expr=Symbol(name=letter)):
            return name == letter
        case NamedSet(name=name), Scalar(expr=Pow(base=Symbol(name=letter), exponent=Number(numerator=n))):
            return name == f"{letter}{n}"
    return False


# --- kinds ------------------------------------------------------------------------------------------------------------


def _is_described(a: Reading, b: Reading, _: Context) -> bool:
    """Whether words name a shape, and the other side is a condition on points or the points that meet it."""
    if not isinstance(a.answer, TextAnswer) or not names_shape(a.answer.words):
        return False
    return isinstance(b.answer, (Assignment, Assignments, Equation, Inequality, SetOf, Solutions, Statement))


def _is_congruence(a: Reading, b: Reading, ctx: Context) -> bool:
    r"""Whether one side is a congruence, and the other side the same with an equality sign (``x = 3 mod 7``)."""
    match a.answer, b.answer:
        case Statement(head="equiv", parts=(name, value)), Assignment(label=label, value=Scalar(expr=Call(name="mod"))):
            return name == Scalar(Symbol(label.name)) and are_equal(value, b.answer.value, ctx)
    return False


def _are_propositions(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one side joins letters by words, and the other side lists the same letters (``p and q``, ``p, q``)."""
    if not (isinstance(a.answer, Statement) and a.answer.head == "formula" and isinstance(b.answer, Listing)):
        return False
    return all(isinstance(item, Scalar) for item in b.answer.items) and answer_symbols(a.answer) == answer_symbols(
        b.answer
    )


def _is_told(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one side says in words, with as many denials, what the other side lists in words."""
    if not (isinstance(a.answer, TextAnswer) and isinstance(b.answer, Listing)):
        return False
    said = [item.words for item in b.answer.items if isinstance(item, TextAnswer)]
    joined = " and " in a.answer.words or " but " in a.answer.words
    return joined and len(said) == len(b.answer.items) and _denials(a.answer.words) == _denials(" ".join(said))


def _denials(words: str) -> int:
    return sum(word in _DENYING for word in words.split())


_DENYING: Final = frozenset({"not", "nor", "neither", "no"})


def _says_nothing(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one side says that there is none, and the other side in another way that nothing solves it."""
    match a.answer, b.answer:
        case TextAnswer(words="none" | "none exist" | "none exists"), TextAnswer(words=words):
            return words.startswith(("no ", "there is no ", "there are no "))
        case TextAnswer(words="none" | "none exist" | "none exists"), SetAnswer(items=()):
            return True
    return False


def _is_cycle(a: Reading, b: Reading, _: Context) -> bool:
    r"""Whether one side is a cycle of digits, and the other the same without spaces (``(1\ 3\ 2)``, ``(132)``)."""
    match a.answer, b.answer:
        case Statement(head="permutation", parts=parts), Scalar(expr=Number(numerator=number, denominator=1)):
            moved = [item.expr for item in parts[1:] if isinstance(item, Scalar)]
            digits = [str(one.numerator) for one in moved if isinstance(one, Number)]
            return "".join(digits) == str(number)
    return False


def _is_characteristic(a: Reading, b: Reading, ctx: Context) -> bool:
    r"""Whether one side is an equation in ``\lambda``, and the other the same in another unknown."""
    match a.answer, b.answer:
        case Equation() as left, Equation() as right:
            names = answer_symbols(left), answer_symbols(right)
            if names[0] == {"lambda"} and len(names[1]) == 1:
                return are_equal(left, rename(right, dict.fromkeys(names[1], "lambda")), ctx)
    return False


def _counts(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one side may count choices by a letter (``P(n,k)``), and the other does so by factorials."""
    sides = [side.answer.expr for side in (a, b) if isinstance(side.answer, Scalar)]
    if len(sides) < 2:
        return False
    counting = any(
        isinstance(node, Apply) and node.name in OF_CHOICES and len(node.args) == 2 for node in walk(sides[0])
    )
    return counting and any(isinstance(node, Call) and node.name in COUNTING for node in walk(sides[1]))


def _is_zero_vector(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one side is the set of 0, which may be a vector, and the other side that of a vector of zeros."""
    match _bare(a.answer), _bare(b.answer):
        case SetAnswer(items=(zero,)), SetAnswer(items=(TupleAnswer(items=entries),)):
            return zero == Scalar(Number(0)) and all(entry == zero for entry in entries)
    return False


def _is_zero_matrix(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one side is a matrix of zeros, and the other the number 0, or a letter it may be called by."""
    match a.answer, b.answer:
        case MatrixAnswer(rows=rows), Scalar(expr=expr):
            return expr in (Symbol("O"), Number(0)) and all(x == Scalar(Number(0)) for row in rows for x in row)
    return False


def _bare(answer: Answer) -> Answer:
    return answer.value if isinstance(answer, Assignment) else answer


def _is_remarked(a: Reading, b: Reading, ctx: Context) -> bool:
    """Whether one side has the other's value beside words that were not read, or conditions on names in it."""
    if not isinstance(a.answer, Listing):
        return False
    rest = [item for item in a.answer.items if not isinstance(item, _REMARKS)]
    if len(rest) != 1 or not are_equal(rest[0], b.answer, ctx):
        return False
    names = answer_symbols(rest[0])
    remarks = [item for item in a.answer.items if isinstance(item, _REMARKS)]
    return all(
        holds_unread(x)
        or (isinstance(x, Solutions) and x.variable in names)
        or (isinstance(x, TextAnswer) and " is " in x.words)
        for x in remarks
    )


_REMARKS: Final = (TextAnswer, Solutions)


def _is_solved_set(a: Reading, b: Reading, ctx: Context) -> bool:
    """Whether one side is a set by a condition that gives its names values, or by what all its names have."""
    match a.answer, b.answer:
        case SetOf(element=element), Scalar() if answer_symbols(element):
            return are_equal(element, b.answer, ctx)
        case SetOf(condition=Assignment(value=value)), Assignments() | TupleAnswer() | SetAnswer():
            return not answer_symbols(value)
        case ((Assignment(value=Chain(checks=checks)) | Chain(checks=checks)), (TupleAnswer() | SetOf())):
            return all(free_symbols(member) for pair in checks for member in pair)
    return False


def _is_near(a: Reading, b: Reading, ctx: Context) -> bool:
    """Whether one side is asymptotically what the other side is equal to or near to."""
    match a.answer, b.answer:
        case Statement(head="sim", parts=(Scalar(expr=Symbol(name=name)), value)), Assignment(label=label):
            return label.name == name and b.near and are_equal(value, b.answer.value, ctx)
    return False


def _are_by_other_names(a: Reading, b: Reading, ctx: Context) -> bool:
    """Whether two lists or families may be one, as curves or by other letters: not where one of them has no names."""
    if not (contents(a)[1] and contents(b)[1]):
        return False
    return _are_curves(a, b, ctx) or is_renamed(a, b, ctx)


def _are_curves(a: Reading, b: Reading, ctx: Context) -> bool:
    """Whether two lists of equations of curves are the same, with ``x=-2`` as the line that it is."""
    match a.answer, b.answer:
        case Listing() as left, Listing() as right if len(left.items) == len(right.items):
            curves = [Listing(tuple(map(_as_equation, side.items))) for side in (left, right)]
            several = any(len(answer_symbols(item)) > 1 for item in curves[0].items)
            return several and curves != [left, right] and are_equal(curves[0], curves[1], ctx)
    return False


def _as_equation(item: Answer) -> Answer:
    return item.equation if isinstance(item, Assignment) and item.equation is not None else item


def _is_complement(a: Reading, b: Reading, _: Context) -> bool:
    r"""Whether a letter that is read as a name may be a complement, as schools in China write it (``C_UA``)."""
    match a.answer, b.answer:
        case Scalar(expr=Symbol(name=name)), Combination():
            return name.startswith("C_") and name[2:].isupper()
    return False


def _is_inner_product(a: Reading, b: Reading, _: Context) -> bool:
    r"""Whether a pair of names may be the inner product of the vectors on the other side (``\langle a,b\rangle``)."""
    match a.answer, b.answer:
        case TupleAnswer(items=(Scalar(expr=Symbol() as one), Scalar(expr=Symbol() as other))), Scalar(expr=expr):
            return bool(b.vectors) and expr in (Mul((one, other)), Mul((other, one)))
    return False


def _is_condition(a: Reading, b: Reading, ctx: Context) -> bool:
    """Whether one side is a condition on integers that no rule solves, and the other side may be what solves it."""
    match a.answer, b.answer:
        case Equation(left=left, right=right), Assignment() | Solutions() | Statement() | TextAnswer(claim=True):
            return any(isinstance(node, Call) and node.name in _OF_INTEGERS for s in (left, right) for node in walk(s))
        case Statement(head="= in"), Listing() | SetAnswer() | SetOf() | Assignments() | TupleAnswer():
            return True
        case Statement(head="= in", parts=(_, value, _)), Assignment(value=own):
            return are_equal(value, own, ctx)
    return False


_OF_INTEGERS: Final = frozenset({"gcd", "lcm", "mod", "pmod"})


def _is_family(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one side gives the values of several integers, not evenly spaced, which the other side may list."""
    one, several = (side.answer.value if isinstance(side.answer, Assignment) else side.answer for side in (a, b))
    if not (isinstance(one, Scalar) and isinstance(several, (Listing, SetAnswer))):
        return False
    held = [name for name in free_symbols(one.expr) & COUNTERS if coefficient(one.expr, name) is None]
    return bool(held) and (bool(a.conditions) or bool(answer_symbols(several) & COUNTERS))


def _is_spread(a: Reading, b: Reading, ctx: Context) -> bool:
    r"""Whether the ends of an interval are written with a plus-minus sign (``50 \pm 1.96``)."""
    match a.answer, b.answer:
        case Listing(branches=True), TupleAnswer(items=(Scalar(expr=low), Scalar(expr=high))):
            same = are_equal(a.answer, Listing(b.answer.items), ctx)
            return same and not are_equal(Scalar(Add((low, high))), Scalar(Number(0)), ctx)  # \pm 3 is no interval
    return False


_SAYS: Final[dict[str, tuple[Say, ...]]] = {
    "names": (same_ties, same_places),
    "words": (same_nouns,),
    "name": (same_terms,),
    "not proportional": (same_terms, same_scripts),
    "values": (same_scripts,),
    "a function that may be any": (same_terms, same_count, same_events),
}
"""Other notations of one thing, by what differs; each is tried with the sides in both orders."""
_SAYS_OF_KIND: Final[dict[type, tuple[Say, ...]]] = {
    TextAnswer: (same_choices, same_growth, same_listed),
    Statement: (same_structure, same_by_letters),
    Combination: (same_by_letters,),
    Interval: (same_by_letters,),
    NamedSet: (same_by_letters,),
    Assignment: (same_bracket, same_modulus, same_count),
    Inequality: (same_bounds,),
    SetOf: (same_points,),
}
"""Other notations of one thing, where the kinds differ, by the kind of the first side that they take."""
_LOOKS: Final[dict[str, tuple[Look, ...]]] = {
    "name": (_akin,),
    "names": (_akin, _is_solved_set),
    "words": (_says_nothing, may_say_so, adds_words),
    "not proportional": (_is_characteristic,),
    "a function that may be any": (_counts,),
    "values": (_is_zero_vector, _are_by_other_names, adds_words),
    "contradictory chain": (_is_solved_set,),
    "truth table": (_is_complement,),
}
"""What may be one thing, by what differs; each is tried with the sides in both orders."""
_LOOKS_OF_KIND: Final[dict[type, tuple[Look, ...]]] = {
    TextAnswer: (_is_described, may_be_said, _is_told, _says_nothing),
    NamedSet: (_is_set_by_letter,),
    MatrixAnswer: (_is_zero_matrix,),
    Statement: (_is_cycle, _is_condition, _is_near, _is_congruence, _are_propositions),
    Equation: (_is_condition,),
    Scalar: (_is_family,),
    Assignment: (_is_family, _is_solved_set),
    Listing: (_is_spread, _is_remarked),
    SetOf: (_is_solved_set,),
    TupleAnswer: (_is_inner_product,),
}
"""What may be one thing, where the kinds differ, by the kind of the first side that they take."""
