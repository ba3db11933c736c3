# SPDX-License-Identifier: Apache-2.0
"""Everything that happens to shared folders: it is recognised, named in words, and made good without anybody's help.

Where a folder is not recognised as the team's any more, one command fills it anew. Whatever happens, nothing is lost
while one laptop holds it.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.services.folder_findings import finding_words
from incident_console.services.folders import FoldersService
from incident_console.sync.close_look import EVERY_MS
from incident_console.sync.engine import SyncResult
from incident_console.sync.governing import revoke
from incident_console.wire import names
from tests.helpers.seeded import seeded_random
from tests.helpers.stations import Laptop, a_founder, a_newcomer, a_team, cheap_secrets, exchange, let_in

LINES = [f"line {number}" for number in range(8)]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, list[Laptop]]]:
    """Two laptops that share eight lines, each in a batch of its own, through one folder."""
    with cheap_secrets():
        folder, laptops = a_team(tmp_path, Role.RESPONDER)
        for text in LINES:
            laptops[0].write(text)
            laptops[0].station.seal()
        exchange(*laptops)
        yield folder, laptops
        for laptop in laptops:
            laptop.close()


def team_files(folder: Path) -> dict[str, bytes]:
    """The team's files in a folder, without what was put aside."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".bad")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def state_of(result: SyncResult) -> str:
    ((_, state, _),) = result.folders
    return state


def words_of(laptop: Laptop) -> str:
    """What `folder list` and the pane of the folder say about what was found there."""
    (line,) = FoldersService(laptop.station).lines()
    return finding_words(line, laptop.clock())


def told(laptop: Laptop) -> list[str]:
    return [notice.title for notice in laptop.notices]


def a_newcomer_reads_everything(folder: Path, admin: Laptop, root: Path) -> None:
    """A laptop that was never here gets all of it from the folder alone."""
    newcomer = a_newcomer(root / "late", folder, "Late Comer", 99)
    let_in(admin, newcomer, Role.VIEWER)
    assert newcomer.texts() == admin.texts()
    newcomer.close()


# --- overwritten where they lie ---------------------------------------------------------------------------------

_noise = seeded_random(5)
OVERWRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "zero-filled": lambda data: bytes(len(data)),
    "truncated": lambda data: data[: len(data) // 2],
    "emptied": lambda _: b"",
    "one bit flipped": lambda data: data[:-1] + bytes((data[-1] ^ 1,)),
    "encrypted in place": lambda data: _noise(len(data)),
    "with something appended": lambda data: data + b"sent from my virus scanner",
}


@pytest.mark.parametrize("way", OVERWRITTEN)
def test_files_overwritten_where_they_lie_are_made_good_by_the_next_comparison(
    pair: tuple[Path, list[Laptop]], way: str
) -> None:
    folder, (one, _) = pair
    before = team_files(folder)
    for name, data in before.items():
        (folder / name).write_bytes(OVERWRITTEN[way](data))
    result = one.engine.sync()
    assert (state_of(result), result.healed, result.sent) == ("ok", len(before) - 1, 0)
    lasting = {name: data for name, data in before.items() if name != names.README and not name.startswith("h/")}
    assert lasting.items() <= team_files(folder).items()
    assert len(list((folder / "h").glob("*[!.bad]"))) == 2, "this laptop's newer head stands beside the other's"
    assert words_of(one).startswith(f"{len(before) - 1} files there were damaged and have been made good")
    assert told(one) == ["Files in the folder share were overwritten"]
    assert "malware" in one.notices[0].message


def test_a_close_look_reads_few_files_and_none_again_for_hours(pair: tuple[Path, list[Laptop]]) -> None:
    _, (one, _) = pair
    one.clock.ms += EVERY_MS
    assert 0 < one.engine.sync().opened < 20
    one.reopen()
    assert one.engine.sync().opened == 0


