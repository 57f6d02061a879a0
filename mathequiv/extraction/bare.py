r"""Mathematics that stands in prose without delimiters: ``3/4``, ``x = -5``, ``(2, 7)``, ``\frac{1}{2}``, ``9.5m²``.

One regular expression cuts the text into tokens; neighbouring tokens are tied into runs. A digit inside a word, or in
the exponent of a unit, is never the beginning of a run, and a fraction, a bracket or a sum stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from mathequiv.lexicon import units
from mathequiv.lexicon.commands import TEXT_COMMAND
from mathequiv.lexicon.prose import ANSWER_WORDS, FORMULA_WORDS, is_known_word, is_unit_word

__all__ = ["NUMBER", "as_quantity", "bare_runs", "follow_unit", "is_readable"]

NUMBER = (
    r"(?:\d{1,3}(?:(?:,|\{,\}|\\,|\\!|,\\!)\d{3})+(?![\d])|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,]\d+)*"
    r"|\.\d+"
)
_TOKEN = re.compile(
    rf"(?P<space>[ \t\u00a0\u202f]+)|(?P<num>(?:{NUMBER})(?:[eE][+-]?\d+(?![\w]))?)|(?P<cmd>\\(?:[A-Za-z]+|[^\n]))"
    r"|(?P<word>[^\W\d_](?:[^\W²³¹⁰-⁹]|['’](?=\w))+(?:-[^\W\d_]{2,})*)|(?P<raised>[^\W\d_]\^\{?\d+\}?)|(?P<letter>[^\W\d_])|(?P<open>[(\[{⟨])|(?P<close>[)\]}⟩])"
    r"|(?P<op>[-+*/^_=<>≤≥≠≈±×÷·−!|%°√π∞∪∩∈…′²³])|(?P<comma>,)|(?P<colon>:)|(?P<other>[\s\S])"
)
_SPACING_COMMANDS = frozenset({r"\,", r"\;", r"\:", r"\!", "\\ ", r"\quad", r"\qquad", r"\\", r"\$"})
_PREFIX = frozenset("-+−±√π∞")
_SUFFIX = frozenset("!%°′²³π∞…|")
_ENUMERATOR = re.compile(r"[ \t>*_-]*\d{1,3}[.)](?=\s)")
_RAISED_UNIT = re.compile(r"(?P<number>[-+−]?[\d., ]*\d)[ \t]?(?P<unit>[A-Za-zµ]{1,4})\^?\{?(?P<power>[²³23])\}?")
_SUPERSCRIPTS = {"²": "2", "³": "3"}
_UNIT_AFTER = re.compile(r"\s{0,2}(?:\\?%|°[CF]?|(?P<word>[A-Za-z]+\b)(?:\^?[23²³])?)")
_TEXT_COMMAND = re.compile(rf"{TEXT_COMMAND}\s*\{{[^{{}}]*\}}|\\[A-Za-z]+")
_PLAIN_WORD = re.compile(r"(?<![\\\w])[^\W\d_²³¹⁰-⁹][^\W_²³¹⁰-⁹]+(?:['’-][^\W\d_]+)*")
_SUBSTANCE = re.compile(r"[\w\\∞∅π√]")
_NO_VALUE = re.compile(r"^\W*not\b|[?？]\s*$", re.IGNORECASE)
_CHOICE = re.compile(r"\W*(?:(?:option|choice) )?\W*[A-Z]\W*(?:$|[).:]\s*\S.{0,80})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    found = [_Token(m.lastgroup or "", m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    return [_classify(token) for token in found]


def _classify(token: _Token) -> _Token:
    """Words that are names of functions count as letters; spacing commands as space."""
    if token.kind == "word" and token.text.lower() in FORMULA_WORDS:
        return _Token("letter", token.text, token.start, token.end)
    if token.kind == "cmd" and token.text in _SPACING_COMMANDS:
        return _Token("space", token.text, token.start, token.end)
    return token


def _ties(before: _Token, after: _Token, spaced: bool, depth: int) -> bool:
    """Whether two tokens, with white space between them or not, belong to one piece of mathematics."""
    if depth > 0 and "word" not in (before.kind, after.kind):
        return True
    kinds = (before.kind, after.kind)
    if after.kind == "word":
        return before.kind == "num" and (not spaced or is_unit_word(after.text))
    if before.kind == "word":
        return is_unit_word(before.text) and after.kind == "op" and not spaced
    if "colon" in kinds:
        return not spaced and "num" in kinds
    if "comma" in kinds:
        return kinds in (("num", "comma"), ("comma", "num"), ("comma", "op"))
    if "op" in kinds:
        return True
    if spaced:
        return "cmd" in kinds or kinds in (("close", "open"), ("num", "raised"))
    return True


def _runs(tokens: list[_Token]) -> list[list[_Token]]:
    runs: list[list[_Token]] = []
    run: list[_Token] = []
    spaced = False
    depth = 0
    for token in tokens:
        if token.kind == "space":
            spaced = True
            continue
        if token.kind == "other" or (run and not _ties(run[-1], token, spaced, depth)):
            runs.append(run)
            run, depth = [], 0
        if token.kind not in ("other", "word") or (token.kind == "word" and run):
            run.append(token)
            depth = max(0, depth + (token.kind == "open") - (token.kind == "close"))
        spaced = False
    return [*runs, run]


def _is_mixed_number(left: list[_Token], right: list[_Token]) -> bool:
    """``137 1/2``: a whole number, a space, and a fraction of two whole numbers."""
    if len(left) != 1 or not left[0].text.isdigit() or right[0].start - left[0].end > 1:
        return False
    return len(right) >= 3 and right[0].text.isdigit() and right[1].text == "/" and right[2].text.isdigit()


def _balanced(run: list[_Token]) -> list[list[_Token]]:
    """The pieces of the run between brackets that have no partner in it."""
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


def _trimmed(run: list[_Token]) -> list[_Token]:
    """The run without the punctuation and half operators at its edges."""
    while run and (run[0].kind in ("comma", "colon") or (run[0].kind == "op" and run[0].text not in _PREFIX)):
        run = run[1:]
    while run and (run[-1].kind in ("comma", "colon") or (run[-1].kind == "op" and run[-1].text not in _SUFFIX)):
        run = run[:-1]
    return run


def bare_runs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Ranges of the pieces of undelimited mathematics in one line that hold a number or a command."""
    enumerator = _ENUMERATOR.match(text, start, end)
    raw = _runs(_tokens(text, enumerator.end() if enumerator else start, end))
    runs = [run for whole in raw for piece in _balanced(whole) if (run := _trimmed(piece))]
    found: list[tuple[int, int]] = []
    for before, run in pairwise([[], *runs]):
        if any(token.kind in ("num", "cmd", "raised") for token in run):
            if before and _is_mixed_number(before, run):
                found[-1] = (before[0].start, run[-1].end)
            else:
                found.append((run[0].start, run[-1].end))
    return found


