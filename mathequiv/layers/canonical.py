r"""Layer ``canonical``: both texts respelled one way, token by token; equal texts are EQUIVALENT, others undecided.

The tokens already have one spelling for spacing, sizing, fonts, Unicode, dollar signs, degree signs, separators of
thousands and end punctuation. `REWRITES` does the rest. Nothing that has meaning is erased: ``3, 456`` and ``3,456``,
``2 3`` and ``23``, ``1 1/2`` and ``11/2`` stay apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from mathequiv.errors import OverLimit
from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.latex.tokens import Scanned, Token, scanned
from mathequiv.lexicon.commands import ARGUMENTS
from mathequiv.lexicon.token_kinds import ADDITIVE, ARITY, CLOSERS, OPENERS, PLAIN_VALUES, SEPARATORS, Kind
from mathequiv.limits import MAX_DEPTH, Budget
from mathequiv.verdict import Identical, Options

__all__ = ["CHANGED", "REWRITES", "Respelled", "Rewrite", "canonical", "canonical_text"]


class Respelled(Protocol):
    """A prepared side of a comparison."""

    @property
    def text(self) -> str:
        """The answer as given."""

    @property
    def content(self) -> str | None:
        """Its digits and letters in written order."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its tokens that no respelling changes."""

    @property
    def canonical(self) -> str | None:
        """What `canonical_text` gives for it."""


class Rewrite(NamedTuple):
    """One rewriting of the whole row of tokens.

    Attributes:
        id: its name.
        before: an example it changes.
        after: what the example becomes, in canonical text.
        apply: tokens to tokens.
    """

    id: str
    before: str
    after: str
    apply: Callable[[list[Token]], list[Token]]


CHANGED: Final[frozenset[Kind]] = frozenset({"{", "}", ",", "/", "frac", "num", "word", "letter"})
"""Kinds of token that a rewriting makes, takes away or turns into another."""
_SCRIPTS: Final = frozenset({"sup", "sub"})
_BEFORE_SLASH: Final = ADDITIVE | SEPARATORS | OPENERS | {"rel"}
_AFTER_SLASH: Final = ADDITIVE | SEPARATORS | CLOSERS | {"rel"}


def _mark(kind: Kind) -> Token:
    return Token(kind, kind, 0, 0)


def _closing(tokens: list[Token], at: int) -> int:
    """Index of the ``}`` that closes the ``{`` at ``at``; -1 if none does."""
    level = 0
    for index in range(at, len(tokens)):
        level += (tokens[index].kind == "{") - (tokens[index].kind == "}")
        if level == 0:
            return index
    return -1


def _check_depth(tokens: list[Token]) -> None:
    """Refuse braces nested too deeply, closed or not; this bounds every search for a closing brace.

    Raises:
        OverLimit: deeper than ``MAX_DEPTH``.
    """
    if [token.kind for token in tokens].count("{") <= MAX_DEPTH:
        return
    level = 0
    for token in tokens:
        level += (token.kind == "{") - (token.kind == "}")
        if level > MAX_DEPTH:
            raise OverLimit("MAX_DEPTH", level)


_BRACED: Final[frozenset[Kind]] = frozenset(ARITY) | {"{"}
"""Kinds of token that take arguments or open a group."""


