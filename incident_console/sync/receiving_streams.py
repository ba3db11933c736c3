# SPDX-License-Identifier: Apache-2.0
"""Reading batches and roll-ups from a folder; they are shown in slices while the rest is still read."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import partial

from incident_console.crypto.container import CAPS, Kind
from incident_console.crypto.errors import Damage, DamagedFile
from incident_console.wire import names
from incident_console.wire.rollup import ROLLUP_BYTES

from .folder_reading import FolderReader
from .listing import hash_in, is_rollup
from .rollups import batch_at, take_rollup, take_sound_pieces, widest_first
from .taking_batches import take_batches
from .verify import VerifiedBatch

SLICE_S = 0.02
"""What arrives is shown in slices of about this long, so that a user's Enter never waits behind it."""
BULK_FILES, BULK_SLICE_S = 500, 0.25
"""With more than so many batches to come, slices are longer: each waits for the disk once."""
JUNK_A_ROUND = 256 << 20
"""So many bytes of roll-ups that do not verify are read in one round, then the others wait for the next."""
_ROLLUPS_A_TURN = 8


def receive_rollups(reader: FolderReader, paths: Iterable[str]) -> None:
    """Take roll-ups not seen before, the widest first; others first each round, so that junk hides nothing."""
    new = [path for path in widest_first(paths) if not (_knows_rollup(reader, path) or reader.must_wait(path))]
    if new:
        start = (reader.view.turn - 1) * _ROLLUPS_A_TURN % len(new)
        with reader.station.in_bulk():
            _receive_rollups(reader, new[start:] + new[:start])


def _receive_rollups(reader: FolderReader, new: Sequence[str]) -> None:
    for done, path in enumerate(new):
        if reader.cancel.is_set() or reader.junk_bytes >= JUNK_A_ROUND:
            break
        data = reader.read(path, ROLLUP_BYTES)
        if data is not None and names.has_hash(hash_in(path) or "", data):
            reader.verified(path, data, partial(_open_rollup, reader, path))
        elif data is not None:
            reader.not_arrived(path, "size" if len(data) > ROLLUP_BYTES else "hash", len(data))
            reader.received += take_sound_pieces(reader.station, data, reader.view.key)
        reader.progress("receiving", done + 1, len(new))


def _open_rollup(reader: FolderReader, path: str, data: bytes) -> None:
    try:
        count, fault = take_rollup(reader.station, path, data, reader.view.key)
    except DamagedFile as damaged:
        count, fault = take_sound_pieces(reader.station, data, reader.view.key), damaged
    reader.received += count
    if fault:
        raise fault


def receive_batches(reader: FolderReader, paths: Iterable[str]) -> None:
    """Take in batches that are new, each slice as soon as it was read."""
    new = sorted(path for path in paths if not (is_rollup(path) or _has_batch(reader, path)))
    if len(new) > BULK_FILES:
        with reader.station.in_bulk():
            _receive_slices(reader, new, BULK_SLICE_S)
    else:
        _receive_slices(reader, new, SLICE_S)


def _receive_slices(reader: FolderReader, new: Sequence[str], slice_s: float) -> None:
    ready: list[VerifiedBatch] = []
    started = time.monotonic()
    for done, path in enumerate(new):
        if reader.cancel.is_set():
            break
        name = names.parse_batch(path.rpartition("/")[2])
        data = reader.fetch(path, CAPS[Kind.BATCH], name.hash if name else None)
        if data is not None:
            reader.verified(path, data, partial(_open_batch, reader, ready, path))
        if time.monotonic() - started > slice_s:
            _apply(reader, ready)
            reader.progress("receiving", done + 1, len(new))
            ready, started = [], time.monotonic()
    _apply(reader, ready)


def _open_batch(reader: FolderReader, ready: list[VerifiedBatch], path: str, data: bytes) -> None:
    verified = reader.station.verify_batch(data)
    if verified.path != path:
        raise DamagedFile(Damage.NAME)
    ready.append(verified)


def _apply(reader: FolderReader, ready: Sequence[VerifiedBatch]) -> None:
    reader.received += take_batches(reader.station, ready, reader.view.key) if ready else 0


def _knows_rollup(reader: FolderReader, path: str) -> bool:
    with reader.station.lock:
        return path in reader.station.files.paths or reader.station.index.rollups.has(path)


def _has_batch(reader: FolderReader, path: str) -> bool:
    return path in reader.station.files.paths or batch_at(reader.station, path) is not None
