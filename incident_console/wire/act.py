# SPDX-License-Identifier: Apache-2.0
"""A membership file: a signed act, lockboxes with the key it is sealed under, and the keyring of its author.

A newcomer finds his lockbox by trial, opens the file that admits him, and from its keyring every older file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from incident_console.crypto.container import (
    LOCKBOX_BYTES,
    PREFIX_BYTES,
    Header,
    Kind,
    Opened,
    Random,
    check_padding,
    lockbox_section,
    open_container,
    seal_container,
)
from incident_console.crypto.errors import Damage, DamagedFile
from incident_console.crypto.hashing import act_id, epoch_id, team_id_of, u32
from incident_console.crypto.lockbox import CannotOpen, HybridKey, is_sound_hpke_key, lockbox_info, seal_to
from incident_console.crypto.signing import SIGNATURE_BYTES, is_signed_by, is_sound_sign_key
from incident_console.domain.operation import Value
from incident_console.wire.acts import (
    Admit,
    Content,
    Genesis,
    NewEpoch,
    StreamTip,
    decode_content,
    decode_tips,
    encode_tips,
)
from incident_console.wire.canonical import Malformed, pack, unpack
from incident_console.wire.framing import ByteReader
from incident_console.wire.shapes import (
    LARGEST_U32,
    LARGEST_U64,
    VERSION,
    check_version,
    exact,
    items,
    members,
    sorted_hashes,
    text,
    whole,
)

MAX_HEADS = 1024
MAX_EPOCHS = 4096


@dataclass(frozen=True, slots=True)
class Act:
    """A membership act as its author signed it: what it says, and what its author knew when it was made."""

    content: Content
    author_key: bytes
    heads: tuple[bytes, ...]
    author_tips: tuple[StreamTip, ...]
    wall_ms: int
    utc_offset_min: int
    app_version: str
    extra: tuple[Value, ...] = ()

    def encode(self) -> bytes:
        """The bytes that are signed."""
        return pack(
            [
                *(VERSION, self.content.type, self.author_key, self.heads, encode_tips(self.author_tips)),
                *(self.wall_ms, self.utc_offset_min, self.app_version, self.content.encode(), *self.extra),
            ]
        )

    @classmethod
    def decode(cls, data: bytes) -> Act:
        """The act in the bytes. Raises Malformed, or NeedsNewerVersion for a later version of it."""
        parts = members(unpack(data), 1)
        check_version(parts[0], "act")
        _, act_type, author, heads, tips, wall, offset, app, fields, *extra = members(parts, 9)
        return cls(
            content=decode_content(whole(act_type, 1, LARGEST_U32), fields),
            author_key=exact(author, 32),
            heads=sorted_hashes(heads, MAX_HEADS),
            author_tips=decode_tips(tips),
            wall_ms=whole(wall, 0, LARGEST_U64),
            utc_offset_min=whole(offset, -1440, 1440),
            app_version=text(app, 64),
            extra=tuple(extra),
        )


@dataclass(frozen=True, slots=True)
class EpochKey:
    """A key that files are sealed under, with the place it has among the others."""

    space: bytes
    generation: int
    key: bytes

    @property
    def id(self) -> bytes:
        """The 32 bytes that name the epoch."""
        return epoch_id(self.space, self.generation, self.key)


@dataclass(frozen=True, slots=True)
class Keyring:
    """Every epoch key that an act's author held, and the seed of the key that join requests are sealed to."""

    epochs: tuple[EpochKey, ...]
    join_seed: bytes | None

    def encode(self) -> bytes:
        """The bytes that stand behind the act, unsigned."""
        rows = sorted([each.space, each.generation, each.id, each.key] for each in self.epochs)
        return pack([rows, self.join_seed])

    @classmethod
    def decode(cls, data: bytes) -> Keyring:
        """The keyring in the bytes. Raises Malformed, or DamagedFile(key) for a key that is not its epoch's."""
        rows, seed, *_ = members(unpack(data), 2)
        epochs = tuple(_epoch_key(item) for item in items(rows, MAX_EPOCHS))
        return cls(epochs, None if seed is None else exact(seed, 32))


@dataclass(frozen=True, slots=True)
class OpenedAct:
    """A verified membership act, its id, and the keys that came with it."""

    id: bytes
    act: Act
    act_bytes: bytes
    signature: bytes
    keyring: Keyring
    epoch_key: bytes


