"""A scoring run: prediction files in; graded rows, a summary and two output files out."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from mathequiv._version import __version__
from mathequiv.errors import InputError
from mathequiv.extraction import extract_answer
from mathequiv.grading import Grade, grade
from mathequiv.scoring.join import Gold, Join, Joined, Predictions, load_gold, open_predictions
from mathequiv.scoring.records import Sample
from mathequiv.scoring.summary import UNKNOWN, Summary, Tally

__all__ = ["Listener", "ScoreRequest", "extracted_rows", "score"]

GROUPINGS = ("subject", "level", "file")


class Listener:
    """Hears how a run goes; this one is deaf, and the terminal's overrides what it shows."""

    def note(self, text: str) -> None:
        """A line for the user."""

    def advance(self, path: Path, offset: int) -> None:
        """``path`` has been dealt with up to byte ``offset``."""


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """What to score and how.

    Args:
        predictions: prediction files; several are pooled, equal ids being further responses to one problem.
        gold: a file of references, where the predictions hold none.
        fields: fields the user named, by role.
        policy: name of the extraction policy.
        options: ``layers`` and ``approx`` where they are not the policy's own.
        out: a folder for ``graded.jsonl`` and ``summary.json``.
    """

    predictions: Sequence[Path]
    gold: Path | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    policy: str = "default"
    options: Mapping[str, Any] = field(default_factory=dict)
    out: Path | None = None


def score(request: ScoreRequest, listener: Listener | None = None) -> Summary:
    """Grade every response of the files, and write the results if a folder is given.

    Args:
        request: what to score and how.
        listener: hears of the fields chosen and of progress.

    Returns:
        The counts, with every response in exactly one.

    Raises:
        InputError: a file or row cannot be used, or the folder cannot be written; then nothing is written.
    """
    hear = listener or Listener()
    twice = [path for path, times in Counter(request.predictions).items() if times > 1]
    if twice:
        raise InputError("given twice", twice[0])
    with _output(request.out) as folder:
        gold = None if request.gold is None else load_gold(request.gold, request.fields)
        if gold is not None:
            hear.note(f"{gold.path}: reading {gold.columns.describe()}")
        files = [open_predictions(path, request.fields, gold=gold) for path in request.predictions]
        for file in files:
            source = "" if gold is None else f", reference from {gold.path}"
            hear.note(f"{file.path}: reading {file.columns.describe()}{source}")
        run = _Run(request, Join(gold))
        with _lines(folder and folder / "graded.jsonl") as write:
            for file in files:
                run.grade_file(file, write, hear)
        summary = run.summary(files, gold)
        if folder is not None:
            text = json.dumps(summary.as_json(), ensure_ascii=False, indent=2)
            (folder / "summary.json").write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    return summary


def extracted_rows(path: Path, fields: Mapping[str, str], policy: str, listener: Listener) -> Iterator[dict[str, Any]]:
    """Extract the answer of every response of a file, without grading.

    Args:
        path: the file.
        fields: fields the user named, by role.
        policy: name of the extraction policy.
        listener: hears of the fields chosen.

    Yields:
        One object a response: id, line, sample, answer, rule, span, truncated.

    Raises:
        InputError: the file or a row of it cannot be used.
    """
    file = open_predictions(path, fields, references=False)
    listener.note(f"{file.path}: reading {file.columns.describe()}")
    for record in file.records():
        for number, sample in enumerate(record.samples):
            found = extract_answer(sample.response, policy, finish_reason=sample.finish_reason)
            yield {
                "id": record.id,
                "line": record.line,
                "sample": number,
                "answer": found.text,
                "rule": found.rule,
                "span": found.span,
                "truncated": found.truncated,
            }


