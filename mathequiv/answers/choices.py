"""Capitals that name something: choices with their letters, points and distributions before their entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from mathequiv.answers.kinds import Answer, Assignment, Choice, Label, Listing, Reading, ReadItem, Scalar, TupleAnswer
from mathequiv.answers.text import plain_words, read_choice_text
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import Apply, Bracketed, Expr, Mul, Symbol
from mathequiv.latex.parser import parse_variants
from mathequiv.lexicon.distributions import DISTRIBUTIONS
from mathequiv.lexicon.pattern import Pattern

__all__ = ["article_or_letter", "choice_letters", "named_point", "other_letter", "read_choice"]

_LETTERS: Final = frozenset("ABCDEFGH")


def read_choice(text: str, read: ReadItem) -> Choice | None:
    """The choice that a whole text with `LETTERED` in it is, or None; ``read`` reads what stands after its letter."""
    found = read_choice_text(text)
    if found is None:
        return None
    letter, content = found
    return Choice(letter.upper(), _read_content(content, read) if content else None, letter.islower())


def other_letter(a: Sequence[Reading], b: Sequence[Reading]) -> bool:
    """Whether both texts may be choices, and not of one letter: then ``A. Paris`` is no Paris with an article."""
    letters = list(map(_letters, (a, b)))
    return bool(letters[0] and letters[1]) and letters[0].isdisjoint(letters[1])


def _letters(readings: Sequence[Reading]) -> set[str]:
    return {one.answer.letter for one in readings if isinstance(one.answer, Choice)}


def article_or_letter(text: str, readings: Sequence[Reading]) -> bool:
    """Whether the A before a name is an article or the letter of a choice: ``A Paris``, beside ``B. Paris``.

    Args:
        text: an answer that is no choice by its marks.
        readings: those of the other answer, which is one.
    """
    return _BEFORE_NAME.match(text) is not None and "A" not in _letters(readings)


_BEFORE_NAME: Final = Pattern(r"(?:\\(?:text|textbf|mathrm)\{|[\s$*{])*A\s+[A-Z]")
"""An A with a capital after it; before a small letter it is an article (``A circle``)."""


def _read_content(text: str, read: ReadItem) -> Answer | None:
    try:
        trees = parse_variants(text)
    except (Unreadable, OverLimit):
        return plain_words(text)
    return read(trees[0])


def choice_letters(tree: Expr) -> tuple[Answer, ...]:
    """``ABD`` as several choices; nothing for any other tree."""
    if not isinstance(tree, Mul):
        return ()
    letters: list[str] = []
    for factor in tree.factors:
        if not isinstance(factor, Symbol) or factor.name not in _LETTERS:
            return ()
        letters.append(factor.name)
    return (Listing(tuple(map(Scalar, tree.factors))),) if letters == sorted(set(letters)) else ()


def named_point(tree: Expr, read_items: Callable[[tuple[Expr, ...]], tuple[Answer, ...]]) -> tuple[Answer, ...]:
    """``A(1,2)`` is a point under its name, ``N(0,1)`` a distribution; nothing for any other tree."""
    match tree:
        case Apply(name=name, args=entries):
            pass
        case Mul(factors=(Symbol(name=name), Bracketed(opening="(", closing=")", items=entries))):
            pass
        case _:
            return ()
    if len(name) > 1 and name in DISTRIBUTIONS:
        return (Assignment(Label(name, "distribution"), TupleAnswer(read_items(entries))),)
    if len(entries) < 2 or not _is_capital(name):
        return ()
    point = TupleAnswer(read_items(entries))
    named = (Assignment(Label(name, "variable"), point),)
    if name not in DISTRIBUTIONS or len(entries) > 2:
        return named
    distribution = (Assignment(Label(name, "distribution"), point),)
    return distribution if name in _SELDOM_POINTS else named + distribution


def _is_capital(name: str) -> bool:
    return name[:1].isupper() and (len(name) == 1 or name[1] in "_'")


_SELDOM_POINTS: Final = frozenset("NU")
"""Names of the normal and the uniform distribution; B is far more often a point."""
