# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from incident_console.ui.laptop_file import LaptopFile, usual_place
from incident_console.ui.settings import LOCK_AFTER_MIN, SHOWN, THEME, WINDOW, ZOOM, Settings


class Drawer:
    """What a workspace keeps, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def read(self, key: str) -> str:
        return self.kept.get(key, "")

    def write(self, key: str, value: str) -> None:
        self.kept[key] = value


@pytest.fixture
def file(tmp_path: Path) -> LaptopFile:
    return LaptopFile(tmp_path / "config" / "window.json")


def test_without_a_file_everything_is_as_usual(file: LaptopFile) -> None:
    settings = Settings(file)
    assert (settings.get(THEME), settings.get(ZOOM), settings.get(LOCK_AFTER_MIN)) == ("system", 100, 15)
    assert settings.workspaces() == []


def test_a_setting_is_still_so_at_the_next_start(file: LaptopFile, qtbot: QtBot) -> None:
    settings = Settings(file)
    with qtbot.waitSignal(settings.changed) as told:
        settings.set(THEME, "dark")
    assert told.args == ["theme"]
    assert Settings(file).get(THEME) == "dark"


def test_setting_what_is_so_already_tells_nobody(file: LaptopFile, qtbot: QtBot) -> None:
    settings = Settings(file)
    with qtbot.assertNotEmitted(settings.changed):
        settings.set(ZOOM, 100)


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"\xff\xfe", b'{"theme": "pink", "zoom": true}', b"[" * 100_000])
def test_a_damaged_file_is_as_no_file(file: LaptopFile, junk: bytes) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(junk)
    settings = Settings(file)
    assert (settings.get(THEME), settings.get(ZOOM), settings.workspaces()) == ("system", 100, [])
    settings.set(ZOOM, 150)
    assert Settings(file).get(ZOOM) == 150


def test_a_home_that_cannot_be_written_is_borne(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    settings = Settings(LaptopFile(tmp_path / "config" / "window.json"))
    settings.set(THEME, "dark")
    assert settings.get(THEME) == "system"


def test_two_windows_share_the_file_without_losing_each_others_words(file: LaptopFile) -> None:
    one, other = Settings(file), Settings(file)
    one.set(THEME, "dark")
    other.remember_workspace(Path("/srv/ops"))
    assert (Settings(file).get(THEME), Settings(file).workspaces()) == ("dark", [Path("/srv/ops")])


def test_the_file_belongs_to_the_user_and_leaves_nothing_beside_it(file: LaptopFile) -> None:
    Settings(file).set(WINDOW, "AAAA")
    assert [path.name for path in file.path.parent.iterdir()] == ["window.json"]
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700


def test_what_belongs_to_a_workspace_never_reaches_the_plain_file(file: LaptopFile) -> None:
    drawer = Drawer()
    settings = Settings(file, drawer)
    settings.set(LOCK_AFTER_MIN, 5)
    settings.write("filter/log", "Okafor")
    assert settings.get(LOCK_AFTER_MIN) == 5
    assert settings.read("filter/log") == "Okafor"
    assert not file.path.exists()
    settings.use_workspace(None)
    assert (settings.get(LOCK_AFTER_MIN), settings.read("filter/log")) == (15, "")


def test_a_kept_value_that_is_none_of_the_choices_is_the_usual_one(file: LaptopFile) -> None:
    drawer = Drawer()
    drawer.kept["setting/lock-after-min"] = "-1"
    assert Settings(file, drawer).get(LOCK_AFTER_MIN) == 15
    drawer.kept["setting/lock-after-min"] = "²"
    assert Settings(file, drawer).get(LOCK_AFTER_MIN) == 15


def test_the_latest_workspace_comes_first_and_each_once(file: LaptopFile) -> None:
    settings = Settings(file)
    for name in ("a", "b", "a"):
        settings.remember_workspace(Path("/srv", name))
    assert settings.workspaces() == [Path("/srv/a"), Path("/srv/b")]
    settings.forget_workspace(Path("/srv/a"))
    assert settings.workspaces() == [Path("/srv/b")]


def test_only_a_dozen_workspaces_are_remembered(file: LaptopFile) -> None:
    settings = Settings(file)
    for number in range(20):
        settings.remember_workspace(Path("/srv", str(number)))
    assert len(json.loads(file.path.read_text())["workspaces"]) == 12


def test_every_setting_on_the_screen_has_words_and_offers_its_usual_value() -> None:
    for setting in SHOWN:
        assert setting.title
        assert setting.explains
        assert setting.usual in [value for value, _ in setting.choices]


def test_the_usual_place_is_the_users_own() -> None:
    assert usual_place().name == "window.json"
