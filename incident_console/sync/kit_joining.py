# SPDX-License-Identifier: Apache-2.0
"""A new laptop from the recovery kit and one copy of the team's files, with no other laptop alive.

The kit is proven first, in memory; until then nothing is made. The new laptop then asks to join like any other, and the
kit admits it: one file, taken in together with all the others in one step. So whatever is cut off in between leaves an
ordinary laptop that waits for admission, and the same command goes on from there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from incident_console.crypto.errors import DamagedFile, NeedsNewerVersion
from incident_console.crypto.hashing import sha256
from incident_console.crypto.lockbox import join_key
from incident_console.domain.errors import KnownError
from incident_console.domain.ids import Random
from incident_console.domain.ports import Now
from incident_console.domain.roles import Role
from incident_console.storage import workspace as storage
from incident_console.storage.file_tree import DiskTree
from incident_console.storage.unfinished import clear_unfinished
from incident_console.storage.workspace import told_of_disk
from incident_console.wire import names
from incident_console.wire.acts import Admit
from incident_console.wire.kit_text import KitText, read_kit_text
from incident_console.wire.team_file import TeamFile

from .act_files import founding, seal_act
from .codes import free_code, initials
from .identity import load_identity
from .joining import ask_to_join, checked_member
from .keys import Sealer
from .kit_opening import OpenedKit, open_kit, refuse_unproven
from .kits import device_of
from .listing import list_acts
from .opening import open_workspace
from .station import Station, system_now
from .taking_acts import open_act, take_acts


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a person gives: the copy of the team's files, the words as typed, and who sits at the new laptop."""

    folder: Path
    text: str
    member: str


def recover_workspace(
    path: Path,
    passphrase: str,
    wanted: Recovery,
    *,
    when: Callable[[int], str],
    kdf_memory_mib: int | None = None,
    purpose: str = "incident-console",
    now: Now = system_now,
    random: Random = os.urandom,
) -> Station:
    """Make a workspace that the kit admits as an admin's; it syncs through the folder from then on.

    Done again after it was cut off, it goes on. Raises KnownError for words or a folder that will not do; then nothing
    was made. ``when`` says a time in words.
    """
    member = checked_member(wanted.member)
    kit = _proven(wanted.folder, read_kit_text(wanted.text), when)
    clear_unfinished(path, passphrase, purpose, lambda record: load_identity(record) is None)
    if storage.is_workspace(path):
        station = open_workspace(path, passphrase, purpose=purpose, now=now, random=random)
    else:
        station = _made(path, passphrase, kit, member, kdf_memory_mib, purpose, now, random)
    try:
        _let_in(station, kit, member)
        station.folders.add(wanted.folder)
        return station
    except BaseException:
        station.close()
        raise


def _made(
    path: Path, passphrase: str, kit: OpenedKit, member: str, memory_mib: int | None, purpose: str, now: Now,
    random: Random,
) -> Station:  # fmt: skip
    made = storage.create(path, passphrase, memory_mib, purpose, random)
    try:
        with told_of_disk(path):
            key = join_key(kit.keyring.join_seed or b"", kit.team_id).public_key
            founded = founding([act.kept for act in kit.acts])
            is_exercise = founded is not None and founded.is_exercise
            ask_to_join(made, TeamFile(kit.team_id, key), member, now, random, is_exercise=is_exercise)
        return Station(made, now, random)
    except BaseException:
        made.close()
        raise


def _let_in(station: Station, kit: OpenedKit, member: str) -> None:
    """Admit the new laptop as the kit, unless it is a member already; all acts are taken in together."""
    with station.lock:
        if station.team_id != kit.team_id:
            raise KnownError(
                f"{station.path} is a workspace of another team", "Nothing was changed.", "Choose a new directory."
            )
        if station.is_joined:
            return
        acts = list(kit.acts)
        if station.device not in kit.team.members:
            acts.append(open_act(station, _admission(station, kit, member)))
        take_acts(station, acts)


