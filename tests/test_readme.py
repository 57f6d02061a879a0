"""Pages print what they say they print, and their commands and links lead to files that exist."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FRONT, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"
PAGES = [
    FRONT,
    CHINESE,
    *(
        ROOT / name
        for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "benchmarks/README.md", "examples/README.md")
    ),
    *sorted((ROOT / "docs").rglob("*.md")),
]
EVERY = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if ">>> " in page.read_text("utf-8")], ids=lambda page: str(page.relative_to(ROOT))
)
def test_examples_print_what_is_shown(page):
    found = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert found.attempted > 1
    assert found.failed == 0


def test_commands_are_marked_and_name_existing_files():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("run-command", "test-command"):
        block = re.search(rf"<!-- {name} -->\n```sh\n(.+)\n```\n<!-- /{name} -->", text)
        assert block, name
        for path in re.findall(r"examples/\S+", block[1]):
            assert (ROOT / path).is_file(), path


def anchors(path):
    """What a link to a heading of the page may name, as code hosts and the site make it."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@EVERY
def test_links_lead_to_files_and_headings(page):
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for target, anchor in re.findall(r"(?<!\\)\]\(([^)#:\s]*)(?:#([^)]*))?\)", text):
        found = page.parent / target if target else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), f"{target}#{anchor}"


def test_a_stranger_reads_the_front_page_in_two_minutes():
    text = FRONT.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert len(re.findall(r"!\[", text)) == 1


def test_the_chinese_front_page_is_kept_in_step():
    def blocks(path):
        return re.findall(r"^```\w+\n.*?^```$", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)

    def linked(path):
        return re.findall(r"\]\(([\w./-]+\.md)\)", path.read_text(encoding="utf-8"))

    assert blocks(CHINESE) == blocks(FRONT)
    sections = [re.findall(r"^## ", path.read_text(encoding="utf-8"), re.MULTILINE) for path in (FRONT, CHINESE)]
    assert len(sections[0]) == len(sections[1])
    assert set(linked(FRONT)) - set(linked(CHINESE)) == {"README.zh.md"}
