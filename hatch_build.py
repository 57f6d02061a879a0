"""Compiles the engine by mypyc where a build asks for it: ``HATCH_BUILD_HOOK_ENABLE_CUSTOM=1 pip install .``.

Without the variable the wheel is pure Python and needs no C compiler. Nothing is written into the checkout.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
    "layers/contraries.py",
    "layers/items.py",
    "layers/value.py",
    "limits.py",
    "finding.py",
    "pipeline.py",
    "prepared.py",
)
"""Where most of a comparison's time goes, seen from the package."""


def engine_modules(package: Path) -> list[Path]:
    """The modules that are compiled: all of the engine but what mypyc does not know or would make slower.

    It does not know starred rows of a table. Methods that a class keeps once they are known are found by no class of
    its own.
    """
    found = [path for pattern in ENGINE for path in sorted(package.glob(pattern))]
    return [path for path in found if path.name not in ("__init__.py", "unit_table.py", "pattern.py")]


MANY = 8
"""How many classes a union has at most that mypyc is told of."""

NODE = """
    __match_args__: ClassVar = {names}
    FIELDS: ClassVar[dict[str, str]] = {types}

    def __init__(self{parameters}) -> None:
        {stores}

    def __eq__(self, other: object) -> bool:
        if type(other) is not {kind}:
            return NotImplemented
        return {same}

    def __hash__(self) -> int:
        return hash({values})

    def __repr__(self) -> str:
        return f"{kind}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        noted: Any = self
        return {kind}, {values}, noted.__getstate__()
"""
"""What `mathequiv.nodes.node` gives a class, as source."""


COMPILERS = 8
"""How many C compilers run at once at most; each takes up to half a GB of memory."""

SETTINGS = "[mypy]\nignore_missing_imports = True\ndisable_error_code = return\n"
"""What mypy looks at while it compiles. That all cases of a union are seen to is checked on the sources as they are."""

SELDOM = """
struct _object;
void CPy_AddTraceback(const char *, const char *, int, struct _object *) __attribute__((cold));
void CPy_TypeError(const char *, struct _object *) __attribute__((cold));
void CPy_TypeErrorTraceback(const char *, const char *, int, struct _object *, const char *, struct _object *)
    __attribute__((cold));
void CPyError_OutOfMemory(void) __attribute__((cold));
"""
"""What only an error leads to: the compiler puts the code for it away from that which runs."""


def with_methods(source: str) -> str:
    """The source of a module with the methods of its nodes written out.

    mypyc would leave what a decorator makes to the interpreter, and compare objects by their identity. That nothing of
    them leads back to them (``acyclic``) is not said: mypyc 2.4 then corrupts memory where trees are deep.

    A name for any of many nodes is made Any: wherever one is taken out of a tuple, mypyc would write a comparison with
    each class, a fifth of all code. What is done with a node follows a look at its class, which is checked either way.
    """
    lines = source.splitlines()
    tree = ast.parse(source)
    classes = [part for part in tree.body if isinstance(part, ast.ClassDef)]
    nodes = [one for one in classes if "node" in map(ast.unparse, one.decorator_list)]
    aliases = [part for part in tree.body if isinstance(part, ast.AnnAssign) and _is_of_many(part, nodes)]
    for one in sorted([*nodes, *aliases], key=lambda part: -part.lineno):
        if isinstance(one, ast.AnnAssign):
            name = ast.unparse(one.target)
            lines = [line.replace(f"get_args({name})", f"get_args(_{name})") for line in lines]
            lines[one.lineno - 1 : one.lineno] = [f"{name}: TypeAlias = Any", f"_{lines[one.lineno - 1]}"]
            continue
        fields = [part for part in one.body if isinstance(part, ast.AnnAssign)]
        lines[one.end_lineno : one.end_lineno] = _methods(one.name, fields).splitlines()
        for field in fields:
            lines[field.lineno - 1] = f"    {ast.unparse(field.target)}: {ast.unparse(field.annotation)}"
        del lines[one.lineno - 2]
    if nodes:
        first = next(part for part in tree.body if isinstance(part, ast.ImportFrom))  # of `__future__`
        lines.insert(first.lineno, "from typing import Any, ClassVar")
    return "\n".join(lines) + "\n"


def _is_of_many(statement: ast.AnnAssign, nodes: list[ast.ClassDef]) -> bool:
    """Whether a statement names the union of many classes out of ``nodes``."""
    if ast.unparse(statement.annotation) != "TypeAlias" or statement.value is None:
        return False
    parts = [part.id for part in ast.walk(statement.value) if isinstance(part, ast.Name)]
    return len(parts) > MANY and {*parts} <= {one.name for one in nodes}


def _methods(kind: str, fields: list[ast.AnnAssign]) -> str:
    types = {ast.unparse(field.target): ast.unparse(field.annotation) for field in fields}
    values = "".join(f"self.{name}, " for name in types)
    return NODE.format(
        kind=kind,
        types=types,
        names=tuple(types),
        values=f"({values})",
        parameters="".join(f", {ast.unparse(field)}" for field in fields),
        stores="\n        ".join(f"self.{name} = {name}" for name in types) or "return",
        same=" and ".join(f"self.{name} == other.{name}" for name in types) or "True",
        shown=", ".join(f"{name}={{self.{name}!r}}" for name in types),
    )


