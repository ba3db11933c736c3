# SPDX-License-Identifier: Apache-2.0
"""Membership acts between their files, the index, and the rules that judge them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

import incident_console
from incident_console.crypto.hashing import act_id, sha256, team_id_of
from incident_console.domain.acts import Act
from incident_console.domain.clock import Moment
from incident_console.wire import act as wire
from incident_console.wire import names
from incident_console.wire.acts import Admit, Content, Genesis

from .act_meaning import meaning
from .keys import Device as OwnDevice
from .keys import Keyring, Sealer


@dataclass(frozen=True, slots=True)
class ActFile:
    """A verified act: its id, its file, what the index keeps of it, and the epoch keys that came with it.

    ``author_key`` signed it; ``admitted_keys`` are those of the laptop that it lets in, if it lets one in.
    """

    id: bytes
    path: str
    data: bytes
    kept: bytes
    epochs: tuple[wire.EpochKey, ...]
    join_seed: bytes | None
    author_key: bytes
    admitted_keys: tuple[bytes, ...]


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
    ring, content = opened.keyring, opened.act.content
    admitted = (content.device.sign_key,) if isinstance(content, Genesis | Admit) else ()
    return ActFile(opened.id, path, data, kept, ring.epochs, ring.join_seed, opened.act.author_key, admitted)


def read_act(kept: bytes, team_id: bytes) -> Act:
    """An act of the index in the form that the membership rules judge."""
    act, act_bytes = _kept(kept)
    identity = team_id if isinstance(act.content, Genesis) else act_id(team_id, act_bytes)
    return Act(identity, act.author_key, act.heads, meaning(act.content), act.wall_ms, act.author_tips)


def founding(kept: Sequence[bytes]) -> Genesis | None:
    """The act that founded the team, or None while it is not here."""
    contents = (_kept(data)[0].content for data in kept)
    return next((content for content in contents if isinstance(content, Genesis)), None)


def seal_genesis(content: Genesis, sealer: Sealer, keyring: Keyring, now: Moment) -> SealedAct:
    """Found a team: the act's hash becomes the team id, which the sealing needs."""
    act = _act(content, sealer, (), now)
    team_id = team_id_of(act.encode())
    return SealedAct(team_id, _sealed(act, sealer, keyring, team_id, [content.device.hpke_key]))


def seal_act(
    content: Content,
    heads: tuple[bytes, ...],
    sealer: Sealer,
    keyring: Keyring,
    now: Moment,
    recipients: Sequence[bytes] = (),
) -> bytes:
    """Sign an act and seal it under the sealer's epoch, with that key for each recipient (their public HPKE keys)."""
    return _sealed(_act(content, sealer, heads, now), sealer, keyring, sealer.team_id, recipients)


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


def _sealed(act: wire.Act, sealer: Sealer, keyring: Keyring, team_id: bytes, recipients: Sequence[bytes]) -> bytes:
    return wire.seal_act(
        act,
        keyring.to_wire(sealer.epoch),
        recipients,
        sign=sealer.device.signer.sign,
        epoch=sealer.epoch,
        team_id=team_id,
        device_secret=sealer.device_secret,
        random=sealer.random,
    )


def _kept(kept: bytes) -> tuple[wire.Act, bytes]:
    _, act_bytes = msgspec.msgpack.decode(kept, type=tuple[bytes, bytes])
    return wire.Act.decode(act_bytes), act_bytes
