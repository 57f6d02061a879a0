"""Audits as tables for a person."""

from __future__ import annotations

from mathequiv.audit.references import FINDINGS, Audit
from mathequiv.scoring.terminal import console_for, plain, table_of

__all__ = ["print_audit"]

_SHOWN = 20
"""Rows to look at that are printed; all are in --json and --out."""
_SHOWN_CHARS = 48


def print_audit(audit: Audit) -> None:
    """Print what was found, and the first rows to look at, to standard output."""
    console = console_for()
    kinds = table_of("kind", "references", right=(1,))
    for kind, count in audit.kinds().items():
        kinds.add_row(kind, str(count))
    console.print(kinds, "")
    counts = audit.counts()
    found = table_of("found", "references", "", right=(1,))
    for level in ("look", "note"):
        for name, finding in FINDINGS.items():
            if finding.level == level and counts[name]:
                found.add_row(name.replace("_", " "), str(counts[name]), plain(finding.meaning))
        found.add_section()
    if found.row_count:
        console.print(found, "")
    if audit.look:
        rows = table_of("line", "reference", "to look at", right=(0,))
        for row in audit.look[:_SHOWN]:
            names = ", ".join(name.replace("_", " ") for name in row.findings if FINDINGS[name].level == "look")
            rows.add_row(str(row.line), plain(_short(row.reference)), plain(names))
        console.print(rows, "")
        if len(audit.look) > _SHOWN:
            console.print(plain(f"{len(audit.look) - _SHOWN} more rows to look at: --out DIR or --json has them all"))
    missed = sum(count for count, _ in audit.missed().values())
    tried = audit.respellings
    console.print(plain(f"{tried - missed} of {tried} respellings equal"), soft_wrap=True)
    console.print(
        plain(f"{len(audit.rows) - len(audit.look)} of {len(audit.rows)} references to keep"), soft_wrap=True
    )


def _short(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"
