"""A run's figures as Markdown and charts, and the marked places in the READMEs that show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor
from pathlib import Path
from typing import Any

from benchmarks.chart import Bar, Point, bar_chart, microseconds, scatter
from benchmarks.corpora import ROOT
from benchmarks.peers import OURS, PREPARED

__all__ = ["long_text", "short_text", "show_in", "write_charts"]

MARKS = "benchmark"
"""What the comments around a generated text are called."""
_CHARTED = ("labelled", "tables")
_RESPONSES = {"responses": "per recorded response", "long_responses": "per response of 30,000 characters"}


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def _main_set(result: dict[str, Any]) -> str:
    """The set that the charts show: pairs that others labelled, where they are there."""
    return next((name for name in _CHARTED if name in result["sets"]), next(iter(result["sets"])))


def _stopped(found: dict[str, Any]) -> str:
    return f" ({found['stopped']} stopped)" if found["stopped"] else ""


def set_table(found: dict[str, Any]) -> str:
    """A row a peer: how right, how fast."""
    head = (
        "",
        "accuracy",
        "false positives",
        "false negatives",
        "undecided",
        "median",
        "mean",
        "p99",
        "worst",
        "pairs/s",
    )
    rows = []
    for peer in found["peers"].values():
        right, fast = peer["accuracy"], peer["speed"]
        times = [microseconds(fast[f"{figure}_us"]) for figure in ("median", "mean", "p99", "worst")]
        counts = [str(right[name]) for name in ("false_positives", "false_negatives")]
        undecided = f"{right['undecided']}{_stopped(right)}"
        rows.append(
            (
                f"{peer['label']} {peer['version']}",
                _share(right),
                *counts,
                undecided,
                *times,
                f"{fast['pairs_per_second']:,.0f}",
            )
        )
    return _table(head, rows)


def bars_table(rows: Sequence[dict[str, Any]]) -> str:
    said = {True: "met", False: "missed", None: "not measured"}
    cells = ((r["bar"], _digits(r["found"]), _digits(r["found_cpu"]), r["asked"], said[r["met"]]) for r in rows)
    return _table(("bar", "found", "by CPU time", "asked", ""), cells)


def _digits(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"


def _cold_table(result: dict[str, Any]) -> str:
    rows = [(name, f"{cold['wall_ms']:.0f} ms", f"{cold['cpu_ms']:.0f} ms") for name, cold in result["cold"].items()]
    return _table(("fresh process, median", "wall clock", "CPU time"), rows)


def _start_table(result: dict[str, Any]) -> str:
    rows = [
        (result["labels"][name], f"{1000 * start['load']:.0f} ms", f"{1000 * start['first']:.1f} ms")
        for name, start in result["starts"].items()
    ]
    return _table(("first use", "import", "first verdict after it"), rows)


def _stages_table(result: dict[str, Any]) -> str:
    rows = [
        (
            name,
            str(cost["reached"]),
            str(cost["decided"]),
            microseconds(cost["mean_us"]),
            f"{100 * cost['share']:.1f} %",
        )
        for name, cost in result["stages"].items()
    ]
    return _table(("stage", "pairs that reach it", "decided by it", "mean a pair there", "share of all time"), rows)


def _growth_tables(result: dict[str, Any]) -> str:
    def cell(cost: dict[str, Any]) -> str:
        return f"{microseconds(cost['us'])}{'' if cost['verdict'] != 'UNDECIDED' else ', undecided'}"

    found = dict(result["growth"])
    entries = found.pop("list, by entries")
    lengths = list(next(iter(found.values())))
    by_length = _table(
        ("characters", *lengths), [(name, *(cell(costs[n]) for n in lengths)) for name, costs in found.items()]
    )
    return f"{by_length}\n\n" + _table(("list entries", *entries), [("list, reversed", *map(cell, entries.values()))])


def _whole_table(result: dict[str, Any]) -> str:
    rows = [
        (
            f"{run['rows']:,} rows, {run['workers']} worker{'s' if run['workers'] > 1 else ''}",
            f"{run['seconds']:.1f} s",
            f"{run['cpu']:.1f} s",
            f"{run['rows_per_second']:,.0f}",
            f"{run['peak']:.0f} MB",
            f"{run['worker_peak']:.0f} MB" if run["worker_peak"] else "–",
        )
        for run in result["whole"]
    ]
    return _table(("mathequiv score", "wall", "CPU", "rows/s", "memory", "largest worker"), rows)


def _missing(result: dict[str, Any]) -> str:
    lines = [f"* {result['labels'][name]}: not measured, {why}" for name, why in result["missing"].items()]
    return "\n".join(lines)


def _positives(result: dict[str, Any], name: str) -> str:
    lines = []
    for peer in result["sets"][name]["peers"].values():
        rows = peer["accuracy"]["false_positive_rows"]
        shown = ", ".join(map(_named, rows[:5]))
        rest = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
        lines.append(f"* {peer['label']}: {shown}{rest}" if rows else f"* {peer['label']}: none")
    return "\n".join(lines)


def _named(row: dict[str, Any]) -> str:
    return f"`{row['prediction']}` for `{row['reference']}`" if "prediction" in row else row["id"]


def short_text(result: dict[str, Any], charts: str) -> str:
    """What README shows: one chart, a row a scorer; ``charts`` is the folder of the chart seen from there."""
    name = _main_set(result)
    found = result["sets"][name]
    responses = {title: result["sets"][other] for other, title in _RESPONSES.items() if other in result["sets"]}
    return "\n\n".join(
        [
            f"{found['pairs']} {found['about']}; every scorer on the same machine in turn, median times:",
            f"![accuracy over time a pair]({charts}/accuracy_speed.svg)",
            _short_table(found, responses),
            *filter(None, [_missing(result)]),
            "Made by `python -m benchmarks`; [benchmarks/README.md](benchmarks/README.md) has all of it.",
        ]
    )


def _short_table(found: dict[str, Any], responses: dict[str, dict[str, Any]]) -> str:
    head = ("", "accuracy", "false positives", "per pair", *responses)
    rows = []
    for key, peer in found["peers"].items():
        if key != PREPARED:
            right = peer["accuracy"]
            sets = [found, *responses.values()]
            times = [
                microseconds(one["peers"][key]["speed"]["median_us"]) if key in one["peers"] else "–" for one in sets
            ]
            rows.append((f"{peer['label']} {peer['version']}", _share(right), str(right["false_positives"]), *times))
    return _table(head, rows)


def _share(right: dict[str, Any]) -> str:
    return f"{floor(1000 * right['accuracy']) / 10:.1f} %"  # cut, so that only no mistake is 100 %


def long_text(result: dict[str, Any]) -> str:
    """Every table of the run."""
    machine = result["machine"]
    parts = [
        f"Python {machine['python']}, {machine['processor']}, load {machine['load']} at the start.",
        bars_table(result["bars"]),
    ]
    for name, found in result["sets"].items():
        parts += [f"### {name}: {found['pairs']} {found['about']}", set_table(found)]
        if name in _CHARTED:
            parts += [
                "False positives, at most five a peer; all are in `results/latest.json`:",
                _positives(result, name),
            ]
    for key, title, table in (
        ("starts", "First use on a warm machine", _start_table),
        ("cold", "Cold start", _cold_table),
        ("stages", "Cost by stage", _stages_table),
        ("growth", "Growth", _growth_tables),
        ("whole", "Whole runs", _whole_table),
    ):
        if key in result:
            parts += [f"### {title}", table(result)]
    return "\n\n".join([*parts, *filter(None, [_missing(result)])])


def write_charts(result: dict[str, Any], folder: Path) -> None:
    name = _main_set(result)
    peers = result["sets"][name]["peers"]
    points = [
        Point(peer["label"], peer["speed"]["median_us"], 100 * peer["accuracy"]["accuracy"], key in OURS)
        for key, peer in peers.items()
        if key != PREPARED
    ]
    shown = {key: peer for key, peer in peers.items() if key != PREPARED}
    wrong = [
        Bar(peer["label"], peer["accuracy"]["false_positives"], str(peer["accuracy"]["false_positives"]), key in OURS)
        for key, peer in shown.items()
    ]
    slow = [
        Bar(peer["label"], peer["speed"]["worst_us"], microseconds(peer["speed"]["worst_us"]) + _cut(peer), key in OURS)
        for key, peer in shown.items()
    ]
    about = f"{result['sets'][name]['pairs']} pairs"
    charts = {
        "accuracy_speed": scatter(f"Accuracy over speed, {about}", points),
        "false_positives": bar_chart(f"Different answers called equal, {about}", wrong),
        "worst_case": bar_chart(f"Slowest pair of {about} (logarithmic)", slow, log=True),
    }
    for file, text in charts.items():
        (folder / f"{file}.svg").write_text(text, encoding="utf-8")


def _cut(peer: dict[str, Any]) -> str:
    return " (stopped)" if peer["accuracy"]["stopped"] else ""


def show_in(path: Path, text: str, marks: str = MARKS) -> None:
    """Put the text between the marks of a Markdown file; a file without them stays as it is."""
    if not path.is_file():
        return
    first, last = f"<!-- {marks} -->", f"<!-- /{marks} -->"
    before, start, rest = path.read_text(encoding="utf-8").partition(first)
    _, end, after = rest.partition(last)
    if start and end:
        path.write_text(f"{before}{first}\n{text}\n{last}{after}", encoding="utf-8")


def show_everywhere(result: dict[str, Any]) -> None:
    show_in(ROOT / "README.md", short_text(result, "benchmarks/results"))
    show_in(ROOT / "benchmarks" / "README.md", long_text(result))
