"""The same machine-made pairs through every grader: recall by kind of respelling, false positives by kind of near miss.

usage: python -m benchmarks.graders [PEER …] [--pairs N] [--out FOLDER] [--cache FOLDER]

Each peer writes a file of its own into the folder, so that peers can be measured one by one or side by side; the tables
are made of the files there that hold the same pairs. ``--pairs 400 --out trial`` is a quick run, a minute or two a
peer, and the READMEs stay as they are. References are the MATH-500 answers, where the optional data folder is beside
the checkout, and numbers as word problems have them. The labels are the machine's, which does not use mathequiv's
engine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.children import Child, PeerFailed
from benchmarks.corpora import ROOT, SHARED, Pair, math500_answers
from benchmarks.environments import CannotInstall, default_cache, python_of
from benchmarks.peers import PEERS, PREPARED, load
from benchmarks.report import show_in
from mathequiv.audit.calls import Reply
from mathequiv.audit.grader import machine_pairs, tally
from mathequiv.audit.machine.pairs import MachinePair

RESULTS = ROOT / "benchmarks" / "results" / "graders"
NAMES = tuple(name for name in PEERS if name not in (PREPARED, "mathequiv_compiled", "sympy_latex", "latex2sympy2"))
LIMIT = 5.0
"""Seconds a call may take."""
_NUMBERS = 500
_EACH = 40
_TURN = 20
_AGAIN = 400
"""Pairs that are asked again in reverse order, and with their sides swapped."""
MARKS = "graders"


def numbers() -> Iterator[str]:
    """Answers as word problems have them: integers of every size, decimals and money."""
    draw = random.Random(7)
    for _ in range(_NUMBERS):
        number = draw.randint(1, 10 ** draw.randint(1, 7))
        yield draw.choice((f"{number}", f"{number}", f"{number / 100:.2f}", rf"\${number}", f"-{number}"))


def pairs_of(count: int) -> list[MachinePair]:
    """Half respellings, half near misses, mixed; the same in every run."""
    answers = math500_answers() if (SHARED / "data").is_dir() else []
    found = machine_pairs([*answers, *numbers()], _EACH)
    halves = [[pair for pair in found if pair.equal is equal][: count // 2] for equal in (True, False)]
    mixed = [pair for half in halves for pair in half]
    random.Random(1).shuffle(mixed)
    return mixed


def digest_of(pairs: Sequence[MachinePair]) -> str:
    """What tells runs over the same pairs from runs over others."""
    texts = [(pair.prediction, pair.reference, pair.equal) for pair in pairs]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]


def reply_of(said: dict[str, Any]) -> Reply:
    """What a peer's child said, as the audit counts it."""
    detail = said.get("detail") or ""
    if said.get("stopped"):
        return Reply(None, "crash" if detail == "died" else "hang", "", said["seconds"])
    return Reply(said["equal"], "crash" if str(detail).startswith("raised ") else "", str(detail), said["seconds"])


def measure(name: str, pairs: Sequence[MachinePair], cache: Path) -> dict[str, Any]:
    """One peer on all pairs.

    Raises:
        CannotInstall: its environment cannot be made.
        PeerFailed: it does not start.
    """
    child = Child(name, python_of(name, cache), LIMIT)
    replies: list[Reply] = []
    try:
        for start in range(0, len(pairs), _TURN):
            turn = [Pair("", p.kind, p.prediction, p.reference, p.equal) for p in pairs[start : start + _TURN]]
            replies += map(reply_of, child.ask(turn))
            if len(replies) % 1_000 == 0:
                print(f"  {name}: {len(replies)} of {len(pairs)}", file=sys.stderr, flush=True)
    finally:
        child.close()
    audit = tally(name, pairs, replies)
    audit.again, audit.moved, audit.asymmetric = order_of(name, pairs[:_AGAIN], cache)
    found = audit.as_json()
    for name_of_time in ("seconds_median", "seconds_longest"):
        del found[name_of_time]  # peers run side by side here; how fast they are is measured by `benchmarks` itself
    for kind in found["kinds"].values():
        del kind["examples"]  # they hold texts of other projects' data
    return {"label": load(name).LABEL, "version": child.first["version"], "set": digest_of(pairs), **found}


