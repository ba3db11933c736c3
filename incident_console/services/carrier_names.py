# SPDX-License-Identifier: Apache-2.0
"""What people call a shared folder: its own name, not its whole path; and whether it is a stick."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

_STICKS = ("/media", "/run/media")
"""Below these, desktop systems put what is plugged in."""
_REMOVABLE = 2


def carrier_name(path: str) -> str:
    """The last part of a folder's path, or the path where it has only one; empty for none."""
    kind = PureWindowsPath if "\\" in path else PurePosixPath
    return kind(path).name or path


def is_stick(path: str) -> bool:
    """Whether a folder lies on a USB stick or card. Where the system does not say, it is taken for a share."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{Path(path).drive}\\") == _REMOVABLE)
    return any(Path(path).is_relative_to(root) for root in _STICKS)
