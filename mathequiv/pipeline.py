"""The comparison itself: two texts, the layers in order, the first to decide wins."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TypeAlias

from mathequiv.errors import OverLimit
from mathequiv.limits import Budget
from mathequiv.prepared import Prepared, prepare
from mathequiv.verdict import LAYER_NAMES, PUBLISHED, Approx, Identical, LayerNote, Mismatch, Options, Result, Verdict

__all__ = ["LAYERS", "Reference", "compare", "is_equiv"]

Layer: TypeAlias = Callable[[Prepared, Prepared, Options, Budget], Result | None]


def _lazy(module: str, name: str) -> Layer:
    """A layer whose module is imported when it is first asked."""
    loaded: Layer | None = None

    def layer(a: Prepared, b: Prepared, options: Options, budget: Budget) -> Result | None:
        nonlocal loaded
        if loaded is None:
            loaded = getattr(import_module(f"mathequiv.layers.{module}"), name)
        return loaded(a, b, options, budget)

    return layer


LAYERS: dict[str, Layer] = {
    "string": _lazy("math_is_equiv", "string"),
    "canonical": _lazy("canonical", "canonical"),
    "value": _lazy("value", "value"),
    "symbolic": _lazy("symbolic", "symbolic"),
}
"""The layers by name, in the order they are asked."""

_UNTOLD = "cannot tell"
_NOT_TOLD = {name: LayerNote(name, None, _UNTOLD) for name in LAYERS}


def _ask(a: Prepared, b: Prepared, options: Options) -> Result:
    notes: list[LayerNote] = []
    for name, layer in LAYERS.items():
        if name not in options.layers:
            continue
        budget = Budget()
        try:
            result = layer(a, b, options, budget)
        except OverLimit as limit:
            notes.append(LayerNote(name, None, str(limit)))
        except Exception as bug:  # noqa: BLE001 - the one border where a bug becomes a named UNDECIDED
            return _internal_error(name, bug, notes)
        else:
            if result is not None:
                notes.append(LayerNote(name, result.verdict, result.reason))
                return _with_trace(result, notes)
            notes.append(_NOT_TOLD[name] if budget.met is None else LayerNote(name, None, str(budget.met)))
    return Result(Verdict.UNDECIDED, None, "exhausted", _what_was_tried(a, b, notes), None, tuple(notes))


def _with_trace(result: Result, notes: Sequence[LayerNote]) -> Result:
    return Result(result.verdict, result.layer, result.rule, result.reason, result.evidence, tuple(notes))


def _internal_error(layer: str, bug: Exception, notes: Sequence[LayerNote]) -> Result:
    reason = f"internal error in layer {layer}: {type(bug).__name__}: {bug}"
    return Result(Verdict.UNDECIDED, layer, "internal_error", reason, None, tuple(notes))


def _what_was_tried(a: Prepared, b: Prepared, notes: Sequence[LayerNote]) -> str:
    caps = [note.note for note in notes if note.note != _UNTOLD]
    if caps:
        return f"no layer could tell: {caps[0]}"
    for side in (a, b) if any(note.layer == "value" for note in notes) else ():
        if side.problem is not None:
            return f"no layer could tell: {str(side.problem).splitlines()[0]}"
    return "no layer could tell"


_DEFAULT = Options()


def _options(layers: Sequence[str] | str, approx: Approx) -> Options:
    if layers is LAYER_NAMES and approx == "rounded":
        return _DEFAULT
    return Options((layers,) if isinstance(layers, str) else tuple(layers), approx)


def _checked(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise TypeError(f"an answer is a str or None, not {type(value).__name__}")


def _compare(a: str | None, b: str | None, prepared: Prepared | None, options: Options) -> Result:
    if a is None or b is None:
        if a is b:
            return Result(Verdict.EQUIVALENT, "string", "identical", "both answers are missing", Identical(""))
        missing = Mismatch("missing answer", _presence(a), _presence(b))
        return Result(Verdict.DIFFERENT, "string", "missing", "one answer is missing", missing)
    left, right = prepare(a), prepared or prepare(b)
    if (left.oversize or right.oversize) and options.layers != PUBLISHED:
        if a == b:
            return Result(Verdict.EQUIVALENT, "string", "identical", "the texts are identical", Identical(a))
        reason = "a text is over the limit MAX_TEXT and is compared for identity only"
        return Result(Verdict.UNDECIDED, None, "over_limit", reason)
    return _ask(left, right, options)


def _presence(text: str | None) -> str:
    return "missing" if text is None else "present"


def compare(
    prediction: str | None,
    reference: str | None,
    *,
    layers: Sequence[str] = LAYER_NAMES,
    approx: Approx = "rounded",
    verbose: bool = False,
) -> Result:
    """Decide whether two final answers are the same, and say why.

    Args:
        prediction: an answer as LaTeX, plain text or code notation; None if there is none.
        reference: the answer to hold it against, likewise.
        layers: names of the layers to ask, out of `mathequiv.verdict.LAYER_NAMES`.
        approx: ``"rounded"`` lets a decimal stand for an exact value it rounds; ``"exact"`` does not.
        verbose: print the trace of the layers to standard output.

    Returns:
        The verdict with the layer and rule that decided, one sentence of reason, and the evidence. Symmetric in its
        two answers, and the same on every machine and under any load.

    Raises:
        TypeError: an answer is neither a string nor None.
        ValueError: an unknown layer or approx name.
    """
    options = _options(layers, approx)
    result = _compare(_checked(prediction), _checked(reference), None, options)
    if verbose:
        print_trace(prediction, reference, result)
    return result


def is_equiv(
    prediction: str | None,
    reference: str | None,
    verbose: bool = False,
    *,
    layers: Sequence[str] = LAYER_NAMES,
    approx: Approx = "rounded",
) -> bool:
    """Whether two final answers are the same; UNDECIDED counts as not.

    The call has the shape of MATH's own ``is_equiv``, so a caller of that changes only the import.

    Args:
        prediction: an answer as LaTeX, plain text or code notation; None if there is none.
        reference: the answer to hold it against, likewise.
        verbose: print the trace of the layers to standard output.
        layers: as in `compare`.
        approx: as in `compare`.

    Raises:
        TypeError: an answer is neither a string nor None.
        ValueError: an unknown layer or approx name.
    """
    return compare(prediction, reference, layers=layers, approx=approx, verbose=verbose).equivalent


def print_trace(prediction: str | None, reference: str | None, result: Result) -> None:
    """Print both answers and what each layer said, one line each, to standard output."""
    write = sys.stdout.write
    write(f"prediction: {prediction}\nreference:  {reference}\n")
    for note in result.trace:
        said = note.verdict.name if note.verdict else "-"
        write(f"  {note.layer:<10}{said:<11} {note.note}\n")
    write(f"{result.verdict.name} ({result.rule}): {result.reason}\n")


class Reference:
    """A reference read once and compared with many predictions.

    Args:
        text: the reference answer, None if there is none.
        layers: as in `compare`.
        approx: as in `compare`.

    Raises:
        TypeError: ``text`` is neither a string nor None.
        ValueError: an unknown layer or approx name.
    """

    __slots__ = ("_prepared", "options", "text")

    def __init__(self, text: str | None, *, layers: Sequence[str] = LAYER_NAMES, approx: Approx = "rounded") -> None:
        self.text = _checked(text)
        self.options = _options(layers, approx)
        self._prepared = None if self.text is None else Prepared(self.text)

    def compare(self, prediction: str | None) -> Result:
        """As `mathequiv.compare` of ``prediction`` with this reference.

        Raises:
            TypeError: the prediction is neither a string nor None.
        """
        return _compare(_checked(prediction), self.text, self._prepared, self.options)

    def is_equiv(self, prediction: str | None) -> bool:
        """Whether ``prediction`` is the same answer; UNDECIDED counts as not.

        Raises:
            TypeError: the prediction is neither a string nor None.
        """
        return self.compare(prediction).equivalent

    def __repr__(self) -> str:
        return f"Reference({self.text!r})"
