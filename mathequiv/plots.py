"""Two plots of scored runs, drawn with matplotlib (the extra ``plots``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from mathequiv.errors import MathEquivError, missing_extra
from mathequiv.scoring.api import Run
from mathequiv.scoring.summary import SHOWN, Summary, Tally, natural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["accuracy", "statuses"]

_COLOURS: Final = {
    "correct": "#2a9d5c",
    "judged_correct": "#8fcfab",
    "wrong": "#c8553d",
    "judged_wrong": "#e2ab9e",
    "undecided": "#8d6fb3",
    "no_answer": "#d9a441",
    "empty": "#b8bcc2",
    "cut_off": "#5b8db8",
    "error": "#4a4a4a",
    "missing": "#e4e6e9",
}


def accuracy(run: Run | Summary, by: str = "level", *, ax: Axes | None = None) -> Axes:
    """Draw the accuracy of each group with its 95 % interval, and the overall accuracy as a line.

    Args:
        run: a scored run, or its summary.
        by: the grouping: ``level``, ``subject`` or ``file``.
        ax: where to draw; None for new axes.

    Returns:
        The axes.

    Raises:
        ValueError: the run has no such grouping.
    """
    summary = _summary(run)
    if by not in summary.groups:
        raise ValueError(f"the run is not grouped by {by!r}: it has {', '.join(summary.groups) or 'no groupings'}")
    groups = summary.groups[by]
    names = [name for name in sorted(groups, key=natural, reverse=True) if groups[name].expected]
    axes = _axes(ax, len(names))
    for place, name in enumerate(names):
        _point(axes, place, groups[name])
    if summary.total.accuracy is not None:
        axes.axvline(100 * summary.total.accuracy, color="#9aa0a6", linewidth=1, linestyle="--", zorder=0)
    axes.set_yticks(range(len(names)), [f"{name}  (n={groups[name].expected})" for name in names])
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.set_xlim(0, 100)
    axes.set_xlabel("accuracy, %, with 95 % interval; dashed: all")
    return axes


def _point(axes: Axes, place: int, tally: Tally) -> None:
    bounds, share = tally.interval, tally.accuracy
    if share is None or bounds is None:
        return
    axes.plot([100 * bounds.low, 100 * bounds.high], [place, place], color="#33658a", linewidth=2)
    axes.plot([100 * share], [place], "o", color="#33658a", markersize=6)


def statuses(runs: Run | Summary | Mapping[str, Run | Summary], *, ax: Axes | None = None) -> Axes:
    """Draw the share of each status, one bar per run.

    Args:
        runs: a scored run, or several by name.
        ax: where to draw; None for new axes.

    Returns:
        The axes.

    Raises:
        ValueError: there is no run, or one without responses.
    """
    named = dict(runs) if isinstance(runs, Mapping) else {"": runs}
    summaries = {name: _summary(run) for name, run in named.items()}
    if not summaries or not all(one.total.expected for one in summaries.values()):
        raise ValueError("there are no responses to draw")
    counts = {name: _counts(one) for name, one in summaries.items()}
    axes = _axes(ax, len(counts))
    names = list(counts)[::-1]
    left = [0.0] * len(names)
    for status in (*SHOWN, "missing"):
        shares = [100 * counts[name].get(status, 0) / summaries[name].total.expected for name in names]
        if any(shares):
            axes.barh(range(len(names)), shares, left=left, color=_COLOURS[status], label=status.replace("_", " "))
        left = [before + share for before, share in zip(left, shares, strict=True)]
    axes.set_yticks(range(len(names)), names)
    axes.set_xlim(0, 100)
    axes.set_xlabel("share of the expected responses, %")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, frameon=False)
    return axes


def _counts(summary: Summary) -> dict[str, int]:
    total = summary.total
    return {**total.statuses, "missing": summary.lost()["missing"]}


def _summary(run: Run | Summary) -> Summary:
    return run.summary if isinstance(run, Run) else run


def _axes(ax: Axes | None, rows: int) -> Axes:
    if ax is None:
        try:
            import matplotlib.pyplot as plt  # noqa: PLC0415 - an optional dependency
        except ImportError:
            raise MathEquivError(missing_extra("plots need matplotlib", "plots")) from None
        ax = plt.figure(figsize=(6.4, 1.5 + 0.35 * rows), layout="constrained").subplots()
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    return ax
