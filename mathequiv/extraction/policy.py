"""How strictly a response is read: the named policies and the finish reasons that mean "cut off"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Final, Literal

from mathequiv.verdict import Options

__all__ = ["CUT_OFF_REASONS", "POLICIES", "Policy", "resolve_policy"]

CUT_OFF_REASONS: Final = frozenset({"length", "max_tokens", "MAX_TOKENS", "model_length"})
"""Finish reasons of a response that ran out of tokens, as OpenAI, Anthropic, Google and Mistral spell them."""


@dataclass(frozen=True, slots=True)
class Policy:
    r"""What counts as an answer, and how it is compared.

    Attributes:
        name: its name in reports.
        fallback: take the last statement's mathematics or number where nothing is marked as the answer.
        repair: read a box command whose backslash was lost (backspace + ``oxed``) or that is misspelt (``\box``).
        options: how answers are compared, unless the caller says otherwise.
        boxed_only: only a closed ``\boxed{…}`` is an answer; sentences, tags and ``\boxed 5`` are not, and a later box
            that is not closed makes the response cut off.
        evaluated: refuse an answer that is not worked out, is copied from the problem, or adds words of its own.
        boxed: ``"last"``, or ``"all"`` for the list of every box.
        markers: the user's own texts that the answer follows (``"Result:"``).
        tags: the user's own pairs of tags around the answer.
        reasoning: the user's own pairs of marks around reasoning, which is not searched.

    Raises:
        ValueError: ``boxed`` is neither ``"last"`` nor ``"all"``, or a marker or tag is blank.
    """

    name: str
    fallback: bool
    repair: bool
    options: Options
    boxed_only: bool
    evaluated: bool = False
    boxed: Literal["last", "all"] = "last"
    markers: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    reasoning: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.boxed not in ("last", "all"):
            raise ValueError(f"unknown boxed {self.boxed!r}: choose 'last' or 'all'")
        for text in (*self.markers, *sum(self.tags, ()), *sum(self.reasoning, ())):
            if not text.strip():
                raise ValueError("a marker or tag of a policy is blank")

    def __reduce__(self) -> tuple[Any, ...]:
        # Compiled, a frozen object cannot be given its state after it is made.
        return Policy, tuple([getattr(self, field.name) for field in fields(self)])


POLICIES: Final[Mapping[str, Policy]] = MappingProxyType(
    {
        "default": Policy("default", fallback=True, repair=True, options=Options(), boxed_only=False),
        "strict": Policy(
            "strict",
            fallback=False,
            repair=False,
            options=Options(approx="exact", domain="same"),
            boxed_only=True,
            evaluated=True,
        ),
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
