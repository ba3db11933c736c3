# SPDX-License-Identifier: Apache-2.0
"""One process owns a workspace at a time; the kernel holds the lock, so that it dies with its owner."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from incident_console.domain.errors import KnownError


class OwnerLock:
    """Held from construction to ``release``. Raises KnownError naming the holder if another process has it."""

    def __init__(self, path: Path, purpose: str) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            acquire(self._descriptor)
        except OSError:
            holder = os.pread(self._descriptor, 200, 1).decode(errors="replace").strip() if os.name != "nt" else ""
            os.close(self._descriptor)
            raise KnownError(
                "This workspace is in use" + (f" by {holder}" if holder else " by another process"),
                "Nothing was changed.",
                "Close the other window or wait for the other command, then try again.",
            ) from None
        os.truncate(self._descriptor, 0)
        if os.name != "nt":
            os.pwrite(self._descriptor, f" {purpose} (process {os.getpid()})".encode(), 0)

    def release(self) -> None:
        """Let the next process in."""
        os.close(self._descriptor)


def acquire(descriptor: int) -> None:
    """Let the kernel hold a lock on an open file until it is closed. Raises OSError if another process has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
