"""What a person sees: the tables of a summary, of a difference and of extracted answers, notes, the progress bar."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from mathequiv.scoring.difference import Difference, Flip
from mathequiv.scoring.intervals import Interval, in_percent
from mathequiv.scoring.run import Listener
from mathequiv.scoring.significance import Against
from mathequiv.scoring.summary import MEANINGS, Summary, natural
from mathequiv.verdict import Tolerance

__all__ = [
    "METHODS",
    "PARTS",
    "STYLES",
    "Shown",
    "Watcher",
    "console_for",
    "headline",
    "percent",
    "plain",
    "print_difference",
    "print_extracted",
    "print_shown",
    "print_summary",
    "significance_of",
    "table_of",
    "watching",
]

METHODS = {
    "wilson": "95 % interval: Wilson (1927)",
    "clustered": "95 % interval: standard error clustered by problem (Miller 2024, arXiv:2411.00640)",
    "wilson-by-problem": "95 % interval: Wilson (1927) with problems as trials",
}
"""How an interval was made, by its method."""


def print_summary(summary: Summary, *, brief: bool = False, shown: Sequence[Shown] = ()) -> None:
    """Print a summary to standard output: accuracy overall and by group, what it is made of, and each status.

    Args:
        summary: the counts.
        brief: leave the groups and the parts of the score out, so that it fits a small terminal.
        shown: responses to list under the tables.
    """
    console = console_for()
    tables = (_at_k,) if brief else (_accuracies, _at_k, _statuses, _made_of)
    for table in (make(summary) for make in tables):
        if table.row_count:
            console.print(table, "")
    for line in _footnotes(summary, brief=brief):
        console.print(plain(line), soft_wrap=True)
    if shown:
        console.print()
    print_shown(shown)
    for line in summary.warnings:
        console.print(plain(f"warning: {line}", "yellow"), soft_wrap=True)
    console.print(headline(summary), soft_wrap=True)


def headline(summary: Summary) -> Text:
    """The accuracy with its interval, over what, and every status that occurs."""
    total = summary.total
    shown = Text()
    shown.append(percent(total.accuracy) or "no responses", "bold")
    if total.interval is not None:
        shown.append(f" ({_bounds(total.interval)} at 95 %)")
    shown.append(f" correct of {_over(summary)}: ")
    counts = [*total.statuses.items(), ("missing", total.missing * total.per_problem)]
    for number, (name, count) in enumerate((name, count) for name, count in counts if count):
        shown.append("" if not number else ", ")
        shown.append(f"{count} {name.replace('_', ' ')}", STYLES.get(name, ""))
    return shown


def _over(summary: Summary) -> str:
    total, known = summary.total, summary.facts["gold_set"]
    problems = total.problems + total.missing
    name = (
        ""
        if known is None
        else f"{known}, all {problems}"
        if not total.missing
        else f"{known}, {total.problems} of {problems}"
    )
    if total.expected == problems:
        return name or f"{problems}"
    return f"{total.expected} responses to {name or problems}" + ("" if name else " problems")


STYLES = {
    "correct": "green",
    "wrong": "red",
    "undecided": "yellow",
    "error": "magenta",
    "judged_correct": "cyan",
    "judged_wrong": "cyan",
}
"""How a status is shown where there is colour; rich leaves it out for NO_COLOR and for pipes."""


def print_shown(rows: Sequence[Shown]) -> None:
    """Print responses to standard output, three lines each: what was asked, what was answered, and why."""
    console = console_for()
    for row in rows:
        head = plain(row.name, "bold")
        head.append(f"  {row.status.replace('_', ' ')}", STYLES.get(row.status, ""))
        if row.problem:
            head.append("  ").append_text(plain(row.problem, "dim"))
        head.truncate(console.width, overflow="ellipsis")
        console.print(head, soft_wrap=True)
        console.print(plain(f"  reference {_or_none(row.reference)}   answer {_or_none(row.answer)}"), soft_wrap=True)
        console.print(plain(f"  {row.reason}", "dim"), soft_wrap=True)
    if rows:
        console.print()


def _or_none(text: str | None) -> str:
    return "none" if text is None else text


@dataclass(frozen=True, slots=True)
class Shown:
    """A response as it is listed."""

    name: str
    status: str
    problem: str | None
    reference: str | None
    answer: str | None
    reason: str

    def as_json(self) -> dict[str, Any]:
        """The response as JSON values."""
        return asdict(self)


def shown_of(row: Mapping[str, Any]) -> Shown:
    """What is listed of a row of ``graded.jsonl``."""
    reference = row["reference"]
    name = row["id"] if row["id"] is not None else f"{row['file']}:{row['line']}"
    return Shown(
        name=name + (f" #{row['sample'] + 1}" if row["sample"] else ""),
        status=row["status"],
        problem=row["problem"],
        reference=" or ".join(reference) if isinstance(reference, list) else reference,
        answer=row["answer"],
        reason=_reason(row),
    )


def _reason(row: Mapping[str, Any]) -> str:
    """Why a row has its status: what the comparison said, or what the status says where nothing was compared."""
    compared = None if row["rule"] is None else f"{row['rule']}: {row['reason']}"
    if row["status"] == "error" or compared is None:
        return MEANINGS[row["status"]] + ("" if compared is None else f" ({compared})")
    return compared


def _accuracies(summary: Summary) -> Table:
    table = table_of("", "correct", "of", "accuracy", "95 % interval", right=(1, 2, 3, 4))
    total = summary.total
    right = total.counts["correct"]
    table.add_row(*_row("all expected", right, total.expected, total.accuracy, total.interval))
    if total.missing:
        table.add_row(*_row("all but missing", right, total.n, total.accuracy_of_rows, total.interval_of_rows))
    table.add_row(*_row("answered", right, total.answered, total.accuracy_answered, total.interval_answered))
    if summary.judged is not None:
        both = right + total.counts["judged_correct"]
        bounds = total.interval_with_judge
        table.add_row(*_row("all expected, with judge", both, total.expected, total.accuracy_with_judge, bounds))
    for name, groups in summary.groups.items():
        if name == "file" and summary.facts["pieces"]:
            continue  # which piece a row was in says nothing
        table.add_section()
        for key in sorted(groups, key=natural):
            tally = groups[key]
            shown = f"{name}: {key}" if name != "file" else key
            table.add_row(*_row(shown, tally.counts["correct"], tally.expected, tally.accuracy, tally.interval))
    return table


def _row(name: str, right: int, of: int, accuracy: float | None, bounds: Interval | None) -> tuple[Text, ...]:
    return (plain(name), plain(str(right)), plain(str(of)), plain(percent(accuracy)), plain(_bounds(bounds)))


def percent(share: float | None) -> str:
    """A share as a percentage with one decimal; nothing for None."""
    return "" if share is None else f"{100 * share:.1f} %"


def _bounds(bounds: Interval | None) -> str:
    return "" if bounds is None else in_percent(bounds.low, bounds.high)


def _at_k(summary: Summary) -> Table:
    table = table_of("several responses", "value", "95 % interval", right=(1, 2))
    for figure in summary.at_k:
        table.add_row(figure.name, percent(figure.value), _bounds(figure.interval))
    return table


def _statuses(summary: Summary) -> Table:
    counts = table_of("status", "responses", right=(1,))
    for status, count in summary.total.statuses.items():
        counts.add_row(status, str(count))
    counts.add_section()
    counts.add_row("all rows", str(summary.total.n))
    if summary.total.missing:
        counts.add_row("missing", str(summary.total.missing * summary.total.per_problem))
        counts.add_row("all expected", str(summary.total.expected))
    return counts


PARTS = {
    "math_is_equiv": "MATH's own is_equiv, alone",
    "string": "added by layer string",
    "canonical": "added by layer canonical",
    "value": "added by layer value",
    "symbolic": "added by layer symbolic",
    "taken_back": "taken back: equal for is_equiv alone",
}
"""What a part of the score is, by its name in a summary."""


def _made_of(summary: Summary) -> Table:
    """What the accuracy is made of, in percentage points, and what was lost before any comparison."""
    table = table_of("what the score is made of", "responses", "points", right=(1, 2))
    for name, number in summary.composition.parts():
        table.add_row(PARTS[name], str(number), f"{summary.points(number):+.1f}")
    table.add_section()
    right = summary.total.counts["correct"]
    table.add_row("accuracy over all expected", str(right), f"{summary.points(right):.1f}")
    table.add_section()
    for name, number in summary.lost().items():
        if number:
            table.add_row(f"lost: {name}", str(number), f"{-summary.points(number):.1f}")
    return table


_MIN_WIDTH = 72
"""Columns below which a table loses its names; a narrower terminal wraps the lines itself."""


class _Console(Console):
    """A console that leaves a closed pipe to the command, which has an exit code for it; rich would end the process."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def console_for() -> Console:
    """Standard output, wide enough for a table."""
    console = _Console(highlight=False)
    console.width = max(console.width, _MIN_WIDTH)
    return console


