r"""Texts to trees: `parse`, `parse_choices` and `parse_variants` are the only entry points to the grammar.

Where the syntax admits two readings the parser takes the likelier one and remembers the choice, and `parse_choices`
takes the other one too.
"""

from __future__ import annotations

from typing import Final

from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import Call, Expr, Number, Relation, Sequence, Text
from mathequiv.latex.grammar.code_conditions import conditional, joined_conditions
from mathequiv.latex.grammar.code_forms import may_be_code
from mathequiv.latex.grammar.evaluations import with_given
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.grammar.rules import RULES
from mathequiv.latex.grammar.wording import joined_words
from mathequiv.latex.logic import read_formula
from mathequiv.latex.sentences import stated
from mathequiv.latex.sequences import unwrapped
from mathequiv.latex.tokens import Scanned, Token, scanned
from mathequiv.latex.trees import children
from mathequiv.lexicon.commands import ENVIRONMENTS
from mathequiv.lexicon.token_kinds import ADDITIVE, CLOSERS, OPENERS, SEPARATORS, WORDS, Kind
from mathequiv.limits import MAX_DEPTH, MAX_VARIANTS
from mathequiv.nodes import replace

__all__ = ["parse", "parse_choices", "parse_variants"]

_MAX_TREE_DEPTH: Final = 2 * MAX_DEPTH
_AS_LIKELIEST: Final[frozenset[str]] = frozenset()


