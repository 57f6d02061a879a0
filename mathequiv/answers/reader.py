"""From syntax trees to typed answers: every reading of a text, likeliest first.

Ambiguity is a longer tuple, never a flag: ``(2,4)`` reads as a point and as an interval.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final

from mathequiv.answers.arrangements import arranged
from mathequiv.answers.branches import branches, combinations, has_branches
from mathequiv.answers.cases import with_cases
from mathequiv.answers.chemistry import configuration, read_chemistry
from mathequiv.answers.choices import choice_letters, named_point, read_choice
from mathequiv.answers.contents import distinct, note
from mathequiv.answers.declarations import bound_as_x, declarations, declares_index, over_the_reals
from mathequiv.answers.groups import read_extension, read_group
from mathequiv.answers.identities import as_equations, shows_identity
from mathequiv.answers.index_ranges import with_indices
from mathequiv.answers.integer_sets import of_integers, periodic
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Interval,
    Listing,
    MatrixAnswer,
    Reading,
    Scalar,
    SetAnswer,
    Solutions,
    Statement,
    TupleAnswer,
)
from mathequiv.answers.labels import label_of
from mathequiv.answers.matrices import matrix_rows, rows_in_braces, without_determinants
from mathequiv.answers.multiplicities import counted_roots
from mathequiv.answers.notation import (
    LONGEST_SHORT,
    cycle_numbers,
    has_connective,
    is_remarked,
    like_first,
    lists_solutions,
    mixes_connectives,
    rules_out_some,
    short_notation,
    shows_time,
    with_names,
    without_mixed_sums,
)
from mathequiv.answers.relations import ORDER_OPS, division, read_relation
from mathequiv.answers.sentences import read_sentence
from mathequiv.answers.sequences import ReadAll, flatten, is_flat, read_sequence, signed_tuples
from mathequiv.answers.sets import (
    as_complement,
    as_interval,
    families,
    is_set,
    multiples,
    read_finite_set,
    read_set,
    set_difference,
    span_of,
    worked_out_set,
)
from mathequiv.answers.text import LETTERED, as_number, counted_in_words, dated_name, plain_words, read_words
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Clock,
    Constant,
    Div,
    Ellipsis_,
    Expr,
    Logical,
    Matrix,
    Mul,
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
    Root,
    Sequence,
    SetBuilder,
    SetName,
    SetOp,
    Symbol,
    Text,
)
from mathequiv.latex.grammar.said import half_line
from mathequiv.latex.logic import formula_of_tokens
from mathequiv.latex.parser import parse_variants
from mathequiv.latex.tokens import Scanned, Token
from mathequiv.latex.trees import Survey, contains, node_types, survey
from mathequiv.lexicon.number_words import number_in_words
from mathequiv.lexicon.said import bound_after
from mathequiv.lexicon.subjects import names_range
from mathequiv.limits import MAX_READINGS, check

__all__ = ["MAX_READINGS", "read", "read_tree"]


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
        choice = None if "(" not in text or LETTERED.search(text) is None else read_choice(text, _item)
        return tuple(plain) if choice is None and len(plain) < 2 else _with_others(plain, (choice,))
    capitals = text != text.lower()  # few texts of mathematics have them, and few of those that do have none
    chemical = read_chemistry(text) if capitals or "-" in text or "s" in text else None
    whole: Answer | None = dated_name(text) if scanned.worded else None
    if whole is None and capitals:
        whole = read_group(text)
    if whole is None and chemical is not None:
        whole = configuration(chemical)
    if whole is not None:
        return (Reading(whole),)
    if scanned.worded and (sketched := arranged(text)) is not None:
        trees = (("", sketched),)
    short = short_notation(text, scanned.tokens) if len(scanned.tokens) <= LONGEST_SHORT else None
    found, worded = ([], prose) if not trees else _read_trees(trees, scanned)
    if found is None:
        return () if short is None else (Reading(short),)
    if short is not None:
        found.insert(0, Reading(short))
    if worded:
        found[:0] = read_sentence(text, read_tree)
    words = plain_words(text) if prose and not trees else None
    lettered = (capitals or "(" in text) and LETTERED.search(text) is not None
    choice = read_choice(text, _item) if lettered else None
    return _with_others(found, (words, choice, chemical))


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
    if kinds <= _PLAIN:
        return _read_plain(tree, seen)
    if Relation in kinds and shows_identity(tokens):
        tree = as_equations(tree)
    if kinds <= _PLAIN_LIST and type(tree) is Sequence and is_flat(tree):
        return [note(Reading(Listing(tuple(map(Scalar, tree.items)))), seen, whole=True)]
    if Relation in kinds and (Sequence in kinds or SetBuilder in kinds):
        tree = with_indices(tree)
    if Ellipsis_ in kinds and contains(tree, (Ellipsis_,)):
        return None
    if type(tree) is Sequence and _mixes(tree, tokens):
        return None
    if (Sequence in kinds or Qualified in kinds) and not _CASES.isdisjoint(kinds):
        tree = with_cases(tree)
    return _read_conditional(tree, seen, tokens)


def _mixes(tree: Sequence, tokens: tuple[Token, ...]) -> bool:
    """Whether "and" and "or" join items of a list that is no formula of logic."""
    return mixes_connectives(tree, tokens) and formula_of_tokens(tokens) is None


def _read_conditional(tree: Expr, seen: Survey, tokens: tuple[Token, ...]) -> list[Reading] | None:
    """The readings of a tree with what it declares and the conditions on it; None if they rule out some values."""
    kinds = seen[0]
    if type(tree) is not Qualified and _DECLARING.isdisjoint(kinds):
        answers = _read_answers(tree, kinds, tokens)
        if len(answers) == 1:
            return [note(Reading(answers[0]), seen)]
        return [note(Reading(answer), seen) for answer in answers]
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
    return [only, *map(Reading, _point(tree) or choice_letters(tree))] if type(tree) in _LETTERED else [only]


def _conditions(tree: Expr) -> tuple[Answer, ...]:
    found: list[Answer] = []
    while isinstance(tree, Qualified):
        if tree.condition is not None and tree.kind not in ("forall", "exists", "over"):
            found.append(_item(tree.condition))
        tree = tree.body
    return tuple(found)


def _read_answers(tree: Expr, kinds: AbstractSet[type], tokens: tuple[Token, ...]) -> tuple[Answer, ...]:
    """The answers of a tree that is no plain scalar or list; its tokens tell what the tree does not say."""
    if type(tree) is Relation:
        plain = kinds <= _PLAIN_RELATION and tree.ops != ("in",)
        return read_relation(tree, _plain_item) if plain else read_tree(tree)
    if type(tree) is Ratio and shows_time(tokens):
        return (Scalar(Ratio(tree.parts, timely=True)),)
    if type(tree) is Sequence:
        return _read_joined(tree, kinds, tokens)
    if type(tree) is Bracketed and lists_solutions(tree, tokens):
        return (*read_tree(tree), SetAnswer(_items(tree.items)))  # the list of solutions that a solver returns
    return read_tree(tree)


def _read_joined(tree: Sequence, kinds: AbstractSet[type], tokens: tuple[Token, ...]) -> tuple[Answer, ...]:
    """The answers of a sequence: a formula of logic, a number said with "and", or its items."""
    if Relation not in kinds and has_connective(tokens):
        formula = formula_of_tokens(tokens)
        return (Statement(tree.joiner, _items(tree.items)),) if formula is None else _read_formula(formula)
    if tree.joiner == "and" and kinds == _SAID:
        value = number_in_words(" and ".join([item.words for item in tree.items if isinstance(item, Text)]))
        if value is not None:
            return (Scalar(as_number(value)),)
    return _read_sequence(tree, _read_part, signed=False) if _NO_SCALAR.isdisjoint(kinds) else _read_sequence(tree)


def _read_part(tree: Expr) -> tuple[Answer, ...]:
    """`read_tree` of an item of a list that holds nothing of `_NO_SCALAR`."""
    if type(tree) in _PLAIN_MEMBERS:
        return (Scalar(tree),)
    if type(tree) is Relation and tree.ops != ("in",) and type(tree.members[0]) is not Text:
        return read_relation(tree, _plain_item)
    return read_tree(tree)


_PLAIN: Final = frozenset(
    (Number, Symbol, Constant, Add, Mul, Div, Pow, Neg, Root, Call, Apply, Percent, Quantity, Numeral, Clock)
)
"""Nodes of a tree that can only be a scalar."""
_PLAIN_LIST: Final = (_PLAIN | {Sequence}) - {Apply}
_PLAIN_RELATION: Final = _PLAIN | {Relation}
_SAID: Final = frozenset((Sequence, Text))
"""Nodes of words and their conjunctions (``one hundred and five``)."""
_PLAIN_MEMBERS: Final = _PLAIN - {Apply}
_LEAVES: Final = frozenset((Number, Symbol, Constant, Numeral, Clock))
"""The plain nodes that hold no others."""
_NO_SCALAR: Final = frozenset((PlusMinus, Matrix, Bracketed, SetBuilder, SetOp, SetName, Apply))
"""Nodes that may make something else of the tree that holds them."""
_LETTERED: Final = frozenset((Mul, Apply))


def read_tree(tree: Expr) -> tuple[Answer, ...]:
    """The readings of one tree, likeliest first; at least one."""
    kind = type(tree)
    if kind in _LEAVES:
        return (Scalar(tree),)
    return _READERS.get(kind, _read_scalar)(tree)


def _item(tree: Expr) -> Answer:
    return Scalar(tree) if type(tree) in _LEAVES else read_tree(tree)[0]


def _plain_item(tree: Expr) -> Answer:
    """`_item` in a tree of `_PLAIN_RELATION`, where only the root can make something else of a member."""
    return Scalar(tree) if type(tree) in _PLAIN_MEMBERS else _item(tree)


def _items(trees: tuple[Expr, ...]) -> tuple[Answer, ...]:
    return tuple(map(_item, trees))


def _read_qualified(tree: Qualified) -> tuple[Answer, ...]:
    if tree.kind == "permutation":
        return (Statement(tree.kind, tuple(map(Scalar, cycle_numbers(tree.body)))),)
    if tree.kind == "over" and isinstance(tree.condition, Relation):
        (first, second), op = tree.condition.members, tree.condition.ops[0]
        return (Statement(f"{tree.names[0]} {op}", (Scalar(tree.body), Scalar(first), Scalar(second))),)
    if tree.kind == "case" and tree.condition is not None:
        return (Statement(tree.kind, (_item(tree.body), _item(tree.condition))),)
    if tree.kind == "ruled out":
        return (Statement(tree.kind, (_item(tree.body),)),)
    if tree.kind in ("forall", "exists") and tree.condition is not None:
        return (Statement(tree.kind, _items(bound_as_x(tree.names[:1], tree.condition, tree.body))),)
    return read_tree(tree.body) if tree.names or tree.kind else (Scalar(tree),)


def _read_sequence(tree: Sequence, read: ReadAll = read_tree, *, signed: bool = True) -> tuple[Answer, ...]:
    check("MAX_ITEMS", len(tree.items))
    match tree:
        case Sequence(items=parts, joiner=",") if isinstance(parts[0], Text) and is_remarked(parts[0].words, parts[1:]):
            return read_words(parts[0].words)
        case Sequence(items=(value, Text(words=said)), joiner="or") if (bound := bound_after(said)) is not None:
            return read_tree(half_line(bound, value))  # ``8 or more``
    return read_sequence(tree, read, signed=signed)


def _read_formula(tree: Expr) -> tuple[Answer, ...]:
    return (Statement("formula", (Scalar(tree),)),)


def _read_matrix(tree: Matrix) -> tuple[Answer, ...]:
    check("MAX_ITEMS", sum(map(len, tree.rows)))
    return (MatrixAnswer(tuple(map(_items, tree.rows))),)


_PUNCTUATION: Final = str.maketrans("", "", ".,;'-")


def _read_text(tree: Text) -> tuple[Answer, ...]:
    r"""Words; but a text that holds digits or signs may be mathematics in disguise (``\text{13}``)."""
    text = tree.words
    letters = "".join(text.translate(_PUNCTUATION).split())
    if letters and not letters.isalpha():
        try:
            trees = parse_variants(text)
        except (Unreadable, OverLimit):
            return read_words(text)
        if not any(isinstance(tree, Text) for tree in trees):
            return tuple(answer for tree in trees for answer in read_tree(tree))
    return counted_in_words(text) or read_words(text)


def _read_scalar(tree: Expr) -> tuple[Answer, ...]:
    if not contains(tree, _NO_SCALAR):
        return (Scalar(tree),)
    kinds = node_types(tree)
    if Matrix in kinds and Call in kinds:
        tree = without_determinants(tree)
        if Matrix not in node_types(tree):
            return _read_scalar(tree)
    lettered = _point(tree)
    if lettered:
        return lettered
    if PlusMinus in kinds:
        return (_open_branches(tree),)
    made = _set_made(tree, kinds)
    if made is not None:
        return (made,)
    rows = matrix_rows(tree)
    if rows is not None and len(rows) == len(rows[0]) == 1 and isinstance(tree, Mul):
        return (Scalar(rows[0][0]),)  # a row times a column is a number
    if rows is not None and len(rows) == 1 and Matrix not in kinds:
        return (TupleAnswer(_items(rows[0])),)
    if rows is not None:
        return (MatrixAnswer(tuple(map(_items, rows))),)
    return (Scalar(tree),)


def _set_made(tree: Expr, kinds: AbstractSet[type]) -> Answer | None:
    """The set that a difference, another operation or a complement makes; None for any other tree."""
    if isinstance(tree, Add) and is_set(tree.terms[0]):
        difference = set_difference(tree, _item)
        if difference is not None:
            return difference
    if Bracketed in kinds and (written := worked_out_set(tree, _item)) is not None:
        return written
    if SetName in kinds and type(tree) is Mul:
        return multiples(tree)
    return as_complement(tree, _item) if SetOp in kinds else None


def _point(tree: Expr) -> tuple[Answer, ...]:
    """A point with a unit after it or a name before it, or an extension of a field; nothing for any other tree."""
    match tree:
        case Quantity(value=Bracketed(opening=opening, closing=closing, items=items)):
            return _read_bracket(Bracketed(opening, closing, tuple([Quantity(x, tree.unit, tree.of) for x in items])))
        case Quantity(value=Matrix(rows=rows)):
            return _read_matrix(Matrix(tuple([tuple([Quantity(x, tree.unit, tree.of) for x in row]) for row in rows])))
        case Mul(factors=(SetName(), _)):
            return read_extension(tree, _item)
    return named_point(tree, _items)


def _open_branches(tree: Expr) -> Answer:
    """The values a plus-minus sign opens, or the one value if they are the same."""
    opened = tuple(_item(branch) for branch in branches(tree))
    return opened[0] if len(opened) == 1 else Listing(opened, branches=True)


# --- relations ----------------------------------------------------------------------------------------------------


def _read_relation(tree: Relation) -> tuple[Answer, ...]:
    if contains(tree, (Matrix,)):
        tree = Relation(tuple(map(without_determinants, tree.members)), tree.ops)
    if tree.ops == ("in",):
        return _read_membership(*tree.members)
    if (span := span_of(tree)) is not None:
        return (read_set(span, _item),)
    if tree.ops in (("=",), ("colon",)) and isinstance(tree.members[0], Text):
        label = label_of(tree.members[0])
        if label is not None and names_range(label.name):
            return tuple([Assignment(label, values) for values in _read_domain(tree.members[1])])
    if PlusMinus in map(type, tree.members) and len(signed := signed_tuples(tree)) > 1:
        return read_sequence(Sequence(signed, ","), read_tree)
    if has_branches(tree) and (ORDER_OPS.issuperset(tree.ops) or has_branches(tree.members[0])):
        return (_open_branches(tree),)
    return read_relation(tree, _item)


def _read_membership(left: Expr, right: Expr) -> tuple[Answer, ...]:
    if isinstance(left, Symbol):
        return tuple([Solutions(left.name, values) for values in _read_domain(right)])
    if isinstance(left, Bracketed) and label_of(left) is not None:
        return read_relation(Relation((left, right), ("=",)), _item)
    return (Statement("in", (_item(left), _item(right))),)


def _read_domain(tree: Expr) -> tuple[Answer, ...]:
    """What may stand after ``in``: an interval rather than a point, else any reading."""
    interval = as_interval(tree) if isinstance(tree, Bracketed) and tree.opening in "([" else None
    return read_tree(tree) if interval is None else (interval,)


# --- brackets and sets --------------------------------------------------------------------------------------------


def _read_bracket(tree: Bracketed) -> tuple[Answer, ...]:
    opening, closing, items = tree.opening, tree.closing, tree.items
    check("MAX_ITEMS", len(items))
    if opening == "{" and closing == "}":
        found, rows = read_finite_set(tree, _item), rows_in_braces(tree)
        return (found,) if rows is None else (found, MatrixAnswer(tuple(map(_items, rows))))
    if opening == "<":
        return _read_tuple(items, square=False)
    interval = as_interval(tree)
    if tree.interval and interval is not None:
        return (interval,)
    if opening == "(" and closing == ")":
        point = _read_tuple(items, square=False)
        return point if interval is None else (*point, interval)
    if opening == "[" and closing == "]":
        return _read_square(items, interval)
    return (interval,) if interval is not None else _read_tuple(items, square=False)


def _read_square(items: tuple[Expr, ...], interval: Interval | None) -> tuple[Answer, ...]:
    if not items:
        return (SetAnswer(()),)  # what a solver returns that finds nothing
    rows = matrix_rows(Bracketed("[", "]", items))
    if rows is not None:
        return (MatrixAnswer(tuple(map(_items, rows))),)
    listed = _read_tuple(items, square=True)
    if len(items) == 1:
        return (*read_tree(items[0]), *listed)
    return listed if interval is None else (interval, *listed)


def _read_tuple(items: tuple[Expr, ...], *, square: bool) -> tuple[Answer, ...]:
    if not _LEAVES.issuperset(map(type, items)) and any(map(has_branches, items)):
        tuples = combinations(items)
        return (Listing(tuple(TupleAnswer(_items(entries), square) for entries in tuples), branches=True),)
    return (TupleAnswer(tuple([Scalar(x) if type(x) in _LEAVES else _entry(x) for x in items]), square),)


def _entry(tree: Expr) -> Answer:
    """An entry of a bracket; a group between semicolons is ordered there (``[3; 8, 7]``)."""
    return TupleAnswer(_items(flatten(tree))) if isinstance(tree, Sequence) else _item(tree)


def _one_set(tree: SetName | SetBuilder | SetOp) -> tuple[Answer, ...]:
    return (read_set(tree, _item),)


_READERS: Final[dict[type, Callable[..., tuple[Answer, ...]]]] = {
    Text: _read_text,
    Qualified: _read_qualified,
    Sequence: _read_sequence,
    Bracketed: _read_bracket,
    Relation: _read_relation,
    SetName: _one_set,
    SetBuilder: _one_set,
    SetOp: _one_set,
    Matrix: _read_matrix,
    Logical: _read_formula,
}
"""The reader of each node that is no scalar as it stands."""
