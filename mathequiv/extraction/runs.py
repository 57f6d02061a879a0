r"""Mathematics that is in prose without delimiters: ``3/4``, ``x = -5``, ``(2, 7)``, ``\frac{1}{2}``, ``9.5m²``.

One regular expression cuts a passage into tokens; neighbouring tokens are tied into runs. A digit inside a word, or in
the exponent of a unit, is never the beginning of a run, and a fraction, a bracket or a sum stays whole.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from mathequiv.lexicon.commands import BOXES
from mathequiv.lexicon.prose import FORMULA_WORDS, is_symbol_word, is_unit_word
from mathequiv.lexicon.sentences import ADVERBS, COPULAS, NO_NOUNS, PREPOSITIONS, SUBORDINATORS, VERBS
from mathequiv.lexicon.units import read_unit
from mathequiv.limits import MAX_SYMBOL

__all__ = ["NUMBER", "as_quantity", "bare_runs"]

NUMBER: Final = (
    r"(?:\d{1,3}(?:(?:,|\{,\}|\\,|\\!|,\\!)\d{3})+(?![\d])|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,．]\d+)*"
    r"|\.\d+"
)
_CJK: Final = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_CURRENCY: Final = r"(?:\\?\$|€|£|¥|￥|₹|₩|₽|(?:USD|EUR|GBP|CNY|RMB|INR|JPY|CHF|Rs\.?)(?=\s?\d))"
_GREEK: Final = "α-ωϑϕΓΔΘΛΞΠΣΦΨΩ"
_LETTER: Final = rf"[^\W\d_{_CJK}]"
_TOKEN: Final = re.compile(
    rf"(?P<space>(?:[ \t\u00a0\u202f]|(?!(?<=[A-Za-z0-9)\]])\*\*[A-Za-z0-9(\[])\*\*)+)"
    rf"|(?P<cur>{_CURRENCY})|(?P<num>(?:{NUMBER})(?:[eE][+-]?\d+(?![\w]))?|[①-⑳]+)"
    rf"|(?P<named>{_LETTER}\w*\d(?:[.,]\d+)+)|(?P<cmd>\\(?:[A-Za-z]+|[^\n]))|(?P<cjk>[{_CJK}]+)"
    rf"|(?P<symbols>(?=[A-Za-z]{{0,3}}[{_GREEK}])[A-Za-z{_GREEK}]{{2,4}}(?![^\W_])|[A-Za-z](?:[₀-₉]+|\d{{1,2}})(?!\w))"
    rf"|(?P<word>{_LETTER}(?:(?![{_CJK}²³¹⁰-⁹])[^\W]|['’](?=\w))+(?:-{_LETTER}{{2,}})*)"
    rf"|(?P<raised>{_LETTER}\^\{{?\d+\}}?)|(?P<letter>{_LETTER})|(?P<open>[(\[{{⟨])|(?P<close>[)\]}}⟩])"
    r"|(?P<op>–(?=\d)|[-+*/^_=<>≤≥≠≈±×÷·−!|%°√π∞∪∩∈…′²³])|(?P<comma>,)|(?P<colon>:)|(?P<other>[\s\S])"
)
_KINDS_OF_COMMANDS: Final = {
    **dict.fromkeys(["\\box", *[f"\\{name}" for name in BOXES]], "other"),
    **dict.fromkeys((r"\,", r"\;", r"\:", r"\!", "\\ ", r"\quad", r"\qquad", r"\\"), "space"),
}
"""What a run takes commands for that are no mathematics."""

_PREFIX: Final = frozenset("-+−–±√π∞")
_SUFFIX: Final = frozenset("!%°′²³π∞…|")
_ENUMERATOR: Final = re.compile(r"[ \t>*_-]*\d{1,3}[.)](?=\s)")
_RAISED_UNIT: Final = re.compile(
    r"(?P<number>[-+−]?(?:[\d., ]*\d))[ \t]?(?P<unit>[A-Za-zµ]{1,4}(?:/[A-Za-zµ]{1,4})?)(?:\^?\{?(?P<power>[²³23])\}?)?"
)
_SUPERSCRIPTS: Final = {"²": "2", "³": "3"}
_UNIT: Final = re.compile(
    r"""[\ \u00a0]?(?P<unit>[A-Za-zµ]{1,4}/[A-Za-z]{1,4}(?:\^\{?[23]\}?|[²³])?  # m/s, g/cm^3
    |[A-Za-zµ]{1,4}(?:\^\{?[23]\}?|[²³])                                       # m^2
    |[gLVWNJm](?!\s*[-+=*/^])                                                 # 260g, no 2m+1
    )(?![\w^/])""",
    re.VERBOSE,
)
"""A unit of running prose that its letters alone do not show: one letter, or with a stroke or exponent."""
_GLUED: Final = re.compile(rf"(?P<word>[a-z]+)(?={NUMBER})")


_KINDS_OF_GROUPS: Final = {"named": "word", "symbols": "letter"}


_CLOSES_NUMBER: Final = re.compile(r"\)\s+\S")
_TWO: Final = 2
_OPERATORS: Final = frozenset("+-−*/^=<>≤≥≠×·÷")
_NO_PRODUCTS: Final = NO_NOUNS | PREPOSITIONS | VERBS | SUBORDINATORS | ADVERBS


class Token:
    """A piece of a passage and where it stands."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end