def plain(text: str, style: str = "") -> Text:
    """``text`` as it can be shown: nothing in it is markup, and no control character reaches the terminal."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)
    return Text(shown, style=style)


def table_of(*heads: str, right: Sequence[int]) -> Table:
    """An empty table with these columns; those in ``right`` hold numbers."""
    table = Table(show_edge=False, pad_edge=False)
    for place, head in enumerate(heads):
        side: Literal["right", "left"] = "right" if place in right else "left"
        # Numbers stay whole in a narrow terminal; names fold.
        table.add_column(plain(head), justify=side, no_wrap=place in right, overflow="fold")
    return table


def _footnotes(summary: Summary, *, brief: bool) -> Iterator[str]:
    total, bounds = summary.total, summary.total.interval
    if not brief:
        yield "is_equiv: the string comparison published with MATH; a layer adds the answers that only it finds equal"
    if bounds is not None and not brief:
        yield METHODS[bounds.method]
    if total.problems != total.n and not brief:
        yield f"{total.n} responses to {total.problems} problems"
    if summary.at_k:
        yield "pass@k: unbiased (Chen et al. 2021); maj@k: ties by expected correctness; intervals over problems"
    if summary.undecided:
        counted = ", ".join(f"{rule} {times}" for rule, times in sorted(summary.undecided.items()))
        yield f"undecided, by rule: {counted}"
    if summary.missing:
        yield _missing(summary)
    if summary.against is not None:
        yield from _held(summary.against)
    if summary.skipped and summary.skipped["rows"]:
        yield _skipped(summary.skipped["rows"])
    facts = summary.facts
    if summary.judged is not None:
        yield from _judge_lines(summary.judged, facts["judge"])
    given = "".join(f", {name} {_option_text(value)}" for name, value in facts["options"].items())
    yield f"mathequiv {facts['version']}, contract {facts['contract']}, policy {facts['policy']}{given}"


def _skipped(rows: int) -> str:
    return (
        f"skipped: {rows} {'row that cannot be used is' if rows == 1 else 'rows that cannot be used are'} not counted"
    )


def _setting(value: object) -> object:
    """A setting as a sentence says it: options by name, or that none was changed."""
    if not isinstance(value, Mapping):
        return value
    return ", ".join(f"{name} {_option_text(one)}" for name, one in value.items()) or "none changed"


def _option_text(value: object) -> object:
    """An option as a command line takes it."""
    if isinstance(value, Mapping):
        return Tolerance.read(value)
    return ",".join(value) if isinstance(value, list) else value


def _missing(summary: Summary) -> str:
    total = summary.total
    first = ", ".join(summary.missing[:3]) + (", …" if len(summary.missing) > 3 else "")
    each = f", each as {total.per_problem} responses" if total.per_problem > 1 else ""
    problems = "expected problem has no row and does" if total.missing == 1 else "expected problems have no row and do"
    return f"missing: {total.missing} {problems} not count as correct{each}: {first}"


def _judge_lines(judged: Mapping[str, Any], judge: Mapping[str, Any]) -> Iterator[str]:
    rulings = ", ".join(f"{name} {times}" for name, times in judged["rulings"].items())
    yield f"judge {judge['model']} on {judged['rows']} rows ({rulings or 'none'}), {judged['asked']} asked now"
    cost = "" if judged["cost"] is None else f", ${judged['cost']:.4f}"
    yield f"  {judged['prompt_tokens']} tokens of questions, {judged['completion_tokens']} of replies{cost}"


def _held(held: Against) -> Iterator[str]:
    yield f"against {100 * held.figure:g} %: difference {100 * held.difference:+.1f} points"
    yield f"  taken as exact: {significance_of(held.p_fixed)}"
    yield f"  as measured once on as many problems: {significance_of(held.p_measured)}"


def significance_of(p: float | None) -> str:
    """What a p-value says at the 5 % level; None is no test."""
    if p is None:
        return "no test: all problems have the same result"
    shown = f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"
    return f"{shown}, {'a difference' if p < 0.05 else 'no difference shown'} at the 5 % level"


def print_difference(found: Difference, names: tuple[str, str]) -> None:
    """Print the difference of two runs to standard output.

    Args:
        found: the difference.
        names: what the runs are called.
    """
    console = console_for()
    table = table_of("", "accuracy", right=(1,))
    table.add_row(f"A, over {found.pairs} paired problems", percent(found.accuracy[0]))
    table.add_row("B, over the same", percent(found.accuracy[1]))
    for letter, name in zip("AB", names, strict=True):
        console.print(plain(f"{letter}: {name}"), soft_wrap=True)
    console.print("", table, "", sep="\n")
    change = 100 * (found.accuracy[1] - found.accuracy[0])
    bounds = found.interval
    shown = "" if bounds is None else f" (95 % interval {100 * bounds[0]:+.1f} to {100 * bounds[1]:+.1f})"
    lines = [f"B - A: {change:+.1f} points{shown}", f"{_TESTS[found.method]}: {significance_of(found.p)}"]
    for title, flips in (("better in B", found.gained), ("better in A", found.lost)):
        lines.append(f"{title}: {len(flips)}" + (":" if flips else ""))
        lines.extend(line for flip in flips[:_FLIPS_SHOWN] for line in _of_flip(flip, console.width))
        if len(flips) > _FLIPS_SHOWN:
            lines.append(f"  … and {len(flips) - _FLIPS_SHOWN} more: --json lists all")
    for name, ids in zip("AB", found.alone, strict=True):
        if ids:
            lines.append(f"only in {name}, not paired: {len(ids)}{_first(ids)}")
    for name, values in found.settings.items():
        first, second = (_setting(value) for value in values)
        lines.append(f"warning: the runs differ in {name}: {first} in A, {second} in B")
    for line in lines:
        console.print(plain(line), soft_wrap=True)


_TESTS = {
    "mcnemar": "McNemar's exact test (1947), interval by Bonett and Price (2012)",
    "paired": "paired difference over problems (Miller 2024, arXiv:2411.00640)",
}
_IDS_SHOWN = 20
_FLIPS_SHOWN = 20


def _of_flip(flip: Flip, width: int) -> Iterator[str]:
    """A problem on which two runs differ, in two lines."""
    head = f"  {flip.id}  {flip.problem or ''}".rstrip()
    yield head if len(head) <= width else head[: width - 1] + "…"
    first, second = (_or_none(answer) for answer in flip.answers)
    yield f"    A {first}   B {second}   reference {_or_none(flip.reference)}"


def _first(ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:_IDS_SHOWN]) + (", …" if len(ids) > _IDS_SHOWN else "")
    return f": {shown}" if ids else ""


def print_extracted(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print extracted answers to standard output as a table."""
    table = table_of("id", "sample", "rule", "answer", right=(1,))
    for row in rows:
        name = f"line {row['line']}" if row["id"] is None else row["id"]
        answer = plain("none", "dim") if row["answer"] is None else plain(row["answer"])
        table.add_row(plain(name), str(row["sample"]), plain(row["rule"]), answer)
    console_for().print(table)


