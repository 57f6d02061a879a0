"""Compiles the engine by mypyc where a build asks for it: ``HATCH_BUILD_HOOK_ENABLE_CUSTOM=1 pip install .``.

Without the variable the wheel is pure Python and needs no C compiler. Nothing is written into the checkout.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ENGINE = (
    "latex/*.py",
    "latex/grammar/*.py",
    "answers/*.py",
    "equality/*.py",
    "equality/algebra/*.py",
    "equality/calculus/*.py",
    "equality/numbers/*.py",
    "equality/rules/*.py",
    "lexicon/*.py",
    "extraction/*.py",
    "layers/math_is_equiv.py",
    "layers/canonical.py",
    "layers/value.py",
    "limits.py",
    "pipeline.py",
    "prepared.py",
)
"""Where most of a comparison's time goes, seen from the package."""


def engine_modules(package: Path) -> list[Path]:
    """The modules that are compiled.

    Those that define nodes are not, because mypyc takes the objects of a class that a decorator of the project's own
    makes for equal only if they are the same object; nor is a table with starred rows, which mypyc does not know.
    """
    found = [path for pattern in ENGINE for path in sorted(package.glob(pattern))]
    return [path for path in found if path.name not in ("__init__.py", "unit_table.py") and not _defines_nodes(path)]


def _defines_nodes(path: Path) -> bool:
    return "\n@node\n" in path.read_text(encoding="utf-8")


@contextlib.contextmanager
def _working_in(folder: str) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class CompiledEngine(BuildHookInterface[Any]):
    """Puts the compiled modules into the wheel, beside their sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, in a folder that is there until the wheel is made."""
        if version == "editable":
            return
        from mypyc.build import mypycify
        from setuptools import Distribution

        self.folder = tempfile.TemporaryDirectory()
        built = Path(self.folder.name) / "built"
        with _working_in(self.root):
            names = [str(path) for path in engine_modules(Path("mathequiv"))]
            # One file for each module, since a C compiler takes minutes for all of them in one.
            extensions = mypycify(names, opt_level="2", debug_level="0", multi_file=True, target_dir=self.folder.name)
            command = Distribution({"ext_modules": extensions}).get_command_obj("build_ext")
            command.build_lib, command.build_temp = str(built), self.folder.name
            command.ensure_finalized()
            command.run()
        build_data["force_include"] |= {str(path): str(path.relative_to(built)) for path in built.rglob("*.*")}
        build_data |= {"pure_python": False, "infer_tag": True}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatch's
        """Remove the folder."""
        if hasattr(self, "folder"):
            self.folder.cleanup()
