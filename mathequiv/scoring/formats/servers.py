"""Replies of servers: batch outputs, and dumps of completions as a client got them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from mathequiv.scoring.formats.completions import Completion, find_completion
from mathequiv.scoring.formats.format import Format, FormatError, Parts, Raw

__all__ = ["CHAT", "FORMATS"]

_SAID, _ENDED = "(replies)", "(finish reasons)"
"""Names under which a completion's replies are in a row once it is lifted; no file uses them."""


def _lifted(row: Raw, found: Completion | None) -> Raw:
    if found is None:
        return {**row, _SAID: [None], _ENDED: None}
    said = [{"content": one.text, "reasoning_content": one.reasoning} for one in found.replies]
    return {**row, _SAID: said, _ENDED: list(found.finish_reasons)}


_ROLES = {"response": (_SAID,), "finish_reason": (_ENDED,)}


# ---- batches -------------------------------------------------------------------------------------------------------

_NUMBERED = re.compile(r"(.+)#(\d+)", re.DOTALL)


def _numbered(_row: Raw, parts: Parts) -> Parts:
    """With ``#k`` at the end of an id as the number of the response: a batch allows each ``custom_id`` once."""
    found = _NUMBERED.fullmatch(str(parts.fields.get("id", "")))
    if found is None:
        return parts
    return replace(parts, fields={**parts.fields, "id": found[1]}, sample=int(found[2]))


def _is_batch(row: Raw) -> bool:
    if "custom_id" not in row:
        return False
    reply, result = row.get("response"), row.get("result")
    return ("error" in row and "response" in row) or _has(reply, "body") or _has(result, "type")


def _has(value: object, name: str) -> bool:
    return isinstance(value, Mapping) and name in value


def _batch_row(row: Raw) -> Raw:
    held = row.get("response") or row.get("result")
    try:
        inner = find_completion(held) if isinstance(held, Mapping) else None
    except TypeError as error:
        raise FormatError(str(error), field="response") from None
    return _lifted(row, None if inner is None else inner[1])


BATCH = Format(
    name="openai-batch",
    title="OpenAI Batch outputs and errors of every endpoint, vLLM run-batch, Anthropic batches",
    fits_if=_is_batch,
    lift=_batch_row,
    paths={"id": ("custom_id",), **_ROLES},
    finish=_numbered,
    repeats="a list of choices, or custom_id with #0, #1 … at its end",
    note="a failed request is an empty response; no problem and no reference are stored: give --gold",
)


# ---- completions ---------------------------------------------------------------------------------------------------

_OF_THE_REPLY = frozenset(
    (
        "id",
        "object",
        "created",
        "model",
        "usage",
        "system_fingerprint",
        "service_tier",
        "metadata",
        "moderation",
        "choices",
    )
)
"""What a server writes beside ``choices``: its ``id`` names the reply, not the problem."""

_OF_OTHERS = _OF_THE_REPLY | {
    "type",
    "role",
    "content",
    "stop_reason",
    "message",
    "output",
    "text",
    "reasoning",
    "status",
}
"""What interfaces without ``choices`` write."""


def _holds_completion(row: Raw) -> bool:
    try:
        return find_completion(row) is not None
    except TypeError:
        return True


def _chat_row(row: Raw) -> Raw:
    try:
        found = find_completion(row)
    except TypeError as error:
        raise FormatError(str(error), field="choices") from None
    if found is None:
        return _lifted(row, None)
    steps, completion = found
    others = {name: value for name, value in row.items() if name != steps[0]} if steps else _beside(row)
    return _lifted(others, completion)


def _beside(row: Raw) -> Raw:
    """A row that is itself the completion, without what is the server's."""
    own = _OF_THE_REPLY if "choices" in row else _OF_OTHERS
    return {name: value for name, value in row.items() if name not in own}


CHAT = Format(
    name="openai-chat",
    title="Completions as a client got them, alone or under a name: OpenAI, vLLM, DeepSeek, Claude, Gemini, Ollama",
    fits_if=_holds_completion,
    lift=_chat_row,
    paths={"problem": ("request.messages", "request.body.messages", "messages", "prompt"), **_ROLES},
    keeps=True,
    repeats="a list of choices, or rows with the same id",
    note="id, problem and reference are what the script put beside the completion",
)

VLLM_OUTPUTS = Format(
    name="vllm-outputs",
    title="vLLM RequestOutput objects, dumped as they are",
    has=("outputs.0.text",),
    paths={
        "problem": ("prompt",),
        "response": ("outputs.*.text",),
        "finish_reason": ("outputs.*.finish_reason",),
    },
    keeps=True,
    repeats="a list of outputs",
)

FORMATS = (BATCH, VLLM_OUTPUTS)
