"""Words at the end of a row that declare, describe or place its value, as the clause that the grammar reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mathequiv.latex.clauses import Row, is_chinese
from mathequiv.latex.english_clauses import said
from mathequiv.latex.grammar.wording import spelled
from mathequiv.latex.integer_bounds import INTEGERS, with_bounded_integers
from mathequiv.lexicon import quantifiers
from mathequiv.lexicon.changes import change
from mathequiv.lexicon.claims import LONGEST_DIRECTION, ends_direction, is_direction, one_text
from mathequiv.lexicon.clauses import (
    ANGLE_LEADS,
    ANNOUNCED,
    ANNOUNCING,
    AS_SAID,
    ATTAINED,
    CHINESE_WHERE,
    CONCLUDED,
    COPULAS,
    FREE_SIGNS,
    HEADINGS,
    LINKING,
    LINKS,
    METHOD_LEADS,
    METHODS,
    NO_ENDS,
    REASONS,
    REPEATS,
    SIDES,
    SORTS,
    SOUGHT,
    TUPLES,
)
from mathequiv.lexicon.prose import LEADS
from mathequiv.lexicon.said import rules_out, ruling_out
from mathequiv.lexicon.subjects import chinese_subject
from mathequiv.lexicon.token_kinds import PAUSES, PLAIN_VALUES, WORDS, Kind
from mathequiv.lexicon.words import is_filler, normalize_words
from mathequiv.limits import MAX_LINK

__all__ = ["with_asides", "with_wordless_asides"]


def with_asides(tokens: Row) -> Row | None:
    """The row with what is said beside its value as a clause; None where nothing is."""
    kept = _without_link(tokens)
    met = _met(kept)
    kept = kept if METHOD_LEADS.isdisjoint(met) else _reasoned(kept) or kept
    met = _met(kept)
    for signs, look in _LOOKS:
        if not signs.isdisjoint(met) and (found := look(kept)) is not None:
            return found
    return None if kept is tokens else kept


def _without_link(tokens: Row) -> Row:
    """The row without what links it to the text before (``Therefore, x = 5``)."""
    comma = next((at for at, token in enumerate(tokens[:MAX_LINK]) if token.kind == ","), 0)
    if not comma or comma + 1 == len(tokens) or any(token.kind not in WORDS for token in tokens[:comma]):
        return tokens
    said = " ".join([token.text.lower() for token in tokens[:comma]])
    return tokens[comma + 1 :] if said in LINKS or said in LINKING else tokens


def with_wordless_asides(tokens: Row) -> Row | None:
    """The same for a row without a word."""
    met = _met(tokens)
    for signs, look in _WORDLESS:
        if not signs.isdisjoint(met) and (found := look(tokens)) is not None:
            return found
    return None


def _met(tokens: Row) -> set[str]:
    """The kinds and texts of a row's tokens, one of which each look needs."""
    return {token.kind for token in tokens}.union([token.text.lower() for token in tokens])


def _announced(tokens: Row) -> Row | None:
    """The row after words that only say that its values follow (``two solutions: x=1 and x=4``)."""
    colon = next((at for at, token in enumerate(tokens) if token.kind not in WORDS), 0)
    if not colon or tokens[colon].kind != ":" or colon == len(tokens) - 1:
        return None
    words, rest = [token.text.lower() for token in tokens[:colon]], tokens[colon + 1 :]
    if rest[0].kind in WORDS and is_filler(" ".join(words)):
        return rest  # a sentence after a heading
    named = rest[0].kind == "letter" and len(rest) > 1 and rest[1].text == "="
    return rest if _announces(words[:-1], words[-1], named=named) else None


def _announces(before: list[str], noun: str, *, named: bool) -> bool:
    """Whether words say nothing of the values after them; a named value needs fewer words."""
    if noun in ANNOUNCED and ANNOUNCING.issuperset(before):
        return named or bool(before)
    return named and noun in SOUGHT and (ANNOUNCING | SORTS).issuperset(before)


