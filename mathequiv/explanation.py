"""How both answers of a comparison were read, for people: LaTeX and words, carets, witnesses, the contract's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from mathequiv._version import CONTRACT_VERSION, __version__
from mathequiv.answers.kinds import Answer, Reading, Scalar
from mathequiv.equality.rules.names import name_of
from mathequiv.hints import note_on, page_for
from mathequiv.latex.expr import Clock, Div, Expr, Neg, Number, Numeral, Percent, Quantity, Ratio
from mathequiv.latex.latex_form import symbol_latex, to_latex
from mathequiv.latex.trees import free_symbols
from mathequiv.prepared import Prepared, prepare
from mathequiv.verdict import Options, Result, Verdict, Witness

__all__ = [
    "Explanation",
    "Read",
    "explain",
    "explanation_json",
    "explanation_lines",
    "result_html",
    "result_latex",
]

_SHOWN: Final = 400
"""Characters of LaTeX that are shown of one answer."""


@dataclass(frozen=True, slots=True)
class Read:
    """One way an answer was read.

    Attributes:
        latex: the answer as LaTeX, without delimiters.
        words: what kind of answer it is (``a list``, ``an expression in x``).
    """

    latex: str
    words: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an answer was read.

    Attributes:
        text: the answer, None if there is none.
        readings: the ways it was read, likeliest first; none where it could not be.
        problem: why it could not be, with a caret under the place.
    """

    text: str | None
    readings: tuple[Read, ...]
    problem: str | None


def explain(text: str | None) -> Explanation:
    """How an answer is read.

    Args:
        text: the answer, None if there is none.

    Returns:
        Its readings in LaTeX and words, or the reason why there are none.
    """
    if text is None:
        return Explanation(None, (), "there is no answer")
    side = prepare(text)
    if side.oversize:
        return Explanation(text, (), "the text is over the limit MAX_TEXT")
    readings = tuple(dict.fromkeys(_read_of(side, reading) for reading in side.readings))
    if readings:
        return Explanation(text, readings, None)
    return Explanation(text, (), "nothing is written" if side.problem is None else str(side.problem))


def _read_of(side: Prepared, reading: Reading) -> Read:
    """One reading of a text in LaTeX and words."""
    trees = dict(side.trees)
    tree = trees.get(reading.second, side.tree)
    latex = side.text.strip() if tree is None else to_latex(tree)
    return Read(latex[:_SHOWN], _in_words(reading.answer))


def _in_words(answer: Answer) -> str:
    if not isinstance(answer, Scalar):
        return name_of(answer)
    tree = answer.expr
    kind = _KINDS.get(type(tree.arg if isinstance(tree, Neg) else tree))
    if kind is not None:
        return kind
    names = sorted(free_symbols(tree))
    if names:
        return f"an expression in {', '.join(map(symbol_latex, names))}"
    return "a fraction" if _is_fraction(tree) else "a number" if isinstance(tree, Number) else "a constant"


_KINDS: Final[dict[type, str]] = {
    Percent: "a percentage",
    Quantity: "a quantity with a unit",
    Numeral: "a numeral in a base",
    Ratio: "a ratio",
    Clock: "a time of day",
    Number: "a number",
}


def _is_fraction(tree: Expr) -> bool:
    return isinstance(tree, Div) and isinstance(tree.numerator, Number) and isinstance(tree.denominator, Number)


# ---- as text ---------------------------------------------------------------------------------------------------------


