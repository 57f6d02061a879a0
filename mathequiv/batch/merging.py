"""Finished runs of pieces, or of several machines, merged into the run that one machine would have made of all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from mathequiv.errors import InputError
from mathequiv.scoring.finished import Finished, check_place, finished, run_folder
from mathequiv.scoring.folding import Fold
from mathequiv.scoring.output import open_output
from mathequiv.scoring.references import Gold, load_gold
from mathequiv.scoring.run import Listener
from mathequiv.scoring.run_files import files_of_run, is_unfinished, results_of
from mathequiv.scoring.sources import fingerprint
from mathequiv.scoring.summary import Summary
from mathequiv.scoring.targets import check_not_read, said

__all__ = ["merge"]

_ALIKE: Final = (
    "version",
    "contract",
    "gold_set",
    "policy",
    "options",
    "pieces",
    "on_duplicate",
    "skip_bad",
    "by_order",
    "judge",
)
"""What runs must have in common; rows that were graded otherwise add up to nothing."""


def merge(  # noqa: PLR0913 - keyword options of the public function
    folders: Sequence[Path],
    out: Path,
    listener: Listener | None = None,
    *,
    gold: Path | None = None,
    resume: bool = False,
    force: bool = False,
) -> Summary:
    """Merge finished runs.

    The same id in two runs is a further response to its problem, as in the files of one run.

    Args:
        folders: what ``score --out`` wrote, by one machine or by a cluster, in the order that the rows shall have.
        out: the folder for ``graded.jsonl`` and ``summary.json``, or one file of rows.
        listener: is told of the files written.
        gold: where the references are now, if the runs had a gold file that is no longer where it was.
        resume: continue an interrupted merge.
        force: replace a run that is in the folder already.

    Returns:
        The summary of all rows, as a single run over the same files gives it.

    Raises:
        InputError: a folder holds no finished run, the runs were not graded alike or share files, references are not
            there, or the folder cannot be written.
    """
    hear = listener or Listener()
    runs = _renamed([_load(folder) for folder in folders])
    _check(runs)
    reads = [path for run in runs for path in (*run.files.files, run.files.summary)] + ([gold] if gold else [])
    check_not_read(reads, files_of_run(out))
    check_place(out, reads, force=force, resume=resume)
    facts = _facts(runs)
    references = _gold(runs, gold)
    with (
        run_folder(out) as folder,
        open_output(folder, facts, resume=resume, force=force or (resume and folder != out)) as output,
    ):
        written = sum(1 for _ in output.stored())
        fold = Fold()
        for number, row in enumerate(row for run in runs for row in run.rows()):
            numbered = fold.add(row)
            if number >= written:
                line = json.dumps(numbered, ensure_ascii=False) + "\n"
                output.write([line.encode("utf-8", "backslashreplace")])
        summary = _completed(fold.summary(facts, references, dropped=_sum(runs, "repeats", "dropped")), runs)
        output.finish(summary.as_json())
    for path in results_of(out):
        hear.note(said(path))
    return summary


@dataclass(frozen=True, slots=True)
class _Run:
    """A finished run.

    Attributes:
        folder: where it is, as the user names it.
        files: its files.
        summary: its summary, in JSON values.
        names: what its prediction files are called in the merged run, where that differs.
    """

    folder: Path
    files: Finished
    summary: Mapping[str, Any]
    names: Mapping[str, str]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Its graded rows, in order."""
        for row in self.files.rows():
            if row["file"] in self.names:
                row["file"] = self.names[row["file"]]
            yield row

    @property
    def predictions(self) -> list[Mapping[str, Any]]:
        """The fingerprints of its prediction files, under the names they have in the merged run."""
        prints = self.summary["files"][: len(self.summary["predictions"])]
        return [{**one, "path": self.names.get(one["path"], one["path"])} for one in prints]