def _shared(tokens: Row) -> Row | None:
    """The row with the plain words after a fraction that say of what it is (``1/3 of the cake``) as words of a text."""
    at = next((at for at in range(1, len(tokens) - 1) if tokens[at].kind in WORDS), 0)
    rest = tokens[at:]
    if not at or rest[0].text != "of" or rest[0].kind != "word" or tokens[at - 1].kind not in _BEFORE_SHARES:
        return None
    if not any(token.kind in ("/", "frac", "pct") for token in tokens[:at]):
        return None
    if not all(token.kind in WORDS for token in rest) or change([token.text.lower() for token in rest]) is not None:
        return None
    return (*tokens[:at], *[token.turned("tword", token.text) for token in rest])


def _angled(tokens: Row) -> Row | None:
    """The row with the angle of a vector after its size as another value (``30 m/s at an angle of 45°``)."""
    at = next((at for at in range(2, len(tokens) - 1) if tokens[at].text == "at" and tokens[at].kind in WORDS), 0)
    end = at + 1
    while at and end < len(tokens) and tokens[end].text.lower() in ANGLE_LEADS:
        end += 1
    if not at or not _is_angle(tokens[end : end + 2]) or tokens[0].kind not in PLAIN_VALUES:
        return None
    rest = [token.turned("tword", token.text) if token.kind == "word" else token for token in tokens[end:]]
    row = (*tokens[:at], tokens[at].turned(",", ","), *rest)
    return _directed(row) or row


def _is_angle(row: Row) -> bool:
    """Whether a numeral and a degree sign are there."""
    return len(row) > 1 and row[0].kind == "num" and (row[1].kind == "deg" or row[1].text in ("degrees", "degree"))


def _counting(tokens: Row) -> Row | None:
    """The row with the objects that a number counts as a noun of one word (``3 such integers``, ``3 ordered pairs``).

    ``3 pairs`` are six of something, ordered pairs are objects of their own.
    """
    first = next((at for at, token in enumerate(tokens) if token.kind == "num"), len(tokens)) + 1
    kept, at = list(tokens[:first]), first
    while at < len(tokens):
        token, after = tokens[at], tokens[at + 1 : at + 2]
        noun = said(after[0]) if after else ""
        if token.text == "ordered" and noun in TUPLES:
            kept.append(token.turned("tword", f"ordered {noun}"))
            at += 1
        elif token.text != "such" or not after or after[0].kind not in WORDS or noun in ("that", "as"):
            kept.append(token)
        at += 1
    return tuple(kept) if len(kept) < len(tokens) else None


def _placed(tokens: Row) -> Row | None:
    """The row with what a value after a numeral is taken at as a condition (``5 at x = 2``)."""
    for at in range(1, len(tokens) - 3):
        if tokens[at].text == "at" and tokens[at].kind in WORDS and tokens[at - 1].kind in _BEFORE_PLACES:
            name, sign = tokens[at + 1], tokens[at + 2]
            if name.kind == "letter" and sign.text == "=" and all(one.kind not in PAUSES for one in tokens):
                return (*tokens[:at], tokens[at].turned("tword", "for"), *tokens[at + 1 :])
    return None


_BEFORE_PLACES: Final[frozenset[Kind]] = frozenset({"num", "const", "close", "}", "letter"})
_BEFORE_SHARES: Final[frozenset[Kind]] = frozenset({"num", "close", "}", "pct"})


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
            if inside and inside[0].text.lower() in REASONS:
                return tokens[:at]
            if quantifiers.quantifier(spelled(inside)) is not None:
                return (*tokens[:at], tokens[at].turned("tword", "where"), *inside)
            if inside and inside[0].text in _THERE and any(token.kind == "rel" for token in inside):
                return (*tokens[:at], tokens[at].turned("tword", "for"), *inside[1:])
            apart = _is_source(inside) or _rules_out_another(tokens[:at], inside)
            return tokens[:at] if apart else _remarked(tokens[:at], inside)
    return None


_THERE: Final = frozenset(("此时", "这时"))
"""What opens, in parentheses after a value, where it is taken."""


