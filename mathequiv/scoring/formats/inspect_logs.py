"""Inspect logs: ``.json`` documents, and ``.eval`` archives with one member a sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mathequiv.scoring.formats.format import Format, Parts, Raw

__all__ = ["FORMATS", "INSPECT"]

_ATTACHED = "attachment://"

_GRADES = {"C": "1", "I": "0", "P": "0.5", "N": "0"}
"""Inspect's letters: correct, incorrect, partial, no answer, with the values its metrics give them."""


def _samples(document: object) -> Iterator[object] | None:
    if not isinstance(document, Mapping) or "eval" not in document:
        return None
    samples = document.get("samples")
    return iter(samples) if isinstance(samples, list) else None


def _scores(row: Raw) -> Mapping[str, object]:
    scores = row.get("scores")
    if not isinstance(scores, Mapping):
        return {}
    return {name: _graded(score.get("value")) for name, score in scores.items() if isinstance(score, Mapping)}


def _graded(value: object) -> object:
    return _GRADES.get(value, value) if isinstance(value, str) else value


def _resolved(row: Raw, parts: Parts) -> Parts:
    """With the epoch as the sample, and texts that the log keeps apart put back."""
    kept = row.get("attachments")
    fields = parts.fields
    if isinstance(kept, Mapping) and kept:
        fields = {role: _put_back(value, kept) for role, value in fields.items()}
    epoch = row.get("epoch")
    return replace(parts, fields=fields, sample=int(epoch) - 1 if isinstance(epoch, str) else None)


def _put_back(value: object, kept: Mapping[str, object]) -> object:
    if isinstance(value, list):
        return [_put_back(item, kept) for item in value]
    if isinstance(value, str) and value.startswith(_ATTACHED):
        return kept.get(value.removeprefix(_ATTACHED), value)
    return value


INSPECT = Format(
    name="inspect",
    title="Inspect logs (.eval and .json)",
    has=("id", "epoch", "input", "target"),
    names=("*.eval",),
    paths={
        "id": ("id",),
        "problem": ("input",),
        "response": ("output.choices.*.message", "output.completion"),
        "finish_reason": ("output.choices.*.stop_reason",),
        "reference": ("target",),
        "subject": ("metadata.subject",),
        "level": ("metadata.level",),
    },
    unpack=_samples,
    scores=_scores,
    finish=_resolved,
    repeats="a sample for each epoch",
    note="samples stand in the order of completion; .eval needs inspect_ai or zstandard (extra inspect)",
)

FORMATS = (INSPECT,)
