"""The page of an audit of references, in the style of the report: figures, and every row to look at."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from mathequiv._version import __version__
from mathequiv.audit.references import FINDINGS, Audit
from mathequiv.limits import MAX_AUDIT_ROWS
from mathequiv.scoring.report.page import asset, environment, hash_of
from mathequiv.scoring.targets import write_text

__all__ = ["write_page"]


def write_page(audit: Audit, target: Path) -> None:
    """Write the page as one HTML file that asks for nothing from outside and runs no script.

    Args:
        audit: the audit.
        target: the file.

    Raises:
        InputError: jinja2 is missing, or the file cannot be written.
    """
    style = asset("report.css")
    template = resources.files(__package__).joinpath("audit.html.j2").read_text(encoding="utf-8")
    summary = audit.as_json()
    shown = [row for row in audit.rows if row.findings]
    page = (
        environment()
        .from_string(template)
        .render(
            audit=audit,
            summary=summary,
            findings=FINDINGS,
            counts=audit.counts(),
            rows=sorted(shown, key=lambda row: row.keep)[:MAX_AUDIT_ROWS],
            hidden=max(0, len(shown) - MAX_AUDIT_ROWS),
            share=100 * summary["keep"] / max(1, summary["rows"]),
            version=__version__,
            style=style,
            policy=f"default-src 'none'; style-src {hash_of(style)}; base-uri 'none'; form-action 'none'",
        )
    )
    write_text(target, page)
