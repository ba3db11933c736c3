# SPDX-License-Identifier: Apache-2.0
"""Roll-ups: old batches of a stream joined into few files, in this laptop's replica and in folders.

A roll-up is trusted in nothing: each batch in it is verified as a loose one is. In the replica it becomes the home of
its batches once they all are, and the files that held them before go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING

from incident_console.crypto.errors import DamagedFile, KeyNotHeld
from incident_console.domain.roles import Role
from incident_console.storage.rollups import RollupRow
from incident_console.storage.workspace import told_of_disk
from incident_console.wire import names, rollup

from .listing import is_rollup
from .rollup_plan import Block, plan
from .taking_batches import show_kept, take_batches
from .verify import NOT_ARRIVED, VerifiedBatch

if TYPE_CHECKING:
    from .station import Station

SILENT_MS = 30 * 24 * 3_600_000
"""An admin rolls up the stream of a station that was not heard for so long."""
ONE_READING_BYTES = 4 << 20
"""The batches of a roll-up up to this size stay in memory between verifying and taking them in."""
SLICE = 16
"""So many batches of a roll-up are taken in at once, so that a user's Enter does not wait for all of them."""


@dataclass(frozen=True, slots=True)
class OpenedRollup:
    """What a roll-up holds that this laptop has not; ``fault`` is why it did not arrive as a whole, if so."""

    row: RollupRow
    fresh: tuple[rollup.Piece | VerifiedBatch, ...]
    fault: Exception | None = None


def widest_first(paths: Iterable[str]) -> list[str]:
    """Roll-ups in the order in which a newcomer verifies least: what a wide one held is not taken from a narrow one."""
    return sorted((path for path in paths if is_rollup(path)), key=_width_then_path)


def open_rollup(station: Station, path: str, data: bytes) -> OpenedRollup:
    """Verify the batches of a roll-up that are not here. Raises DamagedFile or NeedsNewerVersion for no roll-up."""
    whole = rollup.split(data, path, station.team_id)
    stmts: set[bytes] = set()
    fresh: list[rollup.Piece | VerifiedBatch] = []
    fault: Exception | None = None
    for piece in whole.pieces:
        stmt = _known(station, piece)
        if stmt is None:
            try:
                verified = station.verify_batch(piece.data)
            except NOT_ARRIVED as error:
                fault = fault or error
                continue
            stmt = verified.opened.stmt
            fresh.append(verified if len(data) <= ONE_READING_BYTES else piece)
        stmts.add(stmt)
    first, last = whole.pieces[0].seq, whole.pieces[-1].seq
    return OpenedRollup(RollupRow(path, whole.stream, first, last, frozenset(stmts)), tuple(fresh), fault)


def slices(station: Station, opened: OpenedRollup, *, is_rolled: bool) -> Iterator[list[VerifiedBatch]]:
    """The verified batches that are not here, some at a time, with the roll-up (or themselves) as their file."""
    for start in range(0, len(opened.fresh), SLICE):
        found = opened.fresh[start : start + SLICE]
        batches = [at if isinstance(at, VerifiedBatch) else station.verify_batch(at.data) for at in found]
        yield [replace(batch, path=opened.row.path) for batch in batches] if is_rolled else batches


def take_rollup(station: Station, path: str, data: bytes, carrier: str) -> tuple[int, Exception | None]:
    """Take in a roll-up that lies in a folder; returns how many batches were new, and why it did not arrive, if so.

    Where it does not verify as a whole, its sound batches are taken by themselves. Raises DamagedFile or
    NeedsNewerVersion if it is no roll-up at all.
    """
    opened = open_rollup(station, path, data)
    if opened.fault:
        parts = slices(station, opened, is_rolled=False)
        count = sum(take_batches(station, batches, carrier) for batches in parts)
        if not isinstance(opened.fault, DamagedFile):
            station.carried[path] = opened.row.stmts
        return count, opened.fault
    with station.lock:
        is_wanted = station.index.rollups.is_wanted(opened.row)
    count = 0
    if is_wanted:
        _keep(station, path, data)
        for batches in slices(station, opened, is_rolled=True):
            count += show_kept(station, batches, carrier)
    _let_replace(station, opened.row)
    return count, None


def take_sound_pieces(station: Station, data: bytes, carrier: str) -> int:
    """Take what is sound and new out of a torn roll-up; returns how many batches that were."""
    found = [batch for batch in rescued(station, data) if batch_at(station, batch.path) is None]
    return take_batches(station, found, carrier) if found else 0