def seal_act(
    act: Act,
    keyring: Keyring,
    recipients: Sequence[bytes],
    *,
    sign: Callable[[bytes], bytes],
    epoch: EpochKey,
    team_id: bytes,
    device_secret: bytes,
    random: Random,
) -> bytes:
    """Sign an act and seal it under an epoch, with that epoch's key for each recipient (their public HPKE keys).

    Raises DamagedFile if it is too large, UnsoundKey for a recipient that nothing may be sealed to.
    """
    act_bytes, ring = act.encode(), keyring.encode()
    _checked_act(act_bytes, team_id, len(recipients))
    _refuse_unsound_device(act.content)
    content = b"".join((sign(_signed_id(act, act_bytes, team_id)), _framed(act_bytes), _framed(ring)))
    header = Header(kind=Kind.ACT, team=team_id[:16], seq=len(recipients), epoch_hint=epoch.id[:8], space=epoch.space)
    info = lockbox_info(team_id, header.prefix(len(content)))
    boxes = [seal_to(recipient, epoch.key, info) for recipient in recipients]
    lockboxes = b"".join(sorted(boxes, key=lambda _: random(16)))
    return seal_container(
        header,
        content,
        key=epoch.key,
        team_id=team_id,
        device_secret=device_secret,
        random=random,
        lockboxes=lockboxes,
    )


def open_act(
    data: bytes, epoch_keys: Mapping[bytes, Sequence[bytes]], team_id: bytes, own_key: HybridKey | None = None
) -> OpenedAct:
    """Open and verify a membership file with a known epoch key, or else with a lockbox for ``own_key``.

    Raises DamagedFile, NeedsNewerVersion or KeyNotHeld. Whether its author may do this is not judged here.
    """
    opened = _opened(data, epoch_keys, team_id, own_key)
    reader = ByteReader(opened.plaintext)
    signature = reader.take(SIGNATURE_BYTES)
    act_bytes, ring_bytes = reader.framed(), reader.framed()
    check_padding(opened.plaintext, reader.at)
    act = _checked_act(act_bytes, team_id, opened.header.seq)
    signed_id = _signed_id(act, act_bytes, team_id)
    if not is_signed_by(act.author_key, signature, signed_id):
        raise DamagedFile(Damage.SIGNATURE)
    _refuse_unsound_device(act.content)
    return OpenedAct(signed_id, act, act_bytes, signature, _checked_keyring(ring_bytes), opened.key)


def _opened(
    data: bytes, epoch_keys: Mapping[bytes, Sequence[bytes]], team_id: bytes, own_key: HybridKey | None
) -> Opened:
    header = Header.read(data)
    if header.kind is not Kind.ACT:
        raise DamagedFile(Damage.HEADER)
    keys = epoch_keys.get(header.epoch_hint, ())
    if not keys and own_key is not None:
        keys = _keys_in_lockboxes(header, data, team_id, own_key)
    return open_container(data, keys, team_id)


def _keys_in_lockboxes(header: Header, data: bytes, team_id: bytes, own_key: HybridKey) -> list[bytes]:
    section = lockbox_section(header, data)
    info = lockbox_info(team_id, data[:PREFIX_BYTES])
    keys = []
    for start in range(0, len(section), LOCKBOX_BYTES):
        try:
            keys.append(own_key.open(section[start : start + LOCKBOX_BYTES], info))
        except CannotOpen:
            continue
    return keys


def _signed_id(act: Act, act_bytes: bytes, team_id: bytes) -> bytes:
    return team_id_of(act_bytes) if isinstance(act.content, Genesis) else act_id(team_id, act_bytes)


def _checked_act(act_bytes: bytes, team_id: bytes, lockboxes: int) -> Act:
    try:
        act = Act.decode(act_bytes)
    except Malformed:
        raise DamagedFile(Damage.FRAMING) from None
    content = act.content
    if isinstance(content, Genesis) and team_id_of(act_bytes) != team_id:
        raise DamagedFile(Damage.TEAM)
    if isinstance(content, Genesis) and (content.device.sign_key != act.author_key or act.heads):
        raise DamagedFile(Damage.FRAMING)
    if isinstance(content, NewEpoch) and len(content.recipients) != lockboxes:
        raise DamagedFile(Damage.HEADER)
    return act


def _refuse_unsound_device(content: Content) -> None:
    if isinstance(content, Genesis | Admit):
        device = content.device
        if not (is_sound_sign_key(device.sign_key) and is_sound_hpke_key(device.hpke_key)):
            raise DamagedFile(Damage.KEY)


def _checked_keyring(data: bytes) -> Keyring:
    try:
        return Keyring.decode(data)
    except Malformed:
        raise DamagedFile(Damage.FRAMING) from None


def _epoch_key(value: Value) -> EpochKey:
    space, generation, claimed, key, *_ = members(value, 4)
    epoch = EpochKey(exact(space, 8), whole(generation, 0, LARGEST_U32), exact(key, 32))
    if epoch.id != exact(claimed, 32):
        raise DamagedFile(Damage.KEY)
    return epoch


def _framed(data: bytes) -> bytes:
    return u32(len(data)) + data
