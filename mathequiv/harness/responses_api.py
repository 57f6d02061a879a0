"""Texts of an OpenAI Responses object, which some hosts hand over in place of a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mathequiv.harness.rewards import completion_text

__all__ = ["response_text"]


def response_text(response: object) -> str:
    """The text of the last message of the assistant; reasoning and calls of tools are no part of it.

    Args:
        response: the object, or its JSON: its ``output`` is a list of items, of which those of type ``message`` hold
            ``content``.

    Returns:
        The text, empty where there is none.
    """
    output = _field(response, "output")
    items = output if isinstance(output, (list, tuple)) else []
    messages = [item for item in items if _field(item, "type") == "message" and _field(item, "role") == "assistant"]
    content = _field(messages[-1], "content") if messages else None
    if isinstance(content, (list, tuple)):
        content = [part for part in content if _field(part, "type") in ("output_text", "text")]
    return completion_text(content)


def _field(item: object, name: str) -> Any:
    return item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
