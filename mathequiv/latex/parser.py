r"""Tokens to trees, by precedence, loosest first: lists, relations, set operations, sums, products, powers.

`Parser` joins the parts of the grammar; `parse` and `parse_variants` are the only entry points. Where the syntax admits
two readings the parser takes the likelier one and remembers the choice, and `parse_variants` takes the other one too.
"""

from __future__ import annotations

from collections.abc import Callable

from mathequiv.answers import units, words
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.brackets import Brackets, declares, is_plain_integer, is_set
from mathequiv.latex.calls import Calls
from mathequiv.latex.commands import ENVIRONMENTS
from mathequiv.latex.cursor import WORDS, add, divide, grouped, product_of
from mathequiv.latex.expr import (
    Call,
    Clock,
    Expr,
    Neg,
    Number,
    Numeral,
    Percent,
    PlusMinus,
    Pow,
    Qualified,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    SetOp,
    Symbol,
    Text,
    children,
)
from mathequiv.latex.numerals import Numerals
from mathequiv.latex.phrases import Phrases, joined_words, named
from mathequiv.latex.sequences import assembled, unwrapped
from mathequiv.latex.structures import Structures
from mathequiv.latex.tokens import Token, clean, scan
from mathequiv.limits import MAX_DEPTH, check

__all__ = ["MAX_VARIANTS", "parse", "parse_variants"]

MAX_VARIANTS = 3
"""Trees that `parse_variants` gives at most."""

_MAX_TREE_DEPTH = 2 * MAX_DEPTH
_ADDITIVE = frozenset({"+", "-", "pm", "mp"})
_STARTERS = frozenset(
    {"num", "letter", "vec", "const", "func", "frac", "binom", "sqrt", "open", "bar", "norm", "big", "lim", "begin"}
    | {"accent", "setname", "ldots", "label", "{", "cur", "word", "tword"}
)
_POSTFIX = frozenset({"sup", "sub", "!", "deg", "pct", "cur"})
_SEPARATORS = {",": ",", ";": ";", "join": "", "quad": ",", "row": ","}
_LOOSENESS = {",": 0, "and": 1, "or": 2, ";": 3}
_LABEL_OPS = frozenset({":", "=", "approx"})
_ENDS = frozenset({"stop", "close", "}", "end"})
_AFTER_FRENCH = frozenset({"stop", ",", ";", "setop", "close", "rel", "join"})
_UNIT_ENDS = frozenset({"word", "tword"})
_DEGREE = (("degree", 1),)