def _tree_depth(expr: Expr) -> int:
    deepest, stack = 0, [(expr, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in children(node))
    return deepest


def _whole(p: Parser) -> Expr:
    for read in RULES.wholes.get(p.tokens[0].kind, ()):
        found = read(p)
        if found is not None:
            return found
    if may_be_code(p.text):
        for read in RULES.code.get(p.tokens[0].kind, ()):
            found = read(p)
            if found is not None:
                return found
    tree = p.sequence()
    if p.tokens[p.k].kind != "stop":
        p.fail("the end or an operator")
    return with_given(tree) if type(tree) is Sequence and len(tree.items) == _WITH_GIVEN else tree


_WITH_GIVEN: Final = 2
"""How many items a derivative and what is given beside it are."""


def _read(text: str, tokens: tuple[Token, ...], flipped: frozenset[str], met: list[str]) -> Expr:
    """One tree; names of the choices met are added to ``met``."""
    if "else" in text and (chosen := conditional(text, tokens, RULES)) is not None:
        return chosen
    parser = Parser(text, tokens, flipped, RULES)
    try:
        tree = _whole(parser)
        met.extend(parser.met)
    except Unreadable:
        met.extend(parser.met)
        found = joined_conditions(text, tokens, RULES) or read_formula(text) or _divisibility(text, tokens)
        other = found or _as_text(tokens) or _with_its_value(text, tokens)
        if other is None:
            raise
        return other
    except RecursionError:
        # The caller's own stack is nearly full; MAX_DEPTH alone does not know that.
        raise OverLimit("MAX_DEPTH") from None
    if len(tokens) > MAX_DEPTH and _tree_depth(tree) > _MAX_TREE_DEPTH:
        raise OverLimit("MAX_DEPTH", _MAX_TREE_DEPTH + 1)
    return tree


def _divisibility(text: str, tokens: tuple[Token, ...]) -> Expr | None:
    r"""``7 \mid n`` as ``n \equiv 0 \pmod 7``; None for any other text."""
    bars = [at for at, token in enumerate(tokens) if token.kind == "bar"]
    if len(bars) != 1 or not 0 < bars[0] < len(tokens) - 1 or tokens[bars[0]].written != r"\mid":
        return None
    try:
        divisor, number = (
            Parser(text, run, _AS_LIKELIEST, RULES) for run in (tokens[: bars[0]], tokens[bars[0] + 1 :])
        )
        sides = [side.sum() for side in (divisor, number)]
    except Unreadable:
        return None
    if divisor.kind() != "stop" or number.kind() != "stop":
        return None
    return Relation((sides[1], Call("pmod", (Number(0), sides[0]))), ("equiv",))


def _with_its_value(text: str, tokens: tuple[Token, ...]) -> Expr | None:
    r"""An operator that nothing here reads, with its value (``\oint_C \vec F\cdot d\vec r = 2\pi``), as a label.

    What stands before the equals sign is one term that the operator begins, so that its value is what follows.
    """
    at = _first_equals(tokens)
    if not at or not _begins_operator(tokens[:at]):
        return None
    try:
        value = _whole(Parser(text, tokens[at + 1 :], _AS_LIKELIEST, RULES))
    except Unreadable:
        return None
    name = Text(" ".join([token.text for token in tokens[:at]]))
    if isinstance(value, Relation):
        return Relation((name, *value.members), ("=", *value.ops))
    return None if isinstance(value, (Sequence, Text)) else Relation((name, value), ("=",))


def _first_equals(tokens: tuple[Token, ...]) -> int:
    """Index of the equals sign after the one term that a text begins with; 0 if it begins with anything else."""
    level = 0
    for at, token in enumerate(tokens):
        level += (token.kind in OPENERS) - (token.kind in CLOSERS)
        if not level and at and token.kind in _BETWEEN_TERMS:
            return at if token.text == "=" else 0
    return 0


def _begins_operator(tokens: tuple[Token, ...]) -> bool:
    """Whether tokens begin with an integral, sum or limit, a size of a set, or an operator by its name."""
    first, rest = tokens[0], tokens[1:]
    if first.kind == "tword":
        return len(rest) > 1 and rest[0].kind in _AFTER_OPERATOR and WORDS.isdisjoint([token.kind for token in rest])
    if first.kind == "bar":
        return any(token.kind == "setop" for token in rest) and WORDS.isdisjoint([token.kind for token in rest])
    return first.kind in ("big", "lim") or first.written in _INTEGRALS


_BETWEEN_TERMS: Final[frozenset[Kind]] = ADDITIVE | SEPARATORS | {"rel", "implies", ":"}
_AFTER_OPERATOR: Final[frozenset[Kind]] = frozenset({"sub", "sup", "open", "letter", "vec", "accent"})
_INTEGRALS: Final = frozenset({r"\iint", r"\iiint", r"\oint", r"\oiint", r"\bigcup", r"\bigcap"})
_TEXT_KINDS: Final[frozenset[Kind]] = WORDS | {"letter", "join", ",", ".", "prime", "-"}


def _as_text(tokens: tuple[Token, ...]) -> Text | None:
    """A text of nothing but words, as one."""
    if not all(token.kind in _TEXT_KINDS for token in tokens):
        return None
    if not any(token.kind in WORDS and len(token.text) > 3 for token in tokens):
        return None
    kept = [token for token in tokens if token.kind not in (",", ".")]
    return Text(joined_words(kept))


def _tokens(found: Scanned) -> Scanned:
    if found.tokens[:1] and found.tokens[0].kind in _RAISED:
        return replace(found, tokens=_with_empty_groups(found.tokens))
    if any(token.kind == "begin" and ENVIRONMENTS.get(token.text) == "lines" for token in found.tokens):
        return replace(found, tokens=unwrapped(found.tokens))
    return found


def _with_empty_groups(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Tokens with an empty group before what is raised or lowered at nothing (``^{10}P_3``)."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        if token.kind in _RAISED and (not at or tokens[at - 1].kind in _BEFORE_VALUES):
            found += [token.turned("{", "{"), token.turned("}", "}")]
        found.append(token)
    return tuple(found)


_RAISED: Final[frozenset[Kind]] = frozenset({"sup", "sub"})
_BEFORE_VALUES: Final[frozenset[Kind]] = ADDITIVE | SEPARATORS | {"*"}


def parse(text: str, *, thousands: bool = True) -> Expr:
    r"""Read an answer as a formula; sentences are for `parse_choices`.

    Args:
        text: LaTeX, plain or code notation, damaged or not.
        thousands: whether ``1,234`` outside brackets is one number rather than a list.

    Returns:
        The likeliest tree.

    Raises:
        Unreadable: the text is no mathematics and not only words; its span counts in the repaired text it carries.
        OverLimit: the text is too long, nested too deeply, or holds a numeral with too many digits.
    """
    found = _tokens(scanned(text))
    cleaned, tokens = found.text, found.tokens
    return _read(cleaned, tokens, _AS_LIKELIEST if thousands else frozenset({"thousands"}), [])


def parse_variants(text: str | Scanned) -> tuple[Expr, ...]:
    """The trees of `parse_choices` alone."""
    return tuple(tree for _, tree in parse_choices(text))


def parse_choices(text: str | Scanned) -> tuple[tuple[str, Expr], ...]:
    r"""Read an answer in every way its syntax admits.

    Args:
        text: as for `parse`, or what `mathequiv.latex.tokens.scanned` made of it.

    Returns:
        One to three different trees, likeliest first, each with the name of the choice that was made the second way
        for it (``""`` for none).

    Raises:
        Unreadable: no variant can be read; the error is that of the likeliest.
        OverLimit: as for `parse`.
    """
    found = text if isinstance(text, Scanned) else scanned(text)
    if "begin" in found.text or (found.tokens[:1] and found.tokens[0].kind in _RAISED):
        found = _tokens(found)
    cleaned, tokens = found.text, found.tokens
    said = stated(tokens) if found.worded else None
    if said == ():
        raise Unreadable(cleaned, (0, len(cleaned)), "one condition of the values")
    if said is not None:
        try:
            return _choices(cleaned, said)
        except Unreadable:
            pass
    return _choices(cleaned, tokens)


def _choices(cleaned: str, tokens: tuple[Token, ...]) -> tuple[tuple[str, Expr], ...]:
    """The trees of one row of tokens, as `parse_choices` gives them."""
    met: list[str] = []
    found: dict[Expr, str] = {}
    failure: Unreadable | None = None
    try:
        likeliest = _read(cleaned, tokens, _AS_LIKELIEST, met)
        if not met:
            return (("", likeliest),)
        found[likeliest] = ""
    except Unreadable as error:
        failure = error
    for name in dict.fromkeys(met):
        if len(found) == MAX_VARIANTS:
            break
        try:
            found.setdefault(_read(cleaned, tokens, frozenset({name}), []), name)
        except Unreadable:
            continue
    if not found:
        raise failure or Unreadable(cleaned, (0, len(cleaned)), "mathematics")
    return tuple((name, tree) for tree, name in found.items())