def _rules_out_another(before: Row, inside: Row) -> bool:
    """Whether words say, after one value of a name, that another one is none (``m=-1（m=3舍去）``)."""
    end = next((at for at, token in enumerate(reversed(inside)) if token.kind not in WORDS), 0)
    start = next((at for at, token in enumerate(inside) if token.kind not in WORDS), 0)
    words = " ".join([token.text for token in (inside[:start] if start else inside[len(inside) - end :])])
    if bool(start) is bool(end) or not (ruling_out(words) if start else rules_out(words)):
        return False
    kept, other = before, inside[start : len(inside) - end]
    if len(kept) > 2 and kept[0].kind == "letter" and kept[1].text == "=":
        named = [token.text for token in other[:2]] == [token.text for token in kept[:2]]
        kept, other = kept[2:], other[2 * named :]
    return _is_another(kept, other)


def _is_another(kept: Row, other: Row) -> bool:
    """Whether two numbers cannot be the same: two different numerals, or only one with a minus sign."""
    bare = [row[1:] if row and row[0].kind == "-" else row for row in (kept, other)]
    if not all(row and all(token.kind in _IN_NUMBERS for token in row) for row in bare):
        return False
    if (len(bare[0]) == len(kept)) is not (len(bare[1]) == len(other)):
        return True
    return (
        len(bare[0]) == len(bare[1]) == 1
        and bare[0][0].text.isdecimal()
        and bare[1][0].text.isdecimal()
        and (int(bare[0][0].text) != int(bare[1][0].text))
    )


_IN_NUMBERS: Final[frozenset[Kind]] = frozenset({"num", "/", "frac", "sqrt", "{", "}", "const"})
"""Kinds of the tokens of one number that is positive; after ``±`` or among several, one of the values may be meant."""


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
        if tokens[at - 1].text != "in" or tokens[at].text not in _SETS:
            continue
        one, raised = tokens[at], tokens[at + 1].kind == "sup" and at + 2 < len(tokens)
        sign = tokens[at + 1 + raised]
        end = at + 2 + raised
        if sign.kind not in ("*", "+"):
            continue
        if end == len(tokens) or tokens[end].kind in PAUSES:
            named = (one.turned("setname", one.text), sign.turned("sup", "^"), sign)
            return (*tokens[:at], *named, *tokens[end:])
    return None


_SETS: Final = frozenset("NZRQ")


def _directed(tokens: Row) -> Row | None:
    """The row with a direction at its end apart from the quantity that has it (``5 m to the left``)."""
    if not tokens or tokens[-1].kind not in WORDS or not ends_direction(tokens[-1].text):
        return None
    for size in range(min(LONGEST_DIRECTION, len(tokens) - 1), 0, -1):
        first = tokens[-size]
        if not all(token.kind in WORDS for token in tokens[-size:]) or (size == 1 and not _is_heading(tokens)):
            continue
        words = normalize_words(" ".join([token.text for token in tokens[-size:]]))
        counted = any(token.kind not in WORDS for token in tokens[:-size])
        if is_direction(words) and tokens[-size - 1].kind == ",":
            return None
        if counted and is_direction(words):
            text = first.turned("tword", one_text(words))
            return (*tokens[:-size], text.turned(",", ","), text)
    return None


def _directed_in_brackets(tokens: Row) -> Row | None:
    """The same for a direction in parentheses (``5 m (left)``)."""
    if tokens[-1].text != ")":
        return None
    start = len(tokens) - 2
    while start and tokens[start].kind in WORDS:
        start -= 1
    words = normalize_words(" ".join([token.text for token in tokens[start + 1 : -1]]))
    if not start or tokens[start].text != "(" or not is_direction(words):
        return None
    return (*tokens[:start], tokens[start].turned(",", ","), tokens[start + 1].turned("tword", one_text(words)))


def _is_heading(tokens: Row) -> bool:
    """Whether the last word is a direction and nothing else: ``5 m left`` may be what is left of it, no ``5 m/s``."""
    if is_chinese(tokens[-1]):
        return True
    word = tokens[-1].text.lower()
    return (
        (word in HEADINGS or (word in SIDES and _is_rate(tokens)))
        and len(tokens) > 2
        and tokens[0].kind == "num"
        and tokens[-2].kind in _UNITS
    )


