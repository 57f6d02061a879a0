"""Words in answers: units and nouns after a value, labels and plain text, fillers, qualifiers that declare names."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from mathequiv.latex.brackets import Brackets
from mathequiv.latex.cursor import WORDS, grouped, product_of
from mathequiv.latex.expr import (
    Add,
    Bracketed,
    Constant,
    Div,
    Expr,
    Mul,
    Number,
    Percent,
    Pow,
    Qualified,
    Quantity,
    Relation,
    Sequence,
    SetName,
    Symbol,
    Text,
)
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon import units, words
from mathequiv.lexicon.commands import PLAIN
from mathequiv.lexicon.prose import (
    COPULAS,
    LEAD_INS,
    LEAD_WORDS,
    LEADS,
    LETTER_WORDS,
    OBJECTS,
    PAIRED,
    PROSE,
    WITHIN_NOUNS,
)
from mathequiv.lexicon.quantifiers import quantifier

__all__ = ["Phrases", "joined_words", "named", "names_function"]

_SCALABLE: Final = (Number, Add, Div)
_COMPOUND: Final = frozenset(
    {"word", "tword", "letter", "num", "sup", "frac", "{", "}", "/", "*", "-", "open", "close"}
)
_BREAKS: Final = frozenset({"stop", ",", ";", "join", "close", "rel", ":", "row", "&", "}", "end", "quad"})
_MAX_NOUN_WORDS: Final = 6
_INCH_ENDS: Final = _BREAKS | {"sup"}
_AFTER_NOUN: Final = _BREAKS | {"+", "-", "."}
_AFTER_PART: Final = WORDS | {"func"}
_ARGUMENTS: Final = frozenset({"letter", "open", "num", "const", "frac", "sqrt", "bar", "sup", "func", "{"})
_MAX_TRIES: Final = 4
_MAX_PHRASE: Final = 60


class Phrases(Brackets):
    """Reads words."""

    # --- text and labels ------------------------------------------------------------------------------------------

    def skip_fillers(self) -> None:
        """Pass words that add nothing to the value after them."""
        self.k = self.lead_end()
        while self.kind() in WORDS and self.kind(1) not in _BREAKS:
            first = self.tokens[self.k].text
            quantifies = first.lower() == "all" and self.kind(1) == "letter"
            if not (quantifies or words.is_filler(first) or first.lower() in PAIRED):
                return
            self.k += 1

    def lead_end(self) -> int:
        """Index behind ``The answer is`` or, before a bracket or relation, ``the line``; the position if none is."""
        at = self.k
        while self.tokens[at].kind in WORDS and self.tokens[at].text.lower() in LEAD_INS:
            at += 1
        last = self.tokens[at - 1].text.lower() if at > self.k else ""
        following = self.tokens[at].kind
        if following in _BREAKS - {":"} or last not in COPULAS | OBJECTS or self.is_call(at):
            return self.k
        if last in COPULAS:
            return at + (following == ":") if at > self.k + 1 else self.k
        related = following == "letter" and self.tokens[at + 1].text == "="
        plural = last.endswith("s") and following in ("num", "open", "frac", "-")
        return at if following == "open" or related or plural else self.k

    def is_call(self, at: int) -> bool:
        """Whether the bracket at index ``at`` holds the arguments of ``Interval``, which is code when it is glued."""
        return self.tokens[at - 1].text == "Interval" and self.tokens[at].text == "(" and not self.tokens[at].space

    def prose(self) -> Text | None:
        """The words at the position, if they fill an item or a member; None if they are letters of a formula."""
        end = self.text_end()
        if self.numbered(end):
            end += 1
        elif self.tokens[end].kind not in _BREAKS or self.is_formula(end):
            return None
        run = self.tokens[self.k : end]
        self.k = end
        return Text(joined_words(run))

    def numbered(self, end: int) -> bool:
        r"""Whether a name with a number stands here (``\text{Row } 3``)."""
        run = self.tokens[self.k : end]
        first = run[0] if run else None
        if self.tokens[end].kind != "num" or self.tokens[end + 1].kind not in _BREAKS or first is None or len(run) > 2:
            return False
        if any(token.text.lower() in PROSE or len(token.text) < 3 or named(token) for token in run):
            return False
        return first.text not in units.CURRENCIES and (first.kind == "tword" or len(first.text) > 3)

    def text_end(self) -> int:
        """Index behind the run of words at the position."""
        at = self.k
        while True:
            kind = self.tokens[at].kind
            following = self.tokens[at + 1].kind if kind != "stop" else "stop"
            word = kind in WORDS or (kind == "letter" and (at > self.k or following in WORDS))
            if word and at > self.k and self.qualifies(at):
                return at
            if not word and not (kind in ("prime", "-") and at > self.k and following in WORDS | {"letter"}):
                return at
            at += 1

    def is_formula(self, end: int) -> bool:
        """Whether the run of words up to index ``end`` is read as letters of a formula."""
        token = self.tokens[self.k]
        if token.kind == "letter" and token.text not in LETTER_WORDS:
            return True
        if names_function(token) and all(t.kind == "letter" or named(t) for t in self.tokens[self.k + 1 : end]):
            return end > self.k + 1
        if end != self.k + 1:
            return token.kind == "letter" and units.read_unit(joined_words(self.tokens[self.k + 1 : end])) is not None
        if token.kind in ("tword", "letter"):
            return len(token.text) == 1 and (token.text.isascii() or words.meaning(token.text) is None)
        whole = self.k == 0 and self.tokens[end].kind == "stop"
        if words.meaning(token.text) is not None or (token.text.istitle() and (len(token.text) > 3 or whole)):
            return False
        if len(token.text) <= 3 or (token.text.isupper() and self.tokens[end].kind == "rel"):
            return self.choose("letters") if whole else token.text.lower() not in PROSE
        return False

    def is_prose(self, text: str) -> bool:
        """Whether a run of letters is an English word that no formula holds."""
        return text.lower() in PROSE

    # --- units ----------------------------------------------------------------------------------------------------

    def with_unit(self, factors: list[Expr]) -> Expr | None:
        """The product with the unit, noun or percent word that follows; None if no such word follows."""
        scale = words.scale(self.tokens[self.k].text)
        if scale is not None:
            scaled = self.scaled(factors, scale)
            if scaled is not None:
                return scaled
        end, phrase = self.unit_phrase()
        if end == self.k:
            return None
        run = self.tokens[self.k : end]
        if self.at_half_of_day() or (names_function(run[-1]) and self.tokens[end].kind in _ARGUMENTS):
            return None
        bare = all(token.kind != "tword" and token.text not in units.UNIT_LETTERS for token in run)
        if bare and isinstance(factors[-1], (Symbol, Constant)) and factors[-1] != Constant("pi"):
            return None
        value = factors[0] if len(factors) == 1 else None  # a long product is put together once it has its unit
        if words.is_percent(phrase) or words.is_ordinal_suffix(phrase):
            self.k = end
            whole = product_of(factors)
            return Percent(whole) if words.is_percent(phrase) else Quantity(whole, (("ordinal", 1),))
        unit = self.read_unit(value, phrase, bare=bare and not self.at_rate(self.k))
        if unit is not None:
            if bare and len(phrase) <= 2 and not self.choose("unit"):
                return None
            self.k = end
            return Quantity(value.value if isinstance(value, Quantity) else product_of(factors), unit)
        return self.with_noun(factors, run, end, bare=bare)

    def scaled(self, factors: list[Expr], scale: Fraction) -> Expr | None:
        """A number times the word of magnitude at the position, with the unit behind that; None if it is a noun."""
        value = factors[-1].value if isinstance(factors[-1], Quantity) else factors[-1]
        if len(factors) > 1 or not isinstance(value, _SCALABLE):
            return None
        if scale == words.DOZEN and not self.choose("scale"):
            return None
        self.k += 1
        value = Mul((value, Number(scale.numerator, scale.denominator)))
        if isinstance(factors[-1], Quantity):
            return Quantity(value, factors[-1].unit)
        return (self.with_unit([value]) if self.kind() in WORDS else None) or value

    def read_unit(self, value: Expr | None, phrase: str, *, bare: bool) -> tuple[tuple[str, int], ...] | None:
        """The unit that ``phrase`` names, joined to the unit ``value`` already has."""
        if isinstance(value, Quantity):
            (name, _), *more = value.unit
            whole = None if more else units.read_unit(f"{name} {phrase}")
            same = units.read_unit(phrase) == value.unit
            return value.unit if same else whole if units.says_per(phrase) else None
        return units.read_unit(phrase, bare=bare)

    def with_noun(self, factors: list[Expr], run: list[Token], end: int, *, bare: bool) -> Expr | None:
        """The product counted in a noun."""
        compound = not bare and any(token.kind not in WORDS for token in run)
        known = compound or all(token.text.lower() not in PROSE - WITHIN_NOUNS for token in run)
        if not known or (not compound and len(run) > _MAX_NOUN_WORDS):
            return None
        if len(factors) == 1 and isinstance(factors[0], (Quantity, Symbol, Constant)):
            return None
        if self.tokens[end].kind not in _AFTER_NOUN and not self.qualifies(end):
            return None
        if bare and (any(len(token.text) < 4 for token in run) or (len(run) == 1 and not run[0].space)):
            return None
        if len(run) == 1 and len(run[0].text) == 1 and not words.is_measure_word(run[0].text):
            return None
        if not words.is_counted([token.text for token in run]):
            return self.raised(factors, run)
        self.k = end
        return Quantity(product_of(factors), units.noun(joined_words(run)) if not compound else ((_spelled(run), 1),))

    def raised(self, factors: list[Expr], run: list[Token]) -> Expr | None:
        """``5 squared``; None if the words say anything else."""
        power = units.RAISED.get(run[0].text.lower())
        if power is None or len(run) > 1 or len(factors) > 1 or not isinstance(factors[0], (Number, Bracketed)):
            return None
        self.k += 1
        return Pow(grouped(factors[0]), Number(power))

    def at_half_of_day(self) -> bool:
        """Whether the word here is a.m. or p.m. rather than letters that multiply (``3am``)."""
        token = self.tokens[self.k]
        if words.half_of_day(token.text) is None:
            return False
        return token.kind == "tword" or token.space or (self.k > 1 and self.tokens[self.k - 2].kind == ":")

    def compound(self, first: Quantity) -> Expr:
        """``2 hours 30 minutes`` as one quantity; ``first`` is the part already read."""
        second = self.operand()
        self.abbreviate()
        measured = self.with_unit([second]) if self.kind() in WORDS else None
        if isinstance(measured, Quantity):
            larger, smaller = units.conversion(first.unit), units.conversion(measured.unit)
            if larger and smaller and larger[1] == smaller[1] and larger[0] > smaller[0]:
                part = larger[0] / smaller[0]
                fraction = Number(part.denominator, part.numerator)
                return Quantity(Add((first.value, Mul((measured.value, fraction)))), first.unit)
        return self.fail("a smaller unit of the same kind")

    def abbreviate(self) -> None:
        """Make a word of a unit of time at the end of a quantity or before its next part (``2 min 30 sec``)."""
        token = self.tokens[self.k]
        if token.kind == "func" and token.text in units.TIMES:
            compound = self.kind(1) == "num" and self.kind(2) in _AFTER_PART
            if compound or self.tokens[self.k + 1].kind in _BREAKS:
                self.tokens[self.k] = Token("tword", units.TIMES[token.text], *token.span, token.space)

    def unit_phrase(self) -> tuple[int, str]:
        """Index behind the unit at the position and its text; the position itself if there is none."""
        return self.unit_run(self.k)

    def unit_run(self, at: int) -> tuple[int, str]:
        """Index behind the unit at index ``at`` and its text."""
        text = ""
        while len(text) <= _MAX_PHRASE:
            kind = self.tokens[at].kind
            if kind in WORDS:
                step = self.unit_word(at, text)
            elif kind == "letter":
                step = self.unit_letter(at, text)
            elif kind in ("frac", "/", "*", "-", "sup", "."):
                step = self.unit_sign(at, text)
            else:
                break
            if step is None:
                break
            at, text = step
        return at, text

    def unit_word(self, at: int, text: str) -> tuple[int, str] | None:
        """A unit's text so far with the word at index ``at``, and the index behind that."""
        token = self.tokens[at]
        following = self.tokens[at + 1].kind
        if following == "sub" or not self.may_measure(token, following) or self.qualifies(at):
            return None
        return at + 1, text + token.text if not text or text[-1] in _GLUE else f"{text} {token.text}"

    def unit_letter(self, at: int, text: str) -> tuple[int, str] | None:
        r"""``\mu`` before a symbol in text, ``\Omega``, or a single letter below a line."""
        token, following = self.tokens[at], self.tokens[at + 1].kind
        sign = units.UNIT_LETTERS.get(token.text, "")
        if (sign == "μ" and following == "tword") or sign == "Ω":
            glued = not text or text[-1] in _GLUE or (sign == "Ω" and text.rpartition(" ")[2] in units.PREFIX_SYMBOLS)
            return at + 1, text + sign if glued else f"{text} {sign}"
        return (at + 1, text + token.text) if text.endswith("/") or (not text and self.at_rate(at)) else None

    def at_rate(self, at: int) -> bool:
        """Whether the letter at index ``at`` is divided by a unit that is one outside text (``g/cm^3``)."""
        if self.tokens[at].kind != "letter" or self.tokens[at + 1].kind != "/":
            return False
        below = self.tokens[at + 2]
        return below.kind == "word" and units.is_short_unit(below.text)

    def unit_sign(self, at: int, text: str) -> tuple[int, str] | None:
        """A power, a joint, a period that abbreviates, or a fraction of units."""
        kind, following = self.tokens[at].kind, self.tokens[at + 1]
        if kind == "frac":
            return None if text else self.unit_fraction(at + 1)
        if kind == "sup":
            power = self.integer_script(at + 1) if text else ""
            return (self.script_end(at + 1), f"{text}^{power}") if power else None
        if kind == ".":
            return (at + 1, text) if text in ("sq", "cu") and following.kind in WORDS else None
        if kind == "/" and text and following.text == "(":
            return self.unit_below(at + 1, text)
        if not text and not (kind == "/" and following.kind == "tword"):
            return None
        joined = following.kind in WORDS or following.text in units.UNIT_LETTERS
        return (at + 1, text + _JOINTS[kind]) if joined or (kind == "/" and following.kind == "letter") else None

    def unit_fraction(self, at: int) -> tuple[int, str] | None:
        r"""``\\frac{\\text{m}}{\\text{s}}`` behind its command."""
        end, above = self.unit_run(at + 1) if self.tokens[at].kind == "{" else (at, "")
        if not above or self.tokens[end].kind != "}" or self.tokens[end + 1].kind != "{":
            return None
        return self.unit_below(end + 1, above)

    def unit_below(self, at: int, text: str) -> tuple[int, str] | None:
        """``text`` divided by the units in the brackets at index ``at``: each with its power reversed."""
        end, below = self.unit_run(at + 1)
        if not below or self.tokens[end].kind not in ("close", "}") or "/" in below or " per " in below:
            return None
        return end + 1, f"{text} " + _POWERED.sub(lambda unit: f"{unit[1]}^{-int(unit[2] or 1)}", below)

    def may_measure(self, token: Token, following: str) -> bool:
        """Whether a word may belong to a unit: no word of prose, but ``per`` and, at the end of an item, ``in``."""
        if token.text.lower() not in PROSE or (token.text == "A" and token.kind == "tword"):
            return True
        if token.text in ("per", "a", "an"):
            return following in WORDS
        if token.text in WITHIN_NOUNS and token.kind == "tword" and following == "tword":
            return True
        return token.text == "in" and following in _INCH_ENDS

    def integer_script(self, at: int) -> str:
        """The integer that the superscript at index ``at`` is, else nothing."""
        power = "".join(token.text for token in self.plain_group(at))
        return power if power.lstrip("-").isdecimal() and len(power) <= 3 else ""

    def qualifies(self, at: int) -> bool:
        """Whether the word at index ``at`` opens a qualifier."""
        return self.tokens[at].kind in WORDS and self.tokens[at].text.lower() in LEADS

    # --- qualifiers -----------------------------------------------------------------------------------------------

    def at_qualifier(self) -> bool:
        """Whether a qualifier starts here."""
        return self.tokens[self.k].kind == "forall" or self.qualifies(self.k)

    def at_declaration(self) -> bool:
        r"""Whether letters and words that only declare names start here (``n \text{ an integer}``)."""
        if self.kind() != "letter" or self.kind(1) not in WORDS:
            return False
        return any(quantifier(_qualifier_text(self.tokens[self.k : end])) for end in self.qualifier_ends())

    def qualified(self, body: Expr) -> Expr:
        """``body`` with the qualifier at the position."""
        for end in self.qualifier_ends():
            found = quantifier(_qualifier_text(self.tokens[self.k : end]))
            if found is not None:
                self.k = end
                return Qualified(body, found.kind, found.names)
        self.pass_lead()
        condition = self.relation()
        if not isinstance(condition, (Relation, Sequence)):
            self.fail("a condition")
        return Qualified(
            body,
            "domain",
            tuple(sorted(free_symbols(condition.members[0] if isinstance(condition, Relation) else condition))),
            condition,
        )

    def pass_lead(self) -> None:
        """Pass the words that open a qualifier."""
        start = self.k
        while self.kind() == "forall" or (self.kind() in WORDS and self.tokens[self.k].text.lower() in LEAD_WORDS):
            self.k += 1
        if self.k == start:
            self.fail("a qualifier")

    def qualifier_ends(self) -> list[int]:
        """Indices where the qualifier at the position may end, furthest first."""
        ends: list[int] = []
        at = self.k
        while self.tokens[at].kind not in ("stop", ";", "close", "row") and len(ends) < _MAX_TRIES:
            if self.tokens[at].kind in (",", "join") and self.tokens[at - 1].kind not in (",", "join"):
                ends.append(at)
            at += 1
        return [at, *reversed(ends)]

    def declared(self, item: Expr, before: list[Expr]) -> tuple[str, tuple[str, ...]] | None:
        r"""Kind and names if ``item`` only declares a name that ``before`` uses (``k \in \mathbb{Z}``)."""
        if not (isinstance(item, Relation) and item.ops == ("in",) and isinstance(item.members[0], Symbol)):
            return None
        found = quantifier(_membership_text(item))
        used = [item.members[0].name, *(other.name for other in before[-1:] if isinstance(other, Symbol))]
        if found is None or not any(name in free_symbols(other) for other in before for name in used):
            return None
        return found.kind, found.names


