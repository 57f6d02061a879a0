"""What clauses of sentences are made of, whatever their language: rows of tokens, where they end, their labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from mathequiv.latex.tokens import Token
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
        if at > 1 and is_hyphen(row, at - 1):
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
        return [first.turned("tword", _label(named)), first.turned("rel", "=")]
    related = relation(value)
    if related is not None and not (found.extreme and related == "="):
        return []
    if found.noun == "range of values" and len(letters := _letters(named)) == 1:
        return [letters[0], first.turned("rel", "in")]
    if (found.noun == "value" and not found.extreme) or (is_range(found) and value[0].kind in WORDS):
        return []
    return [first.turned("tword", _label(named)), first.turned("rel", "=")]


def _letters(named: Row) -> list[Token]:
    """The letters of a subject, but for an English article."""
    english = all(token.text.isascii() for token in named)
    return [token for token in named if token.kind == "letter" and not (english and token.text in ("a", "A"))]


def _label(named: Row) -> str:
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
