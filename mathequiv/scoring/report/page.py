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
from typing import Any, Final

from mathequiv.errors import InputError, missing_extra
from mathequiv.limits import MAX_LISTED
from mathequiv.rulebook import RULES
from mathequiv.scoring.finished import Finished, finished
from mathequiv.scoring.formats.sources import STDIN
from mathequiv.scoring.report.figures import Lengths, figures
from mathequiv.scoring.run import Listener, ScoreRequest, score
from mathequiv.scoring.run_files import files_of_run
from mathequiv.scoring.summary import Summary
from mathequiv.scoring.targets import check_targets, said, write_text

try:
    from jinja2 import Environment, StrictUndefined, select_autoescape

    from mathequiv.scoring.report.listing import Listing, list_rows
except ImportError as _missing:
    if _missing.name not in ("jinja2", "latex2mathml"):
        raise
    raise InputError(missing_extra(f"an HTML report needs {_missing.name}", "report")) from None

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
        folder: the folder, or the file of rows, that ``score --out`` wrote; the files that were scored are read again
            for their texts.
        target: the HTML file.
        listener: is told of files that cannot be read again.
        title: the heading of the page; None for the names of the files.
        force: replace the file if it is there; never one that is read.

    Raises:
        InputError: the folder holds no finished run, or the report cannot be written.
    """
    run = finished(folder)
    facts = _summary(run)
    read = [*facts["predictions"], *([facts["gold"]] if facts["gold"] else [])]
    check_targets([*files_of_run(folder), *run.files, *map(Path, read)], [target], force=force)
    _write(folder, target, listener, title)


def _write(folder: Path, target: Path, listener: Listener, title: str | None) -> None:
    write_text(target, _page(folder, listener, title))
    listener.note(said(target))


def _page(folder: Path, listener: Listener, title: str | None) -> str:
    run = finished(folder)
    summary = _summary(run)
    lengths = Lengths()
    rows = _counted(run, lengths)
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
            heading=title or _heading(summary["predictions"]),
            date=datetime.fromtimestamp(run.summary.stat().st_mtime, timezone.utc).date().isoformat(),
            policy=f"default-src 'none'; style-src {hash_of(style)}; script-src {hash_of(drawing)} {hash_of(script)}; "
            "base-uri 'none'; form-action 'none'",
            data=_inlined({**listing.as_json(), "rules": _rules(listing)}),
            packed=listing.packed(),
            listed=len(listing.rows),
            unread=listing.unread,
        )
    )


_NAMED: Final = 3
"""Files that the heading names; the line under it has all."""


def _heading(predictions: list[str]) -> str:
    names = list(dict.fromkeys(Path(name).name for name in predictions))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _rules(listing: Listing) -> dict[str, str]:
    """The rules that decided, in words."""
    found = {row["rule"] for row in listing.rows}
    return {name: words for name, (words, _) in RULES.items() if name in found}


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


def _summary(run: Finished) -> dict[str, Any]:
    if run.path.is_file() and not run.summary.exists():
        raise InputError(
            "is not a finished run; to report on predictions: mathequiv score FILE --report REPORT", run.path
        )
    if not run.summary.exists():
        raise InputError("does not exist: the run is not finished, or this is not the folder of one", run.summary)
    summary = run.facts()
    if "made_of" not in summary:
        raise InputError("not a summary as score --out writes it", run.summary)
    return summary


def _counted(run: Finished, lengths: Lengths) -> Iterator[dict[str, Any]]:
    """The graded rows, each counted by its length."""
    for number, row in enumerate(run.rows(), 1):
        if "trace" not in row:
            raise InputError("not a row as score --out writes it: score again", run.files[0], number)
        lengths.add(row)
        yield row
