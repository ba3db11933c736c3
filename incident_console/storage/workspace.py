# SPDX-License-Identifier: Apache-2.0
"""A workspace directory: the sealed key, the two databases, the replica, and the lock of its one owner."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from incident_console.crypto.errors import DamagedFile, NeedsNewerVersion
from incident_console.crypto.passphrase import (
    Cost,
    calibrated_cost,
    open_vault_key,
    seal_vault_key,
    vault_keys,
    workspace_id_in,
)
from incident_console.domain.errors import KnownError
from incident_console.domain.ids import Random

from .database import DamagedDatabase
from .file_tree import DiskTree, sync_directory
from .index import Index
from .owner_lock import OwnerLock
from .record import Record

KEY_FILE, RECORD_FILE, INDEX_FILE, REPLICA, LOCK_FILE = "key.sealed", "record.db", "index.db", "replica", "lock"

_LARGEST_KEPT = 24 << 20


@dataclass
class Workspace:
    """An unlocked workspace, owned by this process until ``close``."""

    path: Path
    id: bytes
    record: Record
    replica: DiskTree
    device_secret: bytes
    index_key: bytes
    lock: OwnerLock
    is_closed: bool = False
    _index: Index | None = None

    @property
    def index(self) -> Index:
        """The open index.db, made anew where it is missing or damaged.

        Raises KnownError where the disk cannot, and after ``close``: without its key nothing may be opened or made.
        """
        if self.is_closed:
            raise KnownError("This workspace is locked", "Nothing was changed.", "Unlock it first.")
        if self._index is None:
            self._index = _open_index(self.path / INDEX_FILE, self.index_key)
        return self._index

    def close(self) -> None:
        """Close the databases, forget the keys and let the next process in."""
        if self.is_closed:
            return
        self.is_closed = True
        try:
            self._close_index()
            self.record.close()
        finally:
            self.device_secret = self.index_key = b""
            self.lock.release()

    def renew_index(self) -> None:
        """Throw index.db away; an empty one is begun when next asked for."""
        self._close_index()
        _remove_database(self.path / INDEX_FILE)

    def _close_index(self) -> None:
        if self._index is not None:
            self._index.close()
        self._index = None


def is_workspace(path: Path) -> bool:
    """Whether a directory holds a workspace."""
    return (path / KEY_FILE).is_file()


def create(path: Path, passphrase: str, memory_mib: int | None, purpose: str, random: Random) -> Workspace:
    """Make an empty workspace under a passphrase; raises KnownError if something is there already."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise KnownError(f"{path} is not empty", "Nothing was changed.", "Choose a new directory for the workspace.")
    if not passphrase:
        raise KnownError("The passphrase is empty", "Nothing was made.", "Choose a passphrase.")
    cost = _cost(memory_mib)
    with told_of_disk(path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        vault_key, workspace_id = random(32), random(16)
        _write_key(path, seal_vault_key(passphrase, vault_key, workspace_id, cost, random))
    return _open(path, vault_key, workspace_id, purpose)


def unlock(path: Path, passphrase: str, purpose: str) -> Workspace:
    """Open a workspace; raises KnownError for a wrong passphrase, a second process, or a damaged file."""
    sealed = _read_key(path)
    vault_key = _vault_key(path, sealed, passphrase)
    if not (path / RECORD_FILE).is_file():
        raise KnownError(
            f"{path} has lost its {RECORD_FILE}",
            "Nothing was changed; what was synced before is safe in the team's folders.",
            "Restore the file from a copy, or join the team anew in another directory.",
        )
    return _open(path, vault_key, workspace_id_in(sealed), purpose)


def change_passphrase(path: Path, old: str, new: str, random: Random) -> None:
    """Seal the same vault key under a new passphrase; a crash leaves the old or the new one, never neither."""
    if not new:
        raise KnownError("The new passphrase is empty", "The old one still opens the workspace.")
    sealed = _read_key(path)
    vault_key = _vault_key(path, sealed, old)
    with told_of_disk(path):
        _write_key(path, seal_vault_key(new, vault_key, workspace_id_in(sealed), calibrated_cost(), random))


class told_of_disk:  # noqa: N801 - reads as a phrase in a with statement
    """Turn a full, read-only or vanished disk into one clear line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            raise disk_error(self._path, error) from error


def disk_error(path: Path, error: OSError) -> KnownError:
    """What a failed write or read of a workspace means to a person."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return KnownError(
        f"{path} cannot be used: {reason}", "What was saved before is safe.", "Check the disk, then try again."
    )


def _open(path: Path, vault_key: bytes, workspace_id: bytes, purpose: str) -> Workspace:
    _keep_memory_at_hand()
    with told_of_disk(path):
        lock = OwnerLock(path / LOCK_FILE, purpose)
    record: Record | None = None
    try:
        keys = vault_keys(vault_key, workspace_id)
        record = Record(path / RECORD_FILE, keys.record_key)
        with told_of_disk(path):
            (path / REPLICA).mkdir(mode=0o700, exist_ok=True)
        replica = DiskTree(path / REPLICA)
        opened = Workspace(path, workspace_id, record, replica, keys.device_secret, keys.index_key, lock)
        opened.index  # noqa: B018 - opens it
        return opened
    except BaseException:
        if record is not None:
            record.close()
        lock.release()
        raise


def _keep_memory_at_hand() -> None:
    """Let the process keep what it freed for the next document, instead of asking the system for every one anew.

    glibc takes the largest block that was ever freed, up to 32 MiB, as the measure of what is worth giving back; that
    halved the time of opening documents of 5 MB. The block itself is never touched. Elsewhere nothing changes.
    """
    bytes(_LARGEST_KEPT)


def _cost(memory_mib: int | None) -> Cost:
    try:
        return Cost(memory_mib * 1024) if memory_mib is not None else calibrated_cost()
    except ValueError:
        raise KnownError(
            f"{memory_mib} MiB is not a sound cost for the passphrase", "Nothing was made.", "Use 64 to 2048."
        ) from None


def _vault_key(path: Path, sealed: bytes, passphrase: str) -> bytes:
    try:
        return open_vault_key(sealed, passphrase)
    except DamagedFile:
        raise KnownError(
            f"The key file of {path} is damaged",
            "The record itself is untouched.",
            "Restore key.sealed from a copy, or join the team anew as another device.",
        ) from None
    except NeedsNewerVersion:
        raise KnownError(f"{path} needs a newer version of the program", "Nothing was changed.") from None


def _open_index(path: Path, key: bytes) -> Index:
    try:
        return Index(path, key)
    except DamagedDatabase:
        _remove_database(path)
        return Index(path, key)


def _remove_database(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _read_key(path: Path) -> bytes:
    try:
        return (path / KEY_FILE).read_bytes()
    except FileNotFoundError:
        raise KnownError(f"{path} is not a workspace", what_to_do="Create one, or join a team.") from None
    except OSError as error:
        raise disk_error(path, error) from error


def _write_key(path: Path, sealed: bytes) -> None:
    beside = path / f"{KEY_FILE}.new"
    beside.unlink(missing_ok=True)
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    if beside.read_bytes() != sealed:
        raise KnownError("The disk did not keep the key file", "Nothing was changed.", "Check the disk.")
    beside.replace(path / KEY_FILE)
    sync_directory(path)
