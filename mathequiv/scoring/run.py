"""A scoring run: prediction files in; graded rows, a summary and two output files out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from mathequiv._version import CONTRACT_VERSION, __version__
from mathequiv.errors import InputError
from mathequiv.extraction import extract_answer
from mathequiv.extraction.policy import resolve_policy
from mathequiv.scoring.batches import Grader, Task, grade_batch, task_of
from mathequiv.scoring.fields import Columns
from mathequiv.scoring.finished import check_place, run_folder
from mathequiv.scoring.formats.sources import STDIN
from mathequiv.scoring.join import Gold, Join, Predictions, load_gold, open_predictions, problem_key
from mathequiv.scoring.judging import Costs, Judge, add_rulings
from mathequiv.scoring.leftovers import Leftovers
from mathequiv.scoring.output import Output, open_output
from mathequiv.scoring.parallel import available_workers, in_order
from mathequiv.scoring.records import REFUSE, BadRows, Record
from mathequiv.scoring.repeats import OnDuplicate, Pieces, pieces_of
from mathequiv.scoring.run_files import files_of_run
from mathequiv.scoring.sanity import Look, origins, warnings
from mathequiv.scoring.skipped import RefusedRows, SkippedRows
from mathequiv.scoring.sources import expand, fingerprint
from mathequiv.scoring.summary import Counts, Summary
from mathequiv.scoring.targets import check_not_read, check_targets, said
from mathequiv.verdict import Options

__all__ = ["Listener", "ScoreRequest", "extracted_rows", "facts_of", "score"]


class Listener:
    """Is told how a run goes; this one does nothing, and the terminal's overrides what it shows."""

    def note(self, text: str) -> None:
        """A line for the user."""

    def graded(self, row: Mapping[str, Any]) -> None:
        """A response has been graded, or its row of an earlier attempt was read."""

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
        out: a folder for ``graded.jsonl`` and ``summary.json``; or one file of rows, Parquet or JSON Lines by its name,
            which gets its summary beside it.
        pieces: the files are pieces of one run; otherwise the same id again is a further response to its problem.
        on_duplicate: which row of an id counts in pieces of one run.
        rerun: a file for the problems to run again.
        resume: continue an interrupted run in ``out``.
        against: a published accuracy to hold against, in [0, 1].
        workers: how many processes grade; None for one on each processor.
        format: name of the predictions' format; None finds out, file by file.
        force: replace files that are there already; never one that is read.
        skip_bad: pass over rows that cannot be used, and count them, where otherwise the first one ends the run.
        by_order: join predictions and gold file row by row, where neither ids nor texts can.
        judge: the judge of rows that the rules leave open; nobody by default.
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
    skip_bad: bool = False
    by_order: bool = False
    judge: Judge | None = None

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
        if self.out is not None:
            check_place(self.out, reads, force=self.force, resume=self.resume)


def score(request: ScoreRequest, listener: Listener | None = None, *, grader: Grader = grade_batch) -> Summary:
    """Grade every response of the files, and write the results if a folder is given.

    Args:
        request: what to score and how.
        listener: is told of the fields chosen, of repeated ids and of progress.
        grader: what grades a batch; a function that workers can import.

    Returns:
        The counts, with every response in exactly one.

    Raises:
        InputError: a file or row cannot be used, or the folder cannot be written; then nothing is written.
        WorkerLost: the system ended a worker process; like any interruption it leaves what ``resume`` needs.
    """
    hear = listener or Listener()
    request.check_targets()
    with run_folder(request.out) as folder:
        # The folder beside a file of rows is the run's own, whatever state an interruption left it in.
        own = folder != request.out and request.resume
        return _score(replace(request, out=folder, force=request.force or own), hear, grader)