class Parser(Numerals, Brackets, Calls, Structures, Phrases):
    """Precedence climbing over the tokens of one text."""

    # --- lists ----------------------------------------------------------------------------------------------------

    def answer(self) -> Expr:
        result = self.sequence()
        if self.kind() != "stop":
            self.fail("the end or an operator")
        return result

    def sequence(self) -> Expr:
        items = [self.item()]
        joins: list[str] = []
        while (joiner := self.separator()) is not None and self.kind() not in _ENDS:
            if self.at_qualifier() and self.kind(1) != "stop":
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
        """All items so far, qualified; names that a comma cut off (``k, n \\in \\mathbb{Z}``) belong to the qualifier."""
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
        token = self.tokens[self.k]
        if token.kind == "forall":
            return self.quantified()
        while token.kind == "implies" or (token.kind == "rel" and token.text in ("=", "approx", "in")):
            self.k += 1
            token = self.tokens[self.k]
        if token.kind in WORDS:
            self.skip_fillers()
        waiting = self.qualifiers
        self.qualifiers = []
        expr = self.relation()
        for kind, names, condition in self.qualifiers:
            expr = Qualified(expr, kind, names, condition)
        self.qualifiers = waiting
        return self.qualified(expr) if self.at_qualifier() else expr

    def quantified(self) -> Expr:
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
        first = self.member()
        token = self.tokens[self.k]
        labelled = token.kind == ":" and isinstance(first, Text)
        if token.kind != "rel" and not labelled:
            return first
        if isinstance(first, Text) and token.text not in _LABEL_OPS:
            self.fail("a value, not words, before the relation")
        members, ops = [first], []
        while token.kind == "rel" or (labelled and not ops):
            self.k += 1
            ops.append("colon" if token.kind == ":" else token.text)
            members.append(self.member())
            token = self.tokens[self.k]
        if token.kind in ("pmod", "mod") or (token.text == "(" and self.kind(1) in ("pmod", "mod")):
            members[-1] = self.modulus(members[-1])
        return Relation(tuple(members), tuple(ops))

    def modulus(self, value: Expr) -> Expr:
        bracketed = self.accept("open", "(")
        self.take()
        modulus = self.argument()
        if bracketed:
            self.expect("close", ")")
        return Call("pmod", (value, modulus))

    def member(self) -> Expr:
        kind = self.tokens[self.k].kind
        if kind in WORDS or (kind == "letter" and self.kind(1) in WORDS):
            text = self.prose()
            if text is not None:
                return text
        return self.value()

    def value(self) -> Expr:
        """Set operations over sums, then ratios."""
        left = self.operations()
        kind = self.tokens[self.k].kind
        if kind == ":" and self.colon == "ratio":
            parts = [left]
            while self.accept(":"):
                parts.append(self.operations())
            left = Ratio(tuple(parts))
            kind = self.tokens[self.k].kind
        if kind == "half" or kind in WORDS:
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

    def operations(self) -> Expr:
        left = self.sum()
        while self.tokens[self.k].kind == "setop":
            op = self.take().text
            left = SetOp(op, left, self.sum())
        return left

    # --- sums and products ----------------------------------------------------------------------------------------

    def sum(self) -> Expr:
        first = self.term()
        if self.tokens[self.k].kind not in _ADDITIVE:
            return first
        terms = [first]
        while (kind := self.tokens[self.k].kind) in _ADDITIVE and not self.integrand_ends():
            self.k += 1
            right = self.term()
            if kind == "-" and is_set(right) and is_set(terms[-1]):
                terms[-1] = SetOp("difference", terms[-1], right)
            else:
                terms.append(_signed(kind, right))
        return _measured(terms)

    def term(self) -> Expr:
        kind = self.tokens[self.k].kind
        if kind not in _ADDITIVE:
            return self.product()
        self.k += 1
        self.enter()
        inner = self.term()
        self.leave()
        return _signed(kind, inner)

    def product(self) -> Expr:
        if self.differentials and self.at_differential():
            self.differential()
            return Number(1)
        factors = [self.operand()]
        while True:
            token = self.tokens[self.k]
            kind = token.kind
            if kind == "*":
                self.k += 1
                factors.append(self.factor())
            elif kind == "/" or (kind == ":" and self.colon == "divide"):
                self.k += 1
                factors = [divide(product_of(factors), self.factor())]
            elif kind == "mod":
                self.k += 1
                factors = [Call("mod", (product_of(factors), self.factor()))]
            elif kind in _STARTERS:
                if not self.next_factor(token, factors):
                    return product_of(factors)
            else:
                return product_of(factors)

    def next_factor(self, token: Token, factors: list[Expr]) -> bool:
        """Multiply by what stands next to the factors so far; False if it is no factor."""
        if self.differentials and self.at_differential():
            self.differential()
            return False
        kind = token.kind
        if kind in WORDS:
            return self.next_word(token, factors)
        if kind == "bar" and (self.bars or self.colon == "stop"):
            return False
        if kind == "norm" and factors:
            return False
        if kind == "num" and self.tokens[self.k - 1].kind == "num":
            self.fail("an operator or separator between numbers")
        if kind == "open" and token.text == "[" and self.kind(1) in _AFTER_FRENCH:
            return False
        if kind == "num" and isinstance(factors[-1], Quantity) and self.tokens[self.k - 1].kind in _UNIT_ENDS:
            factors[-1] = self.compound(factors[-1])
            return True
        right = self.operand()
        if declares(right):
            self.declare(right)
        else:
            factors.append(right)
        return True

    def next_word(self, token: Token, factors: list[Expr]) -> bool:
        if not self.differentials:
            measured = self.with_unit(factors)
            if measured is not None:
                factors[:] = [measured]
                return True
        if self.qualifies(self.k) or not self.splittable(token):
            return False
        if token.text.lower() in ("am", "pm") and token.space:
            return False
        factors.append(self.operand())
        return True

    def splittable(self, token: Token) -> bool:
        """Whether a word inside a formula is letters that multiply, or names a function or constant."""
        if token.kind == "tword":
            return len(token.text) == 1 or token.text in _CALLABLE_TEXT
        return self.is_letters(token)

    def declare(self, right: Expr) -> None:
        found = self.declared(right, [right])
        if found is None:
            self.fail("a domain")
        self.qualifiers.append((*found, None))

    def factor(self) -> Expr:
        """What stands after an operator; it may carry a sign (``2*-3``)."""
        return self.term() if self.tokens[self.k].kind in ("-", "+") else self.operand()

    # --- powers and marks -----------------------------------------------------------------------------------------

    def operand(self) -> Expr:
        base = self.atom()
        while (kind := self.tokens[self.k].kind) in _POSTFIX:
            if kind == "sup":
                base = self.power(base)
            elif kind == "!":
                self.k += 1
                base = Call("double_factorial" if self.accept("!") else "factorial", (grouped(base),))
            elif kind == "deg":
                base = self.degrees(base)
            elif kind == "pct":
                self.k += 1
                base = Percent(grouped(base))
            elif kind == "sub":
                base = self.lowered(base)
            elif self.kind(1) in _STARTERS:
                return base
            else:
                base = Quantity(base, self.currency())
        return base

    def power(self, base: Expr) -> Expr:
        script = self.plain_group(self.k + 1)
        if len(script) == 1 and script[0].kind in ("+", "-") and self.side is not None:
            self.side = script[0].text
            self.k = self.script_end(self.k + 1)
            return base
        if len(script) == 1 and script[0].kind in WORDS and words.is_ordinal_suffix(script[0].text):
            self.k = self.script_end(self.k + 1)
            return Quantity(base, (("ordinal", 1),))
        return Pow(grouped(base), self.exponent())

    def exponent(self) -> Expr:
        self.expect("sup")
        self.enter()
        inner = self.argument()
        if self.tokens[self.k].kind == "sup":
            inner = Pow(inner, self.exponent())
        self.leave()
        return inner

    def lowered(self, base: Expr) -> Expr:
        """A subscript at something that is no letter: ``(52)_8``."""
        if is_plain_integer(base) and isinstance(base, Number):
            return self.in_base(str(base.numerator), self.k)
        if isinstance(base, Numeral):
            self.fail("one base")
        self.fail("a letter or numeral before the subscript")

    def degrees(self, base: Expr) -> Expr:
        r"""``60^\\circ 42' 30''`` as one value in degrees, ``25^\\circ C`` as a temperature."""
        self.k += 1
        token = self.tokens[self.k]
        if token.kind == "tword" and token.text in ("C", "F"):
            self.k += 1
            return Quantity(base, units.read_unit(f"°{token.text}") or _DEGREE)
        parts = [base]
        for scale, primes in ((60, 1), (3600, 2)):
            if self.kind() == "num" and [self.kind(n) for n in range(1, primes + 1)] == ["prime"] * primes:
                if self.kind(primes + 1) != "prime":
                    minutes = self.numeral_before_prime()
                    self.k += primes
                    parts.append(divide(minutes, Number(scale)))
        return Quantity(add(parts), _DEGREE)

    def numeral_before_prime(self) -> Expr:
        token = self.tokens[self.k]
        if not token.text.isdecimal() or len(token.text) > 2:
            self.fail("minutes of a degree")
        self.k += 1
        return Number(int(token.text))

    # --- atoms ----------------------------------------------------------------------------------------------------

    def atom(self) -> Expr:
        reader = _ATOMS.get(self.tokens[self.k].kind)
        if reader is None:
            self.fail("a value")
        return reader(self)

    def currency(self) -> tuple[tuple[str, int], ...]:
        name = self.take().text
        return units.read_unit(name) or units.noun(name)

    def money(self) -> Expr:
        unit = self.currency()
        negative = self.accept("-")
        self.enter()
        value = self.operand()
        self.leave()
        return Quantity(Neg(value) if negative else value, unit)

    def word(self) -> Expr:
        """A run of letters in a formula: their product, or what ``\\text{sin}`` names."""
        token = self.tokens[self.k]
        if token.kind == "tword":
            digits = self.hexadecimal(self.k)
            if digits is not None:
                return digits
            name = named(token)
            if name is not None and name.kind in ("func", "sqrt", "const", "letter"):
                self.tokens[self.k] = name
                return self.atom()
            if len(token.text) != 1:
                self.fail("mathematics, not a word")
            self.tokens[self.k] = Token("letter", token.text, token.start, token.end, token.space)
            return self.letter()
        if not self.is_letters(token):
            self.fail("mathematics, not a word")
        self.split_letters()
        return self.letter()

    def is_letters(self, token: Token) -> bool:
        text = token.text
        return (len(text) <= 4 or text.isupper()) and not self.is_prose(text)


