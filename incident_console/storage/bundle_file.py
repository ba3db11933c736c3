# SPDX-License-Identifier: Apache-2.0
"""A bundle on disk, read as if it were a folder: nothing is unpacked, and no name in it ever becomes a path here.

Whoever made the file is not trusted: names that are none of the layout are passed over, sizes are checked against the
file, damaged places are stepped over, and each member is read alone and only as far as its reader asks.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from incident_console.domain.ports import Listed
from incident_console.wire import names
from incident_console.wire.bundle import BLOCK, END, MAGIC, MAGIC_AT, MAX_MEMBERS, Member, read_header

from .file_tree import sync_directory

_PATH = re.compile(r"(h|a|j|s/[0-9a-v]{16}|b/[0-9a-v]{2})/([0-9a-v][0-9a-v.-]{0,79})")
_AT_ONCE = 1 << 20
_LONGEST_END = 64 << 10
"""How many zeros may stand at the end: other programs fill a tar archive up to a record of their own."""


class NotABundle(Exception):
    """The file is something else."""


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    size: int


class BundleTree:
    """The files of one team in a bundle, in the order in which they stand there; only for reading.

    ``is_whole`` tells that it was read to a sound end. Raises NotABundle where nothing in it is of the layout.
    """

    def __init__(self, file: BinaryIO, root: str = "") -> None:
        self._file = file
        self._root = root
        self._places: dict[str, dict[str, _Place]] = {}
        self._teams: dict[str, _Place] = {}
        self.is_whole = False
        self._scan(os.fstat(file.fileno()).st_size)

    # --- what every folder offers ---------------------------------------------------------------------------------

    def is_there(self) -> bool:
        """Whether it can be read; a bundle that could be opened stays so."""
        return True

    def names(self, directory: str) -> list[str]:
        """The names in a directory."""
        if directory in (names.STREAMS, names.BLOBS):
            return [held.partition("/")[2] for held in self._places if held.startswith(f"{directory}/")]
        return list(self._places.get(directory, ()))

    def files(self, directory: str) -> list[Listed]:
        """Names and sizes in a directory."""
        return [Listed(name, place.size) for name, place in self._places.get(directory, {}).items()]

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a member, at most ``limit`` + 1 of them."""
        directory, _, name = path.rpartition("/")
        place = self._places.get(directory, {}).get(name)
        if place is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        self._file.seek(place.start)
        return self._file.read(min(place.size, limit + 1))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Nothing is put into a bundle that is read."""
        yield

    def put_new(self, path: str, data: bytes) -> bool:
        """A bundle is not written to."""
        raise _read_only(path, len(data))

    def set_aside(self, path: str) -> None:
        """A bundle is not written to."""
        raise _read_only(path)

    def remove(self, path: str) -> None:
        """A bundle is not written to."""
        raise _read_only(path)

    def free_bytes(self) -> int:
        """Nothing fits into it."""
        return 0

    # --- what only a bundle offers ----------------------------------------------------------------------------------

    def members(self) -> Iterator[tuple[str, int]]:
        """Every file of the team as (path, size); documents in the order in which their writer found them urgent."""
        for directory, found in self._places.items():
            for name, place in found.items():
                yield f"{directory}/{name}", place.size

    @property
    def teams(self) -> list[str]:
        """The team files in it, of every team; those of exercises last."""
        return sorted(self._teams, key=lambda name: ("/" in name, name))

    def team_file(self, name: str) -> bytes:
        """The bytes of one of the team files."""
        place = self._teams[name]
        return self._bytes(place.start, min(place.size, _AT_ONCE))

    def drop(self, path: str) -> None:
        """Pass a member over, as if it were not there."""
        directory, _, name = path.rpartition("/")
        self._places.get(directory, {}).pop(name, None)

    def _scan(self, length: int) -> None:
        at = 0
        is_sound = True
        for _ in range(MAX_MEMBERS):
            member = read_header(self._bytes(at, BLOCK))
            if member is not None and at + BLOCK + member.size <= length:
                self._note(member, at + BLOCK)
                at += BLOCK + member.stored
                continue
            if self._is_end(at, length):
                self.is_whole = is_sound
                break
            is_sound = False  # damaged, or torn: behind it may be more that is whole
            found = self._next_header(at + BLOCK, length)
            if found is None:
                break
            at = found
        if not (self._teams or self._places):
            raise NotABundle

    def _is_end(self, at: int, length: int) -> bool:
        return len(END) <= length - at <= _LONGEST_END and not any(self._bytes(at, _LONGEST_END))

    def _next_header(self, at: int, length: int) -> int | None:
        """Where the next block lies that says to be a header."""
        while at < length:
            data = self._bytes(at, _AT_ONCE)
            place = data.find(MAGIC)
            while place >= 0:
                if place % BLOCK == MAGIC_AT:
                    return at + place - MAGIC_AT
                place = data.find(MAGIC, place + 1)
            at += _AT_ONCE
        return None

    def _bytes(self, at: int, count: int) -> bytes:
        self._file.seek(at)
        return self._file.read(count)

    def _note(self, member: Member, at: int) -> None:
        directory, _, name = member.name.rpartition("/")
        if names.parse_team(name) and (not directory or names.parse_exercise(directory)):
            self._teams[member.name] = _Place(at, member.size)
        elif member.is_file and member.name.startswith(self._root):
            found = _PATH.fullmatch(member.name[len(self._root) :])
            if found is not None:
                self._places.setdefault(found[1], {})[found[2]] = _Place(at, member.size)


def open_bundle(path: Path) -> BinaryIO:
    """Open a file to read it as a bundle. Raises OSError; a pipe, a device or a directory is none."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    file = open(os.open(path, flags), "rb")  # noqa: PTH123, SIM115 - closed by whoever asked
    if not os.path.isfile(file.fileno()):  # noqa: PTH113 - of what was opened, not of the name
        file.close()
        raise NotABundle
    return file


def write_beside(path: Path, pieces: Callable[[BinaryIO], None]) -> None:
    """Write a file whole or not at all: beside it, synced, then under its name. Raises OSError.

    What an earlier try left beside it when the power went is taken away.
    """
    pattern = re.compile(re.escape(f".{path.name}.") + r"[0-9a-f]{8}\.part")
    for name in os.listdir(path.parent):  # noqa: PTH208 - names alone
        if pattern.fullmatch(name):
            with suppress(OSError):
                path.with_name(name).unlink()
    beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(beside, flags, 0o600), "wb") as file:  # noqa: PTH123
            pieces(file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_directory(path.parent)


def _read_only(path: str, *_: int) -> OSError:
    return OSError(errno.EROFS, os.strerror(errno.EROFS), path)
