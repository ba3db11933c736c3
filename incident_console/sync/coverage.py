# SPDX-License-Identifier: Apache-2.0
"""Coverage: which stations were heard, until when, and which are silent."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.domain.roles import Role
from incident_console.storage.carriers import HeardRow

from .heads import BEAT_MS
from .station import Station

SILENT_AFTER_MS = 2 * BEAT_MS
"""A station not heard for two beats is called silent."""


@dataclass(frozen=True, slots=True)
class StationCoverage:
    """What is known of one station: last word in ms, None if never heard; batches that it told of but are not here."""

    device: bytes
    code: str
    name: str
    member: str
    role: Role
    last_heard_ms: int | None
    is_silent: bool
    state: int
    missing_batches: int
    is_self: bool
    carrier: str
    app_version: str
    clock_ahead_ms: int


def coverage(station: Station) -> list[StationCoverage]:
    """Every station of the team, this one first, then by last word, the silent ones last."""
    with station.lock:
        now = station.now().ms
        heard: dict[bytes, list[HeardRow]] = {}
        for row in station.carriers.heard():
            heard.setdefault(row.sign_key, []).append(row)
        rows = [
            _coverage(station, device, heard.get(member.admission.sign_key, []), now)
            for device, member in station.members().items()
            if member.is_active and not member.admission.is_paper
        ]
    return sorted(rows, key=lambda row: (not row.is_self, -(row.last_heard_ms or 0), row.code))


def _coverage(station: Station, device: bytes, heard: list[HeardRow], now: int) -> StationCoverage:
    member = station.members()[device]
    newest = max(heard, key=lambda row: (row.received_at_ms, row.wall_ms), default=None)
    is_self = device == station.device
    last = now if is_self else max((min(row.wall_ms, row.received_at_ms) for row in heard), default=None)
    return StationCoverage(
        device=device,
        code=station.team.code(device),
        name=station.station_name(device),
        member=member.names,
        role=member.role or Role.VIEWER,
        last_heard_ms=last,
        is_silent=last is None or now - last > SILENT_AFTER_MS,
        state=newest.state if newest else 0,
        missing_batches=sum(_missing(station, row) for row in heard),
        is_self=is_self,
        carrier=newest.carrier if newest else "",
        app_version=newest.app_version if newest else "",
        clock_ahead_ms=newest.wall_ms - newest.received_at_ms
        if newest and newest.wall_ms > newest.received_at_ms
        else 0,
    )


def switched(station: Station) -> frozenset[bytes]:
    """The stations that wrote under a key which only members hold, at their last word that reached this laptop."""
    clean = set(station.team.team.epochs.clean)
    newest: dict[bytes, HeardRow] = {}
    for row in station.carriers.heard():
        before = newest.get(row.sign_key)
        if before is None or (row.wall_ms, row.seq) > (before.wall_ms, before.seq):
            newest[row.sign_key] = row
    keys = {key for key, row in newest.items() if row.epoch_id in clean}
    others = {device for device, member in station.members().items() if member.admission.sign_key in keys}
    return frozenset(others | {station.device} if station.keyring.is_clean else others - {station.device})


def _missing(station: Station, row: HeardRow) -> int:
    tips = station.index.frontier.vector.get(row.stream, set())
    return max(0, row.seq - max((seq for seq, _ in tips), default=0))
