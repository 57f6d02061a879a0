"""What tokens turn out to be once those around them are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from re import IGNORECASE
from typing import Final

from mathequiv.latex.decimal_commas import MAY_BE_DECIMAL, with_points
from mathequiv.latex.lexemes import Token
from mathequiv.lexicon.clauses import NEARLY
from mathequiv.lexicon.commands import GLYPH_VARIANTS, NEGATIONS
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.token_kinds import BINARY, INDEXED, LIST_STARTS, PAUSES, VALUE_ENDS, WORDS, Kind

__all__ = ["is_scaled_vector", "settled"]

_AFTER_MARKS: Final[frozenset[Kind]] = frozenset({"close", ",", ";", ".", "}"})


def settled(text: str, tokens: list[Token], *, unsettled: bool) -> list[Token]:
    """The tokens of a text, each as those around it make it.

    Args:
        text: what was cut.
        tokens: what it was cut into.
        unsettled: whether there are some that may be nothing, or negate what follows.
    """
    if tokens and (unsettled or tokens[-1].kind in PAUSES):
        tokens = _settle(tokens)
    if len(tokens) > 4 and tokens[-1].text == ">":
        tokens = _angles(tokens)
    for letters, shape, look in _LOOKS if "\\" in text else _PLAIN_LOOKS:
        if letters in text and (shape is None or shape.search(text) is not None):
            tokens = look(tokens)
    if "mod" in text and "equiv" not in text:
        tokens = _moduli(tokens)
    if "," in text and MAY_BE_DECIMAL.search(text) is not None:
        tokens = with_points(tokens)
    return tokens


def _barred(tokens: list[Token]) -> list[Token]:
    r"""The tokens with the letter that a bar is over by itself (``\bar AB``)."""
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.text.isupper() and at and tokens[at - 1].written == r"\bar":
            kept += [token.part("letter", place, place + 1) for place in range(len(token.text))]
        else:
            kept.append(token)
    return kept


def _points(tokens: list[Token]) -> list[Token]:
    """The tokens with semicolons for the bars of a point by its name, as German books write it (``C(4|-1|2)``)."""
    kept = list(tokens)
    for at in range(1, len(tokens) - 2):
        if tokens[at].text != "(" or tokens[at - 1].kind != "letter" or tokens[at].kind != "open":
            continue
        end = next((place for place in range(at, len(tokens)) if tokens[place].kind == "close"), 0)
        kinds = [token.kind for token in tokens[at + 1 : end]]
        if "bar" in kinds[1:-1] and _COORDINATES.issuperset(kinds) and "bar" not in (kinds[0], kinds[-1]):
            for place in range(at + 1, end):
                if tokens[place].kind == "bar":
                    kept[place] = tokens[place].turned(";", ";")
    return kept


_COORDINATES: Final[frozenset[Kind]] = frozenset({"num", "-", "bar", ",", "/"})


def _settle(tokens: list[Token]) -> list[Token]:
    r"""Drop stray periods and spacing that separates nothing, negate what ``\not`` stands before, cut the end."""
    kept: list[Token] = []
    last = len(tokens) - 1
    for at, token in enumerate(tokens):
        kind = token.kind
        if kind == "." and (at == last or tokens[at + 1].kind in _AFTER_MARKS):
            continue
        if kind == "quad" and not (
            kept and at < last and kept[-1].kind in VALUE_ENDS and tokens[at + 1].kind in LIST_STARTS
        ):
            continue
        if kept and kept[-1].kind == "not" and token.text in NEGATIONS:
            kept[-1] = token.turned("rel", NEGATIONS[token.text])
            continue
        kept.append(token)
    while kept and kept[-1].kind in PAUSES:
        kept.pop()
    return kept


_GROUPED: Final = Pattern(r"\\left\s*(?:\\?[^\sa-zA-Z]|\\[a-zA-Z]+)\s*\{")
"""A bracket that opens before braces."""


def _without_groups(tokens: list[Token]) -> list[Token]:
    r"""Drop the braces around all that a bracket holds, which only group (``\left( {1,2} \right]``)."""
    opened: list[int] = []
    dropped: set[int] = set()
    for at, token in enumerate(tokens):
        if token.kind == "{":
            opened.append(at)
        elif token.kind == "}" and opened:
            start = opened.pop()
            if start and tokens[start - 1].kind in ("open", "bar") and _closes(tokens, start, at + 1):
                dropped |= {start, at}
    return [token for at, token in enumerate(tokens) if at not in dropped] if dropped else tokens


_SIGN_IN_BRACES: Final = Pattern(r"\{\s*(?:[-+*/=<>]|\\[a-z]{2,10})\s*\}")
_BEFORE_SIGNS: Final = VALUE_ENDS - {"}"}
"""Kinds after which braces are no argument."""


def _with_bare_signs(tokens: list[Token]) -> list[Token]:
    r"""Drop the braces around one sign, which only change the space around it (``3{\times}10^8``)."""
    dropped: set[int] = set()
    for at in range(1, len(tokens) - 2):
        before, opening, sign, closing = tokens[at - 1 : at + 3]
        if (opening.kind, closing.kind) == ("{", "}") and sign.kind in BINARY and before.kind in _BEFORE_SIGNS:
            dropped |= {at, at + 2}
    return [token for at, token in enumerate(tokens) if at not in dropped]


def _closes(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a bracket closes after the group at index ``start``, or the text ends after a system of equations."""
    if end == len(tokens):
        return tokens[start + 1].kind == "begin"
    following = tokens[end].kind
    return following == "close" or (following == "}" and tokens[start - 1].kind == "bar")


