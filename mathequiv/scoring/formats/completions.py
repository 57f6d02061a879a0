"""Completions as the interfaces of servers give them, told by what they hold: OpenAI, Anthropic, Google, Ollama.

A name alone decides nothing: ``choices`` may be the options of a question, and ``output`` a text.

Sources: the reference pages of the Chat Completions, Completions and Responses interfaces (platform.openai.com/docs),
of Anthropic's Messages (docs.anthropic.com), of Google's generateContent (ai.google.dev/api) and of Ollama's chat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mathequiv.limits import MAX_WRAPPERS
from mathequiv.scoring.formats.replies import Reply, reply

__all__ = ["Completion", "completion_of", "find_completion"]

Object: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Completion:
    """What a server returned: replies, and why each ended in the server's word."""

    replies: tuple[Reply, ...]
    finish_reasons: tuple[str | None, ...]


def _objects(value: object) -> Sequence[Object]:
    """A list of objects; empty where the value is anything else."""
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        return ()
    return value


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


# ---- OpenAI: chat completions and completions -----------------------------------------------------------------------

_BESIDE_TEXT = frozenset(("finish_reason", "index", "logprobs", "stop_reason"))
_BESIDE_CHOICES = frozenset(("model", "usage", "created", "object"))


def _choices(value: Object) -> Completion | None:
    choices = _objects(value.get("choices"))
    if not choices:
        # A failed request may leave a completion without choices.
        failed = value.get("choices") in ([], None) and "choices" in value and len(_BESIDE_CHOICES & value.keys()) > 1
        return Completion((Reply(None),), (None,)) if failed else None
    if not all(map(_is_choice, choices)):
        return None
    said = tuple(reply(choice["message"] if "message" in choice else choice["text"]) for choice in choices)
    return Completion(said, tuple(_text(choice.get("finish_reason")) for choice in choices))


def _is_choice(choice: Object) -> bool:
    if "message" in choice:
        return choice["message"] is None or isinstance(choice["message"], Mapping)
    return isinstance(choice.get("text"), str) and bool(_BESIDE_TEXT & choice.keys())


# ---- OpenAI: responses -----------------------------------------------------------------------------------------------

_ENDED = {"completed": "stop"}


def _response(value: Object) -> Completion | None:
    if value.get("object") != "response":
        return None
    said: list[str] = []
    thought: list[str] = []
    for item in _objects(value.get("output")):
        if item.get("type") == "message":
            one = reply(item.get("content"))
            said.extend([] if one.text is None else [one.text])
        elif item.get("type") == "reasoning":
            parts = [*_objects(item.get("summary")), *_objects(item.get("content"))]
            thought.extend(text for part in parts if (text := _text(part.get("text"))) is not None)
    details, status = value.get("incomplete_details"), _text(value.get("status"))
    reason = _text(details.get("reason")) if isinstance(details, Mapping) else None
    text = "".join(said) if said else _text(value.get("output_text"))
    ended = reason or (None if status is None else _ENDED.get(status, status))
    return Completion((Reply(text, "\n".join(thought) or None),), (ended,))


# ---- others --------------------------------------------------------------------------------------------------------


def _anthropic(value: Object) -> Completion | None:
    if "stop_reason" not in value or not (value.get("type") == "message" or value.get("role") == "assistant"):
        return None
    content = value.get("content")
    if not isinstance(content, (list, str)):
        return None
    return Completion((reply(content),), (_text(value["stop_reason"]),))


def _google(value: Object) -> Completion | None:
    candidates = _objects(value.get("candidates"))
    if not candidates or not all(
        isinstance(one.get("content"), Mapping) or "finishReason" in one for one in candidates
    ):
        return None
    return Completion(tuple(map(_candidate, candidates)), tuple(_text(one.get("finishReason")) for one in candidates))


def _candidate(candidate: Object) -> Reply:
    content = candidate.get("content")
    parts = _objects(content.get("parts")) if isinstance(content, Mapping) else ()
    texts = [(bool(part.get("thought")), text) for part in parts if (text := _text(part.get("text"))) is not None]
    said = [text for thought, text in texts if not thought]
    return Reply("".join(said) if said else None, "".join(text for thought, text in texts if thought) or None)


def _ollama(value: Object) -> Completion | None:
    if not isinstance(value.get("message"), Mapping) or "done" not in value:
        return None
    return Completion((reply(value["message"]),), (_text(value.get("done_reason")),))


_KINDS: tuple[Callable[[Object], Completion | None], ...] = (_choices, _response, _anthropic, _google, _ollama)


# ---- where a completion stands -------------------------------------------------------------------------------------


def completion_of(value: object) -> Completion | None:
    """Read a completion.

    Args:
        value: what may be one, or a list of them.

    Returns:
        Its replies; None where it is none.

    Raises:
        TypeError: it is one, but a message of it holds what no message holds.
    """
    if isinstance(value, Mapping):
        return next((found for kind in _KINDS if (found := kind(value)) is not None), None)
    several = [completion_of(item) for item in _objects(value)]
    whole = [one for one in several if one is not None]
    if not whole or len(whole) != len(several):
        return None
    return Completion(
        tuple(said for one in whole for said in one.replies), tuple(end for one in whole for end in one.finish_reasons)
    )


_NOT_THE_ANSWER = frozenset(("request", "prompt", "messages", "input", "judge", "grader", "verifier", "few_shot"))
"""Names under which the question is kept, or another model's words."""


def find_completion(row: Object) -> tuple[tuple[str, ...], Completion] | None:
    """The first completion in a row, the outermost one, with the steps to it; None where there is none.

    Raises:
        TypeError: as `completion_of`.
    """
    for steps, value in _within(row):
        found = completion_of(value)
        if found is not None:
            return steps, found
    return None


def _within(row: Object) -> Iterator[tuple[tuple[str, ...], object]]:
    """The row and the objects and lists in it, outer ones first."""
    level: list[tuple[tuple[str, ...], object]] = [((), row)]
    for _ in range(MAX_WRAPPERS + 1):
        yield from level
        level = [
            ((*steps, name), inner)
            for steps, value in level
            if isinstance(value, Mapping)
            for name, inner in value.items()
            if isinstance(inner, (Mapping, list)) and name not in _NOT_THE_ANSWER
        ]
