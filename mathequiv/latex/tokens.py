r"""Text to tokens: spelling variants end here, spans and meaningful space are kept.

The kinds of token are those of `mathequiv.lexicon.token_kinds`. Invisible commands make no token.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mathequiv.errors import OverLimit
from mathequiv.latex.cleaning import clean, cleanness
from mathequiv.latex.glyphs import fold
from mathequiv.latex.lexemes import (
    ALWAYS,
    ALWAYS_IN_PAIRS,
    BLANK,
    CHARS,
    CUT_UP,
    DISPLAY,
    ESCAPES,
    NOTED,
    OPS,
    SORTED_OUT,
    UNSETTLED,
    Token,
)
from mathequiv.latex.plain_texts import take_plain
from mathequiv.latex.settling import settled
from mathequiv.lexicon import token_kinds, words
from mathequiv.lexicon.commands import BOX_COMMAND, COMMANDS, PLAIN
from mathequiv.lexicon.functions import GLUED
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.token_kinds import ARITY, COMMAND_GROUPS, ITEM_STARTS, Kind
from mathequiv.limits import MAX_TEXT, check
from mathequiv.nodes import node

__all__ = ["Scanned", "Token", "scanned", "tokenize"]


_GLUED_ENDS: Final = frozenset("xyztuvABC")
_GLUED: Final = Pattern(f"(?:[xyzt]?(?:{GLUED})[xyztuvABC])+")
_GLUED_PARTS: Final = Pattern(f"{GLUED}|.")
_ENGLISH: Final = frozenset({"cost", "cosy", "sect"})
_BOX: Final = Pattern(rf"(?:[\s$~]|\\[ ,;:!])*{BOX_COMMAND}\s*")
"""What makes a list of the box before it and the one it opens."""
_AFTER_MONEY: Final = Pattern(r"\s*(?:-\s*)?\.?\d")


class _Group:
    """A command's braces that are still open: what to do at the closing one."""

    __slots__ = ("action", "braces", "depth", "text")

    def __init__(self, action: str, depth: int, text: str, braces: bool) -> None:
        self.action = action
        self.depth = depth
        self.text = text
        self.braces = braces


