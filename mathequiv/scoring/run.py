"""A scoring run: prediction files in; graded rows, a summary and two output files out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from mathequiv._version import CONTRACT_VERSION, __version__
from mathequiv.errors import InputError
from mathequiv.extraction import extract_answer
from mathequiv.scoring.batches import Grader, Task, grade_batch, task_of
from mathequiv.scoring.formats.sources import STDIN
from mathequiv.scoring.join import Gold, Join, Predictions, load_gold, open_predictions, problem_key
from mathequiv.scoring.leftovers import Leftovers
from mathequiv.scoring.output import Output, files_of_run, open_output
from mathequiv.scoring.parallel import available_workers, in_order
from mathequiv.scoring.records import Record
from mathequiv.scoring.repeats import OnDuplicate, Pieces, pieces_of
from mathequiv.scoring.sources import expand, fingerprint
from mathequiv.scoring.summary import Counts, Summary
from mathequiv.scoring.targets import check_not_read, check_targets, said

__all__ = ["Listener", "ScoreRequest", "extracted_rows", "score"]


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
        predictions: prediction files, or patterns of their names; they are pooled.
        gold: a file of references, where the predictions hold none.
        fields: fields the user named, by role.
        policy: name of the extraction policy.
        options: ``layers`` and ``approx`` where they are not the policy's own.
        out: a folder for ``graded.jsonl`` and ``summary.json``.
        pieces: the files are pieces of one run; otherwise the same id again is a further response to its problem.
        on_duplicate: which row of an id counts in pieces of one run.
        rerun: a file for the problems to run again.
        resume: continue an interrupted run in ``out``.
        against: a published accuracy to hold against, in [0, 1].
        workers: how many processes grade; None for one on each processor.
        format: name of the predictions' format; None finds out, file by file.
        force: replace files that are there already; never one that is read.
    """

    predictions: Sequence[Path]
    gold: Path | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    policy: str = "default"
    options: Mapping[str, Any] = field(default_factory=dict)
    out: Path | None = None
    pieces: bool = False
    on_duplicate: OnDuplicate = "error"
    rerun: Path | None = None
    resume: bool = False
    against: float | None = None
    workers: int | None = None
    format: str | None = None
    force: bool = False

    def check_targets(self, *further: Path) -> None:
        """Refuse to write what is read, or what is there already.

        Args:
            further: files that are written beside those of the request.

        Raises:
            InputError: a file would be written that may not be.
        """
        reads = [*expand(self.predictions), *([self.gold] if self.gold else [])]
        single = [*([self.rerun] if self.rerun else []), *further]
        check_not_read(reads, [*(files_of_run(self.out) if self.out else ()), *single])
        check_targets(reads, single, force=self.force)


def score(request: ScoreRequest, listener: Listener | None = None, *, grader: Grader = grade_batch) -> Summary:
    """Grade every response of the files, and write the results if a folder is given.

    Args:
        request: what to score and how.
        listener: hears of the fields chosen, of repeated ids and of progress.
        grader: what grades a batch; a function that workers can import.

    Returns:
        The counts, with every response in exactly one.

    Raises:
        InputError: a file or row cannot be used, or the folder cannot be written; then nothing is written.
        WorkerLost: the system ended a worker process; like any interruption it leaves what ``resume`` needs.
    """
    hear = listener or Listener()
    request.check_targets()
    source = _Source(request, hear)
    with open_output(request.out, source.facts, resume=request.resume, force=request.force) as output:
        run = _Run(request, source, hear)
        run.grade(output, grader)
        summary = run.summary()
        output.finish(summary.as_json())
    if request.out is not None:
        for path in files_of_run(request.out)[:2]:
            hear.note(said(path))
    if request.rerun is not None:
        hear.note(said(request.rerun, f"{run.leftovers.write(request.rerun)} problems to run again"))
    return summary


def extracted_rows(
    path: Path, fields: Mapping[str, str], policy: str, listener: Listener, *, forced: str | None = None
) -> Iterator[dict[str, Any]]:
    """Extract the answer of every response of a file, without grading.

    Args:
        path: the file.
        fields: fields the user named, by role.
        policy: name of the extraction policy.
        listener: hears of the fields chosen.
        forced: name of the file's format; None finds out.

    Yields:
        One object a response: id, line, sample, answer, rule, span, truncated.

    Raises:
        InputError: the file or a row of it cannot be used.
    """
    file = open_predictions(path, fields, references=False, forced=forced)
    listener.note(f"{file.path}: reading {file.describe()}")
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