def rescued(station: Station, data: bytes) -> Iterator[VerifiedBatch]:
    """The batches of a torn roll-up that prove themselves."""
    for piece in rollup.sound_looking(data):
        with suppress(*NOT_ARRIVED):
            yield station.verify_batch(piece.data)


def settle(station: Station, row: RollupRow, joined: Iterable[str] = ()) -> list[str]:
    """Make a roll-up, once all of it was taken in, the home of its batches; returns the replica's files to remove.

    Its file must have been read back from the replica since the start; all that ``joined`` files held must stand in it.
    """
    index, files = station.index, station.files
    with index.transaction():
        if row.path in files.paths and index.rollups.is_wanted(row):
            needless = {*index.rollups.settle(row), *(path for path in joined if not index.rollups.homed(path))}
        else:
            index.rollups.note(row)
            needless = {row.path} & files.paths
    files.paths -= needless
    return sorted(needless)


def batch_at(station: Station, path: str) -> tuple[bytes, str] | None:
    """The batch whose own file has, or would have, this path, if it is here: its stmt, and the file that it is in."""
    directory, _, name = path.rpartition("/")
    batch = names.parse_batch(name)
    if batch is None:
        return None
    with station.lock:
        found = station.index.rollups.batch_named(directory.rpartition("/")[2], batch)
    return found if found and found[1] in station.files.paths else None


def roll_up(station: Station, cancel: Event | None = None) -> int:
    """Join what can be joined of the streams in this laptop's charge; returns how many roll-ups were made.

    Raises KnownError where the disk cannot; nothing is lost, and the next time goes on.
    """
    made = 0
    for directory in in_charge(station):
        with told_of_disk(station.path):
            found = station.replica.files(directory)
            ready = [file for file in found if file.size >= 0 and _is_ready(station, f"{directory}/{file.name}")]
            sizes = {file.name: file.size for file in ready}
            for block in plan(sizes):
                if cancel and cancel.is_set():
                    break
                made += _join(station, directory, block)
    return made


def in_charge(station: Station) -> list[str]:
    """The directories of the streams that this laptop rolls up: its own, and for an admin those of the long silent."""
    with station.lock:
        streams = {own.stream for own in station.record.own_streams()}
        if station.role == Role.ADMIN:
            heard = station.carriers.heard()
            since = station.now().ms - SILENT_MS
            alive = {row.sign_key for row in heard if row.received_at_ms > since}
            streams |= {row.stream for row in heard if row.sign_key not in alive}
    return sorted(names.stream_folder(stream) for stream in streams)


def _keep(station: Station, path: str, data: bytes) -> None:
    """Keep a roll-up all of whose batches were verified, and read it back."""
    with station.changing():
        station.files.keep_surely(path, data)


def _let_replace(station: Station, row: RollupRow, joined: Iterable[str] = ()) -> None:
    """Know a roll-up from now on; if it was kept, it replaces the files that held its batches."""
    with station.changing():
        replaced = settle(station, row, joined)
        station.index.commit()
    with told_of_disk(station.path):  # nobody waits for this: without a home in them, the files are nobody's already
        for path in replaced:
            station.replica.remove(path)


def _is_ready(station: Station, path: str) -> bool:
    return path in station.files.paths and path not in station.unread


def _join(station: Station, directory: str, block: Block) -> bool:
    try:
        pieces = [piece for name in block.files for piece in _pieces(station, f"{directory}/{name}")]
        joined = rollup.join(_one_copy_each(station, pieces))
        row = open_rollup(station, joined.path, joined.data).row
    except NOT_ARRIVED:
        return False
    _keep(station, joined.path, joined.data)
    _let_replace(station, row, [f"{directory}/{name}" for name in block.files])
    return True


def _pieces(station: Station, path: str) -> Sequence[rollup.Piece]:
    data = station.files.read(path)
    if data is None:
        raise KeyNotHeld
    if is_rollup(path):
        return rollup.split(data, path, station.team_id).pieces
    return tuple(rollup.sound_looking(data))


def _one_copy_each(station: Station, pieces: Iterable[rollup.Piece]) -> Iterator[bytes]:
    """Of several copies of one batch the one that was verified first."""
    chosen: dict[bytes, bytes] = {}
    for piece in pieces:
        if stmt := _known(station, piece):
            chosen[stmt] = piece.data
        else:
            chosen.setdefault(station.verify_batch(piece.data).opened.stmt, piece.data)
    yield from chosen.values()


def _known(station: Station, piece: rollup.Piece) -> bytes | None:
    found = batch_at(station, piece.name)
    return found[0] if found else None


def _width_then_path(path: str) -> tuple[int, str]:
    found = rollup.parse(path.rpartition("/")[2])
    return (found.first - found.last if found else 0), path
