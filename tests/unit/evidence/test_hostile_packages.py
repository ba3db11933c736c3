# SPDX-License-Identifier: Apache-2.0
"""Packages made by hand to hurt whoever checks them: always a finding, never a crash, and no file outside is read."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

from incident_console.crypto.hashing import u32
from incident_console.services.evidence_check import check, verifier
from tests.helpers.evidence import Package

DEEP = b"\x91" * 100_000 + b"\xc0"


@pytest.mark.parametrize("name", ["acts.bin", "batches.bin", "heads.bin"])
@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff\xff", b"\0\0\0\5\xdd\xff\xff\xff\xff", u32(len(DEEP)) + DEEP, b"\0\0\0\1\xc1", b"\0\0\0\1\x90",
        b"\0\0\0\1\x80", b"\0\0\0\2\x92\xc0", b"\0\0\0\4\x93\xc0\xc0\xc0", b"\0\0\0\1\x01" * 50_000, b"",
    ],
    ids=["length", "array", "deep", "type", "empty", "map", "torn", "nils", "many", "nothing"],
)  # fmt: skip
def test_no_bytes_crash_the_verifier(package: Package, name: str, data: bytes) -> None:
    (package.path / name).write_bytes(data)
    package.seal(package.manifest)
    assert not package.check().is_ok


@pytest.mark.parametrize("name", ["acts.bin", "batches.bin", "heads.bin"])
def test_no_value_inside_a_signed_thing_crashes_it(package: Package, name: str) -> None:
    dice = random.Random(name)
    good = package.items(name)
    for _ in range(60):
        package.put(name, [_spoiled(item, dice) for item in good])
        package.seal(package.manifest)
        assert not package.check().is_ok


def _spoiled(value: Any, dice: random.Random) -> Any:
    """A value with something else in some place of it."""
    junk: list[Any] = [None, -1, 2**64 - 1, "", b"", b"x" * 32, [], {}, True, [[[]]]]
    if isinstance(value, list) and value and dice.random() < 0.9:
        place = dice.randrange(len(value))
        return [*value[:place], _spoiled(value[place], dice), *value[place + 1 :]]
    return dice.choice(junk)


@pytest.mark.parametrize(
    "manifest",
    [
        b"", b"null", b"[]", b"{}", b"[" * 200_000, b'{"format": "incident-console evidence 1"}',
        b'{"format": "incident-console evidence 1", "team": 5, "signed_by": [], "incident": {}}', b"\xff\xfe",
        b"9" * 9_999,
    ],
)  # fmt: skip
def test_no_manifest_crashes_it(package: Package, manifest: bytes) -> None:
    (package.path / "manifest.json").write_bytes(manifest)
    assert not package.check().is_ok


@pytest.mark.parametrize("value", [None, 5, "x", [5], [[1, 2, 3]], [["JO-1", None, {}]], {"a": 1}])
@pytest.mark.parametrize("name", ["entries", "files", "exported_at", "incident_name", "redacted"])
def test_no_value_in_a_manifest_crashes_it(package: Package, name: str, value: object) -> None:
    package.seal({**package.manifest, name: value})
    assert package.check().is_ok is (name in ("files", "redacted"))  # the files are listed anew when it is sealed


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hostname", "entries.json/../../outside.txt"])
def test_names_in_a_manifest_lead_nowhere(package: Package, name: str, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    manifest = package.manifest
    package.seal(manifest)
    manifest["files"][name] = "00" * 32
    package.seal(manifest)
    assert "secret" not in package.words()


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights there")
@pytest.mark.parametrize("what", ["link", "pipe", "directory"])
def test_only_plain_files_are_read(package: Package, tmp_path: Path, what: str) -> None:
    path = package.path / "entries.json"
    kept = path.rename(tmp_path / "elsewhere.json")
    if what == "link":
        path.symlink_to(kept)
    elif what == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    assert "no plain file" in package.words()


def test_files_of_absurd_size_are_not_read(package: Package) -> None:
    with (package.path / "batches.bin").open("wb") as file:
        file.truncate(verifier().LARGEST_FILE + 1)
    assert "too large" in package.words()


def test_a_stray_file_is_told_and_is_no_fault(package: Package) -> None:
    (package.path / "notes.txt").write_text("mine", encoding="utf-8")
    assert package.check().is_ok
    assert any("notes.txt" in note for note in package.check().notes)


def test_names_that_people_chose_cannot_drive_a_terminal(package: Package) -> None:
    manifest = package.manifest
    manifest["entries"] = [["\x1b[2J", "00", False], *manifest["entries"]]
    package.seal(manifest)
    lines: list[str] = []
    assert verifier().main([str(package.path)], lines.append) == 1
    assert not [line for line in lines if "\x1b" in line]


def test_a_directory_without_a_package_is_told(tmp_path: Path) -> None:
    assert not check(tmp_path).is_ok
