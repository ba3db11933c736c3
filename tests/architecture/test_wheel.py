# SPDX-License-Identifier: Apache-2.0
"""The wheel carries what the program shows, and the one function that finds it does so there too."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from incident_console.resources_path import resource_path

ROOT = Path(__file__).resolve().parents[2]
FIND = "from incident_console.resources_path import resource_path; print(resource_path(*__import__('sys').argv[1:]))"


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["resources", "docs_library"])
def test_an_installed_program_finds_the_same_files_as_a_checkout(unpacked_wheel: Path, name: str) -> None:
    command = [sys.executable, "-c", FIND, name]
    environment = {**os.environ, "PYTHONPATH": str(unpacked_wheel)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    found = Path(done.stdout.strip())
    assert found.is_relative_to(unpacked_wheel)
    assert files_in(found) == files_in(resource_path(name))


def test_the_wheel_brings_the_command_and_the_licence(unpacked_wheel: Path) -> None:
    (info,) = unpacked_wheel.glob("*.dist-info")
    scripts = (info / "entry_points.txt").read_text(encoding="utf-8")
    assert "incident-console = incident_console.__main__:main" in scripts
    assert (info / "licenses" / "LICENSE").is_file()


def test_a_name_that_the_program_does_not_carry_is_a_mistake() -> None:
    with pytest.raises(FileNotFoundError, match=r"resources/no-such-file"):
        resource_path("resources", "no-such-file")
