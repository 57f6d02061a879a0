"""Rulings kept by the content of their questions: each is on disk before anything is done with it, and asked once."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from mathequiv.errors import InputError
from mathequiv.judge.question import Verdict
from mathequiv.scoring.targets import WriteError

__all__ = ["Journal", "Ruling"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The outcome of a question.

    Attributes:
        verdict: what the judge said; None for no verdict.
        problem: why there is none: ``format`` (the reply is no verdict), ``too_long`` (the question was not asked), or
            the error of the connection or server.
        prompt_tokens: tokens of the question, as the server counted them.
        completion_tokens: tokens of the reply.
    """

    verdict: Verdict | None
    problem: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def was_answered(self) -> bool:
        """Whether a reply came back, so that it was charged."""
        return self.verdict is not None or self.problem == "format"


class Journal:
    """A file of rulings, one a line; without a file they are kept in memory.

    Args:
        path: the file; it is made when there is something to write.

    Raises:
        InputError: the file holds something else, or cannot be read.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._rulings: dict[str, Ruling] = {}
        if path is not None and path.exists():
            self._load(path)

    def _load(self, path: Path) -> None:
        """Read what is there; a line that was not written whole at the end is cut off."""
        try:
            lines = path.read_bytes().splitlines(keepends=True)
            whole = 0
            for number, line in enumerate(lines, 1):
                if number == len(lines) and not line.endswith(b"\n"):
                    break
                key, ruling = _ruling(line, path, number)
                self._rulings[key] = ruling
                whole += len(line)
            if whole < path.stat().st_size:
                os.truncate(path, whole)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror or error}", path) from None

    def get(self, key: str) -> Ruling | None:
        """The ruling on a question that was answered before."""
        with self._lock:
            return self._rulings.get(key)

    def keep(self, key: str, ruling: Ruling) -> None:
        """Keep a ruling that was answered; it is on disk when this returns.

        Raises:
            WriteError: it cannot be written.
        """
        line = json.dumps({"key": key, **asdict(ruling)}).encode() + b"\n"
        with self._lock:
            self._rulings[key] = ruling
            if self._path is None:
                return
            try:
                if self._file is None:
                    self._file = self._path.open("ab")
                self._file.write(line)
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError as error:
                raise WriteError(f"cannot be written: {error.strerror or error}", self._path) from None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None


def _ruling(line: bytes, path: Path, number: int) -> tuple[str, Ruling]:
    try:
        row: Any = json.loads(line)
        key = row.pop("key")
        ruling = Ruling(**row)
        good = isinstance(key, str) and ruling.verdict in ("equal", "different", None) and ruling.was_answered
    except (ValueError, TypeError, KeyError, AttributeError):
        good = False
    if not good:
        raise InputError("is not a file of a judge's rulings: name another with --judge-cache", path, number)
    return key, ruling