def _score(request: ScoreRequest, hear: Listener, grader: Grader) -> Summary:
    source = _Source(request, hear)
    with open_output(request.out, source.facts, resume=request.resume, force=request.force) as output:
        run = _Run(request, source, hear)
        run.grade(output, grader)
        summary = run.summary()
        for line in source.skipped.lines():
            hear.note(line)
        output.finish(summary.as_json())
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
        listener: is told of the fields chosen.
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
        self.skipped = SkippedRows()
        self._bad: BadRows = self.skipped if request.skip_bad else RefusedRows()
        ways = {"--pieces": request.pieces, "--resume": request.resume, "--by-order": request.by_order}
        twice = next((name for name, needed in ways.items() if needed), None)
        if twice and STDIN in self.paths:
            raise InputError(f"cannot be read again, which {twice} needs: name a file", STDIN)
        if request.gold is not None:
            self.gold = load_gold(request.gold, request.fields, self._bad)
            hear.note(f"{self.gold.path}: reading {self.gold.columns.describe()}")
        self.by_order = request.by_order and self._needs_order(hear)
        self.files = self._open(self._bad)
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

    def _open(self, bad: BadRows) -> list[Predictions]:
        asked = self.request
        return [
            open_predictions(path, asked.fields, gold=self.gold, forced=asked.format, bad=bad) for path in self.paths
        ]

    def _needs_order(self, hear: Listener) -> bool:
        """Whether rows can be joined by their order only, which is asked for.

        Raises:
            InputError: there is no gold file, files differ in length, or some rows can be joined otherwise.
        """
        if self.gold is None:
            raise InputError("--by-order joins predictions to a --gold file: name one")
        if self.request.skip_bad:
            raise InputError("--by-order needs every row, so it cannot be combined with --skip-bad")
        join, found, rows = Join(self.gold), 0, 0
        for file in self._open(REFUSE):
            before = rows
            for record in file.records():
                rows += 1
                found += join.can_attach(record, file.columns)
            if rows - before != len(self.gold.records):
                problem = (
                    f"has {rows - before} rows, and {self.gold.path} {len(self.gold.records)}: --by-order needs as many"
                )
                raise InputError(problem, file.path)
        if found == rows:
            hear.note("--by-order is not needed: every row is joined by its id or its problem's text")
        elif found:
            raise InputError(
                f"{found} of {rows} rows can be joined by id or text, so joining by order would mix them up"
            )
        else:
            hear.note(f"joined by order: row n of the predictions belongs to row n of {self.gold.path}")
        return found < rows

    def _pieces(self, hear: Listener) -> Pieces:
        pieces = pieces_of(
            lambda: self._open(SkippedRows() if self.request.skip_bad else REFUSE), self.request.on_duplicate
        )
        if pieces.dropped:
            hear.note(pieces.notice(self.request.on_duplicate))
        return pieces

    def _facts(self) -> dict[str, Any]:
        paths = [*(file.path for file in self.files), *([self.gold.path] if self.gold is not None else [])]
        # What the files hold matters only to a run that can be continued.
        hashes = [fingerprint(path) for path in paths] if self.request.out else []
        read = [(str(file.path), file.format, file.columns) for file in self.files]
        return facts_of(self.request, read, self.gold, hashes, by_order=self.by_order)


def facts_of(
    request: ScoreRequest,
    files: Sequence[tuple[str, str, Columns]],
    gold: Gold | None,
    fingerprints: Sequence[Mapping[str, Any]],
    *,
    by_order: bool = False,
) -> dict[str, Any]:
    """What is run, as JSON values: runs of the same facts give the same rows.

    Args:
        request: what is scored and how.
        files: name, format and chosen fields of each prediction file.
        gold: the gold file, if any.
        fingerprints: those of the files, with the gold file's last, or none.
        by_order: rows and references were joined by their order.
    """
    sources = [(name, columns) for name, _, columns in files]
    if gold is not None:
        sources.append((str(gold.path), gold.columns))
    return {
        "version": __version__,
        "contract": CONTRACT_VERSION,
        "predictions": [name for name, _, _ in files],
        "formats": {name: format_ for name, format_, _ in files},
        "gold": gold and str(gold.path),
        "gold_set": gold and gold.name,
        "fields": {name: dict(columns.by_role) for name, columns in sources},
        "policy": request.policy,
        "options": _shown(request.options),
        "pieces": request.pieces,
        "on_duplicate": request.on_duplicate if request.pieces else None,
        "skip_bad": request.skip_bad,
        "by_order": by_order,
        "judge": request.judge and dict(request.judge.facts),
        "files": list(fingerprints),
    }


