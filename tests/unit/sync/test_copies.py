# SPDX-License-Identifier: Apache-2.0
"""A laptop's disk is copied and both are used, or put back to an older image."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.roles import Role
from incident_console.domain.status_log import Entry
from incident_console.sync.heads import BEAT_MS
from incident_console.sync.notices import COPY_NOTICE, TWIN_NOTICE, saw_copy, unseen_copy
from tests.helpers.seeded import seeded_random
from tests.helpers.stations import INCIDENT, Laptop, a_team, cheap_secrets, exchange


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[list[Laptop]]:
    with cheap_secrets():
        _, laptops = a_team(tmp_path, Role.RESPONDER)
        yield laptops
        for laptop in laptops:
            laptop.close()


def image_of(laptop: Laptop) -> Path:
    """The laptop's disk as it is now; the laptop goes on."""
    laptop.close()
    image = laptop.path.with_name(f"image-of-{laptop.path.name}")
    shutil.copytree(laptop.path, image)
    return image


def a_copy(laptop: Laptop) -> Laptop:
    return Laptop(image_of(laptop), laptop.clock, seeded_random(77))


def labels(laptop: Laptop) -> dict[str, str]:
    station = laptop.station
    entries = station.index.things.all(Entry, INCIDENT)
    return {entry.text: station.label(entry.number, entry.incident, entry.id) for entry in entries}


def streams(laptop: Laptop) -> int:
    return len(laptop.station.record.own_streams())


def test_a_copy_and_its_original_both_go_on_and_nothing_is_lost(pair: list[Laptop]) -> None:
    one, other = pair
    copy = a_copy(one)
    one.write("in the office")
    copy.write("in the car")
    exchange(one, copy, other)
    one.write("later, office")
    copy.write("later, car")
    exchange(one, copy, other)
    texts = {"in the office", "in the car", "later, office", "later, car"}
    assert set(other.texts()) == set(one.texts()) == set(copy.texts()) == texts
    assert len({laptop.station.set_hash() for laptop in (one, copy, other)}) == 1
    assert (streams(one), streams(copy)) == (1, 2)
    assert (one.notices, copy.notices, other.notices) == ([TWIN_NOTICE], [COPY_NOTICE], [])
    copy.close()


def test_that_a_copy_was_met_is_kept_on_both_until_somebody_has_seen_it(pair: list[Laptop]) -> None:
    one, other = pair
    copy = a_copy(one)
    for laptop in (one, copy):
        laptop.write(f"at {laptop.path.name}")
    exchange(one, copy, other)
    for laptop, notice in ((one, TWIN_NOTICE), (copy, COPY_NOTICE), (other, None)):
        laptop.reopen()
        assert unseen_copy(laptop.station.record) is notice
        saw_copy(laptop.station.record)
        exchange(one, copy, other)
        laptop.crash()
        assert unseen_copy(laptop.station.record) is None
    copy.close()


def test_numbers_that_two_copies_gave_are_told_apart_on_every_laptop(pair: list[Laptop]) -> None:
    one, other = pair
    copy = a_copy(one)
    for laptop, text in ((one, "in the office"), (copy, "in the car")):
        laptop.write(text)
        laptop.station.seal()
    exchange(one, copy, other)
    one.write("afterwards")
    exchange(one, copy, other)
    seen = labels(other)
    office, car = seen["in the office"], seen["in the car"]
    assert office != car
    assert {office[:5], car[:5]} == {"JO-1."}
    assert len(office) == len("JO-1.xx")
    assert seen["afterwards"].startswith("JO.")
    assert seen["afterwards"].endswith("-1")
    assert labels(one) == labels(copy) == seen
    copy.close()


def test_a_laptop_put_back_to_an_image_knows_itself_again_and_goes_on_beside_it(pair: list[Laptop]) -> None:
    one, other = pair
    one.write("before the image")
    exchange(one, other)
    image = image_of(one)
    one.write("after the image")
    exchange(one, other)
    one.go_on_from(image)
    assert one.texts() == ["before the image"]
    one.engine.sync()
    assert one.texts() == ["before the image", "after the image"]
    assert one.notices == [COPY_NOTICE]
    one.write("goes on")
    exchange(one, other)
    assert set(other.texts()) == {"before the image", "after the image", "goes on"}
    assert one.station.set_hash() == other.station.set_hash()


def test_what_waited_in_the_image_and_was_sealed_since_is_not_sealed_twice(pair: list[Laptop]) -> None:
    one, other = pair
    one.write("waiting")
    image = image_of(one)
    exchange(one, other)
    one.go_on_from(image)
    one.write("new")
    assert len(one.station.record.outbox()) == 2
    one.engine.sync()
    exchange(one, other)
    assert sorted(other.texts()) == ["new", "waiting"]
    seen = labels(other)
    assert (seen["waiting"], seen["new"]) == ("JO-1", "JO-2")
    placed = other.station.index.connection.execute("SELECT count(*) FROM placed").fetchone()[0]
    assert placed == 2


def test_an_image_used_only_for_reading_costs_no_new_mark(pair: list[Laptop]) -> None:
    one, other = pair
    one.write("before")
    exchange(one, other)
    image = image_of(one)
    one.clock.ms += BEAT_MS
    exchange(one, other)
    one.go_on_from(image)
    exchange(one, other)
    one.write("after")
    exchange(one, other)
    assert streams(one) == 1
    assert one.notices == []
    assert labels(other) == {"before": "JO-1", "after": "JO-2"}


def test_a_laptop_put_back_is_heard_again_at_once(pair: list[Laptop]) -> None:
    one, other = pair
    image = image_of(one)
    for _ in range(5):
        one.clock.ms += BEAT_MS
        other.clock.ms = one.clock.ms
        exchange(one, other)
    one.go_on_from(image)
    one.clock.ms += BEAT_MS
    other.clock.ms = one.clock.ms
    one.engine.sync()
    one.clock.ms += BEAT_MS
    other.clock.ms = one.clock.ms
    exchange(one, other)
    heard = {row.stream: row.wall_ms for row in other.station.carriers.heard()}
    assert heard[one.station.record.open_stream().stream] == one.clock.ms


def test_only_the_record_put_back_is_noticed_at_the_next_start(pair: list[Laptop]) -> None:
    one, other = pair
    one.close()
    record = (one.path / "record.db").read_bytes()
    one.write("sealed since")
    one.station.seal()
    one.write("only saved since")
    one.close()
    (one.path / "record.db").write_bytes(record)
    assert one.texts() == ["sealed since"]
    assert streams(one) == 2
    assert unseen_copy(one.station.record) is COPY_NOTICE
    one.write("goes on")
    exchange(one, other)
    assert set(other.texts()) == {"sealed since", "goes on"}
    assert one.station.state_hash() == other.station.state_hash()


def test_a_mere_crash_costs_no_new_mark(pair: list[Laptop]) -> None:
    one, other = pair
    for number in range(4):
        one.write(f"line {number}")
        if number % 2:
            one.station.seal()
        one.crash()
    exchange(one, other)
    assert streams(one) == 1
    assert one.notices == []
    assert unseen_copy(one.station.record) is None
    assert [labels(other)[f"line {number}"] for number in range(4)] == ["JO-1", "JO-2", "JO-3", "JO-4"]
