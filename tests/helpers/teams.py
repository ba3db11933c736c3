# SPDX-License-Identifier: Apache-2.0
"""Builders of a founded team for tests of the format: genesis, admissions, join requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incident_console.crypto.hashing import TEAM_SPACE, epoch_id, team_id_of
from incident_console.crypto.lockbox import HybridKey, join_key
from incident_console.crypto.signing import Signer
from incident_console.wire.act import Act, EpochKey, Keyring, seal_act
from incident_console.wire.acts import Admit, Content, Device, Genesis
from incident_console.wire.join import JoinDetails, make_join_request
from tests.helpers.seeded import seeded_random

AT_MS = 1_763_851_234_567
FOUNDER = Signer(b"\x51" * 32)
FOUNDER_KEY = HybridKey(b"\x52" * 32)
FOUNDER_DEVICE = Device(FOUNDER.public_key, FOUNDER_KEY.public_key)
NEWCOMER = Signer(b"\x53" * 32)
NEWCOMER_KEY = HybridKey(b"\x54" * 32)
NEWCOMER_DEVICE = Device(NEWCOMER.public_key, NEWCOMER_KEY.public_key)
EPOCH = EpochKey(TEAM_SPACE, 0, b"\x55" * 32)
JOIN_SEED = b"\x56" * 32
RING = Keyring((EPOCH,), JOIN_SEED)

GENESIS = Genesis(
    nonce=b"\x57" * 32,
    name="Harbour crisis team",
    is_exercise=False,
    device=FOUNDER_DEVICE,
    person=(b"\x58" * 16, "Jo Field"),
    code="JO",
    epoch_id=epoch_id(TEAM_SPACE, 0, EPOCH.key),
)
ADMIT = Admit(device=NEWCOMER_DEVICE, role=1, code="SAM", persons=((b"\x59" * 16, "Sam Reed"),), request=b"\x5a" * 32)


def an_act(content: Content = ADMIT, **changes: object) -> Act:
    act = Act(
        content=content,
        author_key=FOUNDER.public_key,
        heads=() if isinstance(content, Genesis) else (TEAM_ID,),
        author_tips=(),
        wall_ms=AT_MS,
        utc_offset_min=60,
        app_version="1.0",
    )
    return replace(act, **changes)  # type: ignore[arg-type]


TEAM_ID = team_id_of(Act(GENESIS, FOUNDER.public_key, (), (), AT_MS, 60, "1.0").encode())
JOIN_KEY = join_key(JOIN_SEED, TEAM_ID)


def sealed_act(
    act: Act,
    recipients: Sequence[bytes] = (NEWCOMER_KEY.public_key,),
    *,
    ring: Keyring = RING,
    team_id: bytes = TEAM_ID,
    signer: Signer = FOUNDER,
) -> bytes:
    return seal_act(
        act,
        ring,
        recipients,
        sign=signer.sign,
        epoch=EPOCH,
        team_id=team_id,
        device_secret=b"\x5b" * 32,
        random=seeded_random(7),
    )


def a_join_request(details: JoinDetails | None = None, device: Device = NEWCOMER_DEVICE) -> bytes:
    return make_join_request(
        details or JoinDetails("Sam Reed", "SAM", "1.0", AT_MS),
        device,
        team_id=TEAM_ID,
        join_public_key=JOIN_KEY.public_key,
        sign=NEWCOMER.sign,
        random=seeded_random(8),
    )
