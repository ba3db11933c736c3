# SPDX-License-Identifier: Apache-2.0
"""Making a workspace with a new team, and opening one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from incident_console.crypto.hashing import TEAM_SPACE
from incident_console.crypto.lockbox import join_key
from incident_console.domain.errors import KnownError
from incident_console.domain.ids import Random
from incident_console.domain.ports import Now
from incident_console.storage import workspace as storage
from incident_console.storage.workspace import Workspace, told_of_disk
from incident_console.wire import names
from incident_console.wire.act import EpochKey
from incident_console.wire.acts import Genesis

from .act_files import seal_genesis
from .codes import initials
from .identity import Identity, keep_identity
from .keys import Keyring, Sealer, make_device, new_epoch
from .sealing import start_first_stream
from .station import Station, system_now


@dataclass(frozen=True, slots=True)
class NewTeam:
    """What the founder decides: the names, and whether it is an exercise."""

    team: str
    member: str
    is_exercise: bool = False


def create_workspace(
    path: Path,
    passphrase: str,
    new: NewTeam,
    *,
    kdf_memory_mib: int | None = None,
    purpose: str = "incident-console",
    now: Now = system_now,
    random: Random = os.urandom,
) -> Station:
    """Found a team on this laptop; its member becomes admin. Raises KnownError for bad names or a bad place."""
    _check_name(new.team, "team")
    _check_name(new.member, "member")
    made = storage.create(path, passphrase, kdf_memory_mib, purpose, random)
    try:
        with told_of_disk(path):
            _found(made, new, now, random)
        return Station(made, now, random)
    except BaseException:
        made.close()
        raise


def open_workspace(
    path: Path,
    passphrase: str,
    *,
    purpose: str = "incident-console",
    now: Now = system_now,
    random: Random = os.urandom,
) -> Station:
    """Unlock a workspace. Raises KnownError for a wrong passphrase, a second process or damage."""
    opened = storage.unlock(path, passphrase, purpose)
    try:
        return Station(opened, now, random)
    except BaseException:
        opened.close()
        raise


def _found(made: Workspace, new: NewTeam, now: Now, random: Random) -> None:
    record, moment = made.record, now()
    device = make_device(record, random)
    epoch: EpochKey = new_epoch(0, random)
    person, seed = random(16), random(32)
    content = Genesis(
        nonce=random(32),
        name=new.team.strip(),
        is_exercise=new.is_exercise,
        device=device.public,
        person=(person, new.member.strip()),
        code=initials(new.member),
        epoch_id=epoch.id,
    )
    keyring = Keyring(record)
    keyring.keep(epoch)
    keyring.keep_join_seed(seed)
    sealed = seal_genesis(content, Sealer(device, epoch, bytes(32), made.device_secret, random), keyring, moment)
    made.replica.put_new(names.act_file(sealed.file_hash), sealed.data)
    with record.transaction():
        start_first_stream(record, sealed.id, TEAM_SPACE, device)
        public = join_key(seed, sealed.id).public_key
        keep_identity(
            record, Identity(sealed.id, content.name, new.is_exercise, person, content.person[1], True, public)
        )


def _check_name(name: str, what: str) -> None:
    if not name.strip() or len(name.encode()) > 200:
        raise KnownError(f"The {what} needs a name of 1 to 200 letters", "Nothing was made.")
