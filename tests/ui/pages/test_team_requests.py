# SPDX-License-Identifier: Apache-2.0
"""Answering a join request: two words that the newcomer reads out, a role, a code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

import incident_console
from incident_console.domain.roles import Role
from incident_console.services.session import Session
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.inline_bar import InlineBar
from tests.helpers.workspaces import TwoLaptops, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.team_desk import TeamDesk, a_newcomer, a_team_desk


@contextmanager
def a_request(tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[TeamDesk, TwoLaptops, Session]]:
    """Joy's page while Tom Brandt asks to join."""
    with two_laptops(tmp_path) as team, a_newcomer(team.folder, tmp_path / "tom") as tom:
        team.joy.folders.sync()
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.wait_for("“Tom Brandt”; asks to join, just now")
            yield desk, team, tom


def answer(desk: TeamDesk, words: dict[int, str]) -> None:
    """Type the words one after the other, with Enter behind each."""
    desk.page.rows.setFocus()
    desk.press(Qt.Key.Key_Return)
    for place in desk.asked():
        assert focused() is desk.word(place)
        desk.type(words[place])
        desk.press(Qt.Key.Key_Return)


def read_out(tom: Session) -> dict[int, str]:
    """The words on the newcomer's screen, by place."""
    return dict(enumerate(tom.team.join_words(), start=1))


def told(desk: TeamDesk) -> str:
    """What the form says is wrong."""
    bar = part(desk.page.detail.request, InlineBar)
    return bar.accessibleName() if bar.isVisible() else ""


