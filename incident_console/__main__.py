# SPDX-License-Identifier: Apache-2.0
"""Starts the program: ``python -m incident_console`` and the command ``incident-console``."""

from __future__ import annotations

import sys
from contextlib import suppress

from incident_console.domain.errors import KnownError


def main() -> int:
    """Open the window where no command is given, else run the command; returns the exit code.

    The window opens without loading the command line; where it cannot be opened, the command line says why.
    ``--read-apart`` is for the program itself: it makes this process one that reads foreign files for another.
    """
    if sys.argv[1:] == ["--read-apart"]:
        from incident_console.library.apart.child import main as read_apart

        return read_apart()
    if not sys.argv[1:]:
        with suppress(ImportError, KnownError):
            from incident_console.app import main as open_window

            return open_window([])
    from incident_console.cli import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
