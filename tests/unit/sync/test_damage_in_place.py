# SPDX-License-Identifier: Apache-2.0
"""Files that somebody emptied, cut or zeroed where they lie: found without reading what is as it was."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from incident_console.domain.ports import Listed
from incident_console.domain.roles import Role
from incident_console.services.folder_findings import finding_words
from incident_console.services.folders import FoldersService
from incident_console.storage.file_tree import DiskTree
from incident_console.sync.close_look import EVERY_MS, SAMPLE
from incident_console.sync.engine import SyncEngine
from incident_console.sync.receiving import QUIET_MS
from incident_console.wire import names
from tests.helpers.small_rollups import small_rollups, write_batches
from tests.helpers.stations import Laptop, a_team, cheap_secrets, exchange

BATCHES = 80


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, list[Laptop]]]:
    """Two laptops and a folder that both know well, with many batches in it, none of them joined."""
    with cheap_secrets(), small_rollups(width=1_000):
        folder, laptops = a_team(tmp_path, Role.RESPONDER)
        write_batches(laptops[0], BATCHES)
        for _ in range(2):
            exchange(*laptops)
        yield folder, laptops
        for laptop in laptops:
            laptop.close()


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".bad")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def loose(folder: Path) -> list[Path]:
    return sorted((folder / "s").rglob("*.b"))


def zero(path: Path, *, is_time_kept: bool = False) -> None:
    """Overwrite a file with as many zeros."""
    before = path.stat()
    path.write_bytes(bytes(before.st_size))
    if is_time_kept:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def words_of(laptop: Laptop) -> str:
    (line,) = FoldersService(laptop.station).lines()
    return finding_words(line, laptop.clock())


def test_emptied_files_are_found_after_a_start_and_nothing_else_is_read(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    before = files(folder)
    for path in loose(folder)[:12]:
        path.write_bytes(b"")
    one.reopen()
    result = one.engine.sync()
    assert (result.healed, result.sent) == (12, 0)
    assert result.opened <= 2 * 12 + SAMPLE
    assert files(folder) == before
    assert words_of(one).startswith("12 files there were damaged and have been made good (")
    assert one.engine.sync().opened == 0


def test_a_file_zeroed_at_its_size_shows_by_its_time(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    before = files(folder)
    zero(loose(folder)[7])
    assert one.engine.sync().healed == 1
    assert files(folder) == before


def test_where_times_were_set_back_it_is_found_within_hours(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    before = files(folder)
    for path in loose(folder):
        zero(path, is_time_kept=True)
    assert one.engine.sync().healed == 0
    one.clock.ms += EVERY_MS
    assert one.engine.sync().healed == len(loose(folder))
    assert {name: data for name, data in files(folder).items() if not name.startswith("h/")}.items() <= before.items()


def test_a_folder_that_was_copied_is_read_in_part_and_once(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    for path in folder.rglob("*"):
        os.utime(path)
    result = one.engine.sync()
    assert 0 < result.opened < BATCHES
    assert (result.healed, words_of(one)) == (0, "")
    assert one.engine.sync().opened == 0


def test_a_window_finds_it_within_minutes_by_itself(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    window = SyncEngine(one.station, is_patient=True)
    window.sync()
    before = files(folder)
    for path in loose(folder)[-3:]:
        path.write_bytes(path.read_bytes()[:100])
    healed = 0
    for _ in range(3):
        one.clock.ms += QUIET_MS
        healed += window.poll().healed + window.poll().healed
    assert healed == 3
    assert files(folder).items() >= {path: data for path, data in before.items() if path.startswith("s/")}.items()
    assert words_of(one).startswith("3 files there were damaged and have been made good")


def test_a_large_folder_is_glanced_at_in_turns(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    window = SyncEngine(one.station)
    window.sync()
    directories = {path.parent for path in map(Path, files(folder)) if path.parent != Path()}
    looked: list[str] = []
    files_in = DiskTree.files

    def look(tree: DiskTree, directory: str) -> object:
        looked.append(directory)
        return files_in(tree, directory)

    with mock.patch.object(DiskTree, "files", look), mock.patch("incident_console.sync.stamps.GLANCE_FILES", 1):
        for _ in range(len(directories)):
            one.clock.ms += QUIET_MS
            assert window.poll().opened == 0
    assert {Path(directory) for directory in looked} == directories
    assert len(looked) == len(directories), "one directory each minute"


def test_what_cannot_be_replaced_is_told_and_hinders_nothing(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    other.write("still comes through")
    other.engine.sync()
    path = loose(folder)[0]
    path.write_bytes(b"")
    denied = OSError(errno.EACCES, os.strerror(errno.EACCES))
    with mock.patch.object(DiskTree, "set_aside", side_effect=denied):
        result = one.engine.sync()
        assert "still comes through" in one.texts()
        assert words_of(one).startswith("1 file there is damaged and could not be made good yet")
        one.clock.ms += QUIET_MS
        one.engine.poll()
        assert one.engine.poll().opened == 0, "it is not read each time"
    assert (result.healed, result.folders[0][1]) == (0, "ok")
    assert one.engine.sync().healed == 1


def test_a_file_that_rotted_on_this_laptop_is_not_given_for_a_sound_one(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    before = files(folder)
    own = next(path for path in loose(one.path / "replica") if path.name == loose(folder)[0].name)
    os.utime(loose(folder)[0])
    own.write_bytes(b"rot")
    result = one.engine.sync()
    assert result.healed == 0
    assert files(folder) == before
    assert own.read_bytes() == loose(folder)[0].read_bytes()


def test_a_share_that_tells_wrong_sizes_is_read_once(pair: tuple[Path, list[Laptop]]) -> None:
    _, (one, _) = pair
    files_in = DiskTree.files

    def grown(tree: DiskTree, directory: str) -> list[Listed]:
        return [replace(file, size=file.size + 4096) for file in files_in(tree, directory)]

    with mock.patch.object(DiskTree, "files", grown):
        result = one.engine.sync()
        assert (result.opened > BATCHES, result.healed) == (True, 0)
        assert one.engine.sync().opened == 0
    assert words_of(one) == ""


def test_a_directory_in_the_place_of_a_file_is_moved_aside(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    before = files(folder)
    path = loose(folder)[3]
    path.unlink()
    path.mkdir()
    assert one.engine.sync().healed == 1
    assert files(folder) == before


def test_the_mark_of_a_folder_is_made_good_like_any_file(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    mark = folder / names.team_file(one.station.team_id)
    before = mark.read_bytes()
    for damaged in (b"", bytes(len(before))):
        mark.write_bytes(damaged)
        assert one.engine.sync().healed == 1
        assert mark.read_bytes() == before
        assert one.engine.sync().opened == 0


def test_a_stick_that_was_never_met_before_is_healed_and_told_as_such(
    pair: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (one, _) = pair
    stick = Path(shutil.copytree(folder, tmp_path / "stick"))
    for path in loose(stick)[:5]:
        path.write_bytes(path.read_bytes()[:-1])
    result = one.engine.sync([stick])
    assert (result.healed, result.sent) == (5, 0)
    found = one.station.carriers.finding(str(stick))
    assert found is not None
    assert found[:2] == ("overwritten", 5)
