"""What ``/grade`` and ``/compare`` take and return, as the OpenAPI page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from mathequiv.extraction.policy import resolve_policy
from mathequiv.harness.reference import reference_text
from mathequiv.serving.settings import MAX_CPU_SECONDS
from mathequiv.verdict import OPTION_ROWS, Options

__all__ = ["BODIES", "CompareReply", "GradeReply", "Problem", "Results"]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a text")  # noqa: TRY004 - what pydantic turns into its own error
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _reference(value: object) -> str | list[str] | None:
    try:
        return reference_text(value)
    except TypeError as error:
        raise ValueError(str(error)) from None


def _answers(value: object) -> str | list[str]:
    """A reference that is there."""
    given = _reference(value)
    if not given and given != "":
        raise ValueError("must be a text, a number or a list of these")
    return given


def _policy(value: object) -> str | None:
    if value is not None:
        resolve_policy(_text(value))
    return _text_or_none(value)


def _options(value: object) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError("must be an object")  # noqa: TRY004 - as above
    try:
        given = Options().changed(value)
    except TypeError as error:
        raise ValueError(str(error)) from None
    if given.cpu_seconds > MAX_CPU_SECONDS:
        raise ValueError(f"cpu_seconds may be at most {MAX_CPU_SECONDS:g} here")
    return value


_OPTIONAL_TEXT: Final = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_PLAIN: Final = [{"type": "string"}, {"type": "number"}]
_REFERENCE: Final = {"anyOf": [*_PLAIN, {"type": "array", "items": {"anyOf": [*_PLAIN, {"type": "null"}]}}]}
_OPTIONS: Final = {
    "type": "object",
    "properties": {row.name: {"description": row.help} for row in OPTION_ROWS},
    "additionalProperties": False,
}

# Not pydantic's own str: a response may hold half of a surrogate pair, as a cut-off one does, and is still graded.
Text: TypeAlias = Annotated[Any, AfterValidator(_text), WithJsonSchema({"type": "string"})]
OptionalText: TypeAlias = Annotated[Any, AfterValidator(_text_or_none), WithJsonSchema(_OPTIONAL_TEXT)]
Reference: TypeAlias = Annotated[Any, AfterValidator(_reference), WithJsonSchema(_REFERENCE)]
Answers: TypeAlias = Annotated[Any, AfterValidator(_answers), WithJsonSchema(_REFERENCE)]
PolicyName: TypeAlias = Annotated[
    Any, AfterValidator(_policy), WithJsonSchema({"type": "string", "enum": ["default", "strict"]})
]
Changes: TypeAlias = Annotated[Any, AfterValidator(_options), WithJsonSchema(_OPTIONS)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Response(_Body):
    """A response with what is known about it; `mathequiv.grade` says what each means."""

    response: OptionalText
    reference: Reference
    problem: OptionalText = None
    finish_reason: OptionalText = None
    reasoning: OptionalText = None


class Grade(Response):
    """One response to grade."""

    policy: PolicyName = None
    options: Changes = Field(default_factory=dict)


class GradeBatch(_Body):
    """Several responses to grade."""

    items: list[Response]
    policy: PolicyName = None
    options: Changes = Field(default_factory=dict)


class Pair(_Body):
    """An answer and its reference, or several of which one match is enough."""

    prediction: Text
    reference: Answers


class Compare(Pair):
    """Two answers to compare."""

    options: Changes = Field(default_factory=dict)


class CompareBatch(_Body):
    """Several pairs of answers to compare."""

    items: list[Pair]
    options: Changes = Field(default_factory=dict)


class CompareReply(BaseModel):
    """`mathequiv.Result` by field."""

    verdict: Literal["equivalent", "different", "undecided"]
    layer: str | None
    rule: str
    reason: str
    evidence: dict[str, Any] | None
    trace: list[dict[str, str | None]]


class GradeReply(BaseModel):
    """`mathequiv.Grade` by field."""

    status: Literal["correct", "wrong", "undecided", "no_answer", "empty", "cut_off", "error"]
    correct: bool
    extraction: dict[str, Any]
    result: CompareReply | None
    reference: dict[str, Any] | None


class Results(BaseModel):
    """One result an item, in their order."""

    results: list[GradeReply | CompareReply]


class Problem(BaseModel):
    """Why there is no result."""

    detail: str


BODIES: Final[Mapping[str, tuple[type[BaseModel], type[BaseModel]]]] = {
    "/grade": (Grade, GradeBatch),
    "/compare": (Compare, CompareBatch),
}
"""For each path, the body with one item and the one with several, which has ``items``."""
