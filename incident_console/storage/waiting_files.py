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
    directories: set[Path] = field(default_factory=set)

    @property
    def is_full(self) -> bool:
        """Whether it is time to make them durable."""
        return len(self.files) >= _FILES or sum(len(each.data) for each in self.files) >= _BYTES

    def take(self) -> list[WaitingFile]:
        """All that wait; nothing waits afterwards."""
        taken, self.files = self.files, []
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
