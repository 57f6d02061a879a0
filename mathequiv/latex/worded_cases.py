"""Cases written as a sentence: ``f(x)=0 for x>2 and f(x)=1 for x<2``, ``当n=1时，a_n=3；当n>1时，a_n=2n``."""

from __future__ import annotations

from typing import Final, NamedTuple

from mathequiv.latex.clauses import Row, as_written, is_chinese, step
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.clauses import CHINESE_CONDITION, CHINESE_WHEN
from mathequiv.lexicon.prose import CONDITION_WORDS, OTHERWISE
from mathequiv.lexicon.token_kinds import PAUSES, WORDS, Kind

__all__ = ["cases_in_words"]

_PARITIES: Final = frozenset(("even", "odd"))


class _Case(NamedTuple):
    """The name before a value, the value, and the condition under which it is that."""

    label: Row
    value: Row
    condition: Row


def cases_in_words(tokens: Row) -> Row | None:
    """The row as an environment of cases; None where it is not several values of one name, each with a condition."""
    if not [token for token in tokens if token.kind in WORDS and _opens(token)]:
        return None
    parts = _parts(tokens)
    cases = [case for part in parts if (case := _case(part)) is not None]
    if len(cases) < len(parts) or len(cases) < 2:
        return None
    cases = _of_one_name(cases)
    label = cases[0].label
    named = as_written(label)
    if not all(case.condition and as_written(case.label) in (named, ()) for case in cases):
        return None  # the name is before the first value at least
    first = tokens[0]
    row: list[Token] = [*label, first.turned("rel", "=")] if label else []
    row.append(first.turned("begin", "cases"))
    for at, case in enumerate(cases):
        divider = [first.turned("row", r"\\")] if at else []
        row += [*divider, *case.value, first.turned("&", "&"), *case.condition]
    return (*row, first.turned("end", "cases"))


def _opens(token: Token) -> bool:
    """Whether a token opens a condition."""
    if is_chinese(token):
        return CHINESE_CONDITION.fullmatch(token.text) is not None
    return token.kind in WORDS and token.text.lower() in CONDITION_WORDS


def _parts(tokens: Row) -> list[Row]:
    """The parts between separators outside brackets; a Chinese condition goes with the value after its comma."""
    parts: list[Row] = []
    level = start = 0
    for at, token in enumerate(tokens):
        level += step(token)
        if level > 0 or not (token.kind in PAUSES or token.kind == "join"):
            continue
        if at > start and not (is_chinese(tokens[start]) and CHINESE_WHEN.fullmatch(tokens[at - 1].text)):
            parts.append(tokens[start:at])
            start = at + 1
        elif at == start:
            start = at + 1
    return [*parts, *([tokens[start:]] if start < len(tokens) else [])]


def _case(part: Row) -> _Case | None:
    """The case that a part states; its condition is empty where it says none."""
    found = _chinese_case(part) if is_chinese(part[0]) else _english_case(part)
    if found is None:
        return None
    value, condition = found
    if condition and not any(token.kind == "rel" or _is_said(token) for token in condition):
        return None
    signs = [at for at, token in enumerate(value) if token.kind == "rel"]
    if not value or len(signs) > 1 or any(value[at].text != "=" for at in signs):
        return None
    return _Case(value[: signs[0]], value[signs[0] + 1 :], condition) if signs else _Case((), value, condition)


def _chinese_case(part: Row) -> tuple[Row, Row] | None:
    """The value and the condition before it."""
    end = next((at for at, token in enumerate(part) if is_chinese(token) and CHINESE_WHEN.fullmatch(token.text)), 0)
    if not _opens(part[0]) or not end:
        return None
    value = part[end + 1 :]
    return value[1:] if value and value[0].kind == "," else value, part[1:end]


def _english_case(part: Row) -> tuple[Row, Row]:
    """The value and the condition after it, which is empty where none is said; ``else`` may stand before its value."""
    if len(part) > 1 and part[0].kind in WORDS and part[0].text.lower() in OTHERWISE:
        return part[1:], part[:1]
    at = next((at for at, token in enumerate(part) if at and _conditional(token)), 0)
    if not at:
        return part, part[:0]
    return part[:at], part[at:] if part[at].text.lower() in OTHERWISE else part[at + 1 :]


def _conditional(token: Token) -> bool:
    return _opens(token) or (token.kind in WORDS and token.text.lower() in OTHERWISE)


def _is_said(token: Token) -> bool:
    """Whether a word makes a condition without a relation."""
    return token.kind in WORDS and (token.text.lower() in OTHERWISE or token.text.lower() in _PARITIES)


def _is_indexed(label: Row, kind: Kind) -> bool:
    """Whether a label is a letter with an index of a kind."""
    return len(label) == _INDEXED and label[0].kind == "letter" and label[1].kind == "sub" and label[2].kind == kind


_INDEXED: Final = 3
"""Tokens of ``a_n``."""


def _of_one_name(cases: list[_Case]) -> list[_Case]:
    """The cases with ``a_1 = 3`` as ``a_n = 3`` where ``n = 1``, if the others are of ``a_n``."""
    general = next((case.label for case in cases if case.condition), ())
    if not _is_indexed(general, "letter"):
        return cases
    found: list[_Case] = []
    for case in cases:
        label = case.label
        index = label[-1] if not case.condition and _is_indexed(label, "num") else None
        if index is None or label[0].text != general[0].text:
            found.append(case)
        else:
            found.append(_Case(general, case.value, (general[-1], index.turned("rel", "="), index)))
    return found
