# SPDX-License-Identifier: Apache-2.0
"""What the record keeps about carriers: the folders, who was heard, and files that have not arrived yet."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from .database import Connection
from .record import Record

BACK_OFF_MS = (5_000, 30_000, 300_000, 3_600_000)
"""How long to wait before reading a damaged file again, by the number of tries."""
QUARANTINE_ROWS = 1_000
_FINDING, _MOUNT = "finding-", "mount-"


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A shared folder of this laptop and how it was when last tried."""

    path: str
    state: str
    since_ms: int
    synced_at_ms: int | None
    compared_at_ms: int | None


@dataclass(frozen=True, slots=True)
class HeardRow:
    """The newest verified head of a stream: what its station claimed, when it arrived, and by which carrier.

    ``epoch_id`` is the key that the station writes under.
    """

    stream: bytes
    sign_key: bytes
    seq: int
    stmt: bytes
    beat: int
    state: int
    app_version: str
    wall_ms: int
    received_at_ms: int
    carrier: str
    set_hash: bytes
    path: str
    epoch_id: bytes


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """A file that did not verify: it has not arrived yet, and is read again later."""

    folder: str
    name: str
    code: str
    size: int
    tries: int
    first_seen_ms: int
    next_try_ms: int

    def is_due(self, now_ms: int) -> bool:
        """Whether to read it again; a clock that was put back does not make it wait for longer than the longest."""
        return not now_ms < self.next_try_ms <= now_ms + BACK_OFF_MS[-1]


class Carriers:
    """The carriers' part of record.db."""

    def __init__(self, record: Record) -> None:
        self._record = record

    @property
    def _connection(self) -> Connection:
        return self._record.connection

    def folders(self) -> list[FolderRow]:
        """Every folder of this laptop, in the order they were added."""
        rows = self._connection.execute(
            "SELECT path, state, since_ms, synced_at_ms, compared_at_ms FROM folders ORDER BY added_at_ms, path"
        )
        return [FolderRow(*row) for row in rows]

    def add_folder(self, path: str, now_ms: int) -> None:
        """Sync through a folder from now on."""
        with self._record.transaction():
            self._connection.execute(
                "INSERT OR IGNORE INTO folders VALUES (?, ?, 'ok', ?, NULL, NULL)", (path, now_ms, now_ms)
            )

    def remove_folder(self, path: str) -> bool:
        """Sync through it no longer; its files stay. False if it was not one of the folders."""
        with self._record.transaction():
            gone = self._connection.execute("DELETE FROM folders WHERE path = ?", (path,)).rowcount
            self._connection.execute("DELETE FROM quarantine WHERE folder = ?", (path,))
            self._connection.execute("DELETE FROM meta WHERE key IN (?, ?)", (_FINDING + path, _MOUNT + path))
        return bool(gone)

    def set_state(self, path: str, state: str, now_ms: int, *, is_synced: bool, is_compared: bool) -> bool:
        """Note how a folder was found; True if that is news."""
        row = self._connection.execute("SELECT state FROM folders WHERE path = ?", (path,)).fetchone()
        if row is None:
            return False
        with self._record.transaction():
            if row[0] != state:
                self._connection.execute(
                    "UPDATE folders SET state = ?, since_ms = ? WHERE path = ?", (state, now_ms, path)
                )
            if is_synced:
                self._connection.execute("UPDATE folders SET synced_at_ms = ? WHERE path = ?", (now_ms, path))
            if is_compared:
                self._connection.execute("UPDATE folders SET compared_at_ms = ? WHERE path = ?", (now_ms, path))
        return bool(row[0] != state)

    def note_finding(self, folder: str, what: str, files: int, at_ms: int) -> None:
        """Keep the last remarkable thing that was found in a folder."""
        self._record.put(_FINDING + folder, msgspec.msgpack.encode((what, files, at_ms)))

    def finding(self, folder: str) -> tuple[str, int, int] | None:
        """The last remarkable thing found in a folder: what, how many files, and when."""
        kept = self._record.get(_FINDING + folder)
        return None if kept is None else msgspec.msgpack.decode(kept, type=tuple[str, int, int])

    def note_mount(self, folder: str, mount: str) -> None:
        """Keep the mount point below which a folder lies."""
        self._record.put(_MOUNT + folder, mount.encode("utf-8", "surrogateescape"))

    def mount(self, folder: str) -> str | None:
        """The mount point below which a folder lay; None where that is not known."""
        kept = self._record.get(_MOUNT + folder)
        return None if kept is None else kept.decode("utf-8", "surrogateescape")

    def heard(self) -> list[HeardRow]:
        """The newest head of every stream ever heard."""
        return [HeardRow(*row) for row in self._connection.execute("SELECT * FROM heard ORDER BY stream")]

    def hear(self, heard: HeardRow) -> bool:
        """Keep a head if it is newer than the one known; True if it was."""
        known = self._connection.execute("SELECT seq, beat FROM heard WHERE stream = ?", (heard.stream,)).fetchone()
        if known and (heard.seq, heard.beat) <= tuple(known):
            return False
        values = (
            heard.stream, heard.sign_key, heard.seq, heard.stmt, heard.beat, heard.state, heard.app_version,
            heard.wall_ms, heard.received_at_ms, heard.carrier, heard.set_hash, heard.path, heard.epoch_id,
        )  # fmt: skip
        with self._record.transaction():
            self._connection.execute(f"INSERT OR REPLACE INTO heard VALUES ({', '.join('?' * 13)})", values)  # noqa: S608
        return True

    def quarantined(self, folder: str | None = None) -> list[QuarantineRow]:
        """Files that have not arrived yet (in one folder)."""
        where, values = ("WHERE folder = ?", (folder,)) if folder else ("", ())
        rows = self._connection.execute(f"SELECT * FROM quarantine {where} ORDER BY folder, name", values)  # noqa: S608
        return [QuarantineRow(*row) for row in rows]

    def set_aside(self, folder: str, name: str, code: str, size: int, now_ms: int) -> None:
        """Note that a file did not verify, and when to read it again; a file that changed starts anew."""
        known = self._connection.execute(
            "SELECT size, tries, first_seen_ms FROM quarantine WHERE folder = ? AND name = ?", (folder, name)
        ).fetchone()
        tries, first_seen_ms = (known[1] + 1, known[2]) if known and known[0] == size else (1, now_ms)
        next_try_ms = now_ms + BACK_OFF_MS[min(tries, len(BACK_OFF_MS)) - 1]
        with self._record.transaction():
            count = self._connection.execute("SELECT count(*) FROM quarantine").fetchone()[0]
            if known or count < QUARANTINE_ROWS:
                self._connection.execute(
                    "INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (folder, name, code, size, tries, first_seen_ms, next_try_ms),
                )

    def release(self, folder: str, name: str) -> None:
        """A file arrived after all, or is gone."""
        with self._record.transaction():
            self._connection.execute("DELETE FROM quarantine WHERE folder = ? AND name = ?", (folder, name))
