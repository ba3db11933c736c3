# SPDX-License-Identifier: Apache-2.0
"""Bundles as they may come from anybody: what is found in them, and what is not."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incident_console.storage.bundle_file import BundleTree, NotABundle, open_bundle, write_beside
from incident_console.wire.bundle import BLOCK, END, header, padding

TEAM = "team-cqm57dpscq8tapkbbfic.id"
ACT = "a/0123456789abcdefghij.m"
BLOB = "b/01/0123456789abcdefghijklmnopqrstuv.c"
FILES = {TEAM: b"t" * 1258, ACT: b"a" * 600, BLOB: b"b" * 5000}


def packed(files: Mapping[str, bytes]) -> bytes:
    return b"".join(header(name, len(data)) + data + bytes(padding(len(data))) for name, data in files.items())


@contextmanager
def tree_of(path: Path, data: bytes, root: str = "") -> Iterator[BundleTree]:
    path.write_bytes(data)
    with open_bundle(path) as file:
        yield BundleTree(file, root)


def test_a_bundle_is_read_like_a_folder(tmp_path: Path) -> None:
    with tree_of(tmp_path / "bundle", packed(FILES) + END) as tree:
        assert (tree.is_there(), tree.is_whole, tree.teams) == (True, True, [TEAM])
        assert tree.names("a") == ["0123456789abcdefghij.m"]
        assert tree.names("b") == ["01"]
        assert tree.names("h") == []
        assert [(file.name, file.size) for file in tree.files("a")] == [("0123456789abcdefghij.m", 600)]
        assert tree.read(ACT, 1000) == FILES[ACT]
        assert len(tree.read(BLOB, 99)) == 100
        assert tree.team_file(TEAM) == FILES[TEAM]
        with pytest.raises(FileNotFoundError):
            tree.read("a/not-there.m", 10)


def test_nothing_is_ever_written_into_a_bundle(tmp_path: Path) -> None:
    with tree_of(tmp_path / "bundle", packed(FILES) + END) as tree, tree.together():
        for change in (lambda: tree.put_new(ACT, b""), lambda: tree.set_aside(ACT), lambda: tree.remove(ACT)):
            with pytest.raises(OSError, match="Read-only"):
                change()
        assert tree.free_bytes() == 0


@pytest.mark.parametrize(
    "name",
    ["../a/0123456789abcdefghij.m", "/a/0123456789abcdefghij.m", "a/../../secret", "a/..", "s/../h/x", "record.db",
     "x-cqm57dpscq8tapkbbfic/a/0123456789abcdefghij.m", "a/x/y", "b/zz/x.c", "h/\x01", "A/0123456789ABCDEFGHIJ.m"],
)  # fmt: skip
def test_a_name_that_is_none_of_the_layout_is_passed_over(tmp_path: Path, name: str) -> None:
    with tree_of(tmp_path / "bundle", packed({**FILES, name: b"x"}) + END) as tree:
        assert sorted(path for path, _ in tree.members()) == [ACT, BLOB]


def test_links_devices_and_directories_are_passed_over(tmp_path: Path) -> None:
    archive = BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.PAX_FORMAT) as made:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(ACT)
            info.type, info.linkname = kind, "/etc/passwd"
            made.addfile(info)
        info = tarfile.TarInfo("h/" + "é" * 60)  # takes a header of its own that could claim any size
        made.addfile(info)
        info = tarfile.TarInfo(f"./{BLOB}")
        info.size = 4
        made.addfile(info, BytesIO(b"blob"))
    with tree_of(tmp_path / "bundle", archive.getvalue()) as tree:
        assert list(tree.members()) == [(BLOB, 4)]
        assert tree.is_whole


def test_of_two_members_of_one_name_the_last_counts(tmp_path: Path) -> None:
    with tree_of(tmp_path / "bundle", packed({ACT: b"old"}) + packed({ACT: b"new"}) + END) as tree:
        assert tree.read(ACT, 10) == b"new"


def test_an_exercises_files_lie_in_its_own_directory(tmp_path: Path) -> None:
    root = "x-cqm57dpscq8tapkbbfic/"
    both = packed({TEAM: b"t", f"{root}{TEAM}": b"x", f"{root}{ACT}": b"exercise", ACT: b"real"}) + END
    with tree_of(tmp_path / "bundle", both, root) as tree:
        assert tree.read(ACT, 10) == b"exercise"
        assert tree.teams == [TEAM, f"{root}{TEAM}"]


def test_a_damaged_header_costs_one_member(tmp_path: Path) -> None:
    data = bytearray(packed(FILES) + END)
    at = len(packed({TEAM: FILES[TEAM]}))
    data[at + 3] ^= 1
    with tree_of(tmp_path / "bundle", bytes(data)) as tree:
        assert [path for path, _ in tree.members()] == [BLOB]
        assert not tree.is_whole


def test_a_stretch_of_zeros_does_not_end_it(tmp_path: Path) -> None:
    data = bytearray(packed(FILES) + END)
    at = len(packed({TEAM: FILES[TEAM]}))
    data[at : at + 2 * BLOCK] = bytes(2 * BLOCK)
    with tree_of(tmp_path / "bundle", bytes(data)) as tree:
        assert [path for path, _ in tree.members()] == [BLOB]
        assert not tree.is_whole


def test_a_size_beyond_the_file_is_no_member(tmp_path: Path) -> None:
    with tree_of(tmp_path / "bundle", packed({TEAM: b"t"}) + header(ACT, 8**11 - 1) + packed({BLOB: b"b"})) as tree:
        assert list(tree.members()) == [(BLOB, 1)]
        assert not tree.is_whole


@pytest.mark.parametrize("data", [b"", b"x", b"PK\x03\x04" * 1000, bytes(5000), packed({"letter.txt": b"hello"}) + END])
def test_another_file_is_no_bundle(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotABundle), tree_of(tmp_path / "bundle", data):
        pass


def test_a_pipe_or_a_directory_is_no_bundle(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotABundle):
        open_bundle(tmp_path / "pipe")
    with pytest.raises((NotABundle, IsADirectoryError)):
        open_bundle(tmp_path)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_befalls_a_bundle_only_names_of_the_layout_come_out(tmp_path: Path, data: st.DataObject) -> None:
    archive = bytearray(packed(FILES) + END)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(archive) - 1))
        match data.draw(st.sampled_from(("flip", "cut", "insert"))):
            case "flip":
                archive[at] ^= data.draw(st.integers(1, 255))
            case "cut":
                del archive[at : at + data.draw(st.integers(1, 3000))]
            case _:
                archive[at:at] = data.draw(st.binary(max_size=1500))
        archive = archive or bytearray(1)
    try:
        with tree_of(tmp_path / "bundle", bytes(archive)) as tree:
            for path, size in tree.members():
                assert path.partition("/")[0] in ("a", "b", "h", "j", "s")
                assert len(tree.read(path, 10_000)) <= size
    except NotABundle:
        pass


# --- writing one ------------------------------------------------------------------------------------------------


def test_a_file_that_could_not_be_written_whole_is_not_there(tmp_path: Path) -> None:
    def half(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_beside(tmp_path / "bundle", half)
    assert list(tmp_path.iterdir()) == []


def test_what_a_lost_power_left_beside_it_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / ".bundle.0123abcd.part").write_bytes(b"half")
    (tmp_path / ".bundle.mine.part").write_bytes(b"somebody's")

    def whole(file: BinaryIO) -> None:
        file.write(b"whole")

    write_beside(tmp_path / "bundle", whole)
    assert {path.name for path in tmp_path.iterdir()} == {"bundle", ".bundle.mine.part"}
    assert (tmp_path / "bundle").read_bytes() == b"whole"
