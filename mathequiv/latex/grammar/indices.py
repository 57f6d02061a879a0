r"""Subscripts that hold an index which something binds: ``a_{ij}``, ``x_{i+1}``, ``b_{2k-1}`` under a sum.

A name keeps its subscript as text. Inside sums, where the index may be any number, the parser notes beside the text
what each subscript is made of; elsewhere nothing is noted.
"""

from __future__ import annotations

from math import prod
from typing import Final

from mathequiv.latex.expr import Add, Apply, Expr, Folded, Limit, Mul, Neg, Number, Symbol
from mathequiv.latex.grammar.cursor import Index
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.text_form import to_text
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import at, free_symbols, rebuild
from mathequiv.lexicon.commands import COMMANDS
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.tensors import may_be_raised
from mathequiv.lexicon.token_kinds import ADDITIVE, Kind

__all__ = [
    "LETTERS_OF_INDICES",
    "conditional",
    "index_names",
    "marked",
    "placed",
    "with_order",
    "with_raised",
    "with_script",
    "with_terms",
]

LETTERS_OF_INDICES: Final = frozenset("ijklmnpqrst")
"""Letters that a run below a name or a sum may be made of, where each is an index of its own."""
_WORDS: Final = frozenset({"min", "lim", "kin", "lin", "tip", "sink", "slip", "spin"})
"""Runs of such letters that name one thing."""


def with_script(p: Parser, name: str, at_token: int) -> str:
    """``name`` with the subscript at index ``at_token``; in a sum it is noted which indices that holds."""
    inner = [token for token in p.plain_group(at_token) if token.kind not in ("{", "}")]
    if not inner or inner[0].kind == "stop":
        p.fail("a subscript")
    text = "".join([token.text for token in inner])
    bound = p.scope.bound
    if bound and "_" not in name:
        _note(p, f"{name}_{text}", Index(f"{name}_", *(_of_state(name, inner[0], bound) or _parts(inner, bound))))
    return f"{name}_{text}"


def with_order(p: Parser, name: str, letter: str) -> str:
    """``name`` with an index in parentheses above it (``x^{(k)}``); in a sum it is noted."""
    full = f"{name}^({letter})"
    if letter in p.scope.bound and "_" not in name:
        _note(p, full, Index(f"{name}^", (Symbol(letter),), before="", commas=True))
    return full


def with_raised(p: Parser, name: str) -> str:
    r"""``name`` with the indices that are raised here (``T^{\mu\nu}``), which are passed; empty at a power."""
    first = p.tokens[p.k + 2 : p.k + 3]
    if p.tokens[p.k + 1].kind != "{" or first[0].kind not in _LETTERS or "^" in name:
        return ""
    parts, bare = _atoms(list(p.plain_group(p.k + 1)), p.scope.bound or tuple(_LATIN)), name.rstrip("'")
    names = [part.name for part in parts if isinstance(part, Symbol)]
    if not 1 < len(names) == len(parts) or not may_be_raised(
        bare.rpartition("(")[2].partition("_")[0].rstrip(")"), names
    ):
        return ""
    p.k = p.script_end(p.k + 1)
    full = f"{name}^{{{' '.join(names)}}}"
    if p.scope.bound:
        _note(p, full, Index(f"{name}^", tuple(parts), commas=True))
    return full


_LETTERS: Final[frozenset[Kind]] = frozenset({"letter", "word"})
_LATIN: Final = frozenset("ijkl")


def _note(p: Parser, name: str, index: Index) -> None:
    if not _held(index.parts).isdisjoint(p.scope.bound):
        p.indices[name] = index


def marked(p: Parser, name: str, before: str, after: str) -> str:
    """A name with marks around it (primes, an accent), for which is noted what is noted for the name."""
    full = f"{before}{name}{after}"
    index = p.indices.get(name)
    if index is not None:
        p.indices[full] = index._replace(before=f"{before}{index.before}", after=f"{index.after}{after}")
    return full


def _held(parts: tuple[Expr, ...]) -> frozenset[str]:
    return frozenset[str]().union(*map(free_symbols, parts))