class _Run:
    """The counts of one run, fed file by file."""

    def __init__(self, request: ScoreRequest, join: Join) -> None:
        self._request = request
        self._join = join
        self._total = Tally()
        self._groups: dict[str, dict[str, Tally]] = {name: {} for name in GROUPINGS}
        self._samples: Counter[tuple[str, str]] = Counter()
        self._undecided: Counter[str] = Counter()

    def grade_file(self, file: Predictions, write: Callable[[dict[str, Any]], None], hear: Listener) -> None:
        for record in file.records():
            joined = self._join.attach(record, file.columns)
            for sample in joined.record.samples:
                graded = self._grade(sample, joined.references)
                write(graded_row(joined, self._samples[joined.key], graded))
                self._samples[joined.key] += 1
                self._count(joined, graded)
            hear.advance(file.path, record.offset)

    def _grade(self, sample: Sample, references: Sequence[str]) -> Grade:
        return grade(
            sample.response,
            references,
            policy=self._request.policy,
            finish_reason=sample.finish_reason,
            reasoning=sample.reasoning,
            **self._request.options,
        )

    def _count(self, joined: Joined, graded: Grade) -> None:
        record, status = joined.record, graded.status.value
        if status == "undecided" and graded.result is not None:
            self._undecided[graded.result.rule] += 1
        self._total.add(joined.key, status)
        for name, value in (("subject", record.subject), ("level", record.level), ("file", str(record.path))):
            group = UNKNOWN if value is None else value
            self._groups[name].setdefault(group, Tally()).add(joined.key, status)

    def summary(self, files: Sequence[Predictions], gold: Gold | None) -> Summary:
        missing = (row.id if row.id is not None else row.problem for row in self._join.missing())
        sources = [(file.path, file.columns) for file in files] + ([(gold.path, gold.columns)] if gold else [])
        facts = {
            "version": __version__,
            "predictions": [str(file.path) for file in files],
            "gold": gold and str(gold.path),
            "fields": {str(path): dict(columns.by_role) for path, columns in sources},
            "policy": self._request.policy,
            "options": dict(self._request.options),
        }
        # A grouping with nothing but unknowns, or with one file, repeats the total.
        telling = {k: v for k, v in self._groups.items() if set(v) - {UNKNOWN} and (k != "file" or len(v) > 1)}
        return Summary(self._total, telling, self._undecided, tuple(text or "" for text in missing), facts)


def graded_row(joined: Joined, number: int, graded: Grade) -> dict[str, Any]:
    """One line of ``graded.jsonl``."""
    record, found, result = joined.record, graded.extraction, graded.result
    return {
        "id": record.id,
        "file": str(record.path),
        "line": record.line,
        "sample": number,
        "status": graded.status.value,
        "answer": found.text,
        "extraction_rule": found.rule,
        "span": found.span,
        "truncated": found.truncated,
        "reference": joined.references[0] if len(joined.references) == 1 else joined.references or None,
        "verdict": result and result.verdict.value,
        "layer": result and result.layer,
        "rule": result and result.rule,
        "reason": result and result.reason,
    }


# ---- output --------------------------------------------------------------------------------------------------------


@contextmanager
def _output(out: Path | None) -> Iterator[Path | None]:
    """A hidden folder near ``out`` to write in; its files move into ``out`` at the end, and on an error it is gone."""
    if out is None:
        yield None
        return
    base = next(folder for folder in (out.absolute(), *out.absolute().parents) if folder.exists())
    if not base.is_dir():
        raise InputError("is a file: --out names a folder", base)
    try:
        working = Path(tempfile.mkdtemp(prefix=".mathequiv-", dir=base))
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", out) from None
    try:
        yield working
        out.mkdir(parents=True, exist_ok=True)
        for file in sorted(working.iterdir()):
            file.replace(out / file.name)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", out) from None
    finally:
        shutil.rmtree(working, ignore_errors=True)


@contextmanager
def _lines(path: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """A writer of JSON Lines; without a path it writes nothing."""
    if path is None:
        yield lambda _row: None
        return
    # A lone surrogate has no UTF-8 form; backslashreplace turns it into the JSON escape it came from.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        yield lambda row: _write(file, row)


def _write(file: TextIO, row: dict[str, Any]) -> None:
    file.write(json.dumps(row, ensure_ascii=False) + "\n")
