"""Chinese clauses that state a value or a condition of one: ``最小值为 8``, ``共有 24 种``, ``当 x=1 时``."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.chinese_open import chinese_open_clause
from mathequiv.latex.clauses import (
    STARTS,
    Found,
    Row,
    Stating,
    as_written,
    clause_end,
    is_chinese,
    relation,
    step,
)
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.claims import one_text
from mathequiv.lexicon.clauses import (
    CHINESE_AND,
    CHINESE_CHOICE,
    CHINESE_CONDITION,
    CHINESE_LEAD,
    CHINESE_MONOTONIC,
    CHINESE_SENTENCE,
    CHINESE_SHIFT,
    CHINESE_UNITS,
    CHINESE_WHEN,
)
from mathequiv.lexicon.subjects import chinese_subject, is_range
from mathequiv.lexicon.token_kinds import PAUSES, WORDS, Kind
from mathequiv.limits import MAX_SUBJECT

__all__ = ["chinese_clause"]

_BESIDE: Final[frozenset[Kind]] = frozenset({"num", "-", "frac", "sqrt", "letter", "const", "open"})
_IN_NAMES: Final[frozenset[Kind]] = frozenset({"letter", "sub", "num", ",", "join", "{", "}"})


def chinese_clause(tokens: Row, at: int, stating: Stating) -> Found | None:
    """The clause at index ``at`` if it states a value or a condition; ``stating`` takes a value under its subject."""
    first = tokens[at]
    found = _monotonic(tokens, at)
    if found is not None:
        return found
    if _names_two(tokens, at):
        return (
            _respectively(tokens, at, stating)
            or _sentence(tokens, at + 2, stating)
            or chinese_open_clause(tokens, at + 3, stating)
        )
    if is_chinese(first):
        found = _shift(tokens, at) or _condition(tokens, at) or _condition_then(tokens, at)
        if found is not None:
            return found
        if at + 1 < len(tokens) and CHINESE_LEAD.fullmatch(first.text):
            return _done(tokens, at, stating) or _after_lead(tokens, at)
        if _exists(tokens, at):
            return [], (), at + 2
    return (
        _respectively(tokens, at, stating) or _sentence(tokens, at, stating) or chinese_open_clause(tokens, at, stating)
    )


def _done(tokens: Row, at: int, stating: Stating) -> Found | None:
    """A value after a lead with what is done in that time after it (``需要12天完成``)."""
    return chinese_open_clause(tokens, at, stating) if is_chinese(tokens[-1]) else None


def _exists(tokens: Row, at: int) -> bool:
    """Whether ``存在`` is before what exists, with a comma between them."""
    return tokens[at].text == "存在" and at + 2 < len(tokens) and tokens[at + 1].kind == ","


def _names_two(tokens: Row, at: int) -> bool:
    """Whether a sentence at index ``at`` is about two by their names (``甲、乙两数的比是3:2``)."""
    if at + 3 >= len(tokens) or tokens[at + 1].kind != "," or len(tokens[at].text) > 1:
        return False
    second = tokens[at + 2]
    if is_chinese(second):
        return tokens[at].text == "甲" and second.text[:1] == "乙"
    return tokens[at].kind == second.kind == "letter" and tokens[at + 3].text[:1] in ("两", "之")


def _sentence(tokens: Row, at: int, stating: Stating) -> Found | None:
    """The sentence at index ``at``: its copula, or its noun before a value, is in one of its next tokens."""
    for index in range(at, min(clause_end(tokens, at), at + MAX_SUBJECT)):
        token = tokens[index]
        if not is_chinese(token):
            if token.kind == "rel":
                return None
            continue
        found = _with_copula(tokens, at, index, stating) or _beside(tokens, at, index, stating)
        if found is not None:
            return found
        chosen = CHINESE_CHOICE.match(token.text) if index == at else None
        if chosen is not None:
            return [token.part("tword", chosen.end(), len(token.text))], (), index + 1
    return None


def _after_lead(tokens: Row, at: int) -> Found | None:
    """A value after words that only lead to it (``共有 24 种``, ``选 B``)."""
    begin = at + 1 + (tokens[at + 1].kind == ",")
    if tokens[at + 1].kind == ":" and at + 2 < len(tokens) and is_chinese(tokens[at + 2]):
        begin = at + 2
    if begin >= len(tokens) or tokens[begin].kind not in STARTS or _is_choice(tokens[begin:]):
        return None
    return [], (), begin


def _is_choice(value: Row) -> bool:
    """Whether a value is the letter of a choice, which is read with the words before it."""
    return len(value) == 1 + 2 * (value[0].kind == "open") and any(token.kind == "letter" for token in value)


def _with_copula(tokens: Row, at: int, index: int, stating: Stating) -> Found | None:
    """The sentence whose copula is in the word at index ``index``; the value may start in that word too."""
    token = tokens[index]
    split = CHINESE_SENTENCE.fullmatch(token.text)
    found = None if split is None else chinese_subject("".join(as_written(tokens[at:index])) + split["before"])
    if split is None or found is None:
        return None
    before = len(split["before"])
    named = (*tokens[at:index], *([token.part("tword", 0, before)] if before else []))
    if split["after"]:
        rest = token.part("tword", len(token.text) - len(split["after"]), len(token.text))
        row, condition, end = stating((*tokens[:index], rest, *tokens[index + 1 :]), found, named, index)
        return row, condition, end
    begin = index + 1 + (index + 1 < len(tokens) and tokens[index + 1].kind == ":")
    if begin >= len(tokens) or tokens[begin].kind not in STARTS:
        return None
    return stating(tokens, found, named, begin)


def _beside(tokens: Row, at: int, index: int, stating: Stating) -> Found | None:
    """A noun at index ``index`` with its value right after it (``售价65元``, ``收敛半径 R=2``)."""
    if index + 1 >= len(tokens) or tokens[index + 1].kind not in _BESIDE:
        return None
    found = chinese_subject("".join(as_written(tokens[at : index + 1])))
    if found is None or (tokens[index + 1].kind == "letter" and not _names_itself(tokens[index + 1 :])):
        return None
    if tokens[index + 1].kind == "open" and not is_range(found):
        return None
    return stating(tokens, found, tokens[at : index + 1], index + 1)


def _names_itself(value: Row) -> bool:
    """Whether a value begins with its own name (``R=2``), not with that of what its noun is of (``直线l的方程为``)."""
    end = next((at for at, token in enumerate(value) if token.kind == "rel"), 0)
    return relation(value) == "=" and not any(is_chinese(token) for token in value[:end])


# --- several names with several values --------------------------------------------------------------------------------


def _respectively(tokens: Row, at: int, stating: Stating) -> Found | None:
    """``最大值和最小值分别为 5 和 -3``: as many names as values, in order."""
    index = next((n for n in range(at, len(tokens)) if tokens[n].kind not in _IN_NAMES), at)
    token = tokens[index]
    split = CHINESE_SENTENCE.fullmatch(token.text) if is_chinese(token) else None
    if split is None or not split["copula"].startswith("分别") or split["after"]:
        return None
    named = [*tokens[at:index], *([token.part("tword", 0, len(split["before"]))] if split["before"] else [])]
    names = [name for part in _split(named) for name in _apart(part)]
    end = stating(tokens, None, (), index + 1)[2]
    values = _split(list(tokens[index + 1 : end]))
    if len(names) != len(values) or len(names) < 2 or not all(map(_is_named, names)):
        return None
    row: list[Token] = []
    for name, value in zip(names, values, strict=True):
        comma = [token.turned(",", ",")] if row else []
        row += [*comma, *name, token.turned("rel", "="), *value]
    return row, (), end


def _split(row: list[Token]) -> list[list[Token]]:
    """The parts of a row between commas and conjunctions outside brackets."""
    parts: list[list[Token]] = [[]]
    level = 0
    for token in row:
        level += step(token)
        if not level and token.kind in (",", "join"):
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _apart(part: list[Token]) -> list[list[Token]]:
    """The names that one part of a list of names holds (``最大值和最小值``), without ``的值`` at the end."""
    last = part[-1]
    if last.text == "的值" and len(part) > 1:
        return [part[:-1]]
    joints = [match.span() for match in CHINESE_AND.finditer(last.text)] if len(part) == 1 and is_chinese(last) else []
    if not joints:
        return [part]
    starts = [0, *[end for _, end in joints]]
    ends = [*[start for start, _ in joints], len(last.text)]
    return [[last.part("tword", start, end)] for start, end in zip(starts, ends, strict=True)]


def _is_named(part: list[Token]) -> bool:
    """Whether a part of a list of names is a letter with its index, or one noun."""
    if part[0].kind == "letter":
        return all(token.kind in ("letter", "sub", "num", "{", "}") for token in part)
    return len(part) == 1 and chinese_subject(part[0].text) is not None


def _shift(tokens: Row, at: int) -> Found | None:
    """``向右平移 3 个单位``, where that is all: how far, with the direction apart, as of any other quantity."""
    way = CHINESE_SHIFT.fullmatch(tokens[at].text)
    value, last = tokens[at + 1 : -1], tokens[-1]
    if at or way is None or not value or not is_chinese(last) or CHINESE_UNITS.fullmatch(last.text) is None:
        return None
    if any(token.kind in WORDS or token.kind in PAUSES or token.kind in ("rel", "join", "pm") for token in value):
        return None
    direction = tokens[at].turned("tword", one_text(way["way"]))
    return [*value, last, last.turned(",", ","), direction], (), len(tokens)


# --- conditions and monotony ------------------------------------------------------------------------------------------


def _condition(tokens: Row, at: int) -> Found | None:
    """``当 x=1 时`` and ``当且仅当 a=b=1 时取等号``: a condition of the value beside it."""
    if CHINESE_CONDITION.fullmatch(tokens[at].text) is None:
        return None
    for index in range(at + 1, min(len(tokens), at + MAX_SUBJECT)):
        token = tokens[index]
        if not is_chinese(token):
            continue
        condition = tokens[at + 1 : index]
        closing = CHINESE_WHEN.fullmatch(token.text)
        if closing is None or not any(one.kind == "rel" for one in condition):
            return None
        after = index + 1
        if closing["what"] and after < len(tokens) and tokens[after].kind in STARTS:
            label = token.turned("tword", closing["what"].removesuffix("值") + "值")
            end = clause_end(tokens, after)
            return [label, token.turned("rel", "="), *tokens[after:end]], condition, end
        after += after < len(tokens) and tokens[after].kind in PAUSES
        return [], condition, after
    return None


def _condition_then(tokens: Row, at: int) -> Found | None:
    """``此时 x=2`` after a value: the condition it is taken under."""
    end = clause_end(tokens, at)
    condition = tokens[at + 1 : end]
    if tokens[at].text != "此时" or not at or not any(one.kind == "rel" for one in condition):
        return None
    return [], condition, end


def _monotonic(tokens: Row, at: int) -> Found | None:
    """``在 (0,1) 上单调递增``."""
    place = at
    while place < len(tokens) and tokens[place].kind in _IN_CALLS:
        place += 1
    first = tokens[min(place, len(tokens) - 1)]
    if not is_chinese(first) or not first.text.endswith(("在", "在区间")):
        return None
    for index in range(place + 1, clause_end(tokens, place)):
        if not is_chinese(tokens[index]):
            continue
        found = CHINESE_MONOTONIC.fullmatch(tokens[index].text)
        if found is None:
            return None
        label = first.turned("tword", "增区间" if found["which"] == "增" else "减区间")
        return [label, first.turned("rel", "="), *tokens[place + 1 : index]], (), index + 1
    return None


_IN_CALLS: Final[frozenset[Kind]] = frozenset({"letter", "open", "close"})
"""Kinds of the tokens of ``f(x)``."""
