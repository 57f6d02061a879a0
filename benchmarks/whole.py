"""Whole runs: ``mathequiv score`` over the recorded responses, and over a long file of them."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.corpora import ROOT, write_rows

__all__ = ["whole_runs"]

ROWS = (800, 200_000)
WORKERS = (1, 2)


def _run(path: Path, rows: int, workers: int) -> dict[str, Any]:
    script = ROOT / "benchmarks" / "large_run.py"
    command = [sys.executable, str(script), "--child", str(path), "--workers", str(workers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return {"rows": rows, "workers": workers, "rows_per_second": rows / found["seconds"], **found}


def whole_runs() -> list[dict[str, Any]]:
    """Rows per second, CPU seconds and megabytes of the parent and of its largest worker, by rows and workers."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for rows in ROWS:
            path = Path(folder) / f"{rows}.jsonl"
            write_rows(path, rows)
            for workers in WORKERS:
                print(f"  {rows} rows, {workers} workers", file=sys.stderr, flush=True)
                found.append(_run(path, rows, workers))
    return found
