"""A server, from its socket to its last reply."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from mathequiv.serving.app import application
from mathequiv.serving.gate import log_to_stderr
from mathequiv.serving.settings import Settings

__all__ = ["serve"]

_BACKLOG = 2048
_KEEP_ALIVE_SECONDS = 75


class _Server(uvicorn.Server):
    """uvicorn, which after a signal finishes what it took, and then returns here instead of raising it again."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(settings: Settings, told: Callable[[str], None] = lambda _url: None) -> bool:
    """Serve until SIGINT or SIGTERM; what was taken before is answered.

    Args:
        settings: how the server is set up.
        told: called with the URL once the port is taken.

    Returns:
        Whether it was ever ready: False if the processes could not be started.

    Raises:
        OSError: the address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG) as listening:
        name = f"[{settings.host}]" if family is socket.AF_INET6 else settings.host
        told(f"http://{name}:{listening.getsockname()[1]}")
        if settings.log != "none":
            log_to_stderr()
        config = uvicorn.Config(
            application(settings),
            access_log=False,
            log_level="warning",
            lifespan="on",
            ws="none",
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        )
        server = _Server(config)
        server.run(sockets=[listening])
        return server.started
