# SPDX-License-Identifier: Apache-2.0
"""A head: where a stream stands, what its station has seen, and that the station is alive; sealed and signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from incident_console.crypto import tags
from incident_console.crypto.container import (
    Header,
    Kind,
    Random,
    check_padding,
    open_container,
    seal_container,
)
from incident_console.crypto.errors import Damage, DamagedFile
from incident_console.crypto.hashing import TEAM_SPACE, sha256, stream_id, u32
from incident_console.crypto.signing import SIGNATURE_BYTES, is_signed_by
from incident_console.domain.operation import Value
from incident_console.wire.batch import MAX_ACL_HEADS
from incident_console.wire.canonical import Malformed, pack, unpack
from incident_console.wire.framing import ByteReader
from incident_console.wire.names import LARGEST_BEAT
from incident_console.wire.seen import MAX_SEEN_BYTES, Tip
from incident_console.wire.shapes import (
    LARGEST_U64,
    VERSION,
    binary,
    check_version,
    exact,
    members,
    sorted_hashes,
    text,
    tips_of,
    whole,
)

MAX_OWN_TIPS = 256


class StationState(IntEnum):
    """What a station says it is doing; numbers that are not known yet are kept as they are."""

    WORKING = 0
    LOCKED = 1
    CLOSING = 2


@dataclass(frozen=True, slots=True)
class Head:
    """What a station says of itself at one beat.

    ``tips`` are those of its own stream (none before its first batch), ``seen_delta`` leads from the last batch's seen
    state to ``seen_root``; ``epoch_id`` is the epoch it writes under; ``state`` is a StationState or a later number.
    ``extra`` are members behind those of the first programs.
    """

    sign_key: bytes
    nonce: bytes
    stream: bytes
    tips: tuple[Tip, ...]
    beat: int
    seen_root: bytes
    seen_delta: bytes
    acl_heads: tuple[bytes, ...]
    epoch_id: bytes
    state: int
    app_version: str
    wall_ms: int
    utc_offset_min: int
    set_hash: bytes
    space: bytes = TEAM_SPACE
    extra: tuple[Value, ...] = ()

    @property
    def seq(self) -> int:
        """The number of the last own batch; 0 before the first."""
        return self.tips[-1][0] if self.tips else 0

    @property
    def has_all_parts(self) -> bool | None:
        """Whether it holds all parts of the documents that it knows of; None if it does not say, as older programs."""
        told = self.extra[0] if self.extra else None
        return told if isinstance(told, bool) else None

    def encode(self) -> bytes:
        """The bytes that are signed."""
        return pack(
            [
                *(VERSION, self.sign_key, self.nonce, self.space, self.stream, self.tips, self.beat),
                *(self.seen_root, self.seen_delta, self.acl_heads, self.epoch_id, self.state, self.app_version),
                *(self.wall_ms, self.utc_offset_min, self.set_hash, *self.extra),
            ]
        )

    @classmethod
    def decode(cls, data: bytes) -> Head:
        """The head in the bytes. Raises Malformed, or NeedsNewerVersion for a later version of it."""
        parts = members(unpack(data), 1)
        check_version(parts[0], "head")
        _, key, nonce, space, stream, tips, beat, root, delta, *rest = members(parts, 16)
        acl, epoch, state, app, wall, offset, set_hash, *extra = rest
        return cls(
            sign_key=exact(key, 32),
            nonce=exact(nonce, 16),
            space=exact(space, 8),
            stream=exact(stream, 16),
            tips=tips_of(tips, MAX_OWN_TIPS),
            beat=whole(beat, 0, LARGEST_BEAT),
            seen_root=exact(root, 32),
            seen_delta=binary(delta, MAX_SEEN_BYTES),
            acl_heads=sorted_hashes(acl, MAX_ACL_HEADS),
            epoch_id=exact(epoch, 32),
            state=whole(state, 0, 255),
            app_version=text(app, 64),
            wall_ms=whole(wall, 0, LARGEST_U64),
            utc_offset_min=whole(offset, -1440, 1440),
            set_hash=exact(set_hash, 32),
            extra=tuple(extra),
        )


def seal_head(
    head: Head,
    *,
    sign: Callable[[bytes], bytes],
    epoch_key: bytes,
    team_id: bytes,
    device_secret: bytes,
    random: Random,
) -> bytes:
    """Sign and seal a head under the epoch it writes under. Raises DamagedFile if it is too large."""
    head_bytes = head.encode()
    _checked_head(head_bytes, head, team_id)
    header = Header(
        kind=Kind.HEAD,
        team=team_id[:16],
        seq=head.seq,
        stream=head.stream,
        epoch_hint=head.epoch_id[:8],
        space=head.space,
    )
    signature = sign(_signed_hash(team_id, head.space, head_bytes))
    content = b"".join((signature, u32(len(head_bytes)), head_bytes))
    return seal_container(header, content, key=epoch_key, team_id=team_id, device_secret=device_secret, random=random)


def open_head(data: bytes, epoch_keys: Mapping[bytes, Sequence[bytes]], team_id: bytes) -> Head:
    """Open and verify a head. Raises DamagedFile, NeedsNewerVersion or KeyNotHeld."""
    return open_signed_head(data, epoch_keys, team_id)[2]


def open_signed_head(
    data: bytes, epoch_keys: Mapping[bytes, Sequence[bytes]], team_id: bytes
) -> tuple[bytes, bytes, Head]:
    """The signature, the bytes that are signed, and the head in them. Raises as ``open_head`` does."""
    header = Header.read(data)
    if header.kind is not Kind.HEAD:
        raise DamagedFile(Damage.HEADER)
    plaintext = open_container(data, epoch_keys.get(header.epoch_hint, ()), team_id).plaintext
    reader = ByteReader(plaintext)
    signature = reader.take(SIGNATURE_BYTES)
    head_bytes = reader.framed()
    check_padding(plaintext, reader.at)
    head = _checked_head(head_bytes, header, team_id)
    if not is_signed_by(head.sign_key, signature, _signed_hash(team_id, head.space, head_bytes)):
        raise DamagedFile(Damage.SIGNATURE)
    return signature, head_bytes, head


def _signed_hash(team_id: bytes, space: bytes, head_bytes: bytes) -> bytes:
    return sha256(tags.HEAD, team_id, space, head_bytes)


def _checked_head(head_bytes: bytes, expected: Header | Head, team_id: bytes) -> Head:
    try:
        head = Head.decode(head_bytes)
    except Malformed:
        raise DamagedFile(Damage.FRAMING) from None
    if (head.stream, head.seq, head.space) != (expected.stream, expected.seq, expected.space):
        raise DamagedFile(Damage.HEADER)
    if head.stream != stream_id(team_id, head.space, head.sign_key, head.nonce):
        raise DamagedFile(Damage.STREAM_ID)
    return head
