"""What the notation of an answer says and its tree does not: connectives, times, names of functions and matrices.

Also what trees show of how they were meant: sums of a unit and a name, remarks, values that are ruled out.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Label,
    Listing,
    NamedSet,
    Reading,
    Scalar,
    Statement,
    Truth,
)
from mathequiv.answers.labels import label_of
from mathequiv.answers.text import REALS
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Expr,
    Matrix,
    Mul,
    Neg,
    Number,
    Pow,
    Quantity,
    Relation,
    Sequence,
    SetName,
    Symbol,
    Text,
)
from mathequiv.latex.tokens import Scanned, Token
from mathequiv.latex.trees import Survey, children, contains, free_symbols, is_capital, nodes_of, walk
from mathequiv.lexicon.changes import changes_value
from mathequiv.lexicon.claims import TURNS
from mathequiv.lexicon.clauses import NEARLY
from mathequiv.lexicon.code import CODE_WORDS
from mathequiv.lexicon.token_kinds import Kind
from mathequiv.lexicon.units import DEGREE
from mathequiv.lexicon.words import meaning

__all__ = [
    "cycle_numbers",
    "gives_two_values",
    "has_connective",
    "is_remarked",
    "like_first",
    "lists_solutions",
    "mixes_connectives",
    "rules_out_some",
    "short_notation",
    "shows_time",
    "with_names",
    "without_mixed_sums",
]


def has_connective(tokens: tuple[Token, ...]) -> bool:
    r"""Whether a sign joins statements: ``p \land q`` is no list of two answers, and is not ``p \lor q``."""
    for token in tokens:  # noqa: SIM110 - for every list, and a generator takes three times as long
        if token.kind == "join" and token.written[:1] == "\\" and token.written[1:].isalpha():
            return True
    return False


def gives_two_values(tree: Sequence, tokens: tuple[Token, ...]) -> bool:
    r"""Whether a sign of logic or code says that a name has two values at once (``x=1 \land x=2``): that is no list."""
    names = [item.members[0] for item in tree.items if isinstance(item, Relation) and item.ops == ("=",)]
    if len(names) == len(set(names)):
        return False
    return has_connective(tokens) or "&" in [token.kind for token in tokens]


def mixes_connectives(tree: Sequence, tokens: tuple[Token, ...]) -> bool:
    r"""Whether ``\land`` and ``\lor`` both occur: which of them binds first is lost in a list."""
    if tree.joiner != "or":
        return False
    signs = {token.text for token in tokens if token.kind == "join" and token.written[:1] == "\\"}
    return len(signs) > 1


def with_names(readings: list[Reading], tree: Expr, seen: Survey, scanned: Scanned) -> list[Reading]:
    """The readings of a tree with the names that are functions, vectors or matrices by assumption."""
    kinds, names = seen
    if not names and _NAMING.isdisjoint(kinds):
        return readings
    applied = _applied_names(tree) if Apply in kinds else _NONE
    arrays = scanned.marked or _may_name_matrices(names)
    vectors, matrices = _names_of_arrays(tree, seen, scanned.tokens) if arrays else _NO_ARRAYS
    near = bool(names) and _says_near(tree, scanned.tokens)
    if not (applied or matrices or vectors or near):
        return readings
    return [one.named(applied, matrices, vectors, near=near) for one in readings]


def _may_name_matrices(names: frozenset[str]) -> bool:
    """Whether the names of a text without bold letters may be matrices: one has an adjoint, or two are capitals."""
    return _ADJOINT.name in names or (len(names) > 1 and len([name for name in names if _is_capital_name(name)]) > 1)


def _names_of_arrays(tree: Expr, seen: Survey, tokens: tuple[Token, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Names of vectors, and names of matrices where there are none."""
    kinds, names = seen
    if Call in kinds or (names and Mul in kinds):
        vectors = _vector_names(tree, tokens)
        if vectors:
            return vectors, _NONE
    lettered = names or not _LETTERS_TOO.isdisjoint(kinds)
    return _NONE, _matrix_names(tree, tokens) if lettered else _NONE


_NAMING: Final = frozenset((Apply, Call, SetName, Text))
"""Nodes in trees without variables that names are looked for in."""
_LETTERS_TOO: Final = frozenset((SetName, Text))
"""Nodes beside variables that a bold or capital letter may be."""


