"""What the files of a run are called: in a folder of its own, or one file of rows with its summary beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = [
    "GRADED",
    "PART",
    "RULINGS",
    "STATE",
    "SUMMARY",
    "beside",
    "files_of_run",
    "folder_of",
    "is_row_file",
    "is_unfinished",
    "results_of",
    "work_of",
]

GRADED, SUMMARY, RULINGS = "graded.jsonl", "summary.json", "judge.jsonl"
PART, STATE = "graded.jsonl.part", "unfinished.json"

_ROW_FILES: Final = (".parquet", ".jsonl")


def is_row_file(out: Path) -> bool:
    """Whether a run's place is one file of rows, by its name, and no folder."""
    return out.suffix.lower() in _ROW_FILES and not out.is_dir()


def beside(out: Path, name: str) -> Path:
    """A file of a run other than its rows.

    Args:
        out: the run's folder, or its file of rows: ``a.parquet`` has ``a.summary.json`` beside it, and
            ``a/graded.parquet`` makes the folder ``a`` one of a run.
        name: what the file is called in a folder.
    """
    if not is_row_file(out):
        return out / name
    return out.with_name(name if out.stem == Path(GRADED).stem else f"{out.stem}.{name}")


def results_of(out: Path) -> tuple[Path, Path]:
    """Where a run's rows and its summary are written."""
    return out if is_row_file(out) else out / GRADED, beside(out, SUMMARY)


def files_of_run(out: Path) -> tuple[Path, ...]:
    """Every file that a run writes, its results first."""
    if is_row_file(out):
        return (*results_of(out), beside(out, RULINGS))
    parts = (PART, STATE, f"{SUMMARY}.part", f"{STATE}.part")
    return (*results_of(out), *(out / name for name in parts), out / RULINGS)


def work_of(target: Path) -> Path:
    """The folder that keeps the work for a file until the file is there."""
    return target.with_name(target.name + ".unfinished")


def folder_of(out: Path) -> Path:
    """The folder that a run is made in."""
    return work_of(out) if is_row_file(out) else out


def is_unfinished(out: Path) -> bool:
    """Whether an interrupted run is there."""
    return (folder_of(out) / STATE).is_file()
