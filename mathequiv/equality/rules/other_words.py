r"""What words may say that the other side says in other words, or in a formula: ``every prime``, ``linear time``."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mathequiv.answers.contents import answer_symbols
from mathequiv.answers.kinds import Answer, Assignment, Equation, Listing, Reading, Scalar, TextAnswer, Truth
from mathequiv.equality.outcome import Context, equal, under_rule
from mathequiv.equality.rules.orders import size_of_order
from mathequiv.finding import Finding
from mathequiv.latex.expr import Call, Mul, Symbol
from mathequiv.lexicon.claims import one_text
from mathequiv.lexicon.morphology import one_spelling, singular
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.predicates import Said, at_odds, read_predicates, same_said
from mathequiv.lexicon.shapes import FUNCTIONS_BY_KIND, GROWTHS, QUANTIFYING
from mathequiv.lexicon.subjects import subject_of_label
from mathequiv.verdict import Convention

__all__ = [
    "adds_words",
    "may_be_said",
    "may_say_so",
    "same_growth",
    "same_listed",
    "same_modulus",
    "same_nouns",
]


def same_nouns(a: Answer, b: Answer, _: Context) -> Finding | None:
    """EQUIVALENT if two texts say of the same that all are meant (``all primes``, ``every prime p``), or ``no max``."""
    if not (isinstance(a, TextAnswer) and isinstance(b, TextAnswer)):
        return None
    left, right = a.words.replace(",", "").split(), b.words.replace(",", "").split()
    if _is_of_all(left) and _is_of_all(right):
        left, right = _noun(left[1:]), _noun(right[1:])
    if list(map(_one_form, left)) != list(map(_one_form, right)):
        return None
    return equal("text", "the same words but for their form", Convention("synonym"))


def _is_of_all(words: list[str]) -> bool:
    return len(words) > 1 and words[0] in QUANTIFYING


def _noun(words: list[str]) -> list[str]:
    """The words after a quantifier in the singular, without the letter that it binds."""
    if len(words) > 1 and len(words[-1]) == 1 and words[-1].isalpha() and len(words[-2]) > 2:
        words = words[:-1]
    plain = [singular(word) for word in words]
    return plain[:-1] if len(plain) > 1 and plain[-1] == "number" else plain


def _one_form(word: str) -> str:
    return _SHORT.get(word, one_spelling(word))


_SHORT: Final = {"max": "maximum", "min": "minimum"}


def same_listed(a: Answer, b: Answer, _: Context) -> Finding | None:
    """EQUIVALENT if a text says all that a list of predicates says (``既是奇函数又是减函数``, ``奇函数，减函数``)."""
    if not (isinstance(a, TextAnswer) and isinstance(b, Listing)):
        return None
    listed = [read_predicates(item.words) for item in b.items if isinstance(item, TextAnswer)]
    said = read_predicates(a.words)
    parts = [part for part in listed if part is not None]
    if said is None or len(parts) < len(b.items):
        return None
    together = Said(parts[0].subject, frozenset([one for part in parts for one in part.predicates]))
    if any(part.subject not in ("", together.subject) for part in parts) or not same_said(said, together):
        return None
    return equal("synonym", "both say the same", Convention("synonym"))


def same_growth(a: Answer, b: Answer, _: Context) -> Finding | None:
    """EQUIVALENT if words say which order of growth the other side is (``linear time``, ``O(n)``)."""
    if not (isinstance(a, TextAnswer) and isinstance(b, Scalar) and isinstance(b.expr, Mul)):
        return None
    size = GROWTHS.get(a.words.removesuffix(" complexity").removesuffix(" time"))
    order = size_of_order(b.expr)
    if size is None or order is None or order != (Fraction(size[0]), Fraction(size[1])):
        return None
    return equal("synonym", "an order of growth by its name", Convention("synonym"))


def same_modulus(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    r"""The size of a vector in words against the same in a formula (``向量a的模为5``, ``|\vec a|=5``)."""
    if not (isinstance(a, Assignment) and a.label.kind == "word" and isinstance(b, Equation)):
        return None
    match b.left:
        case Call(name="abs" | "norm", args=(Symbol(name=name),)):
            noun = subject_of_label(a.label.name)
            if noun is not None and noun.noun == "modulus" and name in a.label.name:
                found = ctx.match(a.value, Scalar(b.right))
                return under_rule(found, "assignment") if found is not None and found.equivalent else None
    return None


def may_be_said(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one side says in words what the other calls true or false, or names the functions of the other."""
    match a.answer, b.answer:
        case TextAnswer(words=words), Truth(meaning=meaning):
            denied = meaning == "false" and words.startswith("not ")
            return denied or one_text(words) == "impossible" or _answers(words, meaning)
        case TextAnswer(words=words), Listing(items=items):
            return _may_list(words, items)
        case TextAnswer(words=words), Assignment(value=value):
            return FUNCTIONS_BY_KIND.search(words) is not None and bool(answer_symbols(value))
        case TextAnswer(words=words), Scalar(expr=Symbol(name=name)):
            return not name.isascii() and words.startswith(name)  # one of several by its letter, with a noun
    return False