def test_the_two_right_words_let_a_laptop_in(tmp_path: Path, qtbot: QtBot) -> None:
    with a_request(tmp_path, qtbot) as (desk, team, tom):
        answer(desk, read_out(tom))
        desk.wait_for("TB; Tom Brandt; responder; never; not heard yet")
        assert not any("asks to join" in row for row in desk.rows())
        assert (desk.told.badges, desk.told.saved) == ([1, 0], 1)
        assert focused() is desk.page.rows
        assert "TB" in str(desk.page.rows.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
        team.joy.folders.sync()
        tom.folders.sync()
        assert (tom.is_joined, tom.station.code, tom.station.role) == (True, "TB", Role.RESPONDER)


def test_case_does_not_matter_and_role_and_code_are_the_admins(tmp_path: Path, qtbot: QtBot) -> None:
    with a_request(tmp_path, qtbot) as (desk, _, tom):
        box = part(desk.page.detail.request, ChoiceBox, "role")
        box.setFocus()
        desk.press(Qt.Key.Key_Down)
        code = part(desk.page.detail.request, QLineEdit, "station-code")
        code.setFocus()
        code.selectAll()
        desk.type("f3")
        answer(desk, {place: word.upper() for place, word in read_out(tom).items()})
        desk.wait_for("F3; Tom Brandt; coordinator")


def test_only_two_of_the_eight_fields_can_be_filled_in(tmp_path: Path, qtbot: QtBot) -> None:
    with a_request(tmp_path, qtbot) as (desk, _, _tom):
        first, second = desk.asked()
        desk.press(Qt.Key.Key_Return)
        assert focused() is desk.word(first)
        desk.press(Qt.Key.Key_Tab)
        assert focused() is desk.word(second)


def test_a_wrong_word_is_told_and_what_was_typed_stays(tmp_path: Path, qtbot: QtBot) -> None:
    with a_request(tmp_path, qtbot) as (desk, team, tom):
        words = read_out(tom)
        first, second = desk.asked()
        answer(desk, {first: words[first], second: "zebra"})
        assert told(desk).startswith("These are not the two words.")
        assert f"words {first} and {second} read out again; 2 more tries" in told(desk)
        assert [desk.word(place).text() for place in (first, second)] == [words[first], "zebra"]
        assert focused() is desk.word(first)
        assert len(team.joy.team.members()) == 2


def test_after_three_wrong_answers_other_places_are_asked(tmp_path: Path, qtbot: QtBot) -> None:
    with a_request(tmp_path, qtbot) as (desk, _, tom):
        before = desk.asked()
        for _ in range(3):
            answer(desk, dict.fromkeys(range(1, 9), "zebra"))
        assert told(desk).startswith("Three wrong answers.")
        assert desk.asked() != before
        assert not any(desk.word(place).text() for place in range(1, 9))
        answer(desk, read_out(tom))
        desk.wait_for("TB; Tom Brandt; responder")


def everything_said(widget: QWidget) -> str:
    """All words that a window shows or speaks, apart from what is typed into it."""
    said: list[str] = []
    for child in widget.findChildren(QObject):
        for ask in ("text", "accessibleName", "accessibleDescription", "toolTip", "placeholderText", "whatsThis"):
            value = getattr(child, ask, None)
            said.append(str(value()) if callable(value) else "")
    return " ".join(said).lower()


def words_of_the_program() -> set[str]:
    """Words that the window may say for reasons of its own; one in four of the list is among them."""
    sources = Path(incident_console.__file__).parent.joinpath("ui").rglob("*.py")
    return {word for source in sources for word in re.findall(r"[a-z]+", source.read_text(encoding="utf-8").lower())}


def test_the_window_never_shows_the_words(tmp_path: Path, qtbot: QtBot) -> None:
    with a_request(tmp_path, qtbot) as (desk, _, tom):
        desk.asked()
        answer(desk, dict.fromkeys(range(1, 9), "zebra"))
        said = set(re.findall(r"[a-z]+", everything_said(desk.window)))
        assert not (set(tom.team.join_words()) - words_of_the_program()) & said
        assert "zebra" not in QApplication.clipboard().text()


def test_a_code_that_is_taken_is_told_and_nobody_is_let_in(tmp_path: Path, qtbot: QtBot) -> None:
    with a_request(tmp_path, qtbot) as (desk, team, tom):
        code = part(desk.page.detail.request, QLineEdit, "station-code")
        code.setText("JO")
        words = read_out(tom)
        answer(desk, words)
        desk.wait_until(lambda: told(desk))
        assert told(desk).startswith("The code JO is taken.")
        assert [desk.word(place).text() for place in desk.asked()] == [words[place] for place in desk.asked()]
        assert len(team.joy.team.members()) == 2


def test_not_now_takes_the_badge_away_but_forgets_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    with a_request(tmp_path, qtbot) as (desk, _, tom):
        desk.asked()
        part(desk.page.detail.request, Button, "not-now").click()
        assert desk.told.badges == [1, 0]
        assert not any("Tom Brandt" in row for row in desk.rows())
        desk.look_at("requests")
        assert desk.rows() == ["“Tom Brandt”; asks to join, just now, put off; answer"]
        answer(desk, read_out(tom))
        desk.wait_for("TB; Tom Brandt; responder")


def test_what_was_put_off_is_still_so_after_a_lock(tmp_path: Path, qtbot: QtBot) -> None:
    with a_request(tmp_path, qtbot) as (desk, _, _tom):
        part(desk.page.detail.request, Button, "not-now").click()
        assert desk.memory.kept["team/put-off"] == desk.session.team.requests()[0].id


@pytest.mark.parametrize("is_visible", [True, False])
def test_a_request_that_arrives_is_counted_whether_or_not_somebody_looks(
    tmp_path: Path, qtbot: QtBot, is_visible: bool
) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path, is_visible=is_visible) as desk:
        assert desk.told.badges == []
        with a_newcomer(team.folder, tmp_path / "tom"):
            team.joy.folders.sync()
            desk.wait_until(lambda: desk.told.badges == [1])


def test_who_is_no_admin_is_told_who_may_answer(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team.folder, tmp_path / "tom"):
        team.sam.folders.sync()
        with a_team_desk(team.sam, qtbot, tmp_path) as desk:
            desk.choose("“Tom Brandt”")
            words = everything_said(desk.page.detail.request)
            assert "only an admin lets laptops into the team: joy okafor on jo." in words
            assert not desk.word(1).isVisible()
            assert desk.told.badges == []


def test_without_requests_the_list_says_how_one_comes(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        desk.look_at("requests")
        assert desk.page.no_request.isVisible()
