"""The pages that are built into the site: the reference names everything public, the notebook prints what it stores."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import mathequiv
from docs import prose
from mathequiv import batch

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_reference_has_every_public_name():
    text = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "reference").glob("*.md"))
    for module, names in (("mathequiv", mathequiv.__all__), ("mathequiv.batch", batch.__all__)):
        for name in names:
            assert re.search(rf"(?:{re.escape(module)}\.|`){name}\b", text), f"{module}.{name}"


def test_the_start_page_names_every_extra():
    project = (DOCS.parent / "pyproject.toml").read_text(encoding="utf-8")
    table = project.split("[project.optional-dependencies]\n")[1].split("\n[")[0]
    extras = set(re.findall(r"^(\w+) = ", table, re.MULTILINE)) - {"bench", "docs", "dev"}
    assert extras <= set(re.findall(r"`(\w+)`", (DOCS / "start.md").read_text(encoding="utf-8")))


def test_every_page_is_in_the_index():
    text = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in [*DOCS.glob("*.md"), *DOCS.glob("*.ipynb"), *(DOCS / "reference").glob("*.md")]:
        name = str(page.relative_to(DOCS).with_suffix(""))
        assert name == "index" or re.search(rf"^{name}$", text, re.MULTILINE), name


@pytest.mark.parametrize("page", prose.pages(), ids=lambda page: page.name)
def test_pages_are_in_plain_words(page):
    assert list(prose.phrases(page)) == []


def test_the_prose_of_a_page_and_of_a_module_is_found_without_code(tmp_path, monkeypatch):
    monkeypatch.setattr(prose, "ROOT", tmp_path)
    page, module = tmp_path / "a.md", tmp_path / "a.py"
    page.write_text("One `told apart`.\n```\ntold apart\n```\nTwo are told apart.\n", encoding="utf-8")
    module.write_text('"""A module."""\n\nx = "told apart"  # told\n# apart, ``told apart``\n', encoding="utf-8")
    assert [line.split(": ")[0] for line in prose.phrases(page)] == ["a.md:5"]
    assert [line.split(": ")[0] for line in prose.phrases(module)] == ["a.py:3"]


def _shown(cell):
    """What a cell printed and gave back, as text."""
    streams = [out["text"] for out in cell["outputs"] if out["output_type"] == "stream"]
    values = [out["data"]["text/plain"] for out in cell["outputs"] if out["output_type"] == "execute_result"]
    return "".join("".join(text) for text in [*streams, *values])


def test_the_notebook_prints_what_it_stores():
    nbformat = pytest.importorskip("nbformat", reason="needs Jupyter")
    nbclient = pytest.importorskip("nbclient", reason="needs Jupyter")
    pytest.importorskip("ipykernel", reason="needs Jupyter")
    path = DOCS / "tour.ipynb"
    stored = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(DOCS)}}, timeout=300).execute()
    again = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(stored) > 5
    assert [_shown(cell) for cell in again] == [_shown(cell) for cell in stored]