class Watcher(Listener):
    """Prints notes to standard error, moves a bar if there is a terminal, and keeps the responses that are listed."""

    def __init__(self, console: Console, bar: Progress, task: TaskID, wanted: Collection[str]) -> None:
        self.shown: list[Shown] = []
        self._wanted = wanted
        self._console = console
        self._bar = bar
        self._task = task
        self._rows = 0
        self._offsets: dict[Path, int] = {}

    def note(self, text: str) -> None:
        """Print the line."""
        # A run does not end because its progress cannot be shown.
        with suppress(OSError):
            self._console.print(plain(text), soft_wrap=True)

    def graded(self, row: Mapping[str, Any]) -> None:
        """Keep the response if its status is wanted."""
        if row["status"] in self._wanted:
            self.shown.append(shown_of(row))

    def advance(self, path: Path, offset: int) -> None:
        """Move the bar."""
        self._rows += 1
        self._offsets[path] = offset
        self._bar.update(self._task, completed=sum(self._offsets.values()), rows=self._rows)


@contextmanager
def watching(paths: Sequence[Path], wanted: Collection[str] = (), *, prints_rows: bool = False) -> Iterator[Watcher]:
    """A listener for a run over ``paths``: notes on standard error and, if that is a terminal, a progress bar.

    Args:
        paths: the files; without any there is no bar.
        wanted: statuses whose responses are kept for listing.
        prints_rows: rows go to standard output meanwhile; in a terminal the bar would be between them.
    """
    console = _Console(stderr=True, highlight=False)
    columns = (
        TextColumn("grading"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rows]} rows"),
        TimeRemainingColumn(),
    )
    total = sum(path.stat().st_size for path in paths if path.is_file())
    shown = bool(paths) and console.is_terminal and not (prints_rows and sys.stdout.isatty())
    bar = Progress(*columns, console=console, transient=True, disable=not shown)
    task = bar.add_task("", total=total, rows=0)
    with bar:
        yield Watcher(console, bar, task, wanted)
