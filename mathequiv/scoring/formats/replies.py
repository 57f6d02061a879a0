"""What a model said, in every shape in which servers and harnesses keep it.

A reply is a text; a message with ``content``; a list of parts (``text``, ``reasoning``, ``refusal``); or a
conversation, whose last assistant message counts. Reasoning kept apart from the text stays apart. A refusal is what a
reader sees in place of an answer, so its text is the reply's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Reply", "prompt_text", "replies", "reply"]

_REASONING_KEYS = ("reasoning_content", "reasoning", "thinking")
_TEXT_KEYS = ("text", "content", "refusal")
_MESSAGE_KEYS = ("content", "text", "prompt", "value")
_SPEAKER_KEYS = ("role", "from")
_ASSISTANT = frozenset({"assistant", "model", "gpt", "bot"})
_USER = frozenset({"user", "human"})


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply's text (None: there is none) and the reasoning reported apart from it."""

    text: str | None
    reasoning: str | None = None


def reply(value: object) -> Reply:
    """Read one reply.

    Args:
        value: a text, a message, a list of parts, a conversation or null.

    Raises:
        TypeError: anything else.
    """
    if value is None or isinstance(value, str):
        return Reply(value)
    if isinstance(value, Mapping):
        return _message(value)
    if isinstance(value, list):
        if any(_speaker(item) for item in value):
            return _last_of(value, _ASSISTANT)
        return _joined(value)
    raise TypeError(f"holds {type(value).__name__}, not a text or message")


def replies(value: object) -> list[Reply]:
    """Read the replies of a row: one, or a list of them (lists in a list are flattened by one level).

    A list of messages is one conversation, and a list of parts is one reply.

    Raises:
        TypeError: something in it is no reply.
    """
    if not isinstance(value, list) or _is_one(value):
        return [reply(value)]
    found: list[Reply] = []
    for item in value:
        nested = isinstance(item, list) and not _is_one(item)
        found.extend(replies(item) if nested else [reply(item)])
    return found


def _is_one(items: list[object]) -> bool:
    """Whether a list is a conversation, where someone but assistants speaks, or the parts of one reply."""
    if not items or not all(isinstance(item, Mapping) for item in items):
        return False
    speakers = [_speaker(item) for item in items]
    if any(speakers):
        return any(speaker not in _ASSISTANT for speaker in speakers)
    return all(isinstance(item, Mapping) and "type" in item for item in items)


def prompt_text(value: object) -> str:
    """The text that asks: a text, or the last user message of a conversation.

    Raises:
        TypeError: neither.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list) and any(_speaker(item) for item in value):
        found = _last_of(value, _USER).text
        if found is not None:
            return found
    raise TypeError("is not a text or a conversation")


def _speaker(item: object) -> str:
    """Who speaks in a message, in lower case; the empty text where ``item`` is none."""
    if not isinstance(item, Mapping):
        return ""
    named = next((item[key] for key in _SPEAKER_KEYS if isinstance(item.get(key), str)), "")
    return str(named).lower()


def _last_of(messages: Sequence[object], speakers: frozenset[str]) -> Reply:
    said = [item for item in messages if _speaker(item) in speakers]
    return reply(said[-1]) if said else Reply(None)


def _message(message: Mapping[str, object]) -> Reply:
    content = next((message[key] for key in _MESSAGE_KEYS if message.get(key) is not None), None)
    inner = reply(content)
    text = inner.text
    if text is None and isinstance(message.get("refusal"), str):
        text = str(message["refusal"])
    apart = next((message[key] for key in _REASONING_KEYS if isinstance(message.get(key), str)), None)
    return Reply(text, inner.reasoning if apart is None else str(apart))


def _joined(parts: Sequence[object]) -> Reply:
    """The texts of a list of parts, one after the other as the server cut them, and its reasoning likewise."""
    said: list[str] = []
    thought: list[str] = []
    for part in parts:
        if isinstance(part, str):
            said.append(part)
        elif isinstance(part, Mapping):
            _add(part, said, thought)
        else:
            raise TypeError(f"holds a part that is {type(part).__name__}")
    return Reply("".join(said) if said else None, "".join(thought) or None)


def _add(part: Mapping[str, object], said: list[str], thought: list[str]) -> None:
    if part.get("type") in ("reasoning", "thinking"):
        thought.extend(str(part[key]) for key in (*_REASONING_KEYS, "text") if isinstance(part.get(key), str))
        return
    said.extend([str(part[key]) for key in _TEXT_KEYS if isinstance(part.get(key), str)][:1])
