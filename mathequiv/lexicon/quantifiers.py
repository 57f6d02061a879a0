r"""Phrases that do nothing but declare names: ``for all positive integers n``, ``k \in \mathbb{Z}``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.words import END_PUNCTUATION, QUOTES
from mathequiv.limits import MAX_QUANTIFIER

__all__ = [
    "AMPLITUDES",
    "FREE_ALONE",
    "FREE_LETTERS",
    "PARAMETERS",
    "PHASES",
    "SETS_OF_INTEGERS",
    "SUCH_THAT",
    "Quantifier",
    "quantifier",
]

SETS_OF_INTEGERS: Final = {"integer": "Z", "positive": "Z+", "natural": "N", "nonnegative": "N0"}
"""The named set that each kind of integers is."""


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A phrase that declares names.

    Attributes:
        kind: ``integer`` for a name free over all integers, ``real`` over all reals, ``constant`` for a free constant,
            ``positive``, ``natural`` and ``nonnegative`` for those integers, ``domain`` for any other set, ``any``
            where none is named.
        names: the declared names, without backslash; empty where none is written.
        which: of ``domain`` what the phrase says of it (``odd integer``).
    """

    kind: Literal["integer", "positive", "natural", "nonnegative", "real", "constant", "domain", "any"]
    names: tuple[str, ...]
    which: str = field(default="", compare=False)

    @property
    def said(self) -> str:
        """The kind, of another set than the named ones with what is said of it (``domain odd integer``)."""
        return f"{self.kind} {self.which}" if self.which else self.kind


SUCH_THAT: Final = frozenset(("such", "that", "with", "使得", "使", "有", "满足", "且"))
"""Words before what holds of something that exists."""

_CHINESE: Final = {
    "对于任意的": "for any",
    "对于任意": "for any",
    "对任意的": "for any",
    "对任意": "for any",
    "对所有": "for all",
    "任意": "any",
    "其中": "where",
    "正整数": "positive integer",
    "非负整数": "nonnegative integer",
    "自然数": "natural",
    "整数": "integer",
    "实数": "real",
    "有理数": "rational",
    "常数": "constant",
    "参数": "parameter",
    "属于": "in",
    "为": "is",
    "是": "is",
    "，": ",",
    "、": ",",
}
_LEADS: Final = (
    "for all",
    "for every",
    "for any",
    "for each",
    "for some",
    "where",
    "with",
    "when",
    "for",
    "given",
    "any",
)
_LEADS_WITH_NAMES: Final = frozenset({"for all", "for every", "for any", "for each", "for some"})
_COPULAS: Final = frozenset({"is", "are", "be", "in", "being", "as", "denotes", "denote"})
_NEUTRAL: Final = frozenset({"arbitrary", "any", "all", "some", "fixed", "a", "an", "the", "given", "of", "set"})
_RESTRICTING: Final = frozenset(
    {"positive", "negative", "non-negative", "nonnegative", "non-positive", "nonpositive", "nonzero", "non-zero"}
    | {"odd", "even", "prime", "distinct", "whole", "natural", "real", "complex", "rational", "irrational"}
)
_NOUNS: Final = frozenset(
    {"number", "value", "real", "natural", "rational", "prime", "integer", "constant", "parameter"}
)
_SETS: Final = {
    "z": "integer",
    "r": "real",
    "n": "natural",
    **dict.fromkeys(("z+", "z^+", "z_+", "z>0", "z_>0", "z^*_+", "n*", "n^*", "n+", "n^+", "n_+"), "positive"),
    **dict.fromkeys(("n0", "n_0", "z>=0", "z_>=0"), "nonnegative"),
}
_INTEGERS: Final = {
    frozenset[str](): "integer",
    frozenset({"positive"}): "positive",
    frozenset({"natural"}): "natural",
    **dict.fromkeys((frozenset({"nonnegative"}), frozenset({"non-negative"})), "nonnegative"),
}
"""What adjectives make of integers."""
_MATHBB: Final = Pattern(r"\\(?:mathbb|mathbf|Bbb|mathrm)\s*(?:\{\s*)?([ZRNQC])\s*\}?")
_DOUBLE_STRUCK: Final = str.maketrans(
    {"ℤ": " Z", "ℝ": " R", "ℕ": " N", "ℚ": " Q", "ℂ": " C", "∈": " in ", "∀": " for all "}
)
_QUANTIFIER_TOKEN: Final = Pattern(
    r"(?P<set>[ZRNQC](?:\s*(?:[_^]\s*\{?[+*0-9>=\\a-z-]+(?![+*0-9>=\\a-z-])\}?|\+|\*))+)"
    r"|(?P<name>\\?[^\W\d_]+(?:-[^\W\d_]+)*(?:\d+|_\w|_\{\w+\})?'*)|(?P<comma>[,&])|\s+|(?P<bad>.)",
    re.DOTALL,
)


