# SPDX-License-Identifier: Apache-2.0
"""The status log as this laptop knew it at an earlier moment."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.domain.as_known import entries_as_known, went_back
from incident_console.domain.clock import Moment
from incident_console.domain.status_log import Entry
from incident_console.storage.arrivals import Arrivals

from .base import Service
from .status_log import EntryLine, StatusLogService, in_order


@dataclass(frozen=True, slots=True)
class LogThen:
    """The lines of that moment; ``is_clock_sure`` is false where this laptop's clock showed that time twice."""

    lines: tuple[EntryLine, ...]
    is_clock_sure: bool


class AsKnownService(Service):
    """Looks back, for a review or an inquiry: what could be known here when something was decided."""

    def log(self, incident: bytes, at: Moment) -> LogThen:
        """The log of an incident as it stood here then, the oldest event first."""
        with self.station.lock:
            entities = dict.fromkeys(view.entity for view in self._all(Entry, incident))
            known = {entity: self._known(entity) for entity in entities}
            operations = [item.op for ops in known.values() for item in ops]
            device = self.station.device
            arrived = Arrivals(self.station.index.connection, self.station.record.connection).of(operations, device)
            found = [view for entity, ops in known.items() for view in entries_as_known(entity, ops, arrived, at.ms)]
            views = sorted((view for view in found if view.incident == incident), key=in_order)
            lines = tuple(map(StatusLogService(self.station).line, views))
        own = [op for op in operations if op.head.device == device]
        return LogThen(lines, is_clock_sure=not went_back(own, at.ms))
