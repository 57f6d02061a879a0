r"""What the strict policy refuses of an answer that is equal to the reference.

A reward pays for an answer that is worked out. ``\sum_{k=1}^5 k`` is 15 and so is the problem's own ``1+2+3+4+5``, but
neither is an answer; and a word of the writer's own (``12\text{ apples}`` for 12) is more than the reference has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mathequiv.answers.labels import is_quantity, label_of
from mathequiv.errors import OverLimit
from mathequiv.extraction.passages import Passage
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Constant,
    Derivative,
    Div,
    Expr,
    Folded,
    Limit,
    Matrix,
    Mul,
    Neg,
    Number,
    Percent,
    Pow,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    SetName,
    SetOp,
    Symbol,
    Text,
)
from mathequiv.latex.sentences import stated
from mathequiv.latex.text_form import to_text
from mathequiv.latex.tokens import Token, scanned
from mathequiv.latex.trees import children, free_symbols, walk
from mathequiv.lexicon.prose import LEAD_INS
from mathequiv.lexicon.units import is_noun_unit
from mathequiv.lexicon.words import is_filler
from mathequiv.limits import MAX_PROBLEM_PARTS, MAX_TEXT
from mathequiv.prepared import prepare

__all__ = ["Refusal", "refusal"]

_CALLS: Final = frozenset(
    [
        "det",
        "gcd",
        "lcm",
        "mod",
        "floor",
        "ceil",
        "ceiling",
        "max",
        "min",
        "sup",
        "inf",
        "binomial",
        "factorial",
        "double_factorial",
        "trace",
        "transpose",
        "rank",
    ]
)
"""Functions that leave the work to the reader."""

_COMMANDS: Final = re.compile(
    r"\\(sum|prod|int|iint|iiint|oint|lim|limsup|liminf|gcd|lcm|max|min|binom|dbinom|tbinom|bmod|pmod|det|lfloor|lceil|bigcup|bigcap)(?![A-Za-z])"
)
"""The same in a text that has no tree."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer is refused: a ``rule`` (``unevaluated``, ``restated``, ``words_added``, ``labelled``), in words."""

    rule: str
    reason: str


def refusal(prediction: str, reference: str, problem: str | None) -> Refusal | None:
    """Why the strict policy refuses an answer that is equal to the reference.

    Args:
        prediction: the answer.
        reference: the reference.
        problem: the text of the problem, None where it is not known.

    Returns:
        The rule and a plain sentence; None where the answer may stand.
    """
    answer, given = _tree(prediction), _tree(reference)
    if answer is None or given is None:
        open_work = set(_COMMANDS.findall(prediction)) - set(_COMMANDS.findall(reference))
        return _unevaluated(min(open_work)) if open_work else None
    value = _last_member(answer)
    if (found := _work_left(value) - _work_left(given)) != set():
        return _unevaluated(min(found))
    words = _nouns(value) - _nouns(given) or _said(prediction, answer) - _said(reference, given)
    if words:
        return Refusal("words_added", f"the answer adds a word that the reference does not have: {min(words)}")
    if (label := _mislabelled(answer, given)) is not None:
        return Refusal("labelled", label)
    if problem is None or _may_stand(value) or _key(value) in (_key(given), _key(_last_member(given))):
        return None
    if _key(value) not in _parts_of(problem):
        return None
    return Refusal("restated", "the answer gives an expression of the problem back")


def _unevaluated(what: str) -> Refusal:
    article = "an" if what[0] in "aeiou" else "a"
    return Refusal(
        "unevaluated", f"the answer is not evaluated: it holds {article} {what} that the reference does not have"
    )


def _tree(text: str) -> Expr | None:
    try:
        return prepare(text).tree
    except OverLimit:
        return None


def _last_member(tree: Expr) -> Expr:
    """What a chain ends in; any other answer itself."""
    if isinstance(tree, Relation) and all(op in ("=", "approx") for op in tree.ops):
        return tree.members[-1]
    return tree


def _work_left(tree: Expr) -> set[str]:
    """Names of the operations of ``tree`` that are not carried out."""
    return {name for part in walk(tree) if (name := _operation(part)) is not None}


def _operation(part: Expr) -> str | None:
    match part:
        case Folded():
            return part.kind
        case Limit():
            return "limit"
        case Derivative():
            return "derivative"
        case Call(name=name) if name in _CALLS:
            return name
        case Mul(factors=factors) if sum([isinstance(factor, Matrix) for factor in factors]) > 1:
            return "product of matrices"
        case Pow(base=Matrix()):
            return "power of a matrix"
        case SetOp(op=op, left=Bracketed(opening=left), right=Bracketed(opening=right)):
            written = op != "union" or left == right == "{"
            return f"{op} of sets" if written else None
        case _:
            return None


def _nouns(tree: Expr) -> set[str]:
    """The counted nouns of ``tree``, no units of the table."""
    found: set[str] = set()
    for part in walk(tree):
        if isinstance(part, Quantity) and is_noun_unit(part.unit):
            found |= {name for name, _ in part.unit if is_noun_unit(((name, 1),))}
    return found


