"""The grammar: which function reads what, one table a level. A new construct is a function and a row here.

Rows of one kind of token are tried in the order they stand in; a function that does not know what it sees gives None,
and the next one is tried.
"""

from __future__ import annotations

from typing import Final

from mathequiv.latex.grammar.brackets import (
    after_empty_group,
    bar,
    bracket,
    closing_bar,
    closing_norm,
    french_closing,
    french_opening,
    loose_group,
    norm,
)
from mathequiv.latex.grammar.calls import function
from mathequiv.latex.grammar.levels import Atom, Follower, Neighbour, Reader, Rules, Tail, by_kind
from mathequiv.latex.grammar.marks import (
    composition,
    currency_after,
    degree_letter,
    degrees,
    factorial,
    feet,
    money,
    ordinal,
    percent,
    power,
    subscript,
)
from mathequiv.latex.grammar.measures import (
    number_beside,
    remark,
    unit_below_slash,
    unit_fraction,
    unit_letter,
    unit_of_time,
    word_beside,
)
from mathequiv.latex.grammar.names import accent, constant, label, letter, set_name, vector
from mathequiv.latex.grammar.numerals import numeral
from mathequiv.latex.grammar.prose import letters_of_word, pass_lead_ins, sign_letter, text_of_words, text_word
from mathequiv.latex.grammar.qualifiers import declaration, qualified, quantified
from mathequiv.latex.grammar.sets_in_words import set_with_exceptions
from mathequiv.latex.grammar.structures import (
    big,
    binomial,
    derivative,
    ellipsis,
    environment,
    fraction,
    limit,
    root,
)
from mathequiv.latex.grammar.values import half_of_day, over, ratio, ratio_in_words, set_operations
from mathequiv.lexicon.token_kinds import WORDS, Kind

__all__ = ["ATOMS", "FOLLOWERS", "NEIGHBOURS", "RULES", "TAILS"]

WHOLES: Final[tuple[tuple[Kind, Reader], ...]] = (
    ("setname", set_with_exceptions),
    ("word", set_with_exceptions),
    ("tword", set_with_exceptions),
)
"""Whole texts."""

LEADS: Final[tuple[tuple[Kind, Reader], ...]] = (
    ("forall", quantified),
    ("implies", pass_lead_ins),
    ("rel", pass_lead_ins),
    ("word", pass_lead_ins),
    ("tword", pass_lead_ins),
)
"""What may stand before an item."""

ENDINGS: Final[tuple[tuple[Kind, Follower], ...]] = (
    ("forall", qualified),
    ("word", qualified),
    ("tword", qualified),
)
"""What is said of an item after it."""

CLAUSES: Final[tuple[tuple[Kind, Follower], ...]] = (*ENDINGS, ("letter", declaration))
"""What is said of all items before a separator, after it."""

MEMBERS: Final[tuple[tuple[Kind, Reader], ...]] = (
    ("word", text_of_words),
    ("tword", text_of_words),
    ("letter", text_of_words),
)
"""Items and sides of relations that are no mathematics."""

TAILS: Final[tuple[Tail, ...]] = (
    (frozenset({"setop", "letter"}), set_operations),
    (frozenset({":"}), ratio),
    (frozenset({"half"}), half_of_day),
    (WORDS, ratio_in_words),
    (frozenset({"over"}), over),
)
"""What makes another value of a sum."""

NEIGHBOURS: Final[tuple[tuple[Kind, Neighbour], ...]] = (
    ("word", word_beside),
    ("tword", word_beside),
    ("letter", sign_letter),
    ("letter", unit_letter),
    ("frac", unit_fraction),
    ("/", unit_below_slash),
    ("func", unit_of_time),
    ("num", number_beside),
    ("open", remark),
    ("open", french_closing),
    ("bar", closing_bar),
    ("norm", closing_norm),
)
"""What stands beside a factor and may be something else than the next one."""

FOLLOWERS: Final[tuple[tuple[Kind, Follower], ...]] = (
    ("sup", degree_letter),
    ("sup", ordinal),
    ("sup", power),
    ("sub", subscript),
    ("!", factorial),
    ("pct", percent),
    ("deg", composition),
    ("deg", degrees),
    ("prime", feet),
    ("cur", currency_after),
)
"""Powers and marks."""

ATOMS: Final[tuple[tuple[Kind, Atom], ...]] = (
    ("num", numeral),
    ("letter", letter),
    ("vec", vector),
    ("const", constant),
    ("func", function),
    ("frac", derivative),
    ("frac", fraction),
    ("binom", binomial),
    ("sqrt", root),
    ("open", bracket),
    ("close", french_opening),
    ("{", after_empty_group),
    ("{", loose_group),
    ("bar", bar),
    ("norm", norm),
    ("big", big),
    ("lim", limit),
    ("begin", environment),
    ("accent", accent),
    ("setname", set_name),
    ("ldots", ellipsis),
    ("label", label),
    ("cur", money),
    ("word", letters_of_word),
    ("tword", text_word),
)
"""What a factor starts with."""

RULES: Final = Rules(
    wholes=by_kind(WHOLES),
    leads=by_kind(LEADS),
    clauses=by_kind(CLAUSES),
    endings=by_kind(ENDINGS),
    members=by_kind(MEMBERS),
    tails=TAILS,
    neighbours=by_kind(NEIGHBOURS),
    followers=by_kind(FOLLOWERS),
    atoms=by_kind(ATOMS),
)
"""All of it."""
