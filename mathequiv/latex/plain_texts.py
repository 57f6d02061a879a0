r"""Plain texts cut by one look at each character: digits, small letters, signs and the commonest commands.

Most answers are such texts (``\frac{3m}{2}``, ``(-1, 2]``). What `mathequiv.latex.cleaning` and the lexemes say of them
holds here as well, only sooner; where a character is beside one with which it may say more, the text is left to them.
"""

from __future__ import annotations

from typing import Final

from mathequiv.latex.cleaning import COMMONEST, MEASURED
from mathequiv.latex.lexemes import ALWAYS, ALWAYS_IN_PAIRS, Token
from mathequiv.latex.physics_notation import shows_typed_states
from mathequiv.latex.printed import OPENS_ARRAY
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.token_kinds import Kind

__all__ = ["take_plain"]

_DIGITS: Final = frozenset("0123456789")
_LETTERS: Final = frozenset("abcdefghijklmnopqrtuvwxyz")  # an ``s`` may name a shell of an electron
_EVERY_LETTER: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_PARTS: Final = frozenset("._")
_EXPONENT: Final = frozenset("0123456789+-")
_NOTHING: Final[frozenset[str]] = frozenset()
_GOES_ON: Final = {
    "{": frozenset(","),
    "\\": frozenset(",;: "),
    "e": _EXPONENT,
    "E": _EXPONENT,
    **dict.fromkeys("~ ", _DIGITS),
}
"""What may belong to a numeral before it, and the characters after that with which it does (``1 000``, ``1{,}000``)."""


def _rows() -> dict[str, tuple[Kind, str, frozenset[str]]]:
    """What a character is by itself, and the characters after it with which it may be something else."""
    after: dict[str, str] = {
        **dict.fromkeys("(){}[],|%", ""),
        **dict.fromkeys("-=/!>", "=>*/"),
        "+": "=>*/-",
        ":": "=>*/}",
        "<": "=>*/<|",
        "^": "\\{ ",
        "_": "_",
        " ": " ~",
        "$": "$",
    }
    meant = {sign: ALWAYS_IN_PAIRS[sign] for sign in after}
    found = {sign: (meant[sign][0], meant[sign][1], frozenset(stops)) for sign, stops in after.items()}
    found |= {letter: ("letter", letter, _EVERY_LETTER | {"."}) for letter in _LETTERS}
    return found | {digit: ("num", digit, _DIGITS.union(_PARTS, _GOES_ON)) for digit in _DIGITS}


_BY_CHARACTER: Final = _rows()
_COMMANDS: Final = {
    lexeme: ALWAYS[lexeme]
    for lexeme in (*(f"\\{sign}" for sign in "{}()[];,%"), *(f"\\{name}" for name in COMMONEST.split()))
    if lexeme in ALWAYS
}
_OPERATORS: Final = {lexeme: ALWAYS[lexeme] for lexeme in ("<=", ">=", "!=")}
_DEGREES: Final = (r"^\circ", r"^{\circ}")
_LONGER: Final = _COMMANDS | _OPERATORS | {lexeme: ALWAYS[lexeme] for lexeme in _DEGREES}
_AFTER_SIZE: Final = frozenset(".{} ")
r"""``\left.`` is nothing, and ``\left{`` a brace."""
_PRICE: Final = Pattern(r"[a-z]\$[0-9]")
_HOURS: Final = Pattern(r"[0-9]+ ?h ?[0-9]")
_ROW: Final = Pattern(OPENS_ARRAY)
_MEASURED: Final = Pattern(rf"\\(?:{MEASURED})")


def take_plain(text: str, tokens: list[Token]) -> int:
    """Cut a text as far as it is plain.

    Args:
        text: any text.
        tokens: to which those of the text are added.

    Returns:
        Where the first lexeme starts that is not plain, or has to be looked at closer to tell; the length of the text
        where all are, and 0 where a mark of something else is in it.
    """
    if not _is_plain_at_its_ends(text):
        return 0
    size = len(text)
    space = False
    at = 0
    while at < size:
        written = text[at]
        end = at + 1
        row = _BY_CHARACTER.get(written)
        if row is None:
            end = _command_end(text, at, size) if written == "\\" else 0
        elif end < size and text[end] in row[2]:
            end = _longer_end(text, at, size, row[0])
        if not end:
            return at
        if row is not None and end == at + 1:
            kind, meant, _ = row
        else:
            written = text[at:end]
            kind, meant = _LONGER.get(written) or ("num", written)
        if kind == "drop":
            space = True
        else:
            tokens.append(Token(kind, meant, at, end, written, space))
            space = False
        at = end
    return at


def _is_plain_at_its_ends(text: str) -> bool:
    r"""Whether a text is no list, quotation, price, time or ket, has no space around it and none to group digits.

    These are what `mathequiv.latex.cleaning` looks for at the start of a text, or in more than a few characters of it.
    """
    if not text.isascii() or text[:1] in "_> " or text[-1:] == " ":
        return False
    if ")" in text[:3] or r"\!" in text:  # ``12,\!345`` is one numeral
        return False
    if "$" in text and not _holds_formulas(text):
        return False
    return not _is_printed_or_measured(text)


def _holds_formulas(text: str) -> bool:
    """Whether the dollar signs of a text are around formulas, and none is that of a price."""
    if text.count("$") % 2 or text.lstrip("$ ")[:1] in "_>":
        return False
    return text.find("$", 1, -1) < 0 or _PRICE.search(text) is None


def _is_printed_or_measured(text: str) -> bool:
    """Whether a text is an array as a program prints it, or holds a time or a unit after one of some commands."""
    if text[:1] == "[" and " " in text and _ROW.match(text):
        return True
    if (r"\pm" in text or r"\circ" in text) and _MEASURED.search(text):
        return True
    return ("h" in text and _HOURS.match(text) is not None) or shows_typed_states(text)


def _command_end(text: str, at: int, size: int) -> int:
    """Where a command ends that starts at ``at``; 0 where it is none of the commonest."""
    end = at + 1
    while end < size and text[end] in _EVERY_LETTER:
        end += 1
    end = max(end, at + 2)
    found = _COMMANDS.get(text[at:end])
    if found is None:
        return 0
    after = text[end : end + 1]
    return 0 if after == "*" or (found[0] == "drop" and after in _AFTER_SIZE) else end


def _longer_end(text: str, at: int, size: int, kind: Kind) -> int:
    """Where a lexeme of a character and some of those after it ends; 0 where that is not plain."""
    if kind == "num":
        return _numeral_end(text, at, size)
    if text[at : at + 2] in _OPERATORS:
        return at + 2
    if kind != "sup":
        return 0
    for degree in _DEGREES:
        end = at + len(degree)
        if text.startswith(degree, at) and text[end : end + 1] not in _EVERY_LETTER:
            return end
    return at + 1 if text[at + 1] == "{" and text[at + 2 : at + 3] not in ("\\", " ") else 0


def _numeral_end(text: str, at: int, size: int) -> int:
    """Where a numeral ends that starts at ``at``; 0 where more than digits may belong to it."""
    end = at + 1
    while end < size and text[end] in _DIGITS:
        end += 1
    if end + 1 < size and text[end] == "." and text[end + 1] in _DIGITS:
        end += 2
        while end < size and text[end] in _DIGITS:
            end += 1
    after, further = text[end : end + 1], text[end + 1 : end + 2]
    return 0 if after in _PARTS or (further and further in _GOES_ON.get(after, _NOTHING)) else end
