# SPDX-License-Identifier: Apache-2.0
"""What an admin decides about stations: another role, an end of membership, a new key, work that counts after all."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from incident_console.domain.acts import StreamTip
from incident_console.domain.errors import KnownError
from incident_console.domain.membership import Member
from incident_console.domain.roles import Role
from incident_console.wire.acts import (
    MAX_RECIPIENTS,
    MAX_STATEMENTS,
    AdmitHeld,
    ChangeRole,
    Grant,
    NamePerson,
    NewEpoch,
    Person,
    Revoke,
)

from .keys import new_epoch
from .station import Station
from .taking_acts import sign_act

WAIT_MS = 60_000
"""So long a program leaves to others what they should do with keys; then it does it itself."""

STRAYS_AT_ONCE = 4
"""So many keys of acts that count for nothing are handed on at one sync: whoever was removed may make very many."""


def revoke(station: Station, device: bytes) -> None:
    """End a device's membership: its work up to now counts, later work is held, and the team writes under a new key.

    Raises KnownError without the right, for a device that is no member, or for the last laptop of an admin.
    """
    revoke_all(station, [device])


def revoke_all(station: Station, devices: Collection[bytes]) -> None:
    """End the membership of several devices, with one new key at the end. Raises KnownError as ``revoke`` does."""
    with station.lock:
        station.require(Role.ADMIN, "remove a station")
        for device in devices:
            _active(station, device)
            _keep_an_admin(station, device)
        station.seal()
        for device in devices:
            sign_act(station, Revoke(device, _cut(station, device)))
        if devices and not station.is_revoked:
            change_key(station)


def change_role(station: Station, device: bytes, role: Role) -> None:
    """Give a device another role; its work up to now keeps the right that it had.

    Raises KnownError without the right, for a device that is no member or a recovery kit, or for the last laptop of an
    admin.
    """
    with station.lock:
        station.require(Role.ADMIN, "change a role")
        member = _active(station, device)
        if member.admission.is_paper:
            raise KnownError(
                f"{member.admission.code} is a recovery kit: with another role it would let nobody in",
                "Nothing was changed.",
                "A new print ends it, or remove it.",
            )
        if member.role is role:
            return
        if role is not Role.ADMIN:
            _keep_an_admin(station, device)
        station.seal()
        sign_act(station, ChangeRole(device, int(role), _cut(station, device)))


def admit_held(station: Station, stmts: Iterable[bytes]) -> None:
    """Let held batches count after all. Raises KnownError without the right."""
    with station.lock:
        station.require(Role.ADMIN, "admit held work")
        every = sorted(set(stmts))
        for start in range(0, len(every), MAX_STATEMENTS):
            sign_act(station, AdmitHeld(tuple(every[start : start + MAX_STATEMENTS])))


def name_person(station: Station, device: bytes, name: str) -> Person:
    """Say who else works at a device: an admin at any, everybody at the own one. Returns the person's id and name."""
    with station.lock:
        if device != station.device:
            station.require(Role.ADMIN, "name who works at another station")
        else:
            station.require(Role.VIEWER, "name who works here")
        member = _active(station, device)
        known = next((person for person in member.persons if person[1] == name), None)
        if known is None:
            known = station.random(16), name
            sign_act(station, NamePerson(device, known))
        return known


def change_key(station: Station) -> None:
    """Make a new key for the members of now. Raises KnownError without the right, or for too large a team."""
    with station.lock:
        station.require(Role.ADMIN, "change the team's key")
        members = {device: member for device, member in station.members().items() if member.is_active}
        if len(members) > MAX_RECIPIENTS:
            raise KnownError(f"A key can be made for {MAX_RECIPIENTS} devices at most", "The key was not changed.")
        epoch = new_epoch(station.team.team.epochs.next_generation, station.random)
        station.keyring.keep(epoch)
        content = NewEpoch(epoch.id, epoch.generation, tuple(sorted(members)))
        sign_act(station, content, [member.admission.hpke_key for member in members.values()], epoch)


