r"""Formulas of logic: ``\neg p \lor q``, ``p -> q``, ``~p & q``, ``\forall x\,(P(x) \to Q(x))``.

Their connectives are separators and signs everywhere else, so they are read by a small grammar of their own, and only
from a text that holds nothing but connectives, brackets, single letters and predicates of single letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mathequiv.latex.expr import Apply, Expr, Logical, Symbol
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_DEPTH, MAX_FORMULA_TEXT

__all__ = ["formula_of_tokens", "read_formula"]

_LEXEME: Final = Pattern(
    r"""
    (?P<iff>\\(?:[Ll]ong)?[Ll]eftrightarrow(?![a-zA-Z]) | \\iff(?![a-zA-Z]) | \\equiv(?![a-zA-Z]) | <-> | <=> | [↔⇔])
    | (?P<implies>\\(?:[Ll]ong)?[Rr]ightarrow(?![a-zA-Z]) | \\to(?![a-zA-Z]) | \\implies(?![a-zA-Z]) | -> | => | [→⇒])
    | (?P<xor>\\(?:oplus|veebar)(?![a-zA-Z]) | [⊕⊻] | \bxor\b)
    | (?P<or>\\(?:lor|vee)(?![a-zA-Z]) | \|\|? | \bor\b)
    | (?P<and>\\(?:land|wedge)(?![a-zA-Z]) | \\& | &&? | \band\b)
    | (?P<not>\\(?:neg|lnot|sim)(?![a-zA-Z]) | [~!] | \bnot\b)
    | (?P<forall>\\forall(?![a-zA-Z]) | ∀)
    | (?P<exists>\\exists(?![a-zA-Z]) | ∃)
    | (?P<skip>\s+ | \\[ ,;:!] | \\(?:left|right|q?quad|big|Big)(?![a-zA-Z]) | \$)
    | (?P<domain>\\in\s*(?:\\mathbb\s*(?:\{\s*)?[A-Z]\s*\}? | [A-Z](?![A-Za-z])))
    | (?P<predicate>[A-Z]\s*\(\s*[a-z](?:\s*,\s*[a-z])*\s*\))
    | (?P<letter>[A-Za-z](?![A-Za-z])(?:_\{?\d+\}?)?)
    | (?P<constant>\\(?:top|bot)(?![a-zA-Z]))
    | (?P<over>\\(?:overline|bar)\s*(?:\{ | (?=[a-zA-Z])))
    | (?P<open>[(\[])
    | (?P<close>[)\]}])
    | (?P<stop>[.,:])
    """,
    re.VERBOSE,
)
_SIGNS: Final = Pattern(
    r"\\(?:neg|lnot|land|lor|wedge|vee|oplus|exists|forall|to|iff|implies|[a-zA-Z]*arrow)|[&|~∃∀]|->|=>|not "
)
"""What a formula holds at least one of, for a look before the text is cut up."""

_LEVELS: Final = ("iff", "implies", "xor", "or", "and")
"""Connectives of two formulas, loosest first."""

_ARROWS: Final = frozenset({"iff", "implies"})

_ANY: Final = Symbol("any")
"""A letter for what holds or does not, in a formula that always holds."""

_QUANTIFIERS: Final = frozenset({"forall", "exists"})

_Lexeme = tuple[str, str]


class _NoFormulaError(Exception):
    """The text is no formula of logic."""


def read_formula(text: str) -> Expr | None:
    """The formula that ``text`` is, None if it is none."""
    if len(text) > MAX_FORMULA_TEXT or _SIGNS.search(text) is None:
        return None
    lexemes = _cut_up(text)
    if lexemes is None:
        return None
    try:
        found, end = _joined(lexemes, 0, 0, 0)
    except _NoFormulaError:
        return None
    return found if end == len(lexemes) and isinstance(found, Logical) else None


def formula_of_tokens(tokens: Sequence[Token]) -> Expr | None:
    """The formula that tokens spell, None if they spell none."""
    return read_formula("".join([f"{' ' if token.space else ''}{token.written}" for token in tokens]))


def _cut_up(text: str) -> list[_Lexeme] | None:
    found: list[_Lexeme] = []
    at = 0
    while at < len(text):
        match = _LEXEME.match(text, at)
        if match is None:
            return None
        at = match.end()
        if match.lastgroup != "skip":
            found.append((match.lastgroup or "", match[0]))
    return found


def _kind(lexemes: list[_Lexeme], at: int) -> str:
    return lexemes[at][0] if at < len(lexemes) else "end"


def _joined(lexemes: list[_Lexeme], at: int, level: int, depth: int) -> tuple[Expr, int]:
    """A formula of connectives of this level or tighter ones, and where it ends.

    Arrows in a row without brackets are a path, an order or a chain of steps, and no formula.
    """
    if level == len(_LEVELS):
        return _negated(lexemes, at, depth)
    parts: list[Expr] = []
    while True:
        part, at = _joined(lexemes, at, level + 1, depth)
        parts.append(part)
        if _kind(lexemes, at) != _LEVELS[level]:
            break
        at += 1
    if len(parts) > 2 and _LEVELS[level] in _ARROWS:
        raise _NoFormulaError
    found = parts.pop()
    while parts:
        found = Logical(_LEVELS[level], (parts.pop(), found))
    return found, at


def _negated(lexemes: list[_Lexeme], at: int, depth: int) -> tuple[Expr, int]:
    """A negation, a quantifier with what it holds of, a formula in brackets, or a letter."""
    kind = _kind(lexemes, at)
    if depth > MAX_DEPTH:
        raise _NoFormulaError
    if kind in _QUANTIFIERS and _kind(lexemes, at + 1) == "letter":
        return _quantified(lexemes, at, depth, bracketed=False)
    if kind == "open" and _is_quantifier(lexemes, at + 1):
        return _quantified(lexemes, at + 1, depth, bracketed=True)
    barred = kind == "over" and lexemes[at][1].endswith("{")
    if barred or kind == "open":
        inner, end = _joined(lexemes, at + 1, 0, depth + 1)
        if _kind(lexemes, end) != "close":
            raise _NoFormulaError
        return Logical("not", (inner,)) if barred else inner, end + 1
    if kind in ("not", "over"):
        inner, end = _negated(lexemes, at + 1, depth + 1)
        return Logical("not", (inner,)), end
    if at == len(lexemes):
        raise _NoFormulaError
    return _simple(*lexemes[at]), at + 1


def _simple(kind: str, text: str) -> Expr:
    """A truth value, a predicate or a letter."""
    if kind == "constant":
        holds = Logical("or", (_ANY, Logical("not", (_ANY,))))
        return holds if text == r"\top" else Logical("not", (holds,))
    if kind == "predicate":
        name, _, inside = text.partition("(")
        return Apply(name.strip(), tuple(Symbol(arg.strip()) for arg in inside.rstrip(")").split(",")))
    if kind == "letter":
        return Symbol(text)
    raise _NoFormulaError


def _is_quantifier(lexemes: list[_Lexeme], at: int) -> bool:
    r"""Whether a quantifier with its name is all that is in brackets (``(\forall x)``)."""
    if _kind(lexemes, at) not in _QUANTIFIERS or _kind(lexemes, at + 1) != "letter":
        return False
    return _kind(lexemes, at + (3 if _kind(lexemes, at + 2) == "domain" else 2)) == "close"


def _quantified(lexemes: list[_Lexeme], at: int, depth: int, *, bracketed: bool) -> tuple[Expr, int]:
    """A quantifier, which may be in brackets of its own, with what it holds of."""
    kind, name = lexemes[at][0], lexemes[at + 1][1]
    at += 2
    domain = ""
    if _kind(lexemes, at) == "domain":
        domain = re.sub(r"\\in|\\mathbb|[\s{}]", "", lexemes[at][1])
        at += 1
    at += bracketed
    if _kind(lexemes, at) == "stop":
        at += 1
        inner, end = _joined(lexemes, at, 0, depth + 1)
    else:
        inner, end = _negated(lexemes, at, depth + 1)
    return Logical(kind, (inner,), f"{name} {domain}".strip()), end