class _Braces:
    """Puts every argument in braces and takes other braces around single tokens away."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.depth = 0

    def run(self) -> list[Token]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise OverLimit("MAX_DEPTH", self.depth)
        out: list[Token] = []
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.kind in _BRACED:
                unit, at = self.unit(at)
                out.extend(unit)
            else:
                out.append(token)
                at += 1
        self.depth -= 1
        return out

    def inner(self, tokens: list[Token]) -> list[Token]:
        saved, self.tokens = self.tokens, tokens
        out = self.run()
        self.tokens = saved
        return out

    def unit(self, at: int) -> tuple[list[Token], int]:
        """The canonical tokens of what starts at ``at``, and where the next starts."""
        token = self.tokens[at]
        if token.kind == "{":
            end = _closing(self.tokens, at)
            if end < 0:
                return [token], at + 1
            inner = self.inner(self.tokens[at + 1 : end])
            kept = len(inner) > 1 or (inner and self.may_be_item(at, end))
            return ([token, *inner, self.tokens[end]] if kept else inner), end + 1
        if token.kind not in ARITY:
            return [token], at + 1
        out, at = [token], at + 1
        for sign in ARGUMENTS.get(token.text) or ("#" if token.kind in _SCRIPTS else "{" * ARITY[token.kind]):
            if sign == "[":
                if at < len(self.tokens) and self.tokens[at].text == "[":
                    end = next((k for k in range(at, len(self.tokens)) if self.tokens[k].text == "]"), at)
                    out.extend(self.tokens[at : end + 1])
                    at = end + 1
                continue
            argument, at = self.argument(at, together=sign == "#")
            out.extend((_mark("{"), *argument, _mark("}")))
        return out, at

    def may_be_item(self, at: int, end: int) -> bool:
        """Whether a group may be a set in another: a comma is beside its braces."""
        tokens = self.tokens
        return (at > 0 and tokens[at - 1].kind == ",") or (end + 1 < len(tokens) and tokens[end + 1].kind == ",")

    def argument(self, at: int, *, together: bool) -> tuple[list[Token], int]:
        if at >= len(self.tokens):
            return [], at
        token = self.tokens[at]
        if token.kind == "{" and (end := _closing(self.tokens, at)) >= 0:
            return self.inner(self.tokens[at + 1 : end]), end + 1
        if len(token.text) > 1 and (token.kind == "word" or (token.kind == "num" and not together)):
            kind: Kind = "letter" if token.kind == "word" else "num"
            size = len(token.text)
            rest = token.part(kind if size == 2 else token.kind, 1, size)
            self.tokens = [*self.tokens[:at], rest, *self.tokens[at + 1 :]]
            return [token.part(kind, 0, 1)], at
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise OverLimit("MAX_DEPTH", self.depth)
        out, at = self.unit(at)
        if token.kind in ("-", "+") and at < len(self.tokens):
            more, at = self.unit(at)
            out = [*out, *more]
        self.depth -= 1
        return out, at


def _braces(tokens: list[Token]) -> list[Token]:
    return tokens if _BRACED.isdisjoint([token.kind for token in tokens]) else _Braces(tokens).run()


def _commas(tokens: list[Token]) -> list[Token]:
    """Mark commas glued between digits, which may separate thousands or decimals as well as items."""
    if "," not in [token.kind for token in tokens]:
        return tokens
    out = tokens[:]
    for at, (before, comma, after) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False), 1):
        if comma.kind != "," or comma.space or after.space or not before.kind == after.kind == "num":
            continue
        if before.text == "0" or len(after.text.partition(".")[0]) in (2, 3):
            out[at] = comma.turned("glued comma", "{,}")
    return out


def _slashes(tokens: list[Token]) -> list[Token]:
    """Turn ``a/b`` between single numerals or letters into a fraction where it can be nothing else."""
    if "/" not in [token.text for token in tokens]:
        return tokens
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        if _is_fraction(tokens, at):
            top, bottom = tokens[at], tokens[at + 2]
            frac = _mark("frac")
            out.extend((frac, _mark("{"), top, _mark("}"), _mark("{"), bottom, _mark("}")))
            at += 3
        else:
            out.append(tokens[at])
            at += 1
    return out


def _is_fraction(tokens: list[Token], at: int) -> bool:
    if at + 2 >= len(tokens) or tokens[at + 1].text != "/":
        return False
    ends = (tokens[at].kind in PLAIN_VALUES) and (tokens[at + 2].kind in PLAIN_VALUES)
    free_left = at == 0 or tokens[at - 1].kind in _BEFORE_SLASH
    free_right = at + 3 == len(tokens) or tokens[at + 3].kind in _AFTER_SLASH
    return ends and free_left and free_right


REWRITES: Final[tuple[Rewrite, ...]] = (
    Rewrite("glued commas", "1,234", "1 {,} 234", _commas),
    Rewrite("braces", r"{e}^2\frac12", r"e ^ { 2 } \frac { 1 } { 2 }", _braces),
    Rewrite("slashes", "-1/2", r"- \frac { 1 } { 2 }", _slashes),
)
"""The rewritings in the order they are made."""

_AS_WRITTEN: Final = frozenset(
    (
        *("num", "word", "+", "-", "*", "/", ":", ",", ";", ".", "&", "!", "{", "}"),
        *("sup", "sub", "prime", "bar", "pct", "row", "glued comma"),
    )
)
_WRAPPED: Final = {
    "tword": "text",
    "vec": "mathbf",
    "setname": "mathbb",
    "begin": "begin",
    "end": "end",
    "cur": "money",
}


def _shown(token: Token) -> str:
    """The token in canonical text; tokens of different kinds never look alike."""
    kind, text = token.kind, token.text
    if kind in _AS_WRITTEN:
        return text
    if kind in _WRAPPED:
        return f"\\{_WRAPPED[kind]}{{{text}}}"
    if kind == "letter":
        return text if len(text) == 1 else f"\\{text}"
    if kind in ("open", "close"):
        return text if len(text) == 1 and text in "()[]" else f"\\{'l' if kind == 'open' else 'r'}:{text}"
    if kind == "other":
        return f"\\?{text}"
    return text if kind == "rel" and not text.isalpha() else f"\\{text}"


def canonical_text(text: str | Scanned) -> str | None:
    """The one spelling of a text.

    Args:
        text: an answer, or what `mathequiv.latex.tokens.scanned` made of it.

    Returns:
        Its tokens in canonical spelling with single spaces between them; None if it is over a limit.
    """
    try:
        tokens = list((scanned(text) if isinstance(text, str) else text).tokens)
        _check_depth(tokens)
        for row in REWRITES:
            tokens = row.apply(tokens)
    except OverLimit:
        return None
    return " ".join(map(_shown, tokens))


def canonical(a: Respelled, b: Respelled, options: Options, budget: Budget) -> Finding | None:
    """Compare two prepared answers by their canonical texts.

    Args:
        a: one side.
        b: the other.
        options: not used; every layer has them.
        budget: not used; every layer has it.

    Returns:
        EQUIVALENT, or None if the texts differ, are empty or over a limit.
    """
    del options, budget
    if a.content is None or a.content != b.content or a.kinds != b.kinds:
        return None
    left = a.canonical
    if not left or left != b.canonical:
        return None
    reason = "both are the same text once respelled"
    return Finding(EQUIVALENT, "canonical", "respelling", reason, Identical(left))
