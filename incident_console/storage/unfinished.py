# SPDX-License-Identifier: Apache-2.0
"""What is left of a workspace whose making was cut off: it holds nothing, and may go before it is made anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from .record import Record
from .workspace import INDEX_FILE, KEY_FILE, LOCK_FILE, RECORD_FILE, REPLICA, told_of_disk, unlock

_BEFORE_THE_KEY = {f"{KEY_FILE}.new", LOCK_FILE}


def clear_unfinished(path: Path, passphrase: str, purpose: str, is_empty: Callable[[Record], bool]) -> None:
    """Remove a workspace whose making was cut off, and nothing else; ``is_empty`` judges the record of an openable one.

    Raises KnownError for another passphrase, and where another process has the workspace.
    """
    with told_of_disk(path):
        if path.is_dir() and _is_unfinished(path, passphrase, purpose, is_empty):
            _remove(path)


def _is_unfinished(path: Path, passphrase: str, purpose: str, is_empty: Callable[[Record], bool]) -> bool:
    here = {entry.name for entry in path.iterdir()}
    if KEY_FILE not in here:
        return here <= _BEFORE_THE_KEY
    if RECORD_FILE not in here:
        return REPLICA not in here or not any((path / REPLICA).iterdir())
    opened = unlock(path, passphrase, purpose)
    try:
        return is_empty(opened.record)
    finally:
        opened.close()


def _remove(path: Path) -> None:
    """The key goes last: whatever cuts this off leaves something that is unfinished still."""
    shutil.rmtree(path / REPLICA, ignore_errors=True)
    for name in (INDEX_FILE, RECORD_FILE):
        for suffix in ("-wal", "-shm", ""):
            (path / f"{name}{suffix}").unlink(missing_ok=True)
    for name in (f"{KEY_FILE}.new", LOCK_FILE, KEY_FILE):
        (path / name).unlink(missing_ok=True)
