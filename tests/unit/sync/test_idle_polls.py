# SPDX-License-Identifier: Apache-2.0
"""An idle look at a folder is one listing; whatever changes on either side ends the quiet at once."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.roles import Role
from incident_console.sync.heads import BEAT_MS
from incident_console.sync.receiving import QUIET_MS
from tests.helpers.stations import Laptop, a_newcomer, a_team, cheap_secrets, exchange

_CALLS: Counter[str] = Counter()
_FOLDER: list[str] = []


def _listen(event: str, values: tuple[object, ...]) -> None:
    if event in ("open", "os.listdir", "os.scandir", "os.rename", "os.remove"):
        _CALLS.update(event for folder in _FOLDER if str(values[0]).startswith(folder))


sys.addaudithook(_listen)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, list[Laptop]]]:
    with cheap_secrets():
        folder, laptops = a_team(tmp_path, Role.RESPONDER)
        exchange(*laptops)
        for laptop in laptops * 2:
            laptop.engine.poll()
        yield folder, laptops
        for laptop in laptops:
            laptop.close()


def calls_of_a_poll(folder: Path, laptop: Laptop) -> dict[str, int]:
    """What one poll asks of the file system below a folder."""
    _CALLS.clear()
    _FOLDER.append(str(folder))
    laptop.engine.poll()
    _FOLDER.clear()
    return dict(_CALLS)


def test_an_idle_poll_is_one_listing(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (_, other) = pair
    assert calls_of_a_poll(folder, other) == {"os.listdir": 1}


def test_what_was_saved_goes_out_with_the_next_poll(pair: tuple[Path, list[Laptop]]) -> None:
    _, (one, other) = pair
    other.write("water on floor 2")
    assert other.engine.poll().sent
    assert one.engine.poll().received
    assert "water on floor 2" in one.texts()


def test_what_one_folder_brought_goes_on_to_another(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    _, (one, other) = pair
    stick = tmp_path / "stick"
    stick.mkdir()
    other.station.folders.add(stick)
    other.engine.seed(stick)
    for _ in range(3):
        other.engine.poll()
    one.write("from the share to the stick")
    one.engine.poll()
    before = sum(path.is_file() for path in stick.rglob("*"))
    other.engine.poll()
    assert sum(path.is_file() for path in stick.rglob("*")) > before


def test_a_folder_that_goes_away_is_noticed_by_the_next_poll(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    folder.rename(folder.with_name("elsewhere"))
    ((_, state, _),) = one.engine.poll().folders
    assert state == "unreachable"


def test_a_folder_that_was_emptied_is_noticed_by_the_next_poll(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    shutil.rmtree(folder)
    folder.mkdir()
    ((_, state, _),) = one.engine.poll().folders
    assert state == "empty"


def test_a_sign_of_life_is_given_however_quiet_it_is(pair: tuple[Path, list[Laptop]]) -> None:
    _, (_, other) = pair
    other.clock.ms += BEAT_MS
    assert other.engine.poll().sent == 1


def test_the_quiet_ends_after_a_minute_and_when_the_clock_is_set_back(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (_, other) = pair
    other.clock.ms += QUIET_MS
    assert sum(calls_of_a_poll(folder, other).values()) > 1
    assert sum(calls_of_a_poll(folder, other).values()) == 1
    other.clock.ms -= QUIET_MS
    assert sum(calls_of_a_poll(folder, other).values()) > 1


def test_an_admin_sees_who_asks_to_join_while_all_is_quiet(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    folder, (one, _) = pair
    newcomer = a_newcomer(tmp_path / "newcomer", folder, "Nora Vance", seed=9)
    one.clock.ms += QUIET_MS
    assert one.engine.poll().opened == 1
    newcomer.close()
