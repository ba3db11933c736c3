# SPDX-License-Identifier: Apache-2.0
"""Fetching from one folder what this laptop lacks; whatever does not verify has not arrived yet."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Event

from incident_console.crypto.container import CAPS, Kind
from incident_console.crypto.errors import Damage, DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.domain.events import SyncStateChanged
from incident_console.domain.roles import Role
from incident_console.storage.carriers import QuarantineRow
from incident_console.wire import names
from incident_console.wire.rollup import ROLLUP_BYTES

from .folder_view import FolderView
from .heads import stream_names
from .listing import hash_in, heads_among, list_acts, list_all, list_joins, list_stream
from .rollups import batch_at, is_rollup, take_rollup, take_sound_pieces, widest_first
from .station import Station
from .strangers import Circle
from .verify import VerifiedBatch

SLICE_S = 0.02
"""What arrives is shown in slices of about this long, so that a user's Enter never waits behind it."""
BULK_FILES, BULK_SLICE_S = 500, 0.25
"""With more than so many batches to come, slices are longer: each waits for the disk once."""
JOINS_EVERY_MS = 10_000
"""An admin's laptop looks for join requests, of which no head speaks, at most this often between full comparisons."""
QUIET_MS = 60_000
"""However quiet it is, everything that a look does is done this often, signs of life among it."""
PARTS_AT_ONCE, PARTS_BYTES = 256, 8 << 20
"""Parts of files are kept in groups of so many, or of little more than so much."""
UNKNOWN_A_ROUND = 200
"""Heads of unknown streams and join requests looked at in one round: junk cannot keep a laptop busy."""
JUNK_A_ROUND = 256 << 20
"""So many bytes of roll-ups that do not verify are read in one round, then the others wait for the next."""
STRANGERS_A_ROUND = 2_000
"""So many acts of people whom nobody admitted are opened in one round."""
LOCKED_A_ROUND = 32 << 20
"""So many bytes of membership files are tried in vain in one round: each lockbox in them costs a try."""
_ROLLUPS_A_TURN = 8


@dataclass
class ActJunk:
    """What of a round's membership files came to nothing; ``damaged`` is where the round's count began."""

    damaged: int
    locked_bytes: int = 0

    def is_enough(self, damaged: int, circle: Circle) -> bool:
        """Whether the rest waits for another round."""
        strangers = len(circle.outside) if circle.size else 0
        return (
            damaged - self.damaged >= UNKNOWN_A_ROUND
            or strangers >= STRANGERS_A_ROUND
            or self.locked_bytes >= LOCKED_A_ROUND
        )


