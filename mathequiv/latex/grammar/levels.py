"""The parser: seven levels of precedence, loosest first, and the tables of what may stand at each.

Lists of items, relations, set operations and ratios, sums, products, operands with their marks, atoms. `Parser` knows
how the levels nest; what an atom, a mark or a neighbour in a product is stands in the tables of a `Rules`, whose
functions (`mathequiv.latex.grammar.rules`) call the levels again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias, TypeVar

from mathequiv.latex.digits import number
from mathequiv.latex.expr import Call, Expr, Neg, Number, Qualified, Relation, SetOp, Text
from mathequiv.latex.grammar.combine import (
    add_measured,
    as_named_set,
    divide,
    is_set,
    multiply,
    multiply_measured,
    signed,
)
from mathequiv.latex.grammar.cursor import Cursor, Scope
from mathequiv.latex.grammar.declarations import declared, declares, declaring
from mathequiv.latex.sequences import JOINERS, assembled, loosest
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.token_kinds import ADDITIVE, BREAKS, CLOSERS, FACTORS, ITEM_ENDS, Kind
from mathequiv.limits import MAX_DEPTH, check

__all__ = ["Atom", "Follower", "Neighbour", "Parser", "Reader", "Rules", "Tail", "by_kind"]

_PRODUCT_ENDS: Final[frozenset[Kind]] = (BREAKS | ADDITIVE) - {":"}
_NUMERAL_ENDS: Final[frozenset[Kind]] = _PRODUCT_ENDS - {","}  # a comma may separate thousands
_VALUE_ENDS: Final[frozenset[Kind]] = ITEM_ENDS | {"rel"}
_LABEL_OPS: Final = frozenset({":", "=", "approx"})
_MODULI: Final[frozenset[Kind]] = frozenset({"mod", "pmod"})

Reader: TypeAlias = Callable[["Parser"], "Expr | None"]
"""Reads what starts at the position; None, with nothing taken, if that is not what it reads."""

Atom: TypeAlias = Callable[["Parser", Token], "Expr | None"]
"""Reads what starts with the token, which is taken; None, with nothing more taken, if that is not what it reads."""

Follower: TypeAlias = Callable[["Parser", Expr], "Expr | None"]
"""Reads what changes the expression before it; None, with nothing taken, if nothing here does."""

Neighbour: TypeAlias = Callable[["Parser", "list[Expr]"], "bool | None"]
"""Looks at what stands beside the factors so far: True if it was taken, False if the product ends here, else None."""

Tail: TypeAlias = tuple[frozenset[Kind], Follower]
"""A follower and the kinds of token it may start with."""


_Rule = TypeVar("_Rule")


def by_kind(rows: tuple[tuple[Kind, _Rule], ...]) -> dict[Kind, tuple[_Rule, ...]]:
    """The rules of a table by the kind of token they start with; those of one kind stay in order."""
    return {kind: tuple([rule for other, rule in rows if other == kind]) for kind, _ in rows}


class Rules(NamedTuple):
    """What may stand at each level, by the kind of token it starts with.

    Attributes:
        wholes: readers of a whole text.
        leads: what may stand before an item; None goes on with the item.
        clauses: what may stand after a separator and is said of all items before it.
        endings: what is said of an item and follows it without a separator.
        members: what may be a whole side of a relation.
        tails: what makes another value of a sum; each is looked for once, in this order.
        neighbours: what stands beside a factor and may be something else than the next one.
        followers: powers and marks.
        atoms: what a factor starts with.
    """

    wholes: dict[Kind, tuple[Reader, ...]]
    leads: dict[Kind, tuple[Reader, ...]]
    clauses: dict[Kind, tuple[Follower, ...]]
    endings: dict[Kind, tuple[Follower, ...]]
    members: dict[Kind, tuple[Reader, ...]]
    tails: tuple[Tail, ...]
    neighbours: dict[Kind, tuple[Neighbour, ...]]
    followers: dict[Kind, tuple[Follower, ...]]
    atoms: dict[Kind, tuple[Atom, ...]]


class Parser(Cursor):
    """A cursor that reads by rules."""

    def __init__(self, text: str, tokens: tuple[Token, ...], flipped: frozenset[str], rules: Rules) -> None:
        super().__init__(text, tokens, flipped)
        self.rules = rules
        self.neighbours = rules.neighbours
        self.followers = rules.followers
        self.atoms = rules.atoms

    def within(self, scope: Scope, read: Callable[[], Expr]) -> Expr:
        """What ``read`` reads, one level deeper, in another scope."""
        before, self.scope = self.scope, scope
        self.enter()
        inner = read()
        self.leave()
        self.scope = before
        return inner

    # --- lists ----------------------------------------------------------------------------------------------------

    def answer(self) -> Expr:
        """The whole text."""
        for read in self.rules.wholes.get(self.tokens[0].kind, ()):
            found = read(self)
            if found is not None:
                return found
        found = self.sequence()
        if self.kind() != "stop":
            self.fail("the end or an operator")
        return found

    def sequence(self) -> Expr:
        """Items with separators; a qualifier belongs to all items before it."""
        start = self.k
        items = [self.item()]
        if self.tokens[self.k].kind not in JOINERS:
            return items[0]
        joins: list[str] = []
        while (joiner := _separator(self)) is not None and (kind := self.kind()) not in CLOSERS:
            if kind in self.rules.clauses and self.kind(1) != "stop":
                qualified = _followed(self, self.rules.clauses[kind], assembled(items, joins))
                if qualified is not None:
                    items, joins = [qualified], []
                    continue
            item = self.item()
            qualifier = declared(item, items)
            if qualifier is None:
                items.append(item)
                joins.append(joiner)
            else:
                items, joins = [declaring(items, joins, *qualifier)], []
        check("MAX_ITEMS", len(items))
        return self.mark(assembled(items, joins), start)

    def item(self) -> Expr:
        """One member of a list, with its qualifiers."""
        start = self.k
        kind = self.tokens[start].kind
        if kind == "num" and self.stands_alone(start):
            self.k += 1
            return self.mark(number(self.tokens[start].text), start)
        if kind == "-" and self.stands_alone(start + 1):
            self.k += 2
            return self.mark(Neg(number(self.tokens[start + 1].text)), start)
        for lead in self.rules.leads.get(kind, ()):
            led = lead(self)
            if led is not None:
                return self.mark(led, start)
        waiting = len(self.pending)
        expr = self.relation()
        if len(self.pending) > waiting:
            for said, names in self.pending[waiting:]:
                expr = Qualified(expr, said, names)
            del self.pending[waiting:]
        endings = self.rules.endings.get(self.tokens[self.k].kind)
        return expr if endings is None else _followed(self, endings, expr) or expr

    # --- relations and values -------------------------------------------------------------------------------------

    def relation(self) -> Expr:
        """A value, or values with relation signs between them; a colon after words is one."""
        start = self.k
        first = self.member()
        token = self.tokens[self.k]
        labelled = token.kind == ":" and isinstance(first, Text)
        if token.kind != "rel" and not labelled:
            return first
        if isinstance(first, Text) and token.text not in _LABEL_OPS:
            self.fail("a value, not words, before the relation")
        members: list[Expr] = [first]
        ops: list[str] = []
        while token.kind == "rel" or (labelled and not ops):
            self.k += 1
            op = "colon" if token.kind == ":" else token.text
            member = self.within(self.scope._replace(congruent=op == "equiv"), self.member)
            members.append(as_named_set(member) if op in ("in", "notin") else member)
            ops.append(op)
            token = self.tokens[self.k]
        if token.kind in _MODULI or (token.text == "(" and self.kind(1) in _MODULI):
            members[-1] = _modulus(self, members[-1])
        return self.mark(Relation(tuple(members), tuple(ops)), start)

    def member(self) -> Expr:
        """One side of a relation."""
        start = self.k
        for read in self.rules.members.get(self.tokens[start].kind, ()):
            found = read(self)
            if found is not None:
                return self.mark(found, start)
        return self.value()

    def value(self) -> Expr:
        """A sum, and what makes a set operation, ratio or time of day of it."""
        start = self.k
        left = self.sum()
        if self.tokens[self.k].kind in _VALUE_ENDS:
            return left
        for kinds, follow in self.rules.tails:
            if self.tokens[self.k].kind in kinds:
                left = self.mark(follow(self, left) or left, start)
        return left

    # --- sums and products ----------------------------------------------------------------------------------------

    def sum(self) -> Expr:
        """Terms with signs between them; minus between sets takes one from the other."""
        start = self.k
        first = self.term()
        if self.tokens[self.k].kind not in ADDITIVE:
            return first
        terms = [first]
        while (kind := self.tokens[self.k].kind) in ADDITIVE and not self.integrand_ends():
            begin = self.k
            self.k += 1
            right = self.term()
            if kind == "-" and is_set(right) and is_set(terms[-1]):
                terms[-1] = SetOp("difference", terms[-1], right)
            else:
                terms.append(self.mark(signed(kind, right), begin))
        return self.mark(add_measured(terms), start)

    def term(self) -> Expr:
        """A product with its signs."""
        start = self.k
        kind = self.tokens[start].kind
        if kind not in ADDITIVE:
            return self.product()
        self.k += 1
        self.enter()
        inner = self.term()
        self.leave()
        return self.mark(signed(kind, inner), start)

    def product(self) -> Expr:
        """Factors; division binds from the left, so ``1/2x`` is ``(1/2)x``."""
        start = self.k
        token = self.tokens[start]
        if token.kind == "num" and self.tokens[start + 1].kind in _NUMERAL_ENDS and token.text.isdecimal():
            self.k += 1
            return self.mark(number(token.text), start)
        if self.scope.integral is not None and self.at_differential():
            self.differential()
            return Number(1)
        factors = [self.operand()]
        if self.tokens[self.k].kind in _PRODUCT_ENDS:
            return factors[0]
        while True:
            kind = self.tokens[self.k].kind
            beside = self.beside(kind, factors)
            if beside is False:
                break
            if beside:
                continue
            if kind == "*":
                self.k += 1
                factors.append(self.factor())
            elif kind == "/" or (kind == ":" and self.scope.colon == "divide"):
                self.k += 1
                factors = [self.mark(divide(multiply(factors), self.factor()), start)]
            elif kind == "mod" and not self.scope.congruent:
                self.k += 1
                factors = [Call("mod", (multiply(factors), self.factor()))]
            elif kind in FACTORS:
                _multiply_next(self, factors)
            else:
                break
        return self.mark(multiply_measured(factors), start) if len(factors) > 1 else factors[0]

    def beside(self, kind: Kind, factors: list[Expr]) -> bool | None:
        """What the first rule says that knows what stands beside the factors; None if none does."""
        if self.scope.integral is not None and self.at_differential():
            self.differential()
            return False
        for look in self.neighbours.get(kind, ()):
            taken = look(self, factors)
            if taken is not None:
                return taken
        return None

    def factor(self) -> Expr:
        """What stands after an operator; it may carry a sign (``2*-3``)."""
        return self.term() if self.tokens[self.k].kind in ("-", "+") else self.operand()

    # --- operands -------------------------------------------------------------------------------------------------

    def operand(self) -> Expr:
        """An atom with its powers and marks."""
        start = self.k
        base = self.atom()
        while (rows := self.followers.get(self.tokens[self.k].kind)) is not None:
            marked = _followed(self, rows, base)
            if marked is None:
                break
            base = self.mark(marked, start)
        return base

    def atom(self) -> Expr:
        """What a factor starts with."""
        start = self.k
        token = self.tokens[start]
        rows = self.atoms.get(token.kind)
        if rows is None:
            self.fail("a value")
        self.k += 1
        for read in rows:
            found = read(self, token)
            if found is not None:
                return self.mark(found, start)
        return self.fail("a value", token)

    def argument(self, *, single: bool = False) -> Expr:
        r"""What a command or script takes: a group, or one token; of digits one alone if ``single`` (``\frac12``)."""
        start = self.k
        token = self.tokens[start]
        if token.kind == "{":
            return self.group()
        if token.kind == "num" and single:
            if len(token.text) > 1:
                self.reread(start, [token.part("num", 0, 1), token.part("num", 1, len(token.text))])
            digit = self.take().text
            return self.mark(Number(int(digit)), start) if digit.isdecimal() else self.fail("a digit")
        self.enter()
        if token.kind == "word":
            self.split_letters(start)
        sign = self.take().kind if token.kind in ("-", "+") else ""
        inner = self.atom()
        self.leave()
        return self.mark(Neg(inner), start) if sign == "-" else inner

    def group(self) -> Expr:
        """The content of ``{…}`` as one value."""
        tokens, k = self.tokens, self.k
        if tokens[k + 1].kind == "num" and tokens[k + 2].kind == "}" and self.depth < MAX_DEPTH:
            digits = tokens[k + 1].text
            if digits.isdecimal():
                self.k = k + 3
                return self.mark(number(digits), k)
        self.expect("{")
        inner = self.within(self.scope.inside("divide"), self.value)
        self.expect("}")
        return inner


def _followed(p: Parser, rows: tuple[Follower, ...], expr: Expr) -> Expr | None:
    """``expr`` as the first rule that applies makes it; None if none does."""
    for follow in rows:
        found = follow(p, expr)
        if found is not None:
            return found
    return None


def _modulus(p: Parser, value: Expr) -> Expr:
    """``value`` with the modulus that follows it."""
    bracketed = p.accept("open", "(")
    p.take()
    divisor = p.argument() if p.kind() == "{" else p.product()
    if bracketed:
        p.expect("close", ")")
    return Call("pmod", (value, divisor))


def _separator(p: Parser) -> str | None:
    """Take all separators at the position; the loosest of them, None if there is none."""
    start = p.k
    while p.tokens[p.k].kind in JOINERS:
        p.k += 1
    return loosest(p.tokens[start : p.k]) if p.k > start else None


def _multiply_next(p: Parser, factors: list[Expr]) -> None:
    r"""Take the next factor, or a membership in parentheses, which waits for its item (``\pi k (k \in Z)``)."""
    right = p.operand()
    if not declares(right):
        factors.append(right)
        return
    qualifier = declared(right, [right])
    if qualifier is None:
        p.fail("a domain")
    p.pending.append(qualifier)
