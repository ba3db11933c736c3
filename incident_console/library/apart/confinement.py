# SPDX-License-Identifier: Apache-2.0
"""What a reading process denies itself before it sees a file, as far as the system can."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress

_MOST_MEMORY = 3 << 30
_FILES = 64


def confine() -> None:
    """No file can be written, no core left, no memory taken without end; Ctrl+C is the program's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        _limit()


def end_after(seconds: float) -> None:
    """End this process if the work takes longer than its owner waits, and the owner is gone; 0 takes that back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


if sys.platform != "win32":
    import resource

    def _limit() -> None:
        limits = {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_AS: _MOST_MEMORY,
            resource.RLIMIT_NOFILE: _FILES,
        }
        for what, most in limits.items():
            with suppress(OSError, ValueError):  # a lower limit stands already
                resource.setrlimit(what, (most, most))
