# SPDX-License-Identifier: Apache-2.0
"""Membership files: verified acts of every type, keys for those they are meant for, nothing for others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.crypto.container import Header, Kind, seal_container
from incident_console.crypto.errors import Damage, KeyNotHeld, NeedsNewerVersion
from incident_console.crypto.hashing import act_id, team_id_of, u32
from incident_console.crypto.lockbox import CannotOpen, HybridKey, UnsoundKey, lockbox_info
from incident_console.crypto.signing import Signer
from incident_console.domain.operation import Value
from incident_console.wire.act import Act, EpochKey, Keyring, OpenedAct, open_act
from incident_console.wire.acts import (
    AdmitHeld,
    ChangeRole,
    Content,
    Grant,
    NamePerson,
    NewEpoch,
    OtherAct,
    Revoke,
    decode_content,
)
from incident_console.wire.canonical import Malformed, pack
from tests.helpers.damage import code_of, every_flip_is_refused, patched
from tests.helpers.sealed import a_sealed_head
from tests.helpers.seeded import seeded_random
from tests.helpers.teams import (
    ADMIT,
    EPOCH,
    FOUNDER,
    FOUNDER_KEY,
    GENESIS,
    NEWCOMER,
    NEWCOMER_DEVICE,
    NEWCOMER_KEY,
    RING,
    TEAM_ID,
    an_act,
    sealed_act,
)

EPOCH_KEYS = {EPOCH.id[:8]: [EPOCH.key]}
DEVICE_ID = NEWCOMER_DEVICE.id
CUT = ((b"a" * 16, 3, b"x" * 32), (b"b" * 16, 1, b"y" * 32))
EVERY_TYPE: list[Content] = [
    GENESIS,
    ADMIT,
    replace(ADMIT, request=None, persons=()),
    NewEpoch(b"e" * 32, 1, (DEVICE_ID,)),
    Revoke(DEVICE_ID, CUT),
    ChangeRole(DEVICE_ID, 2, CUT),
    Grant(b"e" * 32, DEVICE_ID),
    AdmitHeld((b"s" * 32, b"t" * 32)),
    NamePerson(DEVICE_ID, (b"p" * 16, "Ada North")),
    OtherAct(9, {"text": "Exercise on Friday"}),
    OtherAct(77, {"anything": [1, {"later": None}]}),
]


def read(data: bytes) -> OpenedAct:
    return open_act(data, EPOCH_KEYS, TEAM_ID)


def by_hand(
    act_bytes: bytes, ring: bytes = RING.encode(), *, signer: Signer = FOUNDER, lockboxes: bytes = b""
) -> bytes:
    content = b"".join((signer.sign(act_id(TEAM_ID, act_bytes)), u32(len(act_bytes)), act_bytes, u32(len(ring)), ring))
    header = Header(Kind.ACT, TEAM_ID[:16], seq=len(lockboxes) // 1168, epoch_hint=EPOCH.id[:8])
    return seal_container(
        header,
        content,
        key=EPOCH.key,
        team_id=TEAM_ID,
        device_secret=b"d" * 32,
        random=seeded_random(1),
        lockboxes=lockboxes,
    )


@pytest.mark.parametrize("content", EVERY_TYPE, ids=lambda content: type(content).__name__)
def test_every_type_of_act_comes_back(content: Content) -> None:
    act = an_act(content, author_tips=CUT, extra=("later",))
    if content is GENESIS:
        act = an_act(content)
    opened = read(sealed_act(act))
    assert opened.act == act
    assert opened.keyring == RING
    assert opened.id == (TEAM_ID if content is GENESIS else act_id(TEAM_ID, act.encode()))


def test_a_newcomer_opens_the_file_that_admits_him_and_gets_the_keys() -> None:
    others = [HybridKey(bytes((number,)) * 32).public_key for number in range(5)]
    data = sealed_act(an_act(), [*others, NEWCOMER_KEY.public_key])
    opened = open_act(data, {}, TEAM_ID, NEWCOMER_KEY)
    assert opened.epoch_key == EPOCH.key
    assert opened.keyring.epochs == (EPOCH,)
    assert read(data).act == opened.act


def test_lockboxes_do_not_stand_in_the_order_of_the_recipients() -> None:
    keys = [HybridKey(bytes((number,)) * 32) for number in range(12)]
    data = sealed_act(an_act(), [key.public_key for key in keys])
    places = [at for key in keys for at in range(12) if _opens(key, data, at)]
    assert sorted(places) == list(range(12))
    assert places != list(range(12))


def _opens(key: HybridKey, data: bytes, place: int) -> bool:
    start = 128 + 1168 * place
    try:
        key.open(data[start : start + 1168], lockbox_info(TEAM_ID, data[:64]))
    except CannotOpen:
        return False
    return True


def test_somebody_without_a_lockbox_opens_nothing() -> None:
    with pytest.raises(KeyNotHeld):
        open_act(sealed_act(an_act()), {}, TEAM_ID, FOUNDER_KEY)
    with pytest.raises(KeyNotHeld):
        open_act(sealed_act(an_act()), {}, TEAM_ID)


def test_an_act_without_lockboxes_can_be_sealed_under_a_known_epoch() -> None:
    assert read(sealed_act(an_act(Revoke(DEVICE_ID, CUT)), [])).epoch_key == EPOCH.key


def test_any_damage_to_an_act_is_noticed() -> None:
    every_flip_is_refused(sealed_act(an_act(AdmitHeld(())), []), read)


def test_a_damaged_lockbox_is_noticed_even_by_those_who_do_not_need_it() -> None:
    data = sealed_act(an_act())
    for at in range(128, 128 + 1168, 13):
        assert code_of(lambda at=at: read(patched(data, at, bytes((data[at] ^ 1,))))) is Damage.COMMITMENT  # type: ignore[misc]


def test_a_file_of_another_kind_is_no_act() -> None:
    assert code_of(lambda: read(a_sealed_head())) is Damage.HEADER


def test_a_genesis_founds_the_team_with_its_hash_and_no_other() -> None:
    other = an_act(replace(GENESIS, name="Somebody else's team"))
    assert code_of(lambda: sealed_act(other)) is Damage.TEAM
    assert code_of(lambda: read(by_hand(other.encode()))) is Damage.TEAM


def test_only_the_founder_signs_the_founding() -> None:
    forged = an_act(GENESIS, author_key=NEWCOMER.public_key)
    team_id = team_id_of(forged.encode())
    assert code_of(lambda: sealed_act(forged, team_id=team_id, signer=NEWCOMER)) is Damage.FRAMING
    early = an_act(GENESIS, heads=(b"h" * 32,))
    assert code_of(lambda: sealed_act(early, team_id=team_id_of(early.encode()))) is Damage.FRAMING


def test_a_signature_of_somebody_else_is_refused() -> None:
    assert code_of(lambda: read(by_hand(an_act().encode(), signer=NEWCOMER))) is Damage.SIGNATURE


def test_an_epoch_has_as_many_lockboxes_as_it_names_recipients() -> None:
    act = an_act(NewEpoch(b"e" * 32, 1, (b"a" * 16, b"b" * 16)))
    assert code_of(lambda: sealed_act(act)) is Damage.HEADER
    assert code_of(lambda: read(by_hand(act.encode()))) is Damage.HEADER


@pytest.mark.parametrize(
    "device",
    [
        replace(NEWCOMER_DEVICE, sign_key=(1).to_bytes(32, "little")),
        replace(NEWCOMER_DEVICE, hpke_key=NEWCOMER_DEVICE.hpke_key[:1184] + bytes(32)),
    ],
)
def test_nobody_is_admitted_with_an_unsound_key(device: object) -> None:
    act = an_act(replace(ADMIT, device=device))  # type: ignore[arg-type]
    assert code_of(lambda: sealed_act(act)) is Damage.KEY
    assert code_of(lambda: read(by_hand(act.encode()))) is Damage.KEY


def test_nothing_is_sealed_to_an_unsound_recipient() -> None:
    with pytest.raises(UnsoundKey):
        sealed_act(an_act(), [NEWCOMER_DEVICE.hpke_key[:1184] + bytes(32)])


def test_a_keyring_with_a_key_that_is_not_its_epochs_is_refused() -> None:
    rows = [[bytes(8), 0, EPOCH.id, b"x" * 32]]
    assert code_of(lambda: read(by_hand(an_act().encode(), pack([rows, None])))) is Damage.KEY


def test_a_keyring_carries_many_epochs_and_what_was_appended_later() -> None:
    later = EpochKey(bytes(8), 3, b"z" * 32)
    ring = Keyring((EPOCH, later), None)
    assert read(sealed_act(an_act(), ring=ring)).keyring == ring
    rows = [[bytes(8), 0, EPOCH.id, EPOCH.key, "more"]]
    assert read(by_hand(an_act().encode(), pack([rows, None, 1]))).keyring.epochs == (EPOCH,)


@pytest.mark.parametrize("ring", [b"", pack([]), pack([[]]), pack([[[b""]], None]), pack([[], b"short"])])
def test_a_keyring_that_is_none_is_refused(ring: bytes) -> None:
    assert code_of(lambda: read(by_hand(an_act().encode(), ring))) is Damage.FRAMING


@pytest.mark.parametrize("act", [b"", pack([]), pack({}), pack([1, 2]), pack([0] * 9), b"\xc1"])
def test_an_act_that_is_none_is_refused(act: bytes) -> None:
    assert code_of(lambda: read(by_hand(act))) is Damage.FRAMING


def test_a_later_version_of_an_act_is_newer() -> None:
    with pytest.raises(NeedsNewerVersion, match="act 2"):
        read(by_hand(pack([2])))


def test_fields_that_a_newer_program_added_are_kept_in_the_bytes() -> None:
    fields = {**ADMIT.encode(), "zone": "north"}
    members = [1, 2, FOUNDER.public_key, [TEAM_ID], [], 1, 0, "2.0", fields]
    opened = read(by_hand(pack(members)))
    assert opened.act.content == ADMIT
    assert opened.act_bytes == pack(members)


WRONG_FIELDS: dict[int, list[tuple[str, Value]]] = {
    1: [("exercise", 1), ("gen", 1), ("person", [b"p" * 16]), ("device", {}), ("nonce", b""), ("name", "n" * 201)],
    2: [("role", 4), ("code", "c" * 33), ("persons", [[b"p" * 16, 1]]), ("request", b"short"), ("device", None)],
    3: [("recipients", [b"b" * 16, b"a" * 16]), ("recipients", [b"a" * 16] * 2), ("gen", 0), ("space", b"")],
    4: [("cut", [[b"a" * 16, 0, b"x" * 32]]), ("cut", [[b"a" * 16, 1]]), ("cut", None), ("device", b"")],
    5: [("role", -1), ("cut", [[b"b" * 16, 1, b"x" * 32], [b"a" * 16, 1, b"x" * 32]])],
    6: [("epoch", b""), ("recipient", None)],
    7: [("stmts", [b"t" * 32, b"s" * 32]), ("stmts", None)],
    8: [("id", b""), ("name", None)],
}
GOOD = {content.type: content.encode() for content in EVERY_TYPE if content.type in WRONG_FIELDS}


@pytest.mark.parametrize(
    ("number", "change"), [(n, change) for n, changes in WRONG_FIELDS.items() for change in changes]
)
def test_a_field_that_is_not_what_it_should_be_is_refused(number: int, change: tuple[str, object]) -> None:
    decode_content(number, GOOD[number])
    with pytest.raises(Malformed):
        decode_content(number, {**GOOD[number], change[0]: change[1]})  # type: ignore[dict-item]


@pytest.mark.parametrize("number", WRONG_FIELDS)
def test_a_missing_field_is_refused(number: int) -> None:
    for name in GOOD[number]:
        with pytest.raises(Malformed):
            decode_content(number, {key: value for key, value in GOOD[number].items() if key != name})


def test_fields_must_be_a_map() -> None:
    with pytest.raises(Malformed):
        decode_content(9, ["text"])


@given(st.binary(max_size=300))
def test_random_acts_are_refused_cleanly(data: bytes) -> None:
    with pytest.raises((Malformed, NeedsNewerVersion)):
        Act.decode(data)
