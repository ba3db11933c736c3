# SPDX-License-Identifier: Apache-2.0
"""A year in few files: old batches are joined here and in folders, everybody understands that, and nothing is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.roles import Role
from incident_console.sync.governing import revoke
from incident_console.sync.rollups import SILENT_MS
from incident_console.sync.tidying import KEPT_MS
from incident_console.wire import names
from tests.helpers.small_rollups import DAY_MS, batches_in, small_rollups, stream_files, write_batches
from tests.helpers.stations import Laptop, a_newcomer, a_team, cheap_secrets, exchange, let_in


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, list[Laptop]]]:
    with cheap_secrets(), small_rollups():
        folder, laptops = a_team(tmp_path, Role.RESPONDER)
        yield folder, laptops
        for laptop in laptops:
            laptop.close()


def replica(laptop: Laptop) -> Path:
    return laptop.path / "replica"


def exchange_loose(*laptops: Laptop) -> None:
    """Everybody gets everything before anything is joined."""
    with small_rollups(width=100):
        exchange(*laptops)


def pass_days(days: int, *laptops: Laptop) -> None:
    for laptop in laptops:
        laptop.clock.ms += days * DAY_MS


def rolled_up(folder: Path, one: Laptop, other: Laptop, count: int = 14) -> None:
    """Let a laptop write, everybody exchange, and the folder be tidied."""
    write_batches(one, count)
    exchange_loose(one, other)
    exchange(one, other)
    pass_days(7, one, other)
    exchange(one, other)


# --- making them ------------------------------------------------------------------------------------------------


def test_whole_levels_are_joined_in_the_replica_at_once_and_in_the_folder_after_a_week(
    pair: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, other) = pair
    write_batches(one, 14)
    loose = batches_in(replica(one))
    exchange_loose(one, other)
    exchange(one, other)
    assert [len(stream_files(replica(laptop), one)) for laptop in (one, other)] == [1 + 1 + 2] * 2
    assert len(stream_files(folder, one)) == 14 + 2
    pass_days(7, one, other)
    exchange(one, other)
    assert len(stream_files(folder, one)) == 4
    assert batches_in(folder) == batches_in(replica(one)) == batches_in(replica(other)) >= loose
    assert one.station.set_hash() == other.station.set_hash()
    assert len(other.texts()) == 14


def test_nothing_comes_back_and_nothing_is_opened_once_all_is_joined(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    rolled_up(folder, one, other)
    before = stream_files(folder, one)
    for laptop in (one, other, one, other):
        laptop.reopen()
        result = laptop.engine.sync()
        found = laptop.engine.check(folder)
        assert (result.healed, result.received) == (0, 0)
        assert (found.missing, found.damaged, found.healed, found.rolled_back) == (0, 0, 0, False)
    assert stream_files(folder, one) == before
    for laptop in (one, other):
        laptop.engine.sync()
        again = laptop.engine.sync()
        assert (again.opened, again.has_moved) == (0, False)


def test_two_laptops_that_roll_up_the_same_stream_apart_write_the_same_file(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    write_batches(other, 3)
    exchange_loose(one, other)
    pass_days(31, one)
    other.station.folders.remove(folder)
    one.engine.sync()
    other.engine.sync()
    assert other.station.role != Role.ADMIN
    assert len(stream_files(replica(one), other, ".r")) == 1
    assert stream_files(replica(one), other, ".r") == stream_files(replica(other), other, ".r")


def test_an_admin_rolls_up_for_a_station_that_was_silent_for_a_month_and_no_sooner(
    pair: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, other) = pair
    write_batches(other, 6)
    exchange_loose(one, other)
    one.clock.ms += SILENT_MS - 1
    one.engine.sync()
    assert stream_files(folder, other, ".r") == []
    one.clock.ms += 1
    one.engine.sync()
    assert len(stream_files(folder, other, ".r")) == 2
    pass_days(7, one)
    one.engine.sync()
    assert len(stream_files(folder, other)) == len(stream_files(replica(one), other))


# --- a folder that was rolled up --------------------------------------------------------------------------------


def test_a_newcomer_reads_roll_ups_instead_of_their_batches(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    folder, (one, other) = pair
    write_batches(one, 14)
    exchange(one, other)
    newcomer = a_newcomer(tmp_path / "newcomer", folder, "Nora Vance", seed=9)
    let_in(one, newcomer, Role.RESPONDER)
    assert len(newcomer.texts()) == 14
    opened = newcomer.station.carriers
    assert stream_files(replica(newcomer), one) == stream_files(replica(one), one)
    assert opened.quarantined() == []
    assert newcomer.station.set_hash() == one.station.set_hash()
    newcomer.close()


def test_a_laptop_that_slept_takes_roll_ups_when_loose_batches_are_gone(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    exchange(one, other)
    write_batches(one, 5)
    for _ in range(2):
        one.engine.sync()
    pass_days(7, one)
    one.engine.sync()
    assert stream_files(folder, one, ".r")
    other.clock.ms = one.clock.ms
    assert other.engine.poll().received >= 5
    assert len(other.texts()) == 5


def test_a_laptop_with_loose_batches_does_not_write_back_what_a_roll_up_replaced(
    pair: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, other) = pair
    write_batches(one, 6)
    exchange_loose(one, other)
    for _ in range(2):
        one.engine.sync()
    pass_days(7, one)
    one.engine.sync()
    before = stream_files(folder, one)
    assert before == stream_files(folder, one, ".r")
    result = other.engine.sync()
    assert (result.healed, result.sent) == (0, 0)
    assert stream_files(folder, one) == before == stream_files(replica(other), one)


@pytest.mark.parametrize("ending", [".r", ".b"])
def test_what_a_folder_lost_comes_back_from_any_laptop(ending: str, pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    rolled_up(folder, one, other)
    before = stream_files(folder, one)
    for path in (folder / "s").rglob(f"*{ending}"):
        path.unlink()
    assert other.engine.sync().healed
    assert stream_files(folder, one) == before


def test_a_destroyed_folder_is_filled_with_roll_ups(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    rolled_up(folder, one, other)
    before = batches_in(folder)
    shutil.rmtree(folder)
    folder.mkdir()
    other.engine.seed(folder)
    assert batches_in(folder) == before
    assert len(stream_files(folder, one)) == 4


def test_a_folder_put_back_to_before_is_brought_forward(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    write_batches(one, 5)
    exchange_loose(one, other)
    backup = folder.with_name("backup")
    shutil.copytree(folder, backup)
    rolled_up(folder, one, other)
    shutil.rmtree(folder)
    backup.rename(folder)
    exchange(one, other)
    assert batches_in(folder) == batches_in(replica(one))
    pass_days(8, one, other)
    exchange(one, other)
    pass_days(8, one, other)
    exchange(one, other)
    assert len(stream_files(folder, one)) == len(stream_files(replica(one), one))


def test_a_stick_that_only_holds_loose_batches_is_tidied_after_its_own_week(
    pair: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (one, other) = pair
    write_batches(one, 14)
    exchange_loose(one)
    stick = tmp_path / "stick"
    shutil.copytree(folder, stick)
    rolled_up(folder, one, other, count=0)
    one.station.folders.add(stick)
    one.engine.sync()
    assert len(stream_files(stick, one)) > 14
    pass_days(7, one, other)
    one.engine.sync()
    assert len(stream_files(stick, one)) == 4


def test_a_removed_laptop_does_not_write_back_what_a_roll_up_holds_that_it_cannot_read(
    pair: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, other) = pair
    write_batches(one, 2)
    exchange_loose(one, other)
    revoke(one.station, other.station.device)
    write_batches(one, 2)
    exchange_loose(one, other)
    for _ in range(2):
        one.engine.sync()
        pass_days(7, one)
    one.engine.sync()
    before = stream_files(folder, one)
    assert len(before) == 2
    other.clock.ms = one.clock.ms
    for _ in range(2):
        other.engine.sync()
        other.engine.check(folder)
        assert stream_files(folder, one) == before
    assert other.texts() == ["line 0", "line 1"]


def test_a_removed_laptop_does_not_write_back_a_roll_up_that_a_wider_one_holds_which_it_cannot_read(
    pair: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, other) = pair
    rolled_up(folder, one, other, 3)
    narrow = [name for name in stream_files(folder, one) if name.endswith(".r")]
    assert narrow == [name for name in stream_files(replica(other), one) if name.endswith(".r")]
    revoke(one.station, other.station.device)
    rolled_up(folder, one, one, 8)
    rolled_up(folder, one, one, 0)
    before = stream_files(folder, one)
    assert narrow[0] not in before
    other.clock.ms = one.clock.ms
    for _ in range(2):
        other.engine.sync()
        other.engine.check(folder)
        assert stream_files(folder, one) == before


# --- nothing goes too soon --------------------------------------------------------------------------------------


def test_nothing_is_removed_if_the_roll_up_does_not_read_back_well(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    write_batches(one, 3)
    exchange_loose(one, other)
    exchange(one, other)
    for laptop in (one, other):
        laptop.clock.ms += KEPT_MS - 3_600_000
    exchange(one, other)  # each looked at the folder closely now, and does not for hours
    (rolled,) = (folder / "s").rglob("*.r")
    written = rolled.stat()
    rolled.write_bytes(rolled.read_bytes()[:-1] + b"\0")
    os.utime(rolled, ns=(written.st_atime_ns, written.st_mtime_ns))
    for laptop in (one, other):
        laptop.clock.ms += 3_600_000
    exchange(one, other)
    assert len(stream_files(folder, one, ".b")) == 3
    assert one.engine.check(folder).damaged == 1
    exchange(one, other)
    assert stream_files(folder, one) == stream_files(replica(one), one)


def test_a_clock_that_jumps_removes_nothing_that_is_not_held(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    write_batches(one, 4)
    exchange_loose(one, other)
    pass_days(400, one)
    exchange(one, other)
    pass_days(-800, one)
    exchange(one, other)
    assert batches_in(folder) == batches_in(replica(one)) == batches_in(replica(other))
    pass_days(8, one)
    exchange(one, other)
    assert batches_in(folder) == batches_in(replica(one))


def test_both_branches_of_a_copied_laptop_are_joined(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    folder, (one, other) = pair
    write_batches(one, 1)
    exchange(one, other)
    shutil.copytree(one.path, tmp_path / "copy")
    copy = Laptop(tmp_path / "copy", one.clock, lambda count: bytes(range(count)))
    write_batches(one, 4, "original")
    write_batches(copy, 2, "copy")
    exchange(one, other)
    exchange(one, copy, other)
    for _ in range(2):
        pass_days(8, one, other)
        exchange(one, copy, other)
    assert batches_in(folder) == batches_in(replica(other))
    assert one.station.set_hash() == copy.station.set_hash() == other.station.set_hash()
    assert len(other.texts()) == 7
    (joined,) = (path for path in (folder / "s").rglob("*.r"))
    assert len(batches_in_file(joined)) > 3
    copy.close()


def batches_in_file(path: Path) -> list[str]:
    from incident_console.wire.rollup import sound_looking

    return [piece.name for piece in sound_looking(path.read_bytes())]


# --- the replica ------------------------------------------------------------------------------------------------


def test_a_rebuild_from_roll_ups_shows_the_same(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    rolled_up(folder, one, other)
    for laptop in (one, other):
        before = laptop.station.state_hash()
        assert laptop.station.rebuild() == before
        assert laptop.reopen().state_hash() == before
        assert not laptop.notices


def test_one_bad_byte_in_the_last_copy_costs_one_batch_of_a_roll_up(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    write_batches(one, 3)
    one.station.folders.remove(folder)
    one.engine.sync()
    one.close()
    (rolled,) = (replica(one) / "s").rglob("*.r")
    data = bytearray(rolled.read_bytes())
    data[-1] ^= 1
    rolled.write_bytes(data)
    one.station.rebuild()
    one.station.make_good()
    assert sorted(one.texts()) == ["line 0", "line 1"]


def test_an_index_from_before_the_roll_up_is_made_anew(pair: tuple[Path, list[Laptop]]) -> None:
    """As after a loss of power: the index is the one database that may fall back."""
    _, (one, other) = pair
    write_batches(one, 4)
    exchange_loose(one, other)
    one.close()
    before = (one.path / "index.db").read_bytes()
    state = one.station.state_hash()
    one.engine.sync()
    one.close()
    (one.path / "index.db").write_bytes(before)
    assert one.station.state_hash() == state
    assert one.station.set_hash() == other.station.set_hash()
    assert len(stream_files(replica(one), one)) == 2
    assert not one.notices


def test_what_rotted_here_comes_again_from_a_folder(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    rolled_up(folder, one, other)
    other.close()
    for rolled in (replica(other) / "s").rglob("*.r"):
        rolled.write_bytes(rolled.read_bytes()[:-1])
    other.station.rebuild()
    other.engine.check(folder)
    assert len(other.texts()) == 14
    assert batches_in(replica(other)) == batches_in(replica(one))


def test_an_idle_poll_is_still_one_listing_that_opens_nothing(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    rolled_up(folder, one, other)
    for laptop in (one, other, one, other):
        laptop.engine.poll()
    write_batches(one, 1, "news")
    one.engine.poll()
    seen = other.engine.poll()
    assert seen.received == 1
    assert seen.opened == 2
    assert other.engine.poll().opened == 0


def test_a_stream_directory_names_only_files_of_the_format(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    rolled_up(folder, one, other)
    for name in stream_files(folder, one):
        assert names.parse_batch(name) or names.parse_rollup(name)
