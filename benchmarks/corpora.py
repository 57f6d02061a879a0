"""The optional real data beside the checkout, as pairs to compare."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
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
