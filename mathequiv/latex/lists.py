"""The loosest levels of the grammar: lists of items, relations, set operations, ratios."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.brackets import as_named_set, is_plain_integer
from mathequiv.latex.cursor import NO_QUALIFIERS, WORDS, divide
from mathequiv.latex.digits import number
from mathequiv.latex.exclusions import Exclusions
from mathequiv.latex.expr import (
    Call,
    Clock,
    Expr,
    Neg,
    Number,
    Qualified,
    Ratio,
    Relation,
    SetOp,
    Symbol,
    Text,
)
from mathequiv.latex.sequences import assembled
from mathequiv.lexicon import words
from mathequiv.limits import check

__all__ = ["Lists"]

_SEPARATORS: Final = {",": ",", ";": ";", "join": "", "quad": ",", "row": ","}
_LOOSENESS: Final = {",": 0, "and": 1, "or": 2, ";": 3}
_LABEL_OPS: Final = frozenset({":", "=", "approx"})
_LEADING: Final = WORDS | {"forall", "implies", "rel"}
_SET_LEADS: Final = WORDS | {"setname"}
_PROSE_STARTS: Final = WORDS | {"letter"}
_QUALIFYING: Final = WORDS | {"forall", "letter"}
_ENDS: Final = frozenset({"stop", "close", "}", "end"})


class Lists(Exclusions):
    """Reads whole answers and what brackets hold."""

    # --- lists ----------------------------------------------------------------------------------------------------

    def answer(self) -> Expr:
        """The whole text."""
        result = (self.exclusion() if self.tokens[0].kind in _SET_LEADS else None) or self.sequence()
        if self.kind() != "stop":
            self.fail("the end or an operator")
        return result

    def sequence(self) -> Expr:
        """Items with separators; a qualifier belongs to all items before it."""
        items = [self.item()]
        if self.tokens[self.k].kind not in _SEPARATORS:
            return items[0]
        joins: list[str] = []
        while (joiner := self.separator()) is not None and self.kind() not in _ENDS:
            may_qualify = self.tokens[self.k].kind in _QUALIFYING and self.kind(1) != "stop"
            if may_qualify and (self.at_qualifier() or self.at_declaration()):
                items, joins = [self.qualified(assembled(items, joins))], []
                continue
            item = self.item()
            declared = self.declared(item, items)
            if declared is None:
                items.append(item)
                joins.append(joiner)
            else:
                items, joins = [self.declaring(items, joins, declared)], []
        check("MAX_ITEMS", len(items))
        return assembled(items, joins)

    def declaring(self, items: list[Expr], joins: list[str], declared: tuple[str, tuple[str, ...]]) -> Expr:
        r"""All items so far, qualified; names cut off by a comma (``k, n \in \mathbb{Z}``) belong to the qualifier."""
        names = list(declared[1])
        while len(items) > 1 and isinstance(items[-1], Symbol) and isinstance(items[0], Relation):
            names.insert(0, items.pop().name)  # type: ignore[union-attr]
            joins.pop()
        body = assembled(items, joins)
        if isinstance(body, Qualified) and body.kind == declared[0] and body.condition is None:
            names[:0] = (name for name in body.names if name not in names)
            body = body.body
        return Qualified(body, declared[0], tuple(names))

    def separator(self) -> str | None:
        """Take all separators at the position; the loosest of them, None if there is none."""
        loosest: str | None = None
        while (kind := self.tokens[self.k].kind) in _SEPARATORS:
            joiner = _SEPARATORS[kind] or self.tokens[self.k].text
            if loosest is None or _LOOSENESS[joiner] > _LOOSENESS[loosest]:
                loosest = joiner
            self.k += 1
        return loosest

    def item(self) -> Expr:
        """One member of a list, with its qualifiers."""
        token = self.tokens[self.k]
        if token.kind == "num" and self.stands_alone(self.k):
            self.k += 1
            return number(token.text)
        if token.kind == "-" and self.stands_alone(self.k + 1):
            self.k += 2
            return Neg(number(self.tokens[self.k - 1].text))
        if token.kind in _LEADING:
            if token.kind == "forall":
                return self.quantified()
            while token.kind == "implies" or (token.kind == "rel" and token.text in ("=", "approx", "in")):
                self.k += 1
                token = self.tokens[self.k]
            if token.kind in WORDS:
                self.skip_fillers()
        waiting = self.qualifiers
        self.qualifiers = NO_QUALIFIERS
        expr = self.relation()
        for kind, names, condition in self.qualifiers:
            expr = Qualified(expr, kind, names, condition)
        self.qualifiers = waiting
        return self.qualified(expr) if self.tokens[self.k].kind in _QUALIFYING and self.at_qualifier() else expr

    def stands_alone(self, at: int) -> bool:
        """Whether a token is digits that are an item by themselves, and no thousands of a longer number."""
        token = self.tokens[at]
        if token.kind != "num" or not token.text.isdecimal():
            return False
        following = self.tokens[at + 1]
        if following.kind == ",":
            return following.space or self.tokens[at + 2].space
        return following.kind in _ENDS

    def quantified(self) -> Expr:
        r"""``\forall x > 0, …``."""
        self.take()
        condition = self.relation()
        self.accept(",")
        names = (condition.members[0],) if isinstance(condition, Relation) else (condition,)
        self.enter()
        body = self.item()
        self.leave()
        return Qualified(body, "forall", tuple(name.name for name in names if isinstance(name, Symbol)), condition)

    # --- relations ------------------------------------------------------------------------------------------------

    def relation(self) -> Expr:
        """A value, or values with relation signs between them."""
        first = self.member() if self.tokens[self.k].kind in _PROSE_STARTS else self.value()
        token = self.tokens[self.k]
        labelled = False
        if token.kind != "rel":
            labelled = token.kind == ":" and isinstance(first, Text)
            if not labelled:
                return first
        if isinstance(first, Text) and token.text not in _LABEL_OPS:
            self.fail("a value, not words, before the relation")
        members: list[Expr] = [first]
        ops: list[str] = []
        while token.kind == "rel" or (labelled and not ops):
            self.k += 1
            ops.append("colon" if token.kind == ":" else token.text)
            congruent, self.congruent = self.congruent, ops[-1] == "equiv"
            member = self.member()
            self.congruent = congruent
            members.append(as_named_set(member) if ops[-1] in ("in", "notin") else member)
            token = self.tokens[self.k]
        if token.kind in ("pmod", "mod") or (token.text == "(" and self.kind(1) in ("pmod", "mod")):
            members[-1] = self.modulus(members[-1])
        return Relation(tuple(members), tuple(ops))

    def modulus(self, value: Expr) -> Expr:
        """``value`` with the modulus that follows it."""
        bracketed = self.accept("open", "(")
        self.take()
        modulus = self.argument() if self.kind() == "{" else self.product()
        if bracketed:
            self.expect("close", ")")
        return Call("pmod", (value, modulus))

    def member(self) -> Expr:
        """One side of a relation."""
        kind = self.tokens[self.k].kind
        if kind in WORDS or (kind == "letter" and self.tokens[self.k + 1].kind in WORDS):
            text = self.prose()
            if text is not None:
                return text
        return self.value()

    def value(self) -> Expr:
        """Set operations over sums, then ratios."""
        left = self.sum()
        kind = self.tokens[self.k].kind
        if kind in _ENDS or kind in _SEPARATORS or kind == "rel":
            return left
        if kind == "setop":
            left = self.operations(left)
            kind = self.tokens[self.k].kind
        if kind == ":" and self.colon == "ratio":
            parts = [left]
            while self.accept(":"):
                parts.append(self.operations(self.sum()))
            left = Ratio(tuple(parts))
            kind = self.tokens[self.k].kind
        if kind == "half" or kind in WORDS:
            if self.tokens[self.k].text == "to" and self.kind(1) == "num" and is_plain_integer(left):
                self.k += 1
                return Ratio((left, self.operations(self.sum())))
            return self.clock(left)
        if kind == "over":
            chosen = self.take().text == "choose"
            right = self.sum()
            return Call("binomial", (left, right)) if chosen else divide(left, right)
        return left

    def clock(self, left: Expr) -> Expr:
        """``4:30`` or ``4`` with the half of the day that follows; ``left`` itself if none does."""
        token = self.tokens[self.k]
        parts = left.parts if isinstance(left, Ratio) else (left,)
        half = words.half_of_day(token.text)
        if half is None or len(parts) > 2 or not all(map(is_plain_integer, parts)):
            return left
        hours, minutes = [part.numerator for part in (*parts, Number(0)) if isinstance(part, Number)][:2]
        if hours > 24 or minutes > 59:
            self.fail("a time of day")
        self.k += 1
        return Clock(hours, minutes, half)

    def operations(self, left: Expr) -> Expr:
        """Unions, intersections and differences of sums, from the left, whose first is ``left``."""
        while self.tokens[self.k].kind == "setop":
            op = self.take().text
            left = SetOp(op, as_named_set(left), as_named_set(self.sum()))
        return left
