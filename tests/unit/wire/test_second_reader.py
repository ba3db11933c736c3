# SPDX-License-Identifier: Apache-2.0
"""A batch read by other code: only what docs/format.md says, nothing of the program's own packages.

If this reader and the program disagree, one of them does not do what the document promises.
"""

from __future__ import annotations

import hashlib
import hmac

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.golden.vectors import FILES
from tests.helpers import sealed


def tag(use: str) -> bytes:
    return f"ic1 {use}".encode().ljust(16, b"\0")


def digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def derive(key: bytes, salt: bytes, info: bytes) -> tuple[bytes, bytes]:
    extracted = hmac.digest(salt, key, "sha256")
    first = hmac.digest(extracted, info + b"\x01", "sha256")
    return first, hmac.digest(extracted, first + info + b"\x02", "sha256")


def plaintext_of(data: bytes, key: bytes, team_id: bytes) -> bytes:
    header = data[:128]
    file_key, commitment = derive(key, header[64:96], tag("file") + team_id + header[:64])
    assert commitment == header[96:128]
    length = int.from_bytes(header[8:12], "big")
    count = -(-length // 65536)
    assert len(data) == 128 + length + 16 * count
    chunks = [data[at : at + 65552] for at in range(128, len(data), 65552)]
    nonces = [index.to_bytes(11, "big") + bytes((index == count - 1,)) for index in range(count)]
    return b"".join(AESGCM(file_key).decrypt(n, c, header) for n, c in zip(nonces, chunks, strict=True))


def operations_in(data: bytes) -> tuple[list[tuple[bytes, bytes, bytes]], int]:
    at, found = 4, []
    for _ in range(int.from_bytes(data[:4], "big")):
        salt, at = data[at : at + 16], at + 16
        pieces = []
        for _ in range(2):
            end = at + 4 + int.from_bytes(data[at : at + 4], "big")
            pieces.append(data[at + 4 : end])
            at = end
        found.append((salt, pieces[0], pieces[1]))
    return found, at


def op_id(salt: bytes, head: bytes, body: bytes) -> bytes:
    head_hash = digest(tag("oph"), digest(tag("salth"), salt)[:16], head)
    return digest(tag("op"), head_hash, digest(tag("opb"), digest(tag("saltb"), salt)[:16], body))


def batches_in_rollup(data: bytes) -> list[bytes]:
    assert len(data) <= 32 << 20
    at, found = 0, []
    while at < len(data):
        length = int.from_bytes(data[at + 8 : at + 12], "big")
        end = at + 128 + length + 16 * -(-length // 65536)
        assert data[at : at + 7] == b"icon\x01\x01\x01"
        assert end <= len(data)
        found.append(data[at:end])
        at = end
    places = [(int.from_bytes(batch[12:16], "big"), digest(batch)) for batch in found]
    assert places == sorted(set(places))
    assert len({batch[16:56] for batch in found}) == 1
    first, last = places[0][0], places[-1][0]
    assert {seq for seq, _ in places} == set(range(first, last + 1))
    assert last - first + 1 in (32, 1024, 32768)
    assert (first - 1) % (last - first + 1) == 0
    return found


def read(name: str) -> tuple[list[object], list[tuple[bytes, bytes, bytes]]]:
    return read_batch((FILES / name).read_bytes())


def read_batch(data: bytes) -> tuple[list[object], list[tuple[bytes, bytes, bytes]]]:
    team_id = sealed.TEAM_ID
    plaintext = plaintext_of(data, sealed.EPOCH_KEY, team_id)
    size = int.from_bytes(plaintext[64:68], "big")
    core, rest = plaintext[68 : 68 + size], plaintext[68 + size :]
    if data[7] & 1:
        packed, raw = int.from_bytes(rest[:4], "big"), int.from_bytes(rest[4:8], "big")
        unpacked = zstandard.ZstdDecompressor().decompress(rest[8 : 8 + packed])
        assert len(unpacked) == raw
        operations, end = operations_in(unpacked)
        assert end == raw
        end = 8 + packed
    else:
        operations, end = operations_in(rest)
    assert not rest[end:].strip(b"\0")
    members = msgspec.msgpack.decode(core)
    root = digest(tag("root"), len(operations).to_bytes(4, "big"), *(op_id(*each) for each in operations))
    stmt = digest(tag("stmt"), team_id, members[3], size.to_bytes(4, "big"), core, root)
    Ed25519PublicKey.from_public_bytes(members[1]).verify(plaintext[:64], stmt)
    assert digest(tag("stream"), team_id, members[3], members[1], members[2])[:16] == members[4] == data[40:56]
    assert members[5] == int.from_bytes(data[12:16], "big")
    return members, operations


def test_a_plain_batch_is_read_by_other_code() -> None:
    members, operations = read("batch-plain.b")
    assert members[12] == "1.0"
    assert operations == [(b"s" * 16, b"\x90", b"\x80")]


def test_a_roll_up_is_read_by_other_code() -> None:
    batches = [read_batch(data) for data in batches_in_rollup((FILES / "rollup.r").read_bytes())]
    assert [members[5] for members, _ in batches] == [1, 2, 3, 4, 5, 5, *range(6, 33)]
    bodies = [operations[0][2] for _, operations in batches]
    assert bodies.count(b"\x80") == 32
    assert bodies.count(b"fork") == 1


def test_a_compressed_batch_is_read_by_other_code() -> None:
    _, operations = read("batch-compressed.b")
    assert msgspec.msgpack.decode(operations[3][2]) == {"text": "Line 3: the generator runs"}
