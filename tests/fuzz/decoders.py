# SPDX-License-Identifier: Apache-2.0
"""Every reader of bytes that others can write, with sound samples of what it reads.

Sealed files are tried twice. From outside nothing but the very samples may be believed. From inside, as somebody with
the team's key could seal any plaintext at all, nothing may be believed that was not signed so.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import TypeVar
from unittest import mock

from incident_console.crypto.container import Header, open_container, seal_container
from incident_console.crypto.errors import Damage, DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.crypto.hashing import sha256
from incident_console.crypto.kit_words import seed_of_words, words_of_seed
from incident_console.crypto.passphrase import Cost, open_vault_key, seal_vault_key
from incident_console.crypto.words import word_list
from incident_console.domain.document import BlobPart, BlobRef
from incident_console.domain.kinds import KINDS
from incident_console.domain.merge import KnownOp
from incident_console.domain.projection import project
from incident_console.resources_path import resource_path
from incident_console.storage.bundle_file import BundleTree, NotABundle
from incident_console.storage.understood import Understood, understand
from incident_console.wire import names
from incident_console.wire.act import Act, Keyring, OpenedAct, open_act
from incident_console.wire.batch import Core, OpenedBatch, open_batch
from incident_console.wire.blobs import open_blob, piece_of, seal_blob
from incident_console.wire.canonical import pack, unpack
from incident_console.wire.head import Head, open_head
from incident_console.wire.join import JoinDetails, read_join_request
from incident_console.wire.kit_text import read_kit_text, write_kit_text
from incident_console.wire.operations import RawOp, encode_operation
from incident_console.wire.quick_reading import plain_body
from incident_console.wire.rollup import Rollup, split
from incident_console.wire.seen import SeenState, decode_seen, encode_seen
from incident_console.wire.team_file import TeamFile
from tests.fuzz.document_decoders import document_decoders
from tests.fuzz.watching import Decoder
from tests.golden.vectors import CANONICAL, FILES
from tests.helpers import sealed, teams
from tests.helpers.seeded import seeded_random

TEAM_KEYS = {teams.EPOCH.id[:8]: [teams.EPOCH.key]}
Read = Callable[[bytes], object]
T = TypeVar("T")


def all_decoders() -> dict[str, Decoder]:
    """The decoders by name."""
    every = [*_files(), *_insides(), *_parts(), *document_decoders()]
    return {decoder.name: decoder for decoder in every}


def golden(*file_names: str) -> tuple[bytes, ...]:
    """Committed sample files."""
    return tuple((FILES / name).read_bytes() for name in file_names)


# --- files as they lie in a folder ------------------------------------------------------------------------------


def _files() -> list[Decoder]:
    return [
        _untouched("batch", golden("batch-plain.b", "batch-compressed.b"), _read_batch),
        _untouched("head", golden("head"), lambda data: open_head(data, sealed.EPOCH_KEYS, sealed.TEAM_ID)),
        _untouched("act", golden("act-without-lockboxes.m", "act-genesis.m", "act-admit.m"), _read_act),
        _untouched("act-lockbox", golden("act-admit.m"), _read_admission),
        _untouched("join", golden("join.q"), lambda data: read_join_request(data, teams.TEAM_ID)),
        Decoder("team-file", golden("team.id"), TeamFile.decode, lambda data, it: _as(TeamFile, it).encode() == data),
        _blob_part(),
        Decoder("roll-up", golden("rollup.r"), _read_rollup, _holds_nothing_new),
        Decoder("bundle", golden("bundle"), _read_bundle, _are_of_the_layout),
        Decoder("kit-text", (_KIT,), _read_kit, lambda _, seed: seed == _KIT_SEED),
        _key_file(),
    ]


def _untouched(name: str, samples: tuple[bytes, ...], read: Read) -> Decoder:
    """A sealed file: any other bytes than those of the samples are refused."""
    return Decoder(name, samples, read, lambda data, _: data in samples)


def _read_batch(data: bytes) -> OpenedBatch:
    return open_batch(data, sealed.EPOCH_KEYS, sealed.TEAM_ID)


def _read_act(data: bytes) -> OpenedAct:
    return open_act(data, TEAM_KEYS, teams.TEAM_ID)


def _read_admission(data: bytes) -> OpenedAct:
    return open_act(data, {}, teams.TEAM_ID, teams.NEWCOMER_KEY)


def _blob_part() -> Decoder:
    parts: list[bytes] = []
    made = seal_blob(
        BytesIO(b"A plan").read, parts.append,
        team_id=sealed.TEAM_ID, device_secret=sealed.DEVICE_SECRET, random=seeded_random(11),
    )  # fmt: skip

    def read(data: bytes) -> bytes:
        named = BlobRef(made.key, (BlobPart(sha256(data), 0, len(data)),), made.length, made.sha256)
        return b"".join(open_blob(named, lambda part: piece_of(part, data), sealed.TEAM_ID))

    return _untouched("blob-part", tuple(parts), read)


def _read_rollup(data: bytes) -> Rollup:
    return split(data, names.rollup_file(sealed.STREAM, 1, 32, sha256(data)), sealed.TEAM_ID)


def _holds_nothing_new(_data: bytes, result: object) -> bool:
    """Anybody may join batches; those inside that are not the author's do not open."""
    return not any(_opens(piece.data) for piece in _as(Rollup, result).pieces if piece.data not in _CHAIN)


