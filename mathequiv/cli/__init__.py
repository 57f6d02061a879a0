"""The ``mathequiv`` command: arguments, exit codes and messages; every decision is made elsewhere.

One module a command: it is loaded when its command is run, and holds it as ``command``; `names` lists them.

Exit codes: 0 done (for ``check``: equal), 1 not equal (``check``) or a worker process lost, 2 a usage or input error,
or output that cannot be written, 130 interrupted, 141 standard output closed by its reader.
"""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]

_INTERRUPTED = 130
_YOUNG_OBJECTS = 100_000
"""How many objects are made before unreachable ones are first looked for. Loading makes tens of thousands, all of which
stay: to look through them again and again takes a twentieth of a short command's time."""


def main() -> None:
    """Run the command with the arguments of this process, and exit."""
    gc.set_threshold(_YOUNG_OBJECTS)
    try:
        from mathequiv.cli.root import run  # noqa: PLC0415 - Ctrl-C while it loads ends like any other

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)