def adds_words(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one text, or one of a list of texts, is that of the other side with words that only add to it."""
    match a.answer, b.answer:
        case TextAnswer(words=words), TextAnswer(words=others):
            return _says_more(words, others) or _content(words) == _content(others)
        case Listing(items=items), Listing(items=there) if len(items) == len(there):
            texts = [[item.words for item in side if isinstance(item, TextAnswer)] for side in (items, there)]
            whole = len(texts[0]) == len(texts[1]) == len(items)
            return whole and all(any(x == y or _says_more(x, y) for y in texts[1]) for x in texts[0])
    return False


def _content(words: str) -> list[str]:
    """The words of a text that say something; two of them at least, or they would be a name."""
    kept = [word for word in words.split() if word not in _JOINING]
    return kept if len(kept) > 1 else [words]


_JOINING: Final = frozenset(
    ("with", "on", "of", "as", "having", "has", "a", "an", "the", "in", "at", "whose", "is", "and")
)
"""Words that only join others."""


def _says_more(a: str, b: str) -> bool:
    """Whether one text is the other with words that may say no more (``vertically upward``, ``right-angled``)."""
    left, right = (frozenset(_HYPHEN.sub(" ", text).split()) for text in (a, b))
    return (left < right or right < left) and left ^ right <= _ADDING


_HYPHEN: Final = Pattern(r"(?<=[a-z])-(?=[a-z])")
_ADDING: Final = frozenset(
    ("vertically", "horizontally", "straight", "directly", "angled", "triangle", "graph", "matrix", "function", "shape")
)
"""Words that say how or what something is that the other words say too."""


def _may_list(words: str, items: tuple[Answer, ...]) -> bool:
    """Whether words say predicates, and the texts of a list nothing that cannot hold beside them."""
    said = read_predicates(words)
    listed = [read_predicates(item.words) for item in items if isinstance(item, TextAnswer)]
    if said is None or len(listed) < len(items):
        return False
    return not any(part is not None and at_odds(said, part) for part in listed)


def _answers(words: str, truth: str) -> bool:
    """Whether words only say something of a thing, or only deny it, as a plain ``yes`` or ``no`` to a question does."""
    said = read_predicates(words)
    return said is not None and {"true" if held else "false" for _, held in said.predicates} == {truth}


def may_say_so(a: Reading, b: Reading, _: Context) -> bool:
    """Whether a Chinese text ends in what the other one is, and nothing before that denies it."""
    match a.answer, b.answer:
        case TextAnswer(words=longer), TextAnswer(words=words) if not words.isascii():
            before = longer.removesuffix(words)
            return len(words) > 1 and before != longer and _DENYING.isdisjoint(before)
    return False


_DENYING: Final = frozenset("不非无没未否")