def _parts(tokens: list[Token], bound: tuple[str, ...]) -> tuple[tuple[Expr, ...], bool]:
    """The indices of a subscript, and whether commas are between them.

    One that is made of anything but names, numerals and their sums is a function of what is bound in it.
    """
    rows = _split_at(tokens, _COMMAS)
    found: list[Expr] = []
    for row in rows:
        terms = _split_at(row, ADDITIVE)
        several = _atoms(row, bound) if len(terms) == 1 else _sum(row, terms, bound)
        if not several:
            template, held = _template(tokens, bound)
            return (Apply(template, held),), False
        found += several
    return tuple(found), len(rows) > 1


def _template(tokens: list[Token], bound: tuple[str, ...]) -> tuple[str, tuple[Expr, ...]]:
    """Tokens as text with a sign for each name that is bound in them, and those names."""
    texts: list[str] = []
    for token in tokens:
        texts += token.text if token.kind == "word" and _is_run(token.text, bound) else [token.text]
    held = [Symbol(text) for text in texts if text in bound]
    return "".join(["#" if text in bound else text for text in texts]), tuple(held)


def conditional(p: Parser, name: str, inside: list[Token]) -> Symbol:
    """A conditional probability (``P(B|A_i)``), which is one name; in a sum it is noted which indices it holds."""
    full = f"{name}({''.join([token.text for token in inside])})"
    if p.scope.bound:
        template, held = _template(inside, p.scope.bound)
        _note(p, full, Index(f"{name}({template})|", held, commas=True))
    return Symbol(full)


_COMMAS: Final[frozenset[Kind]] = frozenset({",", "glued comma"})


def _split_at(tokens: list[Token], kinds: frozenset[Kind]) -> list[list[Token]]:
    """The tokens between those of some kinds that no bracket holds."""
    rows: list[list[Token]] = [[]]
    level = 0
    for token in tokens:
        level += (token.kind == "open") - (token.kind == "close")
        if token.kind in kinds and not level:
            rows.append([])
        else:
            rows[-1].append(token)
    return rows


def _sum(tokens: list[Token], terms: list[list[Token]], bound: tuple[str, ...]) -> list[Expr]:
    """One index that is a sum (``i+1``); none for what is no sum of plain products."""
    signs = ["+" if terms[0] else "", *[token.text for token in tokens if token.kind in ADDITIVE]]
    found: list[Expr] = []
    for sign, term in zip(signs, terms, strict=True):
        factors = _atoms(term, bound)
        if sign and (sign not in ("+", "-") or not factors):
            return []
        if sign:
            whole = factors[0] if len(factors) == 1 else Mul(tuple(factors))
            found.append(Neg(whole) if sign == "-" else whole)
    return found if len(found) == 1 else [Add(tuple(found))]


def _atoms(tokens: list[Token], bound: tuple[str, ...]) -> list[Expr]:
    """Indices one beside the other (``ij``); a numeral above one before a letter multiplies it (``2k``)."""
    found: list[Expr] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        place += 1
        if token.kind == "letter":
            found.append(Symbol(token.text))
        elif token.kind == "num" and token.text.isdecimal():
            found.append(Number(int(token.text)))
        elif token.kind == "word" and _is_run(token.text, bound):
            found += [Symbol(letter) for letter in token.text]
        elif token.kind in _NAMED:
            found.append(Symbol(token.text))
        elif token.text == "(" and tokens[place + 1 : place + 2] and tokens[place + 1].text == ")":
            head = found[-1:] if place > 1 and tokens[place - 2].kind == "letter" else []
            inner = _atoms(tokens[place : place + 1], bound)
            found[len(found) - len(head) :] = [Apply("of", (*head, *inner))]  # sigma(i), and (i) alone
            place += 2
        else:
            return []
    match found:
        case [Number(numerator=n), Symbol() as name] if n > 1:
            return [Mul((Number(n), name))]
    return found


_NAMED: Final[frozenset[Kind]] = frozenset({"word", "tword", "func"})


def _of_state(name: str, token: Token, bound: tuple[str, ...]) -> tuple[tuple[Expr, ...], bool] | None:
    r"""The indices of a state or matrix element, which is one name (``\langle n|A|n\rangle``); None for another."""
    state = _STATE.fullmatch(token.text) if name == "v" and token.kind == "tword" else None
    if state is None:
        return None
    found: list[Expr] = [Symbol(state["kind"])]
    for part in state["inside"].split("by"):
        greek = COMMANDS.get(part)
        held = [letter for letter in bound if letter in part]
        if part in bound or not held or (greek is not None and greek.kind == "letter"):
            found.append(Symbol(part))
        elif _is_run(part, bound):
            found += [Symbol(letter) for letter in part]
        else:
            found.append(Apply(part, tuple(map(Symbol, held))))
    return tuple(found), True


