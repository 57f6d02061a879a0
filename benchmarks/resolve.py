"""Does this project install beside the harnesses that pin ANTLR? pip resolves each combination without installing it.

    python -m benchmarks.resolve

Prints the ANTLR version chosen beside each of them; exits 1 if one combination has no solution.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ("lm-eval[math]", "inspect-ai[math]", "omegaconf<2.4", "math-verify[antlr4_13_2]")
SHOWN = ("antlr4-python3-runtime", "latex2sympy2_extended", "sympy", "python-flint")


def resolve(python: Path, requirement: str) -> dict[str, str] | str:
    """The versions that pip would install, by package name, or the last line of its complaint."""
    command = [python, "-m", "pip", "install", "--dry-run", "--quiet", "--ignore-installed", "--report", "-", ROOT]
    done = subprocess.run([*command, requirement], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return done.stderr.strip().splitlines()[-1]
    rows = json.loads(done.stdout)["install"]
    return {row["metadata"]["name"].lower().replace("-", "_"): row["metadata"]["version"] for row in rows}


def main() -> int:
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--upgrade", "pip"], check=True)
        print(f"{'beside':<28}" + "".join(f"{name:<24}" for name in SHOWN))
        for requirement in BESIDE:
            found = resolve(python, requirement)
            failures += isinstance(found, str)
            row = found if isinstance(found, str) else "".join(f"{found[n.replace('-', '_')]:<24}" for n in SHOWN)
            print(f"{requirement:<28}{row}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
