"""The comparison as users call it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mathequiv.pipeline import ask, checked
from mathequiv.prepared import Prepared
from mathequiv.verdict import OptionChanges, Options, Result

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["Reference", "compare", "is_equiv"]

_DEFAULT = Options()


def compare(
    prediction: str | None,
    reference: str | None,
    *,
    options: Options | None = None,
    verbose: bool = False,
    **changes: Unpack[OptionChanges],
) -> Result:
    """Decide whether two final answers are the same, and say why.

    Args:
        prediction: an answer as LaTeX, plain text or code notation; None if there is none.
        reference: the answer to compare it with, likewise.
        options: how to compare; None for the default `mathequiv.Options`.
        verbose: print the trace of the layers to standard output.
        changes: single options by name (``approx="exact"``), over ``options``.

    Returns:
        The verdict with the layer and rule that decided, one sentence of reason, and the evidence. Symmetric in its
        two answers, and the same on every machine and under any load.

    Raises:
        TypeError: an answer is neither a string nor None.
        ValueError: a value that its option does not take.
    """
    result = ask(prediction, reference, None, (options or _DEFAULT).changed(changes))
    if verbose:
        print_trace(prediction, reference, result)
    return result


def is_equiv(
    prediction: str | None,
    reference: str | None,
    verbose: bool = False,
    *,
    options: Options | None = None,
    **changes: Unpack[OptionChanges],
) -> bool:
    """Whether two final answers are the same; UNDECIDED counts as not.

    The call has the shape of MATH's own ``is_equiv``, so a caller of that changes only the import.

    Args:
        prediction: an answer as LaTeX, plain text or code notation; None if there is none.
        reference: the answer to compare it with, likewise.
        verbose: print the trace of the layers to standard output.
        options: as in `compare`.
        changes: as in `compare`.

    Raises:
        TypeError: an answer is neither a string nor None.
        ValueError: a value that its option does not take.
    """
    return compare(prediction, reference, options=options, verbose=verbose, **changes).equivalent


def print_trace(prediction: str | None, reference: str | None, result: Result) -> None:
    """Print both answers and what each layer said, one line each, to standard output."""
    write = sys.stdout.write
    write(f"prediction: {prediction}\nreference:  {reference}\n")
    for note in result.trace:
        said = note.verdict.name if note.verdict is not None else "-"
        write(f"  {note.layer:<10}{said:<11} {note.note}\n")
    write(f"{result.verdict.name} ({result.rule}): {result.reason}\n")


class Reference:
    """A reference read once and compared with many predictions.

    Args:
        text: the reference answer, None if there is none.
        options: as in `compare`.
        changes: as in `compare`.

    Raises:
        TypeError: ``text`` is neither a string nor None.
        ValueError: a value that its option does not take.
    """

    __slots__ = ("_prepared", "options", "text")

    def __init__(self, text: str | None, *, options: Options | None = None, **changes: Unpack[OptionChanges]) -> None:
        self.text = checked(text)
        self.options = (options or _DEFAULT).changed(changes)
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
