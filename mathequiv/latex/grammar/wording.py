"""What can be told of words from the tokens alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mathequiv.latex.grammar.cursor import Cursor
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.code import CODE_WORDS
from mathequiv.lexicon.commands import PLAIN
from mathequiv.lexicon.functions import IN_TEXT
from mathequiv.lexicon.number_words import holds_number
from mathequiv.lexicon.prose import LEADS, PARITIES, PROSE
from mathequiv.lexicon.token_kinds import SEPARATORS, WORDS, Kind
from mathequiv.limits import MAX_LETTERS

_BEFORE_LETTERS: Final[frozenset[Kind]] = frozenset({"+", "-", "*", "/", "{", "open", "rel", ","})
_GLUED: Final[frozenset[Kind]] = frozenset({"num", "letter", "}", "close"})
_AFTER_LETTERS: Final[frozenset[Kind]] = frozenset({"+", "-", "*", "/", "}", "close", "stop", "rel"})
_STARTING: Final[frozenset[Kind]] = frozenset({"+", "-", "*", "/"})


def joined_words(run: Iterable[Token]) -> str:
    """The words of tokens with single spaces; hyphens and apostrophes join them."""
    text = ""
    for token in run:
        glued = token.kind in ("prime", "-") or not text or text[-1] in "'-"
        text += token.text if glued else f" {token.text}"
    return text


def spelled(run: Iterable[Token]) -> str:
    """Tokens as text, scripts glued to what they belong to (``C_1, C_2 are constants``)."""
    text = ""
    for token in run:
        said = "for all" if token.kind == "forall" else token.text
        if token.kind == "letter" and len(said) > 1 and said.isascii() and said.isalpha():
            said = f"\\{said}"  # a Greek letter, which is no word
        glued = token.kind in _SCRIPTS or text[-1:] in ("_", "^", "{")
        text += said if glued or not text else f" {said}"
    return text


_SCRIPTS: Final[frozenset[Kind]] = frozenset({"sub", "sup", "{", "}"})


def named(token: Token) -> Token | None:
    r"""The function or constant that a word of ``\text{sin}`` names; None if it names none."""
    row = PLAIN.get(token.text) or IN_TEXT.get(token.text)
    return None if row is None else token.turned(*row)


def names_function(token: Token) -> bool:
    r"""Whether a word is the name of a function (``\operatorname{arctan}``)."""
    row = PLAIN.get(token.text) or IN_TEXT.get(token.text)
    return token.kind == "tword" and row is not None and row[0] == "func"


def opens_qualifier(token: Token) -> bool:
    """Whether a word opens a qualifier (``for``)."""
    return token.kind in WORDS and token.text.lower() in LEADS


def may_split(p: Cursor, at: int) -> bool:
    """Whether the run of letters at index ``at`` may be their product: short or in capitals, and no English word.

    ``of`` is none, but ``at`` is a product between signs (``v + at``).
    """
    text = p.tokens[at].text
    if len(text) > MAX_LETTERS and not text.isupper():
        return False
    if text in PARITIES:
        return between_signs(p, at)  # it says what a letter or a value is (``n odd``)
    if _may_be_name(text) and _is_item(p, at):
        return False
    return (text.lower() not in PROSE and not holds_number((text.lower(),))) or between_signs(p, at)


def _may_be_name(text: str) -> bool:
    """Whether a short word may name somebody (``Bob``), as hardly any product of letters does."""
    return len(text) >= _SHORTEST_NAME and text.istitle() and not _VOWELS.isdisjoint(text[1:])


_SHORTEST_NAME: Final = 3
_VOWELS: Final = frozenset("aeiouy")


def _is_item(p: Cursor, at: int) -> bool:
    """Whether nothing but separators is beside the token at an index, and there is one."""
    before, after = p.tokens[at - 1].kind if at else "stop", p.tokens[at + 1].kind
    return before in _APART and after in _APART and not before == after == "stop"


_APART: Final = SEPARATORS | {"join", "stop"}


def calls_code(p: Cursor, at: int) -> bool:
    """Whether the word at index ``at`` is a name of code glued to its bracket, which multiplies (``2 Sqrt[3]``)."""
    following = p.tokens[at + 1]
    return following.kind == "open" and not following.space and p.tokens[at].text in CODE_WORDS


def calls_unknown(p: Cursor, at: int) -> bool:
    """Whether the run of letters at index ``at`` is the name of a function that nothing here knows, as code calls it.

    ``Foo(x+1)``, ``foo(x)`` and ``foo(2, 3)`` are no products of letters; ``abc(d+e)`` is.
    """
    name, bracket = p.tokens[at].text, p.tokens[at + 1]
    if bracket.kind != "open" or bracket.space or bracket.text not in ("(", "[") or "\\" in p.text:
        return False
    if name.istitle() and len(name) >= (_SHORTEST if bracket.text == "(" else 2):
        return True
    end = p.bracket_end(at + 1)
    inner = p.tokens[at + 2 : end]
    return any(token.kind == "," for token in inner) or (
        (len(name) >= _SHORTEST or name.istitle()) and len(inner) == 1 and inner[0].kind in _ARGUMENTS
    )


_SHORTEST: Final = 3
"""Letters of the name of a function; two may be a coefficient and a name (``mg(h+r)``)."""
_ARGUMENTS: Final[frozenset[Kind]] = frozenset({"letter", "num"})


def between_signs(p: Cursor, at: int) -> bool:
    r"""Whether a short word stands where only a product can (``v + at``, ``5at``, ``\frac{at^2}{2}``)."""
    after = p.tokens[at + 1].kind
    token = p.tokens[at]
    if len(token.text) != 2:
        return False
    if not at:
        return after in ("sup", "stop") or after in _STARTING
    before = p.tokens[at - 1].kind
    beside = before in _BEFORE_LETTERS or (before in _GLUED and not token.space)
    return after == "sup" or (after in _AFTER_LETTERS and beside)
