# SPDX-License-Identifier: Apache-2.0
"""Files that are put together are whole at the end, and wait for their directory once."""

from __future__ import annotations

import errno
import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from incident_console.storage import file_tree
from incident_console.storage.file_tree import DiskTree


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The directories that were made durable, in order."""
    found: list[str] = []
    monkeypatch.setattr(file_tree, "sync_directory", lambda directory: found.append(directory.name))
    return found


def put_ten(tree: DiskTree) -> None:
    with tree.together():
        for number in range(10):
            tree.put_new(f"a/{number}", bytes([number]))


def put_many(tree: DiskTree, size: int) -> None:
    with tree.together():
        for number in range(600):
            tree.put_new(f"a/{number}", bytes(size))


def test_many_files_wait_for_each_of_their_directories_once(tmp_path: Path, synced: list[str]) -> None:
    tree = DiskTree(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with tree.together():
        for name in ("a/1", "b/1", "a/2"):
            assert tree.put_new(name, name.encode())
        assert synced == []
    assert synced == ["a", "b"]
    assert tree.read("a/2", 10) == b"a/2"


def test_a_failure_in_between_leaves_the_ones_before_it_for_good(tmp_path: Path, synced: list[str]) -> None:
    tree = DiskTree(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "file").write_bytes(b"")
    with suppress(OSError), tree.together():
        tree.put_new("a/1", b"one")
        tree.put_new("file/below-a-file", b"two")
    assert synced == ["a"]
    assert tree.read("a/1", 10) == b"one"


def test_alone_a_file_is_for_good_at_once(tmp_path: Path, synced: list[str]) -> None:
    tree = DiskTree(tmp_path)
    (tmp_path / "a").mkdir()
    tree.put_new("a/1", b"one")
    assert synced == ["a"]


def test_files_put_together_are_durable_before_one_of_them_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    durable: list[tuple[int, int]] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        found = os.fstat(descriptor)
        durable.append((found.st_ino, len(list((tmp_path / "a").glob("?")))))
        real(descriptor)

    tree = DiskTree(tmp_path)
    (tmp_path / "a").mkdir()
    monkeypatch.setattr(os, "fsync", fsync)
    put_ten(tree)
    inodes = {path.stat().st_ino for path in (tmp_path / "a").iterdir()}
    assert inodes <= {inode for inode, _ in durable}
    assert {named for inode, named in durable if inode in inodes} == {0}


def test_the_second_of_two_files_of_one_name_is_left_out(tmp_path: Path) -> None:
    tree = DiskTree(tmp_path)
    with tree.together():
        tree.put_new("a/1", b"one")
        tree.put_new("a/1", b"two")
    assert tree.read("a/1", 10) == b"one"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["1"]


def test_where_the_disk_fails_at_the_end_nothing_half_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = DiskTree(tmp_path)
    (tmp_path / "a").mkdir()

    def fails(_descriptor: int) -> None:
        raise OSError(errno.EIO, "the disk gave up")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="the disk gave up"):
        put_ten(tree)
    assert list((tmp_path / "a").iterdir()) == []


def test_the_next_files_are_put_together_while_those_before_go_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_last_put, real = threading.Event(), os.fsync

    def fsync(descriptor: int) -> None:
        assert is_last_put.wait(10)
        real(descriptor)

    tree = DiskTree(tmp_path)
    (tmp_path / "a").mkdir()
    monkeypatch.setattr(os, "fsync", fsync)
    with tree.together():
        for number in range(3):
            tree.put_new(f"a/{number}", bytes([number]) * (8 << 20))
            is_last_put.set() if number == 1 else None
    assert [tree.read(f"a/{number}", 1)[:1] for number in range(3)] == [b"\0", b"\1", b"\2"]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["0", "1", "2"]


@pytest.mark.parametrize("size", [10, 2 << 20])
def test_where_the_disk_fails_beside_the_work_that_is_told_and_nothing_half_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    tree = DiskTree(tmp_path)
    (tmp_path / "a").mkdir()

    def fails(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "the disk is full")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="the disk is full"):
        put_many(tree, size)
    assert list((tmp_path / "a").iterdir()) == []


def test_a_piece_of_a_file_is_read_alone(tmp_path: Path) -> None:
    tree = DiskTree(tmp_path)
    tree.put_new("a/1", b"0123456789")
    assert tree.read_piece("a/1", 3, 4) == b"3456"
    assert tree.read_piece("a/1", 8, 1 << 62) == b"89"
    assert tree.read_piece("a/1", 20, 4) == b""
