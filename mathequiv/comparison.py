"""The comparison as users call it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from mathequiv.pipeline import ask, checked
from mathequiv.prepared import Prepared
from mathequiv.verdict import LAYER_NAMES, Approx, Options, Result

__all__ = ["Reference", "compare", "is_equiv"]

_DEFAULT = Options()


def _options(layers: Sequence[str] | str, approx: Approx) -> Options:
    if layers is LAYER_NAMES and approx == "rounded":
        return _DEFAULT
    return Options((layers,) if isinstance(layers, str) else tuple(layers), approx)


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
    result = ask(prediction, reference, None, options)
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
        self.text = checked(text)
        self.options = _options(layers, approx)
        self._prepared = None if self.text is None else Prepared(self.text)

    def compare(self, prediction: str | None) -> Result:
        """As `mathequiv.compare` of ``prediction`` with this reference.

        Raises:
            TypeError: the prediction is neither a string nor None.
        """
        return ask(prediction, self.text, self._prepared, self.options)

    def is_equiv(self, prediction: str | None) -> bool:
        """Whether ``prediction`` is the same answer; UNDECIDED counts as not.

        Raises:
            TypeError: the prediction is neither a string nor None.
        """
        return self.compare(prediction).equivalent

    def __repr__(self) -> str:
        return f"Reference({self.text!r})"