_CALLABLE_TEXT = frozenset({"sin", "cos", "tan", "cot", "sec", "csc", "ln", "log", "lg", "exp", "pi", "arcsin", "arctan"})

_ATOMS: dict[str, Callable[[Parser], Expr]] = {
    "num": Parser.numeral,
    "letter": Parser.letter,
    "vec": Parser.vector,
    "const": Parser.constant,
    "func": Parser.function,
    "frac": Parser.fraction,
    "binom": Parser.binomial,
    "sqrt": Parser.root,
    "open": Parser.bracket,
    "close": Parser.french,
    "{": Parser.loose_group,
    "bar": Parser.bar,
    "norm": Parser.norm,
    "big": Parser.big,
    "lim": Parser.limit,
    "begin": Parser.environment,
    "accent": Parser.accent,
    "setname": Parser.set_name,
    "ldots": Parser.ellipsis,
    "label": Parser.label,
    "cur": Parser.money,
    "word": Parser.word,
    "tword": Parser.word,
}


def _signed(kind: str, term: Expr) -> Expr:
    if kind == "+":
        return term
    if kind == "-":
        return Neg(grouped(term))
    return PlusMinus(grouped(term), 1 if kind == "pm" else -1)


def _measured(terms: list[Expr]) -> Expr:
    """A sum; a unit at its last term alone belongs to the whole (``18 + 2\\pi \\text{ cm}``), degrees do not."""
    last = terms[-1]
    inner = last.arg if isinstance(last, (Neg, PlusMinus)) else last
    if not isinstance(inner, Quantity) or inner.unit == _DEGREE or any(map(_has_unit, terms[:-1])):
        return add(terms)
    bare = inner.value
    if isinstance(last, Neg):
        bare = Neg(bare)
    elif isinstance(last, PlusMinus):
        bare = PlusMinus(bare, last.sign)
    return Quantity(add([*terms[:-1], bare]), inner.unit)