def as_quantity(text: str) -> str:
    """A number of running prose with a raised unit behind it, the unit marked as such: ``9.5m²`` is no product there.

    Args:
        text: what was cut out of the prose.
    """
    found = _RAISED_UNIT.fullmatch(text)
    if not found or units.read_unit(found["unit"]) is None:
        return text
    power = _SUPERSCRIPTS.get(found["power"], found["power"])
    return rf"{found['number']} \text{{{found['unit']}}}^{power}"


def follow_unit(text: str, end: int) -> int:
    """Where the unit or percent sign that follows a number ends; ``end`` itself if there is none."""
    while (mark := _UNIT_AFTER.match(text, end)) is not None:
        if mark["word"] is not None and not is_unit_word(mark["word"]):
            break
        end = mark.end()
    return end


def is_readable(value: str) -> bool:
    r"""Whether a value reads as mathematics or a choice rather than as prose.

    Words inside ``\text{…}`` are the writer's own and pass; outside, only words that occur in answers do, or up to
    three nouns behind a number (``5 red balls``).
    """
    if not _SUBSTANCE.search(value) or _NO_VALUE.search(value):
        return False
    if _CHOICE.fullmatch(value):
        return True
    plain = re.sub(r"\$\$?[^$]*\$\$?|\\\(.*?\\\)|\\\[.*?\\\]", " 0 ", value, flags=re.DOTALL)
    plain = _TEXT_COMMAND.sub(" 0 ", plain)
    words = _PLAIN_WORD.findall(plain)
    if all(is_known_word(word) for word in words):
        return (
            any(word.lower() in ANSWER_WORDS for word in words)
            or re.search(r"\d|\\|\b[^\W\d_]\b|[∞∅π√]", plain) is not None
        )
    return re.fullmatch(rf"\W*(?:{NUMBER}|0)\s*(?:[^\W\d_]+[\s-]*){{1,3}}\W*", plain) is not None
