"""Holds mathequiv's grades against the scores that a tool wrote beside its responses.

    python -m benchmarks.tool_scores ../shared/specimens

Reads every prediction file under the given folders (or the files given), and prints for each file and score how many
responses were graded alike, then each difference: place, the tool's score, ours, the answer found and the reference.
Scores over several responses at once are left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mathequiv.errors import InputError
from mathequiv.grading import Grade, grade
from mathequiv.scoring.join import open_predictions, references_of
from mathequiv.scoring.records import Record, Sample

SUFFIXES = (".jsonl", ".json", ".parquet", ".eval")


@dataclass(frozen=True)
class Pair:
    """A tool's score and our grade of the same response."""

    place: str
    name: str
    theirs: float
    ours: Grade
    references: tuple[str, ...]

    @property
    def alike(self) -> bool:
        """Whether both take the response for right, or both do not."""
        return (self.theirs > 0.5) == self.ours.correct

    def __str__(self) -> str:
        found = self.ours.extraction
        return (
            f"    {self.place}: {self.name} {self.theirs:g}, ours {self.ours.status.value}"
            f" ({found.rule} {_short(found.text)!r} against {_short(' | '.join(self.references))!r})"
        )


def _short(text: str | None) -> str:
    return "" if text is None else text if len(text) <= 60 else text[:57] + "…"


def prediction_files(arguments: list[str]) -> Iterator[Path]:
    for path in map(Path, arguments):
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in inside if file.is_file() and file.suffix in SUFFIXES)


def graded(sample: Sample, record: Record) -> Grade:
    references = references_of(record)
    return grade(sample.response, references, finish_reason=sample.finish_reason, reasoning=sample.reasoning)


def pairs(path: Path) -> Iterator[Pair]:
    beside = beside_opencompass(path)
    for number, record in enumerate(open_predictions(path, {}).records()):
        for k, sample in enumerate(record.samples):
            scores = dict(sample.scores) | beside.get(number, {})
            if scores:
                ours = graded(sample, record)
                place = f"line {record.line}" + (f" response {k}" if len(record.samples) > 1 else "")
                yield from (Pair(place, name, score, ours, references_of(record)) for name, score in scores.items())


def beside_opencompass(path: Path) -> dict[int, dict[str, float]]:
    """OpenCompass keeps scores under results/, one entry a problem with a list over its replicas."""
    results = Path(*["results" if part == "predictions" else part for part in path.parts])
    if results == path or not results.is_file():
        return {}
    details: list[dict[str, Any]] = json.loads(results.read_text(encoding="utf-8")).get("details", [])
    found = {}
    for problem, detail in enumerate(details):
        for replica, right in enumerate(detail["correct"]):
            found[replica * len(details) + problem] = {"correct": float(right)}
    return found


def report(path: Path) -> None:
    try:
        found = list(pairs(path))
    except InputError:
        return
    for name in dict.fromkeys(pair.name for pair in found):
        mine = [pair for pair in found if pair.name == name]
        alike = sum(pair.alike for pair in mine)
        print(f"{path}\n  {name}: {alike} of {len(mine)} alike")
        for pair in mine:
            if not pair.alike:
                print(pair)


if __name__ == "__main__":
    for file in prediction_files(sys.argv[1:]):
        report(file)
