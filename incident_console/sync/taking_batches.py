# SPDX-License-Identifier: Apache-2.0
"""Taking in batches: their files become durable, then record and index learn of them, then everyone is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from incident_console.crypto.hashing import TEAM_SPACE
from incident_console.domain.events import Change

from .heads import settle_heads
from .intake import adopt_foreign, index_batches, is_foreign
from .listing import is_rollup
from .notices import COPY_NOTICE, TWIN_NOTICE, keep_copy_notice
from .sealing import start_later_stream
from .verify import VerifiedBatch

if TYPE_CHECKING:
    from .station import Station


def take_batches(station: Station, batches: Sequence[VerifiedBatch], carrier: str) -> int:
    """Keep verified batches, show what they hold, and tell everyone; returns how many were new.

    Of several copies of one batch the first verified one is kept. The lock is not held while their files become
    durable, so that nobody's saving waits for that.
    """
    first: dict[bytes, VerifiedBatch] = {}
    for batch in batches:
        first.setdefault(batch.opened.stmt, batch)
    _keep_files(station, first)
    return show_kept(station, list(first.values()), carrier)


def show_kept(station: Station, batches: Sequence[VerifiedBatch], carrier: str) -> int:
    """Show what batches hold whose files are in the replica, and tell everyone; returns how many were new."""
    with station.changing():
        count, changes = take_kept(station, batches, carrier)
        station.tell(changes, is_local=False)
        return count


def take_kept(station: Station, batches: Sequence[VerifiedBatch], carrier: str) -> tuple[int, list[Change]]:
    """Take batches whose files are in the replica into record and index; how many were new, and what changed."""
    _meet_copies(station, batches, carrier)
    taken = index_batches(batches, station.record, station.index, station.team.team, station.now(), carrier)
    for stream in sorted({batch.opened.core.stream for batch in batches}):
        settle_heads(stream, station.index, station.files)
    return taken


def _keep_files(station: Station, batches: Mapping[bytes, VerifiedBatch]) -> None:
    with station.changing():
        copies = station.index.paths_of(batches)
    new = [batch for stmt, batch in batches.items() if copies.get(stmt) not in station.files.paths]
    with station.made_good():
        station.files.keep_all((batch.path, batch.data) for batch in new)


def _meet_copies(station: Station, batches: Sequence[VerifiedBatch], carrier: str) -> None:
    """Rule 5: whoever else wrote in the open stream with this laptop's keys keeps it; this one goes on in another.

    All in one transaction of the record, after the files are safe: a crash never leaves half of it. That a copy was met
    is kept there until somebody has seen it.
    """
    record, device = station.record, station.device_keys
    foreign = [batch for batch in batches if is_foreign(batch, record, device.signer.public_key)]
    if not foreign:
        return
    is_new = any(not record.is_own_stream(batch.opened.core.stream) for batch in foreign)
    for batch in foreign:
        if not is_rollup(batch.path):  # that was made sure of as a whole
            station.files.keep_surely(batch.path, batch.data)
    with record.transaction():
        is_open = adopt_foreign(foreign, record, station.now(), carrier)
        if is_open:
            start_later_stream(record, station.team_id, TEAM_SPACE, device, station.random)
        found = COPY_NOTICE if is_open else TWIN_NOTICE if is_new else None
        if found is not None:
            keep_copy_notice(record, found)
    if found is not None:
        station.bus.publish(found)
