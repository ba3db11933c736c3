# SPDX-License-Identifier: Apache-2.0
"""Sizes of files as people say them."""

from __future__ import annotations

_KB = 1000


def size_words(size: int) -> str:
    """How large a file is: "412 bytes", "38 kB", "2.4 MB"."""
    if size < _KB:
        return f"{size} bytes"
    if size < _KB * _KB:
        return f"{size / _KB:.0f} kB"
    return f"{size / _KB / _KB:.1f} MB"
