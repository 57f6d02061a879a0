"""Chinese words among mathematics as the signs they are: fractions, bounds, times of day, declarations at the end."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.clauses import Row, is_chinese, step
from mathequiv.latex.grammar.wording import spelled
from mathequiv.lexicon import quantifiers
from mathequiv.lexicon.chinese_subjects import half_of_day, parts_of
from mathequiv.lexicon.said import bound_before
from mathequiv.lexicon.token_kinds import VALUES

__all__ = ["with_chinese_signs"]


def with_chinese_signs(tokens: Row) -> Row | None:
    """The row with what Chinese words say in signs; None where they say nothing of the kind."""
    return _fraction(tokens) or _time(tokens) or _bounded(tokens) or _constants(tokens)


def _fraction(tokens: Row) -> Row | None:
    """``二分之π`` and ``3分之π`` as quotients, where that is all that the text holds."""
    for at in range(min(2, len(tokens) - 1)):
        parts = (
            parts_of(tokens[at].text if not at else tokens[0].text + tokens[1].text) if is_chinese(tokens[at]) else 0
        )
        if not parts:
            continue
        value = tokens[at + 1 :]
        if any(token.kind in ("rel", ",", ";", "join") or is_chinese(token) for token in value):
            return None
        first = tokens[at]
        opening, closing = first.turned("open", "("), first.turned("close", ")")
        return (opening, *value, closing, first.turned("/", "/"), first.turned("num", str(parts)))
    return None


def _time(tokens: Row) -> Row | None:
    """``下午4时20分`` as a time of day."""
    half = half_of_day(tokens[0].text)
    start = int(half is not None)
    shape = [token.kind if token.kind == "num" else token.text for token in tokens[start:]]
    if shape not in _TIMES:
        return None
    hour, sign, minute = tokens[start : start + 3]
    ending = [sign.turned("half", half)] if half else []
    return (hour, sign.turned(":", ":"), minute, *ending)


_TIMES: Final = (["num", "时", "num", "分"], ["num", "点", "num", "分"], ["num", "时", "num"], ["num", "点", "num"])


def _bounded(tokens: Row) -> Row | None:
    """``a不小于-1`` as an inequality."""
    for at in range(1, len(tokens) - 1):
        if is_chinese(tokens[at]) and tokens[at - 1].kind in ("letter", "close"):
            op = bound_before(tokens[at].text)
            if op is not None and (tokens[at + 1].kind in VALUES or tokens[at + 1].kind == "-"):
                return (*tokens[:at], tokens[at].turned("rel", op), *tokens[at + 1 :])
    return None


def _constants(tokens: Row) -> Row | None:
    """A value with a clause after it that declares its constants (``C_1, C_2为任意常数``)."""
    level = 0
    for at, token in enumerate(tokens):
        level += step(token)
        if level or token.kind != "," or not any(is_chinese(one) for one in tokens[at:]):
            continue
        if quantifiers.quantifier(spelled(tokens[at + 1 :])) is not None:
            return (*tokens[:at], token.turned("tword", "where"), *tokens[at + 1 :])
    return None
