"""Questions to a judge from several threads, each content once, until the server is given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Final

from mathequiv.judge.journal import Journal, Ruling
from mathequiv.judge.question import Prompt, Question
from mathequiv.limits import MAX_JUDGED_ANSWER

__all__ = ["Bench"]

_GIVE_UP: Final = 8
"""Questions in a row without any reply after which the server is given up; each was retried already."""


class Bench:
    """Asks a judge.

    Args:
        ask: takes a filled prompt and the key of its question.
        prompt: what is asked.
        journal: where rulings are kept.
        threads: questions under way at once.
    """

    def __init__(self, ask: Callable[[str, str], Ruling], prompt: Prompt, journal: Journal, threads: int) -> None:
        self._ask = ask
        self._prompt = prompt
        self._journal = journal
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[tuple[Ruling, bool]]] = {}
        self._silent = 0
        self._most_silent = max(_GIVE_UP, 2 * threads)
        self._queue: SimpleQueue[tuple[Question, str, Future[tuple[Ruling, bool]]]] = SimpleQueue()
        for _ in range(threads):
            # Daemons: a server that stalls does not keep an interrupted run from ending.
            threading.Thread(target=self._work, daemon=True).start()

    def put(self, question: Question, key: str) -> Future[tuple[Ruling, bool]]:
        """Ask, unless the journal knows.

        Args:
            question: what to ask.
            key: its key.

        Returns:
            The ruling to come, and whether it was there already, or is that of another row's question.
        """
        known = self._journal.get(key)
        if max(len(question.answer), len(question.reference)) > MAX_JUDGED_ANSWER:
            known = Ruling(None, "too_long")
        if known is not None:
            return _ready(known, known=True)
        with self._lock:
            twin = self._under_way.get(key)
            if twin is not None:
                return _follow(twin)
            future: Future[tuple[Ruling, bool]] = Future()
            self._under_way[key] = future
        self._queue.put((question, key, future))
        return future

    @property
    def given_up(self) -> bool:
        """Whether the server is no longer asked."""
        return self._silent >= self._most_silent

    def _work(self) -> None:
        while True:
            question, key, future = self._queue.get()
            try:
                future.set_result((self._rule(question, key), False))
            except Exception as error:  # noqa: BLE001 - raised where the ruling is waited for
                future.set_exception(error)
            with self._lock:
                del self._under_way[key]

    def _rule(self, question: Question, key: str) -> Ruling:
        if self.given_up:
            return Ruling(None, "given_up")
        ruling = self._ask(self._prompt.fill(question, key), key)
        with self._lock:
            self._silent = 0 if ruling.was_answered else self._silent + 1
        if ruling.was_answered:
            self._journal.keep(key, ruling)
        return ruling


def _ready(ruling: Ruling, *, known: bool) -> Future[tuple[Ruling, bool]]:
    future: Future[tuple[Ruling, bool]] = Future()
    future.set_result((ruling, known))
    return future


def _follow(twin: Future[tuple[Ruling, bool]]) -> Future[tuple[Ruling, bool]]:
    """A future that has the ruling of another, as one that costs nothing."""
    future: Future[tuple[Ruling, bool]] = Future()

    def copy(done: Future[tuple[Ruling, bool]]) -> None:
        error = done.exception()
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result((done.result()[0], True))

    twin.add_done_callback(copy)
    return future