class _Source:
    """The files of a run, opened: their fields are chosen, their rows not read yet."""

    def __init__(self, request: ScoreRequest, hear: Listener) -> None:
        self.request = request
        self.paths = expand(request.predictions)
        self.gold: Gold | None = None
        twice = "--pieces" if request.pieces else "--resume" if request.resume else None
        if twice and STDIN in self.paths:
            raise InputError(f"cannot be read again, which {twice} needs: name a file", STDIN)
        if request.gold is not None:
            self.gold = load_gold(request.gold, request.fields)
            hear.note(f"{self.gold.path}: reading {self.gold.columns.describe()}")
        self.files = self._open()
        self._tell(hear)
        self.pieces = self._pieces(hear) if request.pieces else Pieces()
        self.facts = self._facts()

    def _tell(self, hear: Listener) -> None:
        """What is read from which file, in one line for all files that are read alike."""
        source = "" if self.gold is None else f", reference from {self.gold.path}"
        alike: dict[str, list[Path]] = {}
        for file in self.files:
            alike.setdefault(file.describe(), []).append(file.path)
        for description, paths in alike.items():
            more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
            hear.note(f"{paths[0]}{more}: reading {description}{source}")

    def _open(self) -> list[Predictions]:
        asked = self.request
        return [open_predictions(path, asked.fields, gold=self.gold, forced=asked.format) for path in self.paths]

    def _pieces(self, hear: Listener) -> Pieces:
        pieces = pieces_of(self._open, self.request.on_duplicate)
        if pieces.dropped:
            hear.note(pieces.notice(self.request.on_duplicate))
        return pieces

    def _facts(self) -> dict[str, Any]:
        """What is run: runs of the same facts give the same rows."""
        request, sources = self.request, [(file.path, file.columns) for file in self.files]
        if self.gold is not None:
            sources.append((self.gold.path, self.gold.columns))
        # What the files hold matters only to a run that can be continued.
        hashed = [path for path, _ in sources] if request.out else []
        return {
            "version": __version__,
            "contract": CONTRACT_VERSION,
            "predictions": [str(path) for path in self.paths],
            "formats": {str(file.path): file.format for file in self.files},
            "gold": self.gold and str(self.gold.path),
            "gold_set": self.gold and self.gold.name,
            "fields": {str(path): dict(columns.by_role) for path, columns in sources},
            "policy": request.policy,
            "options": dict(request.options),
            "pieces": request.pieces,
            "on_duplicate": request.on_duplicate if request.pieces else None,
            "files": [fingerprint(path) for path in hashed],
        }


@dataclass(frozen=True, slots=True)
class _Pending:
    """A task with the record it came from, and whether it is the record's last."""

    task: Task
    record: Record
    last: bool


class _Run:
    """One run: tasks out of the files, rows out of the graders, counts out of the rows."""

    def __init__(self, request: ScoreRequest, source: _Source, hear: Listener) -> None:
        self._request = request
        self._source = source
        self._hear = hear
        self._join = Join(source.gold)
        self._counts = Counts()
        self._sizes: Counter[str] = Counter()
        self._further = 0
        self.leftovers = Leftovers()

    def grade(self, output: Output, grader: Grader) -> None:
        """Count the rows that are stored, and grade, store and count the others."""
        tasks = self._tasks()
        resumed = 0
        for row in output.stored():
            pending = next(tasks, None)
            if pending is None or any(row.get(name) != pending.task.row[name] for name in ("key", "line", "sample")):
                raise InputError("holds rows of another run: --force without --resume starts over", self._request.out)
            self._count(pending, row)
            resumed += 1
        if resumed:
            self._hear.note(f"{self._request.out}: {resumed} responses are graded already")
        work = partial(grader, policy=self._request.policy, options=dict(self._request.options))
        workers = self._request.workers or available_workers()
        for batch, lines in in_order(work, tasks, workers, payload=_task):
            output.write(lines)
            for pending, line in zip(batch, lines, strict=True):
                self._count(pending, json.loads(line))
        if self._further:
            self._hear.note(
                f"{self._further} rows repeat the id of an earlier one: each counts as a further response to its "
                "problem (--pieces takes the files as pieces of one run)"
            )

    def _tasks(self) -> Iterator[_Pending]:
        number = 0
        for file in self._source.files:
            for record in file.records():
                number += 1
                if not self._source.pieces.counts(number - 1, record):
                    continue
                joined = self._join.attach(record, file.columns)
                self._further += joined.key in self._sizes
                for index, sample in enumerate(record.samples, 1):
                    task = task_of(joined, sample, self._sizes[joined.key])
                    self._sizes[joined.key] += 1
                    yield _Pending(task, joined.record, index == len(record.samples))

    def _count(self, pending: _Pending, row: Mapping[str, Any]) -> None:
        self._counts.add(row)
        self.leftovers.add(pending.record, row)
        if pending.last:
            self._hear.advance(pending.record.path, pending.record.offset)

    def summary(self) -> Summary:
        """Close the counts with what is missing."""
        names = []
        for record in self._join.missing():
            self._counts.add_missing(record.subject, record.level)
            self.leftovers.add_missing(problem_key(record), record)
            names.append(record.id or record.problem or "")
        repeats = {"further_samples": self._further, "dropped": self._source.pieces.dropped}
        return self._counts.summary(names, repeats, self._source.facts, self._request.against)


def _task(pending: _Pending) -> Task:
    return pending.task
