"""README's examples print what README says they print, and its commands name files that exist."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_examples_print_what_is_shown():
    found = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert found.attempted > 10
    assert found.failed == 0


def test_commands_are_marked_and_name_existing_files():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("run-command", "test-command"):
        block = re.search(rf"<!-- {name} -->\n```sh\n(.+)\n```\n<!-- /{name} -->", text)
        assert block, name
        for path in re.findall(r"examples/\S+", block[1]):
            assert (ROOT / path).is_file(), path


def test_links_lead_to_files():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target