def _said(text: str, tree: Expr) -> set[str]:
    """The words of ``text`` that reading it drops: lead-ins (``the answer is``) and fillers (``about``)."""
    kept = {word for part in walk(tree) if isinstance(part, Text) for word in part.words.lower().split()}
    tokens = scanned(text).tokens
    words = _words(tokens)
    dropped = words - _words(stated(tokens) or tokens)
    return {word for word in words - kept if word in LEAD_INS or is_filler(word) or word in dropped}


def _words(tokens: tuple[Token, ...]) -> set[str]:
    return {token.text.lower() for token in tokens if token.kind in ("word", "tword")}


def _is_labelled(tree: Expr) -> bool:
    return any(isinstance(part, Relation) for part in _items(tree))


def _items(tree: Expr) -> tuple[Expr, ...]:
    return tree.items if isinstance(tree, Sequence) else (tree,)


def _mislabelled(answer: Expr, given: Expr) -> str | None:
    """What is wrong with a label that only one side has; None where it is a name."""
    if not _is_labelled(given) and (label := _unnamed(answer)) is not None:
        return f"what is written before the value is no name: {to_text(label)[:80]}"
    if not _is_labelled(answer) and (label := _unnamed(given)) is not None and is_quantity(label):
        return f"the answer leaves out {to_text(label)[:80]}, which is no name of its value"
    return None


def _unnamed(tree: Expr) -> Expr | None:
    """A label of ``tree`` that names nothing (``m+n``, a word); None where every label is a name."""
    for part in _items(tree):
        if isinstance(part, Relation) and part.ops[0] in ("=", "colon", "approx"):
            first, last = part.members[0], part.members[-1]
            label, value = (last, first) if _is_bare(first) and not _is_bare(last) else (first, last)
            if not (_is_bare(label) or _is_name(label) or free_symbols(label) & free_symbols(value)):
                return label
    return None


def _is_bare(tree: Expr) -> bool:
    """Whether nothing is named: a constant, or a text that is no label."""
    return not free_symbols(tree) and (not isinstance(tree, Text) or label_of(tree) is None)


def _is_name(tree: Expr) -> bool:
    """Whether a label is a name, or a named object or one of its values: ``x_1``, ``f(2)``, ``AB``, ``|AB|``."""
    label = label_of(tree)
    if label is None:
        return not is_quantity(tree)
    if label.kind == "other":
        return not isinstance(tree, (Call, Div, Ratio)) or (isinstance(tree, Call) and tree.name == "abs")
    return label.kind != "word"


def _may_stand(tree: Expr) -> bool:
    """Whether an answer may be in the problem: a bare number, name or choice."""
    match tree:
        case Neg(arg=arg) | Percent(value=arg) | Quantity(value=arg):
            return _may_stand(arg)
        case Number() | Symbol() | Constant() | Text() | SetName():
            return True
        case Mul(factors=(Symbol(), Number())):
            return True  # a letter and a value: (A) 12
        case Bracketed(items=(item,)):
            return _may_stand(item)
        case Apply(args=(Number(),)):
            return False
        case _:
            return False


def _key(tree: Expr) -> str:
    """A text that trees share which differ in the order of terms and factors alone."""
    if isinstance(tree, (Add, Mul)):
        return f"{type(tree).__name__}({','.join(sorted([_key(part) for part in children(tree)]))})"
    below = children(tree)
    if not below:
        return repr(tree)
    return f"{type(tree).__name__}{_own(tree)}({','.join([_key(part) for part in below])})"


def _own(tree: Expr) -> str:
    """What a node says besides its parts."""
    match tree:
        case Call(name=name) | Apply(name=name):
            return name
        case Folded(kind=kind, variable=variable):
            return f"{kind} {variable}"
        case Relation(ops=ops):
            return " ".join(ops)
        case Quantity(unit=unit):
            return repr(unit)
        case Bracketed(opening=opening, closing=closing):
            return opening + closing
        case SetOp(op=op):
            return op
        case _:
            return ""


def _formulas(problem: str) -> Iterator[str]:
    passage = Passage(problem, 0, len(problem))
    for run in passage.candidates(0, len(problem)):
        text = problem[run.start : run.end]
        inner = next((span.inner for span in passage.spans if (span.start, span.end) == (run.start, run.end)), None)
        yield text if inner is None else problem[slice(*inner)]


@lru_cache(maxsize=256)
def _parts_of(problem: str) -> frozenset[str]:
    """Keys of every expression that is in the formulas of a problem."""
    found: set[str] = set()
    for text in _formulas(problem[:MAX_TEXT]):
        tree = _tree(text.strip().rstrip(".,;:?"))
        if tree is None:
            continue
        for part in walk(tree):
            found.add(_key(part))
            if len(found) > MAX_PROBLEM_PARTS:
                return frozenset(found)
    return frozenset(found)
