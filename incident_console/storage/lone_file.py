# SPDX-License-Identifier: Apache-2.0
"""A file that a person asked for outside the workspace: whole or not at all, for him alone, over no other one."""

from __future__ import annotations

import os
from pathlib import Path

from .file_tree import sync_directory

_UNNAMED = getattr(os, "O_TMPFILE", 0)


def write_whole(path: Path, data: bytes) -> None:
    """Write a new file with mode 0600, durable on return. Raises FileExistsError if the name is taken, else OSError.

    Where the system can, the bytes have no name until they are all on the disk: a program that is killed leaves
    nothing. Elsewhere a failure takes the file away again.
    """
    if not (_UNNAMED and _write_unnamed(path, data)):
        _write_named(path, data)
    sync_directory(path.parent)


def _write_unnamed(path: Path, data: bytes) -> bool:
    """False where the file system knows no files without a name."""
    try:
        descriptor = os.open(path.parent, os.O_WRONLY | _UNNAMED, 0o600)
    except OSError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        _fill(file.fileno(), data)
        try:
            os.link(f"/proc/self/fd/{file.fileno()}", path, follow_symlinks=True)
        except FileExistsError:
            raise
        except OSError:
            return False
    return True


def _write_named(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        _fill(descriptor, data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)


def _fill(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.fsync(descriptor)
