# SPDX-License-Identifier: Apache-2.0
"""The recovery kit: a device on paper with admin right, whose keys come from 24 words and are kept nowhere else.

Printing one is three steps in an order that never leaves the team without a kit that it had: the new kit is admitted,
then its paper is written, then the older kits are retired. A program that ends between the first two leaves a kit that
nobody has; between the last two it finishes retiring with its next sync, because it noted that the paper is safe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count

from incident_console.crypto.kit_words import SEED_BYTES, kit_seeds, seed_of_words, words_of_seed
from incident_console.domain.errors import KnownError
from incident_console.domain.membership import Member
from incident_console.domain.roles import Role
from incident_console.wire.acts import Admit
from incident_console.wire.kit_text import KitText

from .act_meaning import PAPER
from .governing import revoke_all
from .keys import Device
from .kit_opening import open_kit, refuse_unproven
from .requests import bip39_words
from .station import Station
from .taking_acts import sign_act

CODE = "KIT"
_RETIRING = "kit-on-paper"
_ID_BYTES = 16
_CHECKED = "kit-checked-"


def print_kit(station: Station, keep: Callable[[tuple[str, ...], str], None]) -> bytes:
    """Make a new recovery kit and retire the older ones; returns its device id.

    ``keep`` is given the words and the kit's code and puts them on paper; whatever it raises ends the new kit and
    leaves the older ones as they are. Raises KnownError unless this laptop is an admin's.
    """
    station.require(Role.ADMIN, "print a recovery kit")
    finish_retiring(station)
    seed = station.random(SEED_BYTES)
    device = _device(seed, station.team_id)
    older = _admit(station, device)
    try:
        keep(words_of_seed(seed, bip39_words()), station.members()[device.id].admission.code)
    except BaseException:
        revoke_all(station, [device.id])
        raise
    station.record.put(_RETIRING, b"".join((device.id, *older)))
    finish_retiring(station)
    return device.id


def finish_retiring(station: Station) -> None:
    """Retire what a kit that was printed here replaces, if a crash kept that from being done.

    These are the kits that were known when it was made: one that another admin printed meanwhile stays.
    """
    with station.lock:
        noted = station.record.get(_RETIRING)
        if not noted or station.role is not Role.ADMIN:
            return
        newest, *older = (noted[start : start + _ID_BYTES] for start in range(0, len(noted), _ID_BYTES))
        kits = active_kits(station.members())
        if newest in kits:
            revoke_all(station, [device for device in older if device in kits])
        station.record.put(_RETIRING, b"")


def active_kits(members: Mapping[bytes, Member]) -> list[bytes]:
    """The kits that can let a laptop in, the newest first."""
    kits = [device for device, member in members.items() if member.admission.is_paper and member.is_active]
    return sorted(kits, key=lambda device: (members[device].admitted_at_ms, device), reverse=True)


def check_kit(station: Station, text: KitText, when: Callable[[int], str]) -> Member:
    """The kit that these words are, if it would let a laptop in now: what it opens is tried on this laptop's files.

    Nothing is changed but a note of the trial. Raises KnownError, which says why not; ``when`` says a time in words.
    """
    if text.team_id not in (None, station.team_id):
        raise KnownError(
            "These words are the recovery kit of another team", "Nothing was changed.", "Compare the fingerprints."
        )
    device = device_of(text, station.team_id)
    kit = open_kit(station.replica, station.team_id, device)
    if not kit.acts:
        raise KnownError("These words are no recovery kit of this team", "Nothing was changed.", "Use the newest kit.")
    refuse_unproven(kit, when)
    if not kit.keyring.holds(station.keyring.current.id):
        raise KnownError(
            "This recovery kit lacks the team's newest key", "Nothing was changed.", "Sync, or print a new kit."
        )
    station.record.put(_CHECKED + device.id.hex(), station.now().ms.to_bytes(8, "big"))
    return station.members()[device.id]


def checked_at(station: Station, device: bytes) -> int | None:
    """When a kit was last tried on this laptop, in ms."""
    noted = station.record.get(_CHECKED + device.hex())
    return int.from_bytes(noted, "big") if noted else None


def device_of(text: KitText, team_id: bytes) -> Device:
    """The keys that words give in a team. Raises KnownError where the words cannot be those of any kit."""
    return _device(seed_of_words(text.words, bip39_words()), team_id)


def _device(seed: bytes, team_id: bytes) -> Device:
    return Device(*kit_seeds(seed, team_id), PAPER)


def _admit(station: Station, device: Device) -> list[bytes]:
    """Let a new kit in; returns those that there were before."""
    with station.lock:
        older = active_kits(station.members())
        codes = {member.admission.code for member in station.members().values()}
        code = next(each for number in count(1) if (each := f"{CODE}{number}") not in codes)
        content = Admit(device.public, int(Role.ADMIN), code, (), None)
        sign_act(station, content, [device.public.hpke_key])
        return older
