"""An environment for each peer, made when it is first needed and kept in a folder of caches."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.peers import load

__all__ = ["CannotInstall", "default_cache", "python_of"]

_LAST_LINES = 3


class CannotInstall(Exception):  # noqa: N818 - a finding that is reported, not an error of the command
    """A peer that pip cannot install here, with pip's last words."""


def default_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "mathequiv-benchmarks"


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)
    if done.returncode != 0:
        raise CannotInstall(" ".join((done.stderr or done.stdout).strip().splitlines()[-_LAST_LINES:]))


def python_of(name: str, cache: Path) -> str:
    """The Python of the peer's environment; made anew whenever its requirements change.

    Raises:
        CannotInstall: pip could not.
    """
    peer = load(name)
    requirements, bare = tuple(peer.REQUIREMENTS), tuple(getattr(peer, "BARE", ()))
    if not requirements and not bare:
        return sys.executable
    stamp = (peer.stamp(),) if hasattr(peer, "stamp") else ()
    key = hashlib.sha256(repr((sys.version_info[:2], requirements, bare, *stamp)).encode()).hexdigest()[:8]
    folder = cache / f"{name}-{key}"
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = folder / "installed"
    if not done.is_file():
        print(f"installing {peer.LABEL} into {folder} …", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        for extra in ([*requirements] if requirements else [], ["--no-deps", *bare] if bare else []):
            if extra:
                _run([str(python), "-m", "pip", "install", "--quiet", *extra], getattr(peer, "ENVIRONMENT", {}))
        done.touch()
    return str(python)
