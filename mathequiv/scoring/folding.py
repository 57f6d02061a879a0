"""Graded rows of finished pieces, in their order, counted as the rows of one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mathequiv.scoring.join import Gold, problem_key
from mathequiv.scoring.summary import Counts, Summary

__all__ = ["Fold", "fold_singles"]


class Fold:
    """Numbers and counts rows of ``graded.jsonl`` as a single run over the same files would have."""

    def __init__(self) -> None:
        self._counts = Counts()
        self._sizes: Counter[str] = Counter()
        self._place: tuple[str, int] | None = None
        self._further = 0

    def add(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Count a row.

        Args:
            row: a graded row; those of one line of a file stand together.

        Returns:
            The row, with the number it has among the responses to its problem.
        """
        key, place = row["key"], (row["file"], row["line"])
        if place != self._place:
            self._further += key in self._sizes
            self._place = place
        numbered = {**row, "sample": self._sizes[key]}
        self._sizes[key] += 1
        self._counts.add(numbered)
        return numbered

    def summary(
        self, facts: Mapping[str, Any], gold: Gold | None = None, *, dropped: int = 0, figure: float | None = None
    ) -> Summary:
        """Close the counts with what is missing.

        Args:
            facts: what was run.
            gold: the references, where they came from a file.
            dropped: rows that repeat an id and do not count.
            figure: a published accuracy to hold against, in [0, 1].
        """
        repeats = {"further_samples": self._further, "dropped": dropped}
        names = add_missing(self._counts, gold, self._sizes.__contains__)
        return self._counts.summary(names, repeats, facts, figure)


def add_missing(counts: Counts, gold: Gold | None, is_there: Callable[[str], bool]) -> list[str]:
    """Count the problems of a gold file that have no response.

    Args:
        counts: the counts.
        gold: the gold file, if any.
        is_there: whether a problem of that key has a response.

    Returns:
        Their ids, or texts.
    """
    names = []
    asked: set[str] = set()
    for record in () if gold is None else gold.records:
        key = problem_key(record)
        # Of gold rows with one problem the first is the one that is joined.
        if key in asked or not is_there(key):
            counts.add_missing(record.subject, record.level)
            names.append(record.id or record.problem or "")
        asked.add(key)
    return names


def fold_singles(
    alike: Iterable[tuple[Mapping[str, Any], int]],
    facts: Mapping[str, Any],
    gold: Gold | None,
    is_there: Callable[[str], bool],
    figure: float | None = None,
) -> Summary:
    """The summary of a run in which each problem has one response, from counts of rows that are alike.

    Args:
        alike: a row, and how many rows differ from it in their problems alone.
        facts: what was run.
        gold: the references, where they came from a file.
        is_there: whether a problem of that key has a response.
        figure: a published accuracy to hold against, in [0, 1].
    """
    counts = Counts()
    for row, times in alike:
        counts.add_single(row, times)
    names = add_missing(counts, gold, is_there)
    return counts.summary(names, {"further_samples": 0, "dropped": 0}, facts, figure)
