"""Words: plain text and labels, lead-ins that say nothing, letters and names of functions among them."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.digits import number
from mathequiv.latex.expr import Bracketed, Expr, Number, Pow, Symbol, Text
from mathequiv.latex.grammar.arrays import named_array
from mathequiv.latex.grammar.calls import function
from mathequiv.latex.grammar.code import library_call
from mathequiv.latex.grammar.constructs import construct
from mathequiv.latex.grammar.cursor import Cursor
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.grammar.marks import money
from mathequiv.latex.grammar.names import constant, count_of_choices, letter, measure_name
from mathequiv.latex.grammar.numerals import letters_as_digits
from mathequiv.latex.grammar.wording import (
    calls_unknown,
    joined_words,
    may_split,
    named,
    names_function,
    opens_qualifier,
)
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import node_types
from mathequiv.lexicon import changes, units, words
from mathequiv.lexicon.number_words import holds_number, number_in_words
from mathequiv.lexicon.prose import (
    ARTICLES,
    BRACKET_NOUNS,
    CONVERGE,
    CONVERGE_AT,
    CONVERGING,
    COPULAS,
    FIGURED,
    FIGURES,
    LEAD_INS,
    LETTER_WORDS,
    OBJECTS,
    PAIRED,
    PROSE,
)
from mathequiv.lexicon.token_kinds import BREAKS, ITEM_ENDS, LIST_STARTS, WORDS, Kind
from mathequiv.limits import MAX_LETTERS

_AFTER_PLURAL: Final[frozenset[Kind]] = frozenset({"num", "open", "frac", "-"})
_JOINING: Final[frozenset[Kind]] = frozenset({"prime", "-"})
_LED: Final = frozenset({"=", "approx", "in"})
_NUMERIC: Final = frozenset((Number, Pow))
_ENDS_NUMERAL: Final[frozenset[Kind]] = frozenset({"num", "}"})
_SHORT: Final = 3
"""Letters of a word that may be a product."""


# --- lead-ins ---------------------------------------------------------------------------------------------------------


def named_bracket(p: Parser) -> Expr | None:
    """``the point (1,6)`` and ``the interval (1,6)``, whose noun decides what the bracket is."""
    at = _lead_end(p)
    noun = BRACKET_NOUNS.get(p.tokens[at - 1].text.lower()) if at > p.k and p.tokens[at].kind == "open" else None
    if noun is None:
        return None
    place = p.place()
    p.k = at
    found = p.relation()
    if not isinstance(found, Bracketed) or len(found.items) != 2 or p.kind() not in ITEM_ENDS:
        p.go_back(place)
        return None
    if noun == "interval":
        return Bracketed(found.opening, found.closing, found.items, interval=True)
    return Bracketed("<", ">", found.items) if found.opening == "(" else found


def _label_and_copula(token: Token) -> list[Token]:
    """A Chinese word that ends with its copula as its label and a sign; nothing for another word."""
    label = changes.label_with_copula(token.text)
    if label is None:
        return []
    size = len(label)
    return [token.part(token.kind, 0, size), token.part("rel", size, size + 1).turned("rel", "=")]


def pass_lead_ins(p: Parser) -> None:
    """Pass relation signs and words that add nothing to the item after them (``= 5``, ``The answer is``)."""
    token = p.tokens[p.k]
    while token.kind == "implies" or (token.kind == "rel" and token.text in _LED):
        p.k += 1
        token = p.tokens[p.k]
    if token.kind not in WORDS:
        return
    parts = _label_and_copula(token) if p.kind(1) in LIST_STARTS else []
    if parts:
        p.reread(p.k, parts)
        return
    p.k = _lead_end(p)
    while p.kind() in WORDS and p.kind(1) not in BREAKS:
        if not _adds_nothing(p.tokens[p.k].text, p.tokens[p.k + 1], p.tokens[min(p.k + 2, len(p.tokens) - 1)]):
            return
        p.k += 1


def _adds_nothing(word: str, following: Token, after: Token) -> bool:
    """Whether a word says nothing of the item after it; an article does before a count (``the 19 apples``)."""
    first = word.lower()
    if first == "all":
        return following.kind == "letter"
    if first == "the":
        counts = following.kind == "num" and after.text not in words.TABLES["ordinal"]
        return counts or words.is_filler(following.text)
    return words.is_filler(word) or first in PAIRED


def _lead_end(p: Cursor) -> int:
    """Index after ``The answer is`` or, before a bracket or relation, ``the line``; the position if none is."""
    first = p.tokens[p.k].text.lower()
    figured = _figure_end(p, p.k + 1) if first in ARTICLES else p.k
    if first in FIGURED and p.tokens[p.k + 1].text.lower() in FIGURED:
        figured = _figure_end(p, p.k)
    if figured == p.k and (first in ARTICLES or first in CONVERGING or first in CONVERGE):
        figured = _converging_end(p)
    return figured if figured > p.k else _phrase_end(p)


def _converging_end(p: Cursor) -> int:
    """Index after ``The series converges to`` or ``converges for``; the position if no such words are there."""
    at = p.k
    while p.tokens[at].text.lower() in CONVERGING:
        at += 1
    if p.tokens[at].text.lower() not in CONVERGE or p.tokens[at + 1].text.lower() not in CONVERGE_AT:
        return p.k
    following = p.tokens[at + 2].kind
    return p.k if following in BREAKS or following in WORDS or following == "rel" else at + 2


def _phrase_end(p: Cursor) -> int:
    at = p.k
    while p.tokens[at].kind in WORDS and p.tokens[at].text.lower() in LEAD_INS:
        at += 1
    last = p.tokens[at - 1].text.lower() if at > p.k else ""
    following = p.tokens[at].kind
    if (following in BREAKS and following != ":") or last not in COPULAS | OBJECTS or _is_call(p, at):
        return p.k
    if last in COPULAS:
        return at + (following == ":") if at > p.k + 1 else p.k
    related = following == "letter" and p.tokens[at + 1].text == "="
    plural = last.endswith("s") and following in _AFTER_PLURAL
    return at if following == "open" or related or plural else p.k


def _figure_end(p: Cursor, at: int) -> int:
    """Index after ``the symmetric group``, before a formula; the position if no such words are there.

    Args:
        p: the parser.
        at: where the words after the article begin.
    """
    while p.tokens[at].text.lower() in FIGURED or (p.tokens[at].kind == "-" and p.tokens[at + 1].kind in WORDS):
        at += 1
    following = p.tokens[at].kind
    bare = p.tokens[at - 1].text.lower() in FIGURES and following not in BREAKS and following not in WORDS
    return at if bare and following != "rel" else p.k


def _is_call(p: Cursor, at: int) -> bool:
    """Whether the bracket at index ``at`` holds the arguments of ``Interval`` or ``set``: code when it is glued."""
    return p.tokens[at - 1].text in ("Interval", "set") and p.tokens[at].text in ("(", "[") and not p.tokens[at].space


# --- text -------------------------------------------------------------------------------------------------------------


def text_of_words(p: Parser) -> Text | None:
    """The words at the position, if they fill an item or a member; None if they are letters of a formula."""
    end = _text_end(p)
    if _numbered(p, end):
        end += 1
    elif p.tokens[end].kind not in BREAKS or _is_formula(p, end):
        return None
    run = p.tokens[p.k : end]
    p.k = end
    return Text(joined_words(run))


def _numbered(p: Cursor, end: int) -> bool:
    r"""Whether a name with a number is here (``\text{Row } 3``); ``USD 5`` and ``is 3`` are none."""
    run = p.tokens[p.k : end]
    if p.tokens[end].kind != "num" or p.tokens[end + 1].kind not in BREAKS or not 0 < len(run) <= 2:
        return False
    if p.tokens[end + 1].kind == ":" and p.tokens[end + 2].kind == "num" and not p.tokens[end + 2].space:
        return False  # a ratio or a time (`odds 3:2`)
    if any(token.text.lower() in PROSE or len(token.text) < _SHORT or named(token) is not None for token in run):
        return False
    return run[0].text not in units.CURRENCIES and (run[0].kind == "tword" or len(run[0].text) > _SHORT)


def _text_end(p: Parser) -> int:
    """Index after the run of words at the position."""
    at = p.k
    while True:
        token = p.tokens[at]
        following = p.kind(at + 1 - p.k)
        word = token.kind in WORDS or (token.kind == "letter" and (at > p.k or following in WORDS))
        if word and at > p.k and opens_qualifier(token):
            return at
        joins = token.kind in _JOINING and at > p.k and (following in WORDS or following == "letter")
        joins = joins and (token.kind != "-" or _hyphenates(p, at))
        if not word and not joins:
            return at
        at += 1


def _hyphenates(p: Parser, at: int) -> bool:
    """Whether the minus at index ``at`` is a hyphen: beside a word of text or a long one, for ``pq-s`` is a difference.

    Where the short words are all that the text holds, they may be words as well.
    """
    before, after = p.tokens[at - 1], p.tokens[at + 1]
    if any(token.kind == "tword" or (token.kind == "word" and _is_long(token)) for token in (before, after)):
        return True  # a Greek letter is no word, however long its name is (``kx-\omega t``)
    return at == 1 and p.kind(2 + at - p.k) == "stop" and after.kind == "word" and not p.choose("letters")


def _is_long(token: Token) -> bool:
    return len(token.text) > MAX_LETTERS and not token.text.isupper()


def _is_formula(p: Parser, end: int) -> bool:
    """Whether the run of words up to index ``end`` is read as letters of a formula."""
    token, rest = p.tokens[p.k], p.tokens[p.k + 1 : end]
    if token.kind == "letter" and token.text not in LETTER_WORDS:
        return not _is_named(token, rest)
    if any(map(_is_greek, rest)) and all(_is_of_letters(p, at) for at in range(p.k, end)):
        return True  # ``mc\\Delta T``
    if names_function(token) and all(t.kind == "letter" or named(t) is not None for t in rest):
        return bool(rest)
    if rest:
        return token.kind == "letter" and units.read_unit(joined_words(rest)) is not None
    if token.kind != "word":
        return len(token.text) == 1 and (token.text.isascii() or words.meaning(token.text) is None)
    return _spells_product(p, token, p.tokens[end].kind)


def _is_of_letters(p: Parser, at: int) -> bool:
    """Whether the token at an index is a letter, or a word that may be the product of its letters."""
    kind = p.tokens[at].kind
    return kind == "letter" or (kind == "word" and may_split(p, at))


def _is_named(token: Token, rest: tuple[Token, ...]) -> bool:
    """Whether a Greek letter that is spelled out names what the words after it are (``Gamma rays``)."""
    return bool(rest) and _is_greek(token) and token.written[0] != "\\" and all(map(_is_noun, rest))


def _is_noun(token: Token) -> bool:
    """Whether a token is a word that is longer than most products of letters (``Gamma rays``)."""
    return token.kind in WORDS and len(token.text) >= MAX_LETTERS and units.read_unit(token.text) is None


def _is_greek(token: Token) -> bool:
    """Whether a token is a Greek letter by its command."""
    return token.kind == "letter" and len(token.text) > 1 and token.text.isascii()


def _spells_product(p: Parser, token: Token, following: Kind) -> bool:
    """Whether a single word outside text is letters that multiply: ``ab`` may be, ``Evelyn`` and ``no`` are words."""
    text = token.text
    whole = p.k == 0 and following == "stop"
    if words.meaning(text) is not None or (text.istitle() and len(text) > _SHORT):
        return False
    if len(text) <= _SHORT or (text.isupper() and following == "rel"):
        return p.choose("letters") if whole else may_split(p, p.k)
    return False


# --- words in formulas ------------------------------------------------------------------------------------------------


def text_word(p: Parser, token: Token) -> Expr:
    r"""A word of ``\text`` in a formula: digits, a function or constant it names, a currency, a letter, a name."""
    digits = letters_as_digits(p, p.k - 1)
    if digits is not None:
        return digits
    if words.is_free_constant(token.text):
        return Symbol("constant")
    name = named(token)
    if name is not None and name.kind in _NAMED:
        return _NAMED[name.kind](p, name)
    if len(token.text) == 1:
        return letter(p, token)
    if token.text in units.CURRENCIES and p.kind() == "num":
        return money(p, token)
    return named_array(p, token) or measure_name(p, token) or p.fail("mathematics, not a word", token)


_NAMED: Final = {"func": function, "sqrt": construct, "const": constant, "letter": letter}


def letters_of_word(p: Parser, token: Token) -> Expr:
    """A run of letters in a formula: a call of code, a currency, or the product of its letters."""
    if words.is_free_constant(token.text):
        return Symbol("constant")
    called = library_call(p, token) or named_array(p, token)
    if called is not None:
        return called
    digits = letters_as_digits(p, p.k - 1) if token.text.isupper() else None
    if digits is not None:
        return digits
    if not may_split(p, p.k - 1):
        return number_word(token) or p.fail("mathematics, not a word", token)
    if calls_unknown(p, p.k - 1):
        p.fail("a function that is known", token)
    if token.text in units.CURRENCIES and p.kind() == "num":
        return money(p, token)
    p.split_letters(p.k - 1)
    return letter(p, p.tokens[p.k - 1])


def number_word(token: Token) -> Number | None:
    """The number that a word in a formula says (``at most one``); None for any other word."""
    value = number_in_words(token.text) if holds_number((token.text.lower(),)) else None
    return None if value is None else Number(value.numerator, value.denominator)


def _is_times(p: Parser, factors: list[Expr]) -> bool:
    """Whether every ``x`` of the text is between numerals (``2x7x11``, ``3^2x5``): there it is no variable."""
    if p.kind(1) != "num" or node_types(factors[-1]) - _NUMERIC:
        return False
    return all(
        p.tokens[at + 1].kind == "num" and at and p.tokens[at - 1].kind in _ENDS_NUMERAL
        for at, token in enumerate(p.tokens)
        if token.text in ("x", "X")
    )


def sign_letter(p: Parser, factors: list[Expr]) -> bool | None:
    """A letter typed for a sign: ``2 x 10^3``, ``(0,1) U (2,3)``; ``5C2`` and ``5P2`` are read so the other way."""
    typed, following = p.tokens[p.k].text, p.tokens[p.k + 1].kind
    if following not in _AFTER_SIGNS:
        return None
    if typed in ("U", "u"):
        last = factors[-1]
        ranged = isinstance(last, Bracketed) and len(last.items) == 2 and following == "open"
        return False if ranged else None
    if typed in ("x", "X") and _is_times(p, factors):
        p.k += 1
        factors.append(p.operand())
        return True
    if typed not in ("x", "C", "P") or len(factors) > 1 or following != "num":
        return None
    first = factors[0]
    return _letter_between(p, factors, first, typed) if isinstance(first, Number) else None


_AFTER_SIGNS: Final[frozenset[Kind]] = frozenset({"num", "open"})


def _letter_between(p: Parser, factors: list[Expr], first: Number, typed: str) -> bool | None:
    following = p.tokens[p.k + 1]
    if typed == "x":
        if following.text != "10" or p.kind(2) != "sup":
            return None
        p.k += 1
        factors.append(p.operand())
        return True
    if (
        first.denominator != 1
        or not following.text.isdecimal()
        or following.space
        or p.choose("letter before combination")
    ):
        return None
    chosen = number(following.text)
    if typed == "P" and chosen.numerator > first.numerator:
        return None
    p.k += 2
    factors[:] = [count_of_choices(typed, first.numerator, chosen.numerator)]
    return True
