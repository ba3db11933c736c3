# SPDX-License-Identifier: Apache-2.0
"""The set-up that ``dev.py`` does: it believes what runs, not what is named so, and works once for one lock file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import dev


def a_program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


@pytest.fixture
def only_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two folders that are the whole PATH, and no versions of pyenv."""
    folders = [tmp_path / "first", tmp_path / "second"]
    monkeypatch.setenv("PATH", ":".join(map(str, folders)))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "no-pyenv"))
    return folders


def test_a_python_that_does_not_run_is_passed_over(only_on_path: list[Path]) -> None:
    a_program(only_on_path[0], "python3.99", "echo 'command not found' >&2; exit 127")
    real = a_program(only_on_path[1], "python3.99", f'exec "{sys.executable}" "$@"')
    assert dev.find_python("3.99") == str(real)


def test_a_python_that_is_too_old_is_passed_over(only_on_path: list[Path]) -> None:
    a_program(only_on_path[0], "python3.99", "echo 3 10")
    with pytest.raises(SystemExit, match=r"no Python 3\.99 runs here"):
        dev.find_python("3.99")


def test_a_python_can_be_named_by_its_path(only_on_path: list[Path]) -> None:
    assert dev.find_python(sys.executable) == sys.executable


def test_packages_are_installed_again_only_when_the_lock_changes(tmp_path: Path) -> None:
    lock, stamp, done = tmp_path / "lock", tmp_path / "stamp", []
    lock.write_text("a==1", encoding="utf-8")
    for text in ["a==1", "a==1", "a==2"]:
        lock.write_text(text, encoding="utf-8")
        dev.when_changed(stamp, [lock], lambda text=text: done.append(text))  # type: ignore[misc]
    assert done == ["a==1", "a==2"]


def test_an_installation_that_failed_is_tried_again(tmp_path: Path) -> None:
    lock, stamp, done = tmp_path / "lock", tmp_path / "stamp", []
    lock.write_text("a==1", encoding="utf-8")

    def fail() -> None:
        raise dev.give_up("no space left")

    with pytest.raises(SystemExit):
        dev.when_changed(stamp, [lock], fail)
    dev.when_changed(stamp, [lock], lambda: done.append("installed"))
    assert done == ["installed"]


def test_who_is_not_root_is_told_the_line_to_type(
    only_on_path: list[Path], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    a_program(only_on_path[0], "apt-get", "exit 1")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert not dev.install_system_packages(["libegl1", "libgl1"], "what Qt needs")
    assert "type: sudo apt-get install -y libegl1 libgl1" in capfd.readouterr().out


def test_root_on_debian_gets_the_packages_installed(
    only_on_path: list[Path], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    a_program(only_on_path[0], "apt-get", 'echo "apt-get $*"')
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert dev.install_system_packages(["libegl1"], "what Qt needs")
    update, install = [line for line in capfd.readouterr().out.splitlines() if line.startswith("apt-get")]
    assert update.startswith("apt-get update")
    assert install.startswith("apt-get install -y")
    assert install.endswith(" libegl1")


def test_elsewhere_the_names_are_told(only_on_path: list[Path], capfd: pytest.CaptureFixture[str]) -> None:
    assert not dev.install_system_packages(["libegl1"], "what Qt needs")
    assert "the names on Debian are: libegl1" in capfd.readouterr().out
