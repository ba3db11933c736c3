# SPDX-License-Identifier: Apache-2.0
"""The format is frozen: today's program makes and reads the committed vectors and sample files."""

from __future__ import annotations

import json
import tarfile

import pytest

from incident_console.crypto import tags
from incident_console.crypto.errors import DamagedFile, KeyNotHeld, NeedsNewerVersion, WrongPassphrase
from incident_console.crypto.hashing import sha256
from incident_console.crypto.passphrase import open_vault_key
from incident_console.storage.bundle_file import BundleTree
from incident_console.wire import names
from incident_console.wire.act import open_act
from incident_console.wire.acts import Revoke
from incident_console.wire.batch import open_batch
from incident_console.wire.canonical import pack, unpack
from incident_console.wire.head import open_head
from incident_console.wire.join import JoinDetails, open_join_details, read_join_request
from incident_console.wire.operations import decode_operation
from incident_console.wire.rollup import split
from incident_console.wire.team_file import TeamFile
from tests.golden.vectors import FILES, VECTORS, make_chance_files, make_files, make_vectors
from tests.helpers import sealed, teams
from tests.helpers.damage import every_flip_is_refused, flipped

COMMITTED = json.loads(VECTORS.read_text(encoding="ascii"))
TEAM_KEYS = {teams.EPOCH.id[:8]: [teams.EPOCH.key]}


def sample(name: str) -> bytes:
    return (FILES / name).read_bytes()


def test_every_vector_is_what_it_was() -> None:
    assert make_vectors() == COMMITTED


def test_every_tag_has_a_vector() -> None:
    assert set(COMMITTED["tags"].values()) == {tag.hex() for tag in tags.ALL_TAGS}


@pytest.mark.parametrize("name", sorted(make_files()))
def test_a_sample_without_chance_is_made_again_to_the_byte(name: str) -> None:
    assert make_files()[name] == sample(name)


def test_every_sample_is_committed_and_no_other() -> None:
    assert {path.name for path in FILES.iterdir()} == {*make_files(), *make_chance_files()}


@pytest.mark.parametrize("encoded", COMMITTED["canonical"].values())
def test_the_canonical_vectors_are_read(encoded: str) -> None:
    assert pack(unpack(bytes.fromhex(encoded))).hex() == encoded


def test_the_batches_are_read() -> None:
    plain = open_batch(sample("batch-plain.b"), sealed.EPOCH_KEYS, sealed.TEAM_ID)
    packed = open_batch(sample("batch-compressed.b"), sealed.EPOCH_KEYS, sealed.TEAM_ID)
    assert (plain.core, len(plain.ops)) == (sealed.a_core(), 1)
    assert decode_operation(packed.ops[29]).body == {"text": "Line 29: the generator runs"}


def test_the_roll_up_is_read() -> None:
    data = sample("rollup.r")
    whole = split(data, names.rollup_file(sealed.STREAM, 1, 32, sha256(data)), sealed.TEAM_ID)
    stmts = {open_batch(piece.data, sealed.EPOCH_KEYS, sealed.TEAM_ID).stmt for piece in whole.pieces}
    assert stmts >= {batch.stmt for batch in sealed.a_chain(32)}
    assert [piece.seq for piece in whole.pieces] == [1, 2, 3, 4, 5, 5, *range(6, 33)]


def test_the_head_is_read() -> None:
    assert open_head(sample("head"), sealed.EPOCH_KEYS, sealed.TEAM_ID) == sealed.a_head()


def test_the_membership_files_are_read() -> None:
    genesis = open_act(sample("act-genesis.m"), {}, teams.TEAM_ID, teams.FOUNDER_KEY)
    admit = open_act(sample("act-admit.m"), {}, teams.TEAM_ID, teams.NEWCOMER_KEY)
    revoke = open_act(sample("act-without-lockboxes.m"), TEAM_KEYS, teams.TEAM_ID)
    assert (genesis.id, genesis.act.content) == (teams.TEAM_ID, teams.GENESIS)
    assert (admit.act.content, admit.keyring) == (teams.ADMIT, teams.RING)
    assert isinstance(revoke.act.content, Revoke)


def test_the_join_request_is_read() -> None:
    request = read_join_request(sample("join.q"), teams.TEAM_ID)
    assert open_join_details(request, teams.JOIN_KEY) == JoinDetails("Sam Reed", "SAM", "1.0", teams.AT_MS)


def test_the_team_file_and_the_key_file_are_read() -> None:
    assert TeamFile.decode(sample("team.id")) == TeamFile(teams.TEAM_ID, teams.JOIN_KEY.public_key)
    assert open_vault_key(sample("key.sealed"), "correct horse") == b"v" * 32


def test_flipping_any_byte_of_a_batch_or_head_gives_a_clean_code() -> None:
    for name in ("batch-plain.b", "batch-compressed.b"):
        every_flip_is_refused(sample(name), lambda data: open_batch(data, sealed.EPOCH_KEYS, sealed.TEAM_ID))
    every_flip_is_refused(sample("head"), lambda data: open_head(data, sealed.EPOCH_KEYS, sealed.TEAM_ID))


def test_flipping_any_byte_of_a_membership_file_gives_a_clean_code() -> None:
    for name in ("act-without-lockboxes.m", "act-genesis.m", "act-admit.m"):
        every_flip_is_refused(sample(name), lambda data: open_act(data, TEAM_KEYS, teams.TEAM_ID))


def test_flipping_any_byte_of_a_join_request_gives_a_clean_code() -> None:
    every_flip_is_refused(sample("join.q"), lambda data: read_join_request(data, teams.TEAM_ID))


def test_flipping_any_byte_in_the_clear_part_of_a_key_file_gives_a_clean_code() -> None:
    for at, damaged in enumerate(flipped(sample("key.sealed"))):
        if at < 20 or at > 100:
            with pytest.raises((DamagedFile, NeedsNewerVersion, WrongPassphrase)):
                open_vault_key(damaged, "correct horse")


def test_a_newcomer_meets_damage_in_his_own_lockbox_cleanly() -> None:
    for damaged in list(flipped(sample("act-admit.m")))[:1400:7]:
        with pytest.raises((DamagedFile, NeedsNewerVersion, KeyNotHeld)):
            open_act(damaged, {}, teams.TEAM_ID, teams.NEWCOMER_KEY)


def test_the_bundle_is_read_by_this_program_and_by_any_archiver() -> None:
    with (FILES / "bundle").open("rb") as file:
        tree = BundleTree(file)
        found = {name: tree.read(name, 1 << 20) for name, _ in tree.members()}
        assert tree.is_whole
    with tarfile.open(FILES / "bundle", mode="r:") as archive:
        unpacked = {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]
    (team,) = unpacked.keys() - found.keys()
    assert unpacked[team] == sample("team.id")
    assert [found[name] for name in sorted(found)] == [sample("act-without-lockboxes.m"), sample("head")]
