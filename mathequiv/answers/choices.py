"""Lettered choices: one with its letter and perhaps its text, and several by their letters."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import Answer, Choice, Listing, ReadItem, Scalar
from mathequiv.answers.text import plain_words, read_choice_text
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import Expr, Mul, Symbol
from mathequiv.latex.parser import parse_variants

__all__ = ["choice_letters", "read_choice"]

_LETTERS: Final = frozenset("ABCDEFGH")


def read_choice(text: str, read: ReadItem) -> Choice | None:
    """The choice that a whole text is, None if it is none; ``read`` reads what stands after its letter."""
    if "(" not in text and text == text.lower():
        return None  # most texts, for less than a look for a letter costs
    found = read_choice_text(text)
    if found is None:
        return None
    letter, content = found
    return Choice(letter.upper(), _read_content(content, read) if content else None)


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
