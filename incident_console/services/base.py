# SPDX-License-Identifier: Apache-2.0
"""What every group of tasks shares: reading things under the station's lock, naming authors, changing fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from incident_console.domain.errors import KnownError
from incident_console.domain.merge import KnownOp, Merged, merge_registers
from incident_console.domain.operation import Draft, Operation, Value
from incident_console.domain.roles import Role

if TYPE_CHECKING:
    from incident_console.domain.view import Stamp
    from incident_console.sync.station import Station

V = TypeVar("V")


class Service:
    """A group of things that a person can do, on one unlocked workspace."""

    def __init__(self, station: Station) -> None:
        self.station = station

    def _all(self, view: type[V], incident: bytes | None = None) -> list[V]:
        with self.station.lock:
            return self.station.index.things.all(view, incident)

    def _get(self, view: type[V], key: bytes) -> V | None:
        with self.station.lock:
            return self.station.index.things.get(view, key)

    def _need(self, view: type[V], key: bytes, what: str) -> V:
        """The thing under a key; raises KnownError if it is gone or never was."""
        found = self._get(view, key)
        if found is None:
            raise KnownError(f"This {what} is not here", "Nothing was changed.", "It may arrive with the next sync.")
        return found

    def _known(self, entity: bytes) -> list[KnownOp]:
        with self.station.lock:
            return self.station.index.known_ops(entity)

    def _merged(self, entity: bytes) -> Merged:
        return merge_registers(self._known(entity))

    def _author(self, stamp: Stamp) -> str:
        return self.station.author_name(stamp.device, stamp.person)

    def _received(self, op_id: bytes, stamp: Stamp) -> int | None:
        """When this laptop first read an operation; for its own ones, when it wrote them."""
        at_ms = self.station.received_at(op_id)
        return stamp.wall_ms if at_ms is None and stamp.device == self.station.device else at_ms

    def _refusal(self, role: Role, doing: str) -> KnownError | None:
        """Why this station may not do something, or None if it may."""
        try:
            self.station.require(role, doing)
        except KnownError as error:
            return error
        return None

    def _new_id(self) -> bytes:
        return self.station.random(16)

    def _save(self, *drafts: Draft) -> list[Operation]:
        return self.station.save(drafts)

    def _change(self, kind: str, entity: bytes, fields: Mapping[str, Value], incident: bytes | None = None) -> bool:
        """Write those fields that are not so already or are in conflict; False if nothing had to be written."""
        with self.station.lock:
            merged = self._merged(entity)
            news = differing(merged, fields)
            if news:
                self._save(Draft(kind, entity, news, incident=incident, sup=merged.heads_of(news)))
            return bool(news)


def differing(merged: Merged, fields: Mapping[str, Value]) -> dict[str, Value]:
    """Those fields whose new value is not the shown one, or that show two values which this write settles."""
    return {name: value for name, value in fields.items() if merged.is_news(name, value)}
