r"""What a text is cut into, and the signs that make the same token wherever they stand; commands are in the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mathequiv.lexicon.commands import COMMANDS, PLAIN
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.token_kinds import COMMAND_GROUPS, MARKING, ROWS, SAYING, Kind

__all__ = [
    "ALWAYS",
    "ALWAYS_IN_PAIRS",
    "BLANK",
    "CHARS",
    "CUT_UP",
    "DISPLAY",
    "ESCAPES",
    "NOTED",
    "OPS",
    "SORTED_OUT",
    "UNSETTLED",
    "Token",
]


class Token:
    """One token, which nobody changes.

    Attributes:
        kind: what it is.
        text: its canonical spelling.
        start: first character of it in the scanned text.
        end: one past its last character.
        space: whether white space stands before it.
        written: how it was written, in the scanned text.
    """

    __slots__ = ("end", "kind", "space", "start", "text", "written")

    def __init__(  # noqa: PLR0913, PLR0917 - one for each attribute, in the place where most time of reading goes
        self, kind: Kind, text: str, start: int, end: int, written: str = "", space: bool = False
    ) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end
        self.space = space
        self.written = written

    @property
    def span(self) -> tuple[int, int]:
        """Half-open character range."""
        return self.start, self.end

    def turned(self, kind: Kind, text: str) -> Token:
        """The same place read as something else."""
        return Token(kind, text, self.start, self.end, self.written, self.space)

    def part(self, kind: Kind, first: int, end: int) -> Token:
        """The characters from ``first`` to ``end`` of a token that is spelled as it was written."""
        text = self.text[first:end]
        start = self.start + first
        return Token(kind, text, start, start + len(text), text, self.space and not first)

    def __repr__(self) -> str:
        return f"Token({self.kind!r}, {self.text!r}, {self.start}, {self.end}, {self.written!r}, {self.space})"


_OF_WORDS: Final = "À-ÖØ-öø-ɏ"
"""Letters that only words have: those of Latin script beyond ASCII."""
_JAPANESE: Final = r"[\u3400-\u9fff]*[\u3041-\u30fe][\u3041-\u30fe\u3400-\u9fff]*"
"""A word that holds kana."""
_LEXEMES: Final[dict[str, str]] = {
    "sign": r"[()\[\]{},;&_'%|]",  # what no other lexeme starts with, so the commonest come first
    "half": r"[AaPp]\.\s?[Mm]\b\.?",
    "run": rf"[A-Za-z]+(?![A-Za-z{_OF_WORDS}])",
    # The commonest of the lexemes below, where what follows shows that it can be no other one.
    "digits": r"[0-9]+(?![\d.,eE{\\ ~])",
    "operator": r"[-+=<>:*/!](?![=>*/])",
    "gap": r"[ ](?![\s~\\])",
    "plain": r"\\(?![lrbBe])[A-Za-z]+\*?",
    "raised": r"\^(?!\s*(?:\{\s*)?\\)",
    "thousands": r"[1-9]\d{0,2}(?:(?:,\\!\s*|\{,\}|\\[,;:\ ]|[ ~])\d{3})+(?!\d)(?:\.\d+|\{,\}\d{1,2}(?!\d))?",
    "comma": r"\d+\{,\}\d+",
    "exp": r"\d+(?:\.\d+)?[eE][+-]?\d+(?!\w|\.\w)",
    "num": r"\d+(?:\.\d+)?|\.\d+",
    "degree": r"\^\s*(?:\{\s*\\(?:circ|degree)(?![A-Za-z])(?:\s*\})?|\\(?:circ|degree)(?![A-Za-z]))",
    "nothing": r"\\(?:left|right|[bB]igg?[lrm]?)\s*\.",
    "brace": r"\\left\s*\{|\\right\s*\}",
    "environment": r"\\(?:begin|end)\s*\{\s*[A-Za-z]+\*?\s*\}",
    "command": r"\\[A-Za-z]+\*?",
    "space": r"(?:\s|~|\\[ ,;:!>/\n])+",
    "spaced_row": r"\\\\\s*\[\s*-?\d*\.?\d+\s*(?:pt|em|ex|mm|cm|in|bp|pc|mu|sp)\s*\]",  # ``\\[2pt]`` ends a row
    "escape": r"\\[^A-Za-z]",
    "op": r"=/=|\+/-|<=|>=|!=|=>|==|:=|\*\*|\.\.\.+|//|<>|->|\.[*/^](?=[\w(-])",
    "dollar": r"\$+",
    "letters": rf"{_JAPANESE}|[\u3400-\u9fff]+|[A-Za-z]*[{_OF_WORDS}][A-Za-z{_OF_WORDS}]*|[^\W\d_]+",
    "char": r".",
}
"""What a text is cut into; of several that fit, the first. Together they match everything."""
BLANK: Final = Pattern(_LEXEMES["space"])
CUT_UP: Final = Pattern("|".join(f"(?:{pattern})" for pattern in _LEXEMES.values()), re.DOTALL)
SORTED_OUT: Final = Pattern("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LEXEMES.items()), re.DOTALL)

CHARS: Final[dict[str, tuple[Kind, str]]] = {
    **{kind: (kind, kind) for kind in ROWS if len(kind) == 1},
    "^": ("sup", "^"),
    "_": ("sub", "_"),
    "'": ("prime", "'"),
    "%": ("pct", "%"),
    "|": ("bar", "|"),
    "(": ("open", "("),
    "[": ("open", "["),
    ")": ("close", ")"),
    "]": ("close", "]"),
    "<": ("rel", "<"),
    ">": ("rel", ">"),
    "=": ("rel", "="),
}
"""Tokens of single characters."""

OPS: Final[dict[str, tuple[Kind, str]]] = {
    "+/-": ("pm", "pm"),
    "<=": ("rel", "<="),
    ">=": ("rel", ">="),
    "=>": ("rel", ">="),
    "!=": ("rel", "!="),
    "<>": ("rel", "!="),
    "=/=": ("rel", "!="),
    "==": ("rel", "="),
    ":=": ("rel", "="),
    "**": ("sup", "^"),
    "//": ("/", "//"),
    "->": ("implies", "to"),
    ".*": ("*", "*"),
    "./": ("/", "/"),
    ".^": ("sup", "^"),
}
"""Tokens of signs of several characters; dots apart."""

ESCAPES: Final[dict[str, tuple[Kind, str]]] = {
    "{": ("open", "\\{"),
    "}": ("close", "\\}"),
    "|": ("norm", "norm"),
    "%": ("pct", "%"),
    "$": ("cur", "dollars"),
    "\\": ("row", "\\\\"),
    "&": ("join", "and"),
    "_": ("sub", "_"),
    "#": ("other", "#"),
}
"""Tokens of characters after a backslash."""

DISPLAY: Final = frozenset("()[]")
"""After a backslash these open and close formulas."""


def _always() -> Iterator[tuple[str, tuple[Kind, str]]]:
    yield from CHARS.items()
    yield from OPS.items()
    yield from PLAIN.items()
    yield from ((letter, ("letter", letter)) for letter in map(chr, (*range(65, 91), *range(97, 123))))
    yield from ((digit, ("num", digit)) for digit in "0123456789")
    yield from ((degree, ("deg", "circ")) for degree in (r"^\circ", r"^{\circ}"))
    yield from ((f"\\{char}", found) for char, found in ESCAPES.items())
    yield from ((f"\\{char}", _SPACE) for char in DISPLAY)
    yield from ((lexeme, _SPACE) for lexeme in (" ", "~", r"\ ", r"\,", r"\;", r"\:", r"\!"))
    for row in COMMANDS.values():
        if row.kind not in COMMAND_GROUPS:
            yield f"\\{row.name}", _SPACE if row.kind == "drop" else (row.kind, row.text)


_SPACE: Final[tuple[Kind, str]] = ("drop", "")
UNSETTLED: Final[frozenset[Kind]] = frozenset({".", "quad", "not"})
"""Kinds of tokens that may be nothing, or negate what follows."""
NOTED: Final = UNSETTLED | SAYING | MARKING
"""What is noted of a text in which it is."""
ALWAYS: Final = {lexeme: found for lexeme, found in _always() if NOTED.isdisjoint(found)}
"""Lexemes that make the same token wherever no group of a command is open, and those that only separate."""
ALWAYS_IN_PAIRS: Final = {**ALWAYS, "$": _SPACE, "$$": _SPACE}
"""The same for texts whose dollar signs come in pairs: none of them is money."""
