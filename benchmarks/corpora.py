"""The pairs that are compared: the project's own tables, any file of labelled pairs, and the optional real data."""

from __future__ import annotations

import json
import math
import re
import runpy
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
_LONG = 150
_SENTENCES = ("mathverify", "inspect")


@dataclass(frozen=True)
class LabelledPair:
    """A reference and a prediction with the label; ``sentence`` marks a prediction that is a whole response."""

    id: str
    reference: str
    prediction: str
    equal: bool
    sentence: bool


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        sys.exit(f"{path}: not found; these measurements need the optional data folder beside the checkout")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def labelled_pairs(path: Path = SHARED / "data" / "labelled_pairs.jsonl") -> list[LabelledPair]:
    """Rows of a file with reference, prediction and equal; whole sentences are told by their source or a box."""
    pairs = []
    for row in read_jsonl(path):
        sentence = row["id"].startswith(_SENTENCES) or "\\boxed" in row["prediction"]
        pairs.append(LabelledPair(row["id"], row["reference"], row["prediction"], row["equal"], sentence))
    return pairs


def bare_answers(pair: LabelledPair) -> tuple[str | None, str | None]:
    """(prediction, reference) as final answers: what is extracted from a sentence."""
    from mathequiv import extract_answer

    reference = pair.reference
    if pair.sentence and ("\\boxed" in reference or len(reference) > _LONG):
        reference = extract_answer(reference).text or reference
    prediction = extract_answer(pair.prediction).text if pair.sentence else pair.prediction
    return prediction, reference


def math500_answers() -> list[str]:
    return [row["answer"] for row in read_jsonl(SHARED / "data" / "math500.jsonl")]


@dataclass(frozen=True)
class Pair:
    """Two final answers; ``kind`` is where they come from, ``equal`` the label, None where there is none."""

    id: str
    kind: str
    prediction: str
    reference: str
    equal: bool | None


@dataclass(frozen=True)
class PairSet:
    """Pairs that are measured together, under a name and what they are, as it reads after their number.

    ``ours`` says that results may show the texts; those of other projects' data are named by their ids only.
    """

    name: str
    about: str
    pairs: list[Pair]
    ours: bool = False


def from_labelled(path: Path) -> list[Pair]:
    """The final answers of a file of labelled pairs, without dollars around them; the kind is the start of the id."""
    found = []
    for pair in labelled_pairs(path):
        prediction, reference = bare_answers(pair)
        kind = re.split(r"[-_/:\d]", pair.id, maxsplit=1)[0] or "pairs"
        found.append(Pair(pair.id, kind, _undressed(prediction), _undressed(reference), pair.equal))
    return found


def _undressed(text: str | None) -> str:
    """Without the dollars around the whole: some peers want them and some do not, so each adds its own."""
    inside = re.fullmatch(r"\s*(\${1,2})([^$]*)\1\s*", text or "")
    return inside[2] if inside else text or ""


def from_tables() -> list[Pair]:
    """The pairs of ``tests/tables`` with a verdict; ``a`` is the reference. NOT is what must not be called equal."""
    from tests.pair_tables import TABLES, load, paths

    labels = {"EQUIVALENT": True, "DIFFERENT": False, "NOT": False}
    return [
        Pair(row.id, path.stem, row.b, row.a, labels[row.verdict])
        for path in paths(TABLES)
        for row in load(path)
        if row.verdict in labels
    ]


def _sized(text: str) -> str:
    return re.sub(r"^([(\[])([^()\[\]]*)([)\]])$", r"\\left\1\2\\right\3", text)


_STYLES = (
    lambda text: text.replace("\\frac", "\\dfrac"),
    lambda text: f"${text}$",
    lambda text: f" {text}.",
    lambda text: _sized(text).replace("+", " + "),
)


def restyled(texts: list[str]) -> list[Pair]:
    """Each answer beside a respelling of it that changes nothing but its looks."""
    return [Pair(f"math500-{n}", "restyled", _restyled(text, n), text, equal=True) for n, text in enumerate(texts)]


def _restyled(text: str, number: int) -> str:
    """By the first style, from the numbered one on, that changes the text; dollars change any."""
    styles = (_STYLES[(number + k) % len(_STYLES)](text) for k in range(len(_STYLES)))
    return next(other for other in styles if other != text)


def identical(texts: list[str]) -> list[Pair]:
    return [Pair(f"math500-{n}", "identical", text, text, equal=True) for n, text in enumerate(texts)]


MOST_ROWS = 2_000
"""Rows of the tables that peers are asked; slow ones take half an hour for all."""


def pair_sets(extra: list[Path]) -> list[PairSet]:
    """Every set there is: the optional data, where it is beside the checkout, the tables, and the files given."""
    data = SHARED / "data"
    sets = []
    if data.is_dir():
        pairs = from_labelled(data / "labelled_pairs.jsonl")
        sets.append(PairSet("labelled", "pairs from other projects' tests and models, labelled by hand", pairs))
        answers = math500_answers()
        sets.append(
            PairSet(
                "restyled",
                "MATH-500 answers, each against a respelling of it (sizing, spaces, dollars, a period)",
                restyled(answers),
            )
        )
        sets.append(PairSet("identical", "MATH-500 answers, each against itself", identical(answers)))
    rows = from_tables()
    step = math.ceil(len(rows) / MOST_ROWS)
    said = f"of the {len(rows)} pairs of this project's own test tables, one in {step}"
    sets.append(PairSet("tables", said, rows[::step], ours=True))
    sets += [PairSet(path.stem, f"pairs of {path.name}", from_labelled(path), ours=True) for path in extra]
    return sets


WARM_UP = 120
"""Pairs of every kind that each peer is asked before its time is taken."""


def warm_up() -> list[Pair]:
    """Pairs of the tables, none of which is measured, nor made to attack a grader.

    A scorer that gives up after a time may leave a thread behind that goes on computing beside all that follows.
    """
    rows = from_tables()
    measured = {row.id for row in rows[:: math.ceil(len(rows) / MOST_ROWS)]}
    others = [row for row in rows if row.id not in measured and row.kind != "attack"]
    return others[:: math.ceil(len(others) / WARM_UP)]


def labelled_responses() -> list[tuple[str, str, bool | None]]:
    """(response, reference, label) of the recorded responses, empty without the optional data."""
    path = SHARED / "data" / "responses_math100.jsonl"
    return [
        (response, row["answer"], label)
        for row in (read_jsonl(path) if path.is_file() else [])
        for response, label in zip(row["responses"], row["correct"], strict=True)
    ]


def long_responses(characters: int = 30_000, count: int = 40) -> list[tuple[str, str, bool | None]]:
    """The same for responses of this length with a box at the end, made of the recorded ones."""
    path = SHARED / "tools" / "long_responses.py"
    if not path.is_file():
        return []
    make = runpy.run_path(str(path))["make"]
    rows = (make("box", characters, seed=seed) for seed in range(count))
    return [(row["response"], row["reference"], True) for row in rows]


def write_rows(path: Path, rows: int) -> None:
    """So many rows of predictions with their references: the recorded responses, repeated under new ids."""
    problems = read_jsonl(SHARED / "data" / "responses_math100.jsonl")
    pool = [(p["id"], p["answer"], p["level"], text) for p in problems for text in p["responses"]]
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            key, answer, level, text = pool[number % len(pool)]
            row = {"id": f"{key}/{number}", "answer": answer, "level": level, "response": text}
            file.write(json.dumps(row) + "\n")