def keep_keys(station: Station) -> None:
    """Make good what keys lack: a new one where none is clean, and each key for the members who were not given it.

    Somebody is missed who was admitted, or stayed a member after all, while another admin changed the key. Whoever
    knows best does it at once: the admin who removed somebody, an admin for the newest key, who wrote under another one
    for that. The others leave it to them for a while, and then do not all do it at once. Whoever was removed hands on
    what nobody else may have: the keys that the team cannot read his later work without.
    """
    with station.lock:
        if not station.is_joined or not station.keyring.is_ready:
            return
        if station.role is None:
            _hand_over(station)
            return
        epochs, is_admin = station.team.team.epochs, station.role is Role.ADMIN
        if epochs.clean:
            _settle(station, "key")
        elif is_admin and (_has_removed(station) or _is_overdue(station, "key")):
            change_key(station)
        for epoch in (each for each in epochs.named if station.keyring.holds(each)):
            lacking = station.team.team.epochs.lacking(epoch)
            if not lacking:
                _settle(station, epoch.hex())
            elif _is_mine(station, epoch) or _is_overdue(station, epoch.hex()):
                _grant(station, epoch, lacking)
        _pass_on_strays(station)


def _pass_on_strays(station: Station) -> None:
    """Give each member the keys of acts that count for nothing and that others knew of, a few at a time."""
    held = [
        (epoch, devices) for epoch, devices in station.team.team.epochs.stray.items() if station.keyring.holds(epoch)
    ]
    for epoch, devices in held:
        if not devices:
            _settle(station, epoch.hex())
    lacking = [(epoch, devices) for epoch, devices in held if devices and _is_overdue(station, epoch.hex())]
    for epoch, devices in lacking[:STRAYS_AT_ONCE]:
        _grant(station, epoch, devices)


def _hand_over(station: Station) -> None:
    """Give each key once to the members who were not given it: what one does who was removed counts for nobody else."""
    for epoch in (each for each in station.team.team.epochs.named if station.keyring.holds(each)):
        for device in station.team.team.epochs.lacking(epoch):
            note = f"handed-{epoch.hex()}-{device.hex()}"
            if station.record.get(note) is None:
                _grant(station, epoch, [device])
                station.record.put(note, b"1")


def _grant(station: Station, epoch: bytes, devices: Iterable[bytes]) -> None:
    for device in devices:
        hpke_key = station.members()[device].admission.hpke_key
        sign_act(station, Grant(epoch, device), [hpke_key], station.keyring.epoch(epoch))


def _has_removed(station: Station) -> bool:
    """Whether this laptop removed somebody, and so owes the team a new key."""
    key = station.device_keys.signer.public_key
    return any(member.changed_by == key for member in station.members().values() if not member.is_active)


def _is_mine(station: Station, epoch: bytes) -> bool:
    """Whether it is for this laptop first to hand a key on."""
    is_newest = epoch in station.team.team.epochs.clean[:1]
    return (is_newest and station.role is Role.ADMIN) or station.keyring.has_written_under(epoch)


def _is_overdue(station: Station, what: str) -> bool:
    """Whether something has been pending for so long that it must be done here; noted when first asked."""
    now_ms, note = station.now().ms, f"pending-{what}"
    since = station.record.get(note)
    if not since:
        spread = int.from_bytes(station.random(2), "big") % WAIT_MS
        station.record.put(note, (now_ms + spread).to_bytes(8, "big"))
        return False
    return abs(now_ms - int.from_bytes(since, "big")) >= WAIT_MS


def _settle(station: Station, what: str) -> None:
    """Nothing is pending any more."""
    if station.record.get(f"pending-{what}"):
        station.record.put(f"pending-{what}", b"")


def _active(station: Station, device: bytes) -> Member:
    member = station.members().get(device)
    if member is None or not member.is_active:
        raise KnownError("This station is no member of the team", "Nothing was changed.")
    return member


def _keep_an_admin(station: Station, device: bytes) -> None:
    """A kit lies in a safe: with no other admin than that nobody would make the new key, nor let anybody in."""
    admins = {other: member for other, member in station.members().items() if member.role is Role.ADMIN}
    if any(other != device and not member.admission.is_paper for other, member in admins.items()):
        return
    kits = sorted(member.admission.code for member in admins.values() if member.admission.is_paper)
    left = f"Only the recovery kit {', '.join(kits)} would be left. " if kits else ""
    raise KnownError(
        "This is the last admin of the team", f"{left}Nothing was changed.", "Make another station an admin first."
    )


def _cut(station: Station, device: bytes) -> tuple[StreamTip, ...]:
    """The tips of every stream of a device as far as they are held here without a gap."""
    sign_key = station.members()[device].admission.sign_key
    streams = station.index.streams_of(sign_key)
    vector = station.index.frontier.vector
    return tuple(sorted((stream, *tip) for stream in streams for tip in vector.get(stream, ())))