def _one_glyph(tokens: list[Token]) -> list[Token]:
    r"""``\varphi`` as ``\phi``, unless both are in the text and so are two letters."""
    letters = {token.text for token in tokens if token.kind == "letter"}
    merged = {variant: plain for variant, plain in GLYPH_VARIANTS.items() if plain not in letters}
    return [
        token.turned("letter", merged[token.text]) if token.kind == "letter" and token.text in merged else token
        for token in tokens
    ]


def _norms(tokens: list[Token]) -> list[Token]:
    """Two bars on either side of a value (``||v||``) as those of its norm; others are "or", or moduli."""
    bars = [at for at, token in enumerate(tokens) if token.kind == "bar"]
    firsts, seconds = bars[::2], bars[1::2]
    if len(firsts) % 2 or [at + 1 for at in firsts] != seconds:
        return tokens
    for nth, at in enumerate(firsts):
        after_value = at > 0 and tokens[at - 1].kind in VALUE_ENDS and (nth == 0 or at - 2 not in firsts)
        if after_value is (nth % 2 == 0):
            return tokens
    turned = {at: tokens[at].turned("norm", "norm") for at in firsts}
    return [turned.get(at, token) for at, token in enumerate(tokens) if at not in seconds]


def _moduli(tokens: list[Token]) -> list[Token]:
    r"""``(\bmod 7)`` after a value as ``\pmod{7}``, which it is in a congruence anyway."""
    at = next((at for at in range(2, len(tokens)) if tokens[at].kind == "mod"), 0)
    if not at or tokens[at - 1].text != "(" or tokens[at - 2].kind not in VALUE_ENDS:
        return tokens
    end = next((end for end in range(at + 1, len(tokens)) if tokens[end].text in ("(", ")")), 0)
    if not end or tokens[end].text == "(":
        return tokens
    group = [tokens[at - 1].turned("{", "{"), *tokens[at + 1 : end], tokens[end].turned("}", "}")]
    return [*tokens[: at - 1], tokens[at].turned("pmod", "pmod"), *group, *tokens[end + 1 :]]


_STARRED_SETS: Final = Pattern(r"[}ZRQNC\d]\s*\*\s*(?:\\mathbb|[ZRQNC])")


def _free_products(tokens: list[Token]) -> list[Token]:
    r"""The tokens with a ``*`` between groups by name as what it is there, no sign of a direct product."""
    return [
        token.turned("other", "*")
        if token.kind == "*" and token.written == "*" and _SETS.issuperset(_kinds_beside(tokens, at))
        else token
        for at, token in enumerate(tokens)
    ]


def _kinds_beside(tokens: list[Token], at: int) -> list[Kind]:
    return [tokens[place].kind for place in (at - 1, at + 1) if 0 <= place < len(tokens)]


_SETS: Final[frozenset[Kind]] = frozenset({"setname"})
_ARROWS: Final = frozenset({"vec", "hat"})


def _crosses(tokens: list[Token]) -> list[Token]:
    r"""A ``\times`` between vectors is no product of numbers: it stays apart from ``\cdot``, and no rule reads it."""
    return [
        token.turned("cross", r"\times") if token.written == r"\times" and _joins_vectors(tokens, at) else token
        for at, token in enumerate(tokens)
    ]


def _joins_vectors(tokens: list[Token], at: int) -> bool:
    r"""Whether the token at index ``at`` has vectors on both sides; in ``3 \times \vec a`` it has not."""
    if not 0 < at < len(tokens) - 1:
        return False
    if tokens[at - 1].kind == "num" and not (tokens[at - 2].kind == "sub" and any(map(_is_vector, tokens[:at]))):
        return False
    after = tokens[at + 1]
    if _is_vector(after) or tokens[at - 1].text == "nabla":
        return True
    if not any(map(_is_vector, tokens[max(0, at - 4) : at])):
        return False
    return after.kind == "open" or is_scaled_vector(tokens, at + 1) or _is_derived_vector(tokens, at + 1)


def _is_derived_vector(tokens: Sequence[Token], at: int) -> bool:
    r"""Whether a derivative of a vector is at index ``at`` (``\frac{d\mathbf v}{dt}``)."""
    if tokens[at].kind != "frac" or at + _ABOVE >= len(tokens):
        return False
    return tokens[at + 2].text in ("d", "partial") and _is_vector(tokens[at + _ABOVE])