class _Scanner:
    r"""Runs over the text once; groups of `\text` and its like are kept on a stack, so nothing recurs."""

    space = False
    depth = 0
    pending = ""
    words = False
    hidden = 0
    cleared = 0
    unsettled = False
    worded = False
    marked = False

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.groups: list[_Group] = []
        self.odd_dollar = text.count("$") % 2 == 1 if "$" in text else False

    def inside(self, lexeme: str, found: tuple[Kind, str] | None, start: int, end: int) -> None:
        """Take a lexeme where a command waits for its group, or inside a group."""
        if lexeme == "{" or (lexeme == "}" and not self.pending):
            self.char(lexeme, start, end)
        elif self.pending:
            self.single(lexeme, start, end)
        elif found is None or lexeme.isalpha():
            self.sort_out(lexeme, start, end)
        elif found[0] == "drop":
            self.space = True
        else:
            self.add(*found, start, end)

    def sort_out(self, lexeme: str, start: int, end: int) -> None:
        """Take a lexeme that means different things in different places; the commonest need no second match."""
        if lexeme.isascii() and lexeme.isalpha():
            self.run(lexeme, start, end)
        elif lexeme.isdecimal():
            self.add("num", lexeme, start, end)
        elif lexeme[0] == "\\" and lexeme[1:] in COMMANDS:
            self.command(lexeme[1:], start, end)
        elif match := SORTED_OUT.match(self.text, start):
            _HANDLERS[match.lastgroup or "char"](self, match)

    def add(self, kind: Kind, text: str, start: int, end: int) -> None:
        if self.hidden:
            return
        if kind in NOTED or text in NOTED:
            self.unsettled = self.unsettled or kind in UNSETTLED
            self.worded = self.worded or kind in token_kinds.SAYING or text in token_kinds.SAYING
            self.marked = self.marked or kind in token_kinds.MARKING or text in token_kinds.MARKING
        self.tokens.append(Token(kind, text, start, end, self.text[start:end], self.space))
        self.space = False

    def run(self, run: str, start: int, end: int) -> None:
        bold = self.groups[-1].action == "bold" if self.groups else False
        if bold and len(run) == 1:
            self.add("vec", run, start, end)
        elif self.words:
            said = run in ("and", "or") or (run == "mod" and self.text[end:].lstrip()[:1] == "}")
            self.add(*(PLAIN[run] if said else ("tword", run)), start, end)
        elif len(run) == 1:
            self.add("letter", run, start, end)
        elif run in PLAIN:
            self.add(*PLAIN[run], start, end)
        else:
            self.word(run, start, end)

    def word(self, run: str, start: int, end: int) -> None:
        """A run that means nothing by itself; a glued ``1orx`` or ``sinx`` is cut."""
        if run[-1] in _GLUED_ENDS and len(run) > 2 and run not in _ENGLISH and _GLUED.fullmatch(run):
            self.glued(run, start)
            return
        before = self.text[start - 1 : start]
        cut = 3 if run.startswith("and") else 2 if run.startswith("or") else 0
        if cut and (before.isdigit() or before in (")", "}", "]")) and len(run) - cut == 1:
            self.add("join", run[:cut], start, start + cut)
            self.add("letter", run[cut:], start + cut, end)
        else:
            self.add("word", run, start, end)

    def glued(self, run: str, start: int) -> None:
        """Functions and letters of their arguments without a space between them."""
        for part in _GLUED_PARTS.finditer(run):
            self.run(part[0], start + part.start(), start + part.end())

    def command(self, name: str, start: int, end: int) -> None:
        row = COMMANDS.get(name)
        if row is None:
            self.unknown(name, start, end)
            return
        kind = row.kind
        if kind == "drop":
            self.space = True
        elif kind in COMMAND_GROUPS:
            self.pending = kind
        else:
            self.add(kind, row.text, start, end)

    def unknown(self, name: str, start: int, end: int) -> None:
        r"""A glued ``\quadx``, ``\cdotx`` or ``\sinx`` is cut after the longest command name it starts with."""
        if _GLUED.fullmatch(name):
            self.glued(name, start + 1)
            return
        for cut in range(len(name) - 1, 1, -1):
            row = COMMANDS.get(name[:cut])
            if row is not None and _may_be_glued(row.kind, cut, len(name) - cut):
                self.command(name[:cut], start, start + cut + 1)
                self.run(name[cut:], start + cut + 1, end)
                return
        self.add("other", f"\\{name}", start, end)

    def single(self, lexeme: str, start: int, end: int) -> None:
        r"""A command that wants a group meets one token instead of a brace (``\mathbb R``, ``\boxed 5``)."""
        if BLANK.fullmatch(lexeme):
            self.space = True
            return
        action, self.pending = self.pending, ""
        if action in ("clear", "skip1") or not (lexeme.isascii() and lexeme.isalpha()):
            if action != "skip1":
                self.sort_out(lexeme, start, end)
            return
        first = lexeme[0]
        if action == "double":
            self.add(*_double(first), start, start + 1)
        else:
            self.add("vec" if action == "bold" else "tword", first, start, start + 1)
        if len(lexeme) > 1:
            self.run(lexeme[1:], start + 1, end)

    def char(self, char: str, start: int, end: int) -> None:
        if char == "{":
            self.depth += 1
            if self.pending:
                self.open_group(start, end)
                return
        elif char == "}":
            if self.groups and self.groups[-1].depth == self.depth:
                self.close_group(start, end)
                self.depth -= 1
                return
            self.depth -= 1
        kind, text = CHARS.get(char) or ("other", char)
        self.add(kind, text, start, end)

    def open_group(self, start: int, end: int) -> None:
        action, self.pending = self.pending, ""
        if self.cleared and _BOX.fullmatch(self.text, self.cleared, start):
            self.add(",", ",", start, start)
        last = self.tokens[-1].kind if self.tokens else None
        braces = last in ARITY
        if action == "clear" and not braces and last is not None and last not in ITEM_STARTS:
            braces = True
        self.groups.append(_Group(action, self.depth, "words" if self.words else "", braces))
        if braces:
            self.add("{", "{", start, end)
        if action in ("text", "bold"):
            self.words = True
        if action == "skip1":
            self.hidden += 1
        self.space = self.space or action == "text"

    def close_group(self, start: int, end: int) -> None:
        group = self.groups.pop()
        self.words = group.text == "words"
        if group.action == "skip1":
            self.hidden -= 1
        if group.action == "clear":
            self.cleared = end
        if group.braces:
            self.add("}", "}", start, end)
        elif group.action == "double" and self.tokens and self.tokens[-1].kind == "letter":
            last = self.tokens[-1]
            self.tokens[-1] = last.turned(*_double(last.text))
        self.space = self.space or group.action in ("text", "skip1")


