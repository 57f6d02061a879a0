"""What an answer holds, whatever its kind: its trees, the classes of their nodes, and the variables in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from mathequiv.answers.kinds import ANSWERS, Answer, Assignment, Label, Reading, Scalar, TextAnswer
from mathequiv.latex.expr import EXPRESSIONS, Call, Expr, Number, Percent, Symbol, Text
from mathequiv.latex.trees import Survey, free_symbols, rebuild, survey, survey_all
from mathequiv.lexicon.word_answers import is_word_answer
from mathequiv.limits import MAX_READINGS
from mathequiv.nodes import field_types

__all__ = [
    "answer_symbols",
    "contents",
    "distinct",
    "holds_percents",
    "holds_unread",
    "may_hold_words",
    "note",
    "outer_trees",
]

_TREES: Final = frozenset(EXPRESSIONS)
_TREELESS: Final = frozenset({"str", "bool", "Label"})
_PARTS: Final = {kind: tuple(name for name, of in field_types(kind).items() if of not in _TREELESS) for kind in ANSWERS}
"""The fields of each kind of answer that hold trees; an assignment's equation says again what its value says."""
_PARTS[Assignment] = ("value",)
_NODES: Final = frozenset((*_PARTS, Label, Reading))


def outer_trees(answer: Answer) -> list[Expr]:
    """The outermost trees an answer holds, in no order."""
    found: list[Expr] = []
    parts: list[Any] = [answer]
    while parts:
        part = parts.pop()
        kind = type(part)
        if kind is Scalar:
            found.append(part.expr)
        elif kind in _TREES:
            found.append(part)
        elif kind is tuple:
            parts += part
        else:
            parts += [getattr(part, name) for name in _PARTS.get(kind, ())]
    return found


def answer_symbols(answer: Answer) -> frozenset[str]:
    """Names of the variables that occur free anywhere in ``answer``."""
    if type(answer) is Scalar:
        return free_symbols(answer.expr)
    return frozenset().union(*[free_symbols(tree) for tree in outer_trees(answer) if type(tree) is not Number])


def holds_unread(answer: Answer) -> bool:
    """Whether an answer holds words that nothing has read (`mathequiv.lexicon.word_answers`)."""
    parts: list[Any] = [answer]
    while parts:
        part = parts.pop()
        kind = type(part)
        if kind is TextAnswer:
            if not (part.claim or is_word_answer(part.words)):
                return True
        elif kind is tuple:
            parts += part
        elif kind is not Scalar:
            parts += [getattr(part, name) for name in _PARTS.get(kind, ())]
    return False


def may_hold_words(reading: Reading) -> bool:
    """Whether words may be in a reading: not where its tree holds none."""
    return getattr(reading, "worded", True)


def contents(reading: Reading) -> Survey:
    """Which of `LOOKED_FOR` are in a reading's answer, and the variables that occur free in it; looked up once."""
    known: Survey | None = getattr(reading, "contents", None)
    if known is None:
        answer = reading.answer
        known = _kept(survey(answer.expr) if type(answer) is Scalar else survey_all(outer_trees(answer)))
        reading.contents = known
    return known


LOOKED_FOR: Final = frozenset((Percent, Call))
"""Nodes that rules look for in answers."""
_SUBSETS: Final = {
    found: found for found in (frozenset[type](), *map(frozenset[type], ((Percent,), (Call,))), LOOKED_FOR)
}
_NOTHING: Final = next(iter(_SUBSETS))


def _kept(seen: Survey) -> Survey:
    """What a reading keeps of a survey: no set of its own, since thousands of readings are kept."""
    kinds, names = seen
    return (_NOTHING if LOOKED_FOR.isdisjoint(kinds) else _SUBSETS[LOOKED_FOR & kinds]), names


_TOLD_APART: Final = LOOKED_FOR | {Text}
"""Those, and text, which may be read as any."""
_PERCENTS: Final = frozenset((Text, Percent))


def note(reading: Reading, tree: Survey, *, whole: bool = False) -> Reading:
    """``reading`` itself, with what its tree tells of it.

    Args:
        reading: what was read of a tree.
        tree: what is known of that tree.
        whole: whether the answer holds all of it.
    """
    kinds, names = tree
    told_apart = not _TOLD_APART.isdisjoint(kinds)
    reading.worded = told_apart and Text in kinds
    reading.percents = told_apart and not _PERCENTS.isdisjoint(kinds)
    known = whole or not (names or told_apart)
    reading.contents = None if not known else _kept(tree) if told_apart else (_NOTHING, names)
    return reading


def holds_percents(reading: Reading) -> bool:
    """Whether a percent is in the answer of a reading."""
    return getattr(reading, "percents", True) and Percent in contents(reading)[0]


def rename(answer: Answer, names: dict[str, str]) -> Answer:
    """``answer`` with variables renamed all at once."""

    def in_tree(tree: Expr) -> Expr:
        if isinstance(tree, Symbol):
            return Symbol(names.get(tree.name, tree.name))
        return rebuild(tree, in_tree)

    return change_trees(answer, in_tree)


def change_trees(answer: Answer, change: Callable[[Expr], Expr]) -> Answer:
    """``answer`` with ``change`` made to each outermost tree it holds."""
    changed: Answer = _map_trees(answer, change)
    return changed


def _map_trees(value: Any, change: Callable[[Expr], Expr]) -> Any:
    if type(value) in _TREES:
        return change(value)
    if isinstance(value, tuple):
        return tuple(_map_trees(item, change) for item in value)
    kind: Any = type(value)
    if kind in _NODES:
        return kind(*[_map_trees(getattr(value, name), change) for name in field_types(kind)])
    return value


def distinct(found: list[Reading]) -> tuple[Reading, ...]:
    """The first readings that differ; comparing a handful costs less than hashing whole trees."""
    kept: list[Reading] = []
    for reading in found:
        if reading not in kept:
            kept.append(reading)
            if len(kept) == MAX_READINGS:
                break
    return tuple(kept)
