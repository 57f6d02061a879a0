"""How strictly a response is read: the named policies and the finish reasons that mean "cut off"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mathequiv.verdict import Options

__all__ = ["CUT_OFF_REASONS", "POLICIES", "Policy", "resolve_policy"]

CUT_OFF_REASONS = frozenset({"length", "max_tokens", "MAX_TOKENS", "model_length"})
"""Finish reasons of a response that ran out of tokens, as OpenAI, Anthropic, Google and Mistral spell them."""


@dataclass(frozen=True, slots=True)
class Policy:
    r"""What counts as an answer, and how it is compared.

    Attributes:
        name: how reports call it.
        fallback: take the last mathematics or number where nothing is marked as the answer.
        repair: read a box command whose backslash was eaten (backspace + ``oxed``).
        options: how answers are compared, unless the caller says otherwise.
        boxed_only: only a closed ``\boxed{…}`` is an answer; sentences and ``\boxed 5`` are not.
    """

    name: str
    fallback: bool
    repair: bool
    options: Options
    boxed_only: bool


POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        "default": Policy("default", fallback=True, repair=True, options=Options(), boxed_only=False),
        "strict": Policy("strict", fallback=False, repair=False, options=Options(approx="exact"), boxed_only=True),
    }
)
"""``"default"`` reads as a person would; ``"strict"`` is for rewards, where every lenience is exploited."""


def resolve_policy(policy: str | Policy) -> Policy:
    """The policy itself, or the one of that name.

    Raises:
        ValueError: there is no policy of that name.
        TypeError: neither a name nor a `Policy`.
    """
    if isinstance(policy, Policy):
        return policy
    if not isinstance(policy, str):
        raise TypeError(f"policy must be a name or a Policy, not {type(policy).__name__}")
    if policy not in POLICIES:
        raise ValueError(f"unknown policy {policy!r}: choose from {', '.join(POLICIES)}")
    return POLICIES[policy]
