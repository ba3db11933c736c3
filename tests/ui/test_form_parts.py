# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.first_run.choice_page import ChoicePage
from incident_console.ui.first_run.places import usual_workspace_place
from incident_console.ui.theme import theme_manager
from incident_console.ui.widgets.button import Button, PrimaryButton
from incident_console.ui.widgets.folder_field import FolderField
from incident_console.ui.widgets.form_column import FormColumn
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.option_list import Option, OptionList
from tests.ui.asking import focused, part

Show = Callable[..., QWidget]


def an_option_list(*, is_brief: bool = False) -> OptionList:
    options = OptionList("What to begin with", is_brief=is_brief)
    for key, title in (("create", "Create"), ("join", "Join"), ("open", "Open")):
        options.add_option(key, title, "A sentence that explains it. " * 4)
    return options


def test_arrows_choose_and_enter_takes(qtbot: QtBot, show: Show) -> None:
    options = an_option_list()
    show(options)
    options.setFocus()
    with qtbot.waitSignal(options.chosen) as told:
        QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert (told.args, options.chosen_key()) == (["join"], "join")
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    assert options.chosen_key() == "open"
    with qtbot.waitSignal(options.taken) as taken:
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert taken.args == ["open"]


def test_the_mouse_chooses_and_the_list_is_one_stop_of_the_tab_key(show: Show) -> None:
    options, behind = an_option_list(), QLineEdit()
    show(options, behind)
    QTest.mouseClick(part(options, Option, "option-join"), Qt.MouseButton.LeftButton)
    assert options.chosen_key() == "join"
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is behind


def test_a_brief_list_explains_the_chosen_one_only(show: Show) -> None:
    options = an_option_list(is_brief=True)
    show(options)
    create, join = part(options, Option, "option-create"), part(options, Option, "option-join")
    assert create.heightForWidth(400) > join.heightForWidth(400)
    options.choose("join")
    assert create.heightForWidth(400) < join.heightForWidth(400)


def test_an_option_is_read_aloud_with_its_sentence(show: Show) -> None:
    options = an_option_list()
    create = part(options, Option, "option-create")
    assert create.accessibleName() == "Create"
    assert create.accessibleDescription().startswith("A sentence")


def test_a_form_that_fits_shows_no_scroll_bar_and_one_that_does_not_keeps_its_buttons_in_sight(
    qtbot: QtBot, show: Show
) -> None:
    form = FormColumn(500, is_card=True)
    for number in range(6):
        form.add(FormField(f"Field {number}", QLineEdit(), "Words that explain what belongs here. " * 3))
    button = PrimaryButton("Go on")
    form.add_foot(button)
    window = show(form)
    window.resize(1000, 900)
    bars = form.findChildren(QScrollBar)
    qtbot.waitUntil(lambda: not any(bar.isVisible() for bar in bars))
    theme_manager().apply(zoom_percent=200)
    window.resize(1000, 420)
    qtbot.waitUntil(lambda: any(bar.isVisible() for bar in bars))
    bottom = button.mapTo(window, button.rect().bottomLeft()).y()
    assert bottom < window.height()


def test_a_form_scrolls_no_longer_once_all_of_it_fits_again(qtbot: QtBot, show: Show) -> None:
    form = ChoicePage()
    window = show(form)
    bars = form.findChildren(QScrollBar)
    window.resize(1280, 400)
    qtbot.waitUntil(lambda: any(bar.isVisible() for bar in bars))
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: not any(bar.isVisible() for bar in bars))


def test_a_field_has_a_name_for_screen_readers() -> None:
    line = QLineEdit()
    field = FormField("Team", line)
    assert line.accessibleName() == "Team"
    assert field.findChildren(Label)[0].buddy() is line


def test_a_path_is_taken_as_typed_with_the_home_directory_for_the_tilde(show: Show) -> None:
    field = FolderField("Shared folder")
    show(field)
    assert field.path() is None
    QTest.keyClicks(part(field, QLineEdit), "~/share")
    assert field.path() == Path.home() / "share"
    field.set_path(None)
    assert field.path() is None


def test_a_home_directory_of_nobody_is_taken_as_it_stands(show: Show) -> None:
    field = FolderField("Shared folder")
    part(field, QLineEdit).setText("~nobody-of-this-name/x")
    path = field.path()
    assert path is not None
    assert path.parts[-2:] == ("~nobody-of-this-name", "x")


def test_browsing_begins_at_the_nearest_directory_that_is_there(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    field = FolderField("Shared folder")
    show(field)
    field.set_path(tmp_path / "not" / "there")
    part(field, Button, "browse").click()
    dialog = part(field, QFileDialog)
    assert Path(dialog.directory().absolutePath()) == tmp_path
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    assert field.path() == tmp_path


def test_a_new_workspace_gets_a_place_that_is_free_and_tells_nothing(tmp_path: Path) -> None:
    first = usual_workspace_place(tmp_path)
    assert first == tmp_path / "incident-console" / "workspace-1"
    first.mkdir(parents=True)
    assert usual_workspace_place(tmp_path).name == "workspace-2"
