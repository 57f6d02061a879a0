"""The folder of a run: rows are appended to a part file that outlives an interruption, and take their place at the end.

While a run is under way the folder holds ``graded.jsonl.part`` and ``unfinished.json``, which says what is being
scored; an older run's files stay until the new ones replace them. The state file is made after the part file and
removed last, so where it is there, the rows are in the part file or, at the end, in ``graded.jsonl``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from mathequiv.errors import InputError
from mathequiv.scoring.run_files import GRADED, PART, STATE, SUMMARY
from mathequiv.scoring.targets import WriteError, write_text

__all__ = ["Output", "open_output", "write_json"]


class Output:
    """An open run folder; without a folder nothing is stored.

    Args:
        folder: the folder, there already; None for none.
        resumed: whether its part file holds rows of an interrupted run.
    """

    def __init__(self, folder: Path | None, resumed: bool) -> None:
        self._folder = folder
        self._resumed = resumed
        self._file: BinaryIO | None = None

    def stored(self) -> Iterator[dict[str, Any]]:
        """The rows an interrupted run left, to be read to the end before anything is written.

        A row that was not written whole ends them; what follows is cut off.
        """
        if self._folder is None or not self._resumed:
            return
        whole = 0
        with (self._folder / PART).open("r+b") as file:
            for line in file:
                row = _row(line)
                if row is None:
                    break
                whole += len(line)
                yield row
            file.truncate(whole)

    def write(self, lines: Iterable[bytes]) -> None:
        """Append rows; they survive whatever ends this process later."""
        if self._folder is None:
            return
        if self._file is None:
            self._file = (self._folder / PART).open("ab")
        self._file.write(b"".join(lines))
        self._file.flush()

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Put the rows and the summary in their places."""
        self.close()
        if self._folder is None:
            return
        (self._folder / PART).replace(self._folder / GRADED)
        write_json(self._folder / SUMMARY, summary)
        (self._folder / STATE).unlink()

    def close(self) -> None:
        """Close the part file."""
        if self._file is not None:
            self._file.close()


def _row(line: bytes) -> dict[str, Any] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON file that is there whole or not at all."""
    # The folder is the run's own: what a killed run left is written over by the next.
    part = path.with_name(path.name + ".part")
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n", part)


@contextmanager
def open_output(out: Path | None, state: Mapping[str, Any], *, resume: bool, force: bool = False) -> Iterator[Output]:
    """Open the folder of a run.

    An input error takes the unfinished rows with it, for they cannot be continued; whatever else ends the run, a full
    disk too, leaves them for ``resume``.

    Args:
        out: the folder; None for none.
        state: what is scored and how, as JSON values that the summary repeats; a run is continued only if it had the
            same.
        resume: continue an interrupted run, where there is one.
        force: replace a run that is there already, finished or not.

    Raises:
        InputError: the folder cannot be written, holds a run already, or the interrupted run was another one.
    """
    if out is None:
        yield Output(None, resumed=False)
        return
    try:
        made = _make(out)
        output = Output(out, resumed=_begin(out, json.loads(json.dumps(state)), resume, force))
        try:
            yield output
        except WriteError:
            raise
        except InputError:
            output.close()
            _discard(out, made)
            raise
        finally:
            output.close()
    except OSError as error:
        raise WriteError(f"cannot be written: {error.strerror or error}", out) from None


def _make(out: Path) -> list[Path]:
    """Make the folder; those that were not there before, innermost first."""
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    base = (missing[-1].parent if missing else out).absolute()
    if not base.is_dir():
        raise InputError("is a file: --out names a folder", base)
    out.mkdir(parents=True, exist_ok=True)
    return missing


def _begin(out: Path, state: dict[str, Any], resume: bool, force: bool) -> bool:
    """Prepare part and state file; whether there are rows to continue."""
    earlier = _read(out / STATE) if resume else None
    if earlier is None and resume and _is_finished(out, state):
        (out / PART).unlink(missing_ok=True)
        write_json(out / STATE, state)
        earlier = state
    if earlier is not None:
        different = sorted(name for name in {*earlier, *state} if earlier.get(name) != state.get(name))
        if different:
            raise _OtherRunError(out, different)
        if not (out / PART).exists():
            (out / GRADED).replace(out / PART)
        return True
    if not force:
        _refuse_to_replace(out)
    (out / STATE).unlink(missing_ok=True)
    (out / PART).write_bytes(b"")
    write_json(out / STATE, state)
    return False


def _refuse_to_replace(out: Path) -> None:
    if (out / STATE).exists():
        raise _KeptError("holds an interrupted run: --resume continues it, --force starts over", out)
    if (out / GRADED).exists() or (out / SUMMARY).exists():
        raise _KeptError("holds a finished run: --force replaces it, another --out keeps it", out)


def _read(path: Path) -> dict[str, Any] | None:
    """A JSON object, None if there is no file; an empty one if it holds something else."""
    try:
        value = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _is_finished(out: Path, state: Mapping[str, Any]) -> bool:
    """Whether the folder holds this run, finished: its rows are taken as they are, and none is graded again."""
    summary = _read(out / SUMMARY) or {}
    return (out / GRADED).is_file() and all(name in summary and summary[name] == state[name] for name in state)


class _KeptError(InputError):
    """What the folder holds stays as it is."""


class _OtherRunError(_KeptError):
    """The interrupted run is another one."""

    def __init__(self, out: Path, different: list[str]) -> None:
        names = ", ".join(different)
        super().__init__(f"holds an interrupted run that differs in {names}: --force without --resume starts over", out)


def _discard(out: Path, made: list[Path]) -> None:
    with suppress(OSError):
        (out / STATE).unlink(missing_ok=True)
        (out / PART).unlink(missing_ok=True)
        for folder in made:
            folder.rmdir()
