"""One question to a server that speaks OpenAI's protocol, through its own client, which retries what is worth it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from mathequiv.errors import InputError, missing_extra
from mathequiv.judge.journal import Ruling
from mathequiv.judge.question import read_reply

try:
    import openai
except ImportError as _missing:
    if _missing.name != "openai":
        raise
    raise InputError(missing_extra("a judge needs openai", "judge")) from None

__all__ = ["Client", "Server"]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a judge is.

    Attributes:
        url: the base URL, such as ``http://localhost:8000/v1``.
        model: the model's name.
        timeout: seconds that one attempt may take.
        retries: attempts after the first: on a lost connection, a timeout, 408, 409, 429 and 5xx.
    """

    url: str
    model: str
    timeout: float = 60.0
    retries: int = 4


class Client:
    """A server's client, for many threads.

    Args:
        server: where it is. The key is that of ``OPENAI_API_KEY``, for servers that want one.

    Raises:
        InputError: the URL is none.
    """

    def __init__(self, server: Server) -> None:
        if not server.url.startswith(("http://", "https://")):
            raise InputError(f"--judge-url must be a URL such as http://localhost:8000/v1, not {server.url!r}")
        self._server = server
        self._client = openai.OpenAI(
            base_url=server.url,
            api_key=os.environ.get("OPENAI_API_KEY") or "none",
            timeout=server.timeout,
            max_retries=server.retries,
        )

    def ask(self, text: str, key: str) -> Ruling:
        """Ask a question and wait for the reply; whatever happens, it is a ruling.

        Args:
            text: the filled prompt.
            key: the question's key. It goes along as ``Idempotency-Key``: a server that heeds it charges a question
                once, even if the reply is lost.
        """
        try:
            reply: Any = self._client.chat.completions.create(
                model=self._server.model,
                messages=[{"role": "user", "content": text}],
                temperature=0,
                extra_headers={"Idempotency-Key": key},
            )
        except openai.APIStatusError as error:
            return Ruling(None, f"status {error.status_code}")
        except openai.APITimeoutError:
            return Ruling(None, f"no reply within {self._server.timeout:g} s")
        except openai.OpenAIError as error:
            return Ruling(None, type(error).__name__)
        except (ValueError, TypeError, AttributeError):  # a reply that is no JSON, or not that of a completion
            return Ruling(None, "not a completion")
        return _read(reply, key)


def _read(reply: Any, key: str) -> Ruling:
    """The ruling of a reply; the client checks no types, so nothing of it is taken for granted."""
    choices = getattr(reply, "choices", None)
    if not isinstance(choices, list) or not choices:
        return Ruling(None, "not a completion")
    verdict = read_reply(getattr(getattr(choices[0], "message", None), "content", None), key)
    usage = getattr(reply, "usage", None)
    tokens = (_count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))
    return Ruling(verdict, "" if verdict else "format", *tokens)


def _count(usage: Any, name: str) -> int:
    value = getattr(usage, name, None)
    return value if isinstance(value, int) and value >= 0 else 0
