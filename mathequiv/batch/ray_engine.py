"""A scoring run on a Ray cluster: shards of files graded by its workers, counted here as one run.

The folder of a run holds a Parquet file for each finished shard and, until the end, ``unfinished.json``, which says
what is scored. A shard's file is there whole or not at all, so a run that was ended in any way goes on from there.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mathequiv.batch.graded_shards import How, alike_rows, counted, grade_shard
from mathequiv.batch.places import Place, files_under, place
from mathequiv.batch.shards import FileIndex, Shard, index_file
from mathequiv.errors import InputError, WorkerLost, missing_extra
from mathequiv.extraction.policy import resolve_policy
from mathequiv.scoring.references import Gold, load_gold
from mathequiv.scoring.run import Listener, ScoreRequest, facts_of
from mathequiv.scoring.run_files import is_row_file
from mathequiv.scoring.sources import fingerprint
from mathequiv.scoring.summary import Summary
from mathequiv.scoring.targets import said

__all__ = ["score_on_ray"]

_SUMMARY: Final = "summary.json"
_STATE: Final = "unfinished.json"
_SHARD: Final = re.compile(r"graded-\d{6,}\.parquet")
_UNDER_WAY: Final = 4
"""Tasks that are submitted ahead, for each processor of the cluster."""

_RETRIES: Final = 3
"""How often a shard is tried again whose worker was lost."""


def score_on_ray(request: ScoreRequest, address: str | None = None, listener: Listener | None = None) -> Summary:
    """Score files as `mathequiv.scoring.run.score` does, with the workers of a Ray cluster.

    Args:
        request: what to score and how; with ``out``, and without ``pieces`` and ``rerun``. Files and ``out`` may be
            URIs, and are where every worker can read and write them.
        address: the cluster; None for the one this process is connected to, else one of this machine alone, with
            ``workers`` processors.
        listener: is told of the fields chosen and of progress.

    Returns:
        The summary, which is that of a run on one machine.

    Raises:
        InputError: a file or row cannot be used, or the folder cannot be written.
        WorkerLost: workers were lost again and again; what is graded is kept for ``resume``.
    """
    hear = listener or Listener()
    if request.out is None:
        raise InputError("a run on Ray needs a folder for its shards: give --out DIR")
    if is_row_file(request.out):
        raise InputError("a run on Ray writes a folder of Parquet files: name a folder", request.out)
    out = place(request.out)
    files = files_under(list(request.predictions))
    for file in files:
        if file.path.rpartition("/")[0] == out.path.rstrip("/") and file.system == out.system:
            raise InputError("is in the folder that would be written to: name another with --out", file.name)
    gold = None if request.gold is None else load_gold(request.gold, request.fields)
    with _cluster(address, request.workers) as cluster:
        run = _Run(request, out, gold, cluster, hear)
        return run.score(files)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A connection to Ray.

    Attributes:
        ray: the module.
        size: how many tasks may be under way.
    """

    ray: Any
    size: int

    def share(self, value: Any) -> Any:
        """Put a value where every worker finds it."""
        return self.ray.put(value)

    def in_order(self, function: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        """Results of calls made by the workers, in order, with a bounded number under way."""
        remote = self.ray.remote(function).options(num_cpus=1, max_retries=_RETRIES)
        under_way: list[Any] = []
        waiting = iter(calls)
        for call in waiting:
            under_way.append(remote.remote(*call))
            if len(under_way) == self.size:
                yield self._result(under_way.pop(0))
        for one in under_way:
            yield self._result(one)

    def _result(self, one: Any) -> Any:
        try:
            return self.ray.get(one)
        except self.ray.exceptions.RayTaskError as error:
            raise error.cause from None
        except self.ray.exceptions.RayError:
            raise WorkerLost from None


@contextmanager
def _cluster(address: str | None, workers: int | None) -> Iterator[_Cluster]:
    try:
        import ray  # noqa: PLC0415 - an optional dependency
    except ImportError:
        raise InputError(missing_extra("the engine ray needs Ray", "ray")) from None
    own = not ray.is_initialized()
    if own:
        try:
            quiet = {"include_dashboard": False} if address is None else {}
            ray.init(
                address,
                num_cpus=workers if address is None else None,
                logging_level=logging.ERROR,
                log_to_driver=False,
                **quiet,
            )
        except (ConnectionError, ValueError) as error:
            raise InputError(f"no connection to Ray at {address}: {error}") from None
    try:
        processors = int(ray.cluster_resources().get("CPU", 1))
        yield _Cluster(ray, _UNDER_WAY * max(1, processors))
    finally:
        if own:
            ray.shutdown()


class _Run:
    """One run."""

    def __init__(self, request: ScoreRequest, out: Place, gold: Gold | None, cluster: _Cluster, hear: Listener) -> None:
        self._request = request
        self._out = out
        self._gold = gold
        self._cluster = cluster
        self._hear = hear
        options = resolve_policy(request.policy).options.changed(request.options)
        self._how = How(dict(request.fields), request.policy, options)

    def score(self, files: Sequence[Place]) -> Summary:
        """Index the files, grade their shards and count the rows."""
        shared = self._cluster.share(self._gold)
        calls = [(file, self._how.named, shared, self._request.format) for file in files]
        indexes = list(self._cluster.in_order(index_file, calls))
        self._tell(indexes)
        gold = [] if self._gold is None else [fingerprint(self._gold.path)]
        read = [(index.file.name, index.format, index.columns) for index in indexes]
        facts = facts_of(self._request, read, self._gold, [*(index.fingerprint for index in indexes), *gold])
        shards = [(shard, index) for index in indexes for shard in index.shards]
        targets = [self._out.child(f"graded-{number:06d}.parquet") for number in range(len(shards))]
        _begin(self._out, facts, resume=self._request.resume, force=self._request.force)
        self._grade(shards, targets, shared)
        alike = self._cluster.in_order(alike_rows, [(target,) for target in targets])
        summary = counted(targets, alike, facts, self._gold, self._request.against)
        self._out.child(_SUMMARY).write_json(summary.as_json())
        self._out.child(_STATE).remove()
        self._hear.note(said(Path(self._out.name), f"{len(targets)} Parquet files and {_SUMMARY}"))
        return summary

    def _tell(self, indexes: Sequence[FileIndex]) -> None:
        alike: dict[str, list[str]] = {}
        for index in indexes:
            alike.setdefault(index.description, []).append(index.file.name)
        source = "" if self._gold is None else f", reference from {self._gold.path}"
        for description, names in alike.items():
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            self._hear.note(f"{names[0]}{more}: reading {description}{source}")

    def _grade(self, shards: Sequence[tuple[Shard, FileIndex]], targets: Sequence[Place], shared: Any) -> None:
        finished = set(self._out.names())
        left = [
            (shard, index, target)
            for (shard, index), target in zip(shards, targets, strict=True)
            if target.name.rpartition("/")[2] not in finished
        ]
        if len(left) < len(shards):
            self._hear.note(f"{self._out.name}: {len(shards) - len(left)} of {len(shards)} shards are already graded")
        references = {id(index): self._cluster.share(index) for _, index, _ in left}
        calls = [(shard, references[id(index)], self._how, shared, target) for shard, index, target in left]
        for (shard, index, _), _rows in zip(left, self._cluster.in_order(grade_shard, calls), strict=True):
            if shard is index.shards[-1]:
                self._hear.advance(Path(index.file.name), index.fingerprint["bytes"])


def _begin(out: Place, facts: Mapping[str, Any], *, resume: bool, force: bool) -> None:
    """Prepare the folder: continue the same run, or start with none of another's files."""
    out.make()
    earlier = out.child(_STATE).read_json() if resume else None
    if earlier is None and resume:
        summary = out.child(_SUMMARY).read_json() or {}
        earlier = {name: summary[name] for name in facts if name in summary} or None
    if earlier is not None:
        different = sorted(name for name in {*earlier, *facts} if earlier.get(name) != facts.get(name))
        if different:
            names = ", ".join(different)
            raise InputError(f"contains a run that differs in {names}: --force without --resume starts over", out.name)
    else:
        _clear(out, force=force)
    out.child(_STATE).write_json(facts)


def _clear(out: Place, *, force: bool) -> None:
    """Remove another run's files, its state last."""
    old = [name for name in out.names() if _SHARD.fullmatch(name) or name in (_SUMMARY, _STATE)]
    if old and not force:
        raise InputError("already contains a run: --resume continues it, --force replaces it", out.name)
    for name in sorted(old, key=lambda name: name == _STATE):
        out.child(name).remove()