def _has_unit(term: Expr) -> bool:
    return isinstance(term, Quantity) or (isinstance(term, (Neg, PlusMinus)) and isinstance(term.arg, Quantity))


# --- entry points ------------------------------------------------------------------------------------------------------


def _tree_depth(expr: Expr) -> int:
    deepest, stack = 0, [(expr, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in children(node))
    return deepest


def _read(text: str, tokens: tuple[Token, ...], flipped: frozenset[str], met: list[str]) -> Expr:
    """One tree; names of the choices met are added to ``met``."""
    parser = Parser(text, tokens, flipped)
    try:
        tree = parser.answer()
        met.extend(parser.met)
    except Unreadable:
        met.extend(parser.met)
        words_only = _as_text(tokens)
        if words_only is None:
            raise
        return words_only
    except RecursionError:
        # The caller's own stack is nearly full; MAX_DEPTH alone does not know that.
        raise OverLimit("MAX_DEPTH") from None
    if len(tokens) > MAX_DEPTH and _tree_depth(tree) > _MAX_TREE_DEPTH:
        raise OverLimit("MAX_DEPTH", _MAX_TREE_DEPTH + 1)
    return tree


_TEXT_KINDS = frozenset({"word", "tword", "letter", "join", ",", ".", "prime", "-"})


def _as_text(tokens: tuple[Token, ...]) -> Text | None:
    """A text of nothing but words, as one."""
    if not all(token.kind in _TEXT_KINDS for token in tokens):
        return None
    if not any(token.kind in WORDS and len(token.text) > 3 for token in tokens):
        return None
    kept = [token for token in tokens if token.kind not in (",", ".")]
    return Text(joined_words(kept))


def _tokens(text: str) -> tuple[str, tuple[Token, ...]]:
    check("MAX_TEXT", len(text))
    cleaned = clean(text)
    check("MAX_TEXT", len(cleaned))
    tokens = scan(cleaned)
    if any(token.kind == "begin" and ENVIRONMENTS.get(token.text) == "lines" for token in tokens):
        tokens = unwrapped(tokens)
    return cleaned, tuple(tokens)


def parse(text: str, *, thousands: bool = True) -> Expr:
    r"""Read an answer.

    Args:
        text: LaTeX, plain or code notation, damaged or not.
        thousands: whether ``1,234`` outside brackets is one number rather than a list.

    Returns:
        The likeliest tree.

    Raises:
        Unreadable: the text is no mathematics and not only words; its span counts in the repaired text it carries.
        OverLimit: the text is too long, nested too deeply, or holds a numeral with too many digits.
    """
    cleaned, tokens = _tokens(text)
    return _read(cleaned, tokens, frozenset() if thousands else frozenset({"thousands"}), [])


def parse_variants(text: str) -> tuple[Expr, ...]:
    r"""Read an answer in every way its syntax admits.

    Args:
        text: as for `parse`.

    Returns:
        One to three different trees, likeliest first.

    Raises:
        Unreadable: no variant can be read; the error is that of the likeliest.
        OverLimit: as for `parse`.
    """
    cleaned, tokens = _tokens(text)
    met: list[str] = []
    found: dict[Expr, None] = {}
    failure: Unreadable | None = None
    try:
        found[_read(cleaned, tokens, frozenset(), met)] = None
    except Unreadable as error:
        failure = error
    for name in dict.fromkeys(met):
        if len(found) == MAX_VARIANTS:
            break
        try:
            found.setdefault(_read(cleaned, tokens, frozenset({name}), []))
        except Unreadable:
            continue
    if not found:
        raise failure or Unreadable(cleaned, (0, len(cleaned)), "mathematics")
    return tuple(found)
