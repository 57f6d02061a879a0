"""What the replies of a peer come to: how right, how fast."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.corpora import Pair

__all__ = ["accuracy", "percentile", "speed"]

_SHOWN = 80


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-round(share * 1000) * len(ordered) // 1000) - 1)]


def _row(pair: Pair, reply: dict[str, Any]) -> dict[str, Any]:
    texts = {name: text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…" for name, text in _texts(pair).items()}
    return {"id": pair.id, **texts, **{key: reply[key] for key in ("layer", "rule", "detail") if reply.get(key)}}


def _texts(pair: Pair) -> dict[str, str]:
    return {"prediction": pair.prediction, "reference": pair.reference}


def accuracy(pairs: Sequence[Pair], replies: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Right answers, false positives in full, false negatives by kind, and what was not decided.

    A pair that is not decided (the peer raised, was stopped, or said so) counts as not equal.
    """
    judged = [(pair, reply) for pair, reply in zip(pairs, replies, strict=True) if pair.equal is not None]
    positives = [(pair, reply) for pair, reply in judged if reply["equal"] and not pair.equal]
    negatives = [(pair, reply) for pair, reply in judged if not reply["equal"] and pair.equal]
    kinds = Counter(pair.kind for pair, _ in judged)
    missed = Counter(pair.kind for pair, _ in negatives)
    found: dict[str, Any] = {
        "pairs": len(judged),
        "equal": sum(bool(pair.equal) for pair, _ in judged),
        "accuracy": 1 - (len(positives) + len(negatives)) / len(judged),
        "false_positives": len(positives),
        "false_negatives": len(negatives),
        "undecided": sum(reply["equal"] is None for _, reply in judged),
        "stopped": sum(bool(reply.get("stopped")) for _, reply in judged),
        "false_positive_rows": [_row(*one) for one in positives],
        "false_negatives_by_kind": {kind: [missed[kind], kinds[kind]] for kind in sorted(missed)},
    }
    if any("layer" in reply for _, reply in judged):
        found["layers"] = Counter(reply["layer"] or "none" for _, reply in judged)
        found["evidence"] = Counter(reply["evidence"] for _, reply in judged if reply["equal"])
        found["false_negative_rows"] = [_row(*one) for one in negatives]
    return found


def speed(pairs: Sequence[Pair], replies: Sequence[dict[str, Any]], seconds: str = "seconds") -> dict[str, Any]:
    """Times in microseconds; a stopped pair counts with the time it was given."""
    times = [reply[seconds] * 1e6 for reply in replies]
    worst = max(range(len(times)), key=times.__getitem__)
    return {
        "pairs_per_second": 1e6 * len(times) / sum(times),
        "median_us": statistics.median(times),
        "mean_us": statistics.fmean(times),
        "p99_us": percentile(times, 0.99),
        "worst_us": times[worst],
        "worst_pair": _row(pairs[worst], {}),
    }
