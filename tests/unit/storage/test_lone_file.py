# SPDX-License-Identifier: Apache-2.0
"""A file that a person asked for is there whole, for him alone, or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from incident_console.storage import lone_file
from incident_console.storage.lone_file import write_whole


@pytest.fixture(params=["without a name first", "under its name"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "under its name":
        monkeypatch.setattr(lone_file, "_UNNAMED", 0)
    return str(request.param)


def test_it_is_there_whole_and_only_for_its_owner(way: str, tmp_path: Path) -> None:
    write_whole(tmp_path / "kit.pdf", b"page" * 50_000)
    assert (tmp_path / "kit.pdf").read_bytes() == b"page" * 50_000
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "kit.pdf").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["kit.pdf"]


def test_what_is_there_is_never_replaced(way: str, tmp_path: Path) -> None:
    (tmp_path / "kit.pdf").write_bytes(b"older")
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "kit.pdf", b"newer")
    assert (tmp_path / "kit.pdf").read_bytes() == b"older"


def test_a_full_disk_leaves_nothing(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "kit.pdf", b"page")
    assert not list(tmp_path.iterdir())


def test_a_file_system_without_nameless_files_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(*_args: object, **_options: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unable)
    write_whole(tmp_path / "kit.pdf", b"page")
    assert (tmp_path / "kit.pdf").read_bytes() == b"page"
