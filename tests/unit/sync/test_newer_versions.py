# SPDX-License-Identifier: Apache-2.0
"""Old and new programs in one team: what an older one does not know it keeps, passes on, names, and shows once it can.

The older program is this one with a kind, a field or a reader's generation taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from incident_console.domain.kinds import KINDS
from incident_console.domain.message import Message
from incident_console.domain.operation import Draft, Number
from incident_console.domain.roles import Role
from incident_console.domain.task import Task, new_task
from incident_console.services.status import StatusService
from incident_console.sync import station as station_module
from incident_console.sync.heads import own_head
from incident_console.sync.taking_acts import sign_act
from incident_console.wire.acts import OtherAct
from tests.helpers.forging import an_op, forge
from tests.helpers.stations import INCIDENT, Laptop, a_newcomer, a_team, cheap_secrets, exchange, let_in


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, list[Laptop]]]:
    with cheap_secrets():
        folder, laptops = a_team(tmp_path, Role.RESPONDER)
        yield folder, laptops
        for laptop in laptops:
            laptop.close()


@contextmanager
def before_kind(name: str) -> Iterator[None]:
    """Programs inside are those from before a kind came."""
    known = {other: kind for other, kind in KINDS.items() if other != name}
    with mock.patch.dict(KINDS, known, clear=True):
        yield


@contextmanager
def before_field(kind: str, name: str) -> Iterator[None]:
    """Programs inside are those from before a field came."""
    fields = {other: type_ for other, type_ in KINDS[kind].fields.items() if other != name}
    with mock.patch.dict(KINDS, {kind: replace(KINDS[kind], fields=fields)}):
        yield


def a_message(laptop: Laptop) -> Draft:
    body = {"to": "all", "subject": "Briefing", "text": "15:00, room 2"}
    return Draft("message.add", laptop.station.random(16), dict(body), INCIDENT, "message")


def messages(laptop: Laptop) -> list[str]:
    return [message.text for message in laptop.station.index.things.all(Message, INCIDENT)]


def words(laptop: Laptop) -> str:
    return StatusService(laptop.station).newer().words


def test_a_kind_from_the_future_is_named_with_its_version_and_shown_after_the_upgrade(
    pair: tuple[Path, list[Laptop]],
) -> None:
    _, (new, old) = pair
    with mock.patch("incident_console.__version__", "1.8"):
        new.station.save([a_message(new)])
        new.station.save([a_message(new)])
        new.engine.sync()
    with before_kind("message.add"):
        old.reopen()
        old.engine.sync()
        assert messages(old) == []
        assert words(old) == "2 entries need version 1.8"
        assert StatusService(old.station).newer().entries == 2
        assert old.station.set_hash() == new.station.set_hash(), "equal across versions"
        assert old.station.rebuild() != new.station.state_hash()
        assert words(old) == "2 entries need version 1.8"
        old.write("it goes on meanwhile")
        exchange(old, new)
        old.close()
    old.reopen()
    assert messages(old) == ["15:00, room 2"] * 2
    assert words(old) == ""
    assert old.station.state_hash() == new.station.state_hash()


def test_it_is_passed_on_by_a_laptop_that_does_not_know_it(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    folder, (new, old) = pair
    third = a_newcomer(tmp_path / "third", folder, "Third", 99)
    let_in(new, third, Role.RESPONDER)
    new.station.save([a_message(new)])
    new.engine.sync()
    stick = tmp_path / "stick"
    stick.mkdir()
    with before_kind("message.add"):
        old.reopen()
        old.engine.sync()
        old.engine.seed(stick)
        old.close()
    third.engine.sync([stick])
    assert messages(third) == ["15:00, room 2"]
    third.close()


def test_a_role_is_still_checked_in_what_is_not_understood(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (admin, responder) = pair
    forge(responder, folder, an_op(responder, "incident.close", {"why": "over"}, right=int(Role.ADMIN)))
    admin.engine.sync()
    assert words(admin) == ""


def test_without_anybody_newer_the_version_is_not_guessed(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (admin, responder) = pair
    forge(responder, folder, an_op(responder, "entry.fold", {"why": "long"}))
    admin.engine.sync()
    assert words(admin) == "1 entry needs a newer version"


def test_a_field_from_the_future_waits_inside_a_thing_that_is_shown(pair: tuple[Path, list[Laptop]]) -> None:
    _, (new, old) = pair
    task = new.station.random(16)
    new.station.save([new_task(task, INCIDENT, "Inform the harbour master", {"priority": "high"})])
    new.engine.sync()
    with before_field("task.set", "priority"):
        old.reopen()
        old.engine.sync()
        (shown,) = old.station.index.things.all(Task, INCIDENT)
        assert shown.title == "Inform the harbour master"
        old.close()
    old.reopen()
    (shown,) = old.station.index.things.all(Task, INCIDENT)
    assert shown.priority == "high"
    assert old.station.state_hash() == new.station.state_hash()


def test_a_membership_act_of_an_unknown_type_is_kept_passed_on_and_changes_nothing(
    pair: tuple[Path, list[Laptop]],
) -> None:
    _, (new, old) = pair
    sign_act(new.station, OtherAct(99, {"space": b"12345678"}))
    exchange(new, old)
    assert old.station.set_hash() == new.station.set_hash()
    assert {member.role for member in old.station.members().values()} == {Role.ADMIN, Role.RESPONDER}
    old.write("goes on")
    exchange(old, new)
    assert "goes on" in new.texts()


def test_a_head_with_more_members_is_heard(pair: tuple[Path, list[Laptop]]) -> None:
    _, (new, old) = pair
    with mock.patch.object(
        station_module, "own_head", lambda *given: replace(own_head(*given), extra=(b"more", [1, 2]))
    ):
        new.write("said by a newer one")
        new.engine.sync()
    old.engine.sync()
    assert "said by a newer one" in old.texts()
    own = new.station.device_keys.signer.public_key
    assert [row.seq for row in old.station.carriers.heard() if row.sign_key == own] == [1]


def test_a_batch_for_newer_readers_is_carried_unread_and_read_after_the_upgrade(
    pair: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (new, old) = pair
    number = Number("entry", new.station.record.open_stream().stream, 1)
    forge(new, folder, an_op(new, number=number), min_reader=2)
    old.engine.sync()
    assert "forged" not in old.texts()
    assert words(old) == "1 sealed file needs a newer version"
    old.reopen()
    assert words(old) == "1 sealed file needs a newer version"
    stick = tmp_path / "stick"
    stick.mkdir()
    old.engine.seed(stick)
    with mock.patch("incident_console.wire.batch.READER_GENERATION", 2):
        old.reopen()
        assert "forged" in old.texts()
        assert words(old) == ""
        new.engine.sync([stick])
        assert "forged" in new.texts()
