# SPDX-License-Identifier: Apache-2.0
"""Files that are put together are whole at the end, and wait for their directory once."""

from __future__ import annotations

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
    with suppress(OSError), tree.together():
        tree.put_new("a/1", b"one")
        tree.put_new("a/1/below-a-file", b"two")
    assert synced == ["a"]
    assert tree.read("a/1", 10) == b"one"


def test_alone_a_file_is_for_good_at_once(tmp_path: Path, synced: list[str]) -> None:
    tree = DiskTree(tmp_path)
    (tmp_path / "a").mkdir()
    tree.put_new("a/1", b"one")
    assert synced == ["a"]
