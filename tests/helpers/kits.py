# SPDX-License-Identifier: Apache-2.0
"""Recovery kits of real laptops, and new laptops that come in with them."""

from __future__ import annotations

from pathlib import Path

from incident_console.domain.roles import Role
from incident_console.sync.act_files import seal_act
from incident_console.sync.keys import Device, Sealer
from incident_console.sync.kit_joining import Recovery, recover_workspace
from incident_console.sync.kits import device_of, print_kit
from incident_console.wire.acts import Admit, Content
from incident_console.wire.kit_text import read_kit_text, write_kit_text
from tests.helpers.seeded import seeded_random
from tests.helpers.stations import PASSPHRASE, Clock, Laptop


def a_kit(laptop: Laptop) -> str:
    """Print a kit; what its square holds."""
    told: list[str] = []
    station = laptop.station
    print_kit(station, lambda words, _code: told.append(write_kit_text(words, station.team_id)))
    return told[0]


def words_only(kit: str) -> str:
    """Without the team's id, as somebody types it."""
    return kit.splitlines()[0]


def kit_device(laptop: Laptop, kit: str) -> Device:
    """The keys that a kit gives in a laptop's team."""
    return device_of(read_kit_text(kit), laptop.station.team_id)


def recovered(path: Path, folder: Path, kit: str, member: str = "Rita Vale", seed: int = 500) -> Laptop:
    """A new laptop that came in with a kit; asked again, it goes on."""
    laptop = Laptop(path, Clock(), seeded_random(seed))
    laptop.use(
        recover_workspace(
            path, PASSPHRASE, Recovery(folder, kit, member), when=lambda at_ms: f"at {at_ms}", kdf_memory_mib=64,
            now=laptop.clock, random=laptop.random,
        )
    )  # fmt: skip
    laptop.engine.sync()
    return laptop


def signed_by_kit(laptop: Laptop, kit: Device, content: Content, recipients: tuple[bytes, ...] = ()) -> bytes:
    """An act that a kit's key signs, knowing and holding what a laptop does."""
    station = laptop.station
    secret = station.workspace.device_secret
    sealer = Sealer(kit, station.keyring.current, station.team_id, secret, station.random)
    return seal_act(content, station.team.team.heads, sealer, station.keyring, station.now(), recipients)


def an_admission_of(kit: Device, code: str = "KIT7") -> Admit:
    return Admit(kit.public, int(Role.ADMIN), code, (), None)
