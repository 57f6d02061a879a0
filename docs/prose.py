"""Reads the prose of pages, docstrings and comments: ``python -m docs.prose`` prints what is not plain English.

Code is left out. Phrases of `PLAIN` are the project's own list, which the tests check too; the rest is proselint's.
"""

from __future__ import annotations

import ast
import io
import itertools
import re
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONT = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "benchmarks/README.md", "examples/README.md")

PLAIN = {
    r"behind(?! (an? |the )?(OpenAI|server|proxy|mark))": "after",
    r"held against": "compared with",
    r"hold \w+( \w+)? against": "compare with",
    r"(tell|tells|told|telling) (\w+ )?apart(?! from one)": "distinguish, decide",
    r"(stand|stands|stood) (for|in|there|at|once|beside|here|under|on|behind|between|alone as)": "is, means",
    r"nobody asked": "not needed",
    r"(layers?|pairs?|SymPy|latex2sympy2) (is|are|was|were) (not )?asked(?! for)": "is tried, is called",
    r"(hear|hears|heard)": "get",
    r"whom": "who",
    r"anew": "again",
    r"to the letter(?! (after|it))": "exactly",
    r"(come|comes|came) of": "results from",
    r"in step with": "like",
}
"""What is not written, as a regular expression without case, and what is written instead."""

_OFF = ("typography", "spelling", "dates_times", "hedging", "annotations", "restricted", "industrial_language")
"""Checks of proselint that mistake code and mathematics for prose, or want a tone."""


def pages() -> list[Path]:
    """The pages that people read."""
    return [*(ROOT / name for name in FRONT), *sorted((ROOT / "docs").rglob("*.md"))]


def sources() -> list[Path]:
    """The modules whose docstrings and comments are read."""
    return sorted((ROOT / "mathequiv").rglob("*.py"))


def prose(path: Path) -> str:
    """The prose of a file, each word in the line where it is written; all else is blank."""
    text = path.read_text(encoding="utf-8")
    return _of_module(text) if path.suffix == ".py" else _without_code(text, itertools.count())


def _without_code(text: str, number: Iterator[int]) -> str:
    def blank(found: re.Match[str]) -> str:
        return "\n" * found[0].count("\n")

    text = re.sub(r"^(```+|~~~).*?^\1", blank, text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"<!-- (\w+)[^>]*-->.*?<!-- /\1 -->", blank, text, flags=re.DOTALL)
    text = re.sub(r"(`+)(?!`).+?\1", lambda found: f"X{next(number)}{blank(found)}", text, flags=re.DOTALL)
    text = re.sub(r"^#+ .*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"(?<=\d) (?=\d{3})", ",", text)
    return re.sub(r"\]\([^)]*\)", "]", text)


def _of_module(text: str) -> str:
    number = itertools.count()
    lines = [""] * (text.count("\n") + 2)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            for at, line in enumerate(_without_code(node.value.value, number).split("\n"), node.lineno - 1):
                lines[min(at, len(lines) - 1)] = line
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and not re.match(r"# (noqa|type:)", token.string):
            lines[token.start[0] - 1] = re.sub(r"noqa.*", "", _without_code(token.string.lstrip("# "), number))
    return "\n".join(lines)


def phrases(path: Path) -> Iterator[str]:
    """What the project's own list finds in a file, with the place and what to write instead."""
    text = prose(path)
    for pattern, better in PLAIN.items():
        for found in re.finditer(rf"\b(?:{pattern})\b", text.replace("\n", " "), re.IGNORECASE):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{path.relative_to(ROOT)}:{line}: {found[0]!r}: {better}"


def _proselint(paths: list[Path]) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in paths:
            copy = folder / f"{path.relative_to(ROOT)}.md"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(prose(path), encoding="utf-8")
        command = [sys.executable, "-m", "proselint", "--output-format", "full", "check", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own files
        if done.returncode > 1:
            sys.exit(done.stderr)
        found = [line.replace(f"{folder.resolve()}/", "").replace(".md:", ":", 1) for line in done.stdout.splitlines()]
    return [line for line in found if not re.search(rf": ({'|'.join(_OFF)})\.", line)]


def main() -> int:
    """Print what is found; the exit code is 1 if there is anything."""
    paths = [*pages(), *sources()]
    found = [*(line for path in paths for line in phrases(path)), *_proselint(paths)]
    sys.stdout.writelines(f"{line}\n" for line in found)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