@dataclass(frozen=True, slots=True)
class _Pending:
    """A task with the record it came from, and its place in it."""

    task: Task
    record: Record
    number: int

    @property
    def last(self) -> bool:
        """Whether it is the record's last."""
        return self.number + 1 == len(self.record.samples)


class _Run:
    """One run: tasks out of the files, rows out of the graders, counts out of the rows."""

    def __init__(self, request: ScoreRequest, source: _Source, hear: Listener) -> None:
        self._request = request
        self._source = source
        self._hear = hear
        self._join = Join(source.gold, by_order=source.by_order)
        self._counts = Counts()
        self._sizes: Counter[str] = Counter()
        self._further = 0
        self._look = Look()
        self._costs = Costs()
        self.leftovers = Leftovers()

    def grade(self, output: Output, grader: Grader) -> None:
        """Count the rows that are stored, and grade, store and count the others."""
        tasks = self._tasks()
        resumed = 0
        for row in output.stored():
            pending = next(tasks, None)
            if pending is None or any(row.get(name) != pending.task.row[name] for name in ("key", "line", "sample")):
                raise InputError(
                    "contains rows of another run: --force without --resume starts over", self._request.out
                )
            self._count(pending, row)
            resumed += 1
        if resumed:
            self._hear.note(f"{self._request.out}: {resumed} responses are already graded")
        work = partial(grader, policy=self._request.policy, options=dict(self._request.options))
        workers = self._request.workers or available_workers()
        batches = in_order(work, tasks, workers, payload=_task)
        if self._request.judge is not None:
            options = resolve_policy(self._request.policy).options.changed(self._request.options)
            batches = add_rulings(batches, self._request.judge, options, _case_of)
        for batch, lines in batches:
            output.write(lines)
            for pending, line in zip(batch, lines, strict=True):
                self._count(pending, json.loads(line.decode()))
        if self._further:
            self._hear.note(
                f"{self._further} rows repeat the problem of an earlier one, by its id or text: each counts as a "
                "further response to it (--pieces takes the files as pieces of one run)"
            )

    def _tasks(self) -> Iterator[_Pending]:
        number = 0
        for file in self._source.files:
            for record in file.records():
                number += 1
                if not self._source.pieces.counts(number - 1, record):
                    continue
                try:
                    joined = self._join.attach(record, file.columns)
                except InputError as error:
                    file.bad.add(error)
                    continue
                self._further += joined.key in self._sizes
                for index, sample in enumerate(record.samples):
                    task = task_of(joined, sample, self._sizes[joined.key])
                    self._sizes[joined.key] += 1
                    yield _Pending(task, joined.record, index)

    def _count(self, pending: _Pending, graded: Mapping[str, Any]) -> None:
        # Of the key there is one copy then, whatever keeps it.
        row = {**graded, "key": pending.task.row["key"]}
        self._counts.add(row)
        self._costs.add(row)
        self._look.add(pending.record, pending.number, row)
        self.leftovers.add(pending.record, row)
        self._hear.graded(row)
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
        self._look.keys = self._counts.total.problems
        found = self._counts.summary(names, repeats, self._source.facts, self._request.against)
        said = tuple(warnings(self._look, self._source.files))
        skipped = self._source.skipped.as_json() if self._request.skip_bad else None
        judge = None if self._request.judge is None else self._costs.as_json(self._request.judge)
        return replace(found, warnings=said, skipped=skipped, origins=origins(self._source.files), judged=judge)


def _shown(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given, in values that JSON has."""
    values = Options().changed(options).as_json()
    return {name: values[name] for name in options}


def _task(pending: _Pending) -> Task:
    return pending.task


def _case_of(pending: _Pending) -> tuple[tuple[str, ...], str | None]:
    return pending.task.references, pending.record.problem
