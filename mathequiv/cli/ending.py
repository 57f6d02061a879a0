"""How the command ends: one line on standard error and an exit code, whatever went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import click

from mathequiv.errors import InputError, WorkerLost

__all__ = ["CLOSED", "FAILED", "INTERRUPTED", "REFUSED", "continuing", "ends", "fail", "say"]

FAILED = 1
REFUSED = 2
INTERRUPTED = 130
CLOSED = 141
"""128 and SIGPIPE, as a program that the signal ends leaves it."""


def say(message: str) -> None:
    """One line on standard error, as far as that can still be written."""
    with suppress(OSError, ValueError):
        click.echo(f"mathequiv: {message}", err=True)


def fail(message: str, code: int = REFUSED) -> NoReturn:
    """End the command with a message."""
    say(message)
    raise click.exceptions.Exit(code)


@contextmanager
def continuing(out: Path | None) -> Iterator[None]:
    """Say how an interrupted run is continued, where it has a folder that keeps what is done."""
    from mathequiv.scoring.targets import WriteError  # noqa: PLC0415 - not needed for check

    try:
        yield
    except KeyboardInterrupt:
        fail("interrupted" + _rest(out), INTERRUPTED)
    except WorkerLost as error:
        fail(str(error) + _rest(out), FAILED)
    except WriteError as error:
        fail(str(error) + _rest(out))


def _rest(out: Path | None) -> str:
    from mathequiv.scoring.run_files import folder_of, is_unfinished  # noqa: PLC0415 - not needed for check

    if out is None or not is_unfinished(out):
        return ""
    return f": the rows graded so far are kept in {folder_of(out)}; to continue, run the same command with --resume"


@contextmanager
def ends() -> Iterator[None]:
    """Turn what ends a command early into its line and its exit code."""
    try:
        yield
        sys.stdout.flush()
    except InputError as error:
        fail(str(error))
    except WorkerLost as error:
        fail(str(error), FAILED)
    except KeyboardInterrupt:
        fail("interrupted", INTERRUPTED)
    except BrokenPipeError:
        _forget_output()
        raise click.exceptions.Exit(CLOSED) from None
    except OSError as error:
        _forget_output()
        fail(f"{error.filename or 'standard output'}: {error.strerror or error}")


def _forget_output() -> None:
    """Let what is still buffered go nowhere: the interpreter writes it when it ends, and would fail again."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