def _quantifier_tokens(words: str) -> list[str] | None:
    text = words.translate(QUOTES).strip(END_PUNCTUATION + "()[]$ ")
    for chinese, english in _CHINESE.items():
        text = text.replace(chinese, f" {english} ")
    text = _MATHBB.sub(r" \1", text.translate(_DOUBLE_STRUCK)).replace(r"\in ", " in ").replace(r"\forall", " for all ")
    tokens: list[str] = []
    for match in _QUANTIFIER_TOKEN.finditer(text):
        if match["bad"]:
            return None
        if match.lastgroup:
            tokens.append(match[0])
    return tokens


def _take_lead(tokens: list[str]) -> tuple[str, list[str]]:
    for lead in _LEADS:
        words = lead.split()
        if [token.lower() for token in tokens[: len(words)]] == words:
            return lead, tokens[len(words) :]
    return "", tokens


def _is_name(token: str) -> bool:
    bare = re.sub(r"(?:\d+|_\w|_\{\w+\})?'*$", "", token)
    return len(bare) == 1 or bare.startswith("\\")


def _take_names(tokens: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Names joined by commas or ``and`` at the start of ``tokens``, and what follows them."""
    names: list[str] = []
    rest = tokens
    while rest and _is_name(rest[0]):
        names.append(rest[0].removeprefix("\\").replace("{", "").replace("}", ""))
        rest = rest[1:]
        joined = 0
        while joined < len(rest) and rest[joined].lower() in {",", "and", "&", "or"}:
            joined += 1
        if not joined or joined == len(rest) or not _is_name(rest[joined]):
            break
        rest = rest[joined:]
    return tuple(names), rest


def _singular(word: str) -> str:
    return word.removesuffix("s") if word.removesuffix("s") in _NOUNS else word


def _take_domain(tokens: list[str]) -> tuple[str, list[str]] | None:
    """Adjectives and a domain noun, or the letter of a set; the kind they declare and what follows them."""
    restricted: set[str] = set()
    real = False
    for at, token in enumerate(tokens):
        word = _singular(token.lower())
        following = _singular(tokens[at + 1].lower()) if at + 1 < len(tokens) else ""
        if word in _NOUNS and following not in _NOUNS:
            return _kind_of_numbers(word, frozenset(restricted), real=real), tokens[at + 1 :]
        if at == 0 and token[0] in "ZRNQC" and (len(token) == 1 or not token[1].isalpha()):
            letters = "".join(token.lower().split()).translate(_NO_BRACES)
            return _SETS.get(letters, letters), tokens[1:]
        if word == "real":
            real = True
        elif word in _RESTRICTING:
            restricted.add(word)
        elif word not in _NEUTRAL:
            return None
    return None


def _kind_of_numbers(noun: str, adjectives: frozenset[str], *, real: bool) -> str:
    if noun in _ALONE and not adjectives:
        return _ALONE[noun]
    if noun == "integer" and not real and adjectives in _INTEGERS:
        return _INTEGERS[adjectives]
    if (noun, adjectives) in (("natural", frozenset()), ("number", frozenset({"natural"}))):
        return "natural"
    if adjectives or (real and noun == "integer"):
        said = [*sorted(adjectives), *(["real"] if real or noun == "real" else []), *_NAMED.get(noun, [noun])]
        kind = " ".join(said).replace("non-", "non")
        return f"{kind} real" if kind in _KINDS else kind  # a positive number is no integer
    return "real" if real else noun


_ALONE: Final = {"constant": "constant", "parameter": "real"}
"""Nouns that are kinds of their own without an adjective."""
_NAMED: Final[dict[str, list[str]]] = {"number": [], "value": [], "real": []}
"""Nouns that say no more than their adjectives."""


_NO_BRACES: Final = str.maketrans("", "", "{}")
_KINDS: Final = frozenset({"integer", "positive", "natural", "nonnegative", "real", "constant", "any"})


_ANY: Final = frozenset({"arbitrary", "free"})
"""What says of a name that it is any number."""


def _finish(kind: str, names: tuple[str, ...]) -> Quantifier:
    if kind in _KINDS:
        return Quantifier(kind, names)  # type: ignore[arg-type]
    return Quantifier("domain", names, _SPELLED.get(kind, kind))


_SPELLED: Final = {
    "q": "rational",
    "c": "complex",
    **dict.fromkeys(("r+", "r^+", "r_+", "r>0", "r_>0"), "positive real"),
    **dict.fromkeys(("r-", "r^-", "r_-", "r<0", "r_<0"), "negative real"),
    **dict.fromkeys(("z-", "z^-", "z_-", "z<0", "z_<0"), "negative integer"),
}
"""Sets by their letters, as words name them."""


_OF_LETTERS: Final = frozenset({"integer", "real"})
"""Nouns that say what a letter is without an article too (``k integer``)."""


def _said_of(names: tuple[str, ...], after: list[str], lead: str) -> Quantifier | None:
    """What words after names say that they are."""
    joined = after[0].lower() in _COPULAS
    if joined or lead or after[0].lower() in ("a", "an", "any") or _singular(after[-1].lower()) in _OF_LETTERS:
        domain = _take_domain(after[joined:])
        if domain is not None and not domain[1]:
            return _finish(domain[0], names)
    return _finish("real", names) if after[joined:] and _ANY.issuperset(after[joined:]) else None


def quantifier(words: str) -> Quantifier | None:
    r"""Read a phrase that does nothing but declare names.

    Args:
        words: such as ``for all positive integers n``, ``where k is an integer``, ``k \in \mathbb{Z}``.

    Returns:
        The kind of the domain and the names; None if the phrase says anything else.
    """
    tokens = _quantifier_tokens(words) if len(words) <= MAX_QUANTIFIER else None
    if not tokens:
        return None
    lead, rest = _take_lead(tokens)
    names, after = _take_names(rest)
    if names and not after:
        return _finish("any", names) if lead in _LEADS_WITH_NAMES else None
    said = _said_of(names, after, lead) if names else None
    if said is not None:
        return said
    domain = _take_domain(rest)
    if domain is None or not (lead or tokens[0].lower() in ("all", "some")):
        return None
    names, after = _take_names(domain[1])
    return None if after else _finish(domain[0], names)


FREE_LETTERS: Final = frozenset(
    {"C", "c", "K", "k", "A", "B", "a", "b", "s", "t", "lambda", "mu", "alpha", "beta", "constant"}
)
"""Letters of constants that an answer may declare free."""
FREE_ALONE: Final = frozenset({"C", "c", "K", "k", "a", "constant"})
"""Those that are such constants beside a declared one on the other side."""

PARAMETERS: Final = frozenset({*"abcdkmrstuvACK", "lambda", "mu", "alpha", "beta"})
"""Letters that may be the parameter of a family, declared or not."""

AMPLITUDES: Final = frozenset({"A", "B", "C", "R", "K", "c", "C_1", "c_1", "A_1", "C_2", "c_2"})
"""Letters of the size of a wave, where it is free."""
PHASES: Final = frozenset({"phi", "varphi", "delta", "alpha", "beta", "theta", "psi", "C_2", "c_2", "C_1", "c_1"})
"""Letters of the phase of a wave, where it is free."""
