"""Published sets of problems: where each is, what its fields are called, and what tells the real one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

__all__ = ["KNOWN_SETS", "KnownSet", "digest", "published_as", "set_of_fields", "set_of_repo"]

_ROLES = frozenset(("id", "problem", "reference", "subject", "level", "tolerance"))


@dataclass(frozen=True, slots=True)
class KnownSet:
    """A row of the table.

    Args:
        name: the set's usual name.
        repo: where `datasets` finds it; None where no place is known.
        fields: role to field name; a reference that is a worked solution gives the answer it marks.
        split: the split that is evaluated on.
        config: the configuration, where the set has several.
        ids: how many problems the published set has, and `digest` of their ids; None where it is not pinned.
        answers: `digest` of the pairs of id and answer.
        source: where the field names were seen.
    """

    name: str
    repo: str | None
    fields: Mapping[str, str]
    split: str = "test"
    config: str | None = None
    ids: tuple[int, str] | None = None
    answers: str | None = None
    source: str = field(default="")

    def __post_init__(self) -> None:
        unknown = set(self.fields) - _ROLES
        if unknown or not {"problem", "reference"} <= set(self.fields):
            raise ValueError(f"set {self.name!r} needs fields for problem and reference, and no others than roles")


def _fields(problem: str, reference: str, **others: str) -> dict[str, str]:
    return {"problem": problem, "reference": reference, **others}


_MATH500 = _fields("problem", "answer", id="unique_id", subject="subject", level="level")
_MATH = _fields("problem", "solution", subject="type", level="level")

KNOWN_SETS: tuple[KnownSet, ...] = (
    KnownSet(
        "MATH-500",
        "HuggingFaceH4/MATH-500",
        _MATH500,
        ids=(500, "7833f7feef572cb3d9541be43af586069c7e23bcf0792ebf9b789cbd4ca654b4"),
        answers="e4f43de6c9324f312a0c3e0e813a4390d6417e3ea161560248f19c5163f04349",
        source="lm-evaluation-harness, lighteval, evalscope",
    ),
    KnownSet("MATH", "EleutherAI/hendrycks_math", _MATH, config="algebra", source="lm-evaluation-harness"),
    KnownSet("MATH", "DigitalLearningGmbH/MATH-lighteval", _MATH, source="lighteval"),
    KnownSet("GSM8K", "openai/gsm8k", _fields("question", "answer"), config="main", source="lm-evaluation-harness"),
    KnownSet(
        "AIME 2024", "HuggingFaceH4/aime_2024", _fields("problem", "answer", id="id"), "train", source="lighteval"
    ),
    KnownSet(
        "AIME 2024",
        "Maxwell-Jia/AIME_2024",
        _fields("Problem", "Answer", id="ID"),
        "train",
        source="lm-evaluation-harness",
    ),
    KnownSet("AIME 2024", "math-ai/aime24", _fields("problem", "solution", id="id"), source="evalscope"),
    KnownSet("AIME 2025", "math-ai/aime25", _fields("problem", "answer", id="id"), source="lm-evaluation-harness"),
    KnownSet("AIME 2025", "yentinglin/aime_2025", _fields("problem", "answer", id="id"), "train", source="lighteval"),
    KnownSet(
        "AIME 1983-2024",
        "gneubig/aime-1983-2024",
        _fields("Question", "Answer", id="ID"),
        "train",
        source="lm-evaluation-harness",
    ),
    KnownSet("AMC", "AI-MO/aimo-validation-amc", _fields("problem", "answer", id="id"), "train", source="unchecked"),
    KnownSet("AMC 2023", "math-ai/amc23", _fields("question", "answer", id="id"), source="unchecked"),
    KnownSet(
        "OlympiadBench",
        "Hothan/OlympiadBench",
        # Its field of tolerances has a name that means a message elsewhere.
        _fields("question", "final_answer", id="id", subject="subfield", tolerance="error"),
        "train",
        config="OE_TO_maths_en_COMP",
        source="evalscope",
    ),
    KnownSet("Minerva Math", "math-ai/minervamath", _fields("question", "answer"), source="unchecked"),
    KnownSet(
        "Minerva Math",
        "knoveleng/Minerva-Math",
        _fields("problem", "solution", id="idx", subject="type"),
        "train",
        source="evalscope",
    ),
    KnownSet(
        "GaoKao 2023 En",
        "MARIO-Math-Reasoning/Gaokao2023-Math-En",
        _fields("question", "answer", id="id"),
        "train",
        source="unchecked",
    ),
    KnownSet("MATH-Perturb", None, _MATH500, source="unchecked"),
)
"""One row per published place of a set; of two with the same field names the earlier one is taken for a file."""

_PLACED = [row.repo.lower() for row in KNOWN_SETS if row.repo is not None]
if len(set(_PLACED)) != len(_PLACED):
    raise ValueError("two known sets share a repository")


def set_of_repo(name: str) -> KnownSet | None:
    """The set at a repository, or the first row of that usual name; upper and lower case are one."""
    wanted = name.lower()
    placed = next((row for row in KNOWN_SETS if row.repo is not None and row.repo.lower() == wanted), None)
    return placed or next((row for row in KNOWN_SETS if row.name.lower() == wanted), None)


def set_of_fields(present: Collection[str]) -> KnownSet | None:
    """The set whose fields a file has, every one; of several the one with the most."""
    fitting = [row for row in KNOWN_SETS if set(row.fields.values()) <= set(present)]
    return max(fitting, key=lambda row: len(row.fields), default=None)


def digest(lines: Iterable[str]) -> str:
    """SHA-256 over the sorted lines, so that the order of a file does not matter."""
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "surrogatepass")).hexdigest()


def published_as(answers: Mapping[str, str | None]) -> str | None:
    """The name of the published set that holds these problems.

    Args:
        answers: the reference answer of each problem, by id.

    Returns:
        The name where the ids are those of a published set, with a remark where its answers are others; else None.
    """
    pinned = [row for row in KNOWN_SETS if row.ids is not None and row.ids[0] == len(answers)]
    ids = digest(answers) if pinned else ""
    found = next((row for row in pinned if row.ids is not None and row.ids[1] == ids), None)
    if found is None:
        return None
    same = found.answers == digest(f"{name}\t{answer}" for name, answer in answers.items())
    return found.name if same else f"{found.name} with other answers"