def _vector_names(tree: Expr, tokens: tuple[Token, ...]) -> frozenset[str]:
    """Names with an arrow, a hat or in bold, if the text holds a product of vectors or a derivative of fields."""
    if not _holds_vectors(tree, tokens):
        return _NONE
    held = free_symbols(tree)
    marked = {token.text for token in tokens if token.kind == "vec"}
    for at, token in enumerate(tokens):
        if token.kind == "accent" and token.text == "vec":
            following = tokens[at + 2] if tokens[at + 1].kind == "{" else tokens[at + 1]
            marked.add(following.text)
    names = frozenset([name for name in held if name.partition("_")[0].rstrip("'") in marked])
    return names | frozenset([name for name in held if name.startswith("hat(")]) | _NABLA


def _holds_vectors(tree: Expr, tokens: tuple[Token, ...]) -> bool:
    """Whether a text multiplies vectors or derives fields, and does not give one of their components."""
    multiplied = "cross" in [token.kind for token in tokens] or _shows_inner_product(tokens)
    return (multiplied or _derives(tree)) and not _is_component(tree)


def _derives(tree: Expr) -> bool:
    r"""Whether a field is derived in a value or a side of an equation, and not only in a label (``\nabla f=``)."""
    if type(tree) is Relation:
        first, *others = tree.members
        if label_of(first) is not None or contains(others[-1], (Bracketed, Matrix)):
            return any(map(_derives, others))
    return not _NABLA.isdisjoint(free_symbols(tree))


_NABLA: Final = frozenset({"nabla", "nabla cdot"})


def _is_component(tree: Expr) -> bool:
    r"""Whether a value is called one component of a product, so that it is given by components (``(A\times B)_i``)."""
    label = tree.members[0] if isinstance(tree, Relation) else tree
    return isinstance(label, Symbol) and label.name.startswith("(")


def _shows_inner_product(tokens: tuple[Token, ...]) -> bool:
    r"""Whether a dot is between two vectors (``\vec a\cdot\vec b``); two bold capitals may be matrices."""
    for at in range(1, len(tokens) - 1):
        if tokens[at].written == r"\cdot":
            before, after = tokens[max(0, at - _NEAR) : at], tokens[at + 1 : at + 1 + _NEAR]
            if after[0].kind != "open":
                after = after[:1]
            marks = [[_mark(token) for token in side if _mark(token)] for side in (before, after)]
            if all(marks) and any("vector" in side for side in marks):
                return True
    return False


_NEAR: Final = 4
"""Tokens of a vector with its braces, or of the bracket that holds one."""


def _mark(token: Token) -> str:
    """What the mark of a letter says of it: that it is a vector, or, of a bold capital, a vector or a matrix."""
    if token.kind == "vec":
        return "vector" if token.text.islower() else "bold"
    return "vector" if token.kind == "accent" and token.text == "vec" else ""


def shows_time(tokens: tuple[Token, ...]) -> bool:
    """Whether two numerals beside a colon have the form of a time of day: ``2:15``, with two digits of minutes."""
    for at in range(len(tokens) - 2):
        hours, colon, minutes = tokens[at], tokens[at + 1], tokens[at + 2]
        together = colon.kind == ":" and not (colon.space or minutes.space)
        if together and hours.text in _HOURS and minutes.text in _MINUTES:
            return True
    return False


_MINUTES: Final = frozenset([f"{minute:02}" for minute in range(60)])
_HOURS: Final = frozenset([form for hour in range(25) for form in (f"{hour}", f"{hour:02}")])


def lists_solutions(tree: Bracketed, tokens: tuple[Token, ...]) -> bool:
    """Whether a bracket may be the list of solutions that code returns."""
    return tree.opening == "[" and len(tree.items) > 1 and not tree.interval and _shows_code(tokens)


def _shows_code(tokens: tuple[Token, ...]) -> bool:
    """Whether signs of code are written, as in no interval by hand: stars, or a function with its parenthesis."""
    found = called = False
    for token in tokens:
        written = token.written
        if written[:1] == "\\":
            return False
        found = found or written in ("*", "**") or (called and not token.space and token.text == "(")
        called = token.kind in _CALLED or token.text in CODE_WORDS
    return found


_CALLED: Final[frozenset[Kind]] = frozenset({"func", "sqrt"})


