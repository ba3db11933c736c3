# SPDX-License-Identifier: Apache-2.0
"""Everything that was signed, as it lies in the replica: acts, batches and heads, with the bodies that may be shown.

Neither a key nor a keyring is among it. A long record is read batch by batch, and the lock is let go in between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

import msgspec

from incident_console.domain.errors import KnownError
from incident_console.storage.index import BatchRow
from incident_console.wire import names, rollup
from incident_console.wire.batch import OpenedBatch, open_batch
from incident_console.wire.evidence import batch_item, signed_item
from incident_console.wire.head import open_signed_head

from .listing import is_rollup
from .verify import NOT_ARRIVED

if TYPE_CHECKING:
    from .station import Station

Told = Callable[[int, int], None]


def signed_acts(station: Station) -> bytes:
    """Every membership act with its signature, by id."""
    with station.lock:
        kept = [msgspec.msgpack.decode(data, type=tuple[bytes, bytes]) for data in station.index.acts()]
    return b"".join(signed_item(signature, act) for signature, act in kept)


def signed_heads(station: Station) -> bytes:
    """The last head of every stream with its signature."""
    found: list[bytes] = []
    with station.lock:
        keys, team_id = station.keyring.by_hint(), station.team_id
        for path in sorted(path for path in station.files.paths if path.startswith(f"{names.HEADS}/")):
            data = station.files.read(path)
            with suppress(*NOT_ARRIVED):
                found += [signed_item(*open_signed_head(data, keys, team_id)[:2])] if data is not None else []
    return b"".join(found)


def signed_batches(station: Station, shown: Collection[bytes], told: Told, cancel: Event) -> Iterator[bytes]:
    """Every batch with its signature, by stream and number. Raises KnownError for one that cannot be read."""
    with station.lock:
        rows = station.index.batches()
    reader = _Batches(station)
    for done, row in enumerate(rows, 1):
        if cancel.is_set():
            return
        with station.lock:
            batch = reader.read(row)
        yield batch_item(batch, shown)
        told(done, len(rows))


class _Batches:
    """Reads batches in the order of their streams; a roll-up is opened once for all of its batches."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._path = ""
        self._rolled: dict[bytes, OpenedBatch] = {}

    def read(self, row: BatchRow) -> OpenedBatch:
        path = self._station.index.paths_of([row.stmt])[row.stmt]
        if path != self._path:
            self._path, self._rolled = path, self._opened(path)
        if row.stmt not in self._rolled:
            raise KnownError(
                "A file of this laptop's own copy cannot be read", "Nothing was exported.", "Run folder check."
            )
        return self._rolled[row.stmt]

    def _opened(self, path: str) -> dict[bytes, OpenedBatch]:
        data = self._station.files.read(path)
        pieces = [] if data is None else self._pieces(path, data)
        keys, team_id = self._station.keyring.by_hint(), self._station.team_id
        found: dict[bytes, OpenedBatch] = {}
        for piece in pieces:
            with suppress(*NOT_ARRIVED):
                opened = open_batch(piece, keys, team_id)
                found[opened.stmt] = opened
        return found

    def _pieces(self, path: str, data: bytes) -> list[bytes]:
        if not is_rollup(path):
            return [data]
        return [piece.data for piece in rollup.split(data, path, self._station.team_id).pieces]