# --- lexemes that need a second look ----------------------------------------------------------------------------------


def _environment(scan: _Scanner, match: re.Match[str]) -> None:
    head, _, name = match[0].partition("{")
    scan.add("begin" if "begin" in head else "end", name.strip("} \t\n"), *match.span())


def _escape(scan: _Scanner, match: re.Match[str]) -> None:
    char = match[0][1]
    if char in DISPLAY:
        scan.space = True
    else:
        scan.add(*(ESCAPES.get(char) or ("other", f"\\{char}")), *match.span())


def _dollar(scan: _Scanner, match: re.Match[str]) -> None:
    """A dollar sign that is not paired is money before a number; others are markup."""
    if scan.odd_dollar and len(match[0]) == 1 and _AFTER_MONEY.match(scan.text, match.end()):
        scan.odd_dollar = False
        scan.add("cur", "dollars", *match.span())
    scan.space = True


def _letters(scan: _Scanner, match: re.Match[str]) -> None:
    """Letters of other scripts: a word, or a conjunction."""
    conjunction = words.is_conjunction(match[0])
    scan.add("join" if conjunction else "tword", conjunction or match[0], *match.span())


def _blank(scan: _Scanner, match: re.Match[str]) -> None:
    scan.space = scan.space or bool(match)


def _grouped(text: str) -> str:
    """A number without what separates its thousands; ``{,}`` before one or two digits is its decimal comma."""
    return re.sub(r"[^\d.]", "", re.sub(r"\{,\}(?=\d{1,2}\Z)", ".", text))


_HANDLERS: Final[dict[str, Callable[[_Scanner, re.Match[str]], None]]] = {
    "space": _blank,
    "gap": _blank,
    "nothing": _blank,
    "char": lambda scan, match: scan.char(match[0], *match.span()),
    **dict.fromkeys(("sign", "operator", "raised"), lambda scan, match: scan.char(match[0], *match.span())),
    **dict.fromkeys(("command", "plain"), lambda scan, match: scan.command(match[0][1:].rstrip("*"), *match.span())),
    **dict.fromkeys(("num", "digits"), lambda scan, match: scan.add("num", match[0], *match.span())),
    "thousands": lambda scan, match: scan.add("num", _grouped(match[0]), *match.span()),
    "comma": lambda scan, match: scan.add("num", match[0].replace("{,}", "."), *match.span()),
    "exp": lambda scan, match: scan.add("num", match[0].lower(), *match.span()),
    "half": lambda scan, match: scan.add("half", "am" if match[0][0] in "aA" else "pm", *match.span()),
    "degree": lambda scan, match: scan.add("deg", "circ", *match.span()),
    "brace": lambda scan, match: scan.add(*ESCAPES[match[0][-1]], *match.span()),
    "op": lambda scan, match: scan.add(*(OPS.get(match[0]) or ("ldots", "ldots")), *match.span()),
    "environment": _environment,
    "spaced_row": lambda scan, match: scan.add(*ESCAPES["\\"], *match.span()),
    "escape": _escape,
    "dollar": _dollar,
    "letters": _letters,
}
"""What each lexeme does that is sorted out."""

