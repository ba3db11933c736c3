# SPDX-License-Identifier: Apache-2.0
"""Files in the replica as sealed parts; opened in memory only."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from incident_console.crypto.errors import DamagedFile, NeedsNewerVersion
from incident_console.crypto.hashing import sha256
from incident_console.domain.document import BlobPart, BlobRef
from incident_console.domain.errors import KnownError
from incident_console.wire import names
from incident_console.wire.blobs import open_blob, seal_blob
from incident_console.wire.packs import Packer, PartFile, Unsealed

from .station import Station
from .taking_files import take_parts

_AHEAD = 2
"""So many part files are sealed while others are hashed."""


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


def store_blobs(station: Station, files: Iterable[Unsealed]) -> list[BlobRef]:
    """Seal files one after the other, small ones into part files that they share; all are durable on return.

    Meanwhile the lock is free, and no more than a few part files are in memory. Returns what operations must hold.
    """
    packer = Packer(team_id=station.team_id, device_secret=station.workspace.device_secret, random=station.random)
    take_parts(station, _named_beside(packer.part_files(files)))
    return packer.references


def _named_beside(part_files: Iterable[PartFile]) -> Iterator[tuple[str, bytes]]:
    """Part files with their names, in their order; while one is hashed in a thread, the next one is sealed."""
    going: deque[Future[tuple[str, bytes]]] = deque()
    with ThreadPoolExecutor(1) as thread:
        for part_file in part_files:
            going.append(thread.submit(_named, part_file))
            if len(going) > _AHEAD:
                yield going.popleft().result()
        yield from (each.result() for each in going)


def _named(part_file: PartFile) -> tuple[str, bytes]:
    data = part_file.data()
    digest = sha256(data)
    part_file.name(digest)
    return names.blob_file(digest), data


def has_blob(station: Station, ref: BlobRef) -> bool:
    """Whether every part of a file is on this laptop."""
    return all(names.blob_file(part.sha256) in station.files.paths for part in ref.parts)


def read_blob(station: Station, ref: BlobRef) -> bytes:
    """A file's bytes, in memory only. Raises KnownError if a part is not here or is damaged.

    Of a part file that small files share only the one's own piece is read: its key proves it. A piece that does not
    open is looked for in its whole file, so that this one is put aside if it rotted and comes again.
    """
    try:
        return b"".join(open_blob(ref, lambda part: _piece(station, part), station.team_id))
    except (DamagedFile, NeedsNewerVersion):
        is_here = [station.files.read(names.blob_file(part.sha256), part.sha256) is not None for part in ref.parts]
        raise (_damaged() if all(is_here) else _absent()) from None


def _piece(station: Station, part: BlobPart) -> bytes:
    piece = station.files.read_piece(names.blob_file(part.sha256), part.offset, part.length)
    if piece is None:
        raise _absent()
    return piece


def _absent() -> KnownError:
    return KnownError(
        "This file is not on this laptop yet",
        "The record knows it; its content is still on its way.",
        "Sync with a folder that holds it.",
    )


def _damaged() -> KnownError:
    return KnownError(
        "This file is damaged on this laptop", "Other laptops may hold a sound copy.", "Check the folder: folder check."
    )
