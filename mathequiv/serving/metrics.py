"""What ``/metrics`` tells, in the words of Prometheus."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from mathequiv.serving.pool import Pool

__all__ = ["Metrics"]

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """The counters of one server."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = here = CollectorRegistry()
        self._requests = Counter("mathequiv_requests", "Requests by path and code.", ["path", "code"], registry=here)
        self._seconds = Histogram(
            "mathequiv_request_seconds", "Seconds to the reply.", ["path"], buckets=_SECONDS, registry=here
        )
        self._items = Counter("mathequiv_items", "Graded or compared items by outcome.", ["outcome"], registry=here)
        self._replaced = Counter("mathequiv_replaced_processes", "Processes that were replaced.", registry=here)
        self._under_way = Gauge("mathequiv_items_under_way", "Items that are worked on or wait.", registry=here)
        self._capacity = Gauge("mathequiv_queue_capacity", "Items that may be under way or wait.", registry=here)
        self._processes = Gauge("mathequiv_processes", "Grading processes that are there to work.", registry=here)
        ProcessCollector(registry=here)
        PlatformCollector(registry=here)

    def watch(self, pool: Pool) -> None:
        """Show the state of a pool."""
        self._under_way.set_function(lambda: pool.under_way)
        self._processes.set_function(lambda: pool.alive)
        self._capacity.set(pool.capacity)

    def request(self, path: str, code: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(path, str(code)).inc()
        self._seconds.labels(path).observe(seconds)

    def items(self, outcomes: Iterable[str]) -> None:
        """Count items by outcome."""
        for outcome in outcomes:
            self._items.labels(outcome).inc()

    def replaced(self) -> None:
        """Count a process that was replaced."""
        self._replaced.inc()

    def page(self) -> bytes:
        """The page."""
        return generate_latest(self._registry)