_CUT: Final[frozenset[Kind]] = frozenset({"quad", "*", "drop", "rel", "setop", "pm"})
_CUT_BEFORE_LETTER: Final[frozenset[Kind]] = frozenset({"const", "letter", "open", "close"})


def _may_be_glued(kind: Kind, size: int, rest: int) -> bool:
    r"""Whether letters may be glued to a command: any to ``\cdot``, one or two to ``\pi``, ``\alpha`` or a bracket."""
    return (size > 3 and kind in _CUT) or (rest <= 2 and kind in _CUT_BEFORE_LETTER)


def _double(letter: str) -> tuple[Kind, str]:
    """Double-struck letters name sets; others are variables."""
    return ("setname", letter) if letter in "RZNQC" else ("letter", letter)


def _take_from(start: int, scan: _Scanner) -> None:
    """Take lexeme after lexeme from index ``start`` of the text."""
    keep = scan.tokens.append
    look_up = (ALWAYS if scan.odd_dollar else ALWAYS_IN_PAIRS).get
    grouped = False
    space = start > (scan.tokens[-1].end if scan.tokens else 0)
    for lexeme in CUT_UP.findall(scan.text, start):
        end = start + len(lexeme)
        found = look_up(lexeme)
        if found is None and not grouped and lexeme.isdecimal():
            keep(Token("num", lexeme, start, end, lexeme, space))
            space = False
        elif found is None or grouped:
            scan.space = space
            if grouped:
                scan.inside(lexeme, found, start, end)
            else:
                scan.sort_out(lexeme, start, end)
            space = scan.space
            grouped = bool(scan.groups or scan.pending)
        else:
            kind, text = found
            if kind != "drop":
                keep(Token(kind, text, start, end, lexeme, space))
            space = kind == "drop"
        start = end


def _cut(text: str, taken: list[Token], at: int, *, plain: bool) -> Scanned:
    """What a text is cut into that is already repaired and folded, and from its start to ``at`` has been ``taken``."""
    scanner = _Scanner(text, taken)
    _take_from(at, scanner)
    tokens = settled(text, scanner.tokens, unsettled=scanner.unsettled)
    return Scanned(text, _counted(tokens), scanner.worded, scanner.marked, plain)


def _counted(tokens: list[Token]) -> tuple[Token, ...]:
    check("MAX_TOKENS", len(tokens))
    return tuple(tokens)


def _within(text: str) -> str:
    """``text``, which is no longer than ``MAX_TEXT``."""
    if len(text) > MAX_TEXT:
        raise OverLimit("MAX_TEXT", len(text))
    return text


@node
class Scanned:
    """A text as read once, repaired and folded, and its tokens.

    It may hold sentences (``worded``) and signs of vectors (``marked``); of a ``plain`` one its tree says all.
    """

    text: str
    tokens: tuple[Token, ...]
    worded: bool
    marked: bool
    plain: bool


def scanned(text: str) -> Scanned:
    """Repair, fold and cut a text.

    Raises:
        OverLimit: the text is longer than ``MAX_TEXT`` or has more than ``MAX_TOKENS`` tokens.
    """
    tokens: list[Token] = []
    at = take_plain(_within(text), tokens)
    if at == len(text):
        return Scanned(text, _counted(settled(text, tokens, unsettled=False)), worded=False, marked=False, plain=True)
    known = cleanness(text)
    cleaned = text if known else _within(clean(text))
    if cleaned == text:
        return _cut(text, tokens, at, plain=known == 2)
    return _cut(cleaned, [], 0, plain=False)


def tokenize(text: str, *, repair: bool = True) -> tuple[Token, ...]:
    r"""Cut a text into tokens.

    Args:
        text: an answer, LaTeX, plain or mixed.
        repair: whether transport damage (eaten escapes, doubled backslashes) is repaired first.

    Returns:
        The tokens; their spans count characters of the repaired and folded text.

    Raises:
        OverLimit: the text is longer than ``MAX_TEXT`` or has more than ``MAX_TOKENS`` tokens.
    """
    return _cut(clean(_within(text)) if repair else fold(_within(text)), [], 0, plain=False).tokens