_JOINTS: Final = {"/": "/", "*": "·", "-": "-"}
_GLUE: Final = "/·-μ"
_POWERED: Final = re.compile(r"([^\s·^]+)(?:\^(-?\d+))?")


def joined_words(run: list[Token]) -> str:
    """The words of tokens with single spaces; hyphens and apostrophes join them."""
    text = ""
    for token in run:
        glued = token.kind in ("prime", "-") or not text or text[-1] in "'-"
        text += token.text if glued else f" {token.text}"
    return text


def _spelled(run: list[Token]) -> str:
    """The tokens of a unit that no table knows, as one name."""
    return " ".join(token.text for token in run if token.kind not in ("{", "}"))


def _qualifier_text(run: list[Token]) -> str:
    return " ".join("for all" if token.kind == "forall" else token.text for token in run)


def _membership_text(item: Relation) -> str:
    name, domain = item.members
    shown = f"{domain.name}{domain.suffix}" if isinstance(domain, SetName) else "?"
    return f"{name.name if isinstance(name, Symbol) else '?'} in {shown}"


def names_function(token: Token) -> bool:
    r"""Whether a word is the name of a function (``\operatorname{arctan}``)."""
    return token.kind == "tword" and PLAIN.get(token.text, ("other", ""))[0] == "func"


def named(token: Token) -> Token | None:
    r"""The function or constant that a word of ``\\text{sin}`` names; None if it names none."""
    kind, text = PLAIN.get(token.text, ("", ""))
    return Token(kind, text, token.start, token.end, token.space) if kind else None
