"""The ASGI application: paths, what a request may be, and what is answered where there is no result."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from pydantic import ValidationError
from pydantic.json_schema import models_json_schema
from starlette.requests import ClientDisconnect

from mathequiv._version import __version__
from mathequiv.extraction.policy import resolve_policy
from mathequiv.serving.dialects import DIALECTS, Dialect, Unfit
from mathequiv.serving.gate import Gate
from mathequiv.serving.messages import BODIES, CompareReply, GradeReply, Problem, Results
from mathequiv.serving.metrics import Metrics
from mathequiv.serving.pool import Item, JobLost, Pool, QueueFull
from mathequiv.serving.settings import BODY_SECONDS, Settings

__all__ = ["application"]

_ABOUT: Final = (
    "Grades of responses and verdicts on pairs of answers, and the rewards that OpenRLHF, slime and NeMo-Gym fetch."
)
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": Problem, "description": "The body is no JSON."},
    401: {"model": Problem, "description": "The bearer token is missing or wrong."},
    408: {"model": Problem, "description": "The body did not arrive in time."},
    413: {"model": Problem, "description": "The body is too large, or has more items than the queue."},
    422: {"model": Problem, "description": "The body is not what the path takes."},
    429: {"model": Problem, "description": "The queue is full; Retry-After says for how many seconds."},
    503: {"model": Problem, "description": "The process that graded this ended, twice."},
}


class _Refused(Exception):  # noqa: N818 - a state of affairs
    """There is no result: the status code, why, and further headers."""

    def __init__(self, code: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.headers = headers


def _json(value: object, code: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    # ASCII: half of a surrogate pair, which a response may hold, has no UTF-8.
    return Response(json.dumps(value), code, headers, "application/json")


def application(settings: Settings) -> Gate:
    """The application of a server.

    Args:
        settings: how it is set up.

    Returns:
        An ASGI application; its processes start and end with its lifespan.
    """
    metrics = Metrics()
    pool = Pool(settings.processes, settings.queue, metrics.replaced)
    metrics.watch(pool)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await pool.close()

    app = _App(title="mathequiv", version=__version__, description=_ABOUT, lifespan=lifespan, redoc_url=None)
    desk = _Desk(settings, pool, metrics)
    for path in BODIES:
        reply = GradeReply if path == "/grade" else CompareReply
        app.add_api_route(
            path,
            desk.own(path),
            methods=["POST"],
            summary=f"{path.strip('/').capitalize()} one item, or several",
            response_model=reply | Results,
            responses=_PROBLEMS,
            openapi_extra=_shape(path),
        )
    for dialect in DIALECTS.values():
        app.add_api_route(
            dialect.path,
            desk.dialect(dialect),
            methods=["POST"],
            summary=f"The reward, as {dialect.host} fetches it; ?policy=default replaces the strict policy",
            responses=_PROBLEMS,
            openapi_extra={"requestBody": _body({"type": "object", "example": dict(dialect.example)})},
        )
    app.add_api_route("/healthz", desk.health, methods=["GET"], summary="Whether the server can work")
    app.add_api_route("/metrics", desk.metrics_page, methods=["GET"], summary="Figures for Prometheus")
    return Gate(app, settings, metrics, frozenset([*BODIES, *DIALECTS, "/healthz", "/metrics"]))


# ---- the OpenAPI page ----------------------------------------------------------------------------------------------


def _body(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _shape(path: str) -> dict[str, Any]:
    refs = [{"$ref": f"#/components/schemas/{model.__name__}"} for model in BODIES[path]]
    return {"requestBody": _body({"oneOf": refs})}


class _App(FastAPI):
    """The page also shows the models of bodies, which the handlers read themselves."""

    def openapi(self) -> dict[str, Any]:
        """The page, as JSON has it."""
        page: dict[str, Any] = super().openapi()
        inputs: Any = [(model, "validation") for models in BODIES.values() for model in models]
        _, made = models_json_schema(inputs, ref_template="#/components/schemas/{model}")
        page["components"]["schemas"].update(made["$defs"])
        return page


# ---- requests ------------------------------------------------------------------------------------------------------


class _Desk:
    """The handlers."""

    def __init__(self, settings: Settings, pool: Pool, metrics: Metrics) -> None:
        self._settings = settings
        self._pool = pool
        self._metrics = metrics

    async def health(self) -> Response:
        alive = self._pool.alive
        return _json({"status": "ok" if alive else "no process to work", "processes": alive}, 200 if alive else 503)

    async def metrics_page(self) -> Response:
        return Response(self._metrics.page(), media_type=self._metrics.content_type)

    def own(self, path: str) -> Callable[[Request], Any]:
        """The handler of ``/grade`` or ``/compare``."""

        async def handle(request: Request) -> Response:
            async def work() -> Any:
                items, several = self._own_items(path, await self._json(request))
                results = await self._results(items)
                self._metrics.items([str(one.get("status") or one["verdict"]) for one in results])
                return {"results": results} if several else results[0]

            return await _answered(work)

        return handle

    def dialect(self, dialect: Dialect) -> Callable[[Request], Any]:
        """The handler of a dialect."""

        async def handle(request: Request) -> Response:
            async def work() -> Any:
                policy = request.query_params.get("policy", "strict")
                body = await self._json(request)
                try:
                    resolve_policy(policy)
                    items = dialect.items(body, policy)
                except (Unfit, ValueError) as error:
                    raise _Refused(422, str(error)) from None
                results = await self._results(items)
                self._metrics.items([str(one["status"]) for one in results])
                return dialect.reply(body, results)

            return await _answered(work)

        return handle

    async def _json(self, request: Request) -> dict[str, Any]:
        """The body of a request.

        Raises:
            _Refused: it is too large, too slow or no JSON object.
        """
        try:
            raw = await asyncio.wait_for(self._raw(request), BODY_SECONDS)
        except asyncio.TimeoutError:
            raise _Refused(408, f"the body did not arrive within {BODY_SECONDS:g} s") from None
        try:
            body = json.loads(raw)
        except RecursionError:
            raise _Refused(400, "the body is nested too deeply") from None
        except ValueError as error:  # bytes that are no UTF-8 too
            raise _Refused(400, f"the body is no JSON: {error}") from None
        if not isinstance(body, dict):
            raise _Refused(422, "the body must be an object")
        return body

    async def _raw(self, request: Request) -> bytes:
        most = self._settings.max_bytes
        raw = bytearray()
        async for chunk in request.stream():
            raw += chunk
            if len(raw) > most:
                raise _Refused(413, f"the body is larger than {most} bytes")
        return bytes(raw)

    def _own_items(self, path: str, body: Mapping[str, Any]) -> tuple[list[Item], bool]:
        """What is to be done for a body, and whether it is a list."""
        several = "items" in body
        try:
            parsed = BODIES[path][several].model_validate(body)
        except ValidationError as error:
            raise _Refused(422, _told(error)) from None
        given = parsed.model_dump()
        how: dict[str, Any] = {"options": {**self._settings.options, **given.pop("options")}}
        if path == "/grade":
            how["policy"] = given.pop("policy") or self._settings.policy
        rows = given["items"] if several else [given]
        return [(path.strip("/"), {**row, **how}) for row in rows], several

    async def _results(self, items: Sequence[Item]) -> list[dict[str, Any]]:
        """The results of items.

        Raises:
            _Refused: there are too many, there is no room, they were lost, or one cannot be worked on.
        """
        if len(items) > self._pool.capacity:
            raise _Refused(413, f"more than {self._pool.capacity} items: send them in parts")
        try:
            results = await self._pool.work(items)
        except QueueFull as full:
            raise _Refused(429, str(full), {"Retry-After": str(full.seconds)}) from None
        except JobLost as lost:
            raise _Refused(503, str(lost), {"Retry-After": "1"}) from None
        for code, name in ((422, "refused"), (500, "failed")):
            if reasons := [result[name] for result in results if name in result]:
                raise _Refused(code, reasons[0])
        return results


def _told(error: ValidationError) -> str:
    """What is wrong with a body, without the body."""
    listed = error.errors(include_input=False, include_url=False)
    found = [(".".join(map(str, one["loc"])), one["msg"]) for one in listed]
    return "; ".join(f"{place}: {message}" for place, message in found[:5])


async def _answered(work: Callable[[], Any]) -> Response:
    try:
        return _json(await work())
    except _Refused as refused:
        return _json({"detail": str(refused)}, refused.code, refused.headers)
    except ClientDisconnect:
        return _json({"detail": "the client went away"}, 400)
    except RecursionError:
        return _json({"detail": "the body is nested too deeply"}, 400)
