"""``mathequiv serve``: grades and rewards over HTTP."""

from __future__ import annotations

import os
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

import click

from mathequiv.cli.ending import FAILED, fail, say
from mathequiv.cli.options import PATH, Grading, examples, grading
from mathequiv.errors import missing_extra

__all__ = ["command"]

_TOKEN = "MATHEQUIV_TOKEN"  # noqa: S105 - the name of a variable
_LOGS: Sequence[str] = ("none", "requests", "texts")


@click.command(
    "serve",
    epilog=examples(
        "mathequiv serve",
        "mathequiv serve --host 0.0.0.0 --token-file token --processes 8",
        """curl -d '{"response": "It is \\\\boxed{2}.", "reference": "2"}' http://127.0.0.1:8000/grade""",
    ),
)
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="Address to listen on (127.0.0.1).")
@click.option(
    "--port", default=8000, type=click.IntRange(0, 65535), metavar="PORT", help="Port (8000); 0 takes a free one."
)
@click.option("--processes", type=click.IntRange(1), metavar="N", help="Grading processes (one per processor).")
@click.option(
    "--queue",
    default=1024,
    type=click.IntRange(1),
    metavar="N",
    help="Items that may be under way or waiting (1024); requests beyond that are refused with 429.",
)
@click.option(
    "--max-bytes",
    default=8 * 1024**2,
    type=click.IntRange(1),
    metavar="N",
    help="Largest request body, in bytes (8 MiB).",
)
@click.option(
    "--token-file",
    type=PATH,
    metavar="FILE",
    help=f"File with the bearer token that requests must carry; without it, ${_TOKEN}, or no token is needed.",
)
@click.option(
    "--log",
    default="requests",
    type=click.Choice(_LOGS),
    metavar="|".join(_LOGS),
    help="What is logged for each request: nothing, a line without its texts, or its body too (requests).",
)
@grading()
def command(  # noqa: PLR0913 - options of a command
    host: str,
    port: int,
    processes: int | None,
    queue: int,
    max_bytes: int,
    token_file: Path | None,
    log: str,
    how: Grading,
) -> None:
    """Serve grades and rewards over HTTP. OpenRLHF, slime and NeMo-Gym fetch the rewards.

    --policy and the options of the comparison apply where a request to /grade or /compare gives none; rewards are
    strict. On Ctrl-C or SIGTERM, the server answers the requests it has accepted and ends.
    """
    try:
        from mathequiv.serving.run import serve  # noqa: PLC0415 - needs the extra
        from mathequiv.serving.settings import LOGS, Settings  # noqa: PLC0415 - as above
    except ModuleNotFoundError as error:
        fail(missing_extra(f"the server needs {error.name}", "server"))
    from mathequiv.scoring.parallel import available_workers  # noqa: PLC0415 - not needed for --help

    token = _token(token_file)
    if token is None and not _is_loopback(host):
        say(f"anyone who can reach {host} can use this server: to prevent that, give --token-file FILE")
    settings = Settings(
        host=host,
        port=port,
        processes=processes or available_workers(),
        queue=queue,
        max_bytes=max_bytes,
        token=token,
        policy=how.policy,
        options=how.options,
        log=LOGS[_LOGS.index(log)],
    )
    try:
        workers = "1 process" if settings.processes == 1 else f"{settings.processes} processes"
        ready = serve(settings, lambda url: say(f"serving on {url} with {workers}"))
    except OSError as error:
        fail(f"cannot listen on {host}:{port}: {error.strerror or error}", FAILED)
    if not ready:
        fail("the grading processes could not be started", FAILED)


def _token(file: Path | None) -> str | None:
    """The token, None where there is none."""
    if file is None:
        return os.environ.get(_TOKEN) or None
    token = file.read_text(encoding="utf-8").strip()
    if not token:
        fail(f"{file}: contains no token")
    return token


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