def _applied_names(tree: Expr) -> frozenset[str]:
    """Names of functions that are no derivatives or inverses."""
    return frozenset(
        [n.name for n in nodes_of(tree, Apply) if "'" not in n.name and "^" not in n.name and " " not in n.name]
    )


def _says_near(tree: Expr, tokens: tuple[Token, ...]) -> bool:
    """Whether a text says that its value is only near."""
    if isinstance(tree, Relation) and "approx" in tree.ops:
        return True
    return bool(tokens) and (tokens[0].text == "approx" or tokens[0].text.lower() in NEARLY)


def _matrix_names(tree: Expr, tokens: tuple[Token, ...]) -> frozenset[str]:
    r"""The names whose products do not commute, by what is written.

    Bold capitals, with bold letters beside them; whatever has an adjoint (``a^\dagger``), with the capitals; else two
    or more capitals, one of them inverted, transposed or declared (``A \in M_n``), or two of them in both orders.
    """
    # All letters in one string: most answers are told from it that no capital is among them.
    written = "".join([token.text for token in tokens])
    if written == written.lower() and written.isascii() and _ADJOINT.name not in written:
        return _NONE
    if not [token for token in tokens if token.text.isupper() or token.text == _ADJOINT.name]:
        return _NONE
    bold = frozenset([token.text for token in tokens if token.kind == "vec"])
    if bold == _ORDER:
        return _NONE  # \\mathcal O names orders of growth
    return bold if any(map(str.isupper, bold)) else _operators(tree, raises=any(t.kind == "sup" for t in tokens))


def _operators(tree: Expr, *, raises: bool) -> frozenset[str]:
    capitals = frozenset(filter(_is_capital_name, free_symbols(tree)))
    raised = _raised(tree) if raises else []
    adjoint = [names for exponent, names in raised if exponent == _ADJOINT]
    if adjoint:
        return capitals.union(*adjoint)
    inverted = any(capitals & names for _, names in raised)
    shown = len(capitals) > 1 and (inverted or _in_both_orders(tree) or _is_declared(tree) or _on_both_sides(tree))
    return capitals if shown else _NONE


def _raised(tree: Expr) -> list[tuple[Expr, frozenset[str]]]:
    """The exponents that only matrices have, and the names below each."""
    powers = [node for node in walk(tree) if isinstance(node, Pow) and node.exponent in _OF_MATRICES]
    return [(power.exponent, free_symbols(power.base)) for power in powers]


def _in_both_orders(tree: Expr) -> bool:
    """Whether two capitals are factors in one order and in the other (``AB + BA``)."""
    pairs = {pair for node in walk(tree) if isinstance(node, Mul) for pair in pairwise(node.factors)}
    return any((y, x) in pairs for x, y in pairs if x != y and is_capital(x) and is_capital(y))


def _on_both_sides(tree: Expr) -> bool:
    """Whether a capital is last in one product of two and first in another, beside a third (``AX + XB = C``).

    Without that the products may be segments by their ends (``AX + XB = AB``).
    """
    if type(tree) is not Relation:
        return False
    bare = [term for member in tree.members for term in _terms(member)]
    if not any(map(is_capital, bare)):
        return False
    pairs = [(term.factors[0], term.factors[-1]) for term in bare if isinstance(term, Mul) and _are_two_capitals(term)]
    products = [term for term in bare if isinstance(term, Mul)]
    return len(pairs) == len(products) and bool({first for first, _ in pairs} & {last for _, last in pairs})


def _terms(member: Expr) -> list[Expr]:
    """The terms of a side without their signs."""
    terms = member.terms if isinstance(member, Add) else (member,)
    return [term.arg if isinstance(term, Neg) else term for term in terms]


def _are_two_capitals(product: Mul) -> bool:
    return len(product.factors) == _TWO and all(map(is_capital, product.factors))


_TWO: Final = 2


def _is_capital_name(name: str) -> bool:
    return len(name) == 1 and name.isupper()


def _is_declared(tree: Expr) -> bool:
    r"""Whether a capital is said to be in a set of square matrices (``A \in M_n``)."""
    return any(
        isinstance(node, Relation)
        and node.ops == ("in",)
        and is_capital(node.members[0])
        and any(name.partition("_")[0] in _SPACES for name in free_symbols(node.members[1]))
        for node in walk(tree)
    )


