# SPDX-License-Identifier: Apache-2.0
"""Immutable files on an ordinary file system: a share, a stick, a synced folder, or the replica itself."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from incident_console.domain.ports import Listed

from .waiting_files import LARGE_BYTES, WaitingFile, WaitingFiles, side_by_side, sync_file

_WINDOWS_BUSY = {5, 32, 33}
_WINDOWS_RETRY_S = 2.5
_NO_DIRECTORY_FSYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM, errno.EIO}


class _OfThread(threading.local):
    """What a thread has put together and not finished yet."""

    waiting: WaitingFiles | None = None


class DiskTree:
    """The files below one directory. Correctness never depends on rename: names carry the content's hash."""

    def __init__(self, root: Path, *, is_durable: bool = True) -> None:
        self.root = root
        self._is_durable = is_durable
        self._made: set[str] = set()
        self._of_thread = _OfThread()
        self._unfinished: set[Path] = set()

    def is_there(self) -> bool:
        """Whether the root can be listed now."""
        try:
            with os.scandir(self.root):
                return True
        except OSError:
            return False

    def names(self, directory: str) -> list[str]:
        """The names in a directory from one listing; empty if it does not exist but the root does."""
        try:
            return os.listdir(self.root / directory)  # noqa: PTH208 - one plain listing, no stat
        except FileNotFoundError:
            os.stat(self.root)  # noqa: PTH116 - a vanished root is an error, an absent directory is not
            return []

    def files(self, directory: str) -> list[Listed]:
        """Names in a directory with sizes and times; empty if it does not exist but the root does."""
        try:
            with os.scandir(self.root / directory) as found:
                return [listed for entry in found if (listed := _listed(entry)) is not None]
        except FileNotFoundError:
            os.stat(self.root)  # noqa: PTH116
            return []

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file; at most ``limit`` + 1 are read. Symbolic links are not followed."""
        with self._opened(path) as file:
            data = file.read(min(limit, os.fstat(file.fileno()).st_size) + 1)
            if len(data) >= LARGE_BYTES:
                _read_once(file.fileno())
            return data

    def read_piece(self, path: str, offset: int, length: int) -> bytes:
        """Bytes from the middle of a file; fewer where it ends before."""
        with self._opened(path) as file:
            file.seek(offset)
            return file.read(min(length, os.fstat(file.fileno()).st_size))

    def _opened(self, path: str) -> BinaryIO:
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        return open(os.open(f"{self.root}/{path}", flags), "rb")  # noqa: PTH123 - closed by who reads

    def size(self, path: str) -> int | None:
        """How large a file is, or None if it is not there."""
        try:
            return os.stat(self.root / path, follow_symlinks=False).st_size  # noqa: PTH116
        except FileNotFoundError:
            return None

    def put_new(self, path: str, data: bytes) -> bool:
        """Write a file whole or not at all: temporary file, fsync, a name that did not exist."""
        target = self.root / path
        if os.path.lexists(target):
            return False
        self._make_parent(target.parent)
        waiting = self._of_thread.waiting
        is_written = waiting is None or len(data) < LARGE_BYTES
        file = WaitingFile(target.parent / f"{secrets.token_hex(8)}.tmp", target, data, is_written)
        self._unfinished.add(file.temporary)
        try:
            if is_written:
                self._write(file.temporary, data)
        except BaseException:
            self._forget([file])
            raise
        if waiting is not None:
            waiting.add(file)
            return True
        named: set[Path] = set()
        try:
            self._finish([file], named)
        finally:
            self._settle(named)
        return bool(named)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Files that this thread puts inside are there for good at its end: they wait side by side, not one by one.

        Raises OSError at its end too, where the disk could not keep one of the last.
        """
        self._of_thread.waiting = waiting = WaitingFiles(self._finish)
        try:
            yield
        finally:
            try:
                waiting.finish_all()
            finally:
                self._of_thread.waiting = None
                self._settle(waiting.directories)

    def secure(self, path: str) -> None:
        """Make sure of a file that was there already: whoever wrote it may have failed before it was durable."""
        target = self.root / path
        sync_file(target)
        sync_directory(target.parent)

    def set_aside(self, path: str) -> None:
        """Rename a damaged file to ``<random>.bad`` beside it."""
        target = self.root / path
        target.rename(target.parent / f"{secrets.token_hex(8)}.bad")

    def remove(self, path: str) -> None:
        """Remove a file; silent if it is gone already."""
        (self.root / path).unlink(missing_ok=True)

    def is_unfinished(self, path: str) -> bool:
        """Whether some thread is about to write this file and give it its name: it is nobody's leftover."""
        return self.root / path in self._unfinished

    def free_bytes(self) -> int:
        """How much fits on the medium; without end where it does not tell, as some shares do."""
        usage = shutil.disk_usage(self.root)
        return usage.free if usage.total else sys.maxsize

    def _make_parent(self, parent: Path) -> None:
        key = str(parent)
        if key not in self._made or not parent.is_dir():
            if not self.root.is_dir():
                raise FileNotFoundError(errno.ENOENT, "the folder is not there", str(self.root))
            missing = [at for at in (parent, *parent.parents) if not at.is_dir()]
            parent.mkdir(mode=0o777, parents=True, exist_ok=True)
            if missing:
                self._settle_later({made.parent for made in missing})
            self._made.add(key)

    def _write(self, path: Path, data: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags, 0o666), "wb") as file:  # noqa: PTH123
            file.write(data)

    def _finish(self, files: Sequence[WaitingFile], named: set[Path]) -> None:
        """Make files durable, then name them where their names are free; ``named`` learns the directories."""
        try:
            for file in files:
                if not file.is_written:
                    self._write(file.temporary, file.data)
            if self._is_durable:
                side_by_side(sync_file, [file.temporary for file in files])
            for file in files:
                if self._name(file.temporary, file.target, file.data):
                    named.add(file.target.parent)
        finally:
            self._forget(files)

    def _forget(self, files: Sequence[WaitingFile]) -> None:
        for file in files:
            file.temporary.unlink(missing_ok=True)
            self._unfinished.discard(file.temporary)

    def _name(self, temporary: Path, target: Path, data: bytes) -> bool:
        try:
            _retry_while_busy(lambda: _link_or_rename(temporary, target))
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EROFS, errno.EDQUOT):
                raise
            self._write_in_place(target, data)
        return True

    def _settle_later(self, directories: set[Path]) -> None:
        """Make names in directories durable: now, or where files come together at their end."""
        if self._of_thread.waiting is not None:
            self._of_thread.waiting.directories |= directories
        else:
            self._settle(directories)

    def _settle(self, directories: set[Path]) -> None:
        if self._is_durable:
            side_by_side(sync_directory, sorted(directories))

    def _write_in_place(self, target: Path, data: bytes) -> None:
        try:
            self._write(target, data)
            if self._is_durable:
                sync_file(target)
        except FileExistsError:
            raise
        except OSError:
            target.unlink(missing_ok=True)
            raise


def _listed(entry: os.DirEntry[str]) -> Listed | None:
    """What a listing shows of a name; None if it vanished meanwhile."""
    try:
        if not entry.is_file(follow_symlinks=False):
            return Listed(entry.name, -1)
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    return Listed(entry.name, found.st_size, found.st_mtime_ns)


def _read_once(descriptor: int) -> None:
    """Tell the system that nobody reads this file again soon: its memory is free for the copy that is written next."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def is_directory(path: Path) -> bool:
    """Whether a directory is there; a mount whose other end is gone is none, where `Path.is_dir` raises OSError."""
    return os.path.isdir(path)  # noqa: PTH112


def sync_directory(directory: Path) -> None:
    """Make names in a directory durable, where the file system can (shares often cannot)."""
    if os.name == "nt":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_DIRECTORY_FSYNC:
            raise
    finally:
        os.close(descriptor)


def _link_or_rename(temporary: Path, target: Path) -> None:
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "exists", str(target))
    temporary.rename(target)


def _retry_while_busy(action: Callable[[], None]) -> None:
    deadline = time.monotonic() + _WINDOWS_RETRY_S
    while True:
        try:
            return action()
        except OSError as error:
            if getattr(error, "winerror", None) not in _WINDOWS_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
