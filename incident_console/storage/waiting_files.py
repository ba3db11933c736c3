# SPDX-License-Identifier: Apache-2.0
"""Files that were written whole under a passing name and wait to be durable before they get their own."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_THREADS = 8
LARGE_BYTES = 1 << 20
"""A file of this size is written by the thread that makes it durable."""
_FILES, _BYTES, _GROUPS = 256, 8 << 20, 2
"""So many files, or so much of them, are a group that goes to the disk; so many groups may be on their way there."""


class WaitingFile(NamedTuple):
    """A file under its passing name, what it shall be, and whether all of it is under the passing name already."""

    temporary: Path
    target: Path
    data: bytes
    is_written: bool = True


@dataclass
class WaitingFiles:
    """Files that came together, and the directories in which some were named but not for good yet.

    While groups of them go to the disk in threads of their own, the next one is put together. ``finish`` writes what is
    not written yet, makes files durable and names them; it adds the directories of these to a set, and may raise
    OSError.
    """

    finish: Callable[[Sequence[WaitingFile], set[Path]], None]
    directories: set[Path] = field(default_factory=set)
    _files: list[WaitingFile] = field(default_factory=list)
    _size: int = 0
    _threads: ThreadPoolExecutor | None = None
    _going: deque[tuple[Future[None], set[Path]]] = field(default_factory=deque)

    def add(self, file: WaitingFile) -> None:
        """Let one more wait. Raises OSError where the disk could not keep an earlier one."""
        self._files.append(file)
        self._size += len(file.data)
        if len(self._files) >= _FILES or self._size >= _BYTES:
            if len(self._going) == _GROUPS:
                self._wait()
            self._threads = self._threads or ThreadPoolExecutor(_GROUPS)
            named: set[Path] = set()
            self._going.append((self._threads.submit(self.finish, self._take(), named), named))

    def finish_all(self) -> None:
        """Return once nothing waits any more. Raises OSError where the disk could not keep some."""
        try:
            self.finish(self._take(), self.directories)
        finally:
            if self._threads is not None:
                self._threads.shutdown()
            self.directories.update(*(named for _, named in self._going))
        while self._going:
            self._wait()

    def _take(self) -> list[WaitingFile]:
        taken, self._files, self._size = self._files, [], 0
        return taken

    def _wait(self) -> None:
        going, named = self._going.popleft()
        wait([going])
        self.directories |= named
        going.result()


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