_NONE: Final[frozenset[str]] = frozenset()
_NO_ARRAYS: Final = (_NONE, _NONE)
_ORDER: Final = frozenset("O")
_ADJOINT: Final = Symbol("dagger")
_OF_MATRICES: Final = (Neg(Number(1)), Symbol("T"), Neg(Symbol("T")), _ADJOINT)
_SPACES: Final = frozenset({"M", "GL", "SL", "Mat"})
"""Sets of square matrices, with their size as an index."""


def without_mixed_sums(trees: tuple[tuple[str, Expr], ...]) -> tuple[tuple[str, Expr], ...]:
    """The trees that add no quantity to a term in names (``k^2-2km-m``), if any is left."""
    kept = tuple([row for row in trees if not (contains(row[1], (Quantity,)) and any(map(_is_mixed, walk(row[1]))))])
    return kept or trees


def _is_mixed(tree: Expr) -> bool:
    if not isinstance(tree, Add):
        return False
    terms = [term.arg if isinstance(term, Neg) else term for term in tree.terms]
    measured = any(isinstance(term, Quantity) and term.unit != DEGREE for term in terms)
    return measured and any(not isinstance(term, Quantity) and bool(free_symbols(term)) for term in terms)


def rules_out_some(answers: tuple[Answer, ...]) -> bool:
    """Whether a list holds a value that its label rules out: which of the others are the answer cannot be told."""
    lists = [answer for answer in answers if isinstance(answer, Listing)]
    return any(isinstance(item, Statement) and item.head == "ruled out" for one in lists for item in one.items)


def is_remarked(said: str, rest: tuple[Expr, ...]) -> bool:
    """Whether words after a truth value only say it again or why (``Yes, it is a subspace``)."""
    truth = meaning(said)
    if truth not in ("true", "false") or not all(isinstance(one, Text) for one in rest):
        return False
    words = [word for one in rest if isinstance(one, Text) for word in one.words.lower().split()]
    if len(words) < 2 or any(meaning(word) is not None or word in TURNS for word in words):
        return False
    return truth == "false" or not changes_value(" ".join(words))


def short_notation(text: str, tokens: tuple[Token, ...]) -> Answer | None:
    r"""What a text of a few tokens is that is no formula: ``7……3``, ``√``, ``\mathbf R``; None for any other."""
    if len(tokens) == 1:
        if tokens[0].kind == "sqrt" and text.strip() == "√":
            return Truth("true")  # a check mark
        return _BOLD.get(tokens[0].text) if tokens[0].kind == "vec" else None
    if len(tokens) != _DOTTED or tokens[1].kind != "ldots" or tokens[2].kind != "ldots":
        return None
    ends = [Scalar(Number(int(token.text))) for token in (tokens[0], tokens[3]) if token.text.isdecimal()]
    if len(ends) < len(_DIVISION):
        return None
    named = [Assignment(Label(name, "word"), end) for name, end in zip(_DIVISION, ends, strict=True)]
    return Assignments(tuple(named))


_DOTTED: Final = 4
_DIVISION: Final = ("quotient", "remainder")
_BOLD: Final[dict[str, Answer]] = {"R": REALS, "Z": NamedSet("Z"), "N": NamedSet("N"), "Q": NamedSet("Q")}


def cycle_numbers(cycles: Expr) -> list[Expr]:
    """The numbers of a permutation in order, those of each cycle after their count."""
    found: list[Expr] = []
    for cycle in cycles.items if isinstance(cycles, Sequence) and cycles.joiner == ";" else (cycles,):
        found += [Number(len(children(cycle))), *children(cycle)]
    return found


def like_first(trees: tuple[tuple[str, Expr], ...]) -> tuple[tuple[str, Expr], ...]:
    """Inside a bracket a comma separates: no second reading makes one number of it (``(1,234)``)."""
    likeliest = trees[0][1]
    if not contains(likeliest, (Bracketed,)):
        return trees
    brackets = _brackets(likeliest)
    return tuple(row for row in trees if _brackets(row[1]) >= brackets)


def _brackets(tree: Expr) -> int:
    """How many brackets hold items or arguments."""
    return sum(isinstance(node, (Bracketed, Call, Apply)) for node in walk(tree))
