# SPDX-License-Identifier: Apache-2.0
"""Finding the files that a person chose to import: folders in order, and a reason for whatever is left out.

Links are never followed below what the person chose: a folder that somebody else filled could point at private files
of this laptop, and importing would hand them to the whole team.
"""

from __future__ import annotations

import errno
import os
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from incident_console.domain.errors import KnownError

from .limits import MAX_FILE_BYTES, MIB

_LEFTOVERS = frozenset((".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx", "$recycle.bin"))
_TEMPORARY_STARTS = ("~$", ".~lock.")
_TEMPORARY_ENDS = ("~", ".tmp", ".temp", ".swp", ".part", ".partial", ".crdownload")
_FRESH_NS = 2_500_000_000
_VANISHED = "It was gone when it should be read."
_UNREADABLE = "It cannot be read: permission is missing or the disk has an error."


class Cancel(Protocol):
    """Something that says whether the person has cancelled, such as a threading.Event."""

    def is_set(self) -> bool:
        """Whether to stop."""


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """How much one import takes."""

    max_bytes: int = MAX_FILE_BYTES
    max_files: int = 100_000
    max_depth: int = 64


@dataclass(frozen=True, slots=True)
class FileFound:
    """A file to import: where it is, its name below what was chosen ("plans/power.md", NFC), its size in bytes.

    ``mark`` is another one once the file was written again, as far as the file system tells; empty while it was
    written a moment ago and may be again without a trace.
    """

    path: Path
    relative_name: str
    size: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class FileRefused:
    """Something that is left out: its path, made printable, and a sentence that says why."""

    path: str
    reason: str


def walk(
    paths: Iterable[Path], limits: ImportLimits | None = None, cancel: Cancel | None = None
) -> Iterator[FileFound | FileRefused]:
    """Go through files and folders in order of their names; ends early when cancelled."""
    walker = _Walker(limits or ImportLimits(), cancel)
    for path in paths:
        yield from walker.chosen(path)


