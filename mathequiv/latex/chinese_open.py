"""Chinese clauses of any subject: ``甲3天``, ``小明一共买了5本书``, ``共卖出30件``; words around a number in Chinese.

All before the numeral is its label, where nothing in it denies, bounds, doubts, compares or changes the value.
"""

from __future__ import annotations

from typing import Final

from mathequiv.latex.clauses import Found, Row, Stating, clause_end, is_chinese
from mathequiv.lexicon.chinese_subjects import clipped_lead, clipped_tail, ends_in_verb, is_open_chinese
from mathequiv.lexicon.token_kinds import Kind

__all__ = ["chinese_open_clause"]

_NUMERIC: Final[frozenset[Kind]] = frozenset({"num", "-", "frac", "sqrt"})


def chinese_open_clause(tokens: Row, at: int, stating: Stating) -> Found | None:
    """A word at index ``at`` and a numeral with its unit after it, perhaps after a colon."""
    value = at + 1
    if value < len(tokens) and tokens[value].kind == ":":
        value += 1
    if value >= len(tokens) or not is_chinese(tokens[at]) or tokens[value].kind not in _NUMERIC:
        return None
    end = clause_end(tokens, value)
    word = tokens[at].text
    if any(token.kind in ("rel", ":") for token in tokens[value:end]) or not is_open_chinese(word):
        return None
    if value == at + 1 and end == len(tokens) and not is_chinese(tokens[end - 1]):
        return None  # a bare number after a noun may be its name
    return _stated(tokens, (at, value, end), word, stating)


def _stated(tokens: Row, place: tuple[int, int, int], word: str, stating: Stating) -> Found:
    """The label at the first index of a place with its value, without what is done in that time."""
    at, value, end = place
    last = tokens[end - 1]
    verb = ends_in_verb(last.text) if is_chinese(last) and end - 1 > value else 0
    if verb:
        kept = [last.part("tword", 0, len(last.text) - verb)] if verb < len(last.text) else []
        row, condition, stop = stating((*tokens[: end - 1], *kept), None, (), value)
        shift = end - (end - 1 + len(kept))
        return [*_label(tokens, at, word), *row], condition, stop + shift
    row, condition, stop = stating(tokens[:end], None, (), value)
    return [*_label(tokens, at, word), *row], condition, stop


def _label(tokens: Row, at: int, word: str) -> Row:
    """The label of a clause without the words that only lead to it; none where nothing else is left."""
    lead = clipped_lead(word)
    if lead == len(word):
        return ()
    label = tokens[at].part("tword", lead, len(word) - clipped_tail(word[lead:]))
    return (label, label.turned("rel", "="))
