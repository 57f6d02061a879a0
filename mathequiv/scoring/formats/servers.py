"""Replies of OpenAI-compatible servers: batch outputs and dumps of chat completions, DeepSeek's included."""

from __future__ import annotations

import re
from dataclasses import replace

from mathequiv.scoring.formats.format import Format, Parts, Raw

__all__ = ["FORMATS"]

_NUMBERED = re.compile(r"(.+)#(\d+)", re.DOTALL)


def _numbered(_row: Raw, parts: Parts) -> Parts:
    """With ``#k`` at the end of an id as the number of the response: a batch allows each ``custom_id`` once."""
    found = _NUMBERED.fullmatch(str(parts.fields.get("id", "")))
    if found is None:
        return parts
    return replace(parts, fields={**parts.fields, "id": found[1]}, sample=int(found[2]))


BATCH = Format(
    name="openai-batch",
    title="OpenAI Batch output and error files, and vLLM run-batch output",
    has=("custom_id", "response", "error|response.body"),
    paths={
        "id": ("custom_id",),
        "response": ("response.body.choices.*.message", "response.body.choices.*.text"),
        "finish_reason": ("response.body.choices.*.finish_reason",),
    },
    finish=_numbered,
    repeats="a list of choices, or custom_id with #0, #1 … at its end",
    note="a failed request is an empty response; no problem and no reference are stored: give --gold",
)

_OF_THE_REPLY = frozenset(
    ("id", "object", "created", "model", "usage", "system_fingerprint", "service_tier", "metadata", "moderation")
)
_HOLDERS = ("", "response.", "completion.", "output.", "result.")
"""Where a script keeps a completion: as the row itself, or under a name."""


def _held(rest: str) -> tuple[str, ...]:
    return tuple(f"{holder}{rest}" for holder in _HOLDERS)


def _without_the_replys_own(row: Raw, parts: Parts) -> Parts:
    """Without what the server wrote beside ``choices``: its ``id`` names the reply, not the problem."""
    if "choices" not in row:
        return parts
    return replace(parts, fields={name: value for name, value in parts.fields.items() if name not in _OF_THE_REPLY})


CHAT = Format(
    name="openai-chat",
    title="OpenAI chat completions as a client got them, alone or under a name; DeepSeek's and vLLM's too",
    has=("|".join(_held("choices")),),
    paths={
        "problem": ("request.messages", "request.body.messages", "messages", "prompt"),
        "response": (*_held("choices.*.message"), *_held("choices.*.text")),
        "finish_reason": _held("choices.*.finish_reason"),
    },
    keeps=True,
    finish=_without_the_replys_own,
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

FORMATS = (BATCH, CHAT, VLLM_OUTPUTS)