def _tokens(text: str, start: int, end: int) -> list[Token]:
    found: list[Token] = []
    at = start
    while at < end:
        match = _TOKEN.match(text, at, end)
        if match is None:
            break
        kind, piece = match.lastgroup or "other", match[0]
        stop = match.end()
        if kind == "num" and (unit := _UNIT.match(text, stop, end)) is not None and read_unit(unit["unit"]) is not None:
            found.append(Token("num", piece, at, stop))
            kind, piece, at, stop = "unit", unit["unit"], unit.start("unit"), unit.end()
        elif kind in _KINDS_OF_GROUPS:
            kind = _KINDS_OF_GROUPS[kind]
        if kind == "word":
            glued = _GLUED.match(piece)
            if glued is not None and glued["word"] in COPULAS:
                stop = at + glued.end()
                piece = text[at:stop]
            elif piece.lower() in FORMULA_WORDS:
                kind = "letter"
        elif kind == "cmd":
            kind = _KINDS_OF_COMMANDS.get(piece, kind)
        found.append(Token(kind, piece, at, stop))
        at = stop
    return found


def _is_times(tokens: list[Token], place: int) -> bool:
    """Whether a plain ``x`` between spaces is between two numerals (``6 x 9``), where it is a product."""
    if tokens[place].text not in ("x", "X") or not 1 < place < len(tokens) - 2:
        return False
    around = (tokens[place - 2].kind, tokens[place - 1].kind, tokens[place + 1].kind, tokens[place + 2].kind)
    return around[0] in ("num", "close") and around[1:3] == ("space", "space") and around[3] in ("num", "open", "cur")


def _is_product(tokens: list[Token], place: int) -> bool:
    """Whether two letters beside an operator are a product (``2 + ab``) and no word."""
    word = tokens[place].text
    if (
        len(word) != _TWO
        or not word.isascii()
        or not word.islower()
        or word in _NO_PRODUCTS
        or not is_symbol_word(word)
    ):
        return False
    around = [token for token in tokens[max(0, place - 2) : place + 3] if token.kind != "space"]
    at = around.index(tokens[place])
    beside = around[max(0, at - 1) : at] + around[at + 1 : at + 2]
    return any(token.kind == "op" and token.text in _OPERATORS for token in beside)


def _ties(before: Token, after: Token, spaced: bool, depth: int) -> bool:
    """Whether two tokens, with white space between them or not, belong to one piece of mathematics."""
    kinds = (before.kind, after.kind)
    if "cjk" in kinds:
        return False
    if "unit" in kinds:
        return after.kind == "unit" or after.text == "="
    if depth > 0 and "word" not in kinds:
        return True
    if "word" in kinds:
        return _ties_word(before, after, spaced)
    if "colon" in kinds:
        return not spaced and "num" in kinds
    if "comma" in kinds:
        return kinds in (("num", "comma"), ("comma", "num"), ("comma", "op"))
    if before.kind == "cur":
        return after.kind in ("num", "op")
    if after.kind == "cur":
        return before.kind in ("num", "op")
    if "op" in kinds:
        return True
    if spaced:
        return "cmd" in kinds or kinds in (("close", "open"), ("num", "raised"))
    return True


def _ties_word(before: Token, after: Token, spaced: bool) -> bool:
    """Whether a word belongs to the number before it, or a mark to the unit before it."""
    if after.kind == "word":
        return before.kind == "num" and (not spaced or is_unit_word(after.text))
    raised = after.kind == "op" and after.text in "^/²³=" and (after.text == "=" or not spaced)
    return raised and is_unit_word(before.text)


