"""Scoring from Python: files, rows or a data frame in; graded rows and their summary out."""

from __future__ import annotations

import html
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mathequiv.scoring.finished import finished
from mathequiv.scoring.intervals import in_percent
from mathequiv.scoring.run import Listener, ScoreRequest
from mathequiv.scoring.run import score as score_request
from mathequiv.scoring.summary import STATUSES, Summary
from mathequiv.scoring.targets import writing
from mathequiv.verdict import OptionChanges, Options

if TYPE_CHECKING:
    import pandas as pd
    from typing_extensions import Unpack

__all__ = ["Run", "score"]

Source: TypeAlias = "str | Path | Sequence[str | Path] | Iterable[Mapping[str, Any]]"

ROWS: Final = "rows"
"""What the predictions are called that were given as rows."""

GOLD: Final = "gold rows"


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """A scored run.

    Attributes:
        rows: one row per response, in order, as in ``graded.jsonl``.
        summary: the counts.
        notes: what was read from where, and anything unusual about it.
    """

    rows: list[dict[str, Any]]
    summary: Summary
    notes: tuple[str, ...] = field(default=())

    @property
    def accuracy(self) -> float | None:
        """The share of correct responses among all expected, in [0, 1]; None where none are."""
        return self.summary.total.accuracy

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a data frame of pandas, which must be installed."""
        import pandas as pd  # noqa: PLC0415 - an optional dependency

        return pd.DataFrame(self.rows)

    def to_json(self, path: str | Path | None = None) -> str:
        """The summary and the rows as JSON text.

        Args:
            path: a file to write it to as well.

        Raises:
            InputError: the file cannot be written.
        """
        text = json.dumps({"summary": self.summary.as_json(), "rows": self.rows}, ensure_ascii=False)
        if path is not None:
            with writing(Path(path)) as file:
                # A lone surrogate has no UTF-8 form; in JSON its escape means the same.
                file.write(text.encode("utf-8", "backslashreplace"))
        return text

    def __repr__(self) -> str:
        total = self.summary.total
        return f"Run({total.counts['correct']} of {total.expected} correct{_bounds(self.summary)})"

    def _repr_html_(self) -> str:
        """What a notebook shows: the accuracy, and how many responses have which status."""
        total = self.summary.total
        groups = [(f"{name}: {key}", tally) for name, of in self.summary.groups.items() for key, tally in of.items()]
        head = "".join(f"<th>{html.escape(name)}</th>" for name in ("", "accuracy", "correct", "of", *STATUSES[1:]))
        lines = [_line(name, tally) for name, tally in [("all", total), *groups]]
        return f"<table><caption>{html.escape(repr(self))}</caption><tr>{head}</tr>{''.join(lines)}</table>"


def _bounds(summary: Summary) -> str:
    bounds, accuracy = summary.total.interval, summary.total.accuracy
    if bounds is None or accuracy is None:
        return ""
    return f": {100 * accuracy:.1f} %, 95 % interval {in_percent(bounds.low, bounds.high)}"


def _line(name: str, tally: Any) -> str:
    shown = "" if tally.accuracy is None else f"{100 * tally.accuracy:.1f} %"
    cells = [name, shown, *map(str, (tally.counts["correct"], tally.expected))]
    cells += [str(tally.counts[status]) for status in STATUSES[1:]]
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"


def score(  # noqa: PLR0913 - keyword options of the public function
    source: Source,
    gold: Source | None = None,
    *,
    policy: str = "default",
    fields: Mapping[str, str] | None = None,
    format: str | None = None,  # noqa: A002 - as the command's option
    out: str | Path | None = None,
    force: bool = False,
    processes: int = 1,
    options: Options | None = None,
    **changes: Unpack[OptionChanges],
) -> Run:
    """Score responses as ``mathequiv score`` does.

    Args:
        source: a prediction file, a pattern, or several of them; or rows, as an iterable of mappings or a data frame
            (pandas, polars, Arrow, Hugging Face datasets).
        gold: the references, where the rows hold none: a file, ``hf:REPO``, or rows.
        policy: name of the extraction policy.
        fields: which field plays which role (``{"response": "output"}``); what is not named is found by its name. The
            roles ``gold_id`` and ``gold_problem`` are those of the references alone.
        format: name of the predictions' format; None finds out.
        out: a folder for ``graded.jsonl`` and ``summary.json``, or one file of rows (``x.parquet``, ``x.jsonl``).
        force: replace a run that is already in the folder.
        processes: how many processes grade, if there are more than about a thousand responses; with more than one, a
            script needs the usual ``if __name__ == "__main__":``.
        options: how to compare; None uses the policy's options.
        changes: single options by name, which override these.

    Returns:
        The graded rows and their summary.

    Raises:
        InputError: a file, row or field cannot be used.
        ValueError: an unknown policy, or a value that its option does not take.
        WorkerLost: the system ended a worker process.
    """
    given = {} if options is None else options.as_json()
    given |= {name: value for name, value in changes.items() if value is not None}
    heard = _Notes()
    with tempfile.TemporaryDirectory(prefix="mathequiv-") as place:
        work = Path(place)
        paths, names = _files(source, work / "rows.jsonl", ROWS)
        references, more = ([], {}) if gold is None else _files(gold, work / "gold.jsonl", GOLD)
        request = ScoreRequest(
            paths,
            references[0] if references else None,
            dict(fields or {}),
            policy,
            given,
            Path(out) if out is not None else work / "out",
            workers=processes,
            format=format,
            force=force,
        )
        summary = score_request(request, heard)
        assert request.out is not None  # noqa: S101 - set above
        rows = list(finished(request.out).rows())
    names = {**names, **more}
    if names:
        rows = [{**row, **{name: _named(row[name], names) for name in ("file", "key")}} for row in rows]
        summary = replace(summary, facts=_named(summary.facts, names))
    notes = [note for note in heard.notes if not note.startswith(f"wrote {work}")]
    return Run(rows, summary, tuple(_named(notes, names)))


class _Notes(Listener):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def _files(source: Any, target: Path, name: str) -> tuple[list[Path], dict[str, str]]:
    """The files of a source, with what their names mean where rows had to be written to one."""
    if isinstance(source, (str, Path)):
        return [Path(source)], {}
    if isinstance(source, Sequence) and source and all(isinstance(one, (str, Path)) for one in source):
        return [Path(one) for one in source], {}
    with target.open("wb") as file:
        for row in _rows(source):
            text = json.dumps(row, ensure_ascii=False, default=_plain) + "\n"
            file.write(text.encode("utf-8", "backslashreplace"))
    return [target], {str(target): name}


def _rows(source: Any) -> Iterator[Mapping[str, Any]]:
    """The rows of a data frame, or of whatever holds mappings."""
    if hasattr(source, "iter_rows"):  # polars
        yield from source.iter_rows(named=True)
    elif hasattr(source, "to_pylist"):  # Arrow
        yield from source.to_pylist()
    elif hasattr(source, "to_dict") and hasattr(source, "columns"):  # pandas
        yield from source.to_dict("records")
    else:
        for number, row in enumerate(source, 1):
            if not isinstance(row, Mapping):
                raise TypeError(f"row {number} must be a mapping, not {type(row).__name__}")
            yield dict(row)


def _plain(value: Any) -> Any:
    """A cell that JSON has no form for: an array or number of numpy as Python's own, anything else as text."""
    return value.tolist() if hasattr(value, "tolist") else str(value)


def _named(value: Any, names: Mapping[str, str]) -> Any:
    """The value with the names of written files as what they mean."""
    if isinstance(value, str):
        for path, name in names.items():
            value = value.replace(path, name)
        return value
    if isinstance(value, Mapping):
        return {_named(key, names): _named(one, names) for key, one in value.items()}
    return [_named(one, names) for one in value] if isinstance(value, list) else value