def _opens(data: bytes) -> bool:
    try:
        _read_batch(data)
    except (DamagedFile, KeyNotHeld, NeedsNewerVersion):
        return False
    return True


_CHAIN = {batch.data for batch in (*sealed.a_chain(32), sealed.a_chain(5, b"fork")[4])}


def _read_bundle(data: bytes) -> dict[str, bytes]:
    """What a laptop would read out of it, file by file."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        try:
            tree = BundleTree(file)
        except NotABundle:
            raise DamagedFile(Damage.MAGIC) from None
        return {path: tree.read(path, 1 << 20) for path, _ in tree.members()}


def _are_of_the_layout(data: bytes, members: object) -> bool:
    """No name leads out of the layout, no member beyond the file."""
    found = _as(dict, members)
    return all(".." not in path and path.count("/") in (1, 2) and content in data for path, content in found.items())


_KIT_SEED = bytes(range(32))
_WORDS = word_list(resource_path("resources", "words", "english.txt").read_text(encoding="ascii"))
_KIT = write_kit_text(words_of_seed(_KIT_SEED, _WORDS), sealed.TEAM_ID).encode()


def _read_kit(data: bytes) -> bytes:
    """Words as somebody typed or scanned them; one chance in 256 gives another seed, which no team knows."""
    seed = seed_of_words(read_kit_text(data.decode("utf-8", "replace")).words, _WORDS)
    if seed != _KIT_SEED:
        raise KeyNotHeld
    return seed


def _key_file() -> Decoder:
    """The passphrase costs nothing here: it is not what is tried."""

    def derived(passphrase: str, salt: bytes, _cost: Cost) -> bytes:
        return hashlib.sha256(salt + passphrase.encode()).digest()

    def read(data: bytes) -> bytes:
        with mock.patch("incident_console.crypto.passphrase._derive", derived):
            return open_vault_key(data, "correct horse")

    with mock.patch("incident_console.crypto.passphrase._derive", derived):
        sample = seal_vault_key("correct horse", b"v" * 32, b"w" * 16, Cost(64 << 10, 1, 4), seeded_random(12))
    return _untouched("key-file", (sample,), read)


# --- what somebody with the key could seal ----------------------------------------------------------------------


def _insides() -> list[Decoder]:
    plain, packed, head = golden("batch-plain.b", "batch-compressed.b", "head")
    act = golden("act-without-lockboxes.m")[0]
    stmts = {_read_batch(data).stmt for data in (plain, packed)}
    act_id = _read_act(act).id
    head_said = open_head(head, sealed.EPOCH_KEYS, sealed.TEAM_ID)
    of_sealed, of_team = (sealed.EPOCH_KEY, sealed.TEAM_ID), (teams.EPOCH.key, teams.TEAM_ID)
    return [
        _inside("batch-inside", plain, *of_sealed, _read_batch, lambda said: _as(OpenedBatch, said).stmt in stmts),
        _inside("batch-packed", packed, *of_sealed, _read_batch, lambda said: _as(OpenedBatch, said).stmt in stmts),
        _inside(
            "head-inside", head, *of_sealed, lambda data: open_head(data, sealed.EPOCH_KEYS, sealed.TEAM_ID),
            lambda said: said == head_said,
        ),
        _inside("act-inside", act, *of_team, _read_act, lambda said: _as(OpenedAct, said).id == act_id),
    ]  # fmt: skip


def _inside(
    name: str, sample: bytes, key: bytes, team_id: bytes, read: Read, is_signed: Callable[[object], bool]
) -> Decoder:
    opened = open_container(sample, [key], team_id)

    def read_sealed(plaintext: bytes) -> object:
        return read(_resealed(opened.header, plaintext, key, team_id))

    return Decoder(name, (opened.plaintext,), read_sealed, lambda _, said: is_signed(said))


def _resealed(header: Header, plaintext: bytes, key: bytes, team_id: bytes) -> bytes:
    return seal_container(header, plaintext, key=key, team_id=team_id, device_secret=b"d" * 32, random=bytes)


# --- the parts of them ------------------------------------------------------------------------------------------


def _parts() -> list[Decoder]:
    act = _read_act(golden("act-without-lockboxes.m")[0])
    details = JoinDetails("Sam Reed", "SAM", "1.0", teams.AT_MS)
    acts = tuple(teams.an_act(content).encode() for content in (teams.GENESIS, teams.ADMIT, act.act.content))
    return [
        Decoder("canonical", tuple(pack(value) for value in CANONICAL), unpack, _is_canonical),
        Decoder("core", (sealed.a_core().encode(),), Core.decode, lambda data, core: _as(Core, core).encode() == data),
        Decoder("head-members", (sealed.a_head().encode(),), Head.decode, _is_head),
        Decoder("act-members", acts, Act.decode, lambda data, said: _as(Act, said).encode() == data),
        Decoder("keyring", (teams.RING.encode(), _many_keys()), Keyring.decode, lambda _, ring: _keys_are_real(ring)),
        Decoder("join-details", (details.encode(),), JoinDetails.decode, lambda _, said: _reads_again(said)),
        Decoder("seen", _seen_samples(), lambda data: decode_seen(_SEEN_BEFORE, data), lambda *_: True),
        Decoder("operation", _operation_samples(), _read_operation, _is_the_same_operation),
        Decoder("names", _name_samples(), _read_name, lambda data, _: data.isascii() and data == data.lower()),
    ]  # fmt: skip


def _is_head(data: bytes, head: object) -> bool:
    return _as(Head, head).encode() == data


def _is_canonical(data: bytes, value: object) -> bool:
    quick = plain_body(data)
    return pack(value) == data and (quick is None or quick == value)


def _many_keys() -> bytes:
    return Keyring(tuple(replace(teams.EPOCH, generation=number) for number in range(20)), None).encode()


def _keys_are_real(ring: object) -> bool:
    return Keyring.decode(_as(Keyring, ring).encode()) == ring


def _reads_again(details: object) -> bool:
    said = _as(JoinDetails, details)
    return JoinDetails.decode(said.encode()).wanted_code == said.wanted_code


_FIRST = {b"a" * 16: {(1, b"1" * 32)}, b"b" * 16: {(300, b"2" * 32)}}
_SECOND = {**_FIRST, b"b" * 16: {(500, b"3" * 32)}, b"c" * 16: {(9, b"4" * 32), (9, b"5" * 32)}}
_SEEN_BEFORE = encode_seen(SeenState(), _FIRST, in_full=True)[1]


def _seen_samples() -> tuple[bytes, ...]:
    return encode_seen(SeenState(), _SECOND, in_full=True)[0], encode_seen(_SEEN_BEFORE, _SECOND, in_full=False)[0]


def _operation_samples() -> tuple[bytes, ...]:
    """One of each kind with all of its fields; a length of two bytes parts head and body."""
    values = {str: "caf\u00e9", int: 7, bool: True, bytes: b"e" * 16, list: ["a", "b"], dict: {"number": "+1", "n": 1}}
    samples = []
    for name, kind in KINDS.items():
        body = {f"{field}1" if field.endswith(".") else field: values[type_] for field, type_ in kind.fields.items()}
        head = sealed.an_op_head(kind=name, right=int(kind.right))
        raw = encode_operation(head, dict(sorted(body.items())), b"salt" * 4)  # type: ignore[arg-type]
        samples.append(len(raw.head).to_bytes(2, "big") + raw.head + raw.body)
    return tuple(samples)


def _read_operation(data: bytes) -> Understood:
    """What a laptop does with an operation, up to what is shown of it."""
    end = 2 + int.from_bytes(data[:2], "big")
    understood = understand(RawOp(b"salt" * 4, data[2:end], data[end:]))
    operation = understood.operation
    if operation is not None and not understood.fault:
        project(operation.head.entity, [KnownOp(operation, True)])
    return understood


def _is_the_same_operation(_data: bytes, result: object) -> bool:
    said = _as(Understood, result)
    if said.operation is None:
        return bool(said.fault)
    again = encode_operation(said.operation.head, said.operation.body, said.raw.salt)
    return (again.head, again.body) == (said.raw.head, said.raw.body)


def _name_samples() -> tuple[bytes, ...]:
    digest = sha256(b"x")
    paths = [
        names.head_file(sealed.STREAM, 7, 3, digest), names.batch_file(sealed.STREAM, 7, digest),
        names.rollup_file(sealed.STREAM, 1, 32, digest), names.act_file(digest), names.join_file(digest),
        names.blob_file(digest), names.team_file(sealed.TEAM_ID),
    ]  # fmt: skip
    return tuple(path.rpartition("/")[2].encode() for path in paths)


def _read_name(data: bytes) -> object:
    name = data.decode("latin-1")
    parsers: Sequence[Callable[[str], object]] = (
        names.parse_head, names.parse_batch, names.parse_rollup, names.parse_act, names.parse_join, names.parse_blob,
        names.parse_team, names.parse_exercise,
    )  # fmt: skip
    found = [parsed for parsed in (parse(name) for parse in parsers) if parsed is not None]
    if not found:
        raise KeyNotHeld
    return found


def _as(type_: type[T], value: object) -> T:
    assert isinstance(value, type_)
    return value
