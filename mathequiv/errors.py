"""Every exception of the library, in one tree; each keeps its facts as fields and survives pickling.

::

    MathEquivError
    ├── Unreadable        an answer text that the parser cannot read   (span, expected)
    ├── OverLimit         a size above a cap of mathequiv.limits       (cap, size)
    ├── UndefinedValue    a value that does not exist, such as 1/0     (what)
    ├── InputError        a file the evaluator cannot use              (path, line, field)
    └── WorkerLost        a worker process of the evaluator was ended

None but the last two leave the public functions, and comparing raises none for what an answer holds.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["InputError", "MathEquivError", "OverLimit", "UndefinedValue", "Unreadable", "WorkerLost", "missing_extra"]

_SHOWN_SIZE = 10**18


class MathEquivError(Exception):
    """Root of the library's exceptions."""


class Unreadable(MathEquivError):  # noqa: N818 - what happened, not a fault of the program
    """An answer text cannot be read as mathematics.

    Args:
        text: the whole text.
        span: half-open character range ``(start, end)`` in it where reading stopped.
        expected: what would have been readable there.
    """

    def __init__(self, text: str, span: tuple[int, int], expected: str) -> None:
        super().__init__(text, span, expected)
        self.text = text
        self.span = span
        self.expected = expected

    def __str__(self) -> str:
        """Two lines under the message: the text around the span, and a caret below where reading stopped."""
        start, end = self.span
        left = max(0, start - 30)
        shown = "".join(c if c.isprintable() else " " for c in self.text[left : end + 30])
        return f"expected {self.expected}\n  {shown}\n  {' ' * (start - left)}{'^' * max(1, min(end - start, 60))}"


class OverLimit(MathEquivError):  # noqa: N818 - what happened, not a fault of the program
    """A size is above its cap, so nothing was computed.

    Args:
        cap: name of the cap in `mathequiv.limits`.
        size: the size met, where it is known.
    """

    def __init__(self, cap: str, size: int | None = None) -> None:
        super().__init__(cap, size)
        self.cap = cap
        self.size = size

    def __str__(self) -> str:
        if self.size is None:
            return f"over the limit {self.cap}"
        # Python refuses to print integers of thousands of digits.
        met = str(self.size) if self.size < _SHOWN_SIZE else f"a number of {self.size.bit_length()} bits"
        return f"over the limit {self.cap} ({met})"


class UndefinedValue(MathEquivError):  # noqa: N818 - what happened, not a fault of the program
    """An expression has no value, such as a division by zero."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class InputError(MathEquivError):
    """A file, or a row or field in it, cannot be used.

    Args:
        problem: one plain sentence, without the place.
        path: the file.
        line: 1-based line (or row) number.
        field: the field's name.
    """

    def __init__(
        self, problem: str, path: Path | str | None = None, line: int | None = None, field: str | None = None
    ) -> None:
        super().__init__(problem, path, line, field)
        self.problem = problem
        self.path = path
        self.line = line
        self.field = field

    def __str__(self) -> str:
        place = "" if self.path is None else str(self.path)
        if self.line is not None:
            place += f":{self.line}" if place else f"line {self.line}"
        if self.field is not None:
            place += f": field {self.field!r}" if place else f"field {self.field!r}"
        return f"{place}: {self.problem}" if place else self.problem


def missing_extra(what: str, extra: str) -> str:
    """What to install for a part of the library that is optional, from an index or in a checkout.

    Args:
        what: what is missing, as the beginning of a sentence.
        extra: the name of the extra that brings it.
    """
    return f"{what}: pip install 'mathequiv[{extra}]', or in a checkout pip install '.[{extra}]'"


class WorkerLost(MathEquivError):  # noqa: N818 - what happened, not a fault of the program
    """The system ended a worker process of a scoring run; if the run has a folder, the rows graded so far are kept."""

    def __str__(self) -> str:
        return "the system ended a worker process, perhaps for lack of memory"
