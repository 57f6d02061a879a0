"""What clauses of sentences are made of, whatever their language: rows of tokens, where they end, their labels."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final, TypeAlias

from mathequiv.latex.tokens import Token
from mathequiv.lexicon.clauses import COMPOUNDS
from mathequiv.lexicon.subjects import Subject, is_range
from mathequiv.lexicon.token_kinds import CLOSERS, OPENERS, PAUSES, VALUES, WORDS, Kind

Row: TypeAlias = "tuple[Token, ...]"

Found: TypeAlias = "tuple[list[Token], Row, int]"
"""The tokens that say what a clause says, its condition, and the index where the next clause starts."""

Stating: TypeAlias = Callable[["Row", "Subject | None", "Row", int], "Found"]
"""Takes a row, the subject of a value, its tokens and where the value starts."""

STARTS: Final[frozenset[Kind]] = VALUES | WORDS | {"-", "pm", "mp", "bar", "norm", "{", "+"}
"""Kinds of the first token of a value or a subject."""


BRACKETS: Final[frozenset[Kind]] = OPENERS | CLOSERS | {"begin"}
"""Kinds of token that open or close something."""


def step(token: Token) -> int:
    """How many brackets a token opens, less those that it closes."""
    return (token.kind in OPENERS or token.kind == "begin") - (token.kind in CLOSERS)


def clause_end(tokens: Row, at: int) -> int:
    """Index of the separator after the clause at index ``at``, outside brackets; that after the last if none is."""
    level = 0
    for index in range(at, len(tokens)):
        kind = tokens[index].kind
        if kind in BRACKETS:
            level += step(tokens[index])
        elif (kind in PAUSES or kind == "join") and level <= 0 and index > at:
            return index
    return len(tokens)


def is_chinese(token: Token) -> bool:
    """Whether a token is a run of Chinese characters."""
    return token.kind == "tword" and "\u4e00" <= token.text[:1] <= "\u9fff"


def holds_chinese(tokens: Row) -> bool:
    """Whether a row has a run of Chinese characters."""
    for token in tokens:  # noqa: SIM110 - for every clause, and a generator takes three times as long
        if token.kind == "tword" and is_chinese(token):
            return True
    return False


def as_written(row: Row) -> tuple[str, ...]:
    """The tokens of a row as they are written."""
    words = [token.written or token.text for at, token in enumerate(row) if not _is_possessive(row, at)]
    return tuple(words) if "-" not in words or len(words) < len(row) else _hyphenated(row)


def _hyphenated(row: Row) -> tuple[str, ...]:
    """The tokens of a row as they are written, with the words that a hyphen joins as one (``ground-state``)."""
    words: list[str] = []
    for at, token in enumerate(row):
        text = token.written or token.text
        if at > 1 and is_hyphen(row, at - 1) and f"{words[-2]}-{text}".lower() in COMPOUNDS:
            words[-2:] = [f"{words[-2]}-{text}"]
        else:
            words.append(text)
    return tuple(words)


def is_hyphen(row: Row, at: int) -> bool:
    """Whether a token joins the words beside it, without a space."""
    if row[at].kind != "-" or row[at].space or not 0 < at < len(row) - 1:
        return False
    return row[at - 1].kind in WORDS and row[at + 1].kind in WORDS and not row[at + 1].space


def _is_possessive(row: Row, at: int) -> bool:
    """Whether a token is the mark or the ``s`` of a possessive (``the train's speed``)."""
    if row[at].kind == "prime":
        return at > 0 and row[at - 1].kind in WORDS
    return row[at].text == "s" and at > 1 and row[at - 1].kind == "prime" and row[at - 2].kind in WORDS


def labelled(found: Subject | None, named: Row, value: Row) -> list[Token]:
    """What stands before a value: nothing where it names itself, the variable of a range, else the label."""
    if found is None or not named:
        return []
    first = named[0]
    if not found.noun:
        return [first.turned("tword", label_of(named)), first.turned("rel", "=")]
    related = relation(value)
    if related is not None and not (found.extreme and related == "="):
        return []
    if found.noun == "range of values" and len(letters := _letters(named)) == 1:
        return [letters[0], first.turned("rel", "in")]
    if found.noun == "value" and not found.extreme:
        return _valued(named)
    if is_range(found) and value[0].kind in WORDS:
        return []
    return [first.turned("tword", label_of(named)), first.turned("rel", "=")]


def _valued(named: Row) -> list[Token]:
    """What a plain value is said to be of (``the value of k``, ``f(2)的值``), with ``=``; nothing where words say it.

    An expression in one unknown is a label in words, since it is no side of an equation to be solved.
    """
    if is_chinese(named[-1]):
        of = _before_noun(named[:-1]) if named[-1].text == "的值" else ()
    else:
        pairs = pairwise(map(_lowered, named))
        of = _after_noun(named[next((at for at, pair in enumerate(pairs, 2) if pair in _VALUE_OF), len(named)) :])
    if not of:
        return []
    sign = of[-1].turned("rel", "=")
    whole = of[0].kind == "letter" and all(token.kind in _NAMING for token in of)
    if whole or len({token.text for token in of if token.kind == "letter"}) > 1:
        return [*of, sign]
    return [of[0].turned("tword", label_of(named)), sign]


def _before_noun(named: Row) -> Row:
    """The formula at the end of a row, alone or after Chinese."""
    return named[next((at for at in range(len(named), 0, -1) if is_chinese(named[at - 1])), 0) :]


def _after_noun(named: Row) -> Row:
    """The formula at the start of a row, alone or before words; an ``a`` before them is an article."""
    end = next((at for at, token in enumerate(named) if token.kind in WORDS), len(named))
    return () if end < len(named) and end == 1 and named[0].text == "a" else named[:end]


def _lowered(token: Token) -> str:
    return (token.written or token.text).lower()


_VALUE_OF: Final = frozenset((noun, of) for noun in ("value", "answer") for of in ("of", "for")) | {("solution", "for")}
_NAMING: Final[frozenset[Kind]] = frozenset({"letter", "sub", "{", "}", "num", "open", "close", "prime"})
"""Kinds of token that a name or a function at an argument is made of."""


def _letters(named: Row) -> list[Token]:
    """The letters of a subject, but for an English article."""
    english = all(token.text.isascii() for token in named)
    return [token for token in named if token.kind == "letter" and not (english and token.text in ("a", "A"))]


def label_of(named: Row) -> str:
    """The words of a subject, its formulas as they are written."""
    words = as_written(named)
    return " ".join(words) if all(map(str.isascii, words)) else "".join(words)


def relation(value: Row) -> str | None:
    """The first relation of a value outside brackets, None if it holds none before a separator."""
    level = 0
    for token in value:
        level += step(token)
        if level <= 0 and token.kind == "rel":
            return token.text
        if level <= 0 and token.kind in PAUSES:
            return None
    return None
