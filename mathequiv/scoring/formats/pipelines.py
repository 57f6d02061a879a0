"""Formats of generation pipelines and trainers: Qwen2.5-Math, NeMo-Skills, verl, TRL, verifiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mathequiv.scoring.fields import ROLES, Numeral
from mathequiv.scoring.formats.format import Format, Parts, Raw
from mathequiv.scoring.formats.paths import MISSING, dig

__all__ = ["FORMATS"]

# ---- Qwen2.5-Math --------------------------------------------------------------------------------------------------


def _one(name: str, path: str, row: Raw) -> Mapping[str, object]:
    value = dig(row, path)
    return {} if value is MISSING else {name: value}


QWEN_MATH = Format(
    name="qwen-math",
    title="Qwen2.5-Math evaluation outputs (<split>_<prompt>_…_seed<s>_t<T>_….jsonl)",
    has=("idx", "question", "code", "gt|answer"),
    paths={
        "id": ("idx",),
        "problem": ("question",),
        "response": ("code",),
        "reference": ("gt", "answer"),
        "subject": ("subject", "type"),
        "level": ("level",),
    },
    scores=lambda row: _one("score", "score", row),
    repeats="one row with a list of responses",
    note="idx counts rows of its own data file; --gold joins by the problem where the id is unknown",
)

# ---- NeMo-Skills ---------------------------------------------------------------------------------------------------

NEMO_SKILLS = Format(
    name="nemo-skills",
    title="NeMo-Skills generations (output-rs<seed>.jsonl, output.jsonl)",
    has=("generation", "problem|question", "expected_answer|generation_time|num_generated_tokens"),
    names=("output*.jsonl",),
    paths={
        "id": ("id", "unique_id", "problem_id"),
        "problem": ("problem", "question"),
        "response": ("generation",),
        "reasoning": ("reasoning_content",),
        "finish_reason": ("finish_reason",),
        "reference": ("expected_answer",),
        "subject": ("subject", "subset_for_metrics"),
        "level": ("level",),
    },
    scores=lambda row: _one("symbolic_correct", "symbolic_correct", row),
    repeats="a file for each seed",
)

# ---- verl ----------------------------------------------------------------------------------------------------------

_TRUTHS = ("target", "ground_truth", "answer", "gt")


def _truth(row: Raw, parts: Parts) -> Parts:
    """With the reference out of a ground truth that is an object, as rule-based rewards of several tasks keep it."""
    truth = row.get("gts")
    if not isinstance(truth, Mapping):
        return parts
    found = next((truth[name] for name in _TRUTHS if name in truth), None)
    return replace(parts, fields={**parts.fields, "reference": found})


VERL = Format(
    name="verl",
    title="verl rollout and validation dumps (<step>.jsonl)",
    has=("input", "output", "gts"),
    paths={"problem": ("input",), "response": ("output",), "reference": ("gts",)},
    scores=lambda row: {**_one("score", "score", row), **_one("acc", "acc", row)},
    finish=_truth,
    repeats="rows with the same prompt",
    note="no id and no finish reason are stored; the uid of newer versions names a rollout group of one step",
)

# ---- TRL -----------------------------------------------------------------------------------------------------------


def _rewards(row: Raw) -> Mapping[str, object]:
    """The columns of numbers that no role is read from: reward functions give theirs any name."""
    other = {name for role in ROLES for name in role.names + role.weak} | {"step", "advantage"}
    return {name: value for name, value in row.items() if isinstance(value, Numeral) and name not in other}


TRL = Format(
    name="trl",
    title="TRL completion logs (completions_<step>.parquet)",
    has=("step", "prompt", "completion", "advantage"),
    names=("completions_*.parquet",),
    paths={"problem": ("prompt",), "response": ("completion",)},
    keeps=True,
    scores=_rewards,
    conversation=True,
    repeats="rows with the same prompt",
    note="id and reference only where the reward function logs them (log_extra); else give --gold",
)

# ---- verifiers -----------------------------------------------------------------------------------------------------


def _stopped(row: Raw, parts: Parts) -> Parts:
    """With ``length`` for a truncated rollout; else why the environment stopped it."""
    reason = "length" if row.get("is_truncated") is True else row.get("stop_condition")
    return replace(parts, fields={**parts.fields, "finish_reason": reason})


VERIFIERS = Format(
    name="verifiers",
    title="verifiers 0.1 results (results.jsonl)",
    has=("example_id", "prompt", "completion", "reward"),
    names=("results.jsonl",),
    paths={
        "id": ("info.unique_id", "info.id", "example_id"),
        "problem": ("prompt",),
        "response": ("completion",),
        "reference": ("answer",),
    },
    scores=lambda row: _one("reward", "reward", row),
    finish=_stopped,
    conversation=True,
    repeats="rows with the same example_id, one after the other",
)


def _named_rewards(row: Raw) -> Mapping[str, object]:
    rewards = dig(row, "traces.0.rewards")
    return {name: dig(value, "score") for name, value in rewards.items()} if isinstance(rewards, Mapping) else {}


VERIFIERS_TRACES = Format(
    name="verifiers-traces",
    title="verifiers 0.4 traces (traces.jsonl)",
    has=("task.data", "traces.0.nodes"),
    names=("traces.jsonl",),
    paths={
        "id": ("task.data.id", "task.data.idx", "task.key"),
        "problem": ("task.data.prompt",),
        "response": ("traces.0.nodes.*.message",),
        "finish_reason": ("traces.0.calls.-1.finish_reason",),
        "reference": ("task.data.answer",),
    },
    scores=_named_rewards,
    conversation=True,
    repeats="rows with the same task id",
)

FORMATS = (QWEN_MATH, NEMO_SKILLS, VERL, TRL, VERIFIERS, VERIFIERS_TRACES)
