# SPDX-License-Identifier: Apache-2.0
"""Fetching from one folder what this laptop lacks: a full comparison, or a look at new heads and what they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incident_console.domain.events import SyncStateChanged
from incident_console.domain.roles import Role
from incident_console.wire import names

from .close_look import look_closely
from .folder_listing import list_folder
from .folder_reading import FolderReader
from .heads import stream_names
from .lacking import has_gap, streams_behind
from .listing import Listing, heads_among, list_acts, list_joins, list_stream
from .receiving_acts import receive_acts
from .receiving_files import knows_head, receive_heads, receive_joins, receive_parts
from .receiving_streams import receive_batches, receive_rollups
from .stamps import glance
from .sweeping import sweep

JOINS_EVERY_MS = 10_000
"""An admin's laptop looks for join requests, of which no head speaks, at most this often between full comparisons."""
QUIET_MS = 60_000
"""However quiet it is, everything that a look does is done this often, signs of life among it."""


class Receiver:
    """One round of receiving from one folder; ``reader`` has its counts."""

    def __init__(self, reader: FolderReader) -> None:
        self.reader = reader
        self._station, self._view = reader.station, reader.view
        self._view.turn += 1

    def list_closely(self) -> Listing:
        """List everything, and leave out what is damaged: it is moved aside, to be written again."""
        view, reader = self._view, self.reader
        listing = list_folder(view, self._station)
        reader.opened += look_closely(view, self._station, listing, reader.progress, reader.cancel)
        return replace(listing, files=listing.files - view.aside)

    def compare(self, listing: Listing | None = None) -> None:
        """Fetch what is not here of all that is listed."""
        listing = listing or list_folder(self._view, self._station)
        self._view.present = set(listing.files)
        self._view.heads = frozenset(listing.in_directory(names.HEADS))
        self._view.strangers = listing.foreign
        for path in sorted(self.reader.waiting.keys() - listing.files):
            self.reader.release(path)
        sweep(self.reader, listing.leftovers)
        if not receive_acts(self.reader, listing.in_directory(names.ACTS)):
            return
        streams = listing.in_directory(names.STREAMS)
        receive_rollups(self.reader, streams)
        receive_batches(self.reader, streams)
        receive_parts(self.reader, is_listed=True)
        receive_heads(self.reader, self._view.heads)
        receive_joins(self.reader, listing.in_directory(names.JOINS))

    def look(self) -> None:
        """List the heads; go on only where one of them is new, or a damaged file is due to be read again."""
        if not self._station.is_joined:
            return self.compare()
        self._view.listed = frozenset(self._view.tree.names(names.HEADS))
        heads = heads_among(self._view.listed)
        gone, self._view.heads = self._view.heads - heads, heads
        self._view.present = self._view.present - gone | heads
        new = [path for path in heads if not (knows_head(self.reader, path) or self.reader.must_wait(path))]
        if new:
            self._follow(new)
        self._read_again()
        if self._may_admit():
            receive_joins(self.reader, self._listed(list_joins(self._view.tree)))
        glance(self._view, self._station)
        self._view.quiet_ms = range(0) if new else self._quiet()
        return None

    def note_unopened(self) -> None:
        """Tell whether somebody who was heard before writes under a key that is not held here.

        A folder's files may be anybody's junk, so only names of streams that were heard count, and it is no proof.
        """
        station, folder = self._station, self._view.key
        with station.lock:
            heard = stream_names(station.carriers)
            locked = any(
                path.partition("/")[2][:16] in heard for path in filter(self.reader.is_locked, self._view.heads)
            )
            if locked != (folder in station.folders.unopened):
                station.folders.unopened ^= {folder}
                station.bus.publish(SyncStateChanged())

    def _quiet(self) -> range:
        """How long another look finds nothing, as long as nothing changes on either side."""
        now_ms = self._station.now().ms
        due = [row.next_try_ms for row in self.reader.set_aside().values()]
        if self._station.role == Role.ADMIN:
            due.append(self._view.joins_at_ms + JOINS_EVERY_MS)
        if self._view.heal_at_ms is not None:
            due.append(self._view.heal_at_ms)
        return range(now_ms, min(due, default=now_ms + QUIET_MS))

    def _may_admit(self) -> bool:
        now_ms = self._station.now().ms
        if self._station.role != Role.ADMIN or abs(now_ms - self._view.joins_at_ms) < JOINS_EVERY_MS:
            return False
        self._view.joins_at_ms = now_ms
        return True

    def _read_again(self) -> None:
        now_ms = self._station.now().ms
        due = [path for path, row in self.reader.waiting.items() if row.is_due(now_ms)]
        of_streams = [path for path in due if path.startswith(f"{names.STREAMS}/")]
        receive_rollups(self.reader, of_streams)
        receive_batches(self.reader, of_streams)
        receive_joins(self.reader, [path for path in due if path.startswith(f"{names.JOINS}/")])
        if any(path.startswith(f"{names.ACTS}/") for path in due):
            receive_acts(self.reader, [path for path in due if path.startswith(f"{names.ACTS}/")])
        if any(path.startswith(f"{names.BLOBS}/") for path in due):
            receive_parts(self.reader, is_listed=False)

    def _follow(self, new_heads: Sequence[str]) -> None:
        if not receive_heads(self.reader, new_heads):
            receive_acts(self.reader, self._listed(list_acts(self._view.tree)))
            receive_heads(self.reader, new_heads)
        before = self.reader.received
        for stream in streams_behind(self._station):
            paths = self._listed(list_stream(self._view.tree, stream))
            receive_batches(self.reader, paths)
            if has_gap(self._station, stream):
                receive_rollups(self.reader, paths)
        if self.reader.received > before:
            receive_parts(self.reader, is_listed=False)

    def _listed(self, paths: list[str]) -> list[str]:
        self._view.present.update(paths)
        return paths
