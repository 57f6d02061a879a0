"""The majority answer of each problem, by what answers mean and not by how they are written.

Source:
    X. Wang et al., "Self-Consistency Improves Chain of Thought Reasoning in Language Models", arXiv:2203.11171 (2022).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from mathequiv._version import CONTRACT_VERSION, __version__
from mathequiv.errors import InputError
from mathequiv.extraction import extract_answer
from mathequiv.grouping import equivalence_classes
from mathequiv.scoring.formats.sources import STDIN
from mathequiv.scoring.join import Predictions, open_predictions, problem_key
from mathequiv.scoring.output import open_output
from mathequiv.scoring.parallel import available_workers, in_order
from mathequiv.scoring.records import Record, Sample
from mathequiv.scoring.run import Listener
from mathequiv.scoring.sources import expand, fingerprint

__all__ = ["VoteRequest", "vote"]


@dataclass(frozen=True, slots=True)
class VoteRequest:
    """Whose answers vote, and how they are found.

    Args:
        predictions: prediction files, or patterns of their names; they are pooled.
        fields: fields the user named, by role.
        policy: name of the extraction policy.
        format: name of the predictions' format; None finds out, file by file.
        workers: how many processes work; None for one on each processor.
        work: a folder that keeps the answers found; None for none.
        resume: continue an interrupted vote in ``work``.
        force: start over where ``work`` holds an interrupted vote.
    """

    predictions: Sequence[Path]
    fields: Mapping[str, str] = field(default_factory=dict)
    policy: str = "default"
    format: str | None = None
    workers: int | None = None
    work: Path | None = None
    resume: bool = False
    force: bool = False


def vote(request: VoteRequest, listener: Listener) -> Iterator[dict[str, Any]]:
    """Count the answers of each problem.

    Equal answers are those that `mathequiv.equivalence_classes` puts into one class: exactly equal, nothing rounded.
    Responses without an answer do not vote.

    Args:
        request: whose answers vote.
        listener: is told of the fields chosen and of progress.

    Yields:
        A row a problem, in the order in which they first appear: ``id`` and ``problem`` where there are any; the
        ``answer`` of the largest class (of classes as large the one voted for first), in its most usual spelling, None
        where nobody votes; its ``votes``, ``of`` how many responses, how many ``voted``, whether it is ``tied``; and
        all ``classes``, the largest first, each with its answer, its votes and the numbers of its responses.

    Raises:
        InputError: a file or row cannot be used.
        WorkerLost: the system ended a worker process.
    """
    problems = _answers(request, listener)
    work = request.workers or available_workers()
    for batch, counted in in_order(_classes, problems.values(), work, payload=_texts):
        for problem, classes in zip(batch, counted, strict=True):
            yield _row(problem, classes)


@dataclass(slots=True)
class _Problem:
    """The answers to a problem, with None for a response without one."""

    id: str | None
    text: str | None
    answers: list[str | None] = field(default_factory=list)


def _texts(problem: _Problem) -> list[str | None]:
    return problem.answers


def _classes(problems: Sequence[Sequence[str | None]]) -> list[list[list[int]]]:
    """For each problem the classes of its answers, as numbers of responses; the largest first."""
    return [sorted(_voted(answers), key=lambda members: (-len(members), members)) for answers in problems]


def _voted(answers: Sequence[str | None]) -> list[list[int]]:
    groups = equivalence_classes(answers)
    return [members for members in groups if (answers[members[0]] or "").strip()]


def _row(problem: _Problem, classes: Sequence[Sequence[int]]) -> dict[str, Any]:
    shown = [
        {"answer": _usual(problem, members), "votes": len(members), "samples": list(members)} for members in classes
    ]
    most = len(classes[0]) if classes else 0
    return {
        "id": problem.id,
        "problem": problem.text,
        "answer": shown[0]["answer"] if shown else None,
        "votes": most,
        "of": len(problem.answers),
        "voted": sum(map(len, classes)),
        "tied": sum(len(members) == most for members in classes) > 1,
        "classes": shown,
    }


def _usual(problem: _Problem, members: Sequence[int]) -> str | None:
    """The spelling that most of a class have; of those as frequent the first."""
    [(answer, _)] = Counter(problem.answers[number] for number in members).most_common(1)
    return answer


# ---- the answers ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pending:
    """A response with the record it came from."""

    record: Record
    sample: Sample
    last: bool


def _answers(request: VoteRequest, hear: Listener) -> dict[str, _Problem]:
    """The answers to each problem, found by worker processes and kept in the folder, if there is one."""
    paths = expand(request.predictions)
    files = _open(request, paths, hear)
    facts = {
        "version": __version__,
        "contract": CONTRACT_VERSION,
        "fields": {str(file.path): dict(file.columns.by_role) for file in files},
        "policy": request.policy,
        "files": [fingerprint(path) for path in paths] if request.work else [],
    }
    problems: dict[str, _Problem] = {}
    pending = _pending(record for file in files for record in file.records())
    with open_output(request.work, facts, resume=request.resume, force=request.force) as output:
        for row, one in zip(output.stored(), pending, strict=False):
            _add(problems, one.record, row["answer"])
        workers = request.workers or available_workers()
        for batch, answers in in_order(partial(_found, policy=request.policy), pending, workers, payload=_sample):
            output.write([(json.dumps({"answer": answer}) + "\n").encode() for answer in answers])
            for one, answer in zip(batch, answers, strict=True):
                _add(problems, one.record, answer)
                if one.last:
                    hear.advance(one.record.path, one.record.offset)
    return problems


def _open(request: VoteRequest, paths: list[Path], hear: Listener) -> list[Predictions]:
    if STDIN in paths and request.resume:
        raise InputError("cannot be read again, which --resume needs: name a file", STDIN)
    files = [open_predictions(path, request.fields, references=False, forced=request.format) for path in paths]
    for file in files:
        hear.note(f"{file.path}: reading {file.describe()}")
    return files


def _pending(records: Iterable[Record]) -> Iterator[_Pending]:
    for record in records:
        for number, sample in enumerate(record.samples, 1):
            yield _Pending(record, sample, number == len(record.samples))


def _sample(one: _Pending) -> Sample:
    return one.sample


def _found(samples: Sequence[Sample], policy: str) -> list[str | None]:
    return [extract_answer(one.response, policy, finish_reason=one.finish_reason).text for one in samples]


def _add(problems: dict[str, _Problem], record: Record, answer: str | None) -> None:
    key = problem_key(record)
    problems.setdefault(key, _Problem(record.id, record.problem)).answers.append(answer)