def read_file(path: Path, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """The whole file in memory; raises KnownError if it is gone, unreadable, too large or being written just now."""
    return read_marked(path, max_bytes)[0]


def read_marked(path: Path, max_bytes: int = MAX_FILE_BYTES) -> tuple[bytes, str]:
    """The whole file in memory, and its mark as it was read. Raises KnownError as `read_file` does."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        with open(os.open(path, flags), "rb") as stream:  # noqa: PTH123 - a pipe in its place must not block us
            before = os.fstat(stream.fileno())
            reason = _why_not(before, max_bytes)
            if reason:
                raise _refusal(reason)
            data = stream.read(before.st_size + 1)
            after = os.fstat(stream.fileno())
    except FileNotFoundError:
        raise _refusal(_VANISHED) from None
    except OSError:
        raise _refusal(_UNREADABLE) from None
    if len(data) != after.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise _refusal("It was being changed while it was read. Close it in the other program and import it again.")
    return data, mark_of(after)


def mark_of(status: os.stat_result) -> str:
    """What tells one state of a file from the next: size, times and place on the disk; empty if it is too fresh.

    Some file systems keep times of two seconds.
    """
    times = (status.st_mtime_ns, status.st_ctime_ns)
    if max(times) > time.time_ns() - _FRESH_NS:
        return ""
    return ":".join(map(str, (status.st_size, *times, status.st_ino, status.st_dev)))


class _Walker:
    def __init__(self, limits: ImportLimits, cancel: Cancel | None) -> None:
        self._limits = limits
        self._cancel = cancel
        self._count = 0
        self._seen: set[tuple[int, int]] = set()

    def chosen(self, path: Path) -> Iterator[FileFound | FileRefused]:
        """What the person chose: here alone a link is followed and a hidden name is meant."""
        try:
            whole = path.resolve(strict=True)
            status = whole.stat()
        except (OSError, RuntimeError) as problem:
            yield FileRefused(printable(path), _why_failed(problem))
            return
        yield from self._one(whole, _plain_name(whole.name if path.name in ("", "..") else path.name), status, depth=0)

    def _one(self, path: Path, name: str, status: os.stat_result, depth: int) -> Iterator[FileFound | FileRefused]:
        if self._is_over():
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._folder(path, name, status, depth)
            return
        reason = _why_not_named(path.name) or _why_not(status, self._limits.max_bytes)
        self._count += 1
        if not reason and self._count > self._limits.max_files:
            reason = f"More than {self._limits.max_files:,} files at once: import the rest in a second go."
        yield FileRefused(printable(path), reason) if reason else FileFound(path, name, status.st_size, mark_of(status))

    def _folder(self, path: Path, name: str, status: os.stat_result, depth: int) -> Iterator[FileFound | FileRefused]:
        identity = (status.st_dev, status.st_ino)
        if status.st_ino and identity in self._seen:
            yield FileRefused(printable(path), "This folder was gone through already.")
            return
        self._seen.add(identity)
        if depth >= self._limits.max_depth:
            yield FileRefused(printable(path), "It lies too deep in folders.")
            return
        try:
            with os.scandir(path) as listing:
                entries = sorted(listing, key=lambda entry: (_plain_name(entry.name), entry.name))
        except OSError as problem:
            yield FileRefused(printable(path), _why_failed(problem))
            return
        for entry in entries:
            yield from self._entry(entry, f"{name}/{_plain_name(entry.name)}" if name else entry.name, depth)

    def _entry(self, entry: os.DirEntry[str], name: str, depth: int) -> Iterator[FileFound | FileRefused]:
        reason = _why_overlooked(entry.name) or _why_not_named(entry.name)
        if not reason and _is_link(entry):
            reason = "It is a link. Choose what it points to, if that should be imported."
        if reason:
            yield FileRefused(printable(entry.path), reason)
            return
        try:
            status = os.stat(entry.path, follow_symlinks=False)  # noqa: PTH116 - quicker; an entry's own lacks the place
        except OSError as problem:
            yield FileRefused(printable(entry.path), _why_failed(problem))
            return
        yield from self._one(Path(entry.path), name, status, depth + 1)

    def _is_over(self) -> bool:
        return self._cancel is not None and self._cancel.is_set()


def printable(path: Path | str) -> str:
    """A path that can be shown and written as UTF-8, whatever bytes its name has."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(letter if unicodedata.category(letter) != "Cc" else f"\\x{ord(letter):02x}" for letter in text)


def _why_not(status: os.stat_result, max_bytes: int) -> str:
    if not stat.S_ISREG(status.st_mode):
        return "It is a device, a pipe or a folder, not a file."
    if status.st_size > max_bytes:
        return f"It is too large: {status.st_size // MIB + 1:,} MiB, and {max_bytes // MIB:,} MiB is the most."
    return ""


def _why_not_named(name: str) -> str:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "Its name is not in UTF-8: rename it."
    if not name.isprintable() and any(unicodedata.category(letter) == "Cc" for letter in name):
        return "Its name has control characters: rename it."
    return ""


def _why_overlooked(name: str) -> str:
    lower = name.lower()
    if lower in _LEFTOVERS:
        return "Left behind by the operating system."
    if lower.startswith(_TEMPORARY_STARTS) or lower.endswith(_TEMPORARY_ENDS):
        return "A temporary file of another program."
    return "Hidden." if name.startswith(".") else ""


def _why_failed(problem: Exception) -> str:
    if isinstance(problem, FileNotFoundError):
        return _VANISHED
    if isinstance(problem, RuntimeError) or getattr(problem, "errno", None) == errno.ELOOP:
        return "It is a link that leads back to itself."
    return _UNREADABLE


def _is_link(entry: os.DirEntry[str]) -> bool:
    is_junction = getattr(entry, "is_junction", None)  # Windows, from Python 3.12
    return entry.is_symlink() or bool(is_junction and is_junction())


def _plain_name(name: str) -> str:
    """The same name on every system: macOS takes letters and accents apart, others do not."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def _refusal(reason: str) -> KnownError:
    return KnownError("This file was not imported", reason)
