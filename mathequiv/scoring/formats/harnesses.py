"""Formats of the evaluation harnesses: lm-evaluation-harness, lighteval, OpenCompass, evalscope, simple-evals."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from mathequiv.scoring.formats.format import Format, Parts, Raw
from mathequiv.scoring.formats.paths import dig

__all__ = ["FORMATS"]


# ---- lm-evaluation-harness -----------------------------------------------------------------------------------------


def _one_filter(row: Raw, first: Raw) -> bool:
    """The rows of the filter that the file's first row went through; the others repeat its responses."""
    return row.get("filter") == first.get("filter")


def _metrics(row: Raw) -> Mapping[str, object]:
    names = row.get("metrics")
    return {name: row.get(name) for name in names if isinstance(name, str)} if isinstance(names, list) else {}


LM_EVAL = Format(
    name="lm-eval",
    title="lm-evaluation-harness samples (samples_<task>_<time>.jsonl)",
    has=("doc", "resps", "target|arguments"),
    names=("samples_*.jsonl",),
    paths={
        "id": ("doc.unique_id", "doc.id", "doc.idx", "doc_id"),
        "problem": ("doc.problem", "doc.question"),
        "response": ("resps.0",),
        "reference": ("target", "doc.answer"),
        "subject": ("doc.subject", "doc.type"),
        "level": ("doc.level",),
    },
    keep=_one_filter,
    scores=_metrics,
    repeats="one row with a list of responses",
    note="holds each row once per filter: the rows of the first filter are read; no finish reason is stored",
)


# ---- lighteval -----------------------------------------------------------------------------------------------------


def _gold_choices(row: Raw, parts: Parts) -> Parts:
    choices, index = dig(row, "doc.choices"), dig(row, "doc.gold_index")
    wanted = index if isinstance(index, list) else [index]
    if isinstance(choices, list):
        gold = [choices[int(i)] for i in wanted if isinstance(i, str) and int(i) < len(choices)]
        return replace(parts, fields={**parts.fields, "reference": [_without_label(text) for text in gold]})
    return parts


def _without_label(text: object) -> object:
    # The stock task stores "ANSWER: " and the whole worked solution.
    return text.removeprefix("ANSWER: ") if isinstance(text, str) else text


def _row_metric(row: Raw) -> Mapping[str, object]:
    metric = row.get("metric")
    return metric if isinstance(metric, Mapping) else {}


LIGHTEVAL = Format(
    name="lighteval",
    title="lighteval details (details_<task>_<time>.parquet)",
    has=("doc.query", "model_response.text", "metric"),
    names=("details_*.parquet",),
    paths={
        "id": ("doc.specific.unique_id", "doc.specific.id", "doc.id"),
        "problem": ("doc.query",),
        "response": ("model_response.text",),
        "reasoning": ("model_response.reasonings",),
        "subject": ("doc.specific.subject",),
        "level": ("doc.specific.level",),
    },
    scores=_row_metric,
    finish=_gold_choices,
    repeats="one row with a list of responses",
    note="references are the gold choices; rows are sorted by length; no finish reason is stored",
)


# ---- OpenCompass ---------------------------------------------------------------------------------------------------


def _numbered(document: object) -> Iterator[object] | None:
    if not isinstance(document, Mapping) or not document or not all(key.isdecimal() for key in document):
        return None
    return iter(document.values())


OPENCOMPASS = Format(
    name="opencompass",
    title="OpenCompass predictions (predictions/<model>/<dataset>.json)",
    has=("origin_prompt", "prediction"),
    paths={"problem": ("origin_prompt",), "response": ("prediction",), "reference": ("gold",)},
    unpack=_numbered,
    repeats="replicas one after the other, or a shard each; told apart by the prompt, as keys restart in each shard",
    note="no id and no finish reason are stored",
)


# ---- evalscope -----------------------------------------------------------------------------------------------------

_MARKED = ("\\boxed", "\\fbox", "####")


