# SPDX-License-Identifier: Apache-2.0
"""Disks and databases that fail where a test says: at the k-th call, by an error or by the end of the process.

The program under test is unchanged; only the tree of files and the database connection are wrapped. A kill copies the
workspace first, byte for byte as the kernel holds it at that moment, and the test goes on with the copy: what open
databases would still have tidied up is lost, as it is for a process that is killed.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

import sqlcipher3.dbapi2 as sqlcipher

from incident_console.domain.ports import Listed
from incident_console.storage import file_tree
from incident_console.storage.database import open_database
from incident_console.storage.file_tree import DiskTree

CHANGES = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE")


class Killed(BaseException):
    """The process ended here."""


def _nothing(_call: str) -> None:
    """Let it pass."""


def refusing(start: str, number: int) -> Callable[[str], None]:
    """Answer every call that begins so with an error of the system."""

    def refuse(call: str) -> None:
        if call.startswith(start):
            raise OSError(number, os.strerror(number))

    return refuse


class Faults:
    """Counts the calls that reach disk or database, and acts at the one that was asked for; ``each`` sees them all."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.unsynced: set[Path] = set()
        self.each: Callable[[str], None] = _nothing
        self._at: int | None = None
        self._action: Callable[[str], None] = _nothing

    def arm(self, at: int, action: Callable[[str], None]) -> None:
        """Do something at the call of this number from now, counting from 1."""
        self.calls, self._at, self._action = [], at, action

    def disarm(self) -> bool:
        """Let everything pass again; tells whether the call was reached."""
        was_reached = self._at is None
        self._at = None
        return was_reached

    def reach(self, call: str) -> None:
        """A call is about to be made."""
        self.calls.append(call)
        self.each(call)
        if self._at is not None and len(self.calls) >= self._at:
            self._at = None
            self._action(call)


def fail(call: str) -> None:
    """The disk is full for this one call; what was committed stays so."""
    if call.startswith("after"):
        return
    if call.startswith("db"):
        raise sqlcipher.OperationalError("database or disk is full")
    raise OSError(errno.ENOSPC, "No space left on device")


def killing(faults: Faults, workspace: Path, image: Path, *, is_power_lost: bool) -> Callable[[str], None]:
    """Keep what a killed process leaves of a workspace; with a loss of power also without what was not synced."""

    def kill(_call: str) -> None:
        shutil.copytree(workspace, image)
        if is_power_lost:
            for half_written in image.rglob("*.tmp"):
                half_written.write_bytes(b"")
            for path in faults.unsynced:
                if path.is_relative_to(workspace):
                    (image / path.relative_to(workspace)).unlink(missing_ok=True)
        raise Killed

    return kill


class FaultyTree(DiskTree):
    """A directory whose calls are counted."""

    faults: Faults

    def names(self, directory: str) -> list[str]:
        self.faults.reach(f"names {self.root.name} {directory}")
        return super().names(directory)

    def files(self, directory: str) -> list[Listed]:
        self.faults.reach(f"files {self.root.name} {directory}")
        return super().files(directory)

    def read(self, path: str, limit: int) -> bytes:
        self.faults.reach(f"read {self.root.name} {path}")
        return super().read(path, limit)

    def put_new(self, path: str, data: bytes) -> bool:
        self.faults.reach(f"put {self.root.name} {path}")
        return super().put_new(path, data)

    def set_aside(self, path: str) -> None:
        self.faults.reach(f"set aside {self.root.name} {path}")
        super().set_aside(path)

    def remove(self, path: str) -> None:
        self.faults.reach(f"remove {self.root.name} {path}")
        super().remove(path)

    def secure(self, path: str) -> None:
        super().secure(path)
        self.faults.unsynced.discard(self.root / path)

    def _write(self, path: Path, data: bytes) -> None:
        super()._write(path, data)
        self.faults.reach(f"written {path.name}")

    def _name(self, temporary: Path, target: Path, data: bytes) -> bool:
        self.faults.unsynced.add(target)
        named = super()._name(temporary, target, data)
        if not named:
            self.faults.unsynced.discard(target)
        return named

    def _settle(self, directories: set[Path]) -> None:
        super()._settle(directories)
        self.faults.unsynced = {path for path in self.faults.unsynced if path.parent not in directories}


class FaultyConnection:
    """A database connection whose changes are counted."""

    def __init__(self, real: Any, faults: Faults, name: str) -> None:
        self._real = real
        self._faults = faults
        self._name = name

    def execute(self, sql: str, *values: object) -> Any:
        word = sql.partition(" ")[0]
        if word in CHANGES:
            self._faults.reach(f"db {self._name} {word}")
        done = self._real.execute(sql, *values)
        if word == "COMMIT":
            self._faults.reach(f"after {self._name} {word}")
        return done

    def executemany(self, sql: str, rows: Any) -> Any:
        self._faults.reach(f"db {self._name} {sql.partition(' ')[0]}")
        return self._real.executemany(sql, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@contextmanager
def faulty_world(tree: type[FaultyTree] = FaultyTree) -> Iterator[Faults]:
    """Every workspace and folder opened inside is on disks that can fail; nothing waits for a real one.

    Temporary names and the timer repeat, so that the same calls come in the same order each time.
    """
    faults, names, ticks = Faults(), count(), count()

    def opened(path: Path, key: bytes, *, is_durable: bool) -> FaultyConnection:
        connection = open_database(path, key, is_durable=is_durable)
        connection.execute("PRAGMA synchronous = OFF")
        return FaultyConnection(connection, faults, path.name)

    def synced(directory: Path) -> None:
        faults.reach(f"sync {directory.name}")

    def one_by_one(sync: Callable[[Path], None], paths: Sequence[Path]) -> None:
        for path in paths:
            sync(path)

    def token(_bytes: int) -> str:
        return f"{next(names):016x}"

    def monotonic() -> float:
        return next(ticks) * 0.005

    counted = type("CountedTree", (tree,), {"faults": faults})
    with (
        mock.patch("incident_console.storage.record.open_database", opened),
        mock.patch("incident_console.storage.index.open_database", opened),
        mock.patch("incident_console.storage.workspace.DiskTree", counted),
        mock.patch("incident_console.sync.folder_view.DiskTree", counted),
        mock.patch.object(file_tree, "sync_directory", synced),
        mock.patch.object(file_tree, "side_by_side", one_by_one),
        mock.patch("os.fsync"),
        mock.patch("secrets.token_hex", token),
        mock.patch("time.monotonic", monotonic),
    ):
        yield faults