def order_of(name: str, pairs: Sequence[MachinePair], cache: Path) -> tuple[int, int, int]:
    """How many pairs were asked again in a process of their own, and of how many the order changes the verdict.

    Returns:
        Their number; those judged otherwise in reverse order; those judged otherwise with the sides swapped.
    """
    asked = [Pair("", p.kind, p.prediction, p.reference, p.equal) for p in pairs]
    turned = [Pair("", p.kind, p.reference, p.prediction, p.equal) for p in pairs]
    child = Child(name, python_of(name, cache), LIMIT)
    try:
        first, back, sides = (ask_in_turns(child, some) for some in (asked, asked[::-1], turned))
    finally:
        child.close()
    # What is stopped says nothing; it is no verdict that could change.
    moved = sum(a["equal"] != b["equal"] for a, b in zip(first, back[::-1], strict=True) if not _stopped(a, b))
    swapped = sum(a["equal"] != b["equal"] for a, b in zip(first, sides, strict=True) if not _stopped(a, b))
    return len(asked), moved, swapped


def _stopped(*said: dict[str, Any]) -> bool:
    return any(one.get("stopped") for one in said)


def ask_in_turns(child: Child, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """What a child says of each pair."""
    return [said for start in range(0, len(pairs), _TURN) for said in child.ask(pairs[start : start + _TURN])]


def rows_of(folder: Path, digest: str) -> dict[str, dict[str, Any]]:
    """What the files of the folder say of these pairs, in the order of the peers."""
    paths = {name: folder / f"{name}.json" for name in NAMES}
    found = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in paths.items() if path.is_file()}
    return {name: row for name, row in found.items() if row.get("set") == digest}


def table(rows: dict[str, dict[str, Any]]) -> str:
    """The figures of every grader."""
    lines = [
        "| grader | recall | false positives | crashes | hangs | by order | by side |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows.values():
        figures = (f"{100 * row['recall']:.2f} %", row["false_positives"], row["crashes"], row["hangs"])
        cells = (f"{row['label']} {row['version']}", *figures, row["order_of_calls"], row["order_of_sides"])
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def by_kind(rows: dict[str, dict[str, Any]], *, equal: bool) -> str:
    """Shares called equal, by kind of pair: a row a kind, a column a grader."""
    kinds = {
        name: kind["pairs"] for row in rows.values() for name, kind in row["kinds"].items() if kind["equal"] is equal
    }
    labels = [row["label"] for row in rows.values()]
    lines = [f"| kind | pairs | {' | '.join(labels)} |", f"| --- | ---: | {' | '.join(['---:'] * len(labels))} |"]
    for name, count in kinds.items():
        shares = []
        for row in rows.values():
            kind = row["kinds"].get(name)
            called = 0 if kind is None else kind["right"] if equal else kind["pairs"] - kind["right"]
            shares.append(f"{100 * called / count:.0f} %" if called else "0")
        lines.append(f"| {name} | {count} | {' | '.join(shares)} |")
    return "\n".join(lines)


def about(row: dict[str, Any]) -> str:
    """What the columns count, over the pairs of a row."""
    said = (
        f"{row['respellings']:,} respellings of right answers and {row['near_misses']:,} near misses, made by "
        "mathequiv's own generator, without its engine, each with a certain label; such pairs were also used to find "
        "and repair faults. Recall: respellings called equal. False positive: a near miss called equal. Hang: "
        f"a call over {LIMIT:.0f} s. By order and by side: how many of {_AGAIN} of the pairs get another verdict "
        "when they come in reverse order, and with prediction and reference swapped."
    )
    return textwrap.fill(said, 120)


def write_tables(rows: dict[str, dict[str, Any]]) -> None:
    """Put the tables into both READMEs."""
    said = about(next(iter(rows.values())))
    there = "[the figures by kind](benchmarks/README.md#how-graders-fail)"
    short = f"{said}\n\n{table(rows)}\n\nMade by `python -m benchmarks.graders`; {there}."
    long = "\n\n".join(
        (
            said,
            table(rows),
            "Respellings called equal, by kind:",
            by_kind(rows, equal=True),
            "Near misses called equal, by kind:",
            by_kind(rows, equal=False),
        )
    )
    show_in(ROOT / "README.md", short, MARKS)
    show_in(ROOT / "benchmarks" / "README.md", long, MARKS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peers", nargs="*", metavar="PEER", help=f"of {', '.join(NAMES)}; else all")
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--cache", type=Path, default=default_cache(), help="folder of the peers' environments")
    parser.add_argument("--out", type=Path, help="folder of the files; else benchmarks/results/graders and the READMEs")
    args = parser.parse_args()
    folder: Path = args.out or RESULTS
    folder.mkdir(parents=True, exist_ok=True)
    pairs = pairs_of(args.pairs)
    for name in args.peers or NAMES:
        try:
            found = measure(name, pairs, args.cache)
        except (CannotInstall, PeerFailed) as reason:
            print(f"{name}: left out: {reason}", file=sys.stderr)
            continue
        (folder / f"{name}.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    rows = rows_of(folder, digest_of(pairs))
    if args.out is None and rows:
        write_tables(rows)
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
