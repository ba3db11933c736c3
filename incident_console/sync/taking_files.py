# SPDX-License-Identifier: Apache-2.0
"""Taking in what is neither batch nor act: heads, join requests, parts of files, and what only newer programs read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from incident_console.crypto.errors import Damage, DamagedFile
from incident_console.crypto.hashing import sha256
from incident_console.domain.events import MembershipChanged, SyncStateChanged
from incident_console.wire import names

from .heads import keep_head
from .requests import MOST_REQUESTS, request_path
from .verify import verify_head

if TYPE_CHECKING:
    from .station import Station

UNREAD_BYTES = 256 << 20
"""Files of newer versions that are carried unread stay below this, so that junk cannot fill the disk."""


def take_head(station: Station, data: bytes, carrier: str, path: str | None = None) -> None:
    """Take in a head: who was heard, until when. Raises as verification does, also for another head's name."""
    with station.changing():
        verified = verify_head(data, station.keyring.by_hint(), station.team_id)
        if path not in (None, verified.path):
            raise DamagedFile(Damage.NAME)
        head, index = verified.head, station.index
        station.acts_heard.update(head.acl_heads)
        station.tips_heard.update((stmt, head.stream) for _, stmt in head.tips if not index.has_batch(stmt))
        if head.sign_key == station.device_keys.signer.public_key:
            station.record.hear_beat(head.stream, head.beat)
        if keep_head(verified, station.carriers, index, station.files, station.now(), carrier):
            station.bus.publish(SyncStateChanged())


def take_join(station: Station, data: bytes) -> None:
    """Keep a join request that proves its own key. Raises as verification does.

    Anybody can leave any number of them. With so many already, a new one takes the place of a chance one, so that
    a real one is seen now and then as long as it lies in a folder.
    """
    with station.changing():
        files, path = station.files, request_path(data, station.team_id)
        own = names.join_file(sha256(station.identity.request))
        others = sorted(held for held in files.paths if held.startswith(f"{names.JOINS}/") and held != own)
        if len(others) >= MOST_REQUESTS and path not in files.paths:
            files.drop(others[int.from_bytes(station.random(4), "big") % len(others)])
        files.keep(path, data)
        station.bus.publish(MembershipChanged())


def take_parts(station: Station, parts: Iterable[tuple[str, bytes]]) -> None:
    """Keep parts of files whose names prove them, all durable on return; the lock is not held meanwhile."""
    with station.changing():
        files = station.files
    with station.made_good():
        files.keep_all(parts)


def take_unread(station: Station, path: str, data: bytes) -> bool:
    """Carry a file of a newer version without reading it; False if there are too many of them already."""
    with station.changing():
        if sum(station.unread.values()) + len(data) > UNREAD_BYTES:
            return False
        station.files.keep(path, data)
        station.unread[path] = len(data)
        return True
