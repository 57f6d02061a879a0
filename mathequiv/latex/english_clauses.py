"""English clauses that state a value: ``The maximum height is 20 m``, ``There are 24 ways``, ``slope 3``."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from mathequiv.latex.clauses import BRACKETS, STARTS, Found, Row, Stating, as_written, relation, step
from mathequiv.latex.open_clauses import open_clause
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.changes import change
from mathequiv.lexicon.clauses import (
    AFTER_COPULA,
    COMPLEMENT,
    CONVERGED,
    CONVERGING,
    CONVERGING_TO,
    COPULAS,
    EXISTENTIAL,
    FILLERS,
    LINKS,
    MEASURING,
    PLACES,
    PURPOSES,
    RELATIVE,
    SHOWING,
    TENDING,
    WHEN,
)
from mathequiv.lexicon.subjects import Subject, is_euler, is_line, is_measured, is_place, is_range, subject
from mathequiv.lexicon.token_kinds import CLAUSE_SIGNS, PAUSES, VALUES, WORDS, Kind
from mathequiv.limits import MAX_SUBJECT

__all__ = ["english_clause", "said", "without_purpose"]


def said(token: Token) -> str:
    """A word in lower case, ``""`` for what is none."""
    if token.kind in WORDS or token.kind in ("func", "letter", "join"):
        text = token.written or token.text
        return text.lower() if text.isascii() and text.isalpha() else ""
    return ""


def english_clause(tokens: Row, at: int, stating: Stating) -> Found | None:
    """The clause at index ``at`` if it states a value; ``stating`` takes the value under its subject."""
    start = _after_links(tokens, at)
    if start + 2 < len(tokens) and said(tokens[start]) in _EXIST and _phrase(tokens, start, 2) in EXISTENTIAL:
        begin = _value_start(tokens, start + 2)
        counts = begin < len(tokens) and (tokens[begin].kind in VALUES or tokens[begin].kind == "-")
        return stating(tokens, None, (), begin) if counts else None
    converging = _converging(tokens, start, stating)
    if converging is not None:
        return converging
    return _closed_clause(tokens, start, stating) or open_clause(tokens, start, stating)


def _converging(tokens: Row, start: int, stating: Stating) -> Found | None:
    """``converges to 2`` and ``converges, with sum 2``: what something of which nothing is said tends to."""
    if start + 2 >= len(tokens) or said(tokens[start]) not in CONVERGING:
        return None
    if _phrase(tokens, start, 2) in TENDING:
        return stating(tokens, None, (), start + 2) if tokens[start + 2].kind not in WORDS else None
    if tokens[start + 1].kind not in PAUSES or all(token.kind in WORDS for token in tokens[start + 2 :]):
        return None
    begin = start + 2
    while begin < len(tokens) - 1 and said(tokens[begin]) in CONVERGING_TO:
        begin += 1
    return ([], (), begin) if said(tokens[begin]) in CONVERGED else None


def _closed_clause(tokens: Row, start: int, stating: Stating) -> Found | None:
    """The clause at index ``start`` whose subject the lexicon knows."""
    copula = _copula(tokens, start)
    if copula is None:
        return _beside(tokens, start, stating)
    begin = _value_start(tokens, copula + 1 + (_phrase(tokens, copula, 2) in TENDING))
    if begin >= len(tokens) or tokens[begin].kind not in STARTS or said(tokens[begin]).endswith("ing"):
        return None
    return _with_copula(tokens, start, copula, begin, stating)


def _after_links(tokens: Row, at: int) -> int:
    """Index after the words at index ``at`` that only link a sentence to the one before it (``Hence,``)."""
    while at < len(tokens) and tokens[at].kind in WORDS and said(tokens[at]) in LINKS:
        at += 1
        at += at < len(tokens) and tokens[at].kind == ","
    return at


def _with_copula(tokens: Row, start: int, copula: int, begin: int, stating: Stating) -> Found | None:
    """The clause whose subject is before index ``copula`` and whose value starts at index ``begin``."""
    named = tokens[start:copula]
    found = subject(as_written(named))
    if found is not None:
        related = any(token.kind == "rel" and not _complements(named[:n]) for n, token in enumerate(named))
        return None if related else stating(tokens, found, named, begin)
    if any(token.kind in WORDS or token.kind == "rel" for token in named) or tokens[begin].kind in WORDS:
        return None
    return [*named, tokens[copula].turned("rel", "=")], (), begin


def _complements(row: Row) -> bool:
    """Whether a row holds a word that opens a complement, in which formulas may stand."""
    return any(said(token) in COMPLEMENT for token in row)


def _beside(tokens: Row, start: int, stating: Stating) -> Found | None:
    """A noun with its value right after it (``slope 3``)."""
    begin = start
    while begin < len(tokens) and (tokens[begin].kind in WORDS or said(tokens[begin]) in ("max", "min", "a")):
        begin += 1
    if begin > start and _is_named_line(tokens, begin):
        return _named_line(tokens, start, begin, stating)
    euler = _is_euler(tokens, begin)
    if begin == start or begin >= len(tokens) or not (tokens[begin].kind in _BESIDE or euler):
        return None
    if _moves(tokens[start:begin]):
        return None
    found = subject(as_written(tokens[start:begin]))
    if found is None or not (is_euler(found) if euler else is_measured(found)) or _belongs(tokens, begin, found):
        return None
    return stating(tokens, found, tokens[start:begin], begin)


def _named_line(tokens: Row, start: int, end: int, stating: Stating) -> Found | None:
    """The equation of a line, or the inequality of a range, after its noun."""
    found = subject(as_written(tokens[start:end]))
    value = end + (tokens[end].kind == ":")
    named = found is not None and (is_line(found) or (is_range(found) and value > end))
    return stating(tokens, found, tokens[start:end], value) if named else None


def _is_named_line(tokens: Row, at: int) -> bool:
    """Whether a relation of ``x`` or ``y`` is at an index, or after a colon any equation with these letters."""
    colon = at < len(tokens) and tokens[at].kind == ":"
    at += colon
    if colon and [token.text for token in tokens[at:] if token.kind in _RELATING] == ["="]:
        return not {token.text for token in tokens[at:] if token.kind == "letter"}.isdisjoint(_COORDINATES)
    return at + 2 < len(tokens) and tokens[at].text in ("x", "y") and tokens[at + 1].kind == "rel"


_RELATING: Final[frozenset[Kind]] = frozenset({"rel", ":", ",", ";", "word", "tword"})
_COORDINATES: Final = frozenset("xyz")


def _moves(named: Row) -> bool:
    """Whether a subject holds a verb: ``A has rank 2`` says it of A, ``The block slides a distance of`` of it."""
    if any(said(token) in SHOWING for token in named):
        return True
    return any(said(token) in MEASURING and said(after) in ("a", "the") for token, after in pairwise(named))


def _belongs(tokens: Row, begin: int, found: Subject) -> bool:
    """Whether what stands after a noun is no value: ``rank (A) = 2`` is of A, ``mean (1, 5)`` of 1 and 5."""
    end = next((at for at in range(begin + 1, len(tokens)) if said(tokens[at]) in WHEN), len(tokens))
    if relation(tokens[begin:end]) is not None:
        return True
    return tokens[begin].kind == "open" and not ((is_place(found) or is_range(found)) and tokens[begin].space)


def _is_euler(tokens: Row, at: int) -> bool:
    """Whether an ``e`` at index ``at`` may be a value: at the end of a clause, or raised."""
    if at >= len(tokens) or tokens[at].text != "e":
        return False
    return at + 1 == len(tokens) or tokens[at + 1].kind == "sup" or tokens[at + 1].kind in PAUSES


_BESIDE: Final[frozenset[Kind]] = frozenset({"num", "-", "frac", "sqrt", "open", "const"})


def _copula(tokens: Row, start: int) -> int | None:
    """Index of the copula of the sentence at index ``start``.

    It is the last one where a clause of the subject has another (``The probability that both are red is``).
    """
    found: int | None = None
    level = 0
    within = False
    for at in range(start + 1, min(len(tokens), start + MAX_SUBJECT)):
        kind = tokens[at].kind
        if kind in BRACKETS:
            level += step(tokens[at])
            continue
        if level <= 0 and kind in CLAUSE_SIGNS:
            break
        word = said(tokens[at])
        if not word:
            continue
        if (word in COPULAS or (word in _TEND and _phrase(tokens, at, 2) in TENDING)) and (found is None or within):
            found = at
        within = within or (found is None and word in RELATIVE)
    return found


_EXIST: Final = frozenset([phrase[0] for phrase in EXISTENTIAL])
_TEND: Final = frozenset([phrase[0] for phrase in TENDING])


def _value_start(tokens: Row, at: int) -> int:
    """Index after the words at index ``at`` that say nothing of the value they stand before."""
    while at < len(tokens):
        size = _size_of(AFTER_COPULA, tokens, at)
        placed = _size_of(PLACES, tokens, at)
        if placed and at + placed < len(tokens) and tokens[at + placed].kind == "open":
            size = placed
        if not size and said(tokens[at]) not in FILLERS:
            break
        at += size or 1
    return at + (at < len(tokens) and tokens[at].kind == ":")


def _size_of(phrases: tuple[tuple[str, ...], ...], tokens: Row, at: int) -> int:
    """How many tokens the phrase at index ``at`` takes, 0 if none of them is there."""
    first = said(tokens[at])
    for phrase in phrases if first else ():
        if phrase[0] == first and _phrase(tokens, at, len(phrase)) == phrase:
            return len(phrase)
    return 0


def _phrase(tokens: Row, at: int, size: int) -> tuple[str, ...]:
    return tuple([said(token) for token in tokens[at : at + size]])


def without_purpose(value: Row) -> Row:
    """What is counted without what it is for (``24 ways to arrange them``)."""
    at = next((n for n, token in enumerate(value) if n > 1 and said(token) in PURPOSES), len(value))
    rest = [said(token) for token in value[at:]]
    counted = value[at - 1].kind in WORDS and all(rest) and change(rest) is None
    return value[:at] if rest and counted else value
