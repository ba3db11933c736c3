# SPDX-License-Identifier: Apache-2.0
"""What a recovery kit opens of a copy of the team's files: the membership, and with it every key since the founding.

Nothing here is written anywhere. The keys are in memory for as long as somebody holds the opened kit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from incident_console.crypto.container import CAPS, Kind
from incident_console.crypto.errors import DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.domain.errors import KnownError
from incident_console.domain.membership import Member, Team
from incident_console.domain.ports import FileTree
from incident_console.domain.roles import Role
from incident_console.wire import names

from .act_files import ActFile, founding, open_act_file, read_act
from .keys import Device, Keyring, NoShelf
from .listing import hash_in, list_acts


@dataclass(frozen=True, slots=True)
class OpenedKit:
    """The membership acts that opened, and how many files of the folder are damaged or of a newer version."""

    device: Device
    team_id: bytes
    acts: tuple[ActFile, ...]
    team: Team
    keyring: Keyring
    damaged: int
    newer: int

    @property
    def member(self) -> Member | None:
        """The kit as a device of the team, or None if none of the acts that count admits it."""
        return self.team.members.get(self.device.id)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing that the opened acts build upon, the founding included."""
        here = {act.id for act in self.acts}
        known = [read_act(act.kept, self.team_id) for act in self.acts]
        return founding([act.kept for act in self.acts]) is not None and all(
            head in here for act in known for head in act.heads
        )


def open_kit(tree: FileTree, team_id: bytes, device: Device) -> OpenedKit:
    """Open the membership files of a copy with a kit's keys. Raises OSError as the file system does."""
    reading = _Reading(Keyring(NoShelf()), device, team_id)
    for path in list_acts(tree):
        reading.read(tree, path)
    while reading.has_learned():
        pass
    opened, keyring = reading.opened, reading.keyring
    team = Team([read_act(act.kept, team_id) for act in opened])
    seeds = (act.join_seed for act in opened if team.counts(act.id))
    keyring.trust(team.epochs, next((seed for seed in seeds if seed), None))
    return OpenedKit(device, team_id, tuple(opened), team, keyring, reading.damaged, reading.newer)


def refuse_unproven(kit: OpenedKit, when: Callable[[int], str]) -> None:
    """Raise KnownError unless the kit is an admin of the team by its acts; ``when`` says a time in words."""
    member, lost = kit.member, kit.damaged + kit.newer
    if member is None and not kit.is_whole:
        told = f"{lost} of its membership files are damaged or newer." if lost else "Some of its files are missing."
        raise KnownError(
            "This copy of the team's files cannot prove the recovery kit", told, "Try another copy of the folder."
        )
    if member is None or not member.admission.is_paper:
        raise KnownError("No admin of the team made this recovery kit", "Nothing was changed.", "Use the newest kit.")
    if member.role is None:
        since = f" {when(member.changed_at_ms)}" if member.changed_at_ms is not None else ""
        raise KnownError(
            f"This recovery kit was retired{since}", "A newer one replaced it, or an admin ended it.", "Use the newest."
        )
    if member.role is not Role.ADMIN or not kit.keyring.is_ready:
        raise KnownError("This recovery kit may not let laptops in", "Nothing was changed.", "Use the newest kit.")


@dataclass
class _Reading:
    """Opens files as far as their keys come out of others, and counts those that cannot be read."""

    keyring: Keyring
    device: Device
    team_id: bytes
    opened: list[ActFile] = field(default_factory=list)
    waiting: list[bytes] = field(default_factory=list)
    damaged: int = 0
    newer: int = 0

    def read(self, tree: FileTree, path: str) -> None:
        """Take a file that is what its name promises; one that vanished meanwhile is nobody's."""
        try:
            data = tree.read(path, CAPS[Kind.ACT])
        except FileNotFoundError:
            return
        except OSError:
            if not tree.is_there():
                raise
            data = b""
        if len(data) <= CAPS[Kind.ACT] and names.has_hash(hash_in(path) or "", data):
            self.waiting.append(data)
        else:
            self.damaged += 1

    def has_learned(self) -> bool:
        """Try every file that is still closed; whether one more opened, so that others may now."""
        before = len(self.opened)
        self.waiting = [data for data in self.waiting if not self._is_done(data)]
        return len(self.opened) > before

    def _is_done(self, data: bytes) -> bool:
        try:
            act = open_act_file(data, self.keyring, self.device, self.team_id)
        except KeyNotHeld:
            return False
        except NeedsNewerVersion:
            self.newer += 1
        except DamagedFile:
            self.damaged += 1
        else:
            self.keyring.learn(act.epochs)
            self.opened.append(act)
        return True
