"""Kinds of token: one row a kind, and every set of kinds that more than one module asks for, made from the rows.

A kind that is compared or listed anywhere is one of `Kind`, so the type checker finds a misspelled one. A reader of the
grammar that needs a set of its own names it beside its use; a set that two of them need belongs here.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias, get_args

__all__ = [
    "ADDITIVE", "ALPHANUMERIC", "ARITY", "BINARY", "BREAKS", "CLAUSE_SIGNS", "CLOSERS", "COMMAND_GROUPS", "FACTORS",
    "INDEXED", "ITEM_ENDS", "ITEM_STARTS", "KINDS", "LIST_STARTS", "OPENERS", "PAUSES", "PLAIN_VALUES", "ROWS",
    "SEPARATORS", "VALUES", "VALUE_ENDS", "WORDS", "Kind", "KindRow",
]  # fmt: skip

Kind: TypeAlias = Literal[
    "num", "letter", "vec", "const", "setname", "ldots", "func", "frac", "construct", "sqrt", "accent", "big", "lim",
    "begin", "label", "cur", "bar", "norm", "word", "tword", "open", "{", "close", "}", "end", "stop", ",", ";", "join",
    "quad", "row", "&", "+", "-", "pm", "mp", "*", "/", ":", "over", "mod", "pmod", "setop", "cross", "rel", "implies",
    "not", "forall", "sup", "sub", "prime", "deg", "pct", "!", "half", ".", "glued comma", "other", "drop", "skip1",
    "clear", "text", "bold", "double",
]  # fmt: skip
"""What a token is: ``tword`` is a word of ``\\text``, ``vec`` a bold letter, ``stop`` stands after the last token; a
``construct`` is a command with arguments that its text tells from others."""

Role: TypeAlias = Literal[
    "value", "fence", "word", "opener", "closer", "separator", "sign", "operator", "relation", "mark", "other", "group"
]
Edge: TypeAlias = Literal["", "start", "end", "both"]


class KindRow(NamedTuple):
    """One kind of token.

    Attributes:
        kind: its name.
        role: what it does between others; a ``fence`` opens and closes, a ``group`` is a kind of command that makes no
            token itself.
        edge: which edge of a value it can be.
        arity: how many arguments follow it; of a construct, its command says which.
    """

    kind: Kind
    role: Role
    edge: Edge = ""
    arity: int = 0


_ROWS: Final = (
    KindRow("num", "value", "both"),
    KindRow("letter", "value", "both"),
    KindRow("vec", "value", "both"),
    KindRow("const", "value", "both"),
    KindRow("setname", "value", "both"),
    KindRow("ldots", "value", "start"),
    KindRow("func", "value", "start"),
    KindRow("frac", "value", "start", 2),
    KindRow("construct", "value", "start", 2),
    KindRow("sqrt", "value", "start", 1),
    KindRow("accent", "value", "start", 1),
    KindRow("big", "value", "start"),
    KindRow("lim", "value", "start"),
    KindRow("begin", "value", "start"),
    KindRow("label", "value", "start"),
    KindRow("cur", "value", "start"),
    KindRow("bar", "fence", "both"),
    KindRow("norm", "fence", "both"),
    KindRow("word", "word", "start"),
    KindRow("tword", "word", "start"),
    KindRow("open", "opener", "start"),
    KindRow("{", "opener", "start"),
    KindRow("close", "closer", "end"),
    KindRow("}", "closer", "end"),
    KindRow("end", "closer", "end"),
    KindRow("stop", "closer"),
    KindRow(",", "separator"),
    KindRow(";", "separator"),
    KindRow("join", "separator"),
    KindRow("quad", "separator"),
    KindRow("row", "separator"),
    KindRow("&", "separator"),
    KindRow("+", "sign"),
    KindRow("-", "sign", "start"),
    KindRow("pm", "sign"),
    KindRow("mp", "sign"),
    KindRow("*", "operator"),
    KindRow("/", "operator"),
    KindRow(":", "operator"),
    KindRow("over", "operator"),
    KindRow("mod", "operator"),
    KindRow("pmod", "operator"),
    KindRow("setop", "operator"),
    KindRow("cross", "operator"),
    KindRow("rel", "relation"),
    KindRow("implies", "relation"),
    KindRow("not", "other"),
    KindRow("forall", "other"),
    KindRow("sup", "mark", "", 1),
    KindRow("sub", "mark", "", 1),
    KindRow("prime", "mark"),
    KindRow("deg", "mark", "end"),
    KindRow("pct", "mark", "end"),
    KindRow("!", "mark", "end"),
    KindRow("half", "mark"),
    KindRow(".", "other"),
    KindRow("glued comma", "other"),
    KindRow("other", "other"),
    KindRow("drop", "group"),
    KindRow("skip1", "group", "", 1),
    KindRow("clear", "group", "", 1),
    KindRow("text", "group", "", 1),
    KindRow("bold", "group", "", 1),
    KindRow("double", "group", "", 1),
)


def _index() -> dict[Kind, KindRow]:
    rows = {row.kind: row for row in _ROWS}
    if set(rows) != set(get_args(Kind)) or len(rows) != len(_ROWS):
        raise ValueError("every kind has one row")
    return rows


ROWS: Final[dict[Kind, KindRow]] = _index()
"""The row of each kind."""

KINDS: Final = frozenset(ROWS)
"""Every kind a token or a row of `mathequiv.lexicon.commands` may have."""


def _of(*roles: Role) -> frozenset[Kind]:
    return frozenset(row.kind for row in _ROWS if row.role in roles)


WORDS: Final = _of("word")
"""Words, in ``\\text`` or not."""

SAYING: Final = WORDS | {"implies", "ldots", "in"}
"""Kinds and texts of tokens one of which every sentence and every declaration holds."""

MARKING: Final = frozenset[str]({"vec", "accent", "nabla"})
"""Kinds and texts of tokens that tell of vectors."""

ALPHANUMERIC: Final[frozenset[Kind]] = WORDS | {"letter", "num"}
"""Runs of letters and digits."""

PLAIN_VALUES: Final[frozenset[Kind]] = frozenset({"num", "letter", "const"})
"""Values of one token that a slash makes a plain fraction of."""

OPENERS: Final = _of("opener")
"""Brackets and braces that open."""

CLOSERS: Final = _of("closer")
"""What closes what is around a value; the end of the text does."""

SEPARATORS: Final = _of("separator")
"""What is between items or cells."""

PAUSES: Final[frozenset[Kind]] = frozenset({",", ";", ".", "quad", "row"})
"""What ends a clause, and says nothing at the end of a text."""

CLAUSE_SIGNS: Final[frozenset[Kind]] = frozenset({",", ";", ":"})
"""Signs between the parts of a sentence."""

ADDITIVE: Final = _of("sign")
"""Signs between terms."""

BINARY: Final = _of("sign", "operator", "relation")
"""Signs between two values."""

COMMAND_GROUPS: Final[frozenset[Kind]] = frozenset(row.kind for row in _ROWS if row.role == "group" and row.arity)
"""Commands that say how the group after them is read."""

ARITY: Final[dict[Kind, int]] = {row.kind: row.arity for row in _ROWS if row.arity and row.role != "group"}
"""Tokens that take arguments: how many."""

FACTORS: Final[frozenset[Kind]] = frozenset(
    row.kind for row in _ROWS if row.edge in ("start", "both") and row.role != "sign"
)
"""What a factor may start with."""

VALUE_ENDS: Final[frozenset[Kind]] = frozenset(row.kind for row in _ROWS if row.edge in ("end", "both"))
"""What a value may end with, words apart."""

INDEXED: Final[frozenset[Kind]] = frozenset({"num", "sub", "letter"})
"""What numbers and letters with their indices are made of."""

VALUES: Final[frozenset[Kind]] = _of("value") | {"open"}
"""What can only be the start of a value: no word, no bar that may close as well, no group that may be an argument."""

LIST_STARTS: Final[frozenset[Kind]] = VALUES | {"-"}
"""What a ``\\quad`` after a value separates from it (``3\\quad\\binom52``)."""

ITEM_ENDS: Final = SEPARATORS | CLOSERS
"""What an item of a list ends before."""

BREAKS: Final[frozenset[Kind]] = ITEM_ENDS | {"rel", ":"}
"""What words that fill an item or a side of a relation end before."""

ITEM_STARTS: Final[frozenset[Kind]] = SEPARATORS | WORDS | {"open", "rel", "implies"}
"""What an item may start after."""
