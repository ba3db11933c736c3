# SPDX-License-Identifier: Apache-2.0
"""Starts the program: ``python -m incident_console`` and the command ``incident-console``."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line, or the window where no command is given; returns the exit code."""
    from incident_console.cli import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
