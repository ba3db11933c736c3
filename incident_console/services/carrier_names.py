# SPDX-License-Identifier: Apache-2.0
"""What people call a shared folder: its own name, not its whole path."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath


def carrier_name(path: str) -> str:
    """The last part of a folder's path, or the path where it has only one; empty for none."""
    kind = PureWindowsPath if "\\" in path else PurePosixPath
    return kind(path).name or path
