"""Sentences that state a value, as the label and value they are: ``The area is 12`` as ``area = 12``.

A sentence is read so only where its subject ends in a noun of the lexicon and nothing in it denies, bounds, doubts or
judges the value. What follows the copula has to be read by the grammar as it stands.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from mathequiv.latex.grammar.wording import spelled
from mathequiv.latex.tokens import Token
from mathequiv.lexicon import quantifiers
from mathequiv.lexicon.claims import one_text
from mathequiv.lexicon.clauses import (
    AFTER_COPULA,
    CHINESE_CHOICE,
    CHINESE_CONDITION,
    CHINESE_LEAD,
    CHINESE_MONOTONIC,
    CHINESE_SENTENCE,
    CHINESE_WHEN,
    CHINESE_WHERE,
    COMPLEMENT,
    COPULAS,
    EXISTENTIAL,
    FILLERS,
    LINKS,
    RELATIVE,
    WHEN,
)
from mathequiv.lexicon.subjects import Subject, chinese_subject, is_range, subject
from mathequiv.lexicon.token_kinds import CLOSERS, OPENERS, PAUSES, VALUES, WORDS, Kind
from mathequiv.limits import MAX_SUBJECT

__all__ = ["has_words", "stated"]

Row: TypeAlias = "tuple[Token, ...]"

_STARTS: Final[frozenset[Kind]] = VALUES | WORDS | {"-", "pm", "mp", "bar", "norm", "{", "+"}


def has_words(tokens: Row) -> bool:
    """Whether a row may hold a sentence or a declaration."""
    for token in tokens:  # noqa: SIM110 - for every text, and a generator takes three times as long
        if token.kind in WORDS or token.text == "in":
            return True
    return False


def stated(tokens: Row) -> Row | None:
    """The row with its sentences as labels and values; None where it holds none."""
    declared = _declared_apart(tokens) or _starred(tokens) or _explained(tokens)
    return _stated(declared or tokens) or declared


def _starred(tokens: Row) -> Row | None:
    """The row with the plain letters of ``n ∈ N*`` as the set they name."""
    for at in range(1, len(tokens) - 1):
        one, sign = tokens[at], tokens[at + 1]
        if tokens[at - 1].text != "in" or one.text not in _SETS or sign.kind not in ("*", "+"):
            continue
        if at + 2 == len(tokens) or tokens[at + 2].kind in PAUSES:
            named = (one.turned("setname", one.text), sign.turned("sup", "^"), sign)
            return (*tokens[:at], *named, *tokens[at + 2 :])
    return None


_SETS: Final = frozenset("NZRQ")


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
            end = _clause_end(tokens, at)
            kept += tokens[at:end]
            at = end
            continue
        changed = True
        row, condition, at = found
        kept += row
        if condition:
            conditions.append(condition)
    if not changed or not kept:
        return None
    while kept and kept[-1].kind in PAUSES:
        kept.pop()
    for condition in conditions[:1]:
        kept += [condition[0].turned("tword", "for"), *condition]
    return tuple(kept)


def _step(kind: Kind) -> int:
    """By how much brackets, braces and environments are deeper after a token."""
    return (kind in OPENERS or kind == "begin") - (kind in CLOSERS)


def _clause_end(tokens: Row, at: int) -> int:
    """Index of the separator after the clause at index ``at``, outside brackets; that after the last if none is."""
    level = 0
    for index in range(at, len(tokens)):
        kind = tokens[index].kind
        level += _step(kind)
        if level <= 0 and (kind in PAUSES or kind == "join") and index > at:
            return index
    return len(tokens)


_Found: TypeAlias = "tuple[list[Token], Row, int]"
"""The tokens that say what a clause says, its condition, and the index where the next clause starts."""


def _clause(tokens: Row, at: int, *, alone: bool) -> _Found | None:
    """The clause at index ``at``, if it is a sentence that states a value or a condition of one."""
    first = tokens[at]
    if first.kind not in WORDS and first.kind not in ("letter", "func", "open", "accent", "{", "frac"):
        return None
    if _is_chinese(first) or (at + 1 < len(tokens) and first.kind not in WORDS):
        found = _chinese_clause(tokens, at)
        if found is not None:
            return found
    return _english_clause(tokens, at) if first.kind in WORDS or alone else None


def _is_chinese(token: Token) -> bool:
    return token.kind == "tword" and "\u4e00" <= token.text[:1] <= "\u9fff"


# --- English ----------------------------------------------------------------------------------------------------------


def _said(token: Token) -> str:
    """A word in lower case, ``""`` for what is none."""
    if token.kind in WORDS or token.kind in ("func", "letter", "join"):
        text = token.written or token.text
        return text.lower() if text.isascii() and text.isalpha() else ""
    return ""


def _english_clause(tokens: Row, at: int) -> _Found | None:
    start = _after_links(tokens, at)
    if start + 2 < len(tokens) and (_said(tokens[start]), _said(tokens[start + 1])) in EXISTENTIAL:
        begin = _value_start(tokens, start + 2)
        if tokens[begin : begin + 1] and tokens[begin].kind in VALUES | {"-"}:
            return _stating(tokens, None, (), begin)
        return None
    copula = _copula(tokens, start)
    if copula is None:
        return None
    begin = _value_start(tokens, copula + 1)
    if begin >= len(tokens) or tokens[begin].kind not in _STARTS:
        return None
    return _english_statement(tokens, start, copula, begin)


def _after_links(tokens: Row, at: int) -> int:
    """Index after the words at index ``at`` that only link a sentence to the one before it (``Hence,``)."""
    while at < len(tokens) and tokens[at].kind in WORDS and _said(tokens[at]) in LINKS:
        at += 1
        at += at < len(tokens) and tokens[at].kind == ","
    return at


def _english_statement(tokens: Row, start: int, copula: int, begin: int) -> _Found | None:
    """A sentence with its copula, and where its value begins: a noun has the value, or a formula equals it."""
    named = tokens[start:copula]
    found = subject(tuple([token.written or token.text for token in named]))
    if found is not None:
        related = any(token.kind == "rel" and not _of_at(named, n) for n, token in enumerate(named))
        return None if related else _stating(tokens, found, named, begin)
    if any(token.kind in WORDS or token.kind == "rel" for token in named) or tokens[begin].kind in WORDS:
        return None
    return [*named, tokens[copula].turned("rel", "=")], (), begin


def _of_at(named: Row, at: int) -> bool:
    """Whether a word that opens a complement stands before index ``at``."""
    return any(_said(token) in COMPLEMENT for token in named[:at])


def _copula(tokens: Row, start: int) -> int | None:
    """Index of the copula of the sentence at index ``start``.

    It is the last one where a clause of the subject has another (``The probability that both are red is``).
    """
    found: int | None = None
    level = 0
    within = False
    for at in range(start + 1, min(len(tokens), start + MAX_SUBJECT)):
        token = tokens[at]
        level += _step(token.kind)
        if level <= 0 and token.kind in (",", ";", ":"):
            break
        word = _said(token)
        if word in COPULAS and (found is None or within):
            found = at
        within = within or (found is None and word in RELATIVE)
    return found


def _value_start(tokens: Row, at: int) -> int:
    """Index after the words at index ``at`` that say nothing of the value they stand before."""
    while at < len(tokens):
        size = next((len(phrase) for phrase in AFTER_COPULA if _phrase(tokens, at, len(phrase)) == phrase), 0)
        if not size and _said(tokens[at]) not in FILLERS:
            break
        at += size or 1
    return at + (at < len(tokens) and tokens[at].kind == ":")


def _phrase(tokens: Row, at: int, size: int) -> tuple[str, ...]:
    return tuple([_said(token) for token in tokens[at : at + size]])


def _stating(tokens: Row, found: Subject | None, named: Row, begin: int) -> _Found:
    """A value from index ``begin`` under its subject; the condition after it apart."""
    end = _value_end(tokens, begin)
    value, after = tokens[begin:end], end
    condition: Row = ()
    when = next((n for n, token in enumerate(value) if n and token.kind in WORDS and _said(token) in WHEN), 0)
    if when and any(token.kind == "rel" for token in value[when:]):
        value, condition = value[:when], value[when + 1 :]
    if found is None:
        value = tuple([token for token in value if _said(token) != "such"])
    return [*_labelled(found, named, value), *value], condition, after


def _value_end(tokens: Row, begin: int) -> int:
    """Index after the value: the end of the row, or the separator before another sentence."""
    at = begin
    while at < len(tokens):
        at = _clause_end(tokens, at)
        if at >= len(tokens) - 1:
            return min(at, len(tokens))
        if _clause(tokens, at + 1, alone=False) is not None:
            return at
        at += 1
    return len(tokens)


def _labelled(found: Subject | None, named: Row, value: Row) -> list[Token]:
    """What stands before a value: nothing where it names itself, the variable of a range, else the label."""
    if found is None or not named:
        return []
    first = named[0]
    related = _relation(value)
    if related is not None and not (found.extreme and related == "="):
        return []
    if is_range(found) and found.noun == "range of values":
        letters = _letters(named)
        if len(letters) == 1:
            return [letters[0], first.turned("rel", "in")]
    if found.noun == "value" and not found.extreme:
        return []
    return [first.turned("tword", _label(named)), first.turned("rel", "=")]


def _letters(named: Row) -> list[Token]:
    """The letters of a subject, but for an English article."""
    english = all(token.text.isascii() for token in named)
    return [token for token in named if token.kind == "letter" and not (english and token.text in ("a", "A"))]


def _label(named: Row) -> str:
    """The words of a subject, its formulas as they are written."""
    words = [token.written or token.text for token in named]
    return " ".join(words) if all(map(str.isascii, words)) else "".join(words)


def _relation(value: Row) -> str | None:
    """The first relation of a value outside brackets, None if it holds none before a separator."""
    level = 0
    for token in value:
        level += _step(token.kind)
        if level <= 0 and token.kind == "rel":
            return token.text
        if level <= 0 and token.kind in PAUSES:
            return None
    return None


# --- Chinese ----------------------------------------------------------------------------------------------------------


def _chinese_clause(tokens: Row, at: int) -> _Found | None:
    first = tokens[at]
    if _is_chinese(first):
        condition = _chinese_condition(tokens, at) or _monotonic(tokens, at)
        if condition is not None:
            return condition
        plain = CHINESE_LEAD.fullmatch(first.text)
        if plain is not None and at + 1 < len(tokens):
            return _after_lead(tokens, at)
    end = _clause_end(tokens, at)
    for index in range(at, min(end, at + MAX_SUBJECT)):
        token = tokens[index]
        if not _is_chinese(token):
            if token.kind == "rel" or (token.kind in WORDS and not token.text.isascii()):
                return None
            continue
        found = _chinese_statement(tokens, at, index)
        if found is not None:
            return found
        if index == at and _chosen(token) is not None:
            return [token.turned("tword", _chosen(token) or "")], (), index + 1
    return None


def _chosen(token: Token) -> str | None:
    """What is chosen in one run of characters: ``选甲``, ``共有五个``."""
    lead = CHINESE_CHOICE.match(token.text) or CHINESE_LEAD.match(token.text)
    return token.text[lead.end() :] or None if lead is not None else None


def _after_lead(tokens: Row, at: int) -> _Found | None:
    """A value after words that only lead to it (``共有 24 种``, ``选 B``)."""
    begin = at + 1 + (tokens[at + 1].kind == ",")
    if begin >= len(tokens) or tokens[begin].kind not in _STARTS or _is_choice(tokens[begin:]):
        return None
    return [], (), begin


def _is_choice(value: Row) -> bool:
    """Whether a value is the letter of a choice, which is read with the words before it."""
    return len(value) == 1 + 2 * (value[0].kind == "open") and any(token.kind == "letter" for token in value)


def _chinese_statement(tokens: Row, at: int, index: int) -> _Found | None:
    """The sentence whose copula is in the word at index ``index``, or whose noun stands before its value there."""
    token = tokens[index]
    before = "".join([one.written or one.text for one in tokens[at:index]])
    split = CHINESE_SENTENCE.fullmatch(token.text)
    if split is not None:
        found = chinese_subject(before + split["before"])
        if found is None:
            return None
        size = len(split["before"]) + len(split["copula"])
        named = (*tokens[at:index], token.part("tword", 0, len(split["before"])))
        if split["after"]:
            rest = token.part("tword", len(token.text) - len(split["after"]), len(token.text))
            row = (*tokens[:index], token.part("tword", 0, size), rest, *tokens[index + 1 :])
            found_end = _stating(row, found, _written(named), index + 1)
            return found_end[0], found_end[1], found_end[2] - 1
        begin = index + 1 + (index + 1 < len(tokens) and tokens[index + 1].kind == ":")
        if begin >= len(tokens) or tokens[begin].kind not in _STARTS:
            return None
        return _stating(tokens, found, _written(named), begin)
    if index + 1 < len(tokens) and tokens[index + 1].kind in ("num", "-", "frac", "sqrt", "letter"):
        found = chinese_subject(before + token.text)
        if found is None or (tokens[index + 1].kind == "letter" and _relation(tokens[index + 1 :]) != "="):
            return None
        return _stating(tokens, found, tokens[at : index + 1], index + 1)
    return None


def _written(named: Row) -> Row:
    """The tokens of a subject that hold something."""
    return tuple([token for token in named if token.text])


def _chinese_condition(tokens: Row, at: int) -> _Found | None:
    """``当 x=1 时`` and ``当且仅当 a=b=1 时取等号``: a condition of the value beside it."""
    opened = CHINESE_CONDITION.fullmatch(tokens[at].text)
    if opened is None:
        return None
    for index in range(at + 1, min(len(tokens), at + MAX_SUBJECT)):
        token = tokens[index]
        if not _is_chinese(token):
            continue
        closed = CHINESE_WHEN.match(token.text)
        condition = tokens[at + 1 : index]
        if closed is None or not any(one.kind == "rel" for one in condition):
            return None
        if closed.end() < len(token.text):
            return None
        after = index + 1
        after += after < len(tokens) and tokens[after].kind in PAUSES
        return [], condition, after
    return None


def _monotonic(tokens: Row, at: int) -> _Found | None:
    """``在 (0,1) 上单调递增``."""
    if not tokens[at].text.endswith("在"):
        return None
    end = _clause_end(tokens, at)
    for index in range(at + 1, end):
        if not _is_chinese(tokens[index]):
            continue
        found = CHINESE_MONOTONIC.fullmatch(tokens[index].text)
        if found is None:
            return None
        label = "增区间" if found["which"] == "增" else "减区间"
        return (
            [tokens[at].turned("tword", label), tokens[at].turned("rel", "="), *tokens[at + 1 : index]],
            (),
            index + 1,
        )
    return None


# --- declarations in parentheses --------------------------------------------------------------------------------------


def _declared_apart(tokens: Row) -> Row | None:
    r"""The row with parentheses at its end that only declare names (``x^2+C (C为常数)``) as a clause of it."""
    if len(tokens) < 4 or tokens[-1].text != ")":
        return None
    level = 0
    for at in range(len(tokens) - 1, 0, -1):
        level += (tokens[at].kind == "close") - (tokens[at].kind == "open")
        if not level:
            inside = tokens[at + 1 : -1]
            if quantifiers.quantifier(spelled(inside)) is not None:
                return (*tokens[:at], tokens[at].turned("tword", "where"), *inside)
            return _remarked(tokens[:at], inside)
    return None


def _remarked(before: Row, inside: Row) -> Row | None:
    """A value with Chinese words in parentheses after it, which name it or what it is (``8（最大值）``)."""
    if len(inside) != 1 or not _is_chinese(inside[0]):
        return None
    word = inside[0].text
    if one_text(word) != word:
        return before
    if chinese_subject(word) is None or any(token.kind == "rel" for token in before):
        return None
    return (inside[0], before[0].turned("rel", "="), *before)


def _explained(tokens: Row) -> Row | None:
    """The row with the ``其中`` that opens a declaration as the word that does so in English."""
    for at, token in enumerate(tokens):
        lead = CHINESE_WHERE.match(token.text) if at and _is_chinese(token) else None
        if lead is not None:
            rest = [token.part("tword", lead.end(), len(token.text))] if lead.end() < len(token.text) else []
            return (*tokens[:at], token.part("tword", 0, lead.end()).turned("tword", "where"), *rest, *tokens[at + 1 :])
    return None