def _is_rate(tokens: Row) -> bool:
    """Whether a unit is over another (``m/s``)."""
    return any(
        token.text == "/" and before.kind in _LETTERS and after.kind in _LETTERS
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )


_LETTERS: Final[frozenset[Kind]] = WORDS | {"letter"}
_UNITS: Final[frozenset[Kind]] = WORDS | {"letter", "}", "num"}
"""Kinds of the last token of a unit."""


def _counted(tokens: Row) -> Row | None:
    r"""The row with ``n=1,2,3,\ldots`` at its end as the set that ``n`` is from; without it where a sum binds it."""
    equals, shown = _count(tokens)
    if not shown:
        return None
    name, start = tokens[equals - 1], equals - 1
    while start and (tokens[start - 1].kind in PAUSES or tokens[start - 1].text in _BEFORE_COUNT):
        start -= 1
    if start in (0, equals - 1):
        return None
    before = tokens[:start]
    if name.text in [inner.text for token, inner in zip(before, before[3:], strict=False) if token.kind == "big"]:
        return before
    marks = next((marks for run, marks in _SETS_SHOWN if run.startswith(shown)), None)
    if marks is None:
        return None
    return (*before, name.turned(",", ","), name, name.turned("rel", "in"), *[name.turned(*mark) for mark in marks])


def _count(tokens: Row) -> tuple[int, str]:
    """Where the equals sign of ``n=1,2,3,...`` is at the end of a row, and the numbers it shows; 0 for another end."""
    end = len(tokens) - 1 - (tokens[-1].text == ")")
    equals = next((at for at in range(end, 1, -1) if tokens[at].text == "="), 0)
    if tokens[end].kind != "ldots" or equals < 3 or tokens[equals - 1].kind != "letter":
        return 0, ""
    shown = "".join([token.text for token in tokens[equals + 1 : end] if token.kind not in PAUSES])
    return (equals, shown) if len(shown) > 1 and shown.replace("pm", "").isdecimal() else (0, "")


_BEFORE_COUNT: Final = LEADS | {"("}
_SETS_SHOWN: Final[tuple[tuple[str, tuple[tuple[Kind, str], ...]], ...]] = (
    ("1234", (("setname", "Z"), ("sup", "^"), ("+", "+"))),
    ("0123", (("setname", "N"), ("sub", "_"), ("num", "0"))),
    ("0pm1pm2pm3", (("setname", "Z"),)),
)
"""The numbers that a set is shown by, and its tokens."""


def _reasoned(tokens: Row) -> Row | None:
    r"""The row without what says by which method its value was found (``\frac12 (by L'H\^opital's rule)``)."""
    if said(tokens[0]) in METHOD_LEADS:
        return _after_reason(tokens)
    end = len(tokens) - (tokens[-1].text == ")")
    leads = [at for at in range(1, end) if said(tokens[at]) in METHOD_LEADS]
    start = next((at for at in leads if _is_method(tokens[at + 1 : end])), 0)
    before = tokens[start - 1] if start > 1 else None
    if before is not None and (before.text == "(") != (end < len(tokens)):
        return None
    start -= before is not None and (before.text == "(" or before.kind in PAUSES)
    return tokens[:start] if start > 0 else None


def _after_reason(tokens: Row) -> Row | None:
    """The row after the method that it begins with, and a comma or colon (``By parts: ...``)."""
    end = next((at for at, token in enumerate(tokens) if token.kind in _AFTER_METHOD), len(tokens))
    return tokens[end + 1 :] if end < len(tokens) - 1 and _is_method(tokens[1:end]) else None


_AFTER_METHOD: Final[frozenset[Kind]] = PAUSES | {":"}
_IN_METHODS: Final[frozenset[Kind]] = WORDS | {"letter", "prime", "other", "-", "func", "sup"}