def _written_out(package: Path, to: Path) -> None:
    """A copy of the package to compile."""
    shutil.copytree(package, to, ignore=shutil.ignore_patterns("__pycache__"))
    for path in to.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        path.write_text(with_methods(source), encoding="utf-8")


@contextlib.contextmanager
def _working_in(folder: str) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


TRAINING = r"""
import pathlib, sys
from mathequiv import compare, extract_answer

pairs = 0
for table in sorted(pathlib.Path(sys.argv[1]).glob("*.tsv")):
    for line in table.read_text(encoding="utf-8").splitlines()[1::5]:
        cells = line.split("\t")
        if len(cells) > 7:
            pairs += 1
            compare(cells[1], cells[2], layers=("string", "canonical", "value"))
            extract_answer("So the answer is\n$$\\boxed{" + cells[1] + "}$$")
print(pairs, "pairs")
"""
"""What is run so that the C compiler sees which code runs often: a fifth of the pairs of the tests' tables."""


def _can_learn() -> bool:
    """Whether the C compiler is GCC, of which it is known how to show it what runs often."""
    return sys.platform == "linux" and "gcc" in (os.environ.get("CC") or sysconfig.get_config_var("CC") or "")


def _with_flags(extensions: list[Any], compiling: list[str], linking: list[str]) -> list[Any]:
    """The extensions with more flags; those of mypyc share their lists."""
    found = list(map(copy.copy, extensions))
    for one in found:
        one.extra_compile_args = [*one.extra_compile_args, *compiling]
        one.extra_link_args = [*one.extra_link_args, *linking]
    return found


class CompiledEngine(BuildHookInterface[Any]):
    """Puts the compiled modules into the wheel, beside their sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, in a folder that is there until the wheel is made."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()
        here = Path(self.folder.name)
        built, root, profile = here / "built", here / "sources", here / "profile"
        _written_out(Path(self.root) / "mathequiv", root / "mathequiv")
        (root / "mypy.ini").write_text(SETTINGS, encoding="utf-8")
        (here / "seldom.h").write_text(SELDOM, encoding="utf-8")
        extensions = self._extensions(root)
        flags: list[str] = []
        if _can_learn():
            # Sources and trial modules beside each other, as in an installation; both builds name their objects alike.
            self._compile(extensions, root, root, [f"-fprofile-generate={profile}"])
            environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
            tables = Path(self.root) / "tests" / "tables"
            training = [sys.executable, "-c", TRAINING, str(tables)]
            subprocess.run(training, env=environment, check=True, cwd=here)  # noqa: S603 - our own code
            flags = [f"-fprofile-use={profile}", "-fprofile-partial-training", "-Wno-missing-profile"]
        self._compile(extensions, root, built, flags)
        build_data["force_include"] |= {str(path): str(path.relative_to(built)) for path in built.rglob("*.*")}
        build_data |= {"pure_python": False, "infer_tag": True}

    def _extensions(self, root: Path) -> list[Any]:
        """The engine's modules as C."""
        from mypyc.build import mypycify

        with _working_in(str(root)):
            names = [str(path) for path in engine_modules(Path("mathequiv"))]
            # One file for each module, since a C compiler takes minutes for all of them in one.
            found: list[Any] = mypycify(
                names, opt_level="3", debug_level="0", multi_file=True, target_dir=self.folder.name
            )
        flags = [] if sys.platform == "win32" else ["-include", str(Path(self.folder.name) / "seldom.h")]
        linking = []
        if sys.platform == "linux":
            # The engine's functions call each other directly: else any of them could be replaced by the loader.
            flags.append("-fno-semantic-interposition")
            linking.append("-Wl,-Bsymbolic-functions")
        return _with_flags(found, flags, linking)

    def _compile(self, extensions: list[Any], root: Path, built: Path, flags: list[str]) -> None:
        """Compile the modules into ``built``, with more flags than they have."""
        from setuptools import Distribution
        from setuptools.command.build_ext import build_ext

        class BuildAtOnce(build_ext):
            """Compiles many files of an extension at once, where distutils takes one after the other."""

            def build_extension(self, ext: Any) -> None:
                def compiled(source: str) -> list[str]:
                    found: list[str] = self.compiler.compile(
                        [source],
                        output_dir=self.build_temp,
                        include_dirs=ext.include_dirs,
                        extra_postargs=ext.extra_compile_args,
                        depends=ext.depends,
                    )
                    return found

                with ThreadPoolExecutor(min(os.cpu_count() or 1, COMPILERS)) as pool:
                    objects = list(pool.map(compiled, sorted(ext.sources)))
                ext.sources, ext.extra_objects = [], [one for some in objects for one in some]
                super().build_extension(ext)

        more = _with_flags(extensions, flags, flags)
        with _working_in(str(root)):
            distribution = Distribution({"ext_modules": more, "cmdclass": {"build_ext": BuildAtOnce}})
            command = distribution.get_command_obj("build_ext")
            command.build_lib, command.build_temp, command.force = str(built), self.folder.name, True
            command.ensure_finalized()
            command.run()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatch's
        """Remove the folder."""
        if hasattr(self, "folder"):
            self.folder.cleanup()
