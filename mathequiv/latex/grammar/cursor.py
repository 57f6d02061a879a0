"""A place in a row of tokens, and what holds around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple, NoReturn, TypeAlias

from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import Expr
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.token_kinds import CLOSERS, Kind
from mathequiv.limits import MAX_DEPTH, check

Colon: TypeAlias = Literal["ratio", "divide", "stop"]
"""What a colon does: makes a ratio, divides inside brackets, or ends the element of a set builder."""


class Integral:
    """An integral whose ``dx`` may come: the variable, once that has been met, and how deep its integrand stands."""

    __slots__ = ("depth", "variable")

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.variable = ""


class Index(NamedTuple):
    """What a subscript in a sum is made of.

    Attributes:
        head: the name that it is below, and the sign that lowers it.
        parts: its indices in order.
        commas: whether commas are between them.
        before: what is around the whole name: an accent.
        after: the same after it: what closes the accent, and primes.
    """

    head: str
    parts: tuple[Expr, ...]
    commas: bool
    before: str = ""
    after: str = ""


class Scope(NamedTuple):
    r"""What holds around the position; a reader that changes it for a part passes another one on.

    Attributes:
        brackets: how many brackets, groups and environments are open.
        bars: how many ``|`` are open, the next of which may close.
        colon: what a colon does.
        congruent: whether a congruence's right side is read, which ``mod`` ends.
        one_sided: whether the target of a limit is read, which may end in ``^+`` or ``^-``.
        bound: variables of sums, which are no constants (``\sum_i``).
        integral: the innermost integral that is open.
        norms: how many norms are open, whose next double bar closes.
    """

    brackets: int
    bars: int
    colon: Colon
    congruent: bool
    one_sided: bool
    bound: tuple[str, ...]
    integral: Integral | None
    norms: int = 0

    def inside(self, colon: Colon) -> Scope:
        """The scope inside a bracket: commas separate, bars outside cannot close."""
        if self is OUTERMOST:
            return _INSIDE[colon]
        _, _, _, congruent, one_sided, bound, integral, _ = self
        return Scope(self.brackets + 1, 0, colon, congruent, one_sided, bound, integral)


OUTERMOST: Final = Scope(0, 0, "ratio", False, False, (), None)
"""The scope of a whole text."""
_COLONS: Final[tuple[Colon, ...]] = ("ratio", "divide", "stop")
_INSIDE: Final[dict[Colon, Scope]] = {colon: OUTERMOST._replace(brackets=1, colon=colon) for colon in _COLONS}
"""The scopes of brackets in it, which most brackets have."""

Place: TypeAlias = tuple[int, tuple[Token, ...], int, Scope]
"""All that a reader puts back that goes back."""

Qualifier: TypeAlias = tuple[str, tuple[str, ...], Expr | None]
"""Kind, names and condition of a qualifier, of which a `mathequiv.latex.expr.Qualified` is made."""


class Cursor:
    """A row of tokens, a position in it, and the choices met so far.

    No token changes. Where a run is read as its parts (``xy`` as ``x`` and ``y``), `reread` puts another row in the
    place of the present one, and whoever goes back to a `Place` goes back to the row of that place.

    Args:
        text: the text the tokens' spans count in.
        tokens: its tokens.
        flipped: names of the choices to decide the second way.
    """

    __slots__ = (
        "_after_first",
        "complex_code",
        "depth",
        "flipped",
        "indices",
        "k",
        "listed_until",
        "met",
        "pending",
        "scope",
        "text",
        "tokens",
    )

    def __init__(self, text: str, tokens: tuple[Token, ...], flipped: frozenset[str]) -> None:
        self.k = 0
        self.depth = 0
        self.scope = OUTERMOST
        self.listed_until = 0
        self.complex_code: bool | None = None
        self._after_first: Token | None = None
        self.text = text
        self.tokens: tuple[Token, ...] = (*tokens, Token("stop", "", len(text), len(text)))
        self.flipped = flipped
        self.indices: dict[str, Index] = {}
        self.met: list[str] = []
        self.pending: list[Qualifier] = []

    def kind(self, ahead: int = 0) -> Kind:
        """Kind of the token ``ahead`` places further on; ``stop`` after the last."""
        at = self.k + ahead
        return self.tokens[at].kind if at < len(self.tokens) else "stop"

    def take(self) -> Token:
        """The token at the position, which moves on; at the end it stays."""
        token = self.tokens[self.k]
        if token.kind != "stop":
            self.k += 1
        return token

    def accept(self, kind: Kind, text: str | None = None) -> bool:
        """Take the next token if it is of this kind (and text)."""
        token = self.tokens[self.k]
        if token.kind != kind or (text is not None and token.text != text):
            return False
        self.k += 1
        return True

    def expect(self, kind: Kind, text: str | None = None) -> None:
        """Take a token of this kind (and text), or fail."""
        if not self.accept(kind, text):
            self.fail(f"{text or kind!r}")

    def fail(self, expected: str, token: Token | None = None) -> NoReturn:
        """Refuse the text at ``token``, or at the position.

        Raises:
            Unreadable: always.
        """
        raise Unreadable(self.text, (token or self.tokens[self.k]).span, expected)

    def choose(self, name: str) -> bool:
        """True to read the likelier way; the choice is remembered so that a variant can take the other."""
        if name not in self.met:
            self.met.append(name)
        return name not in self.flipped

    def enter(self) -> None:
        """Count one level of nesting.

        Raises:
            OverLimit: deeper than ``MAX_DEPTH``.
        """
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise OverLimit("MAX_DEPTH", self.depth)

    def leave(self) -> None:
        """Leave one level of nesting."""
        self.depth -= 1

    def within(self, scope: Scope, read: Callable[[], Expr]) -> Expr:
        """What ``read`` reads, one level deeper, in another scope."""
        before = self.scope
        self.scope = scope
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise OverLimit("MAX_DEPTH", self.depth)
        inner = read()
        self.depth -= 1
        self.scope = before
        return inner

    def place(self) -> Place:
        """Where the cursor stands, for `go_back`."""
        return self.k, self.tokens, self.depth, self.scope

    def go_back(self, place: Place) -> None:
        """Stand where the cursor stood."""
        self.k, self.tokens, self.depth, self.scope = place

    def reread(self, at: int, parts: list[Token]) -> None:
        """See ``parts`` in the place of the token at index ``at``.

        Raises:
            OverLimit: more than ``MAX_TOKENS``: each place costs a new row, so that long rows of runs would take long.
        """
        self.tokens = (*self.tokens[:at], *parts, *self.tokens[at + 1 :])
        check("MAX_TOKENS", len(self.tokens) - 1)

    def split_letters(self, at: int) -> None:
        """See the run of letters at index ``at`` as its letters."""
        token = self.tokens[at]
        self.reread(at, [token.part("letter", n, n + 1) for n in range(len(token.text))])

    # --- what stands around the position --------------------------------------------------------------------------

    def group_end(self, at: int) -> int:
        """Index of the ``}`` that closes the ``{`` at index ``at``; that of the last token if none does."""
        level = 0
        for index in range(at, len(self.tokens)):
            kind = self.tokens[index].kind
            level += (kind == "{") - (kind == "}")
            if level == 0:
                return index
        return len(self.tokens) - 1

    def bracket_end(self, at: int) -> int:
        """Index of the bracket that closes the one at index ``at``; the last index if none does."""
        level = 0
        for index in range(at, len(self.tokens)):
            kind = self.tokens[index].kind
            level += (kind == "open") - (kind == "close")
            if level == 0:
                return index
        return len(self.tokens) - 1

    def after_first_bracket(self) -> Token:
        """The token after the bracket that the text starts with, looked for once."""
        if self._after_first is None:
            self._after_first = self.tokens[min(self.bracket_end(0) + 1, len(self.tokens) - 1)]
        return self._after_first

    def plain_group(self, at: int) -> tuple[Token, ...]:
        """The tokens of the script argument at index ``at``: those in its braces, or the one token."""
        if self.tokens[at].kind == "{":
            return self.tokens[at + 1 : self.group_end(at)]
        return self.tokens[at : at + 1]

    def script_end(self, at: int) -> int:
        """Index after the script argument at index ``at``, at most that of the end of the text."""
        return min((self.group_end(at) if self.tokens[at].kind == "{" else at) + 1, len(self.tokens) - 1)

    def mark(self, expr: Expr, start: int) -> Expr:
        """``expr``, read from the token at index ``start`` up to the position, with its span."""
        if self.k > start:
            expr.start, expr.end = self.tokens[start].start, self.tokens[self.k - 1].end
        return expr

    def stands_alone(self, at: int) -> bool:
        """Whether a token is digits that are an item by themselves, and no thousands of a longer number."""
        token = self.tokens[at]
        if token.kind != "num" or not token.text.isdecimal():
            return False
        following = self.tokens[at + 1]
        if following.kind == ",":
            return following.space or self.tokens[at + 2].space
        return following.kind in CLOSERS

    # --- integrals ------------------------------------------------------------------------------------------------

    def at_differential(self) -> bool:
        """Whether the ``dx`` of the innermost integral is here."""
        integral = self.scope.integral
        if integral is None or integral.variable:
            return False
        token = self.tokens[self.k]
        if token.kind == "word":
            return len(token.text) == 2 and token.text[0] == "d"
        return token.kind in ("letter", "tword") and token.text == "d" and self.kind(1) == "letter"

    def differential(self) -> None:
        """Take ``dx`` and tell the integral it belongs to."""
        token = self.take()
        name = token.text[1] if token.kind == "word" else self.take().text
        if self.scope.integral is not None:
            self.scope.integral.variable = name

    def integrand_ends(self) -> bool:
        """Whether the innermost integral has its ``dx`` and no bracket inside it is open."""
        integral = self.scope.integral
        return integral is not None and bool(integral.variable) and integral.depth == self.depth
