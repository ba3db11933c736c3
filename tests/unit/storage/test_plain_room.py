# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.storage.plain_room import PlainRoom, is_untouched, plain_places, remove_copy, sweep


def a_copy(room: PlainRoom, words: bytes = b"plain") -> Path:
    path = room.new_path(".md")
    room.put(path, words)
    return path


def modes(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_a_copy_is_for_one_user_alone_and_its_name_says_nothing(tmp_path: Path) -> None:
    room = PlainRoom(os.urandom, [tmp_path / "place"])
    path = a_copy(room)
    assert path.read_bytes() == b"plain"
    assert path.name == "document-1.md"
    assert modes(path) == 0o600
    assert {modes(each) for each in (path.parent, room.path, tmp_path / "place")} == {0o700}
    assert {".nomedia", ".trackerignore", "CACHEDIR.TAG"} <= {each.name for each in (tmp_path / "place").iterdir()}
    room.close()
    assert not room.path.exists()
    assert list((tmp_path / "place").glob("*.lock")) == []


def test_a_place_that_others_could_lead_astray_is_not_taken(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "link").symlink_to(elsewhere)
    (tmp_path / "file").write_text("", encoding="utf-8")
    room = PlainRoom(os.urandom, [tmp_path / "link", tmp_path / "file", tmp_path / "good"])
    assert room.path.parent == tmp_path / "good"
    room.close()
    with pytest.raises(KnownError) as caught:
        PlainRoom(os.urandom, [tmp_path / "link"])
    assert "no private place" in caught.value.title
    assert list(elsewhere.iterdir()) == []


def test_an_open_place_is_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir(mode=0o755)
    PlainRoom(os.urandom, [tmp_path / "place"]).close()
    assert modes(tmp_path / "place") == 0o700


def test_the_place_in_memory_comes_first_and_only_if_it_is_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run").mkdir()
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    cache = tmp_path / "cache" / "incident-console" / "plain-copies.noindex"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    assert plain_places() == [tmp_path / "run" / "incident-console", cache]
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "nowhere"))
    assert plain_places() == [cache]
    monkeypatch.setenv("XDG_RUNTIME_DIR", "run")
    assert plain_places() == [cache]


def test_a_sweep_leaves_rooms_in_use_and_copies_that_somebody_wrote_to(tmp_path: Path) -> None:
    place = tmp_path / "place"
    in_use, dead = PlainRoom(os.urandom, [place]), PlainRoom(os.urandom, [place])
    used, untouched, touched = a_copy(in_use), a_copy(dead), a_copy(dead)
    (untouched.parent / ".~lock.document-1.md#").write_text("another program", encoding="utf-8")
    touched.write_bytes(b"changed")
    os.close(dead._descriptor)  # as the kernel does when a process is killed
    assert sweep([place, tmp_path / "missing"]) == 1
    assert used.exists()
    assert touched.read_bytes() == b"changed"
    assert not untouched.parent.exists()
    assert not is_untouched(touched)
    assert remove_copy(touched)
    assert sweep([place]) == 0
    assert not dead.path.exists()
    in_use.close()
    assert [each.name for each in place.iterdir() if each.is_dir() or each.suffix == ".lock"] == []


def test_a_copy_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    room = PlainRoom(os.urandom, [tmp_path / "place"])
    path = room.new_path("." + "x" * 300)
    with pytest.raises(OSError, match="too long"):
        room.put(path, b"plain")
    assert list(room.path.iterdir()) == []
    room.close()
