"""What a person sees: the table of a summary, the table of extracted answers, notes and the progress bar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from mathequiv.scoring.run import Listener
from mathequiv.scoring.summary import STATUSES, Summary, Tally, natural

__all__ = ["print_extracted", "print_summary", "watching"]

_METHODS = {
    "wilson": "95 % interval: Wilson (1927)",
    "clustered": "95 % interval: standard error clustered by problem (Miller 2024, arXiv:2411.00640)",
    "wilson-by-problem": "95 % interval: Wilson (1927) with problems as trials",
}


def print_summary(summary: Summary) -> None:
    """Print a summary to standard output: accuracy overall and by group, then the count of each status."""
    console = _console()
    total = summary.total
    table = _table("", "correct", "responses", "accuracy", "95 % interval", right=(1, 2, 3, 4))
    table.add_row(*_row("all", total))
    for name, groups in summary.groups.items():
        table.add_section()
        for key in sorted(groups, key=natural):
            table.add_row(*_row(f"{name}: {key}" if name != "file" else key, groups[key]))
    console.print(table, "")
    counts = _table("status", "responses", right=(1,))
    for status in STATUSES:
        counts.add_row(status, str(total.counts[status]))
    counts.add_section()
    counts.add_row("all", str(total.n))
    if summary.missing:
        counts.add_row("missing", str(len(summary.missing)))
    console.print(counts, "")
    for line in _footnotes(summary):
        console.print(_plain(line))


_MIN_WIDTH = 72
"""Columns below which a table loses its names; a narrower terminal wraps the lines itself."""


def _console() -> Console:
    console = Console(highlight=False)
    console.width = max(console.width, _MIN_WIDTH)
    return console


def _plain(text: str, style: str = "") -> Text:
    """``text`` as it can be shown: nothing in it is markup, and no control character reaches the terminal."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)
    return Text(shown, style=style)


def _table(*heads: str, right: Sequence[int]) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for place, head in enumerate(heads):
        side = "right" if place in right else "left"
        # Numbers stay whole in a narrow terminal; names fold.
        table.add_column(_plain(head), justify=side, no_wrap=place in right, overflow="fold")  # type: ignore[arg-type]
    return table


def _row(name: str, tally: Tally) -> tuple[Text, str, str, str, str]:
    bounds = tally.interval
    accuracy = "" if tally.accuracy is None else f"{100 * tally.accuracy:.1f} %"
    shown = "" if bounds is None else f"{100 * bounds.low:.1f} to {100 * bounds.high:.1f} %"
    return _plain(name), str(tally.counts["correct"]), str(tally.n), accuracy, shown


def _footnotes(summary: Summary) -> Iterator[str]:
    bounds = summary.total.interval
    if bounds is not None:
        yield _METHODS[bounds.method]
    if summary.total.problems != summary.total.n:
        yield f"{summary.total.n} responses to {summary.total.problems} problems"
    if summary.undecided:
        counted = ", ".join(f"{rule} {times}" for rule, times in sorted(summary.undecided.items()))
        yield f"undecided, by rule: {counted}"
    if summary.missing:
        first = ", ".join(summary.missing[:3]) + (", …" if len(summary.missing) > 3 else "")
        yield f"missing: in the gold file but without a prediction, not part of the accuracy: {first}"


def print_extracted(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print extracted answers to standard output as a table."""
    table = _table("id", "sample", "rule", "answer", right=(1,))
    for row in rows:
        name = f"line {row['line']}" if row["id"] is None else row["id"]
        answer = _plain("none", "dim") if row["answer"] is None else _plain(row["answer"])
        table.add_row(_plain(name), str(row["sample"]), _plain(row["rule"]), answer)
    _console().print(table)


class _Watcher(Listener):
    """Prints notes to standard error, and moves a bar if there is a terminal."""

    def __init__(self, console: Console, bar: Progress, task: TaskID) -> None:
        self._console = console
        self._bar = bar
        self._task = task
        self._rows = 0
        self._offsets: dict[Path, int] = {}

    def note(self, text: str) -> None:
        self._console.print(_plain(text), soft_wrap=True)

    def advance(self, path: Path, offset: int) -> None:
        self._rows += 1
        self._offsets[path] = offset
        self._bar.update(self._task, completed=sum(self._offsets.values()), rows=self._rows)


@contextmanager
def watching(paths: Sequence[Path]) -> Iterator[Listener]:
    """A listener for a run over ``paths``: notes on standard error and, if that is a terminal, a progress bar.

    Without paths there is no bar.
    """
    console = Console(stderr=True, highlight=False)
    columns = (
        TextColumn("grading"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rows]} rows"),
        TimeRemainingColumn(),
    )
    total = sum(path.stat().st_size for path in paths if path.is_file())
    bar = Progress(*columns, console=console, transient=True, disable=not (paths and console.is_terminal))
    task = bar.add_task("", total=total, rows=0)
    with bar:
        yield _Watcher(console, bar, task)
