# SPDX-License-Identifier: Apache-2.0
"""Every single call that reaches disk or database ends the process, with and without power, or finds the disk full."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from incident_console.domain.document import Document
from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.domain.status_log import Entry
from incident_console.services.session import Session
from incident_console.sync.blobs import read_blob
from incident_console.sync.joining import admit, pending_requests
from incident_console.sync.rollups import roll_up
from tests.helpers.faults import Faults, Killed, fail, faulty_world, killing
from tests.helpers.seeded import seeded_random
from tests.helpers.small_rollups import DAY_MS, batches_in, small_rollups, write_batches
from tests.helpers.stations import INCIDENT, Clock, Laptop, a_newcomer, a_team, cheap_secrets, exchange


@dataclass
class Scene:
    """Two members and one who asks, each with something to tell."""

    root: Path
    laptop: Laptop
    other: Laptop
    newcomer: Laptop
    is_admitted: bool = False

    def close(self) -> None:
        for laptop in (self.laptop, self.other, self.newcomer):
            laptop.close()


def save(scene: Scene) -> None:
    scene.laptop.write("first", "second")


def seal(scene: Scene) -> None:
    scene.laptop.station.seal()


def sync(scene: Scene) -> None:
    scene.laptop.engine.sync()


def join_batches(scene: Scene) -> None:
    roll_up(scene.laptop.station)


def take_joined(scene: Scene) -> None:
    scene.laptop.engine.sync()


def tidy_up(scene: Scene) -> None:
    scene.laptop.clock.ms += 8 * DAY_MS
    scene.laptop.engine.sync()


def bring_in(scene: Scene) -> None:
    """Import documents, two of which are shown before the third one is read."""
    papers = scene.root / "papers"
    papers.mkdir(exist_ok=True)
    for name in ("cooling", "power", "water"):
        (papers / f"{name}.md").write_text(f"# {name}\n\nAsk for two pumps.\n", encoding="utf-8")
    with mock.patch("incident_console.services.import_group.GROUP_FILES", 2):
        Session(scene.laptop.station).documents.import_paths([papers])


def let_in(scene: Scene) -> None:
    (request,) = pending_requests(scene.laptop.station)
    admit(scene.laptop.station, request, Role.RESPONDER)


def join(scene: Scene) -> None:
    scene.newcomer.engine.sync()


def victim(scene: Scene, happen: Callable[[Scene], None]) -> Laptop:
    """The laptop that is killed, or whose disk is full."""
    return scene.newcomer if happen is join else scene.laptop


HAPPENINGS = (save, seal, sync, bring_in, let_in, join, join_batches, take_joined, tidy_up)
TEMPLATES: dict[Callable[[Scene], None], str] = {
    join: "admitted", join_batches: "loose", take_joined: "joined", tidy_up: "tidy",
}  # fmt: skip


def a_scene(template: Path, root: Path, happen: Callable[[Scene], None]) -> Scene:
    is_admitted = happen is join
    shutil.copytree(template / TEMPLATES.get(happen, "asking"), root)
    first, second, third = (Laptop(root / f"laptop{n}", Clock(), seeded_random(n)) for n in range(3))
    for laptop in (first, second, third):
        laptop.station.folders.add(root / "share")
    return Scene(root, first, second, third, is_admitted)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody saved a line that is not sealed yet; in ``admitted`` the one who asks was let in but cannot know,
    and will find old batches joined.

    In ``loose`` the laptop holds a level of batches that can be joined; in ``joined`` the other one joined its own in
    the folder; in ``tidy`` the laptop did, so long ago that what it replaced may go.
    """
    root = tmp_path_factory.mktemp("crash")
    (root / "asking").mkdir()
    with cheap_secrets():
        folder, laptops = a_team(root / "asking", Role.RESPONDER)
        laptops.append(a_newcomer(root / "asking" / "laptop2", folder, "Late Comer", 200))
        laptops[0].engine.sync()
        laptops[0].write("saved before")
        laptops[1].write("from elsewhere")
        laptops[1].engine.sync()
        close_all(folder, laptops)
        shutil.copytree(root / "asking", root / "admitted")
        folder, first = root / "admitted" / "share", Laptop(root / "admitted" / "laptop0", Clock(), seeded_random(3))
        first.station.folders.add(folder)
        admit(first.station, pending_requests(first.station)[0], Role.RESPONDER)
        with small_rollups():
            write_batches(first, 4, "long ago")
            first.engine.sync()
        close_all(folder, [first])
        for name in ("loose", "joined", "tidy"):
            roll_up_in(root / "asking", root / name)
    return root


