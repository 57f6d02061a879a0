"""What a judge is asked, and how its reply is read: as one JSON object of two known fields, or as no verdict at all.

An answer is text that a model under test wrote, so it may address the judge. It is handed over as a JSON string, and
the reply has to repeat a token that is made of the whole question: what an answer makes the judge copy cannot hold it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from mathequiv.errors import InputError
from mathequiv.limits import MAX_JUDGED_PROBLEM

__all__ = ["Prompt", "Question", "Verdict", "read_reply"]

Verdict: TypeAlias = Literal["equal", "different"]

_SLOT: Final = re.compile(r"\{\{(problem|reference|answer|token)\}\}")
_NEEDED: Final = frozenset({"reference", "answer", "token"})


@dataclass(frozen=True, slots=True)
class Question:
    """An answer that no rule could judge.

    Attributes:
        answer: the answer found in the response.
        reference: the reference answer; of several, all of them as a list would be read, one a line.
        problem: the problem's text, empty if it is not known.
    """

    answer: str
    reference: str
    problem: str = ""


class Prompt:
    """A prompt file: text with ``{{reference}}``, ``{{answer}}``, ``{{token}}`` and, if wanted, ``{{problem}}``.

    Args:
        path: the file; None for the one that comes with the package.

    Raises:
        InputError: the file cannot be read, or a place that is needed is missing in it.
    """

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            self.text = resources.files(__package__).joinpath("prompt.txt").read_text(encoding="utf-8")
        else:
            try:
                self.text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", path) from None
        missing = sorted(_NEEDED - set(_SLOT.findall(self.text)))
        if missing:
            raise InputError(f"is not a prompt for a judge: {{{{{missing[0]}}}}} is missing", path)
        self.fingerprint = hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def key(self, question: Question, model: str) -> str:
        """What makes a question itself, for the cache: the model, the prompt's text and all that fills it."""
        parts = [model, self.text, question.problem, question.reference, question.answer]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def fill(self, question: Question, key: str) -> str:
        """The prompt for a question. Nothing that fills it can open a place, end a string or a line."""
        values = {
            "problem": json.dumps(question.problem[:MAX_JUDGED_PROBLEM]),
            "reference": json.dumps(question.reference),
            "answer": json.dumps(question.answer),
            "token": token_of(key),
        }
        return _SLOT.sub(lambda slot: values[slot[1]], self.text)


def token_of(key: str) -> str:
    """The token that a reply has to repeat."""
    return hashlib.sha256(f"token/{key}".encode()).hexdigest()[:12]


_THOUGHT: Final = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCED: Final = re.compile(r"\A\s*```(?:json)?[ \t]*\n(.*)\n```\s*\Z", re.DOTALL)


def read_reply(text: object, key: str) -> Verdict | None:
    """The verdict of a reply.

    The whole reply, after a think block in front and without one code fence around it, has to be a JSON object with
    the fields ``token`` and ``verdict`` and no other.

    Args:
        text: what came back.
        key: the key of the question.

    Returns:
        ``"equal"``, ``"different"``, or None for anything else.
    """
    if not isinstance(text, str):
        return None
    rest = _THOUGHT.sub("", text, count=1)
    fenced = _FENCED.match(rest)
    try:
        pairs = json.loads(fenced[1] if fenced else rest, object_pairs_hook=_pairs)
    except (ValueError, RecursionError):
        return None
    # A name that is there twice makes three pairs, and is no verdict either.
    if not isinstance(pairs, _Pairs) or len(pairs.items) != 2:
        return None
    found = dict(pairs.items)
    if found.get("token") != token_of(key):
        return None
    verdict = found.get("verdict")
    return verdict if verdict in ("equal", "different") else None


@dataclass(frozen=True, slots=True)
class _Pairs:
    items: tuple[tuple[str, Any], ...]


def _pairs(items: list[tuple[str, Any]]) -> _Pairs:
    return _Pairs(tuple(items))
