"""What is said of a value in words that change it: bounds, denials, halves in Chinese, digits that repeat."""

from __future__ import annotations

from typing import Final

from mathequiv.errors import Unreadable
from mathequiv.latex.expr import Bracketed, Clock, Constant, Expr, Neg, Number, Quantity, Relation, Text
from mathequiv.latex.grammar.combine import is_plain_integer
from mathequiv.latex.grammar.cursor import Qualifier
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.grammar.qualifiers import qualifier
from mathequiv.latex.grammar.wording import joined_words
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon import units, words
from mathequiv.lexicon.prose import CONDITION_WORDS, LEADS, PARITY
from mathequiv.lexicon.said import bound_before, may_bound, rules_out
from mathequiv.lexicon.token_kinds import ALPHANUMERIC, ITEM_ENDS, SEPARATORS, WORDS
from mathequiv.limits import MAX_BOUND_WORDS

_INFINITY: Final = Constant("infinity")
_HALF: Final = "半"
_MORE: Final = "多"
_HOUR: Final = "点"
_LAST_HOUR: Final = 24


def bounded(p: Parser) -> Expr | None:
    """``at most 8`` as the interval that it describes; None, with no token taken, for anything else."""
    if not may_bound(p.tokens[p.k].text):
        return None
    size = next((n for n in range(MAX_BOUND_WORDS, 0, -1) if _bound(p, n) is not None), 0)
    op = _bound(p, size) if size else None
    if op is None:
        return None
    place = p.place()
    p.k += size
    try:
        value = p.value()
    except Unreadable:
        value = None
    if value is None or p.kind() not in ITEM_ENDS:
        p.go_back(place)
        return None
    return half_line(op, value)


def _bound(p: Parser, size: int) -> str | None:
    run = p.tokens[p.k : p.k + size]
    return bound_before(joined_words(run)) if all(token.kind in WORDS for token in run) else None


def half_line(op: str, value: Expr) -> Expr:
    """The interval that a bound describes."""
    closed = op.endswith("=")
    if op.startswith("<"):
        return Bracketed("(", "]" if closed else ")", (Neg(_INFINITY), value), interval=True)
    return Bracketed("[" if closed else "(", ")", (value, _INFINITY), interval=True)


def qualifier_or_denial(p: Parser) -> Qualifier | None:
    """A qualifier, or words after the only value of a text that rule it out (``8 rejected``)."""
    found = qualifier(p) or _case(p)
    if found is not None or not p.k:
        return found
    end = p.k
    while p.tokens[end].kind in WORDS:
        end += 1
    if p.tokens[end].kind != "stop" or any(token.kind in SEPARATORS for token in p.tokens[: p.k]):
        return None
    if not rules_out(joined_words(p.tokens[p.k : end])):
        return None
    p.k = end
    return "ruled out", (), None


def _case(p: Parser) -> Qualifier | None:
    """``if n is even``, ``when x > 0``: the condition of a value; None, with no token taken, for anything else."""
    if p.tokens[p.k].text.lower() not in _IF or not p.k:
        return None
    place = p.place()
    p.k += 1
    parity = _parity(p)
    if parity is not None:
        return "domain", (parity.words[0],), parity
    try:
        condition = p.relation()
    except Unreadable:
        condition = None
    if not isinstance(condition, Relation) or p.kind() not in ITEM_ENDS:
        p.go_back(place)
        return None
    return "domain", tuple(sorted(free_symbols(condition))), condition


_IF: Final = CONDITION_WORDS - LEADS


def _parity(p: Parser) -> Text | None:
    """``n is even`` before the end of an item."""
    end = p.k
    while p.tokens[end].kind in ALPHANUMERIC:
        end += 1
    said = " ".join([token.text for token in p.tokens[p.k : end]])
    if p.tokens[end].kind not in ITEM_ENDS or PARITY.fullmatch(said) is None:
        return None
    p.k = end
    return Text(said)


def _stands_alone(p: Parser, factors: list[Expr]) -> bool:
    """Whether one number is all that a text holds before its last word."""
    return p.k == 1 and p.kind(1) == "stop" and isinstance(factors[0], Number)


def some_more(p: Parser, factors: list[Expr]) -> bool | None:
    """``8个多``, more than eight, where it is a whole text."""
    token = p.tokens[p.k]
    if token.text[-1:] != _MORE or not words.is_measure_word(token.text[:-1]) or not _stands_alone(p, factors):
        return None
    p.k += 1
    factors[:] = [half_line(">", factors[0])]
    return True


def half_more(p: Parser, factors: list[Expr]) -> bool | None:
    """``4天半``, four days and a half; ``6点半`` is half past six."""
    token = p.tokens[p.k]
    counted = token.text[:-1]
    if token.text[-1:] != _HALF or not counted or p.kind(1) not in ITEM_ENDS or len(factors) != 1:
        return None
    return _and_a_half(p, factors, counted)


def _and_a_half(p: Parser, factors: list[Expr], counted: str) -> bool | None:
    value = factors[0]
    if not isinstance(value, Number) or not is_plain_integer(value):
        return None
    if counted == _HOUR and value.numerator <= _LAST_HOUR:
        p.k += 1
        factors[:] = [Clock(value.numerator, 30, "")]
        return True
    unit = units.read_unit(counted) or (units.noun(counted) if words.is_measure_word(counted) else None)
    if unit is None:
        return None
    p.k += 1
    factors[:] = [Quantity(Number(2 * value.numerator + 1, 2), unit)]
    return True


def repeating(p: Parser, factors: list[Expr]) -> bool | None:
    """``0.7 repeating``; where the digits are not all the same nobody can tell which of them repeat."""
    if not words.is_repetition(p.tokens[p.k].text) or p.kind(1) not in ITEM_ENDS or len(factors) != 1:
        return None
    value = factors[0]
    if not isinstance(value, Number) or not value.places or value.numerator < 0:
        return None
    whole, digits = divmod(value.numerator * 10**value.places // value.denominator, 10**value.places)
    shown = str(digits).zfill(value.places)
    if len(set(shown)) != 1:
        return None
    p.k += 1
    factors[:] = [Number(9 * whole + int(shown[0]), 9)]
    return True
