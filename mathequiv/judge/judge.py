"""A judge as a run uses it: cases in, rulings out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mathequiv.judge.bench import Bench
from mathequiv.judge.client import Client, Server
from mathequiv.judge.journal import Journal, Ruling
from mathequiv.judge.question import Prompt, Question
from mathequiv.scoring.judging import AskedOf, Case

__all__ = ["ModelJudge", "Price"]

_MILLION = 1_000_000
_SHOWN_KEY = 16
"""Characters of a key in a row: enough to tell the questions of a run apart."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens of questions and of replies."""

    prompt: float
    completion: float


class ModelJudge:
    """A judge model behind a server.

    Args:
        server: where it is.
        asked_of: which rows it is asked about.
        prompt: a prompt file; None for the package's own.
        cache: a file that keeps rulings; None keeps them for this run.
        price: what tokens cost.
        threads: questions under way at once.

    Raises:
        InputError: the prompt or the cache cannot be used, or the URL is none.
    """

    def __init__(  # noqa: PLR0913 - what a judge is, one by one
        self,
        server: Server,
        asked_of: AskedOf = "undecided",
        *,
        prompt: Path | None = None,
        cache: Path | None = None,
        price: Price | None = None,
        threads: int = 8,
    ) -> None:
        self.asked_of = asked_of
        self._server = server
        self._prompt = Prompt(prompt)
        self._journal = Journal(cache)
        self._price = price
        self._bench = Bench(Client(server).ask, self._prompt, self._journal, threads)

    @property
    def facts(self) -> Mapping[str, Any]:
        """What it is: model, URL, the rows it is asked about, and the prompt by its fingerprint."""
        return {
            "model": self._server.model,
            "url": self._server.url,
            "asked_of": self.asked_of,
            "prompt": self._prompt.fingerprint,
        }

    def put(self, case: Case) -> Future[Mapping[str, Any]]:
        """The ruling to come on a case."""
        reference = case.references[0] if len(case.references) == 1 else json.dumps(case.references)
        question = Question(case.answer, reference, case.problem or "")
        key = self._prompt.key(question, self._server.model)
        asked = self._bench.put(question, key)
        said: Future[Mapping[str, Any]] = Future()

        def tell(done: Future[tuple[Ruling, bool]]) -> None:
            error = done.exception()
            if error is not None:
                said.set_exception(error)
            else:
                ruling, known = done.result()
                said.set_result({**asdict(ruling), "key": key[:_SHOWN_KEY], "cached": known})

        asked.add_done_callback(tell)
        return said

    def price(self, prompt_tokens: int, completion_tokens: int) -> float | None:
        """What so many tokens cost, in US dollars; None if no price was given."""
        if self._price is None:
            return None
        return (prompt_tokens * self._price.prompt + completion_tokens * self._price.completion) / _MILLION

    def close(self) -> None:
        """Close the cache."""
        self._journal.close()
