"""Which words are an answer by themselves, and which are only a text that nothing here has read."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final

from mathequiv.lexicon.claims import one_text
from mathequiv.lexicon.number_words import holds_number, number_in_words
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.predicates import read_predicates
from mathequiv.lexicon.sentences import VERBS
from mathequiv.lexicon.words import TABLES

__all__ = ["contradict", "is_word_answer", "names_no_number"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS: Final = Pattern(r"[^\W\d_]+(?:[-'. /&][^\W\d_]+)*")
"""Letters alone: no numeral, no sign, no command."""
_NUMBERED: Final = Pattern(r"[a-z]{3,}(?:-\d+[a-z]+|\s+'\d\d)(?:\s+\([a-z]+\))?")
"""``model-7B``, ``Jun '20``: a name whose numeral says which."""
_IDEOGRAPH: Final = Pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NAME: Final = Pattern(
    r"[^\WA-Za-z是为為有在的了不无無没未要能可会個个零〇一二三四五六七八九十百千万两半至到大小多少最]{1,4}"
)
"""Characters that may be a name or a noun: no verb, denial, numeral or bound is among them."""
_MORE_VERBS: Final = _words("""
    am be been being if iff because so exist exists holds satisfies satisfy depends fails works converge
    converges diverge diverges lies lie intersects intersect divides increases decreases gains loses lose win
    let consists approaches tends follows implies gets goes moves comes says say stays happens occurs vanishes
    acts
""")
_CALLED_WRONG: Final = Pattern(r"\b(?:is|are) (?:wrong|false|incorrect|not (?:right|correct|true|valid))\b")


@lru_cache(maxsize=2048)
def is_word_answer(text: str) -> bool:
    """Whether words are an answer by themselves, so that they differ from any value and from other such words.

    They are one where the tables know them, or where they are a name or a plain noun phrase. A text that holds
    numerals, mathematics or a verb says something that was not understood, and may say the same as any other answer;
    but a sentence about correctness is text.

    Args:
        text: as `mathequiv.lexicon.words.normalize_words` leaves it.
    """
    if one_text(text) != text or read_predicates(text) is not None:
        return True
    if _IDEOGRAPH.search(text):
        return _NAME.fullmatch(text) is not None
    if _NUMBERED.fullmatch(text) or _CALLED_WRONG.search(text):
        return True
    if _WORDS.fullmatch(text) is None:
        return False
    words = text.split()
    return len(words) == 1 or not (any(_is_verb(word) for word in words) or holds_number(words))


def _is_verb(word: str) -> bool:
    return word in VERBS or word in _MORE_VERBS or word.endswith("n't")


@lru_cache(maxsize=2048)
def names_no_number(text: str) -> bool:
    """Whether a text holds nothing that could say how many or how much: no numeral, no sign, no word of number."""
    if _IDEOGRAPH.search(text):
        return _NUMERALS_CHINESE.search(text) is None
    return _LETTERS.fullmatch(text) is not None and not (
        holds_number(text.split()) or any(word in _NUMBERS for word in re.split(r"[\s-]+", text))
    )


_LETTERS: Final = Pattern(r"[^\W\d_]{2,}(?:(?:\W? |[-'])[^\W\d_]{2,})*")
_NUMERALS_CHINESE: Final = Pattern(
    r"[^\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af，。、；]|[零〇一二三四五六七八九十百千万亿两半双无没倍唯单首]"
)
_NUMBERS: Final = _words("""
    no none not nothing never nobody single unique only once twice thrice both pair couple dozen double triple
    quarter first second third infinite infinitely infinity zero sum product square root pi alone whole all any
    each every
""")


# --- one sentence of two values ---------------------------------------------------------------------------------------


@lru_cache(maxsize=2048)
def contradict(a: str, b: str) -> bool:
    """Whether two texts are one sentence, but for a numeral, a denial, or words that exclude each other.

    Args:
        a: as `mathequiv.lexicon.words.normalize_words` leaves it.
        b: the other text.
    """
    left, right = _pieces(a), _pieces(b)
    if len(left) == len(right):
        places = [at for at, piece in enumerate(left) if piece != right[at]]
        return len(places) == 1 and _exclude(left, right, places[0])
    if len(left) > len(right):
        left, right = right, left
    if len(left) == 1 and right[-2] in ("is", "are"):
        return any(left[0] in group and right[-1] in group for group in _CONTRARIES)  # ``even``, ``f(x) - 1 is odd``
    more = _added(left, right)
    return any(map(_denies, more)) and all(_denies(piece) or _number(piece) is not None for piece in more)


_PIECE: Final = Pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\s,;\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def _pieces(text: str) -> list[str]:
    """The characters and words of a text; a phrase that bounds or counts is one."""
    for phrase, piece in _PHRASES.items():
        text = text.replace(phrase, piece)
    return _PIECE.findall(text)


def _added(short: list[str], long: list[str]) -> list[str]:
    """What a longer row of pieces has beside a shorter one that it holds in order; nothing if it does not."""
    rest: list[str] = []
    at = 0
    for piece in long:
        if at < len(short) and piece == short[at]:
            at += 1
        else:
            rest.append(piece)
    return rest if at == len(short) else []


def _exclude(left: list[str], right: list[str], at: int) -> bool:
    """Whether the pieces at an index cannot both be said; a numeral within mathematics may be any of several."""
    first, second = _number(left[at]), _number(right[at])
    if first is not None and second is not None:
        beside = (*left[max(at - 1, 0) : at], *left[at + 1 : at + 2])
        return first != second and all(_SPOKEN.fullmatch(piece) for piece in beside)
    return any(left[at] in group and right[at] in group for group in _CONTRARIES)


_SPOKEN: Final = Pattern(r"[^\W\d_]{2,}[.:]?|[\u3400-\u9fff]")


def _number(piece: str) -> Fraction | None:
    """The number that a piece of a text says by itself."""
    if piece.isdecimal() and piece.isascii():
        return Fraction(int(piece))
    return number_in_words(piece)


def _denies(piece: str) -> bool:
    return piece in TABLES["denial"] or piece in _DENIALS


_DENIALS: Final = frozenset(["不", "没", "無", "非", "未", "cannot", "except"])
_PHRASES: Final = {
    phrase: phrase.replace(" ", "-")
    for phrase in ("at least", "at most", "more than", "less than", "fewer than", "greater than", "infinitely many")
}
_CONTRARIES: Final = tuple(
    frozenset(group.split())
    for group in (
        "even odd",
        "wins loses",
        "win lose",
        "true false",
        "possible impossible",
        "left right",
        "positive negative",
        "increasing decreasing",
        "increases decreases",
        "maximum minimum",
        "inside outside",
        "above below",
        "up down",
        "after before",
        "local global saddle",
        "horizontal vertical",
        "real virtual",
        "upright inverted",
        "gain loss profit",
        "clockwise counterclockwise",
        "rational irrational",
        "prime composite",
        "converges diverges",
        "first second third",
        "exactly at-least at-most more-than less-than fewer-than greater-than all infinitely-many some",
        "> < = ≥ ≤ ≠",
        "circle disk sphere ball ellipse parabola hyperbola line",
        "有 无",
        "增 减",
        "正 负",
        "奇 偶",
        "左 右",
        "上 下",
        "大 小",
    )
)
