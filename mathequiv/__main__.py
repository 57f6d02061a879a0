"""``python -m mathequiv`` is the ``mathequiv`` command."""

from mathequiv.cli import main

if __name__ == "__main__":
    main()
