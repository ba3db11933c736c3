# SPDX-License-Identifier: Apache-2.0
"""The sealed file: a clear header of 128 bytes and an encrypted, padded stream of chunks under a key of its own.

The bytes are specified in docs/format.md. A fresh key is derived for every file, so a cloned or rolled-back laptop can
never use a nonce twice; the commitment in the header ties the file to one key.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Protocol, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from incident_console.crypto import tags
from incident_console.crypto.errors import Damage, DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.crypto.hashing import TEAM_SPACE, hkdf, sha256

Random = Callable[[int], bytes]


class Hash(Protocol):
    """A hash that goes on taking in bytes, such as hashlib's."""

    def update(self, data: bytes, /) -> None:
        """Take in more."""

    def digest(self) -> bytes:
        """The hash of what was taken in so far."""

    def copy(self) -> Self:
        """Another one that took in the same."""


_LAYOUT = struct.Struct(">4sBBBBII16s8s16s8s32s32s")
HEADER_BYTES = _LAYOUT.size
PREFIX_BYTES = 64
LOCKBOX_BYTES = 1168
FLAG_ZSTD = 1
MAGIC = b"icon"
CHUNK_BYTES = 65536
SMALLEST_PLAINTEXT = 512
_FORMAT = 1
_SUITE = 1
_TAG_BYTES = 16
_SMALLEST_FILE = HEADER_BYTES + SMALLEST_PLAINTEXT + _TAG_BYTES


class Kind(IntEnum):
    """What a sealed file is; 5 was kept for roll-ups, which need no header of their own."""

    BATCH = 1
    HEAD = 2
    ACT = 3
    BLOB = 4


CAPS: dict[int, int] = {Kind.BATCH: 1 << 20, Kind.HEAD: 64 << 10, Kind.ACT: 1 << 20, Kind.BLOB: 8 << 20}
MAX_LOCKBOXES = 600


