"""The comparison as users call it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mathequiv.pipeline import ask, checked
from mathequiv.prepared import Prepared
from mathequiv.verdict import OptionChanges, Options, Result, Verdict

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
        changes: single options by name (``approx="exact"``), which override ``options``.

    Returns:
        The verdict with the layer and rule that decided, the reason in one sentence, and the evidence. It does not
        depend on the order of the two answers, the machine or its load.

    Raises:
        TypeError: an answer is neither a string nor None.
        ValueError: an option does not take the value given for it.
    """
    chosen = options or _DEFAULT
    result = ask(prediction, reference, None, chosen.changed(changes) if changes else chosen)
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
    """Whether two final answers are the same; UNDECIDED counts as not the same.

    It takes the same arguments as MATH's own ``is_equiv``, so callers of that change only the import.

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
    """A reference, or several of which it is enough to match one, read once and compared with many predictions.

    Args:
        text: the reference answer, None if there is none, or a list of them.
        options: as in `compare`.
        changes: as in `compare`.

    Raises:
        TypeError: ``text`` is neither a string nor None, nor a list of these.
        ValueError: a value that its option does not take, or an empty list.
    """

    __slots__ = ("_prepared", "options", "text")

    def __init__(
        self,
        text: str | Sequence[str | None] | None,
        *,
        options: Options | None = None,
        **changes: Unpack[OptionChanges],
    ) -> None:
        texts = list(map(checked, text)) if isinstance(text, (list, tuple)) else [checked(text)]
        if not texts:
            raise ValueError("a Reference needs an answer, and the list is empty")
        self.text = text
        self.options = (options or _DEFAULT).changed(changes)
        self._prepared = [(one, None if one is None else Prepared(one)) for one in texts]

    def compare(self, prediction: str | None) -> Result:
        """Compare ``prediction`` with this reference, as `mathequiv.compare` does.

        Of several references, the first that matches decides; failing that, the first that is undecided; failing
        that, the first.

        Raises:
            TypeError: the prediction is neither a string nor None.
        """
        results: list[Result] = []
        for text, prepared in self._prepared:
            result = ask(prediction, text, prepared, self.options)
            if result.equivalent:
                return result
            results.append(result)
        return next((result for result in results if result.verdict is Verdict.UNDECIDED), results[0])

    def is_equiv(self, prediction: str | None) -> bool:
        """Whether ``prediction`` is the same answer; UNDECIDED counts as not the same.

        Raises:
            TypeError: the prediction is neither a string nor None.
        """
        return self.compare(prediction).equivalent

    def __repr__(self) -> str:
        return f"Reference({self.text!r})"
