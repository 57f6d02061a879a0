"""From syntax trees to typed answers: every reading of a text, likeliest first.

Ambiguity is a longer tuple, never a flag: ``(2,4)`` reads as a point and as an interval.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from mathequiv.answers.arrangements import arranged
from mathequiv.answers.cases import with_cases
from mathequiv.answers.chemistry import configuration, read_chemistry
from mathequiv.answers.choices import choice_letters, read_choice
from mathequiv.answers.contents import distinct, note
from mathequiv.answers.declarations import declarations, declares_index, over_the_reals
from mathequiv.answers.groups import read_group
from mathequiv.answers.identities import as_equations, shows_identity
from mathequiv.answers.index_ranges import with_indices
from mathequiv.answers.integer_sets import of_integers, periodic
from mathequiv.answers.kinds import (
    Answer,
    Listing,
    Reading,
    Scalar,
    SetAnswer,
    Statement,
)
from mathequiv.answers.multiplicities import counted_roots
from mathequiv.answers.notation import (
    gives_two_values,
    has_connective,
    like_first,
    lists_solutions,
    mixes_connectives,
    rules_out_some,
    short_notation,
    shows_time,
    with_names,
    without_mixed_sums,
)
from mathequiv.answers.relations import division, read_relation
from mathequiv.answers.rewriting import with_means, without_dots
from mathequiv.answers.sentences import read_sentence
from mathequiv.answers.sequences import is_flat
from mathequiv.answers.sets import (
    families,
)
from mathequiv.answers.text import LETTERED, as_number, counted_in_words, dated_name, plain_words
from mathequiv.answers.tree_reader import (
    NO_SCALAR,
    PLAIN,
    PLAIN_MEMBERS,
    read_formula,
    read_item,
    read_items,
    read_listed,
    read_plain_item,
    read_point,
    read_tree,
)
from mathequiv.latex.expr import (
    Apply,
    Bracketed,
    Ellipsis_,
    Expr,
    Mul,
    PlusMinus,
    Qualified,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    SetBuilder,
    SetName,
    Text,
)
from mathequiv.latex.logic import formula_of_tokens
from mathequiv.latex.tokens import Scanned, Token
from mathequiv.latex.trees import Survey, survey
from mathequiv.lexicon.number_words import number_in_words
from mathequiv.lexicon.token_kinds import WORDS
from mathequiv.limits import MAX_READINGS

__all__ = ["MAX_READINGS", "read"]


def read(text: str, scanned: Scanned, trees: tuple[tuple[str, Expr], ...], *, prose: bool) -> tuple[Reading, ...]:
    """All readings of a text, likeliest first; empty if it cannot be read or trails off in dots.

    Args:
        text: the whole text, which may be words.
        scanned: what the text was cut into; no tokens if it is over a limit.
        trees: what `mathequiv.latex.parser.parse_choices` makes of it; none if it cannot be read.
        prose: whether a text without trees may be words.

    Raises:
        OverLimit: a list, or the branches of plus-minus signs, are over a cap.
    """
    if scanned.plain and trees:  # no words, capitals and rare signs, which may say more than the trees
        plain, _ = _read_trees(trees, scanned)
        if plain is None:
            return ()
        at = text.find("(")  # a choice has one letter in parentheses
        lettered = at >= 0 and text[at + 2 : at + 3] == ")" and not text[at - 1 : at].isalpha()
        choice = read_choice(text, read_item) if lettered else None
        return tuple(plain) if choice is None and len(plain) < 2 else _with_others(plain, (choice,))
    return _read_with_looks(text, scanned, trees, prose=prose)


def _read_with_looks(
    text: str, scanned: Scanned, trees: tuple[tuple[str, Expr], ...], *, prose: bool
) -> tuple[Reading, ...]:
    """The readings of a text of which its trees may not say all."""
    capitals = text != text.lower()  # of chemistry, of groups and of choices, which few texts of mathematics have
    chemical = read_chemistry(text) if capitals or "-" in text or "s" in text else None
    whole = _read_unparsed(text, chemical, worded=scanned.worded, capitals=capitals)
    if whole is not None:
        return (Reading(whole),)
    sketched = arranged(text) if scanned.worded else None
    trees = trees if sketched is None else (("", sketched),)
    short = short_notation(text, scanned.tokens)
    found, worded = ([], prose) if not trees else _read_trees(trees, scanned)
    if found is None:
        return () if short is None else (Reading(short),)
    if short is not None:
        found.insert(0, Reading(short))
    if worded:
        found[:0] = read_sentence(text, read_tree)
    words = plain_words(text) if prose and not trees else None
    return _with_others(found, (words, _read_lettered(text), chemical))


def _read_lettered(text: str) -> Answer | None:
    """The choice that a text is, None if it is none."""
    return None if LETTERED.search(text) is None else read_choice(text, read_item)


def _read_unparsed(text: str, chemical: Statement | None, *, worded: bool, capitals: bool) -> Answer | None:
    """A date, a group or a configuration of electrons, whose letters are no names of numbers; else None."""
    whole: Answer | None = dated_name(text) if worded else None
    if whole is None and (capitals or worded):
        whole = read_group(text)
    if whole is None and chemical is not None:
        whole = configuration(chemical)
    return whole


def _with_others(found: list[Reading], others: tuple[Answer | None, ...]) -> tuple[Reading, ...]:
    """The readings with those of the whole text that there are, each once."""
    for answer in others:
        if answer is not None:
            found.append(Reading(answer))  # noqa: PERF401 - a comprehension costs a frame of its own
    return tuple(found) if len(found) < 2 else distinct(found)


def _read_trees(trees: tuple[tuple[str, Expr], ...], scanned: Scanned) -> tuple[list[Reading] | None, bool]:
    """The readings of every tree, None if one trails off in dots; and whether the first holds words."""
    found: list[Reading] = []
    worded = False
    if len(trees) > 1:
        trees = without_mixed_sums(like_first(trees))
    for second, tree in trees:
        seen = survey(tree)
        readings = _read_whole(tree, seen, scanned.tokens)
        if readings is None:
            return None, False
        worded = worded or (tree is trees[0][1] and Text in seen[0])
        if Apply in seen[0] or not scanned.plain:
            readings = with_names(readings, tree, seen, scanned)
        found += readings if len(trees) < 2 else _with_choices(readings, second, trees)
    return found, worded


def _with_choices(readings: list[Reading], second: str, trees: tuple[tuple[str, Expr], ...]) -> list[Reading]:
    """The readings of one of several trees with the choices of syntax that it and the others make."""
    choices = frozenset([name for name, _ in trees if name])
    return [one.chosen(second, choices) for one in readings]


def _read_whole(tree: Expr, seen: Survey, tokens: tuple[Token, ...]) -> list[Reading] | None:
    """The readings of the tree of a whole text; None if it trails off in dots."""
    kinds = seen[0]
    if kinds <= PLAIN:
        return _read_plain(tree, seen)
    tree = _respelled(tree, kinds, tokens)
    if kinds <= _PLAIN_LIST and type(tree) is Sequence and is_flat(tree):
        return [note(Reading(Listing(tuple(map(Scalar, tree.items)))), seen, whole=True)]
    written = _written_out(tree, kinds, tokens) if _may_list(kinds) else tree
    if written is not None and Ellipsis_ in kinds:
        written = without_dots(written)
    if written is None:
        return None
    if type(written) is not Qualified and _DECLARING.isdisjoint(kinds):
        return [note(Reading(answer), seen) for answer in _read_answers(written, kinds, tokens)]
    return _read_declaring(written, seen, tokens)


def _respelled(tree: Expr, kinds: AbstractSet[type], tokens: tuple[Token, ...]) -> Expr:
    """A tree with means as functions and an identity as equations."""
    if Bracketed in kinds and "<" in [token.text for token in tokens if token.kind == "open"]:
        tree = with_means(tree)
    return as_equations(tree) if Relation in kinds and shows_identity(tokens) else tree


def _may_list(kinds: AbstractSet[type]) -> bool:
    """Whether a tree of these nodes may list values, or say for which one something holds."""
    return not _LISTED.isdisjoint(kinds) or (Bracketed in kinds and Relation in kinds)


_LISTED: Final = frozenset((Sequence, SetBuilder, Qualified))
"""Nodes that list values, or say for which one something holds."""


def _written_out(tree: Expr, kinds: AbstractSet[type], tokens: tuple[Token, ...]) -> Expr | None:
    """A tree with its indices and cases written out; None where signs of logic join what is no list."""
    if Relation in kinds and not _LISTING.isdisjoint(kinds):
        if type(tree) is Sequence and tree.joiner == "and" and gives_two_values(tree, tokens):
            return None
        tree = with_indices(tree)
    if type(tree) is Sequence and tree.joiner == "or" and _mixes(tree, tokens):
        return None
    return tree if _CASES.isdisjoint(kinds) else with_cases(tree)


_LISTING: Final = frozenset((Sequence, SetBuilder, Bracketed))
"""Nodes that may list the values of an index."""


def _mixes(tree: Sequence, tokens: tuple[Token, ...]) -> bool:
    """Whether "and" and "or" join items of a list that is no formula of logic."""
    return mixes_connectives(tree, tokens) and formula_of_tokens(tokens) is None


def _read_declaring(tree: Expr, seen: Survey, tokens: tuple[Token, ...]) -> list[Reading] | None:
    """The readings of a tree with what it declares and the conditions on it; None if they rule out some values."""
    kinds = seen[0]
    domains = declarations(tree) if Qualified in kinds or SetName in kinds or declares_index(tree) else ()
    conditions, unbounded = _conditions(tree), over_the_reals(tree)
    answers = _read_answers(tree, kinds, tokens)
    if Text in kinds and rules_out_some(answers):
        return None
    if domains:
        answers = tuple([of_integers(answer, domains) for answer in answers])
    answers = (*answers, *periodic(tree, domains), *counted_roots(answers[0], kinds))
    readings = [Reading(answer, domains, conditions=conditions, unbounded=unbounded) for answer in answers]
    noted = [note(reading, seen) for reading in readings]
    return noted + [Reading(family) for family in families(tree, answers)]


_CASES: Final = frozenset((Qualified, Relation, Text))
"""Nodes of conditions and of what is said of a value, one of which is in every list of cases."""
_DECLARING: Final = frozenset((Qualified, SetName, Text, Quantity))
"""Nodes that may declare a name, state a condition, rule a value out or count a root."""


def _read_plain(tree: Expr, seen: Survey) -> list[Reading]:
    """The readings of a tree that can only be a scalar: a point or letters of choices by their names, too."""
    if type(tree) is Mul and (divided := division(tree)) is not None:
        return [Reading(divided)]
    only = note(Reading(Scalar(tree)), seen, whole=True)
    return [only, *map(Reading, read_point(tree) or choice_letters(tree))] if type(tree) in _LETTERED else [only]


def _conditions(tree: Expr) -> tuple[Answer, ...]:
    found: list[Answer] = []
    while isinstance(tree, Qualified):
        if tree.condition is not None and tree.kind not in ("forall", "exists"):
            found.append(read_item(tree.condition))
        tree = tree.body
    if isinstance(tree, Sequence) and _ASSIGNED.issuperset(map(type, tree.items)):
        for item in tree.items:
            found += _conditions(item)
    return tuple(found)


_ASSIGNED: Final = frozenset((Relation, Qualified))
"""Items of a list of assignments, each of which may have its condition; values with conditions are cases."""


def _read_answers(tree: Expr, kinds: AbstractSet[type], tokens: tuple[Token, ...]) -> tuple[Answer, ...]:
    """The answers of a tree that is no plain scalar or list; its tokens tell what the tree does not say."""
    if type(tree) is Relation:
        plain = kinds <= _PLAIN_RELATION and tree.ops != ("in",)
        return read_relation(tree, read_plain_item) if plain else read_tree(tree)
    if type(tree) is Ratio and shows_time(tokens):
        return (Scalar(Ratio(tree.parts, timely=True)),)
    if type(tree) is Sequence:
        return _read_joined(tree, kinds, tokens)
    if type(tree) is Bracketed and lists_solutions(tree, tokens):
        return (*read_tree(tree), SetAnswer(read_items(tree.items)))  # the list of solutions that a solver returns
    return read_tree(tree)


def _read_joined(tree: Sequence, kinds: AbstractSet[type], tokens: tuple[Token, ...]) -> tuple[Answer, ...]:
    """The answers of a sequence: a formula of logic, a number said with "and", or its items."""
    if Relation not in kinds and has_connective(tokens):
        formula = formula_of_tokens(tokens)
        return (Statement(tree.joiner, read_items(tree.items)),) if formula is None else read_formula(formula)
    if tree.joiner == "and" and all(token.kind in _SAID or token.text == "a" for token in tokens):
        said = " ".join([token.text for token in tokens])
        value = number_in_words(said)
        counted = counted_in_words(said) if value is None else (Scalar(as_number(value)),)
        if counted:
            return counted
    return read_listed(tree, _read_part if NO_SCALAR.isdisjoint(kinds) else read_tree, signed=PlusMinus in kinds)


def _read_part(tree: Expr) -> tuple[Answer, ...]:
    """`read_tree` of an item of a list that holds nothing of `NO_SCALAR`."""
    if type(tree) in PLAIN_MEMBERS:
        return (Scalar(tree),)
    if type(tree) is Relation and tree.ops != ("in",) and type(tree.members[0]) is not Text:
        return read_relation(tree, read_plain_item)
    return read_tree(tree)


_PLAIN_LIST: Final = (PLAIN | {Sequence}) - {Apply, Quantity}
_PLAIN_RELATION: Final = PLAIN | {Relation}
_SAID: Final = WORDS | {"join"}
"""What a number in words is written with (``one hundred and five``), beside an article."""
_LETTERED: Final = frozenset((Mul, Apply))