def _load(folder: Path) -> _Run:
    if is_unfinished(folder):
        raise InputError("holds an unfinished run: finish it with --resume", folder)
    run = finished(folder)
    summary = run.facts()
    there = run.files and all(path.is_file() for path in run.files)
    if not there or not {*_ALIKE, "files", "fields"} <= summary.keys():
        raise InputError("holds no finished run of this version, as score --out writes it", folder)
    return _Run(folder, run, summary, {})


def _renamed(runs: Sequence[_Run]) -> list[_Run]:
    """The runs, with files of the same name that hold something else distinguished by their folder."""
    contents: dict[str, set[str]] = {}
    for run in runs:
        for one in run.predictions:
            contents.setdefault(one["path"], set()).add(one.get("sha256", ""))
    return [
        replace(
            run,
            names={
                one["path"]: f"{run.folder}:{one['path']}" for one in run.predictions if len(contents[one["path"]]) > 1
            },
        )
        for run in runs
    ]


def _check(runs: Sequence[_Run]) -> None:
    first = runs[0]
    seen: dict[tuple[str, str], Path] = {}
    for run in runs:
        different = [name for name in _ALIKE if run.summary[name] != first.summary[name]]
        if _gold_print(run) != _gold_print(first):
            different.append("references")
        if different:
            raise InputError(f"was not graded as {first.folder} was: it differs in {', '.join(different)}", run.folder)
        for one in run.predictions:
            what = (one["path"], one.get("sha256", ""))
            if what in seen:
                raise InputError(f"holds the responses of {one['path']}, as {seen[what]} does", run.folder)
            seen[what] = run.folder


def _gold_print(run: _Run) -> tuple[str, ...]:
    """What tells a gold file from another: its hash, else its name; nothing where references are in the rows."""
    prints = run.summary["files"][len(run.summary["predictions"]) :]
    return tuple(one.get("sha256", one["path"]) for one in prints)


def _facts(runs: Sequence[_Run]) -> dict[str, Any]:
    """What a single run over all the files would have been."""
    first = runs[0].summary
    golden = first["files"][len(first["predictions"]) :]
    joined: dict[str, dict[str, Any]] = {"formats": {}, "fields": {}}
    for name, values in joined.items():
        for run in runs:
            values.update({run.names.get(path, path): value for path, value in run.summary[name].items()})
    if golden:
        # The gold file comes last, as it does in a single run.
        joined["fields"][first["gold"]] = joined["fields"].pop(first["gold"])
    predictions = [one for run in runs for one in run.predictions]
    made = {"predictions": [one["path"] for one in predictions], "files": [*predictions, *golden], **joined}
    return {name: made.get(name, first[name]) for name in first if name in made or name in (*_ALIKE, "gold")}


def _gold(runs: Sequence[_Run], given: Path | None) -> Gold | None:
    """The references, which say which problems are missing from all runs together."""
    first = runs[0].summary
    if first["gold"] is None:
        return None
    path = given or Path(first["gold"])
    if (fingerprint(path).get("sha256", first["gold"]),) != _gold_print(runs[0]):
        what = "is not the gold file of the runs" if path.exists() else "is not there"
        raise InputError(f"{what}: --gold says where the references are", path)
    return load_gold(path, first["fields"][first["gold"]])


def _sum(runs: Sequence[_Run], group: str, name: str) -> int:
    return sum(run.summary[group][name] for run in runs)


def _completed(summary: Summary, runs: Sequence[_Run]) -> Summary:
    """The summary with what only the runs themselves know: what looked wrong, and rows that were skipped."""
    warnings = dict.fromkeys(text for run in runs for text in run.summary.get("warnings", ()))
    skipped = [run.summary["skipped"] for run in runs if run.summary.get("skipped")]
    if not skipped:
        return replace(summary, warnings=tuple(warnings))
    reasons: dict[str, int] = {}
    for one in skipped:
        for reason, count in one["reasons"].items():
            reasons[reason] = reasons.get(reason, 0) + count
    places = [place for one in skipped for place in one["places"]]
    both = {"rows": sum(one["rows"] for one in skipped), "reasons": reasons, "places": places}
    return replace(summary, warnings=tuple(warnings), skipped=both)
