"""Trees as LaTeX, for showing how an answer was read. What is written reads back as the same value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from mathequiv.latex import expr as tree
from mathequiv.latex.expr import Expr, Neg, Number
from mathequiv.latex.text_form import to_text
from mathequiv.lexicon.commands import COMMANDS, OBJECT_MARKS
from mathequiv.lexicon.functions import ROWS

__all__ = ["symbol_latex", "to_latex"]

_SUM, _PRODUCT, _FACTOR, _ATOM = 1, 2, 3, 4
"""How tightly a node binds: what is looser than its place is put in brackets. Relations and lists bind by 0."""


def to_latex(expr: Expr) -> str:
    """``expr`` as LaTeX without delimiters."""
    return _LATEX[type(expr)](expr)


def _level(expr: Expr) -> int:
    if isinstance(expr, Number):
        return _ATOM if expr.numerator >= 0 else _SUM
    return _LEVELS.get(type(expr), _ATOM)


def _within(expr: Expr, level: int) -> str:
    """``expr`` as a part of what binds by ``level``."""
    latex = to_latex(expr)
    return latex if _level(expr) >= level else f"({latex})"


_LEVELS: Final[dict[type, int]] = {
    **dict.fromkeys((tree.Relation, tree.Sequence, tree.Qualified, tree.SetOp, tree.Logical), 0),
    **dict.fromkeys((tree.Add, tree.Neg, tree.PlusMinus), _SUM),
    **dict.fromkeys((tree.Mul, tree.Folded, tree.Limit, tree.Derivative, tree.Ratio, tree.Quantity), _PRODUCT),
    **dict.fromkeys((tree.Call, tree.Pow, tree.Percent), _FACTOR),
}

# ---- names -----------------------------------------------------------------------------------------------------------

_ACCENT: Final = re.compile(r"(?P<accent>[a-z]+)\((?P<inside>.+)\)")
_NAMED_CALL: Final = re.compile(r"(?P<name>[A-Za-z]{2,})\((?P<inside>.+)\)")
_MARKS: Final = frozenset(mark.strip() for mark in OBJECT_MARKS)
_ACCENTS: Final = frozenset({"bar", "hat", "vec", "tilde", "dot", "ddot", "overline", "overrightarrow"})


def symbol_latex(name: str) -> str:
    r"""The name of a variable as LaTeX: ``omega_L'`` is ``\omega_{L}'``."""
    if " circ " in name:
        return r" \circ ".join(map(symbol_latex, name.split(" circ ")))
    lower, _, raised = name.partition("^{")
    if raised:
        return f"{symbol_latex(lower)}^{{{' '.join(map(_word, raised[:-1].split()))}}}"
    mark, _, marked = name.partition(" ")
    if marked and mark == "Delta":
        return f"\\Delta {symbol_latex(marked)}"
    if marked and mark in _MARKS:
        return f"\\{mark} {marked}"
    call = _NAMED_CALL.fullmatch(name)
    if call is not None and call["name"] not in _ACCENTS:
        return f"\\operatorname{{{call['name']}}}({symbol_latex(call['inside'])})"
    bare = name.rstrip("'")
    primes = name[len(bare) :]
    base, _, index = bare.partition("_")
    accent = _ACCENT.fullmatch(bare)
    if accent is not None and accent["accent"] in _ACCENTS:
        return f"\\{accent['accent']}{{{symbol_latex(accent['inside'])}}}{primes}"
    return _word(base) + (f"_{{{_word(index)}}}" if index else "") + primes


def _word(text: str) -> str:
    if len(text) == 1 or text.isdigit():
        return text
    known = COMMANDS.get(text)
    if known is not None and known.kind == "letter":
        return f"\\{text}"
    return f"\\text{{{_escaped(text)}}}" if text.isalpha() and text.isascii() else _escaped(text)


def _escaped(text: str) -> str:
    return re.sub(r"([#$%&_{}])", r"\\\1", text)


def _applied(name: str) -> str:
    plain = len(name) > 1 and name.isalpha() and name.isascii() and name not in COMMANDS
    if name.endswith("^-1"):
        return f"{_applied(name[:-3])}^{{-1}}"
    return f"\\operatorname{{{name}}}" if plain else symbol_latex(name)


def _apply(expr: tree.Apply) -> str:
    """A function of its arguments, or a term of a sequence by its index."""
    if expr.name[-1] == "_" and len(expr.name) > 1:
        return f"{symbol_latex(expr.name[:-1])}_{{{_items(expr.args, ',')}}}"
    return f"{_applied(expr.name)}({_items(expr.args)})"


# ---- values ----------------------------------------------------------------------------------------------------------

_CONSTANTS: Final = {"pi": r"\pi", "infinity": r"\infty"}


def _number(expr: Number) -> str:
    if expr.places is None and expr.denominator != 1:
        sign = "-" if expr.numerator < 0 else ""
        return f"{sign}\\frac{{{abs(expr.numerator)}}}{{{expr.denominator}}}"
    return to_text(expr)


def _add(expr: tree.Add) -> str:
    shown = [to_latex(expr.terms[0])]
    for term in expr.terms[1:]:
        if isinstance(term, (Neg, tree.PlusMinus)):
            shown.append(f" {_SIGNS[_sign(term)]} {_within(term.arg, _PRODUCT)}")
        else:
            shown.append(f" + {_within(term, _PRODUCT)}")
    return "".join(shown)


_SIGNS: Final = {-2: "-", 1: r"\pm", -1: r"\mp"}


def _sign(expr: Neg | tree.PlusMinus) -> int:
    return -2 if isinstance(expr, Neg) else expr.sign


def _signed(expr: Neg | tree.PlusMinus) -> str:
    sign = _SIGNS[_sign(expr)]
    return f"{sign}{' ' if sign != '-' else ''}{_within(expr.arg, _PRODUCT)}"


def _mul(expr: tree.Mul) -> str:
    parts = [_factor(factor) for factor in expr.factors]
    shown = parts[0]
    for before, part in zip(expr.factors, parts[1:], strict=False):
        shown += _between(before, part) + part
    return shown


def _factor(expr: Expr) -> str:
    """A factor; a vector product that is one itself is put in brackets."""
    latex = _within(expr, _FACTOR)
    return f"({latex})" if isinstance(expr, tree.Call) and expr.name == "cross" else latex


def _between(before: Expr, part: str) -> str:
    """What keeps two factors apart: a dot before a numeral, a bracket or a name that could be applied to it."""
    applied = part.startswith("(") and not isinstance(before, Number)
    fraction = isinstance(before, (Number, tree.Div)) and part.startswith(r"\frac")
    if part[0].isdigit() or applied or fraction or isinstance(before, (tree.Call, tree.Apply)):
        return r" \cdot "
    return " " if part[0].isalpha() or part.startswith("\\") else ""


def _pow(expr: tree.Pow) -> str:
    base = _within(expr.base, _ATOM)
    if isinstance(expr.base, tree.Div) or (isinstance(expr.base, Number) and "frac" in base):
        base = f"({base})"
    return f"{base}^{{{to_latex(expr.exponent)}}}"


def _root(expr: tree.Root) -> str:
    index = "" if expr.index == Number(2) else f"[{to_latex(expr.index)}]"
    return f"\\sqrt{index}{{{to_latex(expr.radicand)}}}"


_PAIRS: Final = {"abs": "||", "norm": (r"\|", r"\|"), "floor": (r"\lfloor ", r" \rfloor")} | {
    "ceil": (r"\lceil ", r" \rceil")
}
_COMMAND_OF: Final = {row.name: row.latex.split()[0] for row in ROWS if row.latex}
_COMMANDS_OF_LATEX: Final = frozenset(
    {
        *(
            "sin",
            "cos",
            "tan",
            "cot",
            "sec",
            "csc",
            "arcsin",
            "arccos",
            "arctan",
            "sinh",
            "cosh",
            "tanh",
            "coth",
            "exp",
        ),
        *("ln", "log", "gcd", "min", "max", "sup", "inf", "det", "deg", "dim", "ker", "arg"),
    }
)
"""Functions that LaTeX itself has a command for; the others are written with ``\\operatorname``."""


def _call(expr: tree.Call) -> str:
    name, args = expr.name, list(map(to_latex, expr.args))
    if name in _PAIRS and len(args) == 1:
        left, right = _PAIRS[name]
        return f"{left}{args[0]}{right}"
    match name, args:
        case "conj", [inside]:
            return f"\\overline{{{inside}}}"
        case (("factorial" | "double_factorial"), [_]):
            return _within(expr.args[0], _ATOM) + ("!" if name == "factorial" else "!!")
        case "binomial", [above, below]:
            return f"\\binom{{{above}}}{{{below}}}"
        case "truncated", [digits]:
            return f"{digits}\\ldots"
        case "cross", [_, _]:
            return " \\times ".join(map(_vector, expr.args))
        case "mod", [value, modulus]:
            return f"{value} \\bmod {modulus}"
        case "pmod", [value, modulus]:
            return f"{value} \\pmod{{{modulus}}}"
        case "log", [value, base]:
            return f"\\log_{{{base}}}({value})"
    command = _COMMAND_OF.get(name, name)
    shown = f"\\{command}" if command in _COMMANDS_OF_LATEX else f"\\operatorname{{{_escaped(command)}}}"
    return f"{shown}({', '.join(args)})"


def _vector(expr: Expr) -> str:
    """A factor of a vector product: a name with its arrow, anything else in brackets."""
    if isinstance(expr, tree.Symbol):
        head, _, index = expr.name.partition("_")
        return f"\\vec{{{symbol_latex(head)}}}" + (f"_{{{index}}}" if index else "")
    return f"({to_latex(expr)})"


def _quantity(expr: tree.Quantity) -> str:
    value = _within(expr.value, _PRODUCT)
    if expr.unit == (("degree", 1),):
        return f"{value}^\\circ"
    above = [unit for unit in expr.unit if unit[1] > 0]
    below = [(name, -power) for name, power in expr.unit if power < 0] if above else []
    names = " ".join([_unit(*unit) for unit in above or expr.unit])
    names += "".join([f"}}/\\text{{{_unit(*unit)}" for unit in below])
    measured = f" of {_escaped(expr.of)}" if expr.of else ""
    return f"{value}\\text{{ {names}{measured}}}".replace(r"\text{}", "")


def _unit(name: str, power: int) -> str:
    r"""A unit within the braces of a ``\text``, which its power ends and opens again."""
    return name if power == 1 else f"{name}}}^{{{power}}}\\text{{"


# ---- structures ------------------------------------------------------------------------------------------------------


def _items(items: tuple[Expr, ...], joiner: str = ", ") -> str:
    return joiner.join(map(to_latex, items))


_OPENINGS: Final = {"{": r"\{", "<": r"\langle "}
_CLOSINGS: Final = {"}": r"\}", ">": r" \rangle"}


def _bracketed(expr: tree.Bracketed) -> str:
    opening, closing = _OPENINGS.get(expr.opening, expr.opening), _CLOSINGS.get(expr.closing, expr.closing)
    return f"{opening}{_items(expr.items)}{closing}"


def _sequence(expr: tree.Sequence) -> str:
    joiner = f"{expr.joiner} " if expr.joiner in (",", ";") else f" \\text{{ {expr.joiner} }} "
    return _items(expr.items, joiner)


_RELATIONS: Final = {
    "!=": r"\ne",
    "<=": r"\le",
    ">=": r"\ge",
    "approx": r"\approx",
    "in": r"\in",
    "notin": r"\notin",
    "subset": r"\subset",
    "subseteq": r"\subseteq",
    "supset": r"\supset",
    "supseteq": r"\supseteq",
    "equiv": r"\equiv",
    "mapsto": r"\mapsto",
    "sim": r"\sim",
    "colon": ":",
}


def _relation(expr: tree.Relation) -> str:
    rest = [f" {_RELATIONS.get(op, op)} {_within(m, _SUM)}" for op, m in zip(expr.ops, expr.members[1:], strict=True)]
    return _within(expr.members[0], _SUM) + "".join(rest)


_FOLDS: Final = {"sum": r"\sum", "product": r"\prod", "union": r"\bigcup", "intersection": r"\bigcap"}


def _folded(expr: tree.Folded) -> str:
    low, high = ("" if bound is None else to_latex(bound) for bound in (expr.low, expr.high))
    variable = symbol_latex(expr.variable)
    if expr.kind == "integral":
        bounds = f"_{{{low}}}^{{{high}}}" if low or high else ""
        return f"\\int{bounds} {to_latex(expr.body)} \\,d{variable}"
    under = f"_{{{variable}={low}}}" if low else f"_{{{variable}}}"
    if expr.kind == "at":
        return rf"\left.{to_latex(expr.body)}\right|{under}" + (f"^{{{variable}={high}}}" if high else "")
    over = f"^{{{high}}}" if high else ""
    sign = _FOLDS.get(expr.kind) or f"\\operatorname{{{expr.kind}}}"
    return f"{sign}{under}{over} {_within(expr.body, _PRODUCT)}"


def _limit(expr: tree.Limit) -> str:
    side = f"^{{{expr.side}}}" if expr.side else ""
    under = f"{symbol_latex(expr.variable)} \\to {to_latex(expr.target)}{side}"
    return f"\\lim_{{{under}}} {_within(expr.body, _PRODUCT)}"


def _derivative(expr: tree.Derivative) -> str:
    order = "" if expr.order == 1 else f"^{{{expr.order}}}"
    return f"\\frac{{d{order}}}{{d{symbol_latex(expr.variable)}{order}}} {_within(expr.body, _FACTOR)}"


def _piecewise(expr: tree.Piecewise) -> str:
    otherwise = r"\text{otherwise}"
    rows = [f"{to_latex(value)} & {otherwise if when is None else to_latex(when)}" for value, when in expr.cases]
    return _environment("cases", rows)


def _matrix(expr: tree.Matrix) -> str:
    return _environment("pmatrix", [_items(row, " & ") for row in expr.rows])


def _environment(name: str, rows: list[str]) -> str:
    inside = r" \\ ".join(rows)
    return f"\\begin{{{name}}} {inside} \\end{{{name}}}"


_SETS: Final = {"empty": r"\emptyset"}
_SET_SIGNS: Final = {
    "union": r"\cup",
    "intersection": r"\cap",
    "difference": r"\setminus",
    "symmetric": r"\triangle",
}
_LOGIC_SIGNS: Final = {
    "not": r"\neg",
    "and": r"\land",
    "or": r"\lor",
    "xor": r"\oplus",
    "implies": r"\to",
    "iff": r"\leftrightarrow",
    "forall": r"\forall",
    "exists": r"\exists",
}


def _logical(expr: tree.Logical) -> str:
    sign = _LOGIC_SIGNS[expr.op]
    name, _, domain = expr.bound.partition(" ")
    among = f"{name} \\in {domain}" if domain else name
    over = f" {among} \\," if name else " "
    parts = [_within(part, _PRODUCT) for part in expr.parts]
    return f"{sign}{over}{parts[0]}" if len(parts) == 1 else f" {sign} ".join(parts)


def _set_builder(expr: tree.SetBuilder) -> str:
    vectors = _spanning(expr.element)
    if vectors:
        return f"\\operatorname{{span}}\\{{{_items(vectors)}\\}}"
    return rf"\{{{to_latex(expr.element)} \mid {to_latex(expr.condition)}\}}"


def _spanning(element: Expr) -> tuple[Expr, ...]:
    """The vectors of a space that was written as their span; none if the set is another one."""
    terms = element.terms if isinstance(element, tree.Add) else (element,)
    found: list[Expr] = []
    for place, term in enumerate(terms):
        if not isinstance(term, tree.Mul) or len(term.factors) != 2:
            return ()
        factor, vector = term.factors
        if factor != tree.Symbol(f"factor {place}"):
            return ()
        found.append(vector)
    return tuple(found)


def _set_name(expr: tree.SetName) -> str:
    script = expr.suffix.removeprefix("_")
    mark = "^" if script == expr.suffix and script.isdecimal() and script != "0" else "_"
    suffix = f"{mark}{{{script}}}" if script else ""
    return _SETS.get(expr.name, rf"\mathbb{{{expr.name}}}") + suffix


def _proposition(expr: Expr) -> str:
    """Propositions with brackets around every part that is joined itself."""
    if not isinstance(expr, tree.Apply):
        return to_latex(expr)
    parts = [f"({_proposition(part)})" if _is_joined(part) else _proposition(part) for part in expr.args]
    sign = _SIGNS_OF_LOGIC[expr.name]
    return f" {sign} ".join(parts) if len(parts) > 1 else f"{sign} {parts[0]}"


def _is_joined(expr: Expr) -> bool:
    return isinstance(expr, tree.Apply) and len(expr.args) > 1


_SIGNS_OF_LOGIC: Final = {
    "and": r"\land",
    "or": r"\lor",
    "lnot": r"\lnot",
    "implies": r"\to",
    "iff": r"\iff",
}


def _cycles(expr: Expr) -> str:
    cycles = expr.items if isinstance(expr, tree.Sequence) and expr.joiner == ";" else (expr,)
    return "".join([f"({_items(cycle.items, ' ')})" for cycle in cycles if isinstance(cycle, tree.Sequence)])


_STATED: Final[dict[str, Callable[[Expr], str]]] = {
    "proposition": _proposition,
    "permutation": _cycles,
    "span": lambda body: f"\\operatorname{{span}}{to_latex(body)}",
    "ruled out": lambda body: f"{to_latex(body)}\\text{{ rejected}}",
}
"""How what is stated of an expression is written, by the kind of statement."""


_SORTS: Final = {
    "integer": r" \in \mathbb{Z}",
    "real": r" \in \mathbb{R}",
    "positive": r" \in \mathbb{Z}^{+}",
    "natural": r" \in \mathbb{N}",
}
"""How the sets of declared names are written."""


def _qualified(expr: tree.Qualified) -> str:
    names = ", ".join(map(symbol_latex, expr.names))
    if expr.kind in _STATED:
        return _STATED[expr.kind](expr.body)
    if expr.condition is not None and expr.kind == "exists":
        return f"\\exists {to_latex(expr.condition)}, {to_latex(expr.body)}"
    if expr.condition is not None:
        return f"{to_latex(expr.body)} \\text{{ for }} {to_latex(expr.condition)}"
    sort = _SORTS.get(expr.kind)
    if names and expr.kind == "constant":
        are = "is a constant" if len(expr.names) == 1 else "are constants"
        return f"{to_latex(expr.body)}, \\text{{where }} {names} \\text{{ {are}}}"
    if not names or sort is None:
        return to_latex(expr.body)
    return f"{to_latex(expr.body)}, {names}{sort}"


_LATEX: Final[dict[type, Callable[[Any], str]]] = {
    tree.Number: _number,
    tree.Symbol: lambda e: symbol_latex(e.name),
    tree.Constant: lambda e: _CONSTANTS.get(e.name, e.name),
    tree.SetName: _set_name,
    tree.Text: lambda e: f"\\text{{{_escaped(e.words)}}}",
    tree.Ellipsis_: lambda _: r"\ldots",
    tree.Numeral: lambda e: f"{e.digits if e.digits.isdigit() else _word(e.digits)}_{{{e.base}}}",
    tree.Clock: lambda e: f"{e.hours}:{e.minutes:02d}" + (f"\\text{{ {e.half[0]}.m.}}" if e.half else ""),
    tree.Add: _add,
    tree.Mul: _mul,
    tree.Div: lambda e: f"\\frac{{{to_latex(e.numerator)}}}{{{to_latex(e.denominator)}}}",
    tree.Pow: _pow,
    tree.Neg: _signed,
    tree.PlusMinus: _signed,
    tree.Root: _root,
    tree.Percent: lambda e: f"{_within(e.value, _FACTOR)}\\%",
    tree.Quantity: _quantity,
    tree.Call: _call,
    tree.Apply: _apply,
    tree.Ratio: lambda e: " : ".join([_within(part, _PRODUCT) for part in e.parts]),
    tree.Bracketed: _bracketed,
    tree.Sequence: _sequence,
    tree.Relation: _relation,
    tree.Folded: _folded,
    tree.Limit: _limit,
    tree.Derivative: _derivative,
    tree.Piecewise: _piecewise,
    tree.Matrix: _matrix,
    tree.SetBuilder: _set_builder,
    tree.SetOp: lambda e: f"{_within(e.left, _SUM)} {_SET_SIGNS[e.op]} {_within(e.right, _SUM)}",
    tree.Qualified: _qualified,
    tree.Logical: _logical,
}
"""How each node is written."""
