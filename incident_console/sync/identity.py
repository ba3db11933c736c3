# SPDX-License-Identifier: Apache-2.0
"""Who this laptop is: its team, its member, and whether it was admitted yet."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from incident_console.storage.record import Record

_KEY = "identity"


@dataclass(frozen=True, slots=True)
class Identity:
    """Kept in the record from the moment a workspace is made.

    ``team_name`` is empty and ``is_joined`` false until an admin let this laptop in; ``request`` holds the posted join
    request meanwhile.
    """

    team_id: bytes
    team_name: str
    is_exercise: bool
    person: bytes
    member_name: str
    is_joined: bool
    join_key: bytes
    request: bytes = b""


def keep_identity(record: Record, identity: Identity) -> None:
    """Make it durable."""
    record.put(_KEY, msgspec.msgpack.encode(identity))


def load_identity(record: Record) -> Identity | None:
    """What was kept, or None in a workspace whose making was interrupted."""
    kept = record.get(_KEY)
    return msgspec.msgpack.decode(kept, type=Identity) if kept else None
