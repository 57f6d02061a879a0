"""The files a run was asked for: patterns into paths, and paths into fingerprints."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mathequiv.errors import InputError
from mathequiv.scoring.summary import natural

__all__ = ["expand", "fingerprint"]

_WILD = "*?["
_BLOCK = 1 << 20


def expand(patterns: Iterable[Path]) -> list[Path]:
    """Turn patterns such as ``run/*.jsonl`` into the files they match, in natural order.

    Args:
        patterns: paths and patterns; what exists as it is written is no pattern.

    Returns:
        The paths, each once.

    Raises:
        InputError: a pattern matches nothing, or a file is named twice.
    """
    paths: list[Path] = []
    for pattern in patterns:
        text = str(pattern)
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


def fingerprint(path: Path) -> dict[str, Any]:
    """A file's name, size and SHA-256, as JSON values; the name alone where there is no file of that name."""
    if not path.is_file():
        return {"path": str(path)}
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return {"path": str(path), "bytes": path.stat().st_size, "sha256": digest.hexdigest()}
