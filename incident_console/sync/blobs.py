# SPDX-License-Identifier: Apache-2.0
"""Files in the replica as sealed parts; opened in memory only."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from incident_console.crypto.errors import DamagedFile, NeedsNewerVersion
from incident_console.crypto.hashing import sha256
from incident_console.domain.document import BlobRef
from incident_console.domain.errors import KnownError
from incident_console.wire import names
from incident_console.wire.blobs import open_blob, seal_blob

from .station import Station


def store_blob(station: Station, read: Callable[[int], bytes], cancel: Event | None = None) -> BlobRef:
    """Seal what ``read`` gives until it gives nothing; returns what an operation must hold to open it.

    ``read`` is that of a file opened in binary mode, or of ``io.BytesIO``. Raises KnownError on cancel.
    """

    def put(data: bytes) -> None:
        if cancel and cancel.is_set():
            raise KnownError("Stopped", "Nothing of this file was added.")
        with station.changing():
            station.files.keep(names.blob_file(sha256(data)), data)

    secret = station.workspace.device_secret
    return seal_blob(read, put, team_id=station.team_id, device_secret=secret, random=station.random)


def has_blob(station: Station, ref: BlobRef) -> bool:
    """Whether every part of a file is on this laptop."""
    return all(names.blob_file(part.sha256) in station.files.paths for part in ref.parts)


def read_blob(station: Station, ref: BlobRef) -> bytes:
    """A file's bytes, in memory only. Raises KnownError if a part is not here or is damaged."""
    try:
        return b"".join(open_blob(ref, lambda digest: _part_file(station, digest), station.team_id))
    except (DamagedFile, NeedsNewerVersion):
        raise _damaged() from None


def _part_file(station: Station, digest: bytes) -> bytes:
    sealed = station.files.read(names.blob_file(digest))
    if sealed is None:
        raise KnownError(
            "This file is not on this laptop yet",
            "The record knows it; its content is still on its way.",
            "Sync with a folder that holds it.",
        )
    return sealed


def _damaged() -> KnownError:
    return KnownError(
        "This file is damaged on this laptop", "Other laptops may hold a sound copy.", "Check the folder: folder check."
    )
