"""Words, truth values and lettered choices."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.contents import holds_unread
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Choice,
    Equation,
    Scalar,
    SetAnswer,
    Solutions,
    TextAnswer,
    Truth,
)
from mathequiv.answers.text import words_of
from mathequiv.equality.expressions import has_value, tends_to_infinity
from mathequiv.equality.outcome import Context, RuleTable, different, equal, mismatch, under_rule
from mathequiv.equality.rules.names import BARE, name_of
from mathequiv.finding import Finding
from mathequiv.latex.expr import Clock, Div, Folded, Limit, Neg, Number, Percent, Quantity, Ratio, Root, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.claims import one_text
from mathequiv.lexicon.number_words import leading_number
from mathequiv.lexicon.predicates import DIVERGENT, Said, at_odds, read_predicates, same_said
from mathequiv.lexicon.word_answers import contradict, names_no_number
from mathequiv.verdict import Convention, Exact, Mismatch

__all__ = ["RULES", "tells_nothing"]


def tells_nothing(a: Answer, b: Answer) -> bool:
    """Whether it is no fact that two answers differ, since one holds words that were not read and may say the same.

    It is one where both are the same sentence with another value, and where one is a number, which the words of the
    other cannot name. It is none where one is empty and the other says that there are none of some kind.
    """
    if _says_none(a, b) or _says_none(b, a):
        return True
    if not (holds_unread(a) or holds_unread(b)):
        return False
    if isinstance(a, TextAnswer) and isinstance(b, TextAnswer):
        return not contradict(a.words, b.words)
    text, value = (a, b) if isinstance(a, TextAnswer) else (b, a)
    number = isinstance(value, Scalar) and type(value.expr) in _NUMBERS
    return not (number and isinstance(text, TextAnswer) and names_no_number(text.words))


def _says_none(text: Answer, empty: Answer) -> bool:
    """Whether words deny some solutions (``no solutions in positive integers``) and the other answer denies all."""
    if not (isinstance(text, TextAnswer) and isinstance(empty, SetAnswer)) or empty.items:
        return False
    return text.words.startswith(_NONE)


_NONE: Final = ("no ", "there is no ", "there are no ", "has no ", "无", "没有", "不存在")
_NUMBERS: Final = frozenset((Number, Neg, Div, Root, Quantity, Percent))


def _texts(a: TextAnswer, b: TextAnswer, ctx: Context) -> Finding | None:
    if a.words == b.words:
        return equal("text", "the same words", Exact("same words"))
    if one_text(a.words) == one_text(b.words):
        return equal("synonym", "two names of one thing", Convention("synonym"))
    left, right = read_predicates(a.words), read_predicates(b.words)
    if left is not None and right is not None:
        return _predicates(left, right, ctx)
    if _holds(a.words, b.words) or _holds(b.words, a.words):
        return None
    return different("text", "the words differ", Mismatch("words", a.words[:200], b.words[:200]))


def _predicates(a: Said, b: Said, ctx: Context) -> Finding | None:
    """The same is said of the same thing, or what cannot hold beside it; anything else may be true as well."""
    if same_said(a, b) and (a == b or not ctx.transitive):
        return equal("synonym", "both say the same", Convention("synonym"))
    if at_odds(a, b):
        return mismatch("predicate", "what is said", *(_shown(side) for side in (a, b)))
    return None


def _shown(said: Said) -> str:
    return ", ".join(sorted(name if holds else f"not {name}" for name, holds in said.predicates))


def _holds(sentence: str, words: str) -> bool:
    """Whether a sentence holds all the words of a shorter text, so that it may say the same at more length."""
    longer = frozenset(sentence.split())
    return not _OF_SENTENCES.isdisjoint(longer) and frozenset(words.split()) < longer


_OF_SENTENCES: Final = frozenset(
    ("is", "are", "by", "because", "since", "has", "have", "does", "do", "that", "it", "so")
)
"""Words that a sentence has and a name has not."""


def _words_and_value(a: TextAnswer, b: Scalar, ctx: Context) -> Finding | None:
    """Words against a value differ in kind, unless they count something in a way that no rule works out.

    That something diverges is what a sum, integral or limit without a value is.
    """
    if isinstance(b.expr, (Folded, Limit)) and not ctx.transitive and not free_symbols(b.expr):
        said = read_predicates(a.words)
        if said is not None and said.predicates == DIVERGENT:
            known = has_value(b.expr, ctx.budget)
            diverges = equal("truth", "it has no value", Exact("certain divergence"))
            return diverges if known is False else None if known is None else _unlike_words(a, b)
    if isinstance(b.expr, (Clock, Ratio)) and a.words in _TIMES_OF_DAY:
        return None
    number = leading_number(a.words)
    if _numbers(a.words, b):
        return None
    if a.words[:1].isdigit() or (number is not None and number[1].startswith("of ")):
        return None
    return _unlike_words(a, b)


_TIMES_OF_DAY: Final = frozenset(("midday", "midnight", "noon", "中午", "午夜", "正午"))
"""Words for times that a clock shows too, in a half of the day that nobody says alike."""


def _numbers(words: str, value: Scalar) -> bool:
    """Whether words say by an ordinal which one of several it is, and the other side is that number by itself."""
    if not isinstance(value.expr, Number) or value.expr.denominator != 1:
        return False
    return _ORDINALS.get(one_text(words).partition(" ")[0]) == value.expr.numerator


_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _unlike_words(a: TextAnswer, b: Scalar) -> Finding:
    return mismatch("kind", "kind", name_of(a), name_of(b))


def _truths(a: Truth, b: Truth, _: Context) -> Finding | None:
    if a.meaning == b.meaning:
        return equal("truth", f"both mean {a.meaning}", Convention("synonym"))
    if {a.meaning, b.meaning} == _DENIED:
        return None
    return mismatch("truth", "meaning", a.meaning, b.meaning)


_DENIED: Final = {"false", "undefined"}
"""What does not exist is also said by a no to the question whether it does."""


def in_same_words(result: Finding, a: str, b: str) -> Finding:
    """A result by synonyms that is none: the texts are the same words, or signs for the empty set."""
    left, right = words_of(a), words_of(b)
    if left != right and not (left in _SIGNS and right in _SIGNS):
        return result
    return Finding(result.verdict, result.layer, result.rule, result.reason, Exact("same words"))


_SIGNS: Final = frozenset(("", "empty"))
r"""What is left of the words of ``\{\}`` and ``\emptyset``."""


def _truth_and_value(a: Truth, b: Scalar, ctx: Context) -> Finding | None:
    """What has no value, a limit or series by itself, is what "does not exist" says; a number is not."""
    if not ctx.transitive and isinstance(b.expr, Symbol) and b.expr.name in _TRUTH_LETTERS.get(a.meaning, ()):
        return equal("truth", f"{b.expr.name} is short for it", Convention("synonym"))
    if a.meaning != "undefined" or ctx.transitive or not isinstance(b.expr, (Folded, Limit)) or free_symbols(b.expr):
        return mismatch("kind", "kind", name_of(a), name_of(b))
    known = has_value(b.expr, ctx.budget)
    if known is None:
        return None
    if known or tends_to_infinity(b.expr, ctx.budget):
        return mismatch("kind", "kind", name_of(a), name_of(b))
    return equal("truth", "it has no value", Exact("certain divergence"))


_TRUTH_LETTERS: Final = {"true": ("T", "Y"), "false": ("F", "N")}


def _choices(a: Choice, b: Choice, _: Context) -> Finding | None:
    if a.letter == b.letter:
        return equal("choice", "the same letter", Exact("same letter"))
    return mismatch("choice", "letter", a.letter, b.letter)


def _choice_other(a: Choice, b: Answer, ctx: Context) -> Finding | None:
    if b == Scalar(Symbol(a.letter.lower() if a.small else a.letter)):
        return equal("choice", "the same letter", Exact("same letter"))
    letters = isinstance(b, Scalar) and isinstance(b.expr, Symbol) and len(b.expr.name) == 1 and b.expr.name.isupper()
    if a.content is None or letters or ctx.transitive:
        return mismatch("choice", "kind", "a lettered choice", name_of(b))
    return under_rule(ctx.match(a.content, b), "choice")


RULES: Final[RuleTable] = {
    (TextAnswer, TextAnswer): _texts,
    (TextAnswer, Scalar): _words_and_value,
    (Truth, Truth): _truths,
    (Truth, Scalar): _truth_and_value,
    (Choice, Choice): _choices,
    **{(Choice, kind): _choice_other for kind in (*BARE, Assignment, Solutions, Equation)},
}
