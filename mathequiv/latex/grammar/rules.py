"""The grammar: which function reads what, one table a level. A new construct is a function and a row here.

Rows of one kind of token are tried in their order; a function that does not know what it sees gives None,
and the next one is tried.
"""

from __future__ import annotations

from typing import Final

from mathequiv.latex.grammar import (
    brackets,
    calls,
    code_forms,
    code_ranges,
    constructs,
    cycles,
    distributions,
    evaluations,
    marks,
    measures,
    names,
    numerals,
    prose,
    qualifiers,
    said,
    sets_in_words,
    structures,
    values,
)
from mathequiv.latex.grammar.levels import Atom, Clause, Follower, Neighbour, Reader, Rules, Tail, by_kind
from mathequiv.lexicon.functions import REMAINDERS
from mathequiv.lexicon.token_kinds import WORDS, Kind

WHOLES: Final[tuple[tuple[Kind, Reader], ...]] = (
    ("open", cycles.permutation),
    ("letter", cycles.named_permutation),
    ("word", cycles.named_permutation),
    ("tword", cycles.named_permutation),
    ("{", cycles.digits_in_braces),
    ("{", brackets.empty_set),
    ("other", qualifiers.existential),
    ("setname", sets_in_words.set_with_exceptions),
    ("word", sets_in_words.set_with_exceptions),
    ("tword", sets_in_words.set_with_exceptions),
    ("letter", distributions.distributed),
    ("word", distributions.distribution),
    ("tword", distributions.distribution),
)
"""Whole texts."""

CODE: Final[tuple[tuple[Kind, Reader], ...]] = (
    ("{", code_forms.named_values),
    ("open", code_forms.named_values),
    ("{", code_ranges.comprehension),
    ("open", code_ranges.comprehension),
    ("letter", code_forms.nameless_function),
    ("letter", code_forms.rule),
    ("word", code_forms.nameless_function),
)
"""Whole texts with a sign or word of code in them (`mathequiv.latex.grammar.code_forms.may_be_code`)."""

LEADS: Final[tuple[tuple[Kind, Reader], ...]] = (
    ("forall", qualifiers.quantified),
    ("implies", prose.pass_lead_ins),
    ("rel", prose.pass_lead_ins),
    ("word", qualifiers.quantified_in_words),
    ("tword", qualifiers.quantified_in_words),
    ("word", said.bounded),
    ("tword", said.bounded),
    ("word", prose.named_bracket),
    ("tword", prose.named_bracket),
    ("word", prose.pass_lead_ins),
    ("tword", prose.pass_lead_ins),
)
"""What may be before an item."""

ENDINGS: Final[dict[Kind, Clause]] = {
    "forall": qualifiers.qualifier,
    "word": said.qualifier_or_denial,
    "tword": said.qualifier_or_denial,
}
"""What is said of an item after it."""

CLAUSES: Final[dict[Kind, Clause]] = {**ENDINGS, "letter": qualifiers.declaration}
"""What is said of all items before a separator, after it."""

MEMBERS: Final[tuple[tuple[Kind, Reader], ...]] = (
    ("word", prose.text_of_words),
    ("tword", prose.text_of_words),
    ("letter", prose.text_of_words),
)
"""Items and sides of relations that are no mathematics; a letter starts none unless a word follows it."""

TAILS: Final[tuple[Tail, ...]] = (
    (frozenset({"setop", "letter", "label"}), values.set_operations),
    (frozenset({":"}), values.ratio),
    (frozenset({"half"}), values.half_of_day),
    (WORDS, values.ratio_in_words),
    (frozenset({"over"}), values.over),
    (frozenset({"bar"}), evaluations.evaluated),
)
"""What makes another value of a sum."""

NEIGHBOURS: Final[tuple[tuple[Kind, Neighbour], ...]] = (
    ("word", measures.remainder),
    ("word", code_forms.chosen),
    ("tword", measures.remainder),
    ("word", said.some_more),
    ("tword", said.some_more),
    ("word", said.half_more),
    ("word", said.repeating),
    ("tword", said.half_more),
    ("tword", said.repeating),
    ("word", values.out_of),
    ("word", measures.word_beside),
    ("tword", measures.word_beside),
    ("letter", prose.sign_letter),
    ("letter", measures.unit_letter),
    ("frac", measures.unit_fraction),
    ("/", measures.unit_below_slash),
    ("func", measures.unit_of_time),
    ("num", measures.number_beside),
    ("label", values.at_symmetric_difference),
    ("label", marks.phasor),
    ("open", measures.remark),
    ("open", brackets.french_closing),
    ("bar", evaluations.ends_value),
    ("bar", brackets.closing_bar),
    ("norm", brackets.closing_norm),
)
"""What is beside a factor and may be something else than the next one."""

FOLLOWERS: Final[tuple[tuple[Kind, Follower], ...]] = (
    ("sup", marks.numbered_power),
    ("sup", marks.degree_letter),
    ("sup", marks.ordinal),
    ("sup", structures.raised_order),
    ("sup", marks.power),
    ("sub", evaluations.between),
    ("sub", marks.subscript),
    ("!", marks.factorial),
    ("pct", marks.percent),
    ("deg", marks.composition),
    ("deg", marks.degrees),
    ("prime", marks.complement),
    ("prime", structures.primed),
    ("prime", marks.feet),
    ("cur", marks.currency_after),
    (".", code_forms.method),
)
"""Powers and marks."""

ATOMS: Final[tuple[tuple[Kind, Atom], ...]] = (
    ("num", numerals.numeral),
    ("letter", names.letter),
    ("vec", calls.left_out),
    ("vec", names.vector),
    ("const", names.constant),
    ("func", calls.function),
    ("frac", structures.fraction),
    ("construct", constructs.construct),
    ("sqrt", constructs.construct),
    ("open", brackets.bracket),
    ("close", brackets.french_opening),
    ("{", brackets.after_empty_group),
    ("{", brackets.braced_symbol),
    ("{", brackets.braced_function),
    ("{", brackets.loose_group),
    ("bar", brackets.bar),
    ("norm", brackets.norm),
    ("big", structures.big),
    ("lim", structures.limit),
    ("begin", structures.environment),
    ("accent", names.accent),
    ("setname", names.set_name),
    ("ldots", structures.ellipsis),
    ("label", names.label),
    ("cur", marks.money),
    ("word", prose.letters_of_word),
    ("tword", prose.text_word),
)
"""What a factor starts with."""

LETTERS: Final[dict[str, tuple[Atom, ...]]] = {
    "D": (structures.operator, names.letter),
    **dict.fromkeys(REMAINDERS, (calls.left_out, names.letter)),
}
"""The same for the letters that may be something else than a name."""

RULES: Final = Rules(
    wholes=by_kind(WHOLES),
    code=by_kind(CODE),
    leads=by_kind(LEADS),
    clauses=CLAUSES,
    endings=ENDINGS,
    members=by_kind(MEMBERS),
    tails=TAILS,
    neighbours=by_kind(NEIGHBOURS),
    followers=by_kind(FOLLOWERS),
    atoms=by_kind(ATOMS),
    letters=LETTERS,
)
"""All of it."""