def _is_method(tokens: Row) -> bool:
    """Whether tokens are words that name a method, and nothing else (``the alternating series test``)."""
    words = [said(token) for token in tokens]
    return (
        all(token.kind in _IN_METHODS for token in tokens)
        and not METHODS.isdisjoint(words)
        and change([word for word in words if word and word not in REPEATS]) is None
    )


def _tending(tokens: Row) -> Row | None:
    r"""The row with ``x\to0`` at its end, after a comma or in parentheses, as a condition.

    What tends to a value has it nowhere, and a condition ``x = 0`` would be its definition.
    """
    end = len(tokens) - (tokens[-1].text == ")")
    arrow = next((at for at in range(end - 1, 1, -1) if tokens[at].kind == "implies"), 0)
    if not arrow or tokens[arrow].text != "to" or tokens[arrow - 1].kind != "letter" or not arrow < end - 1:
        return None
    signs, value = tokens[arrow + 1 : end - 1], tokens[end - 1]
    if any(sign.kind not in ("+", "-") for sign in signs) or value.kind not in PLAIN_VALUES:
        return None
    start = _start_of_tending(tokens, arrow)
    if not start or (value.kind == "letter" and not _is_led_to(tokens[:arrow], start)):
        return None  # a proposition beside another answer
    name = tokens[arrow - 1]
    return (*tokens[:start], name.turned("tword", "for"), name, name.turned("rel", "!="), *signs, value)


def _start_of_tending(tokens: Row, arrow: int) -> int:
    """The index where the condition with an arrow begins, after what it is a condition of; 0 where that is not told."""
    start = arrow - 1
    while start > 0 and (tokens[start - 1].text in _BEFORE_TENDING or tokens[start - 1].kind in PAUSES):
        start -= 1
    return 0 if start == arrow - 1 or not start or not _is_apart(tokens, start) else start


def _is_led_to(tokens: Row, start: int) -> bool:
    """Whether the name that ends a row is one of what is before an index, or led to by a word."""
    name = tokens[-1].text
    return any(token.text == name for token in tokens[:start]) or any(token.kind in WORDS for token in tokens[start:])


def _is_apart(tokens: Row, at: int) -> bool:
    """Whether what begins at an index is in parentheses as a whole or not at all, and after no connective."""
    return (tokens[at].text == "(") == (tokens[-1].text == ")") and tokens[at - 1].kind != "join"


_BEFORE_TENDING: Final = frozenset({"as", "when", "("})


def _explained(tokens: Row) -> Row | None:
    """The row with the ``其中`` that opens a declaration as the word that does so in English."""
    for at, token in enumerate(tokens):
        lead = CHINESE_WHERE.match(token.text) if token.kind == "tword" and at and is_chinese(token) else None
        if lead is not None:
            rest = [token.part("tword", lead.end(), len(token.text))] if lead.end() < len(token.text) else []
            return (*tokens[:at], token.part("tword", 0, lead.end()).turned("tword", "where"), *rest, *tokens[at + 1 :])
    return None


_WORDLESS: Final[tuple[tuple[frozenset[str], Callable[[Row], Row | None]], ...]] = (
    (frozenset((")",)), _declared),
    (frozenset(("in",)), _starred),
    (frozenset(("implies",)), _tending),
    (frozenset(("ldots",)), _counted),
)
_LOOKS: Final[tuple[tuple[frozenset[str], Callable[[Row], Row | None]], ...]] = (
    *_WORDLESS[:2],
    (frozenset(("tword",)), _explained),
    (frozenset(("at",)), _angled),
    (frozenset((")",)), _directed_in_brackets),
    (WORDS, _directed),
    *_WORDLESS[2:],
    (CONCLUDED, _concluded),
    (frozenset(("pm",)), _signed),
    (REASONS | {","}, _ended),
    (frozenset(("such", "ordered")), _counting),
    (frozenset(("at",)), _placed),
    (frozenset((":",)), _announced),
    (frozenset(("of",)), _shared),
    (INTEGERS, with_bounded_integers),
)
"""What may be said beside a value, in the order in which it is looked for, after one of what it cannot be without."""