_ABOVE: Final = 3
"""Where the vector is in a derivative, after the command, a brace and the sign."""


def is_scaled_vector(tokens: Sequence[Token], at: int) -> bool:
    r"""Whether plain letters and numerals are at index ``at``, with a vector after them (``m\vec v``)."""
    end = at
    while end < len(tokens) and tokens[end].kind in INDEXED:
        end += 1
    return at < end < len(tokens) and _is_vector(tokens[end])


def _angles(tokens: list[Token]) -> list[Token]:
    """Plain angle brackets around a vector (``<1, 2>``); the ``<`` of ``1<x>2`` stands where no value can start."""
    opening = [at for at, token in enumerate(tokens) if token.text == "<" and token.kind == "rel"]
    closing = [at for at, token in enumerate(tokens) if token.text == ">" and token.kind == "rel"]
    if not len(opening) == len(closing) == 1 or (opening[0] and tokens[opening[0] - 1].text != "="):
        return tokens
    turned: dict[int, Kind] = {opening[0]: "open", closing[0]: "close"}
    return [token.turned(turned[at], token.text) if at in turned else token for at, token in enumerate(tokens)]


def _is_vector(token: Token) -> bool:
    return token.kind == "vec" or token.text == "nabla" or (token.kind == "accent" and token.text in _ARROWS)


def _approximated(tokens: list[Token]) -> list[Token]:
    r"""The tokens without the brackets around how much a value is (``\sqrt5 (\approx 2.236)``, ``\frac12 (= 0.5)``)."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        close = _end_of_about(tokens, at) if kept and kept[-1].kind in _BEFORE_ABOUT else 0
        if not close:
            kept.append(tokens[at])
            at += 1
            continue
        sign, first = _sign_of_value(tokens, at)
        end = close + 1
        while end < len(tokens) and tokens[end].kind in WORDS:
            end += 1
        unit = tokens[close + 1 : end]
        kept += [*unit, sign, *tokens[first:close], *unit]
        at = end
    return kept


def _sign_of_value(tokens: list[Token], at: int) -> tuple[Token, int]:
    """The sign that leads to a number in the bracket at an index, and the index after it and its period."""
    first = at + 1 + (tokens[at + 1].kind == "join")
    sign = tokens[first]
    if sign.kind != "rel":
        sign = sign.turned("rel", "approx" if sign.text.lower() in NEARLY else sign.text)
    return sign, first + 1 + (tokens[first + 1].kind == ".")


def _end_of_about(tokens: list[Token], at: int) -> int:
    """Where the bracket closes that opens at an index, if it holds a sign or word of nearness and a number; else 0."""
    if tokens[at].text != "(" or at + _LEAST >= len(tokens):
        return 0
    sign, end = _sign_of_value(tokens, at)
    if sign.text not in _SIGNS_OF_VALUE or end == len(tokens) or tokens[end].kind not in _NUMBERS:
        return 0
    while end < len(tokens) and tokens[end].kind not in _APART:
        end += 1
    if end == len(tokens) or tokens[end].kind != "close":
        return 0
    after = end + 1
    while after < len(tokens) and tokens[after].kind in WORDS:
        after += 1
    return end if after == len(tokens) or tokens[after].kind in PAUSES or tokens[after].kind == "join" else 0


_SIGNS_OF_VALUE: Final = frozenset(("=", "approx"))
_LEAST: Final = 3
"""Tokens from a bracket to its end, if a sign and a number are in it."""
_NEAR_VALUE: Final = Pattern(
    rf"\(\s*\$?\s*(?:\\text\s*\{{\s*)?(?:or\s+)?(?:=|\\approx|{'|'.join(sorted(NEARLY))})", IGNORECASE
)
_BEFORE_ABOUT: Final = VALUE_ENDS | WORDS
_NUMBERS: Final[frozenset[Kind]] = frozenset({"num", "-"})
_APART: Final[frozenset[Kind]] = frozenset({"open", "close", ",", ";", "rel", "join"})


_LOOKS: Final[tuple[tuple[str, Pattern | None, Callable[[list[Token]], list[Token]]], ...]] = (
    (r"\right", _GROUPED, _without_groups),
    ("}", _SIGN_IN_BRACES, _with_bare_signs),
    (r"\var", None, _one_glyph),
    (r"\times", None, _crosses),
    ("*", _STARRED_SETS, _free_products),
    ("||", None, _norms),
    (r"\bar ", None, _barred),
    ("|", None, _points),
    ("(", _NEAR_VALUE, _approximated),
)
"""What a text may hold, perhaps in a certain shape, and what is then looked at."""
_PLAIN_LOOKS: Final = tuple([row for row in _LOOKS if "\\" not in row[0]])
"""Those for texts without commands."""
