# SPDX-License-Identifier: Apache-2.0
"""What a laptop's own disk can do to a workspace, and what its owner is told."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.crypto.errors import WrongPassphrase
from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.sync.notices import ROT_NOTICE
from incident_console.sync.opening import open_workspace
from tests.helpers.faults import fail, faulty_world, refusing
from tests.helpers.stations import PASSPHRASE, Laptop, a_founder, a_team, cheap_secrets, exchange


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, Laptop, Laptop]]:
    """A folder and two laptops that share three lines through it."""
    with cheap_secrets():
        folder, (one, other) = a_team(tmp_path, Role.RESPONDER)
        one.write("first", "second")
        other.write("third")
        exchange(one, other)
        yield folder, one, other
        one.close()
        other.close()


def replica_files(laptop: Laptop, directory: str) -> list[Path]:
    return sorted(path for path in (laptop.path / "replica" / directory).rglob("*") if path.is_file())


def all_bytes(path: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


# --- who may open it --------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_is_told_and_changes_nothing(pair: tuple[Path, Laptop, Laptop]) -> None:
    _, laptop, _ = pair
    laptop.close()
    before = all_bytes(laptop.path)
    with pytest.raises(WrongPassphrase):
        open_workspace(laptop.path, "not it")
    assert all_bytes(laptop.path) == before


def test_a_second_owner_is_told_who_the_first_is(pair: tuple[Path, Laptop, Laptop]) -> None:
    _, laptop, _ = pair
    with pytest.raises(KnownError, match=r"in use by incident-console \(process \d+\)"):
        open_workspace(laptop.path, PASSPHRASE)
    assert laptop.write("goes on")


def test_a_directory_that_is_no_workspace_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="is not a workspace"):
        open_workspace(tmp_path, PASSPHRASE)


# --- the databases ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 5_000, 20_000, -3_000, -1])
def test_an_index_with_a_rotten_byte_is_made_anew(pair: tuple[Path, Laptop, Laptop], at: int) -> None:
    _, laptop, _ = pair
    state = laptop.station.state_hash()
    laptop.close()
    index = laptop.path / "index.db"
    data = bytearray(index.read_bytes())
    data[at] ^= 1
    index.write_bytes(data)
    assert laptop.station.state_hash() == state


@pytest.mark.parametrize("content", [b"", b"nonsense" * 1_000])
def test_an_index_that_is_no_database_is_made_anew(pair: tuple[Path, Laptop, Laptop], content: bytes) -> None:
    _, laptop, _ = pair
    state = laptop.station.state_hash()
    laptop.close()
    (laptop.path / "index.db").write_bytes(content)
    assert laptop.station.state_hash() == state


def test_an_index_that_missed_a_sealed_batch_takes_it_in_and_is_not_made_anew(tmp_path: Path) -> None:
    with cheap_secrets(), faulty_world() as faults:
        laptop = a_founder(tmp_path / "laptop", tmp_path)
        laptop.write("saved")
        first, calls = laptop.station.index, list[str]()

        def refuse_the_batch(call: str) -> None:
            calls.append(call)
            if call == "db index.db BEGIN" and "db record.db COMMIT" in calls:
                faults.each = calls.append
                fail(call)

        faults.each = refuse_the_batch
        with pytest.raises(KnownError):
            laptop.station.seal()
        laptop.write("and on")
        assert sorted(laptop.texts()) == ["and on", "saved"]
        assert laptop.station.index is first
        laptop.close()


def test_an_older_index_catches_up_and_a_newer_one_is_made_anew(pair: tuple[Path, Laptop, Laptop]) -> None:
    _, laptop, other = pair
    laptop.close()
    older = (laptop.path / "index.db").read_bytes()
    laptop.write("fourth")
    laptop.station.seal()
    state = laptop.station.state_hash()
    laptop.close()
    newer = (laptop.path / "index.db").read_bytes()
    (laptop.path / "index.db").write_bytes(older)
    assert laptop.station.state_hash() == state
    other.close()
    (other.path / "index.db").write_bytes(newer)  # of another laptop, under another key
    assert sorted(other.texts()) == ["first", "second", "third"]


@pytest.mark.parametrize("at", [0, 5_000, 20_000, -3_000])
def test_a_damaged_record_is_one_clear_line_and_nothing_is_changed(pair: tuple[Path, Laptop, Laptop], at: int) -> None:
    _, laptop, _ = pair
    laptop.close()
    record = laptop.path / "record.db"
    data = bytearray(record.read_bytes())
    data[at] ^= 1
    record.write_bytes(data)
    with pytest.raises(KnownError, match=r"record\.db is damaged or belongs to another workspace"):
        open_workspace(laptop.path, PASSPHRASE)
    assert record.read_bytes() == data


def test_a_lost_record_is_told_and_no_empty_one_takes_its_place(pair: tuple[Path, Laptop, Laptop]) -> None:
    _, laptop, _ = pair
    laptop.close()
    (laptop.path / "record.db").unlink()
    with pytest.raises(KnownError, match=r"has lost its record\.db"):
        open_workspace(laptop.path, PASSPHRASE)
    assert not (laptop.path / "record.db").exists()


def test_a_damaged_key_file_is_told_apart_from_a_wrong_passphrase(pair: tuple[Path, Laptop, Laptop]) -> None:
    _, laptop, _ = pair
    laptop.close()
    key = laptop.path / "key.sealed"
    key.write_bytes(key.read_bytes()[:-1])
    with pytest.raises(KnownError, match=r"key file .* is damaged"):
        open_workspace(laptop.path, PASSPHRASE)


# --- the replica ------------------------------------------------------------------------------------------------


def test_lost_replica_files_come_back_from_the_folder(pair: tuple[Path, Laptop, Laptop]) -> None:
    _, laptop, _ = pair
    state = laptop.station.state_hash()
    laptop.close()
    for path in replica_files(laptop, "s"):
        path.unlink()
    assert laptop.texts() == []
    laptop.engine.sync()
    assert laptop.station.state_hash() == state
    assert len(laptop.station.record.own_streams()) == 1
    assert not laptop.notices


def test_rotten_replica_files_are_never_sent_and_come_again(pair: tuple[Path, Laptop, Laptop], tmp_path: Path) -> None:
    folder, laptop, _ = pair
    state = laptop.station.state_hash()
    for path in replica_files(laptop, "s"):
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    stick = tmp_path / "stick"
    stick.mkdir()
    laptop.engine.seed(stick)
    assert not [path for path in stick.rglob("*.b") if path.is_file()]
    laptop.engine.sync()
    assert laptop.station.state_hash() == state
    laptop.engine.sync([stick])
    assert sorted(path.name for path in (stick / "s").rglob("*.b")) == sorted(
        path.name for path in (folder / "s").rglob("*.b")
    )


def test_what_rotted_here_and_lies_nowhere_is_told_and_not_shown(pair: tuple[Path, Laptop, Laptop]) -> None:
    folder, laptop, _ = pair
    laptop.write("only here")
    laptop.station.seal()
    shared = {path.name for path in (folder / "s").rglob("*")}
    (path,) = (path for path in replica_files(laptop, "s") if path.name not in shared)
    path.unlink()
    laptop.engine.check(folder)
    laptop.engine.sync()
    assert [notice.title for notice in laptop.notices] == [ROT_NOTICE.title]
    assert "only here" not in laptop.texts()
    assert laptop.station.rebuild() == laptop.station.state_hash()


def test_a_lost_membership_file_is_written_again_from_the_record(pair: tuple[Path, Laptop, Laptop]) -> None:
    folder, laptop, _ = pair
    laptop.station.folders.remove(folder)
    laptop.close()
    for path in replica_files(laptop, "a"):
        path.unlink()
    assert laptop.station.role == Role.ADMIN
    assert laptop.write("still mine to write")


def test_what_a_crash_left_half_written_is_cleared_away(pair: tuple[Path, Laptop, Laptop]) -> None:
    _, laptop, _ = pair
    laptop.close()
    left = laptop.path / "replica" / "s" / f"{'0' * 16}.tmp"
    inside = replica_files(laptop, "s")[0].with_name(f"{'1' * 16}.tmp")
    for path in (left, inside):
        path.write_bytes(b"half")
    laptop.station.seal()
    assert not inside.exists()


# --- no room, no right ------------------------------------------------------------------------------------------


def test_what_is_saved_and_cannot_be_shown_is_told_as_saved_and_is_there_afterwards(
    pair: tuple[Path, Laptop, Laptop],
) -> None:
    _, laptop, _ = pair
    with faulty_world() as faults:
        laptop.reopen()
        faults.each = lambda call: fail(call) if call.startswith("db index.db INSERT") else None
        with pytest.raises(KnownError) as told:
            laptop.write("typed once")
        faults.each = lambda _call: None
        assert told.value.one_line() == (
            "Saved, but it cannot be shown yet. It is safe on this laptop. The disk is full. Do not enter it again."
        )
        laptop.write("typed later")
    assert laptop.texts().count("typed once") == 1


def test_a_read_only_replica_is_one_clear_line_and_what_was_saved_stays(pair: tuple[Path, Laptop, Laptop]) -> None:
    _, laptop, other = pair
    laptop.write("saved")
    with faulty_world() as faults:
        laptop.reopen()
        faults.each = refusing("put", errno.EROFS)
        with pytest.raises(KnownError, match="Read-only file system"):
            laptop.station.seal()
        laptop.close()
    exchange(laptop, other)
    assert "saved" in other.texts()
    assert not laptop.notices


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; skipped where this user may not mount one."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    place = tmp_path / "disk"
    place.mkdir()
    if not mount or not umount:
        pytest.skip("this system cannot mount a small disk")
    command = [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("this user may not mount a small disk")
    yield place
    subprocess.run([umount, "-l", str(place)], check=True)


def test_a_disk_that_fills_up_loses_nothing_that_was_saved(small_disk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    with cheap_secrets():
        laptop = a_founder(small_disk / "laptop", folder)
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(1_000_000))
        saved, told = written_until_refused(laptop)
        ballast.unlink()
        laptop.write("room again")
        laptop.engine.sync()
        assert "full" in told
        assert {*saved, "room again"} <= set(laptop.texts())
        assert laptop.station.rebuild() == laptop.station.state_hash()
        laptop.close()


def written_until_refused(laptop: Laptop) -> tuple[list[str], str]:
    """Write long lines until one is refused; returns those that were saved, and what was told then."""
    saved: list[str] = []
    while len(saved) < 2_000:
        text = f"{len(saved)} " + "-" * 10_000
        try:
            laptop.write(text)
        except KnownError as error:
            return saved, error.one_line()
        saved.append(text)
    raise AssertionError("the disk never filled up")
