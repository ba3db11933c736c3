# SPDX-License-Identifier: Apache-2.0
"""Joining a team: a new laptop asks through any folder, an admin admits it after both compared eight words."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from incident_console.crypto.errors import DamagedFile, NeedsNewerVersion
from incident_console.domain.errors import KnownError
from incident_console.domain.ids import Random
from incident_console.domain.membership import Member
from incident_console.domain.ports import Now
from incident_console.domain.roles import Role
from incident_console.storage import workspace as storage
from incident_console.storage.file_tree import DiskTree
from incident_console.storage.workspace import Workspace, told_of_disk
from incident_console.wire import names
from incident_console.wire.acts import Admit, Person
from incident_console.wire.team_file import TeamFile

from .bundle_reading import team_in_bundle
from .codes import checked_code, free_code, initials, suggested
from .governing import revoke
from .identity import Identity, keep_identity
from .keys import make_device
from .requests import PendingRequest, make_request, read_request, request_path, words_of
from .station import Station, system_now
from .taking_acts import sign_act


def join_workspace(
    path: Path,
    passphrase: str,
    *,
    folder: Path,
    member: str,
    kdf_memory_mib: int | None = None,
    purpose: str = "incident-console",
    now: Now = system_now,
    random: Random = os.urandom,
) -> Station:
    """Make a workspace that waits for admission to the team of a folder; its request lies in the replica and folder.

    In place of a folder a bundle will do: then the request goes out in one. Raises KnownError if it is no team's,
    cannot be read or written, or the name is blank.
    """
    name = checked_member(member)
    team, is_exercise = find_team(folder)
    made = storage.create(path, passphrase, kdf_memory_mib, purpose, random)
    try:
        with told_of_disk(path):
            ask_to_join(made, team, name, now, random, is_exercise=is_exercise)
        station = Station(made, now, random)
        if not folder.is_file():
            station.folders.add(folder)
        return station
    except BaseException:
        made.close()
        raise


def checked_member(name: str) -> str:
    """A member's name without blanks around it. Raises KnownError if it is blank or too long."""
    if not name.strip() or len(name.encode()) > 200:
        raise KnownError("The member needs a name of 1 to 200 letters", "Nothing was made.")
    return name.strip()


def find_team(folder: Path) -> tuple[TeamFile, bool]:
    """The team of a folder or bundle, and whether it is an exercise's; the real one first where both are there."""
    if folder.is_file():
        return team_in_bundle(folder)
    tree = DiskTree(folder)
    try:
        roots = [("", False), *((name, True) for name in sorted(tree.names("")) if names.parse_exercise(name))]
        for root, is_exercise in roots:
            for name in tree.names(root):
                if names.parse_team(name):
                    return TeamFile.decode(tree.read(f"{root}/{name}" if root else name, 1 << 16)), is_exercise
    except OSError as error:
        raise KnownError(f"The folder {folder} cannot be read", str(error.strerror), "Check the path.") from error
    except (DamagedFile, NeedsNewerVersion):
        raise KnownError(f"The team's file in {folder} is damaged or newer", what_to_do="Ask an admin.") from None
    raise KnownError(f"{folder} is no team's folder", "Nothing was made.", "Choose the folder that the team syncs to.")


def join_words(station: Station) -> tuple[str, ...]:
    """The eight words that this laptop's owner reads out; takes a quarter of a second."""
    identity = station.identity
    return words_of(identity.request, identity.team_id, identity.join_key, identity.member_name)


def pending_requests(station: Station) -> list[PendingRequest]:
    """Laptops that ask to be admitted, as far as their requests reached this laptop, oldest first."""
    seed = station.keyring.join_seed
    if seed is None:
        return []
    members = station.members()
    found = (read_request(data, station.team_id, seed) for data in _requests(station))
    waiting = [request for request in found if request and request.device.id not in members]
    return sorted(waiting, key=lambda request: (request.asked_at_ms, request.id))


def admit(
    station: Station, request: PendingRequest, role: Role, code: str | None = None, persons: Sequence[Person] = ()
) -> Member:
    """Let a laptop into the team with a role and a station code; without ``persons`` its member is somebody new.

    Raises KnownError unless this laptop is an admin's.
    """
    with station.lock:
        station.require(Role.ADMIN, "admit a laptop")
        if request.device.id in station.members():
            raise KnownError("This laptop is a member already", "Nothing was changed.")
        chosen = checked_code(code, _codes(station)) if code else suggested_code(station, request)
        who = tuple(persons) or ((station.random(16), request.member),)
        content = Admit(request.device, int(role), chosen, who, request.file_hash)
        sign_act(station, content, [request.device.hpke_key])
        return station.members()[request.device.id]


def replace_laptop(station: Station, request: PendingRequest, old: bytes, code: str | None = None) -> Member:
    """Let a new laptop take the place of an old one: its persons and role, and in the same step the old one's end.

    Raises KnownError unless this laptop is an admin's, or if the old one is no member.
    """
    with station.lock:
        station.require(Role.ADMIN, "admit a laptop")
        member = station.members().get(old)
        if member is None or member.role is None:
            raise KnownError("The laptop to be replaced is no member of the team", "Nobody was admitted.")
        admit(station, request, member.role, code, namesakes_first(member.persons, request.member))
        revoke(station, old)
        return station.members()[request.device.id]


def namesakes_first(persons: Sequence[Person], name: str) -> tuple[Person, ...]:
    """The persons of a laptop, first who has this name: it is he who sits down at the new one."""
    return tuple(sorted(persons, key=lambda person: person[1].casefold() != name.casefold()))


def suggested_code(station: Station, request: PendingRequest) -> str:
    """The code that a laptop asks for, or its member's initials, with a number where a station holds that already."""
    return free_code(suggested(request.wanted_code, request.member), _codes(station))


def _codes(station: Station) -> set[str]:
    return {member.admission.code for member in station.members().values()}


def _requests(station: Station) -> Iterator[bytes]:
    for path in sorted(path for path in tuple(station.files.paths) if path.startswith(f"{names.JOINS}/")):
        data = station.files.read(path)
        with suppress(DamagedFile, NeedsNewerVersion):
            if data is not None and request_path(data, station.team_id):
                yield data


def ask_to_join(made: Workspace, team: TeamFile, member: str, now: Now, random: Random, *, is_exercise: bool) -> None:
    """Make this laptop's keys and its join request; from then on the workspace waits for admission."""
    device = make_device(made.record, random)
    key = team.join_public_key
    request = make_request(device, team.team_id, key, member, initials(member), now(), random)
    made.replica.put_new(request_path(request, team.team_id), request)
    identity = Identity(team.team_id, "", is_exercise, bytes(16), member, False, key, request)
    keep_identity(made.record, identity)
