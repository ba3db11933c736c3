# SPDX-License-Identifier: Apache-2.0
"""Co-signed checkpoints: a laptop signs what it has seen of the others, so that no one person can rewrite it later.

Every batch signs what its author had seen (seen_root). A station that writes nothing itself therefore writes a
checkpoint from time to time, an operation without content whose batch does that. All of a team together write at most
twenty an hour, however large it is; after a decision, the seven stations nearest to it sign at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from incident_console.domain.events import Change
from incident_console.domain.operation import Draft
from incident_console.domain.status_log import Entry

from .vectors import unpack_state

if TYPE_CHECKING:
    from .station import Station

KIND = "checkpoint.sign"
HOUR_MS = 60 * 60 * 1000
AN_HOUR = 20
"""So many checkpoints the stations of a team write in an hour together."""
AT_ONCE = 7
"""So many stations sign as soon as a decision reaches them."""
DECISION = "decision"


def note_decisions(station: Station, changes: Iterable[Change]) -> None:
    """Remember that a decision arrived from another station, if it is for this one to sign it at once."""
    for change in changes:
        view = change.row.view if change.row else None
        if isinstance(view, Entry) and view.kind == DECISION and view.entered.device != station.device:
            station.owes_checkpoint |= _is_near(station, view.id)


def keep_checkpoint(station: Station) -> None:
    """Sign what was seen of the others, if that is due."""
    with station.lock:
        if not station.is_joined or station.role is None or not station.keyring.is_ready:
            return
        if station.record.has_outbox():  # what waits will sign, and what came after it is looked at the next time
            return
        is_due = station.owes_checkpoint or _is_overdue(station)
        station.owes_checkpoint = False
        if is_due and _has_news(station):
            station.save([Draft(KIND, station.random(16), {})])


def _is_near(station: Station, op_id: bytes) -> bool:
    """Whether this is one of the stations whose ids differ least from the decision's."""
    active = (
        device for device, member in station.members().items() if member.is_active and not member.admission.is_paper
    )
    return station.device in sorted(active, key=lambda device: _distance(device, op_id))[:AT_ONCE]


def _distance(device: bytes, op_id: bytes) -> int:
    return int.from_bytes(device, "big") ^ int.from_bytes(op_id[: len(device)], "big")


def _is_overdue(station: Station) -> bool:
    """Whether this laptop signed nothing for its share of the time."""
    last = station.record.own_batch(station.record.open_stream().last_stmt)
    since = last.sealed_at_ms if last else station.members()[station.device].admitted_at_ms
    stations = sum(member.is_active for member in station.members().values())
    return abs(station.now().ms - since) >= HOUR_MS * max(AN_HOUR, stations) // AN_HOUR


def _has_news(station: Station) -> bool:
    """Whether others wrote anything but checkpoints since this laptop's last batch."""
    own = {stream.stream for stream in station.record.own_streams()}
    told = unpack_state(station.record.open_stream().seen).tips
    for stream, tips in station.index.frontier.vector.items():
        signed = max((seq for seq, _ in told.get(stream, ())), default=0)
        is_behind = stream not in own and max(seq for seq, _ in tips) > signed
        if is_behind and station.index.has_other_kinds(stream, signed, KIND):
            return True
    return False
