# SPDX-License-Identifier: Apache-2.0
"""Who wrote the lines of a list, at which station, and when each was first read here: asked once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incident_console.domain.view import Stamp
    from incident_console.sync.station import Station


class Writers:
    """For as long as one list is put together, under the station's lock."""

    def __init__(self, station: Station, op_ids: Sequence[bytes]) -> None:
        self._station = station
        self._own = station.device
        self._received = station.received(op_ids)
        self._authors: dict[tuple[bytes, bytes], str] = {}
        self._stations: dict[bytes, str] = {}

    def author(self, stamp: Stamp) -> str:
        """The name of the person who wrote."""
        key = stamp.device, stamp.person
        if key not in self._authors:
            self._authors[key] = self._station.author_name(*key)
        return self._authors[key]

    def station(self, stamp: Stamp) -> str:
        """The name of the station where it was written."""
        if stamp.device not in self._stations:
            self._stations[stamp.device] = self._station.station_name(stamp.device)
        return self._stations[stamp.device]

    def is_own(self, stamp: Stamp) -> bool:
        """Whether it was written on this laptop."""
        return stamp.device == self._own

    def received_at(self, op_id: bytes, stamp: Stamp) -> int | None:
        """When this laptop first read an operation; for its own ones, when it wrote them."""
        at_ms = self._received.get(op_id)
        return stamp.wall_ms if at_ms is None and stamp.device == self._own else at_ms
