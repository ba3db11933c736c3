# SPDX-License-Identifier: Apache-2.0
"""Encrypted SQLite databases: opened with a raw key, migrated in steps, closed without a trace."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import sqlcipher3.dbapi2 as sqlcipher

from incident_console.domain.errors import KnownError

_ROOM_BYTES = 64 * 1024
"""With less than this free, a database in use cannot go on."""
_CACHE_KIB = 64_000
"""Bulk work turns many pages."""
_BULK_PAGES = 8_000
"""The index moves pages from its log into its file after so many: bulk work writes the same ones again and again."""
_AT_ONCE = 500
"""Values asked about in one query."""

Connection = Any
"""An SQLCipher connection; the driver ships no types."""


class DamagedDatabase(KnownError):
    """A database that does not open with its key: damaged, or not this workspace's."""


def open_database(path: Path, key: bytes, *, is_durable: bool) -> Connection:
    """Open or make a database encrypted under a 32-byte key.

    ``is_durable`` waits for the disk at every commit (the record); without it a crash may lose the last
    commits but never the file (the index, which can be rebuilt). Every page is checked (64 MB take about 0.2 s), so
    that a rotten disk is told here and not in the middle of the work. Raises DamagedDatabase, or KnownError where the
    disk is full or read-only.
    """
    with told_plainly(path):
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, key, is_durable)
        except BaseException:
            connection.close()
            raise
        path.chmod(0o600)
    return connection


def _prepare(connection: Connection, key: bytes, is_durable: bool) -> None:
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute("PRAGMA cipher_memory_security = OFF")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if connection.execute("PRAGMA cipher_integrity_check").fetchone():
        raise sqlcipher.DatabaseError("malformed: a page does not verify")
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute(f"PRAGMA synchronous = {'FULL' if is_durable else 'NORMAL'}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {1_000 if is_durable else _BULK_PAGES}")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA secure_delete = FAST")
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


def migrate(connection: Connection, steps: Sequence[str]) -> None:
    """Bring a database to the newest layout, one step a transaction. Raises KnownError if a newer program made it."""
    at = connection.execute("PRAGMA user_version").fetchone()[0]
    if at > len(steps):
        raise KnownError(
            "This workspace was used with a newer version", "Nothing was changed.", "Open it with that version."
        )
    if at == len(steps):
        return
    tables = _sqlite_utils().Database(connection, execute_plugins=False)
    for number, script in enumerate(steps[at:], start=at + 1):
        with tables.atomic():
            for statement in filter(str.strip, script.split(";\n")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


@contextmanager
def transaction(connection: Connection) -> Iterator[Connection]:
    """All of the changes inside, or none. Nested use joins the outer one."""
    if connection.in_transaction:
        yield connection
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def rows_among(connection: Connection, query: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query that ends in IN, for any number of values: it is asked for so many of them at a time."""
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield from connection.execute(f"{query} ({', '.join('?' * len(some))})", some).fetchall()


class ClosedConnection:
    """Stands where a connection was: whoever still asks, a thread that was left behind, is told plainly."""

    def __getattr__(self, _name: str) -> NoReturn:
        raise KnownError("This workspace is locked", "Nothing was changed.", "Unlock it first.")


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn the database's own errors into ones that a person can act on."""
    try:
        yield
    except sqlcipher.DatabaseError as error:
        raise _plain(path, str(error)) from error


def _plain(path: Path, words: str) -> KnownError:
    if "readonly" in words or "unable to open" in words:
        return KnownError("The workspace cannot be written", f"{path.name}: {words}.", "Check the disk and its rights.")
    if "disk is full" in words or ("I/O error" in words and _is_full(path.parent)):
        return KnownError(
            "The disk is full", "What was saved before is safe; this was not saved.", "Free some space and try again."
        )
    if "not a database" in words or "malformed" in words:
        return DamagedDatabase(f"{path.name} is damaged or belongs to another workspace", "Nothing was changed.")
    return KnownError("The workspace's database gave an error", f"{path.name}: {words}.")


def _is_full(directory: Path) -> bool:
    """Whether the disk has no room left; SQLite calls it an I/O error where its shared memory cannot grow."""
    try:
        return shutil.disk_usage(directory).free < _ROOM_BYTES
    except OSError:
        return False


def _sqlite_utils() -> Any:
    sys.modules.setdefault("pysqlite3", sys.modules["sqlcipher3"])
    sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher)
    import sqlite_utils

    return sqlite_utils
