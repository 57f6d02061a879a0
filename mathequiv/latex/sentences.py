"""Sentences that state a value, as the label and value they are: ``The area is 12`` as ``area = 12``.

A sentence is read so only where its subject ends in a noun of the lexicon and nothing in it denies, bounds, doubts or
judges the value. What follows the copula has to be read by the grammar as it stands.
"""

from __future__ import annotations

from typing import Final

from mathequiv.latex.asides import with_asides, with_wordless_asides
from mathequiv.latex.chinese_asides import with_chinese_signs
from mathequiv.latex.chinese_clauses import chinese_clause
from mathequiv.latex.clauses import (
    STARTS,
    Found,
    Row,
    clause_end,
    holds_chinese,
    is_chinese,
    label_of,
    labelled,
    relation,
)
from mathequiv.latex.english_clauses import english_clause, said, without_purpose
from mathequiv.latex.grammar.wording import spelled
from mathequiv.latex.tokens import Token
from mathequiv.latex.worded_cases import cases_in_words
from mathequiv.lexicon.clauses import COPULAS, WHEN
from mathequiv.lexicon.open_subjects import curves_named, name_of_curve
from mathequiv.lexicon.quantifiers import quantifier
from mathequiv.lexicon.subjects import Subject, is_range
from mathequiv.lexicon.token_kinds import PAUSES, WORDS, Kind
from mathequiv.lexicon.units import is_unit_word

__all__ = ["stated"]


def stated(tokens: Row) -> Row | None:
    """The row with its sentences as labels and values; None where it holds none, empty where it cannot be read.

    It cannot where it has several conditions, none of which is known to be of all its values.
    """
    words = [token for token in tokens if token.kind in WORDS]
    if not words:
        return with_wordless_asides(tokens)
    chinese = [token for token in words if is_chinese(token)]
    if not chinese and len(words) == 1 and is_unit_word(words[0].text) and _is_measured(tokens):
        return None
    whole = cases_in_words(tokens)
    if whole is not None:
        return whole
    aside = with_asides(tokens) or (with_chinese_signs(tokens) if chinese else None)
    row = _stated(aside or tokens)
    return aside if row is None else row


def _is_measured(tokens: Row) -> bool:
    """Whether the only word is at the end, or between a number and its power."""
    if tokens[-1].kind in WORDS:
        return True
    return [token.kind for token in tokens[-4:]] == _POWER


_POWER: Final[list[Kind]] = ["num", "tword", "sup", "num"]


def _stated(tokens: Row) -> Row | None:
    kept: list[Token] = []
    conditions: list[Row] = []
    changed = False
    at = 0
    while at < len(tokens):
        if tokens[at].kind in PAUSES or tokens[at].kind == "join":
            kept.append(tokens[at])
            at += 1
            continue
        found = _clause(tokens, at, alone=not kept)
        if found is None:
            end = clause_end(tokens, at)
            kept += tokens[at:end]
            at = end
            continue
        changed = True
        row, condition, at = found
        kept += row
        if condition:
            conditions.append(condition)
    if len(conditions) > 1:
        return ()
    if not changed or not kept:
        return None
    while kept and kept[-1].kind in PAUSES:
        kept.pop()
    for condition in conditions:
        kept += [condition[0].turned("tword", "for"), *condition]
    return tuple(kept)


def _clause(tokens: Row, at: int, *, alone: bool) -> Found | None:
    """The clause at index ``at``, if it is a sentence that states a value or a condition of one."""
    first = tokens[at]
    if first.kind not in STARTS:
        return None
    if is_chinese(first) or (at + 1 < len(tokens) and first.kind not in WORDS and holds_chinese(tokens)):
        found = chinese_clause(tokens, at, _stating)
        if found is not None:
            return found
    named = first.kind == "letter" and at + 1 < len(tokens) and said(tokens[at + 1]) in COPULAS
    if named and quantifier(spelled(tokens[at : clause_end(tokens, at)])) is not None:
        return None  # it only says of which kind a letter is (``2k+1, k is an integer``)
    return english_clause(tokens, at, _stating) if first.kind in WORDS or alone or named else None


def _stating(tokens: Row, found: Subject | None, named: Row, begin: int) -> Found:
    """A value from index ``begin`` under its subject; the condition after it apart."""
    end = _value_end(tokens, begin)
    value, condition = tokens[begin:end], tokens[:0]
    when = next((n for n, token in enumerate(value) if n and token.kind in WORDS and said(token) in WHEN), 0)
    if when and any(token.kind == "rel" for token in value[when:]):
        value, condition = value[:when], value[when + 1 :]
    if found is None:
        value = without_purpose(value)
    elif is_range(found) and len(value) == 1 and value[0].text in _NUMBER_SETS:
        value = (value[0].turned("setname", value[0].text),)
    elif not condition:
        value = _of_curve(tokens, found, named, value)
    return [*labelled(found, named, value), *value], condition, end


def _of_curve(tokens: Row, found: Subject, named: Row, value: Row) -> Row:
    """An equation with the words for its curve: as a condition where it is the only value, else none can be read."""
    curve = name_of_curve(label_of(named)) if found.noun == "equation" else ""
    if not curve or relation(value) is None:
        return value
    name = value[0].turned("tword", curve)
    if curves_named(label_of(tokens)) > 1:
        return (name, name, *value)
    whole = tokens[-len(value) :] == value and not any(token.kind in PAUSES or token.kind == "join" for token in value)
    first = clause_end(tokens, 0) == len(tokens)
    return (*value, value[0].turned(",", ","), name) if whole and first else value


_NUMBER_SETS: Final = frozenset("RQZN")


def _value_end(tokens: Row, begin: int) -> int:
    """Index after the value: the end of the row, or the separator before another sentence."""
    at = begin
    while at < len(tokens):
        at = clause_end(tokens, at)
        if at >= len(tokens) - 1:
            return min(at, len(tokens))
        if _clause(tokens, at + 1, alone=False) is not None:
            return at
        at += 1
    return len(tokens)
