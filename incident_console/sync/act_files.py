# SPDX-License-Identifier: Apache-2.0
"""Membership acts between their files, the index, and the rules that judge them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

import incident_console
from incident_console.crypto.hashing import act_id, sha256, team_id_of
from incident_console.domain.clock import Moment
from incident_console.domain.membership import Act, Admission, Team
from incident_console.domain.roles import Role
from incident_console.wire import act as wire
from incident_console.wire import names
from incident_console.wire.acts import Admit, Content, Device, Genesis, NewEpoch

from .keys import Device as OwnDevice
from .keys import Keyring, Sealer


@dataclass(frozen=True, slots=True)
class ActFile:
    """A verified act: its id, file name, what the index keeps of it, and the epoch keys that came with it."""

    id: bytes
    path: str
    kept: bytes
    epochs: tuple[wire.EpochKey, ...]
    join_seed: bytes | None


@dataclass(frozen=True, slots=True)
class SealedAct:
    """A new act ready to be written; for a founding act ``id`` is the team's."""

    id: bytes
    data: bytes

    @property
    def file_hash(self) -> bytes:
        """The hash that its file name carries."""
        return sha256(self.data)


def open_act_file(data: bytes, keyring: Keyring, device: OwnDevice, team_id: bytes) -> ActFile:
    """Open and verify a membership file. Raises as ``wire.act.open_act`` does."""
    opened = wire.open_act(data, keyring.by_hint(), team_id, device.lockbox)
    kept = msgspec.msgpack.encode((opened.signature, opened.act_bytes))
    path = names.act_file(sha256(data))
    return ActFile(opened.id, path, kept, opened.keyring.epochs, opened.keyring.join_seed)


def read_act(kept: bytes, team_id: bytes) -> Act:
    """An act of the index in the form that the membership rules judge."""
    act, act_bytes = _kept(kept)
    is_genesis = isinstance(act.content, Genesis)
    identity = team_id if is_genesis else act_id(team_id, act_bytes)
    return Act(identity, act.author_key, act.heads, _admission(act.content), act.wall_ms, is_genesis)


def founding(kept: Sequence[bytes]) -> Genesis | None:
    """The act that founded the team, or None while it is not here."""
    contents = (_kept(data)[0].content for data in kept)
    return next((content for content in contents if isinstance(content, Genesis)), None)


def epochs_named(kept: Sequence[bytes], team: Team, team_id: bytes) -> set[bytes]:
    """The epochs that acts which count name: what this laptop may write under."""
    contents = [(_kept(data)[0].content, read_act(data, team_id).id) for data in kept]
    return {c.epoch_id for c, act in contents if isinstance(c, Genesis | NewEpoch) and team.counts(act)}


def seal_genesis(content: Genesis, sealer: Sealer, keyring: Keyring, now: Moment) -> SealedAct:
    """Found a team: the act's hash becomes the team id, which the sealing needs."""
    act = _act(content, sealer, (), now)
    team_id = team_id_of(act.encode())
    return SealedAct(team_id, _sealed(act, sealer, keyring, team_id, content.device))


def seal_admit(content: Admit, heads: tuple[bytes, ...], sealer: Sealer, keyring: Keyring, now: Moment) -> bytes:
    """Admit a laptop: the act, with a lockbox for it."""
    return _sealed(_act(content, sealer, heads, now), sealer, keyring, sealer.team_id, content.device)


def _act(content: Content, sealer: Sealer, heads: tuple[bytes, ...], now: Moment) -> wire.Act:
    return wire.Act(
        content=content,
        author_key=sealer.device.signer.public_key,
        heads=heads,
        author_tips=sealer.tips,
        wall_ms=now.ms,
        utc_offset_min=now.utc_offset_min,
        app_version=incident_console.__version__,
    )


def _sealed(act: wire.Act, sealer: Sealer, keyring: Keyring, team_id: bytes, recipient: Device) -> bytes:
    return wire.seal_act(
        act,
        keyring.to_wire(),
        [recipient.hpke_key],
        sign=sealer.device.signer.sign,
        epoch=sealer.epoch,
        team_id=team_id,
        device_secret=sealer.device_secret,
        random=sealer.random,
    )


def _kept(kept: bytes) -> tuple[wire.Act, bytes]:
    _, act_bytes = msgspec.msgpack.decode(kept, type=tuple[bytes, bytes])
    return wire.Act.decode(act_bytes), act_bytes


def _admission(content: Content) -> Admission | None:
    if isinstance(content, Genesis):
        device = content.device
        return Admission(device.id, device.sign_key, device.hpke_key, Role.ADMIN, content.code, (content.person,))
    if isinstance(content, Admit):
        device, role = content.device, Role(content.role)
        return Admission(device.id, device.sign_key, device.hpke_key, role, content.code, content.persons)
    return None