def _solved(row: Raw, parts: Parts) -> Parts:
    """With the worked solution as the reference where it marks its answer; predictions hold no other."""
    solution = dig(row, "metadata.solution")
    if isinstance(solution, str) and any(mark in solution for mark in _MARKED):
        return replace(parts, fields={**parts.fields, "reference": solution})
    return parts


EVALSCOPE_PREDICTIONS = Format(
    name="evalscope-predictions",
    title="evalscope predictions (predictions/<model>/<dataset>_<subset>.jsonl)",
    has=("model_output.choices|model_output.error", "messages", "index"),
    paths={
        "id": ("metadata.question_id", "metadata.unique_id", "metadata.id"),
        "problem": ("messages",),
        "response": ("model_output.choices.*.message",),
        "finish_reason": ("model_output.choices.*.stop_reason",),
        "subject": ("metadata.subject",),
        "level": ("metadata.level",),
    },
    finish=_solved,
    repeats="rows with the same id",
    note="the reference is the answer marked in metadata.solution, where there is one; else give --gold",
)


def _review_score(row: Raw) -> Mapping[str, object]:
    value = dig(row, "sample_score.score.value")
    return value if isinstance(value, Mapping) else {}


def _generation(row: Raw, parts: Parts) -> Parts:
    return replace(parts, sample=_count(dig(row, "sample_score.generation_index")))


def _count(value: object) -> int | None:
    return int(value) if isinstance(value, str) and value.isdecimal() else None


EVALSCOPE_REVIEWS = Format(
    name="evalscope-reviews",
    title="evalscope reviews (reviews/<model>/<dataset>_<subset>.jsonl)",
    has=("sample_score.score", "target", "messages"),
    paths={
        "id": (
            "sample_score.sample_metadata.question_id",
            "sample_score.sample_metadata.unique_id",
            "sample_score.sample_metadata.id",
        ),
        "problem": ("messages",),
        "response": ("messages",),
        "reference": ("target",),
        "subject": ("sample_score.sample_metadata.subject",),
        "level": ("sample_score.sample_metadata.level",),
    },
    scores=_review_score,
    finish=_generation,
    conversation=True,
    repeats="rows with the same id, numbered by generation_index",
    note="no finish reason is stored",
)


# ---- simple-evals --------------------------------------------------------------------------------------------------

_CORRECT = re.compile(r"<p>Correct Answer: (.*?)</p>", re.DOTALL)
_SCORE = re.compile(r"<p>Score: ([^<]*)</p>")


def _conversations(document: object) -> Iterator[object] | None:
    if not isinstance(document, Mapping):
        return None
    convos, pages = document.get("convos"), document.get("htmls")
    if not isinstance(convos, list) or not isinstance(pages, list) or len(convos) != len(pages):
        return None
    return ({"convo": convo, "html": page} for convo, page in zip(convos, pages, strict=True))


def _told(row: Raw, pattern: re.Pattern[str]) -> str | None:
    """What the page says at its end; the response before it may hold the same words."""
    found = pattern.findall(str(row.get("html")))
    return html.unescape(found[-1]) if found else None


def _page_score(row: Raw) -> Mapping[str, object]:
    return {"score": _told(row, _SCORE)}


def _page_gold(row: Raw, parts: Parts) -> Parts:
    return replace(parts, fields={**parts.fields, "reference": _told(row, _CORRECT)})


SIMPLE_EVALS = Format(
    name="simple-evals",
    title="simple-evals results (<eval>_<model>_<time>_allresults.json)",
    has=("convo", "html"),
    names=("*_allresults*.json",),
    paths={"problem": ("convo",), "response": ("convo",)},
    unpack=_conversations,
    scores=_page_score,
    finish=_page_gold,
    conversation=True,
    repeats="the whole set again; told apart by the prompt",
    note="references are read from the pages in htmls; no id and no finish reason are stored",
)

FORMATS = (LM_EVAL, LIGHTEVAL, OPENCOMPASS, EVALSCOPE_REVIEWS, EVALSCOPE_PREDICTIONS, SIMPLE_EVALS)