def test_the_same_is_told_once_not_at_every_look(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    for _ in range(3):
        for name in team_files(folder):
            (folder / name).write_bytes(b"junk")
        one.engine.check(folder)
        one.engine.sync()
    one.clock.ms += EVERY_MS
    one.engine.sync()
    one.engine.sync()
    assert len(told(one)) <= 1


def test_the_mark_of_a_folder_is_written_anew_when_it_names_another_key_to_join_by(
    pair: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (one, _) = pair
    mark = folder / names.team_file(one.station.team_id)
    genuine = mark.read_bytes()
    with cheap_secrets():
        (tmp_path / "theirs").mkdir()
        thief = a_founder(tmp_path / "thief", tmp_path / "theirs", 7)
        forged = genuine[:-1216] + thief.station.team_file()[-1216:]
        thief.close()
    mark.write_bytes(forged)
    assert one.engine.check(folder).damaged == 1
    assert mark.read_bytes() == genuine


def test_the_mark_of_a_newer_version_is_left_alone(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    mark = folder / names.team_file(one.station.team_id)
    mark.write_bytes(newer := mark.read_bytes()[:4] + b"\x02" + mark.read_bytes()[5:])
    assert one.engine.check(folder).damaged == 0
    assert mark.read_bytes() == newer


# --- renamed, encrypted, deleted --------------------------------------------------------------------------------


def encrypt(folder: Path) -> None:
    """What ransomware does: noise under another ending, and a note."""
    for name in team_files(folder):
        path = folder / name
        path.with_name(f"{path.name}.locked").write_bytes(os.urandom(path.stat().st_size))
        path.unlink()
    (folder / "HOW_TO_DECRYPT.txt").write_text("Pay us", encoding="utf-8")


def test_a_folder_encrypted_by_ransomware_is_named_and_one_command_fills_it_anew(
    pair: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (one, other) = pair
    before = team_files(folder)
    encrypt(folder)
    result = one.engine.sync()
    assert state_of(result) == "damaged"
    assert "its files were renamed, encrypted or deleted" in result.folders[0][2]
    assert "Everything is safe on this laptop" in result.folders[0][2]
    assert "then fill it again: folder seed" in result.folders[0][2]
    with pytest.raises(KnownError, match="renamed, encrypted or deleted"):
        one.engine.check(folder)
    one.write("meanwhile")
    one.engine.seed(folder)
    after = team_files(folder)
    assert {name for name in before if not name.startswith("h/")} <= after.keys()
    assert state_of(other.engine.sync()) == "ok"
    assert "meanwhile" in other.texts()
    assert (folder / "HOW_TO_DECRYPT.txt").exists(), "what is not ours is left to people"
    a_newcomer_reads_everything(folder, one, tmp_path)


def test_a_folder_whose_mark_alone_is_gone_is_called_damaged_not_empty(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    (folder / names.team_file(one.station.team_id)).unlink()
    assert state_of(one.engine.sync()) == "damaged"
    one.engine.seed(folder)
    assert state_of(one.engine.sync()) == "ok"


def test_files_renamed_to_conflict_copies_are_written_again_and_the_copies_left_alone(
    pair: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, other) = pair
    before = team_files(folder)
    for name in before:
        path = folder / name
        if "/" in name:
            path.rename(path.with_name(f"{path.stem} (conflicted copy 2026-11-27){path.suffix}"))
    result = one.engine.sync()
    assert result.healed > 0
    after = team_files(folder)
    assert before.items() <= after.items()
    assert words_of(one).startswith(f"{result.healed} files were gone and were written again")
    found = one.engine.check(folder)
    assert (found.missing, found.damaged, found.foreign) == (0, 0, len(after) - len(before))
    assert other.engine.sync().received == 0


def test_a_folder_without_its_files_but_with_its_mark_is_filled_by_itself(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    before = team_files(folder)
    for directory in "hsab":
        shutil.rmtree(folder / directory, ignore_errors=True)
    one.engine.sync()
    assert before.items() <= team_files(folder).items()
    assert told(one) == ["The folder share had lost 12 files"]


def test_a_folder_put_back_by_a_week_is_named_told_once_and_brought_forward(
    pair: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, other) = pair
    shutil.copytree(folder, folder.with_name("backup"))
    one.clock.ms += 7 * 24 * 3_600_000
    other.clock.ms = one.clock.ms
    one.write("since then")
    exchange(one, other)
    shutil.rmtree(folder)
    folder.with_name("backup").rename(folder)
    result = one.engine.sync()
    assert result.healed > 0
    assert "was put back to an older state" in words_of(one)
    assert told(one) == ["The folder share had been put back to an older state"]
    other.engine.sync()
    assert told(other) == [], "it was made good already"


def test_names_in_capitals_as_some_sticks_keep_them_are_nobodys_and_harm_nothing(
    pair: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, other) = pair
    before = team_files(folder)
    for name in before:
        path = folder / name
        if "/" in name:
            path.rename(path.with_name(path.name.upper()))
    one.engine.sync()
    assert before.items() <= team_files(folder).items()
    exchange(one, other)
    assert one.texts() == other.texts()


# --- another place ----------------------------------------------------------------------------------------------


def test_another_teams_folder_in_its_place_is_named_and_left_alone(
    pair: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (one, _) = pair
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    stranger = a_founder(tmp_path / "stranger", theirs, 7)
    stranger.close()
    folder.rename(tmp_path / "elsewhere")
    theirs.rename(folder)
    before = team_files(folder)
    result = one.engine.sync()
    assert state_of(result) == "foreign"
    assert "belongs to another team. Everything is safe on this laptop" in result.folders[0][2]
    assert "or fill an empty one: folder seed" in result.folders[0][2]
    with pytest.raises(KnownError, match="belongs to another team"):
        one.engine.seed(folder)
    assert team_files(folder) == before


def test_the_mount_point_of_a_share_that_is_not_mounted_stays_empty(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    folder.rename(folder.with_name("server"))
    folder.mkdir()
    for _ in range(3):
        result = one.engine.sync()
        assert state_of(result) == "empty"
        one.write("meanwhile")
    assert "or what belongs there is not mounted. Everything is safe" in result.folders[0][2]
    assert "If it is mounted, and the right one, fill it: folder seed" in result.folders[0][2]
    assert not list(folder.iterdir())
    folder.rmdir()
    folder.with_name("server").rename(folder)
    assert state_of(one.engine.sync()) == "ok"


def test_what_is_known_to_have_been_mounted_is_not_filled_while_it_is_not(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    with mock.patch("os.path.ismount", lambda path: str(path) in (str(folder), "/")):
        one.engine.sync()
    folder.rename(folder.with_name("server"))
    folder.mkdir()
    result = one.engine.sync()
    assert state_of(result) == "empty"
    assert f"The folder {folder} is not mounted. It lay on what was mounted at {folder}" in result.folders[0][2]
    with pytest.raises(KnownError, match="is not mounted"):
        one.engine.seed(folder)
    assert not list(folder.iterdir())
    one.station.folders.remove(folder)
    one.station.folders.add(folder)
    one.engine.seed(folder)
    assert state_of(one.engine.sync()) == "ok", "who takes it out of the list and adds it again means it"


def test_a_folder_that_is_not_there_is_not_made(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    gone = folder.with_name("media") / "STICK"
    with pytest.raises(KnownError, match="is not there") as told:
        one.engine.seed(gone)
    assert "Nothing was made" in told.value.message
    assert "folder seed" in told.value.what_to_do
    assert not gone.parent.exists()


# --- heaps of junk ----------------------------------------------------------------------------------------------


def test_thousands_of_strange_files_cost_a_listing_and_are_told_of(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    for number in range(1_500):
        (folder / "s" / f"holiday-{number}.jpg").write_bytes(b"")
        (folder / "h" / f"holiday-{number}.jpg").write_bytes(b"")
    one.write("still comes through")
    one.engine.sync()
    assert other.engine.sync().opened < 10
    assert "still comes through" in other.texts()
    assert words_of(other).startswith("1,500 files there are none of the team's")
    assert told(other) == ["The folder share fills with files that are none of the team's"]


def test_millions_of_bytes_under_the_names_of_the_team_are_not_read_to_their_end(
    pair: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, other) = pair
    stream = next((folder / "s").iterdir())
    places = [folder / "a", folder / "h", folder / "j", stream]
    endings = {"a": "{}.m", "j": "{}.q"}
    (folder / "j").mkdir(exist_ok=True)
    for place in places:
        for number in range(5):
            name = endings.get(place.name, f"{900 + number:010d}-{{}}.b").format(f"{number:020d}")
            with (place / name).open("wb") as file:
                file.truncate(200 << 20)
    one.write("still comes through")
    one.engine.sync()
    began_s = time.thread_time()
    other.engine.sync()
    assert time.thread_time() - began_s < 5
    assert "still comes through" in other.texts()
    assert {row.code for row in other.station.carriers.quarantined()} == {"size"}


def test_a_whole_file_that_was_moved_aside_is_taken_in_before_it_goes(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    one.write("read before it was whole")
    one.engine.sync()
    newest = max((folder / "s").rglob("*.b"), key=lambda path: path.stat().st_mtime_ns)
    newest.rename(newest.with_name("0123456789abcdef.bad"))
    other.engine.sync(is_full=True)
    assert "read before it was whole" not in other.texts()
    other.clock.ms += 25 * 3_600_000
    other.engine.sync(is_full=True)
    assert "read before it was whole" in other.texts()
    assert not list((folder / "s").rglob("*.bad"))


def test_of_what_was_moved_aside_so_much_is_read_in_one_round(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _) = pair
    for number in range(5):
        with (folder / "h" / f"{number:016x}.bad").open("wb") as file:
            file.truncate(1 << 20)
    one.engine.sync(is_full=True)
    one.clock.ms += 25 * 3_600_000
    left = []
    with mock.patch("incident_console.sync.sweeping.JUNK_A_ROUND", 2 << 20):
        for _ in range(3):
            one.engine.sync(is_full=True)
            left.append(len(list((folder / "h").glob("*.bad"))))
    assert left == [3, 1, 0]


def test_who_is_no_member_leaves_what_was_moved_aside_to_others(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    revoke(one.station, other.station.device)
    exchange(one, other)
    aside = folder / "h" / "0123456789abcdef.bad"
    aside.write_bytes(b"sealed under a key that only members have")
    for laptop in (other, one):
        laptop.engine.sync(is_full=True)
        laptop.clock.ms += 25 * 3_600_000
        laptop.engine.sync(is_full=True)
        assert aside.exists() == (laptop is other)