_STATE: Final = Pattern(r"(?P<kind>braket|bra|ket)(?P<inside>[A-Za-z]+)")


def _is_run(word: str, bound: tuple[str, ...]) -> bool:
    """Whether letters are indices one beside the other rather than a word."""
    letters = frozenset(word)
    if letters.isdisjoint(bound) or word in _WORDS:
        return False
    return len(word) == 2 or letters <= LETTERS_OF_INDICES.union(bound)


def index_names(tokens: tuple[Token, ...], *, repeated: bool = False) -> tuple[str, ...]:
    """Indices by nothing but their names (``i``, ``i,j``, ``ij``), none twice unless that may be; none for others."""
    found: list[str] = []
    for token in tokens:
        if token.kind == "letter":
            found.append(token.text)
        elif token.kind == "word" and LETTERS_OF_INDICES.issuperset(token.text) and token.text not in _WORDS:
            found += token.text
        elif token.kind not in _COMMAS:
            return ()
    return tuple(found) if repeated or len(set(found)) == len(found) else ()


# --- terms ------------------------------------------------------------------------------------------------------------


def with_terms(p: Parser, body: Expr, name: str) -> Expr:
    """``body`` with the names that an index distinguishes as functions of it."""
    terms = {term: index for term, index in p.indices.items() if name in _held(index.parts)}
    if not terms:
        return body

    def change(part: Expr) -> Expr:
        if isinstance(part, Symbol) and part.name in terms:
            index = terms[part.name]
            return Apply(_stem(index), index.parts)
        if isinstance(part, Apply) and part.name in terms:
            index = terms[part.name]
            return Apply(f"{_stem(index)}of", (*index.parts, *map(change, part.args)))
        return rebuild(part, change)

    return change(body)


def _stem(index: Index) -> str:
    """A name without its subscript: the marks around it, and the sign at its end."""
    return f"{index.before}{index.head[:-1]}{index.after}{index.head[-1]}"


def placed(p: Parser, body: Expr, point: dict[str, int]) -> Expr | None:
    """``body`` with numbers for indices, in subscripts too; None where a subscript with them could be read two ways."""
    values: dict[str, Expr] = {name: Number(value) for name, value in point.items()}
    names: dict[str, str] = {}
    for term, index in list(p.indices.items()):
        if not _held(index.parts).isdisjoint(point):
            found = _spelled(index._replace(parts=tuple([_worked_out(at(part, values)) for part in index.parts])))
            if found is None:
                return None
            names[term] = found[0]
            p.indices[found[0]] = found[1]

    def change(part: Expr) -> Expr:
        if isinstance(part, Symbol):
            return values[part.name] if part.name in values else Symbol(names.get(part.name, part.name))
        if isinstance(part, Apply):
            return Apply(names.get(part.name, part.name), tuple(map(change, part.args)))
        if isinstance(part, (Folded, Limit)) and part.variable in values:
            return part  # which binds the name again
        return rebuild(part, change)

    return change(body)


def _spelled(index: Index) -> tuple[str, Index] | None:
    """The name of a term with its subscript as it would be written; None where that is no plain name or number."""
    if index.head[-1] != "_" or any(isinstance(part, Apply) for part in index.parts):
        return None
    texts = [to_text(part).strip("()").replace(" ", "") for part in index.parts]
    if any(text[:1] in "-(" or "*" in text for text in texts):
        return None
    if not index.commas and len(texts) > 1 and any(len(text) > 1 and text[0].isdigit() for text in texts):
        return None
    script = ("," if index.commas else "").join(texts)
    return f"{index.before}{index.head}{script}{index.after}", index


def _worked_out(expr: Expr) -> Expr:
    """A sum or product of integers as the integer it is."""
    match expr:
        case Neg(arg=Number(numerator=n)):
            return Number(-n)
        case Add(terms=parts) | Mul(factors=parts):
            parts = tuple(map(_worked_out, parts))
            values = [part.numerator for part in parts if isinstance(part, Number)]
            if len(values) == len(parts):
                return Number(sum(values) if isinstance(expr, Add) else prod(values))
    return expr
