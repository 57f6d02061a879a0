"""The parser: seven levels of precedence, loosest first, and the tables of what may be at each.

Lists of items, relations, set operations and ratios, sums, products, operands with their marks, atoms. `Parser` knows
how the levels nest; what an atom, a mark or a neighbour in a product is, is in the tables of a `Rules`, whose
functions (`mathequiv.latex.grammar.rules`) call the levels again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias, TypeVar

from mathequiv.latex.digits import number
from mathequiv.latex.expr import Call, Expr, Neg, Number, Qualified, Relation, SetOp, Symbol, Text
from mathequiv.latex.grammar.combine import (
    add_measured,
    as_named_set,
    divide,
    equated,
    is_set,
    multiply,
    multiply_measured,
    signed,
)
from mathequiv.latex.grammar.cursor import Cursor, Qualifier
from mathequiv.latex.grammar.declarations import declared, declares, declaring
from mathequiv.latex.sequences import JOINERS, assembled, loosest
from mathequiv.latex.settling import is_scaled_vector
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.token_kinds import (
    ADDITIVE,
    BREAKS,
    CLOSERS,
    FACTORS,
    ITEM_ENDS,
    OPENERS,
    SEPARATORS,
    WORDS,
    Kind,
)
from mathequiv.limits import MAX_DEPTH, MAX_DIGITS, check

_PRODUCT_ENDS: Final[frozenset[Kind]] = (BREAKS | ADDITIVE) - {":"}
_NUMERAL_ENDS: Final[frozenset[Kind]] = _PRODUCT_ENDS - {","}  # a comma may separate thousands
_VALUE_ENDS: Final[frozenset[Kind]] = ITEM_ENDS | {"rel"}
_NUMBER_ENDS: Final[frozenset[Kind]] = _VALUE_ENDS - {","}
_LABEL_OPS: Final = frozenset({":", "=", "approx"})
_CONDITIONS: Final = frozenset({"<", "<=", ">", ">=", "!="})
_MODULI: Final[frozenset[Kind]] = frozenset({"mod", "pmod"})
_BEFORE_MODULUS: Final[frozenset[Kind]] = _MODULI | {"open"}

Reader: TypeAlias = Callable[["Parser"], "Expr | None"]
"""Reads what starts at the position; None, with nothing taken, if that is not what it reads."""

Atom: TypeAlias = Callable[["Parser", Token], "Expr | None"]
"""Reads what starts with the token, which is taken; None, with nothing more taken, if that is not what it reads."""

Follower: TypeAlias = Callable[["Parser", Expr], "Expr | None"]
"""Reads what changes the expression before it; None, with nothing taken, if nothing here does."""

Clause: TypeAlias = Callable[["Parser"], "Qualifier | None"]
"""Reads what is said of a value or of values; None, with nothing taken, if nothing is said here."""

Neighbour: TypeAlias = Callable[["Parser", "list[Expr]"], "bool | None"]
"""Looks at what is beside the factors so far: True if it was taken, False if the product ends here, else None."""

Tail: TypeAlias = tuple[frozenset[Kind], Follower]
"""A follower and the kinds of token it may start with."""


_Rule = TypeVar("_Rule")


def by_kind(rows: tuple[tuple[Kind, _Rule], ...]) -> dict[Kind, tuple[_Rule, ...]]:
    """The rules of a table by the kind of token they start with; those of one kind stay in order."""
    return {kind: tuple([rule for other, rule in rows if other == kind]) for kind, _ in rows}


class Rules(NamedTuple):
    """What may be at each level, by the kind of token it starts with.

    Attributes:
        wholes: readers of a whole text.
        code: readers of a whole text of code.
        leads: what may be before an item; None goes on with the item.
        clauses: what may stand after a separator and is said of all items before it.
        endings: what is said of an item and follows it without a separator.
        members: what may be a whole side of a relation.
        tails: what makes another value of a sum; each is looked for once, in this order.
        neighbours: what is beside a factor and may be something else than the next one.
        followers: powers and marks.
        atoms: what a factor starts with.
        letters: what it starts with where that is one of these letters.
    """

    wholes: dict[Kind, tuple[Reader, ...]]
    code: dict[Kind, tuple[Reader, ...]]
    leads: dict[Kind, tuple[Reader, ...]]
    clauses: dict[Kind, Clause]
    endings: dict[Kind, Clause]
    members: dict[Kind, tuple[Reader, ...]]
    tails: tuple[Tail, ...]
    neighbours: dict[Kind, tuple[Neighbour, ...]]
    followers: dict[Kind, tuple[Follower, ...]]
    atoms: dict[Kind, tuple[Atom, ...]]
    letters: dict[str, tuple[Atom, ...]]


class Parser(Cursor):
    """A cursor that reads by rules."""

    __slots__ = ("rules",)

    def __init__(self, text: str, tokens: tuple[Token, ...], flipped: frozenset[str], rules: Rules) -> None:
        Cursor.__init__(self, text, tokens, flipped)
        self.rules = rules

    def sequence(self) -> Expr:
        """Items with separators; a qualifier belongs to all items before it."""
        start = self.k
        items = [self.item()]
        if self.tokens[self.k].kind not in JOINERS:
            return items[0]
        joins: list[str] = []
        while (joiner := _separator(self)) is not None and (kind := self.tokens[self.k].kind) not in CLOSERS:
            clause = self.rules.clauses.get(kind)
            said = None if clause is None or self.kind(1) == "stop" else clause(self)
            if said is not None:
                items, joins = [Qualified(assembled(items, joins), *said)], []
                continue
            item = self.item()
            qualifier = declared(item, items) if type(item) is Relation else None
            if qualifier is None:
                items.append(item)
                joins.append(joiner)
            else:
                items, joins = [declaring(items, joins, qualifier)], []
        check("MAX_ITEMS", len(items))
        return self.mark(assembled(items, joins), start)

    def item(self) -> Expr:
        """One member of a list, with its qualifiers."""
        start = self.k
        token = self.tokens[start]
        kind = token.kind
        if kind == "num" and self.stands_alone(start):
            self.k += 1
            return _numeral(token)
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
            for qualifier in self.pending[waiting:]:
                expr = Qualified(expr, *qualifier)
            del self.pending[waiting:]
        ending = self.rules.endings.get(self.tokens[self.k].kind)
        said = None if ending is None else ending(self)
        return expr if said is None else self.mark(Qualified(expr, *said), start)

    def relation(self) -> Expr:
        """A value, or values with relation signs between them; a colon after words is one."""
        start = self.k
        first = self.member()
        token = self.tokens[self.k]
        labelled = token.kind == ":" and isinstance(first, Text)
        if token.kind != "rel" and not labelled:
            if token.kind not in _BEFORE_MODULUS:
                return first
            found = _with_modulus(self, first)
            return first if found is first else self.mark(found, start)
        if isinstance(first, Text) and token.text not in _LABEL_OPS:
            self.fail("a value, not words, before the relation")
        members: list[Expr] = [first]
        ops: list[str] = []
        while token.kind == "rel" or (labelled and not ops):
            self.k += 1
            op = "colon" if token.kind == ":" else token.text
            if (op == "equiv") == self.scope.congruent:
                member = self.member()
            else:
                member = self.within(self.scope._replace(congruent=op == "equiv"), self.member)
            members.append(as_named_set(member) if op in ("in", "notin") else member)
            ops.append(op)
            token = self.tokens[self.k]
        if token.kind in _BEFORE_MODULUS:
            members[-1] = _with_modulus(self, members[-1])
        return self.mark(equated(tuple(members), tuple(ops)), start)

    def member(self) -> Expr:
        """One side of a relation."""
        start = self.k
        token = self.tokens[start]
        kind = token.kind
        if kind == "num" and self.tokens[start + 1].kind in _NUMBER_ENDS and token.text.isdecimal():
            self.k += 1
            return _numeral(token)
        if kind == "letter":
            following = self.tokens[start + 1].kind
            if following in _VALUE_ENDS and self.scope.integral is None:
                return self.atom()
            if following not in WORDS:
                return self.value()
        for read in self.rules.members.get(kind, ()):
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

    def sum(self) -> Expr:
        """Terms with signs between them; minus between sets takes one from the other."""
        start = self.k
        first = self.term() if self.tokens[start].kind in ADDITIVE else self.product()
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
                terms.append(right if kind == "+" else self.mark(signed(kind, right), begin))
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
        if token.kind == "num":
            if self.tokens[start + 1].kind in _NUMERAL_ENDS and token.text.isdecimal():
                self.k += 1
                return _numeral(token)
        elif self.scope.integral is not None:
            if self.at_differential():
                self.differential()
                return Number(1)
        elif token.kind == "letter" and self.tokens[start + 1].kind in _PRODUCT_ENDS:
            return self.atom()
        factors = [self.operand()]
        if self.tokens[self.k].kind in _PRODUCT_ENDS:
            return factors[0]
        while (kind := self.tokens[self.k].kind) not in _PRODUCT_ENDS:
            looks = kind in self.rules.neighbours or self.scope.integral is not None
            taken = _beside(self, kind, factors) if looks else None
            if taken is None:
                taken = _multiply(self, factors, kind, start)
            if not taken:
                break
        return self.mark(multiply_measured(factors), start) if len(factors) > 1 else factors[0]

    def operand(self) -> Expr:
        """An atom with its powers and marks."""
        start = self.k
        base = self.atom()
        followers = self.rules.followers
        while (rows := followers.get(self.tokens[self.k].kind)) is not None:
            marked = _followed(self, rows, base)
            if marked is None:
                break
            base = self.mark(marked, start)
        return base

    def atom(self) -> Expr:
        """What a factor starts with."""
        token = self.tokens[self.k]
        kind, rules = token.kind, self.rules
        rows = rules.atoms.get(kind) if kind != "letter" else rules.letters.get(token.text, rules.atoms[kind])
        if rows is None:
            self.fail("a value")
        self.k += 1
        for read in rows:
            found = read(self, token)
            if found is not None:
                found.start, found.end = token.start, self.tokens[self.k - 1].end
                return found
        return self.fail("a value", token)


def _beside(p: Parser, kind: Kind, factors: list[Expr]) -> bool | None:
    """What the first rule says that knows what is beside the factors; None if none does."""
    if p.scope.integral is not None and p.at_differential():
        p.differential()
        return False
    for look in p.rules.neighbours.get(kind, ()):
        taken = look(p, factors)
        if taken is not None:
            return taken
    return None


def _followed(p: Parser, rows: tuple[Follower, ...], expr: Expr) -> Expr | None:
    """``expr`` as the first rule that applies makes it; None if none does."""
    for follow in rows:
        found = follow(p, expr)
        if found is not None:
            return found
    return None


def argument(p: Parser, *, single: bool = False) -> Expr:
    r"""What a command or script takes: a group, or one token; of digits one alone if ``single`` (``\frac12``)."""
    start = p.k
    token = p.tokens[start]
    if token.kind == "{":
        return _group(p)
    if token.kind == "num" and single:
        if len(token.text) > 1:
            p.reread(start, [token.part("num", 0, 1), token.part("num", 1, len(token.text))])
        digit = p.take().text
        return p.mark(Number(int(digit)), start) if digit.isdecimal() else p.fail("a digit")
    if token.kind == "num" and p.kind(1) == "frac":
        return p.mark(number(p.take().text), start)  # ``x^2\\frac12`` is no power of a mixed number
    p.enter()
    if token.kind == "word":
        p.split_letters(start)
    sign = p.take().kind if token.kind in ("-", "+") else ""
    inner = p.atom()
    p.leave()
    return p.mark(Neg(inner), start) if sign == "-" else inner


def _numeral(token: Token) -> Expr:
    """The number of a token that has nothing but digits."""
    digits = token.text
    alone = Number(int(digits)) if len(digits) <= MAX_DIGITS else number(digits)
    alone.start, alone.end = token.start, token.end
    return alone


def _group(p: Parser) -> Expr:
    """The content of ``{…}`` as one value."""
    tokens, k = p.tokens, p.k
    if tokens[k + 1].kind == "num" and tokens[k + 2].kind == "}" and p.depth < MAX_DEPTH:
        digits = tokens[k + 1].text
        if digits.isdecimal():
            p.k = k + 3
            return p.mark(number(digits), k)
    p.k = k + 1
    inner = p.within(p.scope.inside("divide"), p.value)
    if p.tokens[p.k].kind == "}":
        p.k += 1
    else:
        p.fail("'}'")
    return inner


def _with_modulus(p: Parser, value: Expr) -> Expr:
    r"""``value`` with the modulus that follows it, ``\pmod 5`` or ``(\mod 5)``; as it is where none does."""
    kind = p.tokens[p.k].kind
    follows = kind in _MODULI or (p.tokens[p.k].text == "(" and p.kind(1) in _MODULI)
    return _modulus(p, value) if follows else value


def _modulus(p: Parser, value: Expr) -> Expr:
    """``value`` with the modulus that follows it."""
    bracketed = p.accept("open", "(")
    p.take()
    divisor = argument(p) if p.kind() == "{" else p.product()
    if bracketed:
        p.expect("close", ")")
    return Call("pmod", (value, divisor))


def _separator(p: Parser) -> str | None:
    """Take all separators at the position; the loosest of them, None if there is none."""
    start = p.k
    kind = p.tokens[start].kind
    if kind not in JOINERS:
        return None
    p.k += 1
    while p.tokens[p.k].kind in JOINERS:
        p.k += 1
    return (JOINERS[kind] if p.k == start + 1 else "") or loosest(p.tokens[start : p.k])


def _multiply(p: Parser, factors: list[Expr], kind: Kind, start: int) -> bool:
    """Take a sign with the factor after it, or a factor alone; False if neither is here."""
    if kind in FACTORS:
        right = p.operand()
        if type(right) is Relation:
            _take_relation(p, factors, right)
        else:
            factors.append(right)
    elif kind == "*":
        p.k += 1
        _take_divergence(p, factors)
        measured = _followed(p, p.rules.followers["deg"], multiply(factors)) if p.kind() == "deg" else None
        factors[:] = [*factors, _factor(p)] if measured is None else [measured]
    elif kind == "pct" or p.tokens[p.k].text == "//":
        factors[:] = [p.mark(_divided_in_code(p, multiply(factors), start), start)]
    elif kind == "/" or (kind == ":" and p.scope.colon == "divide"):
        p.k += 1
        factors[:] = [p.mark(divide(multiply(factors), _factor(p)), start)]
    elif kind == "cross" or (kind == "mod" and not p.scope.congruent):
        p.k += 1
        right = _scaled_vector(p) if kind == "cross" else _factor(p)
        factors[:] = [p.mark(Call(kind, (multiply(factors), right)), start)]
    else:
        return False
    return True


def _scaled_vector(p: Parser) -> Expr:
    r"""A vector with the letters and numerals before it (``\vec r\times m\vec v``)."""
    factors: list[Expr] = []
    while is_scaled_vector(p.tokens, p.k):
        factors.append(p.operand())
    return multiply([*factors, _factor(p)])


def _take_divergence(p: Parser, factors: list[Expr]) -> None:
    r"""A ``\nabla`` with a dot after it is another operator than without."""
    if p.tokens[p.k - 2].text == "nabla" and p.tokens[p.k].text != "nabla" and p.kind() in _FIELDS:
        factors[-1] = Symbol("nabla cdot")


_FIELDS: Final[frozenset[Kind]] = frozenset(("vec", "letter", "accent", "open"))


def _take_relation(p: Parser, factors: list[Expr], right: Relation) -> None:
    """A relation in parentheses is no factor, but says something of the item."""
    if declares(right):
        _declare(p, right)
    elif right.ops[0] in _CONDITIONS:
        p.pending.append(("domain", tuple(sorted(free_symbols(right))), right))  # ``x^2 (x > 0)``
    else:
        factors.append(right)


def _divided_in_code(p: Parser, left: Expr, start: int) -> Expr:
    """``a // b`` or ``a % b`` as Python works it out; a sign before it belongs to ``a``."""
    name = "mod" if p.take().kind == "pct" else "floor"
    right = _factor(p)
    signed_left = start > 0 and p.tokens[start - 1].kind == "-" and (start == 1 or p.tokens[start - 2].kind in _UNARY)
    above = Neg(left) if signed_left else left
    value = Call("mod", (above, right)) if name == "mod" else Call("floor", (divide(above, right),))
    return Neg(value) if signed_left else value


_UNARY: Final[frozenset[Kind]] = OPENERS | SEPARATORS | ADDITIVE | {"rel", "*", "/"}


def _factor(p: Parser) -> Expr:
    """What stands after an operator; it may carry a sign (``2*-3``)."""
    return p.term() if p.tokens[p.k].kind in ("-", "+") else p.operand()


def _declare(p: Parser, membership: Expr) -> None:
    r"""A membership in parentheses inside a product waits for its item (``\pi k (k \in Z)``)."""
    qualifier = declared(membership, [membership])
    if qualifier is None:
        p.fail("a domain")
    p.pending.append(qualifier)