def _runs(tokens: list[Token]) -> list[list[Token]]:
    runs: list[list[Token]] = []
    run: list[Token] = []
    spaced = False
    depth = 0
    for place, token in enumerate(tokens):
        if token.kind == "space":
            spaced = True
            continue
        if token.kind == "word" and _is_product(tokens, place):
            token.kind = "letter"
        if token.kind == "letter" and _is_times(tokens, place):
            token.kind = "op"
        if token.kind == "other" or (run and not _ties(run[-1], token, spaced, depth)):
            runs.append(run)
            run, depth = [], 0
        if (
            token.kind not in ("other", "word", "cjk", "unit")
            or (token.kind == "unit" and run)
            or (token.kind == "word" and run)
        ):
            run.append(token)
            depth = max(0, depth + (token.kind == "open") - (token.kind == "close"))
        spaced = False
    return [*runs, run]


def _is_mixed_number(left: list[Token], right: list[Token]) -> bool:
    """``137 1/2``: a whole number, a space, and a fraction of two whole numbers."""
    if len(left) != 1 or not left[0].text.isdecimal() or right[0].start - left[0].end > 1:
        return False
    return len(right) >= 3 and right[0].text.isdecimal() and right[1].text == "/" and right[2].text.isdecimal()


def _balanced(run: list[Token]) -> list[list[Token]]:
    """The pieces of the run between brackets that close more than was opened."""
    opened: list[int] = []
    cuts: list[int] = []
    for place, token in enumerate(run):
        if token.kind == "open":
            opened.append(place)
        elif token.kind == "close":
            if opened:
                opened.pop()
            else:
                cuts.append(place)
    edges = [-1, *sorted(cuts + opened), len(run)]
    return [run[left + 1 : right] for left, right in pairwise(edges)]


def _trimmed(run: list[Token]) -> list[Token]:
    """The run without the punctuation and half operators at its edges."""
    while run and (run[0].kind in ("comma", "colon") or (run[0].kind == "op" and run[0].text not in _PREFIX)):
        run = run[1:]
    while run and (run[-1].kind in ("comma", "colon", "cur") or (run[-1].kind == "op" and run[-1].text not in _SUFFIX)):
        run = run[:-1]
    return run


class Run:
    """A piece of undelimited mathematics; ``whole`` is False where a bracket or an operator beside it is left over."""

    __slots__ = ("end", "start", "whole")

    def __init__(self, start: int, end: int, whole: bool) -> None:
        self.start = start
        self.end = end
        self.whole = whole


def _is_half(raw: list[Token], run: list[Token], rest: str) -> bool:
    """Whether an open bracket of ``raw`` beside ``run``, or an operator with nothing after it, was cut off."""
    first, last = run[0].start, run[-1].end
    for token in raw:
        if (
            token.kind == "open"
            and (token.end <= first or token.start == last)
            and not any(other.kind == "close" and other.start >= last for other in raw)
        ):
            return True
        if (
            token.start >= last
            and not rest.strip(" .,")
            and ((token.kind == "op" and token.text in "+-*/=^×÷−<>_") or token.text in (r"\times", r"\cdot"))
        ):
            return True
    return False


def _is_number_of_item(text: str, start: int, run: list[Token]) -> bool:
    """Whether a run is the number of an item within a line (``1) 5 2) 3``)."""
    first = run[0]
    if len(run) > 1 or not first.text.isdecimal() or len(first.text) > _TWO:
        return False
    if text.count("(", start, first.start) > text.count(")", start, first.start):
        return False
    return text[first.start - 1 : first.start].isspace() and _CLOSES_NUMBER.match(text, first.end) is not None


def bare_runs(text: str, start: int, end: int) -> list[Run]:
    """The pieces of undelimited mathematics in one line that hold a number or a command."""
    enumerator = _ENUMERATOR.match(text, start, end)
    found: list[Run] = []
    before: list[Token] = []
    for raw in _runs(_tokens(text, enumerator.end() if enumerator else start, end)):
        for piece in _balanced(raw):
            run = _trimmed(piece)
            if not run or _is_number_of_item(text, start, run):
                continue
            if any(token.kind in ("num", "cmd", "raised") for token in run):
                if found and before and _is_mixed_number(before, run):
                    found[-1] = Run(before[0].start, run[-1].end, whole=True)
                else:
                    found.append(Run(run[0].start, run[-1].end, whole=not _is_half(raw, run, text[raw[-1].end : end])))
            before = run
    return found


def as_quantity(text: str) -> str:
    """A number of running prose with its unit marked as such: ``9.5m²``, ``260g``, ``1.8 m/s`` are no products there.

    Args:
        text: what was cut out of the prose.
    """
    found = _RAISED_UNIT.fullmatch(text)
    if not found or read_unit(found["unit"]) is None:
        return text
    if "/" not in found["unit"] and found["power"] is None and len(found["unit"]) > MAX_SYMBOL:
        return text
    power = found["power"]
    raised = "" if power is None else f"^{_SUPERSCRIPTS.get(power, power)}"
    return rf"{found['number']} \text{{{found['unit']}}}{raised}"
