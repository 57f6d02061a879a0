"""``python -m benchmarks``: accuracy and speed of mathequiv beside its peers, cold starts, growth, whole runs."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.asking import Peers, ask_all
from benchmarks.bars import bars
from benchmarks.corpora import ROOT, Pair, PairSet, labelled_responses, long_responses, pair_sets, warm_up
from benchmarks.environments import CannotInstall, default_cache, python_of
from benchmarks.figures import accuracy, speed
from benchmarks.peers import PEERS, load
from benchmarks.report import bars_table, long_text, set_table, show_everywhere, write_charts

PARTS = ("cold", "stages", "growth", "whole", "pairs", "responses")
RESULTS = ROOT / "benchmarks" / "results"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--peers", type=_names(PEERS), default=PEERS, help=f"comma-separated, out of {', '.join(PEERS)}"
    )
    parser.add_argument(
        "--parts", type=_names(PARTS), default=PARTS, help=f"comma-separated, out of {', '.join(PARTS)}"
    )
    parser.add_argument("--sets", type=lambda text: text.split(","), help="only these sets of pairs")
    parser.add_argument(
        "--pairs",
        type=Path,
        action="append",
        default=[],
        metavar="JSONL",
        help="a further set: rows of id, prediction, reference, equal",
    )
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="only every Nth pair")
    parser.add_argument("--limit", type=float, default=5.0, metavar="SECONDS", help="a pair may take this long [5]")
    parser.add_argument("--cache", type=Path, default=default_cache(), help="folder of the peers' environments")
    parser.add_argument("--python", action="append", default=[], metavar="PEER=PATH", help="use this Python for a peer")
    parser.add_argument(
        "--out",
        type=Path,
        help=f"folder of the results; else {RESULTS.relative_to(ROOT)}, and the READMEs are rewritten",
    )
    return parser.parse_args()


def _names(known: Sequence[str]) -> Any:
    def names(text: str) -> tuple[str, ...]:
        chosen = tuple(text.split(","))
        if unknown := set(chosen) - set(known):
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
        return chosen

    return names


def machine() -> dict[str, Any]:
    load_now = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": f"{os.cpu_count()} cores, {platform.machine()}",
        "load": load_now,
    }


def measure_set(pair_set: PairSet, peers: Peers) -> dict[str, Any]:
    """Every peer on one set of pairs."""
    print(f"{pair_set.name}: {pair_set.about}", file=sys.stderr)
    replies = ask_all(pair_set.pairs, peers.running)
    found = {
        name: {
            "label": load(name).LABEL,
            "version": peers.running[name].first["version"],
            "accuracy": accuracy(pair_set.pairs, said),
            "speed": speed(pair_set.pairs, said),
            "cpu": speed(pair_set.pairs, said, "cpu"),
        }
        for name, said in replies.items()
    }
    return {"about": pair_set.about, "pairs": len(pair_set.pairs), "ours": pair_set.ours, "peers": found}


def measure_peers(args: argparse.Namespace, mode: str, sets: Sequence[PairSet]) -> dict[str, Any]:
    """Start the peers that have a function for this, and measure every set."""
    peers = Peers()
    names = [name for name in args.peers if hasattr(load(name), mode)]
    try:
        peers.start(names, dict(one.split("=", 1) for one in args.python), args.cache, args.limit, mode)
        ask_all(warm_up() if mode == "is_equiv" else [], peers.running)
        measured = {one.name: measure_set(one, peers) for one in sets}
    finally:
        peers.close()
    starts = {name: {key: child.first[key] for key in ("load", "first")} for name, child in peers.running.items()}
    return {"sets": measured, "missing": peers.missing, "starts": starts}


def answer_sets(args: argparse.Namespace) -> list[PairSet]:
    sets = [one for one in pair_sets(args.pairs) if args.sets is None or one.name in args.sets]
    return [replace(one, pairs=one.pairs[:: args.sample]) for one in sets]


def response_sets(args: argparse.Namespace) -> list[PairSet]:
    own_means = "against their references, each scorer finding the answer by its own means"
    sources = {
        "responses": (f"responses of a model {own_means}", labelled_responses()),
        "long_responses": (f"responses of 30,000 characters {own_means}", long_responses()),
    }
    sets = []
    for name, (about, rows) in sources.items():
        pairs = [Pair(str(n), "response", *row) for n, row in enumerate(rows[:: args.sample])]
        sets += [PairSet(name, about, pairs)] if pairs else []
    return sets


def measure(args: argparse.Namespace) -> dict[str, Any]:
    result: dict[str, Any] = {"machine": machine(), "labels": {name: load(name).LABEL for name in PEERS}}
    result |= measure_ours(args)
    result |= {"sets": {}, "missing": {}}
    if "pairs" in args.parts:
        result |= measure_peers(args, "is_equiv", answer_sets(args))
    if "responses" in args.parts and (sets := response_sets(args)):
        graded = measure_peers(args, "grader", sets)
        result["sets"] |= graded["sets"]
        result["missing"] |= graded["missing"]
    result["bars"] = bars(result)
    return result


def measure_ours(args: argparse.Namespace) -> dict[str, Any]:
    """The parts that concern mathequiv alone."""
    from benchmarks.cold import cold_starts
    from benchmarks.growth import growth
    from benchmarks.stages import by_stage
    from benchmarks.whole import whole_runs

    parts: dict[str, Callable[[], Any]] = {
        "cold": lambda: cold_starts(_python_of_math_verify(args)),
        "stages": lambda: by_stage(pair_sets([])[0].pairs[:: args.sample]),
        "growth": growth,
        "whole": whole_runs,
    }
    needs_data = {"whole"} if not labelled_responses() else set()
    found = {}
    for name, measured in parts.items():
        if name in args.parts and name not in needs_data:
            print(name, file=sys.stderr, flush=True)
            found[name] = measured()
    return found


def _python_of_math_verify(args: argparse.Namespace) -> str | None:
    given = dict(pair.split("=", 1) for pair in args.python)
    try:
        return given.get("math_verify") or python_of("math_verify", args.cache)
    except CannotInstall as reason:
        print(f"math_verify: left out of the cold starts: {reason}", file=sys.stderr)
        return None


def misses(result: dict[str, Any]) -> list[str]:
    """Mathequiv's own wrong verdicts, each with what decided."""
    lines = []
    for name, found in result["sets"].items():
        right = found["peers"].get("mathequiv", {}).get("accuracy", {})
        for kind in ("false_positive_rows", "false_negative_rows"):
            for row in right.get(kind, []):
                said = " ".join(str(row.get(key, "")) for key in ("layer", "rule", "detail"))
                lines.append(f"{name} {kind[:-5]} {row['id']}: {row['prediction']!r} for {row['reference']!r}: {said}")
    return lines


def without_texts(result: dict[str, Any]) -> None:
    """Leave of rows from other projects' data their ids, and what decided."""
    for found in result["sets"].values():
        for peer in [] if found["ours"] else found["peers"].values():
            right = peer["accuracy"]
            for rows in (right["false_positive_rows"], right.get("false_negative_rows", [])):
                rows[:] = [{key: row[key] for key in ("id", "layer", "rule") if key in row} for row in rows]
            for clock in ("speed", "cpu"):
                peer[clock]["worst_pair"] = {"id": peer[clock]["worst_pair"]["id"]}


def main() -> int:
    args = arguments()
    result = measure(args)
    for line in misses(result):
        print(line)
    without_texts(result)
    folder: Path = args.out or RESULTS
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "latest.md").write_text(long_text(result) + "\n", encoding="utf-8")
    if result["sets"]:
        write_charts(result, folder)
        if args.out is None:
            show_everywhere(result)
    for found in result["sets"].values():
        print(f"\n{found['about']}\n{set_table(found)}")
    print(f"\n{bars_table(result['bars'])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
