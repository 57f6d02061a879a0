"""Subscripts, primes and marks of order of a name; powers stay."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.grammar.cursor import Cursor
from mathequiv.latex.grammar.indices import marked, with_order, with_script
from mathequiv.latex.grammar.levels import Parser
from mathequiv.lexicon.token_kinds import Kind
from mathequiv.limits import MAX_LETTERS, check

SCRIPTS: Final[frozenset[Kind]] = frozenset({"sub", "prime", "sup"})


def scripts(p: Parser, name: str) -> str:
    """``name`` with the subscripts and primes that follow it; powers stay."""
    primes = 0
    while True:
        kind = p.tokens[p.k].kind
        if kind == "sub":
            if _is_run(p) and _lowers_one(p):
                p.split_letters(p.k + 1)
            name = with_script(p, name, p.k + 1)
            p.k = p.script_end(p.k + 1)
        elif kind == "prime":
            p.k += 1
            primes += 1
        elif kind == "sup" and (times := raised_times(p, p.k + 1)):
            primes += times
            p.k = p.script_end(p.k + 1)
        elif kind == "sup" and (letter := _letter_of_order(p, name)):
            name = with_order(p, name, letter)
            p.k = p.script_end(p.k + 1)
        elif kind == "sup" and p.tokens[end := p.script_end(p.k + 1)].kind == "sub":
            name = with_script(p, name, end + 1)  # `x^2_1`: the power is read next
            p.tokens = (*p.tokens[:end], *p.tokens[p.script_end(end + 1) :])
        else:
            return marked(p, name, "", "'" * primes) if primes else name


def _is_run(p: Parser) -> bool:
    """Whether a run of letters is below a name."""
    token = p.tokens[p.k + 1]
    return token.kind == "word" and 1 < len(token.text) <= MAX_LETTERS - 1


def _lowers_one(p: Parser) -> bool:
    r"""Whether only the first letter of the run is an index, as LaTeX has it (``m_ec`` is ``m_e c``).

    The run is read the other way too. A keyboard has no braces, so that without any sign of LaTeX it is rather one
    index, and nothing else where it may be a word (``max``).
    """
    if "\\" in p.text:
        return p.kind(2) == "sub" or not p.choose("script")
    if p.kind(2) == "sub" and len(p.tokens[p.k + 1].text) == _TWO:
        return True  # x_iy_i
    if "^{" in p.text or "_{" in p.text:
        return not p.choose("script")
    run = p.tokens[p.k + 1].text
    return (len(run) == _TWO or run != run.lower()) and p.choose("glued script")


_TWO: Final = 2
"""Letters of a run that is rarely a word."""


def raised_times(p: Cursor, at: int) -> int:
    """The order of the derivative that the superscript at index ``at`` marks: primes, ``(4)`` or ``(iv)``; else 0."""
    if p.tokens[at].kind not in ("prime", "{"):
        return 0
    inner = p.plain_group(at)
    if inner and all(token.kind == "prime" for token in inner):
        return len(inner)
    if len(inner) != 3 or inner[0].text != "(" or inner[2].text != ")":
        return 0
    text = inner[1].text
    if text.isdecimal():
        check("MAX_ORDER_DIGITS", len(text))
        return int(text)
    return _ROMAN.get(text.lower(), 0)


def _letter_of_order(p: Parser, name: str) -> str:
    """The letter of an index or order in parentheses (``f^{(n)}``, ``x^{(k)}``) at the position; empty at a power."""
    inner = p.plain_group(p.k + 1) if name not in _NUMBERS and p.tokens[p.k + 1].kind == "{" else ()
    if len(inner) != 3 or inner[0].text != "(" or inner[2].text != ")":
        return ""
    letter = inner[1].text if inner[1].kind == "letter" else ""
    return letter if letter in _ORDERS or letter in p.scope.bound else ""


_NUMBERS: Final = frozenset({"e", "i"})
"""Names of numbers, which are only ever raised to a power."""
_ORDERS: Final = frozenset({"j", "k", "m", "n", "r"})


_ROMAN: Final = {"ii": 2, "iii": 3, "iv": 4, "vi": 6}
