# SPDX-License-Identifier: Apache-2.0
"""Whether there is a screen to show a window on."""

from __future__ import annotations

import os
import sys

_PLATFORM = "QT_QPA_PLATFORM"


def has_display() -> bool:
    """Whether a window can be shown to somebody."""
    return _is_named() and os.environ.get(_PLATFORM) != "offscreen"


def can_open_windows() -> bool:
    """Whether Qt can make a window at all, be it one that nobody sees; where not, it would end the process."""
    return _is_named() or bool(os.environ.get(_PLATFORM))


def _is_named() -> bool:
    needs_name = sys.platform.startswith(("linux", "freebsd"))
    return not needs_name or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