def _admission(station: Station, kit: OpenedKit, member: str) -> bytes:
    codes = {each.admission.code for each in kit.team.members.values()}
    request, device = station.identity.request, station.device_keys.public
    person = (station.random(16), member)
    content = Admit(device, int(Role.ADMIN), free_code(initials(member), codes), (person,), sha256(request))
    sealer = Sealer(kit.device, kit.keyring.current, kit.team_id, station.workspace.device_secret, station.random)
    return seal_act(content, kit.team.heads, sealer, kit.keyring, station.now(), [device.hpke_key])


# --- which of a folder's teams the kit belongs to ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Copy:
    """A team's files in a folder; ``team_id`` as its team file or the kit tells it."""

    tree: DiskTree
    team_id: bytes
    is_exercise: bool


def _proven(folder: Path, text: KitText, when: Callable[[int], str]) -> OpenedKit:
    try:
        copies = _copies(folder, text.team_id)
        kits = [open_kit(copy.tree, copy.team_id, device_of(text, copy.team_id)) for copy in copies]
    except OSError as error:
        raise KnownError(
            f"The folder {folder} cannot be read", f"{error.strerror}. Nothing was made.", "Check the path."
        ) from error
    kit = next((kit for kit in kits if kit.acts), None)
    if kit is None:
        raise _opens_nothing(folder, copies, kits, text)
    refuse_unproven(kit, when)
    return kit


def _copies(folder: Path, told: bytes | None) -> list[_Copy]:
    """The teams in a folder, the real one first; only that of the kit where the words come with its team's id."""
    root = DiskTree(folder)
    listed = sorted(root.names(""))
    found = [_Copy(root, team, False) for team in _teams(root, listed)]
    for name in listed:
        if names.parse_exercise(name):
            tree = DiskTree(folder / name)
            found += [_Copy(tree, team, True) for team in _teams(tree, tree.names(""))]
    same = [copy for copy in found if told in (None, copy.team_id)]
    if told is not None and not found and list_acts(root):  # its team file is lost or damaged: the words do without
        same = [_Copy(root, told, False)]
    if not same:
        raise _no_team(folder, found, told, has_file=any(names.parse_team(name) for name in listed))
    return same


def _teams(tree: DiskTree, listed: list[str]) -> list[bytes]:
    found = []
    for name in listed:
        if names.parse_team(name):
            try:
                found.append(TeamFile.decode(tree.read(name, 1 << 16)).team_id)
            except (DamagedFile, NeedsNewerVersion, FileNotFoundError):
                continue
    return found


def _no_team(folder: Path, found: list[_Copy], told: bytes | None, *, has_file: bool) -> KnownError:
    if found and told is not None:
        return _other_team(folder, found, told)
    if has_file:
        return KnownError(
            f"The team's file in {folder} is damaged or newer", "Nothing was made.", "Add the team id below the words."
        )
    return KnownError(
        f"{folder} holds no team's files",
        "Nothing was made. It may have been emptied, or be a share that is not there now.",
        "Try another copy: any folder or stick that the team synced with.",
    )


def _opens_nothing(folder: Path, copies: list[_Copy], kits: list[OpenedKit], text: KitText) -> KnownError:
    lost = sum(kit.damaged + kit.newer for kit in kits)
    if lost:
        return KnownError(
            f"The recovery kit opens nothing in {folder}",
            f"{lost} of its membership files are damaged or newer. Nothing was made.",
            "Try another copy of the folder.",
        )
    if not any(list_acts(copy.tree) for copy in copies):
        return KnownError(
            f"{folder} has lost its membership files", "Nothing was made.", "Try another copy of the folder."
        )
    return _other_team(folder, copies, text.team_id)


def _other_team(folder: Path, copies: list[_Copy], told: bytes | None) -> KnownError:
    kind = "an exercise" if all(copy.is_exercise for copy in copies) else "a team"
    there = " and ".join(names.fingerprint(copy.team_id) for copy in copies)
    kit = f", the kit that of {names.fingerprint(told)}" if told else ""
    return KnownError(
        f"These words are no recovery kit of {folder}",
        f"The folder is that of {kind} with the fingerprint {there}{kit}. Nothing was made.",
        "Compare it with the fingerprint on the paper, and use the newest kit.",
    )
