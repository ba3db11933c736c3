# SPDX-License-Identifier: Apache-2.0
"""What a folder lost is written again: by a command at once, by windows in turn, so that not all do it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.roles import Role
from incident_console.sync.engine import SyncEngine
from incident_console.sync.heads import BEAT_MS
from incident_console.sync.healing import WITHIN_MS
from incident_console.wire import names
from tests.helpers.small_rollups import batches_in, small_rollups, write_batches
from tests.helpers.stations import Laptop, a_team, cheap_secrets, exchange


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, list[Laptop]]]:
    with cheap_secrets(), small_rollups():
        folder, laptops = a_team(tmp_path, Role.RESPONDER)
        write_batches(laptops[0], 5)
        exchange(*laptops)
        yield folder, laptops
        for laptop in laptops:
            laptop.close()


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def healed_by_polls(engine: SyncEngine, laptop: Laptop, seconds: int) -> int:
    """How many files a window writes again within so many seconds of looking every second."""
    healed = 0
    for _ in range(seconds):
        healed += engine.poll().healed
        laptop.clock.ms += 1000
    return healed


def test_a_window_puts_healing_off_for_a_minute_at_most(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    before = files(folder)
    shutil.rmtree(folder / "s")
    window = SyncEngine(one.station, is_patient=True)
    assert window.sync().healed == 0
    assert not (folder / "s").exists()
    assert healed_by_polls(window, one, WITHIN_MS // 1000 + 1) > 0
    assert files(folder) == before


def test_of_many_windows_one_heals_and_the_others_find_it_done(pair: tuple[Path, list[Laptop]]) -> None:
    folder, laptops = pair
    before = files(folder)
    for directory in "sa":
        shutil.rmtree(folder / directory)
    windows = [SyncEngine(laptop.station, is_patient=True) for laptop in laptops * 3]
    assert sum(window.sync().healed for window in windows) == 0
    healed = 0
    for _ in range(WITHIN_MS // 1000 + 1):
        healed += sum(window.poll().healed for window in windows)
        for laptop in laptops:
            laptop.clock.ms += 1000
    assert files(folder) == before
    assert healed == sum(path.startswith(("s/", "a/")) for path in before)


def test_what_is_new_goes_out_at_once_while_healing_waits(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    shutil.rmtree(folder / "s")
    window = SyncEngine(one.station, is_patient=True)
    window.sync()
    one.write("news")
    assert window.poll().sent
    other.engine.poll()
    assert "news" in other.texts()


def test_a_command_heals_at_once(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    shutil.rmtree(folder / "s")
    assert one.engine.sync().healed
    assert batches_in(folder) == batches_in(one.path / "replica")


def test_what_a_roll_up_holds_meanwhile_is_not_healed_loose(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    with small_rollups(width=100):
        write_batches(one, 3, "more")
        exchange(one, other)
    for loose in (folder / "s").rglob("*.b"):
        loose.unlink()
    window = SyncEngine(other.station, is_patient=True)
    with small_rollups(width=100):
        assert window.sync().healed == 0
    one.engine.sync()
    before = files(folder)
    assert healed_by_polls(window, other, WITHIN_MS // 1000 + 1) == 0
    assert files(folder) == before
    assert batches_in(folder) == batches_in(one.path / "replica") == batches_in(other.path / "replica")


def test_a_head_that_a_lost_one_covered_is_taken_again_and_no_longer_removed(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    (before,) = (folder / "h").glob(f"{own_stream(other)}-*")
    kept = before.read_bytes()
    other.clock.ms += 2 * BEAT_MS
    other.engine.sync()
    one.engine.sync()
    (later,) = (folder / "h").glob(f"{own_stream(other)}-*")
    assert later.name != before.name
    later.unlink()  # the only two copies of it, and nobody else had met it
    (one.path / "replica" / "h" / later.name).unlink()
    before.write_bytes(kept)
    one.reopen()
    one.engine.sync()
    assert before.exists()
    assert not one.engine.sync().has_moved
    assert f"h/{before.name}" in one.station.files.paths


def own_stream(laptop: Laptop) -> str:
    return names.stream_name(laptop.station.record.open_stream().stream)
