# SPDX-License-Identifier: Apache-2.0
"""Where plain copies lie that a person asked for: a private, local directory that is neither synced nor indexed.

Each process has a room of its own in it, held by the kernel's lock, so that any other process knows which rooms are
abandoned. A copy that nobody wrote to keeps a time that no program sets, so that it can be told without a key.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from incident_console.domain.errors import KnownError
from incident_console.domain.ids import Random

from .owner_lock import acquire

UNTOUCHED_NS = 946_684_800_000_000_000
"""The time of change of a copy as it was written: the first moment of the year 2000."""
_LOCK = ".lock"
_CACHE_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Nothing in here is to be backed up.\n"
_MARKS = {".nomedia": "", ".trackerignore": "", "CACHEDIR.TAG": _CACHE_TAG}
"""What tells indexers and backups to pass this place by (GNOME's, Android's, and https://bford.info/cachedir/)."""
_NOT_CONTENT_INDEXED = 0x2000


def plain_places() -> list[Path]:
    """Where rooms may be, the best place first: in memory if the system has such a place for this user alone."""
    from platformdirs import user_cache_path

    cache = user_cache_path("incident-console", appauthor=False) / "plain-copies.noindex"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if sys.platform in ("win32", "darwin") or not runtime.startswith("/") or not _is_ours(Path(runtime)):
        return [cache]
    return [Path(runtime) / "incident-console", cache]


class PlainRoom:
    """A directory of this process. Raises KnownError if there is no place that nobody else can read."""

    def __init__(self, random: Random, places: Sequence[Path] | None = None) -> None:
        self._random = random
        self._count = 0
        for place in plain_places() if places is None else places:
            with suppress(OSError):
                _make_private(place)
                self.path, self._descriptor = _new_room(place, random)
                return
        raise KnownError(
            "There is no private place on this laptop for a plain copy",
            "Nothing was written.",
            "Export the document to a folder that you choose.",
        )

    def new_path(self, ending: str) -> Path:
        """Where the next copy goes: its name says nothing of it."""
        self._count += 1
        return self.path / self._random(8).hex() / f"document-{self._count}{ending}"

    def put(self, path: Path, data: bytes) -> None:
        """Write a copy for this user alone. Raises OSError; then nothing is left of it."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            path.parent.mkdir(mode=0o700)
            with open(os.open(path, flags, 0o600), "wb") as file:  # noqa: PTH123 - the mode holds from the start
                file.write(data)
            os.utime(path, ns=(UNTOUCHED_NS, UNTOUCHED_NS))
        except BaseException:
            remove_copy(path)
            raise

    def holds(self, copy: Path) -> bool:
        """Whether a copy lies in this room."""
        return copy.parent.parent == self.path

    def close(self) -> None:
        """Let go of the room, and remove it unless something in it has to stay."""
        os.close(self._descriptor)
        _clear_room(self.path)


def remove_copy(path: Path) -> bool:
    """Remove a copy with the directory around it, and what other programs left there; False if it is held open."""
    shutil.rmtree(path.parent, ignore_errors=True)
    return not path.parent.exists()


def is_abandoned(copy: Path) -> bool:
    """Whether no process holds the room of a copy any more."""
    with _abandoned(copy.parent.parent) as is_free:
        return is_free


def sweep(places: Sequence[Path] | None = None) -> int:
    """Remove what processes left that were killed, but for copies that somebody wrote to: returns how many stay.

    Those wait until their workspace is unlocked, which takes the change in.
    """
    stay = 0
    for place in plain_places() if places is None else places:
        with suppress(OSError):  # a place that cannot be read has nothing of ours
            rooms = [entry for entry in place.iterdir() if entry.is_dir() and not entry.is_symlink()]
            stay += sum(map(_clear_room, rooms)) if _is_ours(place) else 0
    return stay


def is_untouched(path: Path) -> bool:
    """Whether nobody wrote to a copy since it was put there."""
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and status.st_mtime_ns == UNTOUCHED_NS


def _clear_room(room: Path) -> int:
    """Remove an abandoned room, but for copies that somebody wrote to; returns how many of those stay."""
    with _abandoned(room) as is_free:
        if not is_free:
            return 0
        stay = sum(not _clear(around) for around in room.iterdir() if around.is_dir()) if room.is_dir() else 0
        with suppress(OSError):  # something is in it
            room.rmdir()
    if not room.exists():
        room.with_name(room.name + _LOCK).unlink(missing_ok=True)
    return stay


def _clear(around: Path) -> bool:
    """Remove the directory around a copy unless somebody wrote to it; False if it stays."""
    copies = around.glob("document-*")
    return all(is_untouched(copy) for copy in copies) and remove_copy(around / "copy")


@contextmanager
def _abandoned(room: Path) -> Iterator[bool]:
    """Hold a room's lock if nobody has it."""
    try:
        descriptor = os.open(room.with_name(room.name + _LOCK), os.O_RDWR)
    except OSError:
        yield True
        return
    try:
        acquire(descriptor)
    except OSError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def _new_room(place: Path, random: Random) -> tuple[Path, int]:
    """A room whose lock is held before it is there. Raises OSError."""
    path = place / random(10).hex()
    lock = path.with_name(path.name + _LOCK)
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        acquire(descriptor)
        path.mkdir(mode=0o700)
    except BaseException:
        os.close(descriptor)
        raise
    return path, descriptor


def _make_private(place: Path) -> None:
    """Make a place for this user alone, and say that it is not to be indexed. Raises OSError if it is not private."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
    if not _is_ours(place):
        raise PermissionError(place)
    place.chmod(0o700)
    for name, words in _MARKS.items():
        (place / name).write_text(words, encoding="ascii")
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetFileAttributesW(str(place), _NOT_CONTENT_INDEXED)


def _is_ours(place: Path) -> bool:
    """Whether it is a directory, no link, of this user."""
    try:
        status = place.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and (os.name == "nt" or status.st_uid == os.geteuid())
