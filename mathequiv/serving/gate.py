"""What every request passes: the token, the log, the counters."""

from __future__ import annotations

import hmac
import json
import logging
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, TypeAlias

from mathequiv.serving.metrics import Metrics
from mathequiv.serving.settings import Settings

__all__ = ["Gate", "log_to_stderr"]

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

LOGGER: Final = logging.getLogger("mathequiv.serving")

_OPEN: Final = frozenset(["/healthz"])
"""Paths that need no token: a probe has none."""


class Gate:
    """An application around another one.

    Args:
        app: the other one.
        settings: the token, and what is logged.
        metrics: what counts requests.
        paths: the paths that are counted by name; clients choose all others.
    """

    def __init__(self, app: Any, settings: Settings, metrics: Metrics, paths: frozenset[str]) -> None:
        self.app = app
        self._settings = settings
        self._metrics = metrics
        self._paths = paths
        token = settings.token
        self._expected = None if token is None else f"Bearer {token}".encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        code = 500
        body = bytearray()

        async def sending(message: Message) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = message["status"]
            await send(message)

        async def receiving() -> Message:
            message = await receive()
            if len(body) <= self._settings.max_bytes:
                body.extend(message.get("body", b""))
            return message

        try:
            if self._admits(scope):
                await self.app(scope, receiving if self._settings.log == "texts" else receive, sending)
            else:
                await _unauthorized(sending)
        finally:
            seconds = time.perf_counter() - begun
            path = scope["path"] if scope["path"] in self._paths else "other"
            self._metrics.request(path, code, seconds)
            self._write(scope, code, seconds, body)

    def _admits(self, scope: Message) -> bool:
        if self._expected is None or scope["path"] in _OPEN:
            return True
        given = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        return hmac.compare_digest(given, self._expected)

    def _write(self, scope: Message, code: int, seconds: float, body: bytearray) -> None:
        if self._settings.log == "none":
            return
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "method": scope["method"],
            "path": scope["path"],
            "code": code,
            "milliseconds": round(1000 * seconds, 2),
        }
        if self._settings.log == "texts":
            line["body"] = body.decode(errors="replace")
        LOGGER.info("%s", json.dumps(line))


async def _unauthorized(send: Send) -> None:
    body = b'{"detail": "the bearer token is missing or wrong"}'
    headers = [(b"content-type", b"application/json"), (b"www-authenticate", b"Bearer")]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def log_to_stderr() -> None:
    """Write the log's lines to standard error, as they are."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
