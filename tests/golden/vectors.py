# SPDX-License-Identifier: Apache-2.0
"""Makes the test vectors of docs/format.md: ``python -m tests.golden.vectors`` writes them beside this file.

They are frozen: written once, and afterwards only ever added to. The tests compare what the program makes today with
what is committed; a difference is a broken format, not a reason to write them anew.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

from incident_console.crypto import hashing, tags
from incident_console.crypto.container import Header, Kind, padded_length
from incident_console.crypto.kit_words import kit_seeds, words_of_seed
from incident_console.crypto.lockbox import HybridKey, join_key, lockbox_info
from incident_console.crypto.passphrase import Cost, seal_vault_key, vault_keys
from incident_console.crypto.words import JoinFacts, join_words, word_list
from incident_console.domain.operation import Value
from incident_console.resources_path import resource_path
from incident_console.sync.keys import Device
from incident_console.wire import bundle, names
from incident_console.wire.acts import Revoke
from incident_console.wire.blobs import seal_blob
from incident_console.wire.canonical import pack
from incident_console.wire.kit_text import write_kit_text
from incident_console.wire.operations import RawOp
from incident_console.wire.rollup import join
from incident_console.wire.seen import SeenState, encode_seen, seen_root
from incident_console.wire.team_file import TeamFile
from tests.helpers import sealed, teams
from tests.helpers.seeded import seeded_random

FOLDER = Path(__file__).parent
VECTORS = FOLDER / "vectors.json"
FILES = FOLDER / "files"

Vectors = dict[str, dict[str, str]]

CANONICAL: list[Value] = [
    *(None, True, False, 0, 127, 128, 255, 256, 65535, 65536, 4294967295, 4294967296, 18446744073709551615),
    *(-1, -32, -33, -128, -129, -32768, -32769, -2147483648, -2147483649, -9223372036854775808),
    *("", "Caf\u00e9", "x" * 31, "x" * 32, b"", b"\x00\xff"),
    [],
    [1, [2, [3]]],
    {},
    {"b": 1, "aa": [None], "\u00e9": {"nested": b"\x01"}, "\U0001f600": -5},
]


def make_vectors() -> Vectors:
    """Everything that a second implementation can compare itself with, in hexadecimal."""
    return {
        "tags": {tag.rstrip(b"\0").decode(): tag.hex() for tag in tags.ALL_TAGS},
        "hashes": _hashes(),
        "container": _container(),
        "keys": _keys(),
        "canonical": {json.dumps(_shown(value), ensure_ascii=True): pack(value).hex() for value in CANONICAL},
        "seen": _seen(),
        "names": _names(),
        "bundle": _bundle(),
        "padding": {str(size): str(padded_length(size)) for size in (0, 512, 513, 1000, 65537, 1 << 20, 8257536)},
    }


def make_files() -> dict[str, bytes]:
    """Sample files of every kind whose bytes do not depend on chance."""
    noise = seeded_random(11)
    parts: list[bytes] = []
    secret = sealed.DEVICE_SECRET
    seal_blob(BytesIO(b"A plan").read, parts.append, team_id=sealed.TEAM_ID, device_secret=secret, random=noise)
    revoke = teams.an_act(Revoke(teams.NEWCOMER_DEVICE.id, ((b"a" * 16, 3, b"x" * 32),)))
    cost = Cost(64 << 10, 1, 4)
    act, head = teams.sealed_act(revoke, []), sealed.a_sealed_head()
    team = TeamFile(teams.TEAM_ID, teams.JOIN_KEY.public_key).encode()
    return {
        "batch-plain.b": sealed.a_batch(ops=[RawOp(b"s" * 16, b"\x90", b"\x80")]).data,
        "head": head,
        "act-without-lockboxes.m": act,
        "blob-part.c": parts[0],
        "rollup.r": join([batch.data for batch in sealed.a_chain(32)] + [sealed.a_chain(5, b"fork")[4].data]).data,
        "team.id": team,
        "bundle": _sample_bundle(team, act, head),
        "key.sealed": seal_vault_key("correct horse", b"v" * 32, b"w" * 16, cost, seeded_random(12)),
    }


def make_chance_files() -> dict[str, bytes]:
    """Sample files that are not made alike twice: HPKE takes chance from the system, compression changes by version."""
    op_list = [sealed.an_op(f"Line {number}: the generator runs") for number in range(30)]
    return {
        "batch-compressed.b": sealed.a_batch(ops=op_list).data,
        "act-genesis.m": teams.sealed_act(teams.an_act(teams.GENESIS), [teams.FOUNDER_KEY.public_key]),
        "act-admit.m": teams.sealed_act(teams.an_act(teams.ADMIT)),
        "join.q": teams.a_join_request(),
    }


def _hashes() -> dict[str, str]:
    core, root = sealed.a_core().encode(), hashing.ops_root([b"1" * 32, b"2" * 32])
    accepted, held, acts = b"a" * 32, b"b" * 32, b"c" * 32
    return {
        "team id of act bytes 'genesis'": hashing.team_id_of(b"genesis").hex(),
        "act id of act bytes 'act' in team 00..1f": hashing.act_id(sealed.TEAM_ID, b"act").hex(),
        "epoch id of space 0, gen 0, key 11..11": sealed.EPOCH_ID.hex(),
        "stream id of the sample device": sealed.STREAM.hex(),
        "device id of sign key 61..61, hpke key 62..62": hashing.device_id(b"a" * 32, b"b" * 1216).hex(),
        "op id of salt 73..73, head 'head', body 'body'": hashing.op_id(b"s" * 16, b"head", b"body").hex(),
        "root of ids 31..31, 32..32": root.hex(),
        "stmt of the sample core with that root": hashing.statement(sealed.TEAM_ID, bytes(8), core, root).hex(),
        "signed hash of head bytes 'head'": hashing.sha256(tags.HEAD, sealed.TEAM_ID, bytes(8), b"head").hex(),
        "set hash of op 61..61, op 62..62 in state 2, act 63..63": hashing.sha256(
            tags.SET, accepted, held, b"\x02", acts
        ).hex(),
        "signed hash of join bytes 'join'": hashing.sha256(tags.JOIN, b"join").hex(),
        "sample core": core.hex(),
    }


def _container() -> dict[str, str]:
    header = Header(
        Kind.BATCH, sealed.TEAM_ID[:16], seq=7, stream=b"s" * 16, epoch_hint=b"e" * 8, length=512, salt=b"t" * 32
    )
    info = tags.FILE + sealed.TEAM_ID + header.pack()[:64]
    derived = hashing.hkdf(sealed.EPOCH_KEY, salt=header.salt, info=info, length=64)
    return {
        "header without commitment": header.pack().hex(),
        "file key and commitment under 11..11": derived.hex(),
        "lockbox info": lockbox_info(sealed.TEAM_ID, header.pack()[:64]).hex(),
    }


def _keys() -> dict[str, str]:
    vault = vault_keys(b"v" * 32, b"w" * 16)
    list_text = resource_path("resources", "words", "english.txt").read_text(encoding="ascii")
    facts = JoinFacts(b"t" * 32, b"j" * 1216, 1, b"s" * 32, b"h" * 1216, b"n" * 16, "Caf\u00e9 Jo")
    return {
        "SHA-256 of the hybrid public key of seed 73..73": hashing.sha256(HybridKey(b"s" * 32).public_key).hex(),
        "SHA-256 of the join key of seed 6a..6a in team 74..74": hashing.sha256(
            join_key(b"j" * 32, b"t" * 32).public_key
        ).hex(),
        "record key of vault key 76..76, workspace 77..77": vault.record_key.hex(),
        "index key of the same": vault.index_key.hex(),
        "device secret of the same": vault.device_secret.hex(),
        "words of t, j, 1, s, h, n, 'Caf\u00e9 Jo'": " ".join(join_words(facts, word_list(list_text))),
        **_kit(word_list(list_text)),
    }


def _kit(words: tuple[str, ...]) -> dict[str, str]:
    sign, lockbox = kit_seeds(b"k" * 32, b"t" * 32)
    text = write_kit_text(words_of_seed(b"k" * 32, words), b"t" * 32)
    return {
        "kit of seed 6b..6b in team 74..74, its text": text,
        "signing seed of that kit": sign.hex(),
        "encryption seed of that kit": lockbox.hex(),
        "device id of that kit": Device(sign, lockbox, "paper").id.hex(),
    }


def _seen() -> dict[str, str]:
    first = {b"a" * 16: {(1, b"1" * 32)}, b"b" * 16: {(300, b"2" * 32)}}
    second = {b"a" * 16: {(1, b"1" * 32)}, b"b" * 16: {(500, b"3" * 32)}, b"c" * 16: {(9, b"4" * 32), (9, b"5" * 32)}}
    full, state = encode_seen(SeenState(), first, in_full=True)
    delta, _ = encode_seen(state, second, in_full=False)
    return {
        "full": full.hex(),
        "root of it": seen_root(first).hex(),
        "then": delta.hex(),
        "root of that": seen_root(second).hex(),
    }


def _names() -> dict[str, str]:
    digest, stream = bytes(range(7, 39)), bytes(range(7, 23))
    return {
        "head of stream 07..16, seq 33, beat 5, hash 07..26": names.head_file(stream, 33, 5, digest),
        "batch": names.batch_file(stream, 33, digest),
        "roll-up of seq 33 to 64": names.rollup_file(stream, 33, 64, digest),
        "act": names.act_file(digest),
        "join request": names.join_file(digest),
        "blob part": names.blob_file(digest),
        "team file": names.team_file(digest),
        "exercise folder": names.exercise_folder(digest),
    }


def _bundle() -> dict[str, str]:
    path = names.batch_file(bytes(range(7, 23)), 33, bytes(range(7, 39)))
    return {"header of that batch with 700 bytes": bundle.header(path, 700).hex(), "end": bundle.END.hex()}


def _sample_bundle(team: bytes, act: bytes, head: bytes) -> bytes:
    members = {
        names.team_file(teams.TEAM_ID): team,
        names.act_file(hashing.sha256(act)): act,
        names.head_file(sealed.STREAM, 1, 0, hashing.sha256(head)): head,
    }
    packed = (
        bundle.header(name, len(data)) + data + bytes(bundle.padding(len(data))) for name, data in members.items()
    )
    return b"".join(packed) + bundle.END


def _shown(value: Value) -> object:
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        return {name: _shown(item) for name, item in value.items()}
    return value


def _write() -> None:
    FILES.mkdir(exist_ok=True)
    VECTORS.write_text(json.dumps(make_vectors(), indent=1, ensure_ascii=True) + "\n", encoding="ascii", newline="\n")
    for name, data in (make_files() | make_chance_files()).items():
        if not (FILES / name).exists():
            (FILES / name).write_bytes(data)


if __name__ == "__main__":
    _write()
