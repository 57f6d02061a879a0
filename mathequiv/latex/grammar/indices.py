r"""Subscripts that hold an index which something binds: ``a_{ij}``, ``x_{i+1}``, ``b_{2k-1}`` under a sum.

A name keeps its subscript as text. Inside sums, where the index may be any number, the parser notes beside the text
what each subscript is made of; elsewhere nothing is noted.
"""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Add, Apply, Expr, Mul, Neg, Number, Symbol
from mathequiv.latex.grammar.cursor import Index
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.text_form import to_text
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import at, free_symbols, rebuild
from mathequiv.lexicon.token_kinds import ADDITIVE, Kind

__all__ = ["LETTERS_OF_INDICES", "index_names", "marked", "placed", "with_script", "with_terms"]

LETTERS_OF_INDICES: Final = frozenset("ijklmnpqrst")
"""Letters that a run below a name or a sum may be made of, where each is an index of its own."""
_WORDS: Final = frozenset({"min", "lim", "kin", "lin", "tip", "sink", "slip", "spin"})
"""Runs of such letters that name one thing."""


def with_script(p: Parser, name: str, at_token: int) -> str:
    """``name`` with the subscript at index ``at_token``; in a sum it is noted which indices that holds."""
    inner = p.plain_group(at_token)
    if not inner or inner[0].kind == "stop":
        p.fail("a subscript")
    full = f"{name}_{''.join([token.text for token in inner if token.kind not in ('{', '}')])}"
    bound = p.scope.bound
    if bound and "_" not in name:
        found = _parts(p, at_token)
        if found is not None and not _held(found[0]).isdisjoint(bound):
            p.indices[full] = Index(name, found[0], found[1])
    return full


def marked(p: Parser, name: str, before: str, after: str) -> str:
    """A name with marks around it (primes, an accent), for which is noted what is noted for the name."""
    full = f"{before}{name}{after}"
    index = p.indices.get(name)
    if index is not None:
        p.indices[full] = index._replace(before=f"{before}{index.before}", after=f"{index.after}{after}")
    return full


def _held(parts: tuple[Expr, ...]) -> frozenset[str]:
    return frozenset[str]().union(*map(free_symbols, parts))


def _parts(p: Parser, at_token: int) -> tuple[tuple[Expr, ...], bool] | None:
    """The indices of a subscript, and whether commas are between them; None where it is made of anything else."""
    inner = p.plain_group(at_token)
    start = at_token + (p.tokens[at_token].kind == "{")
    rows: list[tuple[int, int]] = []
    begin = start
    for place, token in enumerate(inner, start):
        if token.kind in _COMMAS:
            rows.append((begin, place))
            begin = place + 1
    rows.append((begin, start + len(inner)))
    found: list[Expr] = []
    for first, end in rows:
        tokens = p.tokens[first:end]
        if any(token.kind in ADDITIVE for token in tokens):
            whole = _sum(p, first, end)
            if whole is None:
                return None
            found.append(whole)
        else:
            several = _atoms(tokens, p.scope.bound)
            if not several:
                return None
            found += several
    return tuple(found), len(rows) > 1


_COMMAS: Final[frozenset[Kind]] = frozenset({",", "glued comma"})


def _sum(p: Parser, first: int, end: int) -> Expr | None:
    """One index that is a sum (``i+1``), from plain tokens; None for any others."""
    terms: list[Expr] = []
    sign = ""
    begin = first
    for place in range(first, end + 1):
        kind = p.tokens[place].kind
        if place < end and kind not in ADDITIVE:
            continue
        if place > begin or place == end:
            factors = _atoms(p.tokens[begin:place], p.scope.bound)
            if not factors:
                return None
            term = factors[0] if len(factors) == 1 else Mul(tuple(factors))
            terms.append(Neg(term) if sign == "-" else term)
        elif place > first:
            return None
        sign, begin = kind, place + 1
        if kind not in _SIGNS and place < end:
            return None
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


_SIGNS: Final[frozenset[Kind]] = frozenset({"+", "-"})


def _atoms(tokens: tuple[Token, ...], bound: tuple[str, ...]) -> list[Expr]:
    """Indices one beside the other (``ij``); a numeral above one before a letter multiplies it (``2k``)."""
    found: list[Expr] = []
    for token in tokens:
        if token.kind == "letter":
            found.append(Symbol(token.text))
        elif token.kind == "num" and token.text.isdecimal():
            found.append(Number(int(token.text)))
        elif token.kind == "word" and _is_run(token.text, bound):
            found += [Symbol(letter) for letter in token.text]
        elif token.kind in _NAMED:
            found.append(Symbol(token.text))
        else:
            return []
    match found:
        case [Number(numerator=n), Symbol() as name] if n > 1:
            return [Mul((Number(n), name))]
    return found


_NAMED: Final[frozenset[Kind]] = frozenset({"word", "tword", "func"})


def _is_run(word: str, bound: tuple[str, ...]) -> bool:
    """Whether letters are indices one beside the other rather than a word."""
    letters = frozenset(word)
    if letters.isdisjoint(bound) or word in _WORDS:
        return False
    return len(word) == 2 or letters <= LETTERS_OF_INDICES.union(bound)


def index_names(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """The indices that nothing but their names below a sum shows (``i``, ``i,j``, ``ij``); none for anything else."""
    found: list[str] = []
    for token in tokens:
        if token.kind == "letter":
            found.append(token.text)
        elif token.kind == "word" and LETTERS_OF_INDICES.issuperset(token.text) and token.text not in _WORDS:
            found += token.text
        elif token.kind not in _COMMAS:
            return ()
    return tuple(found) if len(set(found)) == len(found) else ()


# --- terms ------------------------------------------------------------------------------------------------------------


def with_terms(p: Parser, body: Expr, name: str) -> Expr:
    """``body`` with the names that an index distinguishes as functions of it."""
    terms = {term: index for term, index in p.indices.items() if name in _held(index.parts)}
    if not terms:
        return body

    def change(part: Expr) -> Expr:
        if isinstance(part, Symbol) and part.name in terms:
            index = terms[part.name]
            return Apply(f"{index.stem}_", index.parts)
        if isinstance(part, Apply) and part.name in terms:
            index = terms[part.name]
            return Apply(f"{index.stem}_of", (*index.parts, *map(change, part.args)))
        return rebuild(part, change)

    return change(body)


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
        return rebuild(part, change)

    return change(body)


def _spelled(index: Index) -> tuple[str, Index] | None:
    """The name of a term with its subscript as it would be written; None where digits would run together."""
    texts = [to_text(part).strip("()").replace(" ", "") for part in index.parts]
    if any(text[:1] in "-(" or "*" in text for text in texts):
        return None
    if not index.commas and len(texts) > 1 and any(len(text) > 1 and text[0].isdigit() for text in texts):
        return None
    script = ("," if index.commas else "").join(texts)
    return f"{index.before}{index.head}_{script}{index.after}", index


def _worked_out(expr: Expr) -> Expr:
    """A sum or product of integers as the integer it is."""
    match expr:
        case Neg(arg=Number(numerator=n)):
            return Number(-n)
        case Add(terms=parts) | Mul(factors=parts):
            parts = tuple(map(_worked_out, parts))
            values = [part.numerator for part in parts if isinstance(part, Number)]
            if len(values) == len(parts):
                return Number(sum(values) if isinstance(expr, Add) else _product(values))
    return expr


def _product(values: list[int]) -> int:
    total = 1
    for value in values:
        total *= value
    return total