def explanation_lines(result: Result) -> Iterator[str]:
    """Both answers with how they were read, the trace, the verdict, a witness and the contract's page, line by line."""
    for name, text in zip(("prediction", "reference"), result.answers or (None, None), strict=True):
        side = explain(text)
        yield f"{name + ':':<12}{text}"
        for label, read in zip(("read as", *["or as"] * len(side.readings)), side.readings, strict=False):
            yield f"  {label + ':':<10}{read.latex} ({read.words})"
        if side.problem is not None:
            yield from (f"  {line}" for line in f"the {name} cannot be read: {side.problem}".splitlines())
    for note in result.trace:
        said = note.verdict.name if note.verdict is not None else "-"
        yield f"  {note.layer:<10}{said:<11} {note.note}"
    yield f"{result.verdict.name} ({result.rule}): {result.reason}"
    if isinstance(result.evidence, Witness):
        yield f"witness: {_witness_text(result.evidence)}"
    hint, page = _beyond(result)
    if hint is not None:
        yield f"note: {hint}"
    if page is not None:
        yield f"contract: {page} (docs/contract/{PurePosixPath(page).stem}.md in the sources)"


def _beyond(result: Result) -> tuple[str | None, str | None]:
    """What is said beyond the reason, and the address of the contract's page."""
    prediction, reference = result.answers or (None, None)
    note = note_on(result.verdict, prediction, reference, result.options or Options())
    return note and note.text, page_for(result.rule, prediction, reference, note)


def _witness_text(witness: Witness) -> str:
    at = ", ".join([f"{name} = {value}" for name, value in witness.point])
    return f"{f'at {at} ' if at else ''}the prediction is {witness.left}, the reference {witness.right}"


def explanation_json(result: Result) -> dict[str, Any]:
    """The same in values that JSON has."""
    sides = dict(zip(("prediction", "reference"), result.answers or (None, None), strict=True))
    note, page = _beyond(result)
    return {
        **sides,
        "equivalent": result.equivalent,
        **result.to_dict(),
        "read_as": {name: _side_json(explain(text)) for name, text in sides.items()},
        "options": result.options.as_json(),
        "note": note,
        "contract": page,
        "edition": CONTRACT_VERSION,
        "version": __version__,
    }


def _side_json(side: Explanation) -> dict[str, Any]:
    return {"readings": [asdict(read) for read in side.readings], "problem": side.problem}


# ---- in a notebook ---------------------------------------------------------------------------------------------------

_SIGNS: Final = {
    Verdict.EQUIVALENT: "=",
    Verdict.DIFFERENT: r"\ne",
    Verdict.UNDECIDED: r"\overset{?}{=}",
}


def result_latex(result: Result) -> str | None:
    """Both answers as one formula between dollar signs; None where one of them was not read."""
    sides = [_drawn(text) for text in result.answers or (None, None)]
    if None in sides:
        return None
    return f"$\\displaystyle {sides[0]} \\quad {_SIGNS[result.verdict]} \\quad {sides[1]}$"


def result_html(result: Result) -> str:
    """A table of both answers as they were read, with the verdict and its reason under it."""
    import html  # noqa: PLC0415 - what `check` prints needs none of it

    rows = []
    for name, text in zip(("prediction", "reference"), result.answers or (None, None), strict=True):
        side = explain(text)
        words = side.readings[0].words if side.readings else "not read"
        latex = _drawn(text)
        shown = f"$\\displaystyle {html.escape(latex)}$" if latex else f"<code>{html.escape(text or '')}</code>"
        rows.append(f"<tr><th>{name}</th><td>{shown}</td><td>{html.escape(words)}</td></tr>")
    note = _beyond(result)[0]
    verdict = f"<b>{result.verdict.name}</b> ({html.escape(result.rule)}): {html.escape(result.reason)}"
    verdict += "" if note is None else f"<br>{html.escape(note)}"
    return f"<div><table>{''.join(rows)}</table><p>{verdict}</p></div>"


def _drawn(text: str | None) -> str | None:
    """The likeliest reading as LaTeX that a notebook can draw."""
    if text is None:
        return None
    tree = None if prepare(text).oversize else prepare(text).tree
    latex = None if tree is None else to_latex(tree)
    return None if latex is None or len(latex) > _SHOWN or "$" in latex.replace(r"\$", "") else latex
