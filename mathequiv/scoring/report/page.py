"""The report of a finished run as one HTML file: the template filled, with style, script and rows inside.

The page asks for nothing from outside and runs no script but its own: a policy in its head names both by their hash.
It holds rows as JSON in which no character can end the script element, and the script makes every element by name.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timezone
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

from mathequiv.errors import InputError
from mathequiv.rulebook import RULES, page_of
from mathequiv.scoring.formats.sources import STDIN
from mathequiv.scoring.output import GRADED, SUMMARY, files_of_run
from mathequiv.scoring.report.figures import Lengths, figures
from mathequiv.scoring.run import Listener, ScoreRequest, score
from mathequiv.scoring.summary import Summary
from mathequiv.scoring.targets import check_targets, said, write_text

try:
    from jinja2 import Environment, StrictUndefined, select_autoescape

    from mathequiv.scoring.report.listing import MAX_LISTED, Listing, list_rows
except ImportError as _missing:
    if _missing.name not in ("jinja2", "latex2mathml"):
        raise
    raise InputError(f"an HTML report needs {_missing.name}: pip install 'mathequiv[report]'") from None

__all__ = ["asset", "environment", "hash_of", "score_with_report", "write_report"]

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def score_with_report(request: ScoreRequest, target: Path, listener: Listener, *, title: str | None = None) -> Summary:
    """Score, and write the report.

    Args:
        request: what to score and how.
        target: the HTML file.
        listener: is told how it goes.
        title: the heading of the page; None for the names of the files.

    Returns:
        The counts.

    Raises:
        InputError: as `score`; the report cannot be written, which is found out first where it can be; or the
            predictions are standard input.
    """
    if STDIN in request.predictions:
        raise InputError("can be read only once, and --report reads twice: name a file", STDIN)
    request.check_targets(target)
    with tempfile.TemporaryDirectory(prefix="mathequiv-") as folder:
        out = request.out or Path(folder)
        summary = score(replace(request, out=out), listener)
        _write(out, target, listener, title)
    return summary


def write_report(
    folder: Path, target: Path, listener: Listener, *, title: str | None = None, force: bool = False
) -> None:
    """Write the report of a finished run.

    Args:
        folder: the folder that ``score --out`` wrote; the files that were scored are read again for their texts.
        target: the HTML file.
        listener: is told of files that cannot be read again.
        title: the heading of the page; None for the names of the files.
        force: replace the file if it is there; never one that is read.

    Raises:
        InputError: the folder holds no finished run, or the report cannot be written.
    """
    facts = _summary(folder / SUMMARY)
    read = [*facts["predictions"], *([facts["gold"]] if facts["gold"] else [])]
    check_targets([*files_of_run(folder), *map(Path, read)], [target], force=force)
    _write(folder, target, listener, title)


def _write(folder: Path, target: Path, listener: Listener, title: str | None) -> None:
    write_text(target, _page(folder, listener, title))
    listener.note(said(target))


def _page(folder: Path, listener: Listener, title: str | None) -> str:
    summary = _summary(folder / SUMMARY)
    lengths = Lengths()
    rows = _counted(folder / GRADED, lengths)
    listing = list_rows(islice(rows, MAX_LISTED), summary, listener)
    for _ in rows:
        """The figures are those of all rows, listed or not."""
    style, script, drawing = asset("report.css"), asset("report.js"), asset("temml.min.js")
    return (
        environment()
        .from_string(asset("report.html.j2"))
        .render(
            **figures(summary, lengths),
            style=style,
            script=script,
            drawing=drawing,
            title=title,
            date=datetime.fromtimestamp((folder / SUMMARY).stat().st_mtime, timezone.utc).date().isoformat(),
            policy=f"default-src 'none'; style-src {hash_of(style)}; script-src {hash_of(drawing)} {hash_of(script)}; "
            "base-uri 'none'; form-action 'none'",
            data=_inlined({**listing.as_json(), "rules": _rules(listing)}),
            listed=len(listing.rows),
            unread=listing.unread,
        )
    )


def _rules(listing: Listing) -> dict[str, tuple[str, str | None]]:
    """Words and page of the rules that decided."""
    found = {row["rule"] for row in listing.rows}
    return {name: (words, page_of(name)) for name, (words, _) in RULES.items() if name in found}


def environment() -> Environment:
    """What fills a template: everything is escaped, and a name it does not know is an error."""
    return Environment(autoescape=select_autoescape(default=True), undefined=StrictUndefined, trim_blocks=True)


def asset(name: str) -> str:
    """A file of the page: its template, style or script."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def hash_of(text: str) -> str:
    """A style or script as the page's policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _inlined(value: Mapping[str, Any]) -> str:
    """JSON for a script element: nothing in it is markup."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _summary(path: Path) -> dict[str, Any]:
    if path.parent.is_file():
        raise InputError(
            "is no folder of a run: mathequiv score FILE --report REPORT reports on predictions", path.parent
        )
    try:
        summary = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from None
    except ValueError:
        raise InputError("not JSON", path) from None
    if not isinstance(summary, dict) or "made_of" not in summary:
        raise InputError("not a summary as score --out writes it", path)
    return summary


def _counted(path: Path, lengths: Lengths) -> Iterator[dict[str, Any]]:
    """The rows of ``graded.jsonl``, each counted by its length."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                row = _row(line, path, number)
                lengths.add(row)
                yield row
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from None


def _row(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict) or "trace" not in row:
        raise InputError("not a row of graded.jsonl as score --out writes it: score again", path, number)
    return row
