# SPDX-License-Identifier: Apache-2.0
"""Join requests and team files: what anybody may leave in a folder, and what is believed of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_console.crypto.errors import Damage, NeedsNewerVersion
from incident_console.crypto.hashing import sha256
from incident_console.crypto.lockbox import HybridKey, seal_to
from incident_console.crypto.tags import JOIN
from incident_console.wire.canonical import pack
from incident_console.wire.join import (
    JOIN_BYTES,
    JoinDetails,
    JoinRequest,
    open_join_details,
    read_join_request,
)
from incident_console.wire.team_file import TEAM_FILE_BYTES, TeamFile
from tests.helpers.damage import code_of, every_flip_is_refused, patched
from tests.helpers.teams import (
    AT_MS,
    JOIN_KEY,
    NEWCOMER,
    NEWCOMER_DEVICE,
    TEAM_ID,
    a_join_request,
)


def read(data: bytes) -> JoinRequest:
    return read_join_request(data, TEAM_ID)


def test_a_request_comes_back_with_its_details() -> None:
    data = a_join_request()
    request = read(data)
    assert len(data) == JOIN_BYTES < 8192
    assert request.device == NEWCOMER_DEVICE
    assert open_join_details(request, JOIN_KEY) == JoinDetails("Sam Reed", "SAM", "1.0", AT_MS)
    facts = request.facts("Sam Reed", JOIN_KEY.public_key)
    assert (facts.team_id, facts.nonce, facts.name) == (TEAM_ID, request.nonce, "Sam Reed")


def test_every_request_has_the_same_size() -> None:
    assert len(a_join_request(JoinDetails("J", "", "1.0", 0))) == len(
        a_join_request(JoinDetails("n" * 200, "", "1", 0))
    )


def test_a_name_is_kept_in_one_form_of_unicode() -> None:
    request = read(a_join_request(JoinDetails("Cafe\u0301", "C", "1.0", 1, vouch=["later"])))
    details = open_join_details(request, JOIN_KEY)
    assert (details.name, details.vouch) == ("Caf\u00e9", ["later"])


def test_any_damage_to_a_request_is_noticed() -> None:
    every_flip_is_refused(a_join_request(), read)
    assert code_of(lambda: read(a_join_request() + b"\0")) is Damage.SIZE
    assert code_of(lambda: read(bytes(8193))) is Damage.SIZE


@pytest.mark.parametrize(("at", "new"), [(4, b"\x02"), (5, b"\x02"), (7, b"\x01")])
def test_a_request_of_a_later_version_is_newer(at: int, new: bytes) -> None:
    with pytest.raises(NeedsNewerVersion):
        read(patched(a_join_request(), at, new))


def test_a_request_to_another_team_is_not_ours() -> None:
    assert code_of(lambda: read_join_request(a_join_request(), b"T" * 32)) is Damage.TEAM


def test_a_request_with_an_unsound_key_is_refused() -> None:
    weak = replace(NEWCOMER_DEVICE, hpke_key=NEWCOMER_DEVICE.hpke_key[:1184] + bytes(32))
    assert code_of(lambda: read(a_join_request(device=weak))) is Damage.KEY
    forged = replace(NEWCOMER_DEVICE, sign_key=(1).to_bytes(32, "little"))
    assert code_of(lambda: read(a_join_request(device=forged))) is Damage.SIGNATURE


def test_details_open_with_the_teams_join_key_alone() -> None:
    request = read(a_join_request())
    assert code_of(lambda: open_join_details(request, HybridKey(b"x" * 32))) is Damage.AEAD


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (b"", Damage.FRAMING),
        (pack(["only a name"]), Damage.FRAMING),
        (pack(["n", "c", "1.0", 1, None]) + b"\0hidden", Damage.PADDING),
        (pack([1, "c", "1.0", 1, None]), Damage.FRAMING),
    ],
)
def test_details_that_are_none_are_refused(details: bytes, code: Damage) -> None:
    request = read(a_join_request())
    sealed = seal_to(JOIN_KEY.public_key, details, JOIN + request.clear[:-4])
    assert code_of(lambda: open_join_details(replace(request, sealed=sealed), JOIN_KEY)) is code


def test_details_too_long_for_their_place_are_refused_before_sealing() -> None:
    assert code_of(lambda: JoinDetails("n", "c", "1.0", 0, vouch="v" * 512).encode()) is Damage.SIZE


def test_a_request_is_signed_in_whole() -> None:
    data = a_join_request()
    assert data[-64:] == NEWCOMER.sign(sha256(JOIN, data[:-64]))


def test_a_team_file_comes_back() -> None:
    team = TeamFile(TEAM_ID, JOIN_KEY.public_key)
    assert len(team.encode()) == TEAM_FILE_BYTES
    assert TeamFile.decode(team.encode()) == team


TEAM_BYTES = TeamFile(TEAM_ID, JOIN_KEY.public_key).encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Damage.SIZE),
        (TEAM_BYTES[:-1], Damage.SIZE),
        (TEAM_BYTES + b"\0", Damage.SIZE),
        (b"ICID" + TEAM_BYTES[4:], Damage.MAGIC),
        (patched(TEAM_BYTES, 40, b"\0\0"), Damage.KEY),
        (patched(TEAM_BYTES, len(TEAM_BYTES) - 32, bytes(32)), Damage.KEY),
    ],
)
def test_a_damaged_team_file_has_a_code(data: bytes, code: Damage) -> None:
    assert code_of(lambda: TeamFile.decode(data)) is code


def test_a_team_file_of_a_later_version_is_newer() -> None:
    with pytest.raises(NeedsNewerVersion):
        TeamFile.decode(patched(TEAM_BYTES, 4, b"\x02"))
