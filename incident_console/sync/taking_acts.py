# SPDX-License-Identifier: Apache-2.0
"""Membership acts: signed here or taken in, and everything that depends on them is judged again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from incident_console.crypto.hashing import TEAM_SPACE
from incident_console.domain.events import Change, MembershipChanged
from incident_console.wire import names
from incident_console.wire.act import EpochKey
from incident_console.wire.acts import Content

from .act_files import ActFile, open_act_file, seal_act
from .identity import keep_identity
from .judging import judge_again
from .notices import REVOKED_NOTICE, kit_notice
from .sealing import start_first_stream
from .strangers import MOST_KEPT, Circle
from .taking_files import take_unread
from .verify import NOT_ARRIVED

if TYPE_CHECKING:
    from .station import Station


def sign_act(
    station: Station, content: Content, recipients: Sequence[bytes] = (), epoch: EpochKey | None = None
) -> None:
    """Sign a membership act knowing all that is known here, and take it in.

    It is sealed under ``epoch``, else under that of now, with the key for each recipient (public HPKE keys).
    """
    with station.changing():
        sealer = station.sealer() if epoch is None else replace(station.sealer(), epoch=epoch)
        heads = station.team.team.heads
        data = seal_act(content, heads, sealer, station.keyring, station.now(), recipients)
        take_acts(station, [open_act(station, data)])


def open_act(station: Station, data: bytes) -> ActFile:
    """Open and check a membership file; the keys in it may open others. Raises as verification does."""
    with station.changing():
        opened = open_act_file(data, station.keyring, station.device_keys, station.team_id)
        station.keyring.learn(opened.epochs)
        return opened


def circle_of(station: Station) -> Circle:
    """Whose membership acts are looked at here."""
    return Circle(station.team.admitted_keys, station.team_id)


def take_acts(station: Station, acts: Sequence[ActFile]) -> list[ActFile]:
    """Take in opened membership files: everything that depends on them is judged again, once for all of them.

    Those of strangers wait until an act admits their author; returns those for which there was no room.
    """
    if not acts:
        return []
    with station.changing():
        circle = circle_of(station)
        circle.meet(acts)
        if station.strangers and circle.size > len(station.team.admitted_keys):
            circle.meet(_opened(station, station.strangers))
        if circle.inside:
            _take_known(station, circle.inside)
        return [act for act in circle.outside if not _keep_stranger(station, act)]


def trust(station: Station, acts: Sequence[ActFile]) -> None:
    """Write under the epochs that acts which count name, and keep the join seed that came with one of these."""
    team, keyring = station.team.team, station.keyring
    seeds = (act.join_seed for act in acts if team.counts(act.id))
    keyring.trust(team.epochs, next((seed for seed in seeds if seed), None))
    strays = (epoch for epoch, lacking in team.epochs.stray.items() if lacking)
    wanting = frozenset(epoch for epoch in (*team.epochs.named, *strays) if not keyring.holds(epoch))
    if station.is_joined and keyring.join_seed is None:
        wanting |= {b"join seed"}
    if wanting != station.wanting:  # what came with an act before it counted was forgotten since: look again, once
        station.wanting = wanting
        trust(station, _opened(station, _held_acts(station)))


def learn_again(station: Station) -> bool:
    """Learn the keys anew that came with the acts held here, once while the program runs; whether any was new.

    One that no act names which counts yet is forgotten when the program ends, and may open the act that names it.
    """
    with station.changing():
        before = station.keyring.count
        if not station.has_learned_again:
            station.has_learned_again = True
            _opened(station, _held_acts(station))
        return station.keyring.count > before


def become_joined(station: Station) -> None:
    """Once an act that counts admits this laptop: know it, and open its first stream."""
    founded = station.team.founding
    if station.is_joined or founded is None or station.device not in station.members():
        return
    persons = station.members()[station.device].persons
    person, name = persons[0] if persons else (bytes(16), station.member_name)
    joined = replace(
        station.identity, team_name=founded.name, is_exercise=founded.is_exercise, is_joined=True,
        person=person, member_name=name,
    )  # fmt: skip
    with station.record.transaction():
        keep_identity(station.record, joined)
        start_first_stream(station.record, station.team_id, TEAM_SPACE, station.device_keys)
    station.identity = joined


def _take_known(station: Station, acts: Sequence[ActFile]) -> None:
    was_revoked, was_joined = station.is_revoked, station.is_joined
    kit_uses = {use.id for use in station.team.team.signed_by_paper}
    with station.record.transaction():
        for act in acts:
            station.record.keep_act(act.path, act.data)
    station.files.keep_all((act.path, act.data) for act in acts)
    changes = _judge_with(station, acts)
    become_joined(station)
    trust(station, acts)
    station.tell(changes, is_local=False)
    station.bus.publish(MembershipChanged())
    if station.is_revoked and not was_revoked:
        station.bus.publish(REVOKED_NOTICE)
    new_uses = [use for use in station.team.team.signed_by_paper if use.id not in kit_uses]
    if was_joined and new_uses:
        station.bus.publish(kit_notice(new_uses))
    for act in acts:
        station.strangers.discard(act.path)
        station.unread.pop(act.path, None)


def _judge_with(station: Station, acts: Sequence[ActFile]) -> list[Change]:
    index = station.index
    with index.transaction():
        for act in acts:
            index.add_act(act.id, act.path, act.kept)
        station.team.reload()
        judge_again(index, station.team.team)
        return index.refresh()


def _keep_stranger(station: Station, act: ActFile) -> bool:
    if act.path in station.strangers:
        return True
    if len(station.strangers) >= MOST_KEPT:
        return False
    if take_unread(station, act.path, act.data):
        station.strangers.add(act.path)
    return act.path in station.strangers


def _held_acts(station: Station) -> set[str]:
    return {path for path in station.files.paths if path.startswith(f"{names.ACTS}/")}


def _opened(station: Station, paths: Iterable[str]) -> list[ActFile]:
    """Membership files of the replica, opened as far as they can be."""
    opened: list[ActFile] = []
    for data in map(station.files.read, sorted(paths)):
        with suppress(*NOT_ARRIVED):
            opened += [open_act(station, data)] if data is not None else []
    return opened
