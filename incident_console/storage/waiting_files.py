# SPDX-License-Identifier: Apache-2.0
"""Files that were written whole under a passing name and wait to be durable before they get their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_THREADS = 8
_FILES, _BYTES = 256, 8 << 20
"""So many files, or so much of them, are kept waiting at most."""


class WaitingFile(NamedTuple):
    """A file under its passing name, and what it shall be."""

    temporary: Path
    target: Path
    data: bytes


@dataclass
class WaitingFiles:
    """Files that came together, and the directories in which some were named but not for good yet."""

    files: list[WaitingFile] = field(default_factory=list)
    size: int = 0
    directories: set[Path] = field(default_factory=set)

    def add(self, file: WaitingFile) -> bool:
        """Let one more wait; True if it is time to make them durable."""
        self.files.append(file)
        self.size += len(file.data)
        return len(self.files) >= _FILES or self.size >= _BYTES

    def take(self) -> list[WaitingFile]:
        """All that wait; nothing waits afterwards."""
        taken, self.files, self.size = self.files, [], 0
        return taken


def side_by_side(sync: Callable[[Path], None], paths: Sequence[Path]) -> None:
    """Make files or directories durable: file systems commit in one go what they are asked for at the same time.

    Raises OSError if the disk could not keep one of them.
    """
    if len(paths) < 3:
        for path in paths:
            sync(path)
        return
    with ThreadPoolExecutor(min(_THREADS, len(paths))) as threads:
        list(threads.map(sync, paths))


def sync_file(path: Path) -> None:
    """Make one file durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