class Receiver:
    """One round of reading from one folder, with its counts."""

    def __init__(
        self,
        station: Station,
        view: FolderView,
        progress: Callable[[str, int, int], None] | None,
        cancel: Event | None,
    ) -> None:
        self._station = station
        self._view = view
        self._progress = progress or (lambda *_: None)
        self._cancel = cancel or Event()
        self._waiting = self._set_aside()
        view.turn += 1
        self._junk_bytes = 0
        self.received = self.quarantined = self.opened = 0

    def compare(self) -> None:
        """List everything and fetch what is not here."""
        listing = list_all(self._view.tree)
        self._view.present = set(listing.files)
        self._view.heads = frozenset(listing.in_directory(names.HEADS))
        self._view.strangers = listing.foreign
        for path in sorted(self._waiting.keys() - listing.files):
            self._release(path)
        self._sweep(listing.leftovers)
        if not self._take_acts(listing.in_directory(names.ACTS)):
            return
        streams = listing.in_directory(names.STREAMS)
        self._take_rollups(streams)
        self._take_batches(streams)
        self._take_blobs(is_listed=True)
        self._take_heads(self._view.heads)
        self._take_joins(listing.in_directory(names.JOINS))

    def look(self) -> None:
        """List the heads; go on only where one of them is new, or a damaged file is due to be read again."""
        if not self._station.is_joined:
            return self.compare()
        self._view.listed = frozenset(self._view.tree.names(names.HEADS))
        heads = heads_among(self._view.listed)
        gone, self._view.heads = self._view.heads - heads, heads
        self._view.present = self._view.present - gone | heads
        new = [path for path in heads if not (self._knows_head(path) or self._must_wait(path))]
        if new:
            self._follow(new)
        self._read_again()
        if self._may_admit():
            self._take_joins(self._listed(list_joins(self._view.tree)))
        self._view.quiet_ms = range(0) if new else self._quiet()
        return None

    def note_unopened(self) -> None:
        """Tell whether somebody who was heard before writes under a key that is not held here.

        A folder's files may be anybody's junk, so only names of streams that were heard count, and it is no proof.
        """
        station, folder = self._station, self._view.key
        with station.lock:
            streams = stream_names(station.carriers)
            locked = any(self._is_locked(path) and path.partition("/")[2][:16] in streams for path in self._view.heads)
            if locked != (folder in station.unopened):
                station.unopened ^= {folder}
                station.bus.publish(SyncStateChanged())

    def _quiet(self) -> range:
        """How long another look finds nothing, as long as nothing changes on either side."""
        now_ms = self._station.now().ms
        due = [row.next_try_ms for row in self._set_aside().values()]
        if self._station.role == Role.ADMIN:
            due.append(self._view.joins_at_ms + JOINS_EVERY_MS)
        if self._view.heal_at_ms is not None:
            due.append(self._view.heal_at_ms)
        return range(now_ms, min(due, default=now_ms + QUIET_MS))

    def _sweep(self, leftovers: frozenset[str]) -> None:
        with self._station.lock, self._station.index.transaction():
            old = self._station.index.leftovers.look(self._view.key, leftovers, self._station.now().ms)
        for path in old:
            with suppress(OSError):  # it may be read-only, or no file at all
                self._view.tree.remove(path)

    def _may_admit(self) -> bool:
        now_ms = self._station.now().ms
        if self._station.role != Role.ADMIN or abs(now_ms - self._view.joins_at_ms) < JOINS_EVERY_MS:
            return False
        self._view.joins_at_ms = now_ms
        return True

    def _read_again(self) -> None:
        now_ms = self._station.now().ms
        due = [path for path, row in self._waiting.items() if row.is_due(now_ms)]
        of_streams = [path for path in due if path.startswith(f"{names.STREAMS}/")]
        self._take_rollups(of_streams)
        self._take_batches(of_streams)
        self._take_joins([path for path in due if path.startswith(f"{names.JOINS}/")])
        if any(path.startswith(f"{names.ACTS}/") for path in due):
            self._take_acts([path for path in due if path.startswith(f"{names.ACTS}/")])
        if any(path.startswith(f"{names.BLOBS}/") for path in due):
            self._take_blobs(is_listed=False)

    def _follow(self, new_heads: Sequence[str]) -> None:
        if not self._take_heads(new_heads):
            self._take_acts(self._listed(list_acts(self._view.tree)))
            self._take_heads(new_heads)
        before = self.received
        for stream in self._station.streams_behind():
            paths = self._listed(list_stream(self._view.tree, stream))
            self._take_batches(paths)
            if self._station.has_gap(stream):
                self._take_rollups(paths)
        if self.received > before:
            self._take_blobs(is_listed=False)

    def _listed(self, paths: list[str]) -> list[str]:
        self._view.present.update(paths)
        return paths

    def _take_acts(self, paths: Iterable[str]) -> bool:
        """Take in new membership files, those first whose keys open others; whether this laptop is a member then."""
        circle, junk = self._station.circle(), ActJunk(self.quarantined)
        size, passed = circle.size, self._view.passed
        new = self._turned(path for path in paths if path not in self._station.files.paths and passed.get(path) != size)
        has_learned = True
        while new and has_learned:
            before = circle.met
            new = [path for path in new if self._is_locked(path) or not self._open_act(circle, junk, path)]
            has_learned = circle.met > before
        for act in self._station.take_acts([*circle.inside, *circle.outside]):
            passed[act.path] = self._station.circle().size
        return self._station.is_joined

    def _open_act(self, circle: Circle, junk: ActJunk, path: str) -> bool:
        """Open a membership file and what it is the key for; False if its own key, or its turn, has not come yet."""
        if junk.is_enough(self.quarantined, circle):
            return False
        data = self._fetch(path, CAPS[Kind.ACT], names.parse_act(path.partition("/")[2]))
        if data is None:
            return True
        is_open = self._verified(path, data, lambda data: circle.meet([self._station.open_act(data)]))
        junk.locked_bytes += 0 if is_open else len(data)
        return is_open

    def _take_rollups(self, paths: Iterable[str]) -> None:
        """Take roll-ups not seen before, the widest first; others first each round, so that junk hides nothing."""
        new = [path for path in widest_first(paths) if not (self._knows_rollup(path) or self._must_wait(path))]
        start = (self._view.turn - 1) * _ROLLUPS_A_TURN % max(len(new), 1)
        for done, path in enumerate(new[start:] + new[:start]):
            if self._cancel.is_set() or self._junk_bytes >= JUNK_A_ROUND:
                break
            data = self._read(path, ROLLUP_BYTES)
            if data is not None and names.has_hash(hash_in(path) or "", data):
                self._verified(path, data, partial(self._open_rollup, path))
            elif data is not None:
                self._not_arrived(path, "size" if len(data) > ROLLUP_BYTES else "hash", len(data))
                self.received += take_sound_pieces(self._station, data, self._view.key)
            self._progress("receiving", done + 1, len(new))

    def _open_rollup(self, path: str, data: bytes) -> None:
        try:
            count, fault = take_rollup(self._station, path, data, self._view.key)
        except DamagedFile as damaged:
            count, fault = take_sound_pieces(self._station, data, self._view.key), damaged
        self.received += count
        if fault:
            raise fault

    def _take_batches(self, paths: Iterable[str]) -> None:
        new = sorted(path for path in paths if not (is_rollup(path) or self._has_batch(path)))
        slice_s = BULK_SLICE_S if len(new) > BULK_FILES else SLICE_S
        ready: list[VerifiedBatch] = []
        started = time.monotonic()
        for done, path in enumerate(new):
            if self._cancel.is_set():
                break
            name = names.parse_batch(path.rpartition("/")[2])
            data = self._fetch(path, CAPS[Kind.BATCH], name.hash if name else None)
            if data is not None:
                self._verified(path, data, partial(self._open_batch, ready, path))
            if time.monotonic() - started > slice_s:
                self._apply(ready)
                self._progress("receiving", done + 1, len(new))
                ready, started = [], time.monotonic()
        self._apply(ready)

    def _open_batch(self, ready: list[VerifiedBatch], path: str, data: bytes) -> None:
        verified = self._station.verify_batch(data)
        if verified.path != path:
            raise DamagedFile(Damage.NAME)
        ready.append(verified)

    def _apply(self, ready: Sequence[VerifiedBatch]) -> None:
        self.received += self._station.take_batches(ready, self._view.key) if ready else 0

    def _take_heads(self, paths: Iterable[str]) -> bool:
        """Verify new heads, those of known streams first; False if one was sealed with a key not held."""
        new = [path for path in paths if not self._knows_head(path)]
        with self._station.lock:
            streams = stream_names(self._station.carriers)
        known = [path for path in new if path.partition("/")[2][:16] in streams]
        unknown = self._in_turn(set(new) - set(known))
        is_readable = True
        for path in (*sorted(known, reverse=True), *unknown):
            name = names.parse_head(path.partition("/")[2])
            data = self._fetch(path, CAPS[Kind.HEAD], name.hash if name else None)
            if data is not None:
                is_readable &= self._verified(path, data, partial(self._open_head, path))
        return is_readable and not self._station.lacks_acts()

    def _open_head(self, path: str, data: bytes) -> None:
        self._station.take_head(data, self._view.key, path)

    def _take_joins(self, paths: Sequence[str]) -> None:
        for path in self._in_turn(path for path in paths if path not in self._station.files.paths):
            data = self._fetch(path, 8 << 10, names.parse_join(path.partition("/")[2]))
            if data is not None:
                self._verified(path, data, self._station.take_join)

    def _take_blobs(self, *, is_listed: bool) -> None:
        wanted = self._station.missing_parts()
        if is_listed:
            wanted = [digest for digest in wanted if names.blob_file(digest) in self._view.present]
        ready: list[tuple[str, bytes]] = []
        for done, digest in enumerate(wanted):
            if self._cancel.is_set():
                break
            path = names.blob_file(digest)
            data = self._fetch(path, CAPS[Kind.BLOB] + (1 << 20), names.parse_blob(path.rpartition("/")[2]))
            if data is not None:
                ready.append((path, data))
            if sum(len(data) for _, data in ready) > PARTS_BYTES or len(ready) == PARTS_AT_ONCE:
                ready = self._keep_parts(ready)
            self._progress("receiving files", done + 1, len(wanted))
        self._keep_parts(ready)

    def _keep_parts(self, ready: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        """Keep parts of files that were read; nothing is left to keep."""
        self._station.take_parts(ready)
        self._view.present.update(path for path, _ in ready)
        self.received += len(ready)
        return []

    def _knows_rollup(self, path: str) -> bool:
        with self._station.lock:
            return path in self._station.files.paths or self._station.index.rollups.has(path)

    def _has_batch(self, path: str) -> bool:
        return path in self._station.files.paths or batch_at(self._station, path) is not None

    def _knows_head(self, path: str) -> bool:
        with self._station.lock:
            return path in self._station.files.paths or self._station.index.heads.has(path)

    def _is_locked(self, path: str) -> bool:
        return self._view.locked.get(path) == self._station.keyring.count

    def _must_wait(self, path: str) -> bool:
        """Whether a file was tried already and it is too early to try again."""
        row = self._waiting.get(path)
        if self._view.refused and path in self._view.refused:
            return True
        return self._is_locked(path) or (row is not None and not row.is_due(self._station.now().ms))

    def _in_turn(self, paths: Iterable[str]) -> list[str]:
        """So many of the files that anybody may have put there, other ones each round, so that junk hides nothing."""
        return self._turned(path for path in paths if not self._must_wait(path))[:UNKNOWN_A_ROUND]

    def _turned(self, paths: Iterable[str]) -> list[str]:
        """The files in order, beginning elsewhere each round."""
        ready = sorted(paths)
        start = self._view.turn * UNKNOWN_A_ROUND % max(len(ready), 1)
        return ready[start:] + ready[:start]

    def _fetch(self, path: str, cap: int, hash_in_name: str | None) -> bytes | None:
        if hash_in_name is None or self._must_wait(path):
            return None
        data = self._read(path, cap)
        if data is None:
            return None
        fault = "size" if len(data) > cap else "" if names.has_hash(hash_in_name, data) else "hash"
        if fault:
            self._not_arrived(path, fault, len(data))
        return None if fault else data

    def _read(self, path: str, cap: int) -> bytes | None:
        """At most one byte more than the cap of a file; None if it vanished or cannot be read."""
        try:
            data = self._view.tree.read(path, cap)
        except FileNotFoundError:
            return None
        except OSError:
            if not self._view.tree.is_there():
                raise
            self._not_arrived(path, "unreadable", 0)
            return None
        self.opened += 1
        return data

    def _verified(self, path: str, data: bytes, take: Callable[[bytes], object]) -> bool:
        """Hand a file to whoever verifies it; False if its key is not held yet."""
        try:
            take(data)
        except KeyNotHeld:
            self._view.locked[path] = self._station.keyring.count
            self._junk_bytes += len(data) if is_rollup(path) else 0
            return False
        except NeedsNewerVersion:
            if not self._station.take_unread(path, data):
                self._not_arrived(path, "newer", len(data))
        except DamagedFile as damaged:
            self._not_arrived(path, damaged.code, len(data))
        else:
            if path in self._waiting:
                self._release(path)
        return True

    def _set_aside(self) -> dict[str, QuarantineRow]:
        with self._station.lock:
            return {row.name: row for row in self._station.carriers.quarantined(self._view.key)}

    def _release(self, path: str) -> None:
        with self._station.lock:
            self._station.carriers.release(self._view.key, path)

    def _not_arrived(self, path: str, code: str, size: int) -> None:
        self._junk_bytes += size if is_rollup(path) else 0
        self.quarantined += 1
        if self._view.refused is not None:
            self._view.refused.add(path)
            return
        with self._station.lock:
            self._station.carriers.set_aside(self._view.key, path, code, size, self._station.now().ms)
