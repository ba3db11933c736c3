# SPDX-License-Identifier: Apache-2.0
"""Folders that vanish, empty, fill up, fall back and rot; several of them; sticks."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.storage.carriers import BACK_OFF_MS
from incident_console.storage.leftovers import KEPT_MS
from incident_console.sync.engine import SyncResult
from incident_console.sync.heads import BEAT_MS
from incident_console.sync.joining import pending_requests
from incident_console.sync.receiving import JOINS_EVERY_MS
from tests.helpers.faults import faulty_world, refusing
from tests.helpers.stations import Laptop, a_newcomer, a_team, cheap_secrets, exchange


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, list[Laptop]]]:
    with cheap_secrets():
        folder, laptops = a_team(tmp_path, Role.RESPONDER)
        yield folder, laptops
        for laptop in laptops:
            laptop.close()


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def state_of(result: SyncResult) -> str:
    ((_, state, _),) = result.folders
    return state


def a_batch(folder: Path) -> Path:
    return sorted((folder / "s").rglob("*.b"))[-1]


# --- is it the team's? ------------------------------------------------------------------------------------------


def test_a_share_that_is_not_mounted_waits_until_it_is_back(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    elsewhere = folder.with_name("elsewhere")
    folder.rename(elsewhere)
    one.write("meanwhile")
    assert state_of(one.engine.sync()) == "unreachable"
    assert not folder.exists()
    elsewhere.rename(folder)
    exchange(one, other)
    assert "meanwhile" in other.texts()


def test_an_empty_directory_in_its_place_is_refused_and_stays_empty(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    shutil.rmtree(folder)
    folder.mkdir()
    result = one.engine.sync()
    assert state_of(result) == "empty"
    assert "does not hold the team's files" in result.folders[0][2]
    with pytest.raises(KnownError, match="does not hold the team's files"):
        one.engine.check(folder)
    assert files(folder) == {}


def test_a_destroyed_folder_is_filled_again_from_one_laptop(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    one.write("kept")
    exchange(one, other)
    before = files(folder)
    shutil.rmtree(folder)
    folder.mkdir()
    one.engine.seed(folder)
    assert files(folder) == before


def test_a_stick_of_another_team_is_neither_filled_nor_read(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    _, (one, _) = pair
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "team-00000000000000000000.id").write_bytes(b"theirs")
    with pytest.raises(KnownError, match="belongs to another team"):
        one.engine.seed(stick)
    assert list(files(stick)) == ["team-00000000000000000000.id"]


# --- what was there is put back ---------------------------------------------------------------------------------


def test_deleted_files_are_healed_by_any_laptop_that_comes_by(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    one.write("first")
    exchange(one, other)
    before = files(folder)
    for directory in "hsa":
        shutil.rmtree(folder / directory)
    result = other.engine.sync()
    assert result.healed > 0
    assert files(folder) == before


def test_a_folder_that_fell_back_is_brought_forward_and_told_of(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    backup = folder.with_name("backup")
    shutil.copytree(folder, backup)
    one.write("since then")
    exchange(one, other)
    before = files(folder)
    shutil.rmtree(folder)
    backup.rename(folder)
    found = one.engine.check(folder)
    assert found.rolled_back
    assert found.missing == found.healed > 0
    assert files(folder) == before


def test_a_check_moves_damaged_files_aside_and_writes_them_again(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    one.write("first")
    exchange(one, other)
    before = files(folder)
    path = a_batch(folder)
    path.write_bytes(path.read_bytes()[:100])
    found = one.engine.check(folder)
    assert (found.damaged, found.healed, found.missing, found.rolled_back) == (1, 1, 0, False)
    assert {name: data for name, data in files(folder).items() if not name.endswith(".bad")} == before


def test_what_a_crash_left_in_a_folder_is_swept_a_day_after_it_was_first_seen(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    left = folder / "h" / f"{'0' * 16}.tmp"
    left.write_bytes(b"half")
    one.engine.sync()
    one.clock.ms += KEPT_MS - 1
    one.engine.sync()
    assert left.exists()
    one.clock.ms += 1
    one.engine.sync()
    assert not left.exists()


# --- damaged files have not arrived yet -------------------------------------------------------------------------


def test_a_damaged_file_is_read_again_later_and_later_and_taken_once_it_is_whole(
    pair: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, other) = pair
    one.write("damaged on the way")
    one.engine.sync()
    path = a_batch(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert other.engine.sync().quarantined == 1
    for wait_ms in BACK_OFF_MS:
        other.clock.ms += wait_ms - 1
        assert other.engine.sync().quarantined == 0
        other.clock.ms += 1
        assert other.engine.sync().quarantined == 1
    path.write_bytes(whole)
    other.clock.ms += BACK_OFF_MS[-1]
    other.engine.poll()
    assert "damaged on the way" in other.texts()
    assert not other.station.carriers.quarantined()


def test_a_clock_that_was_put_back_does_not_keep_a_file_waiting(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    one.write("damaged on the way")
    one.engine.sync()
    path = a_batch(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    other.clock.ms += 10 * 365 * 86_400_000
    other.engine.sync()
    other.clock.ms -= 10 * 365 * 86_400_000
    path.write_bytes(whole)
    other.engine.sync()
    assert "damaged on the way" in other.texts()


def test_a_damaged_file_that_is_gone_is_forgotten(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (_, other) = pair
    junk = a_batch(folder).with_name(f"0000000009-{'a' * 20}.b") if (folder / "s").exists() else None
    junk = junk or folder / "a" / f"{'a' * 20}.m"
    junk.write_bytes(b"junk")
    other.engine.sync()
    assert [row.code for row in other.station.carriers.quarantined()] == ["hash"]
    junk.unlink()
    other.engine.sync()
    assert not other.station.carriers.quarantined()


# --- writing fails ----------------------------------------------------------------------------------------------


REFUSALS = {errno.EACCES: "read-only", errno.EROFS: "read-only", errno.ENOSPC: "full", errno.EIO: "unreachable"}


@pytest.mark.parametrize(("number", "state"), REFUSALS.items())
def test_a_folder_that_refuses_to_be_written_is_told_and_tried_again(
    pair: tuple[Path, list[Laptop]], number: int, state: str
) -> None:
    _, (one, other) = pair
    other.write("readable all the same")
    other.engine.sync()
    with faulty_world() as faults:
        one.reopen()
        one.write("held back")
        faults.each = refusing("put share", number)
        result = one.engine.sync()
        assert state_of(result) == state
        assert "Everything is safe on this laptop" in result.folders[0][2]
        assert "readable all the same" in one.texts()
        one.close()
    exchange(one, other)
    assert "held back" in other.texts()


def test_one_folder_that_fails_does_not_stop_the_others(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    folder, (one, other) = pair
    second = tmp_path / "second"
    second.mkdir()
    one.engine.seed(second)
    for laptop in (one, other):
        laptop.station.folders.add(second)
    shutil.rmtree(folder)
    one.write("by the other way")
    exchange(one, other)
    assert "by the other way" in other.texts()


def test_a_sync_that_was_stopped_goes_on_where_it_was(pair: tuple[Path, list[Laptop]]) -> None:
    _, (one, other) = pair
    for number in range(3):
        one.write(f"line {number}")
        one.station.seal()
    cancel = Event()
    one.engine.sync(cancel=cancel, progress=lambda *_: cancel.set())
    one.engine.poll()
    other.engine.sync()
    assert len(other.texts()) == 3


# --- several ways -----------------------------------------------------------------------------------------------


def test_two_folders_become_one_through_a_laptop_that_has_both(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    folder, (one, other) = pair
    second = tmp_path / "second"
    second.mkdir()
    one.engine.seed(second)
    one.station.folders.add(second)
    other.station.folders.remove(folder)
    other.station.folders.add(second)
    other.write("came by the second folder")
    other.engine.sync()
    one.engine.sync()
    assert files(folder) == files(second)
    assert "came by the second folder" in one.texts()


def test_a_stick_carries_both_ways_without_being_a_folder(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    folder, (one, other) = pair
    stick = tmp_path / "stick"
    stick.mkdir()
    one.engine.seed(stick)
    other.station.folders.remove(folder)
    one.write("by stick there")
    other.write("by stick back")
    for laptop in (one, other, one):
        laptop.engine.sync([stick])
    assert set(one.texts()) == set(other.texts()) == {"by stick there", "by stick back"}
    assert other.station.folders.all() == []


# --- polling ----------------------------------------------------------------------------------------------------


def test_polls_alone_bring_lines_and_leave_one_head_for_each_station(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    for number in range(6):
        one.write(f"line {number}")
        one.engine.poll()
        other.engine.poll()
    assert len(other.texts()) == 6
    exchange(one, other)
    assert len(list((folder / "h").iterdir())) == 2


def test_an_idle_poll_opens_and_writes_nothing(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    one.write("news")
    exchange(one, other)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    for laptop in (one, other):
        for look in (laptop.engine.poll, laptop.engine.sync):
            result = look()
            assert (result.sent, result.received, result.healed, result.opened) == (0, 0, 0, 0)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_quiet_station_gives_a_sign_of_life_now_and_then(pair: tuple[Path, list[Laptop]]) -> None:
    _, (one, other) = pair
    exchange(one, other)
    one.clock.ms += BEAT_MS
    assert one.engine.poll().sent == 1
    assert one.engine.poll().sent == 0


def test_an_admin_who_only_polls_hears_of_a_new_request(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    folder, (one, _) = pair
    one.engine.poll()
    newcomer = a_newcomer(tmp_path / "newcomer", folder, "Late Comer", 99)
    newcomer.close()
    one.clock.ms += JOINS_EVERY_MS
    one.engine.poll()
    assert [request.member for request in pending_requests(one.station)] == ["Late Comer"]


def test_both_lines_of_a_copied_laptop_arrive_by_polls_alone(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    _, (one, other) = pair
    exchange(one, other)
    one.close()
    shutil.copytree(one.path, tmp_path / "copy")
    copy = Laptop(tmp_path / "copy", one.clock, one.random)
    for laptop, text in ((one, "here"), (copy, "there")):
        laptop.write(text)
        laptop.station.seal()
    for laptop in (one, copy, other, other):
        laptop.engine.poll()
    assert set(other.texts()) == {"here", "there"}
    copy.close()
