"""Every pair asked of every peer, in short turns, so that all meet the machine in the same state."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.children import Child, PeerFailed
from benchmarks.corpora import Pair
from benchmarks.environments import CannotInstall, python_of
from benchmarks.peers import load

__all__ = ["Peers", "ask_all"]

_TURN = 20
_PIPE_BYTES = 48_000
_BYTES_A_CHARACTER = 2


@dataclass
class Peers:
    """The peers that run, and why the others do not."""

    running: dict[str, Child] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def start(self, names: Sequence[str], pythons: Mapping[str, str], cache: Path, limit: float, mode: str) -> None:
        """Install and start each; ``pythons`` names environments that are there already."""
        for name in names:
            try:
                self.running[name] = Child(name, pythons.get(name) or python_of(name, cache), limit, mode)
            except (CannotInstall, PeerFailed) as reason:  # noqa: PERF203 - each peer fails by itself
                self.missing[name] = str(reason)
                print(f"{load(name).LABEL}: left out: {reason}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """End those that run."""
        for child in self.running.values():
            child.close()


def ask_all(pairs: Sequence[Pair], peers: Mapping[str, Child]) -> dict[str, list[dict[str, Any]]]:
    """The replies of each peer, in the order of the pairs."""
    replies: dict[str, list[dict[str, Any]]] = {name: [] for name in peers}
    done = 0
    for chunk in _chunks(pairs):
        for name, child in peers.items():
            replies[name] += child.ask(chunk)
        done += len(chunk)
        print(f"\r  {done} of {len(pairs)} pairs", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return replies


def _chunks(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """A few pairs at a time, that a pipe holds; a longer pair is alone."""
    chunk: list[Pair] = []
    size = 0
    for pair in pairs:
        length = _BYTES_A_CHARACTER * (len(pair.prediction) + len(pair.reference))
        if chunk and (len(chunk) == _TURN or size + length > _PIPE_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(pair)
        size += length
    if chunk:
        yield chunk
