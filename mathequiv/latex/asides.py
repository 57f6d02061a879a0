"""Words at the end of a row that declare, describe or place its value, as the clause that the grammar reads."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.clauses import Row, is_chinese
from mathequiv.latex.grammar.wording import spelled
from mathequiv.lexicon import quantifiers
from mathequiv.lexicon.claims import LONGEST_DIRECTION, is_direction, one_text
from mathequiv.lexicon.clauses import (
    AS_SAID,
    ATTAINED,
    CHINESE_WHERE,
    CONCLUDED,
    COPULAS,
    FREE_SIGNS,
    LINKS,
    NO_ENDS,
    REASONS,
)
from mathequiv.lexicon.subjects import chinese_subject
from mathequiv.lexicon.token_kinds import PAUSES, WORDS
from mathequiv.lexicon.words import normalize_words

__all__ = ["with_asides"]


def with_asides(tokens: Row) -> Row | None:
    """The row with what is said beside its value as a clause; None where nothing is."""
    return (
        _declared(tokens)
        or _starred(tokens)
        or _explained(tokens)
        or _directed(tokens)
        or _concluded(tokens)
        or _signed(tokens)
        or _ended(tokens)
    )


def _ended(tokens: Row) -> Row | None:
    """The row without a reason at its end, or ``as required``; ``attained at x = 3`` as a condition."""
    for at in range(1, len(tokens) - 1):
        token, after = tokens[at], tokens[at + 1]
        if token.kind in WORDS and token.text.lower() in REASONS:
            return tokens[: at - (tokens[at - 1].kind == ",")]
        if token.kind != "," or after.kind not in WORDS:
            continue
        rest = tokens[at + 1 :]
        if " ".join([one.text.lower() for one in rest]) in AS_SAID:
            return tokens[:at]
        if after.text.lower() in ATTAINED and len(rest) > 2 and any(one.kind == "rel" for one in rest):
            return (*tokens[:at], after.turned("tword", "for"), *rest[2:])
    return None


def _signed(tokens: Row) -> Row | None:
    r"""A point without the remark that its signs are independent, as they are (``(\pm 2, \pm 3)`` with any signs)."""
    if tokens[0].kind != "open" or not any(token.kind == "pm" for token in tokens):
        return None
    end = len(tokens)
    while end and (tokens[end - 1].kind in WORDS or tokens[end - 1].text in ("(", ")", ",")) and end > 1:
        if tokens[end - 1].text == ")" and tokens[end - 2].kind not in WORDS:
            break
        end -= 1
    said = " ".join([token.text.lower() for token in tokens[end:] if token.kind in WORDS])
    return tokens[:end] if said in FREE_SIGNS else None


def _concluded(tokens: Row) -> Row | None:
    """The row without the words after it that call its value the answer (``Therefore x < 5 is the solution``)."""
    end = len(tokens)
    while end and tokens[end - 1].kind in WORDS and tokens[end - 1].text.lower() in CONCLUDED:
        end -= 1
    if not 1 < end < len(tokens) or tokens[end - 1].text.lower() not in COPULAS or tokens[-1].text.lower() in NO_ENDS:
        return None
    start = 0
    while start < end - 1 and tokens[start].kind in WORDS and tokens[start].text.lower() in LINKS:
        start += 1
        start += tokens[start].kind == ","
    before = tokens[start : end - 1]
    return before if any(token.kind not in WORDS for token in before) else None


def _declared(tokens: Row) -> Row | None:
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
            return tokens[:at] if _is_source(inside) else _remarked(tokens[:at], inside)
    return None


def _is_source(inside: Row) -> bool:
    """Whether words only say by what a value was found (``by L'Hôpital's rule``)."""
    if not inside or inside[0].text.lower() not in _BY or any(token.kind in ("num", "rel") for token in inside):
        return False
    return inside[-1].text.lower() in _SOURCES


_BY: Final = frozenset(("by", "using", "via", "from"))
_SOURCES: Final = frozenset(
    ("rule", "theorem", "formula", "method", "identity", "test", "lemma", "criterion", "law", "inequality", "symmetry")
) | {"induction", "parts", "substitution"}


def _remarked(before: Row, inside: Row) -> Row | None:
    """A value with Chinese words in parentheses after it, which name it or what it is (``8（最大值）``)."""
    if len(inside) != 1 or not is_chinese(inside[0]):
        return None
    word = inside[0].text
    if one_text(word) != word:
        return before
    if chinese_subject(word) is None or any(token.kind == "rel" for token in before):
        return None
    return (inside[0], before[0].turned("rel", "="), *before)


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


def _directed(tokens: Row) -> Row | None:
    """The row with a direction at its end apart from the quantity that has it (``5 m to the left``)."""
    for size in range(min(LONGEST_DIRECTION, len(tokens) - 1), 0, -1):
        first = tokens[-size]
        if not all(token.kind in WORDS for token in tokens[-size:]) or (size == 1 and not is_chinese(first)):
            continue
        words = normalize_words(" ".join([token.text for token in tokens[-size:]]))
        counted = any(token.kind not in WORDS for token in tokens[:-size])
        if counted and is_direction(words) and tokens[-size - 1].kind != ",":
            text = first.turned("tword", one_text(words))
            return (*tokens[:-size], text.turned(",", ","), text)
    return None


def _explained(tokens: Row) -> Row | None:
    """The row with the ``其中`` that opens a declaration as the word that does so in English."""
    for at, token in enumerate(tokens):
        lead = CHINESE_WHERE.match(token.text) if at and is_chinese(token) else None
        if lead is not None:
            rest = [token.part("tword", lead.end(), len(token.text))] if lead.end() < len(token.text) else []
            return (*tokens[:at], token.part("tword", 0, lead.end()).turned("tword", "where"), *rest, *tokens[at + 1 :])
    return None
