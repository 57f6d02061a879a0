"""Files that are written: never one that is read, never an existing one unasked, and whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from mathequiv.errors import InputError

__all__ = [
    "WriteError",
    "check_not_read",
    "check_standard_output",
    "check_targets",
    "is_regular",
    "said",
    "write_text",
    "writing",
]


class WriteError(InputError):
    """A file cannot be written: no room, no permission. What was read and done so far is good."""


def check_targets(reads: Iterable[Path], writes: Iterable[Path], *, force: bool = False) -> None:
    """Refuse to write what is read, or what is there already.

    Links count as what they lead to, and names as the file system takes them, whatever their case.

    Args:
        reads: the files that will be read; what is no file (standard input, a set of the hub) is passed over.
        writes: the files that will be written, each only once.
        force: existing files may be replaced; files that are read never may.

    Raises:
        InputError: a target is also read, is written twice, is there, or cannot be written.
    """
    targets = list(writes)
    check_not_read(reads, targets)
    for target in targets:
        _writable(target, force)


def check_not_read(reads: Iterable[Path], writes: Iterable[Path]) -> None:
    """Refuse to write what is read, or the same file twice.

    Args:
        reads: the files that will be read.
        writes: the files that will be written.

    Raises:
        InputError: a target is also read, or is there twice.
    """
    inputs = [path for path in reads if path.exists()]
    seen: list[Path] = []
    for target in writes:
        for path in inputs:
            if _same(path, target):
                what = "" if path == target else f" (it is {path})"
                raise InputError(f"would be both read and written{what}: name another file to write", target)
        if any(_same(other, target) for other in seen):
            raise InputError("would be written twice: name two files", target)
        seen.append(target)


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are one file: by what is there, else by where it would be."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def _writable(target: Path, force: bool) -> None:
    if target.is_dir():
        raise InputError("is a folder: name a file", target)
    if not target.parent.is_dir():
        raise InputError("cannot be written: its folder does not exist", target)
    if not is_regular(target):
        return
    if target.exists() and not force:
        raise InputError("already exists: --force replaces it", target)
    if not os.access(Path(os.path.realpath(target)).parent, os.W_OK):
        raise InputError("cannot be written: its folder is not writable", target)


def is_regular(target: Path) -> bool:
    """Whether the target is, or would be, an ordinary file; a terminal, a pipe or ``/dev/null`` is written as it is."""
    try:
        return stat.S_ISREG(target.stat().st_mode)
    except OSError:
        return True


def check_standard_output(reads: Iterable[Path]) -> None:
    """Refuse to write to standard output where that is one of the files read, as ``command file >> file`` makes it.

    Raises:
        InputError: it is.
    """
    try:
        out = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
    for path in reads:
        if path.is_file() and stat.S_ISREG(out.st_mode) and os.path.samestat(path.stat(), out):
            raise InputError("would be both read and written by standard output: write to another file", path)


@contextmanager
def writing(target: Path, part: Path | None = None) -> Iterator[BinaryIO]:
    """A file to write to that takes the target's place at the end, or leaves no trace.

    Args:
        target: the file; what a link leads to is written, and the link stays. What is no ordinary file (a pipe, a
            terminal) is written as it goes.
        part: where the unfinished file stands; None for a name that nobody uses, so that no other file is hit and two
            writers do not meet.

    Raises:
        WriteError: it cannot be written.
    """
    real = Path(os.path.realpath(target))
    try:
        if not is_regular(real):
            with real.open("wb") as file:
                yield file
            return
        mode = "xb" if part is None else "wb"
        part = part or real.with_name(f".{real.name}.{secrets.token_hex(4)}.part")
        try:
            with cast(BinaryIO, part.open(mode)) as file:
                yield file
                _settle(file)
            if real.exists():
                part.chmod(stat.S_IMODE(real.stat().st_mode))
            part.replace(real)
        finally:
            part.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"cannot be written: {error.strerror or error}", target) from None


def _settle(file: IO[Any]) -> None:
    """Bring a file to its disk, before its name says that it is there."""
    file.flush()
    with suppress(OSError):
        os.fsync(file.fileno())


def write_text(target: Path, text: str, part: Path | None = None) -> None:
    """Write a text file whole or not at all; ``part`` as in `writing`.

    Raises:
        WriteError: it cannot be written.
    """
    with writing(target, part) as file:
        # A lone surrogate has no UTF-8 form; in JSON its escape means the same.
        file.write(text.encode("utf-8", "backslashreplace"))


def said(target: Path, what: str = "") -> str:
    """The line that tells of a file that was written."""
    return f"wrote {target}" + (f": {what}" if what else "")