@dataclass(frozen=True, slots=True)
class Header:
    """The clear 128 bytes in front of a sealed file; everything after ``epoch_hint`` is filled in by sealing."""

    kind: Kind
    team: bytes
    seq: int = 0
    stream: bytes = bytes(16)
    epoch_hint: bytes = bytes(8)
    space: bytes = TEAM_SPACE
    flags: int = 0
    length: int = 0
    salt: bytes = bytes(32)
    commitment: bytes = bytes(32)

    def pack(self) -> bytes:
        """The 128 bytes."""
        return _LAYOUT.pack(
            *(MAGIC, _FORMAT, self.kind, _SUITE, self.flags, self.length, self.seq),
            *(self.team, self.space, self.stream, self.epoch_hint, self.salt, self.commitment),
        )

    def prefix(self, content_bytes: int) -> bytes:
        """The first 64 bytes as they will stand for that much content: what lockboxes are bound to."""
        return replace(self, length=padded_length(content_bytes)).pack()[:PREFIX_BYTES]

    @property
    def extra_bytes(self) -> int:
        """The length of the lockbox section between header and stream."""
        return self.seq * LOCKBOX_BYTES if self.kind is Kind.ACT else 0

    @property
    def file_bytes(self) -> int:
        """The length of the whole file, known without a key."""
        return HEADER_BYTES + self.extra_bytes + self.length + _TAG_BYTES * -(-self.length // CHUNK_BYTES)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The checked header of a whole file. Raises DamagedFile or NeedsNewerVersion."""
        header = cls.read_first(data)
        if len(data) != header.file_bytes:
            raise DamagedFile(Damage.SIZE)
        return header

    @classmethod
    def read_first(cls, data: bytes) -> Self:
        """The checked header of the first of several files joined. Raises DamagedFile or NeedsNewerVersion."""
        if not _SMALLEST_FILE <= len(data) <= max(CAPS.values()):
            raise DamagedFile(Damage.SIZE)
        magic, version, kind, suite, flags, length, seq, *rest = _LAYOUT.unpack_from(data)
        if magic != MAGIC:
            raise DamagedFile(Damage.MAGIC)
        _refuse_newer(version, kind, suite, flags)
        team, space, stream, epoch_hint, salt, commitment = rest
        header = cls(Kind(kind), team, seq, stream, epoch_hint, space, flags, length, salt, commitment)
        header._check()
        return header

    def _check(self) -> None:
        if self.kind is Kind.BATCH and self.seq == 0:
            raise DamagedFile(Damage.HEADER)
        if self.kind in (Kind.ACT, Kind.BLOB) and self.stream != bytes(16):
            raise DamagedFile(Damage.HEADER)
        if self.seq > {Kind.ACT: MAX_LOCKBOXES, Kind.BLOB: 0}.get(self.kind, 0xFFFFFFFF):
            raise DamagedFile(Damage.HEADER)
        if self.kind is Kind.BLOB and self.epoch_hint != bytes(8):
            raise DamagedFile(Damage.HEADER)
        if self.length < SMALLEST_PLAINTEXT or self.file_bytes > CAPS[self.kind]:
            raise DamagedFile(Damage.SIZE)


def _refuse_newer(version: int, kind: int, suite: int, flags: int) -> None:
    if version != _FORMAT:
        raise NeedsNewerVersion(f"format {version}")
    if kind not in CAPS:
        raise NeedsNewerVersion(f"kind {kind}")
    if suite != _SUITE:
        raise NeedsNewerVersion(f"suite {suite}")
    if flags & ~FLAG_ZSTD or (flags and kind != Kind.BATCH):
        raise NeedsNewerVersion(f"flags {flags}")


def padded_length(content_bytes: int) -> int:
    """How long the content becomes before it is sealed, so that a file's size tells little.

    Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication", 2019), at least 512.
    """
    exponent = max(content_bytes, SMALLEST_PLAINTEXT).bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return max(SMALLEST_PLAINTEXT, -(-content_bytes // step) * step)


def seal_container(
    header: Header,
    content: bytes,
    *,
    key: bytes,
    team_id: bytes,
    device_secret: bytes,
    random: Random,
    lockboxes: bytes = b"",
    hashed: Hash | None = None,
) -> bytes:
    """Seal content under a key of its own, derived from the epoch's (or a file's) key. Raises DamagedFile if too large.

    The salt comes from fresh randomness *and* a device secret *and* the content: a broken random source or a restored
    image alone does not make two files share a key. ``hashed`` spares a second look at long content: a SHA-256 that has
    taken in all of it.
    """
    length = padded_length(len(content))
    taken_in = hashed.copy() if hashed else hashlib.sha256(content)
    taken_in.update(bytes(length - len(content)))
    salt = hmac.digest(device_secret, random(32) + taken_in.digest(), hashlib.sha256)
    unkeyed = replace(header, length=length, salt=salt)
    unkeyed._check()
    if unkeyed.extra_bytes != len(lockboxes):
        raise ValueError("the header must count the lockboxes")
    file_key, commitment = _file_key(unkeyed, key, team_id, lockboxes)
    clear = unkeyed.pack()[: -len(commitment)] + commitment
    return b"".join((clear, lockboxes, *_encrypt(content, length, file_key, clear)))


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened: its header, its plaintext with the padding still on, and the key that fitted."""

    header: Header
    plaintext: bytes
    key: bytes


def open_container(data: bytes, keys: Iterable[bytes], team_id: bytes) -> Opened:
    """Open a sealed file with the first key that its commitment accepts.

    Raises DamagedFile, NeedsNewerVersion, or KeyNotHeld if there is no key to try.
    """
    header = Header.read(data)
    if header.team != team_id[:16]:
        raise DamagedFile(Damage.TEAM)
    key, file_key = _fitting_key(header, keys, team_id, lockbox_section(header, data))
    start = HEADER_BYTES + header.extra_bytes
    return Opened(header, b"".join(_decrypt(data, start, file_key)), key)


def lockbox_section(header: Header, data: bytes) -> bytes:
    """The lockboxes of a membership file, joined; empty for other kinds."""
    return data[HEADER_BYTES : HEADER_BYTES + header.extra_bytes]


def check_padding(plaintext: bytes, end: int) -> None:
    """Refuse a plaintext with anything but zeros after its content. Raises DamagedFile."""
    if plaintext.count(0, end) != len(plaintext) - end:
        raise DamagedFile(Damage.PADDING)


def _fitting_key(header: Header, keys: Iterable[bytes], team_id: bytes, lockboxes: bytes) -> tuple[bytes, bytes]:
    has_tried = False
    for key in keys:
        has_tried = True
        file_key, commitment = _file_key(header, key, team_id, lockboxes)
        if hmac.compare_digest(commitment, header.commitment):
            return key, file_key
    if has_tried:
        raise DamagedFile(Damage.COMMITMENT)
    raise KeyNotHeld


def _file_key(header: Header, key: bytes, team_id: bytes, lockboxes: bytes) -> tuple[bytes, bytes]:
    bound = sha256(lockboxes) if header.kind is Kind.ACT else b""
    info = tags.FILE + team_id + header.pack()[:PREFIX_BYTES] + bound
    derived = hkdf(key, salt=header.salt, info=info, length=64)
    return derived[:32], derived[32:]


def _nonce(index: int, is_last: bool) -> bytes:
    return index.to_bytes(11, "big") + bytes((is_last,))


def _encrypt(content: bytes, length: int, file_key: bytes, clear: bytes) -> Iterator[bytes]:
    """Chunks of the content and of the zeros that pad it to its length; it is never copied as a whole."""
    cipher = AESGCM(file_key)
    for start in range(0, length, CHUNK_BYTES):
        end = min(start + CHUNK_BYTES, length)
        nonce = _nonce(start // CHUNK_BYTES, end == length)
        yield cipher.encrypt(nonce, content[start:end].ljust(end - start, b"\0"), clear)


def _decrypt(data: bytes, start: int, file_key: bytes) -> Iterator[bytes]:
    cipher = AESGCM(file_key)
    clear = data[:HEADER_BYTES]
    step = CHUNK_BYTES + _TAG_BYTES
    for index, at in enumerate(range(start, len(data), step)):
        try:
            yield cipher.decrypt(_nonce(index, at + step >= len(data)), data[at : at + step], clear)
        except InvalidTag:
            raise DamagedFile(Damage.AEAD) from None
