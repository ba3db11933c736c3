# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import sys
import threading
import unicodedata
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.library.importing import FileFound, FileRefused, ImportLimits, read_file, walk


def a_file(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def found(*paths: Path, limits: ImportLimits | None = None) -> list[str]:
    return [one.relative_name for one in walk(paths, limits) if isinstance(one, FileFound)]


def refused(*paths: Path, limits: ImportLimits | None = None) -> dict[str, str]:
    return {one.path: one.reason for one in walk(paths, limits) if isinstance(one, FileRefused)}


def test_a_folder_is_gone_through_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a/b.md", "c.pdf"):
        a_file(tmp_path / "plans" / name)
    assert found(tmp_path / "plans") == ["plans/a/b.md", "plans/a/z.md", "plans/b.md", "plans/c.pdf"]


def test_files_and_folders_can_be_chosen_together(tmp_path: Path) -> None:
    single, folder = a_file(tmp_path / "one.md", b"12345"), a_file(tmp_path / "f" / "two.md").parent
    files = [one for one in walk([single, folder]) if isinstance(one, FileFound)]
    assert [(one.relative_name, one.size) for one in files] == [("one.md", 5), ("f/two.md", 1)]
    assert files[0].path.read_bytes() == b"12345"


def test_what_nobody_means_to_import_is_left_out_and_named(tmp_path: Path) -> None:
    for name in (".git/config", ".hidden", "~$plan.docx", "Thumbs.db", ".DS_Store", "save.tmp", "keep.md"):
        a_file(tmp_path / name)
    assert found(tmp_path) == [f"{tmp_path.name}/keep.md"]
    reasons = {Path(path).name: reason for path, reason in refused(tmp_path).items()}
    assert reasons.keys() == {".git", ".hidden", "~$plan.docx", "Thumbs.db", ".DS_Store", "save.tmp"}
    assert "operating system" in reasons[".DS_Store"]
    assert "temporary" in reasons["~$plan.docx"]


def test_a_hidden_file_that_is_chosen_itself_is_meant(tmp_path: Path) -> None:
    assert found(a_file(tmp_path / ".plan.md")) == [".plan.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_not_followed_to_what_was_not_chosen(tmp_path: Path) -> None:
    secret = a_file(tmp_path / "private" / "key.txt")
    folder = a_file(tmp_path / "plans" / "a.md").parent
    (folder / "loop").symlink_to(folder)
    (folder / "key.txt").symlink_to(secret)
    assert found(folder) == ["plans/a.md"]
    assert {Path(path).name for path in refused(folder)} == {"loop", "key.txt"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_that_is_chosen_itself_is_meant_and_one_in_a_circle_is_told(tmp_path: Path) -> None:
    a_file(tmp_path / "real" / "a.md")
    (tmp_path / "plans").symlink_to(tmp_path / "real")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    assert found(tmp_path / "plans") == ["plans/a.md"]
    assert "leads back" in refused(tmp_path / "circle")[str(tmp_path / "circle")]


def test_a_folder_chosen_twice_is_gone_through_once(tmp_path: Path) -> None:
    a_file(tmp_path / "plans" / "a" / "x.md")
    assert found(tmp_path / "plans", tmp_path / "plans" / "a") == ["plans/a/x.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_is_refused_at_once_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert list(refused(tmp_path).values()) == ["It is a device, a pipe or a folder, not a file."]
    with pytest.raises(KnownError, match="not imported"):
        read_file(tmp_path / "pipe")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_cannot_be_written_is_refused_and_can_be_shown(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_bytes(b"x")
    a_file(tmp_path / "two\nlines.md")
    reasons = refused(tmp_path)
    assert {Path(path).name for path in reasons} == {"caf\\xe9.md", "two\\x0alines.md"}
    assert all(path.encode("utf-8") for path in reasons)
    assert found(tmp_path) == []


def test_a_name_is_the_same_whichever_system_wrote_it(tmp_path: Path) -> None:
    a_file(tmp_path / "d" / unicodedata.normalize("NFD", "Kühler.md"))
    assert found(tmp_path / "d") == ["d/" + unicodedata.normalize("NFC", "Kühler.md")]


def test_too_large_too_many_and_too_deep_are_told(tmp_path: Path) -> None:
    a_file(tmp_path / "big.bin", bytes(2_000_000))
    a_file(tmp_path / "a" / "b" / "c.md")
    a_file(tmp_path / "d.md")
    reasons = refused(tmp_path, limits=ImportLimits(max_bytes=1_048_576, max_files=2, max_depth=2))
    assert {Path(path).name: reason.split(":")[0] for path, reason in reasons.items()} == {
        "b": "It lies too deep in folders.",
        "big.bin": "It is too large",
    }
    assert "second go" in next(iter(refused(tmp_path, limits=ImportLimits(max_files=2)).values()))


def test_what_is_gone_is_told(tmp_path: Path) -> None:
    assert list(refused(tmp_path / "gone.md").values()) == ["It was gone when it should be read."]
    with pytest.raises(KnownError) as told:
        read_file(tmp_path / "gone.md")
    assert "gone" in told.value.message


def test_cancelling_ends_the_walk(tmp_path: Path) -> None:
    for number in range(9):
        a_file(tmp_path / f"{number}.md")
    cancel = threading.Event()
    walked = walk([tmp_path], cancel=cancel)
    next(walked)
    cancel.set()
    assert list(walked) == []


def test_a_file_is_read_whole_and_one_too_large_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path / "a.bin", bytes(range(256)) * 10)
    assert read_file(path) == bytes(range(256)) * 10
    with pytest.raises(KnownError) as told:
        read_file(path, max_bytes=100)
    assert "too large" in told.value.message


def test_a_folder_cannot_be_read_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(KnownError):
        read_file(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that is longer than it says")
def test_a_file_that_changes_while_it_is_read_is_refused() -> None:
    with pytest.raises(KnownError) as told:
        read_file(Path("/proc/version"))
    assert "being changed" in told.value.message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything can be read by root")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    folder = a_file(tmp_path / "closed" / "a.md").parent
    folder.chmod(0)
    try:
        assert "permission" in refused(folder)[str(folder)]
    finally:
        folder.chmod(0o700)
