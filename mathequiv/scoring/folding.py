"""Graded rows of finished pieces, in their order, counted as the rows of one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from mathequiv.scoring.join import Gold, problem_key
from mathequiv.scoring.summary import Counts, Summary

__all__ = ["Fold"]


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
        names = []
        asked: set[str] = set()
        for record in () if gold is None else gold.records:
            key = problem_key(record)
            # Of gold rows with one problem the first is the one that is joined.
            if key not in self._sizes or key in asked:
                self._counts.add_missing(record.subject, record.level)
                names.append(record.id or record.problem or "")
            asked.add(key)
        repeats = {"further_samples": self._further, "dropped": dropped}
        return self._counts.summary(names, repeats, facts, figure)
