"""Audits as tables for a person."""

from __future__ import annotations

from mathequiv.audit.grader import GraderAudit
from mathequiv.audit.references import FINDINGS, Audit
from mathequiv.scoring.terminal import console_for, percent, plain, table_of

__all__ = ["print_audit", "print_grader"]

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
    console.print(plain(f"{len(audit.rows) - len(audit.look)} of {len(audit.rows)} references to keep"), soft_wrap=True)


def _short(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"


def print_grader(audit: GraderAudit) -> None:
    """Print what a grader said of the machine's pairs, by kind, to standard output."""
    console = console_for()
    for equal, title in ((True, "respellings"), (False, "near misses")):
        table = table_of(title, "pairs", "called equal", "crashes", "hangs", "example", right=(1, 2, 3, 4))
        for name, count in audit.kinds.items():
            if count.equal is equal and (count.wrong or count.crashes or count.hangs):
                called = count.right if equal else count.wrong
                example = " | ".join(count.examples[0]) if count.examples else ""
                figures = (str(number) for number in (count.pairs, called, count.crashes, count.hangs))
                table.add_row(name, *figures, plain(_short(example)))
        whole = audit.total(equal=equal)
        table.add_section()
        called = whole.right if equal else whole.wrong
        table.add_row("all kinds", *map(str, (whole.pairs, called, whole.crashes, whole.hangs)), "")
        console.print(table, "")
    near = audit.total(equal=False)
    lines = [
        f"recall: {percent(audit.recall)} of {audit.total(equal=True).pairs} respellings",
        f"false positives: {near.wrong} of {near.pairs} near misses",
        f"judged otherwise, of {audit.again}: {audit.moved} in another order, {audit.asymmetric} with sides swapped",
    ]
    for line in lines:
        console.print(plain(line), soft_wrap=True)
