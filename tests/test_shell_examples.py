"""The shell commands of the pages: each block is whole, and each of its lines begins with a command."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [
    pytest.param(found[1], id=f"{page.relative_to(ROOT)}:{page.read_text('utf-8')[: found.start()].count(chr(10)) + 1}")
    for page in PAGES
    for found in BLOCK.finditer(page.read_text("utf-8"))
]
HEREDOC = re.compile(r"<<-?'?(\w+)'?.*?^\1$", re.MULTILINE | re.DOTALL)
PROGRAMS = {
    *(".", ".ci/run", "cat", "curl", "inspect", "lighteval", "lm_eval", "mathequiv", "mkdir", "opencompass", "pip"),
    *("python", "python3", "swift", "vf-eval"),
}


def commands(block):
    """The first words of the block's lines, continued lines and here-documents apart."""
    for line in HEREDOC.sub("", block).replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words:
            yield words


def is_program(word):
    return word in PROGRAMS or word.startswith((".venv", "$")) or re.fullmatch(r"[A-Z_]+=.*", word) is not None


@pytest.mark.parametrize("block", BLOCKS)
def test_lines_are_commands(block):
    checked = subprocess.run(["bash", "-n", "-c", block], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    for words in commands(block):
        assert is_program(words[0]), words
        if "install" in words[:5]:
            assert "-m" not in words[words.index("install") + 1 :], words  # two commands in one line


def test_joined_lines_are_found():
    joined = "pip install '.[report]'   # a remark: pip install 'x' mathequiv score\npreds.jsonl --gold g.jsonl\n"
    assert not all(is_program(words[0]) for words in commands(joined))
