# SPDX-License-Identifier: Apache-2.0
"""At each start, and after each change that failed: record, replica and index are brought to what each other hold.

The record and the replica are the truth together. What the record has sealed is written into the replica; what the
replica holds is taken into the index; an index that shows what neither holds any more is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from incident_console.crypto.errors import DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.domain.events import ThingsChanged
from incident_console.wire import names
from incident_console.wire.operations import decode_operation

from .act_files import ActFile, open_act_file
from .heads import keep_head, settle_heads
from .judging import judge_again
from .listing import is_rollup
from .rollups import OpenedRollup, batch_at, open_rollup, rescued, settle, slices, widest_first
from .sealing import write_unwritten
from .taking_acts import become_joined, circle_of, trust
from .taking_batches import take_kept
from .team_state import TeamState
from .verify import NOT_ARRIVED, VerifiedBatch, verify_head

if TYPE_CHECKING:
    from .station import Station

Read = TypeVar("Read")
SLICE = 200
"""Batches taken from the replica at once, so that a rebuild needs little memory."""


def recover(station: Station) -> None:
    """Make good whatever happened before. Raises OSError or KnownError where the disk cannot."""
    files = station.files
    files.look(lambda torn: [(batch.path, batch.data) for batch in rescued(station, torn)])
    write_unwritten(station.record, files)
    for path, data in station.record.acts():
        files.keep(path, data)
    if _shows_files_that_are_gone(station):
        station.workspace.renew_index()
    _take_in(station)
    if not station.index.local_ops() <= {raw.id for raw in station.record.outbox()}:  # nor did any batch bring them
        station.workspace.renew_index()
        _take_in(station)


def _take_in(station: Station) -> None:
    """Show what replica and record hold and the index does not."""
    index = station.index
    index.begin_bulk()
    try:
        _take_all_in(station)
    finally:
        index.end_bulk()


def _take_all_in(station: Station) -> None:
    index, files = station.index, station.files
    with index.transaction():
        index.heads.keep_only(files.paths)
    files.covered.clear()
    for path in sorted(index.heads.covered()):
        files.cover(path)
    missing = sorted(files.paths - (index.paths() - index.rollups.unfinished()))
    _take_acts(station, missing)
    _take_files(station, missing)
    if station.locked:
        _learn_again(station)
        _take_files(station, sorted(station.locked))
    station.locked_keys = station.keyring.count
    _show_outbox(station)


def _take_files(station: Station, missing: Sequence[str]) -> None:
    station.locked.clear()
    _take_rollups(station, missing)
    _take_batches(station, _without_rolled(station, missing))
    _take_heads(station, missing)


def _shows_files_that_are_gone(station: Station) -> bool:
    """Whether the index shows batches that neither replica nor record hold any more: another disk, an older copy."""
    index, record = station.index, station.record
    own = index.stmts_of(station.device_keys.signer.public_key)
    return not (index.paths() <= station.files.paths and own <= record.own_stmts())


def _take_acts(station: Station, missing: Sequence[str]) -> None:
    opened, waiting = _open_in_turn(station, [data for _, data in _held(station, missing, names.ACTS)])
    if waiting:
        _learn_again(station)
        opened += _open_in_turn(station, waiting)[0]
    index = station.index
    station.team = TeamState(station.record, index, station.team_id, station.device)
    circle = circle_of(station)
    circle.meet(opened)
    for act in circle.outside:
        station.strangers.add(act.path)
        station.unread[act.path] = len(act.data)
    opened = circle.inside
    for act in opened:
        station.record.keep_act(act.path, act.data)
    with index.transaction():
        for act in opened:
            index.add_act(act.id, act.path, act.kept)
        station.team.reload()
        if opened:
            judge_again(index, station.team.team)
            index.refresh()
    become_joined(station)
    trust(station, opened)


def _learn_again(station: Station) -> None:
    """Learn the keys anew that came with acts: those that no act which counts names yet were forgotten since."""
    _open_in_turn(station, [data for _, data in _held(station, sorted(station.files.paths), names.ACTS)])


def _open_in_turn(station: Station, waiting: Sequence[bytes]) -> tuple[list[ActFile], list[bytes]]:
    """Open acts as the keys in them open one another; those that opened, and the rest."""
    opened: list[ActFile] = []
    is_learning = True
    while waiting and is_learning:
        tried = [(data, _try_act(station, data)) for data in waiting]
        found = [act for _, act in tried if act]
        waiting, is_learning = [data for data, act in tried if act is None], bool(found)
        opened += found
    return opened, list(waiting)


def _try_act(station: Station, data: bytes) -> ActFile | None:
    with suppress(*NOT_ARRIVED):
        act = open_act_file(data, station.keyring, station.device_keys, station.team_id)
        station.keyring.learn(act.epochs)
        return act
    return None


def _take_rollups(station: Station, missing: Sequence[str]) -> None:
    for path, data in _held(station, widest_first(missing), names.STREAMS):
        opened = _read(station, path, len(data), partial(_open_whole_rollup, station, path, data))
        if opened is not None:
            for batches in slices(station, opened, is_rolled=True):
                _show(station, batches)
            replaced = settle(station, opened.row)
            station.index.commit()
            _remove_replaced(station, path, replaced)


def _open_whole_rollup(station: Station, path: str, data: bytes) -> OpenedRollup:
    opened = open_rollup(station, path, data)
    if opened.fault:
        raise opened.fault
    return opened


def _without_rolled(station: Station, missing: Sequence[str]) -> list[str]:
    """Without what a crash left beside the roll-up that holds it; that is removed, if the roll-up is sound."""
    rest: list[str] = []
    replaced: dict[str, list[str]] = {}
    for path in missing:
        found = batch_at(station, path)
        if found and found[1] != path and station.files.read(found[1]) is not None:
            replaced.setdefault(found[1], []).append(path)
        elif not is_rollup(path):
            rest.append(path)
    for rollup, paths in replaced.items():
        _remove_replaced(station, rollup, paths)
    return rest


def _remove_replaced(station: Station, rollup: str, paths: Sequence[str]) -> None:
    """Remove what stands in a roll-up too, once that is sure to stay: a crash may have come before it was."""
    if paths:
        station.replica.secure(rollup)
    for path in paths:
        station.files.drop(path)


def _take_batches(station: Station, missing: Sequence[str]) -> None:
    ready: list[VerifiedBatch] = []
    for path, data in _held(station, missing, names.STREAMS):
        batch = _read(station, path, len(data), partial(station.verify_batch, data))
        if batch is not None:
            ready.append(batch)
        if len(ready) >= SLICE:
            _show(station, ready)
            ready = []
    if ready:
        _show(station, ready)


def _show(station: Station, batches: Sequence[VerifiedBatch]) -> None:
    _, changes = take_kept(station, batches, "replica")
    if changes:
        station.bus.publish(ThingsChanged(tuple(changes), is_local=False))


def _take_heads(station: Station, missing: Sequence[str]) -> None:
    index, now = station.index, station.now()
    for path, data in _held(station, missing, names.HEADS):
        if not index.heads.has(path):
            verify = partial(verify_head, data, station.keyring.by_hint(), station.team_id)
            head = _read(station, path, len(data), verify)
            if head is not None:
                keep_head(head, station.carriers, index, station.files, now, "replica")
    for stream in index.heads.crowded():
        settle_heads(stream, index, station.files)


def _read(station: Station, path: str, size: int, read: Callable[[], Read]) -> Read | None:
    """What a file says; None if it cannot be read, by this version, with the keys held now, or at all."""
    try:
        return read()
    except NeedsNewerVersion:
        station.unread[path] = size
    except KeyNotHeld:
        station.locked.add(path)
    except DamagedFile:
        pass
    return None


def _show_outbox(station: Station) -> None:
    index = station.index
    with index.transaction():
        saved = [raw for raw in station.record.outbox() if not index.has_op(raw.id)]
        index.add_local([(raw, decode_operation(raw)) for raw in saved])
        index.refresh()


def _held(station: Station, paths: Iterable[str], directory: str) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        if path.startswith(directory + "/"):
            data = station.files.read(path)
            if data is not None:
                yield path, data