def roll_up_in(source: Path, root: Path) -> None:
    """What ``template`` says of the three scenes with roll-ups."""
    shutil.copytree(source, root)
    folder, laptops = root / "share", [Laptop(root / f"laptop{n}", Clock(), seeded_random(5 + n)) for n in range(2)]
    writer = laptops[root.name == "joined"]
    for laptop in laptops:
        laptop.station.folders.add(folder)
    laptops[0].station.seal()
    with small_rollups(width=100):
        write_batches(writer, 4, "long ago")
        exchange(*laptops)
    if root.name != "loose":
        with small_rollups():
            exchange(writer)
    close_all(folder, laptops)


def close_all(folder: Path, laptops: list[Laptop]) -> None:
    """Close laptops that will be opened elsewhere, with another folder."""
    for laptop in laptops:
        laptop.station.folders.remove(folder)
        laptop.close()


@pytest.fixture
def faults() -> Iterator[Faults]:
    with cheap_secrets(), small_rollups(), faulty_world() as found:
        yield found


@pytest.mark.parametrize("happen", HAPPENINGS)
def test_a_killed_laptop_goes_on_as_if_nothing_had_happened(
    happen: Callable[[Scene], None], template: Path, tmp_path: Path, faults: Faults
) -> None:
    for at, call in enumerate(calls_of(happen, template, tmp_path, faults), start=1):
        is_power_lost = is_about_files(call)
        if is_power_lost or call.endswith("COMMIT") or call.startswith("remove"):
            scene = a_scene(template, tmp_path / f"{at}", happen)
            kill_at(at, happen, scene, faults, is_power_lost=is_power_lost)
            check(scene, f"{happen.__name__} killed at {at} {call}, power lost: {is_power_lost}")
            scene.close()
            shutil.rmtree(scene.root)


@pytest.mark.parametrize("happen", HAPPENINGS)
def test_a_disk_that_is_full_for_one_call_costs_nothing_that_was_saved(
    happen: Callable[[Scene], None], template: Path, tmp_path: Path, faults: Faults
) -> None:
    for at, call in enumerate(calls_of(happen, template, tmp_path, faults), start=1):
        if is_about_files(call) or (call.startswith("db") and (call.endswith("COMMIT") or happen is save)):
            scene = a_scene(template, tmp_path / f"{at}", happen)
            faults.arm(at, fail)
            with suppress(KnownError):
                happen(scene)
            faults.disarm()
            check(scene, f"{happen.__name__} found a full disk at {at} {call}")
            scene.close()
            shutil.rmtree(scene.root)


def calls_of(happen: Callable[[Scene], None], template: Path, tmp_path: Path, faults: Faults) -> list[str]:
    scene = a_scene(template, tmp_path / "counting", happen)
    faults.calls = []
    happen(scene)
    scene.close()
    first_head = next((at for at, call in enumerate(faults.calls) if call.startswith("read share h/")), None)
    return faults.calls[: first_head if happen is join else None]  # from there on it is what every sync does


def is_about_files(call: str) -> bool:
    """Whether a file of the replica was just written or named, but maybe not durably."""
    return call.startswith(("written", "sync"))


def kill_at(at: int, happen: Callable[[Scene], None], scene: Scene, faults: Faults, *, is_power_lost: bool) -> None:
    image, killed = scene.root / "image", victim(scene, happen)
    faults.arm(at, killing(faults, killed.path, image, is_power_lost=is_power_lost))
    with pytest.raises(Killed):
        happen(scene)
    faults.disarm()
    killed.go_on_from(image)


def check(scene: Scene, what: str) -> None:
    scene.laptop.write("afterwards")
    if scene.is_admitted:
        scene.newcomer.engine.sync()
        scene.newcomer.write("from elsewhere")
        assert scene.newcomer.station.keyring.join_seed is not None, what
        exchange(scene.newcomer)
    exchange(scene.laptop, scene.other)
    station = scene.laptop.station
    shown = set(scene.laptop.texts())
    assert {"saved before", "from elsewhere", "afterwards"} <= shown, what
    assert ("first" in shown) == ("second" in shown), what
    series = station.record.open_stream().stream
    every_number = (entry.number for entry in station.index.things.all(Entry, INCIDENT))
    numbers = sorted(number.n for number in every_number if number.series == series)
    assert numbers == list(range(1, len(numbers) + 1)), what
    assert len(station.record.own_streams()) == 1, what
    assert not scene.laptop.notices, what
    for document in station.index.things.all(Document):
        assert b"two pumps" in read_blob(scene.other.station, document.current.blob), what
    assert station.set_hash() == scene.other.station.set_hash(), what
    state = station.state_hash()
    assert state == scene.other.station.state_hash(), what
    assert station.rebuild() == state, what
    homes = (scene.root / "share", scene.laptop.path / "replica", scene.other.path / "replica")
    assert len({frozenset(batches_in(home)) for home in homes}) == 1, what
