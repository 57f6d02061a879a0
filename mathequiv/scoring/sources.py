"""The files a run was asked for: patterns and folders into paths, and paths into fingerprints."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mathequiv.errors import InputError
from mathequiv.scoring.formats.sources import unpacked_name
from mathequiv.scoring.run_files import GRADED, SUMMARY
from mathequiv.scoring.summary import natural

__all__ = ["expand", "fingerprint", "may_hold_rows"]

_WILD = "*?["
_BLOCK = 1 << 20


def expand(patterns: Iterable[Path]) -> list[Path]:
    """Turn patterns such as ``run/*.jsonl`` into the files they match, in natural order, and folders likewise.

    Args:
        patterns: paths, patterns and folders; what exists as it is written is no pattern.

    Returns:
        The paths, each once.

    Raises:
        InputError: a pattern matches nothing, a folder holds nothing that can be read, or a file is named twice.
    """
    paths: list[Path] = []
    for pattern in patterns:
        text = str(pattern)
        if pattern.is_dir():
            paths.extend(_inside(pattern))
            continue
        if pattern.exists() or not any(sign in text for sign in _WILD):
            paths.append(pattern)
            continue
        found = [path for path in map(Path, glob.iglob(text, recursive=True)) if path.is_file()]  # noqa: PTH207 - patterns may be absolute
        if not found:
            raise InputError("no file matches", pattern)
        paths.extend(sorted(found, key=lambda path: natural(str(path))))
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise InputError("given twice", path)
        seen.add(path.resolve())
    return paths


_SUFFIXES = frozenset((".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".eval"))
_OF_RUNS = frozenset((GRADED, SUMMARY))


def may_hold_rows(name: str) -> bool:
    """Whether a file of that name, found in a folder, is read: neither hidden nor of another kind."""
    return not name.startswith((".", "_")) and Path(unpacked_name(name)).suffix.lower() in _SUFFIXES


def _inside(folder: Path) -> list[Path]:
    """The files in a folder, and in those in it, that predictions may be in; none that a run of ours wrote."""
    known = [path for path in folder.rglob("*") if path.is_file() and may_hold_rows(path.name)]
    found = [path for path in known if path.name not in _OF_RUNS]
    if not found:
        what = "is the folder of a finished run: name its predictions" if known else "contains no file that can be read"
        raise InputError(what, folder)
    return sorted(found, key=lambda path: natural(str(path)))


def fingerprint(path: Path) -> dict[str, Any]:
    """A file's name, size and SHA-256, as JSON values; the name alone where there is no file of that name."""
    if not path.is_file():
        return {"path": str(path)}
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return {"path": str(path), "bytes": path.stat().st_size, "sha256": digest.hexdigest()}
